"""Harmonic and closeness of all nodes at once, by hops and by lengths: chainnet beside its peers in one run.

Peers that can't be imported are named as left out. Usage: python benchmarks/distances.py [nodes], 10,000 unless said
otherwise.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import igraph
import networkx as nx
import numpy as np

from chainnet.kernels import warm_up
from chainnet.kernels.adjacency import compressed, neighbours
from chainnet.kernels.distances import distance_sums
from chainnet.kernels.nearest import sums_by_lengths
from chainnet.parallel import spread
from chainnet.synthesis import synthesize

SAMPLE = {"igraph": 2_000, "networkx": 20}
"""Nodes from which a peer is scaled up where the graph has more."""
LENGTHY = 200
"""Nodes from which searches by lengths are made, and scaled up."""
MOST_WHOLE = 10_000
"""Nodes up to which peers are run that can't be asked for some nodes."""


def peer(name: str) -> Any:
    """Import a peer; None where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is left out: it can't be imported")
        return None


class Case(NamedTuple):
    """A graph as chainnet takes it and as igraph does."""

    name: str
    rows: tuple[np.ndarray, np.ndarray]
    graph: igraph.Graph


def undirected(n: int) -> Case:
    graph = igraph.Graph.Barabasi(n, 3)
    ends = np.array(graph.get_edgelist(), dtype=np.int32)
    return Case("Barabasi-Albert, m = 3", neighbours(n, ends[:, 0], ends[:, 1]), graph)


def directed(name: str, n: int, supplier: np.ndarray, buyer: np.ndarray) -> Case:
    graph = igraph.Graph(n=n, edges=np.column_stack([supplier, buyer]), directed=True)
    return Case(name, compressed(n, supplier, buyer), graph)


def supply(n: int) -> Case:
    """Four purchases a firm, from suppliers whose sizes are Pareto: most firms are upstream of most."""
    random = np.random.default_rng(0)
    size = np.cumsum(random.pareto(1.5, n) + 1)
    supplier = np.searchsorted(size, size[-1] * random.random(4 * n)).astype(np.int32)
    buyer = random.integers(0, n, 4 * n).astype(np.int32)
    links = np.unique(np.column_stack([supplier, buyer])[supplier != buyer], axis=0)
    return directed("directed, Pareto suppliers", n, links[:, 0].copy(), links[:, 1].copy())


def cluster(n: int) -> Case:
    """Return the synthetic rail cluster: chains in tiers, few firms upstream of one, so little to share."""
    pairs = synthesize("qingdao-rail", firms=n).pairs
    return directed("synthetic rail cluster", n, pairs.supplier.copy(), pairs.buyer.copy())


def timed(run: Callable[[], object], *, repeats: int = 1) -> float:
    waits = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        waits.append(time.perf_counter() - start)
    return min(waits)


def peers(case: Case, expected: np.ndarray) -> dict[str, float]:
    """Seconds for the harmonic centrality of all nodes, scaled up from a sample where there are many."""
    n = case.graph.vcount()
    chosen = np.random.default_rng(1).permutation(n)
    waits = {}
    some = chosen[: SAMPLE["igraph"]].tolist() if n > 20_000 else range(n)
    found: list[float] = []
    wait = timed(lambda: found.extend(case.graph.harmonic_centrality(some, mode="in", normalized=False)))
    np.testing.assert_allclose(found, expected[list(some)], rtol=1e-11, atol=1e-11)
    waits[_label("igraph", len(some), n)] = wait * n / len(some)
    turned = nx.Graph if not case.graph.is_directed() else nx.DiGraph
    mirror = turned(case.graph.get_edgelist())
    mirror.add_nodes_from(range(n))
    mirror = mirror.reverse() if case.graph.is_directed() else mirror
    some = chosen[: SAMPLE["networkx"]].tolist()
    wait = timed(lambda: [nx.single_source_shortest_path_length(mirror, node) for node in some])
    waits[_label("networkx", len(some), n)] = wait * n / len(some)
    return waits | (whole(case) if n <= MOST_WHOLE else {})


def whole(case: Case) -> dict[str, float]:
    """Seconds of the peers that search from all nodes or none; one thread. rustworkx gives closeness alone."""
    n, waits = case.graph.vcount(), {}
    ends = np.array(case.graph.get_edgelist())
    if networkit := peer("networkit"):
        networkit.setNumberOfThreads(1)
        graph = networkit.GraphFromCoo((ends[:, 0], ends[:, 1]), n=n, directed=case.graph.is_directed())
        waits["NetworKit"] = timed(lambda: networkit.centrality.HarmonicCloseness(graph, False).run())
    if rustworkx := peer("rustworkx"):
        mirror = rustworkx.PyDiGraph() if case.graph.is_directed() else rustworkx.PyGraph()
        mirror.add_nodes_from(range(n))
        mirror.add_edges_from_no_data(case.graph.get_edgelist())
        waits["rustworkx, closeness"] = timed(lambda: rustworkx.closeness_centrality(mirror, parallel_threshold=n + 1))
    return waits


def by_lengths(case: Case) -> None:
    """Time searches against the edges by random lengths, from some nodes, on one thread."""
    n = case.graph.vcount()
    random = np.random.default_rng(2)
    ends = np.array(case.graph.get_edgelist(), dtype=np.int32)
    lengths = random.uniform(0.5, 1.5, len(ends))
    chosen = random.permutation(n)[:LENGTHY].astype(np.int32)
    source, target = ends[:, 1], ends[:, 0]
    if not case.graph.is_directed():
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    every = np.tile(lengths, len(source) // len(ends))
    rows = (*compressed(n, source, target), every[np.argsort(source, kind="stable")])
    sums = sums_by_lengths(*rows, chosen)
    ours = timed(lambda: sums_by_lengths(*rows, chosen), repeats=3)
    given, some = lengths.tolist(), chosen.tolist()
    theirs = partial(case.graph.harmonic_centrality, some, mode="in", weights=given, normalized=False)
    np.testing.assert_allclose(theirs(), sums[0], rtol=1e-9)
    wait = timed(theirs, repeats=3)
    print(
        f"by lengths, from {len(some)} nodes: chainnet {ours * 1e3 / len(some):.3f} ms each, igraph {wait / ours:.1f} x"
    )


def _label(name: str, sample: int, n: int) -> str:
    return name if sample == n else f"{name}, from {sample:,} nodes"


def show(case: Case) -> None:
    n, entries = case.graph.vcount(), len(case.rows[1])
    repeats = 7 if n <= 20_000 else 1
    waits = {
        f"chainnet, {jobs} thread{'s' * (jobs > 1)}": timed(
            lambda jobs=jobs: distance_sums(*case.rows, each=partial(spread, jobs=jobs)), repeats=repeats
        )
        for jobs in (1, 2)
    }
    alone, together = waits.values()
    waits |= peers(case, distance_sums(*case.rows).harmonic)
    print(f"\n{case.name}, {n:,} nodes, {entries:,} adjacency entries")
    print(f"{'':30} {'seconds':>10} {'ns a source x entry':>20} {'x 1 thread':>11} {'x 2 threads':>11}")
    for name, wait in waits.items():
        each = wait * 1e9 / n / entries
        print(f"{name:30} {wait:10.4f} {each:20.4f} {wait / alone:11,.1f} {wait / together:11,.1f}")
    by_lengths(case)


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    warm_up()
    print("igraph and networkx give harmonic alone (networkx: its searches), chainnet closeness with it.")
    for make in (undirected, supply, cluster):
        show(make(n))


if __name__ == "__main__":
    main()
