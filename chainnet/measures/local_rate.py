"""Local supporting rate (本地配套率)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from chainnet.areas import Area, City, both, has_grade
from chainnet.measures.origin import with_origin
from chainnet.measures.ratios import table, tallies
from chainnet.measures.verdicts import by_area
from chainnet.network import SupplyNetwork


def local_rate(
    net: SupplyNetwork, *, area: Area | None = None, grade: str | Iterable[str] | None = None
) -> pd.DataFrame:
    r"""Return how much of what each buyer buys comes from its area.

    For a buyer L with suppliers S(L), purchases V_sL and the set Z of firms in the area

    - by count: \|S(L) ∩ Z\| / \|S(L)\|
    - by value: Σ_{s∈Z} V_sL / Σ_s V_sL
    - by product: products with at least one supplier in Z / products bought
    - by product_major: products with more than half their value from Z / products bought

    over the suppliers whose place is known; `low` and `high` count those that are not known as outside and inside.
    With an area in minutes they do the same with those of which the precision of places leaves open on which side
    they lie (see `coverage`).
    Groups, ``(leaders)``, ``(all)`` and ``(cluster NAME)``, have the pooled ratio, and beside it the unweighted
    mean of their members.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        What is local; `City()` unless said otherwise.
    grade : str or iterable of str, optional
        Only suppliers of these grades count as local: Z ∩ grade.

    Returns
    -------
    DataFrame
        One row a buyer and way of counting: buyer, name, by, rate, numerator, denominator, unknown, low, high,
        reason, mean, members, undefined, left_out, imprecise (how much of the denominator is on a side that the
        precision of places leaves open; nothing is unless the area is in minutes). Rates are shares in [0, 1]; by
        value the numerator, the denominator, the unknown and the imprecise are in the network's value unit. Where
        nothing is known the rate is NaN and `reason` says why.

    Raises
    ------
    InputError
        Where the area needs a column that no firm has.

    Notes
    -----
    No published standard defines the rate [own]; published figures state neither formula nor boundary. Draw it with
    `chainnet.plot_bars`.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M", "X"], "role": ["leader", None, None], "city": ["Q", "Q", "T"]})
    >>> links = pd.DataFrame({"supplier": ["M", "X"], "buyer": ["L", "L"], "value": [60, 40]})
    >>> rates = cn.local_rate(cn.from_frames(firms, links), area=cn.City())
    >>> rates.loc[rates["buyer"] == "L", ["by", "rate"]].head(2).to_numpy().tolist()
    [['count', 0.5], ['value', 0.6]]
    """
    area = area if area is not None else City()
    pairs = net.pairs
    verdicts = by_area(area, net, pairs.supplier, pairs.buyer)
    if grade is not None:
        graded = has_grade(net, grade)[pairs.supplier]
        verdicts = verdicts.each(lambda verdict: both(verdict, graded))
    links = verdicts.each(lambda verdict: verdict[net.pair_of_link])
    rates = table(net, tallies(net, links), area.places_buyer(net))
    rates.attrs["area"] = area.describe()
    return with_origin(net, rates)


def local_firms(net: SupplyNetwork, *, area: Area | None = None) -> pd.Series:
    """Return for each firm whether it is local to some chain leader, or, without leaders, to some buyer of it.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        What is local; `City()` unless said otherwise.

    Returns
    -------
    Series of object
        True, False, or None where it is not known; indexed by firm. What figures are coloured by.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M"], "role": ["leader", None], "city": ["Q", "Q"]})
    >>> links = pd.DataFrame({"supplier": ["M"], "buyer": ["L"]})
    >>> cn.local_firms(cn.from_frames(firms, links)).tolist()
    [True, True]
    """
    area = area if area is not None else City()
    everyone = np.arange(net.n, dtype=np.int32)
    leaders = np.flatnonzero(net.is_leader).astype(np.int32)
    rank = np.array([0, 2, 1], dtype=np.int8)  # a verdict of NO, YES, UNKNOWN: the highest of all buyers' counts
    best = np.full(net.n, -1, dtype=np.int8)
    if len(leaders):
        for leader in leaders:
            best = np.maximum(best, rank[area.verdict(net, everyone, np.full(net.n, leader, dtype=np.int32))])
        best[leaders] = 2
    else:
        np.maximum.at(best, net.pairs.supplier, rank[area.verdict(net, net.pairs.supplier, net.pairs.buyer)])
    meaning = np.array([False, None, True, None], dtype=object)  # the last is for firms that sell to nobody
    return pd.Series(meaning[best], index=net.firms.index, name="local", dtype=object)
