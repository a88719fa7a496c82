"""How many of all firms lie within so many minutes of many sites by the estimate: what `nearby` counts, much faster."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Verdict
from chainnet.measures.beside import divide
from chainnet.measures.coverage import SHARES
from chainnet.measures.nearby import shared_row
from chainnet.measures.shares import Sides
from chainnet.measures.verdicts import ENDS, LONGER, SHORTER, Verdicts
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread
from chainnet.travel import Estimate
from chainnet.travel.abroad import lands, no_way
from chainnet.travel.near import End, Near, on_sphere

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


def questions(minutes: float) -> list[End]:
    """Return what is asked of each pair: middle, least and most by the precision of places, and the other ends."""
    precise = [End("minutes", minutes), End("farthest", minutes), End("nearest", minutes)]
    return [
        *precise, End("high", minutes), End("low", minutes), End("minutes", SHORTER * minutes),
        End("minutes", LONGER * minutes),
    ]  # fmt: skip


class _Alike(NamedTuple):
    """Sites of one land, all located or none: what is known of firms is the same for all of them.

    Attributes
    ----------
    sites : ndarray of int64
        Places in the list of sites.
    never, unknown : ndarray of bool, shape (n,)
        From which firms no way leads, and of which the time is not known.
    counted, ranked : Near
        The firms that may be within, and those that times are known of whether or not their grade is.
    """

    sites: Ints
    never: Bools
    unknown: Bools
    counted: Near
    ranked: Near


def nearby_by_estimate(
    net: SupplyNetwork, sites: Ints, minutes: float, times: Estimate, graded: Verdict, *, together: bool
) -> pd.DataFrame:
    """Return what `chainnet.measures.nearby.nearby` does, to the last digit, but nothing of ways over water.

    Memory: 150 bytes a firm and land of the sites; nothing grows with the number of pairs.
    """
    ends = questions(minutes)
    alike = _alike(net, sites, times, graded, ends)
    within = np.zeros((len(ends), len(sites)), dtype=np.int64)
    ranks = np.full((len(SHARES), len(sites)), np.nan)
    seen = np.zeros(net.n, dtype=np.uint8)
    for group in alike:
        located = group.sites[net.located[sites[group.sites]]]
        found = spread(partial(_around, group, sites), np.array_split(located, 8), jobs=-1)
        for some, (counts, minutes_of, bits) in zip(np.array_split(located, 8), found, strict=True):
            within[:, some], ranks[:, some] = counts, minutes_of
            seen[group.counted.firms] |= bits
    rows = _rows(net, sites, graded, alike, within, ranks)
    if together:
        rows = pd.concat([_any(net, sites, times, graded, alike, seen), rows], ignore_index=True)
    return rows


def _alike(net: SupplyNetwork, sites: Ints, times: Estimate, graded: Verdict, ends: list[End]) -> list[_Alike]:
    located = net.located
    _, kind = np.unique(lands(net).apart[sites] * 2 + located[sites], return_inverse=True)
    everyone = np.arange(net.n, dtype=np.int32)
    groups = []
    for number in range(int(kind.max()) + 1):
        members = np.flatnonzero(kind == number)
        one = sites[members[0]]
        never = no_way(net, everyone, np.full(net.n, one, dtype=np.int32))
        reached = located & ~never if located[one] else np.zeros(net.n, dtype=np.bool_)
        counted = Near(net, times, everyone[reached & (graded == YES)], ends)
        sure = not (graded == UNKNOWN).any()
        ranked = counted if sure else Near(net, times, everyone[reached & (graded != NO)], ends)
        groups.append(_Alike(members, never, ~never & ~reached, counted, ranked))
    return groups


def _around(group: _Alike, sites: Ints, some: Ints) -> tuple[Ints, Floats, Bytes]:
    """Return the counts (ends, sites) and percentiles (shares, sites) of some sites, and which firms were within."""
    seen = np.zeros(len(group.counted.firms), dtype=np.uint8)
    counts = [group.counted.within(int(site), seen) for site in sites[some]]
    shape = (len(some), len(group.counted.ends))
    ranks = group.ranked.ranked(sites[some], SHARES)
    return np.array(counts, dtype=np.int64).reshape(shape).T, ranks.T, seen


def _rows(
    net: SupplyNetwork, sites: Ints, graded: Verdict, alike: list[_Alike], within: Ints, ranks: Floats
) -> pd.DataFrame:
    """Return the shares of single sites; a site is none of its own neighbours."""
    fits = graded == YES
    unknown, lost = np.zeros(len(sites)), np.zeros(len(sites))
    for group in alike:
        own = graded[sites[group.sites]]
        itself = np.where(own == YES, group.unknown[sites[group.sites]], own == UNKNOWN)
        unknown[group.sites] = (graded == UNKNOWN).sum() + (fits & group.unknown).sum() - itself
        lost[group.sites] = (fits & group.never).sum()
    whole = (graded != NO).sum() - (graded[sites] != NO).astype(np.float64)
    yes, least, most, *others = within.astype(np.float64)
    known = whole - unknown
    placed = np.where(net.located[sites], "no_located_supplier", "buyer_not_located")
    return pd.DataFrame(
        {
            "rate": divide(yes, known), "numerator": yes, "denominator": known, "unknown": unknown,
            "low": divide(least, whole), "high": np.minimum(divide(most + unknown, whole), 1.0),
            **{end: divide(other, known) for end, other in zip(ENDS, others, strict=True)},
            "imprecise": most - least, "p50": ranks[0], "p90": ranks[1], "unreachable": lost.astype(np.int64),
            "over_water": np.nan,
            "reason": np.where(known > 0, "", np.where(whole > 0, placed, "no_firms")).astype(object),
        }
    )  # fmt: skip


def _any(
    net: SupplyNetwork, sites: Ints, times: Estimate, graded: Verdict, alike: list[_Alike], seen: Bytes
) -> pd.DataFrame:
    """Return the row of the firms, sites aside, that are within reach of at least one."""
    unknown = np.logical_or.reduce([group.unknown for group in alike])
    bits = [(seen >> np.uint8(bit)) & 1 == 1 for bit in range(len(questions(0)))]
    middle, least, most, *others = (np.where(bit, YES, np.where(unknown, UNKNOWN, NO)).astype(np.int8) for bit in bits)
    verdicts = Verdicts(middle, least, most)
    counted = graded != NO
    counted[sites] = False
    minutes = _nearest_minutes(net, sites, times, alike)
    placed = bool(net.located[sites].any())
    none = np.zeros(net.n, dtype=np.bool_)
    ends = dict(zip(ENDS, others, strict=True))
    return shared_row(Sides(verdicts, ends), minutes, none, counted, graded, placed=placed).assign(over_water=np.nan)


def _nearest_minutes(net: SupplyNetwork, sites: Ints, times: Estimate, alike: list[_Alike]) -> Floats:
    """Return each firm's minutes to the nearest site: infinite where no way leads to any, NaN where none is known."""
    from scipy.spatial import cKDTree

    nearest = np.full(net.n, np.nan)
    for group in alike:
        nearest[group.never] = np.fmin(nearest[group.never], np.inf)
        firms = group.ranked.firms
        here = sites[group.sites]
        if not net.located[here[0]] or not len(firms):
            continue
        _, first = np.unique(net.coordinates[here], axis=0, return_index=True)
        here = here[first]
        points = group.ranked.xyz.T
        _, found = cKDTree(on_sphere(net.coordinates[here]).T).query(
            points, k=min(2, len(here))
        )  # two: rounding may swap them
        for column in found.reshape(len(firms), -1).T:
            told = times.between(net, firms, here[column].astype(np.int32)).minutes
            nearest[firms] = np.fmin(nearest[firms], told)
    return nearest
