"""Random rewirings of a network, what they keep, and curves beside theirs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn


def layered(seed: int = 0, *, firms: int = 60, links: int = 240) -> cn.SupplyNetwork:
    """Return a network of four tiers with products, values, pairs of two products, and links that skip tiers."""
    random = np.random.default_rng(seed)
    tier = np.arange(firms) % 4
    ends = random.integers(0, firms, (links * 3, 2))
    ends = ends[(tier[ends[:, 0]] >= tier[ends[:, 1]]) & (tier[ends[:, 0]] <= tier[ends[:, 1]] + 1)][:links]
    table = pd.DataFrame(
        {
            "supplier": [f"f{s:02d}" for s in ends[:, 0]],
            "buyer": [f"f{b:02d}" for b in ends[:, 1]],
            "product": random.choice(["p", "q", "r"], len(ends)),
            "value": random.integers(1, 100, len(ends)).astype(float),
            "essential": random.choice(["yes", "no"], len(ends)),
        }
    )
    roles = np.where(tier == 0, "leader", "supplier")
    frame = pd.DataFrame({"firm": [f"f{at:02d}" for at in range(firms)], "role": roles})
    return network(frame, table[table["supplier"] != table["buyer"]])


def degrees(net: cn.SupplyNetwork) -> list[tuple[int, int]]:
    sells, buys = (np.bincount(end, minlength=net.n) for end in (net.pairs.supplier, net.pairs.buyer))
    return list(zip(sells.tolist(), buys.tolist(), strict=True))


def bought(net: cn.SupplyNetwork) -> pd.Series:
    """How many links of each product a buyer has, and how many of them are essential."""
    return net.links.fillna({"product": "-", "essential": "-"}).groupby(["buyer", "product", "essential"]).size()


def pairs(net: cn.SupplyNetwork) -> set[tuple[str, str]]:
    return set(zip(net.links["supplier"], net.links["buyer"], strict=True))


# ---- rewired ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep_products", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_degrees_and_tiers_stay(seed: int, keep_products: bool) -> None:
    net = layered(seed)
    assert net.tiers().value_counts().size >= 3
    other = cn.rewired(net, seed=seed, keep_products=keep_products)
    assert degrees(other) == degrees(net)
    pd.testing.assert_series_equal(other.tiers(), net.tiers())
    assert other.m == net.m
    assert other.self_loops == other.repeats == 0
    assert len(pairs(other) - pairs(net)) > 0.2 * len(pairs(net))
    sold = [one.links.groupby("supplier")["value"].agg(sorted).tolist() for one in (net, other)]
    assert sold[0] == sold[1]  # values go with the supplier


@settings(max_examples=25)
@given(networks(firms=7), st.integers(0, 5), st.booleans())
def test_what_stays_in_any_network(net: cn.SupplyNetwork, seed: int, keep_products: bool) -> None:
    other = cn.rewired(net, seed=seed, keep_products=keep_products)
    assert degrees(other) == degrees(net)
    pd.testing.assert_series_equal(other.tiers(), net.tiers())
    pd.testing.assert_frame_equal(other.firms, net.firms)
    assert sorted(other.value) == pytest.approx(sorted(net.value), nan_ok=True)
    if keep_products:
        kinds = [one.links.fillna({"product": "-"}).groupby(["buyer", "product"]).size() for one in (net, other)]
        pd.testing.assert_series_equal(*kinds)


def test_a_buyer_keeps_its_products_and_which_are_essential() -> None:
    net = layered()
    pd.testing.assert_series_equal(bought(cn.rewired(net)), bought(net))
    free = cn.rewired(net, keep_products=False)
    assert not bought(free).equals(bought(net))


def test_the_goods_of_links_without_product_are_those_of_the_suppliers_industry() -> None:
    rows = [(f"s{at}", f"b{at}") for at in range(8)]
    ids = [f"b{at}" for at in range(8)] + [f"s{at}" for at in range(8)]
    industry = [None] * 8 + ["steel"] * 4 + ["rubber"] * 4
    net = linked(*rows, firm=ids, industry=industry)
    of = dict(zip(ids, industry, strict=True))
    for seed in range(3):
        other = cn.rewired(net, seed=seed)
        assert pairs(other) != pairs(net)
        assert all((of[supplier] == "steel") == (int(buyer[1]) < 4) for supplier, buyer in pairs(other))
    mixed = pairs(cn.rewired(net, keep_products=False))
    assert any((of[supplier] == "steel") != (int(buyer[1]) < 4) for supplier, buyer in mixed)


def test_a_pair_of_two_products_moves_as_one() -> None:
    rows = [(f"s{at}", f"b{at}", product) for at in range(6) for product in "pq"]
    other = cn.rewired(linked(*rows), seed=2)
    assert pairs(other) != pairs(linked(*rows))
    assert other.links.groupby(["supplier", "buyer"])["product"].agg("".join).tolist() == ["pq"] * 6


def test_the_seed_decides() -> None:
    net = layered()
    one, same, other = (cn.rewired(net, seed=seed).links for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one, same)
    assert not one["buyer"].equals(other["buyer"])
    assert cn.rewired(net, swaps=0).links.equals(net.links)


@settings(max_examples=10)
@given(tables(firms=7), st.integers(0, 3))
def test_the_order_of_rows_changes_nothing(drawn: tuple[pd.DataFrame, pd.DataFrame], seed: int) -> None:
    firms, links = drawn
    one = cn.rewired(network(firms, links), seed=seed)
    other = cn.rewired(network(firms[::-1], links.sample(frac=1, random_state=seed)), seed=seed)
    columns = ["supplier", "buyer", "product"]
    left, right = (found.links[[*columns, "value"]].sort_values(columns, ignore_index=True) for found in (one, other))
    pd.testing.assert_frame_equal(left, right)


def test_a_star_comes_back_as_it_was_and_says_so() -> None:
    net = linked(*[(f"s{at}", "hub") for at in range(5)])
    other = cn.rewired(net)
    pd.testing.assert_frame_equal(other.links, net.links)
    assert "no swap was possible" in other.about.note("en")
    assert "没有可交换" in other.about.note("zh")
    summary = cn.null_summary(cn.null_removal(net, order="degree", measure="largest_component", rewirings=2))
    assert summary["reason"].tolist() == ["no_swap"]
    assert summary["share_as_robust"].tolist() == [1.0]
    assert summary["z"].isna().all()


def test_the_network_says_that_it_is_rewired() -> None:
    about = cn.About(name_zh="集群", name_en="Cluster", synthetic=False, note_en="Old.", published=({"measure": "x"},))
    net = layered()
    other = cn.rewired(cn.SupplyNetwork(net.firms, net.links, about), seed=7).about
    assert other.synthetic
    assert (other.name_zh, other.name_en) == ("集群（随机重连）", "Cluster (rewired)")
    assert "seed 7" in other.note_en
    assert other.note_en.endswith("Old.")
    assert other.published == ()


# ---- curves beside those of rewirings -------------------------------------------------------------------------


def test_given_rows_are_those_of_removal_and_rewired_ones_those_of_each_rewiring() -> None:
    net = layered()
    options = {"order": ["random", "degree"], "measure": ["largest_component", "served"], "runs": 5, "keep": "leaders"}
    table = cn.null_removal(net, rewirings=3, seed=2, **options)
    plain = cn.removal(net, seed=2, **options)
    assert list(table.columns) == ["network", *plain.columns]
    given = table[table["network"] == "given"].drop(columns="network")
    pd.testing.assert_frame_equal(given.reset_index(drop=True), plain)
    each = [cn.removal(cn.rewired(net, seed=seed), seed=2, **options) for seed in table.attrs["seeds"]]
    values = np.array([curves["value"] for curves in each])
    null = table[table["network"] == "rewired"]
    np.testing.assert_allclose(null["value"], values.mean(axis=0))
    np.testing.assert_allclose(null["low"], np.quantile(values, 0.05, axis=0))
    np.testing.assert_allclose(null["high"], np.quantile(values, 0.95, axis=0))
    np.testing.assert_allclose(null["second"], np.mean([curves["second"] for curves in each], axis=0))
    assert table.attrs["rewirings"] == 3
    assert table.attrs["synthetic"] == net.about.synthetic
    summary = cn.null_summary(table)
    found = np.array([cn.removal_summary(curves)["robustness"] for curves in each])
    np.testing.assert_allclose(summary["robustness"], cn.removal_summary(plain)["robustness"])
    np.testing.assert_allclose(summary["null_mean"], found.mean(axis=0))
    np.testing.assert_allclose(summary["null_high"], np.quantile(found, 0.95, axis=0))
    z = (summary["robustness"] - found.mean(axis=0)) / found.std(axis=0, ddof=1)
    np.testing.assert_allclose(summary["z"], z)
    share = (found >= summary["robustness"].to_numpy() - 1e-12).mean(axis=0)
    np.testing.assert_allclose(summary["share_as_robust"], share)


def test_a_structure_that_is_more_fragile_than_its_degrees() -> None:
    """Rings of four firms fall apart at once; rewired, firms of the same degrees hold together."""
    rings = [(f"r{ring:02d}{at}", f"r{ring:02d}{(at + 1) % 4}") for ring in range(30) for at in range(4)]
    table = cn.null_removal(linked(*rings), order="degree", measure="largest_component", rewirings=10)
    row = cn.null_summary(table).iloc[0]
    assert row["robustness"] < row["null_low"] <= row["null_mean"] <= row["null_high"]
    assert row["z"] < -2
    assert row["share_as_robust"] == 1
    assert table.attrs["moved"] > 0.9


def test_rewirings_that_are_all_alike_have_no_z() -> None:
    """Pairs of two firms stay pairs, whoever supplies whom."""
    net = linked(*[(f"s{at}", f"b{at}") for at in range(6)])
    row = cn.null_summary(cn.null_removal(net, order="degree", measure="largest_component", rewirings=5)).iloc[0]
    assert (row["robustness"], row["reason"]) == (pytest.approx(row["null_mean"]), "rewirings_alike")
    assert np.isnan(row["z"])


def test_what_is_not_defined_says_why() -> None:
    net = linked(("A", "B"), ("C", "D"))
    table = cn.null_removal(net, order={"two": iter(["A", "B"])}, measure=["served", "largest_component"], rewirings=2)
    summary = cn.null_summary(table).set_index("measure")
    assert summary["reason"].to_dict() == {"served": "no_leaders", "largest_component": "partial_order"}
    assert summary[["robustness", "null_mean", "z"]].isna().all(axis=None)


def test_threads_progress_and_other_options() -> None:
    net, steps = layered(), []
    options = {"order": "value", "measure": "served", "rewirings": 4, "links": True, "until": 0.5}
    one = cn.null_removal(net, **options, progress=lambda: steps.append(1))
    assert len(steps) == 5
    pd.testing.assert_frame_equal(one, cn.null_removal(net, **options, jobs=2))
    assert one["share_removed"].max() == 0.5


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda net: cn.rewired(net, seed=-1), "seed -1"),
        (lambda net: cn.rewired(net, swaps=-1), "swaps -1"),
        (lambda net: cn.null_removal(net, rewirings=1), "rewirings 1"),
        (lambda net: cn.null_removal(net, order={"x": [("A", "B")]}, links=True), "other links"),
        (lambda net: cn.null_summary(cn.removal(net, order="degree")), "how robust each rewiring"),
    ],
)
def test_what_cannot_be_done(call, problem: str) -> None:
    with pytest.raises(cn.InputError, match=problem):
        call(linked(("A", "B")))


@pytest.mark.parametrize(("links", "columns"), [(False, ["firm"]), (True, ["supplier", "buyer", "product"])])
def test_rewirings_name_no_firm_for_each_has_its_own_order(links: bool, columns: list[str]) -> None:
    curves = cn.null_removal(layered(), order="degree", measure="largest_component", rewirings=2, links=links)
    given, rewired = (curves[curves["network"].eq(name)] for name in ("given", "rewired"))
    alone = cn.removal(layered(), order="degree", measure="largest_component", links=links)
    assert given[columns].to_numpy().tolist() == alone[columns].to_numpy().tolist()
    assert rewired[columns].eq("").all(axis=None)
