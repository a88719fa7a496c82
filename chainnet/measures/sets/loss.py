"""What is left without a set of firms, for one measure: what the searches for sets ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from chainnet.measures.prepared import Bools, Floats, Ints

CLOSE = 1e-9
"""Values nearer than this are one: sums differ in their last digits with the order of the rows."""


class SetLoss(Protocol):
    """What is left without a set of firms; firms are rows of `net.firms`, values shares in [0, 1]."""

    @property
    def n(self) -> int:
        """Number of firms."""
        ...

    @property
    def size(self) -> int:
        """Number of firms and links: what one look at all firms costs."""
        ...

    def left(self, chosen: Ints) -> float:
        """Return what is left without these firms."""
        ...

    def left_after_each(self, chosen: Ints, candidates: Ints) -> Floats:
        """Return what is left without the chosen firms and each candidate alone besides.

        A candidate that an earlier one brings down may get what is left before: it can do no better than that one.
        """
        ...

    def groups(self, chosen: Ints, removable: Bools, most: int) -> Iterator[tuple[Ints, float]]:
        """Give sets of 2 to `most` firms worth removing at once, and what each leaves besides the chosen ones."""
        ...

    def promise(self, chosen: Ints) -> Floats:
        """Return, for each firm, what tells firms apart that leave the same: the more the sooner; shape (n,)."""
        ...

    def starts(self, removable: Bools) -> list[Ints]:
        """Return whole orders whose first firms may make a good set."""
        ...
