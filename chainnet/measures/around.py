"""Who is near: all firms within so many minutes of a site, linked to it or not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.areas import NO, UNKNOWN, YES, Minutes, Verdict, has_grade, within
from chainnet.errors import InputError, Said
from chainnet.measures.coverage import need_places
from chainnet.measures.origin import with_origin
from chainnet.measures.verdicts import Verdicts, by_time
from chainnet.network import SupplyNetwork
from chainnet.travel import Estimate, Times, Travel

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def around(
    net: SupplyNetwork,
    *,
    sites: Iterable[str] | None = None,
    minutes: float = 60.0,
    times: Times | None = None,
    grade: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Return how many of all other firms lie within so many minutes of each site, linked or not.

    Parameters
    ----------
    net : SupplyNetwork
    sites : iterable of str, optional
        Firm ids; the chain leaders unless said otherwise.
    minutes : float
        The threshold.
    times : Times
        Where travel times come from; `Estimate()` unless said otherwise.
    grade : str or iterable of str, optional
        Count only firms of these grades. With the grades of SRDI SMEs the group row is the share of them that lies
        within the threshold of at least one chain leader.

    Returns
    -------
    DataFrame
        buyer (the site), name, by ("count"), rate, numerator (firms within), denominator (other firms that are
        located), unknown (not located, or of unknown grade), low, high, slow, fast, p50, p90 (minutes), unreachable,
        reason, imprecise. The row ``(leaders)`` counts firms within the threshold of at least one of the chain
        leaders; it is there when the sites are the leaders. `low` and `high` count the unknown as beyond and as
        within, and so the `imprecise`: firms counted in the denominator of which the precision of their place, or
        the site's, leaves open on which side of the threshold they lie.

    Raises
    ------
    InputError
        Where no firm is located, a site is no firm, or there are no leaders and no sites.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.around(net, sites=["L"])[["numerator", "denominator"]].to_numpy().tolist()
    [[1, 1]]
    """
    need_places(net)
    times = times if times is not None else Estimate()
    area = Minutes(minutes, times)
    sites = [sites] if isinstance(sites, str) else sites
    named = [net.code(site) for site in sites] if sites is not None else np.flatnonzero(net.is_leader).tolist()
    if not named:
        raise InputError.one(
            Said("no chain leader is named", "没有指定链主"),
            hint=Said("name a site, or give firms the role leader", "请指定企业，或在企业表的角色列写“链主”"),
            column="role",
        )
    graded = np.full(net.n, YES, dtype=np.int8) if grade is None else has_grade(net, grade)
    rows = []
    nearest = Travel(*np.full((len(Travel._fields), net.n), np.nan))
    unknown = np.zeros(net.n, dtype=bool)  # to some site
    for site in named:
        travel = _to(net, times, site)
        rows.append(_row(net, site, area.minutes, travel, graded))
        nearest = Travel(*map(np.fmin, nearest, travel))
        unknown |= np.isnan(travel.minutes)
    if sites is None:
        rows.insert(0, _any_leader(net, area.minutes, nearest, unknown, graded))
    return with_origin(net, pd.DataFrame(rows))


def _to(net: SupplyNetwork, times: Times, site: int) -> Travel:
    everyone = np.arange(net.n, dtype=np.int32)
    return times.between(net, everyone, np.full(net.n, site, dtype=np.int32))


def _row(net: SupplyNetwork, site: int, minutes: float, travel: Travel, graded: Verdict) -> dict[str, object]:
    others = graded != NO
    others[site] = False
    slow, fast = (Verdicts.exact(within(end, minutes)) for end in (travel.high, travel.low))
    ends = [
        verdicts.each(lambda verdict: _graded(verdict, graded)[others])
        for verdicts in (by_time(travel, minutes), slow, fast)
    ]
    names = net.names()
    ids = {"buyer": names.index[site], "name": names.iloc[site]}
    times = _times(ends[0].middle, travel.minutes[others], bool(net.located[site]))
    return {**ids, **_ratio(*ends), **times, "imprecise": int(ends[0].imprecise.sum())}


def _any_leader(
    net: SupplyNetwork, minutes: float, nearest: Travel, unknown: Bools, graded: Verdict
) -> dict[str, object]:
    """Count the firms, leaders aside, that are within the threshold of at least one leader."""
    others = (graded != NO) & ~net.is_leader
    slow, fast = (Verdicts.exact(within(end, minutes)) for end in (nearest.high, nearest.low))

    def counted(verdict: Verdict) -> Verdict:
        verdict = np.where((verdict != YES) & unknown, UNKNOWN, verdict).astype(np.int8)
        return _graded(verdict, graded)[others]

    ends = [verdicts.each(counted) for verdicts in (by_time(nearest, minutes), slow, fast)]
    ids = {"buyer": "(leaders)", "name": "(leaders)"}
    times = _times(ends[0].middle, nearest.minutes[others], bool(net.located[net.is_leader].any()))
    return {**ids, **_ratio(*ends), **times, "imprecise": int(ends[0].imprecise.sum())}


def _graded(verdict: Verdict, graded: Verdict) -> Verdict:
    """Return the verdict, not known where it is not known whether the firm has the grade."""
    return np.where(graded == UNKNOWN, UNKNOWN, verdict).astype(np.int8)


def _times(verdict: Verdict, times: Floats, placed: bool) -> dict[str, object]:
    """Return the percentiles of the times, what is unreachable, and why a rate is not defined."""
    there = times[np.isfinite(times)]
    p50, p90 = (
        float(np.quantile(there, share, method="inverted_cdf")) if len(there) else np.nan for share in (0.5, 0.9)
    )
    unreachable = int((np.isinf(times) & (verdict == NO)).sum())
    reason = ""
    if not len(verdict):
        reason = "no_firms"
    elif (verdict == UNKNOWN).all():
        reason = "no_located_supplier" if placed else "buyer_not_located"
    return {"p50": p50, "p90": p90, "unreachable": unreachable, "reason": reason}


def _ratio(verdicts: Verdicts, slow: Verdicts, fast: Verdicts) -> dict[str, object]:
    """Return the share within, with its bounds and its slow and fast ends."""
    verdict = verdicts.middle
    inside, unknown = int((verdict == YES).sum()), int((verdict == UNKNOWN).sum())
    known, whole = len(verdict) - unknown, len(verdict)

    def share(part: int, total: int) -> float:
        return part / total if total else np.nan

    return {
        "by": "count",
        "rate": share(inside, known),
        "numerator": inside,
        "denominator": known,
        "unknown": unknown,
        "low": share(int((verdicts.least == YES).sum()), whole),
        "high": share(int((verdicts.most != NO).sum()), whole),
        "slow": share(int((slow.middle == YES).sum()), known),
        "fast": share(int((fast.middle == YES).sum()), known),
    }
