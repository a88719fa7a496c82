"""Tables as people read and open them: formats, headers with units, csv, xlsx, parquet, json."""

from __future__ import annotations

import json
import math
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.files import replacing_file
from chainnet.network import SupplyNetwork
from chainnet.network.save import PROVENANCE_KEY
from chainnet.spreadsheet import CSV_ENCODING, escape_table

if TYPE_CHECKING:
    from chainnet.report.cover import Cover

ENDINGS = (".csv", ".xlsx", ".parquet", ".json")


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
}


def _word(value: str, column: str, lang: str) -> str:
    """Return a word as shown; in English the words of the command line stay as they are typed, reasons are told."""
    told = lang == "zh" or column == "reason"
    return terms.show_among(_WORDS[column], value, lang) if told and column in _WORDS else value


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What would break a line of a terminal, or command it."""


def as_text(table: pd.DataFrame, kind: Kind, *, lang: str, unit: str = "", rows: int = 0) -> str:
    """Return the table as aligned text; Chinese characters count as two columns.

    Parameters
    ----------
    table : DataFrame
    kind : Kind
    lang : {"zh", "en"}
    unit : str
        The network's value unit.
    rows : int
        Show at most so many rows; 0 for all.
    """
    return as_text_within(table, kind, lang=lang, unit=unit, rows=rows)[0]


def as_text_within(
    table: pd.DataFrame, kind: Kind, *, lang: str, unit: str = "", rows: int = 0, width: int = 0
) -> tuple[str, list[str]]:
    """Return the table as aligned text of lines no longer than a terminal is wide, and the columns left out for it.

    Parameters
    ----------
    table, kind, lang, unit, rows
        As for `as_text`.
    width : int
        Columns of the terminal; 0 where there is none, and nothing is cut. Else long texts are cut first, with an
        ellipsis; then columns at the right are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["a long name of a firm"], "rate": [0.5], "low": [0.25]})
    >>> text, left = as_text_within(table, KINDS["rates"], lang="en", width=24)
    >>> print(text)
    name         rate    low
    a long na…  50.0%  25.0%
    >>> as_text_within(table, KINDS["rates"], lang="en", width=20)[1]
    ['low']
    """
    unit = unit_in(table, kind, unit)
    shown = table.head(rows) if rows else table
    empty = [column for column in shown if shown[column].isna().all() or shown[column].astype("str").eq("").all()]
    empty += [column for column in ("imprecise", "over_water") if column in shown and not shown[column].any()]
    shown = shown.drop(columns=empty) if len(shown) else shown
    columns = []
    for column in shown:
        cells = (cell(value, str(column), kind, lang) for value in shown[column])
        texts = [_CONTROL.sub(" ", text) for text in (header(str(column), kind, lang, unit), *cells)]
        right = pd.api.types.is_numeric_dtype(shown[column]) and not pd.api.types.is_bool_dtype(shown[column])
        columns.append(_Lined(texts, right=right))
    kept = _fit(columns, width) if width else len(columns)
    lines = zip(*(column.padded() for column in columns[:kept]), strict=True)
    return "\n".join(GAP.join(line).rstrip() for line in lines), [column.texts[0] for column in columns[kept:]]


GAP = "  "
NARROWEST = 10
"""Columns that a text keeps in a narrow terminal."""


class _Lined:
    """A column of texts below each other: how wide it is, and on which side they stand."""

    def __init__(self, texts: list[str], *, right: bool) -> None:
        self.texts, self.right = texts, right
        self.width = max(map(width_of, texts))

    def cut(self, width: int) -> None:
        self.texts, self.width = [cut_to(text, width) for text in self.texts], width

    def padded(self) -> list[str]:
        pad: Callable[[str, int], str] = _pad_left if self.right else _pad_right
        return [pad(text, self.width) for text in self.texts]


def _fit(columns: list[_Lined], width: int) -> int:
    """Cut long texts until the columns fit; return how many of them do then, at least one."""

    def total(number: int) -> int:
        return sum(column.width for column in columns[:number]) + len(GAP) * (number - 1)

    while (over := total(len(columns)) - width) > 0:
        longest = max((one for one in columns if not one.right), key=lambda one: one.width, default=None)
        if longest is None or longest.width <= NARROWEST:
            break
        others = [one.width for one in columns if not one.right and one is not longest]
        longest.cut(max(NARROWEST, longest.width - over, min(longest.width - 1, max(others, default=0))))
    return next((number for number in range(len(columns), 1, -1) if total(number) <= width), 1)


def cut_to(text: str, width: int) -> str:
    """Return a text cut to so many columns, with an ellipsis where something is lost.

    Examples
    --------
    >>> cut_to("青岛轴承有限公司", 9), cut_to("abc", 3)
    ('青岛轴承…', 'abc')
    """
    if width_of(text) <= width:
        return text
    kept = ""
    for sign in text:
        if width_of(kept + sign + "…") > width:
            break
        kept += sign
    return kept + "…"


def width_of(text: str) -> int:
    """Return how many columns a text takes in a terminal; a Chinese character takes two, an accent none.

    Signs that East Asian fonts may draw either way, as ``·`` or ``…``, take one as terminals have it, and two where
    the environment says ``CHAINNET_AMBIGUOUS=2``, for those that are set up so.

    Examples
    --------
    >>> width_of("青岛"), width_of("e\u0301"), width_of("·")
    (4, 1, 1)
    """
    if text.isascii():
        return len(text)
    wide = "WFA" if os.environ.get("CHAINNET_AMBIGUOUS") == "2" else "WF"
    return sum(map(_width_in(wide), text))


@cache
def _width_in(wide: str) -> Callable[[str], int]:
    @cache
    def width(sign: str) -> int:
        if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            return 0
        return 2 if unicodedata.east_asian_width(sign) in wide else 1

    return width


def _pad_left(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def _pad_right(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def with_nature(table: pd.DataFrame, net: SupplyNetwork | None) -> pd.DataFrame:
    """Return the table for a file; of synthetic data each row says so."""
    return table.assign(data="synthetic") if net is not None and net.about.synthetic else table


# ---- files ------------------------------------------------------------------------------------------------


def as_csv(table: pd.DataFrame, kind: Kind | None = None, *, unit: str = "") -> str:
    """Return the table as CSV with the columns' own names and full precision; no cell is a formula.

    Parameters
    ----------
    table : DataFrame
    kind : Kind, optional
        Says which columns are amounts.
    unit : str
        The network's value unit, which amounts get a column for.
    """
    return escape_table(with_unit(table, kind or Kind(), unit)).to_csv(index=False, lineterminator="\n")


def as_json(table: pd.DataFrame, kind: Kind | None = None, *, unit: str = "") -> str:
    """Return the table as a JSON list of rows; what is missing or infinite is null.

    Parameters
    ----------
    table : DataFrame
    kind : Kind, optional
        Says which columns are amounts.
    unit : str
        The network's value unit, which amounts get a column for.
    """
    table = with_unit(table, kind or Kind(), unit)

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
            return None
        return value.item() if hasattr(value, "item") else value

    rows = [{column: plain(value) for column, value in row.items()} for row in table.astype(object).to_dict("records")]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_table(
    table: pd.DataFrame,
    path: Path,
    kind: Kind,
    *,
    lang: str = "en",
    unit: str = "",
    name: str = "table",
    cover: Cover | None = None,
) -> None:
    """Write the table; the kind of file follows from the ending.

    Parameters
    ----------
    table : DataFrame
    path : Path
        Ends in .csv (UTF-8 with BOM, which spreadsheets need), .xlsx, .parquet or .json.
    kind : Kind
        Formats of the columns in .xlsx, and which of them are amounts.
    lang : {"zh", "en"}
        Language of the headers in .xlsx.
    unit : str
        The network's value unit. It is in the headers of .xlsx, and a column ``unit`` of the others.
    name : str
        Which table it is, as `KINDS` and the glossary have it; its sheet in .xlsx is called so.
    cover : Cover, optional
        What .xlsx says on a second sheet; what it holds of the provenance also goes into the schema of .parquet. The
        other two kinds hold nothing but their rows.

    Raises
    ------
    InputError
        Where the ending is another one, a cell does not fit, or the place can't be written to.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        problem = Said(
            f"no way to write a table as {ending or 'a file without an ending'}",
            f"不能把表写成 {ending or '没有扩展名的文件'}",
        )
        hint = Said(f"end the name in one of {', '.join(ENDINGS)}", f"文件名以 {'、'.join(ENDINGS)} 之一结尾")
        raise InputError.one(problem, hint=hint, file=str(path))
    with replacing_file(path) as temporary:
        if ending == ".csv":
            temporary.write_text(as_csv(table, kind, unit=unit), encoding=CSV_ENCODING, newline="")
        elif ending == ".json":
            temporary.write_text(as_json(table, kind, unit=unit), encoding="utf-8", newline="\n")
        elif ending == ".parquet":
            with temporary.open("wb") as file:  # closed whatever happens, so that it can be taken away again
                _write_parquet(with_unit(table, kind, unit), file, cover.comment if cover else "")
        else:
            from chainnet.report.glossary import held, sheet_called
            from chainnet.report.workbook import Sheet, write_workbook

            sheet = Sheet(sheet_called(name, "", lang), table, kind, held(name, "", lang))
            write_workbook(temporary, [sheet], lang=lang, unit=unit, cover=cover, cover_last=True)


def _write_parquet(table: pd.DataFrame, file: BinaryIO, provenance: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = pa.Table.from_pandas(table, preserve_index=False)
    said = {PROVENANCE_KEY.encode(): provenance.encode()} if provenance else {}
    pq.write_table(rows.replace_schema_metadata({**(rows.schema.metadata or {}), **said}), file)
