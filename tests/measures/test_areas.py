"""What is local: yes, no and not known, one pair at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import network

import chainnet as cn
from chainnet.areas import NO, UNKNOWN, YES, both, has_grade, within

YES_, NO_, UNKNOWN_ = int(YES), int(NO), int(UNKNOWN)


def verdict(area: Any, supplier: dict[str, Any], buyer: dict[str, Any]) -> int:
    """Say whether one firm is local to another; a third firm fills every column."""
    columns = {*supplier, *buyer}
    other = {"adcode": "650102", "city": "Elsewhere", "province": "Far", "region": "China", "cluster": "other"}
    rows = [{"firm": "S", **supplier}, {"firm": "B", **buyer}, {"firm": "O", **{c: other.get(c) for c in columns}}]
    links = pd.DataFrame({"supplier": ["S"], "buyer": ["B"]})
    net = network(pd.DataFrame(rows), links)
    found = area.verdict(net, net.supplier, net.buyer)
    assert found.dtype == np.int8
    return int(found[0])


def place(adcode: str | None = None, **names: str) -> dict[str, Any]:
    return {"adcode": adcode, **names}


CITY_BY_CODE = [
    ("370213", "370202", YES_),  # two districts of Qingdao
    ("370213", "370602", NO_),  # Yantai, in the same province
    ("310112", "310115", YES_),  # Minhang and Pudong: a municipality is one city
    ("110101", "110228", YES_),  # Beijing, a district and a county
    ("120101", "120225", YES_),
    ("500103", "500233", YES_),  # Chongqing, its districts and its counties
    ("500103", "510104", NO_),
    ("429004", "429005", NO_),  # Xiantao and Qianjiang: cities of their own under the province
    ("429004", "429004", YES_),
    ("659001", "659002", NO_),
    ("310000", "310115", YES_),  # the municipality itself
    ("370200", "370213", YES_),  # the city itself
    ("440000", "440305", UNKNOWN_),  # Guangdong: the city is not said
    ("440000", "440000", UNKNOWN_),
    ("440000", "370213", NO_),  # whichever city of Guangdong it is
    (None, "370213", UNKNOWN_),
    (None, None, UNKNOWN_),
]


@pytest.mark.parametrize(("supplier", "buyer", "expected"), CITY_BY_CODE)
def test_city_by_code(supplier: str | None, buyer: str | None, expected: int) -> None:
    assert verdict(cn.City(), place(supplier), place(buyer)) == expected
    assert verdict(cn.City(), place(buyer), place(supplier)) == expected


@pytest.mark.parametrize(
    ("supplier", "buyer", "expected"),
    [
        ("370213", "370602", YES_),
        ("429004", "420106", YES_),
        ("310112", "320583", NO_),
        ("440000", "440305", YES_),
        (None, "440305", UNKNOWN_),
    ],
)
def test_province_by_code(supplier: str | None, buyer: str, expected: int) -> None:
    assert verdict(cn.Province(), place(supplier), place(buyer)) == expected


@pytest.mark.parametrize(
    ("supplier", "buyer", "expected"),
    [
        ({"city": "青岛"}, {"city": "青岛"}, YES_),
        ({"city": "青岛"}, {"city": "烟台"}, NO_),
        ({"city": None}, {"city": "青岛"}, UNKNOWN_),
        # with the word for its kind and without, and beside a code
        ({"city": "青岛市"}, {"city": "青岛"}, YES_),
        ({"city": "青岛市"}, {"city": None, "adcode": "370213"}, YES_),
        ({"city": "上海"}, {"city": None, "adcode": "310115"}, YES_),
        ({"city": "烟台"}, {"city": None, "adcode": "370213"}, NO_),
        # codes have the last word over names
        ({"city": "A", "adcode": "370213"}, {"city": "B", "adcode": "370202"}, YES_),
        ({"city": "A", "adcode": "370213"}, {"city": "A", "adcode": "370602"}, NO_),
        # a code on one side alone: the names decide
        ({"city": "A", "adcode": "370213"}, {"city": "A", "adcode": None}, YES_),
        # the province's code says nothing of the city: the names decide
        ({"city": "深圳", "adcode": "440000"}, {"city": "深圳", "adcode": "440305"}, YES_),
        ({"city": None, "adcode": "370213"}, {"city": "A", "adcode": None}, UNKNOWN_),
    ],
)
def test_city_by_name(supplier: dict[str, Any], buyer: dict[str, Any], expected: int) -> None:
    assert verdict(cn.City(), supplier, buyer) == expected


@pytest.mark.parametrize(
    ("supplier", "buyer", "expected"),
    [
        ({"province": "山东"}, {"province": "山东省"}, YES_),
        ({"province": "山东"}, {"province": "江苏省"}, NO_),
        ({"city": "青岛"}, {"city": "烟台市"}, YES_),  # a known city says which province it is in
        ({"city": "青岛"}, {"adcode": "320583", "city": None}, NO_),
        ({"province": None}, {"province": "江苏省"}, UNKNOWN_),
    ],
)
def test_province_by_name(supplier: dict[str, Any], buyer: dict[str, Any], expected: int) -> None:
    assert verdict(cn.Province(), supplier, buyer) == expected


@pytest.mark.parametrize("area", [cn.City(), cn.Province()], ids=["city", "province"])
def test_abroad_is_known_and_not_local(area: Any) -> None:
    at_home = {"region": "China", "adcode": "370213", "city": "青岛", "province": "山东"}
    nothing_more = {"adcode": None, "city": None, "province": None}
    abroad = {"region": "Japan", **nothing_more}
    assert verdict(area, abroad, at_home) == NO
    assert verdict(area, at_home, abroad) == NO
    assert verdict(area, abroad, {**at_home, "region": None}) == NO  # its code says that it is in China
    assert verdict(area, {"region": None}, at_home) == UNKNOWN
    assert verdict(area, {"region": "China"}, at_home) == UNKNOWN
    assert verdict(area, abroad, abroad) == UNKNOWN  # the same country, not the same city


def test_without_codes_and_names_the_region_is_the_place() -> None:
    net = network(
        pd.DataFrame({"firm": ["S", "B", "F"], "region": ["湾区", "湾区", "外地"]}),
        pd.DataFrame({"supplier": ["S", "F"], "buyer": ["B", "B"]}),
    )
    assert cn.City().verdict(net, net.supplier, net.buyer).tolist() == [YES, NO]


@pytest.mark.parametrize(
    ("supplier", "buyer", "expected"),
    [("one", "one", YES_), ("one", "two", NO_), ("none", "one", NO_), ("one", "none", NO_), ("none", "none", NO_),
     (None, "one", UNKNOWN_), ("one", None, UNKNOWN_), (None, "none", NO_), ("集群外", "one", NO_)],
)  # fmt: skip
def test_cluster(supplier: str | None, buyer: str | None, expected: int) -> None:
    """A firm known to be in no cluster is local to nobody, also of others in none."""
    assert verdict(cn.Cluster(), {"cluster": supplier}, {"cluster": buyer}) == expected


def test_any_column_that_must_agree() -> None:
    assert verdict(cn.Agree("stage"), {"stage": "x"}, {"stage": "x"}) == YES
    assert verdict(cn.Agree("stage"), {"stage": "x"}, {"stage": "y"}) == NO
    assert verdict(cn.Agree("stage"), {"stage": None}, {"stage": "y"}) == UNKNOWN


def test_a_fixed_value_whatever_the_buyer() -> None:
    fixed = cn.Fixed("region", "China")
    assert verdict(fixed, {"region": "China"}, {"region": None}) == YES
    assert verdict(fixed, {"region": "Japan"}, {"region": "Japan"}) == NO
    assert verdict(fixed, {"region": None}, {"region": "China"}) == UNKNOWN


def test_a_list_of_firms_leaves_nothing_unknown(chain: cn.SupplyNetwork) -> None:
    area = cn.Firms(["M", "R", "M"])
    assert area.verdict(chain, chain.supplier, chain.buyer).tolist() == [YES, NO, YES, NO]
    assert chain.links["supplier"].tolist() == ["M", "X", "R", "Y"]
    assert area.describe() == "2 listed firms"
    assert cn.Firms([]).verdict(chain, chain.supplier, chain.buyer).tolist() == [NO] * 4


def test_minutes_equal_to_the_threshold_are_within() -> None:
    assert within(np.array([60.0, 60.000001, np.inf, np.nan]), 60).tolist() == [YES, NO, NO, UNKNOWN]
    assert both(np.array([YES, YES, NO, UNKNOWN]), np.array([UNKNOWN, YES, UNKNOWN, UNKNOWN])).tolist() == [
        UNKNOWN, YES, NO, UNKNOWN,
    ]  # fmt: skip


def test_places_buyer(rich: cn.SupplyNetwork) -> None:
    """What tells a buyer that is not located from one whose suppliers are not."""
    assert cn.City().places_buyer(rich).tolist() == [True, True, False, True, False]
    assert cn.Cluster().places_buyer(rich).tolist() == [True, True, True, True, False]
    assert cn.Minutes().places_buyer(rich).tolist() == [True, True, True, True, False]
    assert cn.Firms(["001"]).places_buyer(rich).all()
    assert cn.Fixed("cluster", "青岛").places_buyer(rich).all()


@pytest.mark.parametrize(
    ("area", "words"),
    [
        (cn.City(), "adcode or city or region"),
        (cn.Province(), "adcode or province or city or region"),
        (cn.Cluster(), "cluster"),
        (cn.Agree("colour"), "no column 'colour'"),
        (cn.Fixed("role", "banker"), "no firm has role = 'banker'"),
        (cn.Firms(["Sx"]), "no firm 'Sx'"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_an_area_that_can_not_be_told_names_what_it_misses(area: Any, words: str) -> None:
    firms = pd.DataFrame({"firm": ["S1", "L"], "role": ["supplier", "leader"]})
    net = network(firms, pd.DataFrame({"supplier": ["S1"], "buyer": ["L"]}))
    with pytest.raises(cn.InputError, match=words) as caught:
        area.verdict(net, net.supplier, net.buyer)
    assert all(fault.hint for fault in caught.value.faults)


@pytest.mark.parametrize("minutes", [-1, float("nan"), float("inf")])
def test_minutes_must_be_a_number(minutes: float) -> None:
    with pytest.raises(cn.InputError):
        cn.Minutes(minutes)


def test_grades(rich: cn.SupplyNetwork) -> None:
    assert has_grade(rich, "srdi").tolist() == [NO, YES, NO, UNKNOWN, NO]
    assert has_grade(rich, ["little_giant", "srdi"]).tolist() == [YES, YES, NO, UNKNOWN, NO]
    with pytest.raises(cn.InputError, match="'giant' is no grade"):
        has_grade(rich, ["srdi", "giant"])
