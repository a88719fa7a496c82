"""Betweenness [Brandes 2001] over a directed graph in compressed rows: exact, sampled, and along a removal.

Each search numbers the nodes in the order in which it reaches them and keeps the edges of shortest paths, level by
level, as pairs of such numbers. Counting paths and the way back then are flat loops over these pairs: in loops over the
few edges of each node, a third of the time went into branches that the processor guessed wrong. Edges that run in
parallel count as several paths; loops count for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from chainnet.kernels.nearest import settle

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Sums = tuple[Floats, Floats]
Spread = Callable[[Callable[[Ints], Sums], Sequence[Ints]], Iterable[Sums]]

UNSEEN = np.int32(2**31 - 1)
TIE = 1e-10  # lengths this close relative to their sum are equal, as in igraph


class Rows(NamedTuple):
    """A directed graph in compressed rows; `lengths` of its edges, positive, empty where each counts as one."""

    pointers: Pointers
    targets: Ints
    lengths: Floats


class Search(NamedTuple):
    """What a search writes: `seen` numbers the nodes as they are reached, the other arrays go by that number.

    The node in `order`, its distance in `far`, the number of shortest `paths` to it, and on the way back its `share`
    of a path. The edges of shortest paths are ``(before[i], after[i])``. Level k has the numbers from ``level[k]`` to
    ``level[k + 1]`` and the edges from ``edge[k]`` to ``edge[k + 1]`` that leave them. Between searches `seen` is all
    `UNSEEN`, `paths` and `share` are zero.
    """

    seen: Ints
    order: Ints
    far: Floats
    paths: Floats
    share: Floats
    before: Ints
    after: Ints
    level: Pointers
    edge: Pointers


class Sample(NamedTuple):
    """Sums estimated from some sources, their standard errors, and how many searches were made."""

    scores: Floats
    errors: Floats
    sources: int


def serially(function: Callable[[Ints], Sums], blocks: Sequence[Ints]) -> Iterable[Sums]:
    """Apply a function to one block after the other."""
    return map(function, blocks)


def betweenness(rows: Rows, each: Spread = serially) -> Floats:
    """Return for each node the sum, over pairs of other nodes, of the share of shortest paths that pass it.

    O(n m) time by hops, O(n (m + n log n)) by lengths. `each` applies a function to blocks of sources, on several
    threads if it likes: the blocks depend on the graph alone and are added in their order, so that the result is the
    same to the last bit however many threads there are. NaN where more than 1e308 paths lead to a node.
    """
    sources = np.flatnonzero(np.diff(rows.pointers)).astype(np.int32)
    return _summed(rows, sources, False, each)[0]


def sampled_betweenness(rows: Rows, back: Rows, samples: int, seed: int, each: Spread = serially) -> Sample:
    """Return the sums of `betweenness` estimated from `samples` searches, at least 4. `back` is the graph reversed.

    Half of the searches go along the edges and half against them, from nodes drawn without repetition among those
    that have such edges. What a node adds on a path is scaled by its share of the way from the source [Geisberger,
    Sanders & Schultes 2008, linear scaling], so that the two directions add up to the whole: the estimate has no
    bias, and nodes that happen to be near a source do not stand out. The standard error takes the draw without
    repetition into account: it is zero where both directions are searched from every node.
    """
    n = len(rows.pointers) - 1
    scores, variance, done = np.zeros(n), np.zeros(n), 0
    random = np.random.default_rng(seed)
    for graph, share in ((rows, samples - samples // 2), (back, samples // 2)):
        able = np.flatnonzero(np.diff(graph.pointers)).astype(np.int32)
        drawn = random.permutation(able)[:share]
        if len(drawn) == 0:
            continue
        total, squares = _summed(graph, drawn, True, each)
        scale = len(able) / len(drawn)
        scores += scale * total
        spread = np.maximum(squares - total**2 / len(drawn), 0) / max(len(drawn) - 1, 1)
        variance += scale**2 * len(drawn) * (1 - 1 / scale) * spread
        done += len(drawn)
    return Sample(scores, np.sqrt(variance), done)


def _summed(rows: Rows, sources: Ints, scaled: bool, each: Spread) -> Sums:
    """Add up the blocks of sources in their order; every so many-th source makes a block, so that they are alike."""
    n = len(rows.pointers) - 1
    count = max(1, min(64, len(sources) // 4, max(16, 2**23 // max(n, 1))))  # 128 bytes a node and more at most
    kernel = shares_by_lengths if len(rows.lengths) else shares_by_hops
    total, squares = np.zeros(n), np.zeros(n)
    blocks = [sources[first::count].copy() for first in range(count)]
    for sums in each(lambda block: kernel(*rows, block, scaled), blocks):
        total += sums[0]
        squares += sums[1] if scaled else 0.0
    return total, squares


@njit(cache=True, nogil=True)
def shares_by_hops(pointers: Pointers, targets: Ints, lengths: Floats, sources: Ints, scaled: bool) -> Sums:
    """Return for each node the sum of what the paths from each source add to it, and, if scaled, of its square.

    `lengths` is not read. If scaled, a node's share on a path is multiplied by its share of the way. O(n + m) a
    source; 64 bytes a node and 8 an edge.
    """
    n = len(pointers) - 1
    total, squares, search = np.zeros(n), np.zeros(n if scaled else 0), _search(n, len(targets))
    for source in sources:
        _way_back(_spread(pointers, targets, source, search), search, scaled, total, squares)
    return total, squares


@njit(cache=True, nogil=True)
def _search(n: int, m: int) -> Search:
    """Return the arrays of a search, with one place more for what is written before it is known whether it is kept."""
    return Search(
        np.full(n, UNSEEN, np.int32),
        np.empty(n + 1, np.int32),
        np.empty(n + 1),
        np.zeros(n + 1),
        np.zeros(n + 1),
        np.empty(m + 1, np.int32),
        np.empty(m + 1, np.int32),
        np.empty(n + 1, np.int64),
        np.empty(n + 1, np.int64),
    )


@njit(cache=True, nogil=True)
def _spread(pointers: Pointers, targets: Ints, source: int, search: Search) -> int:
    """Search breadth first; return the number of levels. No branch in the loop over edges, for what is said above."""
    seen, order, far, paths, _, before, after, level, edge = search
    seen[source], order[0], paths[0] = 0, source, 1.0
    start, tail, kept, levels = 0, 1, 0, 0
    while start < tail:
        stop = tail
        level[levels], edge[levels] = start, kept
        for number in range(start, stop):
            node = order[number]
            for at in range(pointers[node], pointers[node + 1]):
                other = targets[at]
                new = seen[other] == UNSEEN
                follower = np.int32(tail) if new else seen[other]
                seen[other], order[tail] = follower, other
                tail += int(new)
                before[kept], after[kept] = number, follower
                kept += int(follower >= stop)
        for at in range(edge[levels], kept):
            paths[after[at]] += paths[before[at]]
        for number in range(start, stop):
            far[number] = levels
        start = stop
        levels += 1
    level[levels], edge[levels] = tail, kept
    return levels


@njit(cache=True, nogil=True)
def _way_back(levels: int, search: Search, scaled: bool, total: Floats, squares: Floats) -> None:
    """Add what each node passes on, from the last level to the first, and put the search back as it was."""
    seen, order, far, paths, share, before, after, level, edge = search
    for k in range(levels - 1, 0, -1):
        for at in range(edge[k], edge[k + 1]):
            share[before[at]] += share[after[at]]
        for number in range(level[k], level[k + 1]):
            node, behind = order[number], share[number] * paths[number]
            if scaled:
                share[number] = (1.0 / far[number] + behind) / paths[number]
                total[node] += far[number] * behind
                squares[node] += (far[number] * behind) ** 2
            else:
                share[number] = (1.0 + behind) / paths[number]
                total[node] += behind
    for number in range(level[levels]):
        seen[order[number]], paths[number], share[number] = UNSEEN, 0.0, 0.0


@njit(cache=True, nogil=True)
def shares_by_lengths(pointers: Pointers, targets: Ints, lengths: Floats, sources: Ints, scaled: bool) -> Sums:
    """Return what `shares_by_hops` does, by the lengths of the edges. O((n + m) log n) a source; 16 a node more."""
    n, m = len(pointers) - 1, len(targets)
    total, squares, search = np.zeros(n), np.zeros(n if scaled else 0), _search(n, m)
    near, heap, place = np.full(n, np.inf), np.empty(n, np.int32), np.empty(n, np.int32)
    for source in sources:
        reached = settle(pointers, targets, lengths, source, search.seen, search.order, search.far, near, heap, place)
        _follow(pointers, targets, lengths, reached, search)
        _way_back(reached, search, scaled, total, squares)
    return total, squares


@njit(cache=True, nogil=True)
def _follow(pointers: Pointers, targets: Ints, lengths: Floats, reached: int, search: Search) -> None:
    """Count the shortest paths and keep their edges, nearest first: each node is a level of its own."""
    seen, order, far, paths, _, before, after, level, edge = search
    paths[0], kept = 1.0, 0
    for number in range(reached):
        node = order[number]
        level[number], edge[number] = number, kept
        for at in range(pointers[node], pointers[node + 1]):
            other = seen[targets[at]]
            if other == UNSEEN or other <= number:
                continue
            by_here = far[number] + lengths[at]
            if by_here - far[other] <= TIE * (by_here + far[other]):
                paths[other] += paths[number]
                before[kept], after[kept] = number, other
                kept += 1
    level[reached], edge[reached] = reached, kept


@njit(cache=True, nogil=True)
def adaptive_betweenness_order(pointers: Pointers, targets: Ints, rank: Ints, removable: Bools) -> Ints:
    """Return the removable nodes by betweenness (hops) in what is left, computed anew after each removal.

    Scores within 1e-12 of the highest tie; the lower `rank` goes first. Only the part of the graph that a removed node
    was in is computed again, and nothing once no removable node lies between others: then `rank` alone decides.
    O(n² m) at worst; the arrays of one search and a copy of the graph.
    """
    n = len(pointers) - 1
    starts, ends, search = pointers.copy(), targets.copy(), _search(n, len(targets))
    order = np.empty(removable.sum(), np.int32)
    waiting, stale, part = removable.copy(), np.ones(n, np.bool_), np.empty(n, np.int32)
    total, squares = np.zeros(n), np.zeros(0)
    for done in range(len(order)):
        for node in range(n):
            if stale[node]:
                total[node] = 0.0
        for node in range(n):
            if stale[node] and starts[node] < starts[node + 1]:
                _way_back(_spread(starts, ends, node, search), search, False, total, squares)
        gone = _highest(total, rank, waiting)
        if total[gone] == 0:
            _by_rank(order, done, rank, waiting)
            break
        order[done], waiting[gone] = gone, False
        _join_parts(starts, ends, part)
        whole = _root(part, gone)
        for node in range(n):
            stale[node] = _root(part, node) == whole
        _cut(starts, ends, gone)
    return order


@njit(cache=True, nogil=True)
def _highest(total: Floats, rank: Ints, waiting: Bools) -> int:
    most = 0.0
    for node in range(len(total)):
        if waiting[node]:
            most = max(most, total[node])
    best = -1
    for node in range(len(total)):
        if waiting[node] and total[node] >= most * (1 - 1e-12) and (best < 0 or rank[node] < rank[best]):
            best = node
    return best


@njit(cache=True, nogil=True)
def _by_rank(order: Ints, done: int, rank: Ints, waiting: Bools) -> None:
    """Put those that wait into the rest of the order."""
    node_of = np.empty(len(rank), np.int32)
    for node in range(len(rank)):
        node_of[rank[node]] = node
    for at in range(len(node_of)):
        if waiting[node_of[at]]:
            order[done] = node_of[at]
            done += 1


@njit(cache=True, nogil=True)
def _join_parts(starts: Pointers, ends: Ints, part: Ints) -> None:
    """Make `part` a forest whose roots are one a weakly connected part."""
    for node in range(len(part)):
        part[node] = node
    for node in range(len(part)):
        for at in range(starts[node], starts[node + 1]):
            one, other = _root(part, node), _root(part, ends[at])
            part[max(one, other)] = min(one, other)


@njit(cache=True, nogil=True)
def _root(part: Ints, node: int) -> int:
    while part[node] != node:
        part[node] = part[part[node]]
        node = part[node]
    return node


@njit(cache=True, nogil=True)
def _cut(starts: Pointers, ends: Ints, gone: int) -> None:
    """Take a node's edges out of the rows, in place."""
    kept, at = 0, starts[0]
    for node in range(len(starts) - 1):
        stop = starts[node + 1]
        for edge in range(at, stop):
            if node != gone and ends[edge] != gone:
                ends[kept] = ends[edge]
                kept += 1
        at, starts[node + 1] = stop, kept


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    pointers, targets, two = np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([0, 1], np.int32)
    for kernel in (shares_by_hops, shares_by_lengths):
        kernel(pointers, targets, np.ones(2), two[:1], False)
    adaptive_betweenness_order(pointers, targets, two, np.ones(2, np.bool_))
