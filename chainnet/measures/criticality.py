"""What the loss of each single firm does, and of groups of firms at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.kernels.cut_nodes import largest_without_each
from chainnet.kernels.percolation import component_curve
from chainnet.measures.drops import DROPS, Sets, columns_of
from chainnet.measures.groups import groups_of
from chainnet.measures.left import undefined
from chainnet.measures.orders import removable_firms
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Floats, Prepared
from chainnet.measures.removal import wanted_measures
from chainnet.network import SupplyNetwork

QUICK = ("largest_component", "served", "leaders_reached")
"""The measures of which the drop for every firm is one pass or little more."""


def criticality(
    net: SupplyNetwork, *, measure: str | Sequence[str] = QUICK, essential: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return, for every firm, how much each measure drops when that firm alone is removed.

    Parameters
    ----------
    net : SupplyNetwork
    measure : str or list of str
        As for `removal`. Efficiency and largest_component_value take one look at the network for each firm, and are
        refused where that takes more than some ten minutes.
    essential : DataFrame, optional
        As for `removal`.

    Returns
    -------
    DataFrame
        firm, name, and one column a measure: the drop, a share in [0, 1]; with served also served_low and served_high,
        its bounds. A column is NaN where its measure is not defined; ``attrs["reasons"]`` says why. In the
        order of `net.firms`.

    Raises
    ------
    InputError
        Where a measure is not known or takes too long, or the table of essential inputs is at fault.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table, label="name", value="served", low="served_low", high="served_high",
    percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> cn.criticality(net, measure="largest_component")["largest_component"].round(3).tolist()
    [0.333, 0.667, 0.333]
    """
    prepared, measures = Prepared(net, essential), wanted_measures(measure, tuple(DROPS))
    each = np.arange(net.n, dtype=np.int32)[:, np.newaxis]
    table = pd.DataFrame({"firm": net.firms.index, "name": net.names().to_numpy()})
    return _with_drops(prepared, table, measures, list(each), {**DROPS, **_OF_EACH})


def group_removal(
    net: SupplyNetwork,
    *,
    by: str | Mapping[str, Iterable[str]],
    measure: str | Sequence[str] = ("largest_component", "served"),
    essential: pd.DataFrame | None = None,
    keep: str | Sequence[str] = (),
) -> pd.DataFrame:
    """Return how much each measure drops when all firms of a group are removed at once, for every group.

    Parameters
    ----------
    net : SupplyNetwork
    by : str or mapping of str to firm ids
        city or province (by administrative code where there is one, else by name); product (the firms that sell it);
        tier; another column of the firms, as grade, role or cluster; or groups of your own by name, as of the firms
        near a point (`chainnet.firms_near`). A firm may be in several groups or in none.
    measure : str or list of str
        As for `removal`.
    essential : DataFrame, optional
        As for `removal`.
    keep : str or list of str
        Roles that are never removed, as for `removal`: a group is then its other firms.

    Returns
    -------
    DataFrame
        group, firms (number that is removed), share_removed (of those that may be removed), and one column a measure:
        the drop, a share in [0, 1]; with served also served_low and served_high, its bounds. The largest drop of the
        first measure comes first, then the smaller group. Groups of which no firm may be removed are left out.
        ``attrs`` holds by, keep, ungrouped (firms in no group), and reasons (why a measure is not defined).

    Raises
    ------
    InputError
        Where a measure is not known, nothing is known of `by`, or a list names no firm or an unknown one.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table, label="group", value="served", low="served_low", high="served_high",
    percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["A", "B", "C"], "city": ["Q", "Q", "T"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> drops = cn.group_removal(net, by="city", measure="largest_component")
    >>> drops[["group", "firms", "largest_component"]].round(3).to_numpy().tolist()
    [['Q', 2, 0.667], ['T', 1, 0.333]]
    """
    prepared, measures = Prepared(net, essential), wanted_measures(measure, tuple(DROPS))
    removable = removable_firms(net, keep)
    groups, ungrouped = groups_of(net, by)
    removed = {name: firms[removable[firms]] for name, firms in groups.items()}
    removed = {name: firms for name, firms in removed.items() if len(firms)}
    if not removed:
        hint = Said("keep fewer roles", "请少保留一些角色")
        raise InputError.one(Said("no firm of any group may be removed", "各组中没有可以移除的企业"), hint=hint)
    sizes = np.array([len(firms) for firms in removed.values()])
    table = pd.DataFrame({"group": list(removed), "firms": sizes, "share_removed": sizes / removable.sum()})
    table = _with_drops(prepared, table, measures, list(removed.values()), DROPS)
    attrs, first = table.attrs, measures[0]
    table = table.sort_values([first, "firms", "group"], ascending=[False, True, True], ignore_index=True)
    kept = [keep] if isinstance(keep, str) else list(keep)
    table.attrs = {**attrs, "by": by if isinstance(by, str) else "groups", "keep": kept, "ungrouped": ungrouped}
    return table


def _with_drops(
    prepared: Prepared,
    table: pd.DataFrame,
    measures: list[str],
    sets: Sets,
    drops: Mapping[str, Callable[[Prepared, Sets], list[Floats]]],
) -> pd.DataFrame:
    """Return the table with the drops of each measure, and in ``attrs["reasons"]`` why one is not defined."""
    reasons = {name: undefined(prepared, name) for name in measures}
    for name in measures:
        columns = columns_of(name)
        found = [np.full(len(sets), np.nan)] * len(columns) if reasons[name] else drops[name](prepared, sets)
        for column, drop in zip(columns, found, strict=True):
            table[column] = drop
    table.attrs["reasons"] = {name: reason for name, reason in reasons.items() if reason}
    return with_origin(prepared.net, table)


def _largest_component_drop(prepared: Prepared, _: Sets) -> list[Floats]:
    nobody = np.empty(0, np.int32)
    whole = component_curve(*prepared.neighbours, nobody)[0][0]
    return [(whole - largest_without_each(*prepared.neighbours)) / prepared.net.n]


def _leaders_reached_drop(prepared: Prepared, _: Sets) -> list[Floats]:
    """Count the leaders below each firm in the dominator tree of a root that feeds all sources.

    A firm dominates a leader when every path from the sources to it leads through the firm [Lengauer & Tarjan 1979].
    """
    import igraph

    net, pairs, root = prepared.net, prepared.net.pairs, prepared.net.n
    sources = np.flatnonzero(prepared.is_source)
    edges = np.column_stack([np.append(pairs.supplier, np.full(len(sources), root)), np.append(pairs.buyer, sources)])
    above = np.array(igraph.Graph(n=root + 1, edges=edges, directed=True).dominator(root, mode="out"), dtype=np.float64)
    below = np.append(net.is_leader & (above[:root] >= 0), False).astype(np.float64)
    for firm in _deepest_first(above, root):
        below[int(above[firm])] += below[firm]
    return [below[:root] / net.is_leader.sum()]


def _deepest_first(above: Floats, root: int) -> list[int]:
    """Return the nodes of a tree, given by what stands above each, so that each comes before what is above it."""
    children: dict[int, list[int]] = {}
    for node in np.flatnonzero(above >= 0).tolist():
        children.setdefault(int(above[node]), []).append(node)
    order, stack = [], [root]
    while stack:
        below = children.get(stack.pop(), [])
        order += below
        stack += below
    return order[::-1]


_OF_EACH: dict[str, Callable[[Prepared, Sets], list[Floats]]] = {
    "largest_component": _largest_component_drop,
    "leaders_reached": _leaders_reached_drop,
}
"""What one pass gives for every firm alone."""
