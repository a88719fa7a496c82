"""Sums of distances against one plain search a node, networkx and igraph."""

from __future__ import annotations

from functools import partial

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import edges, ends
from hypothesis import given, settings

import chainnet as cn
from chainnet.kernels.adjacency import compressed, neighbours
from chainnet.kernels.distances import SOURCES, DistanceSums, distance_sums, global_efficiency
from chainnet.parallel import spread

Drawn = tuple[int, list[tuple[int, int]]]


def distances(n: int, found: list[tuple[int, int]], source: int) -> dict[int, int]:
    """Distances to the nodes that a node leads to, itself left out."""
    at, level, distance = {source: 0}, [source], 0
    ahead: list[set[int]] = [set() for _ in range(n)]
    for one, other in found:
        ahead[one].add(other)
    while level:
        distance += 1
        level = sorted({other for node in level for other in ahead[node]} - at.keys())
        at |= dict.fromkeys(level, distance)
    del at[source]
    return at


def twin(n: int, found: list[tuple[int, int]]) -> DistanceSums:
    sums = DistanceSums(np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    for source in range(n):
        for node, distance in distances(n, found, source).items():
            sums.harmonic[node] += 1 / distance
            sums.reached[node] += 1
            sums.total[node] += distance
    return sums


def assert_same(found: DistanceSums, expected: DistanceSums) -> None:
    np.testing.assert_allclose(found.harmonic, expected.harmonic, rtol=1e-13)
    np.testing.assert_array_equal(found.reached, expected.reached)
    np.testing.assert_array_equal(found.total, expected.total)


def by_igraph(graph: igraph.Graph) -> DistanceSums:
    distance = np.array(graph.distances(mode="in"))
    there = np.isfinite(distance) & (distance > 0)
    inverse = np.divide(1.0, distance, out=np.zeros(distance.shape), where=there)
    total = np.where(there, distance, 0).sum(axis=1).astype(np.int64)
    return DistanceSums(inverse.sum(axis=1), there.sum(axis=1), total)


@settings(max_examples=120)
@given(edges(nodes=12, loops=True))
def test_distance_sums(drawn: Drawn) -> None:
    n, found = drawn
    assert_same(distance_sums(*compressed(n, *ends(found))), twin(n, found))


@settings(max_examples=100)
@given(edges(nodes=12))
def test_distance_sums_against_the_edges_are_those_from_each_node(drawn: Drawn) -> None:
    n, found = drawn
    turned = [(other, one) for one, other in found]
    assert_same(distance_sums(*compressed(n, *ends(turned))), twin(n, turned))


@settings(max_examples=100)
@given(edges(nodes=12))
def test_networkx_says_the_same(drawn: Drawn) -> None:
    n, found = drawn
    graph = nx.DiGraph(found)
    graph.add_nodes_from(range(n))
    sums = distance_sums(*compressed(n, *ends(found)))
    harmonic, closeness = nx.harmonic_centrality(graph), nx.closeness_centrality(graph, wf_improved=False)
    np.testing.assert_allclose(sums.harmonic, [harmonic[node] for node in range(n)], rtol=1e-12)
    ours = np.divide(sums.reached, sums.total, out=np.zeros(n), where=sums.total > 0)
    np.testing.assert_allclose(ours, [closeness[node] for node in range(n)], rtol=1e-12)


@settings(max_examples=100)
@given(edges(nodes=12))
def test_global_efficiency(drawn: Drawn) -> None:
    n, found = drawn
    graph = nx.Graph(found)
    graph.add_nodes_from(range(n))
    assert global_efficiency(*neighbours(n, *ends(found))) == pytest.approx(nx.global_efficiency(graph), rel=1e-12)


@pytest.mark.parametrize("n", [SOURCES - 1, SOURCES, SOURCES + 1, 2 * SOURCES + 77, 5 * SOURCES])
@pytest.mark.parametrize("density", [0.7, 1.5, 6.0])
def test_several_sweeps(n: int, density: float) -> None:
    """Sparse graphs go by lists of active nodes, dense ones by rows of all nodes, most by one and then the other."""
    random = np.random.default_rng([n, int(10 * density)])
    many = int(n * density)
    found = np.column_stack([random.integers(0, n, many), (n * random.random(many) ** 3).astype(np.int64)])
    rows = compressed(n, *ends(found.tolist()))
    assert_same(distance_sums(*rows), by_igraph(igraph.Graph(n=n, edges=found, directed=True)))


@pytest.mark.parametrize("n", [600, 3 * SOURCES])
def test_a_path_a_cycle_and_a_star(n: int) -> None:
    nodes = np.arange(n, dtype=np.int32)
    path, cycle = (
        distance_sums(*compressed(n, nodes[:-1], nodes[1:])),
        distance_sums(*compressed(n, nodes, np.roll(nodes, -1))),
    )
    series = np.concatenate([[0.0], np.cumsum(1 / np.arange(1, n))])
    assert_same(path, DistanceSums(series, np.arange(n), np.arange(n) * (np.arange(n) + 1) // 2))
    assert_same(cycle, DistanceSums(np.full(n, series[-1]), np.full(n, n - 1), np.full(n, n * (n - 1) // 2)))
    star = distance_sums(*neighbours(n, np.zeros(n - 1, np.int32), nodes[1:]))
    assert star.total.tolist() == [n - 1] + [2 * n - 3] * (n - 1)


def test_threads_change_nothing_to_the_last_bit() -> None:
    n = 9 * SOURCES + 5
    random = np.random.default_rng(3)
    rows = compressed(n, *ends(random.integers(0, n, (3 * n, 2)).tolist()))
    alone, together = distance_sums(*rows), distance_sums(*rows, each=partial(spread, jobs=3))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_arrays_that_are_given_may_be_read_only_and_stay_as_they_are() -> None:
    rows = compressed(4, *ends([(0, 1), (1, 2), (2, 0)]))
    for array in rows:
        array.setflags(write=False)
    assert distance_sums(*rows).total.tolist() == [3, 3, 3, 0]


def test_centrality_beyond_one_sweep() -> None:
    random = np.random.default_rng(4)
    links = pd.DataFrame(random.integers(0, 1200, (4000, 2)), columns=["supplier", "buyer"]).astype(str)
    net = cn.from_frames(links=links[links["supplier"] != links["buyer"]].drop_duplicates())
    expected = by_igraph(net.to_igraph(summed=True))
    table = cn.centrality(net, measures=["harmonic", "closeness"], jobs=2)
    np.testing.assert_allclose(table["harmonic"], expected.harmonic, rtol=1e-12)
    closeness = nx.closeness_centrality(net.to_networkx(summed=True))
    np.testing.assert_allclose(table["closeness"], [closeness[firm] for firm in table["firm"]], rtol=1e-12)
