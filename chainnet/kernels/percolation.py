"""Components while nodes or links are removed.

Removing one by one is adding one by one read backwards, and adding only joins components: one pass of union-find gives
the whole curve [Newman & Ziff 2001].

One array says both who is above a node and, at a root, how large its component is: `up[node]` is the node above, or,
below zero, minus the size. Indices are cast to unsigned, which spares a check for negative ones at each access. What
the curves call stands in this file: a cached kernel is not compiled anew when another file changes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Pointers = npt.NDArray[np.int64]

ABSENT = np.int32(np.iinfo(np.int32).max)
"""What stands above a node that is not there."""


@njit(cache=True, nogil=True)
def component_curve(pointers: Pointers, targets: Ints, order: Ints) -> tuple[Ints, Ints]:
    """Return the sizes of the largest and second-largest component after 0, 1, ..., len(order) removals.

    `pointers` and `targets` are compressed rows of an undirected graph; nodes not in `order` always stay.
    O(m α(n) + n log n) time, 16 bytes a node beside the arrays given.
    """
    n, steps = len(pointers) - 1, len(order)
    rest = _staying(n, order)
    up = np.full(n, ABSENT, np.int32)
    having = np.zeros(n + 1, np.int32)  # number of components of each size
    largest, second = np.zeros(n + 1, np.int32), np.zeros(n + 1, np.int32)
    first, next_first = 0, 0
    for left in range(n - 1, -1, -1):
        node = order[left] if left < steps else rest[left - steps]
        up[np.uint32(node)] = -1
        top, size = node, 1
        for at in range(np.uint64(pointers[node]), np.uint64(pointers[node + 1])):
            beside = targets[at]
            if up[np.uint32(beside)] == ABSENT:
                continue
            other = _root(up, beside)
            if other == top:
                continue
            joined = int(-up[np.uint32(other)])
            having[np.uint32(joined)] -= 1
            if joined >= size:
                up[np.uint32(top)] = other
                top = other
            else:
                up[np.uint32(other)] = top
            size += joined
        up[np.uint32(top)] = -size
        having[np.uint32(size)] += 1
        first, next_first = _two_largest(having, first, next_first, size)
        largest[left], second[left] = first, next_first
    return largest[: steps + 1], second[: steps + 1]


@njit(cache=True, nogil=True)
def component_details(pointers: Pointers, targets: Ints, order: Ints, weight: Floats) -> tuple[Floats, Ints, Floats]:
    """Return more of the components after 0, 1, ..., len(order) removals; the graph is as for `component_curve`.

    The weight of the heaviest component, where each node weighs `weight`, zero or more; the number of components; and
    their mean size, as in `_mean_size`. All are 0 where no node is left.
    """
    n, steps = len(pointers) - 1, len(order)
    rest = _staying(n, order)
    up = np.full(n, ABSENT, np.int32)
    load = weight.copy()  # of the component, at its root
    heaviest, mean = np.zeros(n + 1), np.zeros(n + 1)
    components = np.zeros(n + 1, np.int32)
    first, squares, most, count = 0, 0, 0.0, 0
    for left in range(n - 1, -1, -1):
        node = order[left] if left < steps else rest[left - steps]
        up[np.uint32(node)] = -1
        top, size = node, 1
        squares += 1
        count += 1
        for at in range(np.uint64(pointers[node]), np.uint64(pointers[node + 1])):
            beside = targets[at]
            if up[np.uint32(beside)] == ABSENT:
                continue
            other = _root(up, beside)
            if other == top:
                continue
            joined = int(-up[np.uint32(other)])
            if joined >= size:
                other, top = top, other
            up[np.uint32(other)] = top
            load[top] += load[other]
            squares += 2 * size * joined
            size += joined
            count -= 1
        up[np.uint32(top)] = -size
        first, most = max(first, size), max(most, load[top])
        heaviest[left], components[left] = most, count
        mean[left] = _mean_size(squares, n - left, first)
    return heaviest[: steps + 1], components[: steps + 1], mean[: steps + 1]


@njit(cache=True, nogil=True)
def link_curve(n: int, source: Ints, target: Ints, order: Ints) -> tuple[Ints, Ints]:
    """Return the sizes of the largest and second-largest component after 0, 1, ..., len(order) removals of links.

    Links join the n nodes either way and may be parallel; `order` holds their indices, and those not in it always stay.
    O(m α(n) + n log n) time.
    """
    m, steps = len(source), len(order)
    rest = _staying(m, order)
    up = np.full(n, -1, np.int32)
    having = np.zeros(max(n, 1) + 1, np.int32)  # number of components of each size
    having[1] = n
    first, next_first = min(n, 1), 1 if n > 1 else 0
    largest, second = np.full(m + 1, first, np.int32), np.full(m + 1, next_first, np.int32)
    for left in range(m - 1, -1, -1):
        link = order[left] if left < steps else rest[left - steps]
        one, other = _root(up, source[link]), _root(up, target[link])
        if one != other:
            size, joined = int(-up[one]), int(-up[other])
            having[size] -= 1
            having[joined] -= 1
            if joined > size:
                one, other = other, one
            up[other] = one
            up[one] = -(size + joined)
            having[size + joined] += 1
            first, next_first = _two_largest(having, first, next_first, size + joined)
        largest[left], second[left] = first, next_first
    return largest[: steps + 1], second[: steps + 1]


@njit(cache=True, nogil=True)
def link_details(n: int, source: Ints, target: Ints, order: Ints, weight: Floats) -> tuple[Floats, Ints, Floats]:
    """Return more of the components after 0, 1, ..., len(order) removals of links, as `component_details` does.

    The weight of the heaviest component, where each node weighs `weight`, zero or more; the number of components; and
    their mean size, as in `_mean_size`.
    """
    m, steps = len(source), len(order)
    rest = _staying(m, order)
    up = np.full(n, -1, np.int32)
    load = weight.copy()  # of the component, at its root
    most = 0.0
    for node in range(n):
        most = max(most, weight[node])
    first, squares, count = min(n, 1), n, n
    heaviest, mean = np.full(m + 1, most), np.full(m + 1, _mean_size(squares, n, first))
    components = np.full(m + 1, n, np.int32)
    for left in range(m - 1, -1, -1):
        link = order[left] if left < steps else rest[left - steps]
        one, other = _root(up, source[link]), _root(up, target[link])
        if one != other:
            size, joined = int(-up[one]), int(-up[other])
            if joined > size:
                one, other = other, one
            up[other] = one
            up[one] = -(size + joined)
            load[one] += load[other]
            squares += 2 * size * joined
            count -= 1
            first, most = max(first, size + joined), max(most, load[one])
        heaviest[left], components[left] = most, count
        mean[left] = _mean_size(squares, n, first)
    return heaviest[: steps + 1], components[: steps + 1], mean[: steps + 1]


@njit(cache=True, nogil=True)
def _staying(n: int, order: Ints) -> Ints:
    """Return which of 0, ..., n - 1 are not in the order."""
    rest = np.empty(n - len(order), np.int32)
    if len(rest) == 0:
        return rest
    removed = np.zeros(n, np.bool_)
    for i in range(len(order)):
        removed[order[i]] = True
    found = 0
    for node in range(n):
        if not removed[node]:
            rest[found] = node
            found += 1
    return rest


@njit(cache=True, nogil=True)
def _root(up: Ints, node: np.int32) -> np.int32:
    """Return the root of a node's component.

    Nearly every root is at most two steps away. Those are taken without a branch, since a branch that goes either way
    costs more than the step; only longer ways are walked, and shortened.
    """
    above = up[np.uint32(node)]
    found = node if above < 0 else above
    above = up[np.uint32(found)]
    found = found if above < 0 else above
    return found if up[np.uint32(found)] < 0 else _walked(up, node, found)


@njit(cache=True, nogil=True)
def _walked(up: Ints, node: np.int32, found: np.int32) -> np.int32:
    while up[np.uint32(found)] >= 0:
        found = up[np.uint32(found)]
    up[np.uint32(node)] = found
    return found


@njit(cache=True, nogil=True)
def _two_largest(having: Ints, first: int, second: int, grown: int) -> tuple[int, int]:
    """Return the sizes of the two largest components, given those before and the size of one that has just grown.

    `having` counts the components of each size. The search downwards passes no more sizes than the smaller of the parts
    that were joined has nodes: O(n log n) over all joins.
    """
    if grown > first:  # what was first is now second, unless it is the one that has grown
        second = first if having[first] > 0 else second
        first = grown
    else:
        second = max(second, grown)
    if having[first] > 1:
        return first, first
    second = min(second, first - 1)
    while second > 0 and having[second] == 0:
        second -= 1
    return first, second


@njit(cache=True, nogil=True)
def _mean_size(squares: int, nodes: int, first: int) -> float:
    """Return the mean size of the components other than one largest, as a node meets it; 0 where there are none.

    Σ s² n_s / Σ s n_s [Stauffer & Aharony 1994]; `squares` is Σ s² n_s over all components and `nodes` is Σ s n_s.
    """
    return (squares - first * first) / (nodes - first) if nodes > first else 0.0


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    component_curve(pointers, targets, two)
    component_details(pointers, targets, two, np.ones(2))
    link_curve(2, two[:1], two[1:], two[:1])
    link_details(2, two[:1], two[1:], two[:1], np.ones(2))
