"""Lines over a grid of land and sea, against plain Python."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from chainnet.kernels.sea import crosses_sea

points = st.tuples(*[st.floats(-3, 12)] * 4)


def summed(land: np.ndarray) -> np.ndarray:
    sea = np.zeros((land.shape[0] + 1, land.shape[1] + 1), dtype=np.int32)
    sea[1:, 1:] = (~land).cumsum(axis=0).cumsum(axis=1)
    return sea


def plain(land: np.ndarray, line: tuple[float, float, float, float], km: float, least: float) -> bool:
    column, row, to_column, to_row = line
    steps = int(max(abs(to_column - column), abs(to_row - row))) + 1
    run = longest = 0
    for step in range(steps):
        part = (step + 0.5) / steps
        x, y = math.floor(column + part * (to_column - column)), math.floor(row + part * (to_row - row))
        wet = 0 <= y < land.shape[0] and 0 <= x < land.shape[1] and not land[y, x]
        run = run + 1 if wet else 0
        longest = max(longest, run)
    return longest > 0 and longest * km >= least * steps


@settings(max_examples=200, deadline=None)
@given(arrays.arrays(np.bool_, (7, 9)), st.lists(points, min_size=1, max_size=5), st.floats(0, 20), st.floats(0.1, 9))
def test_lines_are_those_of_plain_python(
    land: np.ndarray, lines: list[tuple[float, ...]], km: float, least: float
) -> None:
    ends = np.array(lines).T.copy()
    found = crosses_sea(land, summed(land), *ends, np.full(len(lines), km), least)
    assert found.tolist() == [plain(land, line, km, least) for line in lines]


def test_a_line_to_nowhere_crosses_nothing() -> None:
    land = np.zeros((2, 2), dtype=np.bool_)
    one, nowhere = np.zeros(1), np.full(1, np.nan)
    assert not crosses_sea(land, summed(land), one, one, nowhere, nowhere, nowhere, 1.0).any()
