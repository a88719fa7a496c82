"""Bounded searches to chosen nodes against a plain twin, networkx and scipy."""

from __future__ import annotations

import networkx as nx
import numpy as np
from helpers import edges, ends
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.shortest_paths import shortest_times

LENGTHS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5, 3.0])  # sums of these tie, and are exact
NOTHING = (np.zeros(0), np.zeros(0, np.int32))


def twin(found: list[tuple[int, int]], lengths: list[float], starts: dict[int, float]) -> dict[int, float]:
    """Relax until nothing changes."""
    far = dict(starts)
    changed = True
    while changed:
        changed = False
        for (one, other), length in zip(found, lengths, strict=True):
            if one in far and far[one] + length < far.get(other, np.inf):
                far[other], changed = far[one] + length, True
    return far


@given(edges(loops=True).filter(lambda drawn: drawn[0] > 0), st.data())
def test_from_several_starts_to_either_end(drawn: tuple[int, list[tuple[int, int]]], data: st.DataObject) -> None:
    """Parallel edges, loops, edges of no length, two sources in one call, and a limit."""
    n, found = drawn
    lengths = data.draw(st.lists(LENGTHS, min_size=len(found), max_size=len(found)))
    limit = data.draw(st.sampled_from([0.0, 1.0, 2.0, np.inf]))
    node = st.integers(0, n - 1)
    starts = [data.draw(st.dictionaries(node, LENGTHS, min_size=1, max_size=2)) for _ in range(2)]
    targets = [data.draw(st.lists(st.tuples(node, LENGTHS, node | st.just(-1), LENGTHS), max_size=4)) for _ in starts]
    source, target = ends(found)
    pointers, to = compressed(n, source, target)
    order = np.argsort(source, kind="stable") if found else np.zeros(0, np.int64)
    pairs = [pair for own in targets for pair in own]
    minutes, _, _ = shortest_times(
        pointers, to, np.array(lengths, float)[order], *NOTHING,
        np.cumsum([0, *map(len, starts)]), np.array([k for one in starts for k in one], np.int32),
        np.array([v for one in starts for v in one.values()], float), np.cumsum([0, *map(len, targets)]),
        np.array([[a, b] for a, _, b, _ in pairs], np.int32).reshape(-1, 2),
        np.array([[x, y] for _, x, _, y in pairs], float).reshape(-1, 2), limit,
    )  # fmt: skip
    expected = []
    for own, wanted in zip(starts, targets, strict=True):
        far = {k: v for k, v in twin(found, lengths, own).items() if v <= limit}
        far[-1] = np.inf
        expected += [min(far.get(a, np.inf) + x, far.get(b, np.inf) + y) for a, x, b, y in wanted]
    assert minutes.tolist() == expected


def larger() -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    n, m = 500, 2000
    return n, *(random.integers(0, n, m).astype(np.int32) for _ in range(2)), random.uniform(0.1, 3.0, m)


def test_exactly_as_networkx_and_scipy() -> None:
    """Enough nodes that the heap is several levels deep; csr would sum parallel edges, so the least goes in."""
    n, source, target, lengths = larger()
    mirror = nx.DiGraph()
    mirror.add_nodes_from(range(n))
    for one, other, length in zip(source.tolist(), target.tolist(), lengths.tolist(), strict=True):
        least = min(length, mirror.get_edge_data(one, other, {"weight": np.inf})["weight"])
        mirror.add_edge(one, other, weight=least)
    pointers, to = compressed(n, source, target)
    every = np.column_stack([np.arange(n, dtype=np.int32), np.full(n, -1, np.int32)])
    for limit in (4.0, np.inf):
        minutes, _, _ = shortest_times(
            pointers, to, lengths[np.argsort(source, kind="stable")], *NOTHING, np.arange(6),
            np.arange(5, dtype=np.int32), np.zeros(5), np.arange(6) * n, np.tile(every, (5, 1)),
            np.zeros((5 * n, 2)), limit,
        )  # fmt: skip
        theirs = np.full((5, n), np.inf)
        for number in range(5):
            far = nx.single_source_dijkstra_path_length(mirror, number, cutoff=limit)
            theirs[number, list(far)] = list(far.values())
        np.testing.assert_array_equal(minutes.reshape(5, n), theirs)
        rows = csr_array(nx.to_scipy_sparse_array(mirror, nodelist=range(n)))
        np.testing.assert_array_equal(minutes.reshape(5, n), dijkstra(rows, indices=range(5), limit=limit))


def test_what_is_added_up_is_that_of_the_way_taken() -> None:
    """0 -> 1 -> 3 takes 2 with a crossing, 0 -> 2 -> 3 takes 3 without; a start may lie beyond either."""
    source, target = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 3, 3], np.int32)
    pointers, to = compressed(4, source, target)
    minutes, crossings, landings = shortest_times(
        pointers, to, np.array([1.0, 1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 0.0]),
        np.array([0, 0, 2, 0], np.int32), np.array([0, 1, 2]), np.array([0, 2], np.int32), np.zeros(2),
        np.array([0, 2, 3]), np.array([[3, -1], [3, 2], [3, -1]], np.int32), np.array([[0.0, 0], [5, 1], [0, 0]]),
        np.inf,
    )  # fmt: skip
    assert minutes.tolist() == [2, 2, 2]
    assert crossings.tolist() == [1, 0, 0]
    assert landings.tolist() == [2, 0, 0]
