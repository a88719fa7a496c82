"""Longitudes and latitudes as people write them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainnet.reading.cells.degrees import read_degrees


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("113.93", 113.93),
        ("１１３．９３", 113.93),
        ("113.93°", 113.93),
        ("113.93°E", 113.93),
        ("113.93 e", 113.93),
        ("E113.93", 113.93),
        ("Ｅ１１３．９３°", 113.93),
        ("东经113.93度", 113.93),
        ("西经113.93度", -113.93),
        ("-113.93°", -113.93),
        ("−113.93", -113.93),
        ("W113.93", -113.93),
        ("113°55'48\"E", 113.93),
        ("113°55′48″W", -113.93),
        ("113°55’48”", 113.93),
        ("113° 55' 48.0'' E", 113.93),
        ("东经113度55分48秒", 113.93),
        ("22°30'N", 22.5),
        ("南纬22度30分", -22.5),
        ("北纬22.5", 22.5),
        ("0°0'0\"", 0.0),
        ("1.1393e2", 113.93),
        ("不详", math.nan),
        ("-", math.nan),
    ],
)
def test_degrees(cell: str, degrees: float) -> None:
    found = read_degrees(pd.Series([cell, "1"], dtype="str"))
    assert not found.bad.any()
    assert same(found.number[0], degrees)
    assert found.number[1] == 1


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        *((cell, "degrees") for cell in ["113,93", "113.93,22.5", "113.5°30'", "113°60'", "113°5'60\"", "113°5.5'3\""]),
        *((cell, "degrees") for cell in ["-113W", "E113E", "113.93 22.5"]),
        *((cell, "degrees") for cell in ["here", "1134°", "11²", "113万", "113 22", "12%", "113°C", "东", "约113"]),
        ("2024-01-05", "date"),
        ("#N/A", "error"),
        ("inf", "infinite"),
        ("22.5N", "hemisphere"),
        ("北纬22.5度", "hemisphere"),
    ],
)
def test_what_is_no_longitude(cell: str, why: str) -> None:
    found = read_degrees(pd.Series([cell, "113"], dtype="str"), sides="EW")
    assert found.why.fillna("").tolist() == [why, ""]
    assert same(found.number[0], math.nan)


def test_typed_degrees() -> None:
    assert read_degrees(pd.Series([113.93, np.nan])).number[0] == 113.93
    assert read_degrees(pd.Series([True])).why.tolist() == ["text"]


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59), st.sampled_from("EWNS"))
def test_minutes_and_seconds(degrees: int, minutes: int, seconds: int, side: str) -> None:
    found = read_degrees(pd.Series([f"{degrees}°{minutes}'{seconds}\"{side}"], dtype="str"))
    total = (degrees * 3600 + minutes * 60 + seconds) / 3600
    assert found.number[0] == (total if side in "EN" else -total)
