"""Files into tables of cells: delimited text, workbooks, Parquet. What the cells mean is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import NOTE, Fault, InputError, Said
from chainnet.reading.files import text
from chainnet.reading.files.kinds import kind_of, renamed
from chainnet.reading.files.opened import opening, read_bytes
from chainnet.reading.files.sheets import Grid, read_sheets
from chainnet.reading.headers import Words
from chainnet.spreadsheet import unescape

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
SHEET_ENDINGS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
PACKED = ("", ".gz", ".zst")
TABLE_ENDINGS = (*(ending + packed for ending in TEXT_ENDINGS for packed in PACKED), *SHEET_ENDINGS, ".parquet")


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
    rows : ndarray of int, optional
        Number of each row, where they do not follow one another.
    metadata : dict
        What the file says beside its cells (Parquet).
    found : tuple of Fault
        What was odd about the file itself.
    how : str
        How the file is written: encoding and delimiter.
    """

    cells: pd.DataFrame
    file: str
    first_row: int = 2
    rows: npt.NDArray[np.int64] | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    found: tuple[Fault, ...] = ()
    how: str = ""

    def row_numbers(self) -> npt.NDArray[np.int64]:
        """Return the number of each row."""
        return self.rows if self.rows is not None else np.arange(self.first_row, self.first_row + len(self.cells))


def read_tables(path: Path, name: str, words: Words, *, sheet: str | None = None, shape: str = "auto") -> list[Table]:
    """Read the tables of a file: one, or one a sheet.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How to call it in messages.
    words : Words
        What headers mean: the row with the names of the columns is found by them.
    sheet : str, optional
        The sheet of a workbook that is wanted; all of them without it.
    shape : str
        "adjacency" for rows of any length.

    Returns
    -------
    list of Table

    Raises
    ------
    InputError
        Where the file is not there, empty, of an unknown kind, or can't be read as what its ending says.
    """
    kind = kind_of(path, name)
    ending = kind[0]
    if ending == ".parquet":
        return [_read_parquet(path, name)]
    if ending in SHEET_ENDINGS:
        tables = [_of_grid(grid, words) for grid in read_sheets(path, name, sheet=sheet) if any(map(any, grid.rows))]
        if not tables:
            hint = Said("the first row names the columns", "第一行写列名")
            raise InputError.one(Said("the workbook is empty", "工作簿是空的"), hint=hint, file=name)
        return tables
    if ending in TEXT_ENDINGS:
        sep = "\t" if ending == ".tsv" else None
        table = parse_text(read_bytes(path, name), name, words, shape, delimiter=sep)
        return [replace(table, found=(*renamed(path, kind, name), *table.found))]
    hint = Said(
        f"give a folder, a .graphml or one of {' '.join(TABLE_ENDINGS)}",
        f"请给文件夹、.graphml，或以下之一：{' '.join(TABLE_ENDINGS)}",
    )
    what = ending or "a file without an ending", ending or "没有扩展名的文件"
    raise InputError.one(Said(f"no way to read {what[0]}", f"无法读取 {what[1]}"), hint=hint, file=name)


def parse_text(data: bytes, name: str, words: Words, shape: str = "auto", *, delimiter: str | None = None) -> Table:
    """Read delimited text; see `chainnet.reading.files.text.parse`."""
    if shape == "adjacency":
        parsed = text.parse_ragged(data, name, delimiter=delimiter)
    else:
        parsed = text.parse(data, name, words.find_header, delimiter=delimiter)
    header, cells = parsed.header, parsed.cells
    if b"'" in data:
        header, cells = unescape(pd.Series(header, dtype="str")).tolist(), cells.apply(unescape)
    found = (*_skipped(parsed.above, name), *parsed.faults)
    return _under_header(header, cells, Table(cells, name, parsed.first_row, found=found, how=parsed.how))


def _of_grid(grid: Grid, words: Words) -> Table:
    """Make a table of a sheet; its header is the row that names columns, else the first that is not empty."""
    at = words.find_header(grid.rows[: text.HEAD_ROWS])
    if at is None:
        at = next(at for at, row in enumerate(grid.rows) if any(row))
    header = [cell.strip() for cell in grid.rows[at]]
    cells = pd.DataFrame(grid.rows[at + 1 :], columns=range(len(header)), dtype="str")
    found = (*_skipped(grid.rows[:at], grid.file), *grid.notes)
    return _under_header(header, cells, Table(cells, grid.file, at + 2, found=found))


def _under_header(header: list[str], cells: pd.DataFrame, table: Table) -> Table:
    """Name the columns; those with neither a name nor a cell are dropped."""
    kept = [at for at, head in enumerate(header) if head or cells[at].str.strip().ne("").any()]
    cells = cells[kept]
    cells.columns = pd.Index([header[at] for at in kept])
    return Table(cells, table.file, table.first_row, found=table.found, how=table.how)


def _skipped(above: list[list[str]], name: str) -> tuple[Fault, ...]:
    """Say which rows above the header are not read."""
    lines = [" ".join(cell.strip() for cell in row if cell.strip()) for row in above]
    said = [line for line in lines if line]
    if not said:
        return ()
    shown = said[0] if len(said[0]) <= 40 else said[0][:39] + "…"
    problem = Said(
        f"{len(said)} rows above the header are skipped: {shown!r}", f"跳过表头上方的 {len(said)} 行：“{shown}”"
    )
    return (Fault(problem, "", name, next(at for at, line in enumerate(lines, start=1) if line), severity=NOTE),)


def _read_parquet(path: Path, name: str) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with opening(path, name):
            table = pq.read_table(path)
        said = {key.decode(): words.decode() for key, words in (table.schema.metadata or {}).items()}
        return Table(table.to_pandas(), name, metadata=said)
    except (pa.ArrowException, ValueError, OSError, UnicodeDecodeError, TypeError) as error:
        problem = Said(f"this is no Parquet file: {error}", f"这不是 Parquet 文件：{error}")
        raise InputError.one(problem, hint=Said("write it again", "重新导出"), file=name) from error
