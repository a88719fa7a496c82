"""Points around a point on the sphere: how many lie within some distances, and which between some."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]

EDGE = 1e-7
"""Share of a distance within which rounding might tell either way: points as close to it are given back instead."""
BLOCK = 1024


@njit(cache=True, nogil=True)
def count_within(
    xyz: Floats, band: tuple[int, int], slack: Floats, site: Floats, own: float, reach: Floats, sign: Ints, seen: Bytes
) -> tuple[Ints, Ints]:
    """Count the points within each of some angles of a site; return the counts, and the points too close to call.

    Parameters
    ----------
    xyz : ndarray of float64, shape (3, n)
        Points on the unit sphere, by latitude.
    band : (int, int)
        The points from the first up to the second alone are near enough in latitude; the others are never touched.
    slack, own : ndarray of float64, shape (n,), and float
        Angles that are added to those of `reach` for each point, and for the site, where `sign` is 1; taken away
        where it is -1.
    reach, sign : ndarray, shape (e,)
    seen : ndarray of uint8, shape (n,)
        Bit e is set here for each point within the e-th angle.
    """
    counts, number, close = np.zeros(len(reach), np.int64), 0, np.empty(16, np.int64)
    widest = reach.max() + own + slack.max()
    farthest = 2 * math.sin(min(widest / 2 + 1e-6, math.pi / 2))
    for i in range(band[0], band[1]):
        x, y, z = xyz[0, i] - site[0], xyz[1, i] - site[1], xyz[2, i] - site[2]
        square = x * x + y * y + z * z
        if square > farthest * farthest:
            continue
        angle = 2 * math.asin(min(math.sqrt(square) / 2, 1.0))
        unsure, bits = False, 0
        for e in range(len(reach)):
            limit = reach[e] + sign[e] * (slack[i] + own)
            if abs(angle - limit) <= EDGE * (abs(limit) + 1e-3):
                unsure = True
            elif angle < limit:
                bits |= 1 << e
        if unsure:
            if number == len(close):
                grown = np.empty(2 * number, np.int64)
                grown[:number] = close
                close = grown
            close[number] = i
            number += 1
            continue
        seen[i] |= np.uint8(bits)
        for e in range(len(reach)):
            counts[e] += (bits >> e) & 1
    return counts, close[:number]


@njit(cache=True, nogil=True)
def bracketed(xyz: Floats, sites: Floats, low: Floats, high: Floats) -> tuple[Ints, Ints, Ints, Floats]:
    """Return for brackets of squared chords to sites how many are below, how many inside, their points and chords.

    Parameters
    ----------
    xyz : ndarray of float64, shape (3, n)
    sites : ndarray of float64, shape (s, 3)
    low, high : ndarray of float64, shape (s, r)

    Returns
    -------
    below, number : ndarray of int64, shape (s, r)
    points, squares : ndarray, shape (s, r, room)
        The first ``number[i, k]`` are those inside bracket k of site i.

    Notes
    -----
    One pass over the points: a block of them is looked at for all sites while it is in the cache, and without branches,
    half of which would be foreseen wrongly.
    """
    n, (s, r) = xyz.shape[1], low.shape
    below, number, room = np.zeros((s, r), np.int64), np.zeros((s, r), np.int64), n // 16 + BLOCK
    block, points, squares = np.empty(BLOCK), np.empty((s, r, room), np.int64), np.empty((s, r, room))
    east, north, up = xyz[0], xyz[1], xyz[2]
    for first in range(0, n, BLOCK):
        size = min(BLOCK, n - first)
        for j in range(s):
            x, y, z = sites[j, 0], sites[j, 1], sites[j, 2]
            for i in range(size):
                dx, dy, dz = east[first + i] - x, north[first + i] - y, up[first + i] - z
                block[i] = dx * dx + dy * dy + dz * dz
            for k in range(r):
                least, most, under, at = low[j, k], high[j, k], np.int64(0), number[j, k]
                for i in range(size):
                    under += np.int64(block[i] < least)
                below[j, k] += under
                if at + size > room:  # the caller sees that it is full
                    number[j, k] = room
                    continue
                mine, chords = points[j, k], squares[j, k]
                for i in range(size):
                    mine[at], chords[at] = first + i, block[i]
                    at += np.int64((block[i] >= least) & (block[i] <= most))
                number[j, k] = at
    return below, number, points, squares


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two points."""
    xyz, zero = np.ascontiguousarray(np.eye(3)[:, :2]), np.zeros(2)
    count_within(xyz, (0, 2), zero, xyz[:, 0].copy(), 0.0, np.ones(1), np.zeros(1, np.int64), np.zeros(2, np.uint8))
    bracketed(xyz, np.ascontiguousarray(xyz.T), np.zeros((2, 1)), np.ones((2, 1)))
