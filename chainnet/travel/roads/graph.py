"""The road graph: junctions, and the edges between them with all that lies along each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.gazetteer.extent import EARTH_RADIUS_KM
from chainnet.travel.roads.read_pbf import Ways
from chainnet.travel.roads.speeds import CLASSES, FERRY, Speeds

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
_FERRY = CLASSES.index(FERRY)
_NO_ACCESS = [CLASSES.index(name) for name in ("motorway", "motorway_link", FERRY)]
_THROUGH = [CLASSES.index(name) for name in ("motorway", "trunk", "primary", "secondary", "tertiary")]
LEAST_KM = 10.0
"""Firms are put on roads that lead to one another, there and back, over so many km in all, or on the longest such net.

[own] Shorter ones that lead nowhere else are closed yards, or mapped without the way in.
"""


class RoadGraph(NamedTuple):
    """Junctions, edges, and the segments along the edges.

    A node of the map where nothing but one road goes on is no junction. Each segment, from one mapped point to the
    next, lies on up to two edges: one along it and one against it.

    Attributes
    ----------
    n : int
        Junctions.
    tail, head : ndarray of int32, shape (m,)
        Where edges begin and end. Parallel edges stay: the least of their times counts.
    minutes : ndarray of float64, shape (m,)
        At the free-flow speed; of ferries from landing to landing, without the wait.
    ferry : ndarray of bool, shape (m,)
    landings : ndarray of int32, shape (m,)
        Ends of a ferry that are on land: half of the wait is due at each.
    border : ndarray of int32
        Junctions at which roads may lead out of the extract: beside a node that the extract lacks, at or beyond the
        box of its header, or where a tertiary road or a better one ends.
    part : ndarray of int32, shape (n,)
        Junctions of one number lead to one another, there and back.
    longitude, latitude : ndarray of float64, shape (points,)
        Of the mapped points, degrees.
    begin, end : ndarray of int32, shape (s,)
        The mapped points of each segment.
    along : ndarray of float64, shape (s,)
        Free-flow minutes of each segment.
    edge : ndarray of int32, shape (s, 2)
        The edge along it, and that against it; -1 where it can't be gone that way.
    before : ndarray of float64, shape (s, 2)
        Minutes of those edges before the segment.
    access : ndarray of bool, shape (s,)
        Whether a firm may be put on it: no motorway, no ferry, and on roads that lead far enough (`LEAST_KM`).
    box : ndarray of float64, shape (4,)
        West, south, east and north of the extract: by its header, else of its roads.
    date : str
    """

    n: int
    tail: Ints
    head: Ints
    minutes: Floats
    ferry: Bools
    landings: Ints
    border: Ints
    part: Ints
    longitude: Floats
    latitude: Floats
    begin: Ints
    end: Ints
    along: Floats
    edge: Ints
    before: Floats
    access: Bools
    box: Floats
    date: str


class _Segments(NamedTuple):
    """Segments of the map; `forth` and `back` say whether they may be gone so."""

    begin: Ints
    end: Ints
    km: Floats
    minutes: Floats
    kind: npt.NDArray[np.int8]
    forth: Bools
    back: Bools


def graph_of(ways: Ways, speeds: Speeds) -> RoadGraph:
    """Make the graph of an extract's ways.

    Parameters
    ----------
    ways : Ways
    speeds : Speeds
        Of which the free-flow speeds count.

    Returns
    -------
    RoadGraph

    Notes
    -----
    Times along an edge are exact sums of its segments. Points are joined to junctions by pointer doubling:
    O(s log s) time, about 150 bytes a segment while it runs.
    """
    segments = _segments(ways, speeds)
    points = len(ways.longitude)
    degree = np.bincount(np.concatenate([segments.begin, segments.end]), minlength=points)
    border = _border(ways, segments, degree)
    junction, previous = _joined(segments, degree, border)
    first, before = _summed(previous, np.repeat(segments.minutes, 2))
    allowed = np.column_stack([segments.forth, segments.back]).ravel()
    starts = np.flatnonzero((first == np.arange(len(first))) & allowed)  # half-segments with which edges begin
    kept = np.flatnonzero(junction)
    kept = kept[np.argsort(_near_together(ways.longitude[kept], ways.latitude[kept]), kind="stable")]
    number = np.full(points, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    sides = np.column_stack([segments.begin, segments.end]).ravel()  # where each half-segment begins
    begin, end = sides[starts], sides[first[starts ^ 1]]  # the way back begins where the edge ends
    tail, head, minutes = number[begin], number[end], segments.minutes[starts >> 1] + before[starts ^ 1]
    ferry, on_land = segments.kind[starts >> 1] == _FERRY, _on_land(segments, points)
    landings = np.where(ferry, on_land[begin].astype(np.int32) + on_land[end], 0).astype(np.int32)
    edge_of = np.full(len(first), -1, dtype=np.int32)
    edge_of[starts] = np.arange(len(starts), dtype=np.int32)
    edge = np.where(allowed, edge_of[first], -1).astype(np.int32).reshape(-1, 2)
    part = _components(tail, head, len(kept), "strong")
    corners = [ways.longitude.min(), ways.latitude.min(), ways.longitude.max(), ways.latitude.max()]
    return RoadGraph(
        len(kept), tail, head, minutes, ferry, landings, number[border], part,
        ways.longitude, ways.latitude, segments.begin, segments.end, segments.minutes,
        edge, before.reshape(-1, 2), _access(segments, edge, tail, head, part),
        ways.box if np.isfinite(ways.box).all() else np.array(corners), ways.date,
    )  # fmt: skip


def length_km(longitude: Floats, latitude: Floats, begin: Ints, end: Ints) -> Floats:
    """Return the great-circle length of segments."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    half = np.sin((lat[end] - lat[begin]) / 2) ** 2
    half += np.cos(lat[begin]) * np.cos(lat[end]) * np.sin((lon[end] - lon[begin]) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def _segments(ways: Ways, speeds: Speeds) -> _Segments:
    way = np.repeat(np.arange(len(ways.kind)), np.diff(ways.pointers))
    at = np.flatnonzero(way[1:] == way[:-1])
    begin, end, of = ways.nodes[at], ways.nodes[at + 1], way[at]
    km = length_km(ways.longitude, ways.latitude, begin, end)
    table = np.array([speeds.of(name) for name in CLASSES])
    kmh = np.where(np.isnan(ways.kmh), table[ways.kind], np.minimum(ways.kmh, table[CLASSES.index("motorway")]))
    minutes = km / kmh[of] * 60
    whole = np.bincount(of, km, len(ways.kind))
    told = (np.isfinite(ways.duration) & (whole > 0))[of]
    minutes[told] = (ways.duration[of] * km)[told] / whole[of][told]
    return _Segments(begin, end, km, minutes, ways.kind[of], ways.oneway[of] >= 0, ways.oneway[of] <= 0)


def _border(ways: Ways, segments: _Segments, degree: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the points at which roads may lead out of the extract."""
    border = ways.cut.copy()
    if np.isfinite(ways.box).all():
        west, south, east, north = ways.box
        border |= (ways.longitude <= west) | (ways.longitude >= east)
        border |= (ways.latitude <= south) | (ways.latitude >= north)
    through = np.isin(segments.kind, _THROUGH)
    ends = np.concatenate([segments.begin[through], segments.end[through]])
    border[ends[degree[ends] == 1]] = True
    return np.flatnonzero(border & (degree > 0))


def _joined(
    segments: _Segments, degree: npt.NDArray[np.int64], border: npt.NDArray[np.int64]
) -> tuple[Bools, npt.NDArray[np.int64]]:
    """Return which points are junctions, and the half-segment before each half-segment, itself where none is.

    Half-segment 2s goes along segment s, 2s + 1 against it.
    """
    s, points = len(segments.begin), len(degree)
    ends = np.column_stack([segments.begin, segments.end]).ravel()
    order = np.argsort(ends, kind="stable")  # half-segments by the point that they begin at
    at = np.concatenate([[0], np.cumsum(degree)])[:-1]
    two = np.flatnonzero(degree == 2)
    one, other = order[at[two]], order[at[two] + 1]  # the two that leave the point
    leave = np.column_stack([segments.forth, segments.back]).ravel()
    enter = leave.reshape(-1, 2)[:, ::-1].ravel()  # whether the point can be come to by the segment
    same = (leave[one] == enter[other]) & (enter[one] == leave[other])
    same &= (segments.kind[one >> 1] == _FERRY) == (segments.kind[other >> 1] == _FERRY)
    same &= ~np.isin(two, border)
    plain = np.zeros(points, dtype=bool)
    plain[two[same]] = True
    junction = (degree > 0) & ~plain
    _open_rings(segments, junction)
    through = ~junction[two]
    previous = np.arange(2 * s)
    previous[one[through]], previous[other[through]] = other[through] ^ 1, one[through] ^ 1
    return junction, previous


def _open_rings(segments: _Segments, junction: Bools) -> None:
    """Make the first point of each ring that nothing else meets a junction."""
    part = _components(segments.begin, segments.end, len(junction), "weak")
    with_junction = np.zeros(part.max() + 1, dtype=bool)
    with_junction[part[junction]] = True
    used = np.unique(segments.begin)
    alone = used[~with_junction[part[used]]]
    junction[alone[np.unique(part[alone], return_index=True)[1]]] = True


def _components(tail: Ints, head: Ints, n: int, connection: str) -> Ints:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    graph = csr_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=True, connection=connection)[1], dtype=np.int32)


def _summed(previous: npt.NDArray[np.int64], minutes: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the first half-segment of each one's edge, and the minutes of the edge before it."""
    first = previous.copy()
    before = np.where(first != np.arange(len(first)), minutes[first], 0.0)
    while (further := first[first] != first).any():
        before[further] += before[first[further]]
        first[further] = first[first[further]]
    return first, before


def _on_land(segments: _Segments, points: int) -> Bools:
    land = np.zeros(points, dtype=bool)
    road = segments.kind != _FERRY
    land[segments.begin[road]] = land[segments.end[road]] = True
    return land


def _access(segments: _Segments, edge: Ints, tail: Ints, head: Ints, part: Ints) -> Bools:
    """Return the segments on which a firm may be put."""
    some = np.where(edge[:, 0] >= 0, edge[:, 0], edge[:, 1])
    own, inside = part[tail[some]], part[tail[some]] == part[head[some]]
    road = inside & (segments.kind != _FERRY)
    km = np.bincount(own[road], segments.km[road], int(part.max()) + 1)
    far_enough = (km >= LEAST_KM) | (km == km.max())
    return road & far_enough[own] & ~np.isin(segments.kind, _NO_ACCESS)


def _near_together(longitude: Floats, latitude: Floats) -> npt.NDArray[np.int64]:
    """Return numbers by which points that are near each other come near each other: the Morton curve."""
    key = np.zeros(len(longitude), dtype=np.int64)
    for shift, degrees in ((0, (longitude + 180) / 360), (1, (latitude + 90) / 180)):
        bits = (degrees * (2**31 - 1)).astype(np.int64)
        for gap, mask in (
            (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
            (2, 0x3333333333333333), (1, 0x5555555555555555),
        ):  # fmt: skip
            bits = (bits | (bits << gap)) & mask
        key |= bits << shift
    return key
