"""Who stops when: AND-OR failure along a removal order, and who is still reached from the sources.

A node needs, of each of its essential groups of incoming edges, one whose source works. Failures only spread, so one
pass over the edges serves a whole order, of nodes or of edges. Both answers have one form: for each node the first
step at which it no longer works (is reached), where step k is the state after k removals; len(order) + 1 where it
always does.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@njit(cache=True, nogil=True)
def stop_steps(order: Ints, pointers: Pointers, buyer: Ints, group: Ints, working: Ints, essential: Bools) -> Ints:
    """Return the step at which each node stops.

    Parameters
    ----------
    order : nodes in the order of removal.
    pointers, buyer, group : for each node the edges that leave it; each edge's target and the target's group it is in.
    working : number of edges in each group. It is not changed.
    essential : whether the target stops when no source in the group works.
    """
    n = len(pointers) - 1
    left = working.copy()
    step = np.full(n, len(order) + 1, np.int32)
    queue = np.empty(n, np.int32)
    for k in range(len(order)):
        if step[order[k]] <= k:
            continue
        step[order[k]] = k + 1
        queue[0] = order[k]
        head, tail = 0, 1
        while head < tail:
            node = queue[head]
            head += 1
            for at in range(pointers[node], pointers[node + 1]):
                left[group[at]] -= 1
                if left[group[at]] == 0 and essential[group[at]] and step[buyer[at]] > k + 1:
                    step[buyer[at]] = k + 1
                    queue[tail] = buyer[at]
                    tail += 1
    return step


@njit(cache=True, nogil=True)
def link_stop_steps(order: Ints, pointers: Pointers, buyer: Ints, group: Ints, working: Ints, essential: Bools) -> Ints:
    """Return the step at which each node stops while edges are removed; an edge is a place in `buyer`.

    Parameters as in `stop_steps`.
    """
    n = len(pointers) - 1
    left = working.copy()
    step = np.full(n, len(order) + 1, np.int32)
    gone = np.zeros(len(buyer), np.bool_)
    queue = np.empty(n, np.int32)
    for k in range(len(order)):
        first = order[k]
        if gone[first]:
            continue
        gone[first] = True
        left[group[first]] -= 1
        if left[group[first]] > 0 or not essential[group[first]] or step[buyer[first]] <= k:
            continue
        step[buyer[first]] = k + 1
        queue[0] = buyer[first]
        head, tail = 0, 1
        while head < tail:
            node = queue[head]
            head += 1
            for at in range(pointers[node], pointers[node + 1]):
                if gone[at]:
                    continue
                gone[at] = True
                left[group[at]] -= 1
                if left[group[at]] == 0 and essential[group[at]] and step[buyer[at]] > k + 1:
                    step[buyer[at]] = k + 1
                    queue[tail] = buyer[at]
                    tail += 1
    return step


@njit(cache=True, nogil=True)
def reach_steps(order: Ints, pointers: Pointers, target: Ints, back: Pointers, source: Ints, is_source: Bools) -> Ints:
    """Return the step at which each node is no longer reached from a source that is still there.

    `pointers`, `target` are the edges that leave each node, `back`, `source` those that arrive. Read backwards, nodes
    are added and what is reached only grows: one incremental breadth-first search.
    """
    n, steps = len(pointers) - 1, len(order)
    step = np.zeros(n, np.int32)
    there = np.ones(n, np.bool_)
    there[order] = False
    queue = np.empty(n, np.int32)
    tail = 0
    for node in range(n):
        if there[node] and is_source[node]:
            step[node] = steps + 1
            queue[tail] = node
            tail += 1
    _spread(queue, tail, steps + 1, pointers, target, there, step)
    for k in range(steps - 1, -1, -1):
        node = order[k]
        there[node] = True
        fed = is_source[node]
        for at in range(back[node], back[node + 1]):
            fed = fed or step[source[at]] > 0
        if fed:
            step[node] = k + 1
            queue[0] = node
            _spread(queue, 1, k + 1, pointers, target, there, step)
    return step


@njit(cache=True, nogil=True)
def link_reach_steps(order: Ints, pointers: Pointers, source: Ints, target: Ints, is_source: Bools) -> Ints:
    """Return the step at which each node is no longer reached from a source while edges are removed.

    `pointers` and `target` are the edges that leave each node, `source` the other end of each: an edge is a place in
    them. A source stays one when it has no edges left. Read backwards as in `reach_steps`.
    """
    n, steps = len(pointers) - 1, len(order)
    step = np.zeros(n, np.int32)
    there = np.ones(len(target), np.bool_)
    there[order] = False
    queue = np.empty(n, np.int32)
    tail = 0
    for node in range(n):
        if is_source[node]:
            step[node] = steps + 1
            queue[tail] = node
            tail += 1
    for k in range(steps, -1, -1):
        if k < steps:
            edge = order[k]
            there[edge] = True
            if step[source[edge]] == 0 or step[target[edge]] > 0:
                continue
            step[target[edge]] = k + 1
            queue[0], tail = target[edge], 1
        head = 0
        while head < tail:
            node = queue[head]
            head += 1
            for at in range(pointers[node], pointers[node + 1]):
                if there[at] and step[target[at]] == 0:
                    step[target[at]] = k + 1
                    queue[tail] = target[at]
                    tail += 1
    return step


@njit(cache=True, nogil=True)
def _spread(queue: Ints, tail: int, step: int, pointers: Pointers, target: Ints, there: Bools, steps: Ints) -> None:
    head = 0
    while head < tail:
        node = queue[head]
        head += 1
        for at in range(pointers[node], pointers[node + 1]):
            other = target[at]
            if there[other] and steps[other] == 0:
                steps[other] = step
                queue[tail] = other
                tail += 1


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    links, one, two = np.array([0, 1, 1]), np.zeros(1, np.int32), np.array([0, 1], np.int32)
    essential = np.ones(1, np.bool_)
    stop_steps(two, links, one + 1, one, one + 1, essential)
    link_stop_steps(one, links, one + 1, one, one + 1, essential)
    reach_steps(two, links, one + 1, np.array([0, 0, 1]), one, np.array([True, False]))
    link_reach_steps(one, links, one, one + 1, np.array([True, False]))
