"""From cells to the columns of a network, with every fault and doubt found on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import DOUBT, Fault
from chainnet.reading.headers import named
from chainnet.reading.tables import Table

NUMBERS = {
    "revenue": (0.0, np.inf),
    "capacity": (0.0, np.inf),
    "longitude": (-180.0, 180.0),
    "latitude": (-90.0, 90.0),
}


_TEXTS = {
    "firms": [term.key for term in terms.FIRM_COLUMNS if term.key not in NUMBERS],
    "links": [*(term.key for term in terms.LINK_COLUMNS if term.key != "value"), "cluster"],
}


@dataclass
class Cleaned:
    """Columns that a network can be made of, and what was found.

    Attributes
    ----------
    frame : DataFrame
        The cleaned columns. Rows that are blank are left out.
    row : Series of int
        The row of the file that each row of `frame` comes from.
    table : Table
        Where they come from.
    written : dict
        The header of each column as the user wrote it.
    unit : str
        The value unit that a header states.
    faults : list of Fault
        Faults and doubts, in the order of the file.
    """

    frame: pd.DataFrame
    row: pd.Series
    table: Table
    written: dict[str, str]
    unit: str = ""
    faults: list[Fault] = field(default_factory=list)

    def tell(
        self,
        where: pd.Series,
        column: str,
        problem: Callable[[object], str],
        hint: str,
        severity: str = "fault",
    ) -> None:
        """Add a fault for each row that `where` marks; `problem` makes its text of the cell."""
        cells = self.frame.get(column, self.row)
        header = self.written.get(column, column)
        for row, cell in zip(self.row[where], cells[where], strict=True):
            self.faults.append(Fault(problem(cell), hint, self.table.file, int(row), header, severity))


def clean_firms(table: Table) -> Cleaned:
    """Clean a table of firms."""
    cleaned = _start(table, "firms")
    if "firm" not in cleaned.frame:
        return cleaned
    frame = cleaned.frame
    _need(cleaned, "firm")
    twice = frame["firm"].notna() & frame["firm"].duplicated()
    first = cleaned.row[~frame["firm"].duplicated()].set_axis(frame["firm"][~frame["firm"].duplicated()])
    cleaned.tell(twice, "firm", lambda firm: f"firm {firm!r} is already in row {first[firm]}", "give each firm one row")
    _roles_and_grades(cleaned)
    for column, (low, high) in NUMBERS.items():
        if column in frame:
            _number(cleaned, column, low, high)
    _places(cleaned)
    return cleaned


def clean_links(table: Table) -> Cleaned:
    """Clean a table of links."""
    cleaned = _start(table, "links")
    if not {"supplier", "buyer"} <= set(cleaned.frame):
        return cleaned
    _need(cleaned, "supplier")
    _need(cleaned, "buyer")
    frame = cleaned.frame
    if frame.empty:
        cleaned.faults.append(Fault("no links under the header", "write one row a link", table.file))
    if "value" in frame:
        _number(cleaned, "value", 0.0, np.inf)
    if "essential" in frame:
        _word(cleaned, "essential", terms.BOOLEAN_OF_SPELLING, terms.choices(terms.BOOLEANS))
    loops = frame["supplier"].notna() & (frame["supplier"] == frame["buyer"])
    cleaned.tell(
        loops,
        "supplier",
        lambda firm: f"{firm!r} supplies itself: the link is dropped",
        "name two firms",
        DOUBT,
    )
    key = [column for column in ("supplier", "buyer", "product", "cluster") if column in frame]
    again = frame.duplicated(key) & ~loops & frame[["supplier", "buyer"]].notna().all(axis=1)
    if again.any():
        problem = f"{int(again.sum())} rows repeat a supplier, buyer and product: their values are summed"
        first = int(cleaned.row[again].iloc[0])
        cleaned.faults.append(
            Fault(problem, "nothing, if they are separate purchases", table.file, first, severity=DOUBT)
        )
    return cleaned


def check_ends(links: Cleaned, firms: Cleaned) -> None:
    """Add a fault for each firm that is in a link but in no row of the firms table."""
    if "firm" not in firms.frame or not {"supplier", "buyer"} <= set(links.frame):
        return
    known = pd.Index(firms.frame["firm"].dropna())
    hint = f"add a row for it to {firms.table.file}, or write the id as there"
    for end in ("supplier", "buyer"):
        cells = links.frame[end]
        missing = cells.notna() & ~cells.isin(known)
        links.tell(missing & ~cells.duplicated(), end, lambda firm: f"{firm!r} is in no row of the firms table", hint)


def _start(table: Table, kind: str) -> Cleaned:
    cells, written, unit, faults = named(table, kind)
    cells = cells.loc[:, ~cells.columns.duplicated()].reset_index(drop=True)
    row = pd.Series(np.arange(table.first_row, table.first_row + len(cells)), index=cells.index)
    for column in cells:
        if not (pd.api.types.is_numeric_dtype(cells[column]) or pd.api.types.is_bool_dtype(cells[column])):
            cells[column] = _text(cells[column])
    blank = cells.isna().all(axis=1)
    cells, row = cells[~blank].reset_index(drop=True), row[~blank].reset_index(drop=True)
    for column in _TEXTS[kind]:
        if column in cells:
            cells[column] = _text(cells[column])
    return Cleaned(cells, row, table, written, unit, faults)


def _text(cells: pd.Series) -> pd.Series:
    """Return cells as stripped text, missing where empty; a whole number in a column of numbers has no point."""
    if pd.api.types.is_float_dtype(cells):
        whole = cells.dropna().mod(1).eq(0).all()
        cells = cells.astype("Int64").astype("str") if whole else cells.astype("str")
    text = cells.astype("str").str.replace("\r\n?", "\n", regex=True).str.strip()
    return text.mask(text.isin(["", "<NA>"]))


def _need(cleaned: Cleaned, column: str) -> None:
    cells = cleaned.frame[column]
    cleaned.tell(cells.isna(), column, lambda _: "the cell is empty", "write the firm's id")
    group = cells.map(lambda cell: terms.is_group(str(cell)), na_action="ignore").eq(True)
    cleaned.tell(
        group, column, lambda cell: f"{cell!r} stands for a group of buyers in tables", "call the firm otherwise"
    )


def _word(cleaned: Cleaned, column: str, words: dict[str, str], hint: str) -> None:
    cells = cleaned.frame[column]
    # a cell of signs alone folds to nothing, which means nothing
    meant = cells.map(lambda cell: words.get(terms.fold(cell) or cell), na_action="ignore").astype("str")
    cleaned.tell(
        cells.notna() & meant.isna(),
        column,
        lambda cell: f"{cell!r} is no {column}",
        f"write one of {hint}, or nothing",
    )
    cleaned.frame[column] = meant


def _roles_and_grades(cleaned: Cleaned) -> None:
    """Read roles and grades; a role that is the name of a grade means a supplier of that grade."""
    frame = cleaned.frame
    if "role" in frame:
        said = (
            frame["role"]
            .map(lambda cell: terms.GRADE_OF_SPELLING.get(terms.fold(cell)), na_action="ignore")
            .astype("str")
        )
        is_role = (
            frame["role"].map(lambda cell: terms.fold(cell) in terms.ROLE_OF_SPELLING, na_action="ignore").eq(True)
        )
        said = said.mask(is_role | said.eq("none"))
        if said.notna().any():
            frame["grade"] = frame["grade"].fillna(said) if "grade" in frame else said
            frame["role"] = frame["role"].mask(said.notna(), "supplier")
        _word(cleaned, "role", terms.ROLE_OF_SPELLING, terms.choices(terms.ROLES))
    if "grade" in frame:
        _word(cleaned, "grade", terms.GRADE_OF_SPELLING, terms.choices(terms.GRADES))
    if "cluster" in frame:
        outside = frame["cluster"].str.casefold().isin(["none", "无", "外部", "集群外"])
        frame["cluster"] = frame["cluster"].mask(outside, terms.NO_CLUSTER)


def _number(cleaned: Cleaned, column: str, low: float, high: float) -> None:
    cells = cleaned.frame[column]
    if pd.api.types.is_numeric_dtype(cells):
        number = cells.astype("float64")
    else:
        number = pd.to_numeric(cells.str.replace(r"(?<=\d),(?=\d{3}(?:\D|$))", "", regex=True), errors="coerce").astype(
            "float64"
        )
    bad = cells.notna() & ~np.isfinite(number)
    cleaned.tell(
        bad,
        column,
        lambda cell: f"{cell!r} is no number",
        "write digits alone, or nothing where it is not known",
    )
    below = number < low
    if low == 0.0:
        cleaned.tell(below, column, lambda cell: f"{cell} is negative", "write an amount of zero or more")
    else:
        outside = below | (np.isfinite(number) & (number > high))
        cleaned.tell(outside, column, lambda cell: f"{cell} is no {column}", f"write degrees from {low:g} to {high:g}")
    cleaned.frame[column] = number.where(np.isfinite(number))


def _places(cleaned: Cleaned) -> None:
    frame = cleaned.frame
    if "adcode" in frame:
        code = frame["adcode"].str.replace(r"^(\d{6})(\d{3}|\d{6})$", r"\1", regex=True)
        bad = code.notna() & ~code.str.fullmatch(r"[1-9]\d{5}").fillna(False).astype(bool)
        cleaned.tell(
            bad,
            "adcode",
            lambda cell: f"{cell!r} is no administrative code",
            "write six digits (GB/T 2260), or nothing",
        )
        frame["adcode"] = code
    if {"longitude", "latitude"} <= set(frame):
        longitude, latitude = frame["longitude"], frame["latitude"]
        half = longitude.isna() != latitude.isna()
        cleaned.tell(
            half,
            "longitude",
            lambda _: "only one of longitude and latitude is given",
            "give both or none",
            DOUBT,
        )
        zero = longitude.eq(0) & latitude.eq(0)
        cleaned.tell(
            zero,
            "longitude",
            lambda _: "(0, 0) lies in the ocean: taken as not known",
            "leave both empty",
            DOUBT,
        )
        frame.loc[half | zero, ["longitude", "latitude"]] = np.nan
