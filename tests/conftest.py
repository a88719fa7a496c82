"""What all tests share: the hypothesis profile and a few small networks."""

from __future__ import annotations

import os

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, settings

import chainnet as cn

CI = bool(os.environ.get("CI"))
settings.register_profile(
    "chainnet",
    deadline=None,  # the first example of a test may compile a kernel
    max_examples=50,
    derandomize=CI,
    phases=[phase for phase in Phase if not (CI and phase in (Phase.shrink, Phase.explain))],  # shrinking takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("chainnet")


@pytest.fixture
def chain() -> cn.SupplyNetwork:
    """R -> M -> L and X -> L: the network of the worked example LSR-1."""
    firms = pd.DataFrame(
        {
            "firm": ["L", "M", "X", "R", "Y"],
            "role": ["leader", "supplier", "supplier", "supplier", "supplier"],
            "city": ["Q", "Q", "T", "Q", "T"],
            "revenue": [150.0, 60.0, 40.0, 10.0, 20.0],
        }
    )
    links = pd.DataFrame(
        {"supplier": ["M", "X", "R", "Y"], "buyer": ["L", "L", "M", "M"], "value": [60.0, 40.0, 10.0, 20.0]}
    )
    return cn.from_frames(firms, links)


@pytest.fixture
def rich() -> cn.SupplyNetwork:
    """A network that has every kind of column, with something missing in each."""
    firms = pd.DataFrame(
        {
            "firm": ["001", "甲", 'a "quoted", one', "leader", "lost"],
            "name": ["零零一", "甲公司", None, "链主 & <Sons>", "失联"],
            "name_en": ["One", None, None, "Leader", None],
            "role": ["supplier", "logistics", None, "leader", "unknown"],
            "grade": ["little_giant", "srdi", "none", None, "champion"],
            "cluster": ["青岛", "青岛", "none", "青岛", None],
            "adcode": ["370213", "370202", None, "370211", None],
            "longitude": [120.43, 120.38, 121.5, 120.0, None],
            "latitude": [36.14, 36.06, 31.2, 35.9, None],
            "industry": ["steel", None, "rubber", "trains", None],
            "products": ["bolt;nut", None, "tyre", None, "bolt"],
            "revenue": [100.5, None, 7.0, 1e6, None],
            "staff": pd.array([5, None, 7, 90000, 1], dtype="Int64"),
            "score": [0.1, None, -2.5, 1e-300, 3.0],
            "listed": [True, False, False, True, True],
            "code_2": ["007", "1.0", "NA", None, "null"],
        }
    )
    links = pd.DataFrame(
        {
            "supplier": ["001", "001", "甲", 'a "quoted", one', "lost"],
            "buyer": ["leader", "leader", "001", "leader", "甲"],
            "product": ["bolt", "nut", None, "bolt", "007"],
            "value": [10.0, 0.1, None, 5.0, 0.0],
            "essential": ["yes", "no", None, "yes", None],
            "cluster": ["青岛", None, "青岛", "青岛", None],
            "note": ["a, b", None, "c", None, "第一"],
            "contracts": [1, 2, 3, 4, 5],
        }
    )
    about = cn.About(
        name_zh="集群",
        name_en="cluster",
        synthetic=True,
        value_unit="万元",
        datum="WGS-84",
        source='says "so"',
        licence="MIT",
        published=({"measure": "local_rate_value", "value": "> 50 %"},),
    )
    return cn.from_frames(firms, links, about=about)
