"""Groups of firms removed at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, networks
from hypothesis import given, settings

import chainnet as cn

MEASURES = ["served", "largest_component", "largest_component_value", "leaders_reached", "efficiency"]


@settings(max_examples=25)
@given(networks(firms=6))
def test_a_group_is_the_removal_of_its_firms(net: cn.SupplyNetwork) -> None:
    """The drop is that of the curve which removes them one by one, once all are gone."""
    groups = {"one": list(net.firms.index[::2]), "two": list(net.firms.index[1:3]), "all": list(net.firms.index)}
    table = cn.group_removal(net, by=groups, measure=MEASURES).set_index("group")
    curves = cn.removal(net, order=groups, measure=MEASURES)
    for name, firms in groups.items():
        assert table.loc[name, "firms"] == len(firms)
        for measure in MEASURES:
            curve = curves[curves["order"].eq(name) & curves["measure"].eq(measure)]
            drop = 1 - curve["value"].iloc[-1] / curve["value"].iloc[0] if measure != "leaders_reached" else np.nan
            if measure in ("leaders_reached", "largest_component"):
                drop = curve["value"].iloc[0] - curve["value"].iloc[-1]
            if measure == "largest_component_value":
                drop = curve["value"].iloc[0] - curve["value"].iloc[-1]
            np.testing.assert_allclose(table.loc[name, measure], drop, atol=1e-12)
        served = curves[curves["order"].eq(name) & curves["measure"].eq("served")].iloc[-1]
        bounds = table.loc[name, ["served_high", "served_low"]].astype(float)
        np.testing.assert_allclose(bounds, [1 - served["low"], 1 - served["high"]], atol=1e-12)


def chain() -> cn.SupplyNetwork:
    """A and B of Qingdao sell C, D of Weifang sells C too, C sells L; E stands apart and nothing is said of it."""
    firms = pd.DataFrame(
        {
            "firm": list("ABCDEL"),
            "role": ["supplier", "supplier", None, "supplier", None, "leader"],
            "city": ["青岛市", None, "青岛", "潍坊", None, "济南"],
            "adcode": [None, "370213", None, None, None, None],
            "longitude": [120.38, 120.38, 120.40, 119.16, None, 117.0],
            "latitude": [36.07, 36.07, 36.10, 36.70, None, 36.65],
        }
    )
    rows = [("A", "C", "a", 1), ("B", "C", "a", 1), ("D", "C", "d", 2), ("C", "L", "c", 4), ("A", "C", "d", 2)]
    return network(firms, pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value"]))


def firms_of(net: cn.SupplyNetwork, by: str) -> dict[str, int]:
    table = cn.group_removal(net, by=by, measure="largest_component")
    return dict(zip(table["group"], table["firms"], strict=True))


def test_groups_by_what_is_known_of_firms() -> None:
    net = chain()
    assert firms_of(net, "city") == {"青岛市": 3, "潍坊市": 1, "济南市": 1}  # by code, and by name with or without 市
    assert firms_of(net, "province") == {"山东省": 5}
    assert firms_of(net, "tier") == {"0": 1, "1": 1, "2": 3}
    assert firms_of(net, "product") == {"a": 2, "c": 1, "d": 2}  # who sells it; A sells two
    assert firms_of(net, "role") == {"supplier": 3, "leader": 1}
    table = cn.group_removal(net, by="city")
    assert table.attrs["ungrouped"] == 1
    assert (table.attrs["by"], table.attrs["keep"]) == ("city", [])


@pytest.mark.parametrize("rows", [slice(None), slice(None, None, -1)])
def test_a_place_that_no_table_knows_goes_by_its_longest_spelling(rows: slice) -> None:
    cities = ["云中市", "云中", "云中", "雾里"]
    firms = pd.DataFrame({"firm": list("ABCD"), "city": cities}).iloc[rows]
    net = network(firms, pd.DataFrame({"supplier": list("ABC"), "buyer": list("BCD")}))
    assert firms_of(net, "city") == {"云中市": 3, "雾里": 1}


def test_the_worst_group_comes_first() -> None:
    table = cn.group_removal(chain(), by="product", measure=["served", "largest_component"])
    assert table["group"].tolist() == ["c", "a", "d"]  # all stop L; then fewer firms, then the name
    assert table["served"].tolist() == [1, 1, 1]
    assert table["share_removed"].tolist() == [pytest.approx(1 / 6), *[pytest.approx(1 / 3)] * 2]
    assert table.columns.tolist() == [
        "group", "firms", "share_removed", "served", "served_low", "served_high", "largest_component",
    ]  # fmt: skip


def test_kept_roles_stay() -> None:
    table = cn.group_removal(chain(), by="city", keep="leaders").set_index("group")
    assert "济南市" not in table.index
    assert table.loc["青岛市", "share_removed"] == pytest.approx(3 / 5)
    with pytest.raises(cn.InputError, match="no firm of any group"):
        cn.group_removal(chain(), by={"lead": ["L"]}, keep="leaders")


def test_not_defined_is_said() -> None:
    table = cn.group_removal(linked(("A", "B"), firm=["A", "B"], role=["supplier", "supplier"]), by="role")
    assert table[["served", "served_low", "served_high"]].isna().all(axis=None)
    assert table.attrs["reasons"] == {"served": "no_leaders"}


def test_firms_near_a_point() -> None:
    net = chain()
    assert cn.firms_near(net, longitude=120.38, latitude=36.07, km=0) == ["A", "B"]
    assert cn.firms_near(net, longitude=120.38, latitude=36.07, km=50) == ["A", "B", "C"]
    with pytest.raises(cn.InputError, match=r"no point 36.07,120.38"):
        cn.firms_near(net, longitude=36.07, latitude=120.38, km=50)
    with pytest.raises(cn.InputError, match="-1 km"):
        cn.firms_near(net, longitude=120, latitude=36, km=-1)
    with pytest.raises(cn.InputError, match="no firm's place is known"):
        cn.firms_near(linked(("A", "B")), longitude=120, latitude=36, km=1)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("stage", "no column 'stage'"),
        ("grade", "no column 'grade'"),
        ({"none": []}, "group none has no firm"),
        ({"one": ["A", "Z"]}, "no firm 'Z'"),
        ({}, "no firm is in a group"),
    ],
)
def test_groups_at_fault(by: object, words: str) -> None:
    with pytest.raises(cn.InputError, match=words):
        cn.group_removal(chain(), by=by)
