"""A table of links: ends, products, values."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chainnet import terms
from chainnet.errors import DOUBT, Said
from chainnet.reading.cells.units import Unit, unit_named
from chainnet.reading.cells.values import read_numbers
from chainnet.reading.cleaned import (
    NO_FIRM,
    Cleaned,
    read_amounts,
    read_words,
    start,
    without_unsaid,
)
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import TOTALS, Words
from chainnet.reading.texts import Flags, as_categories, by_distinct, flags
from chainnet.reading.years import read_years_of

ENDS = ("supplier", "buyer")
_UNIT_COLUMNS = ("单位", "金额单位", "币种", "货币", "货币单位", "unit", "currency")
_NO_AMOUNTS = ("year", "年份", "年度", "年", "序号", "编号", "no", "id", "月份", "数量", "件数", "quantity", "row")
_NOTE = re.compile(
    r"(?:注|备注|说明|制表|填表|填报|审核|复核|来源|数据来源|notes?|source)\w{0,3}\s*[:：]", re.IGNORECASE
)
_SUM = re.compile(r"[\s本]\w{0,4}(?:合计|小计|总计|汇总)$")
_SIGNED = {"制表人", "填表人", "填报人", "审核人", "复核人", "制表", "审核"}
_FOOT = 50
_WORDS = pa.array([*TOTALS, *_SIGNED, "Total", "TOTAL", "Subtotal", "总 计", "合 计", "小 计"], pa.large_string())


def clean_links(table: Table, words: Words, unit: Unit | None, ids: pd.Index | None = None) -> Cleaned:
    """Clean a table of links; what its ends are is decided by `chainnet.reading.ends`.

    Parameters
    ----------
    table : Table
    words : Words
    unit : Unit or None
        The unit of all amounts of the data set, where it is stated.
    ids : Index of str, optional
        Ids of firms, each once, where they are known and `all_are_ids`: a long table is read quicker by them.
    """
    kinds = {**dict.fromkeys(ENDS, ids), "product": None}
    cleaned = start(table, "links", words, frozenset({"value"}), kinds)
    if not set(ENDS) <= set(cleaned.frame):
        return cleaned
    known = 0 if ids is None else len(ids)
    for end in ENDS:
        _take_names_for_codes(cleaned, end, ids)
    _drop_totals(cleaned, known)
    for end in ENDS:
        need(cleaned, end, known)
    read_years_of(cleaned)
    _take_units_beside(cleaned)
    _tell_amounts_unread(cleaned)
    for column in ("product", "cluster"):
        if column in cleaned.frame:
            cleaned.frame[column] = without_unsaid(cleaned.frame[column])
    if "value" in cleaned.frame:
        read_amounts(cleaned, "value", unit)
    if "essential" in cleaned.frame:
        read_words(cleaned, "essential", terms.BOOLEAN_OF_SPELLING, terms.BOOLEANS)
    return cleaned


def _take_units_beside(cleaned: Cleaned) -> None:
    """Read amounts with the unit that a column of its own states for each row."""
    frame = cleaned.frame
    beside = next((c for c in frame if terms.fold(str(c)) in _UNIT_COLUMNS), None)
    if beside is None or "value" not in frame or "value" in cleaned.units:
        return
    said = frame[beside].dropna().unique()
    if len(said) and all(unit_named(str(text)) for text in said):
        amount = frame["value"].astype("str")
        frame["value"] = (amount + frame[beside].astype("str")).fillna(amount)
        problem = Said(f"amounts are in the units of the column {beside}", f"金额按“{beside}”列的单位读取")
        cleaned.say(problem, column="value")


def _tell_amounts_unread(cleaned: Cleaned) -> None:
    """Say where a table without a column of values has one of numbers: its header is not known."""
    if "value" in cleaned.frame:
        return
    known = {term.key for term in terms.LINK_COLUMNS} | {"cluster"}
    for column in (column for column in cleaned.frame if column not in known):
        numbers = read_numbers(cleaned.frame[column].head(1000))
        plain = terms.fold(str(column)) not in _NO_AMOUNTS
        if plain and numbers.number.notna().sum() > 0.5 * len(numbers.number) and len(numbers.number):
            problem = Said(f"the numbers of the column {column!r} are not read", f"没有读取“{column}”列的数字")
            hint = Said(f"if they are amounts, say --map {column}=value", f"如是采购额，加上 --map {column}=value")
            cleaned.say(problem, hint, column=str(column))


def need(cleaned: Cleaned, column: str, known: int = 0) -> None:
    """Add a fault for each row without this id, or with a word that can be none; the cell is empty then.

    The first `known` categories are known to be ids, see `all_are_ids`.
    """
    cells = cleaned.frame[column]
    hint = Said("write the firm's id, in every row", "每一行都要填写企业编号")
    cleaned.tell(cells.isna(), column, lambda _: Said("the cell is empty", "单元格是空的"), hint)
    unsaid = flags(cells, _is_unsaid, known=known)
    cleaned.tell(unsaid, column, lambda cell: Said(f"{cell!r} names no firm", f"“{cell}”不是企业"), hint)
    short = flags(cells, _is_shortened, known=known)
    cleaned.tell(
        short,
        column,
        lambda cell: Said(f"{cell!r} is a number that a spreadsheet has shortened", f"“{cell}”是被表格软件缩短的数字"),
        Said("make the column text, and write the code again in full", "把这一列设为文本格式，重新填写完整代码"),
    )
    unsaid |= short
    group = flags(cells, _in_brackets, known=known)
    if group.any():
        group[group] = [terms.is_group(str(cell)) for cell in cells[group]]
        cleaned.tell(
            group,
            column,
            lambda cell: Said(f"{cell!r} stands for a group of buyers in tables", f"“{cell}”在结果表中代表一组采购商"),
            Said("call the firm otherwise", "请换一个企业编号"),
        )
    if unsaid.any() or group.any():
        cleaned.frame[column] = cells.mask(unsaid | group)


def all_are_ids(texts: pd.Index) -> bool:
    """Whether each text can be a firm's id, and none is a word of totals: nothing in them needs a look then."""
    array = texts.array.__arrow_array__()
    return not any(pc.any(test(array)).as_py() for test in (_is_unsaid, _is_shortened, _in_brackets, _is_total))


def _is_unsaid(texts: pa.Array) -> pa.Array:
    return pc.is_in(texts, value_set=NO_FIRM)


def _is_shortened(texts: pa.Array) -> pa.Array:
    may_be = pc.match_substring(texts, "E+")  # many times as fast as the pattern
    return pc.match_substring_regex(texts, r"^\d(?:\.\d+)?E\+\d{2}$") if pc.any(may_be).as_py() else may_be


def _in_brackets(texts: pa.Array) -> pa.Array:
    return pc.starts_with(texts, "(")


def _is_total(texts: pa.Array) -> pa.Array:
    return pc.is_in(texts, value_set=_WORDS)


def _take_names_for_codes(cleaned: Cleaned, end: str, ids: pd.Index | None) -> None:
    """Where a row has a name and no code, take the one code that other rows have beside this name, else the name."""
    frame, name = cleaned.frame, f"{end}_name"
    if name not in frame or not (lacking := frame[end].isna() & frame[name].notna()).any():
        return
    pairs = frame[[end, name]].dropna().drop_duplicates()
    known = pairs.drop_duplicates(name, keep=False).set_index(name)[end].astype("str")
    names = frame[name].where(lacking)
    frame[end] = as_categories(frame[end].astype("str").fillna(names.map(known).astype("str")).fillna(names), ids)
    number = int(lacking.sum())
    cleaned.say(
        Said(f"{number:,} rows without a code go by the name", f"{number:,} 行没有编号，按名称对应"), column=end
    )


def _drop_totals(cleaned: Cleaned, known: int) -> None:
    """Leave out rows of totals, and notes under the table: they have the word for it, and an end without a firm."""
    frame = cleaned.frame
    open_end: Flags = (frame["supplier"].isna() | frame["buyer"].isna()).to_numpy()
    named = [column for column in (*ENDS, "product") if column in frame]
    odd = np.logical_or.reduce([_may_be_aside(frame[column], known if column in ENDS else 0) for column in named])
    odd |= open_end
    if not odd.any():
        return
    rows, word = frame[odd].astype(dict.fromkeys(named, "str")), pd.Series(np.nan, frame.index[odd], dtype="str")
    for column in rows:
        if isinstance(rows[column].dtype, pd.StringDtype):
            found = by_distinct(rows[column], lambda text: text if _is_aside(text) else None)
            word = word.fillna(found if column in named else found.where(open_end[odd]))
    aside = np.zeros(len(frame), dtype=np.bool_)
    aside[np.flatnonzero(odd)] = word.notna()
    words = dict(zip(cleaned.row[aside], word.dropna(), strict=True))
    cleaned.tell(
        aside,
        "",
        lambda row: Said(f"a row of totals or notes ({words[row]}) is left out", f"跳过合计或备注行（{words[row]}）"),
        Said("nothing, if it is one", "如确实如此，无需处理"),
        DOUBT,
    )
    cleaned.drop(aside)


def _may_be_aside(cells: pd.Series, known: int) -> Flags:
    """Return which cells are a word of totals, or hold a colon in the last rows, where notes and signatures stand."""
    found = flags(cells, _is_total, known=known)
    found[-_FOOT:] |= cells.tail(_FOOT).astype("str").str.contains("[:：]").eq(True).to_numpy()
    return found


def _is_aside(text: str) -> bool:
    """Whether a text sums up the rows above, or is a note about the table."""
    bare = terms.fold(re.sub(r"[（(].*?[)）]", "", text))
    return bare in TOTALS or bool(_SUM.search(text)) or bool(_NOTE.match(text)) or bare in _SIGNED
