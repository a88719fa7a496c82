"""Where firms without coordinates are: from an administrative code, names of places, or an address.

Each step makes the place finer and never contradicts the one before: first the code, then the columns province, city
and district, then the address, read from its beginning. A name that several places have (朝阳区, 鼓楼区) counts only
within its city or province. A firm is placed at the point of its district or city; a province alone is too coarse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.gazetteer import BARE, FULL, RENAMED, SHORT, level_of, lies_in, load, place_of_code, spellings
from chainnet.reading.places import to_wgs84

NAMES = ("province", "city", "district")
DATUM = "GCJ-02"
"""What the gazetteer's points look like."""

_LEVELS = {"province": 0, "city": 1, "district": 2}
_PREFERRED = {"province": (0, 1, 2), "city": (1, 2, 0), "district": (2, 1, 0)}
_NOISE = re.compile(r"[\s,;:.·、，。；：/|_()（）\[\]-]+")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国(?:大陆)?|\d{6}(?!\d))+")
_FILLER = re.compile(r"市辖区|省直辖县级行政区划|自治区直辖县级行政区划")
_STREET = re.compile(
    r"[东西南北中前后]{0,2}[一二三四五六七八九十\d]*(?:路|街|大街|大道|道|巷|弄|胡同|村|镇|乡|桥|门|大厦|广场|公寓|公园|医院)"
)
_COMMON = frozenset({"中山", "朝阳"})
"""Cities whose names without 市 are common words: 中山公园 is everywhere."""


def stated(frame: pd.DataFrame, *, address: bool = True) -> pd.DataFrame:
    """Return the finest place that each row of a firms table states.

    Parameters
    ----------
    frame : DataFrame
        Any of the columns adcode, province, city, district, address, as text.
    address : bool
        Whether to read the column address too, where the others leave something open.

    Returns
    -------
    DataFrame
        Indexed as `frame`. Columns, text, missing where nothing is stated: code, that of a place with a point in the
        gazetteer (a province, a city or a district; an unknown code counts for its city); source, the column that
        the last step came from.

    Examples
    --------
    >>> frame = pd.DataFrame({"city": ["青岛市", "青岛市"], "address": ["城阳区长城路", "朝阳区建国路"]}, dtype="str")
    >>> stated(frame).values.tolist()
    [['370214', 'address'], ['370200', 'city']]
    """
    code = np.full(len(frame), None, dtype=object)
    source = np.full(len(frame), None, dtype=object)
    steps: list[tuple[str, Callable[[str | None, str], str | None]]] = [("adcode", _read_code)]
    steps += [(column, partial(_read_name, column)) for column in NAMES]
    steps += [("address", _read_address)] if address else []
    for column, read in steps:
        if column not in frame:
            continue
        finer = _each_distinct(read, code, frame[column])
        source[finer != code] = column
        code = finer
    made = {"code": code, "source": source}
    return pd.DataFrame({name: pd.Series(cells, frame.index, dtype="str") for name, cells in made.items()})


def place(frame: pd.DataFrame) -> pd.DataFrame:
    """Place firms at the point of the district or city that they state.

    Parameters
    ----------
    frame : DataFrame
        As for `stated`. Every row is placed that can be: give the rows that have no coordinates.

    Returns
    -------
    DataFrame
        Indexed as `frame`, missing where the place is not known to its city: longitude, latitude (degrees, WGS-84);
        precision ("district" or "city"); code (of the place); source (the column that it comes from).

    Examples
    --------
    >>> frame = pd.DataFrame({"address": ["山东省青岛市城阳区长城路1号", "广东深圳", "朝阳区建国路"]}, dtype="str")
    >>> place(frame)[["precision", "code", "source"]].fillna("").values.tolist()
    [['district', '370214', 'address'], ['city', '440300', 'address'], ['', '', '']]
    """
    placed = stated(frame)
    codes, distinct = pd.factorize(placed["code"])
    levels = np.array([*(level_of(code) for code in distinct), None], dtype=object)[codes]
    fine = (levels == "district") | (levels == "city")
    points = load()[["longitude", "latitude"]].reindex(distinct).to_numpy(dtype=np.float64)
    points = np.vstack([np.column_stack(to_wgs84(points[:, 0], points[:, 1], DATUM)), [[np.nan, np.nan]]])
    there = np.where(fine[:, None], points[codes], np.nan)
    return pd.DataFrame(
        {
            "longitude": there[:, 0],
            "latitude": there[:, 1],
            "precision": pd.Series(np.where(fine, levels, None), frame.index, dtype="str"),
            "code": placed["code"].where(fine),
            "source": placed["source"].where(fine),
        },
        index=frame.index,
    )


def known_code(adcode: pd.Series) -> pd.Series:
    """Return which administrative codes the gazetteer knows, themselves or through their city.

    Parameters
    ----------
    adcode : Series of str, shape (n,)

    Returns
    -------
    Series of bool, shape (n,)
        Whether it is six digits of a known place. A district newer than the gazetteer (440309) is known through its
        city (440300); Taiwan's, Hong Kong's and Macau's codes through their first two digits. False where missing.

    Examples
    --------
    >>> known_code(pd.Series(["370214", "440309", "371999", "12"])).tolist()
    [True, True, False, False]
    """
    codes, distinct = pd.factorize(adcode)
    table = load().index
    known = [
        re.fullmatch(r"\d{6}", code) is not None
        and (code in table or code[:4] + "00" in table or code[:2] in ("11", "12", "31", "50", "71", "81", "82"))
        for code in map(str, distinct)
    ]
    return pd.Series(np.array([*known, False], dtype=np.bool_)[codes], adcode.index)


def _each_distinct(
    read: Callable[[str | None, str], str | None], code: npt.NDArray[np.object_], cells: pd.Series
) -> npt.NDArray[np.object_]:
    """Return `read(code, cell)` for each row, worked out once a distinct pair; `code` where the cell is empty."""
    of_code, codes = pd.factorize(code)
    of_cell, texts = pd.factorize(cells)
    known = np.flatnonzero(of_cell >= 0)
    pairs, distinct = pd.factorize((of_code[known] + 1).astype(np.int64) * len(texts) + of_cell[known])
    units = [None, *codes]
    texts = texts.astype("str").tolist()
    found = [read(units[pair // len(texts)], texts[pair % len(texts)]) for pair in distinct.tolist()]
    finer = code.copy()
    finer[known] = np.array([*found, None], dtype=object)[pairs]
    return finer


def _read_code(unit: str | None, text: str) -> str | None:
    code = text.strip()[:6]
    return place_of_code(code) if re.fullmatch(r"[1-9]\d{5}", code) else unit


def _read_name(column: str, unit: str | None, text: str) -> str | None:
    """Return what a cell of a column of names makes of the place; the place as it was, where nothing."""
    name = _clean(text)
    allowed = (FULL, SHORT) if unit is None else (FULL, SHORT, BARE, RENAMED)
    codes = {code for code, form in _index().get(name, ()) if form in allowed and _agree(code, unit)}
    codes -= {code for code in codes if unit is not None and lies_in(unit, code)}  # nothing new
    for level in _PREFERRED[column]:
        at_level = {code for code in codes if _LEVELS[level_of(code)] == level}
        if at_level:
            return _placed(at_level.pop(), unit) if len(at_level) == 1 and not _homeless(name, unit) else unit
    return _read_address(unit, text)


def _read_address(unit: str | None, text: str) -> str | None:
    """Return what the beginning of an address makes of the place; the place as it was, where nothing."""
    rest = _clean(text)
    found = unit
    while rest and (found is None or level_of(found) != "district"):
        step = _next(rest, found)
        if step is None:
            filler = _FILLER.match(rest)
            if filler is None:
                break
            rest = rest[filler.end() :]
        else:
            found, rest = step[0], rest[step[1] :]
    return unit if found is None else _placed(found, unit)


def _next(rest: str, unit: str | None) -> tuple[str, int] | None:
    """Return the place that `rest` begins with, if there is one within `unit`, and how long its name is."""
    for name in _starting().get(rest[:2], ()):
        meant = _meant(name, unit) if rest.startswith(name) else None
        if meant is None:
            continue
        code, full = meant
        if code is None:
            return None
        after = rest[len(name) :]
        if full or not _STREET.match(after) or _next(after, code) is not None:
            return code, len(name)
    return None


@cache
def _meant(name: str, unit: str | None) -> tuple[str | None, bool] | None:
    """Return which place a spelling means within `unit` (None where several), and whether it is written in full."""
    codes = [code for code, form in _index()[name] if _counts(form, code, name, unit) and _agree(code, unit)]
    if not codes:
        return None
    first = min(_LEVELS[level_of(code)] for code in codes)
    coarsest = {code for code in codes if _LEVELS[level_of(code)] == first}
    if len(coarsest) > 1:
        return None, True
    code = coarsest.pop()
    full = any(form == FULL for of, form in _index()[name] if of == code)
    return (unit if unit is not None and lies_in(unit, code) else code), full


def _counts(form: int, code: str, name: str, unit: str | None) -> bool:
    """Return whether a name spelt so may begin an address within `unit`."""
    if form == SHORT:
        return unit is not None or (level_of(code) != "district" and name not in _COMMON)
    return (form == FULL and not _homeless(name, unit)) or (form == RENAMED and unit is not None)


def _homeless(name: str, unit: str | None) -> bool:
    """Return whether a name says nothing without its city: 东区; or 龙华区, which two cities have, the table one."""
    return unit is None and (name == "龙华区" or (len(name) == 2 and name.endswith("区")))


def _agree(code: str, unit: str | None) -> bool:
    return unit is None or lies_in(code, unit) or lies_in(unit, code)


@cache
def _placed(code: str, unit: str | None) -> str | None:
    """Return the place of a code that has a point: its own, else its city's; `unit` where that is as fine."""
    found = place_of_code(code)
    return unit if found is None or (unit is not None and lies_in(unit, found)) else found


@cache
def _index() -> dict[str, list[tuple[str, int]]]:
    """Return the places and forms of each spelling."""
    index: dict[str, list[tuple[str, int]]] = {}
    for text, code, form in spellings():
        index.setdefault(text, []).append((code, form))
    return index


@cache
def _starting() -> dict[str, list[str]]:
    """Return the spellings that begin with the same two characters, the longest first."""
    starting: dict[str, list[str]] = {}
    for text in sorted(_index(), key=len, reverse=True):
        starting.setdefault(text[:2], []).append(text)
    return starting


def _clean(text: str) -> str:
    return _COUNTRY.sub("", _NOISE.sub("", unicodedata.normalize("NFKC", text)))
