"""Betweenness against its definition, pair by pair, and against networkx and igraph."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from itertools import product

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import edges, ends, network
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.kernels import betweenness as kernels
from chainnet.kernels.adjacency import compressed
from chainnet.kernels.betweenness import Rows, adaptive_betweenness_order, betweenness, sampled_betweenness
from chainnet.measures.orders import removal_order
from chainnet.measures.prepared import Prepared
from chainnet.parallel import spread

Drawn = tuple[int, list[tuple[int, int]]]
NONE = np.zeros(0)


def rows(n: int, found: list[tuple[int, int]], lengths: list[float] | None = None, *, back: bool = False) -> Rows:
    sources, targets = ends(found)[::-1] if back else ends(found)
    place = np.argsort(sources, kind="stable")
    return Rows(*compressed(n, sources, targets), NONE if lengths is None else np.array(lengths, dtype=float)[place])


def paths_from(n: int, found: list[tuple[int, int]], lengths: list[float], source: int) -> tuple[list, list]:
    """Distances by sweeping over all edges until nothing changes, and path counts, nearest first."""
    far = [np.inf] * n
    far[source] = 0.0
    for _ in range(n):
        for (one, other), length in zip(found, lengths, strict=True):
            far[other] = min(far[other], far[one] + length)
    count = [0] * n
    count[source] = 1
    for node in sorted(range(n), key=far.__getitem__):
        for (one, other), length in zip(found, lengths, strict=True):
            if one == node and np.isfinite(far[one]) and one != other and np.isclose(far[one] + length, far[other]):
                count[other] += count[one]
    return far, count


def twin(n: int, found: list[tuple[int, int]], lengths: list[float] | None = None) -> list[float]:
    """Sum over pairs, by definition: paths to the node times paths from it, where it is on the way."""
    searched = [paths_from(n, found, lengths or [1.0] * len(found), node) for node in range(n)]
    score = [0.0] * n
    for s, v, t in product(range(n), repeat=3):
        (far, count), (onward, further) = searched[s], searched[v]
        if len({s, v, t}) == 3 and count[t] and count[v] and further[t] and np.isclose(far[v] + onward[t], far[t]):
            score[v] += count[v] * further[t] / count[t]
    return score


def adaptive_twin(n: int, found: list[tuple[int, int]], rank: list[int], removable: list[bool]) -> list[int]:
    left, order = list(found), []
    waiting = {node for node in range(n) if removable[node]}
    while waiting:
        score = np.round(twin(n, left), 9)
        node = min(waiting, key=lambda node: (-score[node], rank[node]))
        order.append(node)
        waiting.remove(node)
        left = [edge for edge in left if node not in edge]
    return order


# ---- exact ------------------------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(edges(nodes=8, loops=True))
def test_by_hops(drawn: Drawn) -> None:
    """Parallel links are several paths, as in igraph; loops are nothing."""
    n, found = drawn
    scores = betweenness(rows(n, found))
    np.testing.assert_allclose(scores, twin(n, found), atol=1e-12)
    np.testing.assert_allclose(scores, igraph.Graph(n, found, directed=True).betweenness(), atol=1e-12)


@settings(max_examples=80, deadline=None)
@given(edges(nodes=12, parallel=False))
def test_by_hops_as_networkx(drawn: Drawn) -> None:
    n, found = drawn
    graph = nx.DiGraph(found)
    graph.add_nodes_from(range(n))
    expected = nx.betweenness_centrality(graph, normalized=False)
    np.testing.assert_allclose(betweenness(rows(n, found)), [expected[node] for node in range(n)], atol=1e-12)


@settings(max_examples=120, deadline=None)
@given(edges(nodes=8, loops=True), st.data())
def test_by_lengths(drawn: Drawn, data: st.DataObject) -> None:
    """Lengths as values in round figures give them, so that many ways are equally long but for the last digits."""
    n, found = drawn
    value = st.sampled_from([1.0, 2.0, 3.0, 5.0, 6.0, 10.0])
    lengths = [1 / x for x in data.draw(st.lists(value, min_size=len(found), max_size=len(found)))]
    scores = betweenness(rows(n, found, lengths))
    np.testing.assert_allclose(scores, twin(n, found, lengths), atol=1e-12)
    mirror = igraph.Graph(n, found, directed=True)
    np.testing.assert_allclose(scores, mirror.betweenness(weights=lengths), atol=1e-10)


@pytest.mark.parametrize("lengths", [False, True], ids=["hops", "lengths"])
@pytest.mark.parametrize("shape", ["tree", "grid", "scale-free", "parts"])
def test_larger_graphs(shape: str, lengths: bool) -> None:
    random = np.random.default_rng(5)
    graph = {
        "tree": lambda: igraph.Graph.Tree(400, 3),
        "grid": lambda: igraph.Graph.Lattice([20, 15], circular=False),
        "scale-free": lambda: igraph.Graph.Barabasi(500, 3),
        "parts": lambda: igraph.Graph.Erdos_Renyi(n=500, m=400),
    }[shape]()
    found = [edge for one, other in graph.get_edgelist() for edge in ((one, other), (other, one))]
    length = random.integers(1, 5, len(found)).astype(float).tolist() if lengths else None
    mirror = igraph.Graph(graph.vcount(), found, directed=True)
    expected = np.array(mirror.betweenness(weights=length))
    np.testing.assert_allclose(betweenness(rows(graph.vcount(), found, length)), expected, rtol=1e-11, atol=1e-9)


def test_lengths_of_one_are_hops() -> None:
    found = np.random.default_rng(1).integers(0, 60, (240, 2)).tolist()
    np.testing.assert_allclose(betweenness(rows(60, found, [1.0] * 240)), betweenness(rows(60, found)), rtol=1e-12)


def diamonds(count: int) -> tuple[int, list[tuple[int, int]]]:
    found = []
    for at in range(0, 3 * count, 3):
        found += [(at, at + 1), (at, at + 2), (at + 1, at + 3), (at + 2, at + 3)]
    return 3 * count + 1, found


@pytest.mark.parametrize("lengths", [False, True], ids=["hops", "lengths"])
def test_more_paths_than_a_float_holds_are_told(lengths: bool) -> None:
    """2^1000 paths are counted, 2^1030 are not: never a number that is wrong."""
    n, found = diamonds(1000)
    scores = betweenness(rows(n, found, [1.0] * len(found) if lengths else None))
    np.testing.assert_allclose(scores[3:-1:3], [at * (n - 1 - at) for at in range(3, n - 1, 3)])
    n, found = diamonds(1030)
    assert np.isnan(betweenness(rows(n, found, [1.0] * len(found) if lengths else None))).any()


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_threads_change_no_bit(jobs: int) -> None:
    found = np.random.default_rng(2).integers(0, 300, (1200, 2)).tolist()
    graph, back = rows(300, found), rows(300, found, back=True)
    each = partial(spread, jobs=jobs)
    np.testing.assert_array_equal(betweenness(graph, each), betweenness(graph))
    one, several = sampled_betweenness(graph, back, 40, 0), sampled_betweenness(graph, back, 40, 0, each)
    np.testing.assert_array_equal(several.scores, one.scores)
    np.testing.assert_array_equal(several.errors, one.errors)


# ---- sampled ----------------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(edges(nodes=9), st.booleans())
def test_a_sample_of_all_is_exact(drawn: Drawn, by_length: bool) -> None:
    """Along and against the edges, the scaled shares of every path add up to one."""
    n, found = drawn
    lengths = [1.0 + at % 3 for at in range(len(found))] if by_length else None
    graph, back = rows(n, found, lengths), rows(n, found, lengths, back=True)
    sample = sampled_betweenness(graph, back, 2 * n + 4, 0)
    np.testing.assert_allclose(sample.scores, betweenness(graph), atol=1e-10)
    np.testing.assert_allclose(sample.errors, 0, atol=1e-6)


def scale_free(n: int, seed: int) -> list[tuple[int, int]]:
    random = np.random.default_rng(seed)
    weight = random.pareto(1.2, n) + 1
    draws = [random.choice(n, 5 * n, p=weights / weights.sum()) for weights in (weight, random.permutation(weight))]
    return np.column_stack(draws).tolist()


def test_the_estimate_has_no_bias_and_its_error_is_its_spread() -> None:
    n, found = 300, scale_free(300, 3)
    graph, back = rows(n, found), rows(n, found, back=True)
    exact = betweenness(graph)
    samples = [sampled_betweenness(graph, back, 40, seed) for seed in range(400)]
    scores, errors = (np.array([sample[i] for sample in samples]) for i in (0, 1))
    top = np.argsort(-exact)[:100]
    spread_of = scores.std(axis=0, ddof=1)[top]
    np.testing.assert_array_less(np.abs(scores.mean(axis=0) - exact)[top], 4.5 * spread_of / 20)
    assert (spread_of / np.sqrt((errors**2).mean(axis=0))[top]).mean() == pytest.approx(1, abs=0.03)


def test_the_estimate_finds_the_top() -> None:
    n, found = 3000, scale_free(3000, 4)
    graph, back = rows(n, found), rows(n, found, back=True)
    exact, sample = betweenness(graph), sampled_betweenness(graph, back, 256, 0)
    assert sample.sources == 256
    assert len({*np.argsort(-exact)[:100]} & {*np.argsort(-sample.scores)[:100]}) >= 85


# ---- along a removal --------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(edges(nodes=7), st.data())
def test_adaptive_order(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    rank = data.draw(st.permutations(range(n)))
    removable = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    graph = rows(n, found)
    before = graph.targets.copy()
    order = adaptive_betweenness_order(
        graph.pointers, graph.targets, np.array(rank, dtype=np.int32), np.array(removable, dtype=np.bool_)
    )
    assert order.tolist() == adaptive_twin(n, found, list(rank), removable)
    np.testing.assert_array_equal(graph.targets, before)  # the caller's array is as it was


def by_igraph(graph: igraph.Graph) -> list[int]:
    left, order = graph.copy(), []
    left.vs["node"] = range(graph.vcount())
    while left.vcount():
        score = np.array(left.betweenness())
        first = int(np.flatnonzero(score >= score.max() * (1 - 1e-12))[0])
        order.append(left.vs[first]["node"])
        left.delete_vertices(first)
    return order


@pytest.mark.parametrize("seed", range(3))
def test_adaptive_order_as_igraph(seed: int) -> None:
    n, found = 120, np.random.default_rng(seed).integers(0, 120, (300, 2)).tolist()
    graph = rows(n, found)
    order = adaptive_betweenness_order(
        graph.pointers, graph.targets, np.arange(n, dtype=np.int32), np.ones(n, dtype=np.bool_)
    )
    assert order.tolist() == by_igraph(igraph.Graph(n, found, directed=True))


# ---- the measure and the order ----------------------------------------------------------------------------------


def chain_net(n: int = 40, seed: int = 0) -> cn.SupplyNetwork:
    found = np.random.default_rng(seed).integers(0, n, (4 * n, 2))
    links = pd.DataFrame(
        {
            "supplier": [f"f{one:02}" for one in found[:, 0]],
            "buyer": [f"f{one:02}" for one in found[:, 1]],
            "value": 1.0 + found[:, 0] % 7,
        }
    )
    return network(None, links)


@pytest.mark.parametrize("length", ["hops", "1/value"])
def test_the_measure_says_how_it_was_found(length: str) -> None:
    net = chain_net()
    exact = cn.centrality(net, measures="betweenness", length=length)
    assert exact.attrs["betweenness"] == {"sources": net.n, "seed": None, "standard_error": 0.0}
    asked = cn.centrality(net, measures="betweenness", length=length, samples=net.n, jobs=2)
    pd.testing.assert_frame_equal(asked, exact)
    sampled = cn.centrality(net, measures=["betweenness", "core"], length=length, samples=20, seed=3)
    assert sampled.columns.tolist()[3:] == ["betweenness", "betweenness_error", "core"]
    said = sampled.attrs["betweenness"]
    assert (said["sources"], said["seed"]) == (20, 3)
    assert said["standard_error"] == sampled["betweenness_error"].max() > 0
    far = (sampled["betweenness"] - exact["betweenness"]).abs()
    assert (far <= 6 * sampled["betweenness_error"].max()).all()


def test_faults_of_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    net = chain_net()
    with pytest.raises(cn.InputError, match="3 samples; give 4 or more"):
        cn.centrality(net, measures="betweenness", samples=3)
    with pytest.raises(cn.InputError, match="seed -1"):
        cn.centrality(net, measures="betweenness", samples=9, seed=-1)
    monkeypatch.setattr(import_module("chainnet.measures.centrality"), "MOST_EXACT", 10)
    with pytest.raises(cn.InputError, match=f"samples=256 for an estimate, samples={net.n} for all"):
        cn.centrality(net)
    assert "betweenness" not in cn.centrality(net, measures="core").attrs
    assert cn.centrality(net, measures="betweenness", samples=net.n).attrs["betweenness"]["sources"] == net.n
    n, found = diamonds(1030)
    links = pd.DataFrame([(f"f{one}", f"f{other}") for one, other in found], columns=["supplier", "buyer"])
    with pytest.raises(cn.InputError, match="more than 1e308 shortest paths"):
        cn.centrality(network(None, links), measures="betweenness", samples=n)


def test_the_adaptive_order() -> None:
    """Directed, as the goods flow; firms that are kept stay in the way of paths."""
    net = chain_net(12)
    prepared = Prepared(net)
    pairs = list(zip(net.pairs.supplier.tolist(), net.pairs.buyer.tolist(), strict=True))
    removable = np.arange(net.n) % 4 > 0
    order = removal_order(net, "adaptive-betweenness", removable=removable)
    assert order.tolist() == adaptive_twin(net.n, pairs, prepared.rank.tolist(), removable.tolist())


def test_nothing_is_compiled_for_each_call() -> None:
    """Arrays as the measure hands them over have the types that `warm_up` compiles."""
    from chainnet.kernels import warm_up

    warm_up()
    before = [len(kernel.signatures) for kernel in (kernels.shares_by_hops, kernels.shares_by_lengths)]
    for length in ("hops", "1/value"):
        cn.centrality(chain_net(), measures="betweenness", length=length, samples=9)
    assert [len(kernel.signatures) for kernel in (kernels.shares_by_hops, kernels.shares_by_lengths)] == before
