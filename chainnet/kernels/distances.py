"""Sums of distances to every node, exact: breadth-first searches from 512 sources at a time, one bit a source.

A node's row of 512 bits says which sources have reached it. One level of all 512 searches ORs the rows of its
neighbours into it; the bits that are new, counted, are the sources at that distance. Sources that reach the same
nodes are searched from together, so that their bits travel together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from chainnet.kernels.adjacency import compressed

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Spread = Callable[[Callable[[int], Any], Iterable[int]], Iterable[Any]]

WORDS = 8
"""64-bit words in a node's row: 512 sources, one line of the cache."""
SOURCES = 64 * WORDS
PARTS = 16
"""Most pieces that the work is cut into."""


class DistanceSums(NamedTuple):
    """What leads to each node.

    Attributes
    ----------
    harmonic : ndarray of float64, shape (n,)
        Sum of 1 / distance from every other node that reaches it.
    reached : ndarray of int64, shape (n,)
        Number of those nodes.
    total : ndarray of int64 or float64, shape (n,)
        Sum of their distances; whole numbers where a distance is a number of edges.
    """

    harmonic: Floats
    reached: Pointers
    total: Pointers | Floats


class _Rows(NamedTuple):
    """Rows of a graph whose nodes are renumbered, along its edges and against them, each sorted; and the numbers."""

    order: Ints
    pointers: Pointers
    targets: Ints
    into: Pointers
    origins: Ints


class _Work(NamedTuple):
    """What a sweep writes, all zero before and after it but for the lists of nodes.

    Row `node` of `seen` and `new` is the words from ``node * WORDS``; `bits` is how many are set in a row of `seen`.
    """

    seen: Words
    new: Words
    bits: Ints
    marked: Bools
    active: Ints  # nodes that the level before reached from more sources
    touched: Ints  # nodes that this level may
    met: Ints  # nodes that any level has


def distance_sums(pointers: Pointers, targets: Ints, *, each: Spread = map) -> DistanceSums:
    """Return, for each node, sums over the distances from all nodes that lead to it.

    For the distances from each node give the rows against the edges; in an undirected graph both are the same.

    Parameters
    ----------
    pointers, targets : compressed rows, where the edges of each node lead to. Parallel edges and loops change nothing.
    each : applies a function to the parts of the work, on several threads if it likes. The parts depend on the graph
        alone and are added in their order: the result is the same to the last bit however many threads there are.

    Returns
    -------
    DistanceSums

    Notes
    -----
    Time O(n (n + m) levels / 512) at the worst. Memory is linear: 145 bytes a node for each part at work and 24 a node
    for each of the 16 parts done, beside 8 bytes an edge and 20 a node for the renumbered rows.

    References
    ----------
    Then, M., et al. (2014). The more the merrier: efficient multi-source graph traversal. PVLDB 8(4), 449-460.

    Examples
    --------
    >>> pointers, targets = np.array([0, 1, 2, 2]), np.array([1, 2], np.int32)  # 0 -> 1 -> 2
    >>> found = distance_sums(pointers, targets)
    >>> found.harmonic.tolist(), found.reached.tolist(), found.total.tolist()
    ([0.0, 1.0, 1.5], [0, 1, 2], [0, 1, 3])
    """
    n = len(pointers) - 1
    rows = _arranged(pointers, targets)
    parts = min(PARTS, -(-n // (2 * SOURCES)))  # each at least two sweeps, that its arrays are worth making
    sums = DistanceSums(np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    for found in each(partial(_part, rows, parts), range(parts)):
        for whole, piece in zip(sums, found, strict=True):
            whole[rows.order] += piece
    return sums


def global_efficiency(pointers: Pointers, targets: Ints, *, each: Spread = map) -> float:
    """Return the mean of 1 / distance over all ordered pairs of nodes, 0 where no path leads; 0 of fewer than two.

    Parameters as in `distance_sums`. [Latora & Marchiori 2001]

    Examples
    --------
    >>> global_efficiency(np.array([0, 1, 2]), np.array([1, 0], np.int32))
    1.0
    """
    n = len(pointers) - 1
    return float(distance_sums(pointers, targets, each=each).harmonic.sum()) / max(n * (n - 1), 1)


def _arranged(pointers: Pointers, targets: Ints) -> _Rows:
    """Renumber nodes so that those which reach the same nodes stand together, as sources and in memory."""
    n = len(pointers) - 1
    source, target = _sources(pointers), np.array(targets, np.int32)
    from_hubs = np.argsort(-np.diff(pointers), kind="stable")
    order = _backwards(*compressed(n, target, source), from_hubs)
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    into, origins = compressed(n, place[target], place[source])
    pointers, targets = compressed(n, origins, _sources(into))  # turning the rows over sorts them
    return _Rows(order, pointers, targets, *compressed(n, targets, _sources(pointers)))


def _sources(pointers: Pointers) -> Ints:
    return np.repeat(np.arange(len(pointers) - 1, dtype=np.int32), np.diff(pointers))


@njit(cache=True, nogil=True)
def _backwards(into: Pointers, origins: Ints, roots: Pointers) -> Ints:
    """Return the nodes as a search against the edges finds them, from each root in turn."""
    n = len(into) - 1
    order = np.empty(n, np.int32)
    found = np.zeros(n, np.bool_)
    head, tail = 0, 0
    for root in roots:
        if found[root]:
            continue
        found[root] = True
        order[tail] = root
        tail += 1
        while head < tail:
            node = order[head]
            head += 1
            for at in range(into[node], into[node + 1]):
                if not found[origins[at]]:
                    found[origins[at]] = True
                    order[tail] = origins[at]
                    tail += 1
    return order


def _part(rows: _Rows, parts: int, part: int) -> DistanceSums:
    """Sweep every block of sources that falls to a part."""
    n = len(rows.order)
    words = np.zeros(2 * n * WORDS + WORDS, np.uint64)
    start = -words.ctypes.data // words.itemsize % WORDS  # a row is then one line of the cache, not parts of two
    seen, new = words[start : start + n * WORDS], words[start + n * WORDS : start + 2 * n * WORDS]
    active, touched, met, bits = (np.zeros(n, np.int32) for _ in range(4))
    work = _Work(seen, new, bits, np.zeros(n, np.bool_), active, touched, met)
    sums = DistanceSums(np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    for block in range(part * SOURCES, n, parts * SOURCES):
        _sweep(rows, block, min(block + SOURCES, n), work, sums)
    return sums


@njit(cache=True, nogil=True)
def _sweep(rows: _Rows, start: int, stop: int, work: _Work, sums: DistanceSums) -> None:
    """Search from the nodes `start` to `stop - 1`; add to the sums of all nodes."""
    size = stop - start
    for bit in range(size):
        node = start + bit
        work.seen[node * WORDS + (bit >> 6)] = np.uint64(1) << np.uint64(bit & 63)
        work.bits[node] = 1
        work.active[bit] = work.met[bit] = node
        sums.reached[node] -= 1  # itself
    distance, moving, known, waiting = 0, size, size, len(rows.origins)
    while moving > 0:
        distance += 1
        ahead = 0
        for i in range(moving):
            ahead += rows.pointers[work.active[i] + 1] - rows.pointers[work.active[i]]
        # an OR into a row in memory costs about twice one into a register
        held = _push(rows, size, moving, work) if 2 * ahead < waiting else _pull(rows, size, work)
        moving = 0
        for i in range(held):
            here = work.touched[i]
            more = _settle(work.seen, work.new, here)
            if more == 0:
                continue
            if work.bits[here] == 0:
                work.met[known] = here
                known += 1
            work.bits[here] += more
            if work.bits[here] == size:
                waiting -= rows.into[here + 1] - rows.into[here]
            sums.harmonic[here] += more / distance
            sums.total[here] += more * distance
            work.active[moving] = here
            moving += 1
    for here in work.met[:known]:
        sums.reached[here] += work.bits[here]
        work.bits[here] = 0
        _clear(work.seen, here)


@njit(cache=True, nogil=True)
def _push(rows: _Rows, size: int, moving: int, work: _Work) -> int:
    """OR the rows of the active nodes into those they lead to; return how many nodes that touched."""
    held = 0
    for node in work.active[:moving]:
        for at in range(rows.pointers[node], rows.pointers[node + 1]):
            other = rows.targets[at]
            if work.bits[other] == size:
                continue
            _or_into(work.new, other, work.seen, node)
            if not work.marked[other]:
                work.marked[other] = True
                work.touched[held] = other
                held += 1
    for node in work.touched[:held]:
        work.marked[node] = False
    return held


@njit(cache=True, nogil=True)
def _pull(rows: _Rows, size: int, work: _Work) -> int:
    """OR into every node that misses sources the rows of all that lead to it; return how many nodes that touched."""
    held = 0
    for node in range(len(rows.order)):
        start, stop = rows.into[node], rows.into[node + 1]
        if start == stop or work.bits[node] == size:
            continue
        if work.bits[rows.origins[start]] == size:  # it has all there is; the first in a row is the nearest to a hub
            stop = start + 1
        _or_all(work.new, node, work.seen, rows.origins, start, stop)
        work.touched[held] = node
        held += 1
    return held


# ---- a row as one vector: left to itself the compiler takes it word by word, at half the speed or less ---------------

_LONG = ir.IntType(64)
_ROW = ir.VectorType(_LONG, WORDS)
_NOUGHT = ir.Constant(_ROW, None)
_vector: Any = intrinsic  # who calls one gives all arguments but the first


def _row(context: Any, builder: Any, array_type: Any, array: Any, node: Any) -> Any:
    """Return the address of a node's row."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [builder.mul(node, _LONG(WORDS))]), _ROW.as_pointer())


def _call(builder: Any, name: str, returned: Any, row: Any) -> Any:
    full_name = f"llvm.{name}.v{WORDS}i64"
    known = builder.module.globals.get(full_name)
    return builder.call(known or ir.Function(builder.module, ir.FunctionType(returned, [_ROW]), full_name), [row])


@_vector
def _or_into(typing: Any, new: Any, node: Any, seen: Any, other: Any) -> Any:
    """new[node] |= seen[other]."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        to = _row(context, builder, signature.args[0], *given[:2])
        row = builder.load(_row(context, builder, signature.args[2], *given[2:]), align=8)
        builder.store(builder.or_(builder.load(to, align=8), row), to, align=8)
        return context.get_dummy_value()

    return types.void(new, types.int64, seen, types.int64), code


@_vector
def _or_all(typing: Any, new: Any, node: Any, seen: Any, origins: Any, start: Any, stop: Any) -> Any:
    """new[node] = seen[origins[start]] | ... | seen[origins[stop - 1]]."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        with builder.goto_entry_block():
            found = builder.alloca(_ROW)
        builder.store(_NOUGHT, found)
        data = context.make_array(signature.args[3])(context, builder, given[3]).data
        with cgutils.for_range_slice(builder, given[4], given[5], _LONG(1), _LONG) as (at, _):
            other = builder.sext(builder.load(builder.gep(data, [at])), _LONG)
            row = builder.load(_row(context, builder, signature.args[2], given[2], other), align=8)
            builder.store(builder.or_(builder.load(found), row), found)
        builder.store(builder.load(found), _row(context, builder, signature.args[0], *given[:2]), align=8)
        return context.get_dummy_value()

    return types.void(new, types.int64, seen, origins, types.int64, types.int64), code


@_vector
def _settle(typing: Any, seen: Any, new: Any, node: Any) -> Any:
    """Move new[node] into seen[node]; return how many bits it did not have."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        old = _row(context, builder, signature.args[0], given[0], given[2])
        fresh = _row(context, builder, signature.args[1], given[1], given[2])
        before, found = builder.load(old, align=8), builder.load(fresh, align=8)
        builder.store(builder.or_(before, found), old, align=8)
        builder.store(_NOUGHT, fresh, align=8)
        bits = _call(builder, "ctpop", _ROW, builder.and_(found, builder.not_(before)))
        return _call(builder, "vector.reduce.add", _LONG, bits)

    return types.int64(seen, new, types.int64), code


@_vector
def _clear(typing: Any, seen: Any, node: Any) -> Any:
    """seen[node] = 0."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        builder.store(_NOUGHT, _row(context, builder, signature.args[0], *given), align=8)
        return context.get_dummy_value()

    return types.void(seen, types.int64), code


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    distance_sums(np.array([0, 1, 2]), np.array([1, 0], np.int32))
