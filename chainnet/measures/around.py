"""Who is near: all firms, and those able to make what a leader buys, within so many minutes, linked or not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import YES, Minutes, Verdict, has_grade
from chainnet.errors import InputError, Said
from chainnet.measures.coverage import need_places
from chainnet.measures.nearby import nearby
from chainnet.measures.nearby_estimate import nearby_by_estimate
from chainnet.measures.origin import with_origin, with_times
from chainnet.measures.potential import number_of_ways, potential
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times

MOST_PAIRS = 2_000_000
MOST_WAYS = 20_000_000
"""Ways to be supplied, a site, product and able firm each, up to which these are looked at one by one: some 4 GB."""
"""Pairs of a firm and a site up to which each is looked at, for water too."""
_COLUMNS = (
    "buyer", "name", "by", "rate", "numerator", "denominator", "unknown", "low", "high", "slow", "fast",
    "p50", "p90", "unreachable", "reason", "imprecise", "rate_shorter", "rate_longer", "over_water",
)  # fmt: skip


def around(
    net: SupplyNetwork,
    *,
    sites: Iterable[str] | None = None,
    minutes: float = 60.0,
    times: Times | None = None,
    grade: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return how many firms, and how much of what a site could buy, lie within so many minutes of it, linked or not.

    Potential coverage, beside the realised one of `coverage`:

    - by count: all other firms within T / all other firms
    - by able: firms within T that are able to make a product that the site buys / all that are able
    - by value: what the able firms within T sell of these products, to anyone / what all able firms sell of them
    - by product: products with at least one able firm within T / products bought

    A firm is able to make what it sells to anyone or its row in the firms table lists. [own]

    Parameters
    ----------
    net : SupplyNetwork
    sites : iterable of str, optional
        Firm ids; the chain leaders unless said otherwise.
    minutes : float
        The threshold.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    grade : str or iterable of str, optional
        Count only firms of these grades. With the grades of SRDI SMEs the group row is the share of them that lies
        within the threshold of at least one chain leader.

    Returns
    -------
    DataFrame
        buyer (the site), name, by, rate, numerator, denominator (located, or no way leads from them), unknown (not
        located, or of unknown grade), low, high, slow, fast, p50, p90 (minutes, of value on rows by value),
        unreachable, reason, imprecise, rate_shorter, rate_longer, over_water; as in `coverage`. The rows ``(leaders)``
        count what is within the threshold of at least one of the chain leaders (that buys the product); they are
        there when the sites are the leaders. There are rows by able and by product where any link has a product, by
        value where any has a value besides. Of other grades than those asked for firms count nowhere; products that
        only they make count as not covered. over_water is empty on rows by count where there are more than two million
        pairs of a firm and a site. Where sites could be supplied in more than 20 million ways (a site, a product and an
        able firm) there are rows by count alone, and ``attrs["ways_left_out"]`` says how many these are, else 0.

    Raises
    ------
    InputError
        Where no firm is located, a site is no firm, or there are no leaders and no sites.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table.query("by == 'count'"), label="name", value="rate", low="low", high="high",
    percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.around(net, sites=["L"])[["numerator", "denominator"]].to_numpy().tolist()
    [[1.0, 1.0]]
    """
    need_places(net)
    times = times if times is not None else Estimate()
    threshold = Minutes(minutes, times).minutes
    named = sites_of(net, sites)
    graded = np.full(net.n, YES, dtype=np.int8) if grade is None else has_grade(net, grade)
    found = {"count": _everyone(net, named, threshold, times, graded, together=sites is None)}
    ways = number_of_ways(net, named) if net.has_products else 0
    if net.has_products and ways <= MOST_WAYS:
        apart = potential(net, named, threshold, times, graded, np.arange(len(named)))
        pooled = (
            potential(net, named, threshold, times, graded, np.zeros(len(named), np.int64)) if sites is None else {}
        )
        for by, rows in apart.items():
            if by != "value" or net.has_values:
                found[by] = pd.concat([*([pooled[by]] if pooled else []), rows], ignore_index=True)
    names = net.names()
    ids = [*(["(leaders)"] if sites is None else []), *names.index[named]]
    shown = [*(["(leaders)"] if sites is None else []), *names.iloc[named]]
    table = pd.concat([rows.assign(buyer=ids, name=shown, by=by) for by, rows in found.items()])
    table = table.sort_index(kind="stable").reset_index(drop=True).reindex(columns=_COLUMNS)
    if not times.estimated:
        table["over_water"] = np.nan
    table.attrs["ways_left_out"] = ways if ways > MOST_WAYS else 0
    return with_origin(net, with_times(times, table))


def _everyone(
    net: SupplyNetwork, sites: npt.NDArray[np.int64], minutes: float, times: Times, graded: Verdict, *, together: bool
) -> pd.DataFrame:
    """Count all other firms: pair by pair, or, where the pairs are many and times an estimate, only those nearby."""
    if isinstance(times, Estimate) and len(sites) * net.n > MOST_PAIRS:
        return nearby_by_estimate(net, sites, minutes, times, graded, together=together)
    return nearby(net, sites, minutes, times, graded, together=together)


def sites_of(net: SupplyNetwork, sites: Iterable[str] | None) -> npt.NDArray[np.int64]:
    """Return the rows of the sites; of the chain leaders where none is named."""
    sites = [sites] if isinstance(sites, str) else sites
    rows = [net.code(site) for site in sites] if sites is not None else np.flatnonzero(net.is_leader).tolist()
    if not rows:
        raise InputError.one(
            Said("no chain leader is named", "没有指定链主"),
            hint=Said("name a site, or give firms the role leader", "请指定企业，或在企业表的角色列写“链主”"),
            column="role",
        )
    return np.array(rows, dtype=np.int64)
