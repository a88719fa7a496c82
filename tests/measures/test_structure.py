"""The colours of firms: against a refinement by sets, and what they must not depend on."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.measures.prepared import Prepared
from chainnet.measures.structure import structure


def twin(net: cn.SupplyNetwork) -> list[object]:
    """Return the classes that firms fall into, by multisets in place of sums."""
    columns = [net.firm_column(name).fillna("").tolist() for name in ("role", "grade", "industry", "sector")]
    marks: list[object] = list(zip(*columns, strict=True))
    rows = net.links.fillna({"product": "", "value": -1.0})
    links = [*zip(net.supplier.tolist(), net.buyer.tolist(), rows["product"], rows["value"], strict=True)]
    for _ in range(net.n):
        around = [
            (
                marks[firm],
                frozenset(Counter((marks[b], product, value) for s, b, product, value in links if s == firm).items()),
                frozenset(Counter((marks[s], product, value) for s, b, product, value in links if b == firm).items()),
            )
            for firm in range(net.n)
        ]
        number = {mark: at for at, mark in enumerate(dict.fromkeys(around))}
        marks = [number[mark] for mark in around]
    return marks


@settings(max_examples=25)
@given(networks(firms=7))
def test_firms_are_told_apart_as_by_sets(net: cn.SupplyNetwork) -> None:
    colours, classes = structure(net).tolist(), twin(net)
    assert len(set(colours)) == len(set(classes)) == len(set(zip(colours, classes, strict=True)))


@settings(max_examples=15)
@given(tables(firms=7), st.permutations(range(7)), st.sampled_from([1, 0.1, 1 / 3, 1e4, 7e-9]), st.integers(0, 9))
def test_names_rows_and_unit_change_no_colour(
    drawn: tuple[pd.DataFrame, pd.DataFrame], places: list[int], unit: float, seed: int
) -> None:
    firms, links = drawn
    names = {firm: f"甲{place}" for firm, place in zip(firms["firm"], places, strict=False)}
    ends = {end: links[end].map(names) for end in ("supplier", "buyer")}
    other = network(
        firms.assign(firm=firms["firm"].map(names)).sample(frac=1, random_state=seed),
        links.assign(**ends, value=links["value"] * unit).sample(frac=1, random_state=seed),
    )
    net = network(firms, links)
    one = dict(zip([names[firm] for firm in net.firms.index], structure(net).tolist(), strict=True))
    assert one == dict(zip(other.firms.index, structure(other).tolist(), strict=True))


def test_shares_in_decimals_fall_between_no_two_steps() -> None:
    rows = [(f"s{at}", "L", "p", float(at)) for at in range(1, 2000)]
    colours = structure(linked(*rows))
    for unit in (0.1, 1 / 3, 1e-4, 3.0):
        assert (structure(linked(*[(*row[:3], row[3] * unit) for row in rows])) == colours).all()
    assert len(np.unique(colours)) == 2000


def test_colours_are_the_same_in_every_run_and_on_every_machine() -> None:
    net = linked(("A", "B", "轴承", 2), ("B", "C", None, None), firm=["A", "B", "C"], role=["supplier", None, "leader"])
    assert structure(net).tolist() == [12607532266523058139, 389281260027931494, 14091894913729749405]


@pytest.mark.parametrize("column", ["role", "grade", "industry", "sector", "revenue"])
def test_what_a_firm_is_tells_it_apart(column: str) -> None:
    marks = [1.0, 2.0, 1.0] if column == "revenue" else ["x", "y", "x"]
    marks = ["leader", "supplier", "leader"] if column == "role" else marks
    marks = ["srdi", "none", "srdi"] if column == "grade" else marks
    a, b, c = structure(linked(("A", "B"), ("B", "C"), ("C", "A"), firm=list("ABC"), **{column: marks}))
    assert len({a, b, c}) == 3  # one differs in itself, the others in what they are to it
    ring = structure(linked(("A", "B"), ("B", "C"), ("C", "A")))
    assert len(set(ring.tolist())) == 1


def test_what_a_link_is_tells_its_ends_apart() -> None:
    rows = [("a", "A"), ("b", "B")]
    for at, column in enumerate(("product", "value", "essential")):
        marks = [("p", "q"), (1.0, 2.0), ("yes", "no")][at]
        links = pd.DataFrame(rows, columns=["supplier", "buyer"]).assign(**{column: marks})
        assert len(np.unique(structure(network(None, links)))) == 4, column
    assert len(np.unique(structure(linked(*rows)))) == 2


def test_a_long_chain_is_told_apart_to_its_middle() -> None:
    net = linked(*[(f"f{at:03}", f"f{at + 1:03}") for at in range(300)])
    assert len(np.unique(structure(net))) == net.n


def test_firms_that_nothing_tells_apart_are_listed_by_id() -> None:
    net = linked(*[(f"s{at}", "hub") for at in (3, 1, 2)], firm=["s3", "hub", "s2", "s1"])
    assert [firm for firm in net.firms.index[Prepared(net).listed] if firm != "hub"] == ["s1", "s2", "s3"]
    empty = pd.DataFrame({"supplier": [], "buyer": []}, dtype="str")
    assert structure(cn.SupplyNetwork(pd.DataFrame(), empty)).tolist() == []
    assert len(set(structure(network(pd.DataFrame({"firm": ["A", "B"]}), empty)).tolist())) == 1
