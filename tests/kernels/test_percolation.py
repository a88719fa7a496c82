"""Components under removal against plain searches: the twins below recompute everything after each removal."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.percolation import adaptive_degree_order, component_curve, largest_without_each

Drawn = tuple[int, list[tuple[int, int]]]


def partners(n: int, found: list[tuple[int, int]]) -> list[set[int]]:
    beside: list[set[int]] = [set() for _ in range(n)]
    for one, other in found:
        beside[one].add(other)
        beside[other].add(one)
    return beside


def component_sizes(beside: list[set[int]], gone: set[int]) -> list[int]:
    """Sizes of the components of what is left, the largest first."""
    sizes, seen = [], set(gone)
    for start in range(len(beside)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            part += sorted(beside[node] - seen)
            seen |= beside[node]
        sizes.append(len(part))
    return sorted(sizes, reverse=True)


def two_largest(beside: list[set[int]], gone: set[int]) -> tuple[int, int]:
    sizes = [*component_sizes(beside, gone), 0, 0]
    return sizes[0], sizes[1]


def adaptive_twin(beside: list[set[int]], rank: list[int], removable: list[bool]) -> list[int]:
    gone: set[int] = set()
    order = []
    for _ in range(sum(removable)):
        left = [node for node in range(len(beside)) if removable[node] and node not in gone]
        node = min(left, key=lambda node: (-len(beside[node] - gone), rank[node]))
        order.append(node)
        gone.add(node)
    return order


@settings(max_examples=300)
@given(edges(nodes=12), st.data())
def test_component_curve(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    beside = partners(n, found)
    order = data.draw(st.permutations(range(n)))[: data.draw(st.integers(0, n))]  # the others stay
    largest, second = component_curve(*neighbours(n, *ends(found)), np.array(order, dtype=np.int32))
    expected = [two_largest(beside, set(order[:k])) for k in range(len(order) + 1)]
    assert list(zip(largest.tolist(), second.tolist(), strict=True)) == expected


@pytest.mark.parametrize("n", [30, 200])
def test_component_curve_on_larger_graphs(n: int) -> None:
    """Sizes at which the second-largest component is overtaken many times."""
    random = np.random.default_rng(n)
    for density in (0.5, 1.0, 2.0):
        found = [tuple(edge) for edge in random.integers(0, n, (int(n * density), 2)).tolist() if edge[0] != edge[1]]
        order = random.permutation(n).astype(np.int32)
        largest, second = component_curve(*neighbours(n, *ends(found)), order)
        beside = partners(n, found)
        expected = [two_largest(beside, set(order[:k].tolist())) for k in range(n + 1)]
        assert list(zip(largest.tolist(), second.tolist(), strict=True)) == expected


@settings(max_examples=300)
@given(edges(nodes=12))
def test_largest_without_each(drawn: Drawn) -> None:
    n, found = drawn
    beside = partners(n, found)
    expected = [two_largest(beside, {node})[0] for node in range(n)]
    assert largest_without_each(*neighbours(n, *ends(found))).tolist() == expected


def test_largest_without_each_on_a_long_chain_needs_no_recursion() -> None:
    n = 50_000
    chain = np.arange(n, dtype=np.int32)
    left = largest_without_each(*neighbours(n, chain[:-1], chain[1:]))
    assert left.tolist() == [max(node, n - 1 - node) for node in range(n)]


@settings(max_examples=300)
@given(edges(nodes=10), st.data())
def test_adaptive_degree_order(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    rank = data.draw(st.permutations(range(n)))
    removable = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    order = adaptive_degree_order(
        *neighbours(n, *ends(found)), np.array(rank, dtype=np.int32), np.array(removable, dtype=np.bool_)
    )
    assert order.tolist() == adaptive_twin(partners(n, found), rank, removable)


def test_adaptive_degree_order_breaks_ties_by_rank() -> None:
    square = neighbours(4, *ends([(0, 1), (1, 2), (2, 3), (3, 0)]))
    everyone = np.ones(4, dtype=np.bool_)
    assert adaptive_degree_order(*square, np.array([3, 2, 1, 0], dtype=np.int32), everyone).tolist() == [3, 1, 2, 0]
    assert adaptive_degree_order(*square, np.array([0, 1, 2, 3], dtype=np.int32), everyone).tolist() == [0, 2, 1, 3]
