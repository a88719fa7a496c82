"""Weighted quantiles of many groups in one pass."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    order = np.lexsort((values, group))
    values, weight, group = values[order], weight[order], group[order]
    some = np.bincount(group, weights=weight, minlength=groups) > 0
    total = np.bincount(group, weights=weight, minlength=groups)[group]
    # each group weighs one, so that a small one is not lost in the sum beside large ones
    summed = np.cumsum(np.divide(weight, total, out=np.zeros(len(weight)), where=total > 0))
    ends = np.searchsorted(group, np.arange(groups), side="right")
    above = np.concatenate([[0.0], summed])[ends]
    below = np.concatenate([[0.0], above])[:-1]
    reached = np.searchsorted(summed, below + share * (1 - 1e-9))
    result = np.full(groups, np.nan)
    result[some] = values[np.minimum(reached[some], ends[some] - 1)]
    return result
