"""Tables to draw charts of, plain and awkward, and what is asked of all charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from chainnet import terms
from chainnet.figures import (
    plot_alternatives,
    plot_bars,
    plot_coverage,
    plot_curves,
    plot_heatmap,
    plot_rate_by_year,
)

LONG = {
    "zh": "青岛喆堃垚轨道交通装备（集团）股份有限公司第一分公司",
    "en": "Qingdao Synthetic Rolling Stock Equipment (Group) Company Limited 07",
}
ORDERS = [term.key for term in terms.ORDERS]
SLIDE = (13.333, 7.5)


def curves(orders: int, measures: int, *, last: int = 40, whole: int = 40, network: str = "") -> pd.DataFrame:
    """Return made-up removal curves of so many orders and measures."""
    names = [term.key for term in terms.REMOVAL_MEASURES] * 2
    parts = []
    for at in range(measures):
        for order in range(orders):
            share = np.arange(last + 1) / whole
            value = np.clip(1 - share, 0, 1) ** (1 + order / 2)
            parts.append(
                pd.DataFrame({"order": ORDERS[order], "measure": names[at] + "2" * (at >= len(names) // 2),
                              "removed": np.arange(last + 1), "share_removed": share, "value": value,
                              "low": 0.8 * value, "high": np.minimum(1.1 * value, 1), "reason": ""})
            )  # fmt: skip
    table = pd.concat(parts, ignore_index=True)
    return table.assign(network=network) if network else table


def beside_null(orders: int) -> pd.DataFrame:
    """Return curves beside those of rewirings."""
    return pd.concat([curves(orders, 2, network="given"), curves(orders, 2, network="rewired")], ignore_index=True)


def coverage(ways: int, *, last: int = 180, step: int = 5, rate: float = 0.9, close: float = 0.05) -> pd.DataFrame:
    """Return made-up coverage by so many ways of counting, the rates `close` to one another."""
    minutes = np.arange(0, last + 1, step)
    parts = []
    for at, term in enumerate(terms.MEASURES_BY[:ways]):
        value = (rate - close * at) * (1 - np.exp(-minutes / 30))
        parts.append(
            pd.DataFrame({"buyer": "(leaders)", "name": "(leaders)", "by": term.key, "minutes": minutes, "rate": value,
                          "low": 0.9 * value, "high": np.minimum(1.05 * value, 1), "slow": 0.95 * value,
                          "fast": np.minimum(1.02 * value, 1)})
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def bars(rows: int, lang: str = "zh") -> pd.DataFrame:
    """Return rates of firms with long names, the groups, and one that is not defined."""
    rate = np.linspace(1, 0.1, rows)
    table = pd.DataFrame({"buyer": [f"F{at}" for at in range(rows)], "name": [LONG[lang]] * rows, "rate": rate})
    table = table.assign(low=0.9 * rate, high=np.minimum(1.1 * rate, 1), reason="")
    if rows > 3:
        table.loc[1, ["buyer", "name"]] = "(leaders)"
        table.loc[2, ["rate", "low", "high"]] = np.nan
        table.loc[2, "reason"] = "no_purchases"
    return table


def correlations(measures: int) -> pd.DataFrame:
    """Return made-up correlations of the first of the centralities."""
    names = [term.key for term in terms.CENTRALITIES][:measures]
    pairs = list(combinations(names, 2))
    value = np.linspace(-1, 1, len(pairs)) if len(pairs) > 1 else [-0.5]
    first, second = zip(*pairs, strict=True)
    return pd.DataFrame({"measure": first, "other_measure": second, "correlation": value})


def alternatives(products: int, buyers: int, lang: str = "zh") -> pd.DataFrame:
    """Return made-up numbers of alternatives with their ends."""
    name = {"zh": "转向架总成", "en": "Bogie assembly "}[lang]
    pairs = [(buyer, at) for buyer in range(buyers) for at in range(products)]
    cells = [(f"L{buyer}", LONG[lang], f"{name}{at:02d}", (buyer + at) % 5) for buyer, at in pairs]
    table = pd.DataFrame(cells, columns=["buyer", "name", "product", "alternatives"])
    found = table["alternatives"]
    return table.assign(slow=(found - 1).clip(lower=0), fast=found + 1, unknown=found % 2)


def years(buyers: int, first: int = 2015, last: int = 2025, lang: str = "zh") -> pd.DataFrame:
    """Return made-up rates by year, one year of each buyer missing."""
    rows = [
        (year, f"F{buyer}", LONG[lang], "value", 0.3 + 0.06 * buyer + 0.01 * (year - first))
        for buyer in range(buyers) for year in range(first, last + 1) if (year + buyer) % 7 or first == last
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["year", "buyer", "name", "by", "rate"])
    return table.assign(low=table["rate"] - 0.05, high=table["rate"] + 0.05)


Draw = Callable[..., tuple[Figure, Any]]


@cache
def samples(lang: str) -> dict[str, Draw]:
    """Return what draws each sample, by its name; what it takes is passed on."""
    return dict(_samples(lang))


def _samples(lang: str) -> Iterator[tuple[str, Draw]]:

    def of(plot: Draw, table: pd.DataFrame, **fixed: Any) -> Draw:
        table.attrs["synthetic"] = True
        return lambda **options: plot(table, lang=lang, **{**fixed, **options})

    shares = {"label": "name", "value": "rate", "low": "low", "high": "high", "percent": True}
    yield "curves", of(plot_curves, curves(5, 2))
    yield "curves of one measure", of(plot_curves, curves(1, 1))
    yield "curves of one point", of(plot_curves, curves(2, 1, last=0))
    yield "curves of 4 measures", of(plot_curves, curves(3, 4))
    yield "curves of 10 orders", of(plot_curves, curves(10, 2))
    yield "curves that are not defined", of(
        plot_curves, curves(2, 2).assign(value=np.nan, low=np.nan, high=np.nan, reason="no_leader"))  # fmt: skip
    yield "curves beside rewirings", of(plot_curves, beside_null(5))
    yield "coverage", of(plot_coverage, coverage(2))
    yield "coverage of five alike", of(plot_coverage, coverage(5, close=0.002))
    yield "coverage of five at the top", of(plot_coverage, coverage(5, rate=1.0, close=0.0))
    yield "coverage of five near none", of(plot_coverage, coverage(5, rate=0.01, close=0.0))
    yield "coverage of one point", of(plot_coverage, coverage(1, last=0))
    yield "coverage of a day", of(plot_coverage, coverage(2, last=1440, step=10), threshold=1200)
    yield "coverage that is not defined", of(
        plot_coverage, coverage(2).assign(rate=np.nan, low=np.nan, high=np.nan, slow=np.nan, fast=np.nan))  # fmt: skip
    yield "bars", of(plot_bars, bars(8, lang), title=LONG[lang] * 2, note=LONG[lang] * 4, **shares)
    yield "one bar", of(plot_bars, bars(1, lang), **shares)
    yield "many bars", of(plot_bars, bars(200, lang), **shares)
    yield "small shares", of(plot_bars, bars(8, lang).assign(rate=lambda found: found["rate"] / 100), label="name",
                             value="rate", percent=True)  # fmt: skip
    yield "heatmap", of(plot_heatmap, correlations(15))
    yield "heatmap of one pair", of(plot_heatmap, correlations(2))
    yield "heatmap that is not defined", of(plot_heatmap, correlations(2).assign(correlation=np.nan))
    yield "alternatives", of(plot_alternatives, alternatives(8, 3, lang))
    yield "alternatives of one", of(plot_alternatives, alternatives(1, 1, lang))
    yield "alternatives of many", of(plot_alternatives, alternatives(60, 40, lang))
    yield "years", of(plot_rate_by_year, years(4, lang=lang))
    yield "one year", of(plot_rate_by_year, years(1, 2024, 2024, lang=lang))
    yield "years of many", of(plot_rate_by_year, years(11, lang=lang))


# ---- what is drawn ----------------------------------------------------------------------------------------


def written(figure: Figure) -> list[Text]:
    """Return the texts that a drawn figure shows."""
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    ticks = {text for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for text in axis.findobj(Text)}
    shown = {text for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for text in _shown_ticks(axis)}
    return [text for text in found if text not in ticks or text in shown]


def _shown_ticks(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    near = 1e-9 + 1e-9 * (high - low)
    places = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
    return [axis.label, *(label for place, label in places if low - near <= place <= high + near)]


def collisions(figure: Figure) -> list[tuple[str, str]]:
    """Return which of the texts overlap; slanted ones are asked of `slanted_gap`."""
    straight = [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in written(figure)
                if text.get_rotation() in (0, 90)]  # fmt: skip
    return [(one, two) for (one, a), (two, b) in combinations(straight, 2) if a.overlaps(b)]


def slanted_gap(ax: Axes) -> float:
    """Return the pixels between two neighbouring slanted labels below or above `ax`; infinite where there are none."""
    labels = [label for label in ax.get_xticklabels() if label.get_rotation() not in (0, 90)]
    if len(labels) < 2:
        return np.inf
    angle = np.deg2rad(labels[0].get_rotation())
    apart = np.diff([ax.transData.transform((label.get_position()[0], 0))[0] for label in labels]).min()
    height = labels[0].get_fontsize() * ax.get_figure(root=True).dpi / 72
    return float(apart * np.sin(angle) - height)


def smallest_on_slide(figure: Figure) -> float:
    """Return the size in points of the smallest text when the figure fills a slide."""
    width, height = figure.get_size_inches()
    grow = min(SLIDE[0] / width, SLIDE[1] / height)
    return min(text.get_fontsize() for text in written(figure)) * grow
