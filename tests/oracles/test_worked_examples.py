"""The worked examples of the metric definitions, by the public functions."""

from __future__ import annotations

import pandas as pd
import pytest
from helpers import only

import chainnet as cn
from chainnet import gazetteer
from chainnet.travel import great_circle_km

# ---- LSR-1 --------------------------------------------------------------------------------------------------


def test_lsr_1(chain: cn.SupplyNetwork) -> None:
    rates = cn.local_rate(chain, area=cn.City())
    count, value = only(rates, buyer="L", by="count"), only(rates, buyer="L", by="value")
    assert (count["rate"], count["numerator"], count["denominator"], count["unknown"]) == (0.5, 1, 2, 0)
    assert (value["rate"], value["numerator"], value["denominator"], value["unknown"]) == (0.6, 60, 100, 0)
    assert (count["low"], count["high"], value["low"], value["high"]) == (0.5, 0.5, 0.6, 0.6)
    assert only(rates, buyer="M", by="value")["rate"] == pytest.approx(1 / 3)
    assert only(rates, buyer="(leaders)", by="value")["rate"] == 0.6


# ---- HOUR-1 -------------------------------------------------------------------------------------------------

HOUR_1 = {  # name, km, minutes
    "440306": ("宝安区", 5.3611, 6.9694),
    "440307": ("龙岗区", 38.6094, 50.1923),
    "441900": ("东莞市", 57.2051, 74.3666),
    "440113": ("番禺区", 71.8274, 93.3756),
    "441300": ("惠州市", 81.3585, 105.7660),
    "440100": ("广州市", 95.1226, 123.6593),
}
LEADER = (113.930413, 22.533287)


@pytest.fixture
def hour_1() -> cn.SupplyNetwork:
    places = gazetteer.load().loc[list(HOUR_1)]
    assert places["name"].tolist() == [name for name, _, _ in HOUR_1.values()]
    firms = places.rename_axis("firm").reset_index()[["firm", "name", "longitude", "latitude"]]
    leader = pd.DataFrame(
        {"firm": ["L"], "name": ["L"], "role": ["leader"], "longitude": LEADER[0], "latitude": LEADER[1]}
    )
    return cn.from_frames(pd.concat([leader, firms]), pd.DataFrame({"supplier": list(HOUR_1), "buyer": "L"}))


def test_hour_1_kilometres_and_minutes(hour_1: cn.SupplyNetwork) -> None:
    times = cn.Estimate(terminal=0, detour=1.3, speed=60)
    place = hour_1.coordinates[hour_1.supplier]
    km = great_circle_km(*LEADER, place[:, 0], place[:, 1])
    minutes = times.between(hour_1, hour_1.supplier, hour_1.buyer).minutes
    found = {
        firm: (round(float(k), 4), round(float(t), 4))
        for firm, k, t in zip(hour_1.links["supplier"], km, minutes, strict=True)
    }
    assert found == {firm: (k, t) for firm, (_, k, t) in HOUR_1.items()}


@pytest.mark.parametrize(("speed", "within"), [(60, 2), (80, 3)])
def test_hour_1_coverage(hour_1: cn.SupplyNetwork, speed: float, within: int) -> None:
    table = cn.coverage(hour_1, minutes=60, times=cn.Estimate(terminal=0, detour=1.3, speed=speed))
    row = only(table, buyer="L", by="count")
    assert (row["numerator"], row["denominator"]) == (within, 6)
    assert row["rate"] == pytest.approx(within / 6)
    assert row["p50"] == pytest.approx(74.3666 * 60 / speed, abs=1e-4)
    assert row["p90"] == pytest.approx(123.6593 * 60 / speed, abs=1e-4)
    nearby = only(cn.around(hour_1, times=cn.Estimate(terminal=0, detour=1.3, speed=speed)), buyer="L")
    assert (nearby["numerator"], nearby["denominator"]) == (within, 6)


# ---- HHI-1 --------------------------------------------------------------------------------------------------


def test_hhi_1() -> None:
    links = pd.DataFrame(
        {
            "supplier": ["A", "B", "A", "A", "B"],
            "buyer": "L",
            "product": ["p1", "p1", "p2", "p3", "p3"],
            "value": [70.0, 30.0, 100.0, 50.0, 50.0],
        }
    )
    net = cn.from_frames(links=links)
    pairs = cn.concentration(net).set_index("product")
    assert pairs["hhi"].round(10).to_dict() == {"p1": 0.58, "p2": 1.0, "p3": 0.5}
    assert pairs["effective"].round(4).to_dict() == {"p1": 1.7241, "p2": 1.0, "p3": 2.0}
    assert pairs["single_source"].to_dict() == {"p1": False, "p2": True, "p3": False}
    for buyer in ("L", "(all)"):
        row = only(cn.concentration_summary(net), buyer=buyer)
        assert row["hhi"] == pytest.approx(0.6933333, abs=1e-7)
        assert row["single_source"] == pytest.approx(1 / 3)
        assert row["single_source_value"] == pytest.approx(1 / 3)
        assert row["undefined"] == 0


# ---- REACH-1 ------------------------------------------------------------------------------------------------

REACH_1 = {"s1": 1 / 3, "m1": 1 / 3, "d1": 2 / 3, "d2": 2 / 3, "s2": 1, "m2": 2 / 3, "d3": 2 / 3}


@pytest.fixture
def reach_1() -> cn.SupplyNetwork:
    links = [("s1", "m1"), ("m1", "d1"), ("m1", "d2"), ("s2", "m2"), ("m2", "d3"), ("s1", "m2")]
    net = cn.from_frames(links=pd.DataFrame(links, columns=["supplier", "buyer"]).assign(product="p", value=1.0))
    return net.with_leaders(["d1", "d2", "d3"])


@pytest.mark.parametrize(("firm", "left"), REACH_1.items())
def test_reach_1_by_removal(reach_1: cn.SupplyNetwork, firm: str, left: float) -> None:
    curve = cn.removal(reach_1, order={"one": [firm]}, measure="leaders_reached")
    assert curve["value"].tolist() == [1.0, pytest.approx(left)]
    assert (curve["low"] == curve["value"]).all()
    assert (curve["high"] == curve["value"]).all()


def test_reach_1_by_criticality(reach_1: cn.SupplyNetwork) -> None:
    drop = cn.criticality(reach_1, measure="leaders_reached").set_index("firm")["leaders_reached"]
    assert (1 - drop).to_dict() == {firm: pytest.approx(left) for firm, left in REACH_1.items()}
