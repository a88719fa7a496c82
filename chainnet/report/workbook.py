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
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.report.aligned import width_of
from chainnet.report.cover import STYLES as COVER_STYLES
from chainnet.report.cover import Cover, write_cover
from chainnet.report.glossary import meant
from chainnet.report.headings import unit_said
from chainnet.report.tables import Kind, cell, header, unit_in

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""
MOST_CHARACTERS = 32_767
"""Of a cell, as UTF-16 counts them."""
HEADER = {"bold": True, "bottom": 1, "bg_color": "#F2F4F6", "text_wrap": True, "valign": "top"}
_STYLES = {
    "head": HEADER,
    "head_of_numbers": HEADER | {"align": "right"},
    "percent": {"num_format": "0.0%"},
    "minutes": {"num_format": "0.0"},
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.0###"},
    "small": {"num_format": "General"},
}
A4 = 9
MARGIN = 0.4
PRINTED = 297 / 25.4 - 2 * MARGIN
"""Inches of a landscape page's width that are printed on."""
SMALLEST = 60
"""Per cent of its size below which a sheet is hard to read on paper."""
ANOTHER = ("value", "low", "high", "mean", "firm", "name", "source", "measure")
"""Columns that mean another thing in a table that calls them otherwise."""


class Sheet(NamedTuple):
    """A table, the name of its sheet, how its columns are shown, and what it holds in words."""

    name: str
    table: pd.DataFrame
    kind: Kind
    holds: str = ""


def write_workbook(
    path: Path,
    sheets: Sequence[Sheet],
    *,
    lang: str,
    unit: str = "",
    cover: Cover | None = None,
    cover_last: bool = False,
) -> None:
    """Write a workbook.

    Parameters
    ----------
    path : Path
    sheets : sequence of Sheet
        A table of more rows than a sheet holds goes on in a second one, ``name (2)``.
    lang : {"zh", "en"}
        Language of the headers and words.
    unit : str
        The network's value unit; it goes into the headers of amounts, in words of the language.
    cover : Cover, optional
        What a sheet of its own says: source, parameters, date; also the list of sheets and what columns mean.
    cover_last : bool
        Whether it comes after the tables, so that programs that read the first sheet find a table.

    Raises
    ------
    InputError
        Where a text is longer than a cell may be, or holds what a workbook can't.
    """
    unit = unit_said(unit, lang)
    with open_workbook(path) as book:
        styles = {name: book.add_format(style) for name, style in (_STYLES | COVER_STYLES).items()}
        taken: set[str] = set()
        title = "说明" if lang == "zh" else "about"
        front = book.add_worksheet(sheet_name(title, taken)) if cover and not cover_last else None
        contents = []
        for name, table, kind, holds in sheets:
            named = unit_in(table, kind, unit)
            for start in range(0, max(len(table), 1), MOST_ROWS):
                part = table.iloc[start : start + MOST_ROWS]
                called = sheet_name(name, taken)
                sheet = book.add_worksheet(called)
                widths = _write_sheet(sheet, part, kind, styles, lang, named)
                _set_up_print(sheet, cover)
                _fit_to_paper(sheet, widths, [str(column) for column in part])
                contents.append((called, holds, len(part)))
        if cover:
            front = front or book.add_worksheet(sheet_name(title, taken))
            write_cover(front, cover, contents, _columns(sheets, unit, lang), styles, lang=lang)
            _set_up_print(front, cover)
            front.fit_to_pages(1, 0)
            book.set_properties({"title": cover.title, "subject": cover.warning, "comments": cover.comment})


def _columns(sheets: Sequence[Sheet], unit: str, lang: str) -> dict[tuple[str, str], None]:
    """Return the headers of all sheets, each once, with what they mean; those that mean another thing are left out."""
    found: dict[tuple[str, str], None] = {}
    for _, table, kind, _ in sheets:
        named = unit_in(table, kind, unit)
        own = [str(column) for column in table if column not in kind.zh or column not in ANOTHER]
        for column, meaning in meant(own, lang).items():
            found[header(column, kind, lang, named), meaning] = None
    return found


def _set_up_print(sheet: xlsxwriter.worksheet.Worksheet, cover: Cover | None) -> None:
    """Let it print on landscape pages, each with what must be known."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=0.6, bottom=0.6)
    if cover and cover.warning:
        sheet.set_header(f"&C&B{cover.warning}")
    title = cover.title.replace("&", "&&")[:80] if cover else ""
    sheet.set_footer(f"&L{title}&C&A&R&P / &N")


def _fit_to_paper(sheet: xlsxwriter.worksheet.Worksheet, widths: list[int], columns: list[str]) -> None:
    """Print a table on one page's width where it stays readable, else on several, each with who the rows are about."""
    sheet.repeat_rows(0)
    needed = 100 * PRINTED / max(sum(map(_inches, widths)), 1e-9)
    if needed >= SMALLEST:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(SMALLEST)
    last = columns.index("name") if "name" in columns[:3] else 0
    sheet.repeat_columns(0, last)


def _inches(width: int) -> float:
    """Return how wide a column of so many characters is, in Excel's own font."""
    return (7 * width + 5) / 96


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


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    table: pd.DataFrame,
    kind: Kind,
    styles: dict[str, Any],
    lang: str,
    unit: str,
) -> list[int]:
    """Write header and rows; return how wide the columns are, in characters."""
    sheet.freeze_panes(1, 0)
    widths = []
    if len(table):
        sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
    for at, (name, values) in enumerate(table.items()):
        column = str(name)
        heading = header(column, kind, lang, unit)
        numbers = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
        write_text(sheet, 0, at, heading, styles["head_of_numbers" if numbers else "head"])
        widths.append(min(40, max(10, width_of(heading) + 2, _widest(values, column, kind, lang) + 2)))
        sheet.set_column(at, at, widths[-1])
        _write_column(sheet, at, values, column, kind, styles, lang)
    return widths


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


def _write_column(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    values: pd.Series,
    column: str,
    kind: Kind,
    styles: dict[str, Any],
    lang: str,
) -> None:
    """Write the cells below a header: numbers as numbers, what is missing not at all, all else as shown."""
    for row, value in enumerate(values.tolist(), start=1):
        of = type(value)
        if of is float or of is int:
            if value - value == 0:  # neither infinite nor missing
                sheet.write_number(row, at, value, styles[_style(value, column, kind)])
            elif not math.isnan(value):
                write_text(sheet, row, at, cell(value, column, kind, lang))
        elif value is None or value is pd.NA:
            continue
        elif of is str or of is bool:
            write_text(sheet, row, at, cell(value, column, kind, lang))
        elif isinstance(value, Real) and math.isfinite(value):
            sheet.write_number(row, at, value, styles[_style(float(value), column, kind)])
        elif not (isinstance(value, Real) and math.isnan(value)):
            write_text(sheet, row, at, str(value))


def _style(value: float | int, column: str, kind: Kind) -> str:
    if column in kind.percent:
        return "percent"
    if column in kind.minutes:
        return "minutes"
    if column == "year":
        return "small"
    return "whole" if value == int(value) else "number" if abs(value) >= 1 else "small"


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
