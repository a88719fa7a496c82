"""Times over drawn maps: firms in the middle of segments, against a graph of all mapped points."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
from helpers import network
from hypothesis import given
from hypothesis import strategies as st
from made_maps import KM, codes, firms_at

from chainnet.travel.roads import Roads, Speeds
from chainnet.travel.roads.graph import graph_of, length_km
from chainnet.travel.roads.read_pbf import Ways
from chainnet.travel.roads.speeds import CLASSES

PLACES = np.random.default_rng(3).uniform(0, 30, (8, 2))
LINES = st.lists(
    st.tuples(
        st.lists(st.integers(0, 7), min_size=2, max_size=5, unique=True),
        st.sampled_from([0, 0, 0, 1, -1]),
        st.sampled_from(["primary", "residential"]),
    ),
    min_size=1,
    max_size=6,
)


def drawn(lines: list[tuple[list[int], int, str]]) -> Ways:
    """Return the lines as ways, without segments that were there before."""
    seen: set[frozenset[int]] = set()
    kept = []
    for nodes, oneway, kind in lines:
        for pair in pairwise(nodes):
            if frozenset(pair) not in seen:
                seen.add(frozenset(pair))
                kept.append((pair, oneway, kind))
    nothing = np.full(len(kept), np.nan)
    return Ways(
        120 + PLACES[:, 0] * KM, PLACES[:, 1] * KM, np.zeros(8, bool), np.arange(len(kept) + 1) * 2,
        np.array([pair for pair, _, _ in kept], np.int32).ravel(),
        np.array([CLASSES.index(kind) for _, _, kind in kept], np.int8),
        np.array([oneway for _, oneway, _ in kept], np.int8), nothing, nothing, np.full(4, np.nan), "",
    )  # fmt: skip


def fine_times(ways: Ways) -> tuple[dict[int, dict[object, float]], int]:
    """Return the minutes between the middles of all segments at 0.8 of the free flow."""
    ends = ways.nodes.reshape(-1, 2)
    km = length_km(ways.longitude, ways.latitude, ends[:, 0], ends[:, 1])
    half = km / 2 / (np.array([Speeds().of(CLASSES[kind]) for kind in ways.kind]) * 0.8) * 60
    found = nx.DiGraph()
    for number, (one, other) in enumerate(ends.tolist()):
        middle = ("middle", number)
        found.add_node(middle)
        if ways.oneway[number] >= 0:
            found.add_weighted_edges_from([(one, middle, half[number]), (middle, other, half[number])])
        if ways.oneway[number] <= 0:
            found.add_weighted_edges_from([(other, middle, half[number]), (middle, one, half[number])])
    return {i: nx.single_source_dijkstra_path_length(found, ("middle", i)) for i in range(len(ends))}, len(ends)


@given(LINES)
def test_all_pairs_of_a_drawn_map(lines: list[tuple[list[int], int, str]]) -> None:
    ways = drawn(lines)
    far, n = fine_times(ways)
    graph = graph_of(ways, Speeds())
    if not graph.access.any():  # one way alone leads nowhere and back
        return
    ends = ways.nodes.reshape(-1, 2)
    middles = {
        "longitude": ways.longitude[ends].mean(axis=1),
        "latitude": ways.latitude[ends].mean(axis=1),
        "firm": [f"f{i:02}" for i in range(n)],
    }
    net = network(pd.DataFrame(middles), pd.DataFrame({"supplier": ["f00"], "buyer": ["f00" if n == 1 else "f01"]}))
    made = Roads(graph, "drawn", access_minutes=0.0, jobs=1)
    origin, destination = (part.ravel().astype(np.int32) for part in np.meshgrid(range(n), range(n)))
    minutes = made.between(net, origin, destination).minutes
    own = graph.access & (made.snaps(net)["snap_km"].to_numpy() < 1e-4)
    expected = np.array([far[a].get(("middle", b), np.inf) for a, b in zip(origin, destination, strict=True)])
    known = own[origin] & own[destination] & np.isfinite(minutes)
    np.testing.assert_allclose(minutes[known], expected[known], rtol=1e-4, atol=1e-4)
    lost = own[origin] & own[destination] & ~known
    assert np.isinf(expected[lost]).all()


def test_no_pairs_and_no_places() -> None:
    """Nothing asked is nothing answered, and of firms without places nothing is known."""
    lines = [([0, 1, 2], 0, "primary")]
    made = Roads(graph_of(drawn(lines), Speeds()), "drawn")
    assert len(made.between(firms_at((1, 1), (2, 2)), codes(), codes()).minutes) == 0
    nowhere = firms_at((np.nan, np.nan), (np.nan, np.nan))
    assert np.isnan(made.between(nowhere, codes(0), codes(1)).minutes).all()
    assert len(made.pairs(nowhere, codes(0), codes(1))) == 1
