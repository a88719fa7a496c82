"""Search for a set of firms whose loss leaves the least: greedy by firms and groups, then swaps. No guarantee.

Served purchases are not submodular: two suppliers that stand in for each other matter only together, so a gain may
rise as others go. No gain is kept from one step to the next, and groups that stand in for each other go at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from chainnet.measures.prepared import Bools, Ints
from chainnet.measures.sets.loss import CLOSE, SetLoss

WORK = 30_000_000
"""Firms and links that swaps look at before they end, so that time is bounded and the same set is found everywhere."""


class Wanted(NamedTuple):
    """What a set is to do: have `size` firms at most, or leave less than `target`."""

    size: int | None
    target: float | None

    @classmethod
    def no_more_than(cls, left: float) -> Wanted:
        """Make the wish for the fewest firms that leave no more than this."""
        return cls(None, left + 2 * CLOSE)

    @property
    def below(self) -> float:
        """What is left has to be less: the target, less what sums may differ by; a tiny target keeps half of it."""
        return -np.inf if self.target is None else self.target - min(CLOSE, self.target / 2)

    def met(self, left: float) -> bool:
        """Whether what is left is below the target; never where there is none."""
        return left < self.below

    def better(self, loss: SetLoss, one: Ints, other: Ints) -> bool:
        """Whether one set does better than another."""
        return self._worth(loss, one) < self._worth(loss, other)

    def _worth(self, loss: SetLoss, chosen: Ints) -> tuple[bool, int, float]:
        left = round(loss.left(chosen), 9)
        return (False, 0, left) if self.target is None else (not self.met(left), len(chosen), left)


class Search:
    """Sets of removable firms for one measure.

    Parameters
    ----------
    loss : SetLoss
    removable : ndarray of bool, shape (n,)
    rank : ndarray of int32, shape (n,)
        The place of each firm where several do the same.
    progress : callable, optional
        Called after each look at all firms.
    """

    def __init__(
        self, loss: SetLoss, removable: Bools, rank: Ints, progress: Callable[[], object] | None = None
    ) -> None:
        self.loss, self.removable, self._progress = loss, removable, progress
        ranked = np.argsort(rank).astype(np.int32)
        self.candidates = ranked[removable[ranked]]
        self._looks = 0

    @property
    def cut_short(self) -> bool:
        """Whether swaps ended since they had looked at enough, not since none was left to make."""
        return self._looks * self.loss.size > WORK

    def found(self, wanted: Wanted) -> Ints:
        """Return the best set found, the firm with the greatest effect first; no firm in it is there for nothing.

        Where so many firms leave the least there can be, it is the smallest set found that does.
        """
        sets = [self._grown(wanted), *(self._prefix(order, wanted) for order in self.loss.starts(self.removable))]
        best = sets[0]
        for chosen in sets[1:]:
            best = chosen if wanted.better(self.loss, chosen, best) else best
        if wanted.target is None:
            best = self._swapped(best, wanted)
            if self.leaves_least(best):
                best = self._shrunk(best, Wanted.no_more_than(self.loss.left(best)))
        else:
            best = self._shrunk(best if wanted.met(self.loss.left(best)) else self.candidates, wanted)
        return self.in_order(best)

    def leaves_least(self, chosen: Ints) -> bool:
        """Whether no set leaves less: these firms leave as little as all that may be removed."""
        return self.loss.left(chosen) <= self.loss.left(self.candidates) + CLOSE

    def best_next(self, chosen: Ints, candidates: Ints | None = None) -> tuple[int, float] | None:
        """Return the firm that leaves the least besides the chosen ones, and what it leaves."""
        among = self.candidates if candidates is None else candidates
        among = among[~np.isin(among, chosen)]
        if len(among) == 0:
            return None
        after = self.loss.left_after_each(chosen, among)
        self._looks += 1
        if self._progress is not None:
            self._progress()
        promise = self.loss.promise(chosen)[among]
        best = int(np.lexsort((-promise, np.round(after, 9)))[0])  # lexsort keeps the order by rank
        return int(among[best]), float(after[best])

    def in_order(self, chosen: Ints) -> Ints:
        """Return the firms of a set so that each next one leaves the least; those that change nothing are left out."""
        left = self.loss.left(chosen)
        for firm in self.candidates[np.isin(self.candidates, chosen)][::-1]:
            rest = chosen[chosen != firm]
            chosen = rest if self.loss.left(rest) <= left + CLOSE else chosen
        ordered = np.empty(0, np.int32)
        members = self.candidates[np.isin(self.candidates, chosen)]
        while len(ordered) < len(members):
            best = self.best_next(ordered, members)
            assert best is not None
            ordered = np.append(ordered, np.int32(best[0]))
        return ordered

    def _grown(self, wanted: Wanted) -> Ints:
        """Add the firm, or the group of firms that stand in for each other, that takes most a firm."""
        chosen, most = np.empty(0, np.int32), len(self.candidates)
        size = most if wanted.size is None else min(wanted.size, most)
        left = self.loss.left(chosen)
        while len(chosen) < size and left > CLOSE and not wanted.met(left):
            best = self.best_next(chosen)
            assert best is not None
            adding, after = np.array([best[0]], np.int32), best[1]
            for group, value in self.loss.groups(chosen, self.removable, size - len(chosen)):
                if (left - value) / len(group) > (left - after) / len(adding) + CLOSE:
                    adding, after = group, value
            if left - after <= CLOSE and not self.loss.promise(chosen).any():
                break
            chosen = np.append(chosen, adding).astype(np.int32)
            left = self.loss.left(chosen)
        return chosen

    def _thinned(self, chosen: Ints, wanted: Wanted) -> Ints:
        """Put back the firms, the last first, without which the rest still meets the target."""
        if wanted.met(self.loss.left(chosen)):
            for firm in chosen[::-1]:
                rest = chosen[chosen != firm]
                chosen = rest if wanted.met(self.loss.left(rest)) else chosen
        return chosen

    def _prefix(self, order: Ints, wanted: Wanted) -> Ints:
        """Return the first firms of an order: as many as wanted, or the fewest that meet the target."""
        if wanted.size is not None:
            return order[: wanted.size]
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if wanted.met(self.loss.left(order[:middle])) else (middle + 1, high)
        return order[:low]

    def _swapped(self, chosen: Ints, wanted: Wanted) -> Ints:
        """Exchange one firm for another while that leaves less and the target is not met."""
        left, unchanged = self.loss.left(chosen), 0
        while unchanged < len(chosen) and not wanted.met(left) and not self.cut_short:
            rest = chosen[1:]  # the firm that was looked at longest ago
            best = self.best_next(rest)
            if best is not None and best[1] < left - CLOSE:
                chosen, left, unchanged = np.append(rest, np.int32(best[0])), best[1], 0
            else:
                chosen, unchanged = np.append(rest, chosen[0]), unchanged + 1
        return chosen

    def _shrunk(self, chosen: Ints, wanted: Wanted) -> Ints:
        """Do with one firm fewer while swaps still bring the rest below the target."""
        chosen = self._thinned(chosen, wanted)
        while len(chosen) > 1 and wanted.met(self.loss.left(chosen)) and not self.cut_short:
            without = [np.delete(chosen, place) for place in range(len(chosen))]
            fewer = self._swapped(min(without, key=lambda rest: round(self.loss.left(rest), 9)), wanted)
            if not wanted.met(self.loss.left(fewer)):
                break
            chosen = self._thinned(fewer, wanted)
        return chosen
