"""Potential coverage: which of the firms able to make what a leader buys lie within reach of it, linked or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Verdict, both
from chainnet.measures.able import able
from chainnet.measures.quantiles import ascending
from chainnet.measures.shares import Sides, shares
from chainnet.network import SupplyNetwork
from chainnet.travel import Times
from chainnet.travel.water import over_water

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ways:
    """Ways that leaders could be supplied: who is able to make what they buy.

    Attributes
    ----------
    site, product, firm, pair : ndarray of int64, shape (w,)
        A way each: place of the site in the list of sites, code of the product, row of the able firm, and the place of
        its (site, firm) in the two below.
    pair_site, pair_firm : ndarray of int64, shape (p,)
    sold : ndarray of float64, shape (w,)
        What the firm sells of the product, to anyone; without the sales whose value is not known.
    bare : ndarray of bool, shape (w,)
        Whether there are such sales.
    """

    site: Ints
    product: Ints
    firm: Ints
    pair: Ints
    pair_site: Ints
    pair_firm: Ints
    sold: Floats
    bare: Bools

    @classmethod
    def to(cls, net: SupplyNetwork, sites: Ints) -> Ways:
        """Return the ways to some firms, given as rows of `net.firms`; nobody supplies itself."""
        place = np.full(net.n, -1, dtype=np.int64)
        place[sites] = np.arange(len(sites))
        product, value = net.product, net.value
        bought = (product >= 0) & (place[net.buyer] >= 0)
        wanted = pd.DataFrame({"site": place[net.buyer[bought]], "product": product[bought]}).drop_duplicates()
        makers = able(net)
        makers["product"] = pd.Index(net.products).get_indexer(pd.Index(makers["product"]))  # -1: nobody buys it
        named = product >= 0
        sales = pd.DataFrame({"product": product[named], "firm": net.supplier[named]})
        sales["sold"], sales["bare"] = np.nan_to_num(value[named]), np.isnan(value[named])
        sales = sales.groupby(["product", "firm"], as_index=False).agg(sold=("sold", "sum"), bare=("bare", "any"))
        makers = makers.merge(sales, how="left", on=["product", "firm"])
        ways = wanted.merge(makers, on="product")
        ways = ways[ways["firm"].to_numpy() != sites[ways["site"]]].sort_values(["site", "product", "firm"])
        site, firm = ways["site"].to_numpy(np.int64), ways["firm"].to_numpy(np.int64)
        pairs, pair = np.unique(site * max(net.n, 1) + firm, return_inverse=True)
        sold, bare = ways["sold"].fillna(0.0).to_numpy(np.float64), ways["bare"].eq(True).to_numpy(np.bool_)
        made = ways["product"].to_numpy(np.int64)
        return cls(site, made, firm, pair, pairs // max(net.n, 1), pairs % max(net.n, 1), sold, bare)

    def of(self, some: Bools) -> Ways:
        """Return some of the ways."""
        each = (self.site[some], self.product[some], self.firm[some], self.pair[some])
        return Ways(*each, self.pair_site, self.pair_firm, self.sold[some], self.bare[some])


def number_of_ways(net: SupplyNetwork, sites: Ints) -> int:
    """Return how many ways there are to these firms, at most: makers of each product that one of them buys."""
    place = np.zeros(net.n, dtype=np.bool_)
    place[sites] = True
    bought = (net.product >= 0) & place[net.buyer]
    wanted = np.unique(net.buyer[bought].astype(np.int64) * max(len(net.products), 1) + net.product[bought])
    made = pd.Index(net.products).get_indexer(pd.Index(able(net)["product"]))
    makers = np.bincount(made[made >= 0], minlength=len(net.products))
    return int(makers[wanted % max(len(net.products), 1)].sum())


WAYS = ("able", "value", "product")
"""The ways of counting besides that of all firms nearby."""


def potential(
    net: SupplyNetwork, sites: Ints, minutes: float, times: Times, graded: Verdict, group: Ints
) -> dict[str, pd.DataFrame]:
    """Return which part of the able firms, of what they sell, and of the products bought lies within reach.

    Parameters
    ----------
    net : SupplyNetwork
    sites : ndarray of int64, shape (k,)
        Rows of `net.firms`.
    minutes : float
        The threshold.
    times : Times
    graded : ndarray of int8, shape (n,)
        Whether a firm counts at all: YES, NO or UNKNOWN.
    group : ndarray of int64, shape (k,)
        Sites of one group count as one: a way to any of them that buys the product counts.

    Returns
    -------
    dict of str to DataFrame
        By each of `WAYS`, a row a group: the columns of `shares`, and p50, p90, unreachable, over_water and reason.
    """
    ways = Ways.to(net, sites)
    firm, site = ways.pair_firm.astype(np.int32), sites[ways.pair_site].astype(np.int32)
    travel = times.between(net, firm, site)
    pairs = Sides.of(travel, minutes)
    crossing = np.zeros(len(firm), dtype=np.bool_)
    if times.estimated:  # what is out of reach on land too needs no look
        near = np.flatnonzero((pairs.ends["fast"] == YES) | (pairs.verdicts.most == YES))
        crossing[near] = over_water(net, firm[near], site[near])
    way = ways.pair
    known = _Known(travel.minutes[way], pairs.each(lambda verdict: verdict[way]), crossing[way])
    return {by: _counted(by, net, ways, known, graded, sites, group) for by in WAYS}


class _Known(NamedTuple):
    """What is known of each way: minutes, on which side of the threshold it lies, whether the sea is between."""

    minutes: Floats
    sides: Sides
    crossing: Bools

    def of(self, some: Bools) -> _Known:
        return _Known(self.minutes[some], self.sides.each(lambda verdict: verdict[some]), self.crossing[some])


def _counted(
    by: str, net: SupplyNetwork, ways: Ways, known: _Known, graded: Verdict, sites: Ints, group: Ints
) -> pd.DataFrame:
    """Return a row a group, by one way of counting: able firms, what each sells of each product, or products."""
    groups = int(group.max()) + 1
    fits = graded[ways.firm]
    if by != "product":  # firms of other grades are none of those that are counted
        kept = fits != NO
        ways, known, fits = ways.of(kept), known.of(kept), fits[kept]
    sides = known.sides.each(lambda verdict: both(verdict, fits) if by == "product" else unless_known(verdict, fits))
    key = {"able": [ways.firm], "value": [ways.firm, ways.product], "product": [ways.product]}[by]
    first, thing = distinct(group[ways.site], *key)
    of, number = group[ways.site][first], len(first)
    amount, bare = (ways.sold[first], ways.bare[first]) if by == "value" else (np.ones(number), None)
    rows = shares(sides.best(thing, number), of, groups, amount=amount, bare=bare)
    nearest = np.full(number, np.nan)
    np.fmin.at(nearest, thing, known.minutes)
    rows["p50"], rows["p90"] = ascending(nearest, of, groups).quantiles(amount, (0.5, 0.9))
    never = np.isinf(nearest)
    rows["unreachable"] = np.bincount(of[never], amount[never], groups)
    rows["over_water"] = _over_sea(sides, known.crossing, thing, of, groups)
    placed = np.bincount(group, net.located[sites], groups) > 0
    buys = np.bincount(group, _names_products(net)[sites], groups) > 0
    empty = np.select(
        [rows["unknown"] > 0, ~buys, by == "value" and not net.has_values, by == "value" and number > 0],
        [np.where(placed, "no_located_supplier", "buyer_not_located"), "no_products", "no_values", "zero_value"],
        "no_firms",
    )
    rows["reason"] = np.where(rows["denominator"] > 0, "", empty).astype(object)
    return rows


def unless_known(verdict: Verdict, fits: Verdict) -> Verdict:
    """Return the verdict, UNKNOWN where it is not known whether the firm counts at all."""
    return np.where(fits == UNKNOWN, UNKNOWN, verdict).astype(np.int8)


def _names_products(net: SupplyNetwork) -> Bools:
    """Return which firms buy something whose product is known."""
    return np.bincount(net.buyer[net.product >= 0], minlength=net.n) > 0


def distinct(*keys: Ints) -> tuple[Ints, Ints]:
    """Return where each distinct tuple of keys stands first, and for each tuple which of them it is."""
    number = pd.DataFrame(dict(enumerate(keys))).groupby(list(range(len(keys))), sort=False).ngroup().to_numpy()
    first = np.flatnonzero(~pd.Series(number).duplicated().to_numpy())
    return first, number.astype(np.int64)


def _over_sea(sides: Sides, crossing: Bools, thing: Ints, of: Ints, groups: int) -> Ints:
    """Count the things that may lie within, all such ways of which cross the sea."""
    near = (sides.ends["fast"] == YES) | (sides.verdicts.most == YES)
    wet, dry = (np.bincount(thing[near & which], minlength=len(of)) > 0 for which in (crossing, ~crossing))
    return np.bincount(of[wet & ~dry], minlength=groups)
