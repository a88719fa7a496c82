"""Collective influence against balls that networkx draws anew after each removal."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.errors import InputError
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.collective_influence import collective_influence_order

Drawn = tuple[int, list[tuple[int, int]]]


def influence(graph: nx.Graph, node: int, radius: int) -> int:
    far = nx.single_source_shortest_path_length(graph, node, cutoff=radius)
    return (graph.degree[node] - 1) * sum(graph.degree[other] - 1 for other, hops in far.items() if hops == radius)


def twin(n: int, found: list[tuple[int, int]], rank: list[int], removable: list[bool], radius: int) -> list[int]:
    graph = nx.empty_graph(n)
    graph.add_edges_from(found)
    waiting, order, by_degree = {node for node in range(n) if removable[node]}, [], False
    while waiting:
        score = {node: 0 if by_degree else influence(graph, node, radius) for node in waiting}
        by_degree = max(score.values()) == 0
        if by_degree:
            score = {node: graph.degree[node] for node in waiting}
        order.append(min(waiting, key=lambda node: (-score[node], rank[node])))
        waiting.remove(order[-1])
        graph.remove_node(order[-1])
    return order


@settings(max_examples=150)
@given(edges(nodes=11), st.integers(1, 4), st.data())
def test_order(drawn: Drawn, radius: int, data: st.DataObject) -> None:
    n, found = drawn
    rank = data.draw(st.permutations(range(n)))
    removable = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    given_rank, given_removable = np.array(rank, dtype=np.int32), np.array(removable, dtype=np.bool_)
    order = collective_influence_order(*neighbours(n, *ends(found)), given_rank, given_removable, radius)
    assert order.dtype == np.int32
    assert order.tolist() == twin(n, found, rank, removable, radius)


@pytest.mark.parametrize("radius", [1, 2, 3])
def test_order_on_larger_graphs(radius: int) -> None:
    """Balls that do not reach everywhere, with short cycles that a removal takes away."""
    n = 60
    for seed, share in ((1, 0.1), (2, 0.5)):
        graph = nx.watts_strogatz_graph(n, 4, share, seed=seed)
        random = np.random.default_rng(seed)
        rank, removable = random.permutation(n).astype(np.int32), random.random(n) < 0.8
        order = collective_influence_order(*neighbours(n, *ends(list(graph.edges))), rank, removable, radius)
        assert order.tolist() == twin(n, list(graph.edges), rank.tolist(), removable.tolist(), radius)


def test_a_star_has_no_influence_and_goes_by_degree() -> None:
    star = neighbours(4, *ends([(3, 0), (3, 1), (3, 2)]))
    order = collective_influence_order(*star, np.arange(4, dtype=np.int32), np.ones(4, dtype=np.bool_))
    assert order.tolist() == [3, 0, 1, 2]


def test_radius_below_one_is_an_error() -> None:
    with pytest.raises(InputError, match="radius 0"):
        collective_influence_order(*neighbours(0, *ends([])), np.zeros(0, np.int32), np.zeros(0, np.bool_), 0)
