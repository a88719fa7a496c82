"""Removal by collective influence: how many links leave the ball around a node [Morone & Makse 2015]."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from chainnet.errors import InputError, Said
from chainnet.kernels.heap import heap_of, moved, taken
from chainnet.kernels.ranked import ranked, rest_by_degree
from chainnet.kernels.reinsertion import reinserted, small_size

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def collective_influence_order(
    pointers: Pointers, targets: Ints, rank: Ints, removable: Bools, radius: int = 2, reinsertion: bool = False
) -> Ints:
    """Return the removable nodes by collective influence in what is left, after each removal anew.

    ``CI(i) = (k_i - 1) Σ (k_j - 1)`` over the nodes j at distance `radius` from i, k the degree [Morone & Makse,
    Nature 524:65, 2015]; ties by lower `rank`. Once no removable node has any, they go by degree in what is left.

    Parameters
    ----------
    pointers, targets : ndarray of int64, shape (n + 1,), and of int32, shape (m,)
        Compressed rows of the undirected simple graph.
    rank : ndarray of int32, shape (n,)
        The place of each node where scores tie.
    removable : ndarray of bool, shape (n,)
    radius : int
        1 or more links.
    reinsertion : bool
        Whether the nodes removed until the largest component is below 1 % of all are `reinserted`, as the paper does to
        find the fewest.

    Returns
    -------
    ndarray of int32
        Time as the paths of `radius` + 1 links that start at each node when it is removed, and a heap.

    Raises
    ------
    InputError
        Where the radius is below 1.

    Examples
    --------
    The middle of a path of seven nodes.

    >>> import numpy as np
    >>> from chainnet.kernels.adjacency import neighbours
    >>> path = neighbours(7, np.arange(6, dtype=np.int32), np.arange(1, 7, dtype=np.int32))
    >>> rank = np.array([6, 5, 4, 0, 1, 2, 3], np.int32)
    >>> collective_influence_order(*path, rank, np.ones(7, bool)).tolist()[0]
    3
    """
    if radius < 1:
        hint = Said("give 1 or more links", "请给 1 条或更多联系")
        raise InputError.one(Said(f"radius {radius}", f"半径为 {radius}"), hint=hint)
    graph = ranked(pointers, targets, rank, removable)
    order = _by_influence(graph.pointers, graph.targets, graph.removable, radius)
    order = graph.node_of[rest_by_degree(graph, order)]
    return reinserted(pointers, targets, order, rank, small_size(len(rank))) if reinsertion else order


@njit(cache=True, nogil=True)
def _by_influence(pointers: Pointers, targets: Ints, removable: Bools, radius: int) -> Ints:
    """Return the nodes by influence until there is none.

    A removal changes the balls of nodes nearer than `radius` alone: these are summed anew. Those at `radius` lose the
    removed node from their boundary, and those with one of its neighbours on theirs lose 1 of that one's degree.
    """
    n = len(pointers) - 1
    degree, around, influence = pointers[1:] - pointers[:-1], np.zeros(n, np.int64), np.zeros(n)
    gone, stamp = np.zeros(n, np.bool_), np.zeros(1, np.int64)
    seen, seen_here = np.zeros(n, np.int64), np.full(n, -1, np.int64)
    ball, inner, changed = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int32)
    for node in range(n):
        edge, end = _ball(pointers, targets, gone, node, radius, seen, stamp, ball)
        for at in range(edge, end):
            around[node] += degree[ball[at]] - 1
        influence[node] = (degree[node] - 1) * around[node]
    heap = heap_of(influence, removable)
    order, done = np.empty(n, np.int32), 0
    while heap.held[0] > 0 and influence[heap.nodes[0]] > 0:
        node = taken(heap)
        edge, end = _ball(pointers, targets, gone, node, radius, seen, stamp, ball)
        beside = 1 + degree[node]  # the neighbours stand in ball[1:beside]
        near = max(edge, beside)
        gone[node], count = True, 0
        for at in range(1, end):
            other = ball[at]
            degree[other] -= at < beside
            if at >= near:
                around[other] -= degree[node] - 1
            seen_here[other], changed[count] = done if at >= near else done + n, other
            count += 1
        for at in range(1, near):
            total = 0
            first, last = _ball(pointers, targets, gone, ball[at], radius, seen, stamp, inner)
            for place in range(first, last):
                other = inner[place]
                total += degree[other] - 1
                if at < beside and seen_here[other] != done + n:
                    around[other] -= 1
                    if seen_here[other] != done:
                        seen_here[other], changed[count] = done, other
                        count += 1
            around[ball[at]] = total
        for at in range(count):
            other = changed[at]
            influence[other] = (degree[other] - 1) * around[other]
            moved(heap, other)
        order[done] = node
        done += 1
    return order[:done]


@njit(cache=True, nogil=True)
def _ball(
    pointers: Pointers,
    targets: Ints,
    gone: Bools,
    centre: int,
    radius: int,
    seen: Pointers,
    stamp: Pointers,
    ball: Ints,
) -> tuple[int, int]:
    """Write the nodes within `radius` of the centre by distance; return where the last distance starts and ends."""
    stamp[0] += 1
    mark = stamp[0]
    seen[centre], ball[0] = mark, centre
    start, stop = 0, 1
    for _ in range(radius):
        end = stop
        for at in range(start, stop):
            node = ball[at]
            for place in range(pointers[node], pointers[node + 1]):
                other = targets[place]
                if seen[other] != mark and not gone[other]:
                    seen[other], ball[end] = mark, other
                    end += 1
        start, stop = stop, end
    return start, stop


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    collective_influence_order(pointers, targets, two, np.ones(2, np.bool_))
