"""What "local" means: one small type an area.

Each answers, for pairs of a supplier and a buyer, whether the supplier is in the buyer's area: yes, no, or not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said, told
from chainnet.gazetteer import bare_name, city_code, city_named
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times
from chainnet.travel.abroad import abroad

YES, NO, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)
Verdict = npt.NDArray[np.int8]
Codes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


class Area(Protocol):
    """What counts as local."""

    def describe(self, lang: str = "en") -> str:
        """Say in a few words what is local."""
        ...

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES, NO or UNKNOWN for pairs of firms, given as rows of `net.firms`."""
        ...

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return for each firm whether, as a buyer, its area is known; shape (n,)."""
        ...


def _text(net: SupplyNetwork, column: str) -> npt.NDArray[np.object_]:
    """Return a column as texts, None where missing."""
    values = net.firm_column(column)
    known = values.notna().to_numpy()
    texts = np.full(net.n, None, dtype=object)
    texts[known] = values[known].astype("str").to_numpy(dtype=object)
    return texts


def _need(net: SupplyNetwork, *wanted: str, otherwise: str = Said("choose another area", "换一种本地范围")) -> None:
    columns = list(dict.fromkeys(wanted))
    if not any(net.firm_column(column).notna().any() for column in columns):
        en, zh = " or ".join(columns), "或".join(f"“{terms.show(column, 'zh')}”" for column in columns)
        problem = Said(f"the firms table says nothing of {en}", f"企业表中没有填写{zh}")
        hint = Said(
            f"fill in the column {en} of the firms table, or {otherwise}",
            f"请填写企业表的{zh}列，或{told(otherwise, 'zh')}",
        )
        raise InputError.one(problem, hint=hint, column=columns[0])


@dataclass(frozen=True)
class Agree:
    """Local is what has the same text in a column of the firms.

    Parameters
    ----------
    column : str
        Any column. A firm with an empty cell is not known.

    Examples
    --------
    >>> Agree("stage").describe()
    'same stage'
    """

    column: str

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return f"同一{terms.show(self.column, 'zh')}" if lang == "zh" else f"same {self.column}"

    def keys(self, net: SupplyNetwork) -> npt.NDArray[np.object_]:
        """Return what must agree, None where not known, shape (n,)."""
        if self.column not in net.firms:
            there = list(map(str, net.firms))
            raise InputError.one(
                Said(f"no column {self.column!r} in the firms table", f"企业表中没有“{self.column}”列"),
                hint=Said(f"there are: {', '.join(there)}", f"现有：{'、'.join(there)}"),
            )
        _need(net, self.column)
        return _text(net, self.column)

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where both agree, UNKNOWN where one is not known."""
        codes, _ = pd.factorize(self.keys(net))
        one, other = codes[supplier], codes[buyer]
        return np.where((one < 0) | (other < 0), UNKNOWN, np.where(one == other, YES, NO)).astype(np.int8)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the column is filled."""
        return pd.notna(self.keys(net))


@dataclass(frozen=True)
class Cluster:
    """Local is what belongs to the same cluster; a firm known to be in none (``none``) is local to nobody.

    Examples
    --------
    >>> Cluster().describe("zh")
    '同一集群'
    """

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return "同一集群" if lang == "zh" else "same cluster"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where both are in one cluster, NO where one is known to be in none."""
        _need(net, "cluster")
        outside = net.firm_column("cluster").eq(terms.NO_CLUSTER).to_numpy(dtype=bool)
        verdict = Agree("cluster").verdict(net, supplier, buyer)
        return np.where(outside[supplier] | outside[buyer], NO, verdict).astype(np.int8)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the cluster is known."""
        return net.firm_column("cluster").notna().to_numpy(dtype=bool)


@dataclass(frozen=True)
class _Administrative:
    """Local is what lies in the same administrative unit, by code where there is one, else by name.

    Where one of two firms has neither code nor name but their regions are both given and differ (one is abroad,
    say), it is known and not local.
    """

    level: str = field(init=False)

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES in the same unit, NO in another one, another province or another region, else UNKNOWN."""
        _need(net, "adcode", self.level, "city", "region")
        codes, names, provinces, regions = (pd.factorize(keys)[0] for keys in self._keys(net))
        verdict = np.full(len(supplier), UNKNOWN, dtype=np.int8)
        for keys in (names, codes):  # codes have the last word
            one, other = keys[supplier], keys[buyer]
            known = (one >= 0) & (other >= 0)
            verdict[known] = np.where(one[known] == other[known], YES, NO)
        for keys in (provinces, regions):
            one, other = keys[supplier], keys[buyer]
            apart = (one >= 0) & (other >= 0) & (one != other)
            verdict[apart & (verdict == UNKNOWN)] = NO
        verdict[abroad(net, supplier, buyer) & (verdict == UNKNOWN)] = NO
        return verdict

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where a code, a name or a region is known."""
        return np.logical_or.reduce([pd.notna(keys) for keys in self._keys(net)])

    def _keys(self, net: SupplyNetwork) -> tuple[npt.NDArray[np.object_], ...]:
        cities = [city_named(name) if name else None for name in _text(net, "city")]
        adcodes = [code or named for code, named in zip(_text(net, "adcode"), cities, strict=True)]
        provinces = np.array([code[:2] if code else None for code in adcodes], dtype=object)
        codes = np.array([_city(code) for code in adcodes], dtype=object) if self.level == "city" else provinces
        written, regions = _text(net, self.level), _text(net, "region")
        names = np.array([bare_name(name) if name else None for name in written], dtype=object)
        if not pd.notna(codes).any() and not pd.notna(names).any():
            names = regions  # nothing finer is given: the region's name is the place
        return codes, names, provinces, regions


def _city(adcode: str | None) -> str | None:
    """Return what is the same within a city; None where the code is a whole province's."""
    one_city = ("11", "12", "31", "50", "81", "82")  # the municipalities, Hong Kong and Macau
    if not adcode or (adcode[2:] in ("0000", "9000") and adcode[:2] not in one_city):
        return None
    return city_code(adcode)


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
class Fixed:
    """Local is what has a given text in a column, wherever the buyer is.

    Parameters
    ----------
    column, value : str

    Examples
    --------
    >>> Fixed("region", "China").describe()
    'region = China'
    """

    column: str
    value: str

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        return f"{terms.show(self.column, lang) if lang == 'zh' else self.column} = {self.value}"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where the supplier's cell is the value, UNKNOWN where it is empty."""
        del buyer
        keys = Agree(self.column).keys(net)
        if self.value not in set(keys):
            there = sorted({key for key in keys if key is not None})
            en, zh = (mark.join(there[:12]) + (" …" if len(there) > 12 else "") for mark in (", ", "、"))
            column = terms.show(self.column, "zh")
            raise InputError.one(
                Said(f"no firm has {self.column} = {self.value!r}", f"没有企业的“{column}”是“{self.value}”"),
                hint=Said(f"write one of: {en}", f"写以下之一：{zh}"),
            )
        verdict = np.where(pd.isna(keys), UNKNOWN, np.where(keys == self.value, YES, NO)).astype(np.int8)
        return verdict[supplier]

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return True: the buyer's place does not matter."""
        return np.ones(net.n, dtype=bool)


@dataclass(frozen=True)
class Firms:
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


@dataclass(frozen=True)
class Minutes:
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
        return within(self.times.between(net, supplier, buyer).minutes, self.minutes)

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return where the firm is located."""
        return net.located


def within(minutes: npt.NDArray[np.float64], threshold: float) -> Verdict:
    """Return YES where minutes are at most the threshold, UNKNOWN where they are NaN.

    Examples
    --------
    >>> within(np.array([59.0, 60.0, 61.0, np.inf, np.nan]), 60).tolist()
    [1, 1, 0, 0, -1]
    """
    return np.where(np.isnan(minutes), UNKNOWN, np.where(minutes <= threshold, YES, NO)).astype(np.int8)


def both(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict of two conditions at once: NO where one is NO, else UNKNOWN where one is UNKNOWN.

    Examples
    --------
    >>> both(np.array([1, 1, -1, -1], dtype=np.int8), np.array([1, 0, 0, 1], dtype=np.int8)).tolist()
    [1, 0, 0, -1]
    """
    no, unknown = (one == NO) | (other == NO), (one == UNKNOWN) | (other == UNKNOWN)
    return np.where(no, NO, np.where(unknown, UNKNOWN, YES)).astype(np.int8)


def has_grade(net: SupplyNetwork, grades: Iterable[str]) -> Verdict:
    """Return for each firm whether it has one of the grades; UNKNOWN where its grade is not given, shape (n,)."""
    wanted = [grades] if isinstance(grades, str) else list(grades)
    unknown = [grade for grade in wanted if grade not in {term.key for term in terms.GRADES}]
    if unknown:
        known = terms.choices(terms.GRADES)
        problem = Said(f"{unknown[0]!r} is no grade", f"没有“{unknown[0]}”这种称号")
        raise InputError.one(problem, hint=Said(f"write one of {known}", f"写以下之一：{known}"))
    _need(net, "grade", otherwise=Said("ask without a grade", "不要限定称号"))
    grade = net.firm_column("grade")
    return np.where(grade.isna(), UNKNOWN, np.where(grade.isin(wanted), YES, NO)).astype(np.int8)
