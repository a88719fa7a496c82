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
    Draw it with ``chainnet.plot_bars(table.query("buyer == 'L001'"), label="product", value="hhi")``.

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
        undefined (pairs whose HHI or value is not known: left out of the value-weighted figures), reason (why a figure
        is not defined).

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table, label="name", value="single_source", percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B", "C"], "product": ["p", "p", "q"], "value": [50.0, 50.0, 100.0]})
    >>> summary = cn.concentration_summary(cn.from_frames(links=links.assign(buyer="L")))
    >>> summary.query("buyer == 'L'")[["single_source", "hhi"]].to_numpy().tolist()
    [[0.5, 0.75]]
    """
    pairs = concentration(net)
    buyer = net.firms.index.get_indexer(pd.Index(pairs["buyer"]))
    known = (pairs["hhi"].notna() & (pairs["value"] > 0)).to_numpy(dtype=bool)
    single = pairs["single_source"].to_numpy(dtype=bool)
    value = np.where(known, pairs["value"].to_numpy(dtype=np.float64), 0.0)
    hhi = np.where(known, pairs["hhi"].to_numpy(dtype=np.float64), 0.0)
    weights = {"products_bought": np.ones(len(pairs)), "single": single, "value": value, "known": known}
    weights |= {"single_value": value * single, "hhi_value": value * hhi}
    sums = pd.DataFrame({name: np.bincount(buyer, weights=of, minlength=net.n) for name, of in weights.items()})
    who = groups(net)
    pooled = pd.DataFrame([sums.iloc[group.codes].sum() for group in who])
    each = buyers(net)
    summary = _ratios(pd.concat([pooled, sums.iloc[each]], ignore_index=True))
    summary.insert(0, "buyer", [*(group.name for group in who), *net.firms.index[each]])
    summary.insert(1, "name", [*(group.name for group in who), *net.names().iloc[each]])
    return with_origin(net, summary)


def _ratios(sums: pd.DataFrame) -> pd.DataFrame:
    """Return shares and means from sums over the products bought."""
    value = sums["value"].where(sums["value"] > 0)
    hhi = sums["hhi_value"] / value
    return pd.DataFrame(
        {
            "products_bought": sums["products_bought"].astype(np.int64),
            "single_source": sums["single"] / sums["products_bought"].where(sums["products_bought"] > 0),
            "single_source_value": sums["single_value"] / value,
            "hhi": hhi,
            "effective": 1 / hhi,
            "undefined": (sums["products_bought"] - sums["known"]).astype(np.int64),
            "reason": np.where(sums["products_bought"] == 0, "no_products", np.where(value.isna(), "no_values", "")),
        }
    )
