"""Areas around the buyer: within so many minutes, or so many kilometres."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas.area import NO, UNKNOWN, YES, Area, Bools, Codes, Ends, Verdict, Zones
from chainnet.areas.cells import need
from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times, Travel, great_circle_km
from chainnet.travel.abroad import abroad
from chainnet.travel.precision import extents


@dataclass(frozen=True)
class Minutes(Area):
    """Local is what lies within so many minutes of the buyer.

    The verdict takes every firm to lie at its coordinates; what their precision leaves open goes into the bounds of
    `chainnet.local_rate`.

    Parameters
    ----------
    minutes : float
        The threshold; a time equal to it is within.
    times : Times
        Where the travel times come from.

    Examples
    --------
    >>> Minutes(60).describe()
    'within 60 minutes (estimate: 5 min + great-circle km × 1.324 ÷ 72 km/h)'
    """

    minutes: float = 60.0
    times: Times = field(default_factory=Estimate)

    def __post_init__(self) -> None:
        if not (np.isfinite(self.minutes) and self.minutes >= 0):
            hint = Said("give a number of minutes, zero or more", "请给零或更大的分钟数")
            raise InputError.one(Said(f"{self.minutes} minutes", f"时间为 {self.minutes} 分钟"), hint=hint)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        if lang == "zh":
            return f"{self.minutes:g} 分钟以内（{self.times.describe('zh')}）"
        return f"within {self.minutes:g} minutes ({self.times.describe()})"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES within the threshold, NO beyond it or where there is no way, UNKNOWN where not known."""
        return within(self._travel(net, supplier, buyer).minutes, self.minutes)

    def ends(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Ends:
        """Return the verdict, and those with both as far and as near as the precision of their places leaves open."""
        travel = self._travel(net, supplier, buyer)
        return _ends(travel.minutes, travel.nearest, travel.farthest, self.minutes)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the firm is located."""
        return net.located

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return a number for each place where the times go by places, else one for each firm."""
        return _spots(net) if isinstance(self.times, Estimate) else np.arange(net.n)

    def _travel(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Travel:
        """Return the times; raise an `InputError` where none is known because no firm is located."""
        travel = self.times.between(net, supplier, buyer)
        if np.isnan(travel.minutes).all():  # a table of times needs no coordinates
            need(net, "longitude")
        return travel


@dataclass(frozen=True)
class Kilometres(Area):
    """Local is what lies within so many kilometres of the buyer, as the crow flies.

    The verdict takes every firm to lie at its coordinates; what their precision leaves open goes into the bounds of
    `chainnet.local_rate`. A firm abroad is not local, wherever exactly it is.

    Parameters
    ----------
    kilometres : float
        The great-circle distance on a sphere of the mean Earth radius; one equal to it is within.

    Examples
    --------
    >>> Kilometres(30).describe(), Kilometres(30).describe("zh")
    ('within 30 km as the crow flies', '直线距离 30 公里以内')
    """

    kilometres: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.kilometres) and self.kilometres >= 0):
            hint = Said("give a number of kilometres, zero or more", "请给零或更大的公里数")
            raise InputError.one(Said(f"{self.kilometres} km", f"距离为 {self.kilometres} 公里"), hint=hint)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        if lang == "zh":
            return f"直线距离 {self.kilometres:g} 公里以内"
        return f"within {self.kilometres:g} km as the crow flies"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES within the distance, NO beyond it, UNKNOWN where one is not located and not abroad."""
        return within(_km(net, supplier, buyer), self.kilometres)

    def ends(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Ends:
        """Return the verdict, and those with both as far and as near as the precision of their places leaves open."""
        km, extent = _km(net, supplier, buyer), extents(net)
        if not extent.any():
            return _ends(km, km, km, self.kilometres)
        apart = extent[supplier] + extent[buyer]
        return _ends(km, np.maximum(km - apart, 0.0), km + apart, self.kilometres)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the firm is located."""
        return net.located

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return a number for each place."""
        return _spots(net)


def within(amount: npt.NDArray[np.float64], threshold: float) -> Verdict:
    """Return YES where minutes, or kilometres, are at most the threshold, UNKNOWN where they are NaN.

    Examples
    --------
    >>> within(np.array([59.0, 60.0, 61.0, np.inf, np.nan]), 60).tolist()
    [1, 1, 0, 0, -1]
    """
    return np.where(np.isnan(amount), UNKNOWN, np.where(amount <= threshold, YES, NO)).astype(np.int8)


def _ends(
    middle: npt.NDArray[np.float64],
    nearest: npt.NDArray[np.float64],
    farthest: npt.NDArray[np.float64],
    threshold: float,
) -> Ends:
    verdict = within(middle, threshold)
    if nearest is middle and farthest is middle:
        return Ends(verdict, verdict, verdict)
    return Ends(verdict, within(farthest, threshold), within(nearest, threshold))


def _km(net: SupplyNetwork, supplier: Codes, buyer: Codes) -> npt.NDArray[np.float64]:
    """Return the distances of pairs; infinite where one of two firms in different countries is not located."""
    need(net, "longitude")
    start, end = net.coordinates[supplier], net.coordinates[buyer]
    km = great_circle_km(start[..., 0], start[..., 1], end[..., 0], end[..., 1])
    return np.where(np.isnan(km) & abroad(net, supplier, buyer), np.inf, km)


def _spots(net: SupplyNetwork) -> Zones:
    """Return a number for all that is known of where a firm is."""
    place = np.nan_to_num(np.column_stack([net.coordinates, extents(net)]), nan=999.0)
    region = pd.factorize(net.firm_column("region"))[0]
    coded = net.firm_column("adcode").notna().to_numpy(dtype=bool)
    return np.unique(np.column_stack([place, region, coded]), axis=0, return_inverse=True)[1].ravel()
