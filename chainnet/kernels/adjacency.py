"""Edge lists to compressed rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def compressed(n: int, source: Ints, target: Ints) -> tuple[Pointers, Ints]:
    """Return pointers (n + 1) and targets (m), the targets of each source in the order they came. O(n + m)."""
    pointers = np.zeros(n + 1, np.int64)
    for i in range(len(source)):
        pointers[source[i] + 1] += 1
    for i in range(n):
        pointers[i + 1] += pointers[i]
    place = pointers[:-1].copy()
    targets = np.empty(len(target), np.int32)
    for i in range(len(source)):
        targets[place[source[i]]] = target[i]
        place[source[i]] += 1
    return pointers, targets


def neighbours(n: int, source: Ints, target: Ints) -> tuple[Pointers, Ints]:
    """Return compressed rows of the undirected simple graph: each neighbour once, whichever way the edge points.

    The rows are sorted. O(n + m): turning compressed rows round sorts them.
    """
    both = np.concatenate([source, target]), np.concatenate([target, source])
    pointers, targets = compressed(n, *both)
    owner = np.repeat(np.arange(n, dtype=np.int32), np.diff(pointers))
    return _distinct(*compressed(n, targets, owner))


@njit(cache=True, nogil=True)
def _distinct(pointers: Pointers, targets: Ints) -> tuple[Pointers, Ints]:
    """Return sorted rows without repeats and without the node itself."""
    n = len(pointers) - 1
    kept = np.zeros(n + 1, np.int64)
    found = np.empty(len(targets), np.int32)
    at = 0
    for node in range(n):
        last = -1
        for i in range(pointers[node], pointers[node + 1]):
            if targets[i] != last and targets[i] != node:
                found[at] = last = targets[i]
                at += 1
        kept[node + 1] = at
    return kept, found[:at].copy()


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    one = np.zeros(1, np.int32)
    neighbours(2, one, one + 1)
