"""The columns of the page's tables in words, and what each means: the page is for people who never saw the files."""

from __future__ import annotations

from chainnet import terms
from chainnet.report.glossary import meant
from chainnet.report.tables import Kind, header

Heading = tuple[str, str, str]
"""In English; then the meaning in Chinese and in English, empty where the heading says all."""

_COLUMNS: dict[str, str] = {
    "name": "firm",
    "role": "role",
    "by": "counted by",
    "rate": "rate",
    "numerator": "numerator",
    "denominator": "denominator",
    "unknown": "unknown",
    "low": "low bound",
    "high": "high bound",
    "slow": "if slow",
    "fast": "if fast",
    "rate_shorter": "at T − 25 %",
    "rate_longer": "at T + 25 %",
    "p50": "median time",
    "p90": "90 % within",
    "unreachable": "not reached",
    "imprecise": "place imprecise",
    "over_water": "across water",
    "without_purchases": "rests on firms without purchases",
    "reason": "why none",
    "counted": "who is counted",
    "product": "product",
    "suppliers": "suppliers now",
    "alternatives": "alternatives",
    "nearest": "nearest alternative",
    "minutes": "time",
    "products_bought": "products bought",
    "hhi": "HHI",
    "effective": "effective suppliers",
    "single_source": "single source",
    "single_source_value": "single source, by value",
    "value": "value",
    "order": "order of removal",
    "measure": "measure",
    "robustness": "robustness R",
    "robustness_low": "R, low",
    "robustness_high": "R, high",
    "threshold_share": "falls below half at",
    "peak_share": "breaks up at",
    "largest_component": "largest component, drop",
    "served": "served purchases, drop",
    "served_low": "served drop, low",
    "served_high": "served drop, high",
    "in_degree": "suppliers",
    "out_degree": "buyers",
    "in_strength": "value bought",
    "out_strength": "value sold",
    "betweenness": "betweenness",
    "betweenness_error": "its standard error",
    "pagerank_suppliers": "PageRank towards suppliers",
    "pagerank_buyers": "PageRank towards buyers",
    "core": "core number",
    "articulation": "cut firm",
    "rank": "rank",
    "published": "published",
    "measured": "measured here",
    "unit": "unit",
    "source": "source",
}
"""In English; in Chinese the terms say it, and what a column means is in the glossary."""

_R: dict[str, Heading] = {
    "robustness": ("robustness R", "曲线的平均高度，越大越稳健", "mean height of the curve; more is more robust"),
    "robustness_low": ("R, low", "随机移除为 5% 分位，其他为下界", "5 % quantile of random orders, or bound"),
    "robustness_high": ("R, high", "随机移除为 95% 分位，其他为上界", "95 % quantile of random orders, or bound"),
    "threshold_share": ("falls below half at", "首次跌到一半以下时移除的比例", "share removed when first below half"),
}
_ELSE: dict[str, dict[str, Heading]] = {
    "radius": {
        "name": ("firm", "", ""),
        "unreachable": ("not reached", "没有路可到（含境外）", "no way leads from there, or it is abroad"),
    },
    "removal_summary_all": _R,
    "removal_summary_suppliers": _R,
    "published": {"name": ("what", "", "")},
    "concentration": {"single_source": ("single source", "", ""), "suppliers": ("suppliers", "", "")},
    "around": {"name": ("around", "", "")},
    "alternatives": {
        "slow": ("if slow", "行程取偏慢一端时的替代供应商数", "alternatives with travel times at their slow end"),
        "fast": ("if fast", "行程取偏快一端时的替代供应商数", "alternatives with travel times at their fast end"),
        "unknown": ("place unknown", "能生产但位置未知的企业数", "able firms of unknown place"),
        "minutes": ("its time", "最近一家的时间，可能在圈外", "to the nearest one, which may lie outside"),
    },
    "criticality": {
        "largest_component": ("drop of largest component", "仍连在一起的企业减少的比例", "share of firms cut off"),
        "served": ("drop of served purchases", "仍能送达链主的采购额减少的比例", "share of purchases that stops"),
    },
}
"""Where a table's column is another thing than elsewhere."""
_ELSE_ZH = {"around": {"name": "地点"}, "concentration": {"suppliers": "供应商数"}}


def heading(column: str, table: str, kind: Kind, lang: str, unit: str) -> str:
    """Return what stands above a column on the page, with its unit.

    Parameters
    ----------
    column : str
        The column of the file.
    table : str
        The table's name.
    kind : Kind
    lang : {"zh", "en"}
    unit : str
        The network's value unit.

    Examples
    --------
    >>> from chainnet.report.tables import KINDS
    >>> heading("rate_shorter", "radius", KINDS["radius"], "en", "")
    'at T − 25 %'
    >>> heading("in_strength", "centrality", KINDS["centrality"], "en", "10,000 yuan")
    'value bought (10,000 yuan/year)'
    """
    shown = header(column, kind, lang, unit)
    if lang == "zh":
        return _ELSE_ZH.get(table, {}).get(column, shown)
    own = _ELSE.get(table, {}).get(column)
    return shown.replace(column, own[0] if own else _COLUMNS.get(column, column.replace("_", " ")), 1)


def meaning(column: str, table: str, lang: str) -> str:
    """Return what a column means; empty where its heading says all.

    Examples
    --------
    >>> meaning("low", "rates", "en"), meaning("product", "alternatives", "en")
    ('bound where all that is unknown counts as no', '')
    """
    own = _ELSE.get(table, {}).get(column)
    if own is not None:
        return own[1 if lang == "zh" else 2]
    return "" if column in _PLAIN else meant([column], lang).get(column, "")


_PLAIN = (
    "name", "role", "grade", "product", "products_bought", "measure", "order", "reason", "unit", "published",
    "measured", "value", "suppliers", "in_strength", "out_strength",
)  # fmt: skip
"""Columns whose headings say all."""
_WORDS = {
    "by": terms.MEASURES_BY,
    "order": terms.ORDERS,
    "measure": (*terms.REMOVAL_MEASURES, *terms.CENTRALITIES),
    "role": terms.ROLES,
    "reason": terms.REASONS,
    "counted": terms.COUNTED,
}


def word(value: str, column: str, lang: str) -> str:
    """Return a cell's word as a person reads it, in English too; other texts come back as they are.

    Examples
    --------
    >>> word("product_major", "by", "en"), word("leader", "role", "zh"), word("by hand", "order", "en")
    ('by product (mostly local)', '链主', 'by hand')
    """
    return terms.show_among(_WORDS[column], value, lang) if column in _WORDS else value


_UNITS = {
    "元": "yuan", "千元": "1,000 yuan", "万元": "10,000 yuan", "百万元": "million yuan", "亿元": "100 million yuan",
}  # fmt: skip


def unit_said(unit: str, lang: str) -> str:
    """Return a unit of value in words of the language, where it is a common one; else as the data set has it.

    Page, explorer and workbook all say it so. Files for programs keep the data set's own, and `unit_glossed` ties the
    two together where it is said first.

    Examples
    --------
    >>> unit_said("万元", "en"), unit_said("万元", "zh"), unit_said("USD", "en")
    ('10,000 yuan', '万元', 'USD')
    """
    return _UNITS.get(unit, unit) if lang == "en" else unit


def unit_glossed(unit: str, lang: str) -> str:
    """Return a unit in words of the language, with what the data set calls it where that is another thing.

    Examples
    --------
    >>> unit_glossed("万元", "en"), unit_glossed("万元", "zh"), unit_glossed("USD", "en")
    ('10,000 yuan (万元 in the files)', '万元', 'USD')
    """
    said = unit_said(unit, lang)
    return said if said == unit else f"{said} ({unit} in the files)"


def times_unit(unit: str, lang: str) -> str:
    """Return a unit as it stands after a number: one that begins with a number itself is multiplied.

    Examples
    --------
    >>> times_unit("万元", "en"), times_unit("万元", "zh"), times_unit("USD", "en")
    ('× 10,000 yuan', '万元', 'USD')
    """
    said = unit_said(unit, lang)
    return f"× {said}" if said[:1].isdigit() else said
