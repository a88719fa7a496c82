"""Wide tables into links: a matrix of suppliers by buyers, and rows of a supplier with its buyers."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from chainnet.errors import DOUBT, NOTE, Fault, InputError, Said
from chainnet.reading.cells.values import read_numbers
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import IDS, SPELLINGS, Words
from chainnet.terms import fold

SHAPES = ("auto", "links", "matrix", "adjacency")
"""How a table may hold links: told by its headers, one row a link, suppliers by buyers, a supplier and its buyers."""
_ENDS = {
    end: {word for word, column in SPELLINGS["links"].items() if column in IDS["links"][end]} for end in IDS["links"]
}
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
    if shape == "auto" and (ends is None or not _is_matrix(table.cells)):
        return table
    return _from_matrix(table, ends or ("supplier", "buyer"), sure=bool(ends) and bool(fold(headers[0])))


def _corner(header: str) -> tuple[str, str] | None:
    """Return what the rows and the columns of a matrix are by its corner cell, None where it names neither end."""
    if not header.strip():
        return "supplier", "buyer"
    parts = [fold(part) for part in re.split(r"[\\/／＼|→\n]|->", header) if part.strip()]
    ends = [next((end for end, words in _ENDS.items() if part in words), None) for part in parts]
    if ends in (["supplier", "buyer"], ["supplier"]):
        return "supplier", "buyer"
    return ("buyer", "supplier") if ends in (["buyer", "supplier"], ["buyer"]) else None


def _is_matrix(cells: pd.DataFrame) -> bool:
    """Whether all cells but those of the first column are numbers or empty, some of them numbers."""
    body = cells.iloc[:_LOOKED_AT, 1:].astype("str").to_numpy(dtype=object).ravel()
    numbers = read_numbers(pd.Series(body, dtype="str"), None)
    return bool(len(body) and not numbers.bad.any() and numbers.number.notna().any())


def _from_matrix(table: Table, ends: tuple[str, str], *, sure: bool) -> Table:
    cells = table.cells
    rows = table.row_numbers()
    body = np.column_stack([_text(cells.iloc[:, at]) for at in range(1, len(cells.columns))])
    there = ~np.isin(body, ["", "0", "0.0", "-"])
    at_row, at_column = np.nonzero(there)
    labels = np.array([str(header).strip() for header in cells.columns[1:]], dtype=object)
    values = body[there]
    links = {ends[0]: _text(cells.iloc[:, 0])[at_row], ends[1]: labels[at_column], "value": values}
    if len(values) and (values == "1").all():  # an adjacency matrix says who supplies whom, and no amounts
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
    return replace(
        table, cells=frame[["supplier", "buyer", *frame.columns[2:]]], rows=rows[at_row], found=(*table.found, note)
    )


def _lists_buyers(headers: list[str]) -> bool:
    """Whether the first header is the supplier, and all others are numbered buyers, as in 采购商1 and 采购商2."""
    numbered = [re.sub(r"[\d_\s]+$", "", header) for header in headers[1:]]
    return (
        fold(headers[0]) in _ENDS["supplier"]
        and any(header != bare for header, bare in zip(headers[1:], numbered, strict=True))
        and all(fold(bare) in _ENDS["buyer"] or not bare for bare in numbered)
    )


def _from_adjacency(table: Table) -> Table:
    cells, rows = table.cells, table.row_numbers()
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
    note = Fault(problem, "", table.file, table.first_row - 1, severity=NOTE)
    return replace(table, cells=frame, rows=rows[at_row], found=(*table.found, note))


def _text(cells: pd.Series) -> np.ndarray:
    return cells.astype("str").fillna("").str.strip().to_numpy(dtype=object)
