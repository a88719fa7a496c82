"""Files into tables of cells: delimited text, workbooks, Parquet. What the cells mean is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import NOTE, Fault, InputError, Said
from chainnet.reading.files import text
from chainnet.reading.files.around import headers_again, notes_above, unit_above
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
    unit : str
        The unit of amounts that a row above the header states.
    """

    cells: pd.DataFrame
    file: str
    first_row: int = 2
    rows: npt.NDArray[np.int64] | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    found: tuple[Fault, ...] = ()
    how: str = ""
    unit: str = ""

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
    if sheet is not None and ending not in SHEET_ENDINGS:
        problem = Said(f"there is no sheet {sheet!r}: this is no workbook", f"没有工作表“{sheet}”：这不是工作簿")
        raise InputError.one(problem, hint=Said("leave --sheet out", "去掉 --sheet"), file=name)
    if ending == ".parquet":
        return [_read_parquet(path, name)]
    if ending in SHEET_ENDINGS:
        grids = [grid for grid in read_sheets(path, name, sheet=sheet) if any(map(any, grid.rows))]
        tables = [_of_grid(grid, words, shape) for grid in grids]
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
    unit = unit_above(parsed.above)
    found = (*notes_above(parsed.above, name, unit), *parsed.faults)
    table = Table(cells, name, parsed.first_row, found=found, how=parsed.how, unit=unit)
    return _under_header(header, table, words)


def _of_grid(grid: Grid, words: Words, shape: str) -> Table:
    """Make a table of a sheet; its header is the row that names columns, else the first that is not empty."""
    if shape == "adjacency":  # as in text, see `text.parse_ragged`
        cells = pd.DataFrame(grid.rows, dtype="str").rename(columns=lambda at: str(at + 1))
        return Table(cells, grid.file, 1, found=tuple(grid.notes))
    at = words.find_header(grid.rows[: text.HEAD_ROWS])
    if at is None:
        at = text.first_full(grid.rows[: text.HEAD_ROWS])
    header = [cell.strip() for cell in grid.rows[at]]
    cells = pd.DataFrame(grid.rows[at + 1 :], columns=range(len(header)), dtype="str")
    unit = unit_above(grid.rows[:at])
    found = (*notes_above(grid.rows[:at], grid.file, unit), *grid.notes)
    return _under_header(header, Table(cells, grid.file, at + 2, found=found, unit=unit), words)


def _under_header(header: list[str], table: Table, words: Words) -> Table:
    """Name the columns; those with neither a name nor a cell are dropped, and so are rows that are a header again."""
    cells = table.cells
    kept = [at for at, head in enumerate(header) if head or cells[at].str.strip().ne("").any()]
    cells = cells[kept]
    cells.columns = pd.Index([header[at] for at in kept])
    again = headers_again(cells, words)
    if not again.any():
        return replace(table, cells=cells)
    rows = table.row_numbers()
    problem = Said(f"{again.sum():,} rows that repeat the header are left out", f"跳过 {again.sum():,} 行重复的表头")
    note = Fault(problem, "", table.file, int(rows[again][0]), severity=NOTE)
    cells = cells[~again].reset_index(drop=True)
    return replace(table, cells=cells, rows=rows[~again], found=(*table.found, note))


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
