"""A grid of squares with a number in each, and the names of its rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from chainnet.figures.style import BODY, INK, SMALL, Pen, ink_on, ticks


def draw_square(ax: Axes, pen: Pen, at: tuple[int, int], text: str, colour: Any, *, ink: str = "", **rim: Any) -> None:
    """Draw the square at (row, column) with its text, in `ink` or in what stands out on the colour."""
    row, column = at
    square = Rectangle((column - 0.47, row - 0.43), 0.94, 0.86, facecolor=colour, **{"linewidth": 0, **rim})
    words = ax.text(column, row, pen.safe(text), ha="center", va="center", fontsize=SMALL, gid="cell")
    words.set_color(ink or ink_on(colour))
    for part in (ax.add_patch(square), words):
        part.set_in_layout(False)  # it lies inside: nothing to make room for


def name_sides(ax: Axes, rows: Sequence[str], columns: Sequence[str], *, above: bool) -> None:
    """Write what the rows are at the left, and the columns above or below, slanted where they are several."""
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns)
    if above:
        ax.xaxis.tick_top()
    ticks(ax, length=0, labelcolor=INK, labelsize=BODY)
    for label in ax.get_xticklabels() if len(columns) > 1 else []:
        label.set(rotation=40, ha="left" if above else "right", rotation_mode="anchor", va="bottom" if above else "top")
    for side in ax.spines.values():
        side.set_visible(False)
