"""What a table says of the data that it was made of, so that figures of synthetic data say so too."""

from __future__ import annotations

import pandas as pd

from chainnet.network import SupplyNetwork


def with_origin(net: SupplyNetwork, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table; its ``attrs["synthetic"]`` says whether the network is invented (None: nothing says so)."""
    table.attrs["synthetic"] = net.about.synthetic
    return table
