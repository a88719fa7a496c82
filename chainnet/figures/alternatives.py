"""Who else could supply it: products beside leaders, each cell the number of other firms within reach."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish
from chainnet.figures.frame import figure_of, marked
from chainnet.figures.style import BODY, INK, LEADER, LOCAL, SMALL, Pen, style, ticks

COLUMNS = ("buyer", "name", "product", "alternatives")
MOST_PRODUCTS, MOST_BUYERS = 30, 14
_COLOURS = LinearSegmentedColormap.from_list("alternatives", ["#e8f1f4", LOCAL])
Floats = npt.NDArray[np.float64]


def plot_alternatives(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw how many other firms within reach could supply each product of each leader; none is marked as a gap.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.alternatives` returns: buyer, name, product, alternatives.
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
        Where the table has no rows or lacks a column.

    Notes
    -----
    Products with the fewest alternatives come first; of more than 30 products, or 14 leaders (those that buy most
    products), the rest is left out, and the note says so. A cell without a number is a product that the leader does
    not buy.

    Examples
    --------
    >>> found = {"buyer": ["L", "L"], "name": ["L", "L"], "product": ["bolt", "nut"], "alternatives": [0, 3]}
    >>> fig, ax = plot_alternatives(pd.DataFrame(found), lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['0', '3']
    """
    columns_of(table, COLUMNS, "chainnet.alternatives")
    if table.empty:
        problem = Said("no product of a leader to draw", "没有可画的链主产品")
        hint = Said("name leaders, and give their links a product", "请指定链主，并在供货关系中填写产品")
        raise InputError.one(problem, hint=hint, column="product")
    cells = table.pivot_table(index="product", columns="buyer", values="alternatives", aggfunc="sum")
    fewest = pd.DataFrame({"least": cells.min(axis=1), "mean": cells.mean(axis=1)})
    fewest = fewest.rename_axis(None).reset_index(names="product").sort_values(["least", "mean", "product"])
    buyers = table["buyer"].value_counts(sort=False).rename_axis(None)
    buyers = buyers.sort_values(ascending=False, kind="stable").index[:MOST_BUYERS]
    shown = cells.loc[fewest["product"].iloc[:MOST_PRODUCTS], buyers]
    names = table.drop_duplicates("buyer").set_index("buyer")["name"]
    with style(lang) as pen:
        heads = [pen.short(str(names[buyer]), 30) for buyer in buyers]
        axes, own = chart(
            ax, 1, max(5.6, 3.0 + 0.62 * len(buyers)), 2.3 + 0.27 * len(shown) + (0.8 if len(buyers) > 1 else 0)
        )
        panel = axes[0]
        _draw_cells(panel, pen, shown.to_numpy(dtype=np.float64))
        _name_sides(panel, [pen.short(str(product), 30) for product in shown.index], heads)
        gaps = int((shown == 0).to_numpy().sum())
        said = pen.join([_note(pen, cells.shape, shown.shape, gaps), pen.safe(note or "")])
        default = pen.say("替代供应商数：产品 × 链主", "Alternative suppliers of each product of each leader")
        head = marked(pen, default if title is None else title, table.attrs.get("synthetic"))
        finish(axes, pen, own=own, title=head if own else "", note=said, heads=["" if own else head])
    return figure_of(panel), panel


def _draw_cells(ax: Axes, pen: Pen, shown: Floats) -> None:
    """Colour and number the cells: darker is more; none is white, in a red frame."""
    most = max(float(np.nanmax(shown)), 1.0)
    for row, column in zip(*np.nonzero(np.isfinite(shown)), strict=True):
        number = shown[row, column]
        depth = np.log1p(number) / np.log1p(most)  # a few more matter where there are few
        gap = number == 0
        ax.fill_between(
            [column - 0.46, column + 0.46],
            row - 0.44,
            row + 0.44,
            facecolor="white" if gap else _COLOURS(depth),
            edgecolor=LEADER if gap else "none",
            linewidth=1.6 if gap else 0,
            hatch="////" if gap else None,
            hatchcolor="#eec4c8",
        )
        words = ax.text(column, row, pen.safe(f"{number:,.0f}"), ha="center", va="center", fontsize=SMALL)
        words.set(color=LEADER if gap else "white" if depth > 0.55 else INK)


def _name_sides(ax: Axes, rows: list[str], columns: list[str]) -> None:
    """Write the products at the left, the leaders above."""
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.set_yticks(range(len(rows)), rows)
    many = len(columns) > 1
    ax.set_xticks(range(len(columns)), columns, rotation=40 if many else 0, ha="left" if many else "center")
    ax.xaxis.tick_top()
    ticks(ax, length=0, labelcolor=INK, labelsize=BODY)
    for label in ax.get_xticklabels():
        label.set_rotation_mode("anchor")
    for side in ax.spines.values():
        side.set_visible(False)


def _note(pen: Pen, whole: tuple[int, int], shown: tuple[int, int], gaps: int) -> str:
    parts = []
    if gaps:
        zh, en = f"红框：圈内没有替代供应商（{gaps:,} 处）", f"red frame: no alternative within reach ({gaps:,})"
        parts.append(pen.say(zh, en))
    if whole[0] > shown[0]:
        zh = f"只画替代最少的 {shown[0]} 项产品（共 {whole[0]:,} 项）"
        parts.append(pen.say(zh, f"the {shown[0]} of {whole[0]:,} products with the fewest alternatives"))
    if whole[1] > shown[1]:
        zh = f"只画采购产品最多的 {shown[1]} 家（共 {whole[1]:,} 家）"
        parts.append(pen.say(zh, f"the {shown[1]} of {whole[1]:,} firms that buy most products"))
    parts.append(pen.say("空白：不采购该产品", "empty: it does not buy the product"))
    return pen.join(parts)
