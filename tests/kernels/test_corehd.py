"""CoreHD against networkx' 2-core and trees broken by trying each node."""

from __future__ import annotations

from unittest.mock import patch

import networkx as nx
import numpy as np
import pytest
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels import corehd
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.corehd import corehd_order

Drawn = tuple[int, list[tuple[int, int]]]


def largest_part(graph: nx.Graph, part: set[int], node: int) -> int:
    return max(map(len, nx.connected_components(graph.subgraph(part - {node}))), default=0)


def breaker(graph: nx.Graph, waiting: set[int], rank: list[int], small: int) -> int | None:
    """The best node of the largest component that can be broken; of components of one size the lowest of theirs."""
    parts = [part for part in nx.connected_components(graph) if len(part) >= small and part & waiting]
    size = max(map(len, parts), default=0)
    best = [
        min(part & waiting, key=lambda node: (largest_part(graph, part, node), rank[node]))
        for part in parts
        if len(part) == size
    ]
    return min(best, key=rank.__getitem__, default=None)


def twin(graph: nx.Graph, rank: list[int], removable: list[bool], small: int) -> list[int]:
    waiting, order = {node for node in graph if removable[node]}, []
    while waiting:
        core = nx.k_core(graph, 2)
        node = min(waiting & set(core), key=lambda node: (-core.degree[node], rank[node]), default=None)
        if node is None:
            node = breaker(graph, waiting, rank, small)
        if node is None:
            node = min(waiting, key=lambda node: (-graph.degree[node], rank[node]))
        order.append(node)
        waiting.remove(node)
        graph.remove_node(node)
    return order


def check(n: int, found: list[tuple[int, int]], rank: list[int], removable: list[bool], small: int) -> None:
    graph = nx.empty_graph(n)
    graph.add_edges_from(found)
    given_rank, given_removable = np.array(rank, dtype=np.int32), np.array(removable, dtype=np.bool_)
    with patch.object(corehd, "small_size", lambda n: small):
        order = corehd_order(*neighbours(n, *ends(found)), given_rank, given_removable, reinsertion=False)
    assert order.dtype == np.int32
    assert order.tolist() == twin(graph, rank, removable, small)


@settings(max_examples=200)
@given(edges(nodes=12), st.integers(2, 5), st.data())
def test_order(drawn: Drawn, small: int, data: st.DataObject) -> None:
    n, found = drawn
    rank = data.draw(st.permutations(range(n)))
    check(n, found, rank, data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), small)


@settings(max_examples=150)
@given(st.integers(2, 25), st.floats(0, 0.9), st.integers(2, 6), st.integers(0, 10**6))
def test_order_on_trees_of_which_some_nodes_stay(n: int, kept: float, small: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    reach = random.integers(1, n)  # 1 makes a path, n - 1 any recursive tree
    found = [(node, int(random.integers(max(0, node - reach), node))) for node in range(1, n)]
    check(n, found, random.permutation(n).tolist(), (random.random(n) >= kept).tolist(), small)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_on_larger_graphs(seed: int) -> None:
    graph, random = nx.gnm_random_graph(60, 75, seed=seed), np.random.default_rng(seed)
    check(60, list(graph.edges), random.permutation(60).tolist(), (random.random(60) < 0.8).tolist(), 4)


def test_a_path_is_halved() -> None:
    path = neighbours(7, *ends([(node, node + 1) for node in range(6)]))
    order = corehd_order(*path, np.arange(7, dtype=np.int32), np.ones(7, dtype=np.bool_), reinsertion=False)
    assert order.tolist() == [3, 1, 5, 0, 2, 4, 6]


def test_many_leaves_of_a_node_that_stays_are_quick() -> None:
    """A search of the whole tree for each leaf would take minutes."""
    n = 100_000
    star = neighbours(n, np.zeros(n - 1, dtype=np.int32), np.arange(1, n, dtype=np.int32))
    removable = np.arange(n) > 0
    assert corehd_order(*star, np.arange(n, dtype=np.int32), removable, reinsertion=False).tolist() == list(range(1, n))
