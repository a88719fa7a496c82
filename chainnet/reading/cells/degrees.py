"""Longitudes and latitudes as people write them: 113.93, 113°55'48"E, 东经113.93度."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from chainnet.reading.cells.unread import why_unread
from chainnet.reading.cells.values import Numbers, plain_numbers, typed_numbers

# width alone: NFKC would make 112 of 11²
_NARROW = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    | {ord("−"): "-"}
)
_SIDES = {"e": "E", "w": "W", "n": "N", "s": "S", "东经": "E", "西经": "W", "北纬": "N", "南纬": "S"}
_SIDE = r"(东经|西经|北纬|南纬|[ewns])?"
_DEGREES = re.compile(
    rf"{_SIDE}\s*([+-]?)\s*(\d{{1,3}}(?:\.\d*)?|\.\d+)\s*(?:[°º˚度]\s*"
    rf"(?:(\d{{1,2}}(?:\.\d*)?)\s*['′’分]\s*(?:(\d{{1,2}}(?:\.\d*)?)\s*(?:[\"″”秒]|''|′′|’’)\s*)?)?)?{_SIDE}",
    re.ASCII,
)


def read_degrees(cells: pd.Series, *, sides: str = "EWNS") -> Numbers:
    """Read a column of longitudes or latitudes.

    Parameters
    ----------
    cells : Series
        Text, or typed; numbers pass untouched.
    sides : str
        The letters that may stand in it: "EW" for a longitude, "NS" for a latitude.

    Returns
    -------
    Numbers
        In degrees, negative in the west and the south. Whether they are in range is not looked at.

    Examples
    --------
    >>> cells = pd.Series(["113.93", "东经113.93度", "113°55'48\\"W", "22.5N", "here"])
    >>> read = read_degrees(cells, sides="EW")
    >>> read.number.tolist(), read.why.dropna().tolist()
    ([113.93, 113.93, -113.93, nan, nan], ['hemisphere', 'degrees'])
    """
    if (typed := typed_numbers(cells, None)) is not None:
        return typed
    number, codes, distinct = plain_numbers(cells)
    if not len(distinct):
        return Numbers(number)
    read = [_degrees(text, sides) for text in distinct]
    number = number.mask(codes >= 0, np.array([value for value, _ in read] + [np.nan])[codes])
    return Numbers(number, codes=codes, reasons=tuple(why for _, why in read))


def _degrees(text: str, sides: str) -> tuple[float, str]:
    """Return the degrees that a text says, NaN where none, and why it is bad."""
    text = text.translate(_NARROW).casefold().strip()
    found = _DEGREES.fullmatch(text)
    if not found:
        why = why_unread(text, False)
        return np.nan, why if why in ("", "date", "error", "infinite") else "degrees"
    before, sign, degrees, minutes, seconds, after = found.groups(default="")
    side = _SIDES.get(before or after, "")
    parts = [float(part or 0) for part in (degrees, minutes, seconds)]
    broken = (minutes and "." in degrees) or (seconds and "." in minutes)  # 113.5°30'
    if broken or max(parts[1:]) >= 60 or (before and after) or (side and sign):
        return np.nan, "degrees"
    if side and side not in sides:
        return np.nan, "hemisphere"
    value = (parts[0] * 3600 + parts[1] * 60 + parts[2]) / 3600 if minutes else parts[0]
    return (-value if side in ("W", "S") or sign == "-" else value), ""
