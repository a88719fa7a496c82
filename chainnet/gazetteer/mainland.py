"""The outline of the Chinese mainland, with its sea to some 15 km: where maps in GCJ-02 and BD-09 are shifted.

Made by tools/make_mainland.py from Natural Earth 1:10m 4.1.0 (in the public domain), as handed on by the npm package
world-atlas 2.0.2 (ISC, mainland.LICENSE beside this file). Hong Kong, Macau, Taiwan, Kinmen and Matsu are not in it.
It is good to about a kilometre (less on a few empty stretches of border), and to some 300 m before Hong Kong and
Macau. Every county seat lies on its own side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_CHUNK = 1 << 16  # points at a time: what is computed for them stays in the processor's cache


@dataclass(frozen=True)
class _Slabs:
    """The outline cut at every latitude that it has a corner at: within a slab no side begins, ends or crosses another.

    Attributes
    ----------
    latitude : array, shape (s + 1,)
        The cuts, upwards.
    start, slope : array, shape (s, k)
        For each slab its sides: the longitude at latitude 0 and what it grows by a degree of latitude; a slab with
        fewer than k sides is filled up with sides far in the west, which no eastward ray meets.
    """

    latitude: Floats
    start: Floats
    slope: Floats


@cache
def _slabs() -> _Slabs:
    with files("chainnet.gazetteer").joinpath("mainland.csv").open(encoding="utf-8") as file:
        ring, longitude, latitude = np.loadtxt(file, delimiter=",", skiprows=1, unpack=True)
    side = np.flatnonzero((ring[1:] == ring[:-1]) & (latitude[1:] != latitude[:-1]))
    slope = (longitude[side + 1] - longitude[side]) / (latitude[side + 1] - latitude[side])
    start = longitude[side] - slope * latitude[side]
    cuts, level = np.unique(latitude, return_inverse=True)
    low, high = np.minimum(level[side], level[side + 1]), np.maximum(level[side], level[side + 1])
    slab = np.concatenate([np.arange(*ends) for ends in zip(low, high, strict=True)])
    sides = np.repeat(np.arange(len(side)), high - low)
    order = np.argsort(slab, kind="stable")
    slab, sides = slab[order], sides[order]
    place = np.arange(len(slab)) - np.searchsorted(slab, slab)
    shape = len(cuts) - 1, int(place.max()) + 1
    starts, slopes = np.full(shape, -1e9), np.zeros(shape)
    starts[slab, place], slopes[slab, place] = start[sides], slope[sides]
    return _Slabs(cuts, starts, slopes)


def on_mainland(longitude: npt.ArrayLike, latitude: npt.ArrayLike) -> Bools:
    """Return which points lie on the Chinese mainland or within some 15 km of its coast.

    Parameters
    ----------
    longitude, latitude : array of float, shape (n,)
        Degrees, WGS-84.

    Returns
    -------
    array of bool, shape (n,)
        False where a number is missing.

    Notes
    -----
    A ray to the east crosses the outline an odd number of times. The outline is cut into slabs of latitude first, so
    that a point meets the sides of its own slab only.

    Examples
    --------
    Shenzhen and Hong Kong:

    >>> on_mainland([114.057, 114.158], [22.543, 22.285]).tolist()
    [True, False]
    """
    x, y = np.broadcast_arrays(np.asarray(longitude, dtype=np.float64), np.asarray(latitude, dtype=np.float64))
    slabs = _slabs()
    inside = np.zeros(x.shape, dtype=np.bool_)
    near = np.flatnonzero((x > 73) & (x < 136) & (y >= slabs.latitude[0]) & (y < slabs.latitude[-1]))
    for some in np.split(near, range(_CHUNK, len(near), _CHUNK)):
        lon, lat = x.flat[some], y.flat[some]
        slab = np.searchsorted(slabs.latitude, lat, side="right") - 1
        odd = np.zeros(len(some), dtype=np.bool_)
        for start, slope in zip(slabs.start.T, slabs.slope.T, strict=True):
            odd ^= start[slab] + slope[slab] * lat > lon
        inside.flat[some] = odd
    return inside
