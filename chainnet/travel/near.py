"""All firms around many sites by the estimate, without looking at all pairs: who is within, and how far ranks lie.

Answers are those of the formula for each pair, to the last digit: what lies so close to a threshold or a rank that
rounding could tell either way is worked out by `Estimate.between`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.gazetteer.extent import EARTH_RADIUS_KM
from chainnet.kernels.near import bracketed, count_within
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import Estimate
from chainnet.travel.precision import extents
from chainnet.travel.times import Codes

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

SAMPLE = 64
"""One firm of so many is looked at first to tell about where a rank lies."""
TOGETHER = 8
"""Sites for which firms are looked at in one pass."""


class End(NamedTuple):
    """A question: whether this time of `Travel` is at most so many minutes."""

    time: str
    minutes: float


_KM_END = {"minutes": "middle", "low": "fast", "high": "slow", "nearest": "middle", "farthest": "middle"}
_SIGN = {"nearest": 1, "farthest": -1}
"""Extents of places widen the reach where firms lie as near as may be, and narrow it where as far."""


class Near:
    """Firms on the sphere by latitude, to be counted around sites.

    Parameters
    ----------
    net : SupplyNetwork
    times : Estimate
    firms : ndarray of int32
        Rows of `net.firms`, all located, from which a way may lead to all sites that are asked about.
    ends : sequence of End
        At most eight questions.

    Notes
    -----
    48 bytes a firm. A site touches the firms of its band of latitudes for `within`, all of them once for `ranked`.
    """

    def __init__(self, net: SupplyNetwork, times: Estimate, firms: Codes, ends: Sequence[End]) -> None:
        self.net, self.times, self.ends = net, times, ends
        self.firms = firms[np.argsort(net.coordinates[firms, 1], kind="stable")].astype(np.int32)
        self.xyz = on_sphere(net.coordinates[self.firms])
        self.latitude = np.radians(net.coordinates[self.firms, 1])
        self.slack = extents(net)[self.firms] / EARTH_RADIUS_KM
        self.most_slack = float(self.slack.max(initial=0.0))
        self.reach = np.array([self._reach(end) for end in ends])
        self.sign = np.array([_SIGN.get(end.time, 0) for end in ends], dtype=np.int64)
        self.is_in = np.zeros(net.n, dtype=np.bool_)
        self.is_in[firms] = True

    def _reach(self, end: End) -> float:
        """Return the angle that is done in the minutes of a question; far below zero where no firm is that near."""
        which = _KM_END[end.time]
        if float(self.times.minutes(np.zeros(1), end=which)[0]) > end.minutes:
            return -10.0
        return self.times.km(end.minutes, end=which) / EARTH_RADIUS_KM

    def within(self, site: int, seen: Bytes) -> Counts:
        """Return how many of the firms, the site aside, each question is answered yes for, shape (ends,).

        `seen`, of the shape of `firms`, has bit e set where question e is.
        """
        counts = np.zeros(len(self.ends), dtype=np.int64)
        own = float(extents(self.net)[site]) / EARTH_RADIUS_KM
        widest = float(self.reach.max()) + own + self.most_slack + 1e-6
        if len(self.firms) and widest > 0:
            north = np.radians(self.net.coordinates[site, 1])
            first, last = np.searchsorted(self.latitude, [north - widest, north + widest])
            here = on_sphere(self.net.coordinates[[site]])[:, 0]
            band = (int(first), int(last))
            counts, close = count_within(self.xyz, band, self.slack, here, own, self.reach, self.sign, seen)
            bits = self._told(self.firms[close], site)
            seen[close] |= bits
            counts += _per_bit(bits, len(self.ends))
        if self.is_in[site]:
            counts -= _per_bit(self._told(np.array([site], dtype=np.int32), site), len(self.ends))
        return counts

    def _told(self, firms: Codes, site: int) -> Bytes:
        """Return the answers of the formula, a bit a question."""
        travel = self.times.between(self.net, firms, np.full(len(firms), site, dtype=np.int32))
        bits = np.zeros(len(firms), dtype=np.uint8)
        for number, end in enumerate(self.ends):
            bits |= (getattr(travel, end.time) <= end.minutes).astype(np.uint8) << np.uint8(number)
        return bits

    def ranked(self, sites: Counts, shares: Sequence[float]) -> Floats:
        """Return the minutes that at least these shares of the firms, a site aside, don't exceed; NaN for none.

        Shape (sites, shares). Sites are looked at `TOGETHER` at a time.
        """
        found = np.full((len(sites), len(shares)), np.nan)
        for first in range(0, len(sites), TOGETHER):
            some = sites[first : first + TOGETHER]
            others = len(self.firms) - self.is_in[some].astype(np.int64)  # nobody is nearer to a site than itself
            wanted = np.ceil(np.outer(others, shares) * (1 - 1e-9)).astype(np.int64)
            ranks = np.maximum(wanted, 1) - 1 + self.is_in[some][:, None]
            if (others > 0).all():
                found[first : first + TOGETHER] = self._at(some, ranks)
        return found

    def _at(self, sites: Counts, ranks: Counts) -> Floats:
        """Return the minutes of the firms of some ranks, (sites, ranks)."""
        here = np.ascontiguousarray(on_sphere(self.net.coordinates[sites]).T)
        low, high = self._brackets(here, ranks)
        below, number, points, squares = bracketed(self.xyz, here, low, high)
        found = np.empty(ranks.shape)
        for i, k in np.ndindex(*ranks.shape):
            inside, chords, rank = points[i, k], squares[i, k], int(ranks[i, k] - below[i, k])
            size = int(number[i, k])
            if not 0 <= rank < size or size == len(inside):  # the sample was misleading
                size, rank, inside = len(self.firms), int(ranks[i, k]), np.arange(len(self.firms))
                chords = ((self.xyz - here[i][:, None]) ** 2).sum(axis=0)
            found[i, k] = self._exactly(int(sites[i]), inside[:size], chords[:size], rank)
        return found

    def _exactly(self, site: int, points: Counts, squares: Floats, rank: int) -> float:
        """Return the minutes of the firm of a rank among some: by the formula, where rounding might swap two."""
        value = np.partition(squares, rank)[rank]
        margin = 1e-9 * value + 1e-14 * np.sqrt(value) + 1e-29
        firms = self.firms[points[np.abs(squares - value) <= margin]]
        travel = self.times.between(self.net, firms, np.full(len(firms), site, dtype=np.int32))
        return float(np.sort(travel.minutes)[rank - (squares < value - margin).sum()])

    def _brackets(self, here: Floats, ranks: Counts) -> tuple[Floats, Floats]:
        """Return squared chords between which the ranks lie, as far as a sample tells."""
        sample = self.xyz[:, ::SAMPLE]
        low, high = np.empty(ranks.shape), np.empty(ranks.shape)
        margin = 4 + sample.shape[1] // 160
        for i, place in enumerate(here):
            some = np.sort(((sample - place[:, None]) ** 2).sum(axis=0))
            first, last = ranks[i] // SAMPLE - margin, ranks[i] // SAMPLE + margin + 1
            low[i] = np.where(first < 0, 0.0, some[np.maximum(first, 0)])
            high[i] = np.where(last >= len(some), 5.0, some[np.minimum(last, len(some) - 1)])
        return low, high


def _per_bit(bits: Bytes, number: int) -> Counts:
    return np.array([((bits >> np.uint8(bit)) & 1).sum(dtype=np.int64) for bit in range(number)])


def on_sphere(places: Floats) -> Floats:
    """Return places (longitude, latitude) in degrees as points of the unit sphere, shape (3, n)."""
    longitude, latitude = np.radians(places).T
    across = np.cos(latitude)
    return np.ascontiguousarray(np.stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)]))
