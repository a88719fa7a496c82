"""A table of links: ends, products, values."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from chainnet import terms
from chainnet.errors import DOUBT, Said
from chainnet.reading.cells.units import Unit
from chainnet.reading.cleaned import (
    NO_FIRM,
    Cleaned,
    Flags,
    by_distinct,
    read_amounts,
    read_words,
    start,
    without_unsaid,
)
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import TOTALS, Words

ENDS = ("supplier", "buyer")
_NOTE = re.compile(r"(?:注|备注|说明|制表|填报|审核|复核|来源|数据来源|notes?|source)\w{0,3}\s*[:：]", re.IGNORECASE)


def clean_links(table: Table, words: Words, unit: Unit | None) -> Cleaned:
    """Clean a table of links; what its ends are is decided by `chainnet.reading.ends`.

    Parameters
    ----------
    table : Table
    words : Words
    unit : Unit or None
        The unit of all amounts of the data set, where it is stated.
    """
    cleaned = start(table, "links", words, frozenset({"value"}))
    if not set(ENDS) <= set(cleaned.frame):
        return cleaned
    for end in ENDS:
        _take_names_for_codes(cleaned, end)
    _drop_totals(cleaned)
    for end in ENDS:
        need(cleaned, end)
    for column in ("product", "cluster"):
        if column in cleaned.frame:
            cleaned.frame[column] = without_unsaid(cleaned.frame[column])
    if "value" in cleaned.frame:
        read_amounts(cleaned, "value", unit)
    if "essential" in cleaned.frame:
        read_words(cleaned, "essential", terms.BOOLEAN_OF_SPELLING, terms.BOOLEANS)
    return cleaned


def need(cleaned: Cleaned, column: str) -> None:
    """Add a fault for each row without this id, or with a word that can be none; the cell is empty then."""
    cells = cleaned.frame[column]
    hint = Said("write the firm's id, in every row", "每一行都要填写企业编号")
    cleaned.tell(cells.isna(), column, lambda _: Said("the cell is empty", "单元格是空的"), hint)
    unsaid = pc.is_in(cells.array.__arrow_array__(), value_set=NO_FIRM).to_numpy()
    cleaned.tell(unsaid, column, lambda cell: Said(f"{cell!r} names no firm", f"“{cell}”不是企业"), hint)
    group = cells.str.startswith("(").eq(True).to_numpy()
    if group.any():
        group = group & cells.map(lambda cell: terms.is_group(str(cell)), na_action="ignore").eq(True).to_numpy()
        cleaned.tell(
            group,
            column,
            lambda cell: Said(f"{cell!r} stands for a group of buyers in tables", f"“{cell}”在结果表中代表一组采购商"),
            Said("call the firm otherwise", "请换一个企业编号"),
        )
    if unsaid.any() or group.any():
        cleaned.frame[column] = cells.mask(unsaid | group)


def _take_names_for_codes(cleaned: Cleaned, end: str) -> None:
    """Where a row has a name and no code, take the one code that other rows have beside this name, else the name."""
    frame, name = cleaned.frame, f"{end}_name"
    if name not in frame or not (lacking := frame[end].isna() & frame[name].notna()).any():
        return
    pairs = frame[[end, name]].dropna().drop_duplicates()
    known = pairs.drop_duplicates(name, keep=False).set_index(name)[end]
    names = frame[name].where(lacking)
    frame[end] = frame[end].fillna(names.map(known).astype("str")).fillna(names)
    number = int(lacking.sum())
    cleaned.say(
        Said(f"{number:,} rows without a code go by the name", f"{number:,} 行没有编号，按名称对应"), column=end
    )


def _drop_totals(cleaned: Cleaned) -> None:
    """Leave out rows of totals, and notes under the table: they have the word for it, and an end without a firm."""
    open_end: Flags = (cleaned.frame["supplier"].isna() | cleaned.frame["buyer"].isna()).to_numpy()
    if not open_end.any():
        return
    rows = cleaned.frame[open_end]
    texts = [column for column in rows if isinstance(rows[column].dtype, pd.StringDtype)]
    word = pd.Series(np.nan, rows.index, dtype="str")
    for column in texts:
        word = word.fillna(by_distinct(rows[column], lambda text: text if _is_aside(text) else None))
    aside = np.zeros(len(cleaned.frame), dtype=np.bool_)
    aside[np.flatnonzero(open_end)] = word.notna()
    words = dict(zip(cleaned.row[aside], word.dropna(), strict=True))
    cleaned.tell(
        aside,
        "",
        lambda row: Said(f"a row of totals or notes ({words[row]}) is left out", f"跳过合计或备注行（{words[row]}）"),
        Said("nothing, if it is one", "如确实如此，无需处理"),
        DOUBT,
    )
    cleaned.drop(aside)


def _is_aside(text: str) -> bool:
    """Whether a text sums up the rows above, or is a note about the table."""
    return terms.fold(re.sub(r"[（(].*?[)）]", "", text)) in TOTALS or bool(_NOTE.match(text))


def repeats(links: pd.DataFrame) -> Flags:
    """Return which rows repeat the supplier, buyer, product and cluster of an earlier one; ends are categories."""
    codes = []
    for column in ("supplier", "buyer", "product", "cluster"):
        if column in links:
            typed = isinstance(links[column].dtype, pd.CategoricalDtype)
            code = links[column].cat.codes.to_numpy() if typed else pd.factorize(links[column])[0]
            codes.append(code.astype(np.int64) + 1)
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    if math.prod(sizes) >= 2**63:
        return pd.DataFrame(dict(enumerate(codes))).duplicated().to_numpy()
    key = np.zeros(len(links), dtype=np.int64)
    for code, size in zip(codes, sizes, strict=True):
        key *= size
        key += code
    ordered = np.sort(key)  # few rows repeat one, and sorting numbers is faster than looking each one up
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    again = np.zeros(len(links), dtype=np.bool_)
    if len(twice):
        at = np.flatnonzero(twice[np.minimum(np.searchsorted(twice, key), len(twice) - 1)] == key)
        again[at] = pd.Series(key[at]).duplicated()
    return again
