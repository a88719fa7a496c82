"""The largest component without each node against plain searches."""

from __future__ import annotations

import networkx as nx
import numpy as np
from component_twins import partners, two_largest
from helpers import edges, ends
from hypothesis import given, settings

from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.cut_nodes import largest_without_each

Drawn = tuple[int, list[tuple[int, int]]]


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


@settings(max_examples=100)
@given(edges(nodes=12))
def test_only_cut_nodes_take_more_than_themselves_from_a_connected_graph(drawn: Drawn) -> None:
    n, found = drawn
    graph = nx.Graph(found)
    graph.add_nodes_from(range(n))
    left = largest_without_each(*neighbours(n, *ends(found)))
    if n and nx.is_connected(graph):
        assert set(np.flatnonzero(left < n - 1).tolist()) == set(nx.articulation_points(graph))
