"""Removal by degree within the 2-core, then of what breaks the trees that are left [Zdeborová, Zhang & Zhou 2016]."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from chainnet.kernels.heap import Heap, Node, added, heap_of, moved, taken
from chainnet.kernels.ranked import ranked, rest_by_degree
from chainnet.kernels.reinsertion import reinserted, small_size

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Tree(NamedTuple):
    """A component spanned from a root: its nodes, parents first.

    Of each node its parent (`up`) and the size of its `branch`. Between searches `met` is all false.
    """

    nodes: Ints
    up: Ints
    branch: Floats
    met: Bools


def corehd_order(pointers: Pointers, targets: Ints, rank: Ints, removable: Bools, reinsertion: bool = True) -> Ints:
    """Return the removable nodes by CoreHD [Zdeborová, Zhang & Zhou, Scientific Reports 6:37954, 2016].

    1. The node of highest degree within the 2-core of what is left, until no removable node is in it.
    2. Of the largest component the node that leaves the smallest largest part of it, until no component has 1 % of
       all nodes (of fewer than 200 nodes: until none has two) or none that has can be broken.
    3. The rest by degree in what is left.
    4. Of those removed until the largest component is below 1 %, the ones that need not be are moved behind the others
       (`reinserted`).

    Ties go by lower `rank`. A removable node outside the 2-core has no cycle through it, so that kept nodes that form
    cycles change nothing in step 2.

    Parameters
    ----------
    pointers, targets : ndarray of int64, shape (n + 1,), and of int32, shape (m,)
        Compressed rows of the undirected simple graph.
    rank : ndarray of int32, shape (n,)
        The place of each node where scores tie.
    removable : ndarray of bool, shape (n,)
    reinsertion : bool
        Whether step 4 is done.

    Returns
    -------
    ndarray of int32
        O((n + m) log n).

    Examples
    --------
    Two triangles joined by a path: each loses a corner, then the path its middle.

    >>> import numpy as np
    >>> from chainnet.kernels.adjacency import neighbours
    >>> ends = np.array([[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 5], [5, 6], [6, 4]], np.int32)
    >>> graph = neighbours(7, ends[:, 0], ends[:, 1])
    >>> corehd_order(*graph, np.arange(7, dtype=np.int32), np.ones(7, bool), reinsertion=False).tolist()
    [2, 4, 0, 5, 1, 3, 6]
    """
    n = len(rank)
    graph = ranked(pointers, targets, rank, removable)
    gone = np.zeros(n, np.bool_)
    cores = _by_core(graph.pointers, graph.targets, graph.removable)
    gone[cores] = True
    breakers, sizes = _tree_breakers(graph.pointers, graph.targets, graph.removable, gone, small_size(n))
    breakers = breakers[np.lexsort((breakers, -sizes))]  # a part is smaller than the component it comes from
    order = graph.node_of[rest_by_degree(graph, np.concatenate([cores, breakers]))]
    return reinserted(pointers, targets, order, rank, small_size(n)) if reinsertion else order


@njit(cache=True, nogil=True)
def _by_core(pointers: Pointers, targets: Ints, removable: Bools) -> Ints:
    """Return the nodes by degree within the 2-core until none is in it; a key below 2 is that of a node outside."""
    n = len(pointers) - 1
    degree, out, queue, tail = np.empty(n), np.zeros(n, np.bool_), np.empty(n, np.int32), 0
    for node in range(n):
        degree[node] = pointers[node + 1] - pointers[node]
        if degree[node] < 2:
            out[node], queue[tail] = True, node
            tail += 1
    heap, order, done = heap_of(degree, removable), np.empty(n, np.int32), 0
    while True:
        _leave(pointers, targets, heap, out, queue, tail)
        if heap.held[0] == 0 or degree[heap.nodes[0]] < 2:
            return order[:done]
        queue[0], tail = taken(heap), 1
        out[queue[0]], order[done] = True, queue[0]
        done += 1


@njit(cache=True, nogil=True)
def _leave(pointers: Pointers, targets: Ints, heap: Heap, out: Bools, queue: Ints, tail: int) -> None:
    """Take the nodes in the queue from the 2-core, and those that have fewer than two neighbours in it thereby."""
    head = 0
    while head < tail:
        node = queue[head]
        head += 1
        for at in range(pointers[node], pointers[node + 1]):
            other = targets[at]
            if not out[other]:
                heap.keys[other] -= 1
                moved(heap, other)
                if heap.keys[other] < 2:
                    out[other], queue[tail] = True, other
                    tail += 1


@njit(cache=True, nogil=True)
def _tree_breakers(pointers: Pointers, targets: Ints, removable: Bools, gone: Bools, small: int) -> tuple[Ints, Ints]:
    """Return nodes and the sizes of the components that they are removed from, none of these `small`; changes `gone`.

    Spanned from its centre, a tree of s nodes has no branch of more than s / 2: the best node is the centre or, where
    that stays, the one with the largest branch, as long as no branch has more than half of what is left by then. Then
    what is left is spanned anew; it has lost a third, so that all this is O(n log n).
    """
    n = len(pointers) - 1
    tree = Tree(np.empty(n, np.int32), np.full(n, -1, np.int32), np.zeros(n), np.zeros(n, np.bool_))
    heap = heap_of(tree.branch, tree.met)
    order, sizes, done = np.empty(n, np.int32), np.empty(n, np.int32), 0
    waiting, waits = _large_parts(pointers, targets, gone, small, tree)
    while waits > 0:
        waits -= 1
        left = _span(pointers, targets, gone, np.int64(waiting[waits]), tree)
        centre = _centre(tree, left)
        _span(pointers, targets, gone, np.int64(centre), tree)
        _outermost(tree, removable, left, heap)
        while heap.held[0] > 0 and left >= small:
            node = heap.nodes[0]
            if node != centre and 2 * tree.branch[node] > left:
                waiting[waits] = centre
                waits += 1
                break
            order[done], sizes[done], gone[node] = taken(heap), left, True
            done += 1
            left -= int(tree.branch[node])
            for at in range(pointers[node], pointers[node + 1]):
                child = targets[at]
                if not gone[child] and child != tree.up[node] and tree.branch[child] >= small:
                    waiting[waits] = child
                    waits += 1
    return order[:done], sizes[:done]


@njit(cache=True, nogil=True)
def _large_parts(pointers: Pointers, targets: Ints, gone: Bools, small: int, tree: Tree) -> tuple[Ints, int]:
    """Return a node of each component that is not small, and how many there are."""
    known, found, count = gone.copy(), np.empty(len(gone), np.int32), 0
    for node in range(len(gone)):
        if not known[node]:
            size = _span(pointers, targets, gone, node, tree)
            for at in range(size):
                known[tree.nodes[at]] = True
            if size >= small:
                found[count] = node
                count += 1
    return found, count


@njit(cache=True, nogil=True)
def _span(pointers: Pointers, targets: Ints, gone: Bools, root: Node, tree: Tree) -> int:
    """Span the component of the root, breadth first; return its size."""
    nodes, up, branch, met = tree
    nodes[0], up[root], met[root] = root, -1, True
    head, size = 0, 1
    while head < size:
        node = nodes[head]
        branch[node] = 1
        head += 1
        for at in range(pointers[node], pointers[node + 1]):
            other = targets[at]
            if not met[other] and not gone[other]:
                nodes[size], up[other], met[other] = other, node, True
                size += 1
    for at in range(size - 1, 0, -1):
        branch[up[nodes[at]]] += branch[nodes[at]]
        met[nodes[at]] = False
    met[root] = False
    return size


@njit(cache=True, nogil=True)
def _centre(tree: Tree, size: int) -> int:
    """Return the node that no branch of more than half hangs from; of two such nodes the lower."""
    at = size - 1
    while 2 * tree.branch[tree.nodes[at]] < size:
        at -= 1
    node = tree.nodes[at]
    return min(node, tree.up[node]) if 2 * tree.branch[node] == size else node


@njit(cache=True, nogil=True)
def _outermost(tree: Tree, removable: Bools, size: int, heap: Heap) -> None:
    """Fill the heap with the removable nodes that no other stands above, and so with the largest branches."""
    heap.held[0] = 0
    for at in range(size):
        node = tree.nodes[at]
        above = tree.up[node]
        tree.met[node] = above >= 0 and (tree.met[above] or removable[above])
        if removable[node] and not tree.met[node]:
            added(heap, node)
    for at in range(size):
        tree.met[tree.nodes[at]] = False


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    corehd_order(pointers, targets, two, np.ones(2, np.bool_))
