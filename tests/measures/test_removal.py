"""Node removal: orders, other measures, summaries, and what each single firm does."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, only
from hypothesis import given, settings

import chainnet as cn
from chainnet.measures import orders
from chainnet.measures.orders import removable_firms, removal_order

centrality = import_module("chainnet.measures.centrality")  # the name in the package is that of the function
MEASURES = ("largest_component", "served", "leaders_reached")
DROPS = (*MEASURES, "largest_component_value", "efficiency")
ORDERS = (
    "random", "degree", "adaptive-degree", "betweenness", "pagerank", "collective-influence", "corehd", "dismantling",
    "value",
)  # fmt: skip


def complete(n: int) -> cn.SupplyNetwork:
    ids = [f"f{i}" for i in range(n)]
    return linked(*[(one, other) for at, one in enumerate(ids) for other in ids[at + 1 :]])


def star(n: int) -> cn.SupplyNetwork:
    return linked(*[(f"leaf{i}", "hub") for i in range(n - 1)])


def removed_first(net: cn.SupplyNetwork, order: str, number: int = 99, *, keep: str | Sequence[str] = ()) -> list[str]:
    codes = removal_order(net, order, removable=removable_firms(net, keep))
    return net.firms.index[codes].tolist()[:number]


# ---- closed forms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [2, 3, 10, 17])
@pytest.mark.parametrize("order", ORDERS[:-1])
def test_a_complete_graph_falls_evenly(n: int, order: str) -> None:
    """S(Q) = (N - Q) / N in any order, so R = (N - 1) / 2N."""
    curve = cn.removal(complete(n), order=order, measure="largest_component", runs=3)
    np.testing.assert_allclose(curve["value"], 1 - np.arange(n + 1) / n)
    np.testing.assert_allclose(curve["share_removed"], np.arange(n + 1) / n)
    row = cn.removal_summary(curve).iloc[0]
    assert row["robustness"] == pytest.approx((n - 1) / (2 * n))
    assert row["threshold_share"] == pytest.approx((n // 2 + 1) / n)  # the first share left that is less than half


@pytest.mark.parametrize("n", [3, 10])
@pytest.mark.parametrize("order", ["degree", "adaptive-degree", "pagerank"])
def test_a_star_loses_its_hub_first(n: int, order: str) -> None:
    """After the hub only single firms are left: R = (N - 1) / N²."""
    net = star(n)
    if order == "pagerank":  # towards suppliers: turned round, so that the hub sells
        net = linked(*[("hub", f"leaf{i}") for i in range(n - 1)])
    curve = cn.removal(net, order=order, measure="largest_component")
    assert curve["value"].tolist() == [1.0] + [pytest.approx(1 / n)] * (n - 1) + [0.0]
    assert curve["second"].tolist() == [0.0] + [pytest.approx(1 / n)] * (n - 2) + [0.0, 0.0]
    row = cn.removal_summary(curve).iloc[0]
    assert row["robustness"] == pytest.approx((n - 1) / n**2)
    assert row["threshold_share"] == row["peak_share"] == pytest.approx(1 / n)


def test_the_row_of_nothing_removed_is_the_whole_network() -> None:
    """Two parts of 3 and 2 firms, and one of no links: S(0) = 3 / 6."""
    net = linked(("A", "B"), ("B", "C"), ("D", "E"), firm=list("ABCDEF"))
    row = cn.removal(net, order="degree", measure="largest_component").iloc[0]
    assert (row["removed"], row["share_removed"], row["value"], row["second"]) == (0, 0, 3 / 6, 2 / 6)


def test_threshold_and_peak() -> None:
    """Two parts of three join in B: when it goes, the second part is the largest it ever is."""
    net = linked(*[(f"a{i}", "A") for i in range(2)], ("A", "B"), ("B", "C"), *[("C", f"c{i}") for i in range(2)])
    curve = cn.removal(net, order={"mine": ["B", "a0", "A", "c0", "C", "a1", "c1"]}, measure="largest_component")
    assert (curve["value"] * 7).round(9).tolist() == [7, 3, 3, 3, 2, 1, 1, 0]
    assert (curve["second"] * 7).round(9).tolist() == [0, 3, 2, 1, 1, 1, 0, 0]
    row = cn.removal_summary(curve, threshold=0.3).iloc[0]
    assert row["peak_share"] == pytest.approx(1 / 7)
    assert row["threshold_share"] == pytest.approx(4 / 7)
    assert row["robustness"] == pytest.approx(13 / 49)
    assert np.isnan(cn.removal_summary(curve.iloc[:3], threshold=0.3)["threshold_share"].iloc[0])


@pytest.mark.parametrize("unit", [1, 0.1, 1e-4, 1 / 3, 1e4])
def test_a_threshold_that_is_met_is_not_fallen_below_in_any_unit(unit: float) -> None:
    """Of 1.2 bought, 0.6 are left after three removals, though in floating point it may be less than half."""
    values = [0.1, 0.1, 0.4, 0.6]
    net = linked(*[(f"s{i}", "L", "p", value * unit) for i, value in enumerate(values)]).with_leaders(["L"])
    curve = cn.removal(net, order={"mine": ["s0", "s1", "s2", "s3"]}, measure="served", keep="leaders")
    assert cn.removal_summary(curve, threshold=0.5)["threshold_share"].tolist() == [1.0]
    assert cn.removal_summary(curve, threshold=0.6)["threshold_share"].tolist() == [0.75]


@pytest.mark.parametrize("threshold", [0, 1, -0.1, 2])
def test_a_threshold_out_of_range(threshold: float) -> None:
    with pytest.raises(cn.InputError, match="threshold"):
        cn.removal_summary(cn.removal(star(3), order="degree", measure="largest_component"), threshold=threshold)


def test_a_curve_that_ends_early_has_no_robustness() -> None:
    curve = cn.removal(complete(4), order={"two": ["f0", "f1"]}, measure="largest_component")
    row = cn.removal_summary(curve, threshold=0.6).iloc[0]
    assert np.isnan(row["robustness"])
    assert row["reason"] == "partial_order"
    assert row["threshold_share"] == 0.5


def test_a_peak_needs_the_whole_curve_and_a_second_component() -> None:
    net = star(6)
    short = cn.removal_summary(cn.removal(net, order="degree", measure="largest_component", until=0.5)).iloc[0]
    assert np.isnan(short["peak_share"])
    assert short["reason"] == "partial_order"
    assert short["threshold_share"] == pytest.approx(1 / 6)
    alone = cn.removal_summary(cn.removal(complete(4), order="degree", measure="largest_component")).iloc[0]
    assert np.isnan(alone["peak_share"])  # there never is a second
    assert alone["reason"] == ""


def test_the_bounds_of_served_have_their_own_robustness() -> None:
    net = linked(("A", "L", "p", 60), ("B", "L", "q", 40)).with_leaders(["L"])
    row = cn.removal_summary(cn.removal(net, order={"mine": ["B", "A", "L"]}, measure="served")).iloc[0]
    assert row[["robustness", "robustness_low", "robustness_high"]].tolist() == [0.0, 0.0, pytest.approx(0.2)]
    assert np.isnan(row["peak_share"])


# ---- orders -------------------------------------------------------------------------------------------------


def test_degree_counts_partners_once_and_breaks_ties_by_value_sold() -> None:
    rows = [
        ("b", "hub", "p", 1),
        ("b", "hub", "q", 1),
        ("a", "hub", "p", 1),
        ("c", "hub", "p", 5),
        ("hub", "b", "r", 1),
    ]
    net = linked(*rows)
    assert removed_first(net, "degree") == ["hub", "c", "b", "a"]  # 3 partners; sold 5, 2, 1
    bare = removed_first(linked(*[row[:3] for row in rows]), "degree")
    assert bare[0] == "hub"
    assert bare.index("a") < bare.index("c")  # alike in all that goes on around them: by id


def test_adaptive_degree_is_recomputed() -> None:
    """Two hubs of 4 and 3 share their leaves: when the first goes the second has one left, the pair has two."""
    rows = [("a", "H"), ("b", "H"), ("c", "H"), ("d", "H"), ("a", "K"), ("b", "K"), ("e", "K"), ("x", "y"), ("y", "z")]
    assert removed_first(linked(*rows), "degree", 2) == ["H", "K"]
    assert removed_first(linked(*rows), "adaptive-degree", 3) == ["H", "K", "y"]
    rows = [("a", "H"), ("b", "H"), ("c", "H"), ("H", "K"), ("a", "K"), ("x", "y"), ("y", "z")]
    assert removed_first(linked(*rows), "degree", 1) == ["H"]
    assert set(removed_first(linked(*rows), "degree", 4)) == {"H", "K", "a", "y"}  # three of two partners
    assert removed_first(linked(*rows), "adaptive-degree", 2) == ["H", "y"]


def test_value_is_what_is_sold() -> None:
    net = linked(("a", "L", "p", 5), ("b", "L", "p", 9), ("a", "b", "q", 3), ("c", "L", "p", 7))
    assert removed_first(net, "value") == ["b", "a", "c", "L"]
    with pytest.raises(cn.InputError, match="not every link has a value"):
        cn.removal(linked(("a", "L", "p", None), ("b", "L", "p", 1)), order="value", measure="largest_component")


@pytest.mark.parametrize(("order", "measure"), [("betweenness", "betweenness"), ("pagerank", "pagerank_suppliers")])
def test_static_orders_go_by_centrality(order: str, measure: str) -> None:
    random = np.random.default_rng(1)
    rows = {(f"f{a}", f"f{b}") for a, b in random.integers(0, 15, (40, 2)) if a != b}
    net = linked(*sorted(rows))
    score = cn.centrality(net, measures=measure).set_index("firm")[measure]
    assert (score[removed_first(net, order)].diff().dropna() <= 1e-12).all()


def test_every_centrality_is_an_order() -> None:
    """By the name of its column; what only says yes or no puts nothing in order."""
    random = np.random.default_rng(3)
    net = linked(*sorted({(f"f{a}", f"f{b}", "p", a + 1) for a, b in random.integers(0, 15, (40, 2)) if a != b}))
    assert set(centrality.MEASURES) - set(orders.ORDERS) == {"articulation"}
    scores = cn.centrality(net).set_index("firm")
    for name in set(centrality.MEASURES) & set(orders.ORDERS):
        found = removed_first(net, name)
        assert sorted(found) == sorted(net.firms.index)
        assert (scores[name].astype(float)[found].diff().dropna() <= 1e-12).all(), name
    assert removed_first(net, "pagerank_suppliers") == removed_first(net, "pagerank")
    assert removed_first(net, "out_strength") == removed_first(net, "value")
    with pytest.raises(cn.InputError, match="not every link has a value; order 'in_strength' needs them"):
        cn.removal(star(3), order="in_strength")


def test_betweenness_may_be_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(5)
    rows = sorted({(f"f{a:02}", f"f{b:02}") for a, b in random.integers(0, 60, (150, 2)) if a != b})
    net, other = linked(*rows), linked(*rows[::-1])
    exact = removed_first(net, "betweenness")
    options: dict[str, Any] = {"order": "betweenness", "measure": "largest_component", "samples": 6}
    found = cn.removal(net, **options, seed=1)
    assert found["firm"].tolist()[1:] != exact
    assert found.attrs["samples"] == 6
    pd.testing.assert_frame_equal(found, cn.removal(other, **options, seed=1))
    assert not found["firm"].equals(cn.removal(net, **options, seed=2)["firm"])
    whole = cn.removal(net, **options | {"samples": net.n})
    assert whole["firm"].tolist()[1:] == exact
    null = cn.null_removal(net, **options, rewirings=2, seed=1)
    pd.testing.assert_frame_equal(null[null["network"] == "given"].drop(columns="network"), found)
    monkeypatch.setattr(centrality, "MOST_EXACT", 10)
    with pytest.raises(
        cn.InputError, match=r"samples=256 for an estimate.*on the command line --samples 256"
    ) as caught:
        cn.removal(net, order="betweenness")
    assert "命令行写 --samples 256" in caught.value.faults[0].hint.zh
    assert len(cn.removal(net, **options)) == net.n + 1
    with pytest.raises(cn.InputError, match="3 samples; give 4 or more"):
        cn.removal(net, order="betweenness", samples=3)
    with pytest.raises(cn.InputError, match="betweenness of links is not sampled; leave samples out"):
        cn.removal(net, order="betweenness", links=True, samples=8)


def test_adaptive_betweenness_of_a_large_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links looked at: 9 firms x 9 links x (60 + 9) where goods go round in a circle, x (60 + 1) without the last."""
    rows = [(f"f{at}", f"f{(at + 1) % 9}") for at in range(9)]
    monkeypatch.setattr(orders, "MOST_ADAPTIVE", 9 * 9 * 68)
    with pytest.raises(cn.InputError, match=r"takes too long.*with samples=256.*--samples 256.*adaptive-degree"):
        cn.removal(linked(*rows), order="adaptive-betweenness")
    monkeypatch.setattr(orders, "MOST_ADAPTIVE", 9 * 9 * 69)
    assert len(removed_first(linked(*rows), "adaptive-betweenness")) == 9
    monkeypatch.setattr(orders, "MOST_ADAPTIVE", 9 * 8 * 61)
    assert len(removed_first(linked(*rows[:-1]), "adaptive-betweenness")) == 9
    monkeypatch.setattr(orders, "MOST_ADAPTIVE", 9 * 8 * 61 - 1)
    with pytest.raises(cn.InputError, match="takes too long"):
        removed_first(linked(*rows[:-1]), "adaptive-betweenness")


@pytest.mark.parametrize("unit", [1, 10, 0.1, 1e-12, 1e9, 1 / 3])
@pytest.mark.parametrize("order", ["value", "degree", "adaptive-degree"])
def test_ties_do_not_depend_on_the_unit(order: str, unit: float) -> None:
    """A sells 0.1 and 0.2, B sells 0.3: a tie, that floating point may break either way; nor on which is called A."""

    def first(a: str, b: str, unit: float) -> list[str]:
        rows = [(a, "x", 0.1), (a, "y", 0.2), (b, "x", 0.3), (b, "y", 0.0)]
        net = linked(*[(supplier, buyer, "p", value * unit) for supplier, buyer, value in rows])
        return removed_first(net, order, 2)

    assert set(first("A", "B", unit)) == {"A", "B"}
    assert first("A", "B", unit) == first("A", "B", 1) == first("B", "A", unit)[::-1]


def test_kept_roles_are_never_removed() -> None:
    roles = ["leader", "logistics", None, "supplier"]
    net = linked(("a", "L"), ("b", "L"), ("c", "L"), firm=["L", "a", "b", "c"], role=roles)
    curve = cn.removal(net, order=["degree", "random"], measure="largest_component", keep="leaders", runs=2)
    for _, part in curve.groupby("order"):
        assert part["removed"].tolist() == [0, 1, 2, 3]
        assert part["share_removed"].tolist() == [0, pytest.approx(1 / 3), pytest.approx(2 / 3), 1]
        assert part["value"].tolist() == [1, 0.75, 0.5, 0.25]  # of all firms
    assert removed_first(net, "degree", keep=["leader", "logistics"]) == ["b", "c"]
    assert removed_first(net, "degree", keep="unknown") == ["L", "a", "c"]  # no role given is a role not known
    assert curve.attrs["keep"] == ["leaders"]
    with pytest.raises(cn.InputError, match="'leaders!' is no role"):
        cn.removal(net, keep="leaders!")
    with pytest.raises(cn.InputError, match="no firm may be removed"):
        cn.removal(net, keep=["leader", "logistics", "unknown", "supplier"])


def test_random_orders_are_seeded_and_independent_of_jobs_and_rows() -> None:
    random = np.random.default_rng(2)
    links = pd.DataFrame([(f"f{a:02}", f"f{b:02}") for a, b in random.integers(0, 30, (50, 2)) if a != b])
    links.columns = ["supplier", "buyer"]
    net = network(None, links)
    one = cn.removal(net, order="random", measure="largest_component", runs=20, seed=7)
    pd.testing.assert_frame_equal(
        one, cn.removal(net, order="random", measure="largest_component", runs=20, seed=7, jobs=2)
    )
    shuffled = network(None, links.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(
        one, cn.removal(shuffled, order="random", measure="largest_component", runs=20, seed=7)
    )
    other = cn.removal(net, order="random", measure="largest_component", runs=20, seed=8)
    assert not one["value"].equals(other["value"])
    assert (one["low"] <= one["high"]).all()
    assert one.attrs["seed"] == 7
    assert one.attrs["runs"] == 20


def test_a_random_curve_is_the_mean_of_its_runs() -> None:
    """Each single run is a curve that a list could give; on a chain of three there are few of them."""
    net = linked(("A", "B"), ("B", "C"))
    curve = cn.removal(net, order="random", measure="largest_component", runs=2000, seed=0)
    # after one removal: B leaves 1 of 3, A or C leave 2
    assert curve["value"].iloc[1] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3, abs=0.02)
    assert curve[["low", "high"]].iloc[1].tolist() == [pytest.approx(1 / 3), pytest.approx(2 / 3)]
    single = cn.removal(net, order="random", measure="largest_component", runs=1)
    assert (single["low"] == single["value"]).all()
    assert (single["high"] == single["value"]).all()


def test_lists_are_checked() -> None:
    net = linked(("a", "L"), ("b", "L"), firm=["L", "a", "b"], role=["leader", None, None])
    curve = cn.removal(net, order={"one": ["b"], "none": []}, measure="largest_component")
    assert curve["order"].tolist() == ["one", "one", "none"]
    with pytest.raises(cn.InputError) as caught:
        cn.removal(net, order={"mine": ["a", "a", "L"]}, keep="leaders")
    assert {fault.problem for fault in caught.value.faults} == {
        "firm 'a' comes twice in mine", "firm 'L' in mine is to be kept",
    }  # fmt: skip
    with pytest.raises(cn.InputError, match="no firm 'z'") as caught:
        cn.removal(net, order={"mine": ["z", "a", "y", "a"]})
    assert len(caught.value.faults) == 3  # two unknown, one twice: all told at once


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"order": "randomly"}, "'randomly' is no order"),
        ({"measure": "largest"}, "'largest' is no measure"),
        ({"runs": 0}, "0 runs"),
        ({"seed": -1}, "seed -1"),
        ({"jobs": 0}, "0 jobs"),
        ({"measure": []}, "nothing to do"),
        ({"order": {}}, "nothing to do"),
        ({"until": 0}, "until 0"),
        ({"until": 1.1}, "until 1.1"),
        ({"links": True, "keep": "leaders"}, "no role to keep"),
        ({"links": True, "order": "pagerank"}, "'pagerank' is no order"),
    ],
)
def test_options_at_fault(options: dict[str, Any], words: str) -> None:
    with pytest.raises(cn.InputError, match=words):
        cn.removal(star(3), **options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"runs": 1.5}, "runs 1.5"),
        ({"seed": "x"}, "seed 'x'"),
        ({"runs": True}, "runs True"),
        ({"order": {"mine": "hub"}}, "order mine is a text, not a list; write \\['hub'\\]"),
    ],
)
def test_what_is_no_number_and_no_list(options: dict[str, Any], words: str) -> None:
    with pytest.raises(cn.InputError, match=words):
        cn.removal(star(3), **options)
    with pytest.raises(cn.InputError, match=words):
        cn.null_removal(star(3), rewirings=2, **options)


def test_each_row_names_the_firm_that_goes() -> None:
    net = star(4)
    curves = cn.removal(net, order=["degree", "random"], measure=["largest_component", "served"], runs=2)
    assert curves.columns.tolist() == [
        "order", "measure", "removed", "share_removed", "value", "low", "high", "firm", "second", "components",
        "mean_size", "reason",
    ]  # fmt: skip
    fixed = curves[curves["order"].eq("degree") & curves["measure"].eq("largest_component")]
    assert fixed["firm"].tolist() == ["", *removed_first(net, "degree")]
    assert curves.loc[curves["order"].eq("random") | curves["measure"].eq("served"), "firm"].eq("").all()
    listed = cn.removal(net, order={"random": ["leaf1", "hub"]}, measure="largest_component")
    assert listed["firm"].tolist() == ["", "leaf1", "hub"]  # a list, whatever it is called
    until = cn.removal(net, order="adaptive-degree", measure="largest_component", until=0.5)
    assert until["firm"].tolist() == ["", *removed_first(net, "adaptive-degree", 2)]


def test_each_row_names_the_link_that_goes() -> None:
    net = linked(("a", "L", "p", 1), ("b", "L", None, 3))
    curves = cn.removal(net, order="value", measure="largest_component", links=True)
    assert curves[["supplier", "buyer", "product"]].to_numpy().tolist() == [
        ["", "", ""], ["b", "L", ""], ["a", "L", "p"],
    ]  # fmt: skip
    assert "firm" not in curves


def test_progress_is_told_once_a_curve() -> None:
    told: list[int] = []
    cn.removal(star(4), order=["random", "degree"], runs=5, progress=lambda: told.append(1))
    assert len(told) == 6


# ---- leaders reached ----------------------------------------------------------------------------------------


def reached_by_definition(net: cn.SupplyNetwork, removed: set[str]) -> float:
    graph = net.to_networkx(summed=True)
    sources = [firm for firm, degree in graph.in_degree() if degree == 0 and firm not in removed]
    graph.remove_nodes_from(removed)
    fed = set(sources).union(*(nx.descendants(graph, source) for source in sources))
    return len(fed & set(net.leaders)) / len(net.leaders)


@settings(max_examples=25)
@given(networks(firms=6))
def test_leaders_reached_against_searches(net: cn.SupplyNetwork) -> None:
    curve = cn.removal(net, order="degree", measure="leaders_reached")
    graph = net.to_networkx(summed=True)
    if not any(graph.out_degree(firm) for firm, degree in graph.in_degree() if degree == 0):
        assert curve["reason"].tolist() == ["no_sources"]
        return
    order = removed_first(net, "degree")
    expected = [reached_by_definition(net, set(order[:k])) for k in range(len(order) + 1)]
    np.testing.assert_allclose(curve["value"], expected)


# ---- criticality --------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(networks(firms=6))
def test_criticality_is_the_removal_of_each_firm_alone(net: cn.SupplyNetwork) -> None:
    drops = cn.criticality(net, measure=DROPS)
    assert drops["firm"].tolist() == list(net.firms.index)
    single = cn.removal(net, order={firm: [firm] for firm in net.firms.index}, measure=DROPS)
    for measure in DROPS:
        curves = single[single["measure"] == measure]
        if curves["reason"].iloc[0]:
            assert drops[measure].isna().all()
            assert drops.attrs["reasons"][measure] == curves["reason"].iloc[0]
            continue
        before, after = curves[curves["removed"] == 0], curves[curves["removed"] == 1]
        np.testing.assert_allclose(drops[measure], before["value"].to_numpy() - after["value"].to_numpy(), atol=1e-12)
        if measure == "served":
            np.testing.assert_allclose(drops["served_high"], 1 - after["low"].to_numpy(), atol=1e-12)
            np.testing.assert_allclose(drops["served_low"], 1 - after["high"].to_numpy(), atol=1e-12)
            assert (drops["served_low"] <= drops["served"]).all()
            assert (drops["served"] <= drops["served_high"]).all()
        assert drops[measure].between(-1e-12, 1 + 1e-12).all()


def test_every_measure_is_undefined_without_leaders() -> None:
    curve = cn.removal(star(4), order="degree", measure=MEASURES)
    assert only(curve, measure="served")["reason"] == "no_leaders"
    assert only(curve, measure="leaders_reached")["reason"] == "no_leaders"
    cycle = linked(("A", "B"), ("B", "A")).with_leaders(["A"])
    assert only(cn.removal(cycle, order="degree", measure="leaders_reached"), removed=0)["reason"] == "no_sources"


# ---- networks of next to nothing ----------------------------------------------------------------------------


def test_one_firm_and_none() -> None:
    alone = network(pd.DataFrame({"firm": ["A"]}), pd.DataFrame({"supplier": [], "buyer": []}, dtype="str"))
    curve = cn.removal(alone, order=["degree", "random"], measure=DROPS, runs=2)
    assert curve.loc[curve["measure"].eq("largest_component"), "value"].tolist() == [1.0, 0.0] * 2
    assert only(curve, measure="efficiency", order="degree")["reason"] == "no_links"
    with pytest.raises(cn.InputError, match="no firm may be removed; give a network with firms"):
        cn.removal(cn.SupplyNetwork(pd.DataFrame(), pd.DataFrame({"supplier": [], "buyer": []}, dtype="str")))
    with pytest.raises(cn.InputError, match="no link may be removed"):
        cn.removal(alone, links=True)


# ---- until --------------------------------------------------------------------------------------------------


def test_a_curve_ends_where_it_is_told_to() -> None:
    whole = cn.removal(complete(5), order="random", measure="largest_component", runs=3)
    part = cn.removal(complete(5), order="random", measure="largest_component", runs=3, until=0.5)
    assert part["removed"].tolist() == [0, 1, 2, 3]  # the first share of at least a half
    pd.testing.assert_frame_equal(part, whole.iloc[:4])
    assert cn.removal(complete(5), order="degree", measure="largest_component", until=0.4)["removed"].max() == 2
    row = cn.removal_summary(part).iloc[0]
    assert np.isnan(row["robustness"])
    assert row["reason"] == "partial_order"
    assert part.attrs["until"] == 0.5


# ---- efficiency and weights ---------------------------------------------------------------------------------


def efficiency(net: cn.SupplyNetwork, removed: set[str], gone: set[tuple[str, str]] = frozenset()) -> float:
    """Global efficiency by definition; who is removed stays in the denominator."""
    graph = net.to_networkx(summed=True)
    graph.remove_nodes_from(removed)
    graph.remove_edges_from(gone)
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    found = sum(1 / steps for by in lengths.values() for steps in by.values() if steps)
    return found / max(net.n * (net.n - 1), 1)


@settings(max_examples=15)
@given(networks(firms=6))
def test_efficiency_against_searches(net: cn.SupplyNetwork) -> None:
    curve = cn.removal(net, order="degree", measure="efficiency")
    order = removed_first(net, "degree")
    expected = [efficiency(net, set(order[:k])) / efficiency(net, set()) for k in range(len(order) + 1)]
    np.testing.assert_allclose(curve["value"], expected)
    assert curve["value"].iloc[0] == 1


def test_efficiency_by_hand() -> None:
    """On A -> B -> C distances are 1, 1, 2: without A one of 1 is left of 2.5, without B nothing."""
    net = linked(("A", "B"), ("B", "C"))
    assert cn.removal(net, order={"mine": ["A", "B"]}, measure="efficiency")["value"].tolist() == [1.0, 0.4, 0.0]
    assert cn.criticality(net, measure="efficiency")["efficiency"].round(9).tolist() == [0.6, 1.0, 0.6]


def test_a_large_network_is_measured_at_a_grid(monkeypatch: pytest.MonkeyPatch) -> None:
    net = linked(*[(f"f{i:02}", f"f{i + 1:02}") for i in range(60)])
    whole = cn.removal(net, order="degree", measure=["efficiency", "largest_component"])
    monkeypatch.setattr("chainnet.measures.efficiency.STEPS_AT_ONCE", 0)
    some = cn.removal(net, order="degree", measure=["efficiency", "largest_component"])
    here = some[some["measure"].eq("efficiency")]
    assert here["removed"].tolist() == sorted({round(61 * k / 20) for k in range(21)})
    assert some.attrs["grid"] == {"efficiency": 20}
    assert whole.attrs["grid"] == {}
    exact = whole[whole["measure"].eq("efficiency")].set_index("removed")["value"]
    np.testing.assert_allclose(here["value"], exact[here["removed"]])
    straight = np.interp(np.arange(1, 62), here["removed"], here["value"]).mean()
    assert only(cn.removal_summary(some), measure="efficiency")["robustness"] == pytest.approx(straight)
    monkeypatch.setattr("chainnet.measures.efficiency.MOST", 1e6)
    for refused in (cn.removal, cn.criticality):
        with pytest.raises(cn.InputError, match="takes too long"):
            refused(net, measure="efficiency")


def test_the_heaviest_component_need_not_be_the_largest() -> None:
    """Without B: A of 1 and 1 firm, and C, D, E of three firms; in revenue A has more."""
    rows = [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")]
    net = linked(*rows, firm=list("ABCDE"), revenue=[60, 10, 10, 10, 10])
    curve = cn.removal(net, order={"mine": ["B"]}, measure=["largest_component_value", "largest_component"])
    assert curve["value"].tolist() == [1.0, 0.6, 1.0, 0.6]
    assert curve.loc[curve["removed"].eq(1), "components"].tolist()[1] == 2
    lighter = linked(*rows, firm=list("ABCDE"), revenue=[5, 10, 10, 10, 10])
    value = cn.removal(lighter, order={"mine": ["B"]}, measure="largest_component_value")["value"]
    assert value.tolist() == [1.0, pytest.approx(30 / 45)]


def test_firms_weigh_what_they_trade_where_some_revenue_is_not_known() -> None:
    rows = [("A", "B", "p", 3), ("B", "C", "p", 1)]
    net = linked(*rows, firm=list("ABC"), revenue=[50, None, None])  # trade: A 3, B 3, C 1
    assert cn.removal(net, order={"a": ["B"]}, measure="largest_component_value")["value"].tolist() == [1.0, 3 / 7]
    bare = linked(("A", "B"))
    assert cn.removal(bare, measure="largest_component_value")["reason"].iloc[0] == "no_values"


def test_components_and_their_mean_size() -> None:
    """B gone: parts of 2, 1 and 1 firms; a firm of the others than the largest meets one of size 1."""
    net = linked(("A", "B"), ("C", "B"), ("D", "B"), ("E", "D"))
    curve = cn.removal(net, order={"mine": ["B", "E"]}, measure="largest_component")
    assert curve["components"].tolist() == [1, 3, 3]
    assert curve["mean_size"].tolist() == [0, 1, 1]
    assert curve["second"].tolist() == [0, 0.2, 0.2]
