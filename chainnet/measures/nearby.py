"""How many of all firms lie within so many minutes of sites: a site at a time, whatever the source of times."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Verdict
from chainnet.measures.potential import unless_known
from chainnet.measures.quantiles import ascending
from chainnet.measures.shares import Sides, shares
from chainnet.network import SupplyNetwork
from chainnet.travel import Times, Travel
from chainnet.travel.water import over_water

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def nearby(
    net: SupplyNetwork, sites: Ints, minutes: float, times: Times, graded: Verdict, *, together: bool
) -> pd.DataFrame:
    """Return which part of all other firms lies within reach of each site.

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
    together : bool
        Whether a row for all sites comes first: the firms, sites aside, that are within reach of at least one.

    Returns
    -------
    DataFrame
        A row each: the columns of `shares`, and p50, p90, unreachable, over_water and reason.
    """
    rows = []
    nearest = Travel(*np.full((len(Travel._fields), net.n), np.nan))
    unknown, dry, wet = (np.zeros(net.n, dtype=np.bool_) for _ in range(3))
    everyone = np.arange(net.n, dtype=np.int32)
    for site in sites:
        here = np.full(net.n, site, dtype=np.int32)
        travel = times.between(net, everyone, here)
        sides = Sides.of(travel, minutes)
        near = np.flatnonzero((sides.ends["fast"] == YES) | (sides.verdicts.most == YES))
        crossing = np.zeros(net.n, dtype=np.bool_)
        if times.estimated:
            crossing[near] = over_water(net, everyone[near], here[near])
        counted = (graded != NO) & (everyone != site)
        rows.append(shared_row(sides, travel.minutes, crossing, counted, graded, placed=bool(net.located[site])))
        if together:
            nearest = Travel(*map(np.fmin, nearest, travel))
            unknown |= np.isnan(travel.minutes)
            wet |= crossing
            dry[near[~crossing[near]]] = True
    if together:
        sides = Sides.of(nearest, minutes).each(lambda verdict: _if_any_lacks(verdict, unknown))
        counted = (graded != NO) & ~np.isin(everyone, sites)
        placed = bool(net.located[sites].any())
        rows.insert(0, shared_row(sides, nearest.minutes, wet & ~dry, counted, graded, placed=placed))
    return pd.concat(rows, ignore_index=True)


def _if_any_lacks(verdict: Verdict, unknown: Bools) -> Verdict:
    """Return the verdict, UNKNOWN where it is not yes and some site may be near for all that is known."""
    return np.where((verdict != YES) & unknown, UNKNOWN, verdict).astype(np.int8)


def shared_row(
    sides: Sides,
    minutes: npt.NDArray[np.float64],
    crossing: Bools,
    counted: Bools,
    graded: Verdict,
    *,
    placed: bool,
) -> pd.DataFrame:
    """Return the row of one site, or of several as one: `counted` says which firms it is about."""
    sides = sides.each(lambda verdict: unless_known(verdict, graded)[counted])
    one = np.zeros(int(counted.sum()), dtype=np.int64)
    row = shares(sides, one, 1)
    there = minutes[counted]
    row["p50"], row["p90"] = ascending(there, one, 1).quantiles(np.ones(len(there)), (0.5, 0.9))
    row["unreachable"] = int((np.isinf(there) & (sides.verdicts.middle == NO)).sum())
    row["over_water"] = int(crossing[counted].sum())
    unknown = "no_located_supplier" if placed else "buyer_not_located"
    row["reason"] = "" if row["denominator"].iloc[0] else unknown if len(there) else "no_firms"
    return row
