"""Units as people write them, and conversions between them that lose nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainnet.reading.cells.units import Unit, factor_between, in_unit, stated_unit, unit_named, unit_of

NAMED = {
    ("CNY", 0): "元 人民币 人民币元 元人民币 ¥ ￥ RMB CNY yuan 圆 单位：元 （元） 元/年 元／年",
    ("CNY", 1): "十元",
    ("CNY", 2): "百元 佰元",
    ("CNY", 3): "千元 仟元 人民币千元 RMB'000 RMB’000 k元 1,000元",
    (
        "CNY",
        4,
    ): "万元 萬元 RMB万元 万人民币 万元人民币 人民币（万元） (万元) 万元／年 万元/年 ¥万 ¥万元 10^4元 計量單位:萬元",
    ("CNY", 5): "十万元 拾万元",
    ("CNY", 6): "百万元 RMB_mn CNY百万",
    ("CNY", 7): "千万元",
    ("CNY", 8): "亿元 億元 人民币亿元 人民幣億元",
    ("CNY", 9): "十亿元 RMBbn",
    ("CNY", 12): "万亿元",
    ("USD", 0): "美元 美金 USD US$ $",
    ("USD", 4): "万美元 萬美元 美元万 万元美金",
    ("USD", 6): "$m $mm 百万美元 US$m",
    ("USD", 8): "亿美元",
    ("EUR", 0): "欧元 歐元 EUR €",
    ("EUR", 3): "€k",
    ("GBP", 0): "英镑 £ GBP",
    ("JPY", 0): "日元 日圆 日圓 JPY yen",
    ("HKD", 0): "港元 港币 港幣 HKD HK$",
    ("HKD", 3): "HK$'000",
    ("TWD", 0): "新台币 台币 新臺幣 NT$ TWD 新台币元",
    ("TWD", 3): "新台幣千元",
    ("KRW", 8): "亿韩元",
    ("", 3): "千 k K '000",
    ("", 4): "万 萬 （万）",
    ("", 8): "亿 億",
    ("", 9): "bn",
    ("%", 0): "% ％ (%) percent 百分比",
}
WITH_SPACES = {
    "10,000 yuan": ("CNY", 4),
    "million yuan": ("CNY", 6),
    "100 million yuan": ("CNY", 8),
    "CNY million": ("CNY", 6),
    "RMB mn": ("CNY", 6),
    "RMB 万元": ("CNY", 4),
    "US$ million": ("USD", 6),
    "U.S. dollars": ("USD", 0),
    "thousand USD": ("USD", 3),
    "EUR bn": ("EUR", 9),
    "in million yuan": ("CNY", 6),
    "units: million": ("", 6),
    "million yuan per year": ("CNY", 6),
    " 万元 每年 ": ("CNY", 4),
}
OPAQUE = "吨 件 units 台套 万吨 万件 万台 m mm b t tn kg w 元/吨 元/月 MW 百 10000 元² 10⁴元 2023 RMB/USD ‰ / () 年"


def stated(text: str) -> Unit:
    unit = stated_unit(text)
    assert unit is not None
    return unit


@pytest.mark.parametrize(
    ("text", "meant"),
    [*((text, meant) for meant, texts in NAMED.items() for text in texts.split()), *WITH_SPACES.items()],
)
def test_units_that_are_named(text: str, meant: tuple[str, int]) -> None:
    unit = unit_named(text)
    assert unit is not None
    assert (unit.currency, unit.power, unit.factor) == (*meant, 10.0 ** meant[1])
    assert unit_named(unit.text) == unit  # what a header shows is read again
    assert stated_unit(text) == unit


@pytest.mark.parametrize("text", ["", " ", "RMB USD", "¥$", *OPAQUE.split()])
def test_other_units_are_opaque(text: str) -> None:
    assert unit_named(text) is None


def test_an_opaque_unit_agrees_with_itself_alone() -> None:
    pieces, tonnes, yuan, wan = map(stated, ("件", "吨", "元", "万"))
    assert factor_between(pieces, Unit("件", 1.0, "（件）")) == 1.0
    assert factor_between(pieces, tonnes) is None
    assert factor_between(pieces, yuan) is None
    assert factor_between(wan, pieces) == 1e4
    assert stated_unit("  ") is None
    assert stated("m²").text == "m²"


@pytest.mark.parametrize(
    ("a", "b", "factor"),
    [
        ("亿元", "万元", 1e4),
        ("万元", "亿元", 1e-4),
        ("元", "亿元", 1e-8),
        ("亿", "万元", 1e4),
        ("万元", "万", 1.0),
        ("万美元", "美元", 1e4),
        ("万元", "万美元", None),
        ("$", "HK$", None),
        ("%", "元", None),
        ("%", "万", None),
        ("%", "％", 1.0),
    ],
)
def test_factors(a: str, b: str, factor: float | None) -> None:
    assert factor_between(stated(a), stated(b)) == factor


def test_what_can_not_be_converted_is_refused() -> None:
    with pytest.raises(ValueError, match="万元 can't be converted into 美元"):
        in_unit([1.0], unit_of("CNY", 4), unit_of("USD", 0))


POWERS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])


@given(
    POWERS, st.sampled_from(["CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "KRW", "SGD", "MOP", "AUD", "CAD", "CHF"])
)
def test_what_chainnet_writes_it_reads(power: int, currency: str) -> None:
    unit = unit_of(currency, power)
    assert unit_named(unit.text) == unit


@given(POWERS, POWERS, st.floats(allow_nan=False, allow_infinity=False, min_value=1e-200, max_value=1e200))
def test_conversion_rounds_once(a: int, b: int, number: float) -> None:
    exact = Fraction(number) * Fraction(10) ** (a - b)
    assert in_unit([number], unit_of("CNY", a), unit_of("", b)).tolist() == [float(exact)]


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    unit = unit_named(text)
    assert unit is None or unit_named(unit.text) == unit
    assert unit is None or stated_unit(text) == unit
