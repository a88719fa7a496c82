"""Which suppliers of one firm, or which firms at all, lie within so many minutes of it: what is drawn as a map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Minutes
from chainnet.errors import InputError, Said
from chainnet.measures.coverage import need_places
from chainnet.measures.origin import with_origin
from chainnet.measures.shares import Sides
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times
from chainnet.travel.water import over_water

Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
_COLUMNS = ["firm", "name", "longitude", "latitude", "minutes", "low", "high", "value", "verdict", "over_water"]


def reachability(
    net: SupplyNetwork,
    *,
    leader: str | None = None,
    minutes: float = 60.0,
    times: Times | None = None,
    linked: bool = True,
) -> pd.DataFrame:
    """Return the suppliers of one firm, how long they take to it, and on which side of the threshold they lie.

    Parameters
    ----------
    net : SupplyNetwork
    leader : str, optional
        Firm id; the chain leader that buys most unless said otherwise.
    minutes : float
        The threshold T.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    linked : bool
        Whether only its suppliers count; else all other firms.

    Returns
    -------
    DataFrame
        firm, name, longitude, latitude (degrees), minutes, low, high (of the times), value (what the leader buys from
        it, or what it sells to anyone where all firms count; NaN where some of it is not known), verdict: ``inside``
        T even at the slow end of the times, with firms as far apart as the precision of their places leaves open;
        ``outside`` even at the fast end, as near as it leaves open; ``uncertain`` between the two; ``unknown`` where
        the time is; and over_water: whether the sea lies between, which an estimate does not see (empty where times
        are not one). ``attrs`` holds the leader's id, name and place, minutes, linked, and radius_km (slow, middle,
        fast) where times are an estimate.

    Raises
    ------
    InputError
        Where no firm is located, the leader is no firm, or none is named and there is none.

    Notes
    -----
    Draw it with ``chainnet.plot_reachability(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.reachability(net, leader="L")[["firm", "verdict"]].to_numpy().tolist()
    [['S', 'inside']]
    """
    need_places(net)
    times = times if times is not None else Estimate()
    threshold = Minutes(minutes, times).minutes
    buyer = net.code(leader) if leader is not None else _largest(net)
    supplier, value = _suppliers(net, buyer) if linked else _others(net, buyer)
    here = np.full(len(supplier), buyer, dtype=np.int32)
    travel = times.between(net, supplier, here)
    (_, least, most), ends = Sides.of(travel, threshold)
    surely, never = (least == YES) & (ends["slow"] == YES), (most == NO) & (ends["fast"] == NO)
    verdict = np.select([most == UNKNOWN, surely, never], ["unknown", "inside", "outside"], "uncertain")
    table = pd.DataFrame(
        {
            "firm": net.firms.index.to_numpy(dtype=object)[supplier],
            "name": net.names().to_numpy(dtype=object)[supplier],
            "longitude": net.coordinates[supplier, 0],
            "latitude": net.coordinates[supplier, 1],
            "minutes": travel.minutes,
            "low": travel.low,
            "high": travel.high,
            "value": value,
            "verdict": verdict.astype(object),
            "over_water": over_water(net, supplier, here) if times.estimated else None,
        },
        columns=_COLUMNS,
    )
    table = table.sort_values(["minutes", "firm"], ignore_index=True)
    radius = None
    if isinstance(times, Estimate):
        radius = tuple(times.km(threshold, end=end) for end in ("slow", "middle", "fast"))
    table.attrs.update(
        leader=str(net.firms.index[buyer]), name=str(net.names().iloc[buyer]), minutes=threshold,
        longitude=float(net.coordinates[buyer, 0]), latitude=float(net.coordinates[buyer, 1]),
        radius_km=radius, linked=linked,
    )  # fmt: skip
    return with_origin(net, table)


def _suppliers(net: SupplyNetwork, buyer: int) -> tuple[Codes, Floats]:
    """Return who supplies a firm, and what it buys from each."""
    mine = np.flatnonzero(net.pairs.buyer == buyer)
    return net.pairs.supplier[mine], net.pairs.value[mine]


def _others(net: SupplyNetwork, site: int) -> tuple[Codes, Floats]:
    """Return all other firms, and what each sells."""
    others = np.flatnonzero(np.arange(net.n) != site).astype(np.int32)
    return others, np.bincount(net.supplier, net.value, net.n).astype(np.float64)[others]


def _largest(net: SupplyNetwork) -> int:
    """Return the chain leader that buys most: by value, then by number of suppliers."""
    leaders = np.flatnonzero(net.is_leader)
    if not len(leaders):
        problem = Said("no chain leader is named", "没有指定链主")
        hint = Said("name a firm, or give firms the role leader", "请指定企业，或在企业表的角色列写“链主”")
        raise InputError.one(problem, hint=hint, column="role")
    value = np.bincount(net.buyer, np.nan_to_num(net.value), net.n)[leaders]
    number = np.bincount(net.pairs.buyer, minlength=net.n)[leaders]
    return int(leaders[np.lexsort((net.firms.index[leaders], -number, -value))[0]])
