"""Global efficiency along the flow of goods, of what is left of a network."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainnet.errors import InputError, Said
from chainnet.kernels.adjacency import compressed
from chainnet.kernels.distances import distance_sums
from chainnet.measures.prepared import Bools, Floats, Ints, Prepared

STEPS_AT_ONCE = 2e10
"""Sources x links that one curve may take, some two seconds; where all removals would take more, a grid is measured."""
FEWEST_POINTS = 20
MOST = 6e12
"""Sources x links that may be taken in all, some ten minutes; more is refused."""


def grid(prepared: Prepared, steps: int) -> Ints:
    """Return after how many of `steps` removals efficiency is measured: each, or evenly spaced ones where n m is large.

    Raises
    ------
    InputError
        Where the network is too large even for the fewest.
    """
    cost = cost_of_one(prepared)
    check_cost(cost * min(FEWEST_POINTS, steps + 1))
    points = int(max(FEWEST_POINTS, STEPS_AT_ONCE / cost))
    if points >= steps:
        return np.arange(steps + 1, dtype=np.int32)
    return np.unique(np.round(np.linspace(0, steps, points + 1))).astype(np.int32)


def cost_of_one(prepared: Prepared) -> float:
    """Return the sources x links of one look, with what it takes besides as so many more."""
    return float(prepared.net.n) * len(prepared.net.pairs.supplier) + 5e6


def check_cost(cost: float) -> None:
    """Refuse what would take more than some ten minutes."""
    if cost > MOST:
        problem = Said("efficiency takes too long on a network of this size", "网络规模过大，计算全局效率耗时过长")
        hint = Said("take another measure, or a part of the network", "请换用其他指标，或取网络的一部分")
        raise InputError.one(problem, hint=hint)


def efficiency_after(prepared: Prepared, order: Ints, *, links: bool) -> tuple[Ints, Floats]:
    """Return after how many removals efficiency was measured, and what share of the intact network's was left.

    Efficiency is the mean of 1 / distance over all ordered pairs of firms, 0 where no path along the flow leads
    [Latora & Marchiori 2001]; a firm removed stays in the denominator, and no path leads to it or from it.
    """
    net, pairs, removed = prepared.net, prepared.net.pairs, grid(prepared, len(order))
    gone_at = np.full(net.m if links else net.n, len(order) + 1, np.int64)
    gone_at[order] = np.arange(1, len(order) + 1)
    if links:  # a pair stays as long as one of its links
        lost_at = np.zeros(len(pairs.supplier), np.int64)
        np.maximum.at(lost_at, net.pair_of_link, gone_at)
        gone_at = np.full(net.n, len(order) + 1)
    else:
        lost_at = np.minimum(gone_at[pairs.supplier], gone_at[pairs.buyer])
    return removed, np.array([_sum(prepared, lost_at > k, gone_at > k) for k in removed]) / intact(prepared)


def efficiency_without(prepared: Prepared, sets: Iterable[Ints]) -> Floats:
    """Return what share of the intact network's efficiency is left without each of these sets of firms."""
    pairs, left = prepared.net.pairs, []
    for firms in sets:
        there = np.ones(prepared.net.n, dtype=np.bool_)
        there[firms] = False
        left.append(_sum(prepared, there[pairs.supplier] & there[pairs.buyer], there))
    return np.array(left) / intact(prepared)


def intact(prepared: Prepared) -> float:
    """Return the sum of 1 / distance over all ordered pairs of firms of the whole network."""
    return float(distance_sums(*prepared.flows[0]).harmonic.sum())


def _sum(prepared: Prepared, pairs: Bools, firms: Bools) -> float:
    """Return the sum of 1 / distance over the firms and pairs that are there."""
    ends, place = prepared.net.pairs, np.cumsum(firms, dtype=np.int32) - np.int32(1)
    rows = compressed(int(firms.sum()), place[ends.supplier[pairs]], place[ends.buyer[pairs]])
    return float(distance_sums(*rows).harmonic.sum())
