"""How fast a lorry goes on each class of road, for roads whose speed limit the map does not say: most in China."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from chainnet.errors import Fault, InputError, Said

FERRY = "ferry"
KMH: Mapping[str, float] = MappingProxyType(
    {
        "motorway": 100.0,  # Regulations Art. 78: at most 100 for all but small cars
        "trunk": 80.0,  # JTG B01-2014: class 1 highways 100, 80, 60; CJJ 37-2012: urban expressways 100, 80, 60
        "primary": 60.0,  # JTG B01-2014: class 2 highways 80, 60; CJJ 37-2012: arterial roads 60, 50, 40
        "secondary": 50.0,  # Regulations Art. 45: one lane each way, 50 in cities, 70 outside
        "tertiary": 40.0,  # Regulations Art. 45: without a centre line, 40 outside cities; JTG B01-2014: class 3 40, 30
        "unclassified": 30.0,  # Regulations Art. 45: without a centre line, 30 in cities; JTG B01-2014: class 4 30, 20
        "residential": 30.0,  # the same
        "road": 30.0,  # a road of unknown class
        "living_street": 15.0,  # [own]
        "service": 15.0,  # [own] yards and parking aisles
        "motorway_link": 40.0,  # [own] links: ramps, mostly designed for 40 or less
        "trunk_link": 40.0,
        "primary_link": 30.0,
        "secondary_link": 30.0,
        "tertiary_link": 30.0,
        FERRY: 15.0,  # [own] where the map says no duration
    }
)
"""Free-flow km/h by OpenStreetMap class, and for ferries.

Regulations: 道路交通安全法实施条例 (State Council decree 405), Art. 45 and 78. JTG B01-2014: 公路工程技术标准, design
speeds. CJJ 37-2012: 城市道路工程设计规范, design speeds. Of a range, one that the law's limit allows is taken [own].
"""
CLASSES = tuple(KMH)
MIDDLE, SLOW, FAST = 0.8, 0.6, 1.0


@dataclass(frozen=True)
class Speeds:
    """Free-flow speeds by class of road, and what traffic leaves of them.

    Parameters
    ----------
    kmh : mapping of str to float
        Free-flow km/h by class, in place of those of the table `KMH`; classes that are not named keep theirs.
    middle, slow, fast : float
        The share of the free-flow speed that is driven: on an ordinary day, at the worst of the day, and with roads
        empty. [own] A share of 0.6 is a delay index of 1.7, as at the peak of large Chinese cities.

    Raises
    ------
    InputError
        Where a class is unknown, a speed is not above zero, or not slow <= middle <= fast.

    Notes
    -----
    A ``maxspeed`` on the map, where it is a number, is the free-flow speed instead, but never more than that of a
    motorway. Ferries are at their own pace, whatever the traffic.

    Examples
    --------
    >>> Speeds({"motorway": 90}).of("motorway"), Speeds().of("primary")
    (90.0, 60.0)
    """

    kmh: Mapping[str, float] = field(default_factory=dict)
    middle: float = MIDDLE
    slow: float = SLOW
    fast: float = FAST

    def __post_init__(self) -> None:
        known = ", ".join(CLASSES)
        hint = Said(f"the classes are {known}", f"道路等级有 {known}")
        faults = [
            Fault(Said(f"no class of road {name!r}", f"没有道路等级“{name}”"), hint)
            for name in self.kmh
            if name not in KMH
        ]
        faults += [
            Fault(
                Said(f"the speed of {name} is {speed}", f"{name} 的速度为 {speed}"),
                Said("give km/h above zero", "请给大于零的时速（km/h）"),
            )
            for name, speed in self.kmh.items()
            if not (np.isfinite(speed) and speed > 0)
        ]
        if not 0 < self.slow <= self.middle <= self.fast < np.inf:
            problem = Said(
                f"slow, middle and fast are {self.slow}, {self.middle}, {self.fast}",
                f"慢、中、快为 {self.slow}、{self.middle}、{self.fast}",
            )
            faults.append(
                Fault(problem, Said("give shares with 0 < slow <= middle <= fast", "请给 0 < 慢 ≤ 中 ≤ 快 的比例"))
            )
        if faults:
            raise InputError(faults)
        object.__setattr__(self, "kmh", {name: float(speed) for name, speed in self.kmh.items()})

    def of(self, name: str) -> float:
        """Return the free-flow km/h of a class."""
        return float(self.kmh.get(name, KMH[name]))

    def describe(self, lang: str = "en") -> str:
        """Say the speeds of the main classes and the shares in a few words."""
        main = ", ".join(f"{name} {self.of(name):g}" for name in ("motorway", "trunk", "primary", "secondary"))
        if lang == "zh":
            return f"自由流 {main} 公里/时 × {self.middle:g}（慢 {self.slow:g}，快 {self.fast:g}）"
        return f"free flow {main} km/h × {self.middle:g} (slow {self.slow:g}, fast {self.fast:g})"
