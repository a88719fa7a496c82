"""The largest component after each removal, by degree: chainnet beside igraph and networkx in one run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np

from chainnet.kernels import warm_up
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.percolation import component_curve

STEPS = 20
"""Removals after which the peers are stopped; their whole curve is scaled up from these."""


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def by_igraph(graph: igraph.Graph, order: np.ndarray) -> list[int]:
    left = graph.copy()
    left.vs["id"] = range(left.vcount())
    sizes = []
    for node in order[:STEPS]:
        left.delete_vertices(left.vs.find(id=int(node)).index)
        sizes.append(max(left.connected_components().sizes(), default=0))
    return sizes


def by_networkx(graph: nx.Graph, order: np.ndarray) -> list[int]:
    left = graph.copy()
    sizes = []
    for node in order[:STEPS]:
        left.remove_node(int(node))
        sizes.append(max(map(len, nx.connected_components(left)), default=0))
    return sizes


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    graph = igraph.Graph.Barabasi(n, 3)
    ends = np.array(graph.get_edgelist(), dtype=np.int32)
    pointers, targets = neighbours(n, ends[:, 0], ends[:, 1])
    order = np.argsort(-np.diff(pointers), kind="stable").astype(np.int32)
    warm_up()
    ours = min(timed(lambda: component_curve(pointers, targets, order)) for _ in range(5))
    sizes = component_curve(pointers, targets, order)[0][1 : STEPS + 1].tolist()
    assert by_igraph(graph, order) == sizes
    peers = {
        f"igraph, from {STEPS} steps": timed(lambda: by_igraph(graph, order)) * n / STEPS,
        f"networkx, from {STEPS} steps": timed(lambda: by_networkx(graph.to_networkx(), order)) * n / STEPS,
    }
    print(f"Barabasi-Albert, {n:,} nodes, {len(targets):,} adjacency entries, whole curve")
    print(f"{'chainnet':28} {ours * 1e3:12.2f} ms   {ours * 1e9 / len(targets):.1f} ns an entry")
    for name, wait in peers.items():
        print(f"{name:28} {wait * 1e3:12.2f} ms   {wait / ours:,.0f} x")


if __name__ == "__main__":
    main()
