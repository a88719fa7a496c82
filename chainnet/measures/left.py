"""What is left of a network after each removal of a firm or of a link: one curve a measure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from chainnet import terms
from chainnet.kernels.cascade import link_reach_steps, link_stop_steps, reach_steps, stop_steps
from chainnet.kernels.percolation import component_curve, component_details, link_curve, link_details
from chainnet.measures.efficiency import efficiency_after
from chainnet.measures.prepared import Floats, Ints, Prepared
from chainnet.measures.working import Inputs

MEASURES = tuple(term.key for term in terms.REMOVAL_MEASURES)
DETAILS = ("second", "components", "mean_size")
"""What a curve of components says beside its value."""


class Curve(NamedTuple):
    """What is left after each number of removals.

    Attributes
    ----------
    removed : ndarray of int32, shape (k,)
        0, 1, ... or those of a grid.
    value, low, high : ndarray of float64, shape (k,)
    details : tuple of ndarray of float64, shape (k,)
        Those of `DETAILS`, or none.
    """

    removed: Ints
    value: Floats
    low: Floats
    high: Floats
    details: tuple[Floats, ...] = ()


def _every(value: Floats, *details: Floats) -> Curve:
    """Return a curve without bounds that knows each removal."""
    return Curve(np.arange(len(value), dtype=np.int32), value, value, value, details)


def _largest_component(prepared: Prepared, order: Ints, *, links: bool) -> Curve:
    net, alike = prepared.net, np.ones(prepared.net.n)
    if links:
        largest, second = link_curve(net.n, prepared.supplier, prepared.buyer, order)
    else:
        largest, second = component_curve(*prepared.neighbours, order)
    _, components, mean_size = _details(prepared, order, alike, links)
    return _every(largest / net.n, second / net.n, components.astype(np.float64), mean_size)


def _largest_component_value(prepared: Prepared, order: Ints, *, links: bool) -> Curve:
    weight = prepared.firm_weights[0]
    heaviest, _, _ = _details(prepared, order, weight, links)
    return _every(np.minimum(heaviest / weight.sum(), 1.0))  # two sums in their own orders


def _details(prepared: Prepared, order: Ints, weight: Floats, links: bool) -> tuple[Floats, Ints, Floats]:
    if links:
        found = link_details(prepared.net.n, prepared.supplier, prepared.buyer, order, weight)
    else:
        found = component_details(*prepared.neighbours, order, weight)
    heaviest, components, mean_size = found
    return heaviest, components, mean_size


def _served(prepared: Prepared, order: Ints, *, links: bool) -> Curve:
    """Return the strict curve and its bounds; a purchase without a value may weigh any amount on the side it is on."""
    strict, lenient = prepared.inputs
    value, bare = _served_curve(prepared, order, strict, links)
    high, bare_high = (value, bare) if lenient is strict else _served_curve(prepared, order, lenient, links)
    if not bare[0]:
        return Curve(np.arange(len(value), dtype=np.int32), value, value, high)
    low, high = np.where(bare < bare[0], 0.0, value), np.where(bare_high > 0, 1.0, high)
    return Curve(np.arange(len(value), dtype=np.int32), value, low, high)


def _served_curve(prepared: Prepared, order: Ints, given: Inputs, links: bool) -> tuple[Floats, Floats]:
    """Return the share of known value that still arrives, and the number of purchases without a value that do."""
    net, bought = prepared.net, prepared.leaders_purchases
    stop = link_stop_steps if links else stop_steps
    step = stop(order, prepared.downstream, prepared.buyer, given.group, given.links, given.essential)
    lost_at = np.minimum(step[net.supplier[bought]], step[net.buyer[bought]])
    if links:
        gone_at = np.full(net.m, len(order) + 1, np.int32)
        gone_at[order] = np.arange(1, len(order) + 1, dtype=np.int32)
        lost_at = np.minimum(lost_at, gone_at[bought])
    arrives = _lost_later(lost_at, prepared.weight[bought], len(order))
    return arrives / arrives[0], _lost_later(lost_at, prepared.unvalued[bought], len(order))


def _lost_later(lost_at: Ints, weights: Floats, steps: int) -> Floats:
    """Return the weight that is lost only after 0, 1, ... removals, and so still arrives then."""
    lost = np.bincount(lost_at, weights=weights, minlength=steps + 2)
    return np.asarray(np.cumsum(lost[::-1])[::-1][1:], dtype=np.float64)


def _leaders_reached(prepared: Prepared, order: Ints, *, links: bool) -> Curve:
    net, source = prepared.net, prepared.is_source
    if links:
        step = link_reach_steps(order, prepared.downstream, prepared.supplier, prepared.buyer, source)
    else:
        step = reach_steps(order, *prepared.flows[0], *prepared.flows[1], source)
    step = step[net.is_leader]
    return _every(_lost_later(step, np.ones(len(step)), len(order)) / len(step))


def _efficiency(prepared: Prepared, order: Ints, *, links: bool) -> Curve:
    removed, value = efficiency_after(prepared, order, links=links)
    return Curve(removed, value, value, value)


Curves = dict[str, Callable[[Prepared, Ints], Curve]]
_CURVES = {
    "largest_component": _largest_component,
    "largest_component_value": _largest_component_value,
    "served": _served,
    "leaders_reached": _leaders_reached,
    "efficiency": _efficiency,
}
CURVES: Curves = {name: partial(curve, links=False) for name, curve in _CURVES.items()}
"""While firms are removed, given as rows of `net.firms`."""
LINK_CURVES: Curves = {name: partial(curve, links=True) for name, curve in _CURVES.items()}
"""While links are removed, given as rows of `net.links`."""


def undefined(prepared: Prepared, measure: str) -> str:
    """Say why a measure is not defined on this network; empty where it is."""
    net = prepared.net
    if not net.n:
        return "no_firms"
    if measure == "largest_component":
        return ""
    if measure == "largest_component_value":
        return "" if prepared.firm_weights[0].sum() > 0 else "zero_value" if net.has_values else "no_values"
    if measure == "efficiency":
        return "" if net.m else "no_links"
    if not net.is_leader.any():
        return "no_leaders"
    if measure == "leaders_reached":
        sells = np.diff(prepared.downstream) > 0
        return "" if (prepared.is_source & sells).any() else "no_sources"
    bought = prepared.weight[prepared.leaders_purchases]
    return "" if bought.sum() > 0 else "zero_value" if len(bought) else "no_purchases"
