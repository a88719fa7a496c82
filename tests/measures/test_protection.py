"""What to protect and what to add, against every choice on small networks."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network

import chainnet as cn
from chainnet.measures.new_links import _candidates
from chainnet.measures.prepared import Prepared

CLOSE = 1e-6


def drawn(rng: np.random.Generator) -> cn.SupplyNetwork | None:
    """Draw a network of six to eight firms, one or two of them leaders, of which many sell the same."""
    n = int(rng.integers(5, 8))
    ids = [f"f{i}" for i in range(n)]
    rows = rng.integers(0, [n, n, 2], (3 * n, 3))
    rows = np.unique(rows[rows[:, 0] != rows[:, 1]], axis=0)
    links = pd.DataFrame(
        {
            "supplier": [ids[s] for s in rows[:, 0]],
            "buyer": [ids[b] for b in rows[:, 1]],
            "product": ["pq"[kind] for kind in rows[:, 2]],
            "value": rng.integers(1, 9, len(rows)).astype(np.float64),
        }
    )
    firms = pd.DataFrame({"firm": ids, "role": ["leader", *["supplier"] * (n - 1)]})
    return network(firms, links) if links["buyer"].eq("f0").any() else None


def left_by_worst(net: cn.SupplyNetwork, attack: int, measure: str, protected: tuple[str, ...] = ()) -> float:
    """What the worst removal of suppliers that are not protected leaves, every set tried."""
    firms = [firm for firm in net.firms.index if firm not in protected and firm not in net.leaders]
    sets = itertools.combinations(firms, min(attack, len(firms)))
    orders = {str(at): list(chosen) for at, chosen in enumerate(sets)}
    curves = cn.removal(net, order=orders, measure=measure)
    return curves.groupby("order")["value"].last().min()


@pytest.mark.parametrize("measure", ["served", "largest_component"])
def test_protection_against_every_choice(measure: str) -> None:
    rng = np.random.default_rng(3)
    for _ in range(3):
        net = drawn(rng)
        if net is None:
            continue
        k, attack = (int(number) for number in rng.integers(1, 3, 2))
        table = cn.protection(net, k=k, attack=attack, measure=measure, keep="leaders")
        suppliers = [firm for firm in net.firms.index if firm not in net.leaders]
        choices = itertools.combinations(suppliers, k)
        best = max(left_by_worst(net, attack, measure, chosen) for chosen in choices)
        assert table.attrs["after"] == pytest.approx(best, abs=CLOSE)
        assert table.attrs["proven"]
        assert table.attrs["bound"] >= best - CLOSE
        assert table.attrs["before"] == pytest.approx(left_by_worst(net, attack, measure), abs=CLOSE)
        assert left_by_worst(net, attack, measure, tuple(table["firm"])) == pytest.approx(best, abs=CLOSE)
        np.testing.assert_array_equal(table["before"][1:], table["after"][:-1])
        heuristic = cn.protection(net, k=k, attack=attack, measure=measure, keep="leaders", exact=False)
        assert left_by_worst(net, attack, measure, tuple(heuristic["firm"])) <= best + CLOSE


def with_links(net: cn.SupplyNetwork, rows: list[tuple[str, str, str]]) -> cn.SupplyNetwork:
    """Return the network with these links added, over which nothing is bought."""
    more = pd.DataFrame(rows, columns=["supplier", "buyer", "product"]).assign(value=0.0)
    return network(net.firms.reset_index(), pd.concat([net.links, more], ignore_index=True))


@pytest.mark.parametrize("measure", ["served", "largest_component"])
def test_new_links_against_every_link(measure: str) -> None:
    """What the table says is what the changed network does, and one link is the best of all of them."""
    rng = np.random.default_rng(4)
    helped = 0
    for _ in range(3):
        net = drawn(rng)
        if net is None:
            continue
        table = cn.new_links(net, k=2, attack=1, measure=measure, keep="leaders")
        rows = list(table[["supplier", "buyer", "product"]].itertuples(index=False, name=None))
        before = left_by_worst(net, 1, measure)
        assert table.attrs["before"] == pytest.approx(before)
        for done, after in enumerate(table["after"], 1):
            assert left_by_worst(with_links(net, rows[:done]), 1, measure) == pytest.approx(after)
        assert table.attrs["after"] <= table.attrs["bound"] + CLOSE
        links = _candidates(Prepared(net))
        assert len(links.product) == table.attrs["candidates"]
        ids = net.firms.index
        every = zip(ids[links.supplier], ids[links.buyer], links.product, strict=True)
        best = max((left_by_worst(with_links(net, [row]), 1, measure) for row in every), default=before)
        first = table["after"].iloc[0] if len(table) else before
        assert first == pytest.approx(max(best, before))
        helped += first > before
    assert helped or measure == "largest_component"


# ---- by hand ------------------------------------------------------------------------------------------------

CHAIN = linked(
    ("M", "L", "bolt", 8.0), ("N", "L", "nut", 2.0), ("A", "M", "steel", 1.0), ("B", "N", "steel", 1.0),
    firm=["A", "B", "L", "M", "N"], role=["supplier", "supplier", "leader", "logistics", "logistics"],
)  # fmt: skip
ESSENTIAL = pd.DataFrame(
    {"input": ["bolt", "nut", "steel"], "buyer_industry": "", "importance": ["non-essential"] * 2 + ["essential"]}
)
KEPT = {"keep": ["leaders", "logistics"], "essential": ESSENTIAL}


def test_the_greater_supplier_is_protected() -> None:
    table = cn.protection(CHAIN, k=2, **KEPT)
    assert table["firm"].tolist() == ["A", "B"]
    np.testing.assert_allclose(table["before"], [0.2, 0.8])
    np.testing.assert_allclose(table["after"], [0.8, 1.0])
    assert table["worst"].tolist() == ["B", ""]


def test_a_second_source_is_added() -> None:
    """B, which sells steel to N, stands in for A: then only the loss of both stops M."""
    table = cn.new_links(CHAIN, k=2, **KEPT)
    rows = table[["supplier", "buyer", "product"]].to_numpy().tolist()
    assert rows == [["B", "M", "steel"], ["A", "N", "steel"]]
    np.testing.assert_allclose(table["before"], [0.2, 0.8])
    np.testing.assert_allclose(table["after"], [0.8, 1.0])
    assert table.attrs["bound"] == 1.0


def test_within_an_area() -> None:
    near = linked(
        ("M", "L", "bolt", 8.0), ("A", "M", "steel", 1.0), ("B", "X", "steel", 1.0), ("C", "X", "steel", 1.0),
        firm=["A", "B", "C", "L", "M", "X"], city=["青岛", "济南", "青岛", "青岛", "青岛", "青岛"],
        role=["supplier", "supplier", "supplier", "leader", "logistics", "logistics"],
    )  # fmt: skip
    anywhere = cn.new_links(near, keep=["leaders", "logistics"])
    assert anywhere["supplier"].tolist() == ["B"]  # ties go by id
    at_home = cn.new_links(near, keep=["leaders", "logistics"], within=cn.Agree("city"))
    assert at_home["supplier"].tolist() == ["C"]
    assert anywhere.attrs["candidates"] == 3
    assert at_home.attrs["candidates"] == 2


def test_within_an_area_of_which_nothing_is_known() -> None:
    with pytest.raises(cn.InputError, match="the firms table says nothing of longitude"):
        cn.new_links(CHAIN, within=cn.Minutes(60), **KEPT)
    links = CHAIN.links
    firms = CHAIN.firms.reset_index().assign(
        city=[{"A": "青岛市", "N": "烟台市"}.get(firm) for firm in CHAIN.firms.index]
    )
    table = cn.new_links(network(firms, links), within=cn.Agree("city"), **KEPT)
    assert len(table) == table.attrs["candidates"] == 0 < table.attrs["unplaced"]


def test_wrong() -> None:
    for function in (cn.protection, cn.new_links):
        for wrong in ({"k": 0}, {"attack": 0}):
            with pytest.raises(cn.InputError, match="is 0"):
                function(CHAIN, **wrong)
    with pytest.raises(cn.InputError, match="no link has a product"):
        cn.new_links(linked(("A", "B")), measure="largest_component")
