"""What buyers buy, counted by compiled loops: what `chainnet.measures.ratios.tallies` counts, many times as fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.areas import NO, YES, Verdict
from chainnet.kernels.bought import by_buyer_and_product, counted
from chainnet.measures.ratios import BY, Tally
from chainnet.measures.verdicts import Verdicts
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

Floats = npt.NDArray[np.float64]
FEW = 100_000
"""Links that one thread counts before another could start."""


class Bought(NamedTuple):
    """The links of a network by buyer, then product.

    Attributes
    ----------
    net : SupplyNetwork
    pointers : ndarray of int64, shape (n + 1,)
        Where the links of each buyer start.
    product : ndarray of int32, shape (m,)
    value : ndarray of float64, shape (m,)
    pair : ndarray of int64, shape (m,)
        Place of each link's supplier and buyer in `net.pairs`.
    first : ndarray of bool, shape (m,)
        Whether it is the first link of the two.
    """

    net: SupplyNetwork
    pointers: npt.NDArray[np.int64]
    product: npt.NDArray[np.int32]
    value: Floats
    pair: npt.NDArray[np.int64]
    first: npt.NDArray[np.bool_]

    @classmethod
    def by(cls, net: SupplyNetwork) -> Bought:
        """Return the links of a network."""
        pointers, links = by_buyer_and_product(net.n, len(net.products), net.buyer, net.product)
        first = np.diff(net.pair_of_link, prepend=-1) != 0  # links of two firms stand together
        return cls(net, pointers, net.product[links], net.value[links], net.pair_of_link[links], first[links])

    def sums(self, verdicts: Sequence[Verdict]) -> list[dict[str, Floats]]:
        """Return for each verdict on the pairs what it comes to by each way of counting: unknown, no, yes; (3, n)."""

        def one(verdict: Verdict) -> dict[str, Floats]:
            found = counted(self.pointers, self.product, self.value, self.pair, self.first, verdict)
            return dict(zip(BY, found, strict=True))

        return spread(one, verdicts, jobs=-1 if self.net.m > FEW else 1)

    def tallies(self, verdicts: Verdicts, *others: Verdict) -> tuple[dict[str, Tally], list[dict[str, Floats]]]:
        """Return what `verdicts` on the pairs come to, as `ratios.tallies` has it, and the sums of further ones."""
        exact = verdicts.least is verdicts.middle and verdicts.most is verdicts.middle
        wanted = [verdicts.middle] if exact else [*verdicts, verdicts.imprecise.astype(np.int8)]
        found = self.sums([*wanted, *others])
        middle, least, most = [found[0]] * 3 if exact else found[:3]
        tallied = {by: self._tally(by, middle[by], least[by], most[by]) for by in BY}
        bare = np.flatnonzero(np.isnan(self.net.value))
        may_be, may_not = (
            np.bincount(self.net.buyer[bare][which[self.net.pair_of_link[bare]]], minlength=self.net.n) > 0
            for which in (verdicts.most != NO, verdicts.least != YES)
        )
        imprecise = np.zeros(self.net.n) if exact else found[3]["value"][2]  # a difference of sums would not be exact
        tallied["value"] = replace(tallied["value"], open_yes=may_be, open_no=may_not, imprecise=imprecise)
        return tallied, found[len(wanted) :]

    def _tally(self, by: str, middle: Floats, least: Floats, most: Floats) -> Tally:
        (unknown, no, yes), closed = middle, np.zeros(self.net.n, dtype=np.bool_)
        lacking = {"count": None, "value": np.isnan(self.net.value)}.get(by, self.net.product < 0)
        out = closed if lacking is None else np.bincount(self.net.buyer[lacking], minlength=self.net.n)
        return Tally(
            yes=yes, known=yes + no, unknown=unknown, least=least[2], most=most[2] + most[0],
            imprecise=(yes - least[2]) + (no - most[1]),  # none is no at most, yes at least, but by the middle not
            open_yes=closed, open_no=closed, left_out=out.astype(np.float64), singular=closed,
        )  # fmt: skip
