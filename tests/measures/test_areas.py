"""What is local: yes, no and not known, one pair at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from helpers import network, networks
from hypothesis import given, settings

import chainnet as cn
from chainnet.areas import NO, UNKNOWN, YES, both, either, has_grade, within

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


# ---- districts ------------------------------------------------------------------------------------------------------

BY_DISTRICT = [
    ({"adcode": "370213"}, {"adcode": "370213"}, YES_),
    ({"adcode": "370213"}, {"adcode": "370202"}, NO_),
    ({"adcode": "370200"}, {"adcode": "370202"}, UNKNOWN_),  # which district of Qingdao is not said
    ({"adcode": "370201"}, {"adcode": "370202"}, UNKNOWN_),  # 市辖区: all of them
    ({"adcode": "370200"}, {"adcode": "440305"}, NO_),  # whichever it is
    ({"adcode": "110101"}, {"adcode": "110101"}, YES_),  # Dongcheng is one, though its code ends in 01
    ({"city": "青岛", "district": "城阳区"}, {"adcode": "370214"}, YES_),  # a name beside a code
    ({"city": "青岛", "district": "城阳区"}, {"city": "青岛市", "district": "城阳区"}, YES_),
    ({"city": "南京", "district": "鼓楼区"}, {"city": "福州", "district": "鼓楼区"}, NO_),
    ({"district": "鼓楼区"}, {"district": "鼓楼区"}, UNKNOWN_),  # of which city?
    ({"district": "Kreis 4"}, {"district": "Kreis 4"}, YES_),
]


@pytest.mark.parametrize(("supplier", "buyer", "expected"), BY_DISTRICT)
def test_district(supplier: dict[str, Any], buyer: dict[str, Any], expected: int) -> None:
    assert verdict(cn.District(), supplier, buyer) == expected
    assert verdict(cn.District(), buyer, supplier) == expected


# ---- kilometres, polygons, unions -----------------------------------------------------------------------------------


def at(*places: tuple[float, float] | None, **columns: list[Any]) -> cn.SupplyNetwork:
    """The first firm buys from all others."""
    ids = [f"f{number}" for number in range(len(places))]
    firms = pd.DataFrame({"firm": ids, **columns})
    firms["longitude"] = [place[0] if place else None for place in places]
    firms["latitude"] = [place[1] if place else None for place in places]
    return network(firms, pd.DataFrame({"supplier": ids[1:], "buyer": ids[0]}))


def told(area: Any, net: cn.SupplyNetwork) -> list[int]:
    return area.verdict(net, net.supplier, net.buyer).tolist()


def test_kilometres() -> None:
    """One degree of a meridian is 111.195 km."""
    net = at((120.0, 36.0), (120.0, 37.0), None, None, region=["China", "China", "Japan", "China"])
    assert told(cn.Kilometres(111.2), net) == [YES, NO, UNKNOWN]
    assert told(cn.Kilometres(111.1), net) == [NO, NO, UNKNOWN]
    for wrong in (-1, float("nan")):
        with pytest.raises(cn.InputError):
            cn.Kilometres(wrong)


def test_the_precision_of_places_opens_the_bounds() -> None:
    """A firm at the point of its district may lie in a circle, or a polygon, or not."""
    net = at((120.3, 36.3), (120.39, 36.3), precision=["site", "district"], adcode=["370214", "370214"])
    for area in (cn.Kilometres(5), cn.Polygon(shapely.box(120.2, 36.2, 120.35, 36.35))):
        ends = area.ends(net, net.supplier, net.buyer)
        assert [int(end[0]) for end in ends] == [NO, NO, YES]
        row = cn.local_rate(net, area=area).query("buyer == 'f0' and by == 'count'").iloc[0]
        assert row[["rate", "low", "high", "imprecise"]].tolist() == [0, 0, 1, 1]
    far = cn.Polygon(shapely.box(100, 20, 101, 21))
    with pytest.warns(cn.InputWarning, match="no firm lies in the polygon, so nothing is local"):
        assert [int(end[0]) for end in far.ends(net, net.supplier, net.buyer)] == [NO, NO, NO]


HOLE = {"type": "Polygon", "coordinates": [
    [[120, 36], [122, 36], [122, 38], [120, 38], [120, 36]], [[120.5, 36.5], [121, 36.5], [121, 37], [120.5, 36.5]],
]}  # fmt: skip
ISLAND = {"type": "MultiPolygon", "coordinates": [[[[110, 20], [111, 20], [111, 21], [110, 20]]]]}


def geojson(folder: Path, content: Any) -> Path:
    path = folder / "area.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "content",
    [
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": HOLE}, {"type": "Feature", "geometry": ISLAND},
            {"type": "Feature", "geometry": None},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}},
        ]},
        {"type": "GeometryCollection", "geometries": [HOLE, ISLAND], "crs": {
            "type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
    ],
    ids=["features", "geometries"],
)  # fmt: skip
def test_polygons_with_holes_and_islands(tmp_path: Path, content: Any) -> None:
    area = cn.Polygon.read(geojson(tmp_path, content))
    net = at((0, 0), (121.5, 37.5), (120.9, 36.8), (120.0, 37.0), (110.9, 20.2), (110.1, 20.9), None)
    # inside, in the hole, on the border, on the island, beside it, not located
    assert told(area, net) == [YES, NO, YES, YES, NO, UNKNOWN]
    assert area.places_buyer(net).all()


BROKEN = [
    ("{", "no GeoJSON"),
    ({"type": "Point", "coordinates": [1, 2]}, "no polygon"),
    ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, "crosses itself.*0.5 0.5"),
    ({"type": "Polygon", "coordinates": [[[0, 0], [1]]]}, "can't be read"),
    ({"type": "Polygon", "coordinates": [[[-170, 0], [170, 0], [170, 1], [-170, 0]]]}, "antimeridian"),
    ({"type": "Polygon", "coordinates": [[[500000, 0], [500001, 0], [500001, 1], [500000, 0]]]}, "no degrees"),
    ({**HOLE, "crs": {"type": "name", "properties": {"name": "EPSG:32651"}}}, "EPSG:32651"),
]


@pytest.mark.parametrize(("content", "words"), BROKEN, ids=[words for _, words in BROKEN])
def test_polygons_that_can_not_be_used(tmp_path: Path, content: Any, words: str) -> None:
    with pytest.raises(cn.InputError, match=words) as caught:
        cn.Polygon.read(geojson(tmp_path, content))
    assert all(fault.hint for fault in caught.value.faults)
    with pytest.raises(cn.InputError, match="can't read"):
        cn.Polygon.read(tmp_path / "none.geojson")


def test_a_union_is_yes_where_one_is_and_no_where_all_are() -> None:
    net = at((120.0, 36.0), (120.0, 36.1), (125.0, 36.0), None, city=["Q", "T", "T", None])
    assert told(cn.Union([cn.Agree("city"), cn.Kilometres(30)]), net) == [YES, NO, UNKNOWN]
    assert told(cn.Union([cn.Firms(["f3"]), cn.Kilometres(30)]), net) == [YES, NO, YES]
    assert either(np.array([UNKNOWN]), np.array([NO])).tolist() == [UNKNOWN]
    with pytest.raises(cn.InputError):
        cn.Union([])


AREAS = [cn.City(), cn.District(), cn.Cluster(), cn.Agree("city"), cn.Minutes(60), cn.Kilometres(30), cn.Firms(["f0"]),
         cn.Polygon(shapely.box(119, 35, 121, 37)), cn.Union([cn.City(), cn.Kilometres(30)])]  # fmt: skip


@pytest.mark.parametrize("area", AREAS, ids=lambda area: type(area).__name__)
@settings(max_examples=8)
@given(net=networks())
def test_firms_of_one_zone_have_one_area(area: Any, net: cn.SupplyNetwork) -> None:
    zones = area.zones(net)
    everyone = np.arange(net.n, dtype=np.int32)
    for zone in np.unique(zones):
        one, *others = (area.verdict(net, everyone, np.full(net.n, buyer)) for buyer in np.flatnonzero(zones == zone))
        assert all((one == other).all() for other in others)
    assert area.describe("zh") != area.describe("en")
