"""The local supporting rate by year."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.figures.charts import MARKS, chart, columns_of, filled, finish, legend_below, pale, percent, settle
from chainnet.figures.frame import figure_of
from chainnet.figures.style import Colours, Pen, style

COLUMNS = ("year", "buyer", "name", "by", "rate", "low", "high")


def plot_rate_by_year(
    table: pd.DataFrame,
    *,
    by: str = "value",
    buyers: Iterable[str] | None = None,
    lang: str = "zh",
    colours: Colours | None = None,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw the local supporting rate against the year: a line a buyer, a band from its lower to its upper bound.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.rates_by_year` returns: year, buyer, name, by, rate, low, high.
    by : str
        The way of counting.
    buyers : iterable of str, optional
        At most seven buyers' ids or groups; the groups (leaders) and (all), then the first others unless given.
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
        Where the table lacks a column, or has no rate of these buyers counted so.

    Notes
    -----
    A year in which the rate is not defined leaves a gap in the line; a year with gaps on both sides has a whisker from
    bound to bound in place of the band. Buyers with the same rates and bounds in all years share one line.

    Examples
    --------
    >>> rows = [[2023, "(all)", "(all)", "value", 0.4, 0.3, 0.5], [2024, "(all)", "(all)", "value", 0.6, 0.6, 0.6]]
    >>> fig, ax = plot_rate_by_year(pd.DataFrame(rows, columns=COLUMNS), lang="en")
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['all buyers']
    """
    columns_of(table, COLUMNS, "chainnet.rates_by_year")
    filled(table, ("year",))
    rows = table[table["by"].eq(by)]
    there = list(rows.loc[rows["rate"].notna(), "buyer"].unique())
    wanted = there if buyers is None else [buyer for buyer in buyers if buyer in there]
    alike = _alike(rows, wanted)
    chosen = alike[: len(MARKS)]
    if not chosen:
        hint = Said("give what chainnet.rates_by_year returns, and a way of counting that is in it",
                    "请给出 chainnet.rates_by_year 返回的表，并选其中有的口径")  # fmt: skip
        raise InputError.one(Said(f"no rate by {by} to draw", f"没有可画的比率（{by}）"), hint=hint)
    with style(lang, colours) as pen:
        axes, own = chart(ax, 1, 8.8, 5.0 + 0.13 * len(chosen))
        panel = axes[0]
        wide = [_draw(panel, pen, rows, same, at) for at, same in enumerate(chosen)]
        panel.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        years = rows["year"].astype("float64")
        panel.set(ylim=(0, 1.02), xlim=(years.min() - 0.3, years.max() + 0.3))
        percent(panel, y=True)
        panel.set_xlabel(pen.say("年份", "year"))
        panel.set_ylabel(pen.say("本地配套率（", "local supporting rate, ") + pen.word(terms.MEASURES_BY, by)
                         + pen.say("）", ""))  # fmt: skip
        settle(axes, own=own)
        legend_below(panel, pen, *panel.get_legend_handles_labels())
        said = []
        if any(wide):
            zh, en = (
                "色带、须线：下限到上限（未知的全算否或全算是）",
                "band, whiskers: bounds, unknowns all counted as no or as yes",
            )
            said.append(pen.say(zh, en))
        more = sum(map(len, alike[len(MARKS) :])) if buyers is None else 0
        if more:
            said.append(pen.say(f"另有 {more:,} 个采购商未画", f"{more:,} more buyers not drawn"))
        default = pen.say("逐年本地配套率", "Local supporting rate by year")
        finish(axes, pen, table, own=own, title=default if title is None else title,
               note=[*said, pen.safe(note or "")])  # fmt: skip
    return figure_of(panel), panel


def _alike(rows: pd.DataFrame, buyers: list[str]) -> list[list[str]]:
    """Return the buyers, those together that have the same rates and bounds in the same years."""
    found: dict[str, list[str]] = {}
    for buyer in buyers:
        line = rows.loc[rows["buyer"].eq(buyer), ["year", "rate", "low", "high"]].sort_values("year")
        found.setdefault(line.astype("float64").round(12).to_csv(index=False), []).append(buyer)
    return list(found.values())


def _label(pen: Pen, rows: pd.DataFrame, same: list[str]) -> str:
    """Return what a line is called: all that share it, three at most by name."""
    names = [str(rows.loc[rows["buyer"].eq(buyer), "name"].iloc[0]) for buyer in same[:3]]
    more = len(same) - len(names)
    shown = " = ".join(pen.short(terms.show(name, pen.lang), 34 if len(names) == 1 else 20) for name in names)
    return shown + (pen.say(f" = 另 {more:,} 个", f" = {more:,} more") if more else "")


def _draw(ax: Axes, pen: Pen, table: pd.DataFrame, same: list[str], at: int) -> bool:
    """Draw the line of buyers that are alike; return whether its bounds are apart."""
    rows = table[table["buyer"].eq(same[0])].sort_values("year")
    every = pd.RangeIndex(int(rows["year"].min()), int(rows["year"].max()) + 1)
    curve = rows.set_index("year").reindex(every)  # a year without a rate is a gap
    colour, dashes = pen.lines[at % len(pen.lines)]
    wide = bool((curve["high"] - curve["low"]).max() > 1e-9)
    if wide:
        pale(ax, every, curve["low"], curve["high"], colour)
        for end in ("low", "high"):
            ax.plot(every, curve[end], color=colour, linewidth=0.7, linestyle=(0, (1, 2)), alpha=0.8)
        there = curve["high"].notna()
        alone = curve[there & ~there.shift(1, fill_value=False) & ~there.shift(-1, fill_value=False)]
        middle, half = (alone["low"] + alone["high"]) / 2, (alone["high"] - alone["low"]) / 2
        ax.errorbar(alone.index, middle, yerr=half, fmt="none", ecolor=colour, elinewidth=1.2, capsize=3.5)
    ax.plot(every, curve["rate"], color=colour, linestyle=dashes, linewidth=2.0, marker=MARKS[at], ms=6,
            mec="white", label=_label(pen, table, same), gid=f"rate-{at}")  # fmt: skip
    return wide
