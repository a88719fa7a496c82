"""What was published of a cluster, beside what its data measure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from chainnet.areas import Area
from chainnet.errors import InputError, told
from chainnet.measures.coverage import coverage
from chainnet.measures.local_rate import local_rate
from chainnet.network import SupplyNetwork
from chainnet.travel import Times

_NO_MEASURE = {"en": "the data can't measure it", "zh": "本数据无法测算"}
NUMBERS = ("measured", "low", "high", "slow", "fast")
_COLUMNS = ["measure", "name", "published", *NUMBERS, "unit", "reason", "source"]
_Measured = tuple[float, float, float, float, float]


def published(
    net: SupplyNetwork, *, area: Area | None = None, times: Times | None = None, lang: str = "en"
) -> pd.DataFrame:
    """Set what is measured beside what was published, as ``cluster.toml`` tells it.

    A fact names what it is by `measure`: ``firms`` (their number), ``revenue`` (its sum), ``local_rate_BY`` and
    ``coverage_BY`` with a way of counting (the pooled ratio of the chain leaders, or of all buyers where there are
    none; the hour is 60 minutes). Its `where` restricts firms and revenue to firms with these words in these columns.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        What is local; as for `local_rate`.
    times : Times
        Where travel times come from; as for `coverage`.
    lang : {"zh", "en"}
        Language of name, published figure, reason and source.

    Returns
    -------
    DataFrame
        One row a fact: measure, name, published (as it was told), measured, low, high, slow, fast, unit (``firms``,
        the network's value unit, or ``share``), reason (why nothing is measured), source. `low` and `high` leave out
        and count the firms of which a cell of `where` is empty; those of ratios are as in their tables, and so are
        `slow` and `fast`, which only coverage has.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table.query("unit == 'share'"), label="name", value="measured", low="low",
    high="high", percent=True)``.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> fact = {"measure": "firms", "where": {"city": "Q"}, "name_en": "firms in Q", "value": "> 1"}
    >>> firms = pd.DataFrame({"firm": ["A", "B", "C"], "city": ["Q", "Q", None]})
    >>> links = pd.DataFrame({"supplier": ["A", "C"], "buyer": ["B", "B"]})
    >>> net = cn.from_frames(firms, links, about=cn.About(published=(fact,)))
    >>> published(net)[["name", "published", "measured", "low", "high"]].to_numpy().tolist()
    [['firms in Q', '> 1', 2.0, 2.0, 3.0]]
    """
    rows = []
    for fact in net.about.published:
        name, figure, source = (
            str(fact.get(f"{key}_{lang}") or fact.get(f"{key}_en") or fact.get(key, ""))
            for key in ("name", "value", "source")
        )
        measure = str(fact.get("measure", ""))
        measured, reason = _measured(net, fact, measure, area, times, lang)
        rows.append([measure, name, figure, *measured, _unit(net, measure), reason, source])
    return pd.DataFrame(rows, columns=_COLUMNS)


def _measured(
    net: SupplyNetwork, fact: dict[str, Any], measure: str, area: Area | None, times: Times | None, lang: str
) -> tuple[_Measured, str]:
    """Return measured, its bounds and its ends, NaN where there is nothing to measure, and then why."""
    kind, _, by = measure.rpartition("_rate_") if "_rate_" in measure else measure.partition("_")
    nothing = (np.nan,) * 5
    try:
        if measure in ("firms", "revenue"):
            return _of_firms(net, fact.get("where", {}), summed=measure == "revenue"), ""
        if kind == "local":
            ratios = local_rate(net, area=area)
        elif kind == "coverage":
            ratios = coverage(net, times=times)
        else:
            return nothing, _NO_MEASURE[lang]
    except InputError as error:
        return nothing, told(error.faults[0].problem, lang)
    rows = ratios[ratios["buyer"].eq("(leaders)" if net.leaders else "(all)") & ratios["by"].eq(by)]
    if rows.empty:
        return nothing, _NO_MEASURE[lang]
    row = rows.iloc[0]
    rate, low, high, slow, fast = (float(row.get(name, np.nan)) for name in ("rate", "low", "high", "slow", "fast"))
    return (rate, low, high, slow, fast), str(row["reason"] or "")


def _of_firms(net: SupplyNetwork, where: dict[str, str], *, summed: bool) -> _Measured:
    """Count the firms that have these words, or sum their revenue; `high` counts those that may have them."""
    sure, may = np.ones(net.n, dtype=bool), np.ones(net.n, dtype=bool)
    for column, word in where.items():
        cells = net.firm_column(column)
        has = cells.eq(word).to_numpy(dtype=bool, na_value=False)
        sure &= has
        may &= has | cells.isna().to_numpy()
    if not summed:
        return float(sure.sum()), float(sure.sum()), float(may.sum()), np.nan, np.nan
    revenue = net.firm_column("revenue").to_numpy(dtype=float)
    low, high = float(np.nansum(revenue[sure])), float(revenue[may].sum())
    return low, low, high, np.nan, np.nan  # high is NaN where the revenue of one that may count is not known


def number_in(number: float, unit: str) -> str:
    """Write a number of a fact in its unit; empty where there is none.

    Examples
    --------
    >>> number_in(0.667, "share"), number_in(2544387.0, "万元"), number_in(np.nan, "share")
    ('66.7%', '2,544,387', '')
    """
    return "" if np.isnan(number) else f"{number:.1%}" if unit == "share" else f"{number:,.0f}"


def _unit(net: SupplyNetwork, measure: str) -> str:
    return {"firms": "firms", "revenue": net.about.value_unit}.get(measure, "share")
