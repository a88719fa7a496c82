"""Sums over walks against the dense system that they solve."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import edges, ends
from hypothesis import given

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.walks import walk_sums


@given(edges(loops=True))
def test_walk_sums_solve_the_system(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """Cycles, parallel edges and loops; each node passes on 0.9 of its score in all."""
    n, found = drawn
    source, target = ends(found)
    random = np.random.default_rng(len(found))
    weights = random.uniform(0.1, 5.0, len(found))
    sold = np.bincount(source, weights=weights, minlength=n)
    passed = np.divide(0.9, sold, out=np.zeros(n), where=sold > 0)
    into, origins = compressed(n, target, source)
    scores, sweeps = walk_sums(into, origins, weights[np.argsort(target, kind="stable")], passed, 1e-14, 1000)
    matrix = np.zeros((n, n))
    np.add.at(matrix, (target, source), weights * passed[source])
    assert sweeps > 0
    np.testing.assert_allclose(scores, np.linalg.solve(np.eye(n) - matrix, np.ones(n)), rtol=1e-11)


@given(edges())
def test_without_weights_each_edge_is_one(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    n, found = drawn
    source, target = ends(found)
    into, origins = compressed(n, target, source)
    passed = np.full(n, 0.02)
    plain = walk_sums(into, origins, np.zeros(0), passed, 1e-14, 1000)
    weighed = walk_sums(into, origins, np.ones(len(found)), passed, 1e-14, 1000)
    np.testing.assert_array_equal(plain[0], weighed[0])
    assert plain[1] == weighed[1]


@pytest.mark.parametrize("passed", [1.0, 1e200])
def test_what_grows_for_ever_is_told(passed: float) -> None:
    """A cycle that passes on all it has, or more than a number holds."""
    into, origins = compressed(2, np.array([0, 1], np.int32), np.array([1, 0], np.int32))
    assert walk_sums(into, origins, np.zeros(0), np.full(2, passed), 1e-14, 50)[1] == -1
