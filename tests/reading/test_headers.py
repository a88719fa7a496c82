"""What headers mean: the user's word first, then a column's own name, then spellings; two that fit are a fault."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import chainnet as cn
from chainnet import terms
from chainnet.reading.headers import Named, Words, ends_named, named, split_unit


def name(headers: list[str], kind: str = "links", **own: str) -> Named:
    """Name the columns of a table of one row, whose cells are the headers."""
    return named(pd.DataFrame([headers], columns=headers, dtype="str"), kind, Words(own), "x.csv", 3)


def columns(headers: list[str], kind: str = "links", **own: str) -> dict[str, str]:
    """Return for each column the header that it was taken from."""
    found = name(headers, kind, **own)
    assert found.faults == []
    return found.cells.iloc[0].to_dict()


# ---- which header counts ------------------------------------------------------------------------------------------


def test_every_spelling_means_one_column() -> None:
    for kind, known in (("links", terms.LINK_COLUMNS), ("firms", terms.FIRM_COLUMNS)):
        for term in known:
            for word in (term.key, term.en, term.zh, *term.spellings):
                assert Words().meaning(word, kind) == term.key, (kind, word)


@pytest.mark.parametrize(
    "header",
    ["採購額", "采 购 额", "Ｖａｌｕｅ", "VALUE", "采购额：", "2024年採購額(萬元)", "2024 value", "2023年度采购额"],
)
def test_width_case_signs_years_and_traditional_characters_make_no_difference(header: str) -> None:
    assert Words().meaning(header, "links") == "value"


def test_a_column_s_own_name_wins_over_a_spelling() -> None:
    assert columns(["from", "buyer", "supplier", "金额", "value"]) == {
        "from": "from", "buyer": "buyer", "supplier": "supplier", "金额": "金额", "value": "value",
    }  # fmt: skip


def test_the_user_s_word_wins_over_the_own_name_of_a_column() -> None:
    found = columns(["supplier", "buyer", "value", "金额（万元）"], 金额="value")
    assert found == {"supplier": "supplier", "buyer": "buyer", "value_other": "value", "value": "金额（万元）"}


def test_a_header_may_be_said_to_mean_nothing() -> None:
    assert columns(["supplier", "buyer", "value"], value="") == {
        "supplier": "supplier", "buyer": "buyer", "value_other": "value",
    }  # fmt: skip
    assert columns(["供方", "需方", "金额"], 金额="")["金额"] == "金额"


def test_both_ends_may_be_exchanged() -> None:
    found = columns(["supplier", "buyer"], supplier="buyer", buyer="supplier")
    assert found == {"buyer": "supplier", "supplier": "buyer"}


def test_the_user_may_write_the_column_in_chinese_and_the_header_without_its_unit() -> None:
    assert columns(["甲方", "乙方", "总价（元）"], 甲方="采购商", 乙方="供方", 总价="采购额")["value"] == "总价（元）"


def test_where_two_fit_the_candidates_are_listed() -> None:
    fault, *more = name(["供方", "需方", "2023年采购额（万元）", "2024年采购额（万元）"]).faults
    assert more == []
    assert (fault.row, fault.column) == (3, "value")
    assert fault.problem == "'2023年采购额（万元）' and '2024年采购额（万元）' all mean value"
    assert "--map 2023年采购额（万元）=value" in fault.hint
    assert fault.problem.zh == "“2023年采购额（万元）”、“2024年采购额（万元）”都表示 value"


def test_the_hint_is_right(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(
        "供方,需方,2023年采购额（万元）,2024年采购额（万元）\n甲,乙,1,2\n", encoding="utf-8"
    )
    net = cn.read(tmp_path / "x.csv", columns={"2024年采购额（万元）": "value"})
    assert (net.value.tolist(), net.about.value_unit) == ([2.0], "万元")
    assert net.links["2023年采购额（万元）"].tolist() == ["1"]


def test_all_that_is_wrong_with_a_header_at_once() -> None:
    found = name(["供方", "供货商", "", "来源地"]).faults
    assert [str(fault.problem).split(" (")[0] for fault in found] == [
        "'供方' and '供货商' all mean supplier",
        "no column buyer 「采购商」",
    ]
    cells = pd.DataFrame([["S", "L", "x"]], columns=["supplier", "buyer", ""], dtype="str")
    assert named(cells, "links", Words(), "x", 1).faults[0].problem == "column 3 has cells but no name"


def test_a_column_that_there_is_not() -> None:
    with pytest.raises(cn.InputError, match="there is no column 'price'") as caught:
        Words({"总价": "price", "x": "cost"})
    assert len(caught.value.faults) == 2
    assert "chainnet columns" in caught.value.faults[0].hint


def test_a_header_that_no_table_has(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("supplier,buyer\nS,L\n")
    with pytest.raises(cn.InputError, match="no column is called '甲方'"):
        cn.read(tmp_path / "x.csv", columns={"甲方": "buyer"})


# ---- codes beside names -------------------------------------------------------------------------------------------


def test_a_code_beside_a_name_is_the_id() -> None:
    for code, firm in (("供应商编号", "供应商名称"), ("供应商代码", "供应商"), ("Supplier ID", "Supplier Name")):
        found = columns([firm, code, "buyer"])
        assert found == {"supplier_name": firm, "supplier": code, "buyer": "buyer"}


def test_a_name_alone_is_the_id() -> None:
    assert columns(["供应商名称", "采购商编号"]) == {"supplier": "供应商名称", "buyer": "采购商编号"}


def test_a_firm_goes_by_its_id_else_its_credit_code_else_its_name() -> None:
    headers = ["企业名称", "统一社会信用代码", "企业编号"]
    assert columns(headers, "firms") == {"name": headers[0], "credit_code": headers[1], "firm": headers[2]}
    assert columns(headers[:2], "firms") == {"name": headers[0], "credit_code": headers[1], "firm": headers[1]}
    assert columns(headers[:1], "firms") == {"firm": headers[0]}


# ---- units --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "bare", "unit"),
    [
        ("采购额（含税，万元/年）", "采购额", "万元"),
        ("采购额(不含税)(亿元)", "采购额", "亿元"),
        ("value (10,000 yuan)", "value", "10,000 yuan"),
        ("value [US$ million, tax incl]", "value", "US$ million"),
        ("采购额（必填）", "采购额", ""),
        ("采购额 / 万元", "采购额", "万元"),
        ("采购额（件）", "采购额", "件"),
        ("供应商（全称）", "供应商", ""),
    ],
)
def test_a_unit_in_brackets(header: str, bare: str, unit: str) -> None:
    assert split_unit(header) == (bare, unit)


def test_units_are_those_of_amounts_alone() -> None:
    assert name(["供方（全称）", "需方", "产品（件）", "金额（亿元）"]).units == {"value": "亿元"}


def test_ten_thousand_yuan_is_one_unit(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text('supplier,buyer,"value (10,000 yuan)"\nS,L,1.2亿\nT,L,3\n', encoding="utf-8")
    net = cn.read(tmp_path / "x.csv")
    assert (net.value.tolist(), net.about.value_unit) == ([12_000.0, 3.0], "10,000 yuan")


# ---- finding the header, and the corner of a matrix -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["供货表"], ["供方", "需方"]], 1),
        ([["单位（万元）"], ["供方", "需方"]], 1),
        ([["企业名称"], ["甲"]], 0),
        ([["企业名称", ""], ["企业名称", "角色"]], 1),
        ([["年度报表", "", ""], ["供方\\需方", "甲", "乙"]], 1),
        ([["S", "L"], ["T", "L"]], None),
        ([], None),
        ([[]], None),
    ],
)
def test_find_header(rows: list[list[str]], at: int | None) -> None:
    assert Words().find_header(rows) == at


@pytest.mark.parametrize(
    ("corner", "ends"),
    [
        ("供应商\\采购商", ["supplier", "buyer"]),
        ("需方／供方", ["buyer", "supplier"]),
        ("From → To", ["supplier", "buyer"]),
        ("供方", ["supplier"]),
        ("供方/供应商", []),
        ("供方/需方/产品", []),
        ("2024", []),
        ("", []),
    ],
)
def test_ends_of_a_corner(corner: str, ends: list[str]) -> None:
    assert ends_named(corner) == ends
