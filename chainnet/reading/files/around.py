"""What stands around the rows of a table: titles and a unit above its header, and its header again further down."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import NOTE, Fault, Said
from chainnet.reading.cells.units import unit_named
from chainnet.reading.headers import IDS, Words
from chainnet.terms import FIRM_COLUMNS, LINK_COLUMNS

_UNIT = re.compile(r"(?:[单單]位\s*[:：]?|\bunits?\s*[:：])\s*((?:(?![单單]位)[^;；，)）])+)", re.IGNORECASE)


TERMS = {"firms": FIRM_COLUMNS, "links": LINK_COLUMNS}


def unit_above(above: list[list[str]]) -> str:
    """Return the unit of amounts that rows above a header state; nothing where they state none, or several.

    Examples
    --------
    >>> unit_above([["配套采购统计表"], ["填报单位：示例集群  单位：万元  制表：财务部"]]), unit_above([["2024"]])
    ('万元', '')
    """
    said = [match[1].strip() for row in above for cell in row for match in _UNIT.finditer(cell)]
    units = {part for text in said for part in (text, *text.split()[:1]) if unit_named(part)}
    return units.pop() if len(units) == 1 else ""


def notes_above(above: list[list[str]], name: str, unit: str) -> tuple[Fault, ...]:
    """Say which rows above the header are skipped, and which unit they state."""
    lines = [" ".join(cell.strip() for cell in row if cell.strip()) for row in above]
    said = [line for line in lines if line]
    if not said:
        return ()
    shown = said[0] if len(said[0]) <= 40 else said[0][:39] + "…"
    first = next(at for at, line in enumerate(lines, start=1) if line)
    problems = [
        Said(f"{len(said)} rows above the header are skipped: {shown!r}", f"跳过表头上方的 {len(said)} 行：“{shown}”")
    ]
    if unit:
        problems.append(
            Said(
                f"{unit}, which stands above the header, is the unit of amounts whose header states none",
                f"表头上方写明单位{unit}：列名没有写单位的金额按此读取",
            )
        )
    return tuple(Fault(problem, "", name, first, severity=NOTE) for problem in problems)


def headers_again(cells: pd.DataFrame, words: Words) -> npt.NDArray[np.bool_]:
    """Return which rows are no record but the header once more: as printed on each page, or in another language.

    Parameters
    ----------
    cells : DataFrame
        Text under its headers.
    words : Words
        What headers mean.

    Examples
    --------
    >>> rows = [["supplier", "buyer"], ["甲", "乙"], ["供方", "需方"]]
    >>> cells = pd.DataFrame(rows, columns=["供方", "需方"], dtype="str")
    >>> headers_again(cells, Words()).tolist()
    [True, False, True]
    """
    headers = [str(header) for header in cells.columns]
    kind = "links" if words.is_links(headers) else "firms"
    meant = [words.meaning(header, kind) for header in headers]
    again = np.zeros(len(cells), dtype=np.bool_)
    at = next((meant.index(column) for columns in IDS[kind].values() for column in columns if column in meant), None)
    if at is None:
        return again
    spelled = [
        word for term in TERMS[kind] if term.key == meant[at] for word in (term.key, term.en, term.zh, *term.spellings)
    ]
    for row in np.flatnonzero(cells.iloc[:, at].isin([headers[at], *spelled])):
        filled = [
            (cell.strip(), column, header)
            for cell, column, header in zip(cells.iloc[row], meant, headers, strict=True)
            if cell.strip()
        ]
        again[row] = len(filled) > 1 and all(
            cell == header or (column is not None and words.meaning(cell, kind) == column)
            for cell, column, header in filled
        )
    return again
