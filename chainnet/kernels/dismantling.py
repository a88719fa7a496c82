"""Generalized network dismantling: cut in two, remove what covers the cut, again [Ren et al. 2019]."""

from __future__ import annotations

import heapq
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.heap import heap_of, moved, taken
from chainnet.kernels.ranked import Ranked, ranked, rest_by_degree, sources
from chainnet.kernels.reinsertion import reinserted, small_size

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

GOLDEN = (5**0.5 - 1) / 2

Waiting = list[tuple[int, int, "Part"]]


class Part(NamedTuple):
    """A piece of the graph, of places: a node that may be removed, or kept nodes that hang together.

    An entry of `rows` weighs what it costs to cut it. Of each place: its lowest node (`first`, ascending), how many
    nodes it stands for, and what it costs to remove, infinite for kept nodes.
    """

    rows: csr_array
    first: Ints
    nodes: Pointers
    cost: Floats


def dismantling_order(
    pointers: Pointers,
    targets: Ints,
    rank: Ints,
    removable: Bools,
    cost: Literal["unit", "degree"] = "unit",
    reinsertion: bool = True,
) -> Ints:
    """Return the removable nodes by generalized network dismantling [Ren et al., PNAS 116:6554, 2019].

    The largest component is cut in two by the signs of a low eigenvector of the Laplacian whose links weigh
    ``cost_i + cost_j - 1``; the nodes that cover the links cut, cheapest a link first [Clarkson 1983], are removed; and
    so on until no component has 1 % of all nodes (of fewer than 200 nodes: until none has two). The rest go by degree
    in what is left. Then `reinserted`: nodes removed in vain are moved behind the others.

    Power iteration starts from the golden-ratio sequence over the ranks, so that there is no chance in it. Chebyshev
    polynomials get in 11 (ln s)^(3/4) steps, s nodes, as far as the paper's 30 (ln s)^(3/2) plain ones. A link to a
    node that is kept is covered, and so weighed, by its other end; kept nodes that hang together are never cut.

    Parameters
    ----------
    pointers, targets : ndarray of int64, shape (n + 1,), and of int32, shape (m,)
        Compressed rows of the undirected simple graph.
    rank : ndarray of int32, shape (n,)
        The place of each node where scores tie.
    removable : ndarray of bool, shape (n,)
    cost : {"unit", "degree"}
        Of removing a node: 1, or its degree in the whole graph.
    reinsertion : bool
        Whether nodes removed in vain are moved.

    Returns
    -------
    ndarray of int32
        O((n + m) log² n) where cuts are even.

    Examples
    --------
    Two triangles joined by a link: one of its ends goes first.

    >>> import numpy as np
    >>> from chainnet.kernels.adjacency import neighbours
    >>> ends = np.array([[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 5], [5, 3]], np.int32)
    >>> graph = neighbours(6, ends[:, 0], ends[:, 1])
    >>> dismantling_order(*graph, np.arange(6, dtype=np.int32), np.ones(6, bool), reinsertion=False)[:1].tolist()
    [2]
    """
    n = len(rank)
    graph = ranked(pointers, targets, rank, removable)
    costs = {"unit": np.ones(n), "degree": np.diff(graph.pointers).astype(np.float64)}[cost]
    order = graph.node_of[rest_by_degree(graph, _covers(_contracted(graph, costs), small_size(n)))]
    return reinserted(pointers, targets, order, rank, small_size(n)) if reinsertion else order


def _contracted(graph: Ranked, cost: Floats) -> Part:
    """Return the whole graph, kept nodes that hang together as one place: no removal ever parts them."""
    n, source = len(graph.node_of), sources(graph.pointers)
    bond = ~(graph.removable[source] | graph.removable[graph.targets])
    bonds = csr_array((np.ones(bond.sum()), (source[bond], graph.targets[bond])), shape=(n, n))
    _, lowest, place = np.unique(connected_components(bonds, directed=False)[1], return_index=True, return_inverse=True)
    first, place, nodes = np.unique(lowest[place], return_inverse=True, return_counts=True)
    count = len(first)
    key = np.unique(place[source[~bond]].astype(np.int64) * count + place[graph.targets[~bond]])
    one, other = key // max(count, 1), key % max(count, 1)
    price = np.where(graph.removable, cost, 1.0)[first]  # kept nodes pay nothing: the other end's cost is what is left
    rows = csr_array((price[one] + price[other] - 1, (one, other)), shape=(count, count))
    return Part(rows, first.astype(np.int32), nodes, np.where(graph.removable, cost, np.inf)[first])


def _covers(whole: Part, small: int) -> Ints:
    """Return the nodes that cut the largest piece in two, and so on until all are small or cannot be cut."""
    waiting: Waiting = []
    order = [np.empty(0, np.int32)]
    _wait(waiting, whole, small)
    while waiting:
        part = heapq.heappop(waiting)[2]
        cover = _cover(part, _sides(part))
        order.append(part.first[cover])
        left = np.ones(len(part.first), np.bool_)
        left[cover] = False
        _wait(waiting, _piece(part, np.flatnonzero(left)), small)
    return np.concatenate(order)


def _wait(waiting: Waiting, part: Part, small: int) -> None:
    """Put the connected pieces of two places or more that are not small into the heap, the largest first."""
    if len(part.first) == 0:
        return
    label = connected_components(part.rows, directed=False)[1]
    size, places = np.bincount(label, part.nodes), np.bincount(label)
    by_label, ends = np.argsort(label, kind="stable"), np.cumsum(places)
    for large in np.flatnonzero((size >= small) & (places > 1)):
        piece = _piece(part, by_label[ends[large] - places[large] : ends[large]])
        heapq.heappush(waiting, (-int(size[large]), int(piece.first[0]), piece))


def _piece(part: Part, places: npt.NDArray[np.intp]) -> Part:
    if len(places) == len(part.first):
        return part
    return Part(part.rows[places][:, places], part.first[places], part.nodes[places], part.cost[places])


def _sides(part: Part) -> Bools:
    """Return on which side of the cut each place is.

    The Chebyshev polynomial of the Laplacian stays within 1 from `low` to `high`, which no eigenvalue exceeds, and
    grows fast below: what is left of the start are the lowest eigenvectors but the constant one.
    """
    rows, source = part.rows, sources(part.rows.indptr)
    strength = rows.sum(axis=1)
    high = (strength[source] + strength[rows.indices]).max()
    steps = 4 + 2 * int(5.5 * np.log(len(strength)) ** 0.75)
    # what is near zero grows to cosh(2 sqrt(17)), about 2,000; the least strength is about an upper bound of the lowest
    low = max(17 * high / steps**2, strength.min())

    def spread(x: Floats) -> Floats:
        new: Floats = (2 * (strength * x - rows @ x) - (high + low) * x) / (high - low)
        new -= new.mean()
        return new

    before = part.first.astype(np.float64) * GOLDEN % 1
    before -= before.mean()
    now = spread(before)
    for _ in range(steps - 1):
        before, now = now, 2 * spread(now) - before
    side = now >= 0
    side[np.argmin(now)] = False  # all zero: the first alone
    return side


def _cover(part: Part, side: Bools) -> Ints:
    source, target = sources(part.rows.indptr), part.rows.indices.astype(np.int32)
    cut = side[source] != side[target]
    return _vertex_cover(*compressed(len(side), source[cut], target[cut]), part.cost)


@njit(cache=True, nogil=True)
def _vertex_cover(pointers: Pointers, targets: Ints, cost: Floats) -> Ints:
    """Return nodes of finite cost that touch all edges, at most twice as dear as the cheapest such [Clarkson 1983].

    Again and again the node that costs least an edge is taken; what it costs an edge is taken off the other ends.
    """
    n = len(cost)
    degree, left = pointers[1:] - pointers[:-1], cost.copy()
    for node in range(n):
        if np.isinf(cost[node]):
            for at in range(pointers[node], pointers[node + 1]):
                left[targets[at]] = 0.0  # no one else can cover the edge
    keys, among = np.full(n, -np.inf), np.zeros(n, np.bool_)
    for node in range(n):
        if degree[node] > 0 and not np.isinf(cost[node]):
            keys[node], among[node] = -left[node] / degree[node], True
    heap = heap_of(keys, among)
    chosen, count = np.empty(n, np.int32), 0
    while heap.held[0] > 0 and keys[heap.nodes[0]] > -np.inf:
        node = taken(heap)
        price = left[node] / degree[node]
        chosen[count] = node
        count += 1
        among[node] = False
        for at in range(pointers[node], pointers[node + 1]):
            other = targets[at]
            if among[other]:
                degree[other] -= 1
                left[other] = max(left[other] - price, 0.0)
                keys[other] = -left[other] / degree[other] if degree[other] > 0 else -np.inf
                moved(heap, other)
    return chosen[:count]


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    dismantling_order(pointers, targets, two, np.ones(2, np.bool_))
