"""Orders that dismantle beside adaptive degree: seconds, R, and the share removed until less than 1 % is together."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import networkx as nx
import numpy as np

from chainnet.kernels import warm_up
from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.collective_influence import collective_influence_order
from chainnet.kernels.corehd import corehd_order
from chainnet.kernels.dismantling import dismantling_order
from chainnet.kernels.percolation import component_curve

Order = Callable[..., np.ndarray]
ORDERS: dict[str, tuple[Order, dict[str, object]]] = {
    "adaptive-degree": (adaptive_degree_order, {}),
    "collective-influence, radius 1": (collective_influence_order, {"radius": 1}),
    "collective-influence": (collective_influence_order, {}),
    "  reinserted": (collective_influence_order, {"reinsertion": True}),
    "corehd, not reinserted": (corehd_order, {"reinsertion": False}),
    "corehd": (corehd_order, {}),
    "dismantling, not reinserted": (dismantling_order, {"reinsertion": False}),
    "dismantling": (dismantling_order, {}),
    "dismantling, cost degree": (dismantling_order, {"cost": "degree"}),
}


def show(name: str, graph: nx.Graph) -> None:
    n = len(graph)
    ends = np.array(graph.edges, dtype=np.int32)
    rows = neighbours(n, ends[:, 0], ends[:, 1])
    rank, removable = np.random.default_rng(0).permutation(n).astype(np.int32), np.ones(n, dtype=np.bool_)
    print(f"{name}, {n:,} nodes, {len(ends):,} links")
    for label, (function, options) in ORDERS.items():
        start = time.perf_counter()
        order = function(*rows, rank, removable, **options)
        wait = time.perf_counter() - start
        largest = component_curve(*rows, order)[0]
        below = np.argmax(largest < n / 100) / n
        print(f"  {label:32} {wait:8.3f} s   R {largest[1:].mean() / n:.4f}   below 1 % at {below:.4f}")


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    warm_up()
    show("Barabasi-Albert", nx.barabasi_albert_graph(n, 3, seed=1))
    show("random", nx.gnm_random_graph(n, 7 * n // 4, seed=1))


if __name__ == "__main__":
    main()
