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
        ("a,b,c\nS,L,40\nT,L,50\n", ["no column origin, destination, minutes"]),
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
    with pytest.raises(InputError, match="and 31 more: the error's `faults` holds all") as error:
        Matrix.from_frame(many)
    assert len(error.value.faults) == 51
    assert "and 30 more like this" in str(error.value.faults[-1])


def test_ids_that_are_no_firms_are_told_and_left_out() -> None:
    """Zeros between others are no matter of the network either."""
    places = pd.DataFrame({"firm": FIRMS, "longitude": [120.0, 120.1, 120.2], "latitude": 36.0})
    net = cn.from_frames(places, pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]}))
    table = pd.DataFrame({"origin": ["X1", "S", "X1"], "destination": ["X2", "L", "L"], "minutes": [0.0, 40.0, 0.0]})
    matrix = Matrix.from_frame(table)
    with pytest.warns(InputWarning, match=r"2 of 4 ids of the matrix are no firms .* left out: X1, X2") as told:
        assert minutes(matrix, net, "SL", "TL") == [40, None]
    assert len(told) == 1
    assert minutes(matrix, net, "SL") == [40]  # told once


def test_ids_of_which_none_is_a_firm_are_refused(net: SupplyNetwork) -> None:
    table = pd.DataFrame({"origin": [f"X{at}" for at in range(9)], "destination": "Y", "minutes": 1.0})
    with pytest.raises(InputError, match=r"none of its ids is a firm of the network: X0, .* and 5 more") as error:
        Matrix.from_frame(table).between(net, net.supplier, net.buyer)
    assert "编号都不是网络中的企业" in error.value.faults[0].told("zh")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pd.DataFrame({"origin": ["L"], "destination": ["S"], "minutes": [9.0]}), r"0 of 2 links .*; 1 have .* --symm"),
        (pd.DataFrame({"origin": ["S"], "destination": ["T"], "minutes": [9.0]}), r"0 of 2 links [^;]*$"),
        (pd.DataFrame({"origin": [], "destination": [], "minutes": []}, dtype="str"), r"0 of 2 links [^;]*$"),
    ],
)
def test_a_matrix_without_a_time_of_any_link_is_doubted(net: SupplyNetwork, table: pd.DataFrame, said: str) -> None:
    with pytest.warns(InputWarning, match=said):
        assert minutes(Matrix.from_frame(table), net, "SL", "TL") == [None, None]


@pytest.mark.parametrize("name", [None, "firm", "秒"])
def test_the_ids_of_a_wide_table_may_be_its_index(tmp_path: Path, net: SupplyNetwork, name: str | None) -> None:
    wide = pd.DataFrame({"L": [40.0, 50.0], "S": [np.nan, 7.0]}, index=pd.Index(["S", "T"], name=name))
    wide.to_parquet(tmp_path / "wide.parquet")
    expected = [40, 50, 7] if name != "秒" else [round(each / 60, 6) for each in (40, 50, 7)]
    for matrix in (Matrix.read(tmp_path / "wide.parquet"), Matrix.from_frame(wide)):
        assert minutes(matrix, net, "SL", "TL", "TS") == expected
    numbered = pd.DataFrame({"1": [3.0]}, index=[2])
    assert len(Matrix.from_frame(numbered)) == 1


def test_picked_rows_and_pairs_as_an_index_are_read_too(tmp_path: Path, net: SupplyNetwork) -> None:
    long = pd.DataFrame({"origin": ["T", "S"], "destination": ["L", "L"], "minutes": [50.0, 40.0]})
    wide = pd.DataFrame({"firm": ["L", "S"], "L": [0.0, 40.0]})
    for table in (long[long["minutes"] < 45], wide[wide["L"] > 0], long.set_index(["origin", "destination"])):
        table.to_parquet(tmp_path / "picked.parquet")
        for matrix in (Matrix.read(tmp_path / "picked.parquet"), Matrix.from_frame(table)):
            assert minutes(matrix, net, "SL") == [40]


def test_what_is_no_table_is_told() -> None:
    with pytest.raises(InputError, match="this is a int, no table"):
        Matrix.from_frame(1)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="can't be read: "):
        Matrix.from_frame(pd.DataFrame({"origin": ["S", 1], "destination": "L", "minutes": 1.0}))


def test_it_says_whether_it_has_ends(net: SupplyNetwork) -> None:
    table = pd.DataFrame({"origin": ["S"], "destination": ["L"], "minutes": [40.0]})
    assert "no slow and fast ends" in Matrix.from_frame(table).describe()
    assert "ends" not in Matrix.from_frame(table.assign(high=50.0)).describe()


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
@pytest.mark.filterwarnings("ignore:0 of 1 links")
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
