"""Sets of firms: the exact programs against every set of small networks, the search against them, cases by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.measures.left import CURVES, undefined
from chainnet.measures.prepared import Prepared
from chainnet.measures.sets.component import Component
from chainnet.measures.sets.component_exact import plain_bound, prove_component
from chainnet.measures.sets.search import Search, Wanted
from chainnet.measures.sets.served import Served
from chainnet.measures.sets.served_exact import prove_served

CLOSE = 1e-9
NOBODY = np.empty(0, np.int32)  # the set to beat: the program finds the best by itself
TARGETS = st.sampled_from([0.2, 0.25, 0.4, 0.5, 0.75])


def random_served(rng: np.random.Generator, *, firms: int = 9, kinds: int = 1) -> Served | None:
    """Draw firms with few kinds of inputs, so that many stand in for each other and many cycles arise."""
    n = int(rng.integers(3, firms + 1))
    rows = rng.integers(0, [n, n, kinds], (int(rng.integers(2, 3 * n)), 3))
    rows = np.unique(rows[rows[:, 0] != rows[:, 1]], axis=0).astype(np.int32)
    if not len(rows):
        return None
    supplier, buyer, kind = rows.T.copy()
    groups, group = np.unique(buyer * 10 + kind, return_inverse=True)
    leader = rng.random(n) < 0.35
    weight = rng.integers(1, 9, len(rows)).astype(np.float64)
    if not leader[buyer].any():
        return None
    return Served(supplier, buyer, group.astype(np.int32), weight, rng.random(len(groups)) < 0.8, leader)


def random_component(rng: np.random.Generator) -> Component:
    n = int(rng.integers(3, 9))
    one, other = rng.integers(0, n, (2, int(rng.integers(0, 2 * n)))).astype(np.int32)
    return Component(rng.permutation(n).astype(np.int32), one[one != other], other[one != other])


def least_by_size(loss: Served | Component, removable: np.ndarray) -> list[float]:
    """What the worst set of 0, 1, ... firms leaves, every set tried."""
    firms = np.flatnonzero(removable)
    return [
        min(loss.left(np.array(chosen, dtype=np.int32)) for chosen in itertools.combinations(firms, size))
        for size in range(len(firms) + 1)
    ]


def smallest(least: list[float], target: float) -> float:
    return next((size for size, left in enumerate(least) if left < target - CLOSE), np.inf)


@pytest.mark.parametrize("kinds", [1, 2])
def test_served_program_against_every_set(kinds: int) -> None:
    """A cycle that stopped by itself would leave less than any set does."""
    rng = np.random.default_rng(kinds)
    gaps = []
    for _ in range(90):
        loss = random_served(rng, kinds=kinds)
        if loss is None:
            continue
        rank, removable = rng.permutation(loss.n).astype(np.int32), rng.random(loss.n) < 0.8
        least = least_by_size(loss, removable)
        k, target = int(rng.integers(1, 5)), float(rng.choice([0.25, 0.5, 0.75, rng.random() * 0.9 + 0.05]))
        best = least[min(k, len(least) - 1)]
        search, wanted = Search(loss, removable, rank), Wanted(k, None)
        found = search.found(wanted)
        proof = prove_served(loss, removable, rank, wanted, NOBODY, 30.0)
        assert abs(proof.bound - best) < 1e-6
        assert abs(loss.left(proof.chosen) - best) < 1e-6
        assert prove_served(loss, removable, rank, wanted, NOBODY, 30.0, relaxed=True).bound <= best + 1e-6
        assert loss.left(found) >= best - CLOSE  # greedy is never better than the best
        gaps.append(loss.left(found) - best)
        wanted = Wanted(None, target)
        found, size = search.found(wanted), smallest(least, target)
        proof = prove_served(loss, removable, rank, wanted, NOBODY, 30.0)
        assert proof.bound == size
        assert wanted.met(loss.left(found)) == wanted.met(loss.left(proof.chosen)) == np.isfinite(size)
        assert not np.isfinite(size) or len(found) >= len(proof.chosen) == size
    assert len(gaps) > 60
    assert np.mean(np.array(gaps) < CLOSE) > 0.95  # how close the search comes
    assert np.mean(gaps) < 0.005


def test_component_program_against_every_set() -> None:
    rng = np.random.default_rng(5)
    gaps = []
    for _ in range(90):
        loss = random_component(rng)
        removable = rng.random(loss.n) < 0.8
        least = least_by_size(loss, removable)
        k, target = int(rng.integers(1, 5)), float(rng.choice([0.25, 0.5, 0.75, rng.random() * 0.9 + 0.05]))
        best = least[min(k, len(least) - 1)]
        search, wanted = Search(loss, removable, loss.rank), Wanted(k, None)
        found = search.found(wanted)
        proof = prove_component(loss, removable, loss.rank, wanted, NOBODY, 30.0)
        assert abs(proof.bound - best) < CLOSE
        assert abs(loss.left(proof.chosen) - best) < CLOSE
        assert plain_bound(loss, removable, wanted).bound <= best + CLOSE
        gaps.append(loss.left(found) - best)
        assert gaps[-1] >= -CLOSE
        wanted, size = Wanted(None, target), smallest(least, target)
        found = search.found(wanted)
        assert prove_component(loss, removable, loss.rank, wanted, NOBODY, 30.0).bound == size
        assert plain_bound(loss, removable, wanted).bound <= size
    assert np.mean(np.array(gaps) < CLOSE) > 0.95


@settings(max_examples=12)
@given(networks(), st.sampled_from(["served", "largest_component"]), st.data())
def test_any_network(net: cn.SupplyNetwork, measure: str, data: st.DataObject) -> None:
    """What the table says is what `removal` says, whatever is missing; the first of k firms is the worst one."""
    assume(not undefined(Prepared(net), measure))
    k = data.draw(st.integers(1, 3))
    table = cn.critical_set(net, k=k, measure=measure, exact=data.draw(st.sampled_from([None, False])))
    curves = cn.removal(net, order={"this": table["firm"].tolist()}, measure=measure)
    pd.testing.assert_frame_equal(
        table[["value", "low", "high"]], curves.loc[1:, ["value", "low", "high"]].reset_index(drop=True)
    )
    assert len(table) <= k
    assert table["drop"].ge(0).all()
    assert table.attrs["bound"] <= table.attrs["value"] + CLOSE
    worst = cn.critical_set(net, k=1, measure=measure)
    assert worst.attrs["proven"]
    drop = cn.criticality(net, measure=measure)[measure].max()
    assert worst["drop"].sum() == pytest.approx(drop)


@settings(max_examples=5)
@given(networks(values=True), st.data())
def test_laws(net: cn.SupplyNetwork, data: st.DataObject) -> None:
    assume(not undefined(Prepared(net), "served"))
    given_firms, given_links = net.firms.reset_index(), net.links
    for measure in ("served", "largest_component"):
        usual = cn.critical_set(net, k=2, measure=measure, exact=False)
        order = data.draw(st.permutations(range(net.m)))
        scaled = given_links.iloc[list(order)].assign(value=lambda rows: rows["value"] * 7.3)
        turned = given_firms.iloc[::-1].reset_index(drop=True)
        other = cn.critical_set(network(turned, scaled), k=2, measure=measure, exact=False)
        assert other["firm"].tolist() == usual["firm"].tolist()
        np.testing.assert_allclose(other["value"], usual["value"])
        names = {firm: f"g{firm}" for firm in net.firms.index}  # in the same order: ties go by id
        renamed = network(
            given_firms.replace({"firm": names}), given_links.replace({"supplier": names, "buyer": names})
        )
        again = cn.critical_set(renamed, k=2, measure=measure, exact=False)
        assert again["firm"].tolist() == [names[firm] for firm in usual["firm"]]


# ---- by hand ------------------------------------------------------------------------------------------------

TWO_FOR_ONE = linked(
    ("M", "L", "bolt", 9.0), ("X", "L", "nut", 1.0), ("A", "M", "steel", 1.0), ("B", "M", "steel", 1.0),
    firm=["L", "M", "X", "A", "B"], role=["leader", "logistics", "logistics", "supplier", "supplier"],
)  # fmt: skip


@pytest.mark.parametrize("exact", [True, False])
def test_alternatives_matter_only_together(exact: bool) -> None:
    kept = {"keep": ["leaders", "logistics"], "exact": exact}
    assert len(cn.critical_set(TWO_FOR_ONE, k=1, **kept)) == 0  # neither alone hurts: nothing to list
    both = cn.critical_set(TWO_FOR_ONE, k=2, **kept)
    assert sorted(both["firm"]) == ["A", "B"]
    # without M the leader has no bolt and stops, whatever else arrives
    assert both["value"].tolist() == [1.0, 0.0]
    assert both["drop"].tolist() == [0.0, 1.0]
    smallest_set = cn.critical_set(TWO_FOR_ONE, target=0.5, **kept)
    assert sorted(smallest_set["firm"]) == ["A", "B"]
    assert smallest_set.attrs["bound"] == 2
    assert smallest_set.attrs["proven"]


def test_a_cycle_does_not_fail_by_itself() -> None:
    """M and N feed each other and may both be fed by A: without a cause they work on, without A they do not stop."""
    net = linked(
        ("M", "L", "p", 5.0), ("N", "M", "q", 1.0), ("M", "N", "r", 1.0), ("A", "M", "s", 1.0), ("B", "M", "s", 1.0),
        ("C", "N", "t", 1.0), ("D", "N", "t", 1.0),
        firm=["A", "B", "C", "D", "L", "M", "N"],
        role=["supplier"] * 4 + ["leader", "logistics", "logistics"],
    )  # fmt: skip
    kept = {"keep": ["leaders", "logistics"], "exact": True}
    one = cn.critical_set(net, k=1, **kept)
    assert one.attrs["value"] == one.attrs["bound"] == 1.0
    prepared = Prepared(net)
    loss = Served.of(prepared)
    removable = net.firm_column("role").eq("supplier").to_numpy(dtype=bool)
    proof = prove_served(loss, removable, prepared.rank, Wanted(1, None), NOBODY, 30.0)
    assert proof.bound == pytest.approx(1.0)
    two = cn.critical_set(net, k=2, **kept)
    assert two.attrs["value"] == two.attrs["bound"] == 0.0
    assert set(two["firm"]) in ({"A", "B"}, {"C", "D"})


def test_a_firm_with_several_products() -> None:
    """S alone sells two inputs in pairs with others: with either partner of both it takes more than any pair."""
    net = linked(
        ("A", "L", "p", 4.0), ("B", "L", "q", 3.0), ("C", "L", "r", 3.0), ("S", "A", "x", 1.0), ("T", "A", "x", 1.0),
        ("S", "B", "y", 1.0), ("T", "B", "y", 1.0), ("U", "C", "z", 1.0),
        firm=["A", "B", "C", "L", "S", "T", "U"],
        role=["logistics"] * 3 + ["leader"] + ["supplier"] * 3,
    )  # fmt: skip
    essential = pd.DataFrame({"input": ["p", "q", "r"], "buyer_industry": "", "importance": "non-essential"})
    rest = pd.DataFrame({"input": ["x", "y", "z"], "buyer_industry": "", "importance": "essential"})
    table = cn.critical_set(net, k=2, keep=["leaders", "logistics"], essential=pd.concat([essential, rest]))
    assert sorted(table["firm"]) == ["S", "T"]
    assert table.attrs["value"] == pytest.approx(0.3)
    assert table.attrs["proven"]


def greedy_trap() -> tuple[cn.SupplyNetwork, pd.DataFrame]:
    """Fourteen purchases: A and B stop half of them each, C1 eight, C2 four and C3 two, so that greedy takes three."""
    halves = {"A": range(7), "B": range(7, 14)}
    thirds = {"C1": [0, 1, 2, 3, 7, 8, 9, 10], "C2": [4, 5, 11, 12], "C3": [6, 13]}
    sold = [(f"E{i:02}", "L", f"e{i:02}", 1.0) for i in range(14)]
    needed = [(s, f"E{i:02}", f"{s}{i}", 1.0) for s, of in (halves | thirds).items() for i in of]
    ids = ["A", "B", "C1", "C2", "C3", *(f"E{i:02}" for i in range(14)), "L"]
    role = ["supplier"] * 5 + ["logistics"] * 14 + ["leader"]
    inputs = [product for *_, product, _ in sold + needed]
    spared = ["non-essential"] * 14 + ["essential"] * len(needed)
    essential = pd.DataFrame({"input": inputs, "buyer_industry": "", "importance": spared})
    return linked(*sold, *needed, firm=ids, role=role), essential


@pytest.mark.parametrize("k", [3, 4])
def test_fewer_firms_where_fewer_do_as_much(k: int) -> None:
    net, essential = greedy_trap()
    kept = {"keep": ["leaders", "logistics"], "essential": essential}
    best = cn.critical_set(net, k=k, **kept)
    assert sorted(best["firm"]) == ["A", "B"]
    assert best.attrs["value"] == best.attrs["bound"] == 0.0
    assert (best.attrs["fewest"], best.attrs["method"], best.attrs["proven"]) == (2, "exact", True)
    assert best.attrs["bound_source"] == "least possible"
    greedy = cn.critical_set(net, k=k, exact=False, **kept)
    assert greedy.attrs["value"] == 0.0
    assert greedy.attrs["fewest"] <= 2  # nothing is claimed that is not so
    assert cn.critical_set(net, k=1, **kept).attrs["fewest"] is None


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("target", [1e-5, 1e-9, 1e-12])
def test_a_tiny_target(target: float, exact: bool) -> None:
    table = cn.critical_set(TWO_FOR_ONE, target=target, keep=["leaders", "logistics"], exact=exact)
    assert sorted(table["firm"]) == ["A", "B"]
    assert table.attrs["value"] == 0.0
    whole = cn.critical_set(linked(("A", "B")), target=target, measure="largest_component", exact=exact)
    assert len(whole) == 2
    assert whole.attrs["value"] == 0.0


def test_star_and_path() -> None:
    star = linked(*[(f"S{i}", "hub", "p", 1.0) for i in range(6)])
    table = cn.critical_set(star, k=1, measure="largest_component")
    assert table["firm"].tolist() == ["hub"]
    assert table["value"].tolist() == [pytest.approx(1 / 7)]
    path = linked(*[(f"P{i}", f"P{i + 1}", "p", 1.0) for i in range(6)])
    found = cn.critical_set(path, target=0.35, measure="largest_component")  # parts of two: a set of two leaves 2, 2, 1
    assert len(found) == found.attrs["bound"] == 2


def test_impossible_and_wrong() -> None:
    with pytest.raises(cn.InputError, match=r"no set of firms brings it below 10\.0%: without all 2"):
        cn.critical_set(
            linked(
                ("A", "L", "p", 1.0), ("B", "L", "p", 1.0), ("K", "L", "q", 2.0),
                firm=["A", "B", "K", "L"], role=["supplier", "supplier", "logistics", "leader"],
                essential=None,
            ),
            target=0.1, keep=["leaders", "logistics"],
            essential=pd.DataFrame({"input": ["p", "q"], "buyer_industry": "", "importance": "non-essential"}),
        )  # fmt: skip
    for wrong in ({}, {"k": 1, "target": 0.5}, {"k": 0}, {"target": 0.0}, {"target": 1.0}, {"target": float("nan")}):
        with pytest.raises(cn.InputError):
            cn.critical_set(TWO_FOR_ONE, **wrong)
    with pytest.raises(cn.InputError, match="no chain leader"):
        cn.critical_set(linked(("A", "B", "p", 1.0)), k=1)
    with pytest.raises(cn.InputError, match="no measure"):
        cn.critical_set(TWO_FOR_ONE, k=1, measure="efficiency")
    firms = pd.DataFrame({"role": pd.Series(dtype="str")}, index=pd.Index([], dtype="str"))
    nothing = cn.SupplyNetwork(firms, pd.DataFrame({"supplier": [], "buyer": []}, dtype="str"))
    with pytest.raises(cn.InputError, match="no firm to count"):
        cn.critical_set(nothing, k=1, measure="largest_component")


def test_one_firm() -> None:
    alone = cn.SupplyNetwork(pd.DataFrame({"role": ["supplier"]}, index=["A"]), linked(("A", "B")).links.iloc[:0])
    table = cn.critical_set(alone, k=3, measure="largest_component")
    assert table[["firm", "value"]].to_numpy().tolist() == [["A", 0.0]]


def test_table_agrees_with_removal_curves() -> None:
    prepared = Prepared(TWO_FOR_ONE)
    firms = np.array([TWO_FOR_ONE.code("X"), TWO_FOR_ONE.code("A")], dtype=np.int32)
    for measure, loss in (("served", Served.of(prepared)), ("largest_component", Component.of(prepared))):
        assert loss.left(firms) == pytest.approx(CURVES[measure](prepared, firms).value[-1])
