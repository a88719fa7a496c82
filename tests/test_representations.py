"""What a person sees who evaluates an object in a shell or in Jupyter."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest
import shapely

import chainnet as cn

MADE = {
    "About": lambda: cn.About(name_en="Demo"),
    "Agree": lambda: cn.Agree("stage"),
    "City": cn.City,
    "Cluster": cn.Cluster,
    "District": cn.District,
    "Estimate": cn.Estimate,
    "Fault": lambda: cn.Fault("5 is negative", "write more"),
    "Firms": lambda: cn.Firms([f"S{number}" for number in range(5000)]),
    "Fixed": lambda: cn.Fixed("city", "青岛市"),
    "InputError": lambda: cn.InputError.one("5 is negative"),
    "InputWarning": lambda: cn.InputWarning("2 doubts"),
    "Kilometres": lambda: cn.Kilometres(50),
    "Matrix": lambda: cn.Matrix.from_frame(pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "minutes": [40]})),
    "Minutes": lambda: cn.Minutes(60),
    "Polygon": lambda: cn.Polygon(shapely.Point(120, 36).buffer(1, quad_segs=2000), "around"),
    "Province": cn.Province,
    "Routed": lambda: cn.Routed("osrm:http://127.0.0.1:5000"),
    "SupplyNetwork": lambda: cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"]})),
    "Union": lambda: cn.Union([cn.City(), cn.Firms(["S1", "S2"])]),
}


@pytest.mark.parametrize("name", MADE)
def test_a_representation_informs(name: str) -> None:
    shown = repr(MADE[name]())
    assert name in shown
    assert " at 0x" not in shown
    assert "\n" not in shown
    assert len(shown) < 450


def test_every_public_class_is_looked_at() -> None:
    classes = {name for name in cn.__all__ if inspect.isclass(getattr(cn, name))}
    assert classes - {"Roads"} == set(MADE)  # that of roads needs an extract: see tests/travel


def test_lists_are_counted() -> None:
    assert repr(MADE["Firms"]()) == "<Firms: 5000 listed firms>"
    assert repr(MADE["Matrix"]()) == "<Matrix: 1 pairs, no slow and fast ends>"
    assert repr(MADE["Routed"]()) == "<Routed: router osrm:http://127.0.0.1:5000, no slow and fast ends>"
