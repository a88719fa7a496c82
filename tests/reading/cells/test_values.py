"""Numbers as people write them: what is read, what is not known, and what is told as bad."""

from __future__ import annotations

import datetime
import decimal
import math
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainnet.errors import Said
from chainnet.reading.cells.degrees import read_degrees
from chainnet.reading.cells.units import Unit, stated_unit, unit_named, unit_of
from chainnet.reading.cells.unread import message
from chainnet.reading.cells.values import Numbers, read_numbers

WAN = unit_named("万元")
YUAN = unit_named("元")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def read(*cells: object, unit: str = "") -> Numbers:
    return read_numbers(pd.Series(list(cells), dtype="str"), stated_unit(unit))


def one(cell: str, unit: str = "") -> tuple[float, str]:
    """Read a cell beside a plain one; return the number, or NaN and why."""
    numbers = read(cell, "1", unit=unit)
    why = numbers.why.tolist()[0]
    assert numbers.number[1] == 1
    assert numbers.bad.tolist() == [isinstance(why, str), False]
    assert not (numbers.bad[0] and numbers.number.notna()[0])
    return numbers.number[0], why if numbers.bad[0] else ""


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


# ---- what is read -------------------------------------------------------------------------------------------

NUMBERS = {
    "12": 12, "0": 0, "007": 7, "1.5": 1.5, "5.": 5, ".5": 0.5, "+5": 5, "-5": -5, "－５": -5, "−5": -5, "- 5": -5,
    "１２３４．５": 1234.5, "1．5": 1.5, "\ufeff12\u200b": 12, " 12\t": 12, "\u3000１２\u3000": 12, "12\n": 12,
    "1,234": 1234, "1，234": 1234, "１，２３４，５６７．８": 1234567.8, "12,345,678.90": 12345678.9, "1'234": 1234,
    "1’234": 1234, "1 234 567": 1234567, "1\u00a0234": 1234, "1\u2009234.5": 1234.5, "1\u202f234": 1234,
    "(1,234)": -1234, "（１，２３４．５）": -1234.5, "1.2E+05": 120000, "1e-3": 0.001, "１．２ｅ５": 120000,
    "1,234E2": 123400, "20240105": 20240105, "19990101": 19990101,
}  # fmt: skip


@pytest.mark.parametrize(("cell", "number"), NUMBERS.items())
def test_plain_numbers(cell: str, number: float) -> None:
    assert one(cell) == (number, "")
    assert one(cell, "万元") == (number, "")


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [
        ("3,500万元", 35000000),
        ("３，５００万元", 35000000),
        ("1.2亿", 120000000),
        ("1.2億元", 120000000),
        ("1.2 亿 元", 120000000),
        ("人民币1.2亿元", 120000000),
        ("RMB 1,200万", 12000000),
        ("¥1200", 1200),
        ("￥１，２００．５０", 1200.5),
        ("-¥5", -5),
        ("¥-5", -5),
        ("¥(1,234)", -1234),
        ("(¥1,234万)", -12340000),
        ("(1,234)万元", -12340000),
        ("1200元", 1200),
        ("1200 (元)", 1200),
        ("1200元/年", 1200),
        ("3千元", 3000),
        ("3.5千元", 3500),
        ("2百万", 2000000),
        ("3千万", 30000000),
        ("2万亿", 2e12),
        ("1.2e5万", 1.2e9),
        ("12k元", 12000),
        ("3.5 million yuan", 3500000),
        ("CNY 3.5bn", 3.5e9),
    ],
)
def test_cells_with_their_own_unit_in_a_column_of_yuan(cell: str, yuan: float) -> None:
    assert one(cell, "元") == (yuan, "")
    if not cell.endswith("00") and "¥" not in cell and "￥" not in cell:
        assert read(cell, "1亿元", unit="万元").number.tolist() == [yuan / 1e4, 10000.0]


@pytest.mark.parametrize(
    ("cell", "unit", "number"),
    [
        ("$1,200", "美元", 1200),
        ("US$ 3.5 million", "万美元", 350),
        ("€5k", "EUR", 5000),
        ("5EUR", "欧元", 5),
        ("12%", "%", 12),
        ("１２．５％", "%", 12.5),
        ("-3 %", "%", -3),
        ("1.2万", "件", 12000),
        ("1,200件", "件", 1200),
        ("0.1千元", "亿元", 1e-6),
        ("3千元", "万元", 0.3),
        ("1.2亿元", "万", 12000),
    ],
)
def test_cells_with_other_units(cell: str, unit: str, number: float) -> None:
    assert one(cell, unit) == (number, "")


@pytest.mark.parametrize(
    "cell",
    [
        *[*"-—－–/\\无無…", "", "  ", "--", "——", "－－", "……", "...", "暂无", "不详", "未知"],
        *["N/A", "n/a", "Ｎ／Ａ", "NA", "na", "null", "NULL", "None", "nan", "NaN", "<NA>", "Unknown"],
    ],
)
def test_not_known_is_no_fault_and_no_zero(cell: str) -> None:
    number, why = one(cell)
    assert math.isnan(number)
    assert why == ""
    assert not read(cell).bad.any()


def test_missing_cells() -> None:
    numbers = read(None, "3", np.nan)
    assert same(numbers.number[0], math.nan)
    assert not numbers.bad.any()
    assert read().number.tolist() == []
    assert read_numbers(pd.Series([None, None], dtype=object)).bad.sum() == 0


# ---- what is bad ---------------------------------------------------------------------------------------------

BAD = {
    "date": [
        "2024-01-05", "2024/1/5", "2024.1.5", "2024-01", "2024/1", "2024年1月", "2024年", "2024年1月5日", "24年1月",
        "2024-01-05 00:00:00", "2024-01-05T00:00:00Z", "1月", "1月5日", "5月份", "Jan-24", "5-Mar", "Mar 5, 2024",
        "5 March 2024", "05-01-2024", "5/1/2024", "1/2", "12:30", "12:30:05", "２０２４－０１－０５",
    ],
    "text": [
        "十二", "壹佰万元", "待定", "abc", "True", "是", "约1200", "约1200万元", "~5", "≈5", ">5", "<5", "5+", "5-",
        "--5", "-¥-5", "100以上", "100左右", "100余万", "近100万", "5²", "①", "½", "٣", "1_000", "0x10", ".", ",",
        "12,", "%", "¥", "万元", "x" * 500, "1" * 90 + "?", "2024年" * 30, "=A1", "1e99999",
    ],
    "unit": ["$5", "1,200吨", "1200 吨", "3年", "5件", "12%", "5m", "1.2w", "5EUR", "3 suppliers", "1200元/吨", "5kg"],
    "range": [
        "10-20", "10 - 20", "10~20", "10～20", "10—20", "10至20", "10万-20万", "10%-20%", "1,000-2,000", "2024-2025",
    ],
    "separators": [
        "1,2000", "12,34", "1.234,56", "1.234.567", "0,5", "0,123", "1,23,456", "1,234,56", "¥1,2000", "1，2万",
    ],
    "several numbers": [
        "10;20", "10、20", "10 20", "10/200", "1亿2000万", "12万5", "10*20", "1,234 567", "10；20", "3 and 4",
    ],
    "infinite": ["inf", "-inf", "Infinity", "∞", "无穷", "1e400", "-1e999", "1e400万元", "9" * 400],
    "error": ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#####", "Err:502", "＃N/A"],
    "sign": ["¥1,200", "￥1200", "RMB 1200", "¥(1,234)"],
}  # fmt: skip
CASES = [(cell, why) for why, cells in BAD.items() for cell in cells]


@pytest.mark.parametrize(("cell", "why"), CASES)
def test_bad_cells(cell: str, why: str) -> None:
    number, reason = one(cell, "万元")
    assert math.isnan(number)
    assert reason == why
    if why not in ("sign", "unit") and "元" not in cell:
        assert one(cell)[1] == why


def test_every_reason_is_told_in_two_languages() -> None:
    for why in [*BAD, "needs_unit", "degrees", "hemisphere"]:
        problem, hint = message("这格", why)
        for said in (problem, hint):
            assert isinstance(said, Said)
            assert str(said)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in said.zh)
        assert "这格" in problem
        assert "这格" in problem.zh
    assert len(message("长" * 10000, "text")[0]) < 100


# ---- the unit of a column ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "given", "numbers", "unit", "converted"),
    [
        (["1.2亿", "3500万元", "50万元"], "", [12000, 3500, 50], "万元", 1),
        (["1.2亿元", "3500万元"], "", [12000, 3500], "万元", 1),  # of equally many the smaller
        (["1.2亿元", "2亿元", "3500万元"], "", [1.2, 2, 0.35], "亿元", 1),
        (["1.2亿", "2亿"], "", [1.2, 2], "亿", 0),
        (["1.2亿", "2亿", "3万元"], "", [1.2, 2, 0.0003], "亿元", 1),
        (["¥1,200", "￥3"], "", [1200, 3], "元", 0),
        (["¥3万", "¥4万"], "", [3, 4], "万元", 0),
        (["$3.5m", "$4m"], "", [3.5, 4], "$m", 0),
        (["USD 3.5 million", "USD 4 million"], "", [3.5, 4], "USD million", 0),
        (["12%", "5％", "无", "0"], "", [12, 5, None, 0], "%", 0),
        (["3萬元", "0", ""], "", [3, 0, None], "萬元", 0),
        (["3", "4"], "万元", [3, 4], "万元", 0),
        (["3", "4"], "", [3, 4], "", 0),
        (["3亿元", "4"], "万", [30000, 4], "万元", 1),
        (["3万", "4"], "万", [3, 4], "万", 0),
        (["无", "-"], "", [None, None], "", 0),
    ],
)
def test_the_unit_after_reading(
    cells: list[str], given: str, numbers: list[float | None], unit: str, converted: int
) -> None:
    for order in (slice(None), slice(None, None, -1)):
        found = read(*cells[order], unit=given)
        assert all(map(same, found.number, [math.nan if number is None else number for number in numbers[order]]))
        assert not found.bad.any()
        assert (found.unit.text if found.unit else "") == unit
        assert found.converted == converted


@pytest.mark.parametrize(
    ("cells", "given", "why"),
    [
        (["1.2亿", "3500"], "", ["needs_unit", ""]),
        (["1.2亿", "３５００．", "¥5"], "", ["needs_unit", "", "needs_unit"]),
        (["12%", "3500"], "", ["unit", ""]),
        (["12%", "1.2万"], "%", ["", "unit"]),
        (["12%", "3万"], "万", ["unit", ""]),
        (["$5", "¥5", "¥6"], "", ["unit", "", ""]),
        (["$5", "¥5"], "万", ["unit", "sign"]),
        (["$5万", "¥5万"], "万", ["unit", ""]),
        (["5件", "6件"], "", ["unit", "unit"]),
        (["5件", "6吨", "¥7"], "件", ["", "unit", "unit"]),
    ],
)
def test_units_that_do_not_agree(cells: list[str], given: str, why: list[str]) -> None:
    for order in (slice(None), slice(None, None, -1)):
        found = read(*cells[order], unit=given)
        assert found.why.fillna("").tolist() == why[order]
        assert found.number.isna().tolist() == [bool(reason) for reason in why[order]]


# ---- typed columns -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["int8", "int64", "uint32", "float32", "float64", "Int64", "Float64", "int64[pyarrow]"]
)
def test_numbers_pass_untouched(kind: str) -> None:
    cells = pd.Series([1, 2, 3], index=[7, 8, 9], name="value", dtype=kind)
    found = read_numbers(cells, WAN)
    pd.testing.assert_series_equal(found.number, pd.Series([1.0, 2.0, 3.0], index=[7, 8, 9], name="value"))
    assert found.unit is WAN
    assert found.bad.index.tolist() == found.why.index.tolist() == [7, 8, 9]


def test_typed_cells_that_are_no_numbers() -> None:
    day = datetime.datetime(2024, 1, 5)
    for cells, why in [
        (pd.Series([1.0, np.inf, np.nan]), ["", "infinite", ""]),
        (pd.Series([True, False]), ["text", "text"]),
        (pd.Series([True, None], dtype="boolean"), ["text", ""]),
        (pd.Series([True, 5], dtype=object), ["text", ""]),
        (pd.Series([1j, 2]), ["text", "text"]),
        (pd.Series([day, None]), ["date", ""]),
        (pd.Series([day, 5, "7", None], dtype=object), ["date", "", "", ""]),
        (pd.Series([day.date(), b"5", b"\xff", [1, 2]], dtype=object), ["date", "", "text", "several numbers"]),
        (pd.Series([pd.Timedelta(1, "D")]), ["date"]),
        (pd.Series(["5", "x"], dtype="category"), ["", "text"]),
        (pd.Series([decimal.Decimal("0.1"), 2**60, 0.1], dtype=object), ["", "", ""]),
        (pd.Series(["\ud800", "5"], dtype=object), ["text", ""]),
    ]:
        found = read_numbers(cells)
        assert found.why.fillna("").tolist() == why, cells
        assert not found.number[found.bad].notna().any()
        assert found.number.dtype == "float64"


# ---- laws ----------------------------------------------------------------------------------------------------

FINITE = st.floats(allow_nan=False, allow_infinity=False)
CENTS = st.integers(-(10**14), 10**14)
STYLES = [
    lambda cents: f"{cents / 100:.2f}",
    lambda cents: f"{cents / 100:,.2f}",
    lambda cents: f"{cents / 100:,.2f}".replace(",", " "),
    lambda cents: f"{cents / 100:,.2f}".replace(",", "'"),
    lambda cents: f"{cents / 100:.17g}",
    lambda cents: f"{cents / 100:.16e}",
    lambda cents: f"  {cents / 100:+,.2f}\u3000",
    lambda cents: f"({-cents / 100:,.2f})" if cents < 0 else f"{cents / 100:,.2f}",
]


@given(st.lists(FINITE, min_size=1))
def test_plain_numbers_are_those_of_float(numbers: list[float]) -> None:
    texts = [repr(number) for number in numbers]
    assert read(*texts).number.tolist() == numbers
    assert read(*texts, "无").number.tolist()[:-1] == numbers
    assert read(*(f"- {text.lstrip('-')}" for text in texts)).number.tolist() == [-abs(number) for number in numbers]


@given(CENTS, st.sampled_from(STYLES), st.sampled_from(STYLES), st.booleans())
def test_every_way_of_writing_reads_the_same(cents: int, style: object, other: object, wide: bool) -> None:
    texts = [style(cents), other(-cents)]  # type: ignore[operator]
    if wide:
        texts = [text.translate(FULL_WIDTH) for text in texts]
    found = read(*texts)
    assert not found.bad.any()
    assert found.number.tolist() == [cents / 100, -cents / 100]


@given(CENTS, st.integers(0, 12), st.integers(0, 12), st.sampled_from(["CNY", "USD", "TWD"]))
@example(350000, 4, 0, "CNY")
@example(120, 8, 4, "CNY")
def test_units_scale_without_rounding(cents: int, own: int, column: int, currency: str) -> None:
    cell = f"{cents / 100:,.2f}{unit_of(currency, own).text}"
    exact = float(decimal.Decimal(f"{cents / 100:.2f}").scaleb(own - column))
    assert read(cell, "1", unit=unit_of(currency, column).text).number.tolist() == [exact, 1.0]


WRITTEN = st.one_of(
    st.text(alphabet="0123456789.,，'()-+eE%¥$万亿元千百美年月日/ ~至约NA无#１．", max_size=12),
    st.text(max_size=20),
    st.sampled_from([cell for cell, _ in CASES]),
)
GIVEN = st.sampled_from([None, WAN, YUAN, unit_named("%"), unit_named("亿"), stated_unit("件")])


@given(st.lists(WRITTEN, max_size=8), GIVEN, st.randoms(use_true_random=False))
def test_no_text_raises_and_the_order_of_rows_changes_nothing(
    cells: list[str], unit: Unit | None, shuffled: random.Random
) -> None:
    column = pd.Series(cells, dtype=object)
    found = read_numbers(column, unit)
    assert (found.bad == found.why.notna()).all()
    assert np.isfinite(found.number.dropna()).all()
    assert not found.number[found.bad].notna().any()
    order = list(range(len(cells)))
    shuffled.shuffle(order)
    again = read_numbers(column.iloc[order], unit)
    pd.testing.assert_series_equal(again.number, found.number.iloc[order])
    pd.testing.assert_series_equal(again.why, found.why.iloc[order])
    assert again.unit == found.unit
    for cell, why in zip(cells, found.why, strict=True):
        if isinstance(why, str):
            message(cell, why)
    read_degrees(column)


ASCII_TEXT = st.text(alphabet="0123456789.,()-+eE%$kmbnUSD ", max_size=12)


@given(st.lists(ASCII_TEXT, max_size=5), GIVEN)
def test_full_width_is_half_width(cells: list[str], unit: Unit | None) -> None:
    narrow = read_numbers(pd.Series(cells, dtype="str"), unit)
    wide = read_numbers(pd.Series([cell.translate(FULL_WIDTH) for cell in cells], dtype="str"), unit)
    pd.testing.assert_series_equal(narrow.number, wide.number)
    pd.testing.assert_series_equal(narrow.why, wide.why)
