"""Deep local supporting rate: worked examples, a dense solution, and what must hold for every network."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, only, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.measures import deep, inputs


def deep_of(net: cn.SupplyNetwork, buyer: str = "L", **options: Any) -> pd.Series:
    return only(cn.local_rate(net, deep=True, **options), buyer=buyer, by="deep")


def test_lsr_1(chain: cn.SupplyNetwork) -> None:
    row = deep_of(chain)
    assert row[["rate", "low", "high"]].tolist() == pytest.approx([0.4, 0.4, 0.4])
    assert row[["numerator", "denominator"]].tolist() == pytest.approx([40, 100])
    assert row["without_purchases"] == pytest.approx(0.7)  # X 40, and of M's 60 the 30 that it buys
    found = inputs.inputs_of(chain)
    own = found.own[found.rank]
    assert own.tolist() == pytest.approx([1 / 3, 0.5, 1, 1, 1])
    shares = found.solve(found.system, np.array([[True], [True], [False], [True], [False]]))[:, 0]
    assert shares.tolist() == pytest.approx([0.6, 2 / 3, 0, 1, 0])


LSR_2 = {
    "food": (0.843854, 0.820094), "mining": (0.859421, 0.838768), "manufactoring": (0.778831, 0.770252),
    "electricity": (0.791717, 0.738571), "construction": (0.926937, 0.923167), "trade": (0.898424, 0.891374),
    "transport": (0.862910, 0.858831), "other": (0.908925, 0.903496),
}  # fmt: skip


def test_lsr_2() -> None:
    """The test table of pymrio, read from its package: a sector is two halves, so that it may supply itself."""
    place = importlib.util.find_spec("pymrio")
    assert place is not None, "pip install chainnet[test]"
    assert place.origin is not None
    data = Path(place.origin).parent / "mrio_models" / "test_mrio" / "mrio_data"
    parts = [pd.read_csv(data / f"{name}.txt", sep="\t", header=None, dtype="str", keep_default_na=False)
             for name in ("trade_flows_Z", "finald_demand_Y")]  # fmt: skip
    flows, demand = (part[part[0].str.startswith("reg")] for part in parts)
    value = flows.iloc[:, 3:].to_numpy(dtype=np.float64)  # after region, sector and unit
    ids = (flows[0] + " " + flows[1]).tolist()
    assert len(ids) == 48
    output = value.sum(axis=1) + demand.iloc[:, 3:].to_numpy(dtype=np.float64).sum(axis=1)
    halves = [f"{name} {half}" for half in "ab" for name in ids]
    firms = pd.DataFrame({"firm": halves, "city": [name[:4] for name in halves], "revenue": np.tile(output / 2, 2)})
    split = np.tile(value / 4, (2, 2))
    own = np.arange(len(ids))
    for one, other in ((own, own + len(ids)), (own + len(ids), own)):
        split[one, one], split[one, other] = 0.0, value[own, own] / 2
    supplier, buyer = np.nonzero(split)
    ends = np.array(halves)
    links = pd.DataFrame({"supplier": ends[supplier], "buyer": ends[buyer], "value": split[supplier, buyer]})
    table = cn.local_rate(network(firms, links), area=cn.Fixed("city", "reg1"), deep=True)
    for sector, (share, through) in LSR_2.items():
        for half in "ab":
            rows = table[table["buyer"] == f"reg1 {sector} {half}"].set_index("by")["rate"]
            assert rows["value"] == pytest.approx(share, abs=1e-6)
            assert rows["deep"] == pytest.approx(through, abs=1e-6)


# ---- against a dense solution -------------------------------------------------------------------------------------


def dense(net: cn.SupplyNetwork, inside: np.ndarray) -> np.ndarray:
    """Deep rates by the formula, as it is written."""
    flows = np.zeros((net.n, net.n))
    np.add.at(flows, (net.supplier, net.buyer), net.value)
    revenue = net.firms["revenue"].to_numpy(dtype=float)
    output = np.maximum(np.maximum(flows.sum(axis=0), flows.sum(axis=1)), revenue)
    shares = flows / output
    made = np.linalg.solve((np.eye(net.n) - shares).T, (1 - shares.sum(axis=0)) * inside)
    with np.errstate(invalid="ignore"):
        return flows.T @ made / flows.sum(axis=0)


@settings(max_examples=30)
@given(networks(values=True), st.floats(1.0, 3.0))
def test_against_the_formula(net: cn.SupplyNetwork, least: float) -> None:
    firms = net.firms
    bought = np.maximum(*(np.bincount(end, net.value, net.n) for end in (net.buyer, net.supplier)))
    firms["revenue"] = bought * least + 1.0
    firms["city"] = net.firm_column("city").fillna("W")
    net = cn.SupplyNetwork(firms, net.links)
    table = cn.local_rate(net, area=cn.Agree("city"), deep=True)
    for buyer in {*net.links["buyer"]}:
        row = only(table, buyer=buyer, by="deep")
        expected = dense(net, firms["city"].eq(firms["city"][buyer]).to_numpy())[net.code(buyer)]
        assert row["rate"] == pytest.approx(expected, abs=1e-9)
        assert row["low"] == row["rate"] == row["high"]


@pytest.mark.parametrize("direct", [0, 5000])
def test_slow_cycles_are_solved_otherwise(monkeypatch: pytest.MonkeyPatch, direct: int) -> None:
    """A ring in which a millionth of what is sold comes from outside it."""
    monkeypatch.setattr(inputs, "DIRECT", direct)
    ring = [f"r{at}" for at in range(30)]
    rows = [(ring[at * 7 % 30], ring[(at + 1) * 7 % 30], None, 1.0) for at in range(30)]
    net = linked(*rows, ("raw", "r0", None, 1e-6), ("r3", "L", None, 1e-6),
                 firm=[*ring, "raw", "L"], city=["T"] * 30 + ["Q", "Q"])  # fmt: skip
    found = inputs.inputs_of(net).system
    assert found._sweeps == 0
    assert deep_of(net)["rate"] == pytest.approx(dense_share(net), abs=1e-8)
    assert 0.1 < dense_share(net) < 0.9


def dense_share(net: cn.SupplyNetwork) -> float:
    firms = net.firms.assign(revenue=0.0)
    return float(dense(cn.SupplyNetwork(firms, net.links), firms["city"].eq("Q").to_numpy())[net.code("L")])


def test_what_does_not_converge_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "DIRECT", 0)
    monkeypatch.setattr(inputs, "gmres", lambda *args, **options: (np.zeros_like(args[1]), 1))
    net = linked(("a", "b", None, 1.0), ("b", "a", None, 1.0), ("x", "a", None, 1e-6), ("a", "L", None, 1e-9),
                 firm=["a", "b", "x", "L"], city=["Q"] * 4)  # fmt: skip
    with pytest.raises(cn.InputError, match="residual"):
        cn.local_rate(net, deep=True)


# ---- closed groups, and what is not known -------------------------------------------------------------------------


def test_a_closed_group_is_named_and_the_others_have_numbers() -> None:
    """a and b only buy from each other; L buys from both a and x, M from x alone."""
    net = linked(
        ("a", "b", None, 5.0), ("b", "a", None, 5.0), ("a", "L", None, 1.0), ("x", "L", None, 3.0),
        ("x", "M", None, 1.0),
        firm=["L", "M", "a", "b", "x"], city=["Q"] * 5, role=["leader", "leader", None, None, None],
        revenue=[9.0, 9.0, None, None, None],
    )  # fmt: skip
    table = cn.local_rate(net, deep=True)
    assert table.attrs["closed"] == []  # what a sells to L is value that it adds
    firms, links = net.firms, net.links
    links.loc[links["supplier"].eq("a") & links["buyer"].eq("L"), "value"] = 1e-15
    links.loc[len(links)] = ["a", "L", "other", 0.0]
    closed = cn.SupplyNetwork(firms.assign(revenue=[9.0, 9.0, 5.0, 5.0, 3.0]), links)
    table = cn.local_rate(closed, deep=True)
    assert table.attrs["closed"] == [["a", "b"]]
    for buyer, rate in (("L", 1.0), ("M", 1.0)):  # what L buys of a is nothing to speak of
        assert only(table, buyer=buyer, by="deep")["rate"] == pytest.approx(rate)
    for buyer in ("a", "b", "(all)"):
        row = only(table, buyer=buyer, by="deep")
        assert math.isnan(row["rate"])
        assert row["reason"] == "singular"
    assert only(table, buyer="a", by="deep")[["low", "high"]].tolist() == [0.0, 1.0]


def test_places_that_are_not_known_open_the_bounds() -> None:
    """Half of what M sells is its own; it buys from a firm of unknown place."""
    net = linked(("Z", "M", None, 5.0), ("M", "L", None, 10.0), firm=["L", "M", "Z"], city=["Q", "Q", None])
    row = deep_of(net)
    assert row[["rate", "numerator", "denominator", "unknown", "low", "high"]].tolist() == pytest.approx(
        [1.0, 5, 5, 5, 0.5, 1.0]
    )


def test_a_missing_value_opens_what_rests_on_it() -> None:
    """Nothing says how much M buys from X: M may be as local as it likes. A's share of L stays."""
    net = linked(
        ("X", "M", None, None), ("R", "M", None, 1.0), ("M", "L", None, 4.0), ("A", "L", None, 6.0),
        firm=["A", "L", "M", "R", "X"], city=["Q", "Q", "Q", "Q", "T"], revenue=[9.0, 20.0, 9.0, 9.0, 9.0],
    )  # fmt: skip
    row = deep_of(net)
    assert row[["rate", "low", "high"]].tolist() == pytest.approx([1.0, 0.6, 1.0])
    bare = linked(("A", "L"), firm=["A", "L"], city=["Q", "Q"])
    assert deep_of(bare)["reason"] == "no_values"
    assert math.isnan(deep_of(bare)["rate"])


def test_grade_narrows_deep_too(chain: cn.SupplyNetwork) -> None:
    firms = chain.firms.assign(grade=["none", "srdi", "none", "none", "none"])
    row = deep_of(cn.SupplyNetwork(firms, chain.links), grade="srdi")
    assert row["rate"] == pytest.approx(0.3)  # what M adds itself


def test_leaders_alone(chain: cn.SupplyNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    table = cn.local_rate(chain, deep="leaders")
    assert table.loc[table["by"] == "deep", "buyer"].tolist() == ["(leaders)", "L"]
    monkeypatch.setattr(deep, "MOST_WORK", 1.0)
    with pytest.raises(cn.InputError, match="--deep leaders"):
        cn.local_rate(chain, deep=True)
    with pytest.raises(cn.InputError, match="deep"):
        cn.local_rate(chain, deep="all tiers")


# ---- laws -----------------------------------------------------------------------------------------------------------


def rows_of(table: pd.DataFrame) -> pd.DataFrame:
    columns = ["rate", "low", "high", "without_purchases", "reason"]
    return table[table["by"] == "deep"].set_index("buyer")[columns].sort_index()


@settings(max_examples=25)
@given(networks(), st.sampled_from(["city", "cluster", "minutes", "kilometres", "union"]))
def test_a_deep_rate_lies_between_its_bounds(net: cn.SupplyNetwork, kind: str) -> None:
    area = {"city": cn.City(), "cluster": cn.Cluster(), "minutes": cn.Minutes(60), "kilometres": cn.Kilometres(40),
            "union": cn.Union([cn.City(), cn.Kilometres(40)])}[kind]  # fmt: skip
    table = rows_of(cn.local_rate(net, area=area, deep=True))
    defined = table["rate"].notna()
    assert (table["reason"].eq("") == defined).all()
    part = table[defined]
    assert (part["low"] <= part["rate"] + 1e-9).all()
    assert (part["rate"] <= part["high"] + 1e-9).all()
    assert part[["rate", "low", "high", "without_purchases"]].stack().between(0, 1).all()


@settings(max_examples=15)
@given(networks(values=True))
def test_everything_is_local_where_the_area_is_everything(net: cn.SupplyNetwork) -> None:
    table = rows_of(cn.local_rate(net, area=cn.Firms(net.firms.index), deep=True))
    assert table.loc[table["rate"].notna(), "rate"].tolist() == pytest.approx([1.0] * int(table["rate"].notna().sum()))
    assert set(table["reason"]) <= {"", "singular", "no_purchases", "no_buyers"}


@settings(max_examples=10)
@given(tables(firms=6), st.sampled_from([1e4, 1 / 3]), st.integers(0, 99))
def test_neither_currency_nor_order_matters(drawn: tuple[pd.DataFrame, pd.DataFrame], factor: float, seed: int) -> None:
    firms, links = drawn
    one = cn.local_rate(network(firms, links), deep=True)
    mixed = network(
        firms.sample(frac=1, random_state=seed),
        links.assign(value=links["value"] * factor).sample(frac=1, random_state=seed),
    )
    pd.testing.assert_frame_equal(rows_of(one), rows_of(cn.local_rate(mixed, deep=True)), rtol=1e-7, atol=1e-8)
