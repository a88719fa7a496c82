"""Removal of links: by hand, and against networks made without them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import linked, networks
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn

MEASURES = ("largest_component", "largest_component_value", "served", "leaders_reached", "efficiency")


def removed_first(net: cn.SupplyNetwork, order: str) -> list[tuple[str, str, Any]]:
    from chainnet.measures.link_orders import link_orders_of
    from chainnet.measures.prepared import Prepared

    codes = link_orders_of(Prepared(net), order, 1, 0)[order][0]()
    return [tuple(row) for row in net.links.loc[codes, ["supplier", "buyer", "product"]].itertuples(index=False)]


def curve(net: cn.SupplyNetwork, *links: tuple[str, ...], measure: str) -> list[float]:
    return cn.removal(net, order={"mine": links}, measure=measure, links=True)["value"].round(9).tolist()


# ---- by hand ------------------------------------------------------------------------------------------------


def test_a_component_falls_apart_with_its_last_link() -> None:
    net = linked(("A", "B", "p"), ("A", "B", "q"), ("B", "C", "p"))
    links = [("A", "B", "p"), ("A", "B", "q"), ("B", "C")]
    assert curve(net, *links, measure="largest_component") == [1, 1, round(2 / 3, 9), round(1 / 3, 9)]
    table = cn.removal(net, order={"mine": links}, measure="largest_component", links=True)
    assert table["removed"].tolist() == [0, 1, 2, 3]
    assert table["share_removed"].round(9).tolist() == [0, round(1 / 3, 9), round(2 / 3, 9), 1]
    assert table["components"].tolist() == [1, 1, 2, 3]
    assert table["second"].round(9).tolist() == [0, 0, *[round(1 / 3, 9)] * 2]
    assert table.attrs["links"] is True
    assert "product" in table.attrs["ties"]


def test_a_firm_stops_with_the_last_link_of_an_input() -> None:
    """S1 and S2 sell M its only input; M and X sell L. The link S1 -> M goes, then S2 -> M: M stops."""
    net = linked(("S1", "M", "s", 1), ("S2", "M", "s", 1), ("M", "L", "m", 60), ("X", "L", "m", 40)).with_leaders(["L"])
    assert curve(net, ("S1", "M"), ("S2", "M"), ("X", "L"), measure="served") == [1, 1, 0.4, 0]
    assert curve(net, ("M", "L"), ("S1", "M"), measure="served") == [1, 0.4, 0.4]


def test_several_products_of_one_pair_are_several_links() -> None:
    net = linked(("S", "L", "p", 30), ("S", "L", "q", 20), ("T", "L", "q", 50)).with_leaders(["L"])
    assert curve(net, ("S", "L", "q"), ("S", "L", "p"), measure="served") == [1, 0.8, 0]
    assert curve(net, ("S", "L"), measure="served") == [1, 0, 0]  # without a product: both, p first


def test_in_a_cycle_firms_start_as_working() -> None:
    """A and B feed each other: that goes on until one link goes; then both stop, and L with them."""
    net = linked(("A", "B", "b", 1), ("B", "A", "a", 1), ("A", "L", "x", 9)).with_leaders(["L"])
    assert curve(net, ("A", "B"), measure="served") == [1, 0]
    assert cn.removal(net, order="value", measure="leaders_reached", links=True)["reason"].tolist() == ["no_sources"]


def test_a_firm_whose_links_are_gone_is_no_source() -> None:
    net = linked(("S", "M"), ("M", "L"), ("T", "K")).with_leaders(["L", "K"])
    assert curve(net, ("S", "M"), ("T", "K"), measure="leaders_reached") == [1, 0.5, 0]


def test_efficiency_goes_by_pairs() -> None:
    """On A -> B -> C distances are 1, 1, 2; a second product of A and B changes nothing."""
    net = linked(("A", "B", "p"), ("A", "B", "q"), ("B", "C", "p"))
    links = [("A", "B", "p"), ("A", "B", "q"), ("B", "C", "p")]
    assert curve(net, *links, measure="efficiency") == [1, 1, 0.4, 0]


# ---- orders -------------------------------------------------------------------------------------------------


def test_orders_of_links() -> None:
    net = linked(("a", "b", "p", 5), ("b", "c", "p", 9), ("d", "c", "q", 5), ("d", "c", "p", 5), ("c", "e", "p", 1))
    first, *tied, last = removed_first(net, "value")
    assert (first, last) == (("b", "c", "p"), ("c", "e", "p"))
    assert sorted(tied) == [("a", "b", "p"), ("d", "c", "p"), ("d", "c", "q")]  # by structure, then by product
    assert tied.index(("d", "c", "p")) + 1 == tied.index(("d", "c", "q"))
    assert removed_first(net, "degree")[0] == ("b", "c", "p")  # 2 x 3 partners
    graph = net.to_networkx(summed=True)
    through = nx.edge_betweenness_centrality(graph, normalized=False)
    found = [through[supplier, buyer] for supplier, buyer, _ in removed_first(net, "betweenness")]
    assert found == sorted(found, reverse=True)
    assert sorted(removed_first(net, "random")) == sorted(removed_first(net, "value"))
    with pytest.raises(cn.InputError, match="not every link has a value"):
        cn.removal(linked(("a", "b", "p", None), ("b", "c", "p", 1)), order="value", links=True)


def test_betweenness_of_many_links_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chainnet.measures.link_orders.MOST", 1)
    with pytest.raises(cn.InputError, match="takes too long"):
        cn.removal(linked(("a", "b")), order="betweenness", links=True)


def test_lists_of_links_are_checked() -> None:
    net = linked(("a", "b", "p"), ("a", "b", "q"), ("b", "c", "p"))
    table = pd.DataFrame({"supplier": ["b", "a"], "buyer": ["c", "b"], "product": [None, "q"]})
    assert len(cn.removal(net, order={"mine": table}, measure="largest_component", links=True)) == 3
    with pytest.raises(cn.InputError) as caught:
        cn.removal(net, order={"mine": [("a", "b"), ("a", "b", "q"), ("c", "a"), ("b", "c", "q")]}, links=True)
    assert [fault.problem for fault in caught.value.faults] == [
        "link a -> b (q) comes twice in mine", "no link c -> a in mine", "no link b -> c (q) in mine",
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["random", "value", "degree", "betweenness"])
def test_the_order_of_rows_does_not_matter(order: str) -> None:
    rows = [(f"f{a}", f"f{b}", "p", float(a + b)) for a in range(5) for b in range(7) if a != b]
    options: dict[str, Any] = {"order": order, "measure": MEASURES, "links": True, "runs": 3}
    one = cn.removal(linked(*rows).with_leaders(["f6"]), **options)
    other = cn.removal(linked(*rows[::-1]).with_leaders(["f6"]), jobs=2, **options)
    pd.testing.assert_frame_equal(one, other)


# ---- against networks without the links ---------------------------------------------------------------------


@settings(max_examples=30)
@given(networks(firms=6), st.data())
def test_every_step_against_what_is_left(net: cn.SupplyNetwork, data: st.DataObject) -> None:
    """Components and paths of the network that is made without the links."""
    order = data.draw(st.permutations(range(net.m)))
    entries = [
        (row.supplier, row.buyer, row.product) if isinstance(row.product, str) else None
        for row in net.links.itertuples(index=False)
    ]
    if None in entries:  # such an entry would stand for all links of its ends
        return
    table = cn.removal(net, order={"drawn": [entries[at] for at in order]}, measure=MEASURES, links=True)
    sources = set(net.firms.index) - set(net.links["buyer"])
    for k in range(net.m + 1):
        here = table[table["removed"].eq(k)].set_index("measure")["value"]
        left = cn.SupplyNetwork(net.firms, net.links.drop(index=list(order[:k])))
        graph = left.to_networkx(summed=True)
        assert here["largest_component"] == max(map(len, nx.weakly_connected_components(graph))) / net.n
        if "leaders_reached" in here and not np.isnan(here["leaders_reached"]):
            fed = sources.union(*(nx.descendants(graph, source) for source in sources))
            assert here["leaders_reached"] == pytest.approx(len(fed & set(net.leaders)) / len(net.leaders))
