"""How far a firm may lie from the point of the district, city or province that it is placed at.

The gazetteer has a point for each place and no outline, so the extent of a place is read off the spacing of the
points. A point from which no finer one descends is called a district here: 东莞, a city without districts, is one.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.gazetteer import city_code, load

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

EARTH_RADIUS_KM = 6371.0088
LEVELS = ("district", "city", "province")
"""Precisions that stand for a whole area; by any other word a firm lies where its coordinates say."""
EXTENTS = "extents.csv"
"""Made by tools/make_extents.py."""

Floats = npt.NDArray[np.float64]


def extent_km(
    adcode: pd.Series,
    precision: pd.Series,
    longitude: npt.ArrayLike | None = None,
    latitude: npt.ArrayLike | None = None,
) -> Floats:
    """Return how far firms may lie from where they are placed.

    Parameters
    ----------
    adcode : Series of str, shape (n,)
        Six digits (GB/T 2260), missing where not known. A finer code than the precision asks for is as good: at
        the precision ``city`` 440305 is the city of Shenzhen.
    precision : Series of str, shape (n,)
        ``district``, ``city`` or ``province``; any other word, or none, means that the place is exact.
    longitude, latitude : array_like of float, shape (n,), optional
        Degrees. A firm whose code names no place at its precision lies in that of the nearest district's point.

    Returns
    -------
    ndarray of float64, shape (n,)
        Kilometres; 0 where the place is exact. A place that the gazetteer does not have, one abroad say, gets the
        median of its level.

    Notes
    -----
    [own] The extent of a district is the mean distance from its point to the eight nearest others or to those that
    it borders on (its neighbours in the Delaunay triangulation), whichever is more: beside a dense core the nearest
    are all on one side. That of a city or province is the farthest that a point of its districts lies from its own,
    with the district's extent added.

    Checked against the outlines of 2,782 districts: on average 96 % of a district lies within its extent, in one
    district of 13 less than 80 % does; the median extent is 1.14 times the way to the farthest corner, and that of
    359 cities 1.18 times. Beside the radius of a circle of the known area: 南山区 31 km (8), 城阳区 29 (14),
    昆山市 32 (17), 朝阳区 16 (12), 浦东新区 33 (20), 若羌县 469 (250); points seldom stand in the middle, and
    places are seldom round.

    Examples
    --------
    >>> extent_km(pd.Series(["310115", "310115", "310115"]), pd.Series(["site", "district", "city"])).round().tolist()
    [0.0, 33.0, 104.0]
    """
    extent = np.zeros(len(precision))
    for level in LEVELS:
        rows = np.flatnonzero(precision.eq(level).to_numpy(dtype=bool))
        if len(rows):
            places = None if longitude is None or latitude is None else (_of(longitude, rows), _of(latitude, rows))
            extent[rows] = _at(level, adcode.iloc[rows], places)
    return extent


def _of(column: npt.ArrayLike, rows: npt.NDArray[np.intp]) -> Floats:
    return np.asarray(column, dtype=np.float64)[rows]


def _at(level: str, adcode: pd.Series, places: tuple[Floats, Floats] | None) -> Floats:
    """Return the extents of places of one level: by code, else by the nearest point, else the median."""
    known = _extents()[level]
    codes, distinct = pd.factorize(adcode)
    by_code = [known.get(key_of(level, str(code)), np.nan) for code in distinct]
    extent = np.array([*by_code, np.nan])[codes]
    lost = np.flatnonzero(np.isnan(extent))
    if len(lost) and places is not None:
        extent[lost] = _at_nearest(level, places[0][lost], places[1][lost])
    return np.where(np.isnan(extent), np.median(list(known.values())), extent)


def _at_nearest(level: str, longitude: Floats, latitude: Floats) -> Floats:
    """Return the extents of the places of the nearest district's point; NaN where none is near, or no coordinates."""
    by_key = _extents()
    districts, tree = _districts()
    extent = np.full(len(longitude), np.nan)
    there = np.flatnonzero(np.isfinite(longitude) & np.isfinite(latitude))
    chord, nearest = tree.query(in_space(longitude[there], latitude[there]))
    own = np.array([by_key["district"][code] for code in districts])
    asked = np.array([by_key[level].get(key_of(level, code), np.nan) for code in districts])
    extent[there] = np.where(arc_km(chord) <= own[nearest], asked[nearest], np.nan)
    return extent


def key_of(level: str, adcode: str) -> str:
    """Return what is the same for all codes of one place of this level."""
    return {"district": adcode, "city": city_code(adcode), "province": adcode[:2]}[level]


@cache
def _extents() -> dict[str, dict[str, float]]:
    """Return the extent of every place by its key, for each level."""
    with files(__package__).joinpath(EXTENTS).open("rb") as file:
        table = pd.read_csv(file, dtype={"level": "str", "code": "str"})
    return {level: dict(zip(rows["code"], rows["extent_km"], strict=True)) for level, rows in table.groupby("level")}


@cache
def _districts() -> tuple[npt.NDArray[np.object_], cKDTree]:
    """Return the codes of the districts, and their points in space."""
    from scipy.spatial import cKDTree

    points = load().loc[list(_extents()["district"])]
    corners = in_space(points["longitude"].to_numpy(float), points["latitude"].to_numpy(float))
    return points.index.to_numpy(dtype=object), cKDTree(corners)


def in_space(longitude: Floats, latitude: Floats) -> Floats:
    """Return points on the unit sphere, shape (n, 3)."""
    east, north = np.radians(longitude), np.radians(latitude)
    return np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def arc_km(chord: Floats) -> Floats:
    """Return the way along the sphere between two points of it, from the straight line through it."""
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2, 1.0)))
