"""The two OpenStreetMap extracts routed end to end, against networkx."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.travel.roads import Roads, compare_times
from chainnet.travel.roads.graph import graph_of
from chainnet.travel.roads.read_pbf import read_ways
from chainnet.travel.roads.speeds import Speeds

EXTRACTS = Path(__file__).resolve().parents[2] / "data" / "osm-extracts"
N = 12


def some_firms(made: Roads) -> cn.SupplyNetwork:
    """Return firms up to some 300 m from mapped points of roads."""
    random, graph = np.random.default_rng(1), made.graph
    point = graph.begin[random.choice(np.flatnonzero(graph.access), N)]
    longitude, latitude = (
        np.clip(line[point] + random.normal(0, 0.001, N), *graph.box[[at, at + 2]])
        for at, line in enumerate((graph.longitude, graph.latitude))
    )
    firms = pd.DataFrame({"firm": [f"f{i:02}" for i in range(N)], "longitude": longitude, "latitude": latitude})
    return cn.from_frames(firms, pd.DataFrame({"supplier": ["f00"], "buyer": ["f01"]}))


def mirror(made: Roads, net: cn.SupplyNetwork) -> nx.DiGraph:
    """Return the road graph, with firms as ("from", i) and ("to", i), by minutes from road to road."""
    graph, share, snaps = made.graph, made.speeds.middle, made._snapped(net)
    found = nx.DiGraph()

    def add(one: object, other: object, minutes: float) -> None:
        found.add_edge(one, other, weight=min(minutes, found.get_edge_data(one, other, {}).get("weight", np.inf)))

    for tail, head, minutes in zip(graph.tail.tolist(), graph.head.tolist(), graph.minutes.tolist(), strict=True):
        add(tail, head, minutes / share)
    stands = [
        (firm, int(edge), float(gone))
        for firm in range(net.n)
        for edge, gone in zip(snaps.edge[firm], snaps.position[firm], strict=True)
        if edge >= 0
    ]
    for firm, edge, gone in stands:
        add(("from", firm), int(graph.head[edge]), max(graph.minutes[edge] - gone, 0.0) / share)
        add(int(graph.tail[edge]), ("to", firm), gone / share)
        for other, own, further in stands:
            if own == edge and further >= gone:
                add(("from", firm), ("to", other), (further - gone) / share)
    return found


@pytest.mark.parametrize("name", ["liechtenstein", "shenzhen-nanshan"])
def test_all_pairs_are_exactly_those_of_networkx(name: str) -> None:
    """144 pairs an extract, searched with the roads; and against them, as rounded."""
    made = Roads.read(EXTRACTS / f"{name}.osm.pbf", cache=False)
    net = some_firms(made)
    snaps = made.snaps(net)
    assert snaps["on_road"].all()
    origin, destination = (part.ravel().astype(np.int32) for part in np.meshgrid(range(N), range(N)))
    peer = mirror(made, net)
    far = [nx.single_source_dijkstra_path_length(peer, ("from", firm)) for firm in range(N)]
    theirs = np.array([far[one][("to", other)] for one, other in zip(origin, destination, strict=True)])
    off = (snaps["snap_km"].to_numpy()[origin] + snaps["snap_km"].to_numpy()[destination]) / 15 * 60
    minutes = made.between(net, origin, destination).minutes
    np.testing.assert_array_equal(minutes, 5.0 + off + theirs)
    for site in range(2):
        row = destination == site
        against = made.between(net, origin[row], destination[row]).minutes
        np.testing.assert_allclose(against, minutes[row], rtol=1e-13)
    bounded = Roads.read(EXTRACTS / f"{name}.osm.pbf", cache=False, limit=5, jobs=1)
    np.testing.assert_array_equal(bounded.between(net, origin, destination).minutes > 5, minutes > 5)
    told = compare_times(net, cn.Estimate(), made, origin=origin, destination=destination, minutes=15.0)
    assert told["pairs"] == N * N
    assert told["bias"] < 0  # on such roads the estimate is too fast


@pytest.mark.parametrize("name", ["liechtenstein", "shenzhen-nanshan"])
def test_joining_points_to_junctions_changes_no_time(name: str) -> None:
    """Three junctions, against a graph with an edge a mapped segment."""
    ways = read_ways(EXTRACTS / f"{name}.osm.pbf")
    graph = graph_of(ways, Speeds())
    fine = nx.DiGraph()

    def add(one: int, other: int, minutes: float) -> None:
        fine.add_edge(one, other, weight=min(minutes, fine.get_edge_data(one, other, {}).get("weight", np.inf)))

    for begin, end, minutes, edge in zip(
        graph.begin.tolist(), graph.end.tolist(), graph.along.tolist(), graph.edge.tolist(), strict=True
    ):
        if edge[0] >= 0:
            add(begin, end, minutes)
        if edge[1] >= 0:
            add(end, begin, minutes)
    coarse = nx.DiGraph()
    for tail, head, minutes in zip(graph.tail.tolist(), graph.head.tolist(), graph.minutes.tolist(), strict=True):
        least = min(minutes, coarse.get_edge_data(tail, head, {}).get("weight", np.inf))
        coarse.add_edge(tail, head, weight=least)
    assert graph.n < 0.4 * len(ways.longitude)
    first = graph.before[:, 0] == 0
    junction = dict(zip(graph.tail[graph.edge[first & (graph.edge[:, 0] >= 0), 0]].tolist(),
                        graph.begin[first & (graph.edge[:, 0] >= 0)].tolist(), strict=False))  # fmt: skip
    for node in sorted(junction)[:60:20]:
        theirs = nx.single_source_dijkstra_path_length(fine, junction[node])
        ours = nx.single_source_dijkstra_path_length(coarse, node)
        known = [(far, theirs[junction[other]]) for other, far in ours.items() if other in junction]
        np.testing.assert_allclose(*zip(*known, strict=True), rtol=1e-12, atol=1e-12)
        assert {junction[other] for other in ours if other in junction} <= set(theirs)


def test_the_nearest_road_is_the_nearest_of_all() -> None:
    """Against the distance to every segment, in a plane about each firm."""
    made = Roads.read(EXTRACTS / "shenzhen-nanshan.osm.pbf", cache=False)
    graph, random = made.graph, np.random.default_rng(2)
    west, south, east, north = graph.box
    longitude, latitude = random.uniform(west, east, 40), random.uniform(south, north, 40)
    firms = pd.DataFrame({"firm": [f"f{i:02}" for i in range(40)], "longitude": longitude, "latitude": latitude})
    snaps = made.snaps(cn.from_frames(firms, pd.DataFrame({"supplier": ["f00"], "buyer": ["f01"]})))
    begin, end = graph.begin[graph.access], graph.end[graph.access]
    for row in range(40):
        scale = 6371.0088 * np.radians(1) * np.array([np.cos(np.radians(latitude[row])), 1])
        one, other = (
            (np.column_stack([graph.longitude[at], graph.latitude[at]]) - [longitude[row], latitude[row]]) * scale
            for at in (begin, end)
        )
        step = other - one
        share = np.clip(-(one * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-300), 0, 1)
        least = np.hypot(*(one + share[:, None] * step).T).min()
        assert snaps["on_road"][row] == (least <= 2)
        np.testing.assert_allclose(snaps["snap_km"][row], least, rtol=1e-9 if least < 2 else 0.05)
