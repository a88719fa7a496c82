"""Delimited text into rows of cells, in UTF-8, UTF-16 or GB18030, under whatever delimiter the header has."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from chainnet.errors import DOUBT, Fault, InputError, Said

HEAD_ROWS = 30
"""A header is looked for in so many first rows."""
_HEAD_BYTES = 1 << 18
_USUAL = (",", "\t", ";", "|", "，", "；", "、", "^", "~", ":", "#")
_HAN_IN_UTF8 = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
_STAND_IN = "\x1f"
"""What takes the place of a delimiter that is more than one byte."""
_OPEN_QUOTE = (
    Said("a quote is opened and never closed", "引号没有成对"),
    Said('close it, or write "" for a quote within a cell', '补上引号；单元格里的引号写成 ""'),
)
ONE_COLUMN = ","
"""The delimiter of a table of one column, as everybody writes it."""
UNSEEN = ("\u200b", "\ufeff")
"""What copying from pages leaves behind: signs of no width."""
SPACES = " "
"""The delimiter of columns that runs of blanks keep apart."""

Rows = list[list[str]]
FindHeader = Callable[[Rows], int | None]
"""Returns which of the first rows of a table names its columns, None where none does."""


class Form(NamedTuple):
    """How a text is written: what keeps its cells apart, which row is the header, and how many lines are above it."""

    delimiter: str
    header: int
    lines_above: int


class Parsed(NamedTuple):
    """Rows of a text: the header, the cells below it, and the number of the first of them, from 1."""

    header: list[str]
    cells: pd.DataFrame
    first_row: int
    above: Rows
    faults: list[Fault]
    how: Said


def decoded(data: bytes, name: str) -> tuple[bytes, str]:
    """Return the text as UTF-8 without a mark, and the name of its encoding.

    Raises
    ------
    InputError
        Where the bytes are no text in UTF-8, UTF-16 or GB18030.

    Examples
    --------
    >>> decoded("链主".encode("gb18030"), "x.csv")[0].decode(), decoded(b"a", "x.csv")[1]
    ('链主', 'UTF-8')
    """
    hint = Said("save it as CSV UTF-8", "另存为 CSV UTF-8")
    for mark, encoding in ((b"\xef\xbb\xbf", "UTF-8"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if data.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("UTF-8", "GB18030")
    for encoding in encodings:
        try:
            if encoding == "UTF-8":
                text = data.removeprefix(b"\xef\xbb\xbf")
                _check_utf8(text)
            else:
                if encoding == "GB18030":
                    _check_not_broken_utf8(data, name)
                text = data.decode(encoding).encode()
        except (UnicodeError, pa.ArrowInvalid):  # a lone surrogate of UTF-16 can't be encoded again
            continue
        if b"\0" in text:
            raise InputError.one(Said("this is no text file", "这不是文本文件"), hint=hint, file=name)
        return _seen(text), encoding
    problem = Said("the text is neither UTF-8, UTF-16 nor GB18030", "文本编码不是 UTF-8、UTF-16 或 GB18030")
    raise InputError.one(problem, hint=hint, file=name)


def _check_not_broken_utf8(data: bytes, name: str) -> None:
    """Raise where the text is in UTF-8 up to a place: taken for GB18030 it would be read as other characters."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        if len(_HAN_IN_UTF8.findall(data[: error.start])) < 2:
            return
        row = 1 + data.count(b"\n", 0, error.start)
        problem = Said("the text is UTF-8 up to this row, and broken here", "文本到这一行为止是 UTF-8，此处编码出错")
        hint = Said(
            "it may be cut short, or joined of two files: save it again as CSV UTF-8",
            "文件可能不完整，或由两种编码拼接而成：请重新另存为 CSV UTF-8",
        )
        raise InputError.one(problem, hint=hint, file=name, row=row) from None


def _seen(text: bytes) -> bytes:
    """Return the text without signs of no width."""
    for sign in UNSEEN:
        if text.rfind(sign.encode()) >= 0:  # three times as fast as `in`
            text = text.replace(sign.encode(), b"")
    return text


def _check_utf8(text: bytes) -> None:
    """Raise ArrowInvalid where the text is not UTF-8, without decoding it: ten times as fast."""
    offsets = pa.py_buffer(np.array([0, len(text)], dtype=np.int64))
    pa.Array.from_buffers(pa.large_string(), 1, [None, offsets, pa.py_buffer(text)]).validate(full=True)


def parse(data: bytes, name: str, find_header: FindHeader, *, delimiter: str | None = None) -> Parsed:
    """Read delimited text.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        How to call it in messages.
    find_header : callable
        Says which of the first rows is the header. The delimiter under which there is one is taken.
    delimiter : str, optional
        What keeps the cells apart, where that is known.

    Returns
    -------
    Parsed
        Rows with too few or too many cells are in it, cut or filled up; its faults name them.

    Raises
    ------
    InputError
        Where the text is empty, of another encoding, or no table at all.
    """
    text, encoding = decoded(data, name)
    if not re.search(rb"[^ \t\r\n,;|]", text):
        hint = Said("the first row names the columns", "第一行写列名")
        raise InputError.one(Said("the file is empty", "文件是空的"), hint=hint, file=name)
    form = _form(text[:_HEAD_BYTES].decode(errors="ignore"), find_header, delimiter)
    body, sep = _plain(text, form.delimiter)
    above = _rows(_lines(body, form.lines_above), sep)
    body = body[_offset(body, form.lines_above) :]
    header = [cell.strip() for cell in _first_row(body, sep)]
    cells, faults = _cells(body, sep, len(header), name, form.header + 2)
    faults += _never_closed(body, cells, name, form.header + 2)
    told = {fault.row for fault in faults}
    swallowed = _rows_in_cells(cells, sep, name, form.header + 2) if b'"' in body else []
    faults += [doubt for doubt in swallowed if doubt.row not in told]
    if sep == _STAND_IN:  # within quotes it is no delimiter
        header = [cell.replace(sep, form.delimiter) for cell in header]
        cells = cells.apply(lambda column: column.str.replace(sep, form.delimiter, regex=False))
    how = Said(
        f"{encoding}, columns kept apart by {_called(form.delimiter, 'en')}",
        f"编码 {encoding}，以{_called(form.delimiter, 'zh')}分列",
    )
    return Parsed(header, cells, form.header + 2, above[: form.header], faults, how)


def parse_ragged(data: bytes, name: str, *, delimiter: str | None = None) -> Parsed:
    """Read delimited text whose rows have any number of cells and that has no header.

    Examples
    --------
    >>> parse_ragged(b"S1,L1,L2\\nS2,L1\\n", "x.csv").cells.to_numpy().tolist()
    [['S1', 'L1', 'L2'], ['S2', 'L1', '']]
    """
    text, encoding = decoded(data, name)
    form = _form(text[:_HEAD_BYTES].decode(errors="ignore"), lambda _: None, delimiter)
    body, sep = _plain(text, form.delimiter)
    try:
        rows = _rows(body.decode(), sep)
    except csv.Error as error:
        raise _unreadable(error, name) from error
    width = max((len(row) for row in rows), default=0)
    if not any(cell.strip() for row in rows for cell in row):
        hint = Said("write a supplier and its buyers in each row", "每行写一个供应商及其采购商")
        raise InputError.one(Said("the file is empty", "文件是空的"), hint=hint, file=name)
    cells = pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype="str")
    how = Said(f"{encoding}", f"编码 {encoding}")
    return Parsed([str(at) for at in range(1, width + 1)], cells, 1, [], [], how)


# ---- how a text is written ----------------------------------------------------------------------------------


def _form(head: str, find_header: FindHeader, delimiter: str | None) -> Form:
    """Find the delimiter under which there is a header; where there is none, the one that the first row has most."""
    for candidate in (delimiter,) if delimiter else (*_candidates(head), ONE_COLUMN):
        rows, ends = _head_rows(head, candidate)
        at = find_header(rows)
        # a header that it leaves whole shows no delimiter: 甲&乙 below it is one firm
        if at is not None and (len(rows[at]) > 1 or candidate in (delimiter, ONE_COLUMN)):
            return Form(candidate, at, ends[at - 1] if at else 0)
    rows, ends = _head_rows(head, ",")
    first = first_full(rows)
    above = ends[first - 1] if first else 0
    line = re.sub(r'"[^"]*"', "", "\n".join(head.split("\n")[above:]).split("\n", 1)[0])
    return Form(delimiter or max(_USUAL, key=line.count), first, above)


def first_full(rows: Rows) -> int:
    """Return which row may be a header where none names columns: the first of more than one cell, as a title has."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    enough = min(2, max(filled, default=0))
    return next((at for at, number in enumerate(filled) if number >= max(1, enough)), 0)


def _candidates(head: str) -> list[str]:
    """Return what may keep cells apart: the usual signs, any other sign in the first rows, and blanks."""
    lines = "".join(head.split("\n")[:HEAD_ROWS])
    others = dict.fromkeys(
        sign for sign in lines if not sign.isalnum() and sign not in "\"'\r_-()（）[]【】./\\ \u3000"
    )
    return [*(sign for sign in _USUAL if sign in others), *(sign for sign in others if sign not in _USUAL), SPACES]


def _head_rows(head: str, delimiter: str) -> tuple[Rows, list[int]]:
    """Return the first rows, and for each the number of lines up to its end."""
    text, sep = _plain(head.encode(), delimiter)
    reader = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=sep)
    rows, ends = [], []
    try:
        for row in reader:
            rows.append(row)
            ends.append(reader.line_num)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:  # a cell longer than csv takes: what was found up to here is looked at
        pass
    return rows, ends


def _plain(text: bytes, delimiter: str) -> tuple[bytes, str]:
    """Return the text with a delimiter of one byte, and that."""
    if delimiter == SPACES:
        lines = re.sub(rb"(?m)^[ \t]+|[ \t]+$", b"", text.replace("\u3000".encode(), b" "))
        return re.sub(rb"[ \t]+", b"\t", lines), "\t"
    if len(delimiter.encode()) > 1:
        return text.replace(delimiter.encode(), _STAND_IN.encode()), _STAND_IN
    return text, delimiter


def _called(delimiter: str, lang: str) -> str:
    names = {"\t": ("tabs", "制表符"), SPACES: ("blanks", "空格"), ",": ("commas", "逗号"), ";": ("semicolons", "分号")}
    en, zh = names.get(delimiter, (repr(delimiter), f"“{delimiter}”"))
    return zh if lang == "zh" else en


# ---- its cells ----------------------------------------------------------------------------------------------


def _offset(text: bytes, lines: int) -> int:
    at = 0
    for _ in range(lines):
        end = re.compile(rb"\r\n|\n|\r").search(text, at)
        at = end.end() if end else len(text)
    return at


def _lines(text: bytes, number: int) -> str:
    return text[: _offset(text, number)].decode()


def _rows(text: str, sep: str) -> Rows:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sep))


def _first_row(body: bytes, sep: str) -> list[str]:
    end = _HEAD_BYTES
    head = body[:end].decode(errors="ignore")
    try:
        return next(csv.reader(io.StringIO(head, newline=""), delimiter=sep), [])
    except csv.Error:
        return [head.split("\n", 1)[0]]


def _cells(body: bytes, sep: str, width: int, name: str, first_row: int) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the cells under the header, and a fault for each row of another width."""
    try:
        table = _parse(body, sep, width)
    except pa.ArrowInvalid:
        odd: dict[int, str] = {}

        def keep(row: pa.csv.InvalidRow) -> str:
            odd[row.number - 2] = row.text  # rows count from 1, and the first is the header
            return "skip"

        try:
            table = _parse(body, sep, width, keep)
        except pa.ArrowInvalid as error:
            raise _unreadable(error, name) from error
        return _with_odd_rows(_frame(table), odd, sep, name, first_row)
    return _frame(table), []


def _unreadable(error: Exception, name: str) -> InputError:
    problem = Said(f"can't be read as a table: {error}", f"无法读成表格：{error}")
    return InputError.one(problem, hint=Said("save it again as CSV UTF-8", "重新另存为 CSV UTF-8"), file=name)


def _parse(body: bytes, sep: str, width: int, keep: Callable[[pa.csv.InvalidRow], str] | None = None) -> pa.Table:
    names = [str(i) for i in range(width)]
    return pa.csv.read_csv(
        pa.py_buffer(body),
        pa.csv.ReadOptions(column_names=names, use_threads=keep is None, block_size=1 << 24, skip_rows_after_names=1),
        pa.csv.ParseOptions(
            delimiter=sep,
            newlines_in_values=b'"' in body,
            ignore_empty_lines=False,
            invalid_row_handler=keep,
        ),
        pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            strings_can_be_null=False,
            check_utf8=False,  # `decoded` has
        ),
    )


def _frame(table: pa.Table) -> pd.DataFrame:
    columns = {int(column): pd.array(table[column], dtype="str") for column in table.column_names}
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows))


def _rows_in_cells(cells: pd.DataFrame, sep: str, name: str, first_row: int) -> list[Fault]:
    """Doubt cells in quotes that hold what looks like whole rows: a quote before them may be one too many."""
    row = rf"[\r\n](?:[^\r\n]*?{re.escape(sep)}){{{max(1, len(cells.columns) - 1)}}}"
    problem = Said("a cell holds what looks like whole rows", "一个单元格里像是有好几行")
    hint = Said("check the quotes in and above this row", "请检查这一行和上面的引号")
    found: set[int] = set()
    for column in cells:
        found.update(np.flatnonzero(cells[column].str.contains(row).to_numpy(dtype=bool)).tolist())
    return [Fault(problem, hint, name, first_row + at, severity=DOUBT) for at in sorted(found)]


def _with_odd_rows(
    cells: pd.DataFrame, odd: dict[int, str], sep: str, name: str, first_row: int
) -> tuple[pd.DataFrame, list[Fault]]:
    """Put the rows of another width back to their places, and say what is wrong with them."""
    width = len(cells.columns)
    faults, rows = [], []
    for at, text in odd.items():
        row = next(iter(_rows(text, sep)), []) if text.count('"') % 2 == 0 else [text]
        faults += _odd_row(row, text, width, sep, name, first_row + at)
        rows.append((row + [""] * width)[:width])
    regular = sorted(set(range(len(cells) + len(odd))) - set(odd))
    extra = pd.DataFrame(rows, index=list(odd), columns=cells.columns, dtype="str")
    return pd.concat([cells.set_axis(regular), extra]).sort_index(), faults


def _never_closed(body: bytes, cells: pd.DataFrame, name: str, first_row: int) -> list[Fault]:
    """Return a fault where the last cell runs over lines to the end of the file, in a quote that is not closed."""
    last = str(cells.iloc[-1, -1]) if cells.size else ""
    if not re.search("[\r\n]", last) or body.rstrip().endswith(b'"') or body.count(b'"') % 2 == 0:
        return []
    return [Fault(*_OPEN_QUOTE, name, first_row + len(cells) - 1)]


def _odd_row(row: list[str], text: str, width: int, sep: str, name: str, at: int) -> list[Fault]:
    if text.count('"') % 2:
        return [Fault(*_OPEN_QUOTE, name, at)]
    if any(cell.strip() for cell in row[width:]):
        problem = Said(f"{len(row)} cells under {width} columns", f"表头 {width} 列，这一行有 {len(row)} 个单元格")
        hint = Said(f"put quotes around cells that hold a {sep!r}", f"含有 {sep!r} 的单元格加上引号")
        return [Fault(problem, hint, name, at)]
    if 0 < len(row) < width and any(cell.strip() for cell in row):
        problem = Said(f"{len(row)} cells under {width} columns", f"表头 {width} 列，这一行只有 {len(row)} 个单元格")
        hint = Said(
            "the cells that are missing are taken as empty: check that none slipped to the left",
            "缺的单元格按空白处理：请检查是否错位",
        )
        return [Fault(problem, hint, name, at, severity=DOUBT)]
    return []
