"""Each centrality of one graph: chainnet beside igraph, NetworKit, rustworkx and networkx in one run.

Seconds on the clock, one thread, the best of some runs. Betweenness has a benchmark of its own, as has harmonic
(distances.py). Peers that can't be imported are named as left out. Usage: python benchmarks/centrality.py [firms]
[links], 100,000 and 1,000,000 unless said otherwise.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd

import chainnet as cn
from chainnet.kernels import warm_up
from chainnet.measures.centralities.paired import Paired
from chainnet.measures.centrality import MEASURES

Runs = dict[str, Callable[[], Any]]
SAME = 1e-8
"""Values of the peers that are compared differ by less, as shares of the largest."""


def peer(name: str) -> Any:
    """Import a peer; None where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is left out: it can't be imported")
        return None


def supply(n: int, m: int) -> cn.SupplyNetwork:
    """Return `m` purchases from suppliers whose sizes are Pareto."""
    random = np.random.default_rng(0)
    size = np.cumsum(random.pareto(1.5, n) + 1)
    supplier, buyer = np.searchsorted(size, size[-1] * random.random(m)), random.integers(0, n, m)
    kept = supplier != buyer
    value = random.lognormal(3, 1, m)
    ids = np.array([f"F{i:07}" for i in range(n)])
    links = pd.DataFrame({"supplier": ids[supplier[kept]], "buyer": ids[buyer[kept]], "value": value[kept]})
    return cn.SupplyNetwork(pd.DataFrame(index=ids), links)


def timed(run: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    """Return the least seconds on the clock, and the result; once is enough where it takes long."""
    waits, found = [], None
    for _ in range(repeats):
        start = time.perf_counter()
        found = run()
        waits.append(time.perf_counter() - start)
        if waits[-1] > 5:
            break
    return min(waits), found


def by_igraph(graph: igraph.Graph, both: igraph.Graph) -> dict[str, Callable[[], Any]]:
    weights = graph.es["value"]
    return {
        "pagerank_buyers": lambda: graph.pagerank(weights=weights),
        "eigenvector": both.eigenvector_centrality,
        "hub": graph.hub_score,
        "authority": graph.authority_score,
        "core": both.coreness,
        "articulation": both.articulation_points,
    }


def by_networkit(networkit: Any, n: int, ends: np.ndarray, value: np.ndarray) -> Runs:
    networkit.setNumberOfThreads(1)
    graph = networkit.GraphFromCoo((value, (ends[:, 0], ends[:, 1])), n=n, weighted=True, directed=True)
    both = networkit.graphtools.toUndirected(networkit.graphtools.toUnweighted(graph))
    both.removeMultiEdges()

    def scores(algorithm: Any) -> Any:
        return algorithm.run().scores()

    return {
        "pagerank_buyers": lambda: scores(networkit.centrality.PageRank(graph, 0.85, 1e-12)),
        "eigenvector": lambda: scores(networkit.centrality.EigenvectorCentrality(both, 1e-12)),
        "core": lambda: scores(networkit.centrality.CoreDecomposition(both)),
    }


def by_rustworkx(rustworkx: Any, n: int, ends: np.ndarray, value: np.ndarray) -> Runs:
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from([(int(s), int(b), float(v)) for (s, b), v in zip(ends, value, strict=True)])
    return {
        "pagerank_buyers": lambda: rustworkx.pagerank(graph, weight_fn=float, tol=1e-14, max_iter=1000).values(),
        "hub": lambda: list(rustworkx.hits(graph, tol=1e-12, max_iter=1000)[0].values()),
    }


def by_networkx(n: int, ends: np.ndarray, value: np.ndarray) -> Runs:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from(zip(*ends.T.tolist(), value.tolist(), strict=True))
    both = graph.to_undirected()
    return {
        "pagerank_buyers": lambda: nx.pagerank(graph, tol=1e-12 / n, max_iter=1000).values(),
        "core": lambda: nx.core_number(both).values(),
        "articulation": lambda: list(nx.articulation_points(both)),
    }


def agreed(ours: np.ndarray, theirs: Any) -> str:
    """Return how far a peer's values are from ours, as shares of the largest; empty if it gives no value each."""
    found = np.array(list(theirs), dtype=np.float64)
    if len(found) != len(ours):
        return ""
    apart = float(np.abs(found / np.abs(found).max() - ours / ours.max()).max())
    return "the same to 1e-8" if apart < SAME else f"differs by {apart:.0e}"


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    m = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    warnings.simplefilter("ignore", RuntimeWarning)  # igraph warns of scores near zero
    warm_up()
    net = supply(n, m)
    pairs = net.pairs
    ends = np.column_stack([pairs.supplier, pairs.buyer]).astype(np.int64)
    graph = igraph.Graph(n=n, edges=ends, directed=True)
    graph.es["value"] = pairs.value
    peers: dict[str, Runs] = {"igraph": by_igraph(graph, graph.as_undirected(mode="collapse"))}
    if networkit := peer("networkit"):
        peers["NetworKit"] = by_networkit(networkit, n, ends, pairs.value)
    if rustworkx := peer("rustworkx"):
        peers["rustworkx"] = by_rustworkx(rustworkx, n, ends, pairs.value)
    peers["networkx"] = by_networkx(n, ends, pairs.value)
    print(f"{n:,} firms, {len(ends):,} pairs; igraph's and NetworKit's graphs are made beforehand, ours in the time")
    print(f"{'':20} {'':10} {'seconds':>9} {'x chainnet':>11}")
    for measure in MEASURES:
        if measure in ("betweenness", "closeness", "harmonic"):
            continue
        ours, table = timed(partial(cn.centrality, net, measures=measure))
        print(f"{measure:20} {'chainnet':10} {ours:9.3f}")
        for name, runs in peers.items():
            if measure in runs:
                wait, found = timed(runs[measure])
                same = agreed(table[measure].to_numpy(dtype=np.float64), found)
                print(f"{'':20} {name:10} {wait:9.3f} {wait / ours:11.2f}   {same}")
    iteration(net, peers)


def iteration(net: cn.SupplyNetwork, peers: dict[str, Runs]) -> None:
    """Time PageRank without the table around it, as the peers give it."""
    from chainnet.measures.centralities.spectral import pagerank

    graph = Paired(net, "hops", None, 0, 1)
    ours, _ = timed(lambda: pagerank(graph, to_suppliers=False), 7)
    print(
        f"\nPageRank, the rows made and the iteration alone: {ours:.3f} s; "
        + ", ".join(f"{name} {timed(runs['pagerank_buyers'])[0] / ours:.1f} x" for name, runs in peers.items())
    )


if __name__ == "__main__":
    main()
