"""What is left of a network after each removal: one curve a measure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from chainnet import terms
from chainnet.kernels.cascade import reach_steps, stop_steps
from chainnet.kernels.percolation import component_curve
from chainnet.measures.prepared import Floats, Ints, Prepared
from chainnet.measures.working import Inputs

MEASURES = tuple(term.key for term in terms.REMOVAL_MEASURES)

Curve = tuple[Floats, Floats, Floats, Floats]
"""Value, low, high and second (the second-largest component, NaN for other measures) after 0, 1, ... removals."""


def _largest_component(prepared: Prepared, order: Ints) -> Curve:
    largest, second = component_curve(*prepared.neighbours, order)
    value = largest / prepared.net.n
    return value, value, value, second / prepared.net.n


def _served(prepared: Prepared, order: Ints) -> Curve:
    strict, lenient = (_served_curve(prepared, order, given) for given in prepared.inputs)
    return strict, strict, lenient, np.full(len(strict), np.nan)


def _served_curve(prepared: Prepared, order: Ints, given: Inputs) -> Floats:
    net = prepared.net
    step = stop_steps(order, prepared.downstream, net.buyer, given.group, given.links, given.essential)
    to_leader = net.is_leader[net.buyer]
    lost_at = np.minimum(step[net.supplier], step[net.buyer])[to_leader]
    lost = np.bincount(lost_at, weights=prepared.weight[to_leader], minlength=len(order) + 2)
    later = np.cumsum(lost[::-1])[::-1][1:]  # what is lost only after step k still arrives at step k
    return later / later[0]


def _leaders_reached(prepared: Prepared, order: Ints) -> Curve:
    (pointers, target), (back, source) = prepared.flows
    step = reach_steps(order, pointers, target, back, source, prepared.is_source)[prepared.net.is_leader]
    lost = np.bincount(step, minlength=len(order) + 2)
    value = np.cumsum(lost[::-1])[::-1][1:] / len(step)
    return value, value, value, np.full(len(value), np.nan)


CURVES: dict[str, Callable[[Prepared, Ints], Curve]] = {
    "largest_component": _largest_component,
    "served": _served,
    "leaders_reached": _leaders_reached,
}


def undefined(prepared: Prepared, measure: str) -> str:
    """Say why a measure is not defined on this network; empty where it is."""
    net = prepared.net
    if measure == "largest_component":
        return "" if net.n else "no_firms"
    if not net.is_leader.any():
        return "no_leaders"
    if measure == "leaders_reached":
        return (
            "" if (prepared.is_source & (np.bincount(net.pairs.supplier, minlength=net.n) > 0)).any() else "no_sources"
        )
    bought = prepared.weight[net.is_leader[net.buyer]]
    return "" if bought.sum() > 0 else "zero_value" if len(bought) else "no_purchases"
