"""The precision of places in the bounds of the supply radius: by hand, and laws of it."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network, only, tables
from hypothesis import given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.gazetteer import load
from chainnet.gazetteer.extent import EXTENTS, extent_km
from chainnet.travel import Estimate, Travel, great_circle_km
from chainnet.travel.precision import extents

ROOT = Path(__file__).parents[2]
PRECISIONS = ("site", "street", "district", "city", "province", "synthetic", "none")
LEVELS = ["site", "district", "city", "province"]
Measure = Callable[..., pd.DataFrame]


def extent(adcode: str | None, precision: str | None, *place: float) -> float:
    """Return the extent of one firm."""
    columns = [pd.Series([cell], dtype="str") for cell in (adcode, precision)]
    return float(extent_km(*columns, *([degrees] for degrees in place))[0])


# ---- extents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("precision", ["site", "street", "synthetic", "none", "somewhere", None])
def test_an_exact_place_has_no_extent(precision: str | None) -> None:
    assert extent("370214", precision) == 0


@pytest.mark.parametrize(
    ("adcode", "radius"),
    [("440305", 8), ("370214", 14), ("320583", 17), ("110105", 12), ("310115", 20), ("652824", 250), ("441900", 28)],
)
def test_districts_of_known_area(adcode: str, radius: float) -> None:
    """A district's extent is more than the radius of a circle of its area, and less than four times that."""
    assert radius < extent(adcode, "district") < 4 * radius


@pytest.mark.parametrize(
    ("adcode", "farthest"), [("440300", 59), ("510100", 105), ("320500", 84), ("420100", 85), ("370200", 126)]
)
def test_cities_of_known_reach(adcode: str, farthest: float) -> None:
    """Kilometres from the city's point to its farthest corner, by its outline."""
    assert farthest < extent(adcode, "city") < 1.25 * farthest


def test_a_larger_unit_reaches_farther() -> None:
    codes = [code for code in load().dropna().index if not code.endswith("00")]
    adcode = pd.Series(codes, dtype="str")
    district, city, province = (
        extent_km(adcode, pd.Series([level] * len(codes), dtype="str")) for level in ("district", "city", "province")
    )
    assert (district > 0).all()
    assert (district <= city).all()
    whole = adcode.str[2:4].ne("90").to_numpy()
    assert (district <= province).all()
    assert (city[whole] <= 2 * province[whole]).all()


def test_a_finer_code_serves_as_well() -> None:
    assert extent("440305", "city") == extent("440300", "city")
    assert extent("310115", "city") == extent("310000", "city") == extent("310100", "city")
    assert extent("441900", "city") == extent("441900", "district")


def test_without_a_code_the_nearest_point_tells() -> None:
    lon, lat = load().loc["370214", ["longitude", "latitude"]].astype(float)
    for level, code in (("district", "370214"), ("city", "370200"), ("province", "370000")):
        for unknown in (None, "999999", "城阳"):
            assert extent(unknown, level, lon + 0.005, lat) == extent(code, level)
    assert extent("370200", "district", lon, lat) == extent("370214", "district")


def test_a_place_that_the_gazetteer_lacks_is_of_common_size() -> None:
    berlin, nowhere = extent(None, "city", 13.4, 52.5), extent(None, "city")
    assert berlin == nowhere == extent(None, "city", np.nan, np.nan)
    assert extent("370214", "district") < nowhere < 300


def test_extents_of_a_network_are_worked_out_once() -> None:
    net = linked(("S", "L"), firm=["L", "S"], precision=["site", "district"], adcode=["370214", "370214"])
    assert extents(net) is extents(net)
    assert not extents(net).flags.writeable
    assert extents(linked(("S", "L"))).tolist() == [0, 0]


# ---- times --------------------------------------------------------------------------------------------------


def test_nearest_and_farthest_are_the_time_of_the_distance_with_both_extents() -> None:
    net = linked(
        ("A", "L"), ("B", "L"), ("C", "L"),
        firm=["L", "A", "B", "C"], precision=["district", "site", "city", None], adcode=["370214"] * 3 + [None],
        longitude=[120.4, 121.4, 120.4, None], latitude=[36.3] * 3 + [None],
    )  # fmt: skip
    travel = Estimate().between(net, net.supplier, net.buyer)
    km = float(great_circle_km(121.4, 36.3, 120.4, 36.3))
    own, city = extent("370214", "district"), extent("370214", "city")
    assert travel.nearest[:2] == pytest.approx(Estimate().minutes(np.array([km - own, 0.0])))
    assert travel.farthest[:2] == pytest.approx(Estimate().minutes(np.array([km + own, own + city])))
    assert np.isnan([travel.nearest[2], travel.farthest[2]]).all()


def test_times_that_say_nothing_of_precision_are_exact() -> None:
    told = np.array([40.0])
    travel = Travel(told, told, told)
    assert travel.nearest is told
    assert travel.farthest is told


# ---- measures by hand ---------------------------------------------------------------------------------------


@pytest.fixture
def town() -> cn.SupplyNetwork:
    """L and six suppliers north of it, at 10 to 80 km, all of the district 370214 of 29 km; F is not located."""
    km = np.array([0, 10, 30, 45, 60, 85, np.nan])
    return linked(
        *[(firm, "L", product, 2**at) for at, (firm, product) in enumerate(zip("ABCDEF", "ppqqrs", strict=True))],
        firm=list("LABCDEF"), role=["leader"] + [None] * 6, adcode=["370214"] * 6 + [None],
        precision=["site", "district", "district", "site", "district", "district", None],
        longitude=[120.4] * 6 + [None], latitude=36 + km / 111.195,
    )  # fmt: skip


def test_bounds_by_hand(town: cn.SupplyNetwork) -> None:
    """An hour is 49.8 km. A is within whatever its precision; B may lie beyond, D within; C is exact; E is beyond."""
    table = cn.coverage(town)
    columns = ["rate", "numerator", "denominator", "unknown", "low", "high", "imprecise"]
    assert only(table, buyer="L", by="count")[columns].tolist() == [3 / 5, 3, 5, 1, 2 / 6, 5 / 6, 2]
    assert only(table, buyer="L", by="value")[columns].tolist() == [7 / 31, 7, 31, 32, 5 / 63, 47 / 63, 10]
    # p has A whatever becomes of B; q has C; r has none; s is not known
    assert only(table, buyer="L", by="product")[columns].tolist() == [2 / 3, 2, 3, 1, 2 / 4, 3 / 4, 0]
    # p turns on B, q on D
    assert only(table, buyer="L", by="product_major")[columns].tolist() == [1 / 3, 1, 3, 1, 0, 3 / 4, 2]
    local = cn.local_rate(town, area=cn.Minutes(60))
    pd.testing.assert_frame_equal(local, table[list(local)], check_like=True)


def test_the_curve_by_hand(town: cn.SupplyNetwork) -> None:
    curve = cn.coverage_curve(town, step=60)
    at = only(curve, buyer="L", by="value", minutes=60)
    columns = ["rate", "numerator", "denominator", "unknown", "low", "high", "imprecise"]
    assert at[columns].tolist() == [7 / 31, 7, 31, 32, 5 / 63, 47 / 63, 10]
    end = only(curve, buyer="L", by="value", minutes=180)
    assert end[columns].tolist() == [1, 31, 31, 32, 31 / 63, 1, 0]


def test_around_by_hand(town: cn.SupplyNetwork) -> None:
    columns = ["rate", "numerator", "denominator", "unknown", "low", "high", "imprecise"]
    for row in cn.around(town).query("by == 'count'")[columns].to_numpy().tolist():
        assert row == [3 / 5, 3, 5, 1, 2 / 6, 5 / 6, 2]
    # two leaders: who is surely within the hour of one of them is within; L and C are exact
    two = cn.around(town.with_leaders(["L", "C"]))
    assert only(two, buyer="(leaders)", by="count")[columns].tolist() == [1.0, 4, 4, 1, 3 / 5, 1.0, 1]


def test_an_area_of_names_leaves_nothing_open(town: cn.SupplyNetwork) -> None:
    assert (cn.local_rate(town, area=cn.City())["imprecise"] == 0).all()


def test_alternatives_say_how_many_rest_on_imprecise_places(town: cn.SupplyNetwork) -> None:
    firms = town.firms.assign(products=[None, None, "q", "q", "q", "q", None]).reset_index()
    net = network(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["L"], "product": ["q"]}))
    row = cn.alternatives(net).iloc[0]
    assert row[["alternatives", "imprecise", "nearest"]].tolist() == [2, 2, "B"]


# ---- laws ---------------------------------------------------------------------------------------------------


Words = list[str | None]


@st.composite
def placed(draw: st.DrawFn) -> tuple[cn.SupplyNetwork, Words]:
    """Draw a network whose firms lie near each other, and to what precision each of them is placed."""
    firms, links = draw(tables(firms=6))
    steps = draw(st.lists(st.integers(0, 20), min_size=len(firms), max_size=len(firms)))
    firms["longitude"] = firms["longitude"].where(firms["longitude"].isna(), 120 + np.array(steps) / 10)
    firms["latitude"] = firms["latitude"].where(firms["latitude"].isna(), 36.0)
    return network(firms, links), draw(words((None, *PRECISIONS), len(firms)))


def words(among: Iterable[str | None], n: int) -> st.SearchStrategy[Words]:
    """Draw so many words."""
    return st.lists(st.sampled_from(list(among)), min_size=n, max_size=n)


def band(measure: Measure, net: cn.SupplyNetwork, precision: Words, **columns: str) -> pd.DataFrame:
    """Return what the measure says of rates, by buyer, way of counting and threshold, at this precision of places."""
    firms = net.firms.assign(precision=pd.Series(precision, net.firms.index, dtype="str"), **columns)
    keys = ["buyer", "by", "minutes"]
    shown = [*keys, "rate", "numerator", "denominator", "unknown", "low", "high", "slow", "fast", "imprecise"]
    return measure(cn.SupplyNetwork(firms, net.links)).reindex(columns=shown).set_index(keys)


MEASURES = (cn.coverage, partial(cn.coverage, grade="srdi"), partial(cn.coverage_curve, step=30), cn.around,
            partial(cn.around, grade="srdi"), partial(cn.local_rate, area=cn.Minutes(40)))  # fmt: skip
CLOSE = 1e-9


@settings(max_examples=20)
@given(placed(), st.sampled_from(MEASURES))
def test_the_rate_lies_within_its_bounds_and_does_not_depend_on_precision(
    drawn: tuple[cn.SupplyNetwork, Words], measure: Measure
) -> None:
    net, precision = drawn
    wide = band(measure, net, precision)
    exact, bare = band(measure, net, ["site"] * net.n), band(measure, net, [None] * net.n)
    pd.testing.assert_frame_equal(exact, bare)
    untouched = ["rate", "numerator", "denominator", "unknown", "slow", "fast"]
    pd.testing.assert_frame_equal(wide[untouched], exact[untouched])
    assert (exact["imprecise"] == 0).all()
    defined = wide["rate"].notna()
    assert (wide["low"] <= wide["rate"])[defined].all()
    assert (wide["rate"] <= wide["high"])[defined].all()
    assert ((wide["low"] >= 0) & (wide["high"] <= 1))[defined].all()
    assert (wide["imprecise"] <= wide["denominator"] + CLOSE).all()
    assert not ((wide["low"] > exact["low"] + CLOSE) | (wide["high"] < exact["high"] - CLOSE)).any()


@settings(max_examples=20)
@given(placed(), st.sampled_from(MEASURES), st.data())
def test_a_coarser_precision_never_narrows_the_bounds(
    drawn: tuple[cn.SupplyNetwork, Words], measure: Measure, data: st.DataObject
) -> None:
    net, _ = drawn
    fine = data.draw(words(LEVELS, net.n))
    steps = data.draw(st.lists(st.integers(0, 3), min_size=net.n, max_size=net.n))
    coarse = [LEVELS[min(LEVELS.index(str(word)) + step, 3)] for word, step in zip(fine, steps, strict=True)]
    # every level of one place is larger than the one before
    narrow, wide = (band(measure, net, precision, adcode="370214") for precision in (fine, coarse))
    assert not (wide["low"] > narrow["low"] + CLOSE).any()
    assert not (wide["high"] < narrow["high"] - CLOSE).any()
    assert not (wide["imprecise"] < narrow["imprecise"] - CLOSE).any()


@settings(max_examples=20)
@given(placed(), st.sampled_from((cn.coverage, cn.around)), st.integers(0, 150), st.integers(0, 60))
def test_a_wider_radius_never_lowers_a_bound(
    drawn: tuple[cn.SupplyNetwork, Words], measure: Measure, minutes: int, more: int
) -> None:
    less, wider = (band(partial(measure, minutes=radius), *drawn) for radius in (minutes, minutes + more))
    for column in ("low", "high"):
        assert not (wider[column] < less[column] - CLOSE).any()


@settings(max_examples=20)
@given(placed(), st.sampled_from([0, 30, 60, 120]))
def test_the_curve_agrees_with_coverage(drawn: tuple[cn.SupplyNetwork, Words], minutes: int) -> None:
    curve = band(partial(cn.coverage_curve, step=30), *drawn).xs(minutes, level="minutes")
    table = band(partial(cn.coverage, minutes=minutes), *drawn).droplevel("minutes").loc[curve.index]
    pd.testing.assert_frame_equal(curve, table, check_dtype=False, atol=CLOSE)


def test_the_table_of_extents_is_what_its_recipe_makes() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "make_extents.py"))["extents"]()
    kept = pd.read_csv(ROOT / "chainnet" / "gazetteer" / EXTENTS, dtype={"code": "str", "level": "str"})
    pd.testing.assert_frame_equal(made, kept, atol=0.011)
