"""The set of firms without which the largest component is smallest, by integer programming, and a plain bound.

Firm i is removed (x_i), or i and j are connected (u_ij), which a path makes them step by step: for one end i of each
pair and every partner h of it [Veremyev, Boginski & Pasiliao 2014]::

    u_ij >= 1 - x_i - x_j where i and j are partners, else u_ij >= u_hj - x_i
    z >= 1 - x_i + sum of u_ij over j

A firm whose partners are all partners of another one too need not go before that one: x_i <= x_j.
"""

from __future__ import annotations

import numpy as np

from chainnet.measures.prepared import Bools, Ints
from chainnet.measures.sets.component import Component
from chainnet.measures.sets.loss import CLOSE
from chainnet.measures.sets.proof import Program, Proof
from chainnet.measures.sets.search import Wanted


def prove_component(
    loss: Component, removable: Bools, rank: Ints, wanted: Wanted, found: Ints, seconds: float
) -> Proof:
    """Return the best set and a valid bound within so many seconds; `found` is a set to beat."""
    n, plain = loss.n, plain_bound(loss, removable, wanted)
    partners = [set(loss.graph[1][loss.graph[0][i] : loss.graph[0][i + 1]].tolist()) for i in range(n)]
    pairs = _pairs(partners)
    largest = round(loss.left(found) * n)
    most = _largest_below(wanted, n) if wanted.target is not None else largest - 1
    length = n + len(pairs) + 1
    cost, upper, whole = np.zeros(length), np.ones(length), np.arange(length) < n
    cost[:n] = wanted.target is not None
    cost[-1], upper[-1], whole[-1] = wanted.target is None, max(most, 0), True
    upper[:n] = removable
    program = Program(cost, upper, whole)
    _connect(program, partners, pairs)
    _order(program, partners, removable, rank)
    known = len(found) - 1 if wanted.met(loss.left(found)) else int(removable.sum())
    size = known if wanted.size is None else wanted.size
    program.at_least(dict.fromkeys(range(n), -1.0), -float(size))
    if wanted.target is None:
        program.at_least({length - 1: 1.0}, np.ceil(plain.bound * n - CLOSE))
    bound, values = program.solve(seconds)
    best = found
    if values is not None:
        chosen = np.flatnonzero(values[:n] > 0.5).astype(np.int32)
        best = chosen if wanted.better(loss, chosen, found) else found
    if wanted.target is None:
        least = largest if np.isinf(bound) and bound > 0 else max(np.ceil(bound - 1e-6), 0.0)
        return Proof(min(max(plain.bound, least / n), loss.left(best)), best, "integer program")
    least = max(bound if np.isinf(bound) else np.ceil(bound - 1e-6), plain.bound)
    return Proof(min(least, float(len(best))) if wanted.met(loss.left(best)) else least, best, "integer program")


def _largest_below(wanted: Wanted, n: int) -> int:
    return int(np.ceil(wanted.below * n)) - 1


def _pairs(partners: list[set[int]]) -> dict[tuple[int, int], int]:
    """Return the place of the variable of each pair of firms of one component, the one of fewer partners first."""
    place: dict[tuple[int, int], int] = {}
    n = len(partners)
    for start in range(n):
        seen, queue = {start}, [start]
        for firm in queue:
            new = partners[firm] - seen
            seen |= new
            queue += new
        for other in sorted(seen):
            if other > start:
                place[min((start, other), (other, start), key=lambda p: len(partners[p[0]]))] = n + len(place)
    return place


def _connect(program: Program, partners: list[set[int]], pairs: dict[tuple[int, int], int]) -> None:
    def place(i: int, j: int) -> int:
        return pairs[i, j] if (i, j) in pairs else pairs[j, i]

    total: list[dict[int, float]] = [{} for _ in partners]
    for (i, j), at in pairs.items():
        total[i][at] = total[j][at] = -1.0
        if j in partners[i]:
            program.at_least({at: 1.0, i: 1.0, j: 1.0}, 1.0)
            continue
        for h in partners[i]:
            program.at_least({at: 1.0, i: 1.0, place(h, j): -1.0}, 0.0)
    z = len(partners) + len(pairs)
    for i, terms in enumerate(total):
        program.at_least({z: 1.0, i: 1.0, **terms}, 1.0)


def _order(program: Program, partners: list[set[int]], removable: Bools, rank: Ints) -> None:
    for i, of_i in enumerate(partners):
        near = of_i.union(*(partners[h] for h in of_i)) - {i}
        for j in near:
            less, more = of_i - {j}, partners[j] - {i}
            before = less < more or (less == more and rank[j] < rank[i])
            if removable[i] and removable[j] and before:
                program.at_least({j: 1.0, i: -1.0}, 0.0)


def plain_bound(loss: Component, removable: Bools, wanted: Wanted) -> Proof:
    """Return the bound that numbers of partners give.

    Without k firms of d partners each a component falls into at most 1 + sum of (d - 1) parts, and the links that are
    left need parts large enough to hold them.
    """
    source = "numbers of partners"
    if wanted.target is None:
        assert wanted.size is not None
        return Proof(_plain_left(loss, removable, wanted.size), None, source)
    sizes = range(int(removable.sum()) + 1)
    met = (size for size in sizes if wanted.met(_plain_left(loss, removable, size)))
    return Proof(float(next(met, np.inf)), None, source)


def _plain_left(loss: Component, removable: Bools, size: int) -> float:
    """Return what the loss of so many firms leaves at least, by the largest components alone."""
    inside = loss.promise(np.empty(0, np.int32)) > 0
    degree = np.diff(loss.graph[0])
    firms, links = int(inside.sum()), int(degree[inside].sum()) // 2
    most = np.sort(degree[inside & removable])[::-1][:size].astype(np.int64)
    staying, kept_links = firms - len(most), links - int(most.sum())
    if staying <= 0:
        return 0.0
    parts = round(firms / (loss.left(np.empty(0, np.int32)) * loss.n))
    by_parts = staying / (parts + int(np.maximum(most - 1, 0).sum()))
    by_links = 1 + 2 * kept_links / staying if kept_links > 0 else 1.0
    return float(np.ceil(max(by_parts, by_links) - CLOSE) / loss.n)
