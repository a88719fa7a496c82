"""Reinsertion against a search that weighs every node anew each time."""

from __future__ import annotations

import numpy as np
import pytest
from component_twins import component_sizes, partners
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.percolation import component_curve
from chainnet.kernels.reinsertion import reinserted

Drawn = tuple[int, list[tuple[int, int]]]


def component_of(beside: list[set[int]], gone: set[int], node: int) -> int:
    part, seen = [node], {node} | gone
    for one in part:
        part += sorted(beside[one] - seen)
        seen |= beside[one]
    return len(part)


def twin(beside: list[set[int]], order: list[int], rank: list[int], target_size: int) -> list[int]:
    largest = [max(component_sizes(beside, set(order[:k])), default=0) for k in range(len(order) + 1)]
    removed = next((k for k, size in enumerate(largest) if size < target_size), len(order))
    gone, back = set(order[:removed]), []
    while gone:
        node = min(gone, key=lambda node: (component_of(beside, gone - {node}, node), rank[node]))
        gone.remove(node)
        back.append(node)
    return back[::-1] + order[removed:]


@settings(max_examples=250)
@given(edges(nodes=12), st.data())
def test_reinserted(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    rank = data.draw(st.permutations(range(n)))
    order = data.draw(st.permutations(range(n)))[: data.draw(st.integers(0, n))]
    target_size = data.draw(st.integers(1, 6))
    given_order, given_rank = np.array(order, dtype=np.int32), np.array(rank, dtype=np.int32)
    result = reinserted(*neighbours(n, *ends(found)), given_order, given_rank, target_size)
    assert result.dtype == np.int32
    assert result.tolist() == twin(partners(n, found), order, rank, target_size)


@pytest.mark.parametrize("density", [0.6, 1.2, 2.5])
def test_reinserted_on_larger_graphs(density: float) -> None:
    """Sizes at which the largest component is overtaken and takes in others."""
    n = 130
    for seed in range(3):
        random = np.random.default_rng(seed)
        found = [tuple(edge) for edge in random.integers(0, n, (int(n * density), 2)).tolist() if edge[0] != edge[1]]
        order, rank = (random.permutation(n).astype(np.int32) for _ in range(2))
        rows = neighbours(n, *ends(found))
        expected = twin(partners(n, found), order.tolist(), rank.tolist(), 3)
        result = reinserted(*rows, order, rank, 3)
        assert result.tolist() == expected
        below = [np.flatnonzero(component_curve(*rows, one)[0] < 3)[0] for one in (order, result)]
        assert below[1] <= below[0]


def test_nodes_removed_in_vain_come_later() -> None:
    star = neighbours(5, *ends([(0, 1), (0, 2), (0, 3), (0, 4)]))
    result = reinserted(*star, np.array([1, 2, 0, 3, 4], dtype=np.int32), np.arange(5, dtype=np.int32), 2)
    assert result.tolist() == [0, 2, 1, 3, 4]
