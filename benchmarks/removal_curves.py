"""The largest component after each removal, and the order by adaptive degree: chainnet beside its peers in one run.

Peers that remove and recompute are timed at some steps, evenly along the order, and scaled up to all; nodes removed in
between, and graphs made, are not counted. Seconds are of the processor and one thread, except where the clock is named.
The floor is one gather pass over the same arrays. The number of nodes is the one argument; graphs are Barabási-Albert
with m = 3.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import igraph
import networkx as nx
import numpy as np
from numba import njit

from chainnet.kernels import warm_up
from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.percolation import component_curve, component_details, link_curve, link_details
from chainnet.parallel import spread

MOST_OBJECTS = 200_000
"""Nodes above which networkx and graph-tiger are left out: a graph of Python objects no longer fits well in memory."""
RUNS = 1_000
"""Random failures in a row."""
STAGES = 10
"""Points of the curve, evenly apart, at which a step of a peer is timed."""


def timed(run: Callable[[], object], repeats: int = 1) -> float:
    """Return the least seconds of the processor on this thread."""
    waits = []
    for _ in range(repeats):
        start = time.thread_time()
        run()
        waits.append(time.thread_time() - start)
    return min(waits)


@njit(nogil=True)
def gather(values: np.ndarray, targets: np.ndarray) -> float:
    total = 0
    for at in range(len(targets)):
        total += values[targets[at]]
    return total


class _Peer:
    """A graph of another package, from which nodes are taken one by one; what is left is searched anew each time."""

    whole = True
    """Whether its graphs are no Python objects, and so may be large."""

    def remove(self, nodes: list[int]) -> None:
        raise NotImplementedError

    def largest(self) -> int:
        raise NotImplementedError

    def highest(self) -> int:
        """Return a node of highest degree."""
        raise NotImplementedError

    def adaptive_step(self) -> float:
        """Return the seconds to find and remove a node of highest degree."""
        return timed(lambda: self.remove([self.highest()]))


class _Igraph(_Peer):
    def __init__(self, n: int, ends: np.ndarray) -> None:
        self.graph = igraph.Graph(n, ends)
        self.ids = np.arange(n)

    def remove(self, nodes: list[int]) -> None:
        rows = np.searchsorted(self.ids, nodes)
        self.graph.delete_vertices(rows)
        self.ids = np.delete(self.ids, rows)

    def largest(self) -> int:
        return max(self.graph.connected_components().sizes())

    def highest(self) -> int:
        return int(self.ids[np.argmax(self.graph.degree())])


class _Networkx(_Peer):
    whole = False

    def __init__(self, n: int, ends: np.ndarray) -> None:
        self.graph = nx.empty_graph(n)
        self.graph.add_edges_from(ends.tolist())

    def remove(self, nodes: list[int]) -> None:
        self.graph.remove_nodes_from(nodes)

    def largest(self) -> int:
        return max(map(len, nx.connected_components(self.graph)))

    def highest(self) -> int:
        return max(self.graph, key=self.graph.degree)


class _Networkit(_Peer):
    def __init__(self, n: int, ends: np.ndarray) -> None:
        import networkit

        networkit.setNumberOfThreads(1)
        self.components = networkit.components.ConnectedComponents
        self.graph = networkit.Graph(n)
        for one, other in ends.tolist():
            self.graph.addEdge(one, other)

    def remove(self, nodes: list[int]) -> None:
        for node in nodes:
            self.graph.removeNode(node)

    def largest(self) -> int:
        return max(self.components(self.graph).run().getComponentSizes().values())

    def highest(self) -> int:
        return max(self.graph.iterNodes(), key=self.graph.degree)


class _Rustworkx(_Peer):
    def __init__(self, n: int, ends: np.ndarray) -> None:
        import rustworkx

        self.components = rustworkx.connected_components
        self.graph = rustworkx.PyGraph()
        self.graph.add_nodes_from(range(n))
        self.graph.add_edges_from_no_data([tuple(link) for link in ends.tolist()])

    def remove(self, nodes: list[int]) -> None:
        self.graph.remove_nodes_from(nodes)

    def largest(self) -> int:
        return max(map(len, self.components(self.graph)))

    def highest(self) -> int:
        return max(self.graph.node_indices(), key=self.graph.degree)


class _GraphTiger(_Networkx):
    def largest(self) -> int:
        from graph_tiger.measures import run_measure

        return int(run_measure(self.graph, "largest_connected_component"))

    def adaptive_step(self) -> float:
        """Its function copies the graph first: the difference between three nodes and one leaves that out."""
        from graph_tiger.attacks import run_attack_method

        one, three = (timed(lambda k=k: run_attack_method(self.graph, "rd_node", k=k), 2) for k in (1, 3))
        return max(three - one, 0.0) / 2


PEERS: dict[str, type[_Peer]] = {
    "igraph": _Igraph,
    "networkx": _Networkx,
    "networkit": _Networkit,
    "rustworkx": _Rustworkx,
    "graph_tiger": _GraphTiger,
}


def curve_step(peer: _Peer, node: int, expected: int) -> float:
    """Return the seconds to remove a node and to measure what is left."""
    found: list[int] = []

    def step() -> None:
        peer.remove([node])
        found.append(peer.largest())

    wait = timed(step)
    assert found == [expected]
    return wait


def graph_tool_curve(n: int, ends: np.ndarray, order: np.ndarray) -> float:
    """Return the seconds of graph-tool's own pass of union-find, whole."""
    import graph_tool
    from graph_tool.topology import vertex_percolation

    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(n)
    graph.add_edge_list(ends)
    return timed(lambda: vertex_percolation(graph, order[::-1]), 3)


class _Table:
    """Prints a line a run: seconds, how many times the first of its kind, and nanoseconds an adjacency entry."""

    def __init__(self, entries: int, floor: float) -> None:
        self.entries, self.floor = entries, floor

    def line(self, name: str, wait: float, beside: float) -> None:
        """Print the seconds of one run beside those of another."""
        each = f"{wait * 1e9 / self.entries:14,.2f} ns an entry {wait / self.floor:13,.1f} x floor"
        print(f"{name:44} {wait * 1e3:16,.3f} ms {wait / beside:12,.1f} x {each}", flush=True)


def show_peers(table: _Table, rows: tuple[np.ndarray, np.ndarray], ends: np.ndarray, ours: tuple[float, float]) -> None:
    n = len(rows[0]) - 1
    everyone, by_id = np.ones(n, dtype=np.bool_), np.arange(n, dtype=np.int32)
    static, adaptive = by_degree(rows), adaptive_degree_order(*rows, by_id, everyone)
    stages = [n * stage // STAGES for stage in range(STAGES)]
    sizes = component_curve(*rows, static)[0]
    for name, make in PEERS.items():
        if find_spec(name) is None:
            print(f"{name:44} left out: not installed")
            continue
        if n > MOST_OBJECTS and not make.whole:
            print(f"{name:44} left out above {MOST_OBJECTS:,} nodes")
            continue
        for what, order, beside in (("curve", static, ours[0]), ("adaptive", adaptive, ours[1])):
            peer, done, waits = make(n, ends), 0, []
            for stage in stages:
                peer.remove(order[done:stage].tolist())
                at = int(order[stage])
                waits.append(curve_step(peer, at, sizes[stage + 1]) if what == "curve" else peer.adaptive_step())
                done = stage + (what == "curve" or name != "graph_tiger")
            table.line(f"{what}: {name}, from {STAGES} steps", float(np.mean(waits)) * n, beside)
    if find_spec("graph_tool") is None:
        print(f"{'graph_tool':44} left out: not installed")
    else:
        table.line("curve: graph_tool, whole", graph_tool_curve(n, ends, static), ours[0])


def by_degree(rows: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return np.argsort(-np.diff(rows[0]), kind="stable").astype(np.int32)


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    graph = igraph.Graph.Barabasi(n, 3)
    drawn = np.array(graph.simplify().get_edgelist(), dtype=np.int32)
    ends, random = np.ascontiguousarray(drawn), np.random.default_rng(0)
    rows = neighbours(n, ends[:, 0], ends[:, 1])
    order = by_degree(rows)
    shuffled = random.permutation(n).astype(np.int32)
    rank, everyone, ones = random.permutation(n).astype(np.int32), np.ones(n, dtype=np.bool_), np.ones(n)
    links, source, target = random.permutation(len(ends)).astype(np.int32), ends[:, 0].copy(), ends[:, 1].copy()
    warm_up()
    repeats = max(5, min(200, 3_000_000 // n))
    floats, whole = np.arange(n, dtype=np.float64), np.arange(n, dtype=np.int32)
    gather(whole, rows[1]), gather(floats, rows[1])
    floor = timed(lambda: gather(whole, rows[1]), repeats)
    table = _Table(len(rows[1]), floor)
    print(f"Barabasi-Albert, {n:,} nodes, {len(rows[1]):,} adjacency entries, {os.cpu_count()} cores")
    table.line("floor: gather of 32-bit integers", floor, floor)
    table.line("floor: gather of 64-bit floats", timed(lambda: gather(floats, rows[1]), repeats), floor)
    curve = timed(lambda: component_curve(*rows, order), repeats)
    adaptive = timed(lambda: adaptive_degree_order(*rows, rank, everyone), repeats)
    table.line("curve: chainnet", curve, curve)
    table.line("adaptive: chainnet", adaptive, adaptive)
    more: dict[str, Callable[[], object]] = {
        "curve, random order": lambda: component_curve(*rows, shuffled),
        "details": lambda: component_details(*rows, order, ones),
        "links, random order": lambda: link_curve(n, source, target, links),
        "links, details": lambda: link_details(n, source, target, links, ones),
    }
    for name, run in more.items():
        table.line(f"chainnet: {name}", timed(run, repeats), curve)
    if n <= MOST_OBJECTS:
        orders = [random.permutation(n).astype(np.int32) for _ in range(RUNS // 10)]
        for jobs in (1, 2):
            all_runs = partial(spread, lambda run: component_curve(*rows, orders[run % len(orders)])[0][1], jobs=jobs)
            spent, start = time.process_time(), time.perf_counter()
            all_runs(range(RUNS))
            clock, spent = time.perf_counter() - start, time.process_time() - spent
            print(f"{RUNS:,} random failures, {jobs} threads: {clock:.2f} s on the clock, {spent:.2f} of the processor")
    show_peers(table, rows, ends, (curve, adaptive))


if __name__ == "__main__":
    main()
