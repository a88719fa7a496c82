"""Components while nodes are removed, and what the loss of each single node does to the largest one.

Removing nodes one by one is adding them one by one read backwards, and adding only joins components: one pass of
union-find gives the whole curve.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]


@njit(cache=True, nogil=True)
def _root(parent: Ints, node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True, nogil=True)
def component_curve(pointers: Pointers, targets: Ints, order: Ints) -> tuple[Ints, Ints]:
    """Return the sizes of the largest and second-largest component after 0, 1, ..., len(order) removals.

    `pointers` and `targets` are compressed rows of an undirected graph; nodes not in `order` always stay.
    O((n + m) α(n)) time, 12 bytes a node beside the arrays given.
    """
    n, steps = len(pointers) - 1, len(order)
    parent = np.full(n, -1, np.int32)
    size = np.ones(n, np.int32)
    having = np.zeros(n + 2, np.int32)  # number of components of each size
    largest = np.zeros(steps + 1, np.int32)
    second = np.zeros(steps + 1, np.int32)
    removed = np.zeros(n, np.bool_)
    removed[order] = True
    top, next_top = 0, 0
    for node in range(n):
        if not removed[node]:
            top = max(top, _join(pointers, targets, parent, size, having, node))
    next_top = _second(having, top, 0, n)
    largest[steps], second[steps] = top, next_top
    for left in range(steps - 1, -1, -1):
        grown = _join(pointers, targets, parent, size, having, order[left])
        # a component that overtakes leaves the former largest behind it; one that leads already leaves the second
        most = grown if grown < top else top if grown > top and having[top] > 0 else 0
        top = max(top, grown)
        next_top = _second(having, top, next_top, most)
        largest[left], second[left] = top, next_top
    return largest, second


@njit(cache=True, nogil=True)
def _join(pointers: Pointers, targets: Ints, parent: Ints, size: Ints, having: Ints, node: int) -> int:
    """Add a node, joined to those of its neighbours that are there; return the size of its component."""
    parent[node] = node
    root = node
    having[1] += 1
    for at in range(pointers[node], pointers[node + 1]):
        if parent[targets[at]] < 0:
            continue
        other = _root(parent, targets[at])
        if other == root:
            continue
        having[size[root]] -= 1
        having[size[other]] -= 1
        if size[other] > size[root]:
            root, other = other, root
        parent[other] = root
        size[root] += size[other]
        having[size[root]] += 1
    return size[root]


@njit(cache=True, nogil=True)
def _second(having: Ints, top: int, before: int, most: int) -> int:
    """Return the second-largest size: at most what it was before, or `most` where that is more."""
    if having[top] > 1:
        return top
    size = min(top - 1, max(before, most))
    while size > 0 and having[size] == 0:
        size -= 1
    return max(size, 0)


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


@njit(cache=True, nogil=True)
def adaptive_degree_order(pointers: Pointers, targets: Ints, rank: Ints, removable: npt.NDArray[np.bool_]) -> Ints:
    """Return the removable nodes by degree among what is left, recomputed after each removal; ties by lower `rank`.

    A heap of (degree, rank) with entries that grow stale and are skipped: O((n + m) log n).
    """
    n = len(pointers) - 1
    degree = (pointers[1:] - pointers[:-1]).astype(np.int64)
    if n == 0:
        return np.empty(0, np.int32)
    node_of = np.empty(n, np.int32)
    for node in range(n):
        node_of[rank[node]] = node
    most = degree.max()
    keys = np.empty(n + len(targets), np.int64)  # one entry a node and one each time a degree falls
    held = 0
    for node in range(n):
        if removable[node]:
            held = _push(keys, held, (most - degree[node]) * n + rank[node])
    order = np.empty(held, np.int32)
    gone = np.zeros(n, np.bool_)
    done = 0
    while held > 0:
        key = keys[0]
        held = _pop(keys, held)
        node = node_of[key % n]
        if gone[node] or most - key // n != degree[node]:
            continue
        gone[node] = True
        order[done] = node
        done += 1
        for at in range(pointers[node], pointers[node + 1]):
            other = targets[at]
            if not gone[other]:
                degree[other] -= 1
                if removable[other]:
                    held = _push(keys, held, (most - degree[other]) * n + rank[other])
    return order


@njit(cache=True, nogil=True)
def _push(keys: Pointers, held: int, key: int) -> int:
    at = held
    while at > 0 and keys[(at - 1) // 2] > key:
        keys[at] = keys[(at - 1) // 2]
        at = (at - 1) // 2
    keys[at] = key
    return held + 1


@njit(cache=True, nogil=True)
def _pop(keys: Pointers, held: int) -> int:
    held -= 1
    key, at = keys[held], 0
    while True:
        child = 2 * at + 1
        if child >= held:
            break
        if child + 1 < held and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at] = keys[child]
        at = child
    keys[at] = key
    return held


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    component_curve(pointers, targets, two)
    largest_without_each(pointers, targets)
    adaptive_degree_order(pointers, targets, two, np.ones(2, np.bool_))
