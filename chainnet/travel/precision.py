"""How far the firms of a network may lie from their coordinates."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from chainnet.gazetteer.extent import extent_km
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
_KNOWN: WeakKeyDictionary[SupplyNetwork, Floats] = WeakKeyDictionary()
"""The extents of the networks that are in use: a network never changes, so they are worked out once."""


def extents(net: SupplyNetwork) -> Floats:
    """Return how far each firm may lie from its coordinates, by the precision of its place.

    Parameters
    ----------
    net : SupplyNetwork

    Returns
    -------
    ndarray of float64, shape (n,)
        Kilometres; 0 where the place is exact or no precision is given. See `chainnet.gazetteer.extent.extent_km`.

    Examples
    --------
    >>> import pandas as pd
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "precision": ["site", "district"], "adcode": ["370214", "370214"],
    ...                       "longitude": [120.3, 120.4], "latitude": [36.3, 36.3]})
    >>> extents(cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))).round().tolist()
    [0.0, 29.0]
    """
    if net not in _KNOWN:
        longitude, latitude = net.coordinates.T
        extent = extent_km(net.firm_column("adcode"), net.firm_column("precision"), longitude, latitude)
        extent.setflags(write=False)
        _KNOWN[net] = extent
    return _KNOWN[net]
