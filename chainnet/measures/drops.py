"""How much each measure drops when sets of firms are removed, each set from the whole network."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from chainnet.kernels.cascade import reach_steps
from chainnet.kernels.percolation import component_curve, component_details
from chainnet.kernels.set_loss import losses_of_sets
from chainnet.measures.efficiency import check_cost, cost_of_one, efficiency_without
from chainnet.measures.prepared import Floats, Ints, Prepared
from chainnet.measures.working import Inputs

Sets = Sequence[Ints]
"""Firms removed at once, as rows of `net.firms`."""

TIMES_DEARER = 100
"""What a pass over the components takes an edge beside efficiency's source x link."""


def columns_of(measure: str) -> list[str]:
    """Return the columns in which the drop of a measure is told."""
    return [measure, "served_low", "served_high"] if measure == "served" else [measure]


def _largest_component(prepared: Prepared, sets: Sets) -> list[Floats]:
    curves = (component_curve(*prepared.neighbours, firms)[0] for firms in sets)
    return [np.array([curve[0] - curve[-1] for curve in curves]) / prepared.net.n]


def _largest_component_value(prepared: Prepared, sets: Sets) -> list[Floats]:
    (pointers, targets), weight = prepared.neighbours, prepared.firm_weights[0]
    check_cost((len(pointers) + len(targets)) * len(sets) * TIMES_DEARER)
    curves = (component_details(pointers, targets, firms, weight)[0] for firms in sets)
    return [np.array([curve[0] - curve[-1] for curve in curves]) / weight.sum()]


def _served(prepared: Prepared, sets: Sets) -> list[Floats]:
    """Return the strict drop and its bounds; a purchase without a value may weigh any amount on the side it is on."""
    bare = prepared.unvalued
    strict, lenient = (_lost(prepared, sets, given, prepared.weight) for given in prepared.inputs)
    low, high = np.minimum(strict, lenient), strict  # both are sums in their own order: equal up to rounding
    if bare.any():
        bare_strict, bare_lenient = (_lost(prepared, sets, given, bare) for given in prepared.inputs)
        low, high = np.where(bare_lenient < 1, 0.0, low), np.where(bare_strict > 0, 1.0, high)
    return [strict, low, high]


def _lost(prepared: Prepared, sets: Sets, given: Inputs, weight: Floats) -> Floats:
    """Return the share of the leaders' purchases, weighed so, that the loss of each set takes away."""
    net = prepared.net
    bought = np.where(net.is_leader, np.bincount(net.buyer, weights=weight, minlength=net.n), 0.0)
    starts = np.concatenate([[0], np.cumsum([len(firms) for firms in sets], dtype=np.int64)])
    lost = losses_of_sets(
        starts, np.concatenate(sets), False, prepared.downstream, prepared.buyer, given.group, given.links,
        given.essential, np.zeros(net.n, dtype=np.bool_), weight, prepared.is_leader, bought,
    )  # fmt: skip
    return np.asarray(lost / bought.sum())


def _leaders_reached(prepared: Prepared, sets: Sets) -> list[Floats]:
    (forward, back), leader = prepared.flows, prepared.net.is_leader
    steps = ((firms, reach_steps(firms, *forward, *back, prepared.is_source)[leader]) for firms in sets)
    reached = np.array([[(step > 0).sum(), (step > len(firms)).sum()] for firms, step in steps])
    return [(reached[:, 0] - reached[:, 1]) / leader.sum()]


def _efficiency(prepared: Prepared, sets: Sets) -> list[Floats]:
    check_cost(cost_of_one(prepared) * len(sets))
    return [1 - efficiency_without(prepared, sets)]


DROPS: dict[str, Callable[[Prepared, Sets], list[Floats]]] = {
    "largest_component": _largest_component,
    "largest_component_value": _largest_component_value,
    "served": _served,
    "leaders_reached": _leaders_reached,
    "efficiency": _efficiency,
}
"""The columns of `columns_of`, each of shape (sets,)."""
