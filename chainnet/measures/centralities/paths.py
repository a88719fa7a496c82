"""Centralities over shortest paths: betweenness, closeness, harmonic."""

from __future__ import annotations

import numpy as np

from chainnet.errors import InputError, Said
from chainnet.kernels.betweenness import Sample, betweenness, sampled_betweenness
from chainnet.kernels.distances import DistanceSums, distance_sums
from chainnet.kernels.nearest import sums_by_lengths
from chainnet.measures.centralities.paired import Floats, Ints, Paired


def between(graph: Paired) -> Floats:
    """Return betweenness over (n − 1)(n − 2), exact or sampled; keep the sample in `graph.sampled`."""
    if graph.samples is None or graph.samples >= graph.n:
        found = Sample(betweenness(graph.rows(), graph.each), np.zeros(graph.n), graph.n)
    else:
        found = sampled_betweenness(graph.rows(), graph.rows(back=True), graph.samples, graph.seed, graph.each)
    if np.isnan(found.scores).any():
        problem = Said("more than 1e308 shortest paths lead to one firm", "通往一家企业的最短路径超过 1e308 条")
        raise InputError.one(problem, hint=Said("leave betweenness out", "请不要选 betweenness"))
    scale = max((graph.n - 1) * (graph.n - 2), 1)
    graph.sampled = Sample(found.scores / scale, found.errors / scale, found.sources)
    return graph.sampled.scores


def upstream(graph: Paired) -> DistanceSums:
    """Return sums over the distances from the firms upstream of each one.

    By hops 512 searches at a time; by lengths one search a firm, against the flow.
    """
    if len(graph.lengths) == 0:
        rows = graph.rows()
        return distance_sums(rows.pointers, rows.targets, each=graph.each)
    rows = graph.rows(back=True)
    sums = DistanceSums(np.zeros(graph.n), np.zeros(graph.n, np.int64), np.zeros(graph.n))
    sources = np.flatnonzero(np.diff(rows.pointers)).astype(np.int32)
    count = min(64, len(sources))
    blocks = [sources[first::count].copy() for first in range(count)]

    def search(block: Ints) -> DistanceSums:
        return DistanceSums(*sums_by_lengths(*rows, block))

    for block, found in zip(blocks, graph.each(search, blocks), strict=True):
        for whole, piece in zip(sums, found, strict=True):
            whole[block] = piece
    return sums


def closeness(sums: DistanceSums) -> Floats:
    """Return reached / their distances, times the share of firms reached [Wasserman & Faust 1994]."""
    n = len(sums.total)
    inverse = np.divide(sums.reached, sums.total, out=np.zeros(n), where=sums.total > 0)
    return inverse * sums.reached / max(n - 1, 1)
