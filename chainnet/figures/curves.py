"""Curves: what is left as firms are removed, and what part of the supply lies within so many minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish, percent
from chainnet.figures.frame import figure_of, marked
from chainnet.figures.null_curves import draw_beside_null, height, null_note
from chainnet.figures.style import BODY, FAINT, LEADER, LINES, SMALL, Pen, halo, style

CURVE_COLUMNS = ("order", "measure", "removed", "share_removed", "value", "low", "high")
COVERAGE_COLUMNS = ("buyer", "name", "by", "minutes", "rate", "low", "high", "slow", "fast")


def plot_curves(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: Axes | Sequence[Axes] | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes | npt.NDArray[Any]]:
    """Draw what is left of a network against the share of firms removed: a panel a measure, a line an order.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.removal` returns: order, measure, removed, share_removed, value, low, high (shares in [0, 1]); or
        `chainnet.null_removal`, whose column network says which curves are those of random rewirings.
    lang : {"zh", "en"}
    ax : Axes or sequence of Axes, optional
        One a measure; a new figure unless given.
    title, note : str, optional
        In place of the title, and added to the note, of a new figure.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes, or ndarray of Axes where there are several measures

    Raises
    ------
    InputError
        Where the table lacks a column or has no rows, or there are fewer axes than measures.

    Notes
    -----
    R in the legend is the mean of the value over all removals [Schneider et al., PNAS 2011]. The band reaches from low
    to high; beside random rewirings only theirs is drawn, with their mean dashed. The axis ends where the longest curve
    does. A measure that is not defined has its reason in place of curves.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> fig, ax = plot_curves(cn.removal(net, order="degree", measure="largest_component"), lang="en")
    >>> ax.get_title(loc="left")
    'largest component'
    """
    columns_of(table, CURVE_COLUMNS, "chainnet.removal")
    if table.empty:
        hint = Said("give what chainnet.removal returns", "请给出 chainnet.removal 返回的表")
        raise InputError.one(Said("no curve to draw", "没有可画的曲线"), hint=hint)
    measures = list(table["measure"].unique())
    orders = {order: at % len(LINES) for at, order in enumerate(table["order"].unique())}
    last = float(table["share_removed"].max()) or 1.0
    with style(lang) as pen:
        axes, own = chart(
            ax, len(measures), 1.2 + 4.9 * len(measures), 5.0 + (0.26 if "network" in table else 0.13) * len(orders)
        )
        for panel, measure in zip(axes, measures, strict=True):
            _draw_curves(panel, pen, table[table["measure"].eq(measure)], orders, last)
            panel.set_xlabel(_removed(table, pen) + _kept(table, pen))
        heads = [pen.word(terms.REMOVAL_MEASURES, measure) for measure in measures]
        said = pen.join([_curves_note(table, pen), pen.safe(note or "")])
        head = marked(pen, _title(table, pen) if title is None else title, table.attrs.get("synthetic"))
        finish(axes, pen, own=own, title=head, note=said, heads=heads)
    return figure_of(axes[0]), axes[0] if len(axes) == 1 else np.array(axes, dtype=object)


def _title(table: pd.DataFrame, pen: Pen) -> str:
    zh, en = ("供货关系", "links") if table.attrs.get("links") else ("企业", "firms")
    title = pen.say(f"逐一移除{zh}后，网络还剩多少", f"What is left of the network as {en} are removed")
    return title + (pen.say("：与随机重连对照", ", beside random rewirings") if "network" in table else "")


def _removed(table: pd.DataFrame, pen: Pen) -> str:
    if table.attrs.get("links"):
        return pen.say("移除供货关系的比例", "share of links removed")
    return pen.say("移除企业的比例", "share of firms removed")


def _kept(table: pd.DataFrame, pen: Pen) -> str:
    """Say which roles were never removed."""
    roles = ["leader" if role == "leaders" else role for role in table.attrs.get("keep", ())]
    if not roles:
        return ""
    if roles == ["leader"]:
        return pen.say("（链主不移除）", " (chain leaders kept)")
    words = [pen.word(terms.ROLES, role) for role in roles]
    return pen.say(f"（{'、'.join(words)}不移除）", f" (kept: {', '.join(words)})")


def _draw_curves(ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int], last: float) -> None:
    draw = draw_beside_null if "network" in table else _draw_alone
    drawn = draw(ax, pen, table, orders)
    ax.set(xlim=(0, last), ylim=(0, 1.02))
    percent(ax, x=True, y=True)
    if not drawn:
        reason = table["reason"].iloc[0] if "reason" in table else ""
        why = pen.word(terms.REASONS, reason)
        said = pen.say(f"无定义：{why}", f"not defined: {why}") if reason else pen.say("没有数据", "no data")
        ax.grid(False)
        ax.text(0.5, 0.5, said, transform=ax.transAxes, ha="center", va="center", color=FAINT, fontsize=BODY + 1)


def _draw_alone(ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int]) -> bool:
    drawn = 0
    for order, look in orders.items():
        curve = table[table["order"].eq(order) & table["value"].notna()].sort_values("removed")
        if curve.empty:
            continue
        colour, dashes = LINES[look]
        x, name = curve["share_removed"], pen.word(terms.ORDERS, order) + height(curve)
        ax.fill_between(x, curve["low"], curve["high"], color=colour, alpha=0.13, linewidth=0)
        ax.plot(x, curve["value"], color=colour, linestyle=dashes, linewidth=1.9, label=name, gid=f"curve-{order}")
        drawn += 1
    if drawn:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2 if drawn > 1 else 1, handlelength=3.4)
    return drawn > 0


def _curves_note(table: pd.DataFrame, pen: Pen) -> str:
    defined = table[table["value"].notna()]
    if defined.empty:
        return ""
    curves = [curve for _, curve in defined.groupby(["order", "measure"])]
    parts = []
    if any(map(height, curves)):
        parts.append(pen.say("R：曲线的平均高度，越高越稳健", "R: mean height of the curve, higher is more robust"))
    if not all(map(height, curves)):
        zh = "提前结束的曲线没有 R" if parts else "曲线在全部移除之前结束，没有 R"
        en = "a curve that ends early has no R" if parts else "the curves end before all are removed: no R"
        parts.append(pen.say(zh, en))
    if "network" in table:
        return pen.join([*parts, null_note(table, pen)])
    random, given = table["order"].eq("random"), (table["high"] - table["low"]) > 1e-9
    if (random & given).any():
        runs = table.attrs.get("runs")
        zh, en = (f"{runs} 次随机顺序", f"{runs} random orders") if runs else ("各次随机顺序", "the random orders")
        parts.append(pen.say(f"“随机”的阴影：{zh}的 5–95% 区间", f"band of random: 5–95% of {en}"))
    if (~random & given).any():
        parts.append(pen.say("其他阴影：下限到上限", "other bands: from the lower to the upper bound"))
    return pen.join(parts)


def plot_coverage(
    table: pd.DataFrame,
    *,
    buyer: str | None = None,
    threshold: float = 60,
    lang: str = "zh",
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
        Minutes where a line stands with the rates written on it.
    lang : {"zh", "en"}
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
    columns_of(table, COVERAGE_COLUMNS, "chainnet.coverage_curve")
    there = list(table["buyer"].unique())
    if buyer is None and there:
        buyer = "(leaders)" if "(leaders)" in there else there[0]
    rows = table[table["buyer"].eq(buyer)]
    if rows.empty:
        hint = Said("give what chainnet.coverage_curve returns", "请给出 chainnet.coverage_curve 返回的表")
        if there:
            en, zh = (mark.join(map(str, there[:8])) for mark in (", ", "、"))
            hint = Said(f"write one of {en}", f"写以下之一：{zh}")
        raise InputError.one(Said(f"no curve of {buyer!r}", f"没有“{buyer}”的曲线"), hint=hint)
    with style(lang) as pen:
        axes, own = chart(ax, 1, 8.8, 5.6)
        panel = axes[0]
        for (colour, dashes), (by, curve) in zip(LINES, rows.groupby("by", sort=False), strict=False):
            _draw_coverage(panel, pen, curve.sort_values("minutes"), str(by), colour, dashes)
        last = float(rows["minutes"].max())
        panel.set(xlim=(0, last), ylim=(0, 1.02), xticks=np.arange(0, last + 1, 30 if last >= 90 else 15))
        percent(panel, x=False, y=True)
        panel.grid(False, axis="x")
        _write_threshold(panel, pen, rows, threshold)
        panel.set_xlabel(pen.say("行程时间（分钟）", "travel time (minutes)"))
        panel.set_ylabel(pen.say("该时间以内的供应占比", "share of supply within that time"))
        panel.legend(loc="lower right", handlelength=3.0)
        name = pen.safe(terms.show(str(rows["name"].iloc[0]), lang))
        default = pen.say(f"多少分钟以内有多少供应：{name}", f"Supply within so many minutes: {name}")
        said = pen.join([_coverage_note(rows, pen), pen.safe(note or "")])
        head = marked(pen, default if title is None else title, table.attrs.get("synthetic"))
        finish(axes, pen, own=own, title=head if own else "", note=said, heads=["" if own else head])
    return figure_of(panel), panel


def _draw_coverage(ax: Axes, pen: Pen, curve: pd.DataFrame, by: str, colour: str, dashes: Any) -> None:
    x = curve["minutes"]
    if (curve["high"] - curve["low"]).max() > 1e-9:
        ax.fill_between(x, curve["low"], curve["high"], color=colour, alpha=0.08, linewidth=0)
        for end in ("low", "high"):
            ax.plot(x, curve[end], color=colour, linewidth=0.7, linestyle=(0, (1, 2)), alpha=0.8)
    ax.fill_between(x, curve["slow"], curve["fast"], color=colour, alpha=0.16, linewidth=0)
    name = pen.word(terms.MEASURES_BY, by)
    ax.plot(x, curve["rate"], color=colour, linestyle=dashes, linewidth=2.1, label=name, gid=f"curve-{by}")


def _write_threshold(ax: Axes, pen: Pen, rows: pd.DataFrame, threshold: float) -> None:
    """Draw the threshold, and write the rates at it: the higher one above its point, the lower one below."""
    ax.axvline(threshold, color=LEADER, linewidth=1.1, linestyle=(0, (4, 3)))
    at = rows[rows["minutes"] <= threshold].sort_values("minutes").groupby("by", sort=False).tail(1)
    at = at[at["rate"].notna()].sort_values("rate", ascending=False)
    right = threshold <= 0.6 * float(rows["minutes"].max())
    colours = dict(zip(rows["by"].unique(), (line[0] for line in LINES), strict=False))
    for place, row in enumerate(at.to_dict("records")):
        text = f"{pen.word(terms.MEASURES_BY, row['by'])} {row['rate']:.1%}"
        ends = [row[end] for end in ("slow", "fast", "low", "high") if np.isfinite(row[end])]
        if np.isfinite(row["slow"]) and np.isfinite(row["fast"]):
            slow, fast = f"{row['slow']:.0%}", f"{row['fast']:.0%}"
            text += pen.say(f"（慢 {slow}，快 {fast}）", f" (slow {slow}, fast {fast})")
        ax.plot([threshold], [row["rate"]], marker="o", color=colours[row["by"]], ms=6.5, mec="white", zorder=5)
        above = place == 0 and max(ends) < 0.93
        beside = (threshold, max(ends) if above else min(ends))
        words = ax.annotate(text, beside, (7 if right else -7, 9 if above else -9), textcoords="offset points")
        words.set(fontsize=BODY, ha="left" if right else "right", va="center", zorder=6, gid="rate")
        halo(words, 3.2)
    text = pen.say(f"{threshold:g} 分钟", f"{threshold:g} minutes")
    words = ax.annotate(text, (threshold, 0), (5 if right else -5, 6), textcoords="offset points")
    words.set(color=LEADER, ha="left" if right else "right", va="bottom", fontsize=SMALL, zorder=6)
    halo(words)


def _coverage_note(rows: pd.DataFrame, pen: Pen) -> str:
    parts = [pen.say("阴影：行程时间按慢速到快速", "band: from the slow to the fast end of the travel times")]
    if (rows["high"] - rows["low"]).max() > 1e-9:
        zh = "浅色与点线：位置未知或不够精确的供应商全部算在圈外（下）或圈内（上）"
        en = "dotted: suppliers of unknown or imprecise place all counted as outside (low) or inside (high)"
        parts.append(pen.say(zh, en))
    return pen.join(parts)
