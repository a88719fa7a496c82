"""Fit the estimate of travel time to pairs whose minutes are known, and say how good it is on pairs held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import Estimate
from chainnet.travel.known_pairs import KnownPairs

Floats = npt.NDArray[np.float64]

FEWEST = 10
"""Pairs that a fit needs."""
_LEAST_PER_KM, _MOST_PER_KM = 0.01, 60.0
"""Minutes a km between which the slope is sought: 6,000 km/h and 1 km/h."""


@dataclass(frozen=True)
class Calibration:
    """An estimate that was fitted, and how good it is.

    Parameters
    ----------
    estimate : Estimate
        Fitted to all pairs.
    report : DataFrame
        Rows by estimate (before: the one to compare with; after: the one fitted) and fold (1, 2, … held out, and all):
        estimate, fold, pairs, bias_minutes (mean of estimated minus known minutes), mae (mean absolute error, minutes),
        band_coverage (share of known minutes between the fast and the slow end), wrong_side_share (share of pairs that
        the estimate puts on the wrong side of the threshold), terminal, detour, speed. Each fold is judged by a fit to
        the others; in the row all the figures are over all held-out pairs, and the parameters those of `estimate`.
    """

    estimate: Estimate
    report: pd.DataFrame

    def options(self) -> str:
        """Return the options that commands take the estimate by.

        Examples
        --------
        >>> Calibration(Estimate(6.2, 1.3, 60.0, slow=(9.0, 1.5), fast=(3.0, 1.0)), pd.DataFrame()).options()
        '--terminal 6.2 --detour 1.3 --speed 60 --slow 9,1.5 --fast 3,1'
        """
        fit = self.estimate
        ends = {"slow": fit.slow, "fast": fit.fast}
        said = [f"--{name} {end[0]:g},{end[1]:g}" for name, end in ends.items() if end is not None]
        return " ".join([f"--terminal {fit.terminal:g} --detour {fit.detour:g} --speed {fit.speed:g}", *said])


def calibrate(
    pairs: pd.DataFrame,
    *,
    net: SupplyNetwork | None = None,
    minutes: float = 60.0,
    before: Estimate | None = None,
    band: float = 0.9,
    folds: int = 5,
    seed: int = 0,
    file: str = "",
) -> Calibration:
    """Fit the estimate to pairs whose minutes are known.

    Parameters
    ----------
    pairs : DataFrame
        One pair a row: minutes, and km (as the crow flies), or the coordinates of both ends (origin_longitude,
        origin_latitude, destination_longitude, destination_latitude), or firm ids (supplier, buyer) with `net`; headers
        may be those that `chainnet.travel.matrix.Matrix.read` takes. With road_km the detour is fitted too.
    net : SupplyNetwork, optional
        Where firm ids have their coordinates.
    minutes : float
        The threshold that pairs are to be on the right side of.
    before : Estimate, optional
        What to compare with; `Estimate()` unless given.
    band : float
        Share of pairs that the fast and slow ends are to hold between them.
    folds : int
        The pairs are held out in so many parts, at random.
    seed : int
        Of that.
    file : str
        What to call the table in errors.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Where minutes or distances are missing, negative or infinite (each row is listed), there are fewer than 10
        pairs, all are of one distance, minutes do not grow with the distance, or an argument is out of its range.

    Notes
    -----
    [own] The middle is the line terminal + per_km × km with the least sum of absolute errors, terminal ≥ 0; the ends
    are the lines with the least quantile loss [Koenker & Bassett 1978] at (1 ∓ band) / 2, nowhere across the middle.
    Quantiles of some tens of pairs are rough: `band_coverage` on held-out pairs says what the band really holds.
    Minutes alone tell the ratio of detour and speed, not each: without road_km the detour stays that of `before` and
    the speed takes up the rest; with it, the detour is the median of road_km ÷ km.

    Examples
    --------
    >>> km = np.arange(2.0, 62.0, 2.0)
    >>> known = pd.DataFrame({"km": km, "minutes": 8 + 1.5 * km})
    >>> calibrate(known).options()
    '--terminal 8 --detour 1.324 --speed 52.96 --slow 8,1.5 --fast 8,1.5'
    """
    before = before if before is not None else Estimate()
    known = KnownPairs.of(pairs, net, file)
    _check(known, minutes, band, folds)
    detour = before.detour if known.road_km is None else max(1.0, round(float(np.median(known.road_km / known.km)), 3))
    part = np.random.default_rng(seed).permutation(len(known.km)) % folds
    rows, held = [], []
    for fold in range(folds):
        out = part == fold
        fitted = _fit(known.km[~out], known.minutes[~out], detour, band)
        for name, estimate in (("before", before), ("after", fitted)):
            judged = _judge(estimate, known.km[out], known.minutes[out], minutes)
            rows.append(_row(name, str(fold + 1), judged, estimate))
            held.append(judged.assign(estimate=name))
    fitted = _fit(known.km, known.minutes, detour, band)
    every = pd.concat(held)
    for name, estimate in (("before", before), ("after", fitted)):
        rows.append(_row(name, "all", every[every["estimate"] == name], estimate))
    return Calibration(fitted, pd.DataFrame(rows))


def _check(known: KnownPairs, minutes: float, band: float, folds: int) -> None:
    number = len(known.km)
    faults = []
    if number < FEWEST:
        problem = Said(f"only {number} pairs", f"只有 {number} 对")
        faults.append(Fault(problem, Said(f"give {FEWEST} or more", f"请给 {FEWEST} 对或更多")))
    elif np.ptp(known.km) < 1e-6 * max(1.0, known.km.max()):
        problem = Said("all pairs are of one distance", "各对的距离都相同")
        faults.append(Fault(problem, Said("give pairs from near to far", "请给由近到远的多对")))
    if not 2 <= folds <= max(number, 2):
        hint = Said("give 2 or more, at most one for each pair", "请给 2 或更大的数，不超过对数")
        faults.append(Fault(Said(f"{folds} folds", f"分成 {folds} 份"), hint))
    if not 0 < band < 1:
        faults.append(
            Fault(Said(f"a band of {band}", f"区间含比例为 {band}"), Said("give 0 to 1", "请给 0 与 1 之间的数"))
        )
    if not (np.isfinite(minutes) and minutes > 0):
        hint = Said("give a number above zero", "请给大于零的数")
        faults.append(Fault(Said(f"{minutes} minutes", f"时间为 {minutes} 分钟"), hint))
    if faults:
        raise InputError(faults)


def _fit(km: Floats, minutes: Floats, detour: float, band: float) -> Estimate:
    """Return the estimate of these pairs, its parameters rounded to what people write."""
    terminal, per_km = _line(km, minutes, 0.5, (0.0, np.inf), (_LEAST_PER_KM, _MOST_PER_KM))
    if per_km < 2 * _LEAST_PER_KM:
        problem = Said("minutes do not grow with the distance", "时间不随距离增加")
        raise InputError.one(problem, hint=Said("check that the columns are right", "检查各列是否写对"))
    terminal, speed = round(terminal, 2), round(detour * 60 / per_km, 2)
    per_km = detour * 60 / speed
    slow = _line(km, minutes, (1 + band) / 2, (terminal, np.inf), (per_km, _MOST_PER_KM))
    fast = _line(km, minutes, (1 - band) / 2, (0.0, terminal), (0.0, per_km))
    return Estimate(
        terminal, detour, speed,
        slow=(max(terminal, round(slow[0], 2)), max(per_km, round(slow[1], 4))),
        fast=(min(terminal, round(fast[0], 2)), min(per_km, round(fast[1], 4))),
    )  # fmt: skip


def _line(
    km: Floats, minutes: Floats, share: float, starts: tuple[float, float], slopes: tuple[float, float]
) -> tuple[float, float]:
    """Return start and slope, within limits, of the line of the least quantile loss.

    For each slope the best start is a quantile of what is left, moved to its limits; the loss at that is convex in the
    slope, so a search along one number finds it.
    """
    from scipy.optimize import minimize_scalar

    def start(slope: float) -> float:
        return float(np.clip(np.quantile(minutes - slope * km, share), *starts))

    def loss(slope: float) -> float:
        over = minutes - slope * km - start(slope)
        return float(np.sum(np.where(over > 0, share * over, (share - 1) * over)))

    found = minimize_scalar(loss, bounds=slopes, method="bounded", options={"xatol": 1e-8, "maxiter": 500})
    slope = min((float(found.x), *slopes), key=loss)  # the search stops short of the limits
    return start(slope), slope


def _judge(estimate: Estimate, km: Floats, known: Floats, threshold: float) -> pd.DataFrame:
    """Return for each pair the error, and whether it is in the band and on the wrong side of the threshold."""
    middle, fast, slow = (estimate.minutes(km, end=end) for end in ("middle", "fast", "slow"))
    apart = 1e-6  # parameters are rounded
    return pd.DataFrame(
        {
            "error": middle - known,
            "held": (fast <= known + apart) & (known <= slow + apart),
            "wrong": (middle <= threshold) != (known <= threshold),
        }
    )


def _row(name: str, fold: str, judged: pd.DataFrame, estimate: Estimate) -> dict[str, object]:
    return {
        "estimate": name,
        "fold": fold,
        "pairs": len(judged),
        "bias_minutes": float(judged["error"].mean()),
        "mae": float(judged["error"].abs().mean()),
        "band_coverage": float(judged["held"].mean()),
        "wrong_side_share": float(judged["wrong"].mean()),
        "terminal": estimate.terminal,
        "detour": estimate.detour,
        "speed": estimate.speed,
    }
