"""Shortest times over edges that have minutes, from many sources to chosen nodes, no farther than needed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@njit(cache=True, nogil=True)
def shortest_times(
    pointers: Pointers,
    targets: Ints,
    minutes: Floats,
    crossings: Floats,
    landings: Ints,
    seed_pointers: Pointers,
    seeds: Ints,
    starts: Floats,
    pair_pointers: Pointers,
    ends: Ints,
    finals: Floats,
    limit: float,
) -> tuple[Floats, Floats, Ints]:
    """Search nearest first [Dijkstra 1959] from each source, until all its pairs are settled or the limit is passed.

    Parameters
    ----------
    pointers, targets, minutes : compressed rows of the edges; parallel ones may be there, the least counts.
    crossings, landings : what is added up along the way, an edge each; empty where nothing is to be.
    seed_pointers, seeds, starts : the nodes that each source starts at, and the minutes until there.
    pair_pointers : the pairs of each source.
    ends, finals : shape (pairs, 2), the nodes that a pair may end over, -1 for none, and the minutes from there.
    limit : minutes; nodes farther than that are not searched.

    Returns
    -------
    minutes : ndarray of float64, shape (pairs,)
        Infinite where no way is found within the limit.
    crossings : ndarray of float64, shape (pairs,)
    landings : ndarray of int32, shape (pairs,)
        Sums along the way that was found.

    Notes
    -----
    O((n + m) log n) of what is searched, a source. 16 bytes a node, 28 with something to add up; the heap may take 12
    bytes an edge, but holds only those at the rim of the search. It keeps the minutes beside the nodes, and passes
    over a node that has been settled by a shorter way: on road graphs a sixth faster than to move nodes within it.
    """
    n, added, most = len(pointers) - 1, len(crossings) > 0, len(targets) + len(seeds) + 1
    near, wanted, touched = np.full(n, np.inf), np.full(n, -1, np.int32), np.empty(n, np.int32)
    crossed, landed = np.zeros(n if added else 0), np.zeros(n if added else 0, np.int32)
    room = _Room(near, wanted, touched, np.empty(most, np.int32), np.empty(most), crossed, landed)
    found, crossing, landing = np.full(len(ends), np.inf), np.zeros(len(ends)), np.zeros(len(ends), np.int32)
    for source in range(len(seed_pointers) - 1):
        own = ends[pair_pointers[source] : pair_pointers[source + 1]]
        left = _marked(own, source, wanted)
        first, past = seed_pointers[source], seed_pointers[source + 1]
        roads = _Roads(pointers, targets, minutes, crossings, landings)
        reached = _search(roads, seeds[first:past], starts[first:past], source, left, limit, room)
        for pair in range(pair_pointers[source], pair_pointers[source + 1]):
            for side in range(2):
                node = ends[pair, side]
                if node >= 0 and near[node] <= limit and near[node] + finals[pair, side] < found[pair]:
                    found[pair] = near[node] + finals[pair, side]
                    if added:
                        crossing[pair], landing[pair] = crossed[node], landed[node]
        for number in range(reached):
            near[touched[number]] = np.inf
    return found, crossing, landing


class _Roads(NamedTuple):
    pointers: Pointers
    targets: Ints
    minutes: Floats
    crossings: Floats
    landings: Ints


class _Room(NamedTuple):
    """What a search works in: minutes of nodes, who wants them, those touched, the heap, and what is added up."""

    near: Floats
    wanted: Ints
    touched: Ints
    heap: Ints
    keys: Floats
    crossed: Floats
    landed: Ints


@njit(cache=True, nogil=True)
def _marked(ends: Ints, source: int, wanted: Ints) -> int:
    """Mark the nodes over which pairs may end as wanted by a source; return their number."""
    number = 0
    for pair in range(len(ends)):
        for side in range(2):
            node = ends[pair, side]
            if node >= 0 and wanted[node] != source:
                wanted[node], number = source, number + 1
    return number


@njit(cache=True, nogil=True)
def _search(roads: _Roads, seeds: Ints, starts: Floats, source: int, left: int, limit: float, room: _Room) -> int:
    """Search until `left` wanted nodes are settled; return the number of nodes touched."""
    pointers, targets, minutes, crossings, landings = roads
    near, wanted, touched, heap, keys, crossed, landed = room
    added = len(crossings) > 0
    size, reached = 0, 0
    for seed in range(len(seeds)):
        node = seeds[seed]
        if starts[seed] < near[node]:
            if near[node] == np.inf:
                touched[reached], reached = node, reached + 1
            near[node] = starts[seed]
            if added:
                crossed[node], landed[node] = 0.0, 0
            _put(heap, keys, size, node, starts[seed])
            size += 1
    while size > 0 and left > 0:
        node, distance = heap[0], keys[0]
        size -= 1
        _take(heap, keys, size)
        if distance > limit:
            break
        if distance > near[node]:  # settled before
            continue
        if wanted[node] == source:
            wanted[node], left = -1, left - 1
        for edge in range(pointers[node], pointers[node + 1]):
            other, by_here = targets[edge], distance + minutes[edge]
            if by_here < near[other]:
                if near[other] == np.inf:
                    touched[reached], reached = other, reached + 1
                near[other] = by_here
                _put(heap, keys, size, other, by_here)
                size += 1
                if added:
                    crossed[other] = crossed[node] + crossings[edge]
                    landed[other] = landed[node] + landings[edge]
    return reached


@njit(cache=True, nogil=True)
def _put(heap: Ints, keys: Floats, at: int, node: int, key: float) -> None:
    """Put a node at the end of the heap and up to where it belongs."""
    while at > 0:
        above = (at - 1) >> 2
        if keys[above] <= key:
            break
        heap[at], keys[at] = heap[above], keys[above]
        at = above
    heap[at], keys[at] = node, key


@njit(cache=True, nogil=True)
def _take(heap: Ints, keys: Floats, size: int) -> None:
    """Put the last node of the heap, at `size`, where the first one was, and down to where it belongs."""
    node, key, at = heap[size], keys[size], 0
    while True:
        child = 4 * at + 1
        if child >= size:
            break
        best = child
        for other in range(child + 1, min(child + 4, size)):
            if keys[other] < keys[best]:
                best = other
        if keys[best] >= key:
            break
        heap[at], keys[at] = heap[best], keys[best]
        at = best
    heap[at], keys[at] = node, key


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    one, rows = np.zeros(1, np.int32), np.array([0, 1])
    shortest_times(
        np.array([0, 1, 2]), np.array([1, 0], np.int32), np.ones(2), np.zeros(0), np.zeros(0, np.int32),
        rows, one, np.zeros(1), rows, np.ones((1, 2), np.int32), np.zeros((1, 2)), np.inf,
    )  # fmt: skip
