"""A matrix of travel times from a file: both forms, units, directions, and everything that may be wrong with it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.errors import InputError, InputWarning
from chainnet.network import SupplyNetwork
from chainnet.travel.matrix import Matrix

FIRMS = ["L", "S", "T"]


@pytest.fixture
def net() -> SupplyNetwork:
    return cn.from_frames(pd.DataFrame({"firm": FIRMS}), pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]}))


def minutes(matrix: Matrix, net: SupplyNetwork, *ways: str) -> list[float | None]:
    """Return the minutes of ways such as SL, from S to L; None where not known."""
    origin, destination = (np.array([net.code(way[end]) for way in ways], dtype=np.int32) for end in (0, 1))
    found = matrix.between(net, origin, destination).minutes
    return [None if np.isnan(time) else round(float(time), 6) for time in found]


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "times.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("origin,destination,minutes\nS,L,40\n", [40, None, None]),
        ("供应商,采购商,时间（秒）\nS,L,2400\nL,S,60\n", [40, 1, None]),
        ("出发地;目的地;分钟\nS;L;40\nT;L;\n", [40, None, None]),
        ("supplier\tbuyer\tduration (h)\nS\tL\t0.5\nT\tL\t不详\n", [30, None, None]),
        (",L,S\nS,40,\nT,50,7\nL,,41\n", [40, 41, 50]),
        ("秒,L,S\nS,2400,\nT,,7\n", [40, None, None]),
        ("供应商,L,S\nS,40,\nT,50,7\n", [40, None, 50]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_forms_and_units(
    tmp_path: Path, net: SupplyNetwork, text: str, expected: list[float | None], encoding: str
) -> None:
    matrix = Matrix.read(written(tmp_path, text, encoding))
    assert minutes(matrix, net, "SL", "LS", "TL") == expected
    assert minutes(matrix, net, "SS") == [0]
    assert not matrix.estimated


@pytest.mark.parametrize("ending", ["parquet", "xlsx"])
def test_other_files(tmp_path: Path, net: SupplyNetwork, ending: str) -> None:
    table = pd.DataFrame({"origin": ["S"], "destination": ["L"], "min": [40.5], "low": [30.0], "high": [np.nan]})
    path = tmp_path / f"times.{ending}"
    table.to_parquet(path) if ending == "parquet" else table.to_excel(path, index=False)
    travel = Matrix.read(path).between(net, net.supplier, net.buyer)
    assert [float(end[0]) for end in travel[:3]] == [40.5, 30.0, 40.5]
    assert np.isnan([end[1] for end in travel]).all()


def test_one_direction_is_not_the_other_unless_symmetric(net: SupplyNetwork) -> None:
    table = pd.DataFrame({"origin": ["S", "L", "T"], "destination": ["L", "S", "L"], "minutes": [40.0, 44.0, 50.0]})
    assert minutes(Matrix.from_frame(table), net, "SL", "LS", "TL", "LT", "ST") == [40, 44, 50, None, None]
    symmetric = Matrix.from_frame(table, symmetric=True)
    assert minutes(symmetric, net, "SL", "LS", "TL", "LT", "ST") == [40, 44, 50, 50, None]


def test_what_is_not_in_it_is_unknown_and_not_outside(net: SupplyNetwork) -> None:
    table = pd.DataFrame({"origin": ["S"], "destination": ["L"], "minutes": [40.0]})
    places = pd.DataFrame({"firm": FIRMS, "longitude": [120.0, 120.1, 120.2], "latitude": 36.0})
    net = cn.from_frames(places, net.links)
    row = cn.coverage(net, times=Matrix.from_frame(table)).query("buyer == 'L' and by == 'count'").iloc[0]
    assert (row["rate"], row["low"], row["high"], row["unknown"]) == (1.0, 0.5, 1.0, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "origin,destination,minutes\nS,L,-1\nT,L,inf\n",
            ["2:minutes — the time is negative", "3:minutes", "infinite"],
        ),
        (",L,S\nS,,1\nT,3,-4\n", ["3:S — the time is negative"]),
        ("origin,destination,minutes\nS,L,soon\n", ["2:minutes — this is no number"]),
        ("origin,destination,minutes\nS,L,40\nS,L,41\n", ["3:minutes", "S → L is 41 minutes here and 40 in row 2"]),
        ("origin,destination,minutes\n,L,40\n", ["2:origin — no firm id"]),
        ("origin,minutes\nS,40\n", ["no column destination"]),
        ("origin,supplier,buyer,minutes\nS,S,L,40\n", ["origin and supplier mean the same"]),
        ("origin,destination,minutes,low\nS,L,40,50\n", ["2:low — low is above the minutes"]),
        ("", ["the file is empty"]),
        ("origin,destination,minutes\nS,L,40,3\n", ["can't be read"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(InputError) as error:
        Matrix.read(written(tmp_path, text))
    assert all(part in str(error.value) for part in said), error.value
    assert all(fault.told("zh") != str(fault) for fault in error.value.faults)


def test_same_twice_is_once_and_a_long_list_is_cut(net: SupplyNetwork) -> None:
    twice = pd.DataFrame({"origin": ["S", "S"], "destination": ["L", "L"], "minutes": [40.0, 40.0]})
    assert len(Matrix.from_frame(twice)) == 1
    many = pd.DataFrame({"origin": [f"S{i}" for i in range(80)], "destination": "L", "minutes": -1.0})
    with pytest.raises(InputError, match="and 30 more like this") as error:
        Matrix.from_frame(many)
    assert len(error.value.faults) == 51


def test_ids_that_are_no_firms_are_listed(net: SupplyNetwork) -> None:
    table = pd.DataFrame({"origin": ["S", "X1"], "destination": ["L", "X2"], "minutes": [40.0, 1.0]})
    with pytest.raises(InputError, match="2 ids are no firms of the network: X1, X2"):
        Matrix.from_frame(table).between(net, net.supplier, net.buyer)


def test_one_column_is_no_matrix(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column origin, destination, minutes"):
        Matrix.read(written(tmp_path, "firm\nS\n"))


def test_missing_file_and_other_kinds(tmp_path: Path) -> None:
    for name, said in (("none.csv", "no such file"), ("x.doc", "no way to read .doc")):
        with pytest.raises(InputError, match=said):
            Matrix.read(tmp_path / name)
    (tmp_path / "cut.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match=r"can't be read as \.parquet"):
        Matrix.read(tmp_path / "cut.parquet")


def test_zero_minutes_between_firms_far_apart_are_doubted() -> None:
    places = pd.DataFrame({"firm": FIRMS, "longitude": [120.0, 120.1, 120.01], "latitude": 36.0})
    net = cn.from_frames(places, pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]}))
    table = pd.DataFrame({"origin": ["S", "T"], "destination": ["L", "L"], "minutes": [0.0, 0.0]})
    matrix = Matrix.from_frame(table)
    with pytest.warns(InputWarning, match=r"1 pairs of firms more than 2 km apart have 0 minutes, the first S → L"):
        assert minutes(matrix, net, "SL", "TL") == [0, 0]
    assert minutes(matrix, net, "SL") == [0]  # told once


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS)), st.floats(0, 1e4), max_size=9))
def test_look_up_is_that_of_a_dictionary(known: dict[tuple[str, str], float]) -> None:
    net = cn.from_frames(pd.DataFrame({"firm": FIRMS}), pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    table = pd.DataFrame([(*way, time) for way, time in known.items()], columns=["origin", "destination", "minutes"])
    matrix = Matrix.from_frame(table.astype({"origin": "str", "destination": "str", "minutes": float}))
    codes = np.arange(3, dtype=np.int32)
    origin, destination = np.repeat(codes, 3), np.tile(codes, 3)
    found = matrix.between(net, origin, destination).minutes
    for one, other, time in zip(origin, destination, found, strict=True):
        expected = 0.0 if one == other else known.get((net.firms.index[one], net.firms.index[other]), np.nan)
        assert np.array_equal(time, expected, equal_nan=True)
