"""How far two sources of travel times agree on the same pairs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet.network import SupplyNetwork
from chainnet.travel.times import Codes, Times


def compare_times(
    net: SupplyNetwork,
    one: Times,
    other: Times,
    *,
    origin: Codes | None = None,
    destination: Codes | None = None,
    minutes: float = 60.0,
) -> pd.Series:
    """Return how far one source of travel times disagrees with another.

    Parameters
    ----------
    net : SupplyNetwork
    one, other : Times
        An estimate and roads, say: figures are of `one` beside `other`.
    origin, destination : ndarray of int32, shape (p,), optional
        Pairs, as rows of `net.firms`; unless given, those that trade.
    minutes : float
        The threshold of which the sides are compared.

    Returns
    -------
    Series
        pairs (known to both), unknown (to either), other_side (of the pairs, the share that the two put on different
        sides of the threshold; no way is beyond), and of those with a way in both: bias (mean of one − other,
        minutes), p50_ratio and p90_ratio (of one / other). NaN where there are none.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.5], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> compare_times(net, cn.Estimate(speed=36), cn.Estimate())[["pairs", "other_side", "bias"]].round(1).tolist()
    [1.0, 1.0, 49.6]
    """
    begin = net.pairs.supplier if origin is None else origin
    end = net.pairs.buyer if destination is None else destination
    first, second = (times.between(net, begin, end).minutes for times in (one, other))
    known = ~(np.isnan(first) | np.isnan(second))
    first, second = first[known], second[known]
    ways = np.isfinite(first) & np.isfinite(second) & (second > 0)
    ratio, apart = first[ways] / second[ways], first[ways] - second[ways]
    p50, p90 = np.quantile(ratio, [0.5, 0.9], method="inverted_cdf") if len(ratio) else (np.nan, np.nan)
    return pd.Series(
        {
            "pairs": float(known.sum()),
            "unknown": float((~known).sum()),
            "other_side": float(((first <= minutes) != (second <= minutes)).mean()) if len(first) else np.nan,
            "bias": float(apart.mean()) if len(apart) else np.nan,
            "p50_ratio": float(p50),
            "p90_ratio": float(p90),
        }
    )
