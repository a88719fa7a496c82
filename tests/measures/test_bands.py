"""Tails of many runs against `numpy.quantile` of all of them."""

from __future__ import annotations

import numpy as np
import pytest

from chainnet.measures.bands import BAND, Tail


@pytest.mark.parametrize("runs", [1, 2, 3, 20, 21, 100, 101, 333])
@pytest.mark.parametrize("at_once", [1, 7, 400])
def test_a_tail_is_the_quantile_to_the_last_digit(runs: int, at_once: int) -> None:
    random = np.random.default_rng(runs)
    curves = random.random((runs, 30)).round(random.integers(1, 17))
    for share in BAND:
        tail = Tail(runs, share)
        for start in range(0, runs, at_once):
            tail.add(list(curves[start : start + at_once]))
        assert tail.rows is not None
        assert len(tail.rows) <= max(2, runs // 20 + 2)  # no more is held
        np.testing.assert_array_equal(tail.quantile(), np.quantile(curves, share, axis=0))
