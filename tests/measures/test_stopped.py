"""Who stops when a set of firms fails."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.errors import InputError


def network(links, **columns):
    ends = pd.DataFrame(links, columns=["supplier", "buyer", "product"][: len(links[0])])
    return cn.from_frames(links=ends.assign(**columns))


def states(net, firms, **given):
    table = cn.stopped(net, firms=firms, **given)
    return dict(zip(table["firm"], table["state"], strict=True))


def test_one_supplier_of_a_product_is_enough():
    net = network([("A", "X", "bolts"), ("B", "X", "bolts"), ("C", "X", "steel")], essential="yes")
    assert states(net, ["A"]) == {"A": "removed"}
    assert states(net, ["A", "B"]) == {"A": "removed", "B": "removed", "X": "stops"}
    assert states(net, ["C"]) == {"C": "removed", "X": "stops"}


def test_what_is_not_essential_stops_nobody():
    net = network([("A", "X", "bolts"), ("C", "X", "steel")], essential=["no", "yes"])
    assert states(net, ["A"]) == {"A": "removed"}


def test_without_a_word_on_essential_inputs_a_firm_may_stop():
    net = network([("A", "X", "bolts"), ("C", "X", "steel"), ("X", "Y", "pumps")])
    assert states(net, ["A"]) == {"A": "removed", "X": "may_stop", "Y": "may_stop"}
    assert states(net, ["A", "C"]) == {"A": "removed", "C": "removed", "X": "stops", "Y": "stops"}
    table = pd.DataFrame([("bolts", "", "essential"), ("pumps", "", "ignored")])
    table.columns = ["input", "buyer_industry", "importance"]
    assert states(net, ["A"], essential=table)["X"] == "stops"


def test_a_cycle_works_until_it_is_broken():
    net = network([("A", "B", "p"), ("B", "A", "q"), ("C", "A", "r")], essential="yes")
    assert states(net, ["B"]) == {"B": "removed", "A": "stops"}


def test_removed_firms_come_first_as_given_and_the_numbers_are_told():
    net = network([("A", "B"), ("B", "C"), ("C", "D")], essential="yes")
    table = cn.stopped(net, firms=["C", "A", "C"])
    assert table["firm"].tolist() == ["C", "A", "B", "D"]
    assert (table.attrs["removed"], table.attrs["stops"], table.attrs["may_stop"]) == (2, 2, 0)
    assert list(table.columns) == ["firm", "name", "state"]


@pytest.mark.parametrize("seed", range(6))
def test_it_agrees_with_a_fixed_point_found_by_hand_and_with_served(seed):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 30, (70, 2))
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    ids = [f"F{at:02}" for at in range(30)]
    links = pd.DataFrame({"supplier": [ids[at] for at in ends[:, 0]], "buyer": [ids[at] for at in ends[:, 1]]})
    links["product"] = rng.choice(["p", "q", "r"], len(links))
    links["essential"] = rng.choice(["yes", "no"], len(links), p=[0.7, 0.3])
    links["value"] = rng.random(len(links))
    firms = pd.DataFrame({"firm": ids, "role": ["leader"] * 3 + ["supplier"] * 27})
    net = cn.from_frames(firms, links)
    gone = list(rng.choice(ids[3:], 4, replace=False))
    down = set(gone)
    while True:
        needed = links.assign(works=~links["supplier"].isin(down), must=links["essential"].eq("yes"))
        groups = needed.groupby(["buyer", "product"]).agg(works=("works", "any"), must=("must", "any"))
        lacking = {buyer for (buyer, _), one in groups.iterrows() if one["must"] and not one["works"]}
        if lacking <= down:
            break
        down |= lacking
    found = states(net, gone)
    assert set(found) == down
    bought = links[links["buyer"].isin(ids[:3])]
    arrives = bought[~bought["supplier"].isin(down) & ~bought["buyer"].isin(down)]["value"].sum()
    curve = cn.removal(net, order={"gone": gone}, measure="served")
    last = curve[curve["removed"] == len(gone)]["value"].iloc[0]
    assert last == pytest.approx(arrives / bought["value"].sum())


def test_faults_say_what_to_write():
    net = network([("A", "B")])
    with pytest.raises(InputError, match="no firm 'X'"):
        cn.stopped(net, firms=["X"])
    with pytest.raises(InputError, match="no firm to remove") as error:
        cn.stopped(net, firms=[])
    assert "没有要移除的企业" in error.value.faults[0].told("zh")
    for given in (None, 7, pd.DataFrame({"firm": ["A"]})):
        with pytest.raises(InputError, match="firms is no list of ids"):
            cn.stopped(net, firms=given)


def test_synthetic_data_are_said_to_be():
    assert cn.stopped(network([("A", "B")]), firms=["A"]).attrs["synthetic"] is None
