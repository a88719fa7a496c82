"""Draws: right in distribution, and made of exact operations only."""

from __future__ import annotations

import numpy as np
import pytest

from chainnet.synthesis.draws import apportion, cosine, flat_km, pareto, pick, some


def test_pareto_has_tail_exponent_four_thirds():
    drawn = pareto(np.random.default_rng(0).random(200_000), cut=1e-9)
    for threshold in (2.0, 8.0, 32.0):
        assert np.mean(drawn > threshold) == pytest.approx(threshold ** (-4 / 3), rel=0.05)
    assert drawn.min() >= 1


def test_pareto_is_cut():
    assert pareto(np.array([1.0]), cut=0.01)[0] == pytest.approx(0.01**-0.75)


def test_pick_follows_the_weights():
    drawn = pick(np.random.default_rng(0), [1, 0, 3], 40_000)
    assert np.bincount(drawn) / 40_000 == pytest.approx([0.25, 0, 0.75], abs=0.01)


def test_some_keeps_order_and_rounds_up():
    items = np.arange(10, 20)
    chosen = some(np.random.default_rng(0), items, 0.31)
    assert len(chosen) == 4
    assert (np.diff(chosen) > 0).all()
    assert np.isin(chosen, items).all()
    assert len(some(np.random.default_rng(0), items[:0], 0.5)) == 0


@pytest.mark.parametrize("total", [0, 1, 7, 479, 100_000])
def test_apportion_adds_up_and_is_within_one(total):
    weights = np.array([3.0, 1.0, 0.0, 8.0, 0.5])
    shares = apportion(total, weights)
    assert shares.sum() == total
    assert (np.abs(shares - total * weights / weights.sum()) < 1).all()


def test_cosine():
    degrees = np.linspace(-90, 90, 181)
    assert np.abs(cosine(degrees) - np.cos(np.radians(degrees))).max() < 3e-5


def test_flat_km_is_close_to_the_great_circle_within_a_city():
    # 宝安 from 南山 of the worked example HOUR-1: 5.3611 km.
    km = flat_km((np.array([113.930413]), np.array([22.533287])), (np.array([113.883802]), np.array([22.554996])))
    assert km[0] == pytest.approx(5.3611, abs=0.01)
