"""Curves of what is left of a network as firms are removed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, filled, finish, legend_below, look, pale, percent, settle
from chainnet.figures.frame import figure_of
from chainnet.figures.null_curves import draw_beside_null, null_note, summary
from chainnet.figures.style import BODY, FAINT, Colours, Pen, style

COLUMNS = ("order", "measure", "removed", "share_removed", "value", "low", "high")


def plot_curves(
    table: pd.DataFrame,
    *,
    threshold: float = 0.5,
    lang: str = "zh",
    colours: Colours | None = None,
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
    threshold : float
        A light line stands at this value; the legend says at which removed share each curve first falls below it.
    lang : {"zh", "en"}
    colours : mapping, optional
        In place of the style's: "leader", "local", "outside", "unknown", "plain" -> a colour, "lines" -> several.
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
        Where the table lacks a column or has no rows, the threshold is not between 0 and 1, or there are fewer axes
        than measures.

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
    columns_of(table, COLUMNS, "chainnet.removal")
    if table.empty:
        hint = Said("give what chainnet.removal returns", "请给出 chainnet.removal 返回的表")
        raise InputError.one(Said("no curve to draw", "没有可画的曲线"), hint=hint)
    filled(table, ("removed", "share_removed"))
    if not 0 < threshold < 1:
        problem = Said(f"threshold {threshold:g}", f"阈值为 {threshold:g}")
        raise InputError.one(problem, hint=Said("write a share between 0 and 1", "写 0 与 1 之间的比例"))
    measures = list(table["measure"].unique())
    orders = {order: at for at, order in enumerate(table["order"].unique())}
    last = float(table["share_removed"].max()) or 1.0
    with style(lang, colours) as pen:
        axes, own = _panels(ax, len(measures), len(orders))
        legends = [_draw(panel, pen, table[table["measure"].eq(name)], orders, threshold)
                   for panel, name in zip(axes, measures, strict=True)]  # fmt: skip
        for panel in axes:
            panel.set(xlim=(0, last), ylim=(0, 1.02))
            percent(panel, x=True, y=True)
            panel.set_xlabel(_removed(table, pen) + _kept(table, pen))
        settle(axes, own=own)
        for panel, (handles, names) in zip(axes, legends, strict=True):
            if handles:
                legend_below(panel, pen, handles, names, long=2.4 if "network" in table else 3.4)
        heads = [pen.word(terms.REMOVAL_MEASURES, measure) for measure in measures]
        finish(axes, pen, table, own=own, title=_title(table, pen) if title is None else title,
               note=[*_notes(table, pen), pen.safe(note or "")], heads=heads)  # fmt: skip
    return figure_of(axes[0]), axes[0] if len(axes) == 1 else np.array(axes, dtype=object)


def _panels(ax: Axes | Sequence[Axes] | None, panels: int, entries: int) -> tuple[list[Axes], bool]:
    """Return the axes: two side by side, more on two rows, so that a slide holds them."""
    columns = panels if panels <= 2 else ceil(panels / 2)
    rows = ceil(panels / columns)
    width = min(1.2 + 4.9 * columns, 12.6) if panels > 1 else 7.2
    return chart(ax, panels, width, 1.0 + rows * ((3.7 if rows == 1 else 2.5) + 0.19 * entries), columns=columns)


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


def _draw(
    ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int], threshold: float
) -> tuple[list[Any], list[str]]:
    """Draw the curves of a measure, or why there are none, and return what its legend holds."""
    draw = draw_beside_null if "network" in table else _draw_alone
    handles, names = draw(ax, pen, table, orders, threshold)
    if handles and "network" not in table:
        ax.axhline(threshold, color=FAINT, linewidth=0.8, linestyle=(0, (1, 3)), zorder=1, gid="threshold")
    elif not handles:
        reason = table["reason"].iloc[0] if "reason" in table else ""
        why = pen.word(terms.REASONS, reason)
        said = pen.say(f"无定义：{why}", f"not defined: {why}") if reason else pen.say("没有数据", "no data")
        ax.text(0.5, 0.5, pen.wrap(said, 40), transform=ax.transAxes, ha="center", va="center", color=FAINT,
                fontsize=BODY + 1)  # fmt: skip
    return handles, names


def _draw_alone(
    ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int], threshold: float
) -> tuple[list[Any], list[str]]:
    handles, names = [], []
    for order, at in orders.items():
        curve = table[table["order"].eq(order) & table["value"].notna()].sort_values("removed")
        if curve.empty:
            continue
        how, x = look(pen, at), curve["share_removed"]
        pale(ax, x, curve["low"], curve["high"], how["color"])
        handles += ax.plot(x, curve["value"], linewidth=1.9, gid=f"curve-{order}", **how)
        names.append(pen.short(pen.word(terms.ORDERS, order), 40) + summary(pen, curve, threshold))
    return handles, names


def _notes(table: pd.DataFrame, pen: Pen) -> list[str]:
    """Say what R is, and what the bands are."""
    defined = table[table["value"].notna()]
    if defined.empty:
        return []
    whole = [np.isclose(curve["share_removed"].max(), 1) for _, curve in defined.groupby(["order", "measure"])]
    parts = []
    if any(whole):
        parts.append(pen.say("R：曲线的平均高度，越高越稳健", "R: mean height of the curve, higher is more robust"))
    if not all(whole):
        zh = "提前结束的曲线没有 R" if parts else "曲线在全部移除之前结束，没有 R"
        en = "a curve that ends early has no R" if parts else "the curves end before all are removed: no R"
        parts.append(pen.say(zh, en))
    if "network" in table:
        return [*parts, null_note(table, pen)]
    random, given = table["order"].eq("random"), (table["high"] - table["low"]) > 1e-9
    if (random & given).any():
        runs = table.attrs.get("runs")
        zh, en = (f"{runs} 次随机顺序", f"{runs} random orders") if runs else ("各次随机顺序", "the random orders")
        parts.append(pen.say(f"“随机”的阴影：{zh}的 5–95% 区间", f"band of random: 5–95% of {en}"))
    if (~random & given).any():
        parts.append(pen.say("其他阴影：下限到上限", "other bands: from the lower to the upper bound"))
    return parts
