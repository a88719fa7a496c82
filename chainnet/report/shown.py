"""A table as Jupyter shows it best: percent, units, headers and words in one language; the numbers stay numbers."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.report.headings import unit_said
from chainnet.report.tables import KINDS, Kind, cell, header, localised, unit_in

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

    from chainnet.network import SupplyNetwork

_TOLD_BY = (
    ("reachability", {"minutes", "verdict"}),
    ("alternatives", {"alternatives"}),
    ("curve", {"rate", "minutes"}),
    ("radius", {"rate", "slow"}),
    ("rates", {"rate"}),
    ("calibration", {"band_coverage"}),
    ("null_summary", {"null_mean"}),
    ("removal_summary", {"robustness"}),
    ("removal", {"measure", "share_removed"}),
    ("group_removal", {"group", "share_removed"}),
    ("criticality", {"firm", "served"}),
    ("criticality", {"firm", "largest_component"}),
    ("protection", {"before", "after", "firm"}),
    ("new_links", {"before", "after", "supplier"}),
    ("critical_set", {"drop"}),
    ("concentration_summary", {"products_bought"}),
    ("concentration", {"hhi", "product"}),
    ("centrality_summary", {"group", "median"}),
    ("centrality_correlations", {"correlation"}),
    ("centrality_top", {"rank", "measure"}),
    ("published", {"published", "measured"}),
    ("duplicates", {"score", "merge"}),
    ("check", {"severity", "problem"}),
    ("centrality", {"firm", "role"}),
)
"""The columns that a kind of table is told by; the first that fits."""


def shown(
    table: pd.DataFrame,
    *,
    net: SupplyNetwork | None = None,
    lang: str = "zh",
    kind: str | None = None,
    rows: int = 20,
) -> Styler:
    """Return a table for people to read, in Jupyter: shares in percent, amounts with their unit, words in one language.

    Columns that are empty throughout are left out. The table itself stays as it is, and its numbers full.

    Parameters
    ----------
    table : DataFrame
        What a measure, `chainnet.check` or `chainnet.duplicates` returns, or some of its rows and columns.
    net : SupplyNetwork, optional
        Of the table: names of firms in `lang`, where it has their ids, and the unit of amounts.
    lang : {"zh", "en"}
        In English the columns keep the names that code has.
    kind : str, optional
        Which of chainnet's tables it is, as in ``chainnet.report.tables.KINDS``. Told by its columns unless given;
        where they tell of none, numbers are shown as numbers.
    rows : int
        Show at most so many, and say of how many; 0 for all.

    Returns
    -------
    pandas Styler
        Jupyter shows it when it is the last expression of a cell; its ``data`` is the table that is shown.

    Raises
    ------
    InputError
        Where there is no such kind or language.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B"], "buyer": "L", "product": "p", "value": [70.0, 30.0]})
    >>> html = cn.shown(cn.concentration(cn.from_frames(links=links)), lang="zh").to_html()
    >>> "供应商数" in html, "0.58" in html
    (True, True)
    """
    from pandas.io.formats.style import Styler

    _check(kind, lang)
    given = KINDS[kind] if kind is not None else _told(table)
    body = (localised(table, net, lang) if net is not None else table).reset_index(drop=True)
    unit = unit_in(body, given, unit_said(net.about.value_unit, lang)) if net is not None else ""
    part = body.head(rows) if rows else body
    texts = [at for at, column in enumerate(part) if not _number(part[column])]
    styler = Styler(part, uuid=f"shown_{'_'.join(map(str, texts))}", cell_ids=False)
    for column in part:
        styler = styler.format(partial(_cell, column=str(column), kind=given, lang=lang), subset=[column])
    styler = styler.format_index(lambda column: escape(header(str(column), given, lang, unit)), axis="columns")
    left = ", ".join(f"td.col{at}, th.col{at}" for at in texts)  # numbers stand to the right, as Jupyter has them
    styler = styler.set_table_styles([{"selector": left, "props": "text-align: left"}] if left else [])
    styler = styler.hide(axis="index").hide(_empty(part), axis="columns")
    caption = _caption(table, net, len(part), lang)
    return styler.set_caption(caption) if caption else styler


def _check(kind: str | None, lang: str) -> None:
    if kind is not None and kind not in KINDS:
        hint = Said(f"write one of {', '.join(KINDS)}", f"写以下之一：{'、'.join(KINDS)}")
        raise InputError.one(Said(f"no kind of table {kind!r}", f"没有“{kind}”这种表"), hint=hint)
    if lang not in terms.LANGUAGES:
        hint = Said("write one of zh, en", "写以下之一：zh、en")
        raise InputError.one(Said(f"no language {lang!r}", f"没有“{lang}”这种语言"), hint=hint)


def _told(table: pd.DataFrame) -> Kind:
    return next((KINDS[name] for name, columns in _TOLD_BY if columns <= set(table)), Kind())


def _cell(value: object, *, column: str, kind: Kind, lang: str) -> str:
    if column == "name" and isinstance(value, str) and terms.is_group(value):
        return escape(terms.show(value, lang))
    return escape(cell(value, column, kind, lang))


def _number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _empty(part: pd.DataFrame) -> list[str]:
    """Return the columns without anything in them."""
    return [column for column in part if len(part) and (part[column].isna() | part[column].astype("str").eq("")).all()]


def _caption(table: pd.DataFrame, net: SupplyNetwork | None, rows: int, lang: str) -> str:
    """Say that data are synthetic, and how many rows are not shown."""
    said = []
    synthetic = net.about.synthetic if net is not None else table.attrs.get("synthetic")
    if synthetic:
        said.append("合成数据" if lang == "zh" else "synthetic data")
    if rows < len(table):
        of = len(table)
        said.append(f"前 {rows:,} 行，共 {of:,} 行" if lang == "zh" else f"the first {rows:,} of {of:,} rows")
    return ("；" if lang == "zh" else "; ").join(said)
