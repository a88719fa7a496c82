"""Who else could supply it: firms able to make a product within so many minutes of a buyer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from chainnet.areas import UNKNOWN, YES, within
from chainnet.measures.able import able
from chainnet.measures.coverage import need_places
from chainnet.measures.origin import with_origin
from chainnet.measures.verdicts import by_time
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times

_COUNTS = ["alternatives", "slow", "fast", "unknown", "imprecise"]


def alternatives(
    net: SupplyNetwork,
    *,
    buyers: Iterable[str] | None = None,
    minutes: float = 60.0,
    times: Times | None = None,
) -> pd.DataFrame:
    """Return, for each product of a buyer, how many other firms within reach are able to make it.

    R(L, p) are the firms able to make p within T of L other than the present suppliers of p to L. A firm is able when
    it sells p to anyone or its row in the firms table lists p. [own]

    Parameters
    ----------
    net : SupplyNetwork
    buyers : iterable of str, optional
        Firm ids; the chain leaders unless said otherwise.
    minutes : float
        The threshold T.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.

    Returns
    -------
    DataFrame
        buyer, name, product, suppliers (present ones), alternatives (able, within T), slow, fast (the same at the
        ends of the times), unknown (able, but not located), nearest (firm id), minutes (of the nearest
        alternative, wherever it is) and imprecise (able firms of which the precision of places leaves open whether
        they lie within T). Links of these buyers without product are left out and counted in ``attrs["left_out"]``.

    Raises
    ------
    InputError
        Where no firm is located, or a buyer is no firm.

    Notes
    -----
    Draw it with ``chainnet.plot_alternatives(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S", "A"], "longitude": [120.0, 120.1, 120.2], "latitude": [36.0] * 3,
    ...                       "products": ["", "bolt", "bolt;nut"]})
    >>> links = pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["bolt"]})
    >>> cn.alternatives(cn.from_frames(firms, links), buyers=["L"])[["alternatives", "nearest"]].to_numpy().tolist()
    [[1, 'A']]
    """
    need_places(net)
    times = times if times is not None else Estimate()
    codes = [net.code(buyer) for buyer in buyers] if buyers is not None else np.flatnonzero(net.is_leader).tolist()
    present = _present(net)
    rows = present[present["buyer"].isin(codes)]
    bought = rows.groupby(["buyer", "product"], as_index=False).agg(suppliers=("firm", "nunique"))
    candidates = bought.merge(able(net), on="product").merge(
        rows.assign(now=True), on=["buyer", "product", "firm"], how="left"
    )
    candidates = candidates[candidates["now"].isna() & (candidates["firm"] != candidates["buyer"])]
    travel = times.between(net, candidates["firm"].to_numpy(np.int32), candidates["buyer"].to_numpy(np.int32))
    candidates = candidates.assign(
        minutes=travel.minutes,
        alternatives=within(travel.minutes, minutes) == YES,
        slow=within(travel.high, minutes) == YES,
        fast=within(travel.low, minutes) == YES,
        unknown=within(travel.minutes, minutes) == UNKNOWN,
        imprecise=by_time(travel, minutes).imprecise,
    )
    counted = candidates.groupby(["buyer", "product"], as_index=False)[_COUNTS].sum()
    ids = np.argsort(np.argsort(net.firms.index.to_numpy(dtype=object), kind="stable"))
    reached = candidates.assign(id=ids[candidates["firm"]])[np.isfinite(candidates["minutes"])]
    nearest = reached.sort_values(["minutes", "id"]).drop_duplicates(["buyer", "product"])
    result = bought.merge(counted, how="left").merge(nearest[["buyer", "product", "firm", "minutes"]], how="left")
    shown = _shown(net, result)
    shown.attrs["left_out"] = int((np.isin(net.buyer, codes) & (net.product < 0)).sum())
    return with_origin(net, shown)


def _present(net: SupplyNetwork) -> pd.DataFrame:
    named = net.product >= 0
    frame = pd.DataFrame(
        {
            "buyer": net.buyer[named],
            "product": net.links["product"][named].to_numpy(),
            "firm": net.supplier[named],
        }
    )
    return frame.astype({"buyer": np.int64, "product": "str", "firm": np.int64}).drop_duplicates(ignore_index=True)


def _shown(net: SupplyNetwork, result: pd.DataFrame) -> pd.DataFrame:
    result[_COUNTS] = result[_COUNTS].fillna(0).astype(np.int64)
    ids = net.firms.index.to_numpy(dtype=object)
    result["name"] = net.names().to_numpy(dtype=object)[result["buyer"]]
    result["buyer"] = ids[result["buyer"]]
    result["nearest"] = [ids[int(code)] if pd.notna(code) else "" for code in result["firm"]]
    *counts, imprecise = _COUNTS
    return result[["buyer", "name", "product", "suppliers", *counts, "nearest", "minutes", imprecise]]
