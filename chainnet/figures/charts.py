"""What the charts share: a figure that keeps room for its texts, axes in percent, titles and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from chainnet.errors import InputError, Said, told
from chainnet.figures.frame import figure_of, new_figure
from chainnet.figures.style import BODY, FAINT, GRID, HEAD, INK, SMALL, TITLE, Pen, dress, ticks

WIDE = 0.08
"""Inches of a Latin letter of a title, about."""


def chart(ax: Axes | Sequence[Axes] | None, panels: int, width: float, height: float) -> tuple[list[Axes], bool]:
    """Return the axes of a chart and whether they are in a new figure of `width` x `height` inches.

    Raises
    ------
    InputError
        Where fewer axes are given than there are panels.
    """
    if ax is None:
        figure = new_figure(width, height, layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1, wspace=0.06)  # type: ignore[call-arg, union-attr]
        return list(figure.subplots(1, panels, squeeze=False)[0]), True
    axes = [ax] if isinstance(ax, Axes) else list(ax)
    if len(axes) < panels:
        raise InputError.one(
            Said(f"{len(axes)} axes for {panels} panels", f"有 {panels} 幅分图，只给了 {len(axes)} 个坐标系"),
            hint=Said("give in `ax` as many as there are panels", "`ax` 中坐标系的个数请与分图相同"),
        )
    for given in axes[:panels]:
        given.spines[["top", "right"]].set_visible(False)
        given.set_axisbelow(True)
    return axes[:panels], False


def finish(axes: Sequence[Axes], pen: Pen, *, own: bool, title: str, note: str, heads: Sequence[str]) -> None:
    """Write what stands around a chart: in our own figure a title over it and a note under it.

    Parameters
    ----------
    heads : sequence of str
        Of the panels.
    """
    for ax, head in zip(axes, heads, strict=True):
        if head:
            dress(ax.set_title(head, loc="left", fontsize=HEAD, color=INK, pad=8))
        for axis in (ax.xaxis, ax.yaxis):
            dress(axis.label)
            axis.label.set(fontsize=BODY, color=INK)
    if not own:
        return
    figure = figure_of(axes[0])
    inches = figure.bbox.width / figure.dpi
    if title:
        title = pen.wrap(title, int(inches / WIDE * 0.88))
        figure.suptitle(title, x=0.014, ha="left", fontsize=TITLE, color=INK)
    if note:
        text = pen.wrap(note, int(inches * 72 / SMALL * 1.9))
        figure.supxlabel(text, x=0.014, ha="left", fontsize=SMALL, color=FAINT)


def percent(ax: Axes, *, x: bool = False, y: bool = False) -> None:
    """Show shares in percent on an axis, with light lines across."""
    if x:
        ax.xaxis.set_major_formatter(PercentFormatter(1.0))
    if y:
        ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ticks(ax)
    lines(ax, "both" if x and y else "y" if y else "x")


def lines(ax: Axes, axis: Literal["both", "x", "y"]) -> None:
    """Draw light lines across."""
    ax.grid(True, axis=axis, color=GRID, linewidth=0.7)


def columns_of(table: Any, needed: Sequence[str], made_by: str) -> None:
    """Raise an `InputError` that names the columns a table lacks."""
    lacking = [name for name in needed if name not in table]
    if lacking:
        raise InputError.one(
            Said(f"the table has no column {', '.join(lacking)}", f"表中没有 {'、'.join(lacking)} 列"),
            hint=Said(f"give what {made_by} returns", f"请给出 {told(made_by, 'zh')} 返回的表"),
        )
