"""A square of cells: how alike measures rank the firms."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish
from chainnet.figures.frame import figure_of, marked
from chainnet.figures.style import BAND, BODY, FAINT, INK, LOCAL, OUTSIDE, SMALL, Pen, style, ticks

_COLOURS = LinearSegmentedColormap.from_list("correlation", [OUTSIDE, "#ffffff", LOCAL])


def plot_heatmap(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw rank correlations as a triangle of cells, each with its number: teal alike, orange opposite.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.rank_correlation` returned: measure, other_measure, correlation in [-1, 1]; the measures in one
        order, each before those that it is paired with.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    title, note : str, optional
        The title, and what is written under the figure besides its own note.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the table has no rows or lacks a column.

    Examples
    --------
    >>> pairs = {"measure": ["in_degree"], "other_measure": ["core"], "correlation": [0.5]}
    >>> fig, ax = plot_heatmap(pd.DataFrame(pairs), lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['0.50']
    """
    columns_of(table, ["measure", "other_measure", "correlation"], "rank_correlation")
    if table.empty:
        hint = Said("correlate two measures or more", "请给出两个或更多指标")
        raise InputError.one(Said("no pair of measures to draw", "没有可画的指标对"), hint=hint)
    names = list(dict.fromkeys([table["measure"].iloc[0], *table["other_measure"]]))
    place = {name: at for at, name in enumerate(names)}
    row, column = table["other_measure"].map(place).to_numpy() - 1, table["measure"].map(place).to_numpy()
    shown, there = np.full((len(names) - 1,) * 2, np.nan), np.zeros((len(names) - 1,) * 2, dtype=np.bool_)
    shown[row, column], there[row, column] = table["correlation"], True
    size = 1.9 + 0.42 * len(shown)
    with style(lang) as pen:
        axes, own = chart(ax, 1, size + 1.6, size)
        panel = axes[0]
        _draw_cells(panel, pen, shown, there)
        _name_sides(panel, [pen.short(terms.show(name, lang), 26) for name in names])
        kendall = table.attrs.get("method") == "kendall"
        said = [pen.say("Kendall τ-b", "Kendall's tau-b") if kendall else pen.say("Spearman ρ", "Spearman's rho")]
        if np.isnan(shown[there]).any():
            zh, en = "– 无定义（如各企业的值都相同）", "– not defined (the same value for all firms, for one)"
            said.append(pen.say(zh, en))
        said.append(pen.safe(note or ""))
        own_title = pen.say("中心性指标的等级相关", "Rank correlation of centralities")
        head = marked(pen, own_title if title is None else title, table.attrs.get("synthetic"))
        finish(axes, pen, own=own, title=head if own else "", note=pen.join(said), heads=["" if own else head])
    return figure_of(panel), panel


def _draw_cells(ax: Axes, pen: Pen, shown: np.ndarray, there: np.ndarray) -> None:
    """Colour and number the cells that are asked for; what is not defined is grey with a dash."""
    colours = _COLOURS((np.nan_to_num(shown) + 1) / 2)
    for row, column in zip(*np.nonzero(there), strict=True):
        value = shown[row, column]
        face = BAND if np.isnan(value) else colours[row, column]
        ax.fill_between([column - 0.48, column + 0.48], row - 0.48, row + 0.48, color=face, linewidth=0)
        text = "–" if np.isnan(value) else f"{value:.2f}"
        words = ax.text(column, row, pen.safe(text), ha="center", va="center", fontsize=SMALL)
        words.set_color(FAINT if np.isnan(value) else "white" if value > 0.7 else INK)


def _name_sides(ax: Axes, names: list[str]) -> None:
    """Write the measures at the left and below."""
    rows, columns = names[1:], names[:-1]
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(rows) - 0.5, -0.5))
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns, rotation=45, ha="right", rotation_mode="anchor")
    ticks(ax, length=0, labelcolor=INK, labelsize=BODY)
    for side in ax.spines.values():
        side.set_visible(False)
