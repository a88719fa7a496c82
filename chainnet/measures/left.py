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
    """Return the strict curve and its bounds; a purchase without a value may weigh any amount on the side it is on."""
    (strict, bare), (lenient, bare_lenient) = (_served_curve(prepared, order, given) for given in prepared.inputs)
    low = np.where(bare < bare[0], 0.0, strict)
    high = np.where(bare_lenient > 0, 1.0, lenient)
    return strict, low, high, np.full(len(strict), np.nan)


def _served_curve(prepared: Prepared, order: Ints, given: Inputs) -> tuple[Floats, Floats]:
    """Return the share of known value that still arrives, and the number of purchases without a value that do."""
    net = prepared.net
    step = stop_steps(order, prepared.downstream, net.buyer, given.group, given.links, given.essential)
    to_leader = net.is_leader[net.buyer]
    lost_at = np.minimum(step[net.supplier], step[net.buyer])[to_leader]
    arrives = _lost_later(lost_at, prepared.weight[to_leader], len(order))
    return arrives / arrives[0], _lost_later(lost_at, prepared.unvalued[to_leader], len(order))


def _lost_later(lost_at: Ints, weights: Floats, steps: int) -> Floats:
    """Return the weight that is lost only after 0, 1, ... removals, and so still arrives then."""
    lost = np.bincount(lost_at, weights=weights, minlength=steps + 2)
    return np.asarray(np.cumsum(lost[::-1])[::-1][1:], dtype=np.float64)


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
