"""Fitting the estimate to known minutes."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import chainnet as cn
from chainnet.errors import InputError
from chainnet.travel.calibrate import calibrate
from chainnet.travel.estimate import great_circle_km


def known(number: int = 30, *, seed: int = 0, noise: float = 3.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    km = rng.uniform(2, 90, number)
    return pd.DataFrame({"km": km, "minutes": np.abs(8 + 1.4 * km + rng.laplace(0, noise, number))})


def test_thirty_pairs_find_the_line_in_spite_of_outliers() -> None:
    pairs = known()
    pairs.loc[:2, "minutes"] += 150  # three jams
    found = calibrate(pairs)
    assert found.estimate.terminal == pytest.approx(8, abs=3)
    assert found.estimate.per_km == pytest.approx(1.4, abs=0.08)
    every = found.report.query("fold == 'all'").set_index("estimate")
    assert every.loc["after", "pairs"] == 30
    assert every.loc["after", "mae"] < every.loc["before", "mae"]
    assert every.loc["after", "wrong_side_share"] <= every.loc["before", "wrong_side_share"]


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_line_is_that_of_linear_programming(share: float) -> None:
    from chainnet.travel.calibrate import _line

    pairs = known(40, seed=3)
    km, minutes = pairs["km"].to_numpy(), pairs["minutes"].to_numpy()
    n = len(km)
    cost = np.concatenate([[0, 0], np.full(n, share), np.full(n, 1 - share)])
    equal = np.hstack([np.ones((n, 1)), km[:, None], np.eye(n), -np.eye(n)])
    best = linprog(cost, A_eq=equal, b_eq=minutes)
    terminal, per_km = _line(km, minutes, share, (0.0, np.inf), (0.01, 60.0))
    over = minutes - terminal - per_km * km
    loss = np.where(over > 0, share * over, (share - 1) * over).sum()
    assert loss == pytest.approx(best.fun, rel=1e-4)


def test_report_is_over_pairs_held_out() -> None:
    pairs, before = known(50), cn.Estimate()
    report = calibrate(pairs, folds=5).report
    folds, every = report[report["fold"] != "all"], report[report["fold"] == "all"].set_index("estimate")
    for name, part in folds.groupby("estimate"):
        assert part["pairs"].sum() == every.loc[name, "pairs"] == 50
        assert np.average(part["mae"], weights=part["pairs"]) == pytest.approx(every.loc[name, "mae"])
    error = before.minutes(pairs["km"].to_numpy()) - pairs["minutes"]
    assert every.loc["before", "bias_minutes"] == pytest.approx(error.mean())
    wrong = ((error + pairs["minutes"] <= 60) != (pairs["minutes"] <= 60)).mean()
    assert every.loc["before", "wrong_side_share"] == pytest.approx(wrong)
    assert len(set(folds.query("estimate == 'after'")["speed"])) > 1


def test_band_holds_about_the_share_that_is_asked() -> None:
    pairs = known(800, seed=1)
    for band in (0.5, 0.9):
        held = calibrate(pairs, band=band).report.query("estimate == 'after' and fold == 'all'")["band_coverage"].item()
        assert held == pytest.approx(band, abs=0.05)


def test_the_same_seed_gives_the_same_and_rows_may_be_shuffled() -> None:
    pairs = known()
    one, other = calibrate(pairs, seed=4), calibrate(pairs, seed=4)
    pd.testing.assert_frame_equal(one.report, other.report)
    shuffled = calibrate(pairs.sample(frac=1, random_state=1))
    assert shuffled.estimate == one.estimate


def test_ends_never_cross_the_middle_and_options_make_the_same_estimate() -> None:
    for seed in range(5):
        found = calibrate(known(10, seed=seed, noise=30))
        km = np.linspace(0, 300, 7)
        fast, middle, slow = (found.estimate.minutes(km, end=end) for end in ("fast", "middle", "slow"))
        assert (fast <= middle + 1e-9).all()
        assert (middle <= slow + 1e-9).all()
        words = found.options().split()
        said = dict(zip(words[::2], words[1::2], strict=True))
        ends = {name: tuple(map(float, said[f"--{name}"].split(","))) for name in ("slow", "fast")}
        again = cn.Estimate(*(float(said[f"--{name}"]) for name in ("terminal", "detour", "speed")), **ends)
        assert again.minutes(km, end="slow") == pytest.approx(slow, rel=1e-4)


def test_coordinates_firms_and_road_km_say_the_same_as_km() -> None:
    rng = np.random.default_rng(0)
    firms = pd.DataFrame(
        {"firm": [f"F{i}" for i in range(30)], "longitude": rng.uniform(120, 121, 30), "latitude": 36.0}
    )
    firms.loc[0, "longitude"] = 119.9
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["F1"], "buyer": ["F0"]}))
    ids = pd.DataFrame({"supplier": firms["firm"][1:], "buyer": "F0"})
    points = pd.DataFrame(
        {"出发地经度": firms["longitude"][1:], "出发地纬度": 36.0, "目的地经度": 119.9, "目的地纬度": 36.0}
    )
    km = great_circle_km(firms["longitude"][1:].to_numpy(), 36.0, 119.9, 36.0)
    minutes = pd.Series(6 + 1.2 * km)
    by_km = calibrate(pd.DataFrame({"km": km, "分钟": minutes})).estimate
    assert calibrate(ids.assign(minutes=minutes.to_numpy()), net=net).estimate == by_km
    assert calibrate(points.assign(seconds=60 * minutes.to_numpy())).estimate == by_km
    with_road = calibrate(pd.DataFrame({"km": km, "road_km": km * 1.5, "minutes": minutes})).estimate
    assert with_road.detour == 1.5
    assert with_road.per_km == pytest.approx(by_km.per_km, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"minutes": [-1.0, np.inf, np.nan]}, ["2:minutes — -1", "3:minutes — inf", "4:minutes — no number"]),
        ({"km": [-2.0, np.nan, 3.0]}, ["2:km", "3:km"]),
    ],
)
def test_bad_rows_are_listed(change: dict[str, list[float]], said: list[str]) -> None:
    pairs = known()
    for column, values in change.items():
        pairs.loc[:2, column] = values
    with pytest.raises(InputError) as error:
        calibrate(pairs)
    assert len(error.value.faults) == len(said)
    assert all(part in str(error.value) for part in said)


@pytest.mark.parametrize(
    ("pairs", "given", "said"),
    [
        (known(9), {}, "only 9 pairs"),
        (known().assign(km=20.0), {}, "all pairs are of one distance"),
        (known().assign(minutes=lambda pairs: 200 - pairs["km"]), {}, "minutes do not grow"),
        (known().drop(columns="km"), {}, "nothing says how far"),
        (known().drop(columns="minutes"), {}, "no column minutes"),
        (known()[["minutes"]].assign(supplier="S", buyer="L"), {}, "need a network"),
        (known(), {"folds": 1}, "1 folds"),
        (known(), {"band": 1.0}, "a band of 1.0"),
        (known(), {"minutes": -3.0}, "-3.0 minutes"),
    ],
)
def test_what_can_not_be_fitted_is_refused(pairs: pd.DataFrame, given: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        calibrate(pairs, **given)


@pytest.mark.parametrize(
    "ends",
    [{"slow": (4.0, 2.0)}, {"slow": (9.0, 1.0)}, {"fast": (6.0, 1.0)}, {"fast": (-1.0, 1.0)}, {"slow": (np.nan, 2.0)}],
)
def test_ends_on_the_wrong_side_are_refused(ends: dict[str, tuple[float, float]]) -> None:
    with pytest.raises(InputError, match="end is"):
        cn.Estimate(**ends)
