"""Local supporting rate (本地配套率)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.areas import Area, City, Verdict, both, has_grade
from chainnet.errors import InputError, Said
from chainnet.measures.deep import Deep, deep_rate
from chainnet.measures.origin import with_area, with_origin
from chainnet.measures.ratios import groups, table, tallies
from chainnet.measures.verdicts import Verdicts, by_area
from chainnet.network import SupplyNetwork

PER = ("product", "stage")


def local_rate(
    net: SupplyNetwork,
    *,
    area: Area | None = None,
    grade: str | Iterable[str] | None = None,
    deep: bool | str = False,
    per: str | None = None,
) -> pd.DataFrame:
    r"""Return how much of what each buyer buys comes from its area.

    For a buyer L with suppliers S(L), purchases V_sL and the set Z of firms in the area

    - by count: \|S(L) ∩ Z\| / \|S(L)\|
    - by value: Σ_{s∈Z} V_sL / Σ_s V_sL
    - by product: products with at least one supplier in Z / products bought
    - by product_major: products with more than half their value from Z / products bought
    - by deep, where asked: what of the value rests on firms of Z through all tiers of suppliers. With x_j =
      max(sales_j, purchases_j, revenue_j), A_ij = W_ij / x_j, v_j = 1 − Σ_i A_ij and m' = (v∘1_Z)'(I − A)^-1 it is
      Σ_s V_sL m_s / Σ_s V_sL

    over the suppliers whose place is known; `low` and `high` count those that are not known as outside and inside.
    With an area of minutes, kilometres or a polygon they do the same with those of which the precision of places leaves
    open on which side they lie (see `coverage`).
    Groups, ``(leaders)``, ``(all)`` and ``(cluster NAME)``, have the pooled ratio, and beside it the unweighted
    mean of their members.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        What is local; `City()` unless said otherwise.
    grade : str or iterable of str, optional
        Only suppliers of these grades count as local: Z ∩ grade.
    deep : bool or "leaders"
        Whether to add the rows by deep; of the chain leaders alone on request: each area that buyers have takes a
        solution of its own.
    per : {"product", "stage"}, optional
        One set of rows for each product that is bought, or for each stage of the chain that suppliers are of, in a
        column of that name. Links without one are in the rows where it is missing.

    Returns
    -------
    DataFrame
        One row a buyer and way of counting: buyer, name, by, rate, numerator, denominator, unknown, low, high,
        reason, mean, members, undefined, left_out, imprecise (how much of the denominator is on a side that the
        precision of places leaves open; nothing is unless the area is one of distances), and with deep
        without_purchases (the share of the value that rests on firms without recorded purchases). Rates are shares in
        [0, 1]; by value and deep the numerator, the denominator, the unknown and the imprecise are in the network's
        value unit. Where nothing is known the rate is NaN and `reason` says why. ``attrs["closed"]`` names the groups
        of firms that buy all they sell from each other: I − A is singular, and the deep rate of those that rest on
        them not defined.

    Raises
    ------
    InputError
        Where `area` is no area, or needs a column that no firm has, or both deep and per are asked for.

    Notes
    -----
    No published standard defines the rate [own]; published figures state neither formula nor boundary.

    Draw it with ``chainnet.plot_bars(table.query("by == 'count'"), label="name", value="rate", low="low", high="high",
    percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M", "X"], "role": ["leader", None, None], "city": ["Q", "Q", "T"]})
    >>> links = pd.DataFrame({"supplier": ["M", "X"], "buyer": ["L", "L"], "value": [60, 40]})
    >>> rates = cn.local_rate(cn.from_frames(firms, links), area=cn.City())
    >>> rates.loc[rates["buyer"] == "L", ["by", "rate"]].head(2).to_numpy().tolist()
    [['count', 0.5], ['value', 0.6]]
    """
    area = _area(area)
    _check(deep, per)
    pairs = net.pairs
    verdicts = by_area(area, net, pairs.supplier, pairs.buyer)
    graded = None if grade is None else has_grade(net, grade)
    if graded is not None:
        of_supplier = graded[pairs.supplier]
        verdicts = verdicts.each(lambda verdict: both(verdict, of_supplier))
    links = verdicts.each(lambda verdict: verdict[net.pair_of_link])
    if per is not None:
        rates = _per(net, links, area, per)
    elif deep:
        rates = _with_deep(net, links, area, graded, leaders=deep == "leaders")
    else:
        rates = table(net, tallies(net, links), area.places_buyer(net))
    return with_origin(net, with_area(area, rates))


def _area(area: Area | None) -> Area:
    """Return the area, the city unless one is given."""
    if area is None:
        return City()
    if not isinstance(area, Area):
        hint = Said(
            "give one such as chainnet.City() or chainnet.Minutes(60)",
            "请给 chainnet.City() 或 chainnet.Minutes(60) 之类",
        )
        raise InputError.one(Said(f"{area!r} is no area", f"{area!r} 不是本地范围"), hint=hint)
    return area


def _check(deep: bool | str, per: str | None) -> None:
    if deep not in (False, True, "leaders"):
        problem = Said(f"deep is {deep!r}", f"deep 为 {deep!r}")
        raise InputError.one(problem, hint=Said('give True or "leaders"', '请给 True 或 "leaders"'))
    if per not in (None, *PER):
        problem = Said(f"no rates per {per!r}", f"不能按 {per!r} 分列")
        raise InputError.one(problem, hint=Said(f"write one of {', '.join(PER)}", f"写以下之一：{'、'.join(PER)}"))
    if deep and per:
        problem = Said("deep rates are of all that is bought", "穿透各级的比率针对全部采购")
        hint = Said(f"ask for deep, or per {per}", f"deep 与 per={per} 请分开计算")
        raise InputError.one(problem, hint=hint)


def _with_deep(
    net: SupplyNetwork, links: Verdicts, area: Area, graded: Verdict | None, *, leaders: bool
) -> pd.DataFrame:
    """Return the table with rows by deep, and the share that rests on firms without purchases."""
    found = deep_rate(net, area, graded, np.flatnonzero(net.is_leader) if leaders else None)
    rates = table(net, {**tallies(net, links), "deep": found.tally}, area.places_buyer(net))
    if leaders:
        rates = rates[rates["by"].ne("deep") | rates["buyer"].isin(["(leaders)", *net.leaders])].reset_index(drop=True)
    rates["without_purchases"] = _resting(net, rates, found)
    rates.attrs["closed"] = found.closed
    return rates


def _resting(net: SupplyNetwork, rates: pd.DataFrame, found: Deep) -> pd.Series:
    """Return for each row by deep the share of the value that rests on firms without recorded purchases."""
    shares = {}
    for name, members in ((group.name, group.codes) for group in groups(net)):
        whole = found.whole[members].sum()
        shares[name] = found.without_purchases[members].sum() / whole if whole > 0 else np.nan
    each = np.divide(found.without_purchases, found.whole, out=np.full(net.n, np.nan), where=found.whole > 0)
    shares.update(zip(net.firms.index, each, strict=True))
    return rates["buyer"].map(shares).where(rates["by"].eq("deep")).clip(upper=1.0)  # sums differ in the last digit


def _per(net: SupplyNetwork, links: Verdicts, area: Area, per: str) -> pd.DataFrame:
    """Return the table of what is bought of each product, or of suppliers of each stage, one after another."""
    of_link = net.links["product"] if per == "product" else net.firm_column("stage").iloc[net.supplier]
    codes, words = pd.factorize(of_link, sort=True)
    if not len(words):
        shown = terms.show(per, "zh")
        problem = Said(f"nothing is said of any {per}", f"没有填写{shown}")
        raise InputError.one(problem, hint=Said(f"fill in the column {per}", f"请填写“{shown}”列"), column=per)
    placed, frames = area.places_buyer(net), []
    for code, word in enumerate([*words, None]):
        chosen = codes == (code if word is not None else -1)
        if chosen.any():
            part = SupplyNetwork(net.firms, net.links[chosen], net.about)
            verdicts = links.each(lambda verdict, chosen=chosen: verdict[chosen])  # type: ignore[misc]
            counted = {by: tally for by, tally in tallies(part, verdicts).items() if per == "stage" or by in _ALONE}
            rows = table(part, counted, placed)
            rows.insert(2, per, pd.Series([word] * len(rows), dtype="str"))
            frames.append(rows[~rows["reason"].isin(["no_purchases", "no_leaders", "no_buyers"])])
    return pd.concat(frames, ignore_index=True)


_ALONE = ("count", "value")
"""The ways of counting that say something of one product."""


def local_firms(net: SupplyNetwork, *, area: Area | None = None) -> pd.Series:
    """Return for each firm whether it is local to some chain leader, or, without leaders, to some buyer of it.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        What is local; `City()` unless said otherwise.

    Returns
    -------
    Series of object
        True, False, or None where it is not known; indexed by firm. What figures are coloured by; their notes say what
        is local, as ``attrs["area"]`` and ``attrs["area_zh"]`` have it.

    Notes
    -----
    Draw it with ``chainnet.plot_tiers(net, local=local)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M"], "role": ["leader", None], "city": ["Q", "Q"]})
    >>> links = pd.DataFrame({"supplier": ["M"], "buyer": ["L"]})
    >>> cn.local_firms(cn.from_frames(firms, links)).tolist()
    [True, True]
    """
    area = _area(area)
    everyone = np.arange(net.n, dtype=np.int32)
    leaders = np.flatnonzero(net.is_leader).astype(np.int32)
    rank = np.array([0, 2, 1], dtype=np.int8)  # a verdict of NO, YES, UNKNOWN: the highest of all buyers' counts
    best = np.full(net.n, -1, dtype=np.int8)
    if len(leaders):
        for leader in leaders:
            best = np.maximum(best, rank[area.verdict(net, everyone, np.full(net.n, leader, dtype=np.int32))])
        best[leaders] = 2
    else:
        np.maximum.at(best, net.pairs.supplier, rank[area.verdict(net, net.pairs.supplier, net.pairs.buyer)])
    meaning = np.array([False, None, True, None], dtype=object)  # the last is for firms that sell to nobody
    return with_area(area, pd.Series(meaning[best], index=net.firms.index, name="local", dtype=object))
