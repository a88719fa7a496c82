"""Dismantling: covers against all covers, cuts worked by hand, and what all orders that dismantle have in common."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import neighbours
from chainnet.kernels.collective_influence import collective_influence_order
from chainnet.kernels.corehd import corehd_order
from chainnet.kernels.dismantling import _vertex_cover, dismantling_order
from chainnet.kernels.percolation import component_curve

Drawn = tuple[int, list[tuple[int, int]]]
Order = Callable[..., np.ndarray]
ORDERS = [collective_influence_order, corehd_order, dismantling_order]


def everyone(n: int) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(n, dtype=np.int32), np.ones(n, dtype=np.bool_)


def rows_of(graph: nx.Graph) -> tuple[np.ndarray, np.ndarray]:
    return neighbours(len(graph), *ends(list(graph.edges)))


# ---- covers -----------------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(edges(nodes=8, parallel=False), st.data())
def test_a_cover_costs_at_most_twice_the_cheapest(drawn: Drawn, data: st.DataObject) -> None:
    n, found = drawn
    cost = data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    kept = data.draw(st.sets(st.integers(0, max(n - 1, 0))))
    found = [edge for edge in found if not set(edge) <= kept]
    dear = np.array([np.inf if node in kept else cost[node] for node in range(n)])
    cover = set(_vertex_cover(*neighbours(n, *ends(found)), dear).tolist())
    able = [node for node in range(n) if node not in kept]
    covers = [
        chosen
        for count in range(len(able) + 1)
        for chosen in map(set, combinations(able, count))
        if all(chosen & set(edge) for edge in found)
    ]
    assert cover in covers
    assert sum(dear[list(cover)]) <= 2 * min(sum(cost[node] for node in chosen) for chosen in covers)


# ---- by hand ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 4, 9, 30])
@pytest.mark.parametrize("cost", ["unit", "degree"])
def test_between_two_cliques_an_end_of_the_bridge_goes_first(size: int, cost: str) -> None:
    graph = nx.barbell_graph(size, 0)
    order = dismantling_order(*rows_of(graph), *everyone(2 * size), cost, reinsertion=False)
    assert order[0] == size - 1  # both ends cost the same: the lower rank


def test_of_a_star_the_middle_goes_first() -> None:
    star = rows_of(nx.star_graph(6))
    for reinsertion in (False, True):
        assert dismantling_order(*star, *everyone(7), reinsertion=reinsertion)[0] == 0


@pytest.mark.parametrize("n", [4, 6, 10])
def test_a_path_is_cut_in_the_middle(n: int) -> None:
    path = rows_of(nx.path_graph(n))
    assert dismantling_order(*path, *everyone(n), reinsertion=False)[0] in ((n - 2) // 2, (n - 1) // 2, n // 2)


def test_kept_nodes_that_hang_together_are_not_cut() -> None:
    """Two kept hubs side by side, each with leaves, and a clique that hangs on one by a removable node."""
    graph = nx.Graph([(0, 1), *((0, leaf) for leaf in range(2, 6)), *((1, leaf) for leaf in range(6, 10)), (1, 10)])
    graph.add_edges_from(combinations(range(10, 16), 2))
    rows = neighbours(16, *ends(list(graph.edges)))
    rank, removable = np.arange(16, dtype=np.int32), np.arange(16) > 1
    order = dismantling_order(*rows, rank, removable, reinsertion=False)
    assert order[0] == 10
    assert sorted(order.tolist()) == list(range(2, 16))


# ---- what all have in common ------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=40)
@given(drawn=edges(nodes=12), reinsertion=st.booleans(), data=st.data())
def test_removable_nodes_alone_and_ranks_not_names_decide(
    order: Order, drawn: Drawn, reinsertion: bool, data: st.DataObject
) -> None:
    n, found = drawn
    rank = np.array(data.draw(st.permutations(range(n))), dtype=np.int32)
    removable = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), dtype=np.bool_)
    result = order(*neighbours(n, *ends(found)), rank, removable, reinsertion=reinsertion)
    assert sorted(result.tolist()) == np.flatnonzero(removable).tolist()
    name = np.array(data.draw(st.permutations(range(n))), dtype=np.int32)
    renamed = neighbours(n, *ends([(int(name[one]), int(name[other])) for one, other in found]))
    new_rank, new_removable = np.empty_like(rank), np.empty_like(removable)
    new_rank[name], new_removable[name] = rank, removable
    assert order(*renamed, new_rank, new_removable, reinsertion=reinsertion).tolist() == name[result].tolist()


@pytest.mark.parametrize("order", ORDERS)
def test_of_a_larger_graph_ranks_not_names_decide(order: Order) -> None:
    n, random = 400, np.random.default_rng(5)
    found = np.array(nx.barabasi_albert_graph(n, 2, seed=5).edges, dtype=np.int32)
    (rank, name), removable = (random.permutation(n).astype(np.int32) for _ in range(2)), random.random(n) < 0.9
    new_rank, new_removable = np.empty_like(rank), np.empty_like(removable)
    new_rank[name], new_removable[name] = rank, removable
    result = order(*neighbours(n, found[:, 0], found[:, 1]), rank, removable)
    renamed = neighbours(n, name[found[:, 0]], name[found[:, 1]])
    assert order(*renamed, new_rank, new_removable).tolist() == name[result].tolist()


GRAPHS = {
    "random": nx.gnm_random_graph(3000, 5250, seed=1),
    "Barabási-Albert": nx.barabasi_albert_graph(3000, 3, seed=1),
    "blocks": nx.random_partition_graph([100] * 30, 0.06, 0.0005, seed=1),
}


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize(
    ("order", "reinsertion"),  # covers without reinsertion are not meant as an order
    [(order, True) for order in ORDERS] + [(collective_influence_order, False), (corehd_order, False)],
)
def test_quality_beside_adaptive_degree(graph: str, order: Order, reinsertion: bool) -> None:
    """Fewer removals until the largest component is below 1 %, and a smaller area under the whole curve."""
    rows = rows_of(GRAPHS[graph])
    curve = component_curve(*rows, order(*rows, *everyone(3000), reinsertion=reinsertion))[0]
    by_degree = component_curve(*rows, adaptive_degree_order(*rows, *everyone(3000)))[0]
    assert np.argmax(curve < 30) < np.argmax(by_degree < 30)
    assert curve.mean() < by_degree.mean()
