"""Betweenness, exact, sampled and along a removal: chainnet beside its peers in one run.

Seconds are of the processor and one thread, except where jobs are named. igraph, NetworKit and networkx search from
some sources alone, and are scaled up to all; rustworkx can't, and searches from all. Peers that can't be imported are
named as left out. Usage: python benchmarks/betweenness.py [nodes], 10,000 unless said otherwise.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import igraph
import networkx as nx
import numpy as np

from chainnet.kernels import warm_up
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.betweenness import (
    Rows,
    adaptive_betweenness_order,
    betweenness,
    sampled_betweenness,
    shares_by_hops,
    shares_by_lengths,
)
from chainnet.parallel import spread

SOURCES = 400
"""Sources from which chainnet and igraph search when they are set side by side."""
FEW = 4
"""Sources from which networkx does."""
TOP = 100
MOST_WHOLE = 10_000
"""Nodes up to which rustworkx is run."""


def peer(name: str) -> Any:
    """Import a peer; None where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is left out: it can't be imported")
        return None


def timed(run: Callable[[], object]) -> float:
    start = time.thread_time()
    run()
    return time.thread_time() - start


def best(run: Callable[[], object], runs: int = 3) -> float:
    return min(timed(run) for _ in range(runs))


def barabasi(n: int) -> tuple[igraph.Graph, Rows]:
    """Return a graph whose edges lead both ways, for igraph and for the kernels."""
    graph = igraph.Graph.Barabasi(n, 3)
    ends = np.array(graph.get_edgelist(), dtype=np.int32)
    return graph, Rows(*neighbours(n, ends[:, 0], ends[:, 1]), np.zeros(0))


def recall(scores: np.ndarray, exact: np.ndarray) -> float:
    return len({*np.argsort(-scores)[:TOP]} & {*np.argsort(-exact)[:TOP]}) / TOP


def show(what: str, seconds: float, searched: float, beside: float | None = None) -> None:
    ratio = f"{seconds / beside:8.2f} x chainnet" if beside else ""
    print(f"{what:34} {seconds:10.2f} s   {seconds * 1e9 / searched:8.2f} ns per source x edge  {ratio}")


def by_networkit(networkit: Any, graph: igraph.Graph) -> Any:
    networkit.setNumberOfThreads(1)
    ends = np.array(graph.get_edgelist())
    return networkit.GraphFromCoo((ends[:, 0], ends[:, 1]), n=graph.vcount())


def by_rustworkx(rustworkx: Any, graph: igraph.Graph) -> Any:
    mirror = rustworkx.PyGraph()
    mirror.add_nodes_from(range(graph.vcount()))
    mirror.add_edges_from_no_data(graph.get_edgelist())
    return mirror


def exact(graph: igraph.Graph, rows: Rows) -> None:
    n, m = graph.vcount(), len(rows.targets)
    sources = np.random.default_rng(0).permutation(n)[: min(n, SOURCES)].astype(np.int32)
    scale, chosen = n / len(sources), sources.tolist()
    ours = best(lambda: shares_by_hops(*rows, sources, False)) * scale
    show("chainnet", ours, n * m)
    show("igraph", best(lambda: graph.betweenness(sources=chosen)) * scale, n * m, ours)
    few, mirror = chosen[:FEW], graph.to_networkx()
    found = timed(lambda: nx.betweenness_centrality_subset(mirror, few, list(mirror)))
    show(f"networkx, from {FEW} sources", found * n / FEW, n * m, ours)
    if networkit := peer("networkit"):
        theirs = by_networkit(networkit, graph)
        some = best(lambda: networkit.centrality.EstimateBetweenness(theirs, len(sources)).run(), 1)
        show("NetworKit", some * scale, n * m, ours)
    if n <= MOST_WHOLE and (rustworkx := peer("rustworkx")):
        whole = by_rustworkx(rustworkx, graph)
        one_thread = partial(rustworkx.betweenness_centrality, whole, parallel_threshold=n + 1)
        show("rustworkx", best(one_thread, 1), n * m, ours)
    links, place = np.array(graph.get_edgelist()), {}
    values = np.random.default_rng(1).random(len(links)) + 0.5
    for (one, other), value in zip(links.tolist(), values.tolist(), strict=True):
        place[one, other] = place[other, one] = value
    starts = np.repeat(np.arange(n), np.diff(rows.pointers)).tolist()
    lengths = np.array([place[pair] for pair in zip(starts, rows.targets.tolist(), strict=True)])
    ours = best(lambda: shares_by_lengths(rows.pointers, rows.targets, lengths, sources, False), 2) * scale
    show("chainnet, by lengths", ours, n * m)
    theirs = best(lambda: graph.betweenness(sources=chosen, weights=values.tolist()), 2) * scale
    show("igraph, by lengths", theirs, n * m, ours)


def threads_and_samples(graph: igraph.Graph, rows: Rows) -> None:
    """Show seconds on the clock, and of the processor: where others use the cores too, the clock says little."""
    for jobs in (1, 2):
        start, spent = time.perf_counter(), time.process_time()
        scores = betweenness(rows, partial(spread, jobs=jobs))
        clock, processor = time.perf_counter() - start, time.process_time() - spent
        print(f"exact, {jobs} jobs: {clock:.2f} s on the clock, {processor:.2f} s of the processor")
    for samples in (64, 256, 1024):
        seconds = timed(partial(sampled_betweenness, rows, rows, samples, 0))
        found = [sampled_betweenness(rows, rows, samples, seed) for seed in range(5)]
        hits = [recall(sample.scores, scores) for sample in found]
        top = np.argsort(-scores)[:TOP]
        error = np.mean([(sample.errors / scores)[top].mean() for sample in found])
        print(
            f"{samples:5} samples {seconds:6.2f} s   recall of the top {TOP}: {min(hits):.2f}-{max(hits):.2f}, "
            f"mean {np.mean(hits):.2f}; standard error of those {error:.0%}"
        )
    if networkit := peer("networkit"):
        theirs = by_networkit(networkit, graph)
        for samples in (256, 1024):
            algorithm = networkit.centrality.EstimateBetweenness(theirs, samples)
            seconds = timed(algorithm.run)
            hit = recall(np.array(algorithm.scores()), scores)
            print(f"{samples:5} samples {seconds:6.2f} s   recall of the top {TOP}: {hit:.2f}   NetworKit")


def adaptive(n: int) -> None:
    graph, rows = barabasi(n)
    rank, everyone = np.arange(n, dtype=np.int32), np.ones(n, dtype=np.bool_)

    def by_igraph() -> list[int]:
        left, order = graph.copy(), []
        left.vs["node"] = range(n)
        while left.vcount():
            score = np.array(left.betweenness())
            first = int(np.flatnonzero(score >= score.max() * (1 - 1e-12))[0])
            order.append(left.vs[first]["node"])
            left.delete_vertices(first)
        return order

    assert adaptive_betweenness_order(rows.pointers, rows.targets, rank, everyone).tolist() == by_igraph()
    ours = best(lambda: adaptive_betweenness_order(rows.pointers, rows.targets, rank, everyone))
    print(f"adaptive order of {n:,} nodes: chainnet {ours:.2f} s, igraph {best(by_igraph, 2) / ours:.2f} x")


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    warm_up()
    graph, rows = barabasi(n)
    print(f"Barabasi-Albert, {n:,} nodes, {len(rows.targets):,} adjacency entries")
    exact(graph, rows)
    threads_and_samples(graph, rows)
    adaptive(min(n, 1000))


if __name__ == "__main__":
    main()
