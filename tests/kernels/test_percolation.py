"""Components under removal against plain searches: the twins recompute everything after each removal."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest
from component_twins import partners, two_largest
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.percolation import component_curve, component_details, link_curve, link_details

Drawn = tuple[int, list[tuple[int, int]]]
Details = tuple[float, int, float]


def details_of(parts: list[set[int]], weight: list[float]) -> Details:
    """Weight of the heaviest part, number of parts, and mean size of all but one largest, as a node meets it."""
    others = sorted(map(len, parts))[:-1]
    heaviest = max((sum(weight[node] for node in part) for part in parts), default=0.0)
    return heaviest, len(parts), sum(size**2 for size in others) / sum(others) if others else 0.0


def parts_left(n: int, found: list[tuple[int, int]], gone: set[int]) -> list[set[int]]:
    graph = nx.Graph(found)
    graph.add_nodes_from(range(n))
    graph.remove_nodes_from(gone)
    return list(nx.connected_components(graph))


def some(data: st.DataObject, many: int) -> np.ndarray:
    """Draw an order of removal of some of these; the others stay."""
    order = data.draw(st.permutations(range(many)))[: data.draw(st.integers(0, many))]
    return np.array(order, dtype=np.int32)


def weights(data: st.DataObject, n: int) -> list[float]:
    return data.draw(st.lists(st.integers(0, 9).map(float), min_size=n, max_size=n))


def robustness(largest: np.ndarray) -> float:
    """R [Schneider et al. 2011]."""
    n = len(largest) - 1
    return float(largest[1:].sum()) / n / n


@settings(max_examples=300)
@given(edges(nodes=12), st.data())
def test_component_curve(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    beside = partners(n, found)
    order = some(data, n)
    largest, second = component_curve(*neighbours(n, *ends(found)), order)
    expected = [two_largest(beside, set(order[:k].tolist())) for k in range(len(order) + 1)]
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


@given(edges(nodes=12), st.data())
def test_component_details(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    order, weight = some(data, n), weights(data, n)
    curves = component_details(*neighbours(n, *ends(found)), order, np.array(weight))
    parts = [parts_left(n, found, set(order[:k].tolist())) for k in range(len(order) + 1)]
    assert list(zip(*(curve.tolist() for curve in curves), strict=True)) == [details_of(one, weight) for one in parts]


@settings(max_examples=300)
@given(edges(nodes=10), st.data())
def test_link_curve(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    order = some(data, len(found))
    largest, second = link_curve(n, *ends(found), order)
    expected = []
    for k in range(len(order) + 1):
        left = [found[link] for link in range(len(found)) if link not in order[:k]]
        expected.append(two_largest(partners(n, left), set()))
    assert list(zip(largest.tolist(), second.tolist(), strict=True)) == expected


@given(edges(nodes=10), st.data())
def test_link_details(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    order, weight = some(data, len(found)), weights(data, n)
    curves = link_details(n, *ends(found), order, np.array(weight))
    expected = []
    for k in range(len(order) + 1):
        left = [found[link] for link in range(len(found)) if link not in order[:k]]
        expected.append(details_of(parts_left(n, left, set()), weight))
    assert list(zip(*(curve.tolist() for curve in curves), strict=True)) == expected


@pytest.mark.parametrize("m", [150, 300, 600])
def test_link_curve_beside_igraph(m: int) -> None:
    n, random = 200, np.random.default_rng(m)
    source, target = random.integers(0, n, (2, m)).astype(np.int32)
    order = random.permutation(m).astype(np.int32)
    largest, second = link_curve(n, source, target, order)
    components = link_details(n, source, target, order, np.ones(n))[1]
    for k in range(0, m + 1, 5):
        kept = order[k:]
        sizes = igraph.Graph(n, np.column_stack([source[kept], target[kept]])).connected_components().sizes()
        assert (largest[k], second[k]) == tuple(sorted(sizes, reverse=True)[:2])
        assert components[k] == len(sizes)


@given(edges(nodes=12), st.data())
def test_laws_of_removal(drawn: Drawn, data: st.DataObject) -> None:
    """Taking away never makes the largest or the heaviest component grow, nor joins any."""
    n, found = drawn
    order, weight = some(data, n), np.array(weights(data, n))
    rows = neighbours(n, *ends(found))
    assert (np.diff(component_curve(*rows, order)[0]) <= 0).all()
    assert (np.diff(component_details(*rows, order, weight)[0]) <= 0).all()
    links = some(data, len(found))
    heaviest, components, _ = link_details(n, *ends(found), links, weight)
    assert (np.diff(link_curve(n, *ends(found), links)[0]) <= 0).all()
    assert (np.diff(heaviest) <= 0).all()
    assert (np.diff(components) >= 0).all()


@given(edges(nodes=12), st.data())
def test_weights_of_one_give_the_largest_component(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    order = some(data, n)
    rows = neighbours(n, *ends(found))
    assert component_details(*rows, order, np.ones(n))[0].tolist() == component_curve(*rows, order)[0].tolist()


@pytest.mark.parametrize("n", [1, 2, 7, 50])
def test_closed_forms_of_robustness(n: int) -> None:
    """A complete graph loses a node at a time: R = (n - 1) / 2n. A star falls apart with its hub: R = (n - 1) / n²."""
    order = np.arange(n, dtype=np.int32)
    one, other = np.triu_indices(n, 1)
    complete = component_curve(*neighbours(n, one.astype(np.int32), other.astype(np.int32)), order)[0]
    assert robustness(complete) == pytest.approx((n - 1) / (2 * n))
    star = component_curve(*neighbours(n, np.zeros(n - 1, np.int32), order[1:]), order)[0]
    assert robustness(star) == pytest.approx((n - 1) / n**2)


def test_mean_size_of_a_large_star_does_not_overflow() -> None:
    """Squares of sizes reach beyond 32 bits; two stars of m nodes, so the mean size is that of the other."""
    m = 60_000
    leaves = np.arange(1, m, dtype=np.int32)
    rows = neighbours(2 * m, np.repeat(np.array([0, m], np.int32), m - 1), np.concatenate([leaves, leaves + m]))
    heaviest, components, mean = component_details(*rows, np.array([0], np.int32), np.ones(2 * m))
    assert (heaviest.tolist(), components.tolist(), mean.tolist()) == ([m, m], [2, m], [m, 1])


def test_a_random_graph_loses_its_giant_component_near_the_classical_limit() -> None:
    """Of mean degree k, under random removal, at the removed share 1 - 1/k [Cohen et al. 2000].

    In a finite graph the second-largest component peaks before it, by about 0.6 n^(-1/3).
    """
    n, k, runs = 100_000, 4, 8
    peaks = []
    for seed in range(runs):
        random = np.random.default_rng(seed)
        source, target = random.integers(0, n, (2, n * k // 2)).astype(np.int32)
        order = random.permutation(n).astype(np.int32)
        largest, second = component_curve(*neighbours(n, source, target), order)
        peaks.append(second.argmax() / n)
        assert largest[int(0.65 * n)] > 0.05 * n
        assert largest[int(0.85 * n)] < 0.01 * n
    assert abs(np.mean(peaks) - (1 - 1 / k)) < n ** (-1 / 3)
