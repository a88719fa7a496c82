"""The firms that matter as a set: the fewest whose loss brings a measure below a target, or the worst k."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.left import CURVES
from chainnet.measures.orders import TIES, removable_firms
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Prepared
from chainnet.measures.sets.search import Wanted
from chainnet.measures.sets.solve import Solved, loss_of, solve
from chainnet.network import SupplyNetwork


def critical_set(
    net: SupplyNetwork,
    *,
    k: int | None = None,
    target: float | None = None,
    measure: str = "served",
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    exact: bool | None = None,
    seconds: float = 60.0,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return the set of firms whose loss, together, hurts most.

    Parameters
    ----------
    net : SupplyNetwork
    k : int, optional
        The worst set of so many firms at most.
    target : float, optional
        The smallest set that brings the measure below it, between 0 and 1. Give one of `k` and `target`.
    measure : {"served", "largest_component"}
        As for `removal`; served in its strict reading.
    keep : str or list of str
        Roles that are never removed; "leaders" for the chain leaders.
    essential : DataFrame, optional
        As for `removal`.
    exact : bool, optional
        Whether to run the integer program; unless said otherwise where the network has up to 500 firms (served) or
        60 (largest component).
    seconds : float
        Time for the integer program or its linear relaxation; the best set and bound by then are returned.
    progress : callable, optional
        Called after each look at all firms.

    Returns
    -------
    DataFrame
        rank, firm, name, role, value (what is left after the first `rank` firms are gone), drop (by this firm), low,
        high (bounds of value, as for `removal`). Fewer than `k` rows where fewer are found to do as much. ``attrs``:
        method ("greedy+swaps", or "exact" where the integer program ran), value, bound (the least that any k firms
        could leave, or the smallest size any set could have), bound_source ("integer program", "linear relaxation",
        "numbers of partners", "every firm tried", "least possible": all firms that may go leave no less, or "none": a
        bound of 0, which says nothing), gap (to the bound), proven (whether no set is better, up to 1e-6 of the value),
        fewest (where `k` firms leave the least possible: no set of fewer than so many does; else None),
        swaps_cut_short, ties, measure, target, keep.

    Raises
    ------
    InputError
        Where not exactly one of `k` and `target` is given or it is out of range, the measure is not defined, no firm
        may be removed, or even the loss of all firms that may be leaves as much as the target.

    Notes
    -----
    Greedy: each time the firm, or the suppliers of one input of one buyer together, that takes most a firm; then each
    firm is exchanged for another while that leaves less, and where nothing can leave less, the same is looked for with
    fewer firms. It gives no guarantee: served is not submodular, since suppliers that stand in for each other matter
    only together. The bound says how far the best can be. The exact program is solved by HiGHS; a cycle of firms does
    not fail of itself. Ties go by value sold, then structure, then id.

    Draw it with ``chainnet.plot_bars(table, label="name", value="value", sort=False, percent=True)``.

    Examples
    --------
    Neither of two suppliers of one product matters alone.

    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S", "A", "B"], "role": ["leader", "supplier", "supplier", "supplier"]})
    >>> links = pd.DataFrame({"supplier": ["S", "A", "B"], "buyer": ["L", "S", "S"], "product": ["p", "q", "q"]})
    >>> cn.critical_set(cn.from_frames(firms, links), k=2)["firm"].tolist()
    ['L']
    """
    wanted = wanted_of(k, target)
    prepared, loss = loss_of(net, measure, essential)
    removable = removable_firms(net, keep)
    solved = solve(loss, removable, prepared.rank, wanted, exact=exact, seconds=seconds, progress=progress)
    if target is not None and not wanted.met(solved.left):
        _refuse(target, solved.left, int(removable.sum()))
    table = _table(prepared, measure, solved)
    reached = solved.left if target is None else float(len(solved.chosen))
    table.attrs.update(
        measure=measure, target=target, method=solved.method, value=solved.left, bound=solved.bound,
        bound_source=solved.source, gap=max(0.0, reached - solved.bound), proven=solved.proven, fewest=solved.fewest,
        swaps_cut_short=solved.cut_short, ties=str(TIES),
        keep=[keep] if isinstance(keep, str) else list(keep),
    )  # fmt: skip
    return with_origin(net, table)


def wanted_of(k: int | None, target: float | None) -> Wanted:
    """Return what a set is to do.

    Raises
    ------
    InputError
        Where not exactly one of both is given, or it is out of range.
    """
    if (k is None) == (target is None):
        hint = Said("give k, a number of firms, or target, a share", "请给出家数 k 或目标 target 其中之一")
        raise InputError.one(Said("give exactly one of k and target", "k 和 target 须且只须给一个"), hint=hint)
    if k is not None and k < 1:
        raise InputError.one(Said(f"{k} firms", f"家数为 {k}"), hint=Said("give 1 or more", "请给 1 或更大的数"))
    if target is not None and not 0 < target < 1:
        hint = Said("give a number between 0 and 1", "请给 0 到 1 之间的数")
        raise InputError.one(Said(f"target {target:g}", f"目标为 {target:g}"), hint=hint)
    return Wanted(k, target)


def _refuse(target: float, left: float, removable: int) -> None:
    problem = Said(
        f"no set of firms brings it below {target:.1%}: without all {removable:,} that may go {left:.1%} is left",
        f"没有企业组合能使其低于 {target:.1%}：可移除的 {removable:,} 家全部移除后仍剩 {left:.1%}",
    )
    raise InputError.one(problem, hint=Said("raise the target, or keep fewer roles", "请提高目标，或少保留一些角色"))


def _table(prepared: Prepared, measure: str, solved: Solved) -> pd.DataFrame:
    net, chosen = prepared.net, solved.chosen
    curve = CURVES[measure](prepared, chosen)
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(chosen) + 1),
            **firm_columns(net, chosen.tolist()),
            "value": curve.value[1:],
            "drop": np.maximum(-np.diff(curve.value), 0.0),
            "low": curve.low[1:],
            "high": curve.high[1:],
        }
    )


def firm_columns(net: SupplyNetwork, firms: list[int]) -> dict[str, pd.Series]:
    """Return id, name and role of firms, given as rows of `net.firms`."""
    ids = net.firms.index.to_series().iloc[firms].reset_index(drop=True)
    named = (net.names(), net.firm_column("role"))
    name, role = (column.iloc[firms].reset_index(drop=True) for column in named)
    return {"firm": ids, "name": name, "role": role}
