"""Travel times over roads."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import FAST_TERMINAL, SLOW_TERMINAL, Estimate
from chainnet.travel.precision import extents
from chainnet.travel.roads.cache import kept
from chainnet.travel.roads.graph import RoadGraph, graph_of
from chainnet.travel.roads.read_pbf import Progress, import_osmium, read_ways
from chainnet.travel.roads.search import NO_LIMIT, Paths, Search
from chainnet.travel.roads.snapping import Finder, Snaps
from chainnet.travel.roads.speeds import CLASSES, Speeds
from chainnet.travel.times import Codes, Travel

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
ACCESS_KMH = 15.0
"""From a firm straight to its road and back. [own] The pace of yards, as the class service."""
SLOW_WAIT, FAST_WAIT = 2.0, 0.0
"""Slow and fast ends of the wait at a ferry, as shares of its middle: it has just left, or is just leaving."""


@dataclass(frozen=True, eq=False)
class Roads:
    """Minutes = terminal + straight to the road and from it + the shortest way over the roads of an extract.

    Make it by `Roads.read`.

    Parameters
    ----------
    graph : RoadGraph
    name : str
        What to call the extract.
    speeds : Speeds
        Those that the graph was made with; their shares say what is driven of the free-flow speeds.
    ferry_wait : float
        Minutes at each ferry.
    access_minutes : float
        Terminal minutes of a trip: loading, parking and the like.
    snap_km : float
        How far a firm may be from a road.
    limit : float or None
        Minutes over roads beyond which no search goes. None: all times are worked out.
    jobs : int
        Threads; -1 is all cores.
    tell : callable, optional
        Takes a `chainnet.errors.Said` about each network: how many of its firms are on roads, and of how many of its
        links both ends.

    Raises
    ------
    InputError
        Where a parameter is out of its range, or the graph has no road that a firm can get on.

    Notes
    -----
    A firm stands at the nearest point of the nearest road that is no motorway, motorway link or ferry, and leads to 10
    km of roads and back. It is *unknown* where it is farther than `snap_km` from all of them, or outside the box of
    the extract, or not located. The way from it is straight, at 15 km/h.

    `low` and `high` are the times on the same way with roads empty and at the worst of the day (the shares fast and
    slow of `Speeds`), without a wait at ferries and with twice the wait, and with 3/5 and 8/5 of the terminal minutes.

    Where no way leads from one firm to another it is infinite if no road leads from the one out of the extract, or
    none from outside to the other, as on an island; else a way may lead outside: NaN. A way that is found may
    likewise be longer than one outside: the column `outside` of `pairs` tells where that can't be ruled out.
    An extract ends, as far as can be seen, beside nodes that it lacks, at and beyond the box of its header, and where
    a tertiary road or a better one ends; smaller roads cut by a border that follows no box go unseen.

    Firms placed at the point of a district, city or province lie up to its extent away from it: `nearest` and
    `farthest` take that way off and add it at the pace of `Estimate`, since no road can be said for it; where no
    way leads between the points, `nearest` is not known.

    With a `limit`, a pair of which the way is longer at all three ends than it may be told as just longer than it:
    what is said of any threshold up to the limit stays true, percentiles and figures beyond it don't.

    Examples
    --------
    >>> import chainnet as cn
    >>> Roads.read("nowhere.osm.pbf")
    Traceback (most recent call last):
    chainnet.errors.InputError: nowhere.osm.pbf — no such file; give the path of an .osm.pbf
    """

    graph: RoadGraph = field(repr=False)
    name: str
    speeds: Speeds = field(default_factory=Speeds)
    ferry_wait: float = 30.0
    access_minutes: float = 5.0
    snap_km: float = 2.0
    limit: float | None = None
    jobs: int = -1
    tell: Callable[[Said], None] | None = field(default=None, repr=False)
    _known: WeakKeyDictionary[SupplyNetwork, Snaps] = field(default_factory=WeakKeyDictionary, init=False, repr=False)

    @classmethod
    def read(
        cls,
        path: str | os.PathLike[str],
        *,
        speeds: Speeds | Mapping[str, float] | None = None,
        ferry_wait: float = 30.0,
        access_minutes: float = 5.0,
        snap_km: float = 2.0,
        limit: float | None = None,
        jobs: int = -1,
        cache: bool | str | os.PathLike[str] = True,
        progress: Progress | None = None,
        tell: Callable[[Said], None] | None = None,
    ) -> Roads:
        """Read the roads of an OpenStreetMap extract.

        Parameters
        ----------
        path : path-like
            An .osm.pbf.
        speeds : Speeds, or mapping of str to float, optional
            Free-flow km/h by class; see `chainnet.travel.roads.speeds.KMH` for the table that it changes.
        ferry_wait, access_minutes, snap_km, limit, jobs, tell
            As in `Roads`.
        cache : bool or path-like
            Whether the graph is kept on disk, or the folder for it; see `chainnet.travel.roads.cache`.
        progress : callable, optional
            Called with a text in both languages, once a second after the first two.

        Returns
        -------
        Roads

        Raises
        ------
        InputError
            Where osmium is not installed (``pip install chainnet[roads]``), the file is missing, no .pbf, cut short
            or without roads, or a parameter is out of its range.

        Examples
        --------
        >>> import chainnet as cn
        >>> Roads.read("nowhere.osm.pbf")
        Traceback (most recent call last):
        chainnet.errors.InputError: nowhere.osm.pbf — no such file; give the path of an .osm.pbf
        """
        table = speeds if isinstance(speeds, Speeds) else Speeds(speeds or {})
        _check(ferry_wait, access_minutes, snap_km, limit)
        import_osmium()

        def make() -> RoadGraph:
            return graph_of(read_ways(path, progress=progress), table)

        folder = None if isinstance(cache, bool) else Path(cache)
        graph = kept(path, {name: table.of(name) for name in CLASSES}, make, folder) if cache else make()
        if not graph.access.any():
            raise InputError.one(
                Said("it holds no road that a firm can get on", "其中没有企业可以驶入的道路"),
                hint=Said("take an extract with more than motorways", "请换用不只含高速公路的提取文件"),
                file=os.fspath(path),
            )
        return cls(graph, Path(path).name, table, ferry_wait, access_minutes, snap_km, limit, jobs, tell)

    def __post_init__(self) -> None:
        _check(self.ferry_wait, self.access_minutes, self.snap_km, self.limit)

    @property
    def estimated(self) -> bool:
        """False: these are times over roads."""
        return False

    def describe(self, lang: str = "en") -> str:
        """Say in one line which roads, of when, how many, and how fast."""
        speeds, date = self.speeds.describe(lang), self.graph.date
        if lang == "zh":
            return (
                f"道路：{self.name}（{f'提取于 {date}' if date else '提取日期未注明'}，{self.graph.n:,} 个路口，"
                f"© OpenStreetMap contributors）；{speeds}；两端共 {self.access_minutes:g} 分钟，"
                f"离路最多 {self.snap_km:g} 公里，渡轮候船 {self.ferry_wait:g} 分钟"
            )
        return (
            f"roads: {self.name} ({f'extract of {date}' if date else 'extract date not stated'}, "
            f"{self.graph.n:,} junctions, © OpenStreetMap contributors); {speeds}; terminal "
            f"{self.access_minutes:g} min, at most {self.snap_km:g} km from a road, "
            f"{self.ferry_wait:g} min wait at a ferry"
        )

    def between(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> Travel:
        """Return the times of pairs of firms.

        Parameters
        ----------
        net : SupplyNetwork
            Its coordinates in WGS-84, as `chainnet.read` gives them.
        origin, destination : ndarray of int32, shape (p,)
            Rows of `net.firms`.

        Returns
        -------
        Travel
        """
        travel = self._travel(net, origin, destination)[0]
        extent = extents(net)
        if not extent.any():
            return travel
        apart = (extent[origin] + extent[destination]) * Estimate().per_km
        nearest = np.maximum(travel.minutes - apart, self.access_minutes)
        lost = np.isinf(travel.minutes) & (apart > 0)
        return travel._replace(nearest=np.where(lost, np.nan, nearest), farthest=travel.minutes + apart)

    def pairs(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> pd.DataFrame:
        """Return the times of pairs of firms with what they rest on.

        Returns
        -------
        DataFrame
            origin, destination (firm ids), minutes, low, high, origin_km, destination_km (to the nearest road), ferry
            (whether the way takes one) and outside (whether a way that leaves the extract, for all that is known,
            may be shorter).
        """
        snaps, ids = self._snapped(net), net.firms.index.to_numpy(dtype=object)
        travel, rows, paths = self._travel(net, origin, destination)
        ferry, outside = np.zeros((2, len(origin)), dtype=bool)
        ferry[rows] = paths.crossings > 0
        outside[rows] = self._search.outside(snaps, origin[rows], destination[rows]) < paths.minutes
        columns = {"origin": ids[origin], "destination": ids[destination]}
        columns |= dict(zip(("minutes", "low", "high"), travel[:3], strict=True))
        columns |= {"origin_km": snaps.km[origin], "destination_km": snaps.km[destination]}
        return pd.DataFrame({**columns, "ferry": ferry, "outside": outside})

    def snaps(self, net: SupplyNetwork) -> pd.DataFrame:
        """Return how far each firm is from its road.

        Returns
        -------
        DataFrame
            firm, snap_km (to the nearest road that can be got on, straight; NaN where the firm is not located; beyond
            the limit up to an eighth of a km too much), inside (in the box of the extract) and on_road (inside, and
            within the limit: what is known of it rests on this).
        """
        found = self._snapped(net)
        ids = net.firms.index.to_numpy(dtype=object)
        return pd.DataFrame({"firm": ids, "snap_km": found.km, "inside": found.inside, "on_road": found.on_road})

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.graph)

    @cached_property
    def _search(self) -> Search:
        return Search(self.graph, self.speeds.middle, self.ferry_wait, self.jobs)

    def _snapped(self, net: SupplyNetwork) -> Snaps:
        """Return where the firms meet the roads: worked out once, since a network never changes."""
        if net not in self._known:
            snaps = self._known[net] = self._finder.snap(net.coordinates, self.snap_km, self.jobs)
            if self.tell is not None:
                self.tell(_told(net, snaps, self.snap_km))
        return self._known[net]

    def _travel(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> tuple[Travel, Rows, Paths]:
        """Return the times, and the ways of those pairs of which both firms are on roads."""
        snaps = self._snapped(net)
        rows = np.flatnonzero(snaps.on_road[origin] & snaps.on_road[destination])
        begin, end = origin[rows], destination[rows]
        bound = self._bound
        paths = self._search.paths(snaps, begin, end, limit=bound)
        lost = np.flatnonzero(np.isinf(paths.minutes))
        beyond = self._search.joined(snaps, begin[lost], end[lost])
        if bound < NO_LIMIT and not beyond.all():  # it may be far, or there may be no way
            others = lost[~beyond]
            again = self._search.paths(snaps, begin[others], end[others])
            paths.minutes[others], paths.crossings[others] = again.minutes, again.crossings
            paths.landings[others] = again.landings
        far, lost = lost[beyond], np.flatnonzero(np.isinf(paths.minutes))
        ends = self._ends(paths, (snaps.km[begin] + snaps.km[end]) / ACCESS_KMH * 60)
        lost = np.setdiff1d(lost, far)
        unknown = lost[np.isfinite(self._search.outside(snaps, begin[lost], end[lost]))] if len(lost) else lost
        times = np.full((3, len(origin)), np.nan)
        for whole, known in zip(times, ends, strict=True):
            known[unknown] = np.nan
            known[far] = np.nextafter(self.limit or 0.0, np.inf)
            whole[rows] = known
        return Travel(*times), rows, paths

    @property
    def _bound(self) -> float:
        """Minutes at the middle beyond which a way is longer than the limit at the fast end too."""
        if self.limit is None:
            return NO_LIMIT
        ferry = self.graph.ferry & (self.graph.minutes > 0)
        crossing = self.graph.minutes[ferry]
        shares = crossing / (crossing + self.graph.landings[ferry] * (self.ferry_wait / 2))
        return self.limit / min(self.speeds.middle / self.speeds.fast, *shares.tolist(), 1.0)

    def _ends(self, paths: Paths, straight: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the middle, the fast and the slow end of the whole times."""
        waits = paths.landings * (self.ferry_wait / 2)
        driven, crossed = paths.minutes - paths.crossings, paths.crossings - waits

        def whole(terminal: float, share: float, wait: float) -> Floats:
            driving = driven * (self.speeds.middle / share)
            return terminal * self.access_minutes + straight + driving + crossed + wait * waits

        middle = self.access_minutes + straight + paths.minutes
        return (
            middle,
            whole(FAST_TERMINAL, self.speeds.fast, FAST_WAIT),
            whole(SLOW_TERMINAL, self.speeds.slow, SLOW_WAIT),
        )


def _told(net: SupplyNetwork, snaps: Snaps, limit: float) -> Said:
    """Say how many firms are on roads, and of how many links both ends."""
    links = len(net.pairs.supplier)
    both = int((snaps.on_road[net.pairs.supplier] & snaps.on_road[net.pairs.buyer]).sum())
    firms = snaps.describe(limit)
    en = f"roads: {firms}; {both:,} of {links:,} links have both ends on roads"
    return Said(en, f"道路：{firms.zh}；{links:,} 条采购关系中 {both:,} 条两端都在路上")


def _check(ferry_wait: float, access_minutes: float, snap_km: float, limit: float | None) -> None:
    minutes = Said("give minutes, zero or more", "请给零或更大的分钟数")
    told = [
        (Said("the wait at a ferry", "渡轮候船时间"), ferry_wait, minutes),
        (Said("the terminal time", "两端时间"), access_minutes, minutes),
        (
            Said("the farthest from a road", "离路最远距离"),
            snap_km,
            Said("give km, zero or more", "请给零或更大的公里数"),
        ),
        (Said("the limit", "时间上限"), 0.0 if limit is None else limit, minutes),
    ]
    faults = [
        Fault(Said(f"{what} is {number}", f"{what.zh}为 {number}"), hint)
        for what, number, hint in told
        if not (np.isfinite(number) and number >= 0)
    ]
    if faults:
        raise InputError(faults)
