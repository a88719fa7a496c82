"""What every source of travel times answers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from chainnet.network import SupplyNetwork

Codes = npt.NDArray[np.int32]
Minutes = npt.NDArray[np.float64]


class Travel(NamedTuple):
    """Travel times of pairs of firms.

    Attributes
    ----------
    minutes : ndarray of float64, shape (p,)
        The time; infinite where there is no way, NaN where it is not known.
    low, high : ndarray of float64, shape (p,)
        The fast and the slow end: the time if all goes well, and if it does not.
    """

    minutes: Minutes
    low: Minutes
    high: Minutes


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
        """Return the times of pairs of firms, given as rows of `net.firms`."""
        ...
