"""One-hour supply radius (一小时供应圈): what part of what is bought lies within so many minutes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import Minutes, both, has_grade, within
from chainnet.errors import InputError, Said
from chainnet.measures.origin import with_origin
from chainnet.measures.quantiles import weighted_quantile
from chainnet.measures.ratios import Floats, buyers, groups, table, tallies
from chainnet.measures.verdicts import Verdicts, by_time
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times, Travel

CURVE_MINUTES = 180
_COLUMNS = (
    "buyer", "name", "by", "rate", "numerator", "denominator", "unknown", "low", "high", "slow", "fast",
    "p50", "p90", "unreachable", "reason", "mean", "members", "undefined", "left_out", "imprecise",
)  # fmt: skip
_CURVE_COLUMNS = (
    "buyer", "name", "by", "minutes", "rate", "low", "high", "slow", "fast",
    "numerator", "denominator", "unknown", "imprecise",
)  # fmt: skip


def coverage(
    net: SupplyNetwork,
    *,
    minutes: float = 60.0,
    times: Times | None = None,
    grade: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return what part of what each buyer buys comes from within so many minutes of it.

    The ratios are those of `local_rate` with Z = {s : t(s, L) ≤ T}. A supplier that can't be reached is outside, one
    that is not located is unknown. A firm whose place is known to its district, city or province only stands at the
    point of that in the rate; `low` counts as outside every supplier that may so lie beyond T, and `high` as inside
    every one that may lie within it.

    Parameters
    ----------
    net : SupplyNetwork
    minutes : float
        The threshold T.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    grade : str or iterable of str, optional
        Only suppliers of these grades count as within.

    Returns
    -------
    DataFrame
        The columns of `local_rate`, and slow, fast (the rate at the slow and the fast end of the times: its
        sensitivity), p50, p90 (minutes within which 50 % and 90 % of the reachable suppliers lie, on rows by count,
        or of the value, on rows by value) and unreachable (suppliers, or value, that no way leads from). `imprecise`
        is how much of the denominator lies on a side of T that the precision of either end's place leaves open, at
        the middle speed.

    Raises
    ------
    InputError
        Where no firm is located.

    Notes
    -----
    A percentile is the smallest time that at least that share does not exceed. [own] Draw the curve with
    `chainnet.plot_coverage`.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.coverage(net).query("buyer == 'L' and by == 'count'")[["rate", "p50"]].round(1).to_numpy().tolist()
    [[1.0, 14.9]]
    """
    area = Minutes(minutes, times if times is not None else Estimate())
    need_places(net)
    pairs = net.pairs
    travel = area.times.between(net, pairs.supplier, pairs.buyer)
    graded = has_grade(net, grade)[pairs.supplier] if grade is not None else None

    def rates(verdicts: Verdicts) -> pd.DataFrame:
        counted = verdicts if graded is None else verdicts.each(lambda verdict: both(verdict, graded))
        links = counted.each(lambda verdict: verdict[net.pair_of_link])
        return table(net, tallies(net, links), area.places_buyer(net))

    result = rates(by_time(travel, area.minutes))
    for column, end in (("slow", travel.high), ("fast", travel.low)):
        result[column] = rates(Verdicts.exact(within(end, area.minutes)))["rate"]
    result = result.join(_percentiles(net, travel.minutes).set_index(["buyer", "by"]), on=["buyer", "by"])
    result = result.reindex(columns=_COLUMNS)
    result.attrs["area"] = area.describe()
    return with_origin(net, result)


def coverage_curve(net: SupplyNetwork, *, times: Times | None = None, step: int = 1) -> pd.DataFrame:
    """Return coverage by count and value against the threshold, from 0 to 180 minutes.

    Parameters
    ----------
    net : SupplyNetwork
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    step : int
        Minutes between two thresholds.

    Returns
    -------
    DataFrame
        buyer, name, by, minutes, rate, low, high, slow, fast, numerator, denominator, unknown, imprecise; for the
        groups and each chain leader. All mean what they do in `coverage`.

    Raises
    ------
    InputError
        Where no firm is located, or the step is not positive.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> curve = cn.coverage_curve(net, step=60)
    >>> curve.query("buyer == '(all)' and by == 'count'")["rate"].tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    if step < 1:
        problem = Said(f"a step of {step} minutes", f"步长为 {step} 分钟")
        raise InputError.one(problem, hint=Said("give 1 or more", "请给 1 或更大的数"))
    need_places(net)
    times = times if times is not None else Estimate()
    travel = times.between(net, net.pairs.supplier, net.pairs.buyer)
    at = np.arange(0, CURVE_MINUTES + 1, step)
    rows = []
    leaders = [
        (net.firms.index[code], net.names().iloc[code], np.array([code])) for code in buyers(net) if net.is_leader[code]
    ]
    for name, shown, members in [(g.name, g.name, g.codes) for g in groups(net)] + leaders:
        pairs, links = np.flatnonzero(np.isin(net.pairs.buyer, members)), np.isin(net.buyer, members)
        weights = {"count": (pairs, np.ones(len(pairs))), "value": (net.pair_of_link[links], net.value[links])}
        for by, (chosen, weight) in weights.items():
            if np.isfinite(weight).any():
                part = Travel(*(end[chosen] for end in travel))
                rows.append(
                    pd.DataFrame({"buyer": name, "name": shown, "by": by, "minutes": at, **_curve(part, weight, at)})
                )
    return with_origin(net, pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=_CURVE_COLUMNS))


def _curve(travel: Travel, weight: Floats, at: npt.NDArray[np.integer]) -> dict[str, Floats]:
    """Return the weighted share within each threshold; the bounds count what is not located as out, and as in.

    So they do with what may lie beyond, and within, by the precision of its place. What has no weight may weigh any
    amount: it opens the bound on the side that it is on, or may be on.
    """
    valued = np.isfinite(weight)
    bare_nearest, bare_farthest = travel.nearest[~valued, None], travel.farthest[~valued, None]
    weight = weight[valued]
    located = ~np.isnan(travel.minutes[valued])
    known, whole = weight[located].sum(), weight.sum()

    def inside(minutes: Floats) -> Floats:
        minutes = minutes[valued][located]
        order = np.argsort(minutes)
        summed = np.concatenate([[0.0], np.cumsum(weight[located][order])])
        return summed[np.searchsorted(minutes[order], at, side="right")]

    def share(part: Floats, total: float) -> Floats:
        return np.minimum(part / total, 1.0) if total > 0 else np.full(len(at), np.nan)  # sums differ in the last digit

    middle, least, most = (inside(end) for end in (travel.minutes, travel.farthest, travel.nearest))
    some_out = (whole > 0) & ~(bare_farthest <= at).all(axis=0)
    some_in = (whole > 0) & ~(bare_nearest > at).all(axis=0)
    unsure = most - least
    return {
        "rate": share(middle, known),
        "low": np.where(some_out, 0.0, share(least, whole)),
        "high": np.where(some_in, 1.0, share(most + (whole - known), whole)),
        "slow": share(inside(travel.high), known),
        "fast": share(inside(travel.low), known),
        "numerator": middle,
        "denominator": np.full(len(at), known),
        "unknown": np.full(len(at), whole - known),
        "imprecise": np.where(unsure > 1e-9 * known, unsure, 0.0),  # two sums of the same differ in the last digit
    }


def _percentiles(net: SupplyNetwork, minutes: Floats) -> pd.DataFrame:
    """Return P50 and P90 of the times by count and value, and what is unreachable, for each buyer and group."""
    pairs = net.pairs
    value = np.bincount(net.pair_of_link, np.nan_to_num(net.value), len(minutes)).astype(np.float64)
    ids = net.firms.index.to_numpy(dtype=object)
    tables = []
    for by, weight in (("count", np.ones(len(minutes))), ("value", value)):
        if by == "value" and not net.has_values:
            continue
        tables.append(_spread(minutes, weight, pairs.buyer, net.n).assign(buyer=ids, by=by))
        for group in groups(net):
            chosen = np.isin(pairs.buyer, group.codes)
            one = np.zeros(int(chosen.sum()), dtype=np.int32)
            tables.append(_spread(minutes[chosen], weight[chosen], one, 1).assign(buyer=group.name, by=by))
    return pd.concat(tables, ignore_index=True)


def _spread(minutes: Floats, weight: Floats, buyer: npt.NDArray[np.int32], number: int) -> pd.DataFrame:
    """Return the percentiles of the finite times, and the weight of the infinite ones, for each buyer."""
    there, never = np.isfinite(minutes), np.isinf(minutes)
    p50, p90 = (weighted_quantile(minutes[there], weight[there], buyer[there], number, share) for share in (0.5, 0.9))
    unreachable = np.bincount(buyer[never], weights=weight[never], minlength=number)
    return pd.DataFrame({"p50": p50, "p90": p90, "unreachable": unreachable})


def need_places(net: SupplyNetwork) -> None:
    """Raise an `InputError` where no firm is located."""
    if not net.has_places:
        hint = Said("fill in longitude and latitude of the firms table", "请填写企业表的经度和纬度")
        raise InputError.one(Said("no firm is located", "没有企业有坐标"), hint=hint, column="longitude")
