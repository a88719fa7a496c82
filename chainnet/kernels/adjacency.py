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
    """Return compressed rows of the undirected simple graph: each neighbour once, whichever way the edge points."""
    low, high = np.minimum(source, target).astype(np.int64), np.maximum(source, target).astype(np.int64)
    key = np.unique(low * max(n, 1) + high)
    low, high = (key // max(n, 1)).astype(np.int32), (key % max(n, 1)).astype(np.int32)
    return compressed(n, np.concatenate([low, high]), np.concatenate([high, low]))


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    one = np.zeros(1, np.int32)
    neighbours(2, one, one + 1)
