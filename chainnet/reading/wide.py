"""Wide tables into links: a matrix of suppliers by buyers, and rows of a supplier with its buyers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from chainnet.errors import DOUBT, NOTE, Fault, InputError, Said
from chainnet.reading.cells.values import read_numbers
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import END_WORDS, TOTALS, Words, ends_named
from chainnet.terms import fold

SHAPES = ("auto", "links", "matrix", "adjacency")
"""How a table may hold links: told by its headers, one row a link, suppliers by buyers, a supplier and its buyers."""
_LOOKED_AT = 1000


def as_links(table: Table, words: Words, shape: str = "auto") -> Table:
    """Return a table with one row a link; one that has such rows already, or is no wide table, comes back as it is.

    Parameters
    ----------
    table : Table
    words : Words
    shape : {"auto", "links", "matrix", "adjacency"}

    Raises
    ------
    InputError
        Where a matrix is asked for and the table is none.

    Examples
    --------
    >>> cells = pd.DataFrame([["甲", "3", ""], ["乙", "", "4"]], columns=["供应商\\\\采购商", "丙", "丁"])
    >>> as_links(Table(cells, "x.csv"), Words()).cells.to_numpy().tolist()
    [['甲', '丙', '3'], ['乙', '丁', '4']]
    """
    headers = [str(header) for header in table.cells.columns]
    if shape == "links" or (shape == "auto" and (words.is_links(headers) or len(headers) < 2)):
        return table
    if shape == "adjacency" or (shape == "auto" and _lists_buyers(headers)):
        return _from_adjacency(table)
    ends = _corner(headers[0])
    if shape == "auto" and (ends is None or not (len(ends_named(headers[0])) == 2 or _is_matrix(table.cells))):
        return table
    return _from_matrix(table, ends or ("supplier", "buyer"), sure=bool(ends) and bool(fold(headers[0])))


def _corner(header: str) -> tuple[str, str] | None:
    """Return what the rows and the columns of a matrix are by its corner cell, None where it names neither end."""
    if not header.strip():
        return "supplier", "buyer"
    ends = ends_named(header)
    return (ends[0], "buyer" if ends[0] == "supplier" else "supplier") if ends else None


def _is_matrix(cells: pd.DataFrame) -> bool:
    """Whether all cells but those of the first column are numbers or empty, some of them numbers."""
    body = cells.iloc[:_LOOKED_AT, 1:].astype("str").to_numpy(dtype=object).ravel()
    numbers = read_numbers(pd.Series(body, dtype="str"), None)
    read = ~numbers.bad | numbers.why.eq("needs_unit")  # 1.2亿 is an amount, and which unit it is in is told later
    return bool(len(body) and read.all() and numbers.number.notna().any())


def _from_matrix(table: Table, ends: tuple[str, str], *, sure: bool) -> Table:
    cells = table.cells
    rows = table.row_numbers()
    body = np.column_stack([_text(cells.iloc[:, at]) for at in range(1, len(cells.columns))])
    first = _text(cells.iloc[:, 0])
    labels = np.array([str(header).strip() for header in cells.columns[1:]], dtype=object)
    number = _plain_numbers(body)
    sums = _are_totals(first), _are_totals(labels)
    there = ~np.isin(body, ["", "-"]) & (number != 0) & ~sums[0][:, None] & ~sums[1]
    at_row, at_column = np.nonzero(there)
    links = {ends[0]: first[at_row], ends[1]: labels[at_column], "value": body[there]}
    if len(at_row) and (number[there] == 1).all():  # an adjacency matrix says who supplies whom, and no amounts
        del links["value"]
    frame = pd.DataFrame(links, dtype="str")
    said = {"supplier": ("suppliers", "供应商"), "buyer": ("buyers", "采购商")}
    (row_en, row_zh), (column_en, column_zh) = said[ends[0]], said[ends[1]]
    problem = Said(
        f"read as a matrix of {row_en} (rows) by {column_en} (columns): {len(frame):,} links",
        f"按矩阵读取：行是{row_zh}，列是{column_zh}，共 {len(frame):,} 条关系",
    )
    hint = Said(
        "write 采购商\\供应商 into its first cell where it is the other way round",
        "若相反，左上角单元格写“采购商\\供应商”",
    )
    note = Fault(problem, "" if sure else hint, table.file, table.first_row - 1, severity=NOTE if sure else DOUBT)
    found = (*table.found, note, *_left_out([*first[sums[0]], *labels[sums[1]]], table))
    return replace(table, cells=frame[["supplier", "buyer", *frame.columns[2:]]], rows=rows[at_row], found=found)


def _plain_numbers(body: np.ndarray) -> np.ndarray:
    """Return the numbers among the cells that are nothing but one, whatever their width; NaN elsewhere."""
    text = pd.Series(body.ravel(), dtype="str").str.normalize("NFKC")
    return pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64).reshape(body.shape)


def _are_totals(names: np.ndarray) -> np.ndarray:
    return np.array([fold(str(name)) in TOTALS for name in names], dtype=np.bool_)


def _left_out(sums: list[str], table: Table) -> list[Fault]:
    """Say that rows and columns of totals are left out: as firms they would count every amount twice."""
    if not sums:
        return []
    named = "、".join(dict.fromkeys(sums))
    problem = Said(f"rows and columns of totals are left out: {named}", f"跳过合计的行和列：{named}")
    hint = Said(
        "nothing, if they are totals; else give the firm another name", "如确是合计，无需处理；否则请换个企业名"
    )
    return [Fault(problem, hint, table.file, severity=DOUBT)]


def _lists_buyers(headers: list[str]) -> bool:
    """Whether the first header is the supplier, and all others are numbered buyers, as in 采购商1 and 采购商2."""
    numbered = [re.sub(r"[\d_\s]+$", "", header) for header in headers[1:]]
    return (
        fold(headers[0]) in END_WORDS["supplier"]
        and any(header != bare for header, bare in zip(headers[1:], numbered, strict=True))
        and all(fold(bare) in END_WORDS["buyer"] or not bare for bare in numbered)
    )


def _from_adjacency(table: Table) -> Table:
    cells, rows = table.cells, table.row_numbers()
    if len(cells) and fold(str(cells.iloc[0, 0])) in END_WORDS["supplier"]:  # a header above rows that need none
        cells, rows = cells.iloc[1:], rows[1:]
    if len(cells.columns) < 2:
        problem = Said("one column alone: no buyers beside the suppliers", "只有一列：供应商旁没有采购商")
        raise InputError.one(
            problem, hint=Said("write the buyers beside each supplier", "在供应商右侧写出采购商"), file=table.file
        )
    body = np.column_stack([_text(cells.iloc[:, at]) for at in range(1, len(cells.columns))])
    at_row, at_column = np.nonzero(body != "")
    frame = pd.DataFrame({"supplier": _text(cells.iloc[:, 0])[at_row], "buyer": body[at_row, at_column]}, dtype="str")
    problem = Said(
        f"read as rows of a supplier with its buyers: {len(frame):,} links",
        f"按“一行一个供应商及其采购商”读取，共 {len(frame):,} 条关系",
    )
    note = Fault(problem, "", table.file, table.first_row - 1 or None, severity=NOTE)
    return replace(table, cells=frame, rows=rows[at_row], found=(*table.found, note))


def _text(cells: pd.Series) -> np.ndarray:
    return cells.astype("str").fillna("").str.strip().to_numpy(dtype=object)
