"""Areas by administrative units: province, city, district."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas.area import NO, UNKNOWN, YES, Area, Bools, Codes, Verdict, Zones, known_of
from chainnet.areas.cells import need, text
from chainnet.gazetteer import bare_name, city_code, city_named, city_of_place, level_of, load
from chainnet.network import SupplyNetwork
from chainnet.travel.abroad import abroad

Ints = npt.NDArray[np.int64]
_KNOWN: WeakKeyDictionary[SupplyNetwork, dict[str, _Keys]] = WeakKeyDictionary()
_ONE_CITY = ("11", "12", "31", "50", "81", "82")
"""The municipalities, Hong Kong and Macau."""


class _Keys(NamedTuple):
    """What says where firms are, as codes, -1 where it is not known: the finest says most."""

    codes: Ints
    names: Ints
    cities: Ints
    provinces: Ints
    regions: Ints


@dataclass(frozen=True)
class _Administrative(Area):
    """Local is what lies in the same administrative unit, by code where there is one, else by name.

    Where one of two firms has neither code nor name but their cities, provinces or regions are both given and differ
    (one is abroad, say), it is known and not local.
    """

    level: str = field(init=False)

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES in the same unit, NO in another one, another province or another region, else UNKNOWN."""
        need(net, "adcode", self.level, "city", "region")
        keys = self._keys(net)

        def compared(codes: Ints) -> Verdict:
            one, other = codes[supplier], codes[buyer]
            return np.where((one < 0) | (other < 0), UNKNOWN, np.where(one == other, YES, NO)).astype(np.int8)

        verdict, coded = compared(keys.names), compared(keys.codes)
        for above in (keys.cities, keys.provinces):  # one name in two provinces is two places
            verdict[compared(above) == NO] = NO
        verdict = np.where(coded == UNKNOWN, verdict, coded)  # codes have the last word
        apart = (compared(keys.regions) == NO) | abroad(net, supplier, buyer)
        verdict[apart & (verdict == UNKNOWN)] = NO
        return verdict

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where a code, a name or a region is known."""
        keys = self._keys(net)
        return np.logical_or.reduce([level >= 0 for level in keys])

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return a number for all that is known of a place."""
        coded = net.firm_column("adcode").notna().to_numpy(dtype=bool)  # which says that it is not abroad
        return np.unique(np.column_stack([*self._keys(net), coded]), axis=0, return_inverse=True)[1].ravel()

    def _keys(self, net: SupplyNetwork) -> _Keys:
        return known_of(_KNOWN, net, self.level, lambda: _keys(net, self.level))


def _keys(net: SupplyNetwork, level: str) -> _Keys:
    adcodes = text(net, "adcode")
    for column, place_of in (("city", city_named), ("district", city_of_place)):
        if column == "city" or level == "district":
            lacking = pd.isna(adcodes)
            adcodes[lacking] = text(net, column, place_of)[lacking]
    places, words = pd.factorize(adcodes)
    provinces: list[str | None] = [str(code)[:2] for code in words]
    cities, districts = [_city(str(code)) for code in words], [_district(str(code)) for code in words]
    units: list[str | None] = {"province": provinces, "city": cities, "district": districts}[level]
    names, regions = text(net, level, bare_name), text(net, "region")
    if level == "district":
        of_city = np.array([*cities, None], dtype=object)[places]
        unclear = np.isin(names.astype(str), list(_shared())) & pd.isna(of_city)
        names[unclear] = None
    if all(unit is None for unit in units) and pd.isna(names).all():
        names = regions  # nothing finer is given: the region's name is the place

    def spread(of_words: list[str | None]) -> Ints:
        return pd.factorize(np.array([*of_words, None], dtype=object)[places])[0]

    above = spread(cities) if level == "district" else np.full(net.n, -1)
    return _Keys(spread(units), pd.factorize(names)[0], above, spread(provinces), pd.factorize(regions)[0])


def _city(adcode: str) -> str | None:
    """Return what is the same within a city; None where the code is a whole province's."""
    if adcode[2:] in ("0000", "9000") and adcode[:2] not in _ONE_CITY:
        return None
    return city_code(adcode)


def _district(adcode: str) -> str | None:
    """Return the code of a district, county or county-level city; None where it is a larger place's."""
    return None if adcode.endswith("00") or _names().get(adcode) == "市辖区" else adcode


@cache
def _names() -> dict[str, str]:
    return {str(code): str(name) for code, name in load()["name"].items()}


@cache
def _shared() -> frozenset[str]:
    """Return the names that districts of several cities have (鼓楼区): they say little without the city."""
    districts = [bare_name(name) for code, name in _names().items() if level_of(code) == "district"]
    return frozenset(name for name, number in Counter(districts).items() if number > 1)


@dataclass(frozen=True)
class City(_Administrative):
    """Local is the same city: the code's first four digits (see `chainnet.gazetteer.city_code`), or the same name.

    Examples
    --------
    >>> City().describe("zh")
    '同一城市'
    """

    level: str = field(default="city", init=False)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return "同一城市" if lang == "zh" else "same city"


@dataclass(frozen=True)
class Province(_Administrative):
    """Local is the same province: the code's first two digits, or the same name.

    Examples
    --------
    >>> Province().describe()
    'same province'
    """

    level: str = field(default="province", init=False)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return "同一省份" if lang == "zh" else "same province"


@dataclass(frozen=True)
class District(_Administrative):
    """Local is the same district, county or county-level city: all six digits of the code, or the same name.

    A code of a whole city, or of its districts taken together (市辖区), does not say which district it is; nor does a
    name that districts of several cities have, where the city is not known.

    Examples
    --------
    >>> District().describe("zh")
    '同一区县'
    """

    level: str = field(default="district", init=False)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return "同一区县" if lang == "zh" else "same district"
