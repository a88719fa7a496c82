"""What a table says of what it was made of: figures of synthetic data say so, and what is local, and whence times."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

from chainnet.areas import Area
from chainnet.network import SupplyNetwork
from chainnet.travel import Times

_Found = TypeVar("_Found", pd.DataFrame, pd.Series)


def with_origin(net: SupplyNetwork, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table; its ``attrs["synthetic"]`` says whether the network is invented (None: nothing says so)."""
    table.attrs["synthetic"] = net.about.synthetic
    return table


def with_area(area: Area, found: _Found) -> _Found:
    """Return what was found; its ``attrs["area"]`` and ``attrs["area_zh"]`` say what is local."""
    found.attrs.update(area=area.describe(), area_zh=area.describe("zh"))
    return found


def with_times(times: Times, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table; its ``attrs["times"]`` and ``attrs["times_zh"]`` say where travel times come from."""
    table.attrs.update(times=times.describe(), times_zh=times.describe("zh"))
    return table
