"""Files into tables of cells: csv, tsv, xlsx, xls, parquet. What the cells mean is decided elsewhere."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from chainnet.errors import Fault, InputError

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
SHEET_ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods")
TABLE_ENDINGS = (*TEXT_ENDINGS, *SHEET_ENDINGS, ".parquet")


@dataclass(frozen=True)
class Table:
    """Cells with the place they come from.

    Parameters
    ----------
    cells : DataFrame
        The cells under their headers, as text or typed, one row a record.
    file : str
        The file's name as the user gave it.
    first_row : int
        Number of the first row of `cells` as a spreadsheet counts it.
    metadata : dict
        What the file says beside its cells (Parquet).
    """

    cells: pd.DataFrame
    file: str
    first_row: int = 2
    metadata: dict[str, str] = field(default_factory=dict)


def read_tables(path: Path, name: str) -> list[Table]:
    """Read the tables of a file: one, or one a sheet.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How to call it in messages.

    Returns
    -------
    list of Table

    Raises
    ------
    InputError
        Where the file is not there, empty, of an unknown kind, or can't be read as what its ending says.
    """
    ending = path.suffix.lower()
    if not path.exists():
        raise InputError.one("no such file", hint="check the path", file=name)
    if ending not in TABLE_ENDINGS:
        hint = f"give a folder, a .graphml or one of {' '.join(TABLE_ENDINGS)}"
        raise InputError.one(f"no way to read {ending or 'a file without an ending'}", hint=hint, file=name)
    try:
        if ending == ".parquet":
            return [_read_parquet(path, name)]
        if ending in SHEET_ENDINGS:
            return _read_sheets(path, name)
        return [parse_text(path.read_bytes(), name, delimiter="\t" if ending == ".tsv" else None)]
    except FileNotFoundError:
        raise InputError.one("no such file", hint="check the path", file=name) from None
    except OSError as error:
        raise InputError.one(f"can't be read: {error.strerror or error}", file=name) from error


def parse_text(data: bytes, name: str, *, delimiter: str | None = None) -> Table:
    """Read delimited text: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030."""
    text = _decode(data, name)
    if not text.strip():
        raise InputError.one("the file is empty", hint="the first row names the columns", file=name)
    blank = re.match(r"(?:[ \t,;]*\r?\n)*", text)
    skipped = text.count("\n", 0, blank.end()) if blank else 0
    text = text[blank.end() :] if blank else text
    delimiter = delimiter or _delimiter(text)
    try:
        rows = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            dtype="str",
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, OverflowError) as error:
        unreadable = Fault(f"can't be read as a table: {error}", "save it again as CSV UTF-8", name)
        raise InputError(_too_long_rows(text, delimiter, name, skipped) or [unreadable]) from error
    return _under_header(rows, name, skipped + 1)


def _under_header(rows: pd.DataFrame, name: str, header_row: int) -> Table:
    """Take the first row as the header; columns with neither a name nor a cell are dropped."""
    header = [str(cell).strip() for cell in rows.iloc[0]]
    cells = rows.iloc[1:].reset_index(drop=True)
    nameless = [i for i, head in enumerate(header) if not head]
    filled = [i for i in nameless if cells[i].str.strip().ne("").any()]
    if filled:
        problem = f"column {filled[0] + 1} has cells but no name"
        raise InputError.one(problem, hint="name the column or clear its cells", file=name, row=header_row)
    cells = cells.drop(columns=nameless)
    cells.columns = pd.Index([head for head in header if head])
    return Table(cells, name, first_row=header_row + 1)


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise InputError.one("this is no text file", hint="save it as CSV UTF-8", file=name)
        return text
    raise InputError.one("the text is neither UTF-8, UTF-16 nor GB18030", hint="save it as CSV UTF-8", file=name)


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max((",", "\t", ";", "|"), key=header.count)


def _too_long_rows(text: str, delimiter: str, name: str, skipped: int) -> list[Fault]:
    """Say which rows have more cells than the header."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    faults = []
    try:
        width = len(next(reader, []))
        for row, cells in enumerate(reader, start=2 + skipped):
            if len(cells) > width:
                problem = f"{len(cells)} cells under {width} columns"
                faults.append(Fault(problem, f"put quotes around cells that hold a {delimiter!r}", name, row))
    except csv.Error:  # what was found up to here is told
        return faults
    return faults


def _read_parquet(path: Path, name: str) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.exists():
        raise FileNotFoundError(path)
    try:
        table = pq.read_table(path)
        said = {key.decode(): text.decode() for key, text in (table.schema.metadata or {}).items()}
        return Table(table.to_pandas(), name, metadata=said)
    except (pa.ArrowException, ValueError, OSError, UnicodeDecodeError, TypeError) as error:
        raise InputError.one(f"this is no Parquet file: {error}", hint="write it again", file=name) from error


def _read_sheets(path: Path, name: str) -> list[Table]:
    import python_calamine

    if not path.exists():
        raise FileNotFoundError(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError.one(f"this is no workbook: {error}", hint="save it again as .xlsx", file=name) from error
    tables = [_sheet(rows, name if len(sheets) == 1 else f"{name}[{sheet}]") for sheet, rows in sheets]
    found = [table for table in tables if table is not None]
    if not found:
        raise InputError.one("the workbook is empty", hint="the first row names the columns", file=name)
    return found


def _sheet(rows: list[list[Any]], name: str) -> Table | None:
    """Make a table of a sheet; its header is the first row that is not empty."""
    header_at = next((i for i, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if header_at is None:
        return None
    body = [[_cell(cell) for cell in row] for row in rows[header_at:]]
    width = max(len(row) for row in body)
    frame = pd.DataFrame([row + [""] * (width - len(row)) for row in body], dtype="str")
    return _under_header(frame, name, header_at + 1)


def _cell(cell: Any) -> str:
    """Return a cell as the text that a person sees; whole numbers without a point."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
