"""One-hour supply radius (一小时供应圈): what part of what is bought lies within so many minutes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import YES, Minutes, both, has_grade
from chainnet.errors import InputError, Said
from chainnet.measures.beside import Beside
from chainnet.measures.bought import Bought
from chainnet.measures.origin import with_origin, with_times
from chainnet.measures.quantiles import ascending, order_of
from chainnet.measures.ratios import BY, Floats, buyers, groups, table
from chainnet.measures.verdicts import at_ends, by_time
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times, Travel
from chainnet.travel.water import over_water

CURVE_MINUTES = 180
SHARES = (0.5, 0.9)
_COLUMNS = (
    "buyer", "name", "by", "rate", "numerator", "denominator", "unknown", "low", "high", "slow", "fast",
    "p50", "p90", "unreachable", "reason", "mean", "members", "undefined", "left_out", "imprecise",
    "rate_shorter", "rate_longer", "over_water",
)  # fmt: skip
CURVE_COLUMNS = (
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
        the middle speed. rate_shorter, rate_longer are the rate at 0.75 T and 1.25 T; over_water is how many of
        the suppliers that may count as within (at the fast end, or by the precision of places) have the sea between
        them and the buyer, which the estimate does not see (`chainnet.travel.water`): empty unless times are an
        estimate.

    Raises
    ------
    InputError
        Where no firm is located.

    Notes
    -----
    A percentile is the smallest time that at least that share does not exceed. [own]

    Draw it with ``chainnet.plot_bars(table.query("by == 'count'"), label="name", value="rate", low="slow",
    high="fast", percent=True)``.

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
    verdicts, ends = by_time(travel, area.minutes), at_ends(travel, area.minutes)
    if grade is not None:
        graded = has_grade(net, grade)[pairs.supplier]
        verdicts = verdicts.each(lambda verdict: both(verdict, graded))
        ends = {end: both(verdict, graded) for end, verdict in ends.items()}
    tallied, sums = Bought.by(net).tallies(verdicts, *ends.values())
    beside = Beside(net, table(net, tallied, area.places_buyer(net)))
    for column, counted in zip(ends, sums, strict=True):
        beside.put_ratio(column, counted)
    _put_percentiles(net, beside, travel.minutes)
    if area.times.estimated:
        near = np.flatnonzero((ends["fast"] == YES) | (verdicts.most == YES))
        crossing = near[over_water(net, pairs.supplier[near], pairs.buyer[near])]
        number = np.bincount(pairs.buyer[crossing], minlength=net.n).astype(np.float64)
        beside.put_sum("over_water", dict.fromkeys(BY, number))
    result = beside.table.reindex(columns=_COLUMNS)
    result.attrs["area"] = area.describe()
    return with_origin(net, with_times(area.times, result))


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
        groups and each chain leader. All mean what they do in `coverage`. ``attrs["times"]`` and ``attrs["times_zh"]``
        say where times come from, and whether they are an estimate.

    Raises
    ------
    InputError
        Where no firm is located, or the step is not positive.

    Notes
    -----
    Draw it with ``chainnet.plot_coverage(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> curve = cn.coverage_curve(net, step=60)
    >>> curve.query("buyer == '(all)' and by == 'count'")["rate"].tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    at = thresholds(step)
    need_places(net)
    times = times if times is not None else Estimate()
    travel = times.between(net, net.pairs.supplier, net.pairs.buyer)
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
                    pd.DataFrame({"buyer": name, "name": shown, "by": by, "minutes": at, **curve_of(part, weight, at)})
                )
    curve = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=CURVE_COLUMNS)
    return with_origin(net, with_times(times, curve))


def thresholds(step: int) -> npt.NDArray[np.int64]:
    """Return the minutes of a curve; raise an `InputError` where the step is not positive."""
    if step < 1:
        problem = Said(f"a step of {step} minutes", f"步长为 {step} 分钟")
        raise InputError.one(problem, hint=Said("give 1 or more", "请给 1 或更大的数"))
    return np.arange(0, CURVE_MINUTES + 1, step)


def curve_of(travel: Travel, weight: Floats, at: npt.NDArray[np.integer]) -> dict[str, Floats]:
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


def _put_percentiles(net: SupplyNetwork, beside: Beside, minutes: Floats) -> None:
    """Put P50 and P90 of the finite times, and what is unreachable, by count and value."""
    buyer = net.pairs.buyer
    value = np.bincount(net.pair_of_link, np.nan_to_num(net.value), len(minutes)).astype(np.float64)
    weights = {"count": np.ones(len(minutes)), **({"value": value} if net.has_values else {})}
    order = order_of(minutes)
    each = ascending(minutes, buyer, net.n, order)
    of_each = {by: each.quantiles(weight, SHARES) for by, weight in weights.items()}
    of_group: dict[tuple[str, str], Floats] = {}
    for name, members in beside.members.items():
        inside = np.full(net.n, -1, dtype=np.int32)
        inside[members] = 0
        together = ascending(minutes, inside[buyer], 1, order)
        of_group.update({(name, by): together.quantiles(weight, SHARES)[:, 0] for by, weight in weights.items()})
    for number, column in enumerate(("p50", "p90")):
        pooled = {which: found[number] for which, found in of_group.items()}
        beside.put(column, {by: found[number] for by, found in of_each.items()}, pooled)
    never = np.isinf(minutes)
    lost = {by: np.bincount(buyer[never], weight[never], net.n).astype(np.float64) for by, weight in weights.items()}
    beside.put_sum("unreachable", lost)


def need_places(net: SupplyNetwork) -> None:
    """Raise an `InputError` where no firm is located."""
    if not net.has_places:
        hint = Said("fill in longitude and latitude of the firms table", "请填写企业表的经度和纬度")
        raise InputError.one(Said("no firm is located", "没有企业有坐标"), hint=hint, column="longitude")
