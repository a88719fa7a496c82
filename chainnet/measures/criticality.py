"""What the loss of each single firm does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from chainnet.kernels.cascade import loss_of_each
from chainnet.kernels.percolation import component_curve, largest_without_each
from chainnet.measures.left import MEASURES, undefined
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Floats, Prepared, check_words
from chainnet.measures.working import Inputs
from chainnet.network import SupplyNetwork


def criticality(
    net: SupplyNetwork, *, measure: str | Sequence[str] = MEASURES, essential: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return, for every firm, how much each measure drops when that firm alone is removed.

    Parameters
    ----------
    net : SupplyNetwork
    measure : str or list of str
        As for `removal`.
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
        Where a measure is not known, or the table of essential inputs is at fault.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> cn.criticality(net, measure="largest_component")["largest_component"].round(3).tolist()
    [0.333, 0.667, 0.333]
    """
    measures = [measure] if isinstance(measure, str) else list(measure)
    check_words(measures, MEASURES, "measure")
    prepared = Prepared(net, essential)
    table = pd.DataFrame({"firm": net.firms.index, "name": net.names().to_numpy()})
    reasons = {name: undefined(prepared, name) for name in measures}
    for name in measures:
        columns = [name, "served_low", "served_high"] if name == "served" else [name]
        drops = [np.full(net.n, np.nan)] * len(columns) if reasons[name] else _DROPS[name](prepared)
        for column, drop in zip(columns, drops, strict=True):
            table[column] = drop
    table.attrs["reasons"] = {name: reason for name, reason in reasons.items() if reason}
    return with_origin(net, table)


def _largest_component_drop(prepared: Prepared) -> list[Floats]:
    nobody = np.empty(0, np.int32)
    whole = component_curve(*prepared.neighbours, nobody)[0][0]
    return [(whole - largest_without_each(*prepared.neighbours)) / prepared.net.n]


def _served_drop(prepared: Prepared) -> list[Floats]:
    """Return the strict drop and its bounds; a purchase without a value may weigh any amount on the side it is on."""
    bare = prepared.unvalued
    strict, lenient = (_lost(prepared, given, prepared.weight) for given in prepared.inputs)
    low, high = np.minimum(strict, lenient), strict  # both are sums in their own order: equal up to rounding
    if bare.any():
        bare_strict, bare_lenient = (_lost(prepared, given, bare) for given in prepared.inputs)
        low, high = np.where(bare_lenient < 1, 0.0, low), np.where(bare_strict > 0, 1.0, high)
    return [strict, low, high]


def _lost(prepared: Prepared, given: Inputs, weight: Floats) -> Floats:
    """Return the share of the leaders' purchases, weighed so, that the loss of each firm takes away."""
    net = prepared.net
    inflow = np.bincount(net.buyer, weights=weight, minlength=net.n).astype(np.float64)
    lost = loss_of_each(
        prepared.downstream, net.buyer, given.group, given.links, given.essential, weight, net.is_leader, inflow
    )
    return np.asarray(lost / inflow[net.is_leader].sum())


def _leaders_reached_drop(prepared: Prepared) -> list[Floats]:
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


_DROPS: dict[str, Callable[[Prepared], list[Floats]]] = {
    "largest_component": _largest_component_drop,
    "served": _served_drop,
    "leaders_reached": _leaders_reached_drop,
}
