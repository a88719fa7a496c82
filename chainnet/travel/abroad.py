"""Pairs of firms between which no road leads, or no hour's drive, since they are in countries on different land."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.network import SupplyNetwork
from chainnet.terms import fold
from chainnet.travel.times import Codes

Numbers = npt.NDArray[np.int64]
MAINLAND, EURASIA = "mainland China", "the rest of Eurasia"
LAND = {
    MAINLAND: "China, 中国, 中國, 中国大陆, 中國大陸, Mainland China, PRC, CN, CHN",
    EURASIA: (
        "Vietnam, 越南, Thailand, 泰国, Malaysia, 马来西亚, Singapore, 新加坡, Cambodia, "
        "柬埔寨, India, 印度, Israel, 以色列, Germany, 德国, France, 法国, Italy, 意大利, Spain, "
        "西班牙, Netherlands, 荷兰, Belgium, 比利时, Austria, 奥地利, Switzerland, 瑞士, "
        "Sweden, 瑞典, Norway, 挪威, Finland, 芬兰, Denmark, 丹麦, Czech, Czech Republic, "
        "Czechia, 捷克, Poland, 波兰, Hungary, 匈牙利, Russia, 俄罗斯, Turkey, 土耳其"
    ),
    "Japan": "Japan, 日本",
    "Korea": "Korea, South Korea, 韩国, 韓國",
    "Taiwan": "Taiwan, 台湾, 台灣, 中国台湾",
    "Philippines": "Philippines, 菲律宾",
    "Indonesia": "Indonesia, 印度尼西亚, 印尼",
    "Australia": "Australia, 澳大利亚",
    "Malta": "Malta, 马耳他",
    "British Isles": "United Kingdom, UK, 英国, Ireland, 爱尔兰",
    "America": ("USA, United States, US, 美国, Canada, 加拿大, Mexico, 墨西哥, Costa Rica, 哥斯达黎加, Brazil, 巴西"),
}
"""Countries by the land that they share.

Hong Kong and Macau are left out, since they are within an hour of Shenzhen and Zhuhai, and so is every region by
another name, which may be a part of China: of those nothing is known without coordinates.
"""
_LAND_OF = {fold(name): land for land, names in LAND.items() for name in names.split(",")}


def abroad(net: SupplyNetwork, origin: Codes, destination: Codes) -> npt.NDArray[np.bool_]:
    """Return for each pair whether the firms' regions are countries on different land, mainland China by itself.

    A firm with an administrative code is in mainland China.
    """
    return _differ(lands(net).apart, origin, destination)


def no_way(net: SupplyNetwork, origin: Codes, destination: Codes) -> npt.NDArray[np.bool_]:
    """Return for each pair whether no road leads from one to the other, as far as their countries tell.

    A border of mainland China counts only where one of the two firms is not located: else the distance tells.
    """
    border = _differ(lands(net).apart, origin, destination)
    if border.any():
        border &= ~(net.located[origin] & net.located[destination])
    return _differ(lands(net).overland, origin, destination) | border


class Lands(NamedTuple):
    """The land of each firm as a number, -1 where its region is no country; shape (n,).

    Attributes
    ----------
    apart : ndarray of int64
        With mainland China by itself.
    overland : ndarray of int64
        With mainland China as a part of the land that it is on.
    """

    apart: Numbers
    overland: Numbers


_KNOWN: WeakKeyDictionary[SupplyNetwork, Lands] = WeakKeyDictionary()
"""The lands of the networks that are in use: a network never changes, so they are worked out once."""


def lands(net: SupplyNetwork) -> Lands:
    """Return the land of each firm."""
    if net not in _KNOWN:
        codes, regions = pd.factorize(net.firm_column("region"))
        land_of = np.array([*(_LAND_OF.get(fold(str(region))) for region in regions), None], dtype=object)
        coded = net.firm_column("adcode").notna().to_numpy(dtype=bool)
        land = np.where(coded, MAINLAND, land_of[codes])
        overland = np.where(land == MAINLAND, EURASIA, land)
        _KNOWN[net] = Lands(*(np.asarray(pd.factorize(each)[0], dtype=np.int64) for each in (land, overland)))
    return _KNOWN[net]


def _differ(codes: Numbers, origin: Codes, destination: Codes) -> npt.NDArray[np.bool_]:
    if len(origin) > len(codes) and codes.max() < 1:  # worth a look where there are many pairs
        return np.zeros(len(origin), dtype=np.bool_)
    one, other = codes[origin], codes[destination]
    return (one >= 0) & (other >= 0) & (one != other)
