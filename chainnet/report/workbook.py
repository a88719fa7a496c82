"""Tables as an Excel workbook: one sheet a table, numbers as numbers, frozen headers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from chainnet import terms
from chainnet.report.tables import Kind, _width, header

if TYPE_CHECKING:
    import xlsxwriter

MOST_ROWS = 1_048_575
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
        A name has at most 31 characters.
    lang : {"zh", "en"}
        Language of the headers.
    unit : str
        The network's value unit; it goes into the headers of amounts.
    cover : sequence of (heading, text), optional
        What a first sheet says: source, parameters, date.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    ) as book:
        styles = {
            "head": book.add_format(
                {"bold": True, "bottom": 1, "bg_color": "#F2F4F6", "text_wrap": True, "valign": "top"}
            ),
            "percent": book.add_format({"num_format": "0.0%"}),
            "minutes": book.add_format({"num_format": "0.0"}),
            "number": book.add_format({"num_format": "#,##0.####"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        if cover:
            _write_cover(book.add_worksheet("说明" if lang == "zh" else "about"), cover, styles)
        for name, table, kind in sheets:
            _write_sheet(book.add_worksheet(name[:31]), table.head(MOST_ROWS), kind, styles, lang, unit)


def _write_cover(
    sheet: xlsxwriter.worksheet.Worksheet, cover: Sequence[tuple[str, str]], styles: dict[str, Any]
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for row, (heading, text) in enumerate(cover):
        sheet.write_string(row, 0, heading, styles["head"])
        sheet.write_string(row, 1, text, styles["wrap"])


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
    for at, column in enumerate(table):
        name = str(column)
        style = "percent" if name in kind.percent else "minutes" if name in kind.minutes else "number"
        heading = header(name, kind, lang, unit)
        sheet.write_string(0, at, heading, styles["head"])
        texts = (
            [str(value) for value in table[column].head(200)]
            if not pd.api.types.is_numeric_dtype(table[column])
            else []
        )
        sheet.set_column(at, at, min(40, max([10, _width(heading) + 2, *(_width(text) + 1 for text in texts)])))
        for row, value in enumerate(table[column].tolist(), start=1):
            _write_cell(sheet, row, at, value, name, styles[style], lang)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, value: Any, column: str, style: Any, lang: str
) -> None:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return
    if isinstance(value, bool):
        sheet.write_string(row, at, terms.BOOLEANS[not value].show(lang))
    elif isinstance(value, (int, float)) and math.isfinite(value):
        sheet.write_number(row, at, value, style)
    elif column == "reason":
        sheet.write_string(row, at, terms.show(str(value), lang))
    else:
        sheet.write_string(row, at, str(value))
