"""Who buys from whom in a synthetic cluster, and for how much."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from chainnet.synthesis.draws import Bools, Floats, Ints, flat_km, pareto, pick, round_half_up
from chainnet.synthesis.market import Market
from chainnet.synthesis.population import Population

CANDIDATES = 8
"""Suppliers that a buyer looks at before it gives one of them an order."""
ORDER_CUT = 0.3
"""Share of the distribution of order sizes that is cut off: the biggest is 2.5 times the smallest."""
TRIAL_ORDER = 0.5
"""Size of the order that a supplier gets of whom nobody had bought, beside the smallest of the others."""
ROUNDS = 60
"""Rounds of orders up the chain: each passes on at most 3/4 of the last, and loops only a few percent."""


class Orders(NamedTuple):
    """Orders that belong together: row of the demand, supplier and size, one row a (demand, supplier)."""

    line: Ints
    supplier: Ints
    size: Floats


class Links(NamedTuple):
    """The links, one row a (supplier, buyer, product); value in the value unit a year."""

    supplier: Ints
    buyer: Ints
    product: Ints
    value: Floats
    essential: Bools


def trade(rng: np.random.Generator, market: Market) -> Links:
    """Draw the suppliers of each demand, and the values that make the accounts add up.

    Parameters
    ----------
    rng : numpy.random.Generator
    market : Market

    Returns
    -------
    Links

    Notes
    -----
    With a_ij the share of j's sales that j spends on what it buys from i, the sales are the solution of
    x = f + A x, where f are the sales of finished goods to customers outside the chain (the quantity model of
    Leontief, The Structure of American Economy, 1941). So what a firm sells is what its buyers buy, up to
    rounding to whole units, and what it buys is a share of what it sells.
    """
    orders = _place_orders(rng, market)
    trials = _sell_the_unsold(rng, market, orders)
    orders = Orders(*(np.concatenate(both) for both in zip(orders, trials, strict=True)))
    value = np.maximum(1.0, round_half_up(_values(market, orders)))
    line, demand = orders.line, market.demand
    return Links(orders.supplier, demand.buyer[line], demand.product[line], value, demand.essential[line])


def _place_orders(rng: np.random.Generator, market: Market) -> Orders:
    """Split each demand into orders, and give each order to a maker: the bigger and nearer ones get more.

    A choice from a sample of alternatives (McFadden, Modelling the choice of residential location, 1978): the
    buyer looks at a few makers drawn by size and takes one by nearness, so the cost does not grow with the
    number of makers. Chain leaders split their demand into more orders than others do.
    """
    firms, makers, demand = market.firms, market.makers, market.demand
    leads, n = market.tier[firms.product[demand.buyer]] == 0, len(demand.buyer)
    many, few = pick(rng, market.leader_orders, n), pick(rng, market.orders, n)
    line = np.repeat(np.arange(n), 1 + np.where(leads, many, few))
    product = demand.product[line]
    seen = _look_around(rng, np.cumsum(makers.size), makers.start[product], makers.start[product + 1])
    candidate = makers.firm[seen]
    near = _nearness(firms, candidate, demand.buyer[line, None], market.reach[product, None])
    taken = _one_a_row(rng, candidate, near)
    pair, order = np.unique(line * len(firms.product) + taken, return_inverse=True)
    line, supplier = np.divmod(pair, len(firms.product))
    size = np.bincount(order, weights=pareto(rng.random(len(order)), cut=ORDER_CUT))
    return Orders(line, supplier, size.astype(np.float64))


def _sell_the_unsold(rng: np.random.Generator, market: Market, orders: Orders) -> Orders:
    """Give each supplier of whom nobody one tier down buys a small order for its main product.

    So every supplier is on the way to a leader. Those who buy much take more often, by the root of the value.
    """
    firms, demand = market.firms, market.demand
    tier = market.tier[firms.product]
    sold = tier == 0
    sold[orders.supplier[tier[demand.buyer[orders.line]] == tier[orders.supplier] - 1]] = True
    unsold = np.flatnonzero(~sold)
    product = firms.product[unsold]
    downhill = np.flatnonzero(tier[demand.buyer] == market.tier[demand.product] - 1)
    low, high = (np.searchsorted(demand.product[downhill], product, side=end) for end in ("left", "right"))
    bought = np.bincount(orders.line, weights=_values(market, orders), minlength=len(demand.buyer))
    cumulated = np.cumsum(np.sqrt(bought[downhill]))
    seen = downhill[_look_around(rng, cumulated, low, high)]
    near = _nearness(firms, unsold[:, None], demand.buyer[seen], market.reach[product, None])
    return Orders(_one_a_row(rng, seen, near), unsold, np.full(len(unsold), TRIAL_ORDER))


def _nearness(firms: Population, supplier: Ints, buyer: Ints, reach: Floats) -> Floats:
    """Return how attractive a supplier is by its distance: 1 next door, 1/2 at the product's reach."""
    here, there = ((firms.longitude[end], firms.latitude[end]) for end in (supplier, buyer))
    return reach / (reach + flat_km(here, there))


def _look_around(rng: np.random.Generator, cumulated: Floats, low: Ints, high: Ints) -> Ints:
    """Draw for each (low, high) some rows of low <= row < high, by the weights that `cumulated` adds up."""
    below = np.where(low > 0, cumulated[low - 1], 0.0)[:, None]
    aim = below + rng.random((len(low), CANDIDATES)) * (cumulated[high - 1][:, None] - below)
    drawn = np.searchsorted(cumulated, aim, side="right")
    return np.asarray(np.clip(drawn, low[:, None], high[:, None] - 1))


def _one_a_row(rng: np.random.Generator, items: Ints, weights: Floats) -> Ints:
    """Draw one item of each row in proportion to the weights."""
    cumulated = np.cumsum(weights, axis=1)
    column = (cumulated <= rng.random((len(weights), 1)) * cumulated[:, -1:]).sum(axis=1)
    column = np.minimum(column, weights.shape[1] - 1)
    return np.asarray(np.take_along_axis(items, column[:, None], axis=1)[:, 0])


def _values(market: Market, orders: Orders) -> Floats:
    """Solve x = f + A x by passing orders up the chain until nothing is left; return each one's value."""
    firms, demand = market.firms, market.demand
    buyer = demand.buyer[orders.line]
    spent = demand.cost[orders.line] * orders.size / np.bincount(orders.line, weights=orders.size)[orders.line]
    sales = firms.final
    for _ in range(ROUNDS):
        sales = firms.final + np.bincount(orders.supplier, weights=spent * sales[buyer], minlength=len(sales))
    return spent * sales[buyer]
