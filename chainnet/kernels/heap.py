"""A heap that holds each node once: the highest key first, and of equal keys the lower number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Node = int | np.int64


class Heap(NamedTuple):
    """The first `held[0]` of `nodes` are the heap; `place` of a node in it, -1 outside; `keys` of all nodes.

    Whoever changes the key of a node calls `moved`. Keys are float64 for all uses, so that this compiles once; whole
    numbers up to 2**53 are exact in it.
    """

    nodes: Ints
    place: Ints
    keys: Floats
    held: Ints


@njit(cache=True, nogil=True)
def heap_of(keys: Floats, among: Bools) -> Heap:
    """Return a heap of some nodes. O(n)."""
    n = len(keys)
    heap = Heap(np.empty(n, np.int32), np.full(n, -1, np.int32), keys, np.zeros(1, np.int32))
    for node in range(n):
        if among[node]:
            heap.nodes[heap.held[0]], heap.place[node] = node, heap.held[0]
            heap.held[0] += 1
    for at in range(heap.held[0] // 2 - 1, -1, -1):
        _sink(heap, at)
    return heap


@njit(cache=True, nogil=True)
def added(heap: Heap, node: Node) -> None:
    """Put a node into the heap. O(log n), as `moved` and `taken`."""
    heap.nodes[heap.held[0]], heap.place[node] = node, heap.held[0]
    heap.held[0] += 1
    _rise(heap, heap.place[node])


@njit(cache=True, nogil=True)
def moved(heap: Heap, node: Node) -> None:
    """Put a node where its new key belongs; one that is not in the heap stays outside."""
    if heap.place[node] >= 0:
        _rise(heap, heap.place[node])
        _sink(heap, heap.place[node])


@njit(cache=True, nogil=True)
def taken(heap: Heap) -> int:
    """Take the first node out of the heap."""
    first = heap.nodes[0]
    heap.held[0] -= 1
    heap.place[first] = -1
    if heap.held[0] > 0:
        heap.nodes[0] = heap.nodes[heap.held[0]]
        heap.place[heap.nodes[0]] = 0
        _sink(heap, 0)
    return first


@njit(cache=True, nogil=True)
def _before(keys: Floats, one: int, other: int) -> bool:
    return keys[one] > keys[other] or (keys[one] == keys[other] and one < other)


@njit(cache=True, nogil=True)
def _rise(heap: Heap, at: int) -> None:
    nodes, place, keys, _ = heap
    node = nodes[at]
    while at > 0 and _before(keys, node, nodes[(at - 1) >> 1]):
        nodes[at] = nodes[(at - 1) >> 1]
        place[nodes[at]] = at
        at = (at - 1) >> 1
    nodes[at], place[node] = node, at


@njit(cache=True, nogil=True)
def _sink(heap: Heap, at: int) -> None:
    nodes, place, keys, held = heap
    node = nodes[at]
    while True:
        child = 2 * at + 1
        if child >= held[0]:
            break
        if child + 1 < held[0] and _before(keys, nodes[child + 1], nodes[child]):
            child += 1
        if _before(keys, node, nodes[child]):
            break
        nodes[at] = nodes[child]
        place[nodes[at]] = at
        at = child
    nodes[at], place[node] = node, at


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    heap = heap_of(np.zeros(2), np.ones(2, np.bool_))
    moved(heap, 1)
    added(heap, taken(heap))
