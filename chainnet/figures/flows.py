"""What flows from tier to tier: sums over links, for the Sankey diagram."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chainnet.figures.marks import SHADES, Look
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Flows:
    """Flows between nodes, a node being a column with a group; column 0 holds the leaders.

    Attributes
    ----------
    amount : ndarray, shape (columns, groups, columns, groups, shades)
        From a supplier's column and group to a buyer's, by the supplier's shade.
    unvalued : int
        Links between these firms whose value is not known; they have no width.
    elsewhere : float
        What firms trade that stand in no column.
    by_value : bool
        Whether amounts are values, or numbers of pairs of firms.
    """

    amount: Floats
    unvalued: int
    elsewhere: float
    by_value: bool

    @classmethod
    def of(cls, net: SupplyNetwork, column: Ints, group: Ints, look: Look, *, by_value: bool) -> Flows:
        """Sum up the pairs of firms; a firm of column -1 stands in none."""
        pairs = net.pairs
        weight = np.nan_to_num(pairs.value) if by_value else np.ones(len(pairs.supplier))
        there = (column[pairs.supplier] >= 0) & (column[pairs.buyer] >= 0)
        supplier, buyer = pairs.supplier[there], pairs.buyer[there]
        columns, groups = int(column.max(initial=0)) + 1, int(group.max(initial=0)) + 1
        shape = (columns, groups, columns, groups, len(SHADES))
        at = (column[supplier], group[supplier], column[buyer], group[buyer], look.shade[supplier])
        flat = np.ravel_multi_index(at, shape)
        amount = np.bincount(flat, weight[there], int(np.prod(shape))).reshape(shape).astype(np.float64)
        bare = np.isnan(net.value) & there[net.pair_of_link] if by_value else np.zeros(0)
        return cls(amount, int(bare.sum()), float(weight[~there].sum()), by_value)

    @property
    def total(self) -> float:
        """All that flows between firms that stand in a column."""
        return float(self.amount.sum())

    def between(self, column: int) -> Floats:
        """Return what flows from a column to the next on its right, shape (groups, groups, shades)."""
        return self.amount[column, :, column - 1]

    def within(self, column: int) -> float:
        """Return what firms of a column sell each other."""
        return float(self.amount[column, :, column].sum())

    def back(self, column: int) -> float:
        """Return what firms of a column sell to firms farther from the leaders."""
        return float(self.amount[column, :, column + 1 :].sum())

    def size(self, column: int) -> Floats:
        """Return how tall each node of a column is: the larger of what comes in and goes on, shape (groups,)."""
        out = self.between(column).sum(axis=(1, 2)) if column > 0 else np.zeros(self.amount.shape[1])
        into = self.amount[column + 1, :, column].sum(axis=(0, 2)) if column + 1 < len(self.amount) else 0.0
        return np.maximum(out, into)


def share_of(share: float) -> str:
    """Write a share in percent; a small one with a digit more."""
    return f"{share:.0%}" if share >= 0.00995 or share == 0 else f"{share:.1%}" if share >= 0.001 else "<0.1%"
