"""Tables as people read them: what each column is shown as, headers with units, words in the language."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from chainnet import terms
from chainnet.network import SupplyNetwork

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Kind:
    """How the columns of one command's table are shown.

    Parameters
    ----------
    percent : tuple of str
        Shares in [0, 1].
    amount : tuple of str
        In the network's value unit, which goes into the header.
    counted : bool
        Whether the rows differ in what they count, as the column ``by`` says: only those by value are in the unit.
    minutes : tuple of str
        In minutes, which goes into the header.
    zh : dict of str to str
        What a column is called here in Chinese where that is not its usual word.
    """

    percent: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    counted: bool = False
    minutes: tuple[str, ...] = ()
    zh: dict[str, str] = field(default_factory=dict)


_IN_UNIT = ("value", "deep")
"""The ways of counting that add up values."""
_RATIO = ("rate", "low", "high", "slow", "fast", "mean", "rate_shorter", "rate_longer")
_DROPS = (
    "largest_component", "largest_component_value", "served", "served_low", "served_high", "leaders_reached",
    "efficiency",
)  # fmt: skip
_DROPS_ZH = {
    "largest_component": "最大连通分量下降",
    "largest_component_value": "最大连通分量（按金额）下降",
    "served": "保障率下降",
    "leaders_reached": "可达链主占比下降",
    "efficiency": "全局效率下降",
}
KINDS = {
    "rates": Kind((*_RATIO, "without_purchases"), counted=True),
    "radius": Kind(_RATIO, counted=True, minutes=("p50", "p90")),
    "curve": Kind(_RATIO, minutes=("minutes",)),
    "alternatives": Kind(minutes=("minutes",)),
    "reachability": Kind(amount=("value",), minutes=("minutes", "low", "high"), zh={"low": "偏快", "high": "偏慢"}),
    "calibration": Kind(("band_coverage", "wrong_side_share"), minutes=("bias_minutes", "mae", "terminal")),
    "concentration": Kind(amount=("value",)),
    "concentration_summary": Kind(("single_source", "single_source_value")),
    "centrality": Kind(amount=("in_strength", "out_strength")),
    "centrality_summary": Kind(("share",), zh={"mean": "均值", "firm": "最高企业编号", "name": "最高企业"}),
    "centrality_top": Kind(zh={"value": "值"}),
    "centrality_correlations": Kind(),
    "removal": Kind(
        ("share_removed", "value", "low", "high", "second"),
        zh={"value": "剩余", "low": "下界或 5% 分位", "high": "上界或 95% 分位", "firm": "本步移除的企业"},
    ),
    "removal_summary": Kind(
        ("threshold_share", "peak_share"),
        zh={"robustness_low": "R 下界或 5% 分位", "robustness_high": "R 上界或 95% 分位"},
    ),
    "null_summary": Kind(("share_as_robust",)),
    "criticality": Kind(_DROPS, zh=_DROPS_ZH),
    "group_removal": Kind(("share_removed", *_DROPS), zh=_DROPS_ZH),
    "critical_set": Kind(("value", "drop", "low", "high"), zh={"value": "剩余"}),
    "protection": Kind(("before", "after"), zh={"before": "保护前剩余", "after": "保护后剩余"}),
    "new_links": Kind(("before", "after"), zh={"before": "新增前剩余", "after": "新增后剩余"}),
    "published": Kind(
        zh={"measure": "代号", "name": "指标", "published": "公布值", "measured": "测算值", "source": "来源"}
    ),
    "check": Kind(),
    "duplicates": Kind(),
    "columns": Kind(),
}


def localised(table: pd.DataFrame, net: SupplyNetwork, lang: str) -> pd.DataFrame:
    """Return the table with the names of firms and groups in `lang`."""
    who = next((column for column in ("buyer", "firm") if column in table), None)
    if who is None or "name" not in table:
        return table
    names = net.names(lang)
    shown = [names.get(key) if key in names.index else terms.show(str(key), lang) for key in table[who]]
    return table.assign(name=shown)


def header(column: str, kind: Kind, lang: str, unit: str) -> str:
    """Return a column's header with its unit."""
    shown = kind.zh.get(column, terms.show(column, lang)) if lang == "zh" else column
    if column in kind.amount and unit:
        return f"{shown}（{unit}/年）" if lang == "zh" else f"{shown} ({unit}/year)"
    if column == "by" and kind.counted and unit:
        return f"{shown}（金额：{unit}/年）" if lang == "zh" else f"{shown} (value: {unit}/year)"
    if column in kind.minutes:
        return f"{shown}（分钟）" if lang == "zh" else f"{shown} (min)"
    return shown


def unit_in(table: pd.DataFrame, kind: Kind, unit: str) -> str:
    """Return the unit that the table's headers are to name: none where no amount is in it.

    Examples
    --------
    >>> unit_in(pd.DataFrame({"by": ["count"]}), KINDS["rates"], "万元")
    ''
    >>> unit_in(pd.DataFrame({"by": ["count", "value"]}), KINDS["rates"], "万元")
    '万元'
    """
    by_row = kind.counted and "by" in table and table["by"].isin(_IN_UNIT).any()
    return unit if by_row or any(column in table for column in kind.amount) else ""


def with_unit(table: pd.DataFrame, kind: Kind, unit: str) -> pd.DataFrame:
    """Return the table with a column ``unit`` where it holds amounts and their unit is known.

    Programs rely on the names of columns, so in csv, json and parquet the unit can't stand in a header. Where the rows
    differ in what they count, only those by value have one.

    Examples
    --------
    >>> with_unit(pd.DataFrame({"by": ["count", "value"]}), KINDS["rates"], "万元")["unit"].tolist()
    [nan, '万元']
    """
    if not unit_in(table, kind, unit):
        return table
    units = pd.Series(unit, index=table.index, dtype="str")
    return table.assign(unit=units.where(table["by"].isin(_IN_UNIT)) if kind.counted else units)


def cell(value: Any, column: str, kind: Kind, lang: str) -> str:
    """Return a cell as text; empty where there is nothing.

    Examples
    --------
    >>> cell(0.5, "rate", KINDS["rates"], "en"), cell(1234567.0, "numerator", KINDS["rates"], "en")
    ('50.0%', '1,234,567')
    >>> cell(59990.5, "numerator", KINDS["rates"], "en"), cell(2020, "year", KINDS["rates"], "en")
    ('59,990', '2020')
    """
    if isinstance(value, str):
        return _word(value, column, lang)
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if str(value) in ("True", "False"):
        return terms.BOOLEANS[str(value) == "False"].show(lang)
    if column in kind.percent:
        return f"{value:.1%}"
    if column in kind.minutes:
        return f"{value:,.1f}" if math.isfinite(value) else "∞"
    number = float(value)
    if column == "year" and number.is_integer():
        return f"{number:.0f}"
    return f"{number:,.0f}" if number.is_integer() or abs(number) >= 1000 else f"{number:,.4g}"


_WORDS = {
    "by": terms.MEASURES_BY,
    "order": terms.ORDERS,
    "measure": (*terms.REMOVAL_MEASURES, *terms.OUTPUT_COLUMNS),
    "other_measure": terms.OUTPUT_COLUMNS,
    "group": (*terms.ROLES, *terms.GRADES),
    "role": terms.ROLES,
    "severity": terms.SEVERITIES,
    "verdict": terms.SIDES,
    "state": terms.STATES,
    "network": terms.NETWORKS,
    "reason": terms.REASONS,
    "counted": terms.COUNTED,
}


def _word(value: str, column: str, lang: str) -> str:
    """Return a word as shown; in English the words of the command line stay as they are typed, reasons are told."""
    told = lang == "zh" or column == "reason"
    return terms.show_among(_WORDS[column], value, lang) if told and column in _WORDS else value
