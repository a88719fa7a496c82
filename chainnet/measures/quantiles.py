"""Weighted quantiles of many groups in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.bought import quantiles as kernel

Floats = npt.NDArray[np.float64]


def weighted_quantile(
    values: Floats, weight: Floats, group: npt.NDArray[np.integer], groups: int, share: float
) -> Floats:
    """Return for each group the smallest value that at least a share of the group's weight does not exceed.

    Parameters
    ----------
    values, weight : ndarray of float64, shape (k,)
        Finite; weights are not negative.
    group : ndarray of int, shape (k,)
        The group of each value, from 0 to `groups` - 1.
    groups : int
    share : float
        Between 0 and 1.

    Returns
    -------
    ndarray of float64, shape (groups,)
        NaN for a group without weight.

    Examples
    --------
    >>> weighted_quantile(np.array([10.0, 20.0, 5.0]), np.array([1.0, 3.0, 1.0]), np.array([0, 0, 1]), 3, 0.5).tolist()
    [20.0, 5.0, nan]
    """
    return ascending(values, group, groups).quantiles(weight, [share])[0]


class Ascending(NamedTuple):
    """Values in ascending order within their groups, to take several quantiles of by several weights.

    Attributes
    ----------
    values : ndarray of float64, shape (k,)
    pointers : ndarray of int64, shape (groups + 1,)
    places : ndarray of int32, shape (k,)
        Places of the values of each group, ascending in value.
    """

    values: Floats
    pointers: npt.NDArray[np.int64]
    places: npt.NDArray[np.int32]

    def quantiles(self, weight: Floats, shares: Sequence[float]) -> Floats:
        """Return the weighted quantiles, shape (shares, groups)."""
        return kernel(self.pointers, self.places, self.values, weight, np.array(shares))


def order_of(values: Floats) -> npt.NDArray[np.int32]:
    """Return the places of the finite values, ascending."""
    order = np.argsort(values)  # equal ones in any order: the quantile is the same
    return order[: np.isfinite(values).sum()].astype(np.int32)  # no value is below zero, so none is -inf


def ascending(
    values: Floats, group: npt.NDArray[np.integer], groups: int, order: npt.NDArray[np.int32] | None = None
) -> Ascending:
    """Return the finite values ascending in each group; what is in group -1 is left out. `order` is theirs if known."""
    order = order_of(values) if order is None else order
    of = group[order]
    if len(of) and of.min() < 0:
        order, of = order[of >= 0], of[of >= 0]
    return Ascending(values, *compressed(groups, of.astype(np.int32), order))
