"""Concentration of suppliers by hand, with values missing."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, only
from hypothesis import given, settings

import chainnet as cn


def test_missing_values_leave_the_index_open_but_not_the_number() -> None:
    net = linked(
        ("A", "L", "p", 70), ("B", "L", "p", None), ("A", "L", "q", None), ("A", "L", "r", 0), ("B", "L", "r", 0)
    )
    p, q, r = (only(cn.concentration(net), product=product) for product in "pqr")
    assert (p["suppliers"], p["single_source"]) == (2, False)
    assert np.isnan([p["value"], p["hhi"], p["effective"]]).all()
    assert (q["suppliers"], q["hhi"], q["effective"], q["single_source"]) == (1, 1.0, 1.0, True)  # whatever it is worth
    assert math.isnan(q["value"])
    assert (r["suppliers"], r["value"], r["single_source"]) == (2, 0, False)
    assert math.isnan(r["hhi"])
    row = only(cn.concentration_summary(net), buyer="L")
    assert (row["products_bought"], row["undefined"]) == (3, 3)
    assert row["single_source"] == pytest.approx(1 / 3)
    assert np.isnan([row["hhi"], row["effective"], row["single_source_value"]]).all()


def test_without_values_single_sources_are_still_counted() -> None:
    net = linked(("A", "L", "p"), ("B", "L", "p"), ("A", "L", "q"), ("A", "M", "q"))
    assert cn.concentration(net)["single_source"].sum() == 2
    assert only(cn.concentration_summary(net), buyer="(all)")["single_source"] == pytest.approx(2 / 3)


def test_links_without_product_are_left_out_and_counted() -> None:
    net = linked(("A", "L", None, 5), ("B", "L", "p", 5), ("A", "L", "p", 15))
    table = cn.concentration(net)
    assert table["product"].tolist() == ["p"]
    assert table["hhi"].tolist() == [0.75**2 + 0.25**2]
    assert table.attrs["left_out"] == 1
    assert cn.concentration(linked(("A", "L"))).empty
    row = only(cn.concentration_summary(linked(("A", "L"))), buyer="L")
    assert row["products_bought"] == 0
    assert np.isnan([row["single_source"], row["hhi"]]).all()


def test_one_supplier_in_two_clusters_is_one_supplier() -> None:
    """Links that carry a cluster may repeat a supplier, buyer and product."""
    links = pd.DataFrame(
        {
            "supplier": ["A", "A", "B"],
            "buyer": "L",
            "product": "p",
            "value": [1.0, 2.0, 3.0],
            "cluster": ["x", "y", "y"],
        }
    )
    row = only(cn.concentration(network(None, links)), product="p")
    assert (row["suppliers"], row["value"], row["hhi"]) == (2, 6, 0.5)


def test_the_mean_is_weighted_by_value() -> None:
    """p: HHI 1/2 for 100 at L, q: HHI 1 for 300 at L, p: HHI 1 for 100 at M."""
    net = linked(
        ("A", "L", "p", 50), ("B", "L", "p", 50), ("A", "L", "q", 300), ("A", "M", "p", 100), ("L", "M", "z", None)
    )
    table = cn.concentration_summary(net.with_leaders(["L"]))
    assert table["buyer"].tolist() == ["(leaders)", "(all)", "L", "M"]
    assert only(table, buyer="L")["hhi"] == pytest.approx(0.875)
    assert only(table, buyer="(leaders)")["hhi"] == pytest.approx(0.875)
    everyone = only(table, buyer="(all)")
    assert everyone["hhi"] == pytest.approx(0.9)
    assert everyone["effective"] == pytest.approx(1 / 0.9)
    assert everyone["single_source_value"] == pytest.approx(0.8)
    assert everyone["undefined"] == 1


def test_the_largest_value_comes_first() -> None:
    net = linked(("A", "L", "p", 1), ("A", "L", "q", 3), ("A", "L", "r", None), ("A", "M", "p", 3))
    assert cn.concentration(net)[["buyer", "product"]].to_numpy().tolist() == [
        ["L", "q"], ["M", "p"], ["L", "p"], ["L", "r"],
    ]  # fmt: skip


@settings(max_examples=25)
@given(networks())
def test_every_pair_against_plain_sums(net: cn.SupplyNetwork) -> None:
    table = cn.concentration(net)
    groups = net.links.dropna(subset="product").groupby(["buyer", "product"])
    assert len(table) == len(groups)
    for (buyer, product), part in groups:
        row = only(table, buyer=buyer, product=product)
        value = part["value"].sum(skipna=False)
        assert (row["suppliers"], row["single_source"]) == (len(part), len(part) == 1)
        assert row["value"] == pytest.approx(value, nan_ok=True)
        expected = 1.0 if len(part) == 1 else ((part["value"] / value) ** 2).sum(skipna=False) if value > 0 else np.nan
        assert row["hhi"] == pytest.approx(expected, nan_ok=True)
        if not math.isnan(row["hhi"]):
            assert 1 - 1e-9 <= row["effective"] <= row["suppliers"] + 1e-9
