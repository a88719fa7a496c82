"""What counts, and what the precision of places leaves open of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.areas import NO, YES, Area, Verdict, within
from chainnet.network import SupplyNetwork
from chainnet.travel import Travel

Codes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


class Verdicts(NamedTuple):
    """Verdicts of one set of things, each YES, NO or UNKNOWN, in the order NO < UNKNOWN < YES.

    Attributes
    ----------
    middle : ndarray of int8
        With every firm at its coordinates.
    least, most : ndarray of int8
        With firms as far from, and as near to, the buyer as the precision of their places leaves open: `least` is
        nowhere more than `middle`, `most` nowhere less.
    """

    middle: Verdict
    least: Verdict
    most: Verdict

    @classmethod
    def exact(cls, verdict: Verdict) -> Verdicts:
        """Return the verdicts where all places are exact."""
        return cls(verdict, verdict, verdict)

    def each(self, change: Callable[[Verdict], Verdict]) -> Verdicts:
        """Return what becomes of each; where places are exact it is worked out once."""
        middle = change(self.middle)
        if self.least is self.middle and self.most is self.middle:
            return Verdicts.exact(middle)
        return Verdicts(middle, change(self.least), change(self.most))

    @property
    def imprecise(self) -> Bools:
        """Where the side that is known for the coordinates is left open by their precision.

        Examples
        --------
        >>> yes, no = np.array([1], dtype=np.int8), np.array([0], dtype=np.int8)
        >>> Verdicts(yes, no, yes).imprecise.tolist(), Verdicts.exact(yes).imprecise.tolist()
        ([True], [False])
        """
        lost = (self.middle == YES) & (self.least != YES)
        won = (self.middle == NO) & (self.most != NO)
        return np.asarray(lost | won)


def by_time(travel: Travel, minutes: float) -> Verdicts:
    """Return whether the times are within so many minutes.

    Examples
    --------
    >>> told = np.array([50.0, 70.0])
    >>> by_time(Travel(told, told, told, told - 15, told + 5), 60).most.tolist()
    [1, 1]
    """
    middle = within(travel.minutes, minutes)
    if travel.nearest is travel.minutes and travel.farthest is travel.minutes:
        return Verdicts.exact(middle)
    return Verdicts(middle, within(travel.farthest, minutes), within(travel.nearest, minutes))


SHORTER, LONGER = 0.75, 1.25
"""The thresholds beside the one that is asked for, as shares of it: METRICS sets a rate beside that at T ± 25 %."""
ENDS = ("slow", "fast", "rate_shorter", "rate_longer")


def at_ends(travel: Travel, minutes: float) -> dict[str, Verdict]:
    """Return what counts at the slow and the fast end of the times, and at a shorter and a longer threshold.

    Examples
    --------
    >>> told = np.array([50.0, 70.0])
    >>> [verdict.tolist() for verdict in at_ends(Travel(told, told - 20, told + 20), 60).values()]
    [[0, 0], [1, 1], [0, 0], [1, 1]]
    """
    told = (travel.high, minutes), (travel.low, minutes), (travel.minutes, SHORTER * minutes)
    verdicts = (within(*end) for end in (*told, (travel.minutes, LONGER * minutes)))
    return dict(zip(ENDS, verdicts, strict=True))


def by_area(area: Area, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdicts:
    """Return whether suppliers are in the areas of buyers; only areas of distances leave anything open.

    The names and codes of places say what they say, however precisely a firm is located.
    """
    return Verdicts(*area.ends(net, supplier, buyer))
