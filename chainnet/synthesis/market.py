"""Who makes what and who wants what in a synthetic cluster, before anybody has chosen a supplier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from chainnet.synthesis.draws import Bools, Floats, Ints, some
from chainnet.synthesis.population import Population
from chainnet.synthesis.preset import Preset

SECOND_LINE = 0.4
"""Size of a firm in a product that is not its main one, beside its size in that."""


class Makers(NamedTuple):
    """Who makes what, sorted by product: makers of product p stand in rows start[p] to start[p + 1]."""

    firm: Ints
    product: Ints
    size: Floats
    start: Ints


class Demand(NamedTuple):
    """What firms buy, one row a (buyer, product), sorted by product.

    Attributes
    ----------
    buyer, product : ndarray of int64, shape (d,)
    cost : ndarray of float64, shape (d,)
        Share of the buyer's sales that it spends on it.
    essential : ndarray of bool, shape (d,)
    """

    buyer: Ints
    product: Ints
    cost: Floats
    essential: Bools


class Market(NamedTuple):
    """All that a buyer chooses from and by.

    Attributes
    ----------
    firms : Population
    makers : Makers
    demand : Demand
    tier, reach : ndarray, shape (products,)
        Tier of each product, and the distance at which its makers are half as attractive, km.
    orders, leader_orders : tuple of float
        Share of purchases that are split into 1, 2, 3, ... orders; each goes to one supplier.
    """

    firms: Population
    makers: Makers
    demand: Demand
    tier: Ints
    reach: Floats
    orders: tuple[float, ...]
    leader_orders: tuple[float, ...]


def open_market(preset: Preset, rng: np.random.Generator, firms: Population) -> Market:
    """Draw what each firm makes and what it buys.

    Parameters
    ----------
    preset : Preset
    rng : numpy.random.Generator
    firms : Population

    Returns
    -------
    Market
    """
    makers = _find_makers(preset, rng, firms)
    demand = _find_demand(preset, rng, firms, makers)
    tier = np.array([product.tier for product in preset.products])
    reach = np.array([product.reach_km or preset.reach_km for product in preset.products])
    return Market(firms, makers, demand, tier, reach, preset.orders, preset.leader_orders)


def _find_makers(preset: Preset, rng: np.random.Generator, firms: Population) -> Makers:
    """Let each firm make its main product, and some firms others besides."""
    firm = [np.arange(len(firms.product))]
    product = [firms.product]
    for code, made in enumerate(preset.products):
        own = np.flatnonzero(firms.product == code)
        for other in made.also:
            chosen = own if made.is_leader else some(rng, own, preset.second_product)
            firm.append(chosen)
            product.append(np.full(len(chosen), preset.code[other]))
    all_firm, all_product = np.concatenate(firm), np.concatenate(product)
    order = np.argsort(all_product, kind="stable")
    all_firm, all_product = all_firm[order], all_product[order]
    size = firms.size[all_firm] * np.where(firms.product[all_firm] == all_product, 1.0, SECOND_LINE)
    start = np.searchsorted(all_product, np.arange(len(preset.products) + 1))
    return Makers(all_firm, all_product, size, start)


def _find_demand(preset: Preset, rng: np.random.Generator, firms: Population, makers: Makers) -> Demand:
    """Let each firm buy all that its main product needs and some of what it uses.

    What nobody makes is not bought. Of the firms outside the cluster only some have purchases on record, as
    in the data that the office of a cluster holds.
    """
    lines: list[tuple[Ints, int, float, bool]] = []
    for code, made in enumerate(preset.products):
        own = np.flatnonzero(firms.product == code)
        buyers = own[firms.home[own] | (rng.random(len(own)) < preset.outside_buyers)]
        for key, percent in made.bill.items():
            bought, essential = preset.code[key], key in made.needs
            if makers.start[bought] < makers.start[bought + 1]:
                keen = buyers if essential or made.is_leader else some(rng, buyers, preset.optional)
                lines.append((keen, bought, percent / 100, essential))
    counts = [len(line[0]) for line in lines]
    buyer = np.concatenate([line[0] for line in lines])
    product, cost, needed = (np.repeat([line[part] for line in lines], counts) for part in (1, 2, 3))
    cost = cost * (0.7 + 0.6 * rng.random(len(cost)))
    # A maker that does not use one thing spends the more on the others: its bill adds up all the same.
    total = np.array([sum(made.bill.values()) / 100 for made in preset.products])[firms.product]
    total = total * (0.9 + 0.2 * rng.random(len(total)))
    cost = cost * total[buyer] / np.bincount(buyer, weights=cost)[buyer]
    order = np.lexsort((buyer, product))
    return Demand(buyer[order], product[order], cost[order], needed[order])
