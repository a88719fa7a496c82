"""What must hold for every network, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from helpers import Timetable, network, networks, only, tables
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.measures.left import CURVES
from chainnet.measures.orders import ORDERS
from chainnet.measures.structure import structure

MEASURES = tuple(CURVES)
VALUED = ("value", "in_strength", "out_strength")
"""Orders that need the value of every link."""
Drawn = tuple[pd.DataFrame, pd.DataFrame]


def measured(net: cn.SupplyNetwork) -> dict[str, pd.DataFrame]:
    """All tables whose rows have names of their own, by those names."""
    curves = cn.removal(
        net, order=["degree", "adaptive-degree", "betweenness"], measure=["largest_component", "served"]
    )
    return {
        "rates": cn.local_rate(net).set_index(["buyer", "by"]),
        "cluster": cn.local_rate(net, area=cn.Cluster(), grade="srdi").set_index(["buyer", "by"]),
        "coverage": cn.coverage(net).set_index(["buyer", "by"]),
        "around": cn.around(net).set_index(["buyer", "by"]),
        "alternatives": cn.alternatives(net).set_index(["buyer", "product"]),
        "concentration": cn.concentration(net).set_index(["buyer", "product"]),
        "summary": cn.concentration_summary(net).set_index("buyer"),
        "centrality": cn.centrality(net).set_index("firm"),
        "removal": curves.set_index(["order", "measure", "removed"]),
        "criticality": cn.criticality(net).set_index("firm"),
    }


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.sort_index(), other.sort_index(), rtol=1e-9, atol=1e-9, check_dtype=False)


@settings(max_examples=10)
@given(tables(firms=6), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(drawn: Drawn, random: object) -> None:
    firms, links = drawn
    seed = random.randrange(1000)  # type: ignore[attr-defined]
    one = measured(network(firms, links))
    other = measured(network(firms.sample(frac=1, random_state=seed), links.sample(frac=1, random_state=seed)))
    for name, table in one.items():
        assert_same(table, other[name])


@settings(max_examples=7)
@given(tables(firms=6), st.data())
def test_the_names_of_firms_change_nothing(drawn: Drawn, data: st.DataObject) -> None:
    firms, links = drawn
    names = dict(zip(firms["firm"], data.draw(st.permutations([f"甲{i}" for i in range(len(firms))])), strict=True))
    renamed = firms.assign(firm=firms["firm"].map(names))
    other_links = links.assign(supplier=links["supplier"].map(names), buyer=links["buyer"].map(names))
    one, other = measured(network(firms, links)), measured(network(renamed, other_links))
    for name in (
        "rates",
        "coverage",
        "around",
        "alternatives",
        "concentration",
        "summary",
        "centrality",
        "criticality",
    ):
        left, right = one[name].reset_index(), other[name].reset_index()
        drop = [column for column in ("name", "nearest") if column in left]  # a tie of the nearest goes by id
        left, right = left.drop(columns=drop), right.drop(columns=drop)
        for column in {"buyer", "firm"} & set(left):
            left[column] = left[column].map(lambda firm: names.get(firm, firm))
        keys = [column for column in ("buyer", "firm", "by", "product") if column in left]
        assert_same(left.set_index(keys), right.set_index(keys))
    for firm in firms["firm"]:
        before = cn.removal(network(firms, links), order={"x": [firm]}, measure="largest_component")
        after = cn.removal(network(renamed, other_links), order={"x": [names[firm]]}, measure="largest_component")
        pd.testing.assert_frame_equal(before.drop(columns="firm"), after.drop(columns="firm"))


def under_names(drawn: Drawn, names: dict[str, str]) -> Drawn:
    firms, links = drawn
    ends = {end: links[end].map(names) for end in ("supplier", "buyer")}
    return firms.assign(firm=firms["firm"].map(names)), links.assign(**ends)


def told_apart(*nets: cn.SupplyNetwork) -> bool:
    return all(len(np.unique(structure(net))) == net.n for net in nets)


@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much])
@given(tables(firms=7), st.permutations(range(7)), st.booleans())
def test_the_names_of_firms_change_no_removal(drawn: Drawn, places: list[int], valued: bool) -> None:
    """Where no two firms are alike in all that goes on around them: any order, random ones too, any measure."""
    if valued:
        drawn = (drawn[0], drawn[1].assign(value=drawn[1]["value"].fillna(1.0)))
    names = {firm: f"甲{place}" for firm, place in zip(drawn[0]["firm"], places, strict=False)}
    net, other = network(*drawn), network(*under_names(drawn, names))
    assume(told_apart(net))
    orders = [name for name in ORDERS if valued or name not in VALUED]
    for options in (
        {"order": orders, "keep": "logistics" if valued else ()},
        {"order": ["random", "degree", "betweenness"], "links": True},
        {"order": "betweenness", "samples": 4},
    ):
        one, two = (cn.removal(each, measure=MEASURES, runs=3, **options) for each in (net, other))
        ends = [column for column in ("firm", "supplier", "buyer") if column in one]
        pd.testing.assert_frame_equal(one.replace(dict.fromkeys(ends, names)), two, rtol=1e-12)


@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much])
@given(tables(firms=7), st.permutations(range(7)))
def test_the_names_of_firms_change_no_null_model(drawn: Drawn, places: list[int]) -> None:
    names = {firm: f"甲{place}" for firm, place in zip(drawn[0]["firm"], places, strict=False)}
    net, other = network(*drawn), network(*under_names(drawn, names))
    assume(told_apart(net))
    one, two = (cn.null_removal(each, rewirings=3, runs=2) for each in (net, other))
    assume(told_apart(*(cn.rewired(net, seed=seed) for seed in one.attrs["seeds"])))
    pd.testing.assert_frame_equal(cn.null_summary(one), cn.null_summary(two))


@settings(max_examples=12)
@given(tables(firms=6), st.sampled_from([2.0, 10.0, 1e4, 1e-4, 0.1, 1 / 3]))
def test_the_unit_of_value_changes_nothing(drawn: Drawn, factor: float) -> None:
    firms, links = drawn
    one, other = measured(network(firms, links)), measured(network(firms, links.assign(value=links["value"] * factor)))
    amounts = {
        **{name: ["numerator", "denominator", "unknown"] for name in ("rates", "cluster")},
        **{
            name: ["numerator", "denominator", "unknown", "unreachable", "imprecise"] for name in ("coverage", "around")
        },
        "concentration": ["value"],
        "centrality": ["in_strength", "out_strength"],
    }
    for name, table in one.items():
        scaled = table.copy()
        for column in amounts.get(name, []):
            rows = slice(None) if "by" not in table.index.names else table.index.get_level_values("by") == "value"
            scaled[column] = scaled[column].astype("float64")
            scaled.loc[rows, column] *= factor
        assert_same(scaled, other[name])


@settings(max_examples=10)
@given(tables(firms=6, values=True))
def test_rates_by_number_ignore_values(drawn: Drawn) -> None:
    firms, links = drawn
    bare = network(firms, links.drop(columns="value"))
    for measure in (cn.local_rate, cn.coverage):
        one, other = measure(network(firms, links)), measure(bare)
        for by in ("count", "product"):
            columns = ["buyer", "rate", "numerator", "denominator", "unknown", "low", "high", "reason"]
            left, right = (table.loc[table["by"] == by, columns].set_index("buyer") for table in (one, other))
            assert_same(left, right)


@settings(max_examples=25)
@given(networks(firms=6), st.sampled_from(["city", "cluster", "minutes", "firms", "graded"]))
def test_a_rate_lies_between_its_bounds(net: cn.SupplyNetwork, kind: str) -> None:
    areas = {"cluster": cn.Cluster(), "minutes": cn.Minutes(60), "firms": cn.Firms(["f0"])}
    table = cn.local_rate(net, area=areas.get(kind), grade="srdi" if kind == "graded" else None)
    defined = table["rate"].notna()
    assert (table["reason"].eq("") == defined).all()
    assert (table.loc[defined, "rate"] == table.loc[defined, "numerator"] / table.loc[defined, "denominator"]).all()
    for column in ("rate", "low", "high"):
        assert table.loc[defined, column].between(0, 1).all()
    assert (table.loc[defined, "low"] <= table.loc[defined, "rate"] + 1e-12).all()
    assert (table.loc[defined, "rate"] <= table.loc[defined, "high"] + 1e-12).all()
    certain = defined & table[["unknown", "left_out", "imprecise"]].eq(0).all(axis=1)
    assert (table.loc[certain, "low"] == table.loc[certain, "high"]).all()
    assert (table["denominator"] >= table["numerator"]).all()
    assert (table["unknown"] >= 0).all()


@settings(max_examples=15)
@given(networks(firms=6), st.lists(st.integers(0, 200), min_size=2, max_size=2).map(sorted))
def test_a_wider_radius_never_lowers_coverage(net: cn.SupplyNetwork, minutes: list[int]) -> None:
    near, far = (cn.coverage(net, minutes=threshold).set_index(["buyer", "by"]) for threshold in minutes)
    for column in ("rate", "low", "high", "slow", "fast", "numerator"):
        assert ((far[column] - near[column]).dropna() >= -1e-12).all(), column
    # a product may be known at one end of the times alone: what both ends know is compared
    assert ((near["rate"] - near["slow"]).dropna() >= -1e-12).all()
    assert ((near["fast"] - near["rate"]).dropna() >= -1e-12).all()
    around_near, around_far = (cn.around(net, minutes=threshold).set_index(["buyer", "by"]) for threshold in minutes)
    for column in ("rate", "low", "high", "slow", "fast", "numerator"):
        assert ((around_far[column] - around_near[column]).dropna() >= -1e-12).all(), column
    less, more = (cn.alternatives(net, minutes=threshold) for threshold in minutes)
    assert (more["alternatives"] >= less["alternatives"]).all()


@settings(max_examples=25)
@given(tables(firms=6), st.data())
def test_a_new_local_link_never_lowers_the_rate_by_number(drawn: Drawn, data: st.DataObject) -> None:
    firms, links = drawn
    buyer = data.draw(st.sampled_from(sorted(set(links["buyer"]))))
    home = firms.set_index("firm").loc[buyer, "city"]
    if not isinstance(home, str):
        return
    firms = pd.concat([firms, pd.DataFrame({"firm": ["new"], "city": [home]})], ignore_index=True)
    more = pd.concat([links, pd.DataFrame({"supplier": ["new"], "buyer": [buyer], "value": [1.0]})], ignore_index=True)
    area = cn.Agree("city")
    before, after = (cn.local_rate(network(firms, table), area=area) for table in (links, more))
    for name in (buyer, "(all)"):
        old, new = only(before, buyer=name, by="count"), only(after, buyer=name, by="count")
        assert new["numerator"] == old["numerator"] + 1
        assert not new["rate"] < old["rate"]
        assert new["low"] >= old["low"]


@settings(max_examples=30)
@given(networks(firms=7), st.sampled_from(["degree", "adaptive-degree", "betweenness", "pagerank", "random"]))
def test_removing_firms_never_enlarges_what_is_left(net: cn.SupplyNetwork, order: str) -> None:
    curves = cn.removal(net, order=order, runs=1, measure=["largest_component", "served", "leaders_reached"])
    for _, curve in curves[curves["reason"] == ""].groupby("measure"):
        for column in ("value", "low", "high"):
            values = curve[column].to_numpy()
            assert (np.diff(values) <= 1e-12).all()
            assert ((values >= 0) & (values <= 1)).all()
        assert (curve["low"] <= curve["value"]).all()
        assert (curve["value"] <= curve["high"]).all()
        assert curve["value"].iloc[-1] == 0
        assert not (curve["second"] > curve["value"]).any()


@settings(max_examples=25)
@given(networks(firms=6), st.data())
def test_one_removal_is_the_network_without_the_firm(net: cn.SupplyNetwork, data: st.DataObject) -> None:
    firm = data.draw(st.sampled_from(list(net.firms.index)))
    curve = cn.removal(net, order={"x": [firm]}, measure="largest_component")
    rest = net.without([firm])
    whole = cn.removal(rest, order="degree", measure="largest_component")["value"].iloc[0] * rest.n / net.n
    assert curve["value"].iloc[1] == pytest.approx(whole)


@settings(max_examples=25)
@given(networks(firms=6))
def test_subset_and_without_are_complements(net: cn.SupplyNetwork) -> None:
    ids = list(net.firms.index)
    one, other = net.subset(ids[:2]), net.without(ids[2:])
    pd.testing.assert_frame_equal(one.firms, other.firms)
    pd.testing.assert_frame_equal(one.links, other.links)


@pytest.mark.parametrize("measure", [cn.coverage, cn.around, cn.alternatives])
def test_the_source_of_times_is_asked_and_nothing_else(
    measure: Callable[..., pd.DataFrame], rich: cn.SupplyNetwork
) -> None:
    """A source that knows nothing makes everything unknown, wherever the firms are."""
    table = measure(rich, times=Timetable())
    if "rate" in table:
        assert table["rate"].isna().all()
    else:
        assert table["alternatives"].sum() == 0
