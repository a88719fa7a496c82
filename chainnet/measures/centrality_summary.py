"""What a table of centralities says in short: by group of firms, the firms in front, how alike the measures are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.measures.centrality import MEASURES, centrality
from chainnet.measures.prepared import evened
from chainnet.network import SupplyNetwork

METHODS = ("spearman", "kendall")
MOST_GROUPS = 20
"""A column of more groups has to hold two firms a group on average; one of whole numbers may have five times as many.
"""
_ORDER = {term.key: at for at, term in enumerate((*terms.ROLES, *terms.GRADES))}


def centrality_summary(net: SupplyNetwork, *, by: str = "role", table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return centralities by group of firms: one row a group and measure.

    Parameters
    ----------
    net : SupplyNetwork
    by : str
        role, grade, tier (links to the nearest chain leader), or any column of the firms.
    table : DataFrame, optional
        What `centrality` returned; all of its measures unless given.

    Returns
    -------
    DataFrame
        group (``unknown`` where the column says nothing; tier ``none`` reaches no leader), measure; firms: those in
        the group; unknown: those among them whose value is not known; mean, median and most over the known; share: the
        group's part of the measure's sum over all known firms; firm, name: the one with the most, the first by id
        where several have it; reason: why the numbers are missing, ``no_values``, or why the share alone is,
        ``zero_total``.

    Raises
    ------
    InputError
        Where there is no such column, it has no groups but numbers (longitude, say) or a name for nearly every firm,
        or the tier is asked for and no chain leader is named.

    Notes
    -----
    Of a measure that is yes or no (articulation) the mean is the share of firms that are.

    Draw it with ``chainnet.plot_bars(table.query("measure == 'in_degree'"), label="group", value="mean")``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S", "T"], "role": ["leader", "supplier", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "S"]}))
    >>> table = cn.centrality(net, measures="out_degree")
    >>> cn.centrality_summary(net, table=table)[["group", "mean", "share"]]
          group  mean  share
    0    leader   0.0    0.0
    1  supplier   1.0    1.0
    """
    group = groups_by(net, by)
    table = centrality(net) if table is None else table
    rows = []
    for measure in measured(table):
        values = pd.Series(table[measure].to_numpy(dtype=np.float64), index=table["firm"])
        total = float(values.sum())
        for name in sorted(set(group), key=_place):
            inside = values[(group == name).to_numpy()]
            rows.append({"group": name, "measure": measure} | _described(inside, total))
    columns = ["group", "measure", "firms", "unknown", "mean", "median", "most", "share", "firm", "reason"]
    result = pd.DataFrame(rows, columns=columns)
    result.insert(columns.index("firm") + 1, "name", result["firm"].map(net.names()))
    result.attrs.update({"synthetic": net.about.synthetic, "by": by})
    return result


def top_firms(table: pd.DataFrame, *, rows: int = 10) -> pd.DataFrame:
    """Return the firms in front by each measure of a table of centralities.

    Parameters
    ----------
    table : DataFrame
        What `centrality` returned.
    rows : int
        Firms a measure, 1 or more.

    Returns
    -------
    DataFrame
        measure, rank (firms of one value share the better rank), firm, name, role, value. Values tie that differ by
        less than 1e-12 of the largest: what rounding leaves ranks nobody. Firms that tie stand by their ids. What is
        yes or no (articulation) ranks nobody and is left out, as are unknown values.

    Raises
    ------
    InputError
        Where fewer than one row is asked for, or the table has no measure.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table.query("measure == 'in_degree'"), label="name", value="value")``.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> top_firms(cn.centrality(net, measures=["betweenness", "in_degree"]), rows=2)[["measure", "rank", "firm"]]
           measure  rank firm
    0  betweenness     1    B
    1  betweenness     2    A
    2    in_degree     1    B
    3    in_degree     1    C
    """
    if rows < 1:
        raise InputError.one(Said(f"{rows} rows", f"行数为 {rows}"), hint=Said("give 1 or more", "请给 1 或更大的数"))
    parts = []
    for measure in measured(table):
        if table[measure].dtype == bool:
            continue
        found = table[["firm", "name", "role"]].assign(measure=measure, value=table[measure].astype(np.float64))
        found = found.dropna(subset="value")
        found["even"] = evened(found["value"].to_numpy())
        found["rank"] = found["even"].rank(method="min", ascending=False).astype(np.int64)
        parts.append(found.sort_values(["rank", "firm"]).head(rows))
    columns = ["measure", "rank", "firm", "name", "role", "value"]
    result = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
    result.attrs["synthetic"] = table.attrs.get("synthetic")
    return result


def rank_correlation(table: pd.DataFrame, *, method: str = "spearman") -> pd.DataFrame:
    """Return how alike the measures rank the firms: one row a pair of measures.

    Parameters
    ----------
    table : DataFrame
        What `centrality` returned.
    method : {"spearman", "kendall"}
        Spearman's rho, of ranks that ties share evenly, or Kendall's tau-b.

    Returns
    -------
    DataFrame
        measure, other_measure, correlation in [-1, 1], firms: those whose values of both are known; reason where it is
        not defined: ``no_values``, ``too_few_firms`` (one), ``constant`` (one of the two has the same value for all).

    Raises
    ------
    InputError
        Where the method is not known, or the table has no measure.

    Notes
    -----
    Draw it with ``chainnet.plot_heatmap(table)``.

    Examples
    --------
    >>> table = pd.DataFrame({"firm": list("ABC"), "in_degree": [2, 1, 0], "core": [3, 1, 1], "katz": [1.0, 1.0, 1.0]})
    >>> rank_correlation(table)[["measure", "other_measure", "correlation"]].round(3)
         measure other_measure  correlation
    0  in_degree          core        0.866
    1  in_degree          katz          NaN
    2       core          katz          NaN
    """
    if method not in METHODS:
        problem = Said(f"{method!r} is no rank correlation", f"没有“{method}”这种等级相关")
        raise InputError.one(problem, hint=Said(f"write {' or '.join(METHODS)}", f"写 {' 或 '.join(METHODS)}"))
    values = {measure: table[measure].astype(np.float64) for measure in measured(table)}
    rows = []
    for one, other in combinations(values, 2):
        known = values[one].notna() & values[other].notna()
        correlation, reason = _correlation(values[one][known], values[other][known], method)
        rows.append((one, other, correlation, int(known.sum()), reason))
    result = pd.DataFrame(rows, columns=["measure", "other_measure", "correlation", "firms", "reason"])
    result.attrs.update({"synthetic": table.attrs.get("synthetic"), "method": method})
    return result


def measured(table: pd.DataFrame) -> list[str]:
    """Return the measures that a table of centralities has, in its order."""
    found = [str(column) for column in table if column in MEASURES]
    if not found or "firm" not in table:
        raise InputError.one(
            Said("the table has no centrality", "表中没有中心性指标"),
            hint=Said("give what centrality returns", "请给出 centrality 返回的表"),
        )
    return found


def groups_by(net: SupplyNetwork, by: str) -> pd.Series:
    """Return each firm's group as text.

    Parameters
    ----------
    net : SupplyNetwork
    by : str
        As for `centrality_summary`.

    Raises
    ------
    InputError
        As for `centrality_summary`.
    """
    if by == "tier":
        if not net.leaders:
            hint = Said("name the chain leaders, or write role", "请指定链主，或写 role")
            raise InputError.one(Said("no chain leader is named: no tiers", "没有指定链主，无法分层级"), hint=hint)
        return net.tiers().map(lambda tier: "none" if np.isnan(tier) else f"{tier:.0f}").astype("str")
    if by not in ("role", "grade", *net.firms.columns):
        known = ", ".join(dict.fromkeys(["role", "grade", "tier", *map(str, net.firms.columns)]))
        hint = Said(f"write one of {known}", f"写以下之一：{known}")
        raise InputError.one(Said(f"firms have no column {by!r}", f"企业表没有“{by}”列"), hint=hint)
    column = net.firm_column(by)
    _check_grouped(column, by)
    return column.astype("str").fillna(terms.UNKNOWN)


def _check_grouped(column: pd.Series, by: str) -> None:
    """Raise an `InputError` where a column puts firms in no groups: it measures them, or names nearly each one."""
    known = column.dropna()
    numbers = pd.api.types.is_numeric_dtype(known) and not pd.api.types.is_bool_dtype(known)
    groups = known.nunique()
    if numbers and (known.mod(1).ne(0).any() or groups > 5 * MOST_GROUPS):
        problem = Said(f"column {by!r} holds numbers, not groups", f"“{by}”列是数值，不是分组")
    elif not numbers and groups > max(MOST_GROUPS, len(known) / 2):
        problem = Said(
            f"column {by!r} has {groups:,} groups of {len(known):,} firms: nearly each is its own",
            f"“{by}”列有 {groups:,} 组，共 {len(known):,} 家企业：几乎一家一组",
        )
    else:
        return
    hint = Said("write role, grade, tier or a column such as city", "请写 role、grade、tier 或 city 之类的列")
    raise InputError.one(problem, hint=hint)


def _place(group: str) -> tuple[int, int, float, str]:
    """Sort roles and grades as they are listed, numbers by size, other names by their text; none and unknown last."""
    last = ("none", terms.UNKNOWN).index(group) + 1 if group in ("none", terms.UNKNOWN) else 0
    return last, _ORDER.get(group, -1), float(group) if group.isdecimal() else np.inf, group


def _described(values: pd.Series, total: float) -> dict[str, object]:
    known = values.dropna()
    row: dict[str, object] = {"firms": len(values), "unknown": len(values) - len(known), "reason": ""}
    if known.empty:
        return row | {"reason": "no_values"}
    most = float(known.max())
    even = evened(known.to_numpy())
    first = min(known.index[even == even.max()])
    row |= {"mean": known.mean(), "median": known.median(), "most": most, "firm": first}
    return row | ({"share": known.sum() / total} if total > 0 else {"reason": "zero_total"})


def _correlation(one: pd.Series, other: pd.Series, method: str) -> tuple[float, str]:
    """Return the correlation of two measures over firms that have both, and the reason where there is none."""
    if len(one) < 2:
        return np.nan, "too_few_firms" if len(one) else "no_values"
    one, other = pd.Series(evened(one.to_numpy())), pd.Series(evened(other.to_numpy()))
    if any(values.eq(values.iloc[0]).all() for values in (one, other)):
        return np.nan, "constant"
    if method == "kendall":
        from scipy.stats import kendalltau

        return float(kendalltau(one, other).statistic), ""
    return float(np.corrcoef(one.rank(), other.rank())[0, 1]), ""
