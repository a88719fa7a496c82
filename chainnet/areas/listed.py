"""An area that is a list of firms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from chainnet.areas.area import YES, Area, Bools, Codes, Verdict, Zones
from chainnet.network import SupplyNetwork


@dataclass(frozen=True)
class Firms(Area):
    """Local is a list of firms.

    Parameters
    ----------
    ids : iterable of str
        Firm ids.
    label : str
        What to call the list.

    Examples
    --------
    >>> Firms(["S1", "S2"]).describe()
    '2 listed firms'
    """

    ids: Iterable[str]
    label: str = ""

    def __post_init__(self) -> None:
        ids = [self.ids] if isinstance(self.ids, str) else self.ids
        object.__setattr__(self, "ids", tuple(dict.fromkeys(str(firm) for firm in ids)))

    def __repr__(self) -> str:
        return f"<Firms: {self.describe()}>"  # thousands of ids would say less

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        number = len(tuple(self.ids))
        text = f"名单内 {number} 家企业" if lang == "zh" else f"{number} listed firms"
        return f"{text} ({self.label})" if self.label else text

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where the supplier is in the list."""
        del buyer
        listed = np.zeros(net.n, dtype=np.int8)
        listed[[net.code(firm) for firm in self.ids]] = YES
        return listed[supplier]

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return True: the buyer's place does not matter."""
        return np.ones(net.n, dtype=bool)

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return one zone for all."""
        return np.zeros(net.n, dtype=np.int64)
