"""What a .pbf holds and what of it is read, files that are no good, and the cache."""

from __future__ import annotations

import builtins
import os
from pathlib import Path

import numpy as np
import pytest
from made_maps import codes, firms_at, write

import chainnet as cn
from chainnet.errors import Said
from chainnet.travel.roads import Roads, read_pbf
from chainnet.travel.roads.graph import graph_of
from chainnet.travel.roads.read_pbf import read_ways
from chainnet.travel.roads.speeds import CLASSES, Speeds
from chainnet.travel.roads.tags import road_of

EXTRACTS = Path(__file__).resolve().parents[2] / "data" / "osm-extracts"
NANSHAN = EXTRACTS / "shenzhen-nanshan.osm.pbf"


@pytest.mark.parametrize(
    ("tags", "kind", "oneway"),
    [
        ({"highway": "motorway"}, "motorway", 1),
        ({"highway": "motorway", "oneway": "no"}, "motorway", 0),
        ({"highway": "motorway_link"}, "motorway_link", 0),
        ({"highway": "primary", "oneway": "reversible"}, "primary", 0),
        ({"highway": "tertiary", "junction": "roundabout"}, "tertiary", 1),
        ({"highway": "tertiary", "oneway": "-1"}, "tertiary", -1),
        ({"highway": "service", "access": "private", "hgv": "destination"}, "service", 0),
        ({"highway": "service", "access": "no", "motor_vehicle": "yes"}, "service", 0),
        ({"highway": "residential", "motorcar": "no"}, "residential", 0),
        ({"highway": "residential", "motor_vehicle": "agricultural;forestry"}, None, 0),
        ({"highway": "residential", "motorcar": "no", "hgv": "no"}, None, 0),
        ({"highway": "residential", "access": "bus"}, None, 0),
        ({"highway": "service", "area": "yes"}, None, 0),
        ({"highway": "service", "service": "emergency_access"}, None, 0),
        ({"highway": "track"}, None, 0),
        ({"highway": "ferry"}, None, 0),
        ({"highway": "construction", "construction": "primary"}, None, 0),
        ({"route": "ferry"}, "ferry", 0),
        ({"route": "ferry", "foot": "yes"}, None, 0),
        ({"route": "ferry", "foot": "yes", "motor_vehicle": "yes"}, "ferry", 0),
        ({"route": "ferry", "motor_vehicle": "no"}, None, 0),
        ({"route": "bus"}, None, 0),
    ],
)
def test_which_ways_are_roads(tags: dict[str, str], kind: str | None, oneway: int) -> None:
    road = road_of(tags)
    assert (None if road is None else (CLASSES[road.kind], road.oneway)) == (None if kind is None else (kind, oneway))


def test_a_way_is_cut_where_a_node_is_missing(tmp_path: Path) -> None:
    """Node 3 is not in the extract: two lines, at the ends of which roads may lead outside."""
    places = {1: (10, 10), 2: (20, 10), 4: (40, 10), 5: (50, 10), 6: (60, 10)}
    lane = {"highway": "residential"}
    ways = read_ways(write(tmp_path / "cut.osm.pbf", places, [([1, 2, 3, 4, 5], lane), ([5, 5, 6], lane), ([3], lane)]))
    assert np.diff(ways.pointers).tolist() == [2, 2, 2]
    assert ways.nodes.tolist() == [0, 1, 2, 3, 3, 4]
    assert np.flatnonzero(ways.cut).tolist() == [1, 2]
    graph = graph_of(ways, Speeds())
    assert (graph.n, len(graph.tail), len(graph.border)) == (4, 4, 2)  # node 5 is passed through


def test_a_ring_by_itself_is_a_road_too(tmp_path: Path) -> None:
    places = {1: (10, 10), 2: (20, 10), 3: (20, 20), 4: (10, 20)}
    made = Roads.read(write(tmp_path / "ring.osm.pbf", places, [([1, 2, 3, 4, 1], {"highway": "road"})]), cache=False)
    assert made.graph.n == 1
    minutes = made.between(firms_at((12, 10), (10, 12), (20, 15)), codes(0, 1, 0), codes(1, 0, 2)).minutes
    np.testing.assert_allclose(minutes, 5 + np.array([4, 4, 13]) / 24 * 60, rtol=1e-4)


def test_firms_are_put_on_no_closed_yard_and_no_motorway(tmp_path: Path) -> None:
    """A yard of 200 m that leads nowhere, and a motorway, are nearer than the road."""
    places = {1: (10, 10), 2: (30, 10), 3: (10, 10.5), 4: (30, 10.5), 5: (20, 11), 6: (20.2, 11)}
    lines = [([1, 2], {"highway": "primary"}), ([3, 4], {"highway": "motorway"}), ([5, 6], {"highway": "service"})]
    made = Roads.read(write(tmp_path / "yard.osm.pbf", places, lines), cache=False)
    assert made.snaps(firms_at((20.1, 11), (15, 10)))["snap_km"].round(3).tolist() == [1.0, 0.0]


def test_files_that_are_no_good(tmp_path: Path) -> None:
    (tmp_path / "cut.osm.pbf").write_bytes(NANSHAN.read_bytes()[:100_000])
    (tmp_path / "no.osm.pbf").write_text("no pbf")
    (tmp_path / "empty.osm.pbf").touch()
    (tmp_path / "folder.osm.pbf").mkdir()
    write(tmp_path / "paths.osm.pbf", {1: (1, 1), 2: (2, 1)}, [([1, 2], {"highway": "footway"})])
    write(tmp_path / "placeless.osm.pbf", {}, [([1, 2], {"highway": "road"})])
    write(tmp_path / "motorway.osm.pbf", {1: (1, 1), 2: (2, 1)}, [([1, 2], {"highway": "motorway"})])
    for name, problem in [
        ("cut", "can't be read: .*EOF"),
        ("no", "can't be read"),
        ("empty", "can't be read"),
        ("folder", "folder"),
        ("nowhere", "no such file"),
        ("paths", "no roads"),
        ("placeless", "not the places of their nodes"),
        ("motorway", "no road that a firm can get on"),
    ]:
        with pytest.raises(cn.InputError, match=problem) as told:
            Roads.read(tmp_path / f"{name}.osm.pbf", cache=tmp_path / "kept")
        assert told.value.faults[0].file == str(tmp_path / f"{name}.osm.pbf")
        assert isinstance(told.value.faults[0].problem, Said)
        assert isinstance(told.value.faults[0].hint, Said)


def test_without_osmium_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def without(name: str, *rest: object, **options: object) -> object:
        if name.startswith("osmium"):
            raise ImportError(name)
        return whole(name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(cn.InputError, match=r"pip install chainnet\[roads\]"):
        Roads.read(NANSHAN)


def test_progress_is_told_after_two_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr(read_pbf.time, "monotonic", lambda: next(clock))
    told: list[str] = []
    read_ways(NANSHAN, progress=told.append)
    assert told
    assert all(isinstance(text, Said) for text in told)


def test_the_graph_is_kept_by_source_and_speeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    lines = [([1, 2, 3], {"highway": "primary"}), ([2, 4], {"highway": "road"})]
    path = write(tmp_path / "made.osm.pbf", {1: (10, 10), 2: (30, 10), 3: (30, 20), 4: (9, 9)}, lines)
    first = Roads.read(path)
    folder = tmp_path / "chainnet" / "roads"
    [kept] = folder.iterdir()
    monkeypatch.setattr("chainnet.travel.roads.roads.read_ways", lambda *_, **__: pytest.fail("read again"))
    again = Roads.read(path, ferry_wait=1.0)  # no part of the graph
    for name, part in first.graph._asdict().items():
        np.testing.assert_array_equal(getattr(again.graph, name), part)
    monkeypatch.undo()
    slower = Roads.read(path, speeds={"primary": 30.0}, cache=folder)
    assert slower.graph.minutes.sum() > first.graph.minutes.sum()
    assert len(list(folder.iterdir())) == 2
    for broken in (b"", b"PK\x05\x06" + bytes(18), kept.read_bytes()[:2000], b"not a cache"):
        kept.write_bytes(broken)
        with pytest.warns(cn.InputWarning, match="broken and is made again"):
            made = Roads.read(path, cache=folder)
        np.testing.assert_array_equal(made.graph.minutes, first.graph.minutes)
    assert Roads.read(path, cache=folder).graph.n == first.graph.n  # mended


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.warns(cn.InputWarning, match="not kept"):
        Roads.read(NANSHAN, cache=tmp_path / "taken")
    assert os.listdir(tmp_path) == ["taken"]
