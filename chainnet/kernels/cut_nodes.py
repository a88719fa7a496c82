"""What the loss of each single node does to the largest component."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def largest_without_each(pointers: Pointers, targets: Ints) -> Ints:
    """Return, for each node, the size of the largest component when that node alone is removed. O(n + m).

    Depth-first search: below a child that reaches no higher than the node lies a part that the node cuts off; what it
    does not cut off stays in one piece.
    """
    n = len(pointers) - 1
    found = np.full(n, -1, np.int32)  # order of discovery
    lowest = np.zeros(n, np.int32)
    parent = np.full(n, -1, np.int32)
    below = np.ones(n, np.int32)  # nodes in the subtree
    cut = np.zeros(n, np.int32)  # nodes cut off by the node
    biggest = np.zeros(n, np.int32)  # the largest part that the node cuts off
    of_root = np.zeros(n, np.int32)
    top_root = np.full(n, -1, np.int32)
    at = pointers[:-1].copy()
    stack = np.empty(n, np.int32)
    time = 0
    for start in range(n):
        if found[start] >= 0:
            continue
        depth, stack[0] = 1, start
        found[start] = lowest[start] = time
        top_root[start] = start
        time += 1
        while depth > 0:
            node = stack[depth - 1]
            if at[node] < pointers[node + 1]:
                other = targets[at[node]]
                at[node] += 1
                if found[other] < 0:
                    found[other] = lowest[other] = time
                    time += 1
                    parent[other] = node
                    top_root[other] = start
                    stack[depth] = other
                    depth += 1
                elif other != parent[node]:
                    lowest[node] = min(lowest[node], found[other])
                continue
            depth -= 1
            up = parent[node]
            if up >= 0:
                below[up] += below[node]
                lowest[up] = min(lowest[up], lowest[node])
                if lowest[node] >= found[up]:
                    cut[up] += below[node]
                    biggest[up] = max(biggest[up], below[node])
        of_root[start] = below[start]
    return _largest_left(of_root, top_root, cut, biggest)


@njit(cache=True, nogil=True)
def _largest_left(of_root: Ints, top_root: Ints, cut: Ints, biggest: Ints) -> Ints:
    n = len(top_root)
    first, other = 0, 0  # the two largest components, and which root the largest has
    first_root = -1
    for node in range(n):
        if of_root[node] > first:
            other, first, first_root = first, of_root[node], node
        elif of_root[node] > other:
            other = of_root[node]
    left = np.empty(n, np.int32)
    for node in range(n):
        rest = of_root[top_root[node]] - 1 - cut[node]
        elsewhere = other if top_root[node] == first_root else first
        left[node] = max(elsewhere, biggest[node], rest)
    return left


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    largest_without_each(np.array([0, 1, 2]), np.array([1, 0], np.int32))
