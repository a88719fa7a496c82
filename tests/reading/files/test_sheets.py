"""Workbooks of every kind into grids of text."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from workbooks import ENDINGS, RELS, TYPE, ods, ods_cell, read, refused, valid, xlsx, zipped

from chainnet.errors import DOUBT, NOTE, InputError
from chainnet.reading.files import sheets
from chainnet.reading.files.sheets import read_sheets


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_of_workbook(ending: str, tmp_path: Path) -> None:
    for name in (f"book{ending}", f"我的 表{ending.upper()}"):
        (grid,) = read(tmp_path, valid(ending), name)
        assert grid.rows == [["supplier", "采购商"], ["7", "2.5"], ["#N/A", "x"]]
        assert (grid.file, grid.first_row, grid.notes) == (name, 1, [])


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_workbook_under_the_ending_of_another(ending: str, tmp_path: Path) -> None:
    for other in {".xlsx", ".xls", ".ods"} - {ending}:
        (grid,) = read(tmp_path, valid(ending), f"book{other}")
        assert grid.rows[1] == ["7", "2.5"]
        assert [(fault.severity, str(fault)) for fault in grid.notes] == [
            (NOTE, f"book{other} — read as {ending}, which it really is")
        ]


def test_cells_as_a_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        formats = {
            key: book.add_format({"num_format": key})
            for key in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm", "[h]:mm:ss", "0%")
        }
        sheet.write_row("B2", [" a\nb ", "007", 1.0, -3.0, 1.5, True, False, 123456789012345.0])
        sheet.write_datetime("B3", dt.datetime(2024, 5, 1), formats["yyyy-mm-dd"])
        sheet.write_datetime("C3", dt.datetime(2024, 5, 1, 12, 30), formats["yyyy-mm-dd hh:mm"])
        sheet.write_datetime("D3", dt.time(12, 30), formats["hh:mm"])
        sheet.write_datetime("E3", dt.timedelta(days=2, hours=3), formats["[h]:mm:ss"])
        sheet.write_number("F3", 0.25, formats["0%"])
        sheet.write_formula("G3", "=1+1", None, 2)
        sheet.write_url("H3", "https://example.com", None, "link")
        sheet.write_formula("I3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("K5", "=A1+Z9", None, "#REF!")  # an error is the last cell
        sheet.write_blank("Z99", None, formats["0%"])
    (grid,) = read_sheets(path, "book.xlsx")
    empty = [""] * 11
    assert grid.rows == [
        empty,
        ["", " a\nb ", "007", "1", "-3", "1.5", "yes", "no", "123456789012345", "", ""],
        ["", "2024-05-01", "2024-05-01 12:30:00", "12:30:00", "51:00:00", "0.25", "2", "link", "#DIV/0!", "", ""],
        empty,
        [*empty[:10], "#REF!"],
    ]
    assert grid.notes == []


def test_what_the_workbook_lost_is_a_doubt(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "value"])
    book.active.append([913702000000000000, "=1+1"])  # openpyxl stores no result
    book.active.append([1e16, "=2+2"])
    book.save(tmp_path / "book.xlsx")
    (grid,) = read_sheets(tmp_path / "book.xlsx", "book.xlsx")
    assert grid.rows[1][1] == ""
    found = sorted((fault.row, fault.severity, fault.problem.split(":")[0]) for fault in grid.notes)
    assert found == [
        (2, DOUBT, "2 formulas have no stored result and are read as empty, the first at B2"),
        (2, DOUBT, "numbers of more than 15 digits, the first at A2"),
    ]
    assert [row[0] for row in grid.rows] == ["code", "9.13702E+17", "1E+16"]


def test_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, plain = book.add_worksheet(), book.add_format()
        sheet.merge_range("A1:C1", "title", plain)
        sheet.write_row("A2", ["supplier", "buyer", "value"])
        sheet.merge_range("A3:A5", "S", plain)
        sheet.merge_range("B3:C3", "wide", plain)
        sheet.write("B5", "L")
        sheet.merge_range("A6:A9", "T", plain)
        sheet.write("C9", 4)
    (grid,) = read_sheets(path, "book.xlsx")
    assert grid.rows == [
        ["title", "", ""],
        ["supplier", "buyer", "value"],
        ["S", "wide", ""],
        ["", "", ""],  # nothing else in it: no record
        ["S", "L", ""],
        ["T", "", ""],
        ["", "", ""],
        ["", "", ""],
        ["T", "", "4"],
    ]
    (note,) = grid.notes
    assert (note.severity, note.problem[:24]) == (NOTE, "the values of 2 cells me")
    tall = ods_cell("S", 'table:number-rows-spanned="2"')
    rows = f"<table:table-row>{tall}{ods_cell('a')}</table:table-row>"
    rows += f"<table:table-row><table:covered-table-cell/>{ods_cell('b')}</table:table-row>"
    assert read(tmp_path, ods(rows), "book.ods")[0].rows == [["S", "a"], ["S", "b"]]
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    merges = "<mergeCells>" + '<mergeCell ref="A1:A9"/>' * 99 + "</mergeCells>"
    refused(tmp_path, xlsx("".join(cell.format(i) for i in range(1, 10)), tail=merges), "merged ranges overlap")


def test_the_right_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Firms"
    for number, name in enumerate(("Firms", "供应 关系", "2", "old"), 1):
        sheet = book.active if number == 1 else book.create_sheet(name)
        sheet.append([name])
    book.create_sheet("nothing")
    book["old"].sheet_state = "hidden"
    path = tmp_path / "book.xlsx"
    book.save(path)
    grids = read_sheets(path, "b")
    assert [(grid.file, grid.rows) for grid in grids] == [
        ("b[Firms]", [["Firms"]]),
        ("b[供应 关系]", [["供应 关系"]]),
        ("b[2]", [["2"]]),
    ]
    assert [(fault.severity, fault.problem) for fault in grids[0].notes] == [(NOTE, "hidden sheets were not read: old")]
    for wanted, found in (
        ("Firms", "Firms"),
        (" firms", "Firms"),
        ("2", "2"),
        ("1", "Firms"),
        ("old", "old"),
        ("4", "old"),
    ):
        (grid,) = read_sheets(path, "b", sheet=wanted)
        assert grid.rows == [[found]]
        assert grid.notes == []
    for wanted in ("links", "0", "6", "", "²", "9" * 5000):
        with pytest.raises(InputError, match=r"no sheet .*the sheets are Firms, 供应 关系, 2, old, nothing"):
            read_sheets(path, "b", sheet=wanted)
    with pytest.raises(InputError, match="sheet nothing is empty"):
        read_sheets(path, "b", sheet="nothing")


def test_workbooks_at_fault(tmp_path: Path) -> None:
    refused(tmp_path, b"", "this is no workbook")
    refused(tmp_path, valid(".xlsx")[:-100], "this is no workbook")
    refused(tmp_path, zipped({"xl/workbook.xml": "<workbook/>"}), "this is no workbook")
    refused(tmp_path, xlsx(""), "the workbook is empty")
    refused(tmp_path, xlsx("", head='<?xml version="1.0" encoding="UTF-38"?>'), "unknown encoding")
    refused(tmp_path, xlsx("<row><c r='!1'><v>1</v></c></row>"), "this is no workbook: a cell named !")
    refused(tmp_path, xlsx("<row><c><v>1</c></row>"), "this is no workbook: mismatched tag")
    refused(tmp_path, xlsx('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "this is no workbook")  # no such text
    nothing = f'<Relationship Id="rId1" Type="{TYPE}officeDocument" Target="xl/workbook.xml"/>'
    parts: dict[str, str | bytes] = {"_rels/.rels": RELS.format(nothing), "xl/_rels/workbook.xml.rels": RELS.format("")}
    refused(
        tmp_path,
        zipped({**parts, "xl/workbook.xml": "<workbook><sheets></sheets></workbook>"}),
        "the workbook is empty",
    )
    refused(tmp_path, gzip.compress(valid(".xlsx")), "this is no workbook; unpack it", "book.xlsx.gz")
    refused(tmp_path, b"a\tb\n", "this is no workbook", "text.xls")
    secret: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"\1",
    }
    manifest = '<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
    manifest += "</manifest:file-entry></manifest:manifest>"
    refused(tmp_path, zipped({**secret, "META-INF/manifest.xml": manifest}), "locked by a password", "book.ods")


def test_a_panic_of_the_reader_is_no_crash() -> None:
    class PanicException(BaseException):
        pass

    def fails(error: BaseException) -> None:
        raise error

    with pytest.raises(InputError, match="this is no workbook: index out of bounds"):
        sheets._guarded("a", lambda: fails(PanicException("index out of bounds\nat some line")))
    with pytest.raises(KeyboardInterrupt):
        sheets._guarded("a", lambda: fails(KeyboardInterrupt()))
