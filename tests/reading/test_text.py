"""Delimited text: what keeps cells apart, how it is encoded, where the header is, which row of the file a row is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainnet as cn
from chainnet.reading.files.text import decoded, parse, parse_ragged
from chainnet.reading.headers import Words

find_header = Words().find_header
ROWS = [["supplier", "buyer", "value"], ["S", "L", "1"], ["T", "L", "2.5"]]


def parsed(text: str | bytes) -> tuple[list[str], list[list[str]], int]:
    """Return the header, the cells, and the number of the first row of cells."""
    data = text.encode() if isinstance(text, str) else text
    found = parse(data, "x.csv", find_header)
    return found.header, found.cells.to_numpy().tolist(), found.first_row


# ---- delimiters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [*",;\t|，；、^~:#!$·¦\x01"])
def test_any_sign_may_keep_cells_apart(sign: str) -> None:
    text = "\n".join(sign.join(row) for row in ROWS)
    assert parsed(text) == (ROWS[0], ROWS[1:], 2)


@pytest.mark.parametrize("blanks", [" ", "   ", "\u3000"])
def test_runs_of_blanks_may_keep_cells_apart(blanks: str) -> None:
    text = "\n".join("  " + blanks.join(row) + " " for row in ROWS)
    assert parsed(text) == (ROWS[0], ROWS[1:], 2)


def test_the_header_decides_on_the_delimiter_and_not_its_number() -> None:
    """Commas in the names of products are more frequent than the semicolons between columns."""
    text = "supplier;buyer;product\nS;L;a,b,c,d\nT;L;e,f,g,h\n"
    assert parsed(text) == (["supplier", "buyer", "product"], [["S", "L", "a,b,c,d"], ["T", "L", "e,f,g,h"]], 2)


def test_a_delimiter_within_quotes_is_a_sign_like_others() -> None:
    header, cells, _ = parsed('supplier,buyer,"value (10,000 yuan)"\n"S, Ltd","L ""the leader""",1\n')
    assert header == ["supplier", "buyer", "value (10,000 yuan)"]
    assert cells == [["S, Ltd", 'L "the leader"', "1"]]


def test_a_wide_delimiter_within_quotes() -> None:
    assert parsed('供应商，采购商\n"甲，乙"，丙\n')[1] == [["甲，乙", "丙"]]


def test_how_it_is_written_is_said_in_two_languages() -> None:
    how = parse("供应商;采购商\n甲;乙\n".encode("gb18030"), "x.csv", find_header).how
    assert (how, how.zh) == ("GB18030, columns kept apart by semicolons", "编码 GB18030，以分号分列")


def test_a_delimiter_that_is_known_is_not_looked_for() -> None:
    found = parse(b"supplier,buyer\tvalue\nS\tL\n", "x.tsv", find_header, delimiter="\t")
    assert found.header == ["supplier,buyer", "value"]


# ---- encodings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_encodings_are_told_apart(encoding: str, told: str) -> None:
    text = "供应商,采购商\n链主（青岛）,乙\n"
    assert decoded(text.encode(encoding), "x.csv") == (text.encode(), told)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_text_comes_back_from_each_encoding(text: str) -> None:
    assert decoded(text.encode(), "x") == (text.encode(), "UTF-8")
    for encoding in ("utf-8-sig", "utf-16"):
        assert decoded(text.encode(encoding), "x")[0].decode() == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("供应商,采购商".encode("utf-16-le"), "neither UTF-8, UTF-16 nor GB18030|no text file"),  # no mark
        (b"supplier\0,buyer", "no text file"),
        (b"supplier,buyer\n\xff\xff,\xff", "neither UTF-8, UTF-16 nor GB18030"),
        (b"\xff\xfes", "neither UTF-8"),  # half a sign
        (b"\xff\xfe\x00\xd8", "neither UTF-8"),  # half a pair
        (b"\xef\xbb\xbf\xb9\xa9", "neither UTF-8"),  # marked as UTF-8, and GBK: never both in turn
    ],
)
def test_bytes_that_are_no_text(data: bytes, problem: str) -> None:
    with pytest.raises(cn.InputError, match=problem) as caught:
        decoded(data, "x.csv")
    assert "CSV UTF-8" in caught.value.faults[0].hint


# ---- the header -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        "2024年供货关系表\n",
        "2024年供货关系表,,\n单位：万元,,\n\n",
        "单位（万元）,,\n",  # 单位 is a spelling of the name of a firm
        "编号,,\n",
        '"标题\n第二行",,\n',
        "Report; made by, and for: us\n\n\n",
    ],
)
def test_titles_above_the_header_are_skipped(above: str) -> None:
    text = above + "供应商,采购商,金额\n甲,乙,3\n"
    rows_above = above.count("\n") - ("第二行" in above)
    assert parsed(text) == (["供应商", "采购商", "金额"], [["甲", "乙", "3"]], rows_above + 2)


def test_what_is_skipped_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("\n供货表,,\n2024年度,,\n供应商,采购商,金额\n甲,乙,3\n", encoding="utf-8")
    found = cn.check(path)
    assert found[["row", "severity", "problem"]].to_numpy().tolist() == [
        [2, "note", "2 rows above the header are skipped: '供货表'"]
    ]


def test_a_header_is_looked_for_in_thirty_rows() -> None:
    for above, first_row in ((29, 31), (30, 2)):
        assert parsed("x,y\n" * above + "supplier,buyer\nS,L\n")[2] == first_row


def test_headers_are_stripped() -> None:
    assert parsed(" supplier , buyer \nS,L\n")[0] == ["supplier", "buyer"]


def test_a_table_of_names_alone() -> None:
    assert parsed("企业名称\n甲\n乙\n") == (["企业名称"], [["甲"], ["乙"]], 2)


# ---- rows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_numbers_them(end: str, tmp_path: Path) -> None:
    """A blank row counts, a line end within quotes doesn't. Worked by hand: -1 stands in row 6, -2 in row 8."""
    lines = ["标题,,", "supplier,buyer,value", 'S,"L', 'M",1', "", ",,", "S,K,-1", "S,L,3", "S,J,-2"]
    (tmp_path / "x.csv").write_bytes(end.join(lines).encode())
    found = cn.check(tmp_path / "x.csv").query("severity == 'fault'")
    assert found[["row", "problem"]].to_numpy().tolist() == [[6, "-1 is negative"], [8, "-2 is negative"]]


def test_rows_of_another_width_stay_where_they_were() -> None:
    found = parse(b"supplier,buyer,value\nA,L,1\nB,L\n\nC,L,3,\nD,L,4,5\nE,L,6\n", "x.csv", find_header)
    assert found.cells.to_numpy().tolist() == [
        *(["A", "L", "1"], ["B", "L", ""], ["", "", ""], ["C", "L", "3"], ["D", "L", "4"], ["E", "L", "6"])
    ]
    assert [(fault.row, fault.severity, str(fault.problem)) for fault in found.faults] == [
        (3, "doubt", "2 cells under 3 columns"),
        (6, "fault", "4 cells under 3 columns"),  # an empty cell too many, in row 5, says nothing
    ]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('A,L,x\nB,L,"y\nC,L,z\n', 3),  # in the last column it swallows all rows below it
        ('A,L,x\nB,"L,y\nC,L,z\n', 3),
        ('A,L,x\nB,L,y\n"C,L,z', 4),
    ],
)
def test_a_quote_that_is_never_closed_is_told_with_its_row(rows: str, row: int) -> None:
    faults = parse(f"supplier,buyer,product\n{rows}".encode(), "x.csv", find_header).faults
    told = [(fault.row, fault.problem) for fault in faults if fault.severity == "fault"]
    assert told == [(row, "a quote is opened and never closed")]


@pytest.mark.parametrize("last", ['"two\nlines"', '"two\nlines, 5"""', '5" pipe', '"a\nb" \n'])
def test_quotes_that_are_closed_or_no_quotes(last: str) -> None:
    assert parse(f'supplier,buyer,product\nA,L,3" bolt\nB,L,{last}'.encode(), "x.csv", find_header).faults == []


@pytest.mark.parametrize("data", [b"", b"\n\n", b" ,, \r\n,,", b"\xef\xbb\xbf", b";;;|"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(cn.InputError, match="the file is empty"):
        parse(data, "x.csv", find_header)


cells = st.text(st.sampled_from("ab甲,;\"'\n -1"), max_size=5)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_comes_back(rows: list[list[str]]) -> None:
    """Every cell in quotes, as many a program writes it, whatever stands in it."""
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [ROWS[0], *rows]]
    assert parsed("\n".join(quoted) + "\n") == (ROWS[0], rows, 2)


# ---- rows of any length -----------------------------------------------------------------------------------------


def test_rows_of_any_length_are_filled_up() -> None:
    found = parse_ragged("甲；乙；丙\n\n丁；甲\n".encode("gb18030"), "x.csv")
    assert found.cells.to_numpy().tolist() == [["甲", "乙", "丙"], ["", "", ""], ["丁", "甲", ""]]
    assert found.first_row == 1


@pytest.mark.parametrize("data", [b"\n \n", b",,\n"])
def test_no_rows_at_all(data: bytes) -> None:
    with pytest.raises(cn.InputError, match="the file is empty"):
        parse_ragged(data, "x.csv")
