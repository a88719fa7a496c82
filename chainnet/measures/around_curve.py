"""How many firms, and how much of what a site could buy, lie within reach of it, against the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.measures.around import sites_of
from chainnet.measures.coverage import CURVE_COLUMNS, curve_of, need_places, thresholds
from chainnet.measures.origin import with_origin, with_times
from chainnet.measures.potential import Ways, distinct
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times, Travel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def around_curve(
    net: SupplyNetwork, *, sites: Iterable[str] | None = None, times: Times | None = None, step: int = 1
) -> pd.DataFrame:
    """Return potential coverage by count, able and value against the threshold, from 0 to 180 minutes.

    Parameters
    ----------
    net : SupplyNetwork
    sites : iterable of str, optional
        Firm ids; the chain leaders unless said otherwise.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    step : int
        Minutes between two thresholds.

    Returns
    -------
    DataFrame
        The columns of `coverage_curve`; they mean what they do in `around`. The rows ``(leaders)`` are of the nearest
        of the chain leaders whose place is known; they are there when the sites are the leaders.

    Raises
    ------
    InputError
        Where no firm is located, a site is no firm, there are no leaders and no sites, or the step is not positive.

    Notes
    -----
    Draw it with ``chainnet.plot_coverage(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.around_curve(net, sites=["L"], step=60)["rate"].tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    at = thresholds(step)
    need_places(net)
    times = times if times is not None else Estimate()
    named = sites_of(net, sites)
    names = net.names()
    rows = []
    groups = [(str(names.index[site]), str(names.iloc[site]), np.array([site])) for site in named]
    if sites is None:
        located = named[net.located[named]]
        groups.insert(0, ("(leaders)", "(leaders)", located if len(located) else named))
    for buyer, name, members in groups:
        aside = named if buyer == "(leaders)" else members
        for by, travel, weight in _things(net, members, aside, times):
            curve = curve_of(travel, weight, at)
            rows.append(pd.DataFrame({"buyer": buyer, "name": name, "by": by, "minutes": at, **curve}))
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=CURVE_COLUMNS)
    return with_origin(net, with_times(times, table))


def _things(net: SupplyNetwork, sites: Ints, aside: Ints, times: Times) -> Iterator[tuple[str, Travel, Floats]]:
    """Yield what is counted, how far it is from the nearest site, and what it weighs."""
    others = np.setdiff1d(np.arange(net.n), aside).astype(np.int32)
    if len(others):
        nearest = [times.between(net, others, np.full(len(others), site, dtype=np.int32)) for site in sites]
        yield "count", Travel(*(np.fmin.reduce(end) for end in zip(*nearest, strict=True))), np.ones(len(others))
    if not net.has_products:
        return
    ways = Ways.to(net, sites)
    if not len(ways.firm):
        return
    travel = times.between(net, ways.pair_firm.astype(np.int32), sites[ways.pair_site].astype(np.int32))
    for by, keys in (("able", [ways.firm]), ("value", [ways.firm, ways.product])):
        first, thing = distinct(*keys)
        least = [_least(end[ways.pair], thing, len(first)) for end in travel]
        if by == "able":
            yield by, Travel(*least), np.ones(len(first))
        elif net.has_values:
            bare = np.flatnonzero(ways.bare[first])  # sales of unknown value beside those of known
            weight = np.concatenate([ways.sold[first], np.full(len(bare), np.nan)])
            yield by, Travel(*(np.concatenate([end, end[bare]]) for end in least)), weight


def _least(minutes: Floats, thing: Ints, things: int) -> Floats:
    """Return the least minutes of each thing, NaN where none is known."""
    least = np.full(things, np.nan)
    np.fmin.at(least, thing, minutes)
    return least
