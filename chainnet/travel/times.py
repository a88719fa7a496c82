"""What every source of travel times answers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from chainnet.network import SupplyNetwork

Codes = npt.NDArray[np.int32]
Minutes = npt.NDArray[np.float64]


class _Ends(NamedTuple):
    minutes: Minutes
    low: Minutes
    high: Minutes
    nearest: Minutes
    farthest: Minutes


class Travel(_Ends):
    """Travel times of pairs of firms.

    Parameters
    ----------
    minutes : ndarray of float64, shape (p,)
        The time; infinite where there is no way, NaN where it is not known.
    low, high : ndarray of float64, shape (p,)
        The fast and the slow end: the time if all goes well, and if it does not.
    nearest, farthest : ndarray of float64, shape (p,), optional
        The time at the middle speed if both firms lie as near each other, and as far apart, as the precision of their
        places leaves open; `minutes` unless given.

    Examples
    --------
    >>> told = np.array([40.0])
    >>> Travel(told, told, told).farthest.tolist()
    [40.0]
    """

    __slots__ = ()

    def __new__(
        cls,
        minutes: Minutes,
        low: Minutes,
        high: Minutes,
        nearest: Minutes | None = None,
        farthest: Minutes | None = None,
    ) -> Travel:
        """Fill in that both places are exact."""
        nearest, farthest = (minutes if end is None else end for end in (nearest, farthest))
        return super().__new__(cls, minutes, low, high, nearest, farthest)


class Times(Protocol):
    """A source of travel times."""

    @property
    def estimated(self) -> bool:
        """Whether the times are an estimate."""
        ...

    def describe(self, lang: str = "en") -> str:
        """Say where the times come from, with the parameters, in one line."""
        ...

    def between(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> Travel:
        """Return the times of pairs of firms, given as rows of `net.firms`.

        A source that leaves `nearest` and `farthest` of `Travel` out takes all places as exact.
        """
        ...
