"""Local supporting rate, worked by hand and against plain sums."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, only
from hypothesis import given, settings

import chainnet as cn

BY = ("count", "value", "product", "product_major")
LOCAL, OUTSIDE, LOST = "Q", "T", None


def bought(*rows: tuple[Any, ...], buyer_city: str | None = "Q", **columns: list[Any]) -> cn.SupplyNetwork:
    """Make a leader L that buys rows (supplier, city of the supplier, product, value)."""
    cities = dict.fromkeys((row[0] for row in rows), None) | {row[0]: row[1] for row in rows}
    firms = pd.DataFrame({"firm": ["L", *cities, "else"], "role": ["leader"] + [None] * (len(cities) + 1)})
    firms["city"] = [buyer_city, *cities.values(), "far away"]
    links = pd.DataFrame([(row[0], "L", *row[2:]) for row in rows], columns=["supplier", "buyer", "product", "value"])
    return network(firms.assign(**columns), links)


def row_of(net: cn.SupplyNetwork, by: str, buyer: str = "L", **options: Any) -> pd.Series:
    return only(cn.local_rate(net, area=cn.City(), **options), buyer=buyer, by=by)


def said(row: pd.Series) -> list[float]:
    return row[["rate", "numerator", "denominator", "unknown", "low", "high"]].tolist()


def test_one_buyer_by_hand() -> None:
    """Four suppliers: two local, one outside, one lost; three products."""
    net = bought(
        ("A", LOCAL, "p", 30), ("A", LOCAL, "q", 10), ("B", LOCAL, "p", 10),
        ("X", OUTSIDE, "q", 40), ("X", OUTSIDE, "r", 5), ("Z", LOST, "r", 5),
    )  # fmt: skip
    assert said(row_of(net, "count")) == [2 / 3, 2, 3, 1, 2 / 4, 3 / 4]
    assert said(row_of(net, "value")) == [50 / 95, 50, 95, 5, 50 / 100, 55 / 100]
    # p from A or B; q from A too; r may be from Z
    assert said(row_of(net, "product")) == [1.0, 2, 2, 1, 2 / 3, 1.0]
    # p is all local, q is local for 10 of 50, r for half at most, which is not more than half
    assert said(row_of(net, "product_major")) == [1 / 3, 1, 3, 0, 1 / 3, 1 / 3]


def test_more_than_half_means_more() -> None:
    for local, expected in ((50, 0), (51, 1)):
        net = bought(("A", LOCAL, "p", local), ("X", OUTSIDE, "p", 50))
        assert row_of(net, "product_major")["numerator"] == expected


@pytest.mark.parametrize("unit", [1, 1e-4, 1e4, 1 / 3, 0.1])
def test_half_is_half_in_every_unit(unit: float) -> None:
    """Two local suppliers of 0.1 and 0.2 beside 0.3 from outside, whatever the sum is in floating point."""
    amounts = [0.1, 0.2, 0.3, 0.7, 0.1]
    for split in range(1, 5):
        local, total = amounts[:split], sum(amounts[:split])
        rows = [(f"A{i}", LOCAL, "p", value * unit) for i, value in enumerate(local)]
        net = bought(*rows, ("X", OUTSIDE, "p", round(total, 10) * unit))
        assert row_of(net, "product_major")["numerator"] == 0


def test_a_product_of_missing_values() -> None:
    """Suppliers that agree decide without values; otherwise a missing value leaves the product open."""
    agree = bought(("A", LOCAL, "p", None), ("B", LOCAL, "p", 1))
    assert said(row_of(agree, "product_major")) == [1.0, 1, 1, 0, 1.0, 1.0]
    differ = bought(("A", LOCAL, "p", None), ("X", OUTSIDE, "p", 1), ("A", LOCAL, "q", 1))
    assert said(row_of(differ, "product_major")) == [1.0, 1, 1, 1, 0.5, 1.0]


def test_links_without_product_count_and_are_told() -> None:
    net = bought(("A", LOCAL, None, 30), ("X", OUTSIDE, "p", 10))
    assert said(row_of(net, "count"))[:4] == [0.5, 1, 2, 0]
    assert said(row_of(net, "value"))[:4] == [0.75, 30, 40, 0]
    assert said(row_of(net, "product")) == [0.0, 0, 1, 0, 0.0, 0.0]
    left_out = {by: row_of(net, by)["left_out"] for by in BY}
    assert left_out == {"count": 0, "value": 0, "product": 1, "product_major": 1}


def test_a_missing_value_leaves_the_bound_open_on_its_side() -> None:
    local = row_of(bought(("A", LOCAL, "p", None), ("B", LOCAL, "p", 30), ("X", OUTSIDE, "p", 10)), "value")
    assert (local["rate"], local["low"], local["high"], local["left_out"]) == (0.75, 0.75, 1.0, 1)
    outside = row_of(bought(("A", LOCAL, "p", 30), ("X", OUTSIDE, "p", 10), ("Y", OUTSIDE, "p", None)), "value")
    assert (outside["rate"], outside["low"], outside["high"], outside["left_out"]) == (0.75, 0.0, 0.75, 1)


def test_several_products_of_one_supplier_count_once() -> None:
    net = bought(("A", LOCAL, "p", 1), ("A", LOCAL, "q", 1), ("A", LOCAL, None, 1), ("X", OUTSIDE, "p", 1))
    assert said(row_of(net, "count"))[:3] == [0.5, 1, 2]


# ---- not defined --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("buyer", ["L", "(leaders)", "(all)"])
def test_all_suppliers_unknown(buyer: str) -> None:
    net = bought(("A", LOST, "p", 3), ("B", LOST, "q", 1))
    for by, unknown in (("count", 2), ("value", 4), ("product", 2), ("product_major", 2)):
        row = row_of(net, by, buyer)
        assert math.isnan(row["rate"])
        assert row["reason"] == "no_located_supplier"
        assert said(row)[1:] == [0, 0, unknown, 0.0, 1.0]


def test_the_buyer_itself_is_not_located() -> None:
    row = row_of(bought(("A", LOCAL, "p", 3), buyer_city=None), "count")
    assert math.isnan(row["rate"])
    assert row["reason"] == "buyer_not_located"
    assert (row["unknown"], row["low"], row["high"]) == (1, 0.0, 1.0)


def test_a_leader_that_buys_nothing_has_a_row_and_a_reason() -> None:
    net = linked(("A", "B"), firm=["A", "B", "L"], role=[None, None, "leader"], city=["Q"] * 3)
    for by in BY:
        for buyer in ("L", "(leaders)"):
            row = row_of(net, by, buyer)
            assert math.isnan(row["rate"])
            assert row["reason"] == "no_purchases"
            assert math.isnan(row["low"])
            assert math.isnan(row["high"])


@pytest.mark.parametrize("buyer", ["L", "(leaders)", "(all)"])
def test_no_values_and_no_products(buyer: str) -> None:
    net = bought(("A", LOCAL, None, None), ("X", OUTSIDE, None, None))
    assert row_of(net, "count", buyer)["rate"] == 0.5
    reasons = {by: row_of(net, by, buyer)["reason"] for by in BY}
    assert reasons == {"count": "", "value": "no_values", "product": "no_products", "product_major": "no_products"}
    assert math.isnan(row_of(net, "value", buyer)["rate"])


@pytest.mark.parametrize("buyer", ["L", "(leaders)", "(all)"])
def test_values_of_zero_divide_nothing(buyer: str) -> None:
    net = bought(("A", LOCAL, "p", 0), ("X", OUTSIDE, "p", 0))
    assert row_of(net, "product", buyer)["rate"] == 1.0
    for by in ("value", "product_major"):
        row = row_of(net, by, buyer)
        assert math.isnan(row["rate"])
        assert row["reason"] == "zero_value"


def test_no_leaders() -> None:
    net = linked(("A", "B"), firm=["A", "B"], city=["Q", "Q"])
    row = row_of(net, "count", "(leaders)")
    assert math.isnan(row["rate"])
    assert (row["reason"], row["members"], row["undefined"]) == ("no_leaders", 0, 0)


def test_a_network_without_links() -> None:
    net = linked(("A", "B"), firm=["A", "B"], city=["Q", "Q"], role=["leader", None]).subset(["A"])
    table = cn.local_rate(net)
    assert table["rate"].isna().all()
    assert set(table["reason"]) == {"no_purchases", "no_buyers"}
    assert set(table["buyer"]) == {"(leaders)", "(all)", "A"}


# ---- groups -------------------------------------------------------------------------------------------------


def test_groups_pool_and_average() -> None:
    """L1 buys 1 of 4 locally, L2 1 of 1, L3 only from firms of unknown place, L4 nothing."""
    rows = [("A", "L1"), ("X", "L1"), ("Y", "L1"), ("Z", "L1"), ("A", "L2"), ("lost", "L3"), ("X", "A")]
    firms = pd.DataFrame(
        [("L1", "leader", "Q"), ("L2", "leader", "Q"), ("L3", "leader", "Q"), ("L4", "leader", "Q"), ("A", None, "Q"),
         ("X", None, "T"), ("Y", None, "T"), ("Z", None, "T"), ("lost", None, None)],
        columns=["firm", "role", "city"],
    )  # fmt: skip
    net = network(firms, pd.DataFrame(rows, columns=["supplier", "buyer"]))
    leaders = row_of(net, "count", "(leaders)")
    assert said(leaders) == [2 / 5, 2, 5, 1, 2 / 6, 3 / 6]
    assert leaders["mean"] == pytest.approx((1 / 4 + 1) / 2)
    assert (leaders["members"], leaders["undefined"]) == (4, 2)
    everyone = row_of(net, "count", "(all)")
    assert said(everyone) == [2 / 6, 2, 6, 1, 2 / 7, 3 / 7]
    assert everyone["mean"] == pytest.approx((1 / 4 + 1 + 0) / 3)
    assert (everyone["members"], everyone["undefined"]) == (4, 1)


def test_a_row_for_each_cluster_where_there_are_several() -> None:
    rows = [("A", "L1"), ("X", "L1"), ("A", "L2"), ("L1", "out")]
    firms = pd.DataFrame(
        [("L1", "one"), ("A", "one"), ("L2", "two"), ("X", "none"), ("out", None)], columns=["firm", "cluster"]
    )
    net = network(firms, pd.DataFrame(rows, columns=["supplier", "buyer"]))
    table = cn.local_rate(net, area=cn.Cluster())
    assert {name for name in table["buyer"] if name.startswith("(")} == {
        "(leaders)", "(all)", "(cluster one)", "(cluster two)",
    }  # fmt: skip
    assert said(only(table, buyer="(cluster one)", by="count")) == [0.5, 1, 2, 0, 0.5, 0.5]
    assert said(only(table, buyer="(cluster two)", by="count")) == [0.0, 0, 1, 0, 0.0, 0.0]
    one = cn.local_rate(net.without(["L2"]), area=cn.Cluster())
    assert "(cluster one)" not in set(one["buyer"])


# ---- grades -------------------------------------------------------------------------------------------------


def test_grade_narrows_what_is_local_and_not_what_is_bought() -> None:
    grades = ["none", "srdi", "none", None, "srdi", None, "none"]
    net = bought(
        ("A", LOCAL, "p", 10), ("B", LOCAL, "p", 20), ("C", LOCAL, "q", 30),
        ("X", OUTSIDE, "q", 5), ("Y", OUTSIDE, "q", 35), grade=grades,
    )  # fmt: skip
    # A is local and SRDI; B is neither; C is local, its grade is not known; Y is outside, so its grade does not matter
    assert net.firms["grade"].astype(object).where(net.firms["grade"].notna(), None).tolist() == grades
    assert said(row_of(net, "count", grade="srdi")) == [1 / 4, 1, 4, 1, 1 / 5, 2 / 5]
    assert said(row_of(net, "value", grade="srdi")) == [10 / 70, 10, 70, 30, 10 / 100, 40 / 100]
    assert said(row_of(net, "count", grade=["srdi", "none"])) == [2 / 4, 2, 4, 1, 2 / 5, 3 / 5]
    whole = row_of(net, "count")
    assert (whole["numerator"], whole["denominator"]) == (3, 5)


def test_grade_needs_grades() -> None:
    with pytest.raises(cn.InputError, match="grade"):
        cn.local_rate(bought(("A", LOCAL, "p", 1)), grade="srdi")


# ---- against plain sums -------------------------------------------------------------------------------------


def plain_rates(net: cn.SupplyNetwork, buyer: str) -> dict[str, tuple[float, float, float]]:
    """Numerator, denominator and unknown of one buyer by each way of counting, from the rows."""
    firms, links = net.firms, net.links
    city = {firm: name if isinstance(name, str) else None for firm, name in firms["city"].items()}
    mine = links[links["buyer"] == buyer]

    def state(supplier: str) -> str:
        if city[supplier] is None or city[buyer] is None:
            return "unknown"
        return "yes" if city[supplier] == city[buyer] else "no"

    found: dict[str, dict[str, float]] = {by: defaultdict(float) for by in BY}
    for supplier in mine["supplier"].unique():
        found["count"][state(supplier)] += 1
    for row in mine[mine["value"].notna()].itertuples():
        found["value"][state(row.supplier)] += row.value
    for _, part in mine[mine["product"].notna()].groupby("product"):
        states = [state(supplier) for supplier in part["supplier"]]
        best = "yes" if "yes" in states else "unknown" if "unknown" in states else "no"
        found["product"][best] += 1
        if set(states) in ({"yes"}, {"no"}) and (part["value"].isna().any() or part["value"].sum() > 0):
            found["product_major"][states[0]] += 1
        elif part["value"].isna().any():
            found["product_major"]["unknown"] += 1
        elif part["value"].sum() > 0:
            share = {
                s: sum(v for v, t in zip(part["value"], states, strict=True) if t == s)
                for s in ("yes", "no", "unknown")
            }
            sure, possible = (
                share["yes"] > share["no"] + share["unknown"],
                share["yes"] + share["unknown"] > share["no"],
            )
            found["product_major"]["yes" if sure else "unknown" if possible else "no"] += 1
    return {by: (part["yes"], part["yes"] + part["no"], part["unknown"]) for by, part in found.items()}


@settings(max_examples=25)
@given(networks())
def test_every_row_against_plain_sums(net: cn.SupplyNetwork) -> None:
    table = cn.local_rate(net, area=cn.Agree("city"))
    for buyer in set(net.links["buyer"]):
        for by, (yes, known, unknown) in plain_rates(net, buyer).items():
            row = only(table, buyer=buyer, by=by)
            assert (row["numerator"], row["denominator"], row["unknown"]) == (yes, known, unknown), by
            if known:
                assert row["rate"] == pytest.approx(yes / known)
                assert row["reason"] == ""
            else:
                assert math.isnan(row["rate"])
                assert row["reason"] != ""


@settings(max_examples=20)
@given(networks(firms=5, values=True))
def test_bounds_are_what_the_unknown_could_make_of_it(net: cn.SupplyNetwork) -> None:
    """Low is the rate with every lost supplier put elsewhere, high with every one put beside the buyer."""
    table = cn.local_rate(net, area=cn.Agree("city"))
    for buyer in sorted(set(net.links["buyer"]))[:2]:
        home = net.firm_column("city")[buyer]
        if not isinstance(home, str):
            continue
        for side, where in (("low", "elsewhere"), ("high", home)):
            firms = net.firms
            firms["city"] = firms["city"].fillna(where)
            filled = cn.local_rate(cn.SupplyNetwork(firms, net.links), area=cn.Agree("city"))
            for by in BY:
                bound, rate = only(table, buyer=buyer, by=by)[side], only(filled, buyer=buyer, by=by)["rate"]
                assert bound == pytest.approx(rate, nan_ok=True), (by, side)


@settings(max_examples=25)
@given(networks())
def test_groups_against_their_members(net: cn.SupplyNetwork) -> None:
    table = cn.local_rate(net, area=cn.Agree("city"))
    for by in BY:
        rows = table[(table["by"] == by) & ~table["buyer"].str.startswith("(")].set_index("buyer")
        for name, members in (("(leaders)", net.leaders), ("(all)", sorted(set(net.links["buyer"])))):
            group, part = only(table, buyer=name, by=by), rows.loc[members]
            for column in ("numerator", "denominator", "unknown", "left_out"):
                assert group[column] == part[column].sum()
            assert (group["members"], group["undefined"]) == (len(members), part["rate"].isna().sum())
            assert group["mean"] == pytest.approx(part["rate"].mean(), nan_ok=True)


def test_order_of_the_rows(chain: cn.SupplyNetwork) -> None:
    """Groups first, then leaders, then others by value bought."""
    table = cn.local_rate(chain)
    assert list(dict.fromkeys(table["buyer"])) == ["(leaders)", "(all)", "L", "M"]
    assert table["by"].tolist() == list(BY) * 4
    assert table.attrs["area"] == cn.City().describe()
    assert np.isfinite(table["numerator"]).all()


# ---- which firms are local ------------------------------------------------------------------------------------


def test_local_firms_are_local_to_some_leader() -> None:
    firms = pd.DataFrame(
        {
            "firm": ["L", "M", "A", "B", "C", "D"],
            "role": ["leader", "leader"] + [None] * 4,
            "city": ["Q", "T", "Q", "T", "W", None],
        }
    )
    net = network(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["L"]}))
    assert cn.local_firms(net, area=cn.City()).to_dict() == {
        "L": True,
        "M": True,
        "A": True,
        "B": True,
        "C": False,
        "D": None,
    }
    lost = net.with_leaders(["D"])
    assert cn.local_firms(lost).loc[["A", "D"]].tolist() == [None, True]


def test_local_firms_without_leaders_are_local_to_some_buyer_of_theirs() -> None:
    firms = pd.DataFrame({"firm": ["A", "B", "C", "D", "E"], "city": ["Q", "Q", "T", None, "Q"]})
    links = pd.DataFrame({"supplier": ["A", "A", "C", "D"], "buyer": ["B", "C", "B", "B"]})
    assert cn.local_firms(network(firms, links)).to_dict() == {"A": True, "B": None, "C": False, "D": None, "E": None}


@pytest.mark.parametrize("buyer", ["L", "(leaders)", "(all)"])
def test_places_that_are_known_are_not_called_unknown(buyer: str) -> None:
    """What leaves a rate open though some supplier's place is known: a value, or the place that would decide."""
    bare = bought(("A", LOCAL, "p", None), ("X", OUTSIDE, "p", 1))
    assert row_of(bare, "product_major", buyer)["reason"] == "values_missing"
    lost = bought(("X", OUTSIDE, "p", 1), ("Z", LOST, "p", 9))
    assert {by: row_of(lost, by, buyer)["reason"] for by in BY} == {
        "count": "", "value": "", "product": "undecided", "product_major": "undecided"
    }  # fmt: skip
    unpriced = bought(("X", OUTSIDE, "p", None), ("Z", LOST, "q", 9))
    assert row_of(unpriced, "value", buyer)["reason"] == "undecided"


def test_a_word_is_no_area() -> None:
    net = bought(("A", LOCAL, "p", 1))
    for ask in (cn.local_rate, cn.local_firms):
        with pytest.raises(cn.InputError, match=r"'city' is no area; give one such as chainnet\.City"):
            ask(net, area="city")
