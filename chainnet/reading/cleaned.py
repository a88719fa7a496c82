"""Columns on their way from cells to a network, and what was found on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from chainnet import terms
from chainnet.errors import DOUBT, Fault, Said, told
from chainnet.reading.cells.units import Unit, factor_between, in_unit, stated_unit, unit_named
from chainnet.reading.cells.unread import message
from chainnet.reading.cells.values import Numbers, read_numbers
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import WITH_UNIT, Words, named
from chainnet.reading.texts import Flags, Kinds, as_texts, by_distinct

Rows = npt.NDArray[np.int64]
Told = Said | str

MOST_OF_A_KIND = 1000
"""Of one problem in one column so many rows are listed, and the number of the others is said."""
_NOTHING = "- -- — —— / \\ N/A #N/A NULL NaN 不详 未知 暂无 未填 待定"
UNSAID = {terms.fold(word) for word in _NOTHING.split()}
"""What is written where nothing is known."""
NO_FIRM = pa.array(
    [
        "-",
        "--",
        "—",
        "——",
        "－",
        "N/A",
        "n/a",
        "#N/A",
        "无",
        "不详",
        "未知",
        "暂无",
        "暂缺",
        "未填",
        "待定",
        "同上",
        "〃",
        "同",
        "？",
        "?",
    ],
    pa.large_string(),
)
"""What is no id of a firm, as it is written."""


@dataclass
class Cleaned:
    """Columns that a network can be made of, and what was found.

    Attributes
    ----------
    frame : DataFrame
        The cleaned columns. Rows that are blank are left out.
    row : ndarray of int, shape (len(frame),)
        The row of the file that each row of `frame` comes from.
    table : Table
        Where they come from.
    written : dict
        The header of each column as the user wrote it.
    units : dict
        The unit of each column of amounts, where one is stated.
    faults : list of Fault
        Faults, doubts and notes, in the order of the file.
    """

    frame: pd.DataFrame
    row: Rows
    table: Table
    written: dict[str, str]
    units: dict[str, Unit]
    faults: list[Fault] = field(default_factory=list)

    def tell(
        self, where: Any, column: str, problem: Callable[[Any], Told], hint: Told, severity: str = "fault"
    ) -> None:
        """Add a fault for each row that `where` marks; `problem` makes its text of the cell, or of the row's number."""
        at = np.flatnonzero(np.asarray(where, dtype=np.bool_))
        if len(at) == 0:
            return
        cells = self.frame[column].iloc[at] if column in self.frame else pd.Series(self.row[at])
        header = self.written.get(column, column)
        for row, cell in zip(self.row[at[:MOST_OF_A_KIND]], cells.iloc[:MOST_OF_A_KIND], strict=True):
            self.faults.append(Fault(problem(cell), hint, self.table.file, int(row), header, severity))
        if len(at) > MOST_OF_A_KIND:
            more = len(at) - MOST_OF_A_KIND
            first = problem(cells.iloc[0])
            text = Said(
                f"{more:,} more rows are like this one: {told(first, 'en')}",
                f"另有 {more:,} 行同样有问题：{told(first, 'zh')}",
            )
            self.faults.append(Fault(text, hint, self.table.file, int(self.row[at[0]]), header, severity))

    def say(self, problem: Told, hint: Told = "", *, column: str = "", severity: str = "note") -> None:
        """Add what concerns the table as a whole."""
        self.faults.append(Fault(problem, hint, self.table.file, None, self.written.get(column, column), severity))

    def drop(self, where: Flags) -> None:
        """Leave out the rows that `where` marks."""
        if where.any():
            self.frame = self.frame[~where].reset_index(drop=True)
            self.row = self.row[~where]


def start(
    table: Table,
    kind: str,
    words: Words,
    digits: frozenset[str],
    kinds: Kinds | None = None,
) -> Cleaned:
    """Name the columns of a table and clean the texts in all but those of `digits`; blank rows are left out.

    For `digits` and `kinds` see `chainnet.reading.texts.as_texts`.
    """
    found = named(table.cells, kind, words, table.file, table.first_row - 1 if table.first_row > 1 else None)
    cells = found.cells.reset_index(drop=True)
    known = {term.key for term in (terms.FIRM_COLUMNS if kind == "firms" else terms.LINK_COLUMNS)} | {"cluster"}
    typed = {c for c in cells if pd.api.types.is_numeric_dtype(cells[c]) or pd.api.types.is_bool_dtype(cells[c])}
    texts = [column for column in cells if column not in typed or (column in known and column not in digits)]
    for column, text in as_texts(cells[texts], digits=digits & set(WITH_UNIT), kinds=kinds or {}).items():
        cells[column] = text
    units = {column: unit for column, text in found.units.items() if (unit := stated_unit(text))}
    cleaned = Cleaned(cells, table.row_numbers(), table, found.written, units, [*table.found, *found.faults])
    cleaned.drop(_blank(cells))
    return cleaned


def _blank(cells: pd.DataFrame) -> Flags:
    """Return which rows have nothing in any column."""
    blank = np.ones(len(cells), dtype=np.bool_)
    for column in cells:
        blank &= cells[column].isna().to_numpy()
        if not blank.any():  # as in most tables after the first column
            break
    return blank


def without_unsaid(cells: pd.Series, words: Collection[str] = ()) -> pd.Series:
    """Return texts without those that say that nothing is known, such as - or 不详; `words` have a meaning here.

    Examples
    --------
    >>> without_unsaid(pd.Series(["x", "-", "不详"], dtype="str"), {"不详"}).tolist()
    ['x', nan, '不详']
    """
    unsaid = UNSAID - set(words)
    return by_distinct(cells, lambda text: None if terms.fold(text) in unsaid else text)


def read_words(cleaned: Cleaned, column: str, words: dict[str, str], known: tuple[terms.Term, ...]) -> None:
    """Read the words of a column; one that is not known is a fault."""
    cells = without_unsaid(cleaned.frame[column], words)
    meant = by_distinct(cells, lambda text: words.get(terms.fold(text)))
    hint = Said(
        f"write one of {terms.choices(known)}, or nothing",
        f"写以下之一，或留空：{terms.choices(known)}",
    )
    shown = next(term for term in (*terms.FIRM_COLUMNS, *terms.LINK_COLUMNS) if term.key == column)
    cleaned.tell(
        cells.notna() & meant.isna(),
        column,
        lambda cell: Said(f"{cell!r} is no {column}", f"“{cell}”不是{shown.zh}"),
        hint,
    )
    cleaned.frame[column] = meant


def read_amounts(cleaned: Cleaned, column: str, stated: Unit | None) -> None:
    """Read a column of amounts; where neither its header nor its cells say a unit, they are in the `stated` one."""
    numbers = read_numbers(cleaned.frame[column], cleaned.units.get(column) or stated)
    tell_unread(cleaned, column, numbers)
    below = numbers.number.lt(0)
    cleaned.tell(
        below,
        column,
        lambda cell: Said(f"{cell} is negative", f"{cell} 是负数"),
        Said("write an amount of zero or more", "金额应为零或正数"),
    )
    cleaned.frame[column] = numbers.number.mask(below) if below.any() else numbers.number
    if numbers.unit is not None:
        if numbers.converted:
            cleaned.say(
                Said(
                    f"{numbers.converted:,} amounts with a unit of their own are read in {numbers.unit.text}",
                    f"{numbers.converted:,} 个自带单位的金额已换算为{numbers.unit.text}",
                ),
                column=column,
            )
        cleaned.units[column] = numbers.unit
        if numbers.unit.currency and unit_named(numbers.unit.text) is None:
            text = numbers.unit.text
            cleaned.say(
                Said(
                    f"{text} is no unit of money: amounts are taken as they are",
                    f"“{text}”不是金额单位，按原样读取",
                ),
                Said("write the unit in brackets, as in 采购额（万元）", "单位写在括号里，如 采购额（万元）"),
                column=column,
                severity=DOUBT,
            )


def tell_unread(cleaned: Cleaned, column: str, numbers: Numbers) -> None:
    """Add a fault for each cell that is no number."""
    if not numbers.bad.any():
        return
    cells = cleaned.frame[column]
    for why, rows in numbers.why.groupby(numbers.why).groups.items():
        hint = message(cells[rows[0]], str(why))[1]
        cleaned.tell(cells.index.isin(rows), column, _problem_of(str(why)), hint)


def _problem_of(why: str) -> Callable[[Any], Told]:
    return lambda cell: message(cell, why)[0]


def convert(cleaned: Cleaned, column: str, unit: Unit | None) -> None:
    """Convert a column of amounts into `unit`; where that can't be done it is a fault."""
    own = cleaned.units.get(column)
    if own is None and unit is not None:
        cleaned.units[column] = unit
    if own is None or unit is None or own == unit:
        return
    if factor_between(own, unit) is None:
        problem = Said(f"several value units: {own.text}, {unit.text}", f"金额单位不一致：{own.text}、{unit.text}")
        hint = Said("write all amounts in one currency", "全部金额使用同一币种和单位")
        cleaned.say(problem, hint, column=column, severity="fault")
    elif own.factor != unit.factor:
        cleaned.frame[column] = in_unit(cleaned.frame[column], own, unit)
        cleaned.say(
            Said(f"amounts in {own.text} are read in {unit.text}", f"单位{own.text}已换算为{unit.text}"), column=column
        )
    cleaned.units[column] = unit
