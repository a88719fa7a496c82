"""Pairs of firms with the sea between them, which an estimate by the straight line does not see."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from chainnet.gazetteer import land as grid
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import great_circle_km
from chainnet.travel.times import Codes

SEA_KM = 3.0
"""Sea on end from which on a line counts as crossing: the coast is good to about a kilometre on either side."""
Bools = npt.NDArray[np.bool_]


@cache
def _sea() -> npt.NDArray[np.int32]:
    """Return how many cells of sea lie above and left of each corner."""
    land = grid.land()
    sea = np.zeros((land.shape[0] + 1, land.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(~land, axis=0, dtype=np.int32), axis=1, out=sea[1:, 1:])
    return sea


def over_water(net: SupplyNetwork, origin: Codes, destination: Codes) -> Bools:
    """Return for each pair whether the straight line between the firms crosses the sea.

    It says that the estimate, which knows only the straight line, may be far off: the way may be a bridge, a long way
    round a bay, a ferry, or there may be none. It changes no time.

    Parameters
    ----------
    net : SupplyNetwork
    origin, destination : ndarray of int32, shape (p,)
        Rows of `net.firms`.

    Returns
    -------
    ndarray of bool, shape (p,)
        True where at least `SEA_KM` kilometres of the line on end are over sea. False where a firm is not located.

    Notes
    -----
    [own] Sea is what Natural Earth 1:10m calls no land, on a grid of about a kilometre (`chainnet.gazetteer.land`); it
    draws the Yangtze as sea up to Zhenjiang and the Pearl River up to Guangzhou. The rule can't see other rivers, lakes
    and reservoirs, however wide; straits, bays and river mouths narrower than `SEA_KM` along the line; anything outside
    105-127° E, 17-42° N, where nothing is flagged; and that a bridge or a tunnel leads across. It flags ways to land
    reclaimed since about 2010 that Natural Earth has as sea. The line is straight in degrees, which lies some 14 km
    beside the great circle in the middle of 1,000 km from east to west, and 30 m in the middle of 50 km.

    Examples
    --------
    Zhoushan lies on an island before Ningbo; Shaoxing does not:

    >>> import pandas as pd
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["Ningbo", "Zhoushan", "Shaoxing"], "longitude": [121.55, 122.11, 120.58],
    ...                       "latitude": [29.87, 30.02, 30.00]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["Zhoushan", "Shaoxing"], "buyer": "Ningbo"}))
    >>> over_water(net, net.supplier, net.buyer).tolist()
    [True, False]
    """
    from chainnet.kernels.sea import crosses_sea

    start, end = net.coordinates[origin], net.coordinates[destination]
    km = great_circle_km(start[..., 0], start[..., 1], end[..., 0], end[..., 1])
    column, row = (start[..., 0] - grid.WEST) / grid.CELL, (grid.NORTH - start[..., 1]) / grid.CELL
    to_column, to_row = (end[..., 0] - grid.WEST) / grid.CELL, (grid.NORTH - end[..., 1]) / grid.CELL
    return crosses_sea(grid.land(), _sea(), column, row, to_column, to_row, km, SEA_KM)
