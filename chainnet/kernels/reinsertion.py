"""Reinsertion: nodes removed in vain, because the parts they hold together are small, are put back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from chainnet.kernels.heap import Heap, Node, added, heap_of, moved, taken
from chainnet.kernels.percolation import component_curve
from chainnet.kernels.ranked import ranked

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def small_size(n: int) -> int:
    """Return the size below which a component is small: 1 % of the nodes, of few nodes 2."""
    return max(-(-n // 100), 2)


def reinserted(pointers: Pointers, targets: Ints, order: Ints, rank: Ints, target_size: int) -> Ints:
    """Return an order of removal in which nodes that hold little together come later.

    The nodes removed until the largest component is below `target_size` (all in the order where it never is) are put
    back one by one, each time the one that makes the smallest component, ties by lower `rank`; the last put back is
    removed first. The rest follows as it was. Nodes that need not be removed to get below `target_size` are put back
    before the others, and so stand behind them [Morone & Makse 2015; Zdeborová, Zhang & Zhou 2016, who stop there].

    Parameters
    ----------
    pointers, targets : ndarray of int64, shape (n + 1,), and of int32, shape (m,)
        Compressed rows of the undirected simple graph.
    order : ndarray of int32
        Nodes in the order of removal; others always stay.
    rank : ndarray of int32, shape (n,)
        The place of each node where sizes tie.
    target_size : int
        Number of nodes.

    Returns
    -------
    ndarray of int32
        The same nodes. O((n + m) log n).

    Examples
    --------
    Of a path of five nodes the middle one alone leaves components below three.

    >>> import numpy as np
    >>> from chainnet.kernels.adjacency import neighbours
    >>> path = neighbours(5, np.arange(4, dtype=np.int32), np.arange(1, 5, dtype=np.int32))
    >>> reinserted(*path, np.array([1, 2, 3, 0, 4], np.int32), np.arange(5, dtype=np.int32), 3).tolist()
    [2, 1, 3, 0, 4]
    """
    below = np.flatnonzero(component_curve(pointers, targets, order)[0] < target_size)
    removed = order[: below[0] if len(below) else len(order)]
    gone = np.zeros(len(rank), np.bool_)
    gone[removed] = True
    graph = ranked(pointers, targets, rank, gone)
    alone, ones = np.arange(len(rank), dtype=np.int32), np.ones(len(rank), np.int32)
    parts = Parts(graph.pointers, graph.targets, graph.removable, alone, ones, alone.copy(), -ones)
    back = graph.node_of[_put_back(parts)]
    return np.concatenate([back[::-1], order[len(removed) :]])


class Parts(NamedTuple):
    """What of the graph is there.

    Who is `away`; for each component a tree of `parent` links, at its root the `size`, and a ring of its nodes
    (`following`). Between searches `met` is all -1. Nodes are passed on as int64: each function then compiles once.
    """

    pointers: Pointers
    targets: Ints
    away: Bools
    parent: Ints
    size: Ints
    following: Ints
    met: Ints


@njit(cache=True, nogil=True)
def _put_back(parts: Parts) -> Ints:
    """Return the nodes away in the order in which they are put back.

    Two heaps hold for each node away what it would join together: one those beside the largest component, that one not
    counted, one the others. While components grow a key kept from before is a bound, so that the first of a heap is the
    best as soon as its key is of now; it falls only where parts have joined the largest: there it is computed anew.
    Another component takes the place of the largest when it is twice as large, so that this is seldom.
    """
    n = len(parts.away)
    beside, apart = heap_of(np.zeros(n), np.zeros(n, np.bool_)), heap_of(np.zeros(n), np.zeros(n, np.bool_))
    back, done, joined = np.empty(n, np.int32), 0, np.empty(n, np.int32)
    largest: Node = n  # none
    for node in range(n):
        if not parts.away[node]:
            root = _join(parts, node)
            largest = root if largest == n or parts.size[root] > parts.size[largest] else largest
    _sort_all(parts, largest, beside, apart)
    while beside.held[0] + apart.held[0] > 0:
        heap = _heap_to_take_from(parts, largest, beside, apart)
        best = np.int64(heap.nodes[0])
        rest, touches = _rest(parts, largest, best)
        if rest > -heap.keys[best]:
            heap.keys[best] = -rest
            moved(heap, best)
            continue
        back[done] = taken(heap)
        done += 1
        parts.away[best] = False
        count = _about_to_join(parts, largest, best, joined) if touches else 0
        root = _join(parts, best)
        if touches:
            largest = root
            for at in range(count):
                _sort_neighbours(parts, largest, np.int64(joined[at]), beside, apart)
        elif largest == n or parts.size[root] > 2 * parts.size[largest]:
            largest = root
            _sort_all(parts, largest, beside, apart)
    return back[:done]


@njit(cache=True, nogil=True)
def _heap_to_take_from(parts: Parts, largest: Node, beside: Heap, apart: Heap) -> Heap:
    if beside.held[0] == 0 or apart.held[0] == 0:
        return apart if beside.held[0] == 0 else beside
    one, other = beside.nodes[0], apart.nodes[0]
    sizes = parts.size[largest] - beside.keys[one], -apart.keys[other]
    return beside if sizes[0] < sizes[1] or (sizes[0] == sizes[1] and one < other) else apart


@njit(cache=True, nogil=True)
def _sort_all(parts: Parts, largest: Node, beside: Heap, apart: Heap) -> None:
    for node in range(len(parts.away)):
        if parts.away[node]:
            _sort(parts, largest, node, beside, apart)


@njit(cache=True, nogil=True)
def _sort_neighbours(parts: Parts, largest: Node, node: Node, beside: Heap, apart: Heap) -> None:
    for at in range(parts.pointers[node], parts.pointers[node + 1]):
        other = np.int64(parts.targets[at])
        if parts.away[other]:
            _sort(parts, largest, other, beside, apart)


@njit(cache=True, nogil=True)
def _sort(parts: Parts, largest: Node, node: Node, beside: Heap, apart: Heap) -> None:
    """Put a node that is away into the heap where it belongs, with its key of now."""
    rest, touches = _rest(parts, largest, node)
    to, other = (beside, apart) if touches else (apart, beside)
    if other.place[node] >= 0:
        other.keys[node] = np.inf
        moved(other, node)
        taken(other)
    to.keys[node] = -rest
    if to.place[node] < 0:
        added(to, node)
    else:
        moved(to, node)


@njit(cache=True, nogil=True)
def _rest(parts: Parts, largest: Node, node: Node) -> tuple[int, bool]:
    """Return the size of what a node would join together without the largest component, and whether it is beside it."""
    total, touches = 1, False
    for at in range(parts.pointers[node], parts.pointers[node + 1]):
        if not parts.away[parts.targets[at]]:
            root = _root(parts.parent, np.int64(parts.targets[at]))
            if root == largest:
                touches = True
            elif parts.met[root] != node:
                parts.met[root] = node
                total += parts.size[root]
    for at in range(parts.pointers[node], parts.pointers[node + 1]):
        if not parts.away[parts.targets[at]]:
            parts.met[_root(parts.parent, np.int64(parts.targets[at]))] = -1
    return total, touches


@njit(cache=True, nogil=True)
def _about_to_join(parts: Parts, largest: Node, node: Node, joined: Ints) -> int:
    """List the node and those of the components beside it, but the largest; return how many."""
    joined[0], count = node, 1
    for at in range(parts.pointers[node], parts.pointers[node + 1]):
        if not parts.away[parts.targets[at]]:
            root = _root(parts.parent, np.int64(parts.targets[at]))
            if root != largest and parts.met[root] != node:
                parts.met[root] = node
                start = count
                joined[count] = root
                count += 1
                while parts.following[joined[count - 1]] != joined[start]:
                    joined[count] = parts.following[joined[count - 1]]
                    count += 1
    for at in range(1, count):
        parts.met[joined[at]] = -1
    return count


@njit(cache=True, nogil=True)
def _join(parts: Parts, node: Node) -> Node:
    """Join a node with its neighbours that are there; return the root."""
    _, _, _, parent, size, following, _ = parts
    root = _root(parent, node)
    for at in range(parts.pointers[node], parts.pointers[node + 1]):
        if not parts.away[parts.targets[at]]:
            other = _root(parent, np.int64(parts.targets[at]))
            if other != root:
                if size[other] > size[root]:
                    root, other = other, root
                parent[other] = root
                size[root] += size[other]
                following[root], following[other] = following[other], following[root]
    return root


@njit(cache=True, nogil=True)
def _root(parent: Ints, node: Node) -> Node:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = np.int64(parent[node])
    return node


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    reinserted(pointers, targets, two, two, 2)
