"""Compressed rows against dictionaries."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from helpers import edges, ends
from hypothesis import given, settings

from chainnet.kernels.adjacency import compressed, neighbours


def rows(pointers: np.ndarray, targets: np.ndarray) -> list[list[int]]:
    assert pointers[0] == 0
    assert pointers[-1] == len(targets)
    return [targets[start:stop].tolist() for start, stop in pairwise(pointers)]


@settings(max_examples=200)
@given(edges(loops=True))
def test_compressed_keeps_every_edge_in_the_order_it_came(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    n, found = drawn
    expected = [[target for source, target in found if source == node] for node in range(n)]
    assert rows(*compressed(n, *ends(found))) == expected


@settings(max_examples=200)
@given(edges())
def test_neighbours_has_each_partner_once_both_ways(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    n, found = drawn
    expected = [sorted({t for s, t in found if s == node} | {s for s, t in found if t == node}) for node in range(n)]
    assert [sorted(row) for row in rows(*neighbours(n, *ends(found)))] == expected


def test_compressed_does_not_change_what_it_is_given() -> None:
    source, target = ends([(1, 0), (0, 1)])
    source.setflags(write=False)
    target.setflags(write=False)
    assert rows(*compressed(2, source, target)) == [[1], [0]]
