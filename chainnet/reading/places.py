"""Coordinates: what datum they are in, and which of them look wrong.

Maps of the Chinese mainland show it shifted: in GCJ-02 (Amap, Tencent) by some 100 to 700 m, in BD-09 (Baidu) by about
as much again. Both formulas are publicly known; the shift ends at the outline of `chainnet.gazetteer.mainland`, so that
Hong Kong, Macau, Taiwan and all other countries are in WGS-84 whatever the map is called. (What Baidu draws abroad
has an offset of its own; it is not undone.)

Within the width of the shift of the border nobody can say from a point alone on which side it was: two places, one
shifted and one not, are written alike. The rule is: what lies on the mainland after the shift is undone was shifted,
else it was not.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import gazetteer
from chainnet.gazetteer.extent import EARTH_RADIUS_KM, extent_km
from chainnet.gazetteer.mainland import on_mainland
from chainnet.terms import fold

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Pair = tuple[Floats, Floats]

DATUMS = ("WGS-84", "GCJ-02", "BD-09")
_SPELLINGS = {
    "WGS-84": "wgs84 wgs1984 wgs epsg4326 4326 gps cgcs2000 cgcs 国家2000 2000国家大地坐标系 大地2000 epsg4490 天地图",
    "GCJ-02": "gcj02 gcj gcj2 火星坐标 火星坐标系 国测局坐标 高德 高德地图 高德坐标 腾讯 腾讯地图 amap tencent",
    "BD-09": "bd09 bd bd09ll 百度 百度地图 百度坐标 百度坐标系 baidu",
}
_DATUM_OF_SPELLING = {word: datum for datum, words in _SPELLINGS.items() for word in words.split()}

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # Krasovsky's ellipsoid: metres, squared
_ROUNDS = 12  # at most; each makes the error of an inverse some 50 times smaller
_EXACT = 1e-11  # degrees: a micrometre

_BESIDES = ((113.80, 22.05, 114.51, 22.57), (113.51, 22.07, 113.65, 22.22), (118.1, 21.5, 122.2, 26.5))
"""West, south, east and north of Hong Kong, Macau and Taiwan (with Kinmen and Matsu)."""
_ARCTIC = 73.0  # degrees north: what is beyond is no place for a firm unless it says so twice
_EXTENTS, _LEAST_KM = 2.0, 30.0  # how many times the extent of a place a point may lie from it, and how far at least
_CHINA = frozenset(
    {"china", "中国", "cn", "chn", "prc", "中国大陆", "大陆", "内地", "中国内地", "中华人民共和国", "mainlandchina"}
)
_CHINA |= {"chinesemainland", "peoplesrepublicofchina", "chinamainland", "中國", "中國大陸"}


def datum_named(text: str) -> str | None:
    """Return the datum that a text names; None where it names none.

    CGCS2000 counts as WGS-84: they differ by centimetres.

    Examples
    --------
    >>> datum_named("gcj02"), datum_named("EPSG:4326"), datum_named("百度坐标系"), datum_named("Beijing 1954")
    ('GCJ-02', 'WGS-84', 'BD-09', None)
    """
    return _DATUM_OF_SPELLING.get(fold(text))


def from_wgs84(longitude: npt.ArrayLike, latitude: npt.ArrayLike, datum: str) -> Pair:
    """Return where a map in `datum` shows points.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees, WGS-84; a missing number stays missing.
    datum : {"WGS-84", "GCJ-02", "BD-09"}

    Returns
    -------
    longitude, latitude : array of float, shape (n,)
        Degrees; unchanged outside the mainland.

    Examples
    --------
    >>> [number.round(5).item() for number in from_wgs84([116.39127], [39.90733], "GCJ-02")]
    [116.39751, 39.90873]
    """
    x, y = _pair(longitude, latitude)
    inside = on_mainland(x, y)
    x[inside], y[inside] = _shifts(datum)(x[inside], y[inside])
    return x, y


def to_wgs84(longitude: npt.ArrayLike, latitude: npt.ArrayLike, datum: str) -> Pair:
    """Return where points of a map in `datum` are.

    The inverse of `from_wgs84`, exact to a micrometre; for points closer to the border of the mainland than the shift,
    see the top of this module.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees in `datum`; a missing number stays missing.
    datum : {"WGS-84", "GCJ-02", "BD-09"}

    Returns
    -------
    longitude, latitude : array of float, shape (n,)
        Degrees, WGS-84; unchanged outside the mainland.

    Examples
    --------
    >>> [number.round(5).item() for number in to_wgs84([116.39751], [39.90873], "GCJ-02")]
    [116.39127, 39.90733]
    """
    x, y = _pair(longitude, latitude)
    near = np.flatnonzero((x > 73) & (x < 136) & (y > 15) & (y < 54))
    u, v = x[near], y[near]
    for shift in {"WGS-84": (), "GCJ-02": (_gcj,), "BD-09": (_bd, _gcj)}[datum]:
        u, v = _undo(shift, u, v)
    inside = on_mainland(u, v)
    x[near[inside]], y[near[inside]] = u[inside], v[inside]
    return x, y


def _pair(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> Pair:
    return np.array(longitude, dtype=np.float64), np.array(latitude, dtype=np.float64)


def _shifts(datum: str) -> Callable[[Floats, Floats], Pair]:
    return {"WGS-84": lambda x, y: (x, y), "GCJ-02": _gcj, "BD-09": lambda x, y: _bd(*_gcj(x, y))}[datum]


def _gcj(longitude: Floats, latitude: Floats) -> Pair:
    """Shift from WGS-84 to GCJ-02."""
    x, y = longitude - 105.0, latitude - 35.0
    root, cross = np.sqrt(np.abs(x)), x * y
    waves = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * cross + 0.2 * root
    north += (waves + 20 * np.sin(np.pi * y) + 40 * np.sin(np.pi / 3 * y)) * (2 / 3)
    north += (160 * np.sin(np.pi / 12 * y) + 320 * np.sin(np.pi / 30 * y)) * (2 / 3)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * cross + 0.1 * root
    east += (waves + 20 * np.sin(np.pi * x) + 40 * np.sin(np.pi / 3 * x)) * (2 / 3)
    east += (150 * np.sin(np.pi / 12 * x) + 300 * np.sin(np.pi / 30 * x)) * (2 / 3)
    angle = np.radians(latitude)
    bulge = 1 - _ECCENTRICITY * np.sin(angle) ** 2
    along = _AXIS / np.sqrt(bulge) * np.cos(angle)  # metres a radian of longitude
    across = _AXIS * (1 - _ECCENTRICITY) / bulge**1.5  # and of latitude
    return longitude + np.degrees(east / along), latitude + np.degrees(north / across)


def _bd(longitude: Floats, latitude: Floats) -> Pair:
    """Shift from GCJ-02 to BD-09."""
    wave = np.pi * 3000 / 180
    reach = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * wave)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * wave)
    return reach * np.cos(angle) + 0.0065, reach * np.sin(angle) + 0.006


def _undo(shift: Callable[[Floats, Floats], Pair], longitude: Floats, latitude: Floats) -> Pair:
    """Return what `shift` moves to the given points: step back by as much as the last guess misses them."""
    x, y = longitude, latitude
    for _ in range(_ROUNDS):
        there_x, there_y = shift(x, y)
        step_x, step_y = longitude - there_x, latitude - there_y
        x, y = x + step_x, y + step_y
        if max(np.abs(step_x).max(initial=0.0), np.abs(step_y).max(initial=0.0)) < _EXACT:
            break
    return x, y


def zero(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> Bools:
    """Return which points are (0, 0), which lies in the ocean and stands for no place; shape (n,).

    Examples
    --------
    >>> zero([0.0, 0.0, np.nan], [0.0, 51.5, 0.0]).tolist()
    [True, False, False]
    """
    x, y = _pair(longitude, latitude)
    at_zero: Bools = (x == 0) & (y == 0)
    return at_zero


def in_china(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> Bools:
    """Return which points lie in mainland China, Hong Kong, Macau or Taiwan, or in the sea nearby; shape (n,).

    Examples
    --------
    >>> in_china([116.4, 114.16, 121.56, 126.98], [39.9, 22.28, 25.03, 37.57]).tolist()
    [True, True, True, False]
    """
    x, y = _pair(longitude, latitude)
    inside = on_mainland(x, y)
    for west, south, east, north in _BESIDES:
        inside |= (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside


def swapped(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> Bools:
    """Return which points look as if longitude and latitude had changed places.

    That is where the latitude is beyond 90 degrees and the longitude could be one; or where the point lies in the
    Arctic and lies in China the other way round.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees, as written.

    Returns
    -------
    array of bool, shape (n,)
        False where a number is missing.

    Examples
    --------
    Beijing, Ürümqi, and Longyearbyen, which is where it says:

    >>> swapped([39.9, 43.8, 15.6], [116.4, 87.6, 78.2]).tolist()
    [True, True, False]
    """
    x, y = _pair(longitude, latitude)
    beyond: Bools = (np.abs(y) > 90) & (np.abs(y) <= 180) & (np.abs(x) <= 90)
    return beyond | ((y > _ARCTIC) & in_china(y, x))


def outside_region(longitude: npt.ArrayLike, latitude: npt.ArrayLike, code: pd.Series) -> Bools:
    """Return which points lie farther from the district, city or province that is stated than is plausible.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees, WGS-84.
    code : Series of str, shape (n,)
        An administrative code; see `chainnet.reading.placing.stated`.

    Returns
    -------
    array of bool, shape (n,)
        False where a coordinate or the code is missing or the place is not known.

    Notes
    -----
    [own] The bound is twice the extent of the place (see `chainnet.gazetteer.extent`), and never less than 30 km: for
    城阳区 58 km, for a city some 200 km. It finds a point in another part of the country and not one in the next
    district; the points of a place seldom stand in its middle.

    Examples
    --------
    >>> outside_region([120.4, 117.0], [36.3, 36.65], pd.Series(["370214", "370214"])).tolist()
    [False, True]
    """
    x, y = _pair(longitude, latitude)
    codes, distinct = pd.factorize(code)
    places = pd.Series([gazetteer.place_of_code(str(text)) for text in distinct], dtype="str")
    points = gazetteer.load()[["longitude", "latitude"]].reindex(places).to_numpy(dtype=np.float64)
    levels = places.map(gazetteer.level_of, na_action="ignore").astype("str")
    bound = np.maximum(_EXTENTS * extent_km(places, levels), _LEAST_KM)
    centre = np.vstack([np.column_stack(to_wgs84(points[:, 0], points[:, 1], "GCJ-02")), [[np.nan, np.nan]]])[codes]
    outside: Bools = _km(x, y, centre[:, 0], centre[:, 1]) > np.append(bound, np.nan)[codes]
    return outside


def outside_china(longitude: npt.ArrayLike, latitude: npt.ArrayLike, region: pd.Series) -> Bools:
    """Return which points lie outside China though the region is given as China; shape (n,).

    Examples
    --------
    >>> outside_china([2.35, 2.35, 116.4], [48.9, 48.9, 39.9], pd.Series(["中国", "France", "China"])).tolist()
    [True, False, False]
    """
    x, y = _pair(longitude, latitude)
    codes, distinct = pd.factorize(region)
    china = np.array([*(fold(str(text)) in _CHINA for text in distinct), False], dtype=np.bool_)[codes]
    outside: Bools = china & np.isfinite(x) & np.isfinite(y) & ~in_china(x, y)
    return outside


def _km(x: Floats, y: Floats, other_x: Floats, other_y: Floats) -> Floats:
    """Return great-circle distances."""
    a, b = np.radians(y), np.radians(other_y)
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(x - other_x) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))
