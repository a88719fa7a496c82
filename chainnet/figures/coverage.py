"""The coverage curve: which part of the supply lies within so many minutes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, filled, finish, legend_below, look, pale, percent, settle, spread
from chainnet.figures.frame import figure_of
from chainnet.figures.style import BODY, INK, SMALL, Colours, Pen, halo, style

COLUMNS = ("buyer", "name", "by", "minutes", "rate", "low", "high", "slow", "fast")


def plot_coverage(
    table: pd.DataFrame,
    *,
    buyer: str | None = None,
    threshold: float = 60,
    lang: str = "zh",
    colours: Colours | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw which part of its supply a buyer gets from within so many minutes, against the minutes.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.coverage_curve` returns: buyer, name, by, minutes, rate, low, high, slow, fast.
    buyer : str, optional
        A buyer's id or a group; ``(leaders)``, or else the first of the table, unless given.
    threshold : float
        Minutes where a line stands, with the rates written there: the last of the table that are no more.
    lang : {"zh", "en"}
    colours : mapping, optional
        In place of the style's: "leader", "local", "outside", "unknown", "plain" -> a colour, "lines" -> several.
    ax : Axes, optional
        Where to draw; a new figure unless given.
    title, note : str, optional
        In place of the title, and added to the note.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the table lacks a column, or the buyer is not in it.

    Notes
    -----
    The band reaches from the slow to the fast end of the travel times. The lighter band, where some suppliers are not
    located, or so imprecisely that they may lie on either side, has them all outside at its lower edge and all inside
    at its upper.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> fig, ax = plot_coverage(cn.coverage_curve(net), lang="en")
    >>> fig.get_suptitle()
    'Supply within so many minutes: all buyers'
    """
    columns_of(table, COLUMNS, "chainnet.coverage_curve")
    filled(table, ("minutes",))
    rows = _rows_of(table, buyer)
    ways = list(rows["by"].unique())
    with style(lang, colours) as pen:
        axes, own = chart(ax, 1, 8.8, 5.2 + 0.2 * len(ways))
        panel = axes[0]
        looks = {by: look(pen, at) for at, by in enumerate(ways)}
        lines = [_draw(panel, rows[rows["by"].eq(by)], str(by), looks[by]) for by in ways]
        last = float(rows["minutes"].max()) or 1.0
        step = next((step for step in (5, 15, 30, 60, 120, 240, 480) if last / step <= 7), last / 6)
        panel.set(xlim=(0, last), ylim=(0, 1.02), xticks=np.arange(0, last + 1, step))
        percent(panel, y=True)
        panel.set_xlabel(pen.say("行程时间（分钟）", "travel time (minutes)"))
        panel.set_ylabel(pen.say("该时间以内的供应占比", "share of supply within that time"))
        settle(axes, own=own)
        at = rows[rows["minutes"].eq(rows.loc[rows["minutes"] <= threshold, "minutes"].max())].set_index("by")
        legend_below(panel, pen, lines, [_name(pen, by, at, rows) for by in ways])
        if threshold <= last and at["rate"].notna().any():
            settle(axes, own=own)  # the legend took some of the height
            _write_threshold(panel, pen, at, last)
        name = pen.safe(terms.show(str(rows["name"].iloc[0]), lang))
        default = pen.say(f"多少分钟以内有多少供应：{name}", f"Supply within so many minutes: {name}")
        finish(axes, pen, table, own=own, title=default if title is None else title,
               note=[*_notes(rows, pen), pen.safe(note or "")])  # fmt: skip
    return figure_of(panel), panel


def _rows_of(table: pd.DataFrame, buyer: str | None) -> pd.DataFrame:
    """Return the rows of a buyer: of that one, else of the leaders, else of the first."""
    there = list(table["buyer"].unique())
    if buyer is None and there:
        buyer = "(leaders)" if "(leaders)" in there else there[0]
    rows = table[table["buyer"].eq(buyer)].sort_values("minutes", kind="stable")
    if rows.empty:
        hint = Said("give what chainnet.coverage_curve returns", "请给出 chainnet.coverage_curve 返回的表")
        if there:
            en, zh = (mark.join(map(str, there[:8])) for mark in (", ", "、"))
            hint = Said(f"write one of {en}", f"写以下之一：{zh}")
        raise InputError.one(Said(f"no curve of {buyer!r}", f"没有“{buyer}”的曲线"), hint=hint)
    return rows


def _draw(ax: Axes, curve: pd.DataFrame, by: str, how: dict[str, Any]) -> Line2D:
    """Draw the curve of a way of counting with its bands."""
    x, colour = curve["minutes"], how["color"]
    if (curve["high"] - curve["low"]).max() > 1e-9:
        pale(ax, x, curve["low"], curve["high"], colour, 0.08)
        for end in ("low", "high"):
            ax.plot(x, curve[end], color=colour, linewidth=0.7, linestyle=(0, (1, 2)), alpha=0.8)
    pale(ax, x, curve["slow"], curve["fast"], colour, 0.16)
    return ax.plot(x, curve["rate"], linewidth=2.1, gid=f"curve-{by}", **how)[0]


def _name(pen: Pen, by: str, at: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Return what the legend says of a curve: the rate at the threshold with its ends and bounds."""
    name = pen.word(terms.MEASURES_BY, by)
    if rows.loc[rows["by"].eq(by), "rate"].isna().all():
        return name + pen.say("：无定义", ": not defined")
    if by not in at.index or pd.isna(at.loc[by, "rate"]):
        return name
    row = at.loc[by]
    said = []
    if np.isfinite(row["slow"]) and np.isfinite(row["fast"]):
        slow, fast = f"{row['slow']:.1%}", f"{row['fast']:.1%}"
        said.append(pen.say(f"慢 {slow}，快 {fast}", f"slow {slow}, fast {fast}"))
    if row["high"] - row["low"] > 1e-9:
        low, high = f"{row['low']:.1%}", f"{row['high']:.1%}"
        said.append(pen.say(f"下限 {low}，上限 {high}", f"low {low}, high {high}"))
    ends = (pen.say("（", " (") + pen.join(said) + pen.say("）", ")")) if said else ""
    rate, minutes = f"{row['rate']:.1%}", f"{row['minutes']:g}"
    return name + pen.say(f"：{minutes} 分钟以内 {rate}", f": {rate} within {minutes} minutes") + ends


def _write_threshold(ax: Axes, pen: Pen, at: pd.DataFrame, last: float) -> None:
    """Draw the threshold, a dot where each curve meets it, and the rates beside."""
    threshold = float(at["minutes"].iloc[0])
    right = threshold <= 0.6 * last
    side, align = (7 if right else -7), ("left" if right else "right")
    ax.axvline(threshold, color=pen.colours["leader"], linewidth=1.1, linestyle=(0, (4, 3)))
    at = at[at["rate"].notna()].sort_values("rate")
    colours = {str(line.get_gid()): line.get_color() for line in ax.lines}
    point = 1.04 / (ax.get_window_extent().height / figure_of(ax).dpi * 72)
    off = [-10 * point if place == 0 < len(at) - 1 else 10 * point for place in range(len(at))]  # the lowest below
    places = spread(at["rate"] + off, 13 * point)
    shift = max(0.0, 25 * point - places[0]) - max(0.0, places[-1] - 1.02 + 6 * point)  # off the minutes, and inside
    for place, (by, rate) in zip(places, at["rate"].items(), strict=True):
        colour = colours[f"curve-{by}"]
        ax.plot([threshold], [rate], marker="o", color=colour, markersize=6.5, markeredgecolor="white", zorder=5)
        words = ax.annotate(f"{rate:.1%}", (threshold, place + shift), (side, 0), textcoords="offset points")
        words.set(fontsize=BODY, color=INK, ha=align, va="center", zorder=6, gid="rate")
        halo(words, 3.2)
    text = pen.say(f"{threshold:g} 分钟", f"{threshold:g} minutes")
    words = ax.annotate(text, (threshold, 0), (side, 4), textcoords="offset points")
    words.set(color=pen.colours["leader"], ha=align, va="bottom", fontsize=SMALL, zorder=6, gid="rate")
    halo(words)


def _notes(rows: pd.DataFrame, pen: Pen) -> list[str]:
    """Say what the bands are."""
    parts = []
    if (rows["fast"] - rows["slow"]).max() > 1e-9:
        zh, en = "阴影：行程时间按慢速到快速", "band: from the slow to the fast end of the travel times"
        parts.append(pen.say(zh, en))
    if (rows["high"] - rows["low"]).max() > 1e-9:
        zh = "浅色与点线：位置未知或不够精确的供应商全部算在圈外（下）或圈内（上）"
        en = "dotted: suppliers of unknown or imprecise place all counted as outside (low) or inside (high)"
        parts.append(pen.say(zh, en))
    return parts
