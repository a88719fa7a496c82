"""The undirected graph with its nodes numbered by rank: what ties goes to the lower number, whatever the nodes are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import compressed

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Ranked(NamedTuple):
    """Compressed rows in which the node of rank 0 is 0, each row ascending; `removable` by these numbers.

    `node_of` a number is the node as it was. A removal that sees nothing but this depends on ranks alone.
    """

    pointers: Pointers
    targets: Ints
    removable: Bools
    node_of: Ints


def ranked(pointers: Pointers, targets: Ints, rank: Ints, removable: Bools) -> Ranked:
    """Return the graph numbered by rank. O(n + m)."""
    n = len(pointers) - 1
    node_of = np.empty(n, np.int32)
    node_of[rank] = np.arange(n, dtype=np.int32)
    starts, ends = compressed(n, np.repeat(rank, np.diff(pointers)), rank[targets])
    return Ranked(*compressed(n, ends, sources(starts)), removable[node_of], node_of)  # turned over, each row ascends


def sources(pointers: Pointers) -> Ints:
    """Return the row of each entry."""
    return np.repeat(np.arange(len(pointers) - 1, dtype=np.int32), np.diff(pointers))


def rest_by_degree(graph: Ranked, order: Ints) -> Ints:
    """Return an order followed by the removable nodes that it leaves, by degree in what is left after each removal."""
    n = len(graph.node_of)
    left = np.ones(n, np.bool_)
    left[order] = False
    source = sources(graph.pointers)
    stay = left[source] & left[graph.targets]
    rows = compressed(n, source[stay], graph.targets[stay])
    rest = adaptive_degree_order(*rows, np.arange(n, dtype=np.int32), graph.removable & left)
    return np.concatenate([order, rest]).astype(np.int32)
