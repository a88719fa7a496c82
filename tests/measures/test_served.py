"""Served purchases of chain leaders: by hand, and against the least fixed point computed anew."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn


def after(net: cn.SupplyNetwork, *removed: str, **options: Any) -> tuple[float, float, float]:
    """Value, low and high when these firms are gone."""
    curve = cn.removal(net, order={"these": removed}, measure="served", **options)
    assert curve["value"].iloc[0] == curve["low"].iloc[0] == curve["high"].iloc[0] == 1
    return tuple(curve[["value", "low", "high"]].iloc[-1].tolist())


def leading(net: cn.SupplyNetwork, *leaders: str) -> cn.SupplyNetwork:
    return net.with_leaders(leaders or ["L"])


# ---- by hand ------------------------------------------------------------------------------------------------


def test_suppliers_of_one_product_stand_in_for_each_other() -> None:
    net = leading(linked(("A", "L", "p", 70), ("B", "L", "p", 30)))
    assert after(net, "A") == (0.3, 0.3, 0.3)
    assert after(net, "A", "B") == (0.0, 0.0, 0.0)
    assert after(net, "L") == (0.0, 0.0, 0.0)


def test_nothing_says_what_is_essential() -> None:
    """Strictly L stops without q; leniently it goes on with p, and loses what B sold it."""
    net = leading(linked(("A", "L", "p", 60), ("B", "L", "q", 40)))
    assert after(net, "B") == (0.0, 0.0, 0.6)
    assert after(net, "A", "B") == (0.0, 0.0, 0.0)


def test_a_failure_goes_down_the_chain() -> None:
    net = leading(
        linked(("S", "M", "s", 5), ("M", "L", "m", 60), ("X", "L", "x", 40), ("T", "X", "t", 1), ("U", "X", "t", 1))
    )
    assert after(net, "S") == (0.0, 0.0, 0.4)
    assert after(net, "T") == (1.0, 1.0, 1.0)  # U makes the same
    assert after(net, "T", "U") == (0.0, 0.0, 0.6)


def test_the_essential_column_says_it_all() -> None:
    rows = [("A", "L", "p", 60, "yes"), ("B", "L", "q", 30, "no"), ("C", "L", "r", 10, "no"), ("D", "C", "d", 1, "yes")]
    net = leading(network(None, pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value", "essential"])))
    assert after(net, "B") == (0.7, 0.7, 0.7)
    assert after(net, "D") == (0.9, 0.9, 0.9)  # C stops, L does not
    assert after(net, "B", "C") == (0.6, 0.6, 0.6)
    assert after(net, "A") == (0.0, 0.0, 0.0)


def test_an_essential_column_that_is_filled_in_part() -> None:
    """Where a buyer says of some input that it is essential, leniently the others are not."""
    links = pd.DataFrame([("A", "L", "p", 60), ("B", "L", "q", 40)], columns=["supplier", "buyer", "product", "value"])
    told = leading(network(None, links.assign(essential=["yes", None])))
    assert after(told, "A") == (0.0, 0.0, 0.0)
    assert after(told, "B") == (0.0, 0.0, 0.6)
    spared = leading(network(None, links.assign(essential=["no", None])))
    assert after(spared, "A") == (0.4, 0.4, 0.4)
    assert after(spared, "B") == (0.0, 0.0, 0.6)
    assert after(spared, "A", "B") == (0.0, 0.0, 0.0)


def test_a_firm_of_non_essential_inputs_alone_never_stops() -> None:
    rows = [("S", "M", "s", 1, "no"), ("M", "L", "m", 1, "yes")]
    net = leading(network(None, pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value", "essential"])))
    assert after(net, "S") == (1.0, 1.0, 1.0)


def test_the_essential_table_goes_before_the_column() -> None:
    net = linked(
        ("A", "L", "p", 60), ("B", "L", "q", 30), ("C", "L", "r", 10), ("B", "C", "q", 5),
        firm=["A", "B", "C", "L"], industry=[None, None, "rubber", "trains"], role=[None] * 3 + ["leader"],
    )  # fmt: skip
    said = [
        ("p", "", "essential"),
        ("q", "trains", "non-essential"),
        ("q", "rubber", "essential"),
        ("r", "", "ignored"),
    ]
    table = pd.DataFrame(said, columns=["input", "buyer_industry", "importance"])
    assert after(net, "B", essential=table) == (0.6, 0.6, 0.6)  # C stops without q, L goes on without either
    assert after(net, "C", essential=table) == (0.9, 0.9, 0.9)
    assert after(net, "A", essential=table) == (0.0, 0.0, 0.0)
    # what the table does not name stays open
    assert after(net, "B", essential=table.iloc[:1]) == (0.0, 0.0, 0.6)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pd.DataFrame({"input": ["p"], "importance": ["essential"]}), "no column buyer_industry"),
        (pd.DataFrame({"input": ["p"], "buyer_industry": [""], "importance": ["vital"]}), "'vital' is no importance"),
    ],
)
def test_an_essential_table_at_fault(table: pd.DataFrame, words: str) -> None:
    with pytest.raises(cn.InputError, match=words) as caught:
        cn.removal(leading(linked(("A", "L", "p"))), essential=table)
    if "vital" in words:
        assert (caught.value.faults[0].row, caught.value.faults[0].column) == (2, "importance")


def test_links_without_product_go_by_the_industry_of_the_supplier() -> None:
    rows = [("A", "L", None, 40), ("B", "L", None, 30), ("C", "L", None, 30)]
    net = linked(*rows, firm=list("ABCL"), industry=["steel", "steel", None, None], sector=[None, "x", "rubber", None])
    assert after(leading(net), "A") == (0.6, 0.6, 0.6)  # B is of steel too
    assert after(leading(net), "C") == (0.0, 0.0, 0.7)
    assert after(leading(net), "A", "B") == (0.0, 0.0, 0.3)


def test_links_of_no_kind_are_each_its_own_product_or_all_one() -> None:
    rows = [("A", "L", None, 40), ("B", "L", None, 60)]
    assert after(leading(linked(*rows)), "A") == (0.0, 0.0, 0.6)
    links = pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value"])
    essential = leading(network(None, links.assign(essential="yes")))
    assert after(essential, "A") == (0.0, 0.0, 0.6)
    assert after(essential, "A", "B") == (0.0, 0.0, 0.0)
    spare = leading(network(None, links.assign(essential="no")))
    assert after(spare, "A") == (0.6, 0.6, 0.6)


def test_a_cycle_starts_as_working() -> None:
    net = leading(linked(("A", "B", "a", 1), ("B", "A", "b", 1), ("A", "L", "a", 10), ("X", "L", "a", 30)))
    assert after(net, "B") == (0.75, 0.75, 0.75)  # A stops with B
    assert after(net, "X") == (0.25, 0.25, 0.25)  # the two keep each other going
    both = leading(linked(("L", "A", "l", 1), ("A", "L", "a", 10), ("X", "L", "x", 30)))
    assert after(both, "X") == (0.0, 0.0, 0.25)


def test_leaders_that_supply_each_other() -> None:
    net = leading(linked(("A", "K", "a", 10), ("K", "L", "k", 20), ("B", "L", "b", 70)), "K", "L")
    assert after(net, "A") == (0.0, 0.0, 0.7)
    assert after(net, "K") == (0.0, 0.0, 0.7)
    assert after(net, "L") == (0.1, 0.1, 0.1)


def test_purchases_without_a_value_are_left_out_and_counted() -> None:
    net = leading(linked(("A", "L", "p", 99), ("B", "L", "p", None), ("C", "L", "p", 1), ("D", "A", "q", None)))
    curve = cn.removal(net, order={"a": ["A"]}, measure="served")
    assert curve["value"].tolist() == [1.0, pytest.approx(0.01)]
    assert curve["low"].tolist() == [1.0, pytest.approx(0.01)]
    assert curve["high"].tolist() == [1.0, 1.0]  # B still arrives, and may be all there is
    assert (curve.attrs["weights"], curve.attrs["unvalued"]) == ("value", 1)
    lost = cn.removal(net, order={"b": ["B", "A"]}, measure="served")
    assert lost["value"].tolist() == [1.0, 1.0, pytest.approx(0.01)]
    assert lost["low"].tolist() == [1.0, 0.0, 0.0]
    assert lost["high"].tolist() == [1.0, 1.0, pytest.approx(0.01)]
    drops = cn.criticality(net, measure="served").set_index("firm")
    assert drops.loc["B", ["served", "served_low", "served_high"]].tolist() == [0.0, 0.0, 1.0]
    assert drops.loc["A", ["served", "served_low", "served_high"]].tolist() == pytest.approx([0.99, 0.0, 0.99])
    bare = cn.removal(
        leading(linked(("A", "L", "p", None), ("B", "L", "p", None))), order={"a": ["A"]}, measure="served"
    )
    assert bare["value"].tolist() == [1.0, 0.5]
    assert (bare.attrs["weights"], bare.attrs["unvalued"]) == ("number of links", 0)
    valued = cn.removal(leading(linked(("A", "L", "p", 1))), order="degree", measure="served")
    assert valued.attrs["weights"] == "value"


@pytest.mark.parametrize(
    ("net", "reason"),
    [
        (linked(("A", "L", "p", 1)), "no_leaders"),
        (linked(("A", "B", "p", 1), firm=["A", "B", "L"], role=[None, None, "leader"]), "no_purchases"),
        (linked(("A", "L", "p", 0)).with_leaders(["L"]), "zero_value"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_defined_is_said(net: cn.SupplyNetwork, reason: str) -> None:
    curve = cn.removal(net, order="degree", measure=["served", "largest_component"])
    served = curve[curve["measure"] == "served"]
    assert len(served) == 1
    assert served[["value", "low", "high"]].isna().all(axis=None)
    assert served["reason"].tolist() == [reason]
    assert (curve.loc[curve["measure"] == "largest_component", "reason"] == "").all()
    drops = cn.criticality(net, measure="served")
    assert drops[["served", "served_low", "served_high"]].isna().all(axis=None)
    assert drops.attrs["reasons"] == {"served": reason}
    summary = cn.removal_summary(curve).set_index("measure")
    assert summary.loc["served", "reason"] == reason
    assert np.isnan(summary.loc["served", "robustness"])


# ---- against the definition ---------------------------------------------------------------------------------


def needs(net: cn.SupplyNetwork, *, high: bool) -> dict[str, dict[Any, tuple[set[str], bool]]]:
    """For each buyer its kinds of input: who supplies it, and whether it is essential."""
    industry, found = net.firm_column("industry"), {}
    for buyer, part in net.links.groupby("buyer"):
        kinds: dict[Any, tuple[set[str], bool]] = {}
        said = part["essential"] if "essential" in part else pd.Series(np.nan, part.index)
        for at, row in part.iterrows():
            kind = row["product"] if isinstance(row["product"], str) else industry[row["supplier"]]
            if not isinstance(kind, str):
                kind = "no kind" if high else at
            if high and said.isna().all():
                kind = "anything"
            suppliers, essential = kinds.get(kind, (set(), False))
            kinds[kind] = (suppliers | {row["supplier"]}, essential or said[at] != "no")
        found[buyer] = kinds
    return found


def served_by_definition(net: cn.SupplyNetwork, removed: set[str], *, high: bool) -> tuple[float, float]:
    """Return what is served of the known value, and the bound: what has no value weighs any amount where it is."""
    inputs, stopped = needs(net, high=high), set(removed)
    while True:
        more = {
            buyer
            for buyer, kinds in inputs.items()
            if any(essential and suppliers <= stopped for suppliers, essential in kinds.values())
        } - stopped
        if not more:
            break
        stopped |= more
    bought = net.links[net.links["buyer"].isin(net.leaders)]
    arrives = ~bought["supplier"].isin(stopped) & ~bought["buyer"].isin(stopped)
    weight = bought["value"].fillna(0.0) if bought["value"].notna().any() else pd.Series(1.0, bought.index)
    served = weight[arrives].sum() / weight.sum()
    bare = bought["value"].isna() & bought["value"].notna().any()
    if high:
        return served, 1.0 if (bare & arrives).any() else served
    return served, 0.0 if (bare & ~arrives).any() else served


@st.composite
def cases(draw: st.DrawFn) -> cn.SupplyNetwork:
    """Nothing is said of what is essential, or everything; with cycles, and links of no kind."""
    firms, links = draw(tables(firms=6, values=draw(st.sampled_from([True, None]))))
    links["value"] = links["value"].replace(0, 1)
    if draw(st.booleans()):
        kinds = links["product"].fillna(links["supplier"].map(firms.set_index("firm")["industry"])).fillna("no kind")
        words = {kind: draw(st.sampled_from(["yes", "no"])) for kind in sorted(set(kinds))}
        links["essential"] = kinds.map(words)
    firms["role"] = firms["role"].where(firms["role"] == "leader")
    firms.loc[firms["firm"] == links.loc[0, "buyer"], "role"] = "leader"
    return network(firms, links)


@settings(max_examples=40)
@given(cases(), st.data())
def test_every_step_against_the_definition(net: cn.SupplyNetwork, data: st.DataObject) -> None:
    order = data.draw(st.permutations(list(net.firms.index)))
    curve = cn.removal(net, order={"drawn": order}, measure="served")
    for k in range(len(order) + 1):
        row = curve.iloc[k]
        value, low = served_by_definition(net, set(order[:k]), high=False)
        assert (row["value"], row["low"]) == pytest.approx((value, low))
        assert row["high"] == pytest.approx(served_by_definition(net, set(order[:k]), high=True)[1])


@settings(max_examples=40)
@given(tables(firms=6), st.data())
def test_it_only_falls_and_stays_within_its_bounds(
    drawn: tuple[pd.DataFrame, pd.DataFrame], data: st.DataObject
) -> None:
    """Also where some links say what is essential and others do not."""
    firms, links = drawn
    links["essential"] = data.draw(
        st.lists(st.sampled_from(["yes", "no", None]), min_size=len(links), max_size=len(links))
    )
    net = network(firms, links)
    order = data.draw(st.permutations(list(net.firms.index)))
    curve = cn.removal(net, order={"drawn": order}, measure="served")
    if curve["reason"].iloc[0]:
        return
    for column in ("value", "low", "high"):
        values = curve[column].to_numpy()
        assert values[0] == 1
        assert values[-1] == 0
        assert (np.diff(values) <= 1e-12).all()
    assert (curve["low"] <= curve["value"]).all()
    assert (curve["value"] <= curve["high"]).all()
