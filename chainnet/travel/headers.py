"""What the headers of a table of pairs mean, in Chinese and English, with the unit of its times."""

from __future__ import annotations

import re
from typing import NamedTuple

from chainnet import terms

_UNITS = {"秒": 1 / 60, "分": 1.0, "分钟": 1.0, "小时": 60.0, "时": 60.0} | {
    spelling: factor
    for factor, spellings in (
        (1 / 60, "s sec secs second seconds 秒钟"),
        (1.0, "m min mins minute minutes 分钟数"),
        (60.0, "h hr hrs hour hours 小时数"),
    )
    for spelling in spellings.split()
}
_ENDINGS = sorted((unit for unit in _UNITS if len(unit) > 2 or not unit.isascii()), key=len, reverse=True)
"""Units that may end a header of more than the unit, as in 时间（秒）; the longest first."""
_STEMS = {
    "minutes": (
        "时间 时长 用时 耗时 车程 行车 行车时间 行程时间 通行时间 驾车时间 "
        "time duration traveltime drivetime drivingtime"
    ),
    "low": "low fast 最短 最快 偏快 下限 下界 最短时间 最快时间 偏快时间",
    "high": "high slow 最长 最慢 偏慢 上限 上界 最长时间 最慢时间 偏慢时间",
}
_TIMES = {terms.fold(stem): role for role, stems in _STEMS.items() for stem in stems.split()}
_WORDS = {
    "origin": "origin fromid originid 出发地 起点 始发地 出发 起始地 出发企业 出发地编号",
    "destination": "destination toid destinationid 目的地 终点 到达地 到达 目的企业 目的地编号",
    "km": "km 公里 直线公里 直线距离公里 直线距离km greatcirclekm 千米 直线距离千米",
    "road_km": "roadkm roaddistancekm 路程公里 路网距离公里 行驶距离公里 道路公里 行驶公里",
}
_ENDS = {"origin": ("origin", "from", "supplier", "出发地", "起点", "供应商")} | {
    "destination": ("destination", "to", "buyer", "目的地", "终点", "采购商")
}
_AXES = {"longitude": ("longitude", "lon", "lng", "经度"), "latitude": ("latitude", "lat", "纬度")}
_LINKED = {term.key: term for term in terms.LINK_COLUMNS if term.key in ("supplier", "buyer")}
_ROLES = {terms.fold(word): role for role, words in _WORDS.items() for word in words.split()} | {
    terms.fold(word): role
    for role, key in (("origin", "supplier"), ("destination", "buyer"))
    for term in (_LINKED[key],)
    for word in (term.key, term.en, term.zh, *term.spellings, f"{term.key}_id", f"{term.zh}编号", f"{term.zh}代码")
}
_ROLES |= {
    terms.fold(end + axis): f"{role}_{name}"
    for role, ends in _ENDS.items()
    for end in ends
    for name, axes in _AXES.items()
    for axis in axes
}


class Meaning(NamedTuple):
    """What a header means, and by what its numbers are multiplied to be in minutes.

    The roles are origin, destination, minutes, low, high, km (as the crow flies), road_km, and the coordinates of the
    ends as in origin_longitude.
    """

    role: str
    factor: float = 1.0


def meaning(header: str) -> Meaning | None:
    """Return what a header means, None where it says nothing of pairs.

    Parameters
    ----------
    header : str
        A time without a unit is in minutes.

    Examples
    --------
    >>> meaning("出发地").role, meaning("Supplier ID").role, meaning("时间（秒）").role, meaning("产品")
    ('origin', 'origin', 'minutes', None)
    >>> [round(meaning(header).factor, 3) for header in ("minutes", "duration_seconds", "low (h)", "分钟")]
    [1.0, 0.017, 60.0, 1.0]
    """
    word = terms.fold(header)
    if word in _ROLES:
        return Meaning(_ROLES[word])
    if word in _UNITS:
        return Meaning("minutes", _UNITS[word])
    if word in _TIMES:
        return Meaning(_TIMES[word])
    stem, factor = _split(header)
    return Meaning(_TIMES[stem], factor) if stem in _TIMES else None


def unit_of(header: str) -> float:
    """Return by what numbers under a header are multiplied to be in minutes: 1 unless it names another unit.

    Examples
    --------
    >>> unit_of("供应商 / 秒") == unit_of("seconds") == 1 / 60, unit_of("ids")
    (True, 1.0)
    """
    word = terms.fold(header)
    return _UNITS.get(word, _split(header)[1])


def _split(header: str) -> tuple[str, float]:
    """Return a header without the unit at its end, and the unit."""
    *before, last = map(terms.fold, re.split(r"[\s_/()（）:：,，]+", header.strip(" )）")))
    if before and last in _UNITS:
        return "".join(before), _UNITS[last]
    word = terms.fold(header)
    ending = next((unit for unit in _ENDINGS if word.endswith(unit) and word != unit), None)
    return (word.removesuffix(ending), _UNITS[ending]) if ending else (word, 1.0)
