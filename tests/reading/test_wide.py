"""Matrices of suppliers by buyers and rows of a supplier with its buyers: links, amounts and rows worked by hand."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainnet as cn
from chainnet.reading.files.tables import Table
from chainnet.reading.headers import Words
from chainnet.reading.wide import as_links


def read(text: str, tmp_path: Path, **options: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the links (supplier, buyer, value) and what was found (row, column, severity, problem)."""
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    found = cn.check(path, **options)
    rows = found[["row", "column", "severity", "problem"]].astype(object).where(found.notna(), None)
    links: list[tuple[object, ...]] = []
    if not found["severity"].eq("fault").any():
        with pytest.warns(cn.InputWarning) if found["severity"].eq("doubt").any() else nullcontext():
            net = cn.read(path, **options)
        cells = net.links[["supplier", "buyer", "value"]].astype(object).where(net.links.notna(), None)
        links = list(cells.itertuples(index=False, name=None))
    return links, list(rows.itertuples(index=False, name=None))


# ---- matrices ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "corner", ["供应商\\采购商", "供应商/采购商", "供方→需方", "supplier|buyer", "供应商", "from -> to"]
)
def test_suppliers_down_and_buyers_across(corner: str, tmp_path: Path) -> None:
    links, found = read(f"{corner},丙,丁\n甲,3,\n乙,,4.5\n", tmp_path)
    assert links == [("甲", "丙", 3.0), ("乙", "丁", 4.5)]
    assert found == [(1, "", "note", "read as a matrix of suppliers (rows) by buyers (columns): 2 links")]


@pytest.mark.parametrize("corner", ["采购商\\供应商", "采购商", "buyer / supplier"])
def test_buyers_down_and_suppliers_across(corner: str, tmp_path: Path) -> None:
    links, found = read(f"{corner},丙,丁\n甲,3,\n乙,,4.5\n", tmp_path)
    assert links == [("丙", "甲", 3.0), ("丁", "乙", 4.5)]
    assert found == [(1, "", "note", "read as a matrix of buyers (rows) by suppliers (columns): 2 links")]


def test_an_empty_corner_is_a_doubt(tmp_path: Path) -> None:
    links, found = read(",丙,丁\n甲,3,\n", tmp_path)
    assert links == [("甲", "丙", 3.0)]
    assert [row[2] for row in found] == ["doubt"]


def test_a_matrix_that_is_asked_for_needs_no_corner(tmp_path: Path) -> None:
    assert read("2024,丙,丁\n甲,3,\n", tmp_path, shape="matrix")[0] == [("甲", "丙", 3.0)]
    assert read("2024,丙,丁\n甲,3,\n", tmp_path)[1][0][2] == "fault"


@pytest.mark.parametrize("zero", ["0", "0.0", "0.00", "-", "", " ", "０", " 0 ", "-0", "0E0"])
def test_nothing_and_zero_are_no_link(zero: str, tmp_path: Path) -> None:
    assert read(f"供应商\\采购商,丙,丁\n甲,3,{zero}\n乙,{zero},4\n", tmp_path)[0] == [("甲", "丙", 3), ("乙", "丁", 4)]


@pytest.mark.parametrize("one", ["1", "1.0", "１"])
def test_ones_alone_are_no_amounts(one: str, tmp_path: Path) -> None:
    links = read(f"供应商\\采购商,丙,丁\n甲,{one},0\n乙,0,{one}\n", tmp_path)[0]
    assert links == [("甲", "丙", None), ("乙", "丁", None)]
    assert read(f"供应商\\采购商,丙,丁\n甲,{one},0\n乙,0,2\n", tmp_path)[0] == [("甲", "丙", 1), ("乙", "丁", 2)]


def test_a_parquet_of_ones_and_zeros(tmp_path: Path) -> None:
    frame = pd.DataFrame({"supplier": ["a", "b"], "c": [1.0, 0.0], "d": [None, 1.0]})
    frame.to_parquet(tmp_path / "x.parquet")
    net = cn.read(tmp_path / "x.parquet")
    assert net.links[["supplier", "buyer"]].to_numpy().tolist() == [["a", "c"], ["b", "d"]]
    assert not net.has_values


def test_totals_are_left_out_and_not_counted_twice(tmp_path: Path) -> None:
    links, found = read("供应商\\采购商,丙,丁,合计\n甲,3,,3\n乙,,4,4\n总计,3,4,7\n", tmp_path)
    assert links == [("甲", "丙", 3.0), ("乙", "丁", 4.0)]
    assert found[0] == (None, "", "doubt", "rows and columns of totals are left out: 总计、合计")


def test_a_bad_cell_is_told_with_its_row(tmp_path: Path) -> None:
    _, found = read("标题,,\n供应商\\采购商,丙,丁\n甲,3,-1\n,,\n乙,,-2\n", tmp_path)
    faults = [row for row in found if row[2] == "fault"]
    assert faults == [(3, "value", "fault", "-1 is negative"), (5, "value", "fault", "-2 is negative")]


def test_a_cell_of_text_makes_it_no_matrix_unless_one_is_asked_for(tmp_path: Path) -> None:
    text = "供应商,丙,丁\n甲,3,many\n"
    assert "no column" in read(text, tmp_path)[1][0][3]
    for named, shape in ((text, "matrix"), (text.replace("供应商", "供应商\\采购商"), "auto")):
        assert read(named, tmp_path, shape=shape)[1][0] == (2, "value", "fault", "'many' is no number")


def test_amounts_with_units_and_a_stated_unit(tmp_path: Path) -> None:
    assert read("供应商\\采购商,丙\n甲,1万\n", tmp_path, unit="元")[0] == [("甲", "丙", 10_000.0)]
    assert read('供应商\\采购商,丙,丁\n甲,"1,200",3亿元\n', tmp_path, unit="万元")[0] == [
        ("甲", "丙", 1_200.0), ("甲", "丁", 30_000.0)
    ]  # fmt: skip


amounts = st.sampled_from([0, 0, 1, 2, 7])


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(amounts, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_a_matrix_holds_what_its_links_hold(body: list[list[int]]) -> None:
    frame = pd.DataFrame(body, columns=[f"b{at}" for at in range(len(body[0]))], dtype="str")
    frame.insert(0, "supplier", [f"s{at}" for at in range(len(body))])
    table = as_links(Table(frame, "x"), Words())
    expected = [(f"s{i}", f"b{j}", str(cell)) for i, row in enumerate(body) for j, cell in enumerate(row) if cell]
    if all(cell == "1" for *_, cell in expected) and expected:
        assert list(table.cells.itertuples(index=False, name=None)) == [link[:2] for link in expected]
    else:
        assert list(table.cells.itertuples(index=False, name=None)) == expected
    assert table.row_numbers().tolist() == [int(supplier[1:]) + 2 for supplier, *_ in expected]


# ---- a supplier and its buyers ------------------------------------------------------------------------------------


def test_numbered_buyers_are_known_by_their_headers(tmp_path: Path) -> None:
    links, found = read("供应商,采购商1,采购商2\n甲,丙,丁\n乙,,丁\n", tmp_path)
    assert links == [("甲", "丙", None), ("甲", "丁", None), ("乙", "丁", None)]
    assert found == [(1, "", "note", "read as rows of a supplier with its buyers: 3 links")]


@pytest.mark.parametrize("header", ["", "供应商,采购商\n", "供应商,采购商1,采购商2,采购商3\n"])
def test_rows_of_any_length(header: str, tmp_path: Path) -> None:
    links, found = read(header + "甲,丙,丁,戊\n乙,丁\n", tmp_path, shape="adjacency")
    assert links == [("甲", "丙", None), ("甲", "丁", None), ("甲", "戊", None), ("乙", "丁", None)]
    assert [row[:3] for row in found] == [(None, "", "note")]


def test_rows_are_those_of_the_file(tmp_path: Path) -> None:
    _, found = read("甲,丙\n\n乙,(all)\n", tmp_path, shape="adjacency")
    assert (3, "buyer", "fault", "'(all)' stands for a group of buyers in tables") in found


def test_a_sheet_of_rows_without_a_header_loses_none(tmp_path: Path) -> None:
    for header in ([], [["供应商", "采购商"]]):
        book = openpyxl.Workbook()
        for row in [*header, ["甲", "丙", "丁"], ["乙", "丁"]]:
            book.active.append(row)
        book.save(tmp_path / "x.xlsx")
        net = cn.read(tmp_path / "x.xlsx", shape="adjacency")
        assert net.links[["supplier", "buyer"]].to_numpy().tolist() == [["甲", "丙"], ["甲", "丁"], ["乙", "丁"]]


def test_one_column_alone(tmp_path: Path) -> None:
    assert read("甲\n乙\n", tmp_path, shape="adjacency")[1][0][2:] == (
        "fault",
        "one column alone: no buyers beside the suppliers",
    )


# ---- what is no wide table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["auto", "links"])
def test_a_table_of_links_stays_as_it_is(shape: str) -> None:
    table = Table(pd.DataFrame({"supplier": ["1"], "buyer": ["2"], "2024": ["3"]}), "x")
    assert as_links(table, Words(), shape) is table


def test_no_such_shape() -> None:
    with pytest.raises(cn.InputError, match="there is no shape 'cube'"):
        cn.read("x.csv", shape="cube")
