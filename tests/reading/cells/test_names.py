"""The key of a name: one firm under several spellings, and never two firms under one."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainnet.reading.cells.names import match_key, resolve, simplified, without_form

PARTS = [
    "示例",
    "（青岛）",
    "(青岛)",
    "有限",
    "责任",
    "公司",
    "股份",
    "株式会社",
    "㈱",
    " ",
    "Co",
    "., ",
    "Ltd",
    "Limited",
]
PARTS += ["Company", "Pvt", "ß", "ǰ", "́", "\u0345", "ﬁ", "İ", "ς", "·", "１", "①", "中", "กำ", "का", "-", "\u200b"]
TEXTS = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(PARTS), max_size=8).map("".join))


def key(*names: str | None) -> list[str]:
    return match_key(pd.Series(names, dtype="str")).tolist()


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "示例（青岛）有限公司",
            "示例(青岛)有限责任公司",
            "示例 （青岛） 有限公司",
            "示例【青岛】有限公司",
            "示例青岛有限公司",
        ],
        ["示例股份有限公司", "示例股份公司", "示例　股份有限责任公司"],
        ["示例（集团）有限公司", "示例集团有限公司"],
        ["ＥＸＡＭＰＬＥ１２制造厂", "example12制造厂", "Example-12制造厂"],
        ["Example Co., Ltd.", "EXAMPLE CO LTD", "Example Company Limited", "Example Co.,Limited"],
        ["Example Ltd.", "Example Limited"],
        ["Example Inc.", "Example, Incorporated"],
        ["Example Corporation", "Example Corp."],
        ["Example Pvt. Ltd.", "Example Private Limited"],
        ["Example Limited Liability Company", "Example LLC"],
        ["Beispiel GmbH", "Beispiel Gesellschaft mit beschränkter Haftung"],
        ["Muster Straße AG", "MUSTER STRASSE Aktiengesellschaft"],
        ["㈱サンプル", "(株)ｻﾝﾌﾟﾙ", "株式会社サンプル"],
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: list[str]) -> None:
    assert len(set(key(*spellings))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例有限公司", "示例股份有限公司"),  # may be one firm renamed: that is for a person to say
        ("示例（青岛）有限公司", "示例（济南）有限公司"),
        ("示例第一机械厂", "示例第二机械厂"),
        ("示例有限公司", "示例集团有限公司"),
        ("示例有限公司", "示例有限公司青岛分公司"),
        ("Example Ltd", "Example Inc"),
        ("Example Ltd", "Example Co Ltd"),
        ("का उदाहरण", "की उदाहरण"),  # marks are letters' parts, not signs
    ],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert len(set(key(one, other))) == 2


def test_names_without_a_key() -> None:
    made = match_key(pd.Series([None, "", "（—）", "示例"], index=list("abcd"), dtype="str", name="name"))
    assert made.isna().tolist() == [True, True, True, False]
    assert (made.index.tolist(), made.name, made.dtype) == (list("abcd"), "name", "str")
    assert match_key(pd.Series([], dtype="str")).empty


@given(st.lists(TEXTS, max_size=6))
def test_the_key_of_a_key_is_the_key(names: list[str]) -> None:
    once = match_key(pd.Series(names, dtype="str"))
    pd.testing.assert_series_equal(match_key(once), once)


@given(TEXTS, st.sampled_from([" ", "\t", "　", "（", ")", "·", "-", ".", "，"]), st.integers(0, 12))
def test_signs_change_no_key(name: str, sign: str, at: int) -> None:
    """But for combining marks, which a sign may part from their letter."""
    name = "".join(letter for letter in name if letter.isalnum())
    assert pd.Series(key(name)).equals(pd.Series(key(name[:at] + sign + name[at:])))


def test_without_form_leaves_something() -> None:
    keys = pd.Series(["示例有限公司", "有限公司", "株", "示例", None], dtype="str")
    assert without_form(keys).fillna("-").tolist() == ["示例", "有限公司", "株", "示例", "-"]


def test_traditional_characters_each_have_one_simplified_one() -> None:
    assert simplified(pd.Series(["示範軌道車輛製造廠", "已简化"])).tolist() == ["示範轨道车辆制造厂", "已简化"]
    for letter in simplified(pd.Series([chr(code) for code in range(0x4E00, 0x9FFF)])):
        assert simplified(pd.Series([letter])).tolist() == [letter]


NAMES = pd.Series(
    {
        "1": "示例（青岛）有限公司",
        "2": "样例有限公司",
        "3": "样例有限公司",
        "4": "范例 有限公司",
        "5": "范例有限责任公司",
        "6": None,
        "7": "2",
        "8": "（—）",
    },
    dtype="str",
)


@pytest.mark.parametrize(
    ("end", "firm", "how", "candidates"),
    [
        ("1", "1", "id", ()),
        ("2", "2", "id", ()),  # also the name of 7
        ("示例（青岛）有限公司", "1", "name", ()),
        ("示例(青岛)有限责任公司", "1", "key", ()),
        ("样例有限公司", None, "ambiguous", ("2", "3")),
        ("样例 有限公司", None, "ambiguous", ("2", "3")),
        ("范例 有限公司", "4", "name", ()),  # as written it is one firm only
        ("范例（有限公司）", None, "ambiguous", ("4", "5")),
        ("没有的", None, "none", ()),
        ("——", None, "none", ()),  # no key: not the firm whose name has none either
    ],
)
def test_ends_are_resolved(end: str, firm: str | None, how: str, candidates: tuple[str, ...]) -> None:
    ends = pd.Index(["没有", end, "1 "], dtype="str")
    row = resolve(ends, NAMES.index, NAMES).loc[end]
    assert (None if pd.isna(row["firm"]) else row["firm"], row["how"], row["candidates"]) == (firm, how, candidates)


def test_nothing_to_resolve() -> None:
    empty = pd.Index([], dtype="str")
    assert resolve(empty, NAMES.index, NAMES).empty
    assert resolve(pd.Index(["x"], dtype="str"), empty, pd.Series([], index=empty, dtype="str"))["how"].tolist() == [
        "none"
    ]


@given(st.permutations(range(len(NAMES))), st.lists(st.sampled_from([*NAMES.dropna(), "1", "x"]), unique=True))
def test_resolving_does_not_depend_on_the_order_of_firms(order: list[int], ends: list[str]) -> None:
    index = pd.Index(ends, dtype="str")
    one, other = (resolve(index, names.index, names) for names in (NAMES, NAMES.iloc[order]))
    pd.testing.assert_frame_equal(one[["firm", "how"]], other[["firm", "how"]])
    assert one["candidates"].map(sorted).tolist() == other["candidates"].map(sorted).tolist()
