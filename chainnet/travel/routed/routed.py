"""Travel times of a routing service: asked in batches, kept at once, taken up again where it stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel.abroad import no_way
from chainnet.travel.estimate import Estimate
from chainnet.travel.precision import extents
from chainnet.travel.routed.asking import OddError, RefusedError, Service, SilentError
from chainnet.travel.routed.blocks import Block, blocks
from chainnet.travel.routed.engines import Engine, TooManyError, engine_at
from chainnet.travel.routed.store import Places, Store, coordinates_of, place_of
from chainnet.travel.times import Codes, Travel

Floats = npt.NDArray[np.float64]
_MISREAD = (ValueError, KeyError, TypeError, AttributeError)
"""What reading an answer of other parts than its API says ends in."""
_SAVE_EACH = 5.0  # seconds between two savings: one of each batch would write a large store over and over


class Routed:
    """Minutes by a routing service that the user runs: OSRM or Valhalla.

    Parameters
    ----------
    url : str
        ``osrm:http://127.0.0.1:5000``, ``valhalla:http://127.0.0.1:8002``, or a plain URL, which is asked what it is.
    cache : path-like, optional
        A .parquet file where minutes are kept, with the engine and its version. What is in it is not asked again, so a
        run that was broken off goes on where it stopped.
    batch : int
        Places in a table at most; halved where the service takes fewer.
    timeout : float
        Seconds to wait for an answer.
    tries : int
        How often to ask before giving up.
    wait : float
        Seconds before the second try, twice as long before each later one.
    snap_km : float
        A firm farther than this from the road that the service puts it on is not known.
    tell : callable, optional
        Takes a `chainnet.errors.Said` about tries that failed and how far it has come.

    Notes
    -----
    Only the pairs that are needed are kept; firms at one place are asked once, and firms at the same place are 0
    minutes apart. No way (infinite) is a pair that OSRM answers with ``null`` (no route), or firms on different land
    (`chainnet.travel.abroad`), which are not asked. Not known (NaN) is a firm that is not located or farther than
    `snap_km` from a road, a pair that Valhalla answers with ``null`` (its matrix search may have stopped short) or
    refuses as too far. The service says no slow and fast end: both are the minutes. Firms placed at the point of a
    district or city lie up to its extent away: `nearest` and `farthest` take that way off and add it at the pace of
    `Estimate`; where there is no way from that point, there may be one from elsewhere in it.

    Examples
    --------
    >>> Routed("osrm:http://127.0.0.1:5000").estimated
    False
    """

    def __init__(
        self,
        url: str,
        *,
        cache: str | os.PathLike[str] | None = None,
        batch: int = 100,
        timeout: float = 60.0,
        tries: int = 3,
        wait: float = 1.0,
        snap_km: float = 2.0,
        tell: Callable[[Said], None] | None = None,
    ) -> None:
        if batch < 2 or tries < 1 or not timeout > 0 or not snap_km >= 0:
            problem = Said(
                "batch, tries, timeout or snap_km is out of range", "batch、tries、timeout 或 snap_km 超出范围"
            )
            raise InputError.one(
                problem, hint=Said("give 2, 1, above 0, 0 or more", "依次不小于 2、1，大于 0，不小于 0")
            )
        self._url, self._batch, self._snap_km = url, batch, snap_km
        self._tell = tell if tell is not None else lambda said: None
        self._service = partial(Service, timeout=timeout, tries=tries, wait=wait, tell=self._tell)
        self._service(url.removeprefix("osrm:").removeprefix("valhalla:"))  # a wrong address is told at once
        self._store = Store.open(Path(cache) if cache is not None else None)
        self._engine: Engine | None = None

    @property
    def estimated(self) -> bool:
        """False: the times follow roads."""
        return False

    def __repr__(self) -> str:
        return f"<Routed: {self.describe()}>"

    def describe(self, lang: str = "en") -> str:
        """Say in one line which engine at which address, its version once it has answered, and that it has no ends."""
        version = self._store.version or ("版本未说明" if lang == "zh" else "version not stated")
        if not self._store.engine:
            said = Said(f"router {self._url}", f"路径服务 {self._url}")
        else:
            said = Said(
                f"router {self._store.engine} ({version}, {self._url})",
                f"路径服务 {self._store.engine}（{version}，{self._url}）",
            )
        return f"{said.zh}，没有偏快和偏慢时间" if lang == "zh" else f"{said}, no slow and fast ends"

    def between(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> Travel:
        """Return the times of pairs of firms; what is not kept yet is asked.

        Raises
        ------
        InputError
            Where the service gives no answer or refuses, or is not the one that the kept minutes are of. What was
            answered before is kept.
        """
        severed = no_way(net, origin, destination)
        located = net.located[origin] & net.located[destination]
        minutes = np.where(severed, np.inf, np.nan)
        wanted = np.flatnonzero(located & ~severed)
        start, end = place_of(net.coordinates[origin[wanted]]), place_of(net.coordinates[destination[wanted]])
        self._ask(start, end)
        found, _ = self._store.look_up(start, end)
        minutes[wanted] = np.where(start == end, 0.0, found)
        extent = extents(net)
        if not extent.any():
            return Travel(minutes, minutes, minutes)
        apart = (extent[origin] + extent[destination]) * Estimate().per_km
        nearest = np.where(np.isinf(minutes) & ~severed & (apart > 0), np.nan, np.maximum(minutes - apart, 0.0))
        return Travel(minutes, minutes, minutes, nearest, minutes + apart)

    def _ask(self, start: Places, end: Places) -> None:
        """Ask what is not kept, and keep it: every few seconds, and whenever it ends."""
        pairs = np.unique(np.stack([start, end], axis=1)[start != end], axis=0)
        _, there = self._store.look_up(pairs[:, 0], pairs[:, 1])
        pairs = pairs[~there]
        if not len(pairs):
            return
        places, codes = np.unique(pairs, return_inverse=True)
        ends = codes.reshape(pairs.shape).astype(np.int64)
        done = 0
        try:
            engine = self._checked_engine(coordinates_of(places[:1])[0])
            saved = time.monotonic()
            for block in blocks(ends[:, 0], ends[:, 1], self._batch):
                self._ask_block(engine, block, places)
                done += len(block.pairs)
                if time.monotonic() - saved > _SAVE_EACH:
                    self._store.save()
                    saved = time.monotonic()
                    self._tell(
                        Said(f"router: {done:,} of {len(pairs):,} pairs", f"路径服务：{done:,} / {len(pairs):,} 对")
                    )
        except (RefusedError, SilentError, OddError, *_MISREAD) as error:
            raise self._failed(error, done, len(pairs)) from error
        finally:
            self._store.save()

    def _ask_block(self, engine: Engine, block: Block, places: Places) -> None:
        """Ask one table, in halves where it is too large, and take in the pairs that are needed."""
        sources, row = np.unique(block.origin, return_inverse=True)
        targets, column = np.unique(block.destination, return_inverse=True)
        if block.places > self._batch:
            for half in block.halves():
                self._ask_block(engine, half, places)
            return
        try:
            answer = engine.table(coordinates_of(places[sources]), coordinates_of(places[targets]))
            on_road = (answer.snap_sources <= self._snap_km)[row] & (answer.snap_targets <= self._snap_km)[column]
            minutes = np.where(on_road, answer.minutes[row, column], np.nan)
        except TooManyError as error:
            if block.places > 2:
                self._batch = self._batch if error.far else max(2, block.places // 2 + 1)
                for half in block.halves():
                    self._ask_block(engine, half, places)
                return
            if not error.far:
                raise
            minutes = np.full(len(block.pairs), np.nan)
        self._store.add(places[block.origin], places[block.destination], minutes)

    def _checked_engine(self, place: Floats) -> Engine:
        """Return the engine; raise where what is kept is of another one, or of another version."""
        if self._engine is None:
            engine = engine_at(self._url, self._service)
            version = engine.version(place)
            if self._store.engine and (self._store.engine, self._store.version) != (engine.name, version):
                kept, now = f"{self._store.engine} {self._store.version}", f"{engine.name} {version}"
                problem = Said(
                    f"this holds minutes of {kept}; the router is {now}", f"这里是 {kept} 的时间，现在是 {now}"
                )
                hint = Said(
                    "delete it, or name another file (--router-cache)", "请删除，或换一个文件（--router-cache）"
                )
                raise InputError.one(problem, hint=hint, file=str(self._store.path))
            self._engine, self._store.engine, self._store.version = engine, engine.name, version
        return self._engine

    def _failed(self, error: Exception, done: int, number: int) -> InputError:
        """Say what went wrong, how far it came, and that the rest goes on from there."""
        kept = f"; {done:,} of {number:,} pairs are done", f"；{number:,} 对中已完成 {done:,} 对"
        if self._store.path is not None and done:
            kept = f"{kept[0]} and kept in {self._store.path}", f"{kept[1]}，保存在 {self._store.path}"
        if isinstance(error, RefusedError):
            en, zh = f"the router refuses: {error}", f"路径服务拒绝：{error}"
        elif isinstance(error, SilentError):
            en, zh = f"the router gives no answer: {error}", f"路径服务没有回答：{error}"
        else:
            why = (
                error.said
                if isinstance(error, OddError)
                else Said("its times or distances are no numbers", "时间或距离不是数字")
            )
            en, zh = f"the router's answer can't be used: {why}", f"无法使用路径服务的回答：{why.zh}"
        hint = Said(
            "see that it runs and that the address is right, then run this again: it goes on from there",
            "检查服务和地址后重新运行：会从中断处继续",
        )
        return InputError.one(Said(f"{self._url}: {en}{kept[0]}", f"{self._url}：{zh}{kept[1]}"), hint=hint)
