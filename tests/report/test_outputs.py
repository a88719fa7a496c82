"""What is written: no cell a formula, every amount with its unit, and nothing lost where writing fails."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape as unescape_xlsx
from openpyxl.worksheet.worksheet import Worksheet

import chainnet as cn
from chainnet import measures
from chainnet.errors import told
from chainnet.files import new_folder, replacing_file
from chainnet.report import tables, workbook
from chainnet.report.aligned import as_text
from chainnet.report.cover import Cover
from chainnet.report.table_files import as_csv, as_json, write_table
from chainnet.report.tables import KINDS, Kind
from chainnet.report.template import write_template
from chainnet.spreadsheet import escape, escape_table, unescape

FORMULAS = [
    "=1+1",
    *('=HYPERLINK("http://a.example","x")', "@SUM(A1)", "+1+1", "-1+1", "=cmd|' /C calc'!A0", "\t=1", "\r=1"),
    *("\n=1", "＝1+1", "＠A1", "'=1", "''@x", "-", "+86 532", "-1,000"),
]  # fmt: skip
TEXT = ["http://a.example/x", "it's", "'", "''", "a=1", " =1", "", "青岛", "'青岛", "1", "a@b"]
NUMBERS = ["-1", "+1", "-1.5", "-1e5", "+0.25E-3"]


def text_of(cells: list[Any]) -> pd.Series:
    return pd.Series(cells, dtype="str")


# ---- texts that look like formulas ----------------------------------------------------------------------------

pieces = st.lists(st.sampled_from([*"'=+-@\t\r\n＝＋－＠1a.e ", "", "青"]), max_size=6).map("".join)
texts = st.lists(
    st.one_of(st.none(), pieces, st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(FORMULAS))
)


@given(texts)
@example([*FORMULAS, *TEXT, *NUMBERS, None])
def test_what_is_escaped_comes_back_and_starts_no_formula(cells: list[str | None]) -> None:
    text = text_of(cells)
    written = escape(text)
    pd.testing.assert_series_equal(unescape(written), text)
    for cell in written.dropna():
        assert cell[:1] not in (*"=+-@\t\r\n＝＋－＠",) or float(cell) is not None  # what is left is a number
    assert written.isna().tolist() == text.isna().tolist()


@given(texts)
def test_no_two_texts_become_one(cells: list[str | None]) -> None:
    text = text_of(cells).dropna().drop_duplicates()
    assert escape(text).is_unique


def test_only_what_is_risky_is_changed() -> None:
    assert escape(text_of(FORMULAS)).tolist() == [f"'{text}" for text in FORMULAS]
    assert escape(text_of([*TEXT, *NUMBERS])).tolist() == [*TEXT, *NUMBERS]
    repeated = pd.Series(["=a", "b"], index=[7, 7], dtype="str")
    assert escape(repeated).tolist() == ["'=a", "b"]
    assert escape(text_of([])).empty


def test_columns_of_any_kind() -> None:
    table = pd.DataFrame(
        {
            "=x": pd.Series([1, "=a", None, True], dtype=object),
            "kind": pd.Categorical(["=a", "b", None, "b"]),
            "number": [-1.0, np.nan, -3.0, 4.0],
            "when": pd.date_range("2024-01-01", periods=4),
            "yes": pd.array([True, None, False, True], dtype="boolean"),
        }
    )
    before = table.copy()
    written = escape_table(table)
    assert list(written) == ["'=x", "kind", "number", "when", "yes"]
    assert written["'=x"].tolist() == [1, "'=a", None, True]
    assert written["kind"].tolist()[:2] == ["'=a", "b"]
    pd.testing.assert_frame_equal(table, before)
    pd.testing.assert_frame_equal(written[["number", "when", "yes"]], table[["number", "when", "yes"]])


def test_no_csv_starts_a_formula(tmp_path: Path) -> None:
    table = pd.DataFrame({"=firm": text_of([*FORMULAS, *NUMBERS]), "value": -1.5})
    write_table(table, tmp_path / "x.csv", Kind())
    data = (tmp_path / "x.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert as_csv(table).encode() == data[3:]  # to a pipe it goes without the mark
    again = pd.read_csv(io.BytesIO(data), dtype="str", keep_default_na=False)
    assert list(again) == ["'=firm", "value"]
    assert unescape(again["'=firm"]).tolist() == [text.replace("\r", "\n") for text in [*FORMULAS, *NUMBERS]]
    assert set(again["value"]) == {"-1.5"}
    assert json.loads(as_json(table))[0] == {"=firm": "=1+1", "value": -1.5}  # no spreadsheet opens these
    write_table(table, tmp_path / "x.parquet", Kind())
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "x.parquet"), table)


def test_a_data_set_folder_starts_no_formula(tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["=A", "@B", "C"], "note": ["-1+1", "-1", "'=x"], "@user": ["=1", None, "b"]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["=A", "C"], "buyer": ["@B", "=A"]}))
    net.save(tmp_path / "net")
    written = (tmp_path / "net" / "firms.csv").read_bytes()
    assert written == "\ufefffirm,note,'@user\n'=A,'-1+1,'=1\n'@B,-1,\nC,''=x,b\n".encode()
    assert (tmp_path / "net" / "links.csv").read_bytes() == "\ufeffsupplier,buyer\n'=A,'@B\nC,'=A\n".encode()


# ---- workbooks ------------------------------------------------------------------------------------------------


def opened(table: pd.DataFrame, path: Path, kind: Kind | None = None, **options: Any) -> openpyxl.Workbook:
    write_table(table, path, kind or Kind(), **options)
    return openpyxl.load_workbook(path)


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_texts_of_a_workbook_are_texts(tmp_path: Path) -> None:
    nasty = [text for text in [*FORMULAS, *TEXT, *NUMBERS] if text]
    sheet = opened(pd.DataFrame({"=header": text_of(nasty)}), tmp_path / "x.xlsx").active
    cells = [cell for (cell,) in sheet.iter_rows()]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [unescape_xlsx(cell.value) for cell in cells] == ["=header", *nasty]


def test_numbers_of_a_workbook_are_numbers(tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "buyer": ["L", "M", "N"],
            "rate": [0.5, np.nan, 1.0],
            "numerator": [1_234_567_890.25, 2.0, 0.0001],
            "p50": [1.5, np.inf, 3.0],
            "members": pd.array([3, None, 4], dtype="Int64"),
            "listed": [True, False, True],
            "adcode": ["370213", "007", None],
        }
    )
    sheet = opened(table, tmp_path / "x.xlsx", KINDS["radius"]).active
    assert rows(sheet)[1:] == [
        ["L", 0.5, 1_234_567_890.25, 1.5, 3, "yes", "370213"],
        ["M", None, 2, "∞", None, "no", "007"],
        ["N", 1, 0.0001, 3, 4, "yes", None],
    ]
    assert [cell.number_format for cell in sheet[2]][1:5] == ["0.0%", "#,##0.0###", "0.0", "#,##0"]
    assert sheet["C4"].number_format == "General"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G4"
    assert sheet.column_dimensions["C"].width > len("1,234,567,890.2500")  # else Excel shows ####


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    book = opened(pd.DataFrame({"n": range(10)}), tmp_path / "x.xlsx")
    assert book.sheetnames == ["table", "table (2)", "table (3)"]
    assert [row for sheet in book for row in rows(sheet) if row != ["n"]] == [[n] for n in range(10)]
    assert rows(book["table (3)"])[0] == ["n"]
    assert rows(opened(pd.DataFrame({"n": []}), tmp_path / "y.xlsx").active) == [["n"]]


def test_names_of_sheets(tmp_path: Path) -> None:
    names = ["a[b]:*?/\\c", "A[b]:*?/\\C", "'quoted'", "", "History", "集" * 40, "集" * 40, "x\x01\uffff", "about"]
    sheets = [workbook.Sheet(name, pd.DataFrame({"n": [1]}), Kind()) for name in names]
    workbook.write_workbook(tmp_path / "x.xlsx", sheets, lang="en", cover=Cover("=1", [("=2", "=3")]))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == [
        *("about", "a_b______c", "A_b______C (2)", "quoted", "table", "History (2)"),
        *("集" * 31, "集" * 27 + " (2)", "x__", "about (2)"),
    ]
    texts = [cell for row in book["about"].iter_rows() for cell in row if cell.value in ("=1", "=2", "=3")]
    assert [cell.data_type for cell in texts] == ["s"] * 3


def test_characters_that_a_workbook_holds(tmp_path: Path) -> None:
    nasty = ["a\x01b", "_x0041_", "tab\there", "line\nbreak", "😀" * 16_383, "x" * 32_767, "\x1b[2J", "<r>", "\x0b"]
    write_table(pd.DataFrame({"text": text_of(nasty)}), tmp_path / "x.xlsx", Kind())
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "x.xlsx"))
    assert [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]] == nasty


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384, "a\uffffb", "<r><t>x</t></r>"])
def test_characters_that_it_does_not_hold(text: str, tmp_path: Path) -> None:
    with pytest.raises(cn.InputError, match=r"workbook.*write \.csv or \.parquet") as caught:
        write_table(pd.DataFrame({"text": [text]}), tmp_path / "x.xlsx", Kind())
    assert "工作簿" in caught.value.faults[0].told("zh")
    assert not any(tmp_path.iterdir())


# ---- units ----------------------------------------------------------------------------------------------------


@pytest.fixture
def valued(chain: cn.SupplyNetwork) -> cn.SupplyNetwork:
    links = chain.links.assign(product="p")
    return cn.SupplyNetwork(chain.firms, links, cn.About(value_unit="万元"))


TABLES: dict[str, Callable[[cn.SupplyNetwork], pd.DataFrame]] = {
    "rates": lambda net: measures.local_rate(net, area=cn.City()),
    "concentration": measures.concentration,
    "centrality": lambda net: measures.centrality(net, measures=["in_strength", "core"]),
}


@pytest.mark.parametrize("kind", TABLES)
def test_amounts_name_their_unit_everywhere(kind: str, valued: cn.SupplyNetwork, tmp_path: Path) -> None:
    table = TABLES[kind](valued)
    for lang, words, on_sheet in (("en", "万元/year)", "10,000 yuan/year)"), ("zh", "万元/年）", "万元/年）")):
        assert words in as_text(table, KINDS[kind], lang=lang, unit="万元").splitlines()[0]
        sheet = opened(table, tmp_path / "x.xlsx", KINDS[kind], lang=lang, unit="万元").active
        assert any(on_sheet in header for header in rows(sheet)[0])
    for ending, read in ((".csv", pd.read_csv), (".json", pd.read_json), (".parquet", pd.read_parquet)):
        write_table(table, tmp_path / f"x{ending}", KINDS[kind], unit="万元")
        again = read(tmp_path / f"x{ending}")
        assert list(again) == [*table, "unit"]  # names that programs rely on stay
        in_it = again["by"].eq("value") if kind == "rates" else again["unit"].notna()
        assert again["unit"].eq("万元").equals(in_it)
        assert in_it.any()


def test_no_unit_is_named_where_there_is_none(valued: cn.SupplyNetwork) -> None:
    rates = TABLES["rates"](valued)
    assert "unit" not in as_csv(rates, KINDS["rates"]).splitlines()[0]
    counts = rates[rates["by"] == "count"]
    assert "unit" not in as_csv(counts, KINDS["rates"], unit="万元").splitlines()[0]
    assert "万元" not in as_text(counts, KINDS["rates"], lang="en", unit="万元")
    summary = measures.concentration_summary(valued)
    assert "万元" not in as_csv(summary, KINDS["concentration_summary"], unit="万元")


def test_a_name_does_not_command_the_terminal() -> None:
    text = as_text(pd.DataFrame({"name": ["a\x1b[2Jb\nc\rd\x9be"]}), Kind(), lang="en")
    assert text == "name\na [2Jb c d e"


# ---- where writing fails --------------------------------------------------------------------------------------

TABLE = pd.DataFrame({"firm": ["甲"] * 2_000, "value": np.arange(2_000.0)})
ENDINGS = [".csv", ".json", ".parquet", ".xlsx"]


def outputs(net: cn.SupplyNetwork) -> dict[str, Callable[[Path], None]]:
    """Return every way to write, each to a path in a folder."""
    table = {f"x{ending}": lambda path: write_table(TABLE, path, Kind()) for ending in ENDINGS}
    saved = {name: lambda path: net.save(path, overwrite=True) for name in ("net.graphml", "net.parquet", "net")}
    return {**table, **saved, "template": write_template}


NAMES = [*(f"x{ending}" for ending in ENDINGS), "net.graphml", "net.parquet", "net", "template"]


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def disk(place: Path, options: str) -> Iterator[Path]:
    """Give a disk of its own, where one can be had."""
    place.mkdir()
    mount = shutil.which("mount")
    made = [str(mount), "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if not mount or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk(tmp_path / "小 disk", "size=64k") as place:
        yield place


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk(name: str, rich: cn.SupplyNetwork, small_disk: Path) -> None:
    place, write = small_disk / name, outputs(rich)[name]
    if name != "template":  # which is for new folders only
        write_small(place)
    (small_disk / "ballast").write_bytes(b"\0" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
    before = state(small_disk)
    with pytest.raises(cn.InputError, match="no space left on the disk; free some room") as caught:
        write(place)
    assert told(caught.value.faults[0].problem, "zh") == "无法写入：磁盘空间不足"
    assert state(small_disk) == before
    assert sorted(path.name for path in small_disk.iterdir()) == sorted({"ballast", *(n.split("/")[0] for n in before)})


def write_small(place: Path) -> None:
    """Write what is to survive."""
    if place.suffix:
        place.write_bytes(b"what was there")
    else:
        place.mkdir()
        (place / "links.csv").write_bytes(b"what was there")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_there_survives(
    name: str, number: int, rich: cn.SupplyNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / name
    if name != "template":
        write_small(place)
    before = state(tmp_path)

    def refuse(self: Path, *_: object) -> None:
        raise OSError(number, os.strerror(number))

    for moment in ("replace" if "." in name else "rename", "chmod"):
        monkeypatch.setattr(Path, moment, refuse)
        with pytest.raises(cn.InputError, match="can't write") as caught:
            outputs(rich)[name](place)
        assert caught.value.faults[0].told("zh").startswith(str(tmp_path))
        assert "无法写入" in caught.value.faults[0].told("zh")
        monkeypatch.undo()
        assert state(tmp_path) == before, moment
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], moment


@pytest.mark.parametrize("name", [name for name in NAMES if name != "template"])
def test_an_interrupt_loses_nothing(
    name: str, rich: cn.SupplyNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_small(tmp_path / name)
    before, renames = state(tmp_path), Path.rename

    def interrupted(self: Path, target: Path) -> Path:
        if target == tmp_path / name and self.name != "old":
            raise KeyboardInterrupt
        return renames(self, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outputs(rich)[name](tmp_path / name)
    monkeypatch.undo()
    if name != "net.parquet":  # its second file is in place by then
        assert state(tmp_path) == before
    assert (state(tmp_path)["net/links.csv"] if name == "net" else state(tmp_path)[name]) == b"what was there"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the owner of the machine may write anywhere")
@pytest.mark.parametrize("name", NAMES)
def test_a_read_only_folder(name: str, rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    place = tmp_path / "只读"
    place.mkdir()
    place.chmod(0o555)
    with pytest.raises(cn.InputError, match="permission denied; close the file where it is open, or name a place"):
        outputs(rich)[name](place / name)
    place.chmod(0o755)
    assert not any(place.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_read_only_disk(name: str, rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    with disk(tmp_path / "只读", "ro") as place, pytest.raises(cn.InputError, match="the disk is read-only"):
        outputs(rich)[name](place / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_path_with_spaces_and_chinese_characters(name: str, rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    place = tmp_path / "我的 数据" / "2024年（终稿）" / f"青岛 {name}"
    outputs(rich)[name](place)
    assert place.exists()
    assert not [path for path in place.parent.iterdir() if path.name.startswith(".")]
    assert [path.name for path in tmp_path.iterdir()] == ["我的 数据"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_in_the_place_of_a_file(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"x{ending}").mkdir()
    with pytest.raises(cn.InputError, match="this is a folder; name a file") as caught:
        write_table(TABLE, tmp_path / f"x{ending}", Kind())
    assert caught.value.faults[0].told("zh").endswith("这是一个文件夹；请写一个文件名")


def test_a_file_in_the_place_of_a_folder(rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    (tmp_path / "net").write_text("mine")
    with pytest.raises(cn.InputError, match="this is a file; name a folder"):
        rich.save(tmp_path / "net", overwrite=True)
    for place in (tmp_path / "net" / "x.csv", tmp_path / "net" / "deep" / "x.csv"):
        with pytest.raises(cn.InputError, match="a part of the path is a file"):
            write_table(TABLE, place, Kind())
    with pytest.raises(cn.InputError, match="a part of the path is a file"):
        rich.save(tmp_path / "net" / "folder")
    assert state(tmp_path) == {"net": b"mine"}


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(cn.InputError, match="the name is too long"):
        write_table(TABLE, tmp_path / ("长" * 300 + ".csv"), Kind())
    assert not any(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_links_stay_and_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    real, link, pipe = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "pipe.csv"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    write_table(TABLE, link, Kind())
    assert link.is_symlink()
    assert real.read_bytes().startswith(b"\xef\xbb\xbffirm")
    assert real.stat().st_mode & 0o777 == 0o600  # who may read it does not change
    os.mkfifo(pipe)
    with pytest.raises(cn.InputError, match="no ordinary file"):
        write_table(TABLE, pipe, Kind())
    assert pipe.is_fifo()


def test_other_endings() -> None:
    with pytest.raises(cn.InputError, match=r"no way to write a table as \.docx") as caught:
        write_table(TABLE, Path("x.docx"), Kind())
    assert "不能把表写成 .docx" in caught.value.faults[0].told("zh")


def test_two_files_of_one_network_change_together(
    rich: cn.SupplyNetwork, chain: cn.SupplyNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet

    rich.save(tmp_path / "net.parquet")
    before, write, calls = state(tmp_path), pyarrow.parquet.write_table, iter(range(2))

    def full(*given: Any, **options: Any) -> None:
        if next(calls):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*given, **options)

    monkeypatch.setattr(pyarrow.parquet, "write_table", full)
    with pytest.raises(cn.InputError, match="no space left"):
        chain.save(tmp_path / "net.parquet")
    assert state(tmp_path) == before


@pytest.mark.parametrize("is_file", [True, False])
@pytest.mark.parametrize("kind", [ValueError, cn.InputError, OSError])
def test_whatever_goes_wrong_nothing_is_left_half_written(kind: type[Exception], is_file: bool, tmp_path: Path) -> None:
    writing = replacing_file(tmp_path / "x.csv") if is_file else new_folder(tmp_path / "x")

    def write() -> None:
        with writing as temporary:
            (temporary if is_file else temporary / "a").write_text("half")
            raise kind([])

    with pytest.raises((ValueError, cn.InputError)):
        write()
    assert not any(tmp_path.iterdir())


def test_years_are_not_grouped_and_amounts_look_alike() -> None:
    """A rate by deep adds up to fractions; it prints like the whole amounts beside it."""
    table = pd.DataFrame({"year": [2020, 2021], "by": ["value", "deep"], "numerator": [66387.0, 59990.4]})
    assert as_text(table, KINDS["rates"], lang="en", unit="").split("\n")[1:] == [
        "2020  value     66,387", "2021  deep      59,990"
    ]  # fmt: skip
    assert [tables.cell(number, "numerator", KINDS["rates"], "en") for number in (9999.6, 1234.5, 999.54, 0.25)] == [
        "10,000", "1,234", "999.5", "0.25"
    ]  # fmt: skip
