"""A network as the centralities take it: one link a pair of firms, in the shapes that each of them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chainnet.errors import InputError, Said
from chainnet.kernels.adjacency import compressed
from chainnet.kernels.betweenness import Rows, Sample
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

if TYPE_CHECKING:
    import igraph
    from scipy.sparse import csr_matrix

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
LENGTHS = ("hops", "1/value")


class Paired:
    """The links summed over products, as edges from supplier to buyer.

    Parameters
    ----------
    net : SupplyNetwork
    length : {"hops", "1/value"}
    samples : int or None
        Searches that betweenness is estimated from; exact where None.
    seed : int
    jobs : int
    """

    def __init__(self, net: SupplyNetwork, length: str, samples: int | None, seed: int, jobs: int) -> None:
        self.n = net.n
        self.ends = (net.pairs.supplier, net.pairs.buyer)
        self.value = net.pairs.value
        self.valued = len(self.value) > 0 and bool(np.isfinite(self.value).all())
        self.lengths = self._lengths(length)
        self.samples, self.seed, self.jobs = samples, seed, jobs
        self.sampled: Sample | None = None

    def _lengths(self, length: str) -> Floats:
        """Return the length of each link; empty where each counts as one."""
        if length not in LENGTHS:
            problem = Said(f"{length!r} is no length", f"没有“{length}”这种长度")
            hint = Said(f"write one of {', '.join(LENGTHS)}", f"写以下之一：{'、'.join(LENGTHS)}")
            raise InputError.one(problem, hint=hint)
        if length == "hops":
            return np.zeros(0)
        if len(self.value) and (not self.valued or not (self.value > 0).all()):
            problem = Said("not every link has a value above zero", "并非每条关系都有大于零的采购额")
            raise InputError.one(problem, hint=Said("take hops as length", "长度请取 hops"), column="value")
        return 1 / self.value

    @property
    def each(self) -> Callable[[Callable[[Any], Any], Iterable[Any]], Any]:
        """Apply a function to pieces of work on as many threads as were asked for."""
        return partial(spread, jobs=self.jobs)

    def rows(self, *, back: bool = False) -> Rows:
        """Return compressed rows along the flow, or back against it, with the lengths of their edges."""
        ends = self.ends[::-1] if back else self.ends
        return Rows(*compressed(self.n, *ends), self.in_rows(self.lengths, back=back))

    def in_rows(self, each_link: Floats, *, back: bool) -> Floats:
        """Return what stands for each link, in the order of the rows; empty stays empty."""
        if len(each_link) == 0:
            return each_link
        if not back:  # pairs stand in the order of their suppliers
            return each_link
        return np.asarray(self.matrix(each_link).tocsc().data)

    def degree(self, side: int, weights: Floats | None = None) -> Floats:
        """Return for each firm the links it sells by (side 0) or buys by (side 1), or the sum of their weights."""
        return np.bincount(self.ends[side], weights=weights, minlength=self.n).astype(np.float64)

    def matrix(self, each_link: Floats | None = None) -> csr_matrix:
        """Return the links as a matrix, suppliers in rows and buyers in columns; 1 each unless said otherwise."""
        from scipy.sparse import csr_matrix

        data = np.ones(len(self.value)) if each_link is None else each_link
        return csr_matrix((data, self.ends), shape=(self.n, self.n))

    @cached_property
    def symmetric(self) -> csr_matrix:
        """One between two firms that trade, whichever way; else zero."""
        one_way = self.matrix()
        both = (one_way + one_way.T).tocsr()
        both.data[:] = 1
        return both

    @cached_property
    def undirected(self) -> igraph.Graph:
        """The same as igraph takes it."""
        import igraph
        from scipy.sparse import triu

        edges = triu(self.symmetric, format="coo")
        pairs = list(zip(edges.row.tolist(), edges.col.tolist(), strict=True))  # igraph takes arrays seven times slower
        return igraph.Graph(n=self.n, edges=pairs)
