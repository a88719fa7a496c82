"""Node removal: an order in which firms are removed, and what is left after each removal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError
from chainnet.kernels.adjacency import compressed, neighbours
from chainnet.kernels.cascade import loss_of_each, reach_steps, stop_steps
from chainnet.kernels.percolation import adaptive_degree_order, component_curve, largest_without_each
from chainnet.measures.centrality import centrality
from chainnet.measures.working import Inputs, inputs
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ORDERS = tuple(term.key for term in terms.ORDERS)
MEASURES = tuple(term.key for term in terms.REMOVAL_MEASURES)
BAND = (0.05, 0.95)
_COLUMNS = ["order", "measure", "removed", "share_removed", "value", "low", "high", "second", "reason"]


class _Prepared:
    """The arrays that orders and measures share, each made when first asked for."""

    def __init__(self, net: SupplyNetwork, essential: pd.DataFrame | None = None) -> None:
        self.net = net
        self._essential = essential

    @cached_property
    def neighbours(self) -> tuple[npt.NDArray[np.int64], Ints]:
        return neighbours(self.net.n, self.net.pairs.supplier, self.net.pairs.buyer)

    @cached_property
    def downstream(self) -> npt.NDArray[np.int64]:
        """Pointers to the links that leave each firm; links already stand in the order of their suppliers."""
        return np.searchsorted(self.net.supplier, np.arange(self.net.n + 1)).astype(np.int64)

    @cached_property
    def flows(self) -> tuple[tuple[npt.NDArray[np.int64], Ints], tuple[npt.NDArray[np.int64], Ints]]:
        pairs, n = self.net.pairs, self.net.n
        return compressed(n, pairs.supplier, pairs.buyer), compressed(n, pairs.buyer, pairs.supplier)

    @cached_property
    def is_source(self) -> Bools:
        return np.bincount(self.net.pairs.buyer, minlength=self.net.n) == 0

    @cached_property
    def inputs(self) -> tuple[Inputs, Inputs]:
        return inputs(self.net, essential=self._essential)

    @cached_property
    def weight(self) -> Floats:
        """Value of each link; where some link has none, each link counts as one."""
        value = self.net.value
        return value if np.isfinite(value).all() else np.ones(len(value))

    @cached_property
    def rank(self) -> Ints:
        """The place of each firm where a score ties: the more value sold first, then the id."""
        sold = np.bincount(self.net.supplier, weights=np.nan_to_num(self.net.value), minlength=self.net.n)
        ids = np.argsort(np.argsort(self.net.firms.index.to_numpy(dtype=object), kind="stable"))
        rank = np.empty(self.net.n, np.int32)
        rank[np.lexsort((ids, -sold))] = np.arange(self.net.n, dtype=np.int32)
        return rank


# ---- orders -----------------------------------------------------------------------------------------------


def _score(prepared: _Prepared, order: str) -> npt.NDArray[np.number]:
    if order == "degree":
        return np.diff(prepared.neighbours[0])
    column = {"betweenness": "betweenness", "pagerank": "pagerank_suppliers", "value": "out_strength"}[order]
    score = centrality(prepared.net, measures=column)[column].to_numpy()
    if np.isnan(score).any():
        raise InputError.one("not every link has a value", hint=f"order {order!r} needs them; take degree", column="value")
    return score


def removal_order(
    net: SupplyNetwork, order: str, *, removable: Bools | None = None, _prepared: _Prepared | None = None
) -> Ints:
    """Return the firms, as rows of `net.firms`, in the order of removal; ties go by value sold, then by id."""
    prepared = _prepared or _Prepared(net)
    removable = np.ones(net.n, dtype=bool) if removable is None else removable
    if order == "adaptive-degree":
        return adaptive_degree_order(*prepared.neighbours, prepared.rank, removable)
    score = np.round(_score(prepared, order), 12)
    ranked = np.lexsort((prepared.rank, -score)).astype(np.int32)
    return ranked[removable[ranked]]


def _random_order(net: SupplyNetwork, removable: Bools, seed: np.random.SeedSequence) -> Ints:
    """Return the firms shuffled; by id first, so that the order of the rows does not matter."""
    by_id = np.argsort(net.firms.index.to_numpy(dtype=object), kind="stable").astype(np.int32)
    return np.random.default_rng(seed).permutation(by_id[removable[by_id]])


def _listed(net: SupplyNetwork, name: str, firms: Iterable[str], removable: Bools) -> Ints:
    codes = [net.code(str(firm)) for firm in firms]
    twice = [net.firms.index[code] for code in pd.unique(pd.Series(codes)) if codes.count(code) > 1]
    kept = [net.firms.index[code] for code in codes if not removable[code]]
    faults = [Fault(f"firm {firm!r} comes twice in {name}", "list each firm once") for firm in twice]
    faults += [Fault(f"firm {firm!r} in {name} is to be kept", "take it from the list, or keep fewer") for firm in kept]
    if faults:
        raise InputError(faults)
    return np.array(codes, dtype=np.int32)


# ---- measures ---------------------------------------------------------------------------------------------

Curve = tuple[Floats, Floats, Floats, Floats]
"""Value, low, high and second (the second-largest component, NaN for other measures) after 0, 1, ... removals."""


def _largest_component(prepared: _Prepared, order: Ints) -> Curve:
    largest, second = component_curve(*prepared.neighbours, order)
    value = largest / prepared.net.n
    return value, value, value, second / prepared.net.n


def _served(prepared: _Prepared, order: Ints) -> Curve:
    strict, lenient = (_served_curve(prepared, order, given) for given in prepared.inputs)
    return strict, strict, lenient, np.full(len(strict), np.nan)


def _served_curve(prepared: _Prepared, order: Ints, given: Inputs) -> Floats:
    net = prepared.net
    step = stop_steps(order, prepared.downstream, net.buyer, given.group, given.links, given.essential)
    to_leader = net.is_leader[net.buyer]
    lost_at = np.minimum(step[net.supplier], step[net.buyer])[to_leader]
    lost = np.bincount(lost_at, weights=prepared.weight[to_leader], minlength=len(order) + 2)
    later = np.cumsum(lost[::-1])[::-1][1:]  # what is lost only after step k still arrives at step k
    return later / lost.sum()


def _leaders_reached(prepared: _Prepared, order: Ints) -> Curve:
    (pointers, target), (back, source) = prepared.flows
    step = reach_steps(order, pointers, target, back, source, prepared.is_source)[prepared.net.is_leader]
    lost = np.bincount(step, minlength=len(order) + 2)
    value = np.cumsum(lost[::-1])[::-1][1:] / len(step)
    return value, value, value, np.full(len(value), np.nan)


_CURVES: dict[str, Callable[[_Prepared, Ints], Curve]] = {
    "largest_component": _largest_component,
    "served": _served,
    "leaders_reached": _leaders_reached,
}


def _undefined(prepared: _Prepared, measure: str) -> str:
    """Say why a measure is not defined on this network; empty where it is."""
    net = prepared.net
    if measure == "largest_component":
        return "" if net.n else "no_firms"
    if not net.is_leader.any():
        return "no_leaders"
    if measure == "leaders_reached":
        return "" if (prepared.is_source & (np.bincount(net.pairs.supplier, minlength=net.n) > 0)).any() else "no_sources"
    return "" if prepared.weight[net.is_leader[net.buyer]].sum() > 0 else "no_purchases"


# ---- the tables -------------------------------------------------------------------------------------------


def removal(
    net: SupplyNetwork,
    *,
    order: str | Sequence[str] | Mapping[str, Iterable[str]] = ("random", "degree"),
    measure: str | Sequence[str] = ("largest_component", "served"),
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    runs: int = 100,
    seed: int = 0,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return what is left of the network while firms are removed in a given order.

    Parameters
    ----------
    net : SupplyNetwork
    order : str, list of str, or mapping of str to firm ids
        random; static, by the intact network: degree (number of partners), betweenness, pagerank (towards suppliers),
        value (sold); adaptive-degree (recomputed after each removal); or lists of your own by name. Ties go by value
        sold, then by id.
    measure : str or list of str
        largest_component: firms in the largest weakly connected component / all firms [Schneider et al. 2011].
        served: chain leaders' purchases that still arrive from working suppliers at leaders that work / their purchases
        before; by value, or by number of links where some value is missing [own; AND-OR logic as in Papachristou &
        Rahimian 2023]. leaders_reached: share of chain leaders that a path leads to from a firm that buys nothing.
    keep : str or list of str
        Roles that are never removed; "leaders" for the chain leaders.
    essential : DataFrame, optional
        Which inputs are essential: input, buyer_industry, importance. Without it the links' column ``essential``;
        without that too, `low` takes all inputs as essential, `high` none, and `value` is the strict one.
    runs : int
        Random orders to average over.
    seed : int
        Of the random orders.
    jobs : int
        Threads for the random orders; -1 for all cores.
    progress : callable, optional
        Called after each curve.

    Returns
    -------
    DataFrame
        order, measure, removed (firms), share_removed (of the firms that may be removed), value, low, high (shares in
        [0, 1]; for random orders the 5 and 95 % quantiles of the runs, of low and high where these differ), second
        (second-largest component / all firms), reason. The row ``removed = 0`` is the whole network. A measure that is
        not defined has one row, with the reason. ``attrs`` holds seed, runs, ties, weights and keep.

    Raises
    ------
    InputError
        Where an order or a measure is not known, a list names a firm twice or an unknown one, `runs` is below 1, or
        no firm may be removed.

    Notes
    -----
    Draw it with `chainnet.plot_curves`. One order costs O(n + m) for each measure.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.removal(net, order={"mine": ["S"]}, measure="served")["value"].tolist()
    [1.0, 0.0]
    """
    measures = [measure] if isinstance(measure, str) else list(measure)
    _check_words(measures, MEASURES, "measure")
    removable = _removable(net, keep)
    prepared = _Prepared(net, essential)
    reasons = {name: _undefined(prepared, name) for name in measures}
    defined = [name for name in measures if not reasons[name]]
    tables = []
    for name, several in _orders(prepared, order, removable, runs, seed).items():
        curves = spread(lambda one: _all_curves(prepared, one, defined, progress), several, jobs=jobs)
        for at, defined_name in enumerate(defined):
            tables.append(_table(name, defined_name, [curve[at] for curve in curves], int(removable.sum())))
        tables += [_undefined_row(name, other, reasons[other]) for other in measures if reasons[other]]
    result = pd.concat(tables, ignore_index=True)
    weights = "value" if prepared.weight is net.value else "number of links"
    kept = [keep] if isinstance(keep, str) else list(keep)
    result.attrs.update(seed=seed, runs=runs, ties="value sold, then id", weights=weights, keep=kept)
    return result


def _all_curves(prepared: _Prepared, order: Ints, measures: list[str], progress: Callable[[], object] | None) -> list[Curve]:
    curves = [_CURVES[name](prepared, order) for name in measures]
    if progress is not None:
        progress()
    return curves


def _orders(
    prepared: _Prepared, order: str | Sequence[str] | Mapping[str, Iterable[str]], removable: Bools, runs: int, seed: int
) -> dict[str, list[Ints]]:
    net = prepared.net
    if isinstance(order, Mapping):
        return {name: [_listed(net, name, firms, removable)] for name, firms in order.items()}
    names = [order] if isinstance(order, str) else list(order)
    _check_words(names, ORDERS, "order")
    if "random" in names and runs < 1:
        raise InputError.one(f"{runs} runs", hint="give 1 or more")
    if seed < 0:
        raise InputError.one(f"seed {seed}", hint="give a whole number, zero or more")
    seeds = np.random.SeedSequence(seed).spawn(max(runs, 0))
    return {
        name: [_random_order(net, removable, one) for one in seeds]
        if name == "random"
        else [removal_order(net, name, removable=removable, _prepared=prepared)]
        for name in dict.fromkeys(names)
    }


def _table(order: str, measure: str, curves: list[Curve], removable: int) -> pd.DataFrame:
    value, low, high, second = (np.array([curve[part] for curve in curves]) for part in range(4))
    removed = np.arange(value.shape[1])
    return pd.DataFrame(
        {
            "order": order,
            "measure": measure,
            "removed": removed,
            "share_removed": removed / removable,
            "value": value.mean(axis=0),
            "low": np.quantile(low, BAND[0], axis=0) if len(curves) > 1 else low[0],
            "high": np.quantile(high, BAND[1], axis=0) if len(curves) > 1 else high[0],
            "second": second.mean(axis=0),
            "reason": "",
        }
    )


def _undefined_row(order: str, measure: str, reason: str) -> pd.DataFrame:
    row = {"order": order, "measure": measure, "removed": 0, "share_removed": 0.0, "reason": reason}
    return pd.DataFrame([row]).reindex(columns=_COLUMNS).astype({column: "float64" for column in _COLUMNS[4:8]})


def _removable(net: SupplyNetwork, keep: str | Sequence[str]) -> Bools:
    roles = ["leader" if role == "leaders" else role for role in ([keep] if isinstance(keep, str) else keep)]
    _check_words(roles, [term.key for term in terms.ROLES], "role")
    removable = ~net.firm_column("role").fillna(terms.UNKNOWN).isin(roles).to_numpy(dtype=bool)
    if not removable.any():
        raise InputError.one("no firm may be removed", hint="keep fewer roles" if net.n else "give a network with firms")
    return removable


def _check_words(words: Iterable[str], known: Sequence[str], what: str) -> None:
    faults = [Fault(f"{word!r} is no {what}", f"write one of {', '.join(known)}") for word in words if word not in known]
    if faults:
        raise InputError(faults)


def removal_summary(curves: pd.DataFrame, *, threshold: float = 0.5) -> pd.DataFrame:
    """Return one row a curve: how robust the network is against that order.

    Parameters
    ----------
    curves : DataFrame
        What `removal` returns.
    threshold : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        order, measure, robustness (R = the mean of S(Q) over Q = 1..N removals [Schneider et al., PNAS 2011]), threshold_share
        (the removed share at which the value first falls below the threshold, NaN where it never does), peak_share (the
        removed share at which the second-largest component is largest, NaN for other measures), robustness_low and
        robustness_high (R of low and of high), reason.

    Raises
    ------
    InputError
        Where the threshold is not between 0 and 1.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> curves = cn.removal(net, order="degree", measure="largest_component")
    >>> cn.removal_summary(curves)[["robustness", "threshold_share"]].round(3).to_numpy().tolist()
    [[0.222, 0.333]]
    """
    if not 0 < threshold < 1:
        raise InputError.one(f"threshold {threshold:g}", hint="give a number between 0 and 1")
    rows = [
        {"order": order, "measure": measure, **_summary(curve, threshold)}
        for (order, measure), curve in curves.groupby(["order", "measure"], sort=False)
    ]
    return pd.DataFrame(rows)


def _summary(curve: pd.DataFrame, threshold: float) -> dict[str, object]:
    after = curve[curve["removed"] > 0]
    below = curve.loc[curve["value"] < threshold, "share_removed"]
    second = curve["second"]
    return {
        "robustness": after["value"].mean(),
        "threshold_share": below.iloc[0] if len(below) else np.nan,
        "peak_share": curve.loc[second.idxmax(), "share_removed"] if second.notna().any() else np.nan,
        "robustness_low": after["low"].mean(),
        "robustness_high": after["high"].mean(),
        "reason": curve["reason"].iloc[0],
    }


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
        its bounds. A column is NaN where its measure is not defined; ``attrs["reasons"]`` says why. The firms of the
        greatest drop in the last-named defined measure come first in no order of their own: sort as you need.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> cn.criticality(net, measure="largest_component")["largest_component"].round(3).tolist()
    [0.333, 0.667, 0.333]
    """
    measures = [measure] if isinstance(measure, str) else list(measure)
    _check_words(measures, MEASURES, "measure")
    prepared = _Prepared(net, essential)
    table = pd.DataFrame({"firm": net.firms.index, "name": net.names().to_numpy()})
    reasons = {name: _undefined(prepared, name) for name in measures}
    for name in measures:
        columns = [name, "served_low", "served_high"] if name == "served" else [name]
        drops = [np.full(net.n, np.nan)] * len(columns) if reasons[name] else _DROPS[name](prepared)
        for column, drop in zip(columns, drops, strict=True):
            table[column] = drop
    table.attrs["reasons"] = {name: reason for name, reason in reasons.items() if reason}
    return table


def _largest_component_drop(prepared: _Prepared) -> list[Floats]:
    nobody = np.empty(0, np.int32)
    whole = component_curve(*prepared.neighbours, nobody)[0][0]
    return [(whole - largest_without_each(*prepared.neighbours)) / prepared.net.n]


def _served_drop(prepared: _Prepared) -> list[Floats]:
    net = prepared.net
    inflow = np.bincount(net.buyer, weights=prepared.weight, minlength=net.n)
    total = inflow[net.is_leader].sum()
    strict, lenient = (
        loss_of_each(prepared.downstream, net.buyer, given.group, given.links, given.essential, prepared.weight, net.is_leader, inflow)
        / total
        for given in prepared.inputs
    )
    return [strict, np.minimum(strict, lenient), strict]


def _leaders_reached_drop(prepared: _Prepared) -> list[Floats]:
    """Remove each firm in turn; a firm that is alone on all paths to a leader takes the leader with it."""
    whole = _leaders_reached(prepared, np.empty(0, np.int32))[0][0]
    left = [_leaders_reached(prepared, np.array([firm], dtype=np.int32))[0][1] for firm in range(prepared.net.n)]
    return [whole - np.array(left)]


_DROPS: dict[str, Callable[[_Prepared], list[Floats]]] = {
    "largest_component": _largest_component_drop,
    "served": _served_drop,
    "leaders_reached": _leaders_reached_drop,
}
