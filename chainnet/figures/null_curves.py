"""Removal curves beside those of random rewirings: the network a line, its rewirings a band and their mean dashed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from chainnet import terms
from chainnet.figures.style import LINES, Pen

MARKS = ("o", "s", "^", "D", "v", "P", "X")
"""An order's mark, full on the network's line and hollow on that of its rewirings: told apart without colour."""


def height(curve: pd.DataFrame) -> str:
    """Return R of a curve, as the legend writes it; empty where the curve ends before everything is removed."""
    removed, last = curve["removed"].to_numpy(), int(curve["removed"].max())
    if last == 0 or not np.isclose(curve["share_removed"].max(), 1):
        return ""
    return f"  R = {np.interp(np.arange(1, last + 1), removed, curve['value']).mean():.3f}"


def draw_beside_null(ax: Axes, pen: Pen, table: pd.DataFrame, orders: dict[str, int]) -> bool:
    """Draw the curves of one measure and their legend, the network in its left column and the rewirings in its right.

    Returns
    -------
    bool
        Whether there was anything to draw.
    """
    given: list[tuple[Artist, str]] = []
    null: list[tuple[tuple[Artist, ...], str]] = []
    for order, look in orders.items():
        curves = table[table["order"].eq(order) & table["value"].notna()].sort_values("removed")
        if curves.empty:
            continue
        curve, other = (curves[curves["network"].eq(name)] for name in ("given", "rewired"))
        colour, mark = LINES[look][0], MARKS[look]
        ax.fill_between(other["share_removed"], other["low"], other["high"], color=colour, alpha=0.2, linewidth=0)
        places = (0.035 + 0.02 * look, 0.12)  # of the marks along a line: those of two orders stand apart
        (mean,) = ax.plot(
            other["share_removed"], other["value"], color=colour, linestyle=(0, (4, 2)), linewidth=1.2, marker=mark,
            markersize=4.5, markerfacecolor="white", markevery=(places[0] + 0.06, places[1]), gid=f"null-{order}",
        )  # fmt: skip
        (line,) = ax.plot(
            curve["share_removed"], curve["value"], color=colour, linewidth=1.9, marker=mark, markersize=5,
            markevery=places, gid=f"curve-{order}",
        )  # fmt: skip
        given.append((line, pen.word(terms.ORDERS, order) + height(curve)))
        band = Patch(facecolor=colour, alpha=0.2, linewidth=0)
        null.append(((band, mean), pen.word(terms.NETWORKS, "rewired") + height(other)))
    if given:
        handles, names = zip(*given, *null, strict=True)  # columns are filled one after the other
        ax.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2, handlelength=3.4)
    return bool(given)


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
