"""The firms that ends of links mean: id, credit code, name, key of the name; a code beside a name decides."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import chainnet as cn
from chainnet.reading.cells.credit_codes import check_digit
from chainnet.reading.texts import as_categories

CODES = [start + check_digit(start) for start in ("91000000000000001", "91000000000000002", "91000000000000003")]
FIRMS = pd.DataFrame(
    {
        "firm": ["S1", "S2", "L"],
        "name": ["示例（甲）有限公司", "样本零件厂", "示例整车集团"],
        "credit_code": CODES,
    }
)


def linked(links: dict[str, list[object]], firms: pd.DataFrame | None = FIRMS) -> cn.SupplyNetwork:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.from_frames(firms, pd.DataFrame(links))


def supplier_of(text: str, firms: pd.DataFrame | None = FIRMS) -> str:
    return str(linked({"supplier": [text], "buyer": ["L"]}, firms).links["supplier"].item())


def faults(links: dict[str, list[object]], firms: pd.DataFrame | None = FIRMS) -> list[tuple[int | None, str, str]]:
    with pytest.raises(cn.InputError) as caught:
        linked(links, firms)
    return [(fault.row, fault.column, str(fault.problem)) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("S1", "S1"),
        (" S2 ", "S2"),
        (CODES[1], "S2"),
        ("样本零件厂", "S2"),
        ("示例(甲)有限公司", "S1"),
        ("示例 （甲） 有限责任公司", "S1"),
        ("示例甲有限公司", "S1"),
    ],
)
def test_a_firm_under_each_of_its_names(text: str, firm: str) -> None:
    assert supplier_of(text) == firm


@pytest.mark.parametrize("text", ["示例（甲）股份有限公司", "示例（甲）", "样本零件", "s1", "S", "别的厂"])
def test_a_name_that_is_only_alike_is_no_firm(text: str) -> None:
    """Another legal form, a part of a name, another case of an id: a person says what is meant."""
    assert faults({"supplier": [text], "buyer": ["L"]}) == [
        (0, "supplier", f"{text!r} is in no row of the firms table")
    ]


def test_the_ways_to_one_firm_are_one_firm() -> None:
    ways = ["S1", CODES[0], "示例（甲）有限公司", "示例(甲)有限责任公司"]
    net = linked({"supplier": ways, "buyer": ["L", "示例整车集团", CODES[2], "L"], "value": [1, 2, 4, 8]})
    assert net.links[["supplier", "buyer", "value"]].to_numpy().tolist() == [["S1", "L", 15.0]]
    assert net.n == 3


def test_an_id_wins_over_the_name_of_another_firm() -> None:
    firms = pd.DataFrame({"firm": ["甲", "乙", "L"], "name": ["丙", "甲", "x"]})
    assert supplier_of("甲", firms) == "甲"
    assert supplier_of("丙", firms) == "甲"


def test_a_name_as_written_wins_over_the_key_of_another() -> None:
    firms = pd.DataFrame({"firm": ["1", "2", "L"], "name": ["样本有限公司", "样本有限责任公司", "x"]})
    assert supplier_of("样本有限责任公司", firms) == "2"
    assert faults({"supplier": ["样本 有限公司"], "buyer": ["L"]}, firms) == [
        (0, "supplier", "'样本 有限公司' is the name of 2 firms: 1, 2")
    ]


def test_what_several_firms_are_called_is_a_fault_told_once_with_all_of_them() -> None:
    firms = pd.DataFrame({"firm": list("ABCL"), "name": ["样本", "样本", "样本", "x"]})
    assert faults({"supplier": ["A", "样本", "样本"], "buyer": ["L", "L", "B"]}, firms) == [
        (1, "supplier", "'样本' is the name of 3 firms: A, B, C")
    ]


def test_a_credit_code_that_two_firms_have_finds_none() -> None:
    firms = pd.DataFrame({"firm": list("ABL"), "credit_code": [CODES[0], CODES[0], None]})
    assert faults({"supplier": [CODES[0]], "buyer": ["L"]}, firms)[0][2].endswith("is in no row of the firms table")


def test_what_was_found_by_its_name_is_said() -> None:
    links = pd.DataFrame({"supplier": ["样本零件厂", "示例(甲)有限公司", CODES[1]], "buyer": ["L", "L", "S1"]})
    with pytest.warns(cn.InputWarning, match="1 doubt,"):
        doubts = cn.from_frames(FIRMS, links).doubts
    assert [(fault.column, str(fault.problem)) for fault in doubts] == [
        (
            "supplier",
            "1 firms are found by names that differ in width, spaces or legal form: 示例(甲)有限公司 = S1",
        )
    ]


def test_an_unknown_firm_at_both_ends_is_told_at_both() -> None:
    assert faults({"supplier": ["X", "X", "S1"], "buyer": ["L", "S1", "X"]}) == [
        (0, "supplier", "'X' is in no row of the firms table"),
        (2, "buyer", "'X' is in no row of the firms table"),
    ]


# ---- codes beside names -------------------------------------------------------------------------------------------


def test_the_code_decides_and_the_name_is_shown() -> None:
    net = linked({"供应商编号": ["01"], "供应商名称": ["甲"], "采购商编号": ["02"], "采购商名称": ["乙"]}, None)
    assert net.firms.index.tolist() == ["01", "02"]
    assert net.names("zh").tolist() == ["甲", "乙"]
    assert "supplier_name" not in net.links


def test_a_name_does_not_stand_in_for_a_code_that_is_unknown() -> None:
    assert faults({"供应商编号": ["S9"], "供应商名称": ["样本零件厂"], "buyer": ["L"]}) == [
        (0, "供应商编号", "'S9' is in no row of the firms table")
    ]


def test_names_fill_what_the_firms_table_leaves_empty_and_never_replace_it() -> None:
    firms = pd.DataFrame({"firm": ["S1", "S2", "L"], "name": ["甲", None, "丙"]})
    net = linked({"supplier_code": ["S1", "S2"], "supplier": ["甲", "乙"], "buyer": ["L", "L"]}, firms)
    assert net.firms["name"].tolist() == ["甲", "乙", "丙"]


def test_names_that_contradict_a_code_are_told() -> None:
    links = {
        "供应商编号": ["S1", "S1", "S1", "S2"],
        "供应商名称": ["示例（甲）有限公司", "示例(甲)有限责任公司", "别的公司", None],
        "buyer": ["L", "S2", "L", "L"],
    }
    net = linked(links)
    told = [str(fault.problem) for fault in net.doubts if "contradict" in fault.problem]
    assert told == ["1 names contradict their codes: S1 is '示例（甲）有限公司' and '别的公司'; the code decides"]
    assert net.firms["name"].tolist() == FIRMS["name"].tolist()


# ---- without a table of firms ---------------------------------------------------------------------------------------


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", "A", "甲", "甲公司", "1", "01", "1.0"])] * 2), min_size=1))
def test_each_distinct_text_is_a_firm(pairs: list[tuple[str, str]]) -> None:
    net = linked({"supplier": [a for a, _ in pairs], "buyer": [b for _, b in pairs]}, None)
    assert sorted(net.firms.index) == sorted({text for pair in pairs for text in pair})
    assert set(zip(net.links["supplier"], net.links["buyer"], strict=True)) == {(a, b) for a, b in pairs if a != b}


CELLS = st.lists(st.sampled_from(["S1", "S2", " S1", "S2 ", "", " ", "x", " x", "y", None]), max_size=12)


@given(CELLS, st.permutations(["S1", "S2", "L"]), st.integers(0, 3))
def test_texts_that_are_expected_change_no_category(cells: list[str | None], ids: list[str], number: int) -> None:
    texts, known = pd.Series(cells, dtype="str"), pd.Index(ids[:number], dtype="str")
    found = as_categories(texts, known)
    assert found.cat.categories[:number].equals(known)
    assert found.cat.categories.is_unique
    pd.testing.assert_series_equal(found.astype("str"), as_categories(texts).astype("str"))


def test_ids_in_other_blanks_and_rows_without_a_firm_are_the_same_with_a_long_table_of_firms() -> None:
    net = linked({"supplier": [" S1", "示例（甲）有限公司", CODES[1]], "buyer": ["L", "L ", "L"]})
    assert net.links["supplier"].tolist() == ["S1", "S2"]
    assert net.repeats == 1
