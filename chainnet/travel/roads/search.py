"""The shortest ways between firms on roads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.shortest_paths import shortest_times
from chainnet.parallel import spread
from chainnet.travel.roads.graph import RoadGraph
from chainnet.travel.roads.snapping import Snaps

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Rows = npt.NDArray[np.integer]
NO_LIMIT = float("inf")
LEAST_PARTS = 32
"""Sources at least in one piece of work, since each piece first makes room for all junctions."""


class Paths(NamedTuple):
    """The shortest ways of pairs.

    Attributes
    ----------
    minutes : ndarray of float64, shape (p,)
        From road to road; infinite where there is no way, or none within the limit.
    crossings : ndarray of float64, shape (p,)
        The part of it spent on ferries and waiting for them.
    landings : ndarray of int32, shape (p,)
        Times that a ferry is got on or off.
    """

    minutes: Floats
    crossings: Floats
    landings: Ints


class Ends(NamedTuple):
    """How firms reach junctions: over up to two of them, -1 where there is none, with the minutes until there."""

    node: Ints
    minutes: Floats


class Search:
    """Searches one way or the other over a road graph.

    Parameters
    ----------
    graph : RoadGraph
    share : float
        Of the free-flow speed that is driven.
    wait : float
        Minutes at each ferry.
    jobs : int

    Notes
    -----
    Each thread needs 16 bytes a junction, 28 where there are ferries, and room for the rim of its search. A pair
    needs some 200 bytes.
    """

    def __init__(self, graph: RoadGraph, share: float, wait: float, jobs: int) -> None:
        self.graph, self.share, self.jobs = graph, share, jobs
        self.minutes = np.where(graph.ferry, graph.minutes + graph.landings * (wait / 2), graph.minutes / share)

    def departures(self, snaps: Snaps, firms: Rows) -> Ends:
        """Return the junctions that firms can drive to first."""
        edge = snaps.edge[firms]
        left = np.maximum(self.graph.minutes[edge] - snaps.position[firms], 0.0) / self.share
        return Ends(np.where(edge >= 0, self.graph.head[edge], -1).astype(np.int32), np.where(edge >= 0, left, np.inf))

    def arrivals(self, snaps: Snaps, firms: Rows) -> Ends:
        """Return the junctions over which firms can be driven to."""
        edge = snaps.edge[firms]
        gone = snaps.position[firms] / self.share
        return Ends(np.where(edge >= 0, self.graph.tail[edge], -1).astype(np.int32), np.where(edge >= 0, gone, np.inf))

    def paths(self, snaps: Snaps, origin: Rows, destination: Rows, *, limit: float = NO_LIMIT) -> Paths:
        """Return the shortest ways of pairs of firms, all of which are on roads.

        One search is made for each origin, or against the roads for each destination, whichever are fewer.
        """
        forward = len(np.unique(origin)) <= len(np.unique(destination))
        near, far = (origin, destination) if forward else (destination, origin)
        leave, reach = (self.departures, self.arrivals) if forward else (self.arrivals, self.departures)
        sources, of = np.unique(near, return_inverse=True)
        order = np.argsort(of, kind="stable")
        starts, ends = leave(snaps, sources), reach(snaps, far[order])
        pointers = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(sources)))]).astype(np.int64)
        found = self.search(starts, pointers, ends, forward=forward, limit=limit)
        back = np.empty(len(order), dtype=np.int64)
        back[order] = np.arange(len(order))
        paths = Paths(found.minutes[back], found.crossings[back], found.landings[back])
        direct = self._direct(snaps, origin, destination)
        driven = direct <= paths.minutes
        return Paths(
            np.where(driven, direct, paths.minutes),
            np.where(driven, 0.0, paths.crossings),
            np.where(driven, 0, paths.landings).astype(np.int32),
        )

    def search(self, starts: Ends, pointers: Longs, ends: Ends, *, forward: bool, limit: float = NO_LIMIT) -> Paths:
        """Search from each row of `starts` to the rows of `ends` that `pointers` gives it, on several threads."""
        rows = self._forward if forward else self._backward

        def some(part: slice) -> tuple[Floats, Floats, Ints]:
            node, minutes = starts.node[part], starts.minutes[part]
            there, own = node >= 0, slice(pointers[part.start], pointers[part.stop])
            seeds = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int64)
            return shortest_times(
                *rows, seeds, node[there], minutes[there], pointers[part.start : part.stop + 1] - own.start,
                ends.node[own], ends.minutes[own], limit,
            )  # fmt: skip

        found = spread(some, self._parts(len(starts.node)), jobs=self.jobs)
        minutes, crossings, landings = zip(*found, strict=True)
        return Paths(np.concatenate(minutes), np.concatenate(crossings), np.concatenate(landings))

    def _parts(self, number: int) -> Iterator[slice]:
        size = max(LEAST_PARTS, -(-number // 64))
        return (slice(at, min(at + size, number)) for at in range(0, max(number, 1), size))

    def _direct(self, snaps: Snaps, origin: Rows, destination: Rows) -> Floats:
        """Return the minutes of pairs along the edge on which both stand, the one before the other; else infinity."""
        least = np.full(len(origin), np.inf)
        for one in range(2):
            for other in range(2):
                edge, gone = snaps.edge[origin, one], snaps.position[destination, other] - snaps.position[origin, one]
                along = (edge >= 0) & (edge == snaps.edge[destination, other]) & (gone >= 0)
                least[along] = np.minimum(least[along], gone[along] / self.share)
        return least

    @cached_property
    def _forward(self) -> tuple[Longs, Ints, Floats, Floats, Ints]:
        return self._rows(self.graph.tail, self.graph.head)

    @cached_property
    def _backward(self) -> tuple[Longs, Ints, Floats, Floats, Ints]:
        return self._rows(self.graph.head, self.graph.tail)

    def _rows(self, source: Ints, target: Ints) -> tuple[Longs, Ints, Floats, Floats, Ints]:
        order = np.argsort(source, kind="stable")
        pointers, targets = compressed(self.graph.n, source, target)
        if not self.graph.ferry.any():
            return pointers, targets, self.minutes[order], np.zeros(0), np.zeros(0, dtype=np.int32)
        crossings = np.where(self.graph.ferry, self.minutes, 0.0)
        return pointers, targets, self.minutes[order], crossings[order], self.graph.landings[order]

    def joined(self, snaps: Snaps, origin: Rows, destination: Rows) -> npt.NDArray[np.bool_]:
        """Return for each pair whether the roads that they stand on lead to one another, there and back."""
        one, other = (self.graph.part[self.graph.head[snaps.edge[end].max(axis=1)]] for end in (origin, destination))
        return np.asarray(one == other)

    @cached_property
    def border(self) -> tuple[Floats, Floats]:
        """Minutes from each junction to where roads may leave the extract, and from there to each; shape (n,) twice."""
        every = np.arange(self.graph.n, dtype=np.int32)
        ends = Ends(np.column_stack([every, np.full(self.graph.n, -1, dtype=np.int32)]), np.zeros((self.graph.n, 2)))
        starts = Ends(self.graph.border[None], np.zeros((1, len(self.graph.border))))
        pointers = np.array([0, self.graph.n])
        to, back = (self.search(starts, pointers, ends, forward=forward).minutes for forward in (False, True))
        return to, back

    def outside(self, snaps: Snaps, origin: Rows, destination: Rows) -> Floats:
        """Return the least minutes that a way out of the extract and back into it takes within the extract."""
        to, back = self.border
        out, home = self.departures(snaps, origin), self.arrivals(snaps, destination)
        return np.asarray((out.minutes + to[out.node]).min(axis=1) + (home.minutes + back[home.node]).min(axis=1))
