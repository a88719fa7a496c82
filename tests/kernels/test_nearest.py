"""Sums of distances by lengths against one plain search a node, and igraph."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
from helpers import edges, ends
from hypothesis import given
from hypothesis import strategies as st

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.nearest import sums_by_lengths

LENGTHS = st.sampled_from([0.25, 0.5, 1.0, 1.5, 3.0])  # sums of these tie, and are exact


def twin(n: int, found: list[tuple[int, int]], lengths: list[float], source: int) -> dict[int, float]:
    """Distances to the nodes that a node leads to, itself left out: relaxed until nothing changes."""
    far = {source: 0.0}
    for _ in range(n):
        for (one, other), length in zip(found, lengths, strict=True):
            if one in far and far[one] + length < far.get(other, np.inf):
                far[other] = far[one] + length
    del far[source]
    return far


@given(edges(loops=True), st.data())
def test_sums_by_lengths(drawn: tuple[int, list[tuple[int, int]]], data: st.DataObject) -> None:
    """Parallel edges of several lengths, loops, cycles, and nodes without edges."""
    n, found = drawn
    lengths = data.draw(st.lists(LENGTHS, min_size=len(found), max_size=len(found)))
    source, target = ends(found)
    pointers, targets = compressed(n, source, target)
    in_rows = np.array(lengths)[np.argsort(source, kind="stable")] if found else np.zeros(0)
    chosen = np.arange(n, dtype=np.int32)[::-1].copy()
    harmonic, reached, total = sums_by_lengths(pointers, targets, in_rows, chosen)
    for i, node in enumerate(chosen.tolist()):
        far = twin(n, found, lengths, node)
        np.testing.assert_allclose(harmonic[i], sum(1 / distance for distance in far.values()), rtol=1e-13)
        assert reached[i] == len(far)
        assert total[i] == sum(far.values())


def test_a_larger_graph_against_igraph_and_networkx() -> None:
    """Enough nodes that the heap is several levels deep."""
    random = np.random.default_rng(0)
    graph = igraph.Graph.Erdos_Renyi(400, m=1600, directed=True)
    found = np.array(graph.get_edgelist(), dtype=np.int32)
    lengths = random.uniform(0.1, 3.0, len(found))
    pointers, targets = compressed(400, found[:, 0].copy(), found[:, 1].copy())
    in_rows = lengths[np.argsort(found[:, 0], kind="stable")]
    harmonic, reached, total = sums_by_lengths(pointers, targets, in_rows, np.arange(400, dtype=np.int32))
    distance = np.array(graph.distances(weights=lengths.tolist(), mode="out"))
    there = np.isfinite(distance) & (distance > 0)
    np.testing.assert_array_equal(reached, there.sum(axis=1))
    np.testing.assert_allclose(total, np.where(there, distance, 0).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(harmonic, np.divide(1, distance, out=np.zeros(there.shape), where=there).sum(axis=1))
    mirror = nx.DiGraph()
    mirror.add_nodes_from(range(400))
    mirror.add_weighted_edges_from((b, a, w) for (a, b), w in zip(found.tolist(), lengths.tolist(), strict=True))
    theirs = nx.harmonic_centrality(mirror, distance="weight")
    np.testing.assert_allclose(harmonic, [theirs[node] for node in range(400)])
