"""Small OpenStreetMap files for the tests, and networks of firms on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import osmium
import pandas as pd
from helpers import network

import chainnet as cn

KM = 1 / 111.19508  # degrees of latitude a km
Line = tuple[Sequence[int], Mapping[str, str]]


def write(path: Path, places: Mapping[int, tuple[float, float]], lines: Sequence[Line], box: bool = False) -> Path:
    """Write a .pbf: `places` gives km east and north of 120 E on the equator by node, lines name nodes and tags."""
    header = osmium.io.Header()
    if box:
        header.add_box(osmium.osm.Box(osmium.osm.Location(120.0, 0.0), osmium.osm.Location(121.0, 1.0)))
    header.set("osmosis_replication_timestamp", "2021-03-17T00:00:00Z")
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for node, (x, y) in places.items():
            writer.add_node(osmium.osm.mutable.Node(id=node, location=(120 + x * KM, y * KM)))
        for number, (nodes, tags) in enumerate(lines, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=list(nodes), tags=dict(tags)))
    return path


def firms_at(*places: tuple[float, float], **columns: Sequence[object]) -> cn.SupplyNetwork:
    """Return a network of firms at km east and north of 120 E on the equator; the last buys from the first."""
    x, y = np.array(places, dtype=float).T
    ids = [f"f{number}" for number in range(len(places))]
    firms = pd.DataFrame({"firm": ids, "longitude": 120 + x * KM, "latitude": y * KM, **columns})
    return network(firms, pd.DataFrame({"supplier": ["f0"], "buyer": [ids[-1]]}))


def codes(*rows: int | list[int]) -> np.ndarray:
    return np.array(rows, dtype=np.int32)
