"""A square of cells: how alike measures rank the firms."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish, name_width
from chainnet.figures.frame import figure_of
from chainnet.figures.squares import draw_square, name_sides
from chainnet.figures.style import BAND, FAINT, Colours, Pen, style


def plot_heatmap(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    colours: Colours | None = None,
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
    colours : mapping, optional
        In place of the style's: "leader", "local", "outside", "unknown", "plain" -> a colour, "lines" -> several.
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
    with style(lang, colours) as pen:
        axes, own = chart(ax, 1, size + 2.2, size)
        panel = axes[0]
        _draw_cells(panel, pen, shown, there)
        words = [pen.short(_word(name, lang), name_width(panel, 32, own=own)) for name in names]
        name_sides(panel, words[1:], words[:-1], above=False)
        kendall = table.attrs.get("method") == "kendall"
        said = [pen.say("Kendall τ-b", "Kendall's tau-b") if kendall else pen.say("Spearman ρ", "Spearman's rho")]
        said.append(pen.say("1：排序相同，−1：排序相反", "1: ranked alike, −1: in opposite order"))
        if np.isnan(shown[there]).any():
            zh, en = "–：无定义（如各企业的值都相同）", "–: not defined (the same value for all firms, for one)"
            said.append(pen.say(zh, en))
        default = pen.say("中心性指标的等级相关", "Rank correlation of centralities")
        finish(axes, pen, table, own=own, title=default if title is None else title,
               note=[*said, pen.safe(note or "")])  # fmt: skip
    return figure_of(panel), panel


def _word(measure: str, lang: str) -> str:
    """Return how a measure is shown; a measure of one's own, as it is."""
    shown = terms.show_among(terms.CENTRALITIES, measure, lang)
    return terms.show(measure, lang) if shown == measure else shown


def _draw_cells(ax: Axes, pen: Pen, shown: np.ndarray, there: np.ndarray) -> None:
    """Colour and number the cells that are asked for; what is not defined is grey with a dash."""
    ends = [pen.colours["outside"], "#ffffff", pen.colours["local"]]
    colours = LinearSegmentedColormap.from_list("correlation", ends)((np.nan_to_num(shown) + 1) / 2)
    for row, column in zip(*np.nonzero(there), strict=True):
        value = shown[row, column]
        if np.isnan(value):
            draw_square(ax, pen, (row, column), "–", BAND, ink=FAINT)
        else:
            draw_square(ax, pen, (row, column), f"{value:.2f}".replace("-", "−"), colours[row, column])
