"""Removal curves beside those of random rewirings: the network a line, its rewirings a band and their mean dashed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from chainnet import terms
from chainnet.figures.charts import MARKS, pale
from chainnet.figures.style import Pen


def summary(pen: Pen, curve: pd.DataFrame, threshold: float | None = None) -> str:
    """Return what the legend says of a curve: R where all is removed, and where it first falls below the threshold."""
    removed, last = curve["removed"].to_numpy(), int(curve["removed"].max())
    said = []
    if last > 0 and np.isclose(curve["share_removed"].max(), 1):
        said.append(f"R = {np.interp(np.arange(1, last + 1), removed, curve['value']).mean():.3f}")
    below = curve.loc[curve["value"] < (threshold or 0) - 1e-12, "share_removed"]
    if len(below):
        share, value = f"{below.iloc[0]:.1%}", f"{threshold:.0%}"
        said.append(pen.say(f"{share} 处跌破 {value}", f"below {value} at {share}"))
    return "  " + pen.say("，", ", ").join(said) if said else ""


def draw_beside_null(
    ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int], threshold: float
) -> tuple[list[Any], list[str]]:
    """Draw the curves of one measure, and return what the legend holds: first the network's, then the rewirings'.

    An order's mark is full on the network's line and hollow on that of its rewirings.
    """
    given: list[tuple[Any, str]] = []
    null: list[tuple[Any, str]] = []
    for order, at in orders.items():
        curves = table[table["order"].eq(order) & table["value"].notna()].sort_values("removed")
        if curves.empty:
            continue
        curve, other = (curves[curves["network"].eq(name)] for name in ("given", "rewired"))
        colour, mark = pen.lines[at % len(pen.lines)][0], MARKS[(at + at // len(pen.lines)) % len(MARKS)]
        pale(ax, other["share_removed"], other["low"], other["high"], colour, 0.2)
        places = (0.035 + 0.02 * (at % len(MARKS)), 0.12)  # of the marks along a line: those of two orders stand apart
        (mean,) = ax.plot(
            other["share_removed"], other["value"], color=colour, linestyle=(0, (4, 2)), linewidth=1.2, marker=mark,
            markersize=4.5, markerfacecolor="white", markevery=(places[0] + 0.06, places[1]), gid=f"null-{order}",
        )  # fmt: skip
        (line,) = ax.plot(
            curve["share_removed"], curve["value"], color=colour, linewidth=1.9, marker=mark, markersize=5,
            markevery=places, gid=f"curve-{order}",
        )  # fmt: skip
        given.append((line, pen.word(terms.ORDERS, order) + summary(pen, curve)))
        band = Patch(facecolor=colour, alpha=0.2, linewidth=0)
        null.append(((band, mean), pen.say("重连", "rewired") + summary(pen, other)))
    return [handle for handle, _ in (*given, *null)], [name for _, name in (*given, *null)]


def null_note(table: pd.DataFrame, pen: Pen) -> str:
    """Say what the dashes and the band are, and what the rewirings keep."""
    said = table.attrs
    inputs = said.get("keep_products", True)
    zh = (
        f"虚线与阴影：{said['rewirings']} 次随机重连的均值与 5–95% 区间"
        if "rewirings" in said
        else "虚线与阴影：随机重连的均值与区间"
    )
    en = (
        f"dashes and band: mean and 5–95% of {said['rewirings']} random rewirings"
        if "rewirings" in said
        else "dashes and band: mean and range of random rewirings"
    )
    zh += f"（各企业的供应商数、客户数、层级{'和所购品类' if inputs else ''}不变"
    en += f" that keep each firm's numbers of suppliers and buyers{', tier and inputs' if inputs else ' and tier'}"
    if "moved" in said:
        zh += f"，{said['moved']:.0%} 的供需对不同"
        en += f" ({said['moved']:.0%} of the pairs are other ones)"
    return pen.say(zh + "）", en)
