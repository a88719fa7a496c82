"""Tables of pairs from csv, xlsx or parquet: their cells, what the headers mean, ids and numbers."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from chainnet.errors import Fault, InputError, Said
from chainnet.spreadsheet import unescape
from chainnet.travel.headers import Meaning, meaning

if TYPE_CHECKING:
    import pandas as pd

Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

MOST_TOLD = 50
"""Faults of one kind that are listed; how many more there are is said."""
NOTHING = ("", "-", "--", "—", "——", "/", "na", "n/a", "nan", "null", "none", "#n/a", "无", "未知", "不详", "unknown")
"""What stands for a number that is not known."""
_DELIMITERS = (",", "\t", ";")
_UNNAMED = "__index_level_"
"""How a Parquet file names an index without a name."""


def read_cells(path: Path, name: str) -> pa.Table:
    """Return the cells of a file under its headers: text as written, or as Parquet types them.

    Raises
    ------
    InputError
        Where the file is not there, is of another kind, or can't be read as what its ending says.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".tsv", ".txt", ".xlsx", ".parquet"):
        hint = Said("give a .csv, .xlsx or .parquet", "请给 .csv、.xlsx 或 .parquet")
        raise InputError.one(
            Said(f"no way to read {ending or name}", f"无法读取 {ending or name}"), hint=hint, file=name
        )
    if not path.is_file():
        raise InputError.one(Said("no such file", "没有这个文件"), hint=Said("check the path", "检查路径"), file=name)
    try:
        if ending == ".parquet":
            return _index_first(pa.parquet.read_table(path))
        return _workbook(path) if ending == ".xlsx" else _text(path.read_bytes(), name)
    except (pa.ArrowException, ValueError, OSError) as error:
        problem = Said(f"can't be read as {ending}: {error}", f"无法作为 {ending} 读取：{error}")
        hint = Said("the file may be cut short; save it again", "文件可能不完整；请重新保存")
        raise InputError.one(problem, hint=hint, file=name) from error


def cells_of(table: pd.DataFrame) -> pa.Table:
    """Return the cells of a DataFrame, its index first where it names something.

    Raises
    ------
    InputError
        Where it is no DataFrame, or a column holds things of several kinds.
    """
    import pandas as pd

    hint = Said("give a DataFrame with text and numbers", "请给只含文本和数字的 DataFrame")
    if not isinstance(table, pd.DataFrame):
        problem = Said(f"this is a {type(table).__name__}, no table", f"这是 {type(table).__name__}，不是表格")
        raise InputError.one(problem, hint=hint)
    try:
        return _index_first(pa.Table.from_pandas(table))
    except (pa.ArrowException, ValueError) as error:
        raise InputError.one(Said(f"can't be read: {error}", f"无法读取：{error}"), hint=hint) from error


def _index_first(cells: pa.Table) -> pa.Table:
    """Return a table with the index that pandas wrote as its first columns, as in the other kinds of files.

    Numbers without a name beside text are the numbers of rows that were picked, no ids.
    """
    kept = (cells.schema.pandas_metadata or {}).get("index_columns", [])
    index = [column for column in kept if isinstance(column, str) and column in cells.column_names]
    others = [column for column in cells.column_names if column not in index]
    if len(index) == 1 and index[0].startswith(_UNNAMED) and others:
        text, numbered = cells.schema.field(others[0]).type, cells.schema.field(index[0]).type
        if pa.types.is_integer(numbered) and (pa.types.is_string(text) or pa.types.is_large_string(text)):
            index = []
    shown = ["" if column.startswith(_UNNAMED) else column for column in index]
    return cells.select([*index, *others]).rename_columns([*shown, *others]).replace_schema_metadata(None)


def _text(data: bytes, name: str) -> pa.Table:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("gb18030")
        data = text.encode()
    header = text.partition("\n")[0]
    if not header.strip():
        hint = Said("the first row names the columns", "第一行写列名")
        raise InputError.one(Said("the file is empty", "文件是空的"), hint=hint, file=name)
    parse = pa.csv.ParseOptions(delimiter=max(_DELIMITERS, key=header.count))
    columns = next(csv.reader([header.rstrip("\r")], delimiter=parse.delimiter))
    convert = pa.csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False)
    return pa.csv.read_csv(pa.BufferReader(data), parse_options=parse, convert_options=convert)


def _workbook(path: Path) -> pa.Table:
    import pandas as pd

    return pa.Table.from_pandas(pd.read_excel(path, dtype="str", engine="calamine"), preserve_index=False)


def roles(columns: Iterable[str], name: str) -> dict[str, tuple[str, Meaning]]:
    """Return the header and its meaning for each role that the columns have.

    Raises
    ------
    InputError
        Where two columns mean the same.
    """
    found: dict[str, tuple[str, Meaning]] = {}
    for header in columns:
        said = meaning(header)
        if said is None:
            continue
        if said.role in found:
            other = found[said.role][0]
            problem = Said(f"{other} and {header} mean the same: {said.role}", f"“{other}”和“{header}”含义相同")
            raise InputError.one(problem, hint=Said("keep one of them", "只保留一列"), file=name, column=header)
        found[said.role] = header, said
    return found


def numbers(column: pa.ChunkedArray) -> tuple[Floats, Rows]:
    """Return the numbers of a column, NaN where nothing is written, and the places of what is no number."""
    try:  # a column of plain numbers is read at once
        return _floats(column), np.zeros(0, dtype=np.int64)
    except pa.ArrowInvalid:
        text = pc.utf8_trim_whitespace(column)
    empty = pc.is_in(pc.utf8_lower(text), value_set=pa.array(NOTHING, column.type))
    written = pc.if_else(empty, pa.scalar(None, column.type), text)
    try:
        return _floats(written), np.zeros(0, dtype=np.int64)
    except pa.ArrowInvalid:
        values = np.array([_number(cell) for cell in written.to_pylist()])
        return values, np.flatnonzero(np.isnan(values) & pc.is_valid(written).to_numpy())


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _number(cell: str | None) -> float:
    try:
        return float(cell) if cell is not None else np.nan
    except ValueError:
        return np.nan


def coded(column: pa.ChunkedArray, ids: dict[str, int]) -> Codes:
    """Return the place of each id in `ids`, which grows by new ones; -1 where none is written."""
    text = pc.utf8_trim_whitespace(column.cast(pa.string())).combine_chunks().dictionary_encode()
    known = [ids.setdefault(firm, len(ids)) if firm else -1 for firm in _unescaped(text.dictionary)]
    place = np.array([*known, -1], dtype=np.int32)
    return place[pc.fill_null(text.indices, len(known)).to_numpy()]


def _unescaped(ids: pa.Array) -> list[str]:
    import pandas as pd

    return [str(firm) for firm in unescape(pd.Series(ids.to_pylist(), dtype="str"))]


def listed(problem: list[Fault], more: int) -> list[Fault]:
    """Return the faults, and that there are more of the kind."""
    rest = Fault(Said(f"and {more:,} more like this", f"另有 {more:,} 处同样的问题"), file=problem[0].file)
    return [*problem, rest] if more > 0 else problem
