"""What an OpenStreetMap .pbf says of the roads that a lorry or a car may use, and of the ferries that take them."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.errors import InputError, Said
from chainnet.travel.roads.tags import Road, road_of

Floats = npt.NDArray[np.float64]
Progress = Callable[[str], object]
"""Called with what is being done, not before two seconds are over and about once a second."""


class Ways(NamedTuple):
    """The roads and ferries of an extract, as they are mapped.

    Attributes
    ----------
    longitude, latitude : ndarray of float64, shape (n,)
        Of the nodes, degrees (WGS-84).
    cut : ndarray of bool, shape (n,)
        Next to a node that a way names and the extract does not have.
    pointers : ndarray of int64, shape (w + 1,)
    nodes : ndarray of int32
        The nodes of each way in order.
    kind : ndarray of int8, shape (w,)
        Index into `chainnet.travel.roads.speeds.CLASSES`.
    oneway : ndarray of int8, shape (w,)
        1 along the way alone, -1 against it alone, 0 both ways.
    kmh : ndarray of float64, shape (w,)
        The mapped speed limit, NaN where there is none.
    duration : ndarray of float64, shape (w,)
        The mapped minutes of a ferry, NaN where there are none.
    box : ndarray of float64, shape (4,)
        West, south, east and north of the extract by its header; NaN where it does not say.
    date : str
        When the extract was made, empty where the header does not say.
    """

    longitude: Floats
    latitude: Floats
    cut: npt.NDArray[np.bool_]
    pointers: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    oneway: npt.NDArray[np.int8]
    kmh: Floats
    duration: Floats
    box: Floats
    date: str


def read_ways(path: str | os.PathLike[str], *, progress: Progress | None = None) -> Ways:
    """Read the roads and ferries of a .pbf.

    Parameters
    ----------
    path : path-like
    progress : callable, optional
        Called with a `Said`, once a second, of what takes more than two seconds.

    Returns
    -------
    Ways

    Raises
    ------
    InputError
        Where osmium is not installed, there is no such file, it is no .pbf or cut short, or holds no roads.
    """
    named = os.fspath(path)
    osmium = import_osmium()
    if not Path(named).is_file():
        problem = (
            Said("this is a folder", "这是一个文件夹") if Path(named).is_dir() else Said("no such file", "没有这个文件")
        )
        raise InputError.one(problem, hint=Said("give the path of an .osm.pbf", "请给 .osm.pbf 文件的路径"), file=named)
    told = _Told(progress, named)
    try:
        header = osmium.io.Reader(osmium.io.File(named, "pbf"), osmium.osm.NOTHING).header()
        roads, refs = _roads(osmium, named, told)
        if not roads:
            raise InputError.one(
                Said("it holds no roads that a lorry or a car may use", "其中没有货车或汽车可走的道路"),
                hint=Said("take an extract with ways tagged highway", "请换用含 highway 标签的路网提取文件"),
                file=named,
            )
        lengths = np.array([len(own) for own in refs])
        ids, nodes = np.unique(np.concatenate(refs), return_inverse=True)
        longitude, latitude = _places(osmium, named, ids, told)
    except RuntimeError as error:  # what osmium raises, whatever is wrong
        raise InputError.one(
            Said(f"it can't be read: {error}", f"无法读取：{error}"),
            hint=Said(
                "give a whole .osm.pbf; this is none, or its download was cut short",
                "请给完整的 .osm.pbf 文件；它不是这种文件，或下载不完整",
            ),
            file=named,
        ) from error
    return _made(roads, lengths, nodes, longitude, latitude, header, named)


def import_osmium() -> Any:
    """Import osmium, or say how to install it."""
    try:
        import osmium
        import osmium.filter
    except ImportError as error:
        raise InputError.one(
            Said(
                "osmium is not installed, which reads OpenStreetMap files", "没有安装读取 OpenStreetMap 文件的 osmium"
            ),
            hint=Said("run: pip install chainnet[roads]", "请运行：pip install chainnet[roads]"),
        ) from error
    return osmium


class _Told:
    """Tells how far the reading is, once a second after the first two."""

    def __init__(self, progress: Progress | None, named: str) -> None:
        self._progress, self._named = progress, named
        self._next = time.monotonic() + 2

    def __call__(self, number: int, en: str, zh: str) -> None:
        if self._progress is not None and time.monotonic() >= self._next:
            self._next = time.monotonic() + 1
            self._progress(Said(f"{self._named}: {number:,} {en} read", f"{self._named}：已读 {number:,} 个{zh}"))


def _roads(osmium: Any, named: str, told: _Told) -> tuple[list[Road], list[npt.NDArray[np.int64]]]:
    """Return the roads and ferries, and the ids of their nodes."""
    roads, refs = [], []
    ways = osmium.FileProcessor(osmium.io.File(named, "pbf"), osmium.osm.WAY)
    for number, way in enumerate(ways.with_filter(osmium.filter.KeyFilter("highway", "route"))):
        if number % 4096 == 0:
            told(number, "ways", "路段")
        road = road_of({tag.k: tag.v for tag in way.tags})
        if road is not None and len(way.nodes) > 1:
            own = np.fromiter((node.ref for node in way.nodes), dtype=np.int64, count=len(way.nodes))
            roads.append(road)
            refs.append(own[np.concatenate([[True], own[1:] != own[:-1]])])
    return roads, refs


def _places(osmium: Any, named: str, ids: npt.NDArray[np.int64], told: _Told) -> tuple[Floats, Floats]:
    """Return the places of nodes, given by sorted ids; NaN where the extract does not have one."""
    found, places = array("q"), array("d")
    nodes = osmium.FileProcessor(osmium.io.File(named, "pbf"), osmium.osm.NODE)
    for number, node in enumerate(nodes.with_filter(osmium.filter.IdFilter(ids.tolist()))):
        if number % 4096 == 0:
            told(number, "nodes", "节点")
        if node.location.valid():
            found.append(node.id)
            places.extend((node.location.lon, node.location.lat))
    degrees = np.full((len(ids), 2), np.nan)
    degrees[np.searchsorted(ids, np.array(found, dtype=np.int64))] = np.array(places).reshape(-1, 2)
    return degrees[:, 0].copy(), degrees[:, 1].copy()


def _made(
    roads: list[Road],
    lengths: npt.NDArray[np.int64],
    nodes: npt.NDArray[np.int64],
    longitude: Floats,
    latitude: Floats,
    header: Any,
    named: str,
) -> Ways:
    """Cut the ways where a node is missing, and leave out what is then no longer a line."""
    there = np.isfinite(longitude)[nodes]
    way = np.repeat(np.arange(len(lengths)), lengths)
    follows = np.zeros(len(nodes), dtype=bool)  # the node before it in its way is there too
    follows[1:] = (way[1:] == way[:-1]) & there[1:] & there[:-1]
    lonely = (way[1:] == way[:-1]) & (there[1:] != there[:-1])
    cut = np.zeros(len(longitude), dtype=bool)
    cut[nodes[1:][lonely]] = cut[nodes[:-1][lonely]] = True
    in_line = there & (follows | np.append(follows[1:], False))
    if not in_line.any():
        raise InputError.one(
            Said("it holds roads, but not the places of their nodes", "其中有道路，但没有节点的坐标"),
            hint=Said("take an extract that has the nodes of its ways", "请换用含节点坐标的提取文件"),
            file=named,
        )
    starts = np.flatnonzero((in_line & ~follows)[in_line])
    kept, nodes = np.unique(nodes[in_line], return_inverse=True)
    of = way[in_line][starts]  # the way of each line
    parts = np.bincount(of, minlength=len(roads))
    box = header.box()
    corners = [box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat] if box.valid() else None
    date = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    return Ways(
        longitude[kept],
        latitude[kept],
        cut[kept],
        np.append(starts, len(nodes)).astype(np.int64),
        nodes.astype(np.int32),
        np.array([road.kind for road in roads], dtype=np.int8)[of],
        np.array([road.oneway for road in roads], dtype=np.int8)[of],
        np.array([road.kmh for road in roads])[of],
        np.array([road.duration for road in roads])[of] / parts[of],
        np.array(corners if corners is not None else [np.nan] * 4, dtype=np.float64),
        date,
    )
