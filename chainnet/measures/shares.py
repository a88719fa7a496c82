"""Shares of things that lie within: counted, bounded, and beside other ends of the times and other thresholds."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Verdict
from chainnet.measures.beside import divide
from chainnet.measures.verdicts import ENDS, Verdicts, at_ends, by_time
from chainnet.travel import Travel

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

_RANK = np.array([0, 2, 1], dtype=np.int8)
"""NO, YES and UNKNOWN in the order NO < UNKNOWN < YES."""
_OF_RANK = np.array([NO, UNKNOWN, YES], dtype=np.int8)


class Sides(NamedTuple):
    """On which side of the threshold things lie: by the coordinates, and at other ends of the times."""

    verdicts: Verdicts
    ends: dict[str, Verdict]

    @classmethod
    def of(cls, travel: Travel, minutes: float) -> Sides:
        """Return the sides of times."""
        return cls(by_time(travel, minutes), at_ends(travel, minutes))

    def each(self, change: Callable[[Verdict], Verdict]) -> Sides:
        """Return what becomes of all of them."""
        return Sides(self.verdicts.each(change), {end: change(verdict) for end, verdict in self.ends.items()})

    def best(self, group: Codes, groups: int) -> Sides:
        """Return for each group the best of its members, NO < UNKNOWN < YES; NO for one without members."""

        def most(verdict: Verdict) -> Verdict:
            rank = np.zeros(groups, dtype=np.int8)
            np.maximum.at(rank, group, _RANK[verdict])
            return _OF_RANK[rank]

        return self.each(most)


def shares(
    sides: Sides,
    group: Codes,
    groups: int,
    *,
    amount: Floats | None = None,
    bare: Bools | None = None,
) -> pd.DataFrame:
    """Return the share that lies within, for each group of things.

    Parameters
    ----------
    sides : Sides, of shape (k,)
    group : ndarray of int, shape (k,)
    groups : int
    amount : ndarray of float64, shape (k,), optional
        What each counts for; 1 unless given.
    bare : ndarray of bool, shape (k,), optional
        Whether a thing may count for any amount more, so that nothing bounds the share on the side that it is on.

    Returns
    -------
    DataFrame
        A row a group: rate, numerator, denominator, unknown, low, high, slow, fast, rate_shorter, rate_longer,
        imprecise.

    Examples
    --------
    >>> told = np.array([50.0, 70.0])
    >>> shares(Sides.of(Travel(told, told - 20, told + 20), 60), np.zeros(2, int), 1).loc[0, ["slow", "rate"]].tolist()
    [0.0, 0.5]
    """
    verdicts, ends = sides

    def total(which: Bools) -> Floats:
        weights = None if amount is None else amount[which]
        return np.bincount(group[which], weights, groups).astype(np.float64)

    yes, no, unknown = (total(verdicts.middle == state) for state in (YES, NO, UNKNOWN))
    known, whole = yes + no, yes + no + unknown
    low = divide(total(verdicts.least == YES), whole)
    high = np.minimum(divide(total(verdicts.most == YES) + total(verdicts.most == UNKNOWN), whole), 1.0)
    if bare is not None and bare.any():
        some_no, some_yes = (
            np.bincount(group[bare & which], minlength=groups) > 0
            for which in (verdicts.least != YES, verdicts.most != NO)
        )
        low, high = np.where(some_no & (whole > 0), 0.0, low), np.where(some_yes & (whole > 0), 1.0, high)
    columns = {"rate": divide(yes, known), "numerator": yes, "denominator": known, "unknown": unknown}
    beside = {end: divide(total(ends[end] == YES), known) for end in ENDS}
    return pd.DataFrame({**columns, "low": low, "high": high, **beside, "imprecise": total(verdicts.imprecise)})
