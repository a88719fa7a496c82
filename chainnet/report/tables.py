"""Tables as people read and open them: formats, headers with units, csv, xlsx, parquet, json."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from chainnet import terms
from chainnet.errors import InputError
from chainnet.files import replacing_file
from chainnet.network import SupplyNetwork

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
    minutes : tuple of str
        In minutes, which goes into the header.
    zh : dict of str to str
        What a column is called here in Chinese where that is not its usual word.
    """

    percent: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    zh: dict[str, str] = field(default_factory=dict)


_RATIO = ("rate", "low", "high", "slow", "fast", "mean")
KINDS = {
    "rates": Kind(_RATIO),
    "radius": Kind(_RATIO, minutes=("p50", "p90")),
    "curve": Kind(_RATIO, minutes=("minutes",)),
    "alternatives": Kind(minutes=("minutes",)),
    "concentration": Kind(amount=("value",)),
    "concentration_summary": Kind(("single_source", "single_source_value")),
    "centrality": Kind(amount=("in_strength", "out_strength")),
    "removal": Kind(("share_removed", "value", "low", "high", "second"), zh={"value": "剩余"}),
    "removal_summary": Kind(("threshold_share", "peak_share")),
    "criticality": Kind(
        ("largest_component", "served", "served_low", "served_high", "leaders_reached"),
        zh={"largest_component": "最大连通分量下降", "served": "保障率下降", "leaders_reached": "可达链主占比下降"},
    ),
    "check": Kind(),
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
    if column in kind.minutes:
        return f"{shown}（分钟）" if lang == "zh" else f"{shown} (min)"
    return shown


def cell(value: Any, column: str, kind: Kind, lang: str) -> str:
    """Return a cell as text; empty where there is nothing.

    Examples
    --------
    >>> cell(0.5, "rate", KINDS["rates"], "en"), cell(1234567.0, "numerator", KINDS["rates"], "en")
    ('50.0%', '1,234,567')
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
    if number.is_integer():
        return f"{number:,.0f}"
    return f"{number:,.0f}" if abs(number) >= 1e5 else f"{number:,.4g}"


_WORDS = {
    "by": terms.MEASURES_BY,
    "order": terms.ORDERS,
    "measure": terms.REMOVAL_MEASURES,
    "role": terms.ROLES,
    "severity": terms.SEVERITIES,
    "reason": terms.REASONS,
}


def _word(value: str, column: str, lang: str) -> str:
    """Return a word as shown; in English the words of the command line stay as they are typed, reasons are told."""
    told = lang == "zh" or column == "reason"
    return terms.show_among(_WORDS[column], value, lang) if told and column in _WORDS else value


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
    shown = table.head(rows) if rows else table
    empty = [column for column in shown if shown[column].isna().all() or shown[column].astype("str").eq("").all()]
    shown = shown.drop(columns=empty) if len(shown) else shown
    columns = []
    for column in shown:
        texts = [
            header(str(column), kind, lang, unit),
            *(cell(v, str(column), kind, lang) for v in shown[column]),
        ]
        right = pd.api.types.is_numeric_dtype(shown[column]) and not pd.api.types.is_bool_dtype(shown[column])
        width = max(map(_width, texts))
        pad: Callable[[str, int], str] = _pad_left if right else _pad_right
        columns.append([pad(text, width) for text in texts])
    return "\n".join("  ".join(line).rstrip() for line in zip(*columns, strict=True))


def _width(text: str) -> int:
    return sum(
        2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1 for sign in text
    )


def _pad_left(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def _pad_right(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def with_nature(table: pd.DataFrame, net: SupplyNetwork | None) -> pd.DataFrame:
    """Return the table for a file; of synthetic data each row says so."""
    return table.assign(data="synthetic") if net is not None and net.about.synthetic else table


# ---- files ------------------------------------------------------------------------------------------------


def as_csv(table: pd.DataFrame) -> str:
    """Return the table as CSV with the columns' own names and full precision."""
    return table.to_csv(index=False, lineterminator="\n")


def as_json(table: pd.DataFrame) -> str:
    """Return the table as a JSON list of rows; what is missing or infinite is null."""

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
            return None
        return value.item() if hasattr(value, "item") else value

    rows = [{column: plain(value) for column, value in row.items()} for row in table.astype(object).to_dict("records")]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_table(table: pd.DataFrame, path: Path, kind: Kind, *, lang: str = "en", unit: str = "") -> None:
    """Write the table; the kind of file follows from the ending.

    Parameters
    ----------
    table : DataFrame
    path : Path
        Ends in .csv (UTF-8 with BOM, which spreadsheets need), .xlsx, .parquet or .json.
    kind : Kind
        Formats of the columns in .xlsx.
    lang : {"zh", "en"}
        Language of the headers in .xlsx.
    unit : str
        The network's value unit.

    Raises
    ------
    InputError
        Where the ending is another one, or the place can't be written to.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        hint = f"end the name in one of {', '.join(ENDINGS)}"
        raise InputError.one(
            f"no way to write a table as {ending or 'a file without an ending'}", hint=hint, file=str(path)
        )
    with replacing_file(path) as temporary:
        if ending == ".csv":
            temporary.write_text(as_csv(table), encoding="utf-8-sig", newline="")
        elif ending == ".json":
            temporary.write_text(as_json(table), encoding="utf-8")
        elif ending == ".parquet":
            table.to_parquet(temporary, index=False)
        else:
            from chainnet.report.workbook import write_workbook

            write_workbook(temporary, [("table", table, kind)], lang=lang, unit=unit)
