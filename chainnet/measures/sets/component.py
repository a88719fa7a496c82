"""The largest weakly connected component without a set of firms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.adjacency import compressed, neighbours
from chainnet.kernels.betweenness import adaptive_betweenness_order
from chainnet.kernels.cut_nodes import largest_without_each
from chainnet.kernels.percolation import component_curve
from chainnet.measures.prepared import Bools, Floats, Ints, Prepared

_BETWEENNESS = 500_000
"""Firms times partners up to which the order by adaptive betweenness is tried: its cost is cubic."""


class Component:
    """Who trades with whom, in either direction.

    Parameters
    ----------
    rank : ndarray of int32, shape (n,)
        The place of each firm where a score ties.
    one, other : ndarray of int32
        The firms of each pair of partners.
    """

    def __init__(self, rank: Ints, one: Ints, other: Ints) -> None:
        self.rank, self.n = rank, len(rank)
        self.graph = neighbours(self.n, one, other)
        self._flow = compressed(self.n, one, other)
        self.one, self.other = one, other
        self.size = self.n + len(self.graph[1])

    @classmethod
    def of(cls, prepared: Prepared) -> Component:
        """Make it of a network."""
        pairs = prepared.net.pairs
        return cls(prepared.rank, pairs.supplier, pairs.buyer)

    def with_links(self, suppliers: Ints, buyers: Ints, groups: Ints) -> Component:
        """Return the same with more pairs of partners; what they trade does not matter."""
        return Component(self.rank, np.append(self.one, suppliers), np.append(self.other, buyers))

    def left(self, chosen: Ints) -> float:
        """Return the size of the largest component / all firms."""
        return float(component_curve(*self.graph, chosen)[0][-1] / self.n)

    def _without(self, chosen: Ints) -> tuple[npt.NDArray[np.int64], Ints]:
        """Return the graph in which the chosen firms have no partners; each is a component of one."""
        pointers, targets = self.graph
        there = np.ones(self.n, np.bool_)
        there[chosen] = False
        source = np.repeat(np.arange(self.n, dtype=np.int32), np.diff(pointers))
        both = there[source] & there[targets]
        return compressed(self.n, source[both], targets[both])

    def left_after_each(self, chosen: Ints, candidates: Ints) -> Floats:
        """Return what is left when each candidate goes too: one depth-first search for all."""
        largest = largest_without_each(*self._without(chosen))[candidates]
        if len(chosen) + 1 >= self.n:  # a chosen firm, alone in the graph, is no component that is left
            largest = np.zeros_like(largest)
        return np.asarray(largest / self.n)

    def groups(self, chosen: Ints, removable: Bools, most: int) -> Iterator[tuple[Ints, float]]:
        """Give none."""
        yield from ()

    def _parts(self, chosen: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
        """Return the component of each firm without the chosen ones, and the size of each; a chosen firm's is 0."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        pointers, targets = self._without(chosen)
        graph = csr_matrix((np.ones(len(targets)), targets, pointers), shape=(self.n, self.n))
        label = connected_components(graph, directed=False)[1]
        sizes = np.bincount(label)
        sizes[label[chosen]] = 0
        return label, sizes

    def left_with_links(self, chosen: Ints, suppliers: Ints, buyers: Ints, groups: Ints) -> Floats:
        """Return what is left without the chosen firms when each of these links alone is added."""
        label, sizes = self._parts(chosen)
        one, other = label[suppliers], label[buyers]
        joined = np.where((sizes[one] > 0) & (sizes[other] > 0) & (one != other), sizes[one] + sizes[other], 0)
        return np.asarray(np.maximum(joined, sizes.max(initial=0)) / self.n)

    def promise(self, chosen: Ints) -> Floats:
        """Return the number of partners, and one, of the firms of a largest component, 0 of others."""
        label, sizes = self._parts(chosen)
        degree = np.diff(self._without(chosen)[0])
        return np.where((sizes[label] > 0) & (sizes[label] == sizes.max(initial=0)), degree + 1.0, 0.0)

    def starts(self, removable: Bools) -> list[Ints]:
        """Return the orders by adaptive degree and, on networks that are small enough, by adaptive betweenness."""
        orders = [adaptive_degree_order(*self.graph, self.rank, removable)]
        if self.n * len(self.graph[1]) <= _BETWEENNESS:
            orders.append(adaptive_betweenness_order(*self._flow, self.rank, removable))
        return orders
