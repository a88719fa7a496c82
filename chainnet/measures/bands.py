"""Mean and quantiles of many runs, of which only the tails are held: a thousand curves need the room of a hundred."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainnet.measures.prepared import Floats

BAND = (0.05, 0.95)
"""The quantiles between which the band of random orders lies."""


class Tail:
    """A quantile of each step over many runs, linear between runs as `numpy.quantile` has it.

    A low quantile depends on the lowest runs of each step alone, a high one on the highest: those are held.

    Parameters
    ----------
    runs : int
        How many there will be.
    share : float
        Which quantile.

    Examples
    --------
    >>> tail = Tail(3, 0.05)
    >>> tail.add([np.array([1.0, 5.0]), np.array([2.0, 4.0])])
    >>> tail.add([np.array([3.0, 3.0])])
    >>> tail.quantile().round(9).tolist()
    [1.1, 3.1]
    """

    def __init__(self, runs: int, share: float) -> None:
        self.runs, self.share = runs, share
        self.lower = int(share * (runs - 1))
        self.low = share < 0.5
        self.held = min(self.lower + 2 if self.low else runs - self.lower, runs)
        self.rows: Floats | None = None

    def add(self, curves: Sequence[Floats]) -> None:
        """Take in some runs, each of shape (steps,)."""
        rows = np.stack(curves) if self.rows is None else np.vstack([self.rows, *curves])
        if len(rows) > self.held:
            last = self.held - 1 if self.low else len(rows) - self.held
            rows.partition(last, axis=0)
            rows = (rows[: self.held] if self.low else rows[last:]).copy()
        self.rows = rows

    def quantile(self) -> Floats:
        """Return the quantile of each step, shape (steps,), once all runs are in."""
        assert self.rows is not None
        rows = np.sort(self.rows, axis=0)
        first = self.lower if self.low else self.lower - (self.runs - self.held)
        one, other = rows[first], rows[min(first + 1, self.held - 1)]
        between = self.share * (self.runs - 1) - self.lower
        apart = other - one
        return np.asarray(one + apart * between if between < 0.5 else other - apart * (1 - between))
