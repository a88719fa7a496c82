"""What the charts share: a figure that keeps room for its texts, its head, what stands below, axes in percent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, Literal

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from matplotlib.transforms import ScaledTranslation

from chainnet.errors import InputError, Said, told
from chainnet.figures.attrs import area_said, times_said
from chainnet.figures.frame import NOTE, axes_of, figure_of, letters, marked, new_figure
from chainnet.figures.style import BODY, FAINT, GRID, HEAD, INK, SMALL, TITLE, Pen, dress, ticks

MARKS = ("o", "s", "^", "D", "v", "P", "X")
"""Told apart without colour."""


def chart(
    ax: Axes | Sequence[Axes] | None, panels: int, width: float, height: float, *, columns: int | None = None
) -> tuple[list[Axes], bool]:
    """Return the axes of a chart and whether they are in a new figure of `width` x `height` inches.

    Parameters
    ----------
    columns : int, optional
        Panels side by side; all unless given.

    Raises
    ------
    InputError
        Where fewer axes are given than there are panels.
    """
    if ax is None:
        figure = new_figure(width, height, layout="constrained")
        figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1, wspace=0.06, hspace=0.06)  # type: ignore[call-arg, union-attr]
        columns = columns or panels
        grid = figure.subplots(ceil(panels / columns), columns, squeeze=False).ravel()
        for bare in grid[panels:]:
            bare.remove()
        return list(grid[:panels]), True
    axes = axes_of(ax, panels)
    for given in axes:
        given.spines[["top", "right"]].set_visible(False)
        given.set_axisbelow(True)
    return axes, False


def finish(
    axes: Sequence[Axes], pen: Pen, table: Any, *, own: bool, title: str, note: Sequence[str], heads: Sequence[str] = ()
) -> None:
    """Write what stands around a chart: over and under a figure of our own, or else over and under the first axes.

    Parameters
    ----------
    table : DataFrame
        What is drawn; its ``attrs`` say whether it is synthetic, as then the title does, what is local, and whence
        times are: the note says these first and last.
    note : sequence of str
        What there is to say under it; what is empty is left out.
    heads : sequence of str
        Of the panels; none where the title says it all.
    """
    synthetic = table.attrs.get("synthetic")
    said = pen.join([area_said(pen, table.attrs), *note, times_said(pen, table.attrs)])
    heads = list(heads)
    if not own:  # the title of a whole has no place there
        heads = [marked(pen, heads[0] if heads else title, synthetic), *heads[1:]]
    for ax, head in zip(axes, heads, strict=False):
        words = pen.wrap(head, letters(ax, HEAD))
        dress(ax.set_title(words, loc="left", fontsize=HEAD, color=INK, pad=8))
    _dress(axes)
    if own:
        figure = figure_of(axes[0])
        points = figure.bbox.width / figure.dpi * 72
        words = pen.wrap(marked(pen, title, synthetic), int(points / TITLE * 1.9))
        figure.suptitle(words, x=0.014, ha="left", fontsize=TITLE, color=INK)
        if said:
            words = pen.wrap(said, int(points / SMALL * 1.9))
            figure.supxlabel(words, x=0.014, ha="left", fontsize=SMALL, color=FAINT)
    elif said:
        words = pen.wrap(said, letters(axes[0], SMALL))
        text = axes[0].annotate(words, (0, 0), (0, -under(axes[0]) - 6), "axes fraction", textcoords="offset points")
        text.set(va="top", fontsize=SMALL, color=FAINT, gid=NOTE)


def settle(axes: Sequence[Axes], *, own: bool) -> None:
    """Make ready to measure: give labels their look, and lay out a figure of our own, so that its axes' sizes hold."""
    _dress(axes)
    if own:
        figure_of(axes[0]).draw_without_rendering()


def _dress(axes: Sequence[Axes]) -> None:
    """Give the style's look to the labels of axes, which may be older than the style."""
    for ax in axes:
        for axis in (ax.xaxis, ax.yaxis):
            dress(axis.label).set(fontsize=BODY, color=INK)


def under(ax: Axes) -> float:
    """Return how many points what is written below an axes reaches down: ticks, their labels, a legend."""
    legend = ax.get_legend()
    boxes = [box for box in (ax.xaxis.get_tightbbox(), legend and legend.get_window_extent()) if box]
    lowest = min((box.y0 for box in boxes), default=ax.bbox.y0)
    return max(ax.bbox.y0 - lowest, 0.0) * 72 / figure_of(ax).dpi


def legend_below(ax: Axes, pen: Pen, handles: Sequence[Any], names: Sequence[str], *, long: float = 3.4) -> None:
    """Put the legend below the labels of `ax`: in two columns where they fit, else in one, its names on several lines.

    Parameters
    ----------
    long : float
        Length of the handles in letters.
    """
    room, figure = ax.get_window_extent().width, figure_of(ax)
    down = ScaledTranslation(0, -(under(ax) + 8) / 72, figure.dpi_scale_trans)
    wrapped = [pen.wrap(name, max(letters(ax, BODY) - int(2 * long) - 4, 12)) for name in names]
    for columns, words in ((2, names), (1, names), (1, wrapped)) if len(names) > 1 else ((1, names), (1, wrapped)):
        legend = ax.legend(
            handles, words, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=ax.transAxes + down,
            borderaxespad=0, borderpad=0, ncols=columns, columnspacing=1.6, handlelength=long, fontsize=BODY,
            frameon=False,
        )  # fmt: skip
        if legend.get_window_extent().width <= room:
            break
    for text in legend.get_texts():
        dress(text).set_color(INK)


def name_width(ax: Axes, most: int, *, own: bool) -> int:
    """Return how many letters a name beside the drawing may have; beside given axes, half of what is across them."""
    return most if own else min(most, max(letters(ax, BODY) // 2, 10))


def look(pen: Pen, at: int) -> dict[str, Any]:
    """Return how the line number `at` of a chart looks: each differs from the others in colour and in dashes or marks.

    Examples
    --------
    >>> look(Pen("en"), 0)["marker"] is None, look(Pen("en"), 7)["marker"]
    (True, 'o')
    """
    colour, dashes = pen.lines[at % len(pen.lines)]
    again = at // len(pen.lines)  # begun again: marks tell them apart
    mark = MARKS[(again - 1) % len(MARKS)] if again else None
    return {"color": colour, "linestyle": dashes, "marker": mark, "markevery": 0.08, "markersize": 5}


def pale(ax: Axes, x: Any, low: Any, high: Any, colour: str, alpha: float = 0.14) -> Artist:
    """Draw a band from low to high."""
    return ax.fill_between(x, low, high, color=colour, alpha=alpha, linewidth=0)


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


def spread(wanted: Iterable[float], gap: float) -> list[float]:
    """Return places at least `gap` apart, in the order of those that are wanted and near them.

    Examples
    --------
    >>> spread([1.0, 1.2, 5.0], 1.0)
    [0.6, 1.6, 5.0]
    """
    groups: list[tuple[float, int]] = []  # of places side by side: their middle and number
    for place in sorted(wanted):
        groups.append((place, 1))
        while len(groups) > 1:
            (one, few), (two, more) = groups[-2:]
            if two - one >= gap * (few + more) / 2 - 1e-9:
                break
            groups[-2:] = [((one * few + two * more) / (few + more), few + more)]
    return [round(middle + gap * (at - (number - 1) / 2), 12) for middle, number in groups for at in range(number)]


def columns_of(table: Any, needed: Sequence[str], made_by: str) -> None:
    """Raise an `InputError` that names the columns a table lacks, or says that it is none."""
    hint = Said(f"give what {made_by} returns", f"请给出 {told(made_by, 'zh')} 返回的表")
    if not isinstance(table, pd.DataFrame):
        kind = type(table).__name__
        raise InputError.one(Said(f"the table is a {kind}, not a DataFrame", f"给的不是表，而是 {kind}"), hint=hint)
    lacking = [name for name in needed if name not in table]
    if lacking:
        raise InputError.one(
            Said(f"the table has no column {', '.join(lacking)}", f"表中没有 {'、'.join(lacking)} 列"),
            hint=hint,
        )


def filled(table: pd.DataFrame, needed: Sequence[str]) -> None:
    """Raise an `InputError` that names the columns of an axis that have empty cells."""
    bare = [name for name in needed if table[name].isna().any()]
    if bare:
        raise InputError.one(
            Said(f"empty cells in {', '.join(bare)}", f"{'、'.join(bare)} 列有空格"),
            hint=Said("fill them in, or leave their rows out", "请填写，或去掉这些行"),
            column=bare[0],
        )
