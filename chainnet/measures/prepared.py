"""The arrays that removal orders and measures share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said
from chainnet.kernels.adjacency import compressed, neighbours
from chainnet.measures.structure import structure
from chainnet.measures.working import Inputs, inputs
from chainnet.network import SupplyNetwork

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Prepared:
    """The arrays that orders and measures share, each made when first asked for."""

    def __init__(self, net: SupplyNetwork, essential: pd.DataFrame | None = None) -> None:
        self.net = net
        self._essential = essential

    # the network's own arrays can't be written to; for those a kernel would be compiled once more

    @cached_property
    def supplier(self) -> Ints:
        """Row of each link's supplier in `net.firms`, shape (m,)."""
        return self.net.supplier.copy()

    @cached_property
    def buyer(self) -> Ints:
        """Row of each link's buyer in `net.firms`, shape (m,)."""
        return self.net.buyer.copy()

    @cached_property
    def is_leader(self) -> Bools:
        """Whether a firm is a chain leader, shape (n,)."""
        return self.net.is_leader.copy()

    @cached_property
    def neighbours(self) -> tuple[npt.NDArray[np.int64], Ints]:
        """Compressed rows of the undirected simple graph."""
        return neighbours(self.net.n, self.net.pairs.supplier, self.net.pairs.buyer)

    @cached_property
    def downstream(self) -> npt.NDArray[np.int64]:
        """Pointers to the links that leave each firm; links already stand in the order of their suppliers."""
        return np.searchsorted(self.net.supplier, np.arange(self.net.n + 1)).astype(np.int64)

    @cached_property
    def flows(self) -> tuple[tuple[npt.NDArray[np.int64], Ints], tuple[npt.NDArray[np.int64], Ints]]:
        """Compressed rows of the pairs along the flow, and against it."""
        n, supplier, buyer = self.net.n, self.net.pairs.supplier.copy(), self.net.pairs.buyer.copy()
        return compressed(n, supplier, buyer), compressed(n, buyer, supplier)

    @cached_property
    def is_source(self) -> Bools:
        """Whether a firm buys nothing, and so is a source."""
        return np.bincount(self.net.pairs.buyer, minlength=self.net.n) == 0

    @cached_property
    def inputs(self) -> tuple[Inputs, Inputs]:
        """What each firm needs, read strictly and leniently."""
        return inputs(self.net, essential=self._essential)

    @cached_property
    def leaders_purchases(self) -> npt.NDArray[np.int64]:
        """The links whose buyer is a chain leader."""
        return np.flatnonzero(self.net.is_leader[self.net.buyer])

    @cached_property
    def weight(self) -> Floats:
        """Value of each link, zero where it is not known; where no purchase of a leader has one, each counts as one."""
        return np.nan_to_num(self.net.value) if self.by_value else np.ones(self.net.m)

    @cached_property
    def by_value(self) -> bool:
        """Whether any purchase of a chain leader has a value."""
        return bool(np.isfinite(self.net.value[self.net.is_leader[self.net.buyer]]).any())

    @cached_property
    def unvalued(self) -> Floats:
        """1 for each purchase of a chain leader whose value is not known while others' are, else 0; shape (m,)."""
        bare = np.isnan(self.net.value) & self.net.is_leader[self.net.buyer]
        return bare.astype(np.float64) if self.by_value else np.zeros(self.net.m)

    @cached_property
    def rank(self) -> Ints:
        """The place of each firm where a score ties: the more value sold first, then structure, then the id."""
        sold = np.bincount(self.net.supplier, weights=np.nan_to_num(self.net.value), minlength=self.net.n)
        rank = np.empty(self.net.n, np.int32)
        rank[np.lexsort((self.place, -evened(sold)))] = np.arange(self.net.n, dtype=np.int32)
        return rank

    @cached_property
    def listed(self) -> Ints:
        """The firms in the order of their `structure`, those that it does not tell apart in that of their ids."""
        place_by_id = np.empty(self.net.n, np.int32)
        place_by_id[self.net.firms.index.argsort()] = np.arange(self.net.n, dtype=np.int32)
        return np.lexsort((place_by_id, structure(self.net))).astype(np.int32)

    @cached_property
    def place(self) -> Ints:
        """The place of each firm among those `listed`."""
        place = np.empty(self.net.n, np.int32)
        place[self.listed] = np.arange(self.net.n, dtype=np.int32)
        return place

    @cached_property
    def listed_links(self) -> npt.NDArray[np.int64]:
        """The links in the order of their suppliers among those `listed`, their buyers, and their products."""
        supplier, buyer = self.place[self.net.supplier], self.place[self.net.buyer]
        return np.lexsort((self.net.product, buyer, supplier))  # the codes of products are in their order

    @cached_property
    def relisted(self) -> SupplyNetwork:
        """The network with its firms as `listed` and the links of a pair summed: scores of it know nothing of ids."""
        ends = {"supplier": self.net.pairs.supplier, "buyer": self.net.pairs.buyer}
        coded = {end: pd.Categorical.from_codes(codes, self.net.firms.index) for end, codes in ends.items()}
        links = pd.DataFrame({**coded, "value": self.net.pairs.value})
        return SupplyNetwork(self.net.firms.iloc[self.listed], links)

    @cached_property
    def firm_weights(self) -> tuple[Floats, str]:
        """What each firm weighs, shape (n,), and by what: revenue where every firm's is known, else value traded.

        Value traded is the larger of what a firm sells and buys within the network. Revenue of some firms beside the
        trade of others would make those weigh more of which more is known.
        """
        revenue = pd.to_numeric(self.net.firm_column("revenue")).to_numpy(dtype=np.float64, na_value=np.nan)
        if self.net.n and np.isfinite(revenue).all():
            return revenue, "revenue"
        value, n = np.nan_to_num(self.net.value), self.net.n
        ends = (self.net.supplier, self.net.buyer)
        sold, bought = (np.bincount(end, weights=value, minlength=n).astype(np.float64) for end in ends)
        return np.maximum(sold, bought), "value traded"


def evened(score: npt.NDArray[np.number]) -> Floats:
    """Return scores as shares of the largest, without the last digits: what ties is the same in every unit."""
    most = float(np.abs(score).max(initial=0))
    return np.round(score / most, 12) if most > 0 else score.astype(np.float64)


def check_words(words: Iterable[str], known: Sequence[str], what: str) -> None:
    """Raise an `InputError` for each word that is not known."""
    hint = Said(f"write one of {', '.join(known)}", f"写以下之一：{'、'.join(known)}")
    faults = [
        Fault(Said(f"{word!r} is no {what}", f"没有“{word}”这种{terms.show(what, 'zh')}"), hint)
        for word in words
        if word not in known
    ]
    if faults:
        raise InputError(faults)
