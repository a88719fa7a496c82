"""Tables as aligned text for a terminal: a Chinese character is two columns wide."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pandas as pd

from chainnet.report.tables import Kind, cell, header, unit_in

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What would break a line of a terminal, or command it."""


def as_text(table: pd.DataFrame, kind: Kind, *, lang: str, unit: str = "", rows: int = 0) -> str:
    """Return the table as aligned text; Chinese characters count as two columns.

    Parameters
    ----------
    table : DataFrame
    kind : Kind
    lang : {"zh", "en"}
    unit : str
        The network's value unit.
    rows : int
        Show at most so many rows; 0 for all.
    """
    return as_text_within(table, kind, lang=lang, unit=unit, rows=rows)[0]


def as_text_within(
    table: pd.DataFrame, kind: Kind, *, lang: str, unit: str = "", rows: int = 0, width: int = 0
) -> tuple[str, list[str]]:
    """Return the table as aligned text of lines no longer than a terminal is wide, and the columns left out for it.

    Parameters
    ----------
    table, kind, lang, unit, rows
        As for `as_text`.
    width : int
        Columns of the terminal; 0 where there is none, and nothing is cut. Else long texts are cut first, with an
        ellipsis; then columns at the right are left out.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["a long name of a firm"], "rate": [0.5], "low": [0.25]})
    >>> from chainnet.report.tables import KINDS
    >>> text, left = as_text_within(table, KINDS["rates"], lang="en", width=24)
    >>> print(text)
    name         rate    low
    a long na…  50.0%  25.0%
    >>> as_text_within(table, KINDS["rates"], lang="en", width=20)[1]
    ['low']
    """
    unit = unit_in(table, kind, unit)
    shown = table.head(rows) if rows else table
    empty = [column for column in shown if shown[column].isna().all() or shown[column].astype("str").eq("").all()]
    empty += [column for column in ("imprecise", "over_water") if column in shown and not shown[column].any()]
    shown = shown.drop(columns=empty) if len(shown) else shown
    columns = []
    for column in shown:
        cells = (cell(value, str(column), kind, lang) for value in shown[column])
        texts = [_CONTROL.sub(" ", text) for text in (header(str(column), kind, lang, unit), *cells)]
        right = pd.api.types.is_numeric_dtype(shown[column]) and not pd.api.types.is_bool_dtype(shown[column])
        columns.append(_Lined(texts, right=right))
    kept = _fit(columns, width) if width else len(columns)
    lines = zip(*(column.padded() for column in columns[:kept]), strict=True)
    return "\n".join(GAP.join(line).rstrip() for line in lines), [column.texts[0] for column in columns[kept:]]


GAP = "  "
NARROWEST = 10
"""Columns that a text keeps in a narrow terminal."""


class _Lined:
    """A column of texts below each other: how wide it is, and on which side they stand."""

    def __init__(self, texts: list[str], *, right: bool) -> None:
        self.texts, self.right = texts, right
        self.width = max(map(width_of, texts))

    def cut(self, width: int) -> None:
        self.texts, self.width = [cut_to(text, width) for text in self.texts], width

    def padded(self) -> list[str]:
        pad: Callable[[str, int], str] = _pad_left if self.right else _pad_right
        return [pad(text, self.width) for text in self.texts]


def _fit(columns: list[_Lined], width: int) -> int:
    """Cut long texts until the columns fit; return how many of them do then, at least one."""

    def total(number: int) -> int:
        return sum(column.width for column in columns[:number]) + len(GAP) * (number - 1)

    while (over := total(len(columns)) - width) > 0:
        longest = max((one for one in columns if not one.right), key=lambda one: one.width, default=None)
        if longest is None or longest.width <= NARROWEST:
            break
        others = [one.width for one in columns if not one.right and one is not longest]
        longest.cut(max(NARROWEST, longest.width - over, min(longest.width - 1, max(others, default=0))))
    return next((number for number in range(len(columns), 1, -1) if total(number) <= width), 1)


def cut_to(text: str, width: int) -> str:
    """Return a text cut to so many columns, with an ellipsis where something is lost.

    Examples
    --------
    >>> cut_to("青岛轴承有限公司", 9), cut_to("abc", 3)
    ('青岛轴承…', 'abc')
    """
    if width_of(text) <= width:
        return text
    kept = ""
    for sign in text:
        if width_of(kept + sign + "…") > width:
            break
        kept += sign
    return kept + "…"


def width_of(text: str) -> int:
    """Return how many columns a text takes in a terminal; a Chinese character takes two, an accent none.

    Signs that East Asian fonts may draw either way, as ``·`` or ``…``, take one as terminals have it, and two where
    the environment says ``CHAINNET_AMBIGUOUS=2``, for those that are set up so.

    Examples
    --------
    >>> width_of("青岛"), width_of("e\u0301"), width_of("·")
    (4, 1, 1)
    """
    if text.isascii():
        return len(text)
    wide = "WFA" if os.environ.get("CHAINNET_AMBIGUOUS") == "2" else "WF"
    return sum(map(_width_in(wide), text))


@cache
def _width_in(wide: str) -> Callable[[str], int]:
    @cache
    def width(sign: str) -> int:
        if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            return 0
        return 2 if unicodedata.east_asian_width(sign) in wide else 1

    return width


def _pad_left(text: str, width: int) -> str:
    return " " * (width - width_of(text)) + text


def _pad_right(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))
