"""Pairs of firms of which one is in mainland China and the other abroad: far from each other wherever they are."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from chainnet.network import SupplyNetwork
from chainnet.terms import fold
from chainnet.travel.times import Codes

MAINLAND = frozenset(map(fold, ("China", "中国", "中國", "中国大陆", "中國大陸", "Mainland China", "PRC", "CN", "CHN")))
NEXT_DOOR = frozenset(map(fold, ("Hong Kong", "香港", "中国香港", "Macau", "Macao", "澳门", "澳門", "中国澳门", "HK", "MO")))
"""An hour's drive from Shenzhen and Zhuhai: a firm there without coordinates stays unknown."""
ABROAD = frozenset(
    map(
        fold,
        ("Japan", "日本", "Korea", "South Korea", "韩国", "韓國", "Taiwan", "台湾", "台灣", "中国台湾", "Singapore", "新加坡",
         "Vietnam", "越南", "Thailand", "泰国", "Malaysia", "马来西亚", "Philippines", "菲律宾", "Indonesia", "印度尼西亚", "印尼",
         "Cambodia", "柬埔寨", "India", "印度", "Israel", "以色列", "USA", "United States", "US", "美国", "Canada", "加拿大",
         "Mexico", "墨西哥", "Brazil", "巴西", "Costa Rica", "哥斯达黎加", "Germany", "德国", "France", "法国", "Italy", "意大利",
         "Spain", "西班牙", "Netherlands", "荷兰", "Belgium", "比利时", "Austria", "奥地利", "Switzerland", "瑞士", "Sweden", "瑞典",
         "Norway", "挪威", "Finland", "芬兰", "Denmark", "丹麦", "Ireland", "爱尔兰", "United Kingdom", "UK", "英国", "Czech",
         "Czech Republic", "Czechia", "捷克", "Poland", "波兰", "Hungary", "匈牙利", "Malta", "马耳他", "Russia", "俄罗斯",
         "Turkey", "土耳其", "Australia", "澳大利亚", "abroad", "overseas", "海外", "境外", "国外"),
    )
)  # fmt: skip
"""Regions that are countries: a region by another name may be a part of China, so it says nothing here."""


def abroad(net: SupplyNetwork, origin: Codes, destination: Codes) -> npt.NDArray[np.bool_]:
    """Return for each pair whether one firm is in mainland China and the other's region is a country elsewhere.

    A firm is in mainland China when its region says so or it has an administrative code.
    """
    folded = [fold(region) if isinstance(region, str) else "" for region in net.firm_column("region").array]
    coded = net.firm_column("adcode").notna().to_numpy(dtype=bool)
    at_home = np.array([region in MAINLAND for region in folded], dtype=bool) | coded
    away = np.array([region in ABROAD for region in folded], dtype=bool) & ~coded
    return (at_home[origin] & away[destination]) | (away[origin] & at_home[destination])
