"""Travel time estimated from the distance as the crow flies."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from chainnet.errors import Fault, InputError, Said
from chainnet.gazetteer.extent import EARTH_RADIUS_KM
from chainnet.network import SupplyNetwork
from chainnet.travel.abroad import no_way
from chainnet.travel.pairs import pair_km
from chainnet.travel.precision import extents
from chainnet.travel.times import Codes, Travel

SLOW_TERMINAL, FAST_TERMINAL = 8 / 5, 3 / 5
"""Slow and fast ends of the terminal time as shares of its middle: 8 and 3 minutes beside 5."""
SLOW_PER_KM, FAST_PER_KM = 1.5 / (1.324 / 72 * 60), 0.71 / (1.324 / 72 * 60)
"""Slow and fast ends of the minutes per great-circle km: 1.5 and 0.71 beside 1.103."""
_ROUNDED = 1e-5
"""Share by which an end may lie across the middle: options are written with six digits."""

Degrees = npt.NDArray[np.float64]


def great_circle_km(longitude: Degrees, latitude: Degrees, to_longitude: Degrees, to_latitude: Degrees) -> Degrees:
    """Return great-circle distances by the haversine formula on a sphere of the mean Earth radius.

    Parameters
    ----------
    longitude, latitude, to_longitude, to_latitude : ndarray of float64
        Degrees, of shapes that broadcast.

    Returns
    -------
    ndarray of float64
        Kilometres.

    Examples
    --------
    >>> float(great_circle_km(113.930413, 22.533287, 113.88402, 22.554985).round(2))
    5.34
    """
    lon1, lat1, lon2, lat2 = (np.radians(angle) for angle in (longitude, latitude, to_longitude, to_latitude))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


@dataclass(frozen=True)
class Estimate:
    """Minutes = terminal + great-circle km × detour ÷ speed × 60.

    Parameters
    ----------
    terminal : float
        Minutes for loading, getting to the road and parking.
    detour : float
        Road km for each km as the crow flies; 1.324 is the mean of 25 Chinese cities
        (Annals of GIS 2021, doi 10.1080/19475683.2021.1966503).
    speed : float
        Km/h. With the defaults one hour is about 50 km.
    slow, fast : tuple of float, optional
        Slow and fast ends: minutes for the terminal and minutes a great-circle km, as `calibrate` finds them. Unless
        given they are in proportion to the middle.

    Raises
    ------
    InputError
        Where a parameter is out of its range.

    Notes
    -----
    The slow end is 8 min + 1.5 min/km and the fast end 3 min + 0.71 min/km at the defaults; other parameters move
    them in proportion where no ends are given. On five road networks a fixed 50 km radius put 6-31 % of pairs on the
    wrong side of the hour: the band belongs to the figure.

    Examples
    --------
    >>> round(Estimate().km(60), 1), round(Estimate().km(60, end="slow"), 1), round(Estimate().km(60, end="fast"), 1)
    (49.8, 34.7, 80.3)
    """

    terminal: float = 5.0
    detour: float = 1.324
    speed: float = 72.0
    slow: tuple[float, float] | None = field(default=None, kw_only=True)
    fast: tuple[float, float] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        limits = (
            ("terminal", 0.0, Said("give minutes, zero or more", "请给零或更大的分钟数")),
            ("detour", 1.0, Said("give 1 or more", "请给 1 或更大的数")),
            ("speed", 1e-9, Said("give km/h above zero", "请给大于零的时速（km/h）")),
        )
        faults = [
            Fault(Said(f"{name} is {getattr(self, name)}", f"{name} 为 {getattr(self, name)}"), hint)
            for name, least, hint in limits
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) >= least)
        ]
        faults = faults or [*self._check_end("slow", self.slow), *self._check_end("fast", self.fast)]
        if faults:
            raise InputError(faults)

    def _check_end(self, name: str, end: tuple[float, float] | None) -> list[Fault]:
        """Return what is wrong with an end: it lies on the other side of the middle, or is no two numbers."""
        if end is None:
            return []
        middle = self.terminal, self.per_km
        low, high = (middle, end) if name == "slow" else ((0.0, 0.0), end)
        right = len(end) == 2 and all(a * (1 - _ROUNDED) <= b < np.inf for a, b in zip(low, high, strict=True))
        if right and (name == "slow" or all(a * (1 - _ROUNDED) <= b for a, b in zip(end, middle, strict=True))):
            return []
        limits = f"{middle[0]:g} min + {middle[1]:.4g} min/km"
        en, zh = ("at least", "不小于") if name == "slow" else ("zero or more and at most", "不小于零且不大于")
        problem = Said(f"the {name} end is {end}", f"{'偏慢' if name == 'slow' else '偏快'}一端为 {end}")
        return [
            Fault(
                problem,
                Said(f"give minutes and minutes/km, each {en} {limits}", f"请给分钟和分钟/公里，各{zh} {limits}"),
            )
        ]

    @property
    def estimated(self) -> bool:
        """True: these are no measured times."""
        return True

    @property
    def per_km(self) -> float:
        """Minutes per great-circle km."""
        return self.detour / self.speed * 60

    def describe(self, lang: str = "en") -> str:
        """Say in one line that it is an estimate, and by which parameters."""
        if lang == "zh":
            ends = self._describe_ends(
                "偏慢 {:.4g} 分钟 + {:.4g} 分钟/公里", "偏快 {:.4g} 分钟 + {:.4g} 分钟/公里", "，"
            )
            return f"按直线距离估算：{self.terminal:g} 分钟 + 公里 × {self.detour:g} ÷ {self.speed:g} 公里/时{ends}"
        ends = self._describe_ends("slow {:.4g} min + {:.4g} min/km", "fast {:.4g} min + {:.4g} min/km", ", ")
        return f"estimate: {self.terminal:g} min + great-circle km × {self.detour:g} ÷ {self.speed:g} km/h{ends}"

    def _describe_ends(self, slow: str, fast: str, mark: str) -> str:
        """Return the ends that are given, each after the mark."""
        said = [form.format(*end) for form, end in ((slow, self.slow), (fast, self.fast)) if end is not None]
        return "".join(mark + text for text in said)

    def minutes(self, km: Degrees, *, end: str = "middle") -> Degrees:
        """Return the minutes for great-circle km; `end` is middle, slow or fast."""
        terminal, per_km = self._ends(end)
        return terminal + km * per_km

    def km(self, minutes: float, *, end: str = "middle") -> float:
        """Return the great-circle km that can be done in so many minutes."""
        terminal, per_km = self._ends(end)
        return max(0.0, (minutes - terminal) / per_km)

    def _ends(self, end: str) -> tuple[float, float]:
        given = {"slow": self.slow, "fast": self.fast}.get(end)
        if given is not None:
            return given
        terminal, per_km = {
            "middle": (1.0, 1.0),
            "slow": (SLOW_TERMINAL, SLOW_PER_KM),
            "fast": (FAST_TERMINAL, FAST_PER_KM),
        }[end]
        return self.terminal * terminal, self.per_km * per_km

    def between(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> Travel:
        """Return the times of pairs of firms.

        Infinite where the two are on different land; NaN where one is not located, and so may be anywhere. Firms
        placed at the point of a district, city or province lie up to its extent away from it, which makes `nearest`
        and `farthest`.
        """
        km = pair_km(net, origin, destination)
        km[no_way(net, origin, destination)] = np.inf
        travel = Travel(self.minutes(km), self.minutes(km, end="fast"), self.minutes(km, end="slow"))
        extent = extents(net)
        if len(origin) > net.n and not extent.any():
            return travel
        apart = extent[origin] + extent[destination]
        if not apart.any():
            return travel
        return travel._replace(nearest=self.minutes(np.maximum(km - apart, 0.0)), farthest=self.minutes(km + apart))
