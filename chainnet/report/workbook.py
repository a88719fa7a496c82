"""Tables as an Excel workbook: one sheet a table, numbers as numbers, frozen headers."""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.report.tables import Kind, cell, header, unit_in, width_of

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""
MOST_CHARACTERS = 32_767
"""Of a cell, as UTF-16 counts them."""
HEADER = {"bold": True, "bottom": 1, "bg_color": "#F2F4F6", "text_wrap": True, "valign": "top"}
_STYLES = {
    "head": HEADER,
    "percent": {"num_format": "0.0%"},
    "minutes": {"num_format": "0.0"},
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.0###"},
    "small": {"num_format": "General"},
    "wrap": {"text_wrap": True, "valign": "top"},
}
Sheet = tuple[str, pd.DataFrame, Kind]


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    *,
    lang: str,
    unit: str = "",
    cover: Sequence[tuple[str, str]] = (),
) -> None:
    """Write a workbook.

    Parameters
    ----------
    path : Path
    sheets : sequence of (name, DataFrame, Kind)
        A table of more rows than a sheet holds goes on in a second one, ``name (2)``.
    lang : {"zh", "en"}
        Language of the headers and words.
    unit : str
        The network's value unit; it goes into the headers of amounts.
    cover : sequence of (heading, text), optional
        What a first sheet says: source, parameters, date.

    Raises
    ------
    InputError
        Where a text is longer than a cell may be, or holds what a workbook can't.
    """
    with open_workbook(path) as book:
        styles = {name: book.add_format(style) for name, style in _STYLES.items()}
        taken: set[str] = set()
        if cover:
            name = sheet_name("说明" if lang == "zh" else "about", taken)
            _write_cover(book.add_worksheet(name), cover, styles)
        for name, table, kind in sheets:
            named = unit_in(table, kind, unit)
            for start in range(0, max(len(table), 1), MOST_ROWS):
                sheet = book.add_worksheet(sheet_name(name, taken))
                _write_sheet(sheet, table.iloc[start : start + MOST_ROWS], kind, styles, lang, named)


@contextmanager
def open_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Give a workbook to fill, in which no text is a formula or a link; it is written when all went well.

    Raises
    ------
    OSError
        Where the place can't be written to.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    held = BytesIO()  # the file is written in one go at the end, so that a full disk is met here and not in a library
    with tempfile.TemporaryDirectory(prefix="chainnet-") as parts:
        options = {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "tmpdir": parts,
        }  # fmt: skip
        book = xlsxwriter.Workbook(held, options)
        yield book
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.args[0], "args", error.args)) from error
    path.write_bytes(held.getbuffer())


def sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have, and add it to those taken.

    Examples
    --------
    >>> taken = set()
    >>> [sheet_name(name, taken) for name in ("a/b: [c]", "A/B: [c]", "'x'", "")]
    ['a_b_ _c_', 'A_B_ _c_ (2)', 'x', 'table']
    """
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]", "_", name).strip("' ") or "table"
    number, tried = 1, name[:31]
    while tried.casefold() in taken or tried.casefold() == "history":  # Excel keeps this one to itself
        number += 1
        tail = f" ({number})"
        tried = name[: 31 - len(tail)] + tail
    taken.add(tried.casefold())
    return tried


def _write_cover(
    sheet: xlsxwriter.worksheet.Worksheet, cover: Sequence[tuple[str, str]], styles: dict[str, Any]
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (heading, text) in enumerate(cover):
        write_text(sheet, row, 0, heading, styles["head"])
        write_text(sheet, row, 1, text, styles["wrap"])


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    table: pd.DataFrame,
    kind: Kind,
    styles: dict[str, Any],
    lang: str,
    unit: str,
) -> None:
    sheet.freeze_panes(1, 0)
    if len(table):
        sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
    for at, (name, values) in enumerate(table.items()):
        column = str(name)
        heading = header(column, kind, lang, unit)
        write_text(sheet, 0, at, heading, styles["head"])
        sheet.set_column(at, at, min(40, max(10, width_of(heading) + 2, _widest(values, column, kind, lang) + 2)))
        for row, value in enumerate(values.tolist(), start=1):
            _write_cell(sheet, row, at, value, column, kind, styles, lang)


def _widest(values: pd.Series, column: str, kind: Kind, lang: str) -> int:
    """Return how many columns the cells need: of numbers the outermost are looked at, of texts the first."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        if column in kind.percent or values.isna().all():
            return 0
        return max(width_of(f"{number:,.4f}" if number % 1 else f"{number:,.0f}") for number in _ends(values))
    return max((width_of(cell(value, column, kind, lang)) for value in values.head(200)), default=0)


def _ends(values: pd.Series) -> list[float]:
    finite = values.dropna().astype("float64")
    finite = finite[finite.abs().lt(math.inf)]
    return [float(finite.min()), float(finite.max())] if len(finite) else [0.0]


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    at: int,
    value: Any,
    column: str,
    kind: Kind,
    styles: dict[str, Any],
    lang: str,
) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value):
        sheet.write_number(row, at, value, styles[_style(float(value), column, kind)])
    elif isinstance(value, (bool, np.bool_, float, str)):
        write_text(sheet, row, at, cell(value, column, kind, lang))
    else:
        write_text(sheet, row, at, str(value))


def _style(value: float, column: str, kind: Kind) -> str:
    if column in kind.percent:
        return "percent"
    if column in kind.minutes:
        return "minutes"
    if column == "year":
        return "small"
    return "whole" if value.is_integer() else "number" if abs(value) >= 1 else "small"


def write_text(sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, text: str, style: Any = None) -> None:
    """Write a text, whatever it looks like.

    Raises
    ------
    InputError
        Where it is longer than a cell may be, or holds what a workbook can't.
    """
    problem = None
    if found := _NOT_IN_WORKBOOK.search(text):
        what = repr(found.group()[:30])
        problem = Said(f"{what} can't stand in a workbook", f"工作簿不能含有 {what}")
    elif len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        problem = Said(
            f"a text of {len(text):,} characters is too long for a workbook: {text[:30]!r}…",
            f"文字长达 {len(text):,} 个字符，工作簿的单元格放不下：{text[:30]!r}…",
        )
    if problem:
        hint = Said("shorten it, or write .csv or .parquet", "请改短，或写成 .csv、.parquet")
        raise InputError.one(problem, hint=hint)
    sheet.write_string(row, at, text, style)


_NOT_IN_WORKBOOK = re.compile(r"[\ufffe\uffff\ud800-\udfff]|\A<r>.*</r>\Z", re.DOTALL)
"""What XML can't hold, and what the writing library takes for its own markup."""
