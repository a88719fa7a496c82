"""Datums, doubts about points, and placing firms by codes, names and addresses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainnet.gazetteer import city_named, city_of_place, load, place_of_code
from chainnet.gazetteer.mainland import on_mainland
from chainnet.reading import places
from chainnet.reading.placing import known_code, place, stated

DATA = Path(__file__).resolve().parents[2] / "data"
MILLIMETRE = 1e-8  # degrees, at least: a degree is 111 km

MAINLAND = {
    "Tiananmen": (116.39127, 39.90733),
    "Luohu": (114.118, 22.532),
    "Futian Port": (114.07, 22.52),
    "Shatoujiao": (114.2317, 22.558),
    "Yantian Port": (114.27, 22.575),
    "Shenzhen Bay Port": (113.945, 22.503),
    "Neilingding": (113.80, 22.41),
    "Gongbei": (113.55, 22.22),
    "Wanzai": (113.524, 22.195),
    "Hengqin": (113.53, 22.13),
    "Wailingding": (114.03, 22.10),
    "Dandong": (124.395, 40.125),
    "Heihe": (127.50, 50.245),
    "Erenhot": (111.977, 43.653),
    "Horgos": (80.415, 44.21),
    "Ruili": (97.855, 24.013),
    "Dongxing": (107.972, 21.545),
    "Hekou": (103.96, 22.51),
    "Manzhouli": (117.43, 49.59),
    "Suifenhe": (131.15, 44.40),
    "Sanya": (109.51, 18.25),
    "Xiamen": (118.089, 24.48),
    "Xiang'an airport": (118.35, 24.545),
    "Pingtan": (119.79, 25.50),
    "Chongming": (121.40, 31.62),
    "Zhoushan": (122.20, 30.00),
    "Yangshan": (122.07, 30.63),
    "Lingang": (121.93, 30.89),
    "Caofeidian": (118.45, 38.93),
    "Dongjiang": (117.80, 38.97),
}
ELSEWHERE = {
    "Seoul": (126.978, 37.5665),
    "Pyongyang": (125.76, 39.02),
    "Sinuiju": (124.398, 40.09),
    "Hanoi": (105.85, 21.03),
    "Mong Cai": (107.966, 21.525),
    "Lao Cai": (103.975, 22.48),
    "Vientiane": (102.60, 17.97),
    "Kathmandu": (85.324, 27.717),
    "Almaty": (76.90, 43.25),
    "Ulaanbaatar": (106.90, 47.92),
    "Blagoveshchensk": (127.54, 50.27),
    "Vladivostok": (131.886, 43.115),
    "Tokyo": (139.70, 35.70),
    "Okinawa": (127.68, 26.20),
    "Hong Kong": (114.158, 22.285),
    "Sheung Shui": (114.128, 22.502),
    "Tung Chung": (113.94, 22.29),
    "Macau": (113.543, 22.19),
    "Cotai": (113.56, 22.145),
    "Taipei": (121.565, 25.033),
    "Penghu": (119.57, 23.57),
    "Kinmen": (118.317, 24.432),
    "Lieyu": (118.235, 24.43),
    "Matsu": (119.94, 26.155),
    "Stanford": (-122.17, 37.43),
}
SHIFTED = ("GCJ-02", "BD-09")


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        *((text, "WGS-84") for text in ("wgs84", "WGS 84", "WGS-84", "EPSG:4326", "CGCS2000", "ＷＧＳ８４")),
        *((text, "GCJ-02") for text in ("GCJ02", "gcj-02", "高德", "腾讯", "火星坐标", "amap")),
        *((text, "BD-09") for text in ("BD09", "bd-09", "百度", "baidu", "bd09ll")),
        *((text, None) for text in ("", "北京54", "xian80", "-")),
    ],
)
def test_datums_are_known_by_their_spellings(text: str, datum: str | None) -> None:
    assert places.datum_named(text) == datum


def test_tiananmen_is_where_the_maps_show_it() -> None:
    amap = np.concatenate(places.from_wgs84([116.39127], [39.90733], "GCJ-02"))
    baidu = np.concatenate(places.from_wgs84([116.39127], [39.90733], "BD-09"))
    np.testing.assert_allclose(amap, [116.39751, 39.90874], atol=1.5e-5)
    np.testing.assert_allclose(baidu, [116.40387, 39.91509], atol=1.5e-4)


@pytest.mark.parametrize("datum", SHIFTED)
@pytest.mark.parametrize("name", MAINLAND)
def test_the_mainland_is_shifted(name: str, datum: str) -> None:
    there = np.array([MAINLAND[name]]).T
    shown = np.array(places.from_wgs84(*there, datum))
    km = places._km(*there, *shown)[0]
    assert 0.03 < km < 2.0
    np.testing.assert_allclose(places.to_wgs84(*shown, datum), there, rtol=0, atol=MILLIMETRE / 1000)


@pytest.mark.parametrize("datum", SHIFTED)
@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_places_are_not_shifted(name: str, datum: str) -> None:
    there = np.array([ELSEWHERE[name]]).T
    np.testing.assert_array_equal(places.from_wgs84(*there, datum), there)
    np.testing.assert_array_equal(places.to_wgs84(*there, datum), there)


@pytest.mark.parametrize("datum", places.DATUMS)
def test_the_inverse_is_exact_on_a_dense_grid(datum: str) -> None:
    draw = np.random.default_rng(20260101)
    there = np.vstack([draw.uniform(73, 135, 100_000), draw.uniform(17, 54, 100_000)])
    back = np.array(places.to_wgs84(*places.from_wgs84(*there, datum), datum))
    inside = on_mainland(*there)
    assert 0.3 < inside.mean() < 0.6
    np.testing.assert_allclose(back[:, inside], there[:, inside], rtol=0, atol=MILLIMETRE / 1000)
    # outside, nothing moves but within the width of the shift of the border
    moved = np.abs(back - there).max(axis=0) > MILLIMETRE
    assert not moved[inside].any()
    assert moved.mean() < 0.002
    assert places._km(*there, *back).max() < 2.0


@given(
    st.floats(-200, 200) | st.just(float("nan")),
    st.floats(-100, 100) | st.just(float("inf")),
    st.sampled_from(places.DATUMS),
)
def test_any_number_passes(longitude: float, latitude: float, datum: str) -> None:
    shown = places.from_wgs84([longitude], [latitude], datum)
    back = places.to_wgs84(*shown, datum)
    for before, after in zip((longitude, latitude), back, strict=True):
        assert np.isnan(before) == np.isnan(after[0])
        assert not np.isfinite(before) or abs(before - after[0]) < 0.02


def test_the_line_at_105_degrees_is_inverted_too() -> None:
    """The root in the formula has no slope there."""
    there = np.array([[105.0, 105 + 1e-12, 105 - 1e-9], [35.0, 30.0, 25.0]])
    back = places.to_wgs84(*places.from_wgs84(*there, "GCJ-02"), "GCJ-02")
    np.testing.assert_allclose(back, there, rtol=0, atol=MILLIMETRE)


def test_what_is_given_is_not_changed_and_shapes_stay() -> None:
    x, y = np.array([116.4, np.nan]), np.array([39.9, np.nan])
    shown = places.from_wgs84(x, y, "BD-09")
    assert x[0] == 116.4
    assert shown[0].shape == (2,)
    assert np.isnan(shown[0][1])
    assert np.isnan(shown[1][1])
    assert places.to_wgs84([], [], "BD-09")[0].shape == (0,)


def test_every_county_seat_of_the_mainland_is_on_it() -> None:
    table = load().dropna()
    seats = table[~table.index.str[:2].isin(["71", "81", "82"])]
    x, _ = places.to_wgs84(seats["longitude"], seats["latitude"], "GCJ-02")
    moved = x != seats["longitude"].to_numpy()
    islands = {"金门县", "南沙群岛", "中沙群岛的岛礁及其海域"}
    assert set(seats["name"][~moved]) == islands


def test_zero() -> None:
    assert places.zero([0, 0, 1], [0, 1, 0]).tolist() == [True, False, False]


@pytest.mark.parametrize("name", [*MAINLAND, "Hong Kong", "Macau", "Taipei"])
def test_swapped_points_in_china_are_found(name: str) -> None:
    x, y = (MAINLAND | ELSEWHERE)[name]
    assert places.swapped([y], [x])[0]
    assert not places.swapped([x], [y])[0]


def test_places_abroad_do_not_look_swapped() -> None:
    x, y = np.array(list(ELSEWHERE.values())).T
    assert not places.swapped(x, y).any()
    assert not places.swapped([25.78, 15.63, -80.0, np.nan], [71.0, 78.22, 35.0, 120.0]).any()


def test_points_far_from_the_stated_place_are_found() -> None:
    qingdao, jinan, tokyo = (120.38, 36.07), (117.0, 36.67), (139.7, 35.7)
    x, y = np.array([qingdao, jinan, jinan, jinan, tokyo, tokyo, (np.nan, np.nan)]).T
    code = pd.Series(["370202", "370202", "370200", "370000", "370000", None, "370200"], dtype="str")
    assert places.outside_region(x, y, code).tolist() == [False, True, True, False, True, False, False]


def test_every_point_of_the_gazetteer_is_within_its_city_and_province() -> None:
    table = load().dropna()
    x, y = places.to_wgs84(table["longitude"], table["latitude"], "GCJ-02")
    for digits in (2, 4, 6):
        code = table.index.to_series().str[:digits].str.ljust(6, "0")
        assert not places.outside_region(x, y, code).any()


@pytest.mark.parametrize("name", ["qingdao-rail", "apple-suppliers"])
def test_real_firms_raise_no_doubt(name: str) -> None:
    firms = pd.read_csv(DATA / name / "firms.csv", dtype={"adcode": "str"})
    x, y = places.to_wgs84(firms["longitude"], firms["latitude"], "GCJ-02")
    assert not places.outside_region(x, y, stated(firms)["code"]).any()
    assert not places.outside_china(x, y, firms["region"]).any()
    assert not places.swapped(x, y).any()


def test_points_outside_a_country_named_china() -> None:
    region = pd.Series(["China", "中国", "PRC", "Japan", None, "China"], dtype="str")
    x, y = [139.7, 116.4, 2.35, 116.4, 139.7, np.nan], [35.7, 39.9, 48.9, 39.9, 35.7, np.nan]
    assert places.outside_china(x, y, region).tolist() == [True, False, True, False, False, False]


def test_known_codes() -> None:
    codes = pd.Series(
        ["370214", "440309", "110100", "810001", "710100", "371999", "990000", "3702", "３７０２１４", None]
    )
    codes = codes.astype("str")
    assert known_code(codes).tolist() == [True, True, True, True, True, False, False, False, False, False]
    assert known_code(pd.Series([], dtype="str")).tolist() == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("山东省青岛市城阳区长城路1号", "370214"),
        ("青岛市城阳区", "370214"),
        ("广东深圳南山区科技园", "440305"),
        ("上海市浦东新区张江路", "310115"),
        ("上海市上海市浦东新区", "310115"),
        ("昆山市玉山镇", "320583"),
        ("江苏苏州昆山开发区", "320583"),
        ("中国 江苏省 昆山市", "320583"),
        ("266000 山东省，青岛市，市南区", "370202"),
        ("重庆市市辖区渝中区", "500103"),
        ("重庆忠县", "500233"),
        ("吉林省吉林市船营区", "220204"),
        ("吉林长春", "220100"),
        ("内蒙古呼和浩特市新城区", "150102"),
        ("新疆石河子市", "659001"),
        ("延边州延吉市", "222401"),
        ("郑州市管城区", "410104"),
        ("青岛市即墨区", "370282"),  # the table still has 即墨市
        ("江苏镇江", "321100"),  # not a town 镇
        ("台州路桥区", "331004"),  # not a road 路
        ("北京门头沟区", "110109"),
        ("湖南道县", "431124"),
        ("江苏省南京市鼓楼区", "320106"),
        ("北京朝阳区", "110105"),
        ("青岛重庆路1号", "370200"),  # a road in Qingdao
        ("上海市南京东路1号", "310000"),
        ("深圳市龙华区民治", "440300"),  # newer than the table
        ("河北省邯郸县", "130400"),  # a district without a point
        ("香港九龙", "810000"),
        ("东莞市长安镇", "441900"),
    ],
)
def test_addresses_are_read(address: str, code: str) -> None:
    placed = place(pd.DataFrame({"address": [address]}, dtype="str")).iloc[0]
    assert placed["code"] == code
    assert placed["precision"] == ("city" if code.endswith("00") else "district")
    assert placed["source"] == "address"
    assert np.isfinite(placed[["longitude", "latitude"]].astype(float)).all()


@pytest.mark.parametrize(
    "address",
    [
        *("朝阳区建国路", "鼓楼区", "城关区", "江苏省鼓楼区", "西湖区", "东区3号楼", "龙华区民治", "滨海区"),
        *("山东省", "台湾省台北市", "市辖区"),
        *("南京路100号", "北京西路1号", "广州大道中1号", "上海街12号", "中山公园", "中山北路"),
        *("Qingdao", "，", "长城路1号青岛市", "东方大厦"),
    ],
)
def test_what_an_address_leaves_open_stays_open(address: str) -> None:
    assert place(pd.DataFrame({"address": [address]}, dtype="str")).isna().all(axis=None)


def test_codes_come_before_names_and_names_before_addresses() -> None:
    frame = pd.DataFrame(
        {
            "adcode": ["370214", "370200", "440309", None, None, None, "370214", None],
            "province": [None, "山东省", "广东", "江苏省", "上海市", "Shandong", None, "江苏"],
            "city": [None, "青岛市", "深圳", "苏州", "上海市", "昆山", "苏州市", None],
            "district": [None, "城阳", "龙华区", "昆山市", "浦东", None, "昆山市", None],
            "address": ["青岛市黄岛区", None, None, None, None, None, None, "鼓楼区南京路"],
        },
        dtype="str",
    )
    placed = place(frame)
    wanted = ["370214", "370214", "440300", "320583", "310000", "320583", "370214", None]
    assert placed["code"].astype(object).where(placed["code"].notna(), None).tolist() == wanted
    sources = ["adcode", "district", "adcode", "district", "province", "city", "adcode", None]
    assert placed["source"].astype(object).where(placed["source"].notna(), None).tolist() == sources
    assert stated(frame)["code"].iloc[-1] == "320000"
    assert stated(frame, address=False)["source"].iloc[-1] == "province"


def test_a_city_column_prefers_cities() -> None:
    frame = pd.DataFrame({"city": ["吉林", "海南", "朝阳", "中山", "鼓楼区", "江苏省苏州市"]}, dtype="str")
    code = place(frame)["code"]
    assert code.astype(object).where(code.notna(), None).tolist() == [
        *("220200", "632500", "211300", "442000", None, "320500")
    ]


def test_placing_keeps_the_index_and_takes_empty_frames() -> None:
    frame = pd.DataFrame({"adcode": ["370214", None]}, index=["b", "a"], dtype="str")
    placed = place(frame)
    assert placed.index.tolist() == ["b", "a"]
    assert list(placed.columns) == ["longitude", "latitude", "precision", "code", "source"]
    assert place(frame[:0]).shape == (0, 5)
    assert place(pd.DataFrame(index=[1, 2])).isna().all(axis=None)


def test_points_are_in_wgs_84() -> None:
    placed = place(pd.DataFrame({"adcode": ["370214", "810000"]}, dtype="str"))
    table = load().loc[["370214", "810000"]]
    km = places._km(*(side[name].to_numpy() for side in (placed, table) for name in ("longitude", "latitude")))
    assert 0.1 < km[0] < 1.0
    assert km[1] == 0.0


def test_county_level_cities_stand_for_their_city() -> None:
    assert city_of_place("昆山") == city_of_place("昆山市") == "320500" == city_named("昆山") == city_named("苏州")
    assert city_of_place("城阳区") == "370200"
    assert city_of_place("浦东新区") == city_named("上海")
    assert city_of_place("仙桃") == "429004"
    for name in ("鼓楼区", "龙华区", "城阳", "东区", "Lyon", "福山", ""):
        assert city_of_place(name) is None
        assert city_named(name) is None
    assert place_of_code("429099") == "420000"
