"""One-hour supply radius: by hand with told times, and laws of the curve with estimated ones."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from helpers import Timetable, linked, network, networks, only
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.measures.quantiles import weighted_quantile
from chainnet.travel import great_circle_km

INF = float("inf")


@pytest.fixture
def near_and_far() -> cn.SupplyNetwork:
    """L buys from A (20 min), B (60), C (61), D (no way), E (not known)."""
    links = [("A", "L", "p", 10), ("B", "L", "p", 20), ("C", "L", "q", 30), ("D", "L", "q", 40), ("E", "L", "r", 100)]
    grades = [None, "srdi", "none", "srdi", "srdi", None]
    return linked(
        *links, firm=list("LABCDE"), role=["leader"] + [None] * 5, grade=grades, longitude=[1.0] * 6, latitude=[1.0] * 6
    )


TIMES = Timetable(A_L=(15, 20, 25), B_L=(50, 60, 70), C_L=(59, 61, 80), D_L=INF)


def said(row: pd.Series) -> list[float]:
    return row[["rate", "numerator", "denominator", "unknown", "low", "high"]].tolist()


def test_coverage_by_hand(near_and_far: cn.SupplyNetwork) -> None:
    table = cn.coverage(near_and_far, minutes=60, times=TIMES)
    for buyer in ("L", "(leaders)", "(all)"):
        count, value = only(table, buyer=buyer, by="count"), only(table, buyer=buyer, by="value")
        assert said(count) == [2 / 4, 2, 4, 1, 2 / 5, 3 / 5]
        assert said(value) == [30 / 100, 30, 100, 100, 30 / 200, 130 / 200]
        assert said(only(table, buyer=buyer, by="product")) == [1 / 2, 1, 2, 1, 1 / 3, 2 / 3]
        # the slow end loses B, the fast end wins C
        assert (count["slow"], count["fast"]) == (1 / 4, 3 / 4)
        assert (value["slow"], value["fast"]) == (10 / 100, 60 / 100)
        # over the reachable: 20, 60, 61 with values 10, 20, 30; D is beside them, E is nowhere
        assert (count["p50"], count["p90"], count["unreachable"]) == (60, 61, 1)
        assert (value["p50"], value["p90"], value["unreachable"]) == (60, 61, 40)
    assert table.attrs["area"] == "within 60 minutes (timetable)"


def test_value_weighted_percentiles() -> None:
    """Half of the value comes from the nearest firm, so that is where P50 lies."""
    net = linked(
        ("A", "L", "p", 50),
        ("B", "L", "p", 45),
        ("C", "L", "p", 5),
        firm=list("LABC"),
        longitude=[1.0] * 4,
        latitude=[1.0] * 4,
    )
    table = cn.coverage(net, times=Timetable(A_L=10, B_L=20, C_L=170))
    assert only(table, buyer="L", by="value")[["p50", "p90"]].tolist() == [10, 20]
    assert only(table, buyer="L", by="count")[["p50", "p90"]].tolist() == [20, 170]


def test_percentiles_of_a_small_buyer_are_not_lost_beside_large_ones() -> None:
    """Half of what K buys comes from A, whatever else is bought."""
    small = [("A", "K", "p", 1e-6), ("B", "K", "p", 1e-6)]
    large = [("A", f"L{i}", "p", 1e9 / (i + 3)) for i in range(4)] + [
        ("B", f"L{i}", "p", 1e9 / (i + 7)) for i in range(4)
    ]
    ids = ["A", "B", *(f"L{i}" for i in range(4)), "K"]
    net = linked(*small, *large, firm=ids, longitude=[1.0] * 7, latitude=[1.0] * 7)
    times = Timetable(A_K=10, B_K=20, **{f"{s}_L{i}": 30 for s in "AB" for i in range(4)})
    row = only(cn.coverage(net, times=times), buyer="K", by="value")
    assert row[["p50", "p90"]].tolist() == [10, 20]


def test_grade_counts_only_those_within_that_have_it(near_and_far: cn.SupplyNetwork) -> None:
    table = cn.coverage(near_and_far, times=TIMES, grade="srdi")
    assert said(only(table, buyer="L", by="count")) == [1 / 4, 1, 4, 1, 1 / 5, 2 / 5]  # E: not known at all
    assert said(only(table, buyer="L", by="value"))[:4] == [10 / 100, 10, 100, 100]


def test_all_unknown(near_and_far: cn.SupplyNetwork) -> None:
    row = only(cn.coverage(near_and_far, times=Timetable()), buyer="L", by="count")
    assert math.isnan(row["rate"])
    assert math.isnan(row["p50"])
    assert (row["reason"], row["unknown"], row["low"], row["high"]) == ("no_located_supplier", 5, 0.0, 1.0)


def test_nobody_is_located() -> None:
    net = linked(("A", "L"), firm=["A", "L"], role=[None, "leader"])
    for measure in (cn.coverage, cn.coverage_curve, cn.around, cn.alternatives):
        with pytest.raises(cn.InputError, match="no firm is located"):
            measure(net)


# ---- the estimate -------------------------------------------------------------------------------------------


def test_estimate_is_its_formula() -> None:
    net = linked(("A", "L"), firm=["A", "L"], longitude=[120.0, 121.0], latitude=[36.0, 36.5])
    km = float(great_circle_km(120.0, 36.0, 121.0, 36.5))
    travel = cn.Estimate().between(net, net.supplier, net.buyer)
    assert travel.minutes[0] == pytest.approx(5 + km * 1.324 / 72 * 60)
    assert travel.low[0] == pytest.approx(3 + km * 0.71)
    assert travel.high[0] == pytest.approx(8 + km * 1.5)
    other = cn.Estimate(terminal=0, detour=1.0, speed=60).between(net, net.supplier, net.buyer)
    assert other.minutes[0] == pytest.approx(km)
    assert cn.Estimate().km(60) == pytest.approx((60 - 5) / (1.324 / 72 * 60))
    assert cn.Estimate().km(3) == 0


def test_great_circles_of_known_length() -> None:
    quarter = math.pi / 2 * 6371.0088
    assert float(great_circle_km(0.0, 0.0, 90.0, 0.0)) == pytest.approx(quarter)
    assert float(great_circle_km(10.0, -90.0, 77.0, 90.0)) == pytest.approx(2 * quarter)
    assert float(great_circle_km(179.9, 10.0, -179.9, 10.0)) == pytest.approx(
        float(great_circle_km(0.0, 10.0, 0.2, 10.0))
    )
    assert float(great_circle_km(120.0, 36.0, 120.0, 36.0)) == 0


def test_a_firm_known_to_be_abroad_is_outside_and_not_unknown() -> None:
    regions = ["China", "Japan", "China", None]
    net = linked(
        *[(firm, "L") for firm in "ABC"],
        firm=list("LABC"),
        region=regions,
        longitude=[120.0] + [None] * 3,
        latitude=[36.0] + [None] * 3,
    )
    row = only(cn.coverage(net), buyer="L", by="count")
    assert said(row) == [0.0, 0, 1, 2, 0.0, 2 / 3]
    assert row["unreachable"] == 1


@pytest.mark.parametrize("bad", [{"terminal": -1}, {"detour": 0.5}, {"speed": 0}, {"speed": float("nan")}])
def test_parameters_out_of_range(bad: dict[str, float]) -> None:
    with pytest.raises(cn.InputError, match=next(iter(bad))):
        cn.Estimate(**bad)


# ---- the curve ----------------------------------------------------------------------------------------------


def test_the_curve_by_hand(near_and_far: cn.SupplyNetwork) -> None:
    curve = cn.coverage_curve(near_and_far, times=TIMES, step=20)
    count = curve[(curve["buyer"] == "L") & (curve["by"] == "count")].set_index("minutes")
    assert count.index.tolist() == list(range(0, 181, 20))
    assert count["rate"].tolist() == [0, 1 / 4, 1 / 4, 2 / 4] + [3 / 4] * 6
    assert count["low"].tolist() == [0, 1 / 5, 1 / 5, 2 / 5] + [3 / 5] * 6
    assert count["high"].tolist() == [1 / 5, 2 / 5, 2 / 5, 3 / 5] + [4 / 5] * 6
    assert count["slow"].tolist() == [0, 0, 1 / 4, 1 / 4] + [3 / 4] * 6  # 25, 70, 80
    assert count["fast"].tolist() == [0, 1 / 4, 1 / 4, 3 / 4] + [3 / 4] * 6  # 15, 50, 59
    assert count["numerator"].tolist() == [0, 1, 1, 2] + [3] * 6
    assert count[["denominator", "unknown", "imprecise"]].drop_duplicates().to_numpy().tolist() == [[4, 1, 0]]


@settings(max_examples=25)
@given(networks(firms=6), st.sampled_from([0, 5, 30, 60, 120, 180]))
def test_the_curve_agrees_with_coverage_and_only_rises(net: cn.SupplyNetwork, minutes: int) -> None:
    curve, table = cn.coverage_curve(net, step=5), cn.coverage(net, minutes=minutes)
    for (buyer, by), part in curve.groupby(["buyer", "by"]):
        for column in ("rate", "low", "high", "slow", "fast"):
            values = part[column].to_numpy()
            assert np.isnan(values).all() or (np.diff(values) >= -1e-12).all()
            assert np.isnan(values).all() or (values.min() >= 0 and values.max() <= 1), column
        assert (part["slow"] <= part["rate"]).all() or part["rate"].isna().all()
        assert (part["rate"] <= part["fast"]).all() or part["rate"].isna().all()
        row, at = only(table, buyer=buyer, by=by), part.set_index("minutes").loc[minutes]
        assert at["rate"] == pytest.approx(row["rate"], nan_ok=True)
        assert at["slow"] == pytest.approx(row["slow"], nan_ok=True)
        assert at["fast"] == pytest.approx(row["fast"], nan_ok=True)
        assert at["low"] == pytest.approx(row["low"], nan_ok=True)
        assert at["high"] == pytest.approx(row["high"], nan_ok=True)


def test_the_curve_is_at_most_one_whatever_the_sums() -> None:
    """A running sum and a plain sum of the same values may differ in the last digit."""
    random = np.random.default_rng(5)
    ids = [f"s{i}" for i in range(300)]
    firms = pd.DataFrame({"firm": ["L", *ids], "role": ["leader"] + [None] * 300})
    firms["longitude"], firms["latitude"] = 120 + random.uniform(0, 0.2, 301), 36.0
    net = network(firms, pd.DataFrame({"supplier": ids, "buyer": "L", "value": random.lognormal(size=300)}))
    curve = cn.coverage_curve(net, step=60)
    end = curve.loc[curve["minutes"] == 180, ["rate", "low", "high", "slow", "fast"]].to_numpy()
    assert end.max() <= 1
    np.testing.assert_allclose(end, 1)


def test_a_step_below_one_minute(near_and_far: cn.SupplyNetwork) -> None:
    with pytest.raises(cn.InputError, match="a step of 0 minutes"):
        cn.coverage_curve(near_and_far, times=TIMES, step=0)


def test_a_network_without_links(near_and_far: cn.SupplyNetwork) -> None:
    alone = near_and_far.subset(["L", "A"]).without(["A"])
    assert cn.coverage(alone)["rate"].isna().all()
    columns = ["buyer", "name", "by", "minutes", "rate", "low", "high", "slow", "fast"]
    assert list(cn.coverage_curve(alone)) == [*columns, "numerator", "denominator", "unknown", "imprecise"]
    assert cn.coverage_curve(alone).empty


# ---- around -------------------------------------------------------------------------------------------------


@pytest.fixture
def sites() -> cn.SupplyNetwork:
    """Two leaders and five others, of which nobody need be linked."""
    return linked(
        ("A", "L"), firm=list("LMABCDE"), name=list("lmabcde"), role=["leader", "leader"] + [None] * 5,
        grade=[None, None, "srdi", "srdi", "none", "little_giant", None], longitude=[1.0] * 7, latitude=[1.0] * 7,
    )  # fmt: skip


NEARBY = Timetable(
    M_L=10, A_L=(20, 30, 61), B_L=90, C_L=60, D_L=INF, L_L=0,
    L_M=10, A_M=100, B_M=(55, 61, 70), C_M=10, D_M=INF, E_M=5, M_M=0,
)  # fmt: skip


def test_around_by_hand(sites: cn.SupplyNetwork) -> None:
    table = cn.around(sites, minutes=60, times=NEARBY)
    assert table["buyer"].tolist() == ["(leaders)", "L", "M"]
    one = only(table, buyer="L")
    assert said(one) == [3 / 5, 3, 5, 1, 3 / 6, 4 / 6]  # M, A, C of M, A, B, C, D; E is not known
    assert (one["slow"], one["fast"], one["name"]) == (2 / 5, 3 / 5, "l")
    assert (one["p50"], one["p90"], one["unreachable"]) == (30, 90, 1)
    both = only(table, buyer="(leaders)")  # A by L, C by either, E by M; leaders themselves are not counted
    assert said(both) == [3 / 5, 3, 5, 0, 3 / 5, 3 / 5]
    assert (both["slow"], both["fast"]) == (2 / 5, 4 / 5)
    assert (both["p50"], both["p90"], both["unreachable"]) == (10, 61, 1)  # of 5, 10, 30, 61


def test_around_counts_a_grade(sites: cn.SupplyNetwork) -> None:
    """The share of SRDI SMEs within the hour of some leader: A of A, B and D; grades of E and a leader are unknown."""
    table = cn.around(sites, times=NEARBY, grade=["srdi", "little_giant"])
    assert said(only(table, buyer="(leaders)")) == [1 / 3, 1, 3, 1, 1 / 4, 2 / 4]
    assert said(only(table, buyer="M")) == [0.0, 0, 3, 2, 0.0, 2 / 5]


def test_around_other_sites(sites: cn.SupplyNetwork) -> None:
    table = cn.around(sites, sites=["A"], times=Timetable(L_A=1, B_A=2))
    assert table["buyer"].tolist() == ["A"]
    assert said(table.iloc[0]) == [1.0, 2, 2, 4, 2 / 6, 1.0]
    with pytest.raises(cn.InputError, match="no firm 'Z'"):
        cn.around(sites, sites=["Z"])
    with pytest.raises(cn.InputError, match="no chain leader"):
        cn.around(sites.with_leaders([]))


def test_a_rate_that_is_not_defined_has_a_reason() -> None:
    lost = linked(
        ("A", "L"),
        firm=["L", "A"],
        role=["leader", None],
        grade=["none", "none"],
        longitude=[1.0, None],
        latitude=[1.0, None],
    )
    for row in cn.around(lost).itertuples():
        assert math.isnan(row.rate)
        assert (row.reason, row.unknown, row.low, row.high) == ("no_located_supplier", 1, 0.0, 1.0)
    for row in cn.around(lost, grade="srdi").itertuples():
        assert math.isnan(row.rate)
        assert (row.reason, row.denominator, row.unknown) == ("no_firms", 0, 0)
    unplaced = linked(("A", "L"), firm=["L", "A"], role=["leader", None], longitude=[None, 1.0], latitude=[None, 1.0])
    for row in cn.around(unplaced).itertuples():
        assert math.isnan(row.rate)
        assert row.reason == "buyer_not_located"


def test_around_agrees_with_coverage_of_all_links() -> None:
    """Where everyone sells to the leader, potential and realised coverage are the same."""
    random = np.random.default_rng(3)
    ids = [f"s{i:02}" for i in range(40)]
    firms = pd.DataFrame({"firm": ["L", *ids], "role": ["leader"] + [None] * 40})
    firms["longitude"], firms["latitude"] = 120 + random.uniform(0, 2, 41), 36 + random.uniform(0, 2, 41)
    net = network(firms, pd.DataFrame({"supplier": ids, "buyer": "L"}))
    one, other = only(cn.around(net), buyer="L"), only(cn.coverage(net), buyer="L", by="count")
    for column in ("rate", "numerator", "denominator", "slow", "fast", "p50", "p90", "unreachable"):
        assert one[column] == pytest.approx(other[column]), column


# ---- alternatives -------------------------------------------------------------------------------------------


def test_alternatives_by_hand() -> None:
    """L buys p from A. Able besides: B sells p elsewhere, C lists it, D is far, E is lost, A and L do not count."""
    links = [("A", "L", "p"), ("B", "X", "p"), ("D", "X", "p"), ("A", "L", "q"), ("A", "X", None)]
    net = linked(
        *links, firm=list("LXABCDEF"), name=list("lxabcdef"), role=["leader"] + [None] * 7,
        products=["p", None, "p;q", None, "o; p", None, "p", "pp"], longitude=[1.0] * 8, latitude=[1.0] * 8,
    )  # fmt: skip
    times = Timetable(B_L=(40, 50, 70), C_L=(20, 30, 40), D_L=(55, 90, 99), A_L=1, F_L=1, X_L=1)
    table = cn.alternatives(net, times=times)
    assert table["product"].tolist() == ["p", "q"]
    p = only(table, product="p")
    assert p[["buyer", "name", "suppliers", "alternatives", "slow", "fast", "unknown"]].tolist() == [
        "L",
        "l",
        1,
        2,
        1,
        3,
        1,
    ]
    assert (p["nearest"], p["minutes"]) == ("C", 30)
    q = only(table, product="q")
    assert q[["suppliers", "alternatives", "slow", "fast", "unknown", "nearest"]].tolist() == [1, 0, 0, 0, 0, ""]
    assert math.isnan(q["minutes"])
    assert cn.alternatives(net, buyers=["X"], times=times)["suppliers"].tolist() == [2]


def test_the_nearest_alternative_is_one_firm_whatever_the_order_of_rows() -> None:
    firms = pd.DataFrame(
        {"firm": ["L", "S", "B", "A", "C"], "products": [None, None, "p", "p", "p"], "longitude": 1.0, "latitude": 1.0}
    )
    links = pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["p"]})
    times = Timetable(A_L=7, B_L=7, C_L=9)
    for turn in range(4):
        net = network(firms.sample(frac=1, random_state=turn), links)
        assert cn.alternatives(net, buyers=["L"], times=times)["nearest"].tolist() == ["A"]


def test_no_products_no_rows() -> None:
    net = linked(("A", "L"), firm=["L", "A"], role=["leader", None], longitude=[1.0, 1.0], latitude=[1.0, 1.0])
    table = cn.alternatives(net)
    assert table.empty
    assert list(table)[:4] == ["buyer", "name", "product", "suppliers"]


# ---- quantiles ----------------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 4)), max_size=20),
    st.sampled_from([0.5, 0.9]),
)
def test_weighted_quantiles_against_repetition(rows: list[tuple[int, int, int]], share: float) -> None:
    """A weight of k is k times the value; the quantile is the smallest value that reaches the share."""
    group, values, weight = (np.array([row[part] for row in rows], dtype=np.float64) for part in range(3))
    found = weighted_quantile(values, weight, group.astype(np.int64), 4, share)
    for g in range(4):
        repeated = sorted(value for of, value, times in rows for _ in range(times) if of == g)
        if repeated:
            assert found[g] == np.quantile(repeated, share, method="inverted_cdf")
        else:
            assert math.isnan(found[g])
