"""Pairs of firms with the sea between them."""

import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.gazetteer.land import CELL, EAST, NORTH, SOUTH, WEST, land
from chainnet.travel.water import over_water

PLACES = {
    "Ningbo": (121.55, 29.87), "Zhoushan": (122.11, 30.02), "Hangzhou": (120.15, 30.27), "Haikou": (110.32, 20.03),
    "Zhanjiang": (110.36, 21.27), "Shenzhen": (113.93, 22.53), "Zhuhai": (113.57, 22.27), "Guangzhou": (113.26, 23.13),
    "Dongguan": (113.75, 23.02), "Qingdao": (120.38, 36.07), "Huangdao": (120.20, 35.96), "Chengyang": (120.39, 36.30),
    "Dalian": (121.61, 38.91), "Yantai": (121.39, 37.52), "Shanghai": (121.47, 31.23), "Suzhou": (120.58, 31.30),
    "Chongming": (121.40, 31.62), "Wuxi": (120.30, 31.57), "Huzhou": (120.09, 30.89), "Vienna": (16.37, 48.21),
    "Bratislava": (17.11, 48.15), "nowhere": (np.nan, np.nan),
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "crosses"),
    [
        ("Zhoushan", "Ningbo", True),
        ("Haikou", "Zhanjiang", True),
        ("Shenzhen", "Zhuhai", True),
        ("Huangdao", "Qingdao", True),  # a tunnel leads there: the line does not know
        ("Dalian", "Yantai", True),
        ("Chongming", "Shanghai", True),
        ("Hangzhou", "Ningbo", False),
        ("Chengyang", "Qingdao", False),
        ("Dongguan", "Guangzhou", False),
        ("Suzhou", "Shanghai", False),
        ("Wuxi", "Huzhou", False),  # Lake Tai is no sea
        ("Vienna", "Bratislava", False),
        ("Vienna", "Shanghai", False),  # Eurasia
        ("nowhere", "Shanghai", False),
        ("Ningbo", "Ningbo", False),
    ],
)
def test_who_has_the_sea_between(one: str, other: str, crosses: bool) -> None:
    firms = pd.DataFrame([(name, *place) for name, place in PLACES.items()], columns=["firm", "longitude", "latitude"])
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["Wuxi"], "buyer": ["Suzhou"]}))
    codes = np.array([net.code(one), net.code(other)], dtype=np.int32)
    assert over_water(net, codes, codes[::-1]).tolist() == [crosses, crosses]


def test_the_grid_is_the_box_and_has_land_where_cities_are() -> None:
    grid = land()
    assert grid.shape == (round((NORTH - SOUTH) / CELL), round((EAST - WEST) / CELL))
    for longitude, latitude in list(PLACES.values())[:-3]:
        assert grid[int((NORTH - latitude) / CELL), int((longitude - WEST) / CELL)]
