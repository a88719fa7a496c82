"""The order in which firms are removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said
from chainnet.kernels.adaptive_degree import adaptive_degree_order
from chainnet.kernels.betweenness import adaptive_betweenness_order
from chainnet.kernels.collective_influence import collective_influence_order
from chainnet.kernels.corehd import corehd_order
from chainnet.kernels.dismantling import dismantling_order
from chainnet.measures.centrality import centrality
from chainnet.measures.prepared import Bools, Ints, Prepared, check_words, evened
from chainnet.network import SupplyNetwork

ORDERS = tuple(term.key for term in terms.ORDERS)


_UNDIRECTED: dict[str, Callable[..., Ints]] = {
    "adaptive-degree": adaptive_degree_order,
    "collective-influence": collective_influence_order,
    "corehd": corehd_order,
    "dismantling": dismantling_order,
}
"""Orders by the undirected simple graph of partners alone."""
_COLUMNS = {"pagerank": "pagerank_suppliers", "value": "out_strength"}
"""Centralities that are orders by a name of their own; the others have that of their column."""
TIES = Said("value sold, then structure, then id", "销售额，再按网络结构，再按企业编号")
"""What decides between firms of one score; the id only between those alike in all that goes on around them."""
MOST_ADAPTIVE = 2.5e11
"""Links looked at up to which adaptive betweenness is computed, some three minutes."""
Draw = Callable[[], Ints]
"""Makes a sequence of what is removed; random ones are made when their turn comes, that they take no room before."""


def orders_of(
    prepared: Prepared,
    order: str | Sequence[str] | Mapping[str, Iterable[str]],
    removable: Bools,
    runs: int,
    seed: int,
    samples: int | None = None,
) -> dict[str, list[Draw]]:
    """Return for each order by name the sequences of firms to remove: one, or one a random run."""
    net = prepared.net
    if isinstance(order, Mapping):
        return {name: [same(_listed(net, name, firms, removable))] for name, firms in order.items()}
    names = named_orders(order, ORDERS, runs, seed)
    options: dict[str, Any] = {"removable": removable, "samples": samples, "seed": seed, "_prepared": prepared}

    def draws(name: str) -> list[Draw]:
        if name != "random":
            return [partial(removal_order, net, name, **options)]
        listed = prepared.listed  # not by row or id: neither must matter
        return shuffles(listed[removable[listed]], runs, seed)

    return {name: draws(name) for name in names}


def named_orders(order: str | Sequence[str], known: Sequence[str], runs: int, seed: int) -> list[str]:
    """Return the orders that are named, each once.

    Raises
    ------
    InputError
        Where one is not known, or there are no runs for a random one.
    """
    names = list(dict.fromkeys([order] if isinstance(order, str) else order))
    check_words(names, known, "order")
    if "random" in names and runs < 1:
        hint = Said("give 1 or more", "请给 1 或更大的数")
        raise InputError.one(Said(f"{runs} runs", f"随机次数为 {runs}"), hint=hint)
    if seed < 0:
        hint = Said("give a whole number, zero or more", "请给不小于零的整数")
        raise InputError.one(Said(f"seed {seed}", f"随机种子为 {seed}"), hint=hint)
    return names


def shuffles(members: Ints, runs: int, seed: int) -> list[Draw]:
    """Return the random orders of some firms or links, one a run."""

    def shuffle(one: np.random.SeedSequence) -> Ints:
        return np.random.default_rng(one).permutation(members)

    return [partial(shuffle, one) for one in np.random.SeedSequence(seed).spawn(runs)]


def same(order: Ints) -> Draw:
    """Return what makes this very order."""
    return lambda: order


def removable_firms(net: SupplyNetwork, keep: str | Sequence[str]) -> Bools:
    """Return which firms may be removed, shape (n,): all but those of the roles to keep."""
    roles = ["leader" if role == "leaders" else role for role in ([keep] if isinstance(keep, str) else keep)]
    check_words(roles, [term.key for term in terms.ROLES], "role")
    removable = ~net.firm_column("role").fillna(terms.UNKNOWN).isin(roles).to_numpy(dtype=bool)
    if not removable.any():
        hint = (
            Said("keep fewer roles", "请少保留一些角色")
            if net.n
            else Said("give a network with firms", "请给出有企业的网络")
        )
        raise InputError.one(Said("no firm may be removed", "没有可以移除的企业"), hint=hint)
    return removable


def _score(prepared: Prepared, order: str, samples: int | None, seed: int) -> npt.NDArray[np.number]:
    if order == "degree":
        return np.diff(prepared.neighbours[0])
    column = _COLUMNS.get(order, order)
    found = centrality(prepared.relisted, measures=column, samples=samples, seed=seed)
    score = found[column].to_numpy()[prepared.place]
    if np.isnan(score).any():
        raise needs_values(order)
    return score


def needs_values(order: str) -> InputError:
    """Make the error of an order by value where some links have none."""
    hint = Said(f"order {order!r} needs them; take degree", f"“{order}”次序需要金额；可改用 degree")
    return InputError.one(Said("not every link has a value", "部分供货关系没有金额"), hint=hint, column="value")


def removal_order(
    net: SupplyNetwork,
    order: str,
    *,
    removable: Bools | None = None,
    samples: int | None = None,
    seed: int = 0,
    _prepared: Prepared | None = None,
) -> Ints:
    """Return the firms, as rows of `net.firms`, in the order of removal; ties as `TIES` says."""
    prepared = _prepared or Prepared(net)
    removable = np.ones(net.n, dtype=bool) if removable is None else removable
    if order in _UNDIRECTED:
        return _UNDIRECTED[order](*prepared.neighbours, prepared.rank, removable)
    if order == "adaptive-betweenness":
        _check_adaptive(net)
        return adaptive_betweenness_order(*prepared.flows[0], prepared.rank, removable)
    ranked = np.lexsort((prepared.rank, -evened(_score(prepared, order, samples, seed)))).astype(np.int32)
    return ranked[removable[ranked]]


def _check_adaptive(net: SupplyNetwork) -> None:
    """Raise an `InputError` where adaptive betweenness takes too long.

    A removal from a part in which goods go in circles means all searches again; else each ends at the chain's end, and
    all that is searched again is some 60 times what one search from every firm is.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = net.pairs
    graph = csr_matrix((np.ones(len(pairs.supplier)), (pairs.supplier, pairs.buyer)), shape=(net.n, net.n))
    circle = int(np.bincount(connected_components(graph, connection="strong")[1]).max(initial=0))
    if net.n * len(pairs.supplier) * (60 + circle) <= MOST_ADAPTIVE:
        return
    raise InputError.one(
        Said("adaptive betweenness takes too long on a network of this size", "网络规模过大，自适应介数耗时过长"),
        hint=Said(
            "take betweenness with samples=256 (on the command line --samples 256), or adaptive-degree",
            "请改用 betweenness 并写 samples=256（命令行写 --samples 256），或改用 adaptive-degree",
        ),
    )


def _listed(net: SupplyNetwork, name: str, firms: Iterable[str], removable: Bools) -> Ints:
    """Return the firms of a list as rows of `net.firms`, with every fault of the list told at once."""
    ids = pd.Index([str(firm) for firm in firms], dtype="str")
    codes = net.firms.index.get_indexer(ids)
    unknown = ids[codes < 0].unique()
    twice = ids[ids.duplicated() & (codes >= 0)].unique()
    kept = ids[(codes >= 0) & ~removable[codes]].unique() if net.n else ids[:0]
    faults = list(_unknown(net, unknown))
    once = Said("list each firm once", "每家企业只列一次")
    faults += [
        Fault(Said(f"firm {firm!r} comes twice in {name}", f"企业“{firm}”在 {name} 中出现两次"), once) for firm in twice
    ]
    fewer = Said("take it from the list, or keep fewer", "请从名单中去掉，或少保留一些角色")
    faults += [
        Fault(Said(f"firm {firm!r} in {name} is to be kept", f"{name} 中的企业“{firm}”属于保留的角色"), fewer)
        for firm in kept
    ]
    if faults:
        raise InputError(faults)
    return codes.astype(np.int32)


def _unknown(net: SupplyNetwork, ids: pd.Index) -> Iterable[Fault]:
    """Return what is wrong with ids that are no firms; the network says which are nearest."""
    for firm in ids:
        try:
            net.code(str(firm))
        except InputError as error:
            yield from error.faults
