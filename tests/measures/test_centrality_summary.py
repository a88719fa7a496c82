"""What a table of centralities says in short."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from helpers import linked, only
from scipy.stats import kendalltau, spearmanr

import chainnet as cn


@pytest.fixture
def table(chain: cn.SupplyNetwork) -> pd.DataFrame:
    return cn.centrality(chain)


def test_by_role(chain: cn.SupplyNetwork, table: pd.DataFrame) -> None:
    """R, Y -> M -> L <- X: the leader buys 100 of 130, suppliers sell all."""
    found = cn.centrality_summary(chain, by="role", table=table)
    assert found["group"].unique().tolist() == ["leader", "supplier"]
    bought = only(found, group="leader", measure="in_strength")
    assert (bought["firms"], bought["mean"], bought["most"], bought["firm"]) == (1, 100, 100, "L")
    assert bought["share"] == pytest.approx(100 / 130)
    sold = only(found, group="supplier", measure="out_degree")
    assert (sold["firms"], sold["mean"], sold["median"], sold["share"]) == (4, 1, 1, 1)
    assert sold["firm"] == "M"  # all four have one buyer: the first by id
    cut = only(found, group="supplier", measure="articulation")
    assert (cut["mean"], cut["firm"]) == (0.25, "M")
    shares = found.groupby("measure")["share"].sum()
    np.testing.assert_allclose(shares, 1)


def test_by_tier_grade_and_any_column(chain: cn.SupplyNetwork, table: pd.DataFrame) -> None:
    tiers = cn.centrality_summary(chain, by="tier", table=table)
    assert tiers["group"].unique().tolist() == ["0", "1", "2"]
    assert only(tiers, group="2", measure="in_degree")["reason"] == ""
    assert set(cn.centrality_summary(chain, by="grade", table=table)["group"]) == {"unknown"}
    cities = cn.centrality_summary(chain, by="city", table=table[["firm", "core"]])
    assert cities[["group", "measure", "firms"]].to_numpy().tolist() == [["Q", "core", 3], ["T", "core", 2]]


def test_order_of_the_groups(rich: cn.SupplyNetwork) -> None:
    """Roles and grades as they are listed, tiers by number; what is not known comes last."""
    table = cn.centrality(rich, measures="core")
    roles = cn.centrality_summary(rich, by="role", table=table)["group"].tolist()
    assert roles == ["leader", "supplier", "logistics", "unknown"]
    grades = cn.centrality_summary(rich, by="grade", table=table)["group"].tolist()
    assert grades == ["champion", "little_giant", "srdi", "none", "unknown"]


def test_firms_that_reach_no_leader() -> None:
    net = linked(("S", "L"), ("A", "B"), role=["leader", "supplier", "supplier", "supplier"], firm=list("LSAB"))
    found = cn.centrality_summary(net, by="tier", table=cn.centrality(net, measures="core"))
    assert found[["group", "firms"]].to_numpy().tolist() == [["0", 1], ["1", 1], ["none", 2]]


def test_what_is_not_known_says_why() -> None:
    """No values at all; one value missing; a measure that is zero everywhere."""
    none = linked(("A", "B"), ("B", "C"))
    row = only(cn.centrality_summary(none), measure="in_strength", group="unknown")
    assert (row["reason"], row["unknown"]) == ("no_values", 3)
    assert np.isnan(row["mean"])
    assert pd.isna(row["firm"])
    some = linked(("A", "C", "p", 1.0), ("B", "C", "p", None), ("A", "D", "p", 3.0))
    row = only(cn.centrality_summary(some), measure="in_strength")
    assert (row["unknown"], row["most"], row["firm"], row["share"]) == (1, 3, "D", 1)
    pair = only(cn.centrality_summary(linked(("A", "B"))), measure="betweenness")
    assert (pair["reason"], pair["mean"], pair["firm"]) == ("zero_total", 0, "A")
    assert np.isnan(pair["share"])


def test_faults_of_the_summary(chain: cn.SupplyNetwork, table: pd.DataFrame) -> None:
    with pytest.raises(cn.InputError, match="no column 'colour'; write one of role, grade, tier"):
        cn.centrality_summary(chain, by="colour", table=table)
    with pytest.raises(cn.InputError, match="no chain leader is named"):
        cn.centrality_summary(chain.with_leaders([]), by="tier")
    with pytest.raises(cn.InputError, match="the table has no centrality"):
        cn.centrality_summary(chain, table=chain.links)
    for call in (cn.top_firms, cn.rank_correlation):
        with pytest.raises(cn.InputError, match="the table has no centrality"):
            call(chain.links)
    with pytest.raises(cn.InputError, match="0 rows"):
        cn.top_firms(table, rows=0)
    with pytest.raises(cn.InputError, match="'pearson' is no rank correlation; write spearman or kendall"):
        cn.rank_correlation(table, method="pearson")


def test_top_firms(table: pd.DataFrame) -> None:
    found = cn.top_firms(table, rows=2)
    assert found.columns.tolist() == ["measure", "rank", "firm", "name", "role", "value"]
    assert set(found["measure"]) == set(table.columns[3:]) - {"articulation"}
    assert found["measure"].value_counts().eq(2).all()
    bought = found[found["measure"] == "in_degree"]
    assert bought[["rank", "firm", "value"]].to_numpy().tolist() == [[1, "L", 2], [1, "M", 2]]
    between = found[found["measure"] == "betweenness"]
    assert between[["rank", "firm"]].to_numpy().tolist() == [[1, "M"], [2, "L"]]
    assert len(cn.top_firms(table[["firm", "name", "role", "core"]], rows=99)) == len(table)


def test_rounding_ranks_nobody(table: pd.DataFrame) -> None:
    noisy = table.assign(katz=1 + 1e-15 * np.arange(len(table)))
    katz = cn.top_firms(noisy)[lambda found: found["measure"] == "katz"]
    assert katz["rank"].eq(1).all()
    assert katz["firm"].is_monotonic_increasing
    assert only(cn.rank_correlation(noisy), measure="katz", other_measure="core")["reason"] == "constant"


@pytest.mark.parametrize("method", ["spearman", "kendall"])
def test_rank_correlation_against_scipy(method: str) -> None:
    """Ties, and values that are not known."""
    random = np.random.default_rng(2)
    values = {name: random.integers(0, 8, 60).astype(float) for name in ("in_degree", "out_strength", "core", "katz")}
    values["out_strength"][::7] = np.nan
    found = cn.rank_correlation(pd.DataFrame({"firm": [f"f{i}" for i in range(60)], **values}), method=method)
    assert len(found) == 6
    for row in found.itertuples():
        one, other = values[row.measure], values[row.other_measure]
        both = np.isfinite(one) & np.isfinite(other)
        theirs = {"spearman": spearmanr, "kendall": kendalltau}[method](one[both], other[both]).statistic
        assert row.correlation == pytest.approx(theirs, abs=1e-12)
        assert (row.firms, row.reason) == (both.sum(), "")


def test_correlations_that_are_not_defined() -> None:
    table = pd.DataFrame({"firm": ["a", "b"], "in_degree": [1, 1], "in_strength": [np.nan] * 2, "core": [1.0, np.nan]})
    found = cn.rank_correlation(table).set_index(["measure", "other_measure"])
    assert found["correlation"].isna().all()
    assert found["reason"].to_dict() == {
        ("in_degree", "in_strength"): "no_values",
        ("in_degree", "core"): "too_few_firms",
        ("in_strength", "core"): "no_values",
    }


def test_columns_that_are_no_groups() -> None:
    number = 24
    rows = [(f"f{i:02}", "f00", "p", 1.0) for i in range(1, number)]
    net = linked(
        *rows, firm=[f"f{i:02}" for i in range(number)], longitude=[120 + i / 8 for i in range(number)],
        city=["青岛市", "烟台市"] * 12, name=[f"厂{i}" for i in range(number)], founded=[1990.0, 2001.0] * 12,
    )  # fmt: skip
    table = cn.centrality(net, measures="core")
    for by in ("city", "founded"):
        assert len(cn.centrality_summary(net, by=by, table=table)) == 2
    with pytest.raises(cn.InputError, match="'longitude' holds numbers, not groups; write role"):
        cn.centrality_summary(net, by="longitude", table=table)
    with pytest.raises(cn.InputError, match="'name' has 24 groups of 24 firms"):
        cn.centrality_summary(net, by="name", table=table)


def test_neither_rows_nor_units_matter() -> None:
    random = np.random.default_rng(3)
    rows = [(f"f{s}", f"f{b}", f"p{i}", v) for i, (s, b, v) in enumerate(random.uniform(0, 20, (60, 3)).round())]
    rows = [row for row in rows if row[0] != row[1]]
    plain, other = linked(*rows), linked(*((s, b, p, 7.3 * v) for s, b, p, v in reversed(rows)))
    for of in (cn.rank_correlation, lambda table: cn.top_firms(table, rows=5).drop(columns="value")):
        one, two = of(cn.centrality(plain)), of(cn.centrality(other))
        pd.testing.assert_frame_equal(one, two, rtol=1e-9)
