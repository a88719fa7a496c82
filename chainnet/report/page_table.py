"""A table of the page: headings in words, cells as text, what they sort by, and the file to save."""

from __future__ import annotations

import base64
import gzip
import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chainnet.network import SupplyNetwork
from chainnet.report.headings import heading, meaning, unit_said, word
from chainnet.report.sections.parts import Table
from chainnet.report.table_files import as_csv, with_nature
from chainnet.report.tables import Kind, cell, unit_in
from chainnet.spreadsheet import CSV_ENCODING

HEAVIEST = 60_000
"""Bytes, compressed, up to which the page holds all rows of a file to be saved from it; else those that it shows."""
LONG = 24
"""Characters above which a cell may break into lines."""
FILTERED = 12
"""Rows above which a table has a box to filter by."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, what it sorts by where that is not its text, and its class."""

    text: str
    sort: str
    kind: str


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, what it means, and whether it holds numbers."""

    heading: str
    meaning: str
    number: bool


@dataclass(frozen=True)
class Shown:
    """A table as the page shows it."""

    columns: list[Column]
    rows: list[list[Cell]]
    csv: str
    complete: bool

    @property
    def filtered(self) -> bool:
        """Whether there are enough rows for a filter."""
        return len(self.rows) > FILTERED

    @property
    def explained(self) -> list[Column]:
        """The columns that need a word."""
        return [column for column in self.columns if column.meaning]


def shown_table(table: Table, net: SupplyNetwork, lang: str) -> Shown:
    """Return a table as the page shows it.

    Parameters
    ----------
    table : Table
    net : SupplyNetwork
        Its unit, and whether it is synthetic.
    lang : {"zh", "en"}
    """
    unit = unit_in(table.shown, table.kind, unit_said(net.about.value_unit, lang))
    columns = [_column(str(name), cells, table, lang, unit) for name, cells in table.shown.items()]
    rows = [
        [
            _cell(value, str(name), table.kind, lang, number=column.number)
            for value, name, column in zip(row, table.shown.columns, columns, strict=True)
        ]
        for row in table.shown.itertuples(index=False, name=None)
    ]
    csv = _packed(table.frame, table.kind, net)
    complete = len(csv) <= HEAVIEST or not table.hidden
    if not complete:
        csv = _packed(table.frame.loc[table.shown.index], table.kind, net)
    return Shown(columns, rows, base64.b64encode(csv).decode(), complete)


def _column(name: str, cells: pd.Series, table: Table, lang: str, unit: str) -> Column:
    number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    return Column(heading(name, table.name, table.kind, lang, unit), meaning(name, table.name, lang), number)


def _cell(value: Any, column: str, kind: Kind, lang: str, *, number: bool) -> Cell:
    text = word(value, column, lang) if isinstance(value, str) else cell(value, column, kind, lang)
    if not number:
        return Cell(text, "", "long" if len(text) > LONG else "")
    key = "" if not text else "Infinity" if math.isinf(value) else f"{value:.9g}"
    return Cell(text, "" if key == text.replace(",", "") else key, "n")


def _packed(frame: pd.DataFrame, kind: Kind, net: SupplyNetwork) -> bytes:
    """Return rows as the report's file has them, compressed."""
    text = as_csv(with_nature(frame, net), kind, unit=net.about.value_unit)
    return gzip.compress(text.encode(CSV_ENCODING), mtime=0)
