"""Several areas as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from chainnet.areas.area import Area, Bools, Codes, Ends, Verdict, Zones, either
from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork


@dataclass(frozen=True)
class Union(Area):
    """Local is what is local by at least one of several areas.

    YES where one says so, NO where all say so, else not known.

    Parameters
    ----------
    areas : iterable of Area

    Examples
    --------
    >>> from chainnet.areas import City, Kilometres
    >>> Union([City(), Kilometres(30)]).describe()
    'same city or within 30 km as the crow flies'
    """

    areas: Iterable[Area]

    def __post_init__(self) -> None:
        object.__setattr__(self, "areas", tuple(self.areas))
        if not self.areas:
            hint = Said("give one or more", "请至少给一个")
            raise InputError.one(Said("a union of no areas", "没有给出任何本地范围"), hint=hint)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return ("，或" if lang == "zh" else " or ").join(area.describe(lang) for area in self.areas)

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where one area says so, NO where all do."""
        return reduce(either, [area.verdict(net, supplier, buyer) for area in self.areas])

    def ends(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Ends:
        """Return the verdict, at least and at most."""
        found = [area.ends(net, supplier, buyer) for area in self.areas]
        middle = reduce(either, [ends.middle for ends in found])
        if all(ends.least is ends.middle and ends.most is ends.middle for ends in found):
            return Ends(middle, middle, middle)
        return Ends(middle, *(reduce(either, [ends[at] for ends in found]) for at in (1, 2)))

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the buyer's place is known to one of the areas."""
        return np.logical_or.reduce(self._each(net, lambda area: area.places_buyer(net)))

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return a number for each combination of the areas' zones."""
        zones = np.column_stack(self._each(net, lambda area: area.zones(net)))
        return np.unique(zones, axis=0, return_inverse=True)[1].ravel()

    def _each(self, net: SupplyNetwork, ask: Callable[[Area], np.ndarray]) -> list[np.ndarray]:
        return [ask(area) for area in self.areas]
