"""Where firms are: which coordinates are doubted, in what datum they are, who is placed by code, names or address."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.reading.located import datum_of
from chainnet.reading.places import from_wgs84
from chainnet.reading.placing import place

QINGDAO = (120.3826, 36.0671)
HEADER = "firm,longitude,latitude"


def check(tmp_path: Path, firms: str, toml: str = "", **options: str) -> pd.DataFrame:
    """Return what is found in a data set whose first two firms are linked."""
    (tmp_path / "firms.csv").write_text(firms, encoding="utf-8")
    ids = [line.split(",")[0] for line in firms.splitlines()[1:3]]
    (tmp_path / "links.csv").write_text(f"supplier,buyer\n{ids[0]},{ids[-1]}\n", encoding="utf-8")
    if toml:
        (tmp_path / "cluster.toml").write_text(f"[cluster]\n{toml}\n", encoding="utf-8")
    return cn.check(tmp_path, **options)[["row", "column", "severity", "problem"]]


def read(tmp_path: Path, firms: str, toml: str = "", **options: str) -> cn.SupplyNetwork:
    check(tmp_path, firms, toml)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.read(tmp_path, **options)


# ---- what can't be, or looks odd --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "severity", "problem"),
    [
        ("36.0671,120.3826", "longitude", "doubt", "36.0671 looks like a latitude: longitude and latitude are swapped"),
        ("43.8,87.6", "longitude", "doubt", "43.8 looks like a latitude"),  # Ürümqi: 87.6 could be a latitude
        ("120.38,", "longitude", "doubt", "only one of longitude and latitude is given"),
        (",36", "longitude", "doubt", "only one of longitude and latitude is given"),
        ("0,0", "longitude", "doubt", "(0, 0) lies in the ocean"),
        ("181,36", "longitude", "fault", "181 is no longitude"),
        ("120,-90.5", "latitude", "fault", "-90.5 is no latitude"),
        ("here,36", "longitude", "fault", "'here' is no longitude or latitude"),
        ("N120.4,36", "longitude", "fault", "points the other way"),
        ("2024-01-05,36", "longitude", "fault", "is a date"),
    ],
)
def test_a_point_that_can_not_be(cells: str, column: str, severity: str, problem: str, tmp_path: Path) -> None:
    found = check(tmp_path, f"{HEADER}\nA,120,36\nB,{cells}\n").iloc[0]
    assert found["row":"severity"].tolist() == [3, column, severity]  # type: ignore[misc]
    assert problem in found["problem"]
    if severity == "doubt":
        assert read(tmp_path, (tmp_path / "firms.csv").read_text()).located.tolist() == [True, False]


@pytest.mark.filterwarnings("ignore::chainnet.InputWarning")
def test_swapped_columns_are_mended_as_the_hint_says(tmp_path: Path) -> None:
    text = "firm,经度,纬度\nA,36.0671,120.3826\nB,36.1,120.4\n"
    found = check(tmp_path, text)
    assert found["severity"].tolist() == ["doubt", "doubt"]
    assert "--map 经度=latitude --map 纬度=longitude" in cn.check(tmp_path)["hint"][0]
    net = cn.read(tmp_path, columns={"经度": "latitude", "纬度": "longitude"})
    assert net.firms.loc["A", ["longitude", "latitude"]].tolist() == [120.3826, 36.0671]


def test_one_column_alone_is_doubted_once(tmp_path: Path) -> None:
    found = check(tmp_path, "firm,longitude\nA,120\nB,121\n")
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        [None, "longitude", "doubt", "there is a longitude and not the other coordinate"]
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("city", "青岛市"),
        ("adcode", "370200"),
        ("address", "山东省青岛市市南区"),
        ("region", "中国"),
        ("district", "市南区"),
    ],
)
def test_a_point_far_from_its_place(header: str, cells: str, tmp_path: Path) -> None:
    """Paris is not in Qingdao; a column called row is the user's own."""
    text = f"firm,row,longitude,latitude,city,{header}\nA,x,120.38,36.07,青岛市,{cells}\nB,y,2.35,48.86,,{cells}\n"
    if header == "city":
        text = "firm,row,longitude,latitude,city\nA,x,120.38,36.07,青岛市\nB,y,2.35,48.86,青岛市\n"
    if header == "district":
        text = text.replace("48.86,,", "48.86,青岛市,")
    found = check(tmp_path, text)
    assert found.to_numpy().tolist() == [
        [3, "longitude", "doubt", "(2.3500, 48.8600) lies far from the place that the row states"]
    ]


def test_points_that_lie_far_are_told_each_with_its_own_row(tmp_path: Path) -> None:
    rows = ["A,120.38,36.07", "B,2.35,48.86", "C,120.4,36.1", "", "D,116.4,39.9", "E,2.35,50"]
    found = check(tmp_path, "\n".join(["firm,longitude,latitude,city", *(r and f"{r},青岛市" for r in rows)]) + "\n")
    assert found[["row", "problem"]].to_numpy().tolist() == [
        [at, f"({point}) lies far from the place that the row states"]
        for at, point in ((3, "2.3500, 48.8600"), (6, "116.4000, 39.9000"), (7, "2.3500, 50.0000"))
    ]


# ---- datums -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("datum", ["GCJ-02", "BD-09", "WGS-84"])
@pytest.mark.parametrize("how", ["option", "toml"])
def test_coordinates_are_wgs84_after_reading(datum: str, how: str, tmp_path: Path) -> None:
    x, y = (number.item() for number in from_wgs84(*([v] for v in QINGDAO), datum))
    text = f"{HEADER}\nA,{x!r},{y!r}\nB,2.35,48.86\n"
    toml, options = (f'datum = "{datum}"', {}) if how == "toml" else ("", {"datum": datum.lower().replace("-", "")})
    net = read(tmp_path, text, toml, **options)
    np.testing.assert_allclose(net.firms.loc["A", ["longitude", "latitude"]].tolist(), QINGDAO, rtol=0, atol=1e-9)
    assert net.firms.loc["B", ["longitude", "latitude"]].tolist() == [2.35, 48.86]  # no map of Paris is shifted
    assert net.about.datum == "WGS-84"
    notes = check(tmp_path, text, toml, **options).query("severity == 'note'")["problem"].tolist()
    assert notes == ([] if datum == "WGS-84" else [f"coordinates in {datum} are read as WGS-84"])


def test_what_is_said_on_the_command_line_counts_more_than_the_file(tmp_path: Path) -> None:
    net = read(tmp_path, f"{HEADER}\nA,120.38,36.07\nB,120,36\n", 'datum = "BD-09"', datum="WGS-84")
    assert net.firms.loc["A", "longitude"] == 120.38


def test_coordinates_of_no_stated_datum_stay_as_they_are(tmp_path: Path) -> None:
    net = read(tmp_path, f"{HEADER}\nA,120.38,36.07\nB,120,36\n")
    assert (net.firms.loc["A", "longitude"], net.about.datum) == (120.38, "")


def test_no_such_datum(tmp_path: Path) -> None:
    with pytest.raises(cn.InputError, match="there is no datum 'Beijing 1954'"):
        read(tmp_path, f"{HEADER}\nA,1,2\nB,3,4\n", datum="Beijing 1954")
    with pytest.raises(cn.InputError, match="there is no datum"):
        read(tmp_path, f"{HEADER}\nA,1,2\nB,3,4\n", 'datum = "mars"')
    assert datum_of("百度坐标系") == "BD-09"


# ---- placing ----------------------------------------------------------------------------------------------------


def test_firms_without_coordinates_are_placed_and_it_is_said(tmp_path: Path) -> None:
    text = (
        "firm,adcode,city,address,longitude,latitude,precision\n"
        "A,370214,,,,,\n"  # its district, by the code
        "B,,青岛市,,,,\n"  # its city, by the name
        "C,,,山东省青岛市城阳区长城路1号,,,\n"  # its district, by the address
        "D,370214,,,120.41,36.31,厂址\n"  # where it says
        "E,,,无名路1号,,,\n"  # nowhere
        "F,370000,,,,,\n"  # a province alone is too coarse
    )
    net = read(tmp_path, text)
    firms = net.firms
    assert firms["precision"].fillna("").tolist() == ["district", "city", "district", "site", "", ""]
    point = ["longitude", "latitude"]
    assert firms.loc["A", point].tolist() == firms.loc["C", point].tolist()
    assert firms.loc["D", point].tolist() == [120.41, 36.31]
    assert firms.loc[["E", "F"], point].isna().all().all()
    by_code = place(pd.DataFrame({"adcode": ["370214"]}, dtype="str")).iloc[0]
    np.testing.assert_allclose(firms.loc["A", point].tolist(), by_code[point].tolist(), rtol=0, atol=1e-6)
    notes = check(tmp_path, text).query("severity == 'note'")[["column", "problem"]].to_numpy().tolist()
    assert sorted(notes) == [
        ["adcode", "1 firms without coordinates are placed at the point of their district, by adcode"],
        ["address", "1 firms without coordinates are placed at the point of their district, by address"],
        ["city", "1 firms without coordinates are placed at the point of their city, by city"],
    ]


def test_a_code_is_filled_from_names_and_address_where_none_is_given(tmp_path: Path) -> None:
    net = read(tmp_path, "firm,adcode,city,address\nA,,,青岛市城阳区\nB,370203,,青岛市城阳区\nC,,青岛市,\n")
    assert net.firms["adcode"].fillna("").tolist() == ["370214", "370203", "370200"]


def test_firms_with_a_wrong_point_are_placed_by_what_they_say(tmp_path: Path) -> None:
    net = read(tmp_path, "firm,longitude,latitude,city\nA,0,0,青岛市\nB,36.07,120.38,青岛市\nC,120.38,,青岛市\n")
    assert net.firms["precision"].tolist() == ["city"] * 3
    assert net.located.all()


def test_placed_points_are_wgs84_whatever_the_datum_of_the_others(tmp_path: Path) -> None:
    placed = read(tmp_path, "firm,city\nA,青岛市\nB,青岛市\n").firms.loc["A", ["longitude", "latitude"]].tolist()
    text = "firm,city,longitude,latitude\nA,青岛市,,\nB,青岛市,120.38,36.07\n"
    for datum in ("GCJ-02", "BD-09"):
        net = read(tmp_path, text, datum=datum)
        assert net.firms.loc["A", ["longitude", "latitude"]].tolist() == placed


# ---- codes ------------------------------------------------------------------------------------------------------


def test_administrative_codes(tmp_path: Path) -> None:
    found = check(tmp_path, "firm,adcode\nA,37021\nB,371999\nC,370214001\nD,青岛\nE,-\n")
    assert found.to_numpy().tolist()[:3] == [
        [2, "adcode", "fault", "'37021' is no administrative code"],
        [5, "adcode", "fault", "'青岛' is no administrative code"],
        [3, "adcode", "doubt", "no place has the administrative code 371999"],
    ]
