"""Unified social credit codes, with python-stdnum as the oracle."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from chainnet.errors import told
from chainnet.reading.cells.credit_codes import ALPHABET, check_digit, looks_like, normalised, valid, what_is_wrong

SIGNS = st.sampled_from(ALPHABET)
STARTS = st.tuples(st.text("0123456789", min_size=8, max_size=8), st.text(SIGNS, min_size=9, max_size=9)).map("".join)
CODES = STARTS.map(lambda start: start + check_digit(start))


def series(*cells: str | None) -> pd.Series:
    return pd.Series(cells, dtype="str")


@given(STARTS)
def test_check_digits_are_those_of_stdnum(start: str) -> None:
    assert check_digit(start) == uscc.calc_check_digit(start)


@given(
    st.lists(st.one_of(CODES, st.text(SIGNS, min_size=17, max_size=19), STARTS.flatmap(lambda s: SIGNS.map(s.__add__))))
)
def test_codes_are_valid_where_stdnum_says_so(codes: list[str]) -> None:
    """Its one difference: it knows no letters for the registering authority (N and Y are in use)."""
    digits = [code[:2].isdigit() for code in codes]
    ours = valid(series(*codes)).tolist()
    assert [one for one, same in zip(ours, digits, strict=True) if same] == [
        uscc.is_valid(code) for code, same in zip(codes, digits, strict=True) if same
    ]


def test_registering_authorities_may_be_letters() -> None:
    start = "N2370200EXAMPTE00"
    assert valid(series(start + check_digit(start))).all()


@given(CODES, st.integers(0, 17), SIGNS)
def test_a_wrong_character_is_found(code: str, at: int, sign: str) -> None:
    wrong = code[:at] + sign + code[at + 1 :]
    assert valid(series(wrong)).tolist() == [wrong == code]
    assert (what_is_wrong(wrong) is None) == (wrong == code)


@given(CODES, st.integers(0, 16))
def test_swapped_neighbours_are_found(code: str, at: int) -> None:
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert valid(series(wrong)).tolist() == [wrong == code]


@given(CODES)
def test_width_case_and_gaps_do_not_count(code: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    cells = series(code, code.lower(), f" {code[:8]} {code[8:]}\n", wide, f"{code[:8]}-{code[8:17]}‐{code[17]}")
    assert normalised(cells).tolist() == [code] * 5
    assert looks_like(cells).all()
    assert valid(cells).all()


def test_cells_that_are_no_codes() -> None:
    cells = series(None, "", "370200", "示例有限公司", "91370200EXAMPIE00B", "9137020A0XAMPTE00B", "1" * 19)
    assert not looks_like(cells).any()
    assert not valid(cells).any()
    assert normalised(cells).isna().tolist() == [True] + [False] * 6
    assert valid(series()).empty
    with pytest.raises(ValueError, match="seventeen"):
        check_digit("1")


def with_organisation(body: str) -> str:
    """Make a code whose organisation code has the right check digit (GB 11714: weights 3 7 9 10 5 8 4 2)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    start = "91370200" + body + "0123456789X0"[11 - total % 11]
    return start + check_digit(start)


@given(st.text("ABCDEFGH", min_size=8, max_size=8), SIGNS)
def test_the_right_check_digit_is_told_where_only_it_can_be_wrong(body: str, sign: str) -> None:
    code = with_organisation(body)
    wrong = what_is_wrong(code[:17] + sign)
    if sign == code[17]:
        assert wrong is None
    else:
        assert wrong is not None
        assert wrong[1].endswith(f"ends in {code[17]}")
        assert told(wrong[1], "zh").endswith(f"末位应为 {code[17]}")


def test_a_wrong_organisation_code_is_not_hidden_by_a_new_check_digit() -> None:
    code = with_organisation("EXAMPTE0")
    wrong = what_is_wrong(code[:9] + "Y" + code[10:])
    assert wrong is not None
    assert "9 to 17" in wrong[1]


@pytest.mark.parametrize(
    ("cell", "problem", "hint"),
    [
        ("9.13702E+17", "last digits are lost", "formatted as text"),
        ("913702000000000000", "last digits are lost", "formatted as text"),
        ("9137020000", "10 characters, not 18", "as on the business licence"),
        ("91370200EXAMPIE00B", "letters I, O, S, V and Z", "write the digits"),
        ("91370200EXAMPTEOOB", "letters I, O, S, V and Z", "if 91370200EXAMPTE00B is meant"),
        ("9137020A0XAMPTE00B", "characters 3 to 8", "as on the business licence"),
    ],
)
def test_what_is_wrong_is_said(cell: str, problem: str, hint: str) -> None:
    wrong = what_is_wrong(cell)
    assert wrong is not None
    assert problem in wrong[0]
    assert hint in wrong[1]
    assert all(told(text, "zh") != text for text in wrong)


@given(st.text(max_size=20))
def test_any_text_may_be_asked_about(cell: str) -> None:
    assert (what_is_wrong(cell) is None) == bool(valid(series(cell)).iloc[0])
