"""Roads: what is known of pairs, what is not, and how long they take, on small maps reckoned by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_maps import codes, firms_at, write

import chainnet as cn
from chainnet.travel.precision import extents
from chainnet.travel.roads import Roads, Speeds, compare_times

ROAD = {"highway": "primary"}  # 60 km/h × 0.8: 1.25 min a km
CORNERS = {1: (10, 10), 2: (30, 10), 3: (50, 10), 4: (50, 40), 5: (10, 40)}


def roads(path: Path, places: dict, lines: list, *, box: bool = True, **options: object) -> Roads:
    return Roads.read(write(path / "made.osm.pbf", places, lines, box), cache=False, **options)  # type: ignore[arg-type]


def test_minutes_by_hand(tmp_path: Path) -> None:
    """20 km and 10 km along a road, 1 km and none off it: 5 + 1 km at 15 km/h + 30 km at 48 km/h."""
    made = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)])
    net = firms_at((15, 11), (45, 10))
    travel = made.between(net, codes(0, 1, 0), codes(1, 0, 0))
    np.testing.assert_allclose(travel.minutes, [5 + 4 + 37.5, 5 + 4 + 37.5, 5 + 8], rtol=1e-5)
    np.testing.assert_allclose(travel.low, [3 + 4 + 30, 3 + 4 + 30, 3 + 8], rtol=1e-5)
    np.testing.assert_allclose(travel.high, [8 + 4 + 50, 8 + 4 + 50, 8 + 8], rtol=1e-5)
    assert travel.nearest is travel.minutes
    assert made.snaps(net)["snap_km"].round(4).tolist() == [1.0, 0.0]
    assert not made.estimated
    assert "2021-03-17" in made.describe()
    assert "OpenStreetMap" in made.describe("zh")


def test_a_speed_limit_on_the_map_and_one_of_the_user(tmp_path: Path) -> None:
    net = firms_at((10, 10), (30, 10))
    for tags, speeds, kmh in [
        ({**ROAD, "maxspeed": "80"}, None, 80),
        ({**ROAD, "maxspeed": "130"}, None, 100),  # no lorry goes faster than on a motorway
        ({**ROAD, "maxspeed": "CN:urban"}, None, 60),
        (ROAD, {"primary": 40.0}, 40),
        (ROAD, Speeds({"primary": 40.0}, middle=1.0), 50),  # × 1 in place of 0.8
    ]:
        made = roads(tmp_path, CORNERS, [([1, 2], tags)], speeds=speeds)
        minutes = made.between(net, codes(0), codes(1)).minutes
        np.testing.assert_allclose(minutes, 5 + 20 / (kmh * 0.8) * 60, rtol=1e-5)


def test_one_way_goes_round(tmp_path: Path) -> None:
    """Along the one-way road 20 km; against it all the way round, 20 + 30 + 40 + 30."""
    lines = [([1, 2], {**ROAD, "oneway": "yes"}), ([2, 3, 4, 5, 1], ROAD)]
    travel = roads(tmp_path, CORNERS, lines).between(firms_at((10, 10), (30, 10)), codes(0, 1), codes(1, 0))
    np.testing.assert_allclose(travel.minutes, [5 + 25, 5 + 150], rtol=1e-4)


def test_before_and_behind_on_one_one_way_edge(tmp_path: Path) -> None:
    lines = [([1, 2], {**ROAD, "oneway": "-1"}), ([2, 3, 4, 5, 1], {**ROAD, "oneway": "-1"})]
    travel = roads(tmp_path, CORNERS, lines).between(firms_at((15, 10), (25, 10)), codes(0, 1), codes(1, 0))
    np.testing.assert_allclose(travel.minutes, [5 + 130 * 1.25 + 0, 5 + 12.5], rtol=1e-4)


def test_parallel_roads_count_by_the_least(tmp_path: Path) -> None:
    lines = [([1, 2], ROAD), ([1, 2], {"highway": "trunk"}), ([2, 3], ROAD), ([1, 5], ROAD)]
    minutes = roads(tmp_path, CORNERS, lines).between(firms_at((10, 20), (45, 10)), codes(0), codes(1)).minutes
    np.testing.assert_allclose(minutes, 5 + 12.5 + 20 / 64 * 60 + 15 * 1.25, rtol=1e-4)


def test_far_from_roads_outside_and_unlocated_are_unknown(tmp_path: Path) -> None:
    made = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)])
    net = firms_at((20, 10), (20, 11.9), (20, 12.1), (-1, 10), (np.nan, np.nan), (40, 10))
    minutes = made.between(net, codes(0, 1, 2, 3, 4, 5), codes(5, 5, 5, 5, 5, 4)).minutes
    assert np.isnan(minutes).tolist() == [False, False, True, True, True, True]
    snaps = made.snaps(net)
    assert snaps["inside"].tolist() == [True, True, True, False, False, True]
    assert snaps["on_road"].tolist() == [True, True, False, False, False, True]
    assert np.isnan(snaps["snap_km"][4])
    wider = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)], snap_km=2.5)
    assert np.isfinite(wider.between(net, codes(2), codes(5)).minutes[0])


def test_it_tells_once_how_many_firms_are_on_roads(tmp_path: Path) -> None:
    told: list[cn.errors.Said] = []
    made = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)], tell=told.append)
    net = firms_at((20, 10), (20, 11), (20, 12.1), (-1, 10), (-2, 10), (-3, 10), *[(np.nan, np.nan)] * 2)
    for _ in range(2):
        made.between(net, codes(0), codes(1))
    both = sum(max(pair) < 2 for pair in zip(net.pairs.supplier.tolist(), net.pairs.buyer.tolist(), strict=True))
    assert told == [
        "roads: of 8 firms 3 lie outside the extract, 1 more than 2 km from a road, 2 have no coordinates; 2 are on "
        f"roads, 0.50 km from theirs (median); {both} of {len(net.pairs.supplier)} links have both ends on roads"
    ]
    assert "3 家在提取范围之外，1 家离路超过 2 公里，2 家没有坐标；2 家在路上，离路 0.50 公里" in told[0].zh
    made.between(firms_at((-1, 10), (-2, 10)), codes(0), codes(1))
    assert "0 are on roads; 0 of" in told[1]


def test_no_way_only_where_none_can_lead_outside(tmp_path: Path) -> None:
    """Islands of small roads inside the box: no way. Roads that run out of the extract: not known."""
    lane, main = {"highway": "residential"}, {"highway": "primary"}
    places = {1: (10, 10), 2: (30, 10), 3: (10, 50), 4: (30, 50), 5: (10, 80), 6: (30, 80)}
    made = roads(tmp_path, places, [([1, 2], lane), ([3, 4], main), ([5, 6], main)])
    net = firms_at((20, 10), (20, 50), (20, 80))
    minutes = made.between(net, codes(0, 1, 1, 2), codes(1, 0, 2, 1)).minutes
    assert np.isinf(minutes[:2]).all()
    assert np.isnan(minutes[2:]).all()


def test_a_way_outside_may_be_shorter(tmp_path: Path) -> None:
    """Two long roads that meet far away, both cut by the border near the firms."""
    places = {1: (-1, 10), 2: (60, 10), 3: (60, 20), 4: (-1, 20)}
    made = roads(tmp_path, places, [([1, 2, 3, 4], ROAD)])
    pairs = made.pairs(firms_at((5, 10), (5, 20), (50, 10)), codes(0, 0), codes(1, 2))
    assert pairs["outside"].tolist() == [True, False]
    assert not pairs["ferry"].any()


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """Write two shores and a ferry in two pieces between them, 30 minutes long."""
    places = {1: (10, 10), 2: (30, 10), 3: (30, 20), 4: (30, 30), 5: (10, 30)}
    lines = [([1, 2], ROAD), ([4, 5], ROAD)]
    boats = [([2, 3], {"route": "ferry", "duration": "00:20"}), ([3, 4], {"route": "ferry", "duration": "10"})]
    return write(tmp_path / "ferry.osm.pbf", places, lines + boats, box=True)


def test_a_ferry_is_flagged_and_waited_for_once(ferry: Path) -> None:
    made, net = Roads.read(ferry, cache=False), firms_at((20, 10), (20, 30), (25, 10))
    pairs = made.pairs(net, codes(0, 1, 0), codes(1, 0, 2))
    assert pairs["ferry"].tolist() == [True, True, False]
    driven = 20 / 48 * 60
    np.testing.assert_allclose(pairs["minutes"][:2], 5 + driven + 30 + 30, rtol=1e-4)
    np.testing.assert_allclose(pairs["low"][:2], 3 + driven * 0.8 + 30, rtol=1e-4)
    np.testing.assert_allclose(pairs["high"][:2], 8 + driven / 0.6 * 0.8 + 30 + 60, rtol=1e-4)
    at_once = Roads.read(ferry, cache=False, ferry_wait=0).between(net, codes(0), codes(1))
    np.testing.assert_allclose(at_once.minutes, pairs["minutes"][0] - 30)


def test_a_limit_leaves_verdicts_up_to_it_as_they_are(ferry: Path) -> None:
    net = firms_at((11, 10), (20, 10), (29, 10), (11, 30), (20, 30))
    origin, destination = (part.ravel().astype(np.int32) for part in np.meshgrid(range(5), range(5)))
    whole = Roads.read(ferry, cache=False).between(net, origin, destination)
    for limit in (0.0, 10.0, 25.0, 60.0, 100.0):
        bounded = Roads.read(ferry, cache=False, limit=limit).between(net, origin, destination)
        for end in ("minutes", "low", "high"):
            mine, theirs = getattr(bounded, end), getattr(whole, end)
            assert np.isfinite(mine).all()
            assert ((mine == theirs) | ((mine > limit) & (theirs > limit))).all()
    assert (bounded.minutes[whole.minutes < 100] == whole.minutes[whole.minutes < 100]).all()


def test_no_way_is_no_way_with_a_limit_too(tmp_path: Path) -> None:
    lane = {"highway": "residential"}
    places = {1: (10, 10), 2: (30, 10), 3: (10, 50), 4: (30, 50), 5: (35, 10), 6: (35, 12)}
    made = roads(tmp_path, places, [([1, 2, 5], lane), ([2, 6], lane), ([3, 4], lane)], limit=1)
    minutes = made.between(firms_at((11, 10), (11, 50), (34, 10)), codes(0, 0), codes(1, 2)).minutes
    assert np.isinf(minutes[0])
    assert minutes[1] == np.nextafter(1.0, 2.0)


def test_the_precision_of_places_opens_nearest_and_farthest(tmp_path: Path) -> None:
    made = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)])
    net = firms_at((15, 10), (45, 10), precision=["site", "district"], adcode=["370214", "370214"])
    travel = made.between(net, codes(0, 0), codes(1, 0))
    apart = 1.324 / 72 * 60 * extents(net)[1]
    np.testing.assert_allclose(travel.nearest[0], travel.minutes[0] - apart)
    np.testing.assert_allclose(travel.farthest[0], travel.minutes[0] + apart)
    assert travel.nearest[1] == travel.minutes[1] == travel.farthest[1]
    near = made.between(
        firms_at((15, 10), (16, 10), precision=["site", "city"], adcode=["370214"] * 2), *codes([0], [1])
    )
    assert near.nearest.tolist() == [made.access_minutes]


def test_a_wider_radius_never_lowers_coverage_and_ends_are_in_order(ferry: Path) -> None:
    net, made = firms_at((11, 10), (20, 10), (29, 10), (11, 30), (20, 30)), Roads.read(ferry, cache=False)
    rates = [
        cn.around(net, sites=["f0"], minutes=minutes, times=made)["rate"].iloc[0] for minutes in (0, 20, 40, 100, 200)
    ]
    assert rates == sorted(rates)
    assert rates[0] == 0
    assert rates[-1] == 1
    travel = made.between(net, codes(0, 0, 0, 0), codes(1, 2, 3, 4))
    assert ((travel.low <= travel.minutes) & (travel.minutes <= travel.high)).all()


def test_what_is_out_of_range_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(cn.InputError, match=r"no class of road 'lane'.*\n.*speed of road is -1.0") as told:
        Roads.read(tmp_path / "no.pbf", speeds={"lane": 3.0, "road": -1.0})
    assert "没有道路等级“lane”" in told.value.faults[0].told("zh")
    with pytest.raises(cn.InputError, match=r"ferry is -1.*\n.*road is nan.*\n.*limit is inf"):
        Roads.read(tmp_path / "no.pbf", ferry_wait=-1, snap_km=np.nan, limit=np.inf)
    with pytest.raises(cn.InputError, match="slow, middle and fast"):
        Speeds(slow=0.9)


def test_compare_times_by_hand(tmp_path: Path) -> None:
    """One pair of two on different sides of 45 minutes; of the third nothing is known."""
    made, net = roads(tmp_path, CORNERS, [([1, 2, 3], ROAD)]), firms_at((15, 10), (45, 10), (25, 10), (20, 20))
    told = compare_times(net, cn.Estimate(), made, origin=codes(0, 0, 0), destination=codes(1, 2, 3), minutes=40)
    estimate, road = np.array([5 + 30 * 1.324 / 72 * 60, 5 + 10 * 1.324 / 72 * 60]), np.array([42.5, 17.5])
    assert (told["pairs"], told["unknown"], told["other_side"]) == (2, 1, 0.5)
    np.testing.assert_allclose(told["bias"], (estimate - road).mean(), rtol=1e-4)
    np.testing.assert_allclose(told["p90_ratio"], (estimate / road).max(), rtol=1e-4)
