"""Ranked bars: rates by buyer, centrality, concentration, the firms whose removal costs most."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import chart, columns_of, finish, lines, name_width, percent
from chainnet.figures.frame import figure_of
from chainnet.figures.style import BODY, FAINT, INK, SMALL, Colours, Pen, style, ticks, tint

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def plot_bars(
    table: pd.DataFrame,
    *,
    label: str,
    value: str,
    low: str | None = None,
    high: str | None = None,
    percent: bool = False,
    sort: bool = True,
    top: int = 20,
    axis: str = "",
    lang: str = "zh",
    colours: Colours | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw the rows of a table as horizontal bars, the greatest on top, with the values at their ends.

    Long names are cut in the middle, so that ends that tell them apart stay; bars of groups of buyers are pale.

    Parameters
    ----------
    table : DataFrame
        Where it has a column ``reason``, a missing value is shown as its reason.
    label, value : str
        Columns: what a bar is called, and its length.
    low, high : str, optional
        Columns: bounds of the value, drawn as whiskers.
    percent : bool
        Whether the values are shares, shown in percent.
    sort : bool
        Whether the greatest is on top; else the rows stand as in the table.
    top : int
        Draw so many at most, 20 where a slide should hold them; the note says how many are left out.
    axis : str
        What the lengths are, with their unit, written under them.
    lang : {"zh", "en"}
    colours : mapping, optional
        In place of the style's: "leader", "local", "outside", "unknown", "plain" -> a colour, "lines" -> several.
    ax : Axes, optional
        Where to draw; a new figure unless given.
    title, note : str, optional
        The title (the value's name unless given), and what is added to the note.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the table has no rows or lacks a column, or only one bound is given.

    Examples
    --------
    >>> rates = pd.DataFrame({"name": ["A", "B"], "rate": [0.25, 0.5]})
    >>> fig, ax = plot_bars(rates, label="name", value="rate", percent=True, lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['50.0%', '25.0%']
    """
    columns_of(table, [name for name in (label, value, low, high) if name], Said("the measure", "指标函数"))
    if (low is None) != (high is None):
        hint = Said("name the columns of both, low and high", "请写明下界和上界两列")
        raise InputError.one(Said("only one bound is given", "上下界只给了一个"), hint=hint)
    if table.empty or top < 1:
        hint = Said("give a table with rows, and a top of 1 or more", "请给出有数据的表，top 取 1 或更大的数")
        raise InputError.one(Said("no bar to draw", "没有可画的条形"), hint=hint)
    if table[value].isna().all():
        problem = Said("no bar to draw: every value is undefined", "没有可画的条形：所有值都无定义")
        raise InputError.one(problem, hint=Said("look at the table's column reason", "请看表中的“原因”列"))
    rows = table.sort_values(value, ascending=False, na_position="last", kind="stable") if sort else table
    rows = rows.head(top)
    with style(lang, colours) as pen:
        head = terms.show(value, lang).replace("_", " ") if title is None else title
        axes, own = chart(ax, 1, 8.8, 1.3 + 0.28 * max(len(rows), 3))
        panel = axes[0]
        names = [pen.short(terms.show(str(name), lang), name_width(panel, 42, own=own)) for name in rows[label]]
        groups = _groups(rows, label)
        _draw_bars(panel, pen, rows, value, groups, low, high)
        _set_axes(panel, names, percent)
        _write_values(panel, pen, rows, value, high, percent)
        panel.set_xlabel(pen.safe(axis))
        said = _notes(pen, rows, (low, high), len(table) - len(rows), sort=sort)
        if groups.any() and not groups.all():
            said.append(pen.say("浅色：合计", "pale: groups of buyers"))
        finish(axes, pen, table, own=own, title=head, note=[*said, pen.safe(note or "")])
    return figure_of(panel), panel


def _notes(pen: Pen, rows: pd.DataFrame, ends: tuple[str | None, str | None], more: int, *, sort: bool) -> list[str]:
    """Say what the whiskers stand for, and how many bars are left out."""
    said = []
    low, high = ends
    if low is not None and bool(rows[low].ne(rows[high]).any()):
        said.append(_whiskers(pen, low, high))
    if more:
        zh = f"{'按大小' if sort else ''}取前 {len(rows)} 个，另有 {more:,} 个未画"
        en = f"the {'' if sort else 'first '}{len(rows)}{' greatest' if sort else ''}; {more:,} more not drawn"
        said.append(pen.say(zh, en))
    return said


def _groups(rows: pd.DataFrame, label: str) -> Bools:
    """Return which rows stand for groups of buyers."""
    return (rows["buyer"] if "buyer" in rows else rows[label]).astype(str).map(terms.is_group).to_numpy(dtype=bool)


def _whiskers(pen: Pen, low: str, high: str | None) -> str:
    """Say what the whiskers stand for."""
    if (low, high) == ("slow", "fast"):
        return pen.say("须线：行程时间按偏慢到偏快", "whiskers: from the slow to the fast end of the travel times")
    return pen.say("须线：下限到上限（未知的全算否或全算是）", "whiskers: bounds, unknowns all counted as no or as yes")


def _draw_bars(
    ax: Axes, pen: Pen, rows: pd.DataFrame, value: str, groups: Bools, low: str | None, high: str | None
) -> None:
    at = np.arange(len(rows))
    values = rows[value].to_numpy(dtype=np.float64, na_value=np.nan)
    colours = [tint(pen.colours["local"]) if group else pen.colours["local"] for group in groups]
    bars: dict[str, Any] = {"height": 0.66, "edgecolor": pen.colours["local"], "linewidth": 0.9, "gid": "bars"}
    ax.barh(at, np.nan_to_num(values), color=colours, **bars)
    if low is not None and high is not None:
        ends = rows[[low, high]].to_numpy(dtype=np.float64, na_value=np.nan)
        reach = np.abs(ends - values[:, None])
        wide = np.isfinite(reach).all(axis=1) & (reach.max(axis=1) > 1e-9)
        if wide.any():
            whiskers = ax.errorbar(values[wide], at[wide], xerr=reach[wide].T, fmt="none", ecolor=INK, elinewidth=1.0,
                                   capsize=2.5)  # fmt: skip
            for part in whiskers.get_children():
                part.set_path_effects([withStroke(linewidth=2.6, foreground="white")])


def _write_values(ax: Axes, pen: Pen, rows: pd.DataFrame, value: str, high: str | None, percent: bool) -> None:
    """Write each value at the end of its bar or whisker; a missing one as its reason."""
    reasons = rows["reason"] if "reason" in rows else pd.Series("", index=rows.index)
    places = _places(rows[value].to_numpy(dtype=np.float64, na_value=np.nan), percent)
    for at, (number, reason) in enumerate(zip(rows[value], reasons, strict=True)):
        if pd.isna(number):
            known = isinstance(reason, str) and reason != ""
            text = pen.word(terms.REASONS, reason) if known else pen.say("未定义", "not defined")
            end, colour = 0.0, FAINT
        else:
            end = float(np.nanmax([number, rows[high].iloc[at] if high else number]))
            text, colour = _number(float(number), places, percent), INK
        words = ax.annotate(text, (max(end, 0.0), at), (5, 0), textcoords="offset points", ha="left", va="center")
        words.set(fontsize=SMALL + 0.5, color=colour, gid="value")


def _number(value: float, places: int, percent: bool) -> str:
    return (f"{value:.{places}%}" if percent else f"{value:,.{places}f}").replace("-", "−")


def _places(values: Floats, percent: bool) -> int:
    """Return how many decimals all values get: three digits for the greatest; none where all are whole numbers."""
    greatest = float(np.nanmax(np.abs(values)))
    if percent:
        return 1 if greatest >= 0.1 or greatest == 0 else 2
    if greatest >= 1000 or greatest == 0 or bool((np.isnan(values) | (values == np.round(values))).all()):
        return 0
    return 2 - floor(log10(greatest))


def _set_axes(ax: Axes, names: Sequence[str], shares: bool) -> None:
    ax.set_yticks(np.arange(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    least = min((bar.get_width() for bar in ax.patches), default=0.0)  # type: ignore[attr-defined]
    low, high = ax.get_xlim()
    ax.set_xlim(low if least < 0 else 0.0, max(high, 1e-9) * 1.12)
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10]))
    if shares:
        percent(ax, x=True)
    else:
        ticks(ax)
        lines(ax, "x")
    ticks(ax, axis="y", length=0, labelcolor=INK, labelsize=BODY)
    ax.spines["left"].set_color(FAINT)
