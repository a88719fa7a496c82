"""The order in which links are removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.measures.orders import Draw, named_orders, needs_values, same, shuffles
from chainnet.measures.prepared import Floats, Ints, Prepared, evened
from chainnet.network import SupplyNetwork

LINK_ORDERS = ("random", "value", "degree", "betweenness")
LINK_TIES = Said(
    "value, then structure and ids of supplier and buyer, then product",
    "金额，再按供应商、采购商的网络结构与编号，再按产品",
)
"""What decides between links of one score."""
MOST = 1e10
"""Firms x pairs of firms to which betweenness of links is computed, some two minutes."""
Links: TypeAlias = Iterable[tuple[str, ...]] | pd.DataFrame


def link_orders_of(
    prepared: Prepared, order: str | Sequence[str] | Mapping[str, Links], runs: int, seed: int
) -> dict[str, list[Draw]]:
    """Return for each order by name the sequences of links to remove: one, or one a random run."""
    if not prepared.net.m:
        hint = Said("give a network with links", "请给出有供货关系的网络")
        raise InputError.one(Said("no link may be removed", "没有可以移除的供货关系"), hint=hint)
    if isinstance(order, Mapping):
        return {name: [same(_listed(prepared.net, name, links))] for name, links in order.items()}
    names = named_orders(order, LINK_ORDERS, runs, seed)
    listed = prepared.listed_links.astype(np.int32)
    return {
        name: shuffles(listed, runs, seed) if name == "random" else [partial(_ranked, prepared, name)] for name in names
    }


def _ranked(prepared: Prepared, order: str) -> Ints:
    """Return the links, as rows of `net.links`, highest score first; ties as `LINK_TIES` says."""
    net = prepared.net
    place = np.empty(net.m, np.int64)
    place[prepared.listed_links] = np.arange(net.m)
    keys = (place, -evened(np.nan_to_num(net.value)), -evened(_score(prepared, order)))
    return np.lexsort(keys).astype(np.int32)


def _score(prepared: Prepared, order: str) -> npt.NDArray[np.number]:
    net = prepared.net
    if order == "value":
        if np.isnan(net.value).any():
            raise needs_values(order)
        return net.value
    if order == "degree":
        degree = np.diff(prepared.neighbours[0])
        return degree[net.supplier] * degree[net.buyer]
    return _betweenness(net)[net.pair_of_link]


def _betweenness(net: SupplyNetwork) -> Floats:
    """Return how many shortest paths along the flow, as shares of each pair of firms, lead over each pair's links."""
    import igraph

    pairs = net.pairs
    if net.n * len(pairs.supplier) > MOST:
        problem = Said(
            "betweenness of links takes too long on a network of this size", "网络规模过大，计算关系介数耗时过长"
        )
        hint = Said("take degree or value, or a part of the network", "请改用 degree 或 value，或取网络的一部分")
        raise InputError.one(problem, hint=hint)
    graph = igraph.Graph(n=net.n, edges=np.column_stack([pairs.supplier, pairs.buyer]), directed=True)
    return np.array(graph.edge_betweenness(directed=True), dtype=np.float64)


def _listed(net: SupplyNetwork, name: str, links: Links) -> Ints:
    """Return the links of a list as rows of `net.links`; an entry without product stands for all links of its ends."""
    entries = links.itertuples(index=False) if isinstance(links, pd.DataFrame) else links
    known: dict[tuple[str, ...], list[int]] = {}
    told = net.links["product"].where(net.links["product"].notna(), "")
    for at, (supplier, buyer, product) in enumerate(zip(net.links["supplier"], net.links["buyer"], told, strict=True)):
        known.setdefault((supplier, buyer), []).append(at)
        known.setdefault((supplier, buyer, product), []).append(at)
    order: dict[int, None] = {}
    faults = []
    for entry in entries:
        key = tuple(str(part) for part in entry if isinstance(part, str) and part)
        shown = " -> ".join(key[:2]) + (f" ({key[2]})" if len(key) > 2 else "")
        if key not in known:
            hint = Said("write supplier, buyer and product as in the links", "请按供货关系表写供应商、采购商与产品")
            faults.append(Fault(Said(f"no link {shown} in {name}", f"{name}：没有供货关系 {shown}"), hint))
        elif any(at in order for at in known[key]):
            hint = Said("list each link once", "每条关系只列一次")
            faults.append(Fault(Said(f"link {shown} comes twice in {name}", f"{name}：关系 {shown} 出现两次"), hint))
        order.update(dict.fromkeys(known.get(key, [])))
    if faults:
        raise InputError(faults)
    return np.array(list(order), dtype=np.int32)
