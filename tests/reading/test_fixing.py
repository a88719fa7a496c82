"""The cleaned data set and its log: whoever makes the logged changes by hand comes to the same tables."""

from __future__ import annotations

import csv
import math
import tomllib
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from helpers import maybe
from hypothesis import given
from hypothesis import strategies as st

import chainnet as cn

LINK_HEADER = ["供应商编号", "供应商名称", "采购商", "产品", "采购额（万元）", "是否关键", "备注"]
FIRM_HEADER = ["企业编号", "企业名称", "类型", "行政区划代码", "经度", "纬度", "营业收入（亿元）"]
KEY = ("supplier", "buyer", "product")
Rows = list[list[str]]
Table = list[dict[str, str]]


def written(folder: Path, **tables: Rows) -> Path:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder


def cells_of(path: Path) -> Table:
    """Return the rows of a file that chainnet wrote; a lone - has an apostrophe there, which is none of the text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{column: cell.removeprefix("'") for column, cell in row.items()} for row in csv.DictReader(file)]


def fixed(source: Path, out: Path, **options: str) -> cn.reading.fixing.Fixed:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.fix(source, out, **options)


def replayed(raw: Rows, changes: Table) -> Table:
    """Make the changes of one file by hand: rename, write cells, leave rows out, sum rows, add firms."""
    rows = {number: dict(zip(raw[0], row, strict=True)) for number, row in enumerate(raw[1:], start=2)}
    rows = {number: row for number, row in rows.items() if any(cell.strip() for cell in row.values())}
    renamed = {change["before"]: change["after"] for change in changes if change["row"] == "1"}
    out, summed = set(), []
    for change in changes:
        number = int(change["row"] or 0)
        if number == 0 and change["column"] == "firm":
            rows[len(raw) + 1 + len(rows)] = {"firm": change["after"]}
        elif number == 0:
            rows[max(rows)][change["column"]] = change["after"]
        elif change["reason"].startswith("the row is summed"):
            summed.append(number)
        elif change["reason"].startswith("the row is left out"):
            out.add(number)
        elif number > 1:
            assert rows[number].get(change["column"], "") == change["before"]
            rows[number][change["column"]] = change["after"]
    table = {
        number: {renamed.get(header, header): cell for header, cell in row.items() if renamed.get(header) != ""}
        for number, row in rows.items()
        if number not in out
    }
    for number in sorted(summed):
        into = next(row for at, row in table.items() if at < number and same_link(row, table[number]))
        add(into, table.pop(number))
    return list(table.values())


def same_link(one: dict[str, str], other: dict[str, str]) -> bool:
    return all(one.get(column, "") == other.get(column, "") for column in KEY)


def add(into: dict[str, str], row: dict[str, str]) -> None:
    """Sum a row into an earlier one: an unknown amount makes an unknown sum, and yes wins over no."""
    for column, cell in row.items():
        if column == "value":
            into[column] = str(float(into[column]) + float(cell)) if into[column] and cell else ""
        elif column == "essential":
            into[column] = "yes" if "yes" in (into[column], cell) else into[column] or cell
        elif column not in KEY:
            into[column] = into[column] or cell


def comparable(table: Table) -> list[list[tuple[str, str | float]]]:
    """Return rows without empty cells, numbers as numbers, in one order."""
    return sorted(
        sorted((column, number(cell)) for column, cell in row.items() if cell) for row in table if any(row.values())
    )  # fmt: skip


def number(cell: str) -> str | float:
    try:
        return f"{float(cell):.12g}" if math.isfinite(float(cell)) else cell
    except ValueError:
        return cell


ends = st.sampled_from(["S1", " S2 ", "L", "样本零件厂", "示例(甲)有限责任公司", "X", ""])
links = st.lists(
    st.tuples(
        ends,
        st.sampled_from(["", "甲", "别名"]),
        ends,
        st.sampled_from(["螺栓", " 螺栓", "-", "", "1.0"]),
        st.sampled_from(["", "1", "0.1", "1.50", "1,000", "1.2亿", "３", "-1", "x", "0.30000000000000004", "不详"]),
        st.sampled_from(["", "是", "√", "no", "?"]),
        st.sampled_from(["", " 二 ", "a,b"]),
    ).map(list),
    min_size=1,
    max_size=6,
)
firms = st.lists(
    st.tuples(
        st.sampled_from(["S1", "S2", "L", "S1 ", ""]),
        st.sampled_from(["", "样本零件厂", "示例（甲）有限公司", " 乙 "]),
        st.sampled_from(["", "龙头", "小巨人", "supplier", "boss"]),
        st.sampled_from(["", "370214", "370214001", "37"]),
        st.sampled_from(["", "120.3826", "36.1", "200"]),
        st.sampled_from(["", "36.0671", "120.4", "北纬36度"]),
        st.sampled_from(["", "0.7", "1,200万元", "-"]),
    ).map(list),
    min_size=1,
    max_size=5,
)


@given(links, maybe(firms), st.sampled_from(["", "GCJ-02"]))
def test_the_log_holds_every_change(links: Rows, firms: Rows | None, datum: str) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        raw = {"links": [LINK_HEADER, *links]} | ({"firms": [FIRM_HEADER, *firms]} if firms else {})
        (folder / "in").mkdir()
        written(folder / "in", **raw)
        try:
            fixed(folder / "in", folder / "out", datum=datum)
        except cn.InputError:  # where no row names a firm there is nothing to write
            assert firms is None
            assert not any(row[0].strip() and row[2].strip() for row in links)
            return
        changes = cells_of(folder / "out" / "changes.csv")
        for name, rows in raw.items():
            made = replayed(rows, [change for change in changes if Path(change["file"]).name == f"{name}.csv"])
            assert comparable(made) == comparable(cells_of(folder / "out" / f"{name}.csv"))
        left = cn.check(folder / "out").query("severity == 'fault'")["problem"]
        assert set(left) <= {"no links under the header"}  # where all of them had to be left out


# ---- by hand ----------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return written(
        tmp_path / "in",
        links=[
            ["供方代码", "供方", "需方", "金额（万元）"],
            ["S1", "甲", "L", "1.2亿"],
            ["S1", "甲", "L", "3"],
            ["S2", "乙", "示例整车集团", "-1"],
            ["S2", "乙", "S2", "5"],
            ["X", "丁", "L", ""],
            ["", "", "L", "7"],
            ["合计", "", "", "15"],
        ],
        firms=[
            ["编号", "名称", "类型"],
            ["L", "示例整车集团", "链主"],
            ["S1", "", "小巨人"],
            ["S2", "乙", ""],
            ["S2", "乙二", ""],
        ],
    )  # fmt: skip


def log(changes: pd.DataFrame) -> set[tuple[object, ...]]:
    told = changes.assign(file=[Path(file).stem for file in changes["file"]])
    told = told.astype(object).where(told.notna(), None)
    return set(told.itertuples(index=False, name=None))


def test_every_kind_of_change(source: Path, tmp_path: Path) -> None:
    done = fixed(source, tmp_path / "out")
    renamed, out = "the header as chainnet calls it", "the row is left out: see the faults and doubts"
    number, word = "read as a number, in the unit of the data set", "read as one of the words chainnet knows"
    assert log(done.changes) == {
        ("links", 1, "供方代码", "供方代码", "supplier", renamed),
        ("links", 1, "需方", "需方", "buyer", renamed),
        ("links", 1, "金额（万元）", "金额（万元）", "value", renamed),
        ("links", 1, "供方", "供方", "", "names beside codes stand in the table of firms"),
        ("links", 2, "金额（万元）", "1.2亿", "12000", number),
        ("links", 4, "金额（万元）", "-1", "", number),
        ("links", 4, "需方", "示例整车集团", "L", "found as a firm of the firms table"),
        ("links", 3, "", "", "", "the row is summed into an earlier one of the same firms and product"),
        ("links", 5, "", "", "", "the row is left out: a firm supplies itself"),
        ("links", 7, "", "", "", out),
        ("links", 8, "", "", "", out),
        ("firms", 1, "编号", "编号", "firm", renamed),
        ("firms", 1, "名称", "名称", "name", renamed),
        ("firms", 1, "类型", "类型", "role", renamed),
        ("firms", 2, "类型", "链主", "leader", word),
        ("firms", 3, "类型", "小巨人", "supplier", word),
        ("firms", 3, "grade", "", "little_giant", word),
        ("firms", 3, "名称", "", "甲", "filled from the names beside codes in the links"),
        ("firms", 5, "", "", "", "the row is left out: an earlier one has the firm"),
        ("firms", None, "firm", "", "X", "a row for a firm that links name and no row had"),
        ("firms", None, "name", "", "丁", "a row for a firm that links name and no row had"),
    }
    assert [(Path(fault.file).stem, fault.row) for fault in done.faults] == [
        ("firms", 5), ("links", 4), ("links", 6), ("links", 7)
    ]  # fmt: skip


def test_rows_below_a_repeated_header_keep_their_numbers(tmp_path: Path) -> None:
    header = ["supplier", "buyer", "value"]
    written(tmp_path, x=[header, ["A", "L", "1"], header, ["B", "L", "1,000"], ["合计", "", "1001"], ["C", "L", "x"]])
    done = fixed(tmp_path / "x.csv", tmp_path / "out")
    assert done.changes[["row", "before", "after"]].to_numpy().tolist() == [
        [4, "1,000", "1000"], [6, "x", ""], [5, "", ""]
    ]  # fmt: skip


def test_what_is_written_is_clean(source: Path, tmp_path: Path) -> None:
    fixed(source, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("changes.csv", "cluster.toml", "firms.csv", "links.csv")
    ]
    assert (tmp_path / "out" / "links.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert tomllib.loads((tmp_path / "out" / "cluster.toml").read_text())["cluster"]["value_unit"] == "万元"
    net = cn.read(tmp_path / "out")
    assert (net.n, net.m, net.doubts, net.leaders) == (4, 3, (), ["L"])
    assert net.links.query("supplier == 'S1'")["value"].tolist() == [12_003.0]
    assert cn.check(tmp_path / "out").empty
    again = fixed(tmp_path / "out", tmp_path / "again")
    assert again.changes.empty
    for name in ("links.csv", "firms.csv", "cluster.toml"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_reasons_in_chinese(source: Path, tmp_path: Path) -> None:
    reasons = set(fixed(source, tmp_path / "out", lang="zh").changes["reason"])
    assert {"列名统一", "跳过该行：企业供应自己", "由供货关系表中与编号并列的名称补全"} <= reasons


def test_merged_firms_are_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(
        tmp_path / "in",
        firms=[["firm", "name", "stage"], ["1", "甲厂", ""], ["2", "甲厂", "总装"], ["L", "整车", ""]],
        links=[["supplier", "buyer", "value"], ["1", "L", "3"], ["2", "L", "4"], ["2", "1", "5"]],
    )
    written(tmp_path, pairs=[["firm", "other", "merge"], ["1", "2", "yes"]])
    done = fixed(tmp_path / "in", tmp_path / "out", merge=str(tmp_path / "pairs.csv"))
    assert done.net.firms.index.tolist() == ["1", "L"]
    assert done.net.links[["supplier", "buyer", "value"]].to_numpy().tolist() == [["1", "L", 7.0]]
    merged = done.changes[done.changes["reason"].str.contains("merged")]
    assert merged[["column", "before", "after"]].to_numpy().tolist() == [["firm", "2", "1"], ["stage", "", "总装"]]


def test_a_folder_that_holds_something_is_not_replaced(source: Path, tmp_path: Path) -> None:
    fixed(source, tmp_path / "out")
    with pytest.raises(cn.InputError, match="exists"):
        fixed(source, tmp_path / "out")
    fixed(source, tmp_path / "out", overwrite=True)
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(cn.InputError, match=r"also holds mine\.txt"):
        fixed(source, tmp_path / "out", overwrite=True)
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_nothing_to_clean(tmp_path: Path) -> None:
    written(tmp_path, x=[["a", "b"], ["1", "2"]])
    with pytest.raises(cn.InputError, match="no column supplier"):
        fixed(tmp_path / "x.csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()
