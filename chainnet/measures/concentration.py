"""Concentration of suppliers: single sources and the Herfindahl-Hirschman index."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet.measures.origin import with_origin
from chainnet.measures.ratios import buyers, groups
from chainnet.network import SupplyNetwork


def concentration(net: SupplyNetwork) -> pd.DataFrame:
    """Return how concentrated the suppliers of each product of each buyer are.

    HHI = Σ_s (V_s / V)², the Herfindahl-Hirschman index in (0, 1] over a buyer's suppliers of one product, and the
    effective number of suppliers 1 / HHI.

    Parameters
    ----------
    net : SupplyNetwork

    Returns
    -------
    DataFrame
        One row a (buyer, product): buyer, product, suppliers (number), value, hhi, effective, single_source (whether
        there is exactly one supplier), name (of the buyer); the largest value first. A sole supplier has HHI 1
        whatever the value; else hhi is NaN where a value is missing or all are zero. Links without product are left
        out and counted in ``attrs["left_out"]``.

    Notes
    -----
    Draw it with `chainnet.plot_bars`.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B"], "buyer": "L", "product": "p", "value": [70.0, 30.0]})
    >>> cn.concentration(cn.from_frames(links=links))[["hhi", "effective"]].round(4).to_numpy().tolist()
    [[0.58, 1.7241]]
    """
    links = pd.DataFrame({"buyer": net.buyer, "product": net.product, "supplier": net.supplier, "value": net.value})
    named = links[links["product"] >= 0]
    each = (
        named.groupby(["buyer", "product", "supplier"])["value"]
        .agg(lambda value: value.sum(skipna=False))
        .reset_index()
        if "cluster" in net.links
        else named
    )
    each = each.assign(square=each["value"] ** 2, unknown=each["value"].isna())
    sums = each.groupby(["buyer", "product"], as_index=False).agg(
        suppliers=("supplier", "size"),
        value=("value", "sum"),
        square=("square", "sum"),
        unknown=("unknown", "any"),
    )
    sums["value"] = sums["value"].mask(sums["unknown"])
    hhi = (sums["square"] / sums["value"] ** 2).where(sums["value"] > 0)
    sums["hhi"] = hhi.mask(sums["suppliers"] == 1, 1.0)
    sums["effective"] = 1 / sums["hhi"]
    sums["single_source"] = sums["suppliers"] == 1
    sums["name"] = net.names().to_numpy(dtype=object)[sums["buyer"]]
    sums["buyer"] = net.firms.index.to_numpy(dtype=object)[sums["buyer"]]
    sums["product"] = np.array([*net.products, ""], dtype=object)[sums["product"]]
    result = sums[["buyer", "product", "suppliers", "value", "hhi", "effective", "single_source", "name"]]
    result = result.sort_values(
        ["value", "suppliers", "buyer", "product"], ascending=[False, True, True, True], ignore_index=True
    )
    result.attrs["left_out"] = len(links) - len(named)
    return with_origin(net, result)


def concentration_summary(net: SupplyNetwork) -> pd.DataFrame:
    """Return the concentration of each buyer and group.

    Parameters
    ----------
    net : SupplyNetwork

    Returns
    -------
    DataFrame
        buyer, name, products_bought (pairs of buyer and product), single_source (share of them with
        exactly one supplier), single_source_value (the same by value), hhi (value-weighted mean), effective (1 / hhi),
        undefined (pairs whose HHI or value is not known: left out of the value-weighted figures).

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B", "C"], "product": ["p", "p", "q"], "value": [50.0, 50.0, 100.0]})
    >>> summary = cn.concentration_summary(cn.from_frames(links=links.assign(buyer="L")))
    >>> summary.query("buyer == 'L'")[["single_source", "hhi"]].to_numpy().tolist()
    [[0.5, 0.75]]
    """
    pairs = concentration(net)
    names = net.names()
    who = [(str(names.index[code]), names.iloc[code], [str(names.index[code])]) for code in buyers(net)]
    for group in reversed(groups(net)):
        who.insert(0, (group.name, group.name, list(names.index[group.codes])))
    by_buyer = dict(list(pairs.groupby("buyer")))
    rows = []
    for buyer, name, members in who:
        parts = [by_buyer[member] for member in members if member in by_buyer]
        rows.append({"buyer": buyer, "name": name, **_summary(pd.concat(parts) if parts else pairs.iloc[:0])})
    return with_origin(net, pd.DataFrame(rows))


def _summary(pairs: pd.DataFrame) -> dict[str, float]:
    valued = pairs[pairs["value"].notna() & pairs["hhi"].notna() & (pairs["value"] > 0)]
    value = valued["value"].to_numpy(dtype=np.float64)
    hhi = float(np.average(valued["hhi"], weights=value)) if len(valued) else np.nan
    single = float(np.average(valued["single_source"], weights=value)) if len(valued) else np.nan
    return {
        "products_bought": len(pairs),
        "single_source": float(pairs["single_source"].mean()) if len(pairs) else np.nan,
        "single_source_value": single,
        "hhi": hhi,
        "effective": 1 / hhi,
        "undefined": len(pairs) - len(valued),
    }
