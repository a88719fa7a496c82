"""Who else could supply it: products beside leaders, each cell the number of other firms within reach."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish, name_width
from chainnet.figures.frame import figure_of
from chainnet.figures.squares import draw_square, name_sides
from chainnet.figures.style import Colours, Pen, style

COLUMNS = ("buyer", "name", "product", "alternatives")
MOST_PRODUCTS, MOST_BUYERS = 20, 12
"""What a slide holds."""


def plot_alternatives(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    colours: Colours | None = None,
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
        Where the table has no rows or lacks a column.

    Notes
    -----
    Products with the fewest alternatives come first; of more than 20 products, or 12 leaders (those that buy most
    products), the rest is left out, and the note says so. A cell without a number is a product that the leader does
    not buy. Where the table has the columns slow, fast and unknown, and they matter, the cell has in brackets the least
    (slow) and the most there may be (fast, and all that are not located).

    Examples
    --------
    >>> found = {"buyer": ["L", "L"], "name": ["L", "L"], "product": ["bolt", "nut"], "alternatives": [0, 3]}
    >>> fig, ax = plot_alternatives(pd.DataFrame(found), lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['0', '3']
    """
    columns_of(table, COLUMNS, "chainnet.alternatives")
    if table["alternatives"].isna().all():
        problem = Said("no product of a leader to draw", "没有可画的链主产品")
        hint = Said("name leaders, and give their links a product", "请指定链主，并在供货关系中填写产品")
        raise InputError.one(problem, hint=hint, column="product")
    counts = table.assign(**_ends(table)).groupby(["product", "buyer"], sort=False)[["alternatives", "least", "most"]]
    cells = counts.sum(min_count=1).dropna(subset="alternatives")
    products, buyers, left = _chosen(cells["alternatives"])
    names = table.drop_duplicates("buyer").set_index("buyer")["name"]
    with style(lang, colours) as pen:
        axes, own = chart(ax, 1, max(5.6, 3.0 + 0.72 * len(buyers)),
                          1.9 + 0.25 * len(products) + (0.6 if len(buyers) > 1 else 0))  # fmt: skip
        panel = axes[0]
        heads = [pen.short(str(names[buyer]), name_width(panel, 30, own=own)) for buyer in buyers]
        shown = cells[cells.index.isin(pd.MultiIndex.from_product([products, buyers]))]
        _draw_cells(panel, pen, shown, products, buyers)
        name_sides(
            panel, [pen.short(str(product), name_width(panel, 30, own=own)) for product in products], heads, above=True
        )
        default = pen.say("替代供应商数：产品 × 链主", "Alternative suppliers of each product of each leader")
        finish(axes, pen, table, own=own, title=default if title is None else title,
               note=[*_notes(pen, shown, left, len(products) * len(buyers)), pen.safe(note or "")])  # fmt: skip
    return figure_of(panel), panel


def _ends(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the least and the most alternatives there may be."""
    if not {"slow", "fast", "unknown"} <= set(table.columns):
        return {"least": table["alternatives"], "most": table["alternatives"]}
    return {"least": table["slow"], "most": table["fast"] + table["unknown"]}


def _chosen(numbers: pd.Series) -> tuple[list[str], list[str], tuple[int, int]]:
    """Return the products and the buyers to draw, and how many of each are left out."""
    fewest = numbers.groupby("product").agg(["min", "mean"]).reset_index().sort_values(["min", "mean", "product"])
    bought = numbers.groupby("buyer", sort=False).size().sort_values(ascending=False, kind="stable")
    products, buyers = fewest["product"].tolist(), bought.index.tolist()
    shown = products[:MOST_PRODUCTS], buyers[:MOST_BUYERS]
    return *shown, (len(products) - len(shown[0]), len(buyers) - len(shown[1]))


def _draw_cells(ax: Axes, pen: Pen, cells: pd.DataFrame, products: list[str], buyers: list[str]) -> None:
    """Colour and number the cells: darker is more; none is white, in a hatched red frame."""
    local, gap = pen.colours["local"], pen.colours["leader"]
    colours = LinearSegmentedColormap.from_list("alternatives", ["#eef3f5", local])
    most = max(float(cells["alternatives"].max()), 1.0)
    for (product, buyer), number, low, high in cells[["alternatives", "least", "most"]].itertuples(name=None):
        at = products.index(product), buyers.index(buyer)
        text = f"{number:,.0f}" + (f" ({low:,.0f}–{high:,.0f})" if low < number or number < high else "")
        if number == 0:
            rim = {"edgecolor": gap, "linewidth": 1.4, "hatch": "////", "hatchcolor": (*to_rgb(gap), 0.22)}
            draw_square(ax, pen, at, text, "white", ink=gap, **rim)
        else:
            draw_square(ax, pen, at, text, colours(np.log1p(number) / np.log1p(most)))  # few apart matter most


def _notes(pen: Pen, shown: pd.DataFrame, left: tuple[int, int], squares: int) -> list[str]:
    """Say what frames, brackets and empty squares are, and what is left out."""
    gaps = int(shown["alternatives"].eq(0).sum())
    said = []
    if gaps:
        zh, en = f"红框：圈内没有替代供应商（{gaps:,} 处）", f"red frame: no alternative within reach ({gaps:,})"
        said.append(pen.say(zh, en))
    if (shown["least"].lt(shown["alternatives"]) | shown["most"].gt(shown["alternatives"])).any():
        zh = "括号：行程时间偏慢时，至偏快且位置未知的企业都算上时"
        en = "in brackets: with slow travel times, and with fast ones and all firms of unknown place"
        said.append(pen.say(zh, en))
    if left[0]:
        zh, en = f"另有 {left[0]:,} 项替代更多的产品未画", f"{left[0]:,} products with more alternatives not drawn"
        said.append(pen.say(zh, en))
    if left[1]:
        zh, en = f"另有 {left[1]:,} 家采购产品更少的未画", f"{left[1]:,} firms that buy fewer products not drawn"
        said.append(pen.say(zh, en))
    if len(shown) < squares:
        said.append(pen.say("空白：不采购该产品", "empty: it does not buy the product"))
    return said
