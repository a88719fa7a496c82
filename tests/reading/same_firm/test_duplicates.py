"""Probable duplicates are suggested, a person says yes or no, and only what got a yes is merged."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.errors import FAULT, Fault, InputError, Said, told
from chainnet.reading.cells.credit_codes import check_digit
from chainnet.reading.same_firm.merging import CHANGES, merge_firms, read_merges
from chainnet.reading.same_firm.suggestions import suggest
from chainnet.terms import MERGE_COLUMNS

CODE, OTHER_CODE = (start + check_digit(start) for start in ("91370200EXAMPTE00", "91370200EXAMPTE01"))


def firms(**columns: Any) -> pd.DataFrame:
    """Make firms 1, 2, 3 ... of columns of equal length."""
    count = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([str(number) for number in range(1, count + 1)], dtype="str"))


def pair(one: str, other: str, **columns: Any) -> tuple[int, str]:
    """Return score and reason of two names; (0, "") where the pair is not suggested."""
    found = suggest(firms(name=[one, other], **columns))
    assert len(found) <= 1
    return (int(found["score"].iloc[0]), found["why"].iloc[0]) if len(found) else (0, "")


# ---- suggesting ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("示例（青岛）有限公司", "示例(青岛)有限责任公司", 99, 99),
        ("青岛示例轨道装备有限公司", "青岛示例轨道装备股份有限公司", 93, 96),
        ("青岛示例轨道装备有限公司", "示例轨道装备（青岛）有限公司", 96, 98),
        ("青岛示例轨道装备有限公司", "示例轨道装备有限公司", 90, 95),
        ("山东示例轨道装备有限公司", "青岛示例轨道装备有限公司", 90, 95),
        ("青岛市示例轨道装备有限公司", "青岛示例轨道装备有限公司", 96, 98),
        ("示例軌道車輛有限公司", "示例轨道车辆有限公司", 97, 98),
        ("示例轨道装备有限公司", "示例轨道交通装备有限公司", 85, 92),
        ("示例轨道交通装备有限公司", "示列轨道交通装备有限公司", 80, 85),
        ("Example Rail Systems Co., Ltd.", "Example Rail System Co Ltd", 90, 97),
        ("Example Rail Systems Inc.", "Example Rail Systems Ltd", 93, 96),
    ],
)
def test_names_that_may_be_one_firm_are_suggested(one: str, other: str, low: int, high: int) -> None:
    assert low <= pair(one, other)[0] <= high


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青岛示例轨道装备有限公司", "济南示例轨道装备有限公司"),
        ("青岛示例轨道装备有限公司", "青岛样本轨道装备有限公司"),
        ("示例第一机械厂", "示例第二机械厂"),
        ("示例1厂", "示例2厂"),
        ("示例轨道装备有限公司", "示例轨道装备有限公司青岛分公司"),
        ("示例轨道装备有限公司济南分公司", "示例轨道装备有限公司青岛分公司"),
        ("示例轨道装备（青岛）有限公司", "示例轨道装备（上海）有限公司"),
        ("示例科技有限公司", "样例科技有限公司"),
        ("示例有限公司", "样本有限公司"),
        ("有限公司", "股份公司"),
        ("青岛有限公司", "济南有限公司"),
        ("Alpha Precision Machinery Ltd", "Beta Precision Machinery Ltd"),
    ],
)
def test_names_of_two_firms_are_not_suggested(one: str, other: str) -> None:
    assert pair(one, other) == (0, "")


def test_numbers_may_be_written_in_characters_or_figures() -> None:
    assert pair("示例第一精密机械厂", "示例第1精密机械厂")[0] >= 85


def test_codes_decide() -> None:
    assert pair("示例有限公司", "样本机械厂", credit_code=[CODE, CODE.lower()]) == (100, "same credit code")
    assert pair("示例有限公司", "示例 有限公司", credit_code=[CODE, OTHER_CODE]) == (0, "")
    assert pair("示例有限公司", "示例 有限公司", credit_code=[CODE, None])[0] == 99
    wrong = CODE[:17] + "0"
    assert pair("示例有限公司", "样本机械厂", credit_code=[wrong, wrong]) == (0, "")
    by_id = pd.DataFrame({"name": ["示例有限公司"] * 2}, index=[CODE, OTHER_CODE])
    assert suggest(by_id).empty


def test_places_and_addresses_count() -> None:
    one, other = "示例轨道装备有限公司", "示例轨道装备股份有限公司"
    plain, why = pair(one, other)
    assert (plain, why) == (95, "similar name; another legal form")
    near, why = pair(one, other, address=["示例路 1 号", "示例路１号"])
    assert (near, why) == (98, "similar name; same address; another legal form")
    far, why = pair(one, other, adcode=["370211", None], city=[None, "济南"])
    assert (far, why) == (85, "similar name; another legal form; in different cities")
    assert pair(one, other, adcode=["370211", None], city=[None, "青岛市"])[0] == plain
    assert pair(one, one, city=["青岛市", "济南市"])[0] == 89


def test_the_table() -> None:
    table = firms(name=["示例 有限公司", "样本机械厂", "示例有限公司", None, "示例股份有限公司"])
    found = suggest(table, lang="zh")
    assert list(found) == [term.key for term in MERGE_COLUMNS]
    assert found[["firm", "other", "score"]].to_numpy().tolist() == [["1", "3", 99], ["1", "5", 95]]
    assert found["why"].tolist() == ["名称相同或仅写法不同", "名称相近；公司形式不同"]
    assert found["other_name"].tolist() == ["示例有限公司", "示例股份有限公司"]
    assert (found["merge"] == "").all()
    assert suggest(table, least=99)["score"].tolist() == [99]


@pytest.mark.parametrize("table", [firms(role=["leader", "supplier"]), firms(name=["示例"]), firms(name=[None, "甲"])])
def test_nothing_to_suggest(table: pd.DataFrame) -> None:
    for rows in (table, table.iloc[:0]):
        found = suggest(rows)
        assert found.empty
        assert list(found) == [term.key for term in MERGE_COLUMNS]


def test_many_of_one_name_are_chained() -> None:
    """Three thousand rows 未知 are no four million pairs."""
    found = suggest(firms(name=["未知企业"] * 3000))
    assert len(found) < 30_000
    assert set(found["firm"]) | set(found["other"]) == {str(number) for number in range(1, 3001)}


TRADES = ["科技", "机械", "轨道装备", "精密模具"]
FORMS = ["有限公司", "有限责任公司", "股份有限公司", "厂", "（青岛）有限公司"]
NAMES = st.tuples(
    st.sampled_from(["示例", "示列", "样本", "甲乙", "一厂"]), st.sampled_from(TRADES), st.sampled_from(FORMS)
)
TABLES = st.lists(
    st.tuples(st.one_of(st.none(), NAMES.map("".join), st.text(max_size=5)), st.sampled_from([None, CODE, OTHER_CODE])),
    max_size=25,
)


@settings(max_examples=15)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_count(rows: list[tuple[str | None, str | None]], chance: random.Random) -> None:
    table = pd.DataFrame(rows, columns=["name", "credit_code"], dtype="str")
    table.index = table.index.astype("str")
    mixed = table.iloc[chance.sample(range(len(table)), len(table))]
    pd.testing.assert_frame_equal(suggest(table), suggest(mixed))


@settings(max_examples=15)
@given(TABLES)
def test_new_ids_change_nothing_else(rows: list[tuple[str | None, str | None]]) -> None:
    table = pd.DataFrame(rows, columns=["name", "credit_code"], dtype="str")
    table.index = [f"{number:02d}" for number in range(len(table))]
    renamed = table.set_axis([f"新{firm}" for firm in table.index])
    one, other = suggest(table), suggest(renamed)
    other[["firm", "other"]] = other[["firm", "other"]].apply(lambda column: column.str[1:])
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=15)
@given(TABLES)
def test_pairs_are_in_order_and_each_once(rows: list[tuple[str | None, str | None]]) -> None:
    table = pd.DataFrame(rows, columns=["name", "credit_code"], dtype="str")
    table.index = table.index.astype("str")
    found = suggest(table)
    assert (found["firm"] < found["other"]).all()
    assert not found.duplicated(["firm", "other"]).any()
    assert found["score"].is_monotonic_decreasing
    assert found["score"].between(80, 100).all()


# ---- reading what a person said -----------------------------------------------------------------------------

KNOWN = pd.Index(list("123456789"), dtype="str")


def said(*rows: tuple[str, str, str], names: tuple[str, ...] = ("firm", "other", "merge")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(names), dtype="str")


def faults(table: pd.DataFrame) -> list[Fault]:
    with pytest.raises(InputError) as caught:
        read_merges(table, "merge.csv", KNOWN)
    for fault in caught.value.faults:
        assert (fault.file, fault.severity) == ("merge.csv", FAULT)
        for text in (fault.problem, fault.hint):
            assert told(text, "zh") != text
    return list(caught.value.faults)


@pytest.mark.parametrize("yes", ["yes", "是", "Y", "true", " 1 ", "√"])
@pytest.mark.parametrize(
    "names", [("firm", "other", "merge"), ("企业编号", "另一企业编号", "是否合并"), ("企业", "另一企业", "合 并")]
)
def test_yes_merges_and_all_else_does_not(yes: str, names: tuple[str, ...]) -> None:
    table = said(("1", "2", yes), ("3", "4", ""), ("5", "6", "否"), ("7", "8", None), ("x", "y", "no"), names=names)
    assert read_merges(table, "merge.csv", KNOWN) == [("1", "2")]


def test_nobody_said_yes() -> None:
    assert read_merges(said(("1", "2", ""), ("3", "4", "")), "merge.csv", KNOWN) == []
    assert read_merges(said(), "merge.csv", KNOWN) == []


def test_what_suggest_writes_is_read_back() -> None:
    table = suggest(firms(name=["示例 有限公司", "样本机械厂", "示例有限公司"]))
    assert read_merges(table, "merge.csv", KNOWN) == []
    assert read_merges(table.assign(merge="yes"), "merge.csv", KNOWN) == [("1", "3")]


def test_chains_are_one_group_and_its_first_firm_is_kept() -> None:
    table = said(("5", "4", "yes"), ("2", "3", "yes"), ("1", "2", "yes"), ("4", "6", "yes"), ("7", "8", "no"))
    assert read_merges(table, "merge.csv", KNOWN) == [("5", "4", "6"), ("2", "3", "1")]


def test_without_the_column_nothing_is_merged() -> None:
    (fault,) = faults(said(("1", "2"), names=("firm", "other")))
    assert (fault.row, fault.column, fault.problem) == (1, "merge", "no column merge")
    assert "yes" in fault.hint
    assert [
        fault.problem for fault in faults(said(("1", "2", "是", "否"), names=("firm", "other", "merge", "合并")))
    ] == ["two columns merge"]


def test_contradictions_name_their_rows() -> None:
    (fault,) = faults(said(("1", "2", "yes"), ("7", "8", "yes"), ("2", "3", "yes"), ("3", "1", "no"), ("4", "1", "no")))
    assert (fault.row, fault.problem) == (5, "'3' and '1' are two firms here, but one by row 2, 4")


def test_all_faults_are_told_at_once() -> None:
    table = said(("1", "2", "maybe"), ("x", "2", "yes"), ("1", "", "yes"), ("1", "1", "yes"), ("y", "z", "no"))
    told_ = [(fault.row, fault.column, str(fault.problem)) for fault in faults(table)]
    assert told_ == [
        (2, "merge", "'maybe' is neither yes nor no"),
        (3, "firm", "no firm 'x'"),
        (4, "other", "the cell is empty"),
        (5, "other", "'1' is to be merged with itself"),
    ]


# ---- merging ------------------------------------------------------------------------------------------------


def links(*pairs: str) -> pd.DataFrame:
    return pd.DataFrame({"supplier": [p[0] for p in pairs], "buyer": [p[1] for p in pairs], "value": range(len(pairs))})


def test_merging_fills_tells_and_renames() -> None:
    table = firms(
        name=["示例有限公司", "示例 有限公司", "样本"],
        role=["unknown", "leader", "supplier"],
        revenue=[None, 5.0, 1.0],
        grade=["srdi", "champion", None],
    )
    before = table.copy()
    merged, renamed, changes = merge_firms(table, links("23", "31", "12", "22"), [("1", "2")])
    pd.testing.assert_frame_equal(table, before)
    assert merged.index.tolist() == ["1", "3"]
    assert merged.loc["1"].tolist() == ["示例有限公司", "leader", 5.0, "srdi"]
    assert merged.dtypes.equals(table.dtypes)
    assert renamed.to_numpy().tolist() == [["1", "3", 0], ["3", "1", 1], ["1", "1", 2], ["1", "1", 3]]
    assert list(changes) == list(CHANGES)
    assert changes[["column", "before", "after"]].to_numpy().tolist() == [
        ["firm", "2", "1"],
        ["name", "示例 有限公司", "示例有限公司"],
        ["role", "unknown", "leader"],
        ["revenue", "", "5.0"],
        ["grade", "champion", "srdi"],
    ]
    assert "4 times" in changes["reason"].iloc[0]
    assert all(isinstance(reason, Said) for reason in changes["reason"])
    assert changes["row"].isna().all()


def test_a_firm_is_not_given_the_point_of_another_place() -> None:
    table = firms(
        city=["青岛市", "济南市", None],
        adcode=[None, "370102", "370211"],
        longitude=[None, 117.0, 120.3],
        latitude=[None, 36.6, 36.1],
        precision=["none", "site", "district"],
    )
    merged, _, changes = merge_firms(table, links(), [("1", "2", "3")])
    # what 2 says of its place is elsewhere; the code of 3 contradicts the code of 2, which stood first
    assert merged.loc["1", "city"] == "青岛市"
    assert pd.isna(merged.loc["1", "adcode"])
    merged, _, changes = merge_firms(table, links(), [("1", "3", "2")])
    assert merged.loc["1"].tolist() == ["青岛市", "370211", 120.3, 36.1, "district"]
    kept = changes[changes["reason"].str.startswith("'2' was merged")]
    assert kept["column"].tolist() == ["city", "adcode", "longitude", "latitude", "precision"]


def test_a_precision_comes_with_its_point() -> None:
    table = firms(longitude=[120.0, 121.0], latitude=[36.0, 36.5], precision=[None, "district"])
    merged, _, _ = merge_firms(table, links(), [("1", "2")])
    assert merged["precision"].isna().all()
    table = firms(longitude=[None, None], latitude=[None, None], precision=["none", None]).astype(
        {"longitude": "float64"}
    )
    merged, _, _ = merge_firms(table, links(), [("2", "1")])
    assert merged["precision"].tolist() == ["none"]


def test_no_groups_change_nothing() -> None:
    table, edges = firms(name=["示例", "样本"]), links("12")
    merged, renamed, changes = merge_firms(table, edges, [])
    pd.testing.assert_frame_equal(merged, table)
    pd.testing.assert_frame_equal(renamed, edges)
    assert changes.empty
    assert list(changes) == list(CHANGES)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("123456789"), st.sampled_from("123456789")).filter(lambda p: p[0] != p[1]), max_size=8
    ),
    st.lists(st.tuples(st.sampled_from("123456789"), st.sampled_from("123456789")), max_size=12),
)
def test_merging_loses_no_end_of_a_link(same: list[tuple[str, str]], ends: list[tuple[str, str]]) -> None:
    groups = read_merges(said(*((a, b, "yes") for a, b in same)), "merge.csv", KNOWN)
    table = pd.DataFrame({"name": [f"示例{firm}" for firm in KNOWN]}, index=KNOWN)
    edges = pd.DataFrame(ends, columns=["supplier", "buyer"], dtype="str")
    merged, renamed, changes = merge_firms(table, edges, groups)
    to = {firm: group[0] for group in groups for firm in group}
    expected = [[to.get(a, a), to.get(b, b)] for a, b in ends]
    assert renamed.to_numpy().tolist() == expected
    assert set(merged.index) == {to.get(firm, firm) for firm in KNOWN}
    assert changes["column"].eq("firm").sum() == len(KNOWN) - len(merged)
    assert all(to[a] == to[b] for a, b in same)
