"""What every area answers, and how verdicts go together."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from chainnet.network import SupplyNetwork

YES, NO, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)
Verdict = npt.NDArray[np.int8]
Codes = npt.NDArray[np.int32]
Zones = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_Found = TypeVar("_Found")


class Ends(NamedTuple):
    """Verdicts with every firm at its coordinates, and as far and as near as the precision of places leaves open."""

    middle: Verdict
    least: Verdict
    most: Verdict


class Area(ABC):
    """What counts as local."""

    @abstractmethod
    def describe(self, lang: str = "en") -> str:
        """Say in a few words what is local."""

    @abstractmethod
    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES, NO or UNKNOWN for pairs of firms, given as rows of `net.firms`."""

    @abstractmethod
    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return for each firm whether, as a buyer, its area is known; shape (n,)."""

    def ends(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Ends:
        """Return the verdict, at least and at most; only areas of distances leave anything open."""
        verdict = self.verdict(net, supplier, buyer)
        return Ends(verdict, verdict, verdict)

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return a number for each firm: as buyers, firms of one number have one area; shape (n,)."""
        return np.arange(net.n)


def known_of(made: WeakKeyDictionary[SupplyNetwork, dict[Any, Any]], net: SupplyNetwork, key: Any,
             make: Callable[[], _Found]) -> _Found:  # fmt: skip
    """Return what has been made of a network before: it never changes, so the work is done once."""
    found = made.setdefault(net, {})
    if key not in found:
        found[key] = make()
    done: _Found = found[key]
    return done


def both(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict of two conditions at once: NO where one is NO, else UNKNOWN where one is UNKNOWN.

    Examples
    --------
    >>> both(np.array([1, 1, -1, -1], dtype=np.int8), np.array([1, 0, 0, 1], dtype=np.int8)).tolist()
    [1, 0, 0, -1]
    """
    no, unknown = (one == NO) | (other == NO), (one == UNKNOWN) | (other == UNKNOWN)
    return np.where(no, NO, np.where(unknown, UNKNOWN, YES)).astype(np.int8)


def either(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict of one condition or another: YES where one is YES, else UNKNOWN where one is UNKNOWN.

    Examples
    --------
    >>> either(np.array([1, 1, -1, 0], dtype=np.int8), np.array([-1, 0, 0, 0], dtype=np.int8)).tolist()
    [1, 1, -1, 0]
    """
    yes, unknown = (one == YES) | (other == YES), (one == UNKNOWN) | (other == UNKNOWN)
    return np.where(yes, YES, np.where(unknown, UNKNOWN, NO)).astype(np.int8)
