"""Potential coverage: by hand with told times, laws of it, and the fast count beside the plain one."""

from __future__ import annotations

import math
import sys
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from helpers import Timetable, linked, network, networks, only
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.areas import has_grade
from chainnet.measures.bought import Bought
from chainnet.measures.nearby import nearby
from chainnet.measures.nearby_estimate import nearby_by_estimate
from chainnet.measures.ratios import tallies
from chainnet.measures.verdicts import at_ends, by_time
from chainnet.travel import Estimate, great_circle_km
from chainnet.travel.pairs import pair_km

INF = float("inf")


def said(row: pd.Series) -> list[float]:
    return row[["rate", "numerator", "denominator", "unknown", "low", "high"]].tolist()


@pytest.fixture
def town() -> cn.SupplyNetwork:
    """L buys p and q, M q and r. A sells p and r, B p, C and D q (D without a value); E lists q, F sells another."""
    links = [
        ("A", "L", "p", 10), ("A", "M", "r", 5), ("B", "X", "p", 30), ("C", "L", "q", 20), ("C", "M", "q", 40),
        ("D", "X", "q"), ("F", "X", "s", 99),
    ]  # fmt: skip
    return linked(
        *links, firm=list("LMXABCDEF"), role=["leader", "leader"] + [None] * 7,
        products=[None] * 7 + ["q; t", None], grade=[None, None, None, "srdi", "none", "srdi", None, "srdi", "srdi"],
        longitude=[1.0] * 9, latitude=[1.0] * 9,
    )  # fmt: skip


TIMES = Timetable(
    A_L=(40, 50, 65), B_L=(55, 70, 90), C_L=30, D_L=20, E_L=math.nan, F_L=1, X_L=1, M_L=200,
    A_M=80, C_M=INF, D_M=100, E_M=10, F_M=1, X_M=1, L_M=200, B_M=300,
)  # fmt: skip


def test_able_firms_what_they_sell_and_products_by_hand(town: cn.SupplyNetwork) -> None:
    """L could buy from A, B, C, D and E; M, which buys r from A too, from A, C, D and E."""
    table = cn.around(town, minutes=60, times=TIMES)
    assert table["buyer"].unique().tolist() == ["(leaders)", "L", "M"]
    assert table["by"].tolist() == ["count", "able", "value", "product"] * 3
    able = only(table, buyer="L", by="able")
    assert said(able) == [3 / 4, 3, 4, 1, 3 / 5, 4 / 5]  # A, C, D of A, B, C, D; E is not known
    assert (able["slow"], able["fast"]) == (2 / 4, 4 / 4)
    assert (able["rate_shorter"], able["rate_longer"]) == (2 / 4, 4 / 4)  # 45 and 75 minutes
    assert able[["p50", "p90", "unreachable", "reason"]].tolist() == [30, 70, 0, ""]
    # p: A 10 near, B 30 far; q: C 60 near, D nobody knows how much, near; E lists it and sells none
    value = only(table, buyer="L", by="value")
    assert said(value) == [70 / 100, 70, 100, 0, 70 / 100, 1.0]
    assert (value["slow"], value["fast"]) == (60 / 100, 100 / 100)
    assert value[["p50", "p90"]].tolist() == [30, 70]
    assert said(only(table, buyer="L", by="product")) == [1.0, 2, 2, 0, 1.0, 1.0]
    # M: q from E alone, r from nobody within; C is cut off
    assert said(only(table, buyer="M", by="able")) == [1 / 4, 1, 4, 0, 1 / 4, 1 / 4]
    assert only(table, buyer="M", by="able")["unreachable"] == 1
    assert said(only(table, buyer="M", by="product")) == [1 / 2, 1, 2, 0, 1 / 2, 1 / 2]


def test_near_any_leader_that_buys_the_product(town: cn.SupplyNetwork) -> None:
    """A is near L and E near M; B is near neither; r, which M alone buys, is near L and does not count there."""
    table = cn.around(town, minutes=60, times=TIMES)
    assert said(only(table, buyer="(leaders)", by="able")) == [4 / 5, 4, 5, 0, 4 / 5, 4 / 5]
    value = only(table, buyer="(leaders)", by="value")
    assert said(value) == [70 / 105, 70, 105, 0, 70 / 105, 1.0]
    assert said(only(table, buyer="(leaders)", by="product")) == [2 / 3, 2, 3, 0, 2 / 3, 2 / 3]


def test_only_firms_of_a_grade(town: cn.SupplyNetwork) -> None:
    """A, C and E are SRDI; of D it is not known."""
    table = cn.around(town, minutes=60, times=TIMES, grade="srdi")
    assert said(only(table, buyer="L", by="able")) == [1.0, 2, 2, 2, 2 / 4, 1.0]
    assert said(only(table, buyer="M", by="product")) == [1 / 2, 1, 2, 0, 1 / 2, 1 / 2]


def test_no_product_no_rows_but_by_number() -> None:
    net = linked(("A", "L"), firm=["L", "A"], role=["leader", None], longitude=[1.0, 1.0], latitude=[1.0, 1.0])
    assert cn.around(net)["by"].unique().tolist() == ["count"]
    some = linked(
        ("A", "L"), ("L", "A", "p"), firm=["L", "A"], role=["leader", None], longitude=[1.0] * 2, latitude=[1.0] * 2
    )
    row = only(cn.around(some), buyer="L", by="able")
    assert math.isnan(row["rate"])
    assert row["reason"] == "no_products"
    assert "value" not in set(cn.around(some)["by"])


def test_exactly_the_threshold_is_inside() -> None:
    net = linked(("A", "L"), firm=["L", "A"], role=["leader", None], longitude=[120.0, 120.4], latitude=[36.0, 36.1])
    minutes = float(Estimate().between(net, net.supplier, net.buyer).minutes[0])
    for threshold, inside in ((minutes, 1), (np.nextafter(minutes, 0), 0)):
        assert only(cn.around(net, minutes=threshold), buyer="L")["numerator"] == inside
        assert only(cn.coverage(net, minutes=threshold), buyer="L", by="count")["numerator"] == inside
        fast = nearby_by_estimate(net, np.array([0]), threshold, Estimate(), np.ones(2, dtype=np.int8), together=False)
        assert fast["numerator"].tolist() == [inside]


def test_an_island_is_flagged_where_times_are_estimates_only() -> None:
    """Zhoushan lies before Ningbo; Shaoxing on land."""
    net = linked(
        ("Z", "N", "p"), ("S", "N", "p"), firm=list("NZS"), role=["leader", None, None],
        longitude=[121.55, 122.11, 120.58], latitude=[29.87, 30.02, 30.00],
    )  # fmt: skip
    assert only(cn.coverage(net, minutes=120), buyer="N", by="count")["over_water"] == 1
    for by in ("count", "able", "product"):
        assert only(cn.around(net, minutes=120), buyer="N", by=by)["over_water"] == (0 if by == "product" else 1)
    assert only(cn.coverage(net, minutes=20), buyer="N", by="count")["over_water"] == 0  # outside either way
    told = Timetable(Z_N=50, S_N=50)
    assert cn.coverage(net, times=told)["over_water"].isna().all()
    assert cn.around(net, times=told)["over_water"].isna().all()
    where = cn.reachability(net, leader="N", minutes=120).set_index("firm")
    assert where["over_water"].to_dict() == {"Z": True, "S": False}


# ---- the fast count -----------------------------------------------------------------------------------------


def scattered(seed: int) -> cn.SupplyNetwork:
    """Make firms near one another, some at one place, lost, abroad, or known to their district only."""
    random = np.random.default_rng(seed)
    n = int(random.integers(3, 300))
    firms = pd.DataFrame(
        {"firm": [f"f{at}" for at in range(n)], "role": np.where(random.random(n) < 0.1, "leader", "")}
    )
    firms["longitude"], firms["latitude"] = random.uniform(118, 121, n), random.uniform(35, 37, n)
    firms["grade"] = random.choice(np.array(["srdi", "none", None]), n)
    firms["region"], firms["adcode"] = random.choice(np.array(["China", "Japan", None]), n), "370214"
    firms.loc[random.random(n) < 0.5, "adcode"] = None
    firms["precision"] = random.choice(["site", "district", "city"], n) if seed % 2 else "site"
    if seed % 3 == 0:
        firms[["longitude", "latitude"]] = firms[["longitude", "latitude"]].round(1)
    firms.loc[random.random(n) < 0.15 * (seed % 4), ["longitude", "latitude"]] = np.nan
    firms.loc[0, "role"], firms.loc[1, ["longitude", "latitude"]] = "leader", [120.0, 36.0]
    return network(firms, pd.DataFrame({"supplier": ["f1"], "buyer": ["f0"]}))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("grade", [None, "srdi"])
def test_the_fast_count_is_the_plain_one_to_the_last_digit(seed: int, grade: str | None) -> None:
    net = scattered(seed)
    minutes = [0.0, 3, 5, 10, 30, 60, 120, 1000][seed % 8]
    sites = np.flatnonzero(net.is_leader)
    graded = np.ones(net.n, dtype=np.int8) if grade is None else has_grade(net, grade)
    plain, fast = (
        count(net, sites, minutes, Estimate(), graded.copy(), together=True).drop(columns="over_water")
        for count in (nearby, nearby_by_estimate)
    )
    pd.testing.assert_frame_equal(fast[list(plain)], plain, check_exact=True, check_dtype=False)


def test_many_pairs_take_the_fast_count(monkeypatch: pytest.MonkeyPatch) -> None:
    net = scattered(1)
    plain = cn.around(net)
    monkeypatch.setattr(sys.modules["chainnet.measures.around"], "MOST_PAIRS", 0)
    fast = cn.around(net)
    assert fast["over_water"].isna().all()
    pd.testing.assert_frame_equal(
        fast.drop(columns="over_water"), plain.drop(columns="over_water"), check_exact=True, check_dtype=False
    )


def test_distances_of_pairs_are_those_of_the_formula() -> None:
    random = np.random.default_rng(0)
    places = np.column_stack([random.uniform(-180, 180, 500), random.uniform(-90, 90, 500)])
    firms = pd.DataFrame({"firm": range(500), "longitude": places[:, 0], "latitude": places[:, 1]})
    net = network(firms, pd.DataFrame({"supplier": [0], "buyer": [1]}))
    one, other = random.integers(0, 500, (2, 70_000)).astype(np.int32)
    start, end = net.coordinates[one], net.coordinates[other]
    np.testing.assert_array_equal(pair_km(net, one, other), great_circle_km(*start.T, *end.T))
    assert np.isfinite(pair_km(net, one, other)).mean() > 0.9


@settings(max_examples=25)
@given(networks(firms=7), st.sampled_from([0, 20, 60, 130]))
def test_compiled_counts_are_the_plain_ones(net: cn.SupplyNetwork, minutes: int) -> None:
    travel = Estimate().between(net, net.pairs.supplier, net.pairs.buyer)
    verdicts = by_time(travel, minutes)
    ends = at_ends(travel, minutes)
    fast, sums = Bought.by(net).tallies(verdicts, *ends.values())
    plain = tallies(net, verdicts.each(lambda verdict: verdict[net.pair_of_link]))
    for by, tally in plain.items():
        for part in ("yes", "known", "unknown", "least", "most", "imprecise", "open_yes", "open_no", "left_out"):
            np.testing.assert_allclose(
                getattr(fast[by], part), getattr(tally, part), rtol=1e-12, err_msg=f"{by} {part}"
            )
        for verdict, counted in zip(ends.values(), sums, strict=True):
            alone = Bought.by(net).sums([verdict])[0][by]
            assert (alone == counted[by]).all()


# ---- curves and maps ----------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(networks(firms=6), st.sampled_from([0, 30, 60, 180]))
def test_the_curve_agrees_with_around_and_only_rises(net: cn.SupplyNetwork, minutes: int) -> None:
    sites = [firm for firm, located in zip(net.firms.index, net.located, strict=True) if located]
    curve, table = cn.around_curve(net, sites=sites, step=5), cn.around(net, sites=sites, minutes=minutes)
    for (buyer, by), part in curve.groupby(["buyer", "by"]):
        row, at = only(table, buyer=buyer, by=by), part.set_index("minutes").loc[minutes]
        for column in ("rate", "low", "high", "slow", "fast"):
            assert at[column] == pytest.approx(row[column], nan_ok=True), (by, column)
            assert (np.diff(part[column].dropna()) >= -1e-12).all()


def test_sides_of_the_threshold_by_hand(town: cn.SupplyNetwork) -> None:
    times = Timetable(A_L=(40, 50, 65), C_L=30)
    table = cn.reachability(town, leader="L", times=times)
    assert table[["firm", "verdict", "value"]].to_numpy().tolist() == [["C", "inside", 20.0], ["A", "uncertain", 10.0]]
    assert cn.reachability(town, times=times).attrs["leader"] == "M"  # it buys most
    assert table.attrs["radius_km"] is None
    everyone = cn.reachability(town, leader="L", times=TIMES, linked=False).set_index("firm")
    assert everyone.loc[list("ABCDE"), "verdict"].tolist() == ["uncertain", "uncertain", "inside", "inside", "unknown"]
    assert everyone.loc["M", "verdict"] == "outside"
    assert everyone.loc["C", "value"] == 60
    with pytest.raises(cn.InputError, match="no chain leader"):
        cn.reachability(town.with_leaders([]))


def test_sides_that_the_precision_of_places_leaves_open() -> None:
    net = linked(
        ("A", "L"), ("B", "L"), firm=list("LAB"), role=["leader", None, None], adcode=["370214"] * 3,
        precision=["site", "site", "city"], longitude=[120.4] * 3, latitude=[36.3, 36.35, 36.35],
    )  # fmt: skip
    assert cn.reachability(net).set_index("firm")["verdict"].to_dict() == {"A": "inside", "B": "uncertain"}


def test_too_many_ways_leave_rows_by_count_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    firms = pd.DataFrame(
        {"firm": ["L", "S", "T"], "role": ["leader", None, None], "longitude": 120.0, "latitude": 36.0}
    )
    links = pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"], "product": ["bolt", "bolt"]})
    net = cn.from_frames(firms, links)
    assert cn.around(net).attrs["ways_left_out"] == 0
    monkeypatch.setattr(import_module("chainnet.measures.around"), "MOST_WAYS", 1)
    table = cn.around(net)
    assert set(table["by"]) == {"count"}
    assert table.attrs["ways_left_out"] == 2
