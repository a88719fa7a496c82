"""Where firms are: coordinates in one datum, and a place for those that have none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import DOUBT, NOTE, Fault, InputError, Said
from chainnet.gazetteer import level_of, lies_in
from chainnet.reading.cells.degrees import read_degrees
from chainnet.reading.cells.names import simplified
from chainnet.reading.cleaned import Cleaned, tell_unread
from chainnet.reading.places import (
    DATUMS,
    datum_named,
    outside_china,
    outside_region,
    swapped,
    to_wgs84,
    zero,
)
from chainnet.reading.placing import NAMES, known_code, place, stated
from chainnet.reading.texts import Flags, by_distinct

DEGREES = ("longitude", "latitude")
WGS_84 = DATUMS[0]
_SIDES = {"longitude": "EW", "latitude": "NS"}
_LIMITS = {"longitude": 180, "latitude": 90}
_EMPTY = Said("taken as not known", "按位置未知处理")


def datum_of(text: str) -> str:
    """Return the datum that a text names, nothing where it is empty.

    Raises
    ------
    InputError
        Where it names none that is known.

    Examples
    --------
    >>> datum_of("gcj02"), datum_of("")
    ('GCJ-02', '')
    """
    found = datum_named(text) if text else ""
    if found is None:
        hint = Said(f"give one of {', '.join(DATUMS)}", f"请写 {'、'.join(DATUMS)} 之一")
        problem = Said(f"there is no datum {text!r}", f"没有 {text!r} 这个坐标系")
        raise InputError([Fault(problem, hint, column="datum")])
    return found


def locate(cleaned: Cleaned, datum: str) -> None:
    """Read places: codes, coordinates in WGS-84, precision; place the firms that have no coordinates.

    Parameters
    ----------
    cleaned : Cleaned
        A table of firms; it is changed.
    datum : str
        The datum of the coordinates; empty where it is not stated, and they are taken as they are.
    """
    _codes(cleaned)
    _beside_their_names(cleaned)
    if "precision" in cleaned.frame:
        words = terms.PRECISION_OF_SPELLING
        cleaned.frame["precision"] = by_distinct(
            cleaned.frame["precision"], lambda text: words.get(terms.fold(text), text)
        )
    if set(DEGREES) <= set(cleaned.frame):
        _coordinates(cleaned)
        _in_wgs84(cleaned, datum)
        _beside_their_region(cleaned)
    else:
        _tell_half(cleaned)
    _place(cleaned)
    _fill_codes(cleaned)


def _codes(cleaned: Cleaned) -> None:
    frame = cleaned.frame
    if "adcode" not in frame:
        return
    code = by_distinct(frame["adcode"], _bare_code)
    formed = by_distinct(code, lambda text: text if re.fullmatch(r"[1-9]\d{5}", text) else None).notna()
    known = known_code(code)
    cleaned.tell(
        code.notna() & ~formed,
        "adcode",
        lambda cell: Said(f"{cell!r} is no administrative code", f"“{cell}”不是行政区划代码"),
        Said("write six digits (GB/T 2260), or nothing", "写六位数字（GB/T 2260），或留空"),
    )
    cleaned.tell(
        formed & ~known,
        "adcode",
        lambda cell: Said(f"no place has the administrative code {cell}", f"没有行政区划代码为 {cell} 的地方"),
        Said("look it up: GB/T 2260", "请核对 GB/T 2260 代码"),
        DOUBT,
    )
    frame["adcode"] = code.where(known)  # a code that no place has says nothing of where a firm is


def _bare_code(text: str) -> str:
    """Return a code as the standard writes it: six digits, of the nine or twelve that some tables have."""
    text = unicodedata.normalize("NFKC", text).strip().lstrip("'").removesuffix(".0")
    return re.sub(r"^(\d{6})(\d{3}|\d{6})$", r"\1", text)


def _beside_their_names(cleaned: Cleaned) -> None:
    """Doubt codes that contradict the names beside them, and names that the gazetteer does not know."""
    frame = cleaned.frame
    names = [column for column in NAMES if column in frame]
    if not names:
        return
    given = frame["adcode"] if "adcode" in frame else pd.Series(np.nan, frame.index, dtype="str")
    named = stated(_simple(frame[names]), address=False)["code"]
    contrary = by_distinct(given + "," + named, lambda pair: None if _agree(*pair.split(",")) else pair)
    cleaned.tell(
        contrary.notna(),
        "adcode",
        lambda cell: Said(
            f"the code {cell} lies elsewhere than the place that the row names; the code decides",
            f"代码 {cell} 与本行所写的地名不在一处；以代码为准",
        ),
        Said("correct one of them", "请改正其中之一"),
        DOUBT,
    )
    _tell_unknown_cities(cleaned, given, named)


def _fill_codes(cleaned: Cleaned) -> None:
    """Take the code of the city or district that names or the address state, where none is given."""
    frame = cleaned.frame
    if not {"address", *NAMES} & set(frame):
        return
    given = frame["adcode"] if "adcode" in frame else pd.Series(np.nan, frame.index, dtype="str")
    found = stated(_simple(frame))["code"]
    fine = by_distinct(found, lambda code: code if level_of(code) in ("city", "district") else None)
    if (given.isna() & fine.notna()).any():
        frame["adcode"] = given.fillna(fine)


def _simple(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the places that rows state in simplified characters, as the gazetteer has them."""
    columns = [column for column in ("adcode", *NAMES, "address") if column in frame]
    texts = {column: frame[column] for column in columns}
    for column in texts:
        codes, distinct = pd.factorize(frame[column])
        simple = pd.array(simplified(pd.Series(distinct, dtype="str")), dtype="str")
        texts[column] = pd.Series(simple.take(codes, allow_fill=True), index=frame.index)
    return pd.DataFrame(texts, index=frame.index)


def _agree(code: str, other: str) -> bool:
    return lies_in(code, other) or lies_in(other, code)


def _tell_unknown_cities(cleaned: Cleaned, given: pd.Series, named: pd.Series) -> None:
    """Say which cities are compared by their spelling, since the gazetteer does not know them."""
    if "city" not in cleaned.frame:
        return
    lost = cleaned.frame["city"][given.isna() & named.isna()].dropna().unique()
    for severity, cities in (
        (DOUBT, [city for city in lost if not str(city).isascii()]),
        (NOTE, [city for city in lost if str(city).isascii()]),
    ):
        if cities:
            shown = ", ".join(map(str, cities[:5]))
            cleaned.say(
                Said(
                    f"{len(cities):,} cities are not in the gazetteer and go by their spelling: {shown}",
                    f"{len(cities):,} 个城市不在行政区划表中，只按写法比较：{shown}",
                ),
                Said("write the administrative code too", "请同时填写行政区划代码"),
                column="city",
                severity=severity,
            )


def _coordinates(cleaned: Cleaned) -> None:
    """Read both columns; what can't be a place is told, and taken as not known."""
    frame = cleaned.frame
    given = frame[DEGREES[0]].notna().to_numpy(), frame[DEGREES[1]].notna().to_numpy()
    numbers = {}
    for column in DEGREES:
        read = read_degrees(frame[column], sides=_SIDES[column])
        tell_unread(cleaned, column, read)
        numbers[column] = read.number
    longitude, latitude = (numbers[column].to_numpy() for column in DEGREES)
    turned = swapped(longitude, latitude)
    cleaned.tell(
        turned,
        "longitude",
        lambda cell: Said(
            f"{cell} looks like a latitude: longitude and latitude are swapped; {_EMPTY}",
            f"{cell} 像是纬度：经纬度填反了；{_EMPTY.zh}",
        ),
        _how_to_swap(cleaned),
        DOUBT,
    )
    for column, limit in _LIMITS.items():
        out = np.abs(numbers[column].to_numpy()) > limit
        cleaned.tell(
            out & ~turned,
            column,
            _no_degrees(column),
            Said(f"write degrees from -{limit} to {limit}", f"写 -{limit} 到 {limit} 之间的度数"),
        )
        numbers[column] = numbers[column].mask(out)
    half: Flags = given[0] != given[1]
    cleaned.tell(
        half,
        "longitude",
        lambda _: Said(f"only one of longitude and latitude is given; {_EMPTY}", f"经度和纬度只填了一个；{_EMPTY.zh}"),
        Said("give both or none", "两个都填，或都不填"),
        DOUBT,
    )
    ocean = zero(longitude, latitude)
    cleaned.tell(
        ocean,
        "longitude",
        lambda _: Said(f"(0, 0) lies in the ocean; {_EMPTY}", f"(0, 0) 在海里；{_EMPTY.zh}"),
        Said("leave both empty", "两个都留空"),
        DOUBT,
    )
    gone = turned | ocean | numbers["longitude"].isna().to_numpy() | numbers["latitude"].isna().to_numpy()
    for column in DEGREES:
        frame[column] = numbers[column].mask(gone)


def _no_degrees(column: str) -> Callable[[object], Said]:
    return lambda cell: Said(f"{cell} is no {column}", f"{cell} 不是{terms.show(column, 'zh')}")


def _how_to_swap(cleaned: Cleaned) -> Said:
    longitude, latitude = (cleaned.written.get(column, column) for column in DEGREES)
    options = f"--map {longitude}=latitude --map {latitude}=longitude"
    return Said(f"exchange them, or for the whole table say {options}", f"对调两列，或对整张表加上 {options}")


def _in_wgs84(cleaned: Cleaned, datum: str) -> None:
    if datum in ("", WGS_84):
        return
    frame = cleaned.frame
    moved = to_wgs84(frame["longitude"].to_numpy(), frame["latitude"].to_numpy(), datum)
    for column, degrees in zip(DEGREES, moved, strict=True):
        frame[column] = degrees
    cleaned.say(
        Said(f"coordinates in {datum} are read as {WGS_84}", f"坐标已由 {datum} 转为 {WGS_84}"), column="longitude"
    )


def _beside_their_region(cleaned: Cleaned) -> None:
    """Doubt the points that lie far from the place, or outside the country, that their row states."""
    frame = cleaned.frame
    longitude, latitude = (frame[column].to_numpy() for column in DEGREES)
    hint = Said("check the coordinates, and the place", "请核对坐标和所写地区")
    far = outside_region(longitude, latitude, stated(_simple(frame))["code"])
    if "region" in frame:
        far |= outside_china(longitude, latitude, frame["region"])
    marked = iter(np.flatnonzero(far))

    def problem(_: object) -> Said:
        at = next(marked)
        point = f"({longitude[at]:.4f}, {latitude[at]:.4f})"
        return Said(f"{point} lies far from the place that the row states", f"{point} 远离本行所写的地区")

    cleaned.tell(far, "longitude", problem, hint, DOUBT)


def _tell_half(cleaned: Cleaned) -> None:
    there = [column for column in DEGREES if column in cleaned.frame]
    if there:
        problem = Said(f"there is a {there[0]} and not the other coordinate", f"只有{terms.show(there[0], 'zh')}一列")
        cleaned.say(
            problem, Said("give both columns, or none", "经度和纬度两列都要有"), column=there[0], severity=DOUBT
        )
        cleaned.frame = cleaned.frame.drop(columns=there)


def _place(cleaned: Cleaned) -> None:
    """Place firms without coordinates at their district's or city's point; the precision says so."""
    frame = cleaned.frame
    if not {"adcode", "address", *NAMES} & set(frame):
        return
    located = frame["longitude"].notna() if "longitude" in frame else pd.Series(False, frame.index)
    found = place(_simple(frame[~located])).dropna(subset=["precision"])
    if found.empty:
        return
    for column in (*DEGREES, "precision"):
        old = frame[column] if column in frame else pd.Series(np.nan, frame.index, found[column].dtype)
        point = found[column].round(6) if column in DEGREES else found[column]
        frame[column] = old.where(located, point.reindex(frame.index))
    for (precision, source), rows in found.groupby(["precision", "source"]):
        of, column = terms.show_among(terms.PRECISIONS, precision, "zh"), terms.show(source, "zh")
        cleaned.say(
            Said(
                f"{len(rows):,} firms without coordinates are placed at the point of their {precision}, by {source}",
                f"{len(rows):,} 家企业没有坐标，按{column}放在所在{of}的代表点",
            ),
            column=source,
        )
