"""The order in which firms are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError
from chainnet.kernels.betweenness import adaptive_betweenness_order
from chainnet.kernels.percolation import adaptive_degree_order
from chainnet.measures.centrality import centrality
from chainnet.measures.prepared import Bools, Ints, Prepared, check_words, evened
from chainnet.network import SupplyNetwork

ORDERS = tuple(term.key for term in terms.ORDERS)


def orders_of(
    prepared: Prepared,
    order: str | Sequence[str] | Mapping[str, Iterable[str]],
    removable: Bools,
    runs: int,
    seed: int,
) -> dict[str, list[Ints]]:
    """Return for each order by name the sequences of firms to remove: one, or one a random run."""
    net = prepared.net
    if isinstance(order, Mapping):
        return {name: [_listed(net, name, firms, removable)] for name, firms in order.items()}
    names = [order] if isinstance(order, str) else list(order)
    check_words(names, ORDERS, "order")
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


def removable_firms(net: SupplyNetwork, keep: str | Sequence[str]) -> Bools:
    """Return which firms may be removed, shape (n,): all but those of the roles to keep."""
    roles = ["leader" if role == "leaders" else role for role in ([keep] if isinstance(keep, str) else keep)]
    check_words(roles, [term.key for term in terms.ROLES], "role")
    removable = ~net.firm_column("role").fillna(terms.UNKNOWN).isin(roles).to_numpy(dtype=bool)
    if not removable.any():
        raise InputError.one(
            "no firm may be removed", hint="keep fewer roles" if net.n else "give a network with firms"
        )
    return removable


def _score(prepared: Prepared, order: str) -> npt.NDArray[np.number]:
    if order == "degree":
        return np.diff(prepared.neighbours[0])
    column = {"betweenness": "betweenness", "pagerank": "pagerank_suppliers", "value": "out_strength"}[order]
    score = centrality(prepared.net, measures=column)[column].to_numpy()
    if np.isnan(score).any():
        raise InputError.one(
            "not every link has a value", hint=f"order {order!r} needs them; take degree", column="value"
        )
    return score


def removal_order(
    net: SupplyNetwork, order: str, *, removable: Bools | None = None, _prepared: Prepared | None = None
) -> Ints:
    """Return the firms, as rows of `net.firms`, in the order of removal; ties go by value sold, then by id."""
    prepared = _prepared or Prepared(net)
    removable = np.ones(net.n, dtype=bool) if removable is None else removable
    if order == "adaptive-degree":
        return adaptive_degree_order(*prepared.neighbours, prepared.rank, removable)
    if order == "adaptive-betweenness":
        return adaptive_betweenness_order(*prepared.flows[0], prepared.rank, removable)
    ranked = np.lexsort((prepared.rank, -evened(_score(prepared, order)))).astype(np.int32)
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
