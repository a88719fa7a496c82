"""The smallest set of firms without which leaders are not served, by integer programming.

Firm i is removed (x_i) or stopped (f_i); a_g says that all suppliers of the essential group g have stopped::

    f_j <= x_j + sum of a_g over j's groups,    a_g <= f_s for each supplier s of g,
    y_e <= f_s + f_b for each purchase e of a leader b from s,    lost = sum of weight_e y_e

That alone lets the firms of a cycle stop each other without cause. Such a set U is found from the solution, and each
of its members is bound to what comes from outside (the loop formulas of answer set programming, Lin & Zhao 2004)::

    f_j <= sum of x_i, i in U + sum of a_g over groups of U that have no supplier in U.

With x whole, the rest is whole by itself at the maximum, so x alone is integer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from chainnet.measures.prepared import Bools, Floats, Ints
from chainnet.measures.sets.loss import CLOSE
from chainnet.measures.sets.proof import Clock, Program, Proof
from chainnet.measures.sets.search import Wanted
from chainnet.measures.sets.served import Served

_TOLD = 1e-6
"""A firm that the program lets stop by so much counts as stopped."""


class _Model(NamedTuple):
    """The program and the places of its variables: x, then f, then one a group, then one a purchase of leaders."""

    program: Program
    candidates: Ints
    place: dict[int, int]  # of x, by firm
    groups: list[tuple[int, frozenset[int], int]]  # buyer, suppliers, place of a (f of the only supplier)
    n: int

    def f(self, firm: int) -> int:
        return len(self.candidates) + firm


def prove_served(loss: Served, removable: Bools, rank: Ints, wanted: Wanted, found: Ints, seconds: float, *,
                 relaxed: bool = False) -> Proof:  # fmt: skip
    """Return the best set and a valid bound within so many seconds; `relaxed`: the linear relaxation's bound alone.

    `found` is a set to beat. The program looks for a better one alone; where there is none, `found` is the best.
    """
    clock, best = Clock(seconds), found
    model = _model(loss, undominated(loss, removable, rank), wanted, found)
    bound = -np.inf
    while True:
        new, values = model.program.solve(clock.left, relaxed=relaxed)
        bound = max(bound, new)
        if values is None or relaxed:
            break
        chosen = model.candidates[values[: len(model.candidates)] > 0.5]
        if wanted.better(loss, chosen, best):
            best = chosen
        stopped = loss.state(chosen)[1]
        told = values[len(model.candidates) : len(model.candidates) + loss.n] > _TOLD
        right = not _cut_without_cause(model, told & ~stopped)
        if clock.left <= 0 or (right and (wanted.target is None or wanted.met(loss.left(chosen)))):
            break
        _demand_more(model, loss, wanted, best, chosen)
    source = "linear relaxation" if relaxed else "integer program"
    if wanted.target is None:
        return Proof(min(max(0.0, 1 + bound), loss.left(best)), best, source)
    least = max(1.0, bound if np.isinf(bound) else np.ceil(bound - 1e-6))
    return Proof(min(least, float(len(best))) if wanted.met(loss.left(best)) else least, best, source)


def undominated(loss: Served, removable: Bools, rank: Ints) -> Ints:
    """Return the removable firms that no other removable one, gone alone, brings down: the others need no place.

    What stops without i stops without j too, where i stops without j. Of firms that bring each other down one is kept.
    """
    covered = np.zeros(loss.n, np.bool_)
    kept: list[int] = []
    ranked = np.argsort(rank).astype(np.int32)
    for firm in ranked[removable[ranked]].tolist():
        if covered[firm]:
            continue
        stopped = loss.state(np.array([firm], np.int32))[1]
        kept = [other for other in kept if not stopped[other]] + [firm]
        covered |= stopped
    return np.array(kept, dtype=np.int32)


def _model(loss: Served, candidates: Ints, wanted: Wanted, found: Ints) -> _Model:
    n, pointers, suppliers = loss.n, *loss.suppliers_of_group
    members = [frozenset(suppliers[pointers[g] : pointers[g + 1]].tolist()) for g in np.flatnonzero(loss.essential)]
    buyers = loss.buyer_of_group[loss.essential].tolist()
    first = len(candidates) + n
    several = {g: first + at for at, g in enumerate(at for at, of in enumerate(members) if len(of) > 1)}
    groups = [
        (buyer, of, several.get(g, len(candidates) + min(of)))
        for g, (buyer, of) in enumerate(zip(buyers, members, strict=True))
    ]
    pairs = loss.supplier.astype(np.int64) * n + loss.buyer
    bought, which = np.unique(pairs[loss.weight > 0], return_inverse=True)
    weight = np.bincount(which, weights=loss.weight[loss.weight > 0], minlength=len(bought)).astype(np.float64)
    purchases = first + len(several)
    length = purchases + len(bought)
    cost = np.zeros(length)
    if wanted.target is None:
        cost[purchases:] = -weight
    else:
        cost[: len(candidates)] = 1.0
    whole = np.arange(length) < len(candidates)
    place = {firm: at for at, firm in enumerate(candidates.tolist())}
    model = _Model(Program(cost, np.ones(length), whole), candidates, place, groups, n)
    _demand_causes(model, several)
    for at, pair in enumerate(bought.tolist(), purchases):
        model.program.at_least({model.f(pair // n): 1.0, model.f(pair % n): 1.0, at: -1.0}, 0.0)
    _demand_wanted(
        model, wanted, purchases, weight, len(found) - 1 if wanted.met(loss.left(found)) else len(candidates)
    )
    for loop in _loops(model, np.ones(n, np.bool_)):
        _cut_loop(model, loop)
    return model


def _demand_causes(model: _Model, several: dict[int, int]) -> None:
    causes: list[dict[int, float]] = [{} for _ in range(model.n)]
    for buyer, _, at in model.groups:
        causes[buyer][at] = 1.0
    for firm, terms in enumerate(causes):
        if firm in model.place:
            terms[model.place[firm]] = 1.0
        model.program.at_least({**terms, model.f(firm): -1.0}, 0.0)
    for g, at in several.items():
        for supplier in model.groups[g][1]:
            model.program.at_least({model.f(supplier): 1.0, at: -1.0}, 0.0)


def _demand_wanted(model: _Model, wanted: Wanted, purchases: int, weight: Floats, most: int) -> None:
    """Demand the size or the target, and a set no larger than the one that is known."""
    size = most if wanted.size is None else wanted.size
    model.program.at_least(dict.fromkeys(range(len(model.candidates)), -1.0), -float(size))
    if wanted.target is not None:
        model.program.at_least(dict(enumerate(weight.tolist(), purchases)), 1.0 - wanted.target)


def _loops(model: _Model, within: Bools) -> list[frozenset[int]]:
    """Return the sets of these firms that feed each other and get from no other of them what they may stop for."""
    arcs = [
        (buyer, supplier)
        for buyer, suppliers, _ in model.groups
        if within[buyer]
        for supplier in suppliers
        if within[supplier]
    ]
    if not arcs:
        return []
    ends = np.array(arcs)
    graph = csr_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(model.n, model.n))
    number, label = connected_components(graph, directed=True, connection="strong")
    members: list[list[int]] = [[] for _ in range(number)]
    for firm in np.flatnonzero(within).tolist():
        members[label[firm]].append(firm)
    return [frozenset(loop) for loop in members if len(loop) > 1]


def _cut_loop(model: _Model, loop: frozenset[int]) -> None:
    outside = {model.place[firm]: 1.0 for firm in loop if firm in model.place}
    outside |= {at: 1.0 for buyer, suppliers, at in model.groups if buyer in loop and not suppliers & loop}
    for firm in loop:
        model.program.at_least({**outside, model.f(firm): -1.0}, 0.0)


def _cut_without_cause(model: _Model, firms: Bools) -> bool:
    """Bind firms that stop each other without a cause to what comes from outside; return whether there were any."""
    if not firms.any():
        return False
    _cut_loop(model, frozenset(np.flatnonzero(firms).tolist()))
    for loop in _loops(model, firms):
        _cut_loop(model, loop)
    return True


def _demand_more(model: _Model, loss: Served, wanted: Wanted, best: Ints, chosen: Ints) -> None:
    """Where a set does no better than the best, demand a firm outside all that it could bring down and still not.

    What the set brings down is filled up with more firms for as long as that leaves too much: a set within does no
    better either, since losing fewer firms never leaves less.
    """
    enough = loss.left(best) - CLOSE if wanted.target is None else wanted.below
    if loss.left(chosen) < enough:
        return
    for firm in model.candidates.tolist():
        more = np.append(chosen, np.int32(firm))
        if loss.left(more) >= enough:
            chosen = more
    stopped = loss.state(chosen)[1]
    model.program.at_least({at: 1.0 for firm, at in model.place.items() if not stopped[firm]}, 1.0)
