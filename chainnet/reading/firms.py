"""A table of firms: ids, names, roles, grades, amounts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import DOUBT, Fault, Said
from chainnet.reading.cells import credit_codes
from chainnet.reading.cells.units import Unit
from chainnet.reading.cleaned import (
    MOST_OF_A_KIND,
    Cleaned,
    read_amounts,
    read_words,
    start,
    without_unsaid,
)
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import Words
from chainnet.reading.links import all_are_ids, need
from chainnet.reading.located import DEGREES, locate
from chainnet.reading.texts import by_distinct

AMOUNTS = ("revenue", "capacity")
_MAY_BE_UNSAID = (
    "credit_code", "cluster", "region", "province", "city", "district", "adcode", "address", "industry", "sector",
    "stage", "products", "name_en",
)  # fmt: skip
_NO_CLUSTER = {terms.fold(word) for word in ("none", "无", "外部", "集群外", "不在集群")}


def start_firms(table: Table, words: Words) -> Cleaned:
    """Name the columns of a table of firms and clean its texts; the rest is up to `clean_firms`."""
    return start(table, "firms", words, frozenset({*AMOUNTS, *DEGREES}))


def ids_of(cleaned: Cleaned) -> pd.Index | None:
    """Return the ids of the firms, None where one is missing, stands twice, or can be none."""
    if "firm" not in cleaned.frame:
        return None
    ids = pd.Index(cleaned.frame["firm"], dtype="str", name=None)
    return None if ids.hasnans or not all_are_ids(ids) or not ids.is_unique else ids


def clean_firms(cleaned: Cleaned, ids: pd.Index | None, unit: Unit | None, datum: str) -> Cleaned:
    """Clean a table of firms.

    Parameters
    ----------
    cleaned : Cleaned
        What `start_firms` returned.
    ids : Index of str or None
        What `ids_of` said of it.
    unit : Unit or None
        The unit of all amounts of the data set, where it is stated.
    datum : str
        The datum of the coordinates, empty where it is not stated.
    """
    frame = cleaned.frame
    if "firm" not in frame:
        return cleaned
    if ids is None:
        _take_names_for_codes(cleaned)
        need(cleaned, "firm")
        frame = cleaned.frame
        _tell_twice(cleaned)
    for column in _MAY_BE_UNSAID:
        if column in frame:
            frame[column] = without_unsaid(frame[column])
    _credit_codes(cleaned)
    _roles_and_grades(cleaned)
    for column in AMOUNTS:
        if column in frame:
            read_amounts(cleaned, column, unit)
    locate(cleaned, datum)
    return cleaned


def _take_names_for_codes(cleaned: Cleaned) -> None:
    """Where credit codes are the ids, a firm without one, abroad say, goes by its name."""
    frame = cleaned.frame
    if not {"credit_code", "name"} <= set(frame) or not frame["firm"].equals(frame["credit_code"]):
        return
    lacking = frame["firm"].isna() & frame["name"].notna()
    if lacking.any():
        frame["firm"] = frame["firm"].fillna(frame["name"])
        number = int(lacking.sum())
        cleaned.say(
            Said(f"{number:,} firms without a code go by their names", f"{number:,} 家企业没有代码，以名称为编号"),
            column="credit_code",
        )


def _tell_twice(cleaned: Cleaned) -> None:
    firm = cleaned.frame["firm"]
    if pd.Index(firm.dropna()).is_unique:
        return
    twice = firm.duplicated() & firm.notna()
    once = ~twice.to_numpy() & firm.isin(firm[twice]).to_numpy()
    first = dict(zip(firm[once], cleaned.row[once], strict=True))
    cleaned.tell(
        twice,
        "firm",
        lambda cell: Said(f"firm {cell!r} is already in row {first[cell]}", f"第 {first[cell]} 行已有企业“{cell}”"),
        Said("give each firm one row", "每家企业只占一行"),
    )


def _credit_codes(cleaned: Cleaned) -> None:
    """Doubt what stands for a credit code and is none: in its own column, and an id that has the form of one."""
    frame = cleaned.frame
    for column in ("credit_code", "firm"):
        if column not in frame:
            continue
        cells = frame[column]
        meant = cells.notna() if column == "credit_code" else cells.notna() & credit_codes.looks_like(cells)
        if column == "firm" and "credit_code" in frame:
            meant &= cells.ne(frame["credit_code"])
        wrong = np.flatnonzero(meant)
        wrong = wrong[~credit_codes.valid(cells.iloc[wrong])]
        for at in wrong[:MOST_OF_A_KIND]:
            found = credit_codes.what_is_wrong(str(cells.iloc[at]))
            if found is not None:
                header = cleaned.written.get(column, column)
                row = int(cleaned.row[at])
                cleaned.faults.append(Fault(found[0], found[1], cleaned.table.file, row, header, DOUBT))
        if len(wrong) > MOST_OF_A_KIND:
            more = len(wrong) - MOST_OF_A_KIND
            problem = Said(f"{more:,} more credit codes are wrong", f"另有 {more:,} 个信用代码有误")
            cleaned.say(problem, column=column, severity=DOUBT)


def _roles_and_grades(cleaned: Cleaned) -> None:
    """Read roles and grades; a role that is the name of a grade means a supplier of that grade."""
    frame = cleaned.frame
    if "role" in frame:
        said = by_distinct(frame["role"], _grade_as_role)
        if said.notna().any():
            frame["grade"] = frame["grade"].fillna(said) if "grade" in frame else said
            frame["role"] = frame["role"].mask(said.notna(), "supplier")
        read_words(cleaned, "role", terms.ROLE_OF_SPELLING, terms.ROLES)
    if "grade" in frame:
        read_words(cleaned, "grade", terms.GRADE_OF_SPELLING, terms.GRADES)
    if "cluster" in frame:
        frame["cluster"] = by_distinct(
            frame["cluster"], lambda text: terms.NO_CLUSTER if terms.fold(text) in _NO_CLUSTER else text
        )


def _grade_as_role(text: str) -> str | None:
    word = terms.fold(text)
    grade = terms.GRADE_OF_SPELLING.get(word)
    return grade if grade not in (None, "none") and word not in terms.ROLE_OF_SPELLING else None
