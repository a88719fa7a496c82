"""Who is able to make what: a firm that sells a product to anyone, or whose row in the firms table lists it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet.network import SupplyNetwork


def able(net: SupplyNetwork) -> pd.DataFrame:
    """Return who is able to make what [own].

    Parameters
    ----------
    net : SupplyNetwork

    Returns
    -------
    DataFrame
        product (text) and firm (row of `net.firms`), each pair once.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "products": [None, "bolt;nut"]})
    >>> links = pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["bolt"]})
    >>> able(cn.from_frames(firms, links)).to_numpy().tolist()
    [['bolt', 1], ['nut', 1]]
    """
    named = net.product >= 0
    sells = pd.DataFrame({"product": net.links["product"][named].to_numpy(), "firm": net.supplier[named]})
    lists = (
        net.firm_column("products").reset_index(drop=True).dropna().str.split(r"\s*[;；、|]\s*", regex=True).explode()
    )
    says = pd.DataFrame({"product": lists.to_numpy(), "firm": lists.index.to_numpy()})
    both = pd.concat([sells, says[says["product"].astype(bool)]]).astype({"product": "str", "firm": np.int64})
    return both.drop_duplicates(ignore_index=True)
