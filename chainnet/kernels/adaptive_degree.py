"""The order of removal by degree among what is left."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def adaptive_degree_order(pointers: Pointers, targets: Ints, rank: Ints, removable: npt.NDArray[np.bool_]) -> Ints:
    """Return the removable nodes by degree among what is left, recomputed after each removal; ties by lower `rank`.

    `rank` is a permutation of the nodes. Degrees only fall, so once all nodes of a higher degree are gone none comes
    back to it, and one pass by rank over the nodes that began with degree d or more meets all that are removed at
    degree d, in the right order. These passes together are as long as `targets`: O(n + m) time, 4 bytes an entry.
    """
    n = len(pointers) - 1
    degree = np.empty(n, np.int32)
    most = 0
    for node in range(n):
        degree[node] = pointers[node + 1] - pointers[node]
        most = max(most, int(degree[node]))
    by_rank, starts, queue = _queue(degree, most, rank, removable)
    order = np.empty(len(by_rank), np.int32)
    done = 0
    for left in range(most, 0, -1):
        for place in range(starts[left], starts[left - 1]):
            node = queue[place]
            if degree[np.uint32(node)] != left:
                continue
            order[done] = node
            done += 1
            degree[np.uint32(node)] = -1  # gone: it only falls further, and is never met again
            for at in range(np.uint64(pointers[node]), np.uint64(pointers[node + 1])):
                degree[np.uint32(targets[at])] -= 1
    for place in range(len(by_rank)):  # what is left has no neighbours left
        if degree[by_rank[place]] == 0:
            order[done] = by_rank[place]
            done += 1
    return order


@njit(cache=True, nogil=True)
def _queue(degree: Ints, most: int, rank: Ints, removable: npt.NDArray[np.bool_]) -> tuple[Ints, Pointers, Ints]:
    """Return the removable nodes by rank; and, for each degree from the highest to 1, those that have it or more.

    Those of degree d stand at queue[starts[d] : starts[d - 1]], by rank.
    """
    node_of = np.full(len(degree), -1, np.int32)
    starts = np.zeros(most + 1, np.int64)
    held = 0
    for node in range(len(degree)):
        if removable[node]:
            node_of[rank[node]] = node
            starts[degree[node]] += 1
            held += 1
    by_rank = np.empty(held, np.int32)
    held = 0
    for place in range(len(node_of)):
        if node_of[place] >= 0:
            by_rank[held] = node_of[place]
            held += 1
    length, having = 0, 0
    for least in range(most, -1, -1):
        having += int(starts[least])
        starts[least] = length
        length += having
    queue = np.empty(starts[0], np.int32)
    end = starts.copy()
    for place in range(held):
        node = int(by_rank[place])
        for least in range(1, int(degree[node]) + 1):
            queue[end[least]] = node
            end[least] += 1
    return by_rank, starts, queue


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    adaptive_degree_order(pointers, targets, two, np.ones(2, np.bool_))
