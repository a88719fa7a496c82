"""Searches over roads within 60 minutes, on a synthetic road graph: chainnet beside its peers in one run.

The roads are synthetic: a grid of blocks, every tenth line an avenue, one street in ten missing, some one way. Usage:
python benchmarks/roads.py [junctions], 1,000,000 unless said otherwise.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
from numba import njit
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from chainnet.kernels import shortest_paths
from chainnet.travel.roads.graph import RoadGraph
from chainnet.travel.roads.search import Ends, Search
from chainnet.travel.roads.speeds import MIDDLE

LIMIT = 60.0
SOURCES = 1_000
FEW = {"bare heap": 20, "chainnet": 20, "scipy": 20, "igraph": 2, "networkx": 1}
"""Sources of each in the comparison on one thread, scaled up."""
BLOCK_KM = 0.15


def synthetic(n: int) -> RoadGraph:
    """Return a grid of about n junctions: streets 20 to 30 km/h, avenues 48."""
    random, side = np.random.default_rng(0), round(n**0.5)
    at = np.arange(side * side).reshape(side, side)
    lines = [(at[:, :-1], at[:, 1:], np.arange(side)[:, None]), (at[:-1], at[1:], np.arange(side)[None])]
    begin, end, line = (
        np.concatenate([np.broadcast_to(part[which], part[0].shape).ravel() for part in lines]) for which in range(3)
    )
    avenue = line % 10 == 0
    kept = avenue | (random.random(len(begin)) > 0.1)
    begin, end, avenue = begin[kept].astype(np.int32), end[kept].astype(np.int32), avenue[kept]
    kmh = np.where(avenue, 48.0, random.uniform(20.0, 30.0, len(begin)))
    minutes = BLOCK_KM / kmh * 60 * random.uniform(0.7, 1.3, len(begin)) * MIDDLE
    both = avenue | (random.random(len(begin)) > 0.2)
    tail, head = np.concatenate([begin, end[both]]), np.concatenate([end, begin[both]])
    none = np.zeros(0)
    ints, edges = np.zeros(0, np.int32), len(tail)
    return RoadGraph(
        side * side, tail, head, np.concatenate([minutes, minutes[both]]), np.zeros(edges, bool),
        np.zeros(edges, np.int32), ints, ints, none, none, ints, ints, none, np.zeros((0, 2), np.int32),
        np.zeros((0, 2)), np.zeros(0, bool), np.zeros(4), "",
    )  # fmt: skip


@njit(cache=True)
def bare(pointers, targets, minutes, source, limit, near, heap, keys, touched):  # type: ignore[no-untyped-def]
    """Search within a limit with a binary heap of entries that may be stale, and nothing else; return nodes reached."""
    near[source], heap[0], keys[0], size, reached = 0.0, source, 0.0, 1, 1
    touched[0] = source
    while size > 0:
        node, far = heap[0], keys[0]
        size -= 1
        key, last, at = keys[size], heap[size], 0
        while 2 * at + 1 < size:
            child = 2 * at + 1
            if child + 1 < size and keys[child + 1] < keys[child]:
                child += 1
            if keys[child] >= key:
                break
            keys[at], heap[at] = keys[child], heap[child]
            at = child
        keys[at], heap[at] = key, last
        if far > near[node]:
            continue
        if far > limit:
            break
        for edge in range(pointers[node], pointers[node + 1]):
            other, by_here = targets[edge], far + minutes[edge]
            if by_here < near[other] and by_here <= limit:
                if near[other] == np.inf:
                    touched[reached] = other
                    reached += 1
                near[other], at = by_here, size
                size += 1
                while at > 0 and keys[(at - 1) >> 1] > by_here:
                    keys[at], heap[at] = keys[(at - 1) >> 1], heap[(at - 1) >> 1]
                    at = (at - 1) >> 1
                keys[at], heap[at] = by_here, other
    return reached


def timed(run: Callable[[], object], repeats: int = 1) -> float:
    """Return the least seconds of processor time, all threads together."""
    waits = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        waits.append(time.process_time() - start)
    return min(waits)


def ours(search: Search, sources: np.ndarray, wanted: int) -> np.ndarray:
    """Return the minutes from each source to `wanted` junctions strewn over the whole graph."""
    strewn = np.linspace(0, search.graph.n - 1, wanted).astype(np.int32)
    ends = np.column_stack([strewn, np.full(wanted, -1, np.int32)])
    every = Ends(np.tile(ends, (len(sources), 1)), np.zeros((wanted * len(sources), 2)))
    pointers = np.arange(len(sources) + 1) * wanted
    found = search.search(
        Ends(sources[:, None], np.zeros((len(sources), 1))), pointers, every, forward=True, limit=LIMIT
    )
    return found.minutes.reshape(len(sources), wanted)


def beside(graph: RoadGraph, search: Search, sources: np.ndarray) -> None:
    """Print seconds a source on one thread, and check that all say the same."""
    pointers, targets, minutes, *_ = search._forward
    n, m, strewn = graph.n, len(targets), np.linspace(0, graph.n - 1, 100).astype(np.int32)
    near, heap, keys, touched = np.full(n, np.inf), np.empty(m, np.int32), np.empty(m), np.empty(n, np.int32)

    def run_bare(some: np.ndarray) -> None:
        for source in some:
            reached = bare(pointers, targets, minutes, source, LIMIT, near, heap, keys, touched)
            near[touched[:reached]] = np.inf

    rows = csr_array((minutes, targets, pointers), shape=(n, n))
    mine = ours(search, sources[:1], 100)[0]
    theirs = dijkstra(rows, indices=sources[:1], limit=LIMIT)[0]
    np.testing.assert_array_equal(mine, theirs[strewn])
    order = np.argsort(graph.tail, kind="stable")
    peer = igraph.Graph(n=n, edges=np.column_stack([graph.tail[order], targets]), directed=True)
    lengths = minutes.tolist()
    mirror = nx.DiGraph()
    mirror.add_weighted_edges_from(zip(graph.tail[order].tolist(), targets.tolist(), lengths, strict=True))
    runs: dict[str, Callable[[np.ndarray], object]] = {
        "bare heap": run_bare,
        "chainnet": lambda some: ours(search, some, 100),
        "scipy": lambda some: [dijkstra(rows, indices=one, limit=LIMIT) for one in some],
        "igraph": lambda some: peer.distances(some.tolist(), strewn.tolist(), weights=lengths),
        "networkx": lambda some: [
            nx.single_source_dijkstra_path_length(mirror, s, cutoff=LIMIT) for s in some.tolist()
        ],
    }
    run_bare(sources[:1])
    base = 0.0
    print(f"{np.isfinite(theirs).sum():,} junctions within {LIMIT:g} minutes of the first source")
    for name, run in runs.items():
        some = sources[: FEW[name]]
        wait = timed(lambda run=run, some=some: run(some), 3 if FEW[name] >= 20 else 1) / len(some)
        base = base or wait
        print(f"{name:10} {wait * 1e3:10.1f} ms a source {wait / base:6.2f} x the bare heap")
    print("igraph has no limit: it searches the whole graph.")


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    shortest_paths.warm_up()
    graph = synthetic(n)
    search = Search(graph, MIDDLE, 30.0, jobs=-1)
    sources = np.random.default_rng(1).permutation(graph.n)[:SOURCES].astype(np.int32)
    print(f"synthetic roads: {graph.n:,} junctions, {len(graph.tail):,} edges")
    start = time.perf_counter()
    processor = timed(lambda: ours(search, sources, 1_000))
    wait, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{len(sources):,} sources x 1,000 junctions within {LIMIT:g} minutes: {wait:.1f} s on all cores "
        f"({processor:.1f} s of processor time), peak memory {peak:.2f} GB"
    )
    beside(graph, Search(graph, MIDDLE, 30.0, jobs=1), sources)


if __name__ == "__main__":
    main()
