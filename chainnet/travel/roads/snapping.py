"""Putting firms on roads: the nearest point of the nearest road that can be got on."""

from __future__ import annotations

from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.errors import Said
from chainnet.gazetteer.extent import EARTH_RADIUS_KM, arc_km, in_space
from chainnet.parallel import spread
from chainnet.travel.roads.graph import RoadGraph, length_km

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SPACING_KM = 0.25
CHUNK = 20_000


class Snaps(NamedTuple):
    """Where firms meet the roads.

    Attributes
    ----------
    km : ndarray of float64, shape (n,)
        To the nearest road that can be got on, straight; beyond the limit it may be an eighth of a km too much. NaN
        where the firm is not located.
    inside : ndarray of bool, shape (n,)
        Whether the firm lies in the box of the extract.
    on_road : ndarray of bool, shape (n,)
        Inside, and no farther from a road than the limit.
    edge : ndarray of int32, shape (n, 2)
        The edges on which the firm stands, along and against the road; -1 where there is none.
    position : ndarray of float64, shape (n, 2)
        Free-flow minutes from where each edge begins.
    """

    km: Floats
    inside: Bools
    on_road: Bools
    edge: Ints
    position: Floats

    def describe(self, limit: float) -> Said:
        """Say how many firms are not on a road and why, and how far the others are from theirs.

        Parameters
        ----------
        limit : float
            The km that they were put on roads with.
        """
        located = np.isfinite(self.km)
        outside, bare = int((located & ~self.inside).sum()), int((~located).sum())
        far, number = int((self.inside & ~self.on_road).sum()), int(self.on_road.sum())
        en = (
            f"of {len(self.km):,} firms {outside:,} lie outside the extract, {far:,} more than {limit:g} km from a "
            f"road, {bare:,} have no coordinates; {number:,} are on roads"
        )
        zh = (
            f"{len(self.km):,} 家企业中，{outside:,} 家在提取范围之外，{far:,} 家离路超过 {limit:g} 公里，"
            f"{bare:,} 家没有坐标；{number:,} 家在路上"
        )
        if not number:
            return Said(en, zh)
        middle = float(np.median(self.km[self.on_road]))
        return Said(f"{en}, {middle:.2f} km from theirs (median)", f"{zh}，离路 {middle:.2f} 公里（中位数）")


class Finder:
    """Finds the nearest point of a road, exactly: roads are looked for around points set along them.

    Parameters
    ----------
    graph : RoadGraph

    Notes
    -----
    Points stand every quarter of a km at most, so the nearest road has one within an eighth of a km of its nearest
    point. Distances are taken in a plane about each firm: at 2 km they are right to a millimetre or so.
    """

    def __init__(self, graph: RoadGraph) -> None:
        from scipy.spatial import cKDTree

        self._graph = graph
        segment = np.flatnonzero(graph.access)
        begin, end = graph.begin[segment], graph.end[segment]
        pieces = np.ceil(length_km(graph.longitude, graph.latitude, begin, end) / SPACING_KM).astype(np.int64)
        pieces = np.maximum(pieces, 1)
        self._segment = np.repeat(segment, pieces)
        nth = np.arange(len(self._segment)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        share = (nth + 0.5) / np.repeat(pieces, pieces)
        begin, end = graph.begin[self._segment], graph.end[self._segment]
        self._tree = cKDTree(
            in_space(*((1 - share) * line[begin] + share * line[end] for line in (graph.longitude, graph.latitude)))
        )

    def snap(self, places: Floats, limit: float, jobs: int = 1) -> Snaps:
        """Put firms on roads.

        Parameters
        ----------
        places : ndarray of float64, shape (n, 2)
            Longitude and latitude (WGS-84), NaN where a firm is not located.
        limit : float
            Km beyond which a firm is not put on a road.
        jobs : int

        Returns
        -------
        Snaps
        """
        (west, south, east, north), longitude, latitude = self._graph.box, *places.T
        inside = (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
        located = np.flatnonzero(np.isfinite(places).all(axis=1))
        chord, sample = self._tree.query(in_space(*places[located].T))
        km, segment, share = np.full(len(places), np.nan), np.zeros(len(places), dtype=np.int64), np.zeros(len(places))
        km[located], segment[located] = arc_km(chord), self._segment[sample]
        near = km[located] <= limit + SPACING_KM / 2
        work = [
            (places[located[near]][at : at + CHUNK], chord[near][at : at + CHUNK])
            for at in range(0, int(near.sum()), CHUNK)
        ]
        if work:
            found = spread(self._nearest, work, jobs=jobs)
            km[located[near]], segment[located[near]], share[located[near]] = map(
                np.concatenate, zip(*found, strict=True)
            )
        on_road = inside & (km <= limit)
        return Snaps(km, inside, on_road, *self._stand(segment, share, on_road))

    def _nearest(self, work: tuple[Floats, Floats]) -> tuple[Floats, Longs, Floats]:
        """Return the distance, the segment and the share of it gone, of the nearest point of a road."""
        places, chord = work
        graph = self._graph
        half = SPACING_KM / 2 / EARTH_RADIUS_KM
        balls = self._tree.query_ball_point(in_space(*places.T), chord + half * 1.001)
        sizes = np.array([len(ball) for ball in balls])
        owner = np.repeat(np.arange(len(places)), sizes)
        segment = self._segment[np.fromiter(chain.from_iterable(balls), dtype=np.int64, count=int(sizes.sum()))]
        east_km = EARTH_RADIUS_KM * np.radians(1) * np.cos(np.radians(places[owner, 1]))
        north_km = EARTH_RADIUS_KM * np.radians(1)

        def from_firm(point: Ints) -> tuple[Floats, Floats]:
            east = (graph.longitude[point] - places[owner, 0]) * east_km
            return east, (graph.latitude[point] - places[owner, 1]) * north_km

        (x, y), (to_x, to_y) = from_firm(graph.begin[segment]), from_firm(graph.end[segment])
        along, up = to_x - x, to_y - y
        square = along**2 + up**2
        share = np.clip(-(x * along + y * up) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        km = np.hypot(x + share * along, y + share * up)
        order = np.lexsort((segment, km, owner))
        best = order[np.cumsum(sizes) - sizes]
        return km[best], segment[best], share[best]

    def _stand(self, segment: Longs, share: Floats, on_road: Bools) -> tuple[Ints, Floats]:
        """Return the edges on which firms stand, and how far along them."""
        graph = self._graph
        edge = np.where(on_road[:, None], graph.edge[segment], -1).astype(np.int32)
        gone = np.column_stack([share, 1 - share]) * graph.along[segment][:, None]
        return edge, np.where(edge >= 0, graph.before[segment] + gone, np.nan)
