"""Unified social credit codes (统一社会信用代码, GB 32100-2015): their form and their check digit."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pandas as pd

from chainnet.errors import Said

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Thirty-one characters in the order of their values: I, O, S, V and Z are left out."""

_FORM = f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}"
_SIGNS = re.compile(r"[\s\u200b\ufeff\-‐–—]+")
_VALUE = np.full(128, -1, dtype=np.int64)
_VALUE[[ord(character) for character in ALPHABET]] = np.arange(31)
_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)])
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_MISREAD = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
_LOST_IN_EXCEL = re.compile(r"\d(?:\.\d+)?E\+?1[67]|\d{15}000")


def normalised(cells: pd.Series) -> pd.Series:
    """Return codes as the standard writes them: half-width, upper case, without spaces and hyphens.

    Parameters
    ----------
    cells : Series of str

    Returns
    -------
    Series of str
        Cells that are no code come back folded likewise: show the cell as written.

    Examples
    --------
    >>> normalised(pd.Series(["９1350211 ma00example"])).tolist()
    ['91350211MA00EXAMPLE']
    """
    odd = cells.notna() & ~cells.str.fullmatch("[0-9A-Z]*").fillna(False).astype(bool)
    if not odd.any():
        return cells
    folded = cells.copy()
    folded[odd] = [_folded(cell) for cell in cells[odd]]
    return folded


def looks_like(cells: pd.Series) -> pd.Series:
    """Whether each cell has the form of a code: 18 characters of the alphabet, a place in digits three to eight.

    Parameters
    ----------
    cells : Series of str

    Returns
    -------
    Series of bool
        False where missing.

    Examples
    --------
    >>> looks_like(pd.Series(["91370200EXAMPTE00B", "91370200EXAMPLEI07", "370200"])).tolist()
    [True, False, False]
    """
    return normalised(cells).str.fullmatch(_FORM).fillna(False).astype(bool)


def valid(cells: pd.Series) -> pd.Series:
    """Whether each cell is a code with the right check digit.

    Parameters
    ----------
    cells : Series of str

    Returns
    -------
    Series of bool
        False where missing or no code at all.

    Notes
    -----
    GB 32100-2015, the check digit by GB/T 17710: the values of the first seventeen characters, weighted with the
    powers of 3 modulo 31, and the check digit add up to a multiple of 31. Any single wrong character and any swap
    of two neighbours is found. The first two characters may be letters (the authorities A, N and Y), which
    python-stdnum refuses. One million codes take about half a second.

    Examples
    --------
    >>> code = "91370200EXAMPTE00"
    >>> valid(pd.Series([code + check_digit(code), code + "0", None])).tolist()
    [True, False, False]
    """
    codes = normalised(cells)
    made = codes.str.fullmatch(_FORM).fillna(False).astype(bool)
    values = _values(codes[made])
    right = made.to_numpy(copy=True)
    right[right] = -(values[:, :17] @ _WEIGHTS) % 31 == values[:, 17]
    return pd.Series(right, index=cells.index)


def check_digit(first17: str) -> str:
    """Return the eighteenth character of a code.

    Parameters
    ----------
    first17 : str
        The first seventeen characters, all of `ALPHABET`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        Where there are not seventeen, or one is not of the alphabet.

    Examples
    --------
    >>> check_digit("91370200EXAMPTE00")
    'B'
    """
    if not re.fullmatch(f"[{ALPHABET}]{{17}}", first17):
        raise ValueError(f"{first17!r} is not seventeen characters of {ALPHABET}")
    return ALPHABET[
        -sum(ALPHABET.index(sign) * int(weight) for sign, weight in zip(first17, _WEIGHTS, strict=True)) % 31
    ]


def what_is_wrong(cell: str) -> tuple[Said, Said] | None:
    """Say what is wrong with a cell that is to hold a code, and what to write instead.

    Parameters
    ----------
    cell : str
        The cell as written.

    Returns
    -------
    (Said, Said) or None
        Problem and hint; None for a valid code.

    Notes
    -----
    Characters 9 to 17 are the organisation code (GB 11714-1997) with a check digit of its own. Where that one
    holds, the error lies elsewhere, and the eighteenth character that would fit is told; where it does not hold,
    the error lies most likely there, and a fitting eighteenth character would only hide it.

    Examples
    --------
    >>> problem, hint = what_is_wrong("91370200EXAMPLEOO7")
    >>> print(problem)
    '91370200EXAMPLEOO7' is no unified social credit code: the letters I, O, S, V and Z do not occur in it
    >>> what_is_wrong("91370200EXAMPTE00B") is None
    True
    """
    code = _folded(cell)
    if re.fullmatch(_FORM, code) and check_digit(code[:17]) == code[17]:
        return None
    no_code = Said(f"{cell!r} is no unified social credit code", f"“{cell}”不是统一社会信用代码")
    if _LOST_IN_EXCEL.fullmatch(code):
        return _and(no_code, "its last digits are lost", "末几位已丢失"), Said(
            "write it again in a column formatted as text: a spreadsheet keeps 15 digits of a number",
            "把该列设为文本格式后重新填写：电子表格只保留数字的前 15 位",
        )
    if len(code) != 18:
        return _and(no_code, f"{len(code)} characters, not 18", f"有 {len(code)} 位，应为 18 位"), _AS_ON_LICENCE
    if not re.fullmatch(_FORM, code):
        return _misread(code, no_code)
    problem = Said(f"the check digit of {cell!r} does not fit", f"“{cell}”的校验码不对")
    if not _organisation_holds(code[8:17]):
        return problem, Said(
            "compare characters 9 to 17 with the business licence: they do not fit together",
            "对照营业执照检查第 9 至 17 位：它们彼此不符",
        )
    right = check_digit(code[:17])
    return problem, Said(
        f"compare characters 1 to 8 and the last with the business licence: if 1 to 8 are right, it ends in {right}",
        f"对照营业执照检查第 1 至 8 位和末位：前 8 位都对的话，末位应为 {right}",
    )


_AS_ON_LICENCE = Said("write the 18 characters as on the business licence", "按营业执照填写 18 位代码")


def _and(said: Said, en: str, zh: str) -> Said:
    return Said(f"{said}: {en}", f"{said.zh}：{zh}")


def _misread(code: str, no_code: Said) -> tuple[Said, Said]:
    """Say what is wrong with 18 characters that have not the form of a code."""
    if not re.search("[IOSVZ]", code):
        return _and(
            no_code, "characters 3 to 8 are not digits, or a sign stands in it", "第 3 至 8 位应为数字，或含有其他符号"
        ), _AS_ON_LICENCE
    problem = _and(no_code, "the letters I, O, S, V and Z do not occur in it", "代码里不用字母 I、O、S、V、Z")
    meant = code.translate(_MISREAD)
    if re.fullmatch(_FORM, meant) and check_digit(meant[:17]) == meant[17]:
        return problem, Said(f"if {meant} is meant, write it so", f"如果是 {meant}，请照此填写")
    return problem, Said("write the digits 0, 1, 2 and 5 where they are meant", "该是数字 0、1、2、5 的地方写数字")


def _folded(cell: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", cell).upper())


def _values(codes: pd.Series) -> np.ndarray:
    """Return the values of the eighteen characters of each code, one row a code."""
    characters = codes.to_numpy(dtype=object).astype("S18")
    return _VALUE[characters.view(np.uint8).reshape(len(codes), 18)]


def _organisation_holds(code: str) -> bool:
    """Whether the ninth character of an organisation code fits (GB 11714-1997: 0-9, then A-Z as 10-35; X is 10)."""
    total = int(np.dot([int(character, 36) for character in code[:8]], _ORGANISATION_WEIGHTS))
    return code[8] == "0123456789X0"[11 - total % 11]
