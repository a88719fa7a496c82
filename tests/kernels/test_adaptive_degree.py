"""The order by degree among what is left against one that counts anew after each removal."""

from __future__ import annotations

import numpy as np
from component_twins import partners
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import neighbours

Drawn = tuple[int, list[tuple[int, int]]]


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


@settings(max_examples=100)
@given(edges(nodes=10), st.data())
def test_adaptive_degree_order_does_not_hang_on_the_numbers_of_nodes(drawn: Drawn, data: st.DataObject) -> None:
    """Renumbered nodes with the same ranks come in the same order."""
    n, found = drawn
    rank = np.array(data.draw(st.permutations(range(n))), dtype=np.int32)
    renamed = np.array(data.draw(st.permutations(range(n))), dtype=np.int32)
    everyone = np.ones(n, dtype=np.bool_)
    before = adaptive_degree_order(*neighbours(n, *ends(found)), rank, everyone)
    moved_rank = np.empty(n, np.int32)
    moved_rank[renamed] = rank
    moved = [(int(renamed[one]), int(renamed[other])) for one, other in found]
    after = adaptive_degree_order(*neighbours(n, *ends(moved)), moved_rank, everyone)
    assert renamed[before].tolist() == after.tolist()


def test_adaptive_degree_order_on_a_larger_graph() -> None:
    """Degrees from 0 to some hundred; a node of low degree may have begun with a high one."""
    n, random = 400, np.random.default_rng(3)
    ends_of = np.minimum(random.pareto(0.7, (1500, 2)) * 5, n - 1).astype(int).tolist()
    found = [(one, other) for one, other in ends_of if one != other]
    rank, removable = random.permutation(n).tolist(), (random.random(n) < 0.8).tolist()
    order = adaptive_degree_order(
        *neighbours(n, *ends(found)), np.array(rank, dtype=np.int32), np.array(removable, dtype=np.bool_)
    )
    assert order.tolist() == adaptive_twin(partners(n, found), rank, removable)
