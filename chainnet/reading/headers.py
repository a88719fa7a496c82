"""Headers in Chinese and English to the columns they mean."""

from __future__ import annotations

import re

import pandas as pd

from chainnet.errors import Fault
from chainnet.reading.tables import Table
from chainnet.terms import FIRM_COLUMNS, LINK_COLUMNS, Term, fold

_UNIT = re.compile(r"\s*(?:[（(\[【]\s*([^()（）\[\]【】]+?)\s*[)）\]】]|/\s*([^()（）\[\]【】/]+?))\s*$")
_A_YEAR = re.compile(r"\s*(?:[/／每]\s*|\b(?:per|a)\s+)(?:年|year|annum|a)$", re.IGNORECASE)
_WITH_UNIT = ("value", "revenue", "capacity")
SPELLINGS = {
    "firms": {fold(w): t.key for t in FIRM_COLUMNS for w in (t.key, t.en, t.zh, *t.spellings)},
    "links": {fold(w): t.key for t in LINK_COLUMNS for w in (t.key, t.en, t.zh, *t.spellings)},
}


def split_unit(header: str) -> tuple[str, str]:
    """Split a unit in brackets off a header.

    Examples
    --------
    >>> split_unit("采购额（万元）")
    ('采购额', '万元')
    >>> split_unit("采购额（万元/年）")
    ('采购额', '万元')
    >>> split_unit("supplier")
    ('supplier', '')
    """
    found = _UNIT.search(header)
    if not found or not found.start():
        return header, ""
    return header[: found.start()], _A_YEAR.sub("", found.group(1) or found.group(2))


def meaning(header: object, kind: str) -> str | None:
    """Return the column that a header means in a table of this kind ("firms" or "links"), or None."""
    header = str(header)
    words = SPELLINGS[kind]
    return words.get(fold(header)) or words.get(fold(split_unit(header)[0]))


def is_links(table: Table) -> bool:
    """Whether the headers are those of a table of links."""
    meant = {meaning(header, "links") for header in table.cells.columns}
    return {"supplier", "buyer"} <= meant


def knows_firms(table: Table) -> bool:
    """Whether the headers name firms."""
    return bool({meaning(header, "firms") for header in table.cells.columns} & {"firm", "name"})


def named(table: Table, kind: str) -> tuple[pd.DataFrame, dict[str, str], str, list[Fault]]:
    """Give the columns of a table the names that they mean.

    Parameters
    ----------
    table : Table
    kind : {"firms", "links"}

    Returns
    -------
    cells : DataFrame
        The cells under the names of `terms.FIRM_COLUMNS` or `LINK_COLUMNS`; other columns under their own.
    written : dict
        For each name the header as the user wrote it.
    unit : str
        The value unit that a header states, or nothing.
    faults : list of Fault
        Two headers that mean one column; a needed column that is missing.
    """
    headers = [str(header).strip() for header in table.cells.columns]
    exact = {header for header in headers if header in SPELLINGS[kind].values()}
    meant = [header if header in exact else _only_if_free(meaning(header, kind), exact) or header for header in headers]
    faults = _ambiguous(table, headers, meant)
    if kind == "firms" and "firm" not in meant and "name" in meant:
        meant[meant.index("name")] = "firm"  # a table that knows firms by name alone
    faults += _missing(table, kind, headers, meant)
    cells = table.cells.copy(deep=False)
    cells.columns = pd.Index(meant)
    units = {split_unit(header)[1] for header, column in zip(headers, meant, strict=True) if column in _WITH_UNIT}
    units.discard("")
    if len(units) > 1:
        faults.append(Fault(f"several units: {', '.join(sorted(units))}", "use one unit in all columns", table.file, 1))
    return cells, dict(zip(meant, headers, strict=True)), min(units, default=""), faults


def _only_if_free(column: str | None, exact: set[str]) -> str | None:
    """Return nothing where the column is named exactly elsewhere: that one wins over another spelling."""
    return None if column in exact else column


def _ambiguous(table: Table, headers: list[str], meant: list[str]) -> list[Fault]:
    faults = []
    for column in dict.fromkeys(meant):
        candidates = [header for header, name in zip(headers, meant, strict=True) if name == column]
        if len(candidates) > 1:
            problem = f"{' and '.join(map(repr, candidates))} all mean {column}"
            faults.append(Fault(problem, f"name just one of them {column}", table.file, table.first_row - 1))
    return faults


def _missing(table: Table, kind: str, headers: list[str], meant: list[str]) -> list[Fault]:
    needed: tuple[Term, ...] = FIRM_COLUMNS[:1] if kind == "firms" else LINK_COLUMNS[:2]
    there = ", ".join(headers[:12]) or "none"
    return [
        Fault(
            f"no column {term.key} 「{term.zh}」 (there are: {there})",
            f"name one {term.key}, {term.zh} or {', '.join(term.spellings[:4])}",
            table.file,
            table.first_row - 1,
        )
        for term in needed
        if term.key not in meant
    ]
