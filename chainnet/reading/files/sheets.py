"""Workbooks (xlsx, xlsm, xlsb, xls, ods) into grids of text, each cell as a person sees it.

A workbook is surveyed before it is read, see `chainnet.reading.files.survey`.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from xml.parsers import expat

from chainnet.errors import DOUBT, NOTE, Fault, InputError, Said
from chainnet.reading.files.kinds import WORKBOOKS, kind_of, locked, renamed
from chainnet.reading.files.opened import opening
from chainnet.reading.files.survey import Cell, Merge, Survey, address, check_size
from chainnet.reading.files.survey_records import survey_xls
from chainnet.reading.files.survey_zipped import survey_zipped

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    ValueError,
    LookupError,
    EOFError,
    RuntimeError,
    OverflowError,
    TypeError,
    AttributeError,
)
"""What Python's libraries say against a workbook whose structure is broken."""


@dataclass
class Grid:
    """The cells of one sheet.

    Parameters
    ----------
    rows : list of list of str
        Text of each cell, "" where it is empty; all rows are equally wide and the first cell is A1.
    file : str
        Such as ``book.xlsx``, or ``book.xlsx[Sheet]`` where the book has several sheets.
    first_row : int
        Number of the first row of `rows` as a spreadsheet counts it.
    notes : list of Fault
        What was done on the way ("note"), and what looks odd ("doubt").
    """

    rows: list[list[str]]
    file: str
    first_row: int = 1
    notes: list[Fault] = field(default_factory=list)


def read_sheets(path: Path, name: str, *, sheet: str | None = None) -> list[Grid]:
    """Read the sheets of a workbook that hold anything.

    Parameters
    ----------
    path : Path
        The workbook; what it is, is decided by its content where the ending errs.
    name : str
        How to call it in messages.
    sheet : str, optional
        Read only this sheet: by its name, else its name in any case, else its number from 1. Without it all visible
        sheets are read (all sheets where none is visible).

    Returns
    -------
    list of Grid
        At least one. Whole numbers have no point, booleans are "yes" and "no", dates and times ISO text, durations
        hours:minutes:seconds, errors their text (#N/A). Numbers are as stored, not as formatted: 25 % is 0.25.
        The value of a range merged over rows stands in each of them that holds anything else, in the range's first
        column. Text is not stripped.

    Raises
    ------
    InputError
        Where it is no workbook, is locked or empty, has no such sheet, or is too large.

    Examples
    --------
    >>> import tempfile, xlsxwriter
    >>> path = Path(tempfile.mkdtemp()) / "links.xlsx"
    >>> with xlsxwriter.Workbook(path) as book:
    ...     _ = book.add_worksheet().write_row("A1", ["supplier", 7.0, True])
    >>> read_sheets(path, "links.xlsx")[0].rows
    [['supplier', '7', 'yes']]
    """
    kind = kind_of(path, name)
    if kind[1] or kind[0] not in WORKBOOKS or not path.is_file():
        hint = Said("unpack it, or save it again as .xlsx", "请先解压，或另存为 .xlsx")
        raise InputError.one(Said("this is no workbook", "这不是工作簿"), hint=hint, file=name)
    with opening(path, name):
        grids = _read(path, kind[0], name, sheet)
    grids[0].notes[:0] = renamed(path, kind, name)
    return grids


def _read(path: Path, ending: str, name: str, wanted: str | None) -> list[Grid]:
    surveys = _survey(path, ending, name)
    for survey in surveys if ending in (".xls", ".ods") else ():  # these are laid out when the book is opened
        check_size(survey, name)
    book = _guarded(name, partial(_open, path, ending))
    told = list(book.sheets_metadata)
    names = [one.name for one in told if str(one.typ) == "SheetTypeEnum.WorkSheet"]
    seen = [one.name for one in told if one.name in names and str(one.visible) == "SheetVisibleEnum.Visible"] or names
    grids = []
    for sheet in _picked(names, seen, wanted, name):
        place = name if len(names) == 1 else f"{name}[{sheet}]"
        at = [one.name for one in told].index(sheet)
        survey = surveys[at] if at < len(surveys) else Survey()
        check_size(survey, place)
        cells = _guarded(place, partial(_cells, book, sheet))
        grid = _grid(cells[0], cells[1], survey, place)
        if any(map(any, grid.rows)):
            grids.append(grid)
    if not grids:
        what = Said("the workbook is empty", "工作簿是空的")
        what = what if wanted is None else Said(f"sheet {wanted} is empty", f"工作表“{wanted}”是空的")
        raise InputError.one(what, hint=Said("the first row names the columns", "首行应为列名"), file=name)
    if wanted is None and len(seen) < len(names):
        hidden = "、".join(one for one in names if one not in seen)
        said = Said(f"hidden sheets were not read: {hidden}", f"未读取隐藏的工作表：{hidden}")
        hint = Said("name one with --sheet to read it", "如需读取，请用 --sheet 指定")
        grids[0].notes.append(Fault(said, hint, name, severity=NOTE))
    return grids


def _survey(path: Path, ending: str, name: str) -> list[Survey]:
    """Survey the sheets in the order of the book; a book that can't be surveyed is not read."""
    try:
        return survey_xls(path.read_bytes()) if ending == ".xls" else survey_zipped(path, ending, name)
    except _BROKEN as error:
        raise _broken(error, name) from error


def _open(path: Path, ending: str) -> Any:
    from python_calamine import CalamineWorkbook

    if path.suffix.lower() == ending and path.suffix in WORKBOOKS:
        return CalamineWorkbook.from_path(str(path))
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))  # goes by content, not by the ending


def _cells(book: Any, sheet: str) -> tuple[list[list[Any]], list[Merge]]:
    one = book.get_sheet_by_name(sheet)
    return one.to_python(skip_empty_area=False), one.merged_cell_ranges or []


def _guarded(name: str, work: Callable[[], Any]) -> Any:
    """Do something with the reader; whatever it says against it, even by a panic, becomes an `InputError`."""
    try:
        return work()
    except (MemoryError, KeyboardInterrupt, InputError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _broken(error, name) from error


def _broken(error: BaseException, name: str) -> InputError:
    if type(error).__name__ == "PasswordError":
        return locked(name)
    said = str(error).strip().split("\n")[0][:200] or type(error).__name__
    hint = Said("open it in Excel or WPS and save it again as .xlsx", "请用 Excel 或 WPS 打开并另存为 .xlsx")
    return InputError.one(Said(f"this is no workbook: {said}", f"这不是工作簿：{said}"), hint=hint, file=name)


def _picked(names: list[str], seen: list[str], wanted: str | None, name: str) -> list[str]:
    """Return the sheets to read."""
    if wanted is None:
        return seen
    alike = [one for one in names if one.strip().casefold() == wanted.strip().casefold()]
    if wanted in names or len(alike) == 1:
        return [wanted if wanted in names else alike[0]]
    number = wanted.strip()
    if not alike and number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(names):
        return [names[int(number) - 1]]
    said, zh = ", ".join(names), "、".join(names)
    hint = Said(f"the sheets are {said}", f"工作表有：{zh}")
    raise InputError.one(Said(f"no sheet {wanted}", f"没有名为“{wanted}”的工作表"), hint=hint, file=name)


def _grid(cells: list[list[Any]], merges: list[Merge], survey: Survey, place: str) -> Grid:
    """Make the grid of a sheet and tell what was done."""
    rows = [[cell if type(cell) is str else _text(cell) for cell in row] for row in cells]
    _write_errors(rows, survey.errors)
    grid = Grid(rows, place)
    if filled := rows and _fill_down(rows, [*merges, *survey.merges], place):
        said = Said(
            f"the values of {filled} cells merged over rows stand in each row", f"{filled} 处纵向合并的单元格已逐行填充"
        )
        grid.notes.append(Fault(said, "", place, severity=NOTE))
    if survey.unsolved:
        count, first = len(survey.unsolved), address(survey.unsolved[0])
        said = Said(
            f"{count} formulas have no stored result and are read as empty, the first at {first}",
            f"{count} 个公式没有保存结果，按空值读取，首个在 {first}",
        )
        hint = Said("open the workbook in Excel or WPS and save it", "请用 Excel 或 WPS 打开并保存一次")
        grid.notes.append(Fault(said, hint, place, survey.unsolved[0][0] + 1, severity=DOUBT))
    if (at := next((at for at, row in enumerate(cells) if any(map(_too_long, row))), -1)) >= 0:
        first = address((at, next(column for column, cell in enumerate(cells[at]) if _too_long(cell))))
        said = Said(
            f"numbers of more than 15 digits, the first at {first}: a spreadsheet keeps only 15 of them",
            f"有超过 15 位的数字，首个在 {first}：电子表格只保留 15 位",
        )
        hint = Said("format codes as text and enter them again", "请将编码列设为文本格式后重新录入")
        grid.notes.append(Fault(said, hint, place, at + 1, severity=DOUBT))
    return grid


def _too_long(cell: Any) -> bool:
    """Whether a number has more digits than a spreadsheet keeps."""
    return type(cell) is float and (cell >= 1e15 or cell <= -1e15)


def _text(cell: Any) -> str:
    """Return what a person sees of a cell that is no text."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        if abs(cell) < 1e15:
            return str(int(cell)) if cell.is_integer() else str(cell)
        short = f"{cell:.15G}"
        return short if float(short) == cell else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        hours, rest = divmod(abs(seconds), 3600)
        return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"
    return str(cell)


def _write_errors(rows: list[list[str]], errors: dict[Cell, str]) -> None:
    """Write the text of errors into their cells, which the reader leaves empty, or out where they are the last."""
    if not errors:
        return
    width = max(len(rows[0]) if rows else 0, 1 + max(column for _, column in errors))
    for cells in rows:
        cells.extend([""] * (width - len(cells)))
    rows += [[""] * width for _ in range(len(rows), 1 + max(row for row, _ in errors))]
    for (row, column), text in errors.items():
        rows[row][column] = text


def _is_number(text: str) -> bool:
    """Whether a merged cell holds an amount: written into each row it would count once for each."""
    return bool(re.fullmatch(r"[¥￥$]?[\d,.]+\s*[%％万亿千元]*", text))


def _fill_down(rows: list[list[str]], merges: list[Merge], place: str) -> int:
    """Write the value of ranges merged over rows into each of their rows; return how many ranges."""
    tall = [merge for merge in merges if merge[1][0] > merge[0][0] and merge[0][0] < len(rows)]
    tall = [merge for merge in tall if merge[0][1] < len(rows[0]) and rows[merge[0][0]][merge[0][1]]]
    if sum(min(end[0], len(rows)) - start[0] for start, end in tall) > len(rows) * len(rows[0]):
        hint = Said("save the workbook again", "请重新保存工作簿")
        raise InputError.one(Said("merged ranges overlap", "合并的单元格互相重叠"), hint=hint, file=place)
    tall = [merge for merge in tall if not _is_number(rows[merge[0][0]][merge[0][1]])]
    holds = [any(row) for row in rows] if tall else []
    for (first, column), (last, _) in tall:
        for row in range(first + 1, min(last + 1, len(rows))):
            if holds[row] and not rows[row][column]:
                rows[row][column] = rows[first][column]
    return len(tall)
