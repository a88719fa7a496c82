"""What part of what a buyer buys is local: the counting that local supporting rate and coverage share.

A verdict says of each link whether it counts: yes, no, or not known. Every ratio is numerator / denominator over
what is known; `low` counts the unknown as no, `high` as yes, and so what the precision of a place leaves open. A link
without a value leaves the ratio by value open: as much as it may carry counts for the side it might be on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.areas import NO, UNKNOWN, YES, Verdict
from chainnet.measures.verdicts import Verdicts
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

BY = ("count", "value", "product", "product_major")


@dataclass(frozen=True)
class Tally:
    """What counts, what is known and what is not, for each firm as a buyer; all of shape (n,).

    Attributes
    ----------
    yes, known, unknown : ndarray of float64
        Amounts: suppliers, value or products.
    least, most : ndarray of float64
        How much is yes at least, and with all that is not known at most, given the precision of places.
    imprecise : ndarray of float64
        How much of what is known is on a side that the precision of places leaves open.
    open_yes, open_no : ndarray of bool
        Whether some link without a value may be yes (no), so that nothing bounds the ratio from above (below).
    left_out : ndarray of float64
        Links that this ratio leaves out: without product, or without value.
    singular : ndarray of bool
        Whether the ratio is not defined, though some of it is known: what is bought goes round in a closed group.
    """

    yes: Floats
    known: Floats
    unknown: Floats
    least: Floats
    most: Floats
    imprecise: Floats
    open_yes: Bools
    open_no: Bools
    left_out: Floats
    singular: Bools

    def pooled(self, members: Codes) -> Tally:
        """Return the tally of a group of buyers as one."""
        open_yes, open_no, singular = (
            np.array([part[members].any()]) for part in (self.open_yes, self.open_no, self.singular)
        )
        summed = {
            name: np.array([getattr(self, name)[members].sum()])
            for name in ("yes", "known", "unknown", "least", "most", "imprecise", "left_out")
        }
        return Tally(**summed, open_yes=open_yes, open_no=open_no, singular=singular)

    def ratio(self) -> Floats:
        """Return yes / known, NaN where nothing is known or the ratio is singular."""
        return np.where(self.singular, np.nan, _divide(self.yes, self.known))

    def bounds(self) -> tuple[Floats, Floats]:
        """Return the ratio with all that is not known, or left open, counted as no, and as yes."""
        whole = self.known + self.unknown
        low = np.where(self.open_no & (whole > 0), 0.0, _divide(self.least, whole))
        most = np.minimum(_divide(self.most, whole), 1.0)  # sums differ in the last digit
        high = np.where(self.open_yes & (whole > 0), 1.0, most)
        return low, high


class Members(NamedTuple):
    """A group of buyers: what it is called and who belongs to it."""

    name: str
    codes: Codes


def tallies(net: SupplyNetwork, verdicts: Verdicts) -> dict[str, Tally]:
    """Count by number, value and product for every firm as a buyer.

    Parameters
    ----------
    net : SupplyNetwork
    verdicts : Verdicts, of shape (m,)
        YES, NO or UNKNOWN for each link; the same for all links of a pair.

    Returns
    -------
    dict of str to Tally
        By the names in `BY`.
    """
    return {
        "count": _by_count(net, verdicts),
        "value": _by_value(net, verdicts),
        "product": _by_product(net, verdicts),
        "product_major": _by_product_major(net, verdicts),
    }


def _by_count(net: SupplyNetwork, verdicts: Verdicts) -> Tally:
    first = np.flatnonzero(np.diff(net.pair_of_link, prepend=-1))  # links of a pair stand together
    pairs = verdicts.each(lambda verdict: verdict[first])
    return _tally(net.n, net.pairs.buyer, pairs, np.ones(len(first)), left_out=np.zeros(net.n))


def _by_value(net: SupplyNetwork, verdicts: Verdicts) -> Tally:
    valued = np.isfinite(net.value)
    bare = ~valued
    left_out = _count(net.n, net.buyer[bare])
    there = verdicts.each(lambda verdict: verdict[valued])
    sums = _tally(net.n, net.buyer[valued], there, net.value[valued], left_out=left_out)
    open_yes = _count(net.n, net.buyer[bare & (verdicts.most != NO)]) > 0
    open_no = _count(net.n, net.buyer[bare & (verdicts.least != YES)]) > 0
    return replace(sums, open_yes=open_yes, open_no=open_no)


def _by_product(net: SupplyNetwork, verdicts: Verdicts) -> Tally:
    """Count products of which at least one supplier counts."""
    buyer, place, named = products_bought(net)

    def some(verdict: Verdict) -> Verdict:
        some_yes = _count(len(buyer), place[verdict[named] == YES]) > 0
        some_unknown = _count(len(buyer), place[verdict[named] == UNKNOWN]) > 0
        return np.where(some_yes, YES, np.where(some_unknown, UNKNOWN, NO)).astype(np.int8)

    left_out = _count(net.n, net.buyer[~named])
    return _tally(net.n, buyer, verdicts.each(some), np.ones(len(buyer)), left_out=left_out)


def _by_product_major(net: SupplyNetwork, verdicts: Verdicts) -> Tally:
    """Count products of which more than half the value counts; where a value is missing it is not known."""
    buyer, place, named = products_bought(net)
    value = net.value[named]
    bare = _count(len(buyer), place[np.isnan(value)]) > 0
    there = np.nan_to_num(value, nan=0.0)
    total = np.bincount(place, weights=there, minlength=len(buyer))
    measured = (total > 0) | bare
    most = verdicts.each(lambda verdict: _majority(verdict[named], place, there, bare)[measured])
    left_out = _count(net.n, net.buyer[~named])
    return _tally(net.n, buyer[measured], most, np.ones(measured.sum()), left_out=left_out)


def _majority(verdict: Verdict, place: Codes, value: Floats, bare: Bools) -> Verdict:
    """Return for each product whether more than half its value counts; `bare` are those that lack some value."""
    yes, unknown, no = (
        np.bincount(place[verdict == state], weights=value[verdict == state], minlength=len(bare))
        for state in (YES, UNKNOWN, NO)
    )
    half = (yes + unknown + no) / 2 * (1 + 1e-9)  # half to the last digit is not more than half, in any unit
    state = np.where(yes > half, YES, np.where(yes + unknown > half, UNKNOWN, NO)).astype(np.int8)
    same = _one_verdict(verdict, place, len(bare))  # suppliers that agree need no values to decide
    return np.where(same != UNKNOWN, same, np.where(bare, UNKNOWN, state)).astype(np.int8)


def _one_verdict(verdict: Verdict, place: Codes, number: int) -> Verdict:
    """Return the verdict of all suppliers of a product where it is the same yes or no, else UNKNOWN."""
    every = _count(number, place)
    yes, no = (_count(number, place[verdict == state]) for state in (YES, NO))
    return np.where(yes == every, YES, np.where(no == every, NO, UNKNOWN)).astype(np.int8)


def products_bought(net: SupplyNetwork) -> tuple[Codes, Codes, Bools]:
    """Return who buys what.

    Returns
    -------
    buyer : ndarray of int64, shape (k,)
        The buyer of each (buyer, product) pair, sorted by buyer, then product.
    place : ndarray of int64
        For each link with a product, its pair.
    named : ndarray of bool, shape (m,)
        Which links have a product.
    """
    named = net.product >= 0
    number = max(len(net.products), 1)
    key = net.buyer[named].astype(np.int64) * number + net.product[named]
    unique, place = np.unique(key, return_inverse=True)
    return unique // number, place, named


def _tally(n: int, buyer: npt.NDArray[np.integer], verdicts: Verdicts, amount: Floats, *, left_out: Floats) -> Tally:
    def total(which: Bools) -> Floats:
        return np.bincount(buyer[which], weights=amount[which], minlength=n).astype(np.float64)

    yes, no, unknown = (total(verdicts.middle == state) for state in (YES, NO, UNKNOWN))
    imprecise = verdicts.imprecise
    least, most = yes, yes + unknown
    if imprecise.any():
        least = total(verdicts.least == YES)
        most = total(verdicts.most == YES) + total(verdicts.most == UNKNOWN)
    closed = np.zeros(n, dtype=bool)
    return Tally(yes, yes + no, unknown, least, most, total(imprecise), closed, closed, left_out, closed)


def _count(n: int, codes: npt.NDArray[np.integer]) -> Floats:
    return np.bincount(codes, minlength=n).astype(np.float64)


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


# ---- the table --------------------------------------------------------------------------------------------


def groups(net: SupplyNetwork) -> list[Members]:
    """Return the groups of buyers: all chain leaders, all buyers, and each cluster's where there are several."""
    buys = _count(net.n, net.pairs.buyer) > 0
    found = [Members("(leaders)", np.flatnonzero(net.is_leader)), Members("(all)", np.flatnonzero(buys))]
    cluster = net.firm_column("cluster")
    names = sorted(set(cluster.dropna()) - {terms.NO_CLUSTER})
    if len(names) > 1:
        found += [
            Members(f"(cluster {name})", np.flatnonzero(buys & cluster.eq(name).to_numpy(bool))) for name in names
        ]
    return found


def buyers(net: SupplyNetwork) -> Codes:
    """Return who gets a row: chain leaders, then all others that buy, each by value bought, number, id."""
    number = _count(net.n, net.pairs.buyer)
    value = np.bincount(net.buyer, weights=np.nan_to_num(net.value), minlength=net.n)
    ids = np.argsort(np.argsort(net.firms.index.to_numpy(dtype=object), kind="stable"))
    order = np.lexsort((ids, -number, -value, ~net.is_leader))
    return order[(number[order] > 0) | net.is_leader[order]]


def table(net: SupplyNetwork, by_name: dict[str, Tally], places_buyer: Bools) -> pd.DataFrame:
    """Return one row a group and a buyer for each way of counting, with bounds and reasons.

    Returns
    -------
    DataFrame
        buyer, name, by, rate, numerator, denominator, unknown, low, high, reason; for groups also mean (unweighted,
        of the members), members and undefined (members whose rate is not defined); left_out (links without product
        or value); imprecise (how much of the denominator is on a side that the precision of places leaves open).
        `unknown` and `imprecise` are in the unit of the numerator.
    """
    who = buyers(net)
    suppliers = by_name["count"]
    known = _Known(
        places_buyer,
        _count(net.n, net.pairs.buyer) > 0,
        _count(net.n, net.buyer[net.product >= 0]) > 0,
        suppliers.known > 0,
        suppliers.unknown == 0,
    )
    rows = [_group_rows(group, by_name, known) for group in groups(net)]
    single = [_buyer_rows(net, who, by, tally, known) for by, tally in by_name.items()]
    each = pd.concat(single).sort_index(kind="stable") if len(who) else pd.DataFrame()
    return pd.concat([*rows, each], ignore_index=True).reindex(columns=_COLUMNS)


_COLUMNS = (
    "buyer", "name", "by", "rate", "numerator", "denominator", "unknown", "low", "high", "reason",
    "mean", "members", "undefined", "left_out", "imprecise",
)  # fmt: skip


class _Known(NamedTuple):
    """What is known of buyers: whether they are placed, buy anything, and buy a product that has a name.

    And of their suppliers: whether it is told of some, and of all, which side they are on.
    """

    placed: Bools
    buys: Bools
    named: Bools
    some: Bools
    all: Bools

    def of(self, buyers: Codes) -> _Known:
        return _Known(*(part[buyers] for part in self))

    def together(self) -> _Known:
        """Return what is known of these buyers as one."""
        placed, buys, named, some = (np.array([part.any()]) for part in (self.placed, self.buys, self.named, self.some))
        return _Known(placed, buys, named, some, np.array([self.all.all()]))


def _group_rows(group: Members, by_name: dict[str, Tally], known: _Known) -> pd.DataFrame:
    rows = []
    for by, tally in by_name.items():
        pooled = tally.pooled(group.codes)
        rates = tally.ratio()[group.codes]
        reason = "no_leaders" if group.name == "(leaders)" else "no_buyers"
        if len(group.codes):
            reason = _reasons(by, pooled, known.of(group.codes).together())[0]
        frame = _frame(np.array([group.name], dtype=object), np.array([group.name], dtype=object), by, pooled, [reason])
        undefined = int(np.isnan(rates).sum())
        frame["mean"] = np.nanmean(rates) if undefined < len(rates) else np.nan
        frame["members"], frame["undefined"] = len(rates), undefined
        rows.append(frame)
    return pd.concat(rows)


def _buyer_rows(net: SupplyNetwork, who: Codes, by: str, tally: Tally, known: _Known) -> pd.DataFrame:
    one = Tally(*(getattr(tally, part)[who] for part in Tally.__dataclass_fields__))
    reasons = _reasons(by, one, known.of(who))
    ids = net.firms.index.to_numpy(dtype=object)[who]
    return _frame(ids, net.names().to_numpy(dtype=object)[who], by, one, reasons)


def _frame(
    ids: npt.NDArray[np.object_], names: npt.NDArray[np.object_], by: str, tally: Tally, reasons: list[str]
) -> pd.DataFrame:
    low, high = tally.bounds()
    return pd.DataFrame(
        {
            "buyer": ids, "name": names, "by": by, "rate": tally.ratio(), "numerator": tally.yes,
            "denominator": tally.known, "unknown": tally.unknown, "low": low, "high": high, "reason": reasons,
            "left_out": tally.left_out, "imprecise": tally.imprecise,
        }
    )  # fmt: skip


def _reasons(by: str, tally: Tally, known: _Known) -> list[str]:
    """Say why a rate is not defined; empty where it is."""
    nothing = {
        "count": "no_purchases", "value": "no_values", "deep": "no_values",
        "product": "no_products", "product_major": "no_products",
    }  # fmt: skip
    zero = {"value": tally.left_out == 0, "deep": tally.left_out == 0, "product_major": known.named}.get(by, False)
    open_yet = np.where(known.all & (by == "product_major"), "values_missing", "undecided")
    unknown = np.where(known.placed, np.where(known.some, open_yet, "no_located_supplier"), "buyer_not_located")
    reason = np.where(tally.unknown > 0, unknown, np.where(zero, "zero_value", nothing[by]))
    reason = np.where(~known.buys, "no_purchases", reason)
    return [str(text) for text in np.where(tally.singular, "singular", np.where(tally.known > 0, "", reason))]
