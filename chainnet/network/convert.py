"""A supply network as a networkx or igraph graph. `chainnet.from_networkx` and `from_igraph` go back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    from chainnet.network.supply_network import SupplyNetwork

ABOUT_KEY = "chainnet"
"""Name of the graph attribute that holds, as JSON, what the data set says of itself and its columns' types."""


def to_networkx(net: SupplyNetwork, *, summed: bool = False) -> nx.MultiDiGraph | nx.DiGraph:
    """Return the network as a networkx graph.

    Parameters
    ----------
    net : SupplyNetwork
    summed : bool
        Whether to sum the links of a pair over products into one.

    Returns
    -------
    networkx.MultiDiGraph or networkx.DiGraph
        Nodes are firm ids with the firms' columns. Without `summed` a link's key is its product (an empty
        text where it has none) and its attributes are the links' columns. With `summed` an edge has `value`, where
        known. What is missing is left out. Edges point as the goods flow.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["bolt"]}))
    >>> list(net.to_networkx().edges(keys=True))
    [('S', 'L', 'bolt')]
    """
    import networkx as nx

    graph = nx.DiGraph() if summed else nx.MultiDiGraph()
    graph.graph[ABOUT_KEY] = describe(net)
    graph.add_nodes_from(zip(net.firms.index, records(net.firms), strict=True))
    ids = net.firms.index.to_numpy()
    if summed:
        pairs = net.pairs
        rows = records(pd.DataFrame({"value": pairs.value}))
        graph.add_edges_from(zip(ids[pairs.supplier], ids[pairs.buyer], rows, strict=True))
    else:
        keys = link_keys(net.links)
        rows = records(net.links.drop(columns=["supplier", "buyer"]))
        graph.add_edges_from(zip(ids[net.supplier], ids[net.buyer], keys, rows, strict=True))
    return graph


def to_igraph(net: SupplyNetwork, *, summed: bool = False) -> igraph.Graph:
    """Return the network as a directed igraph graph.

    Parameters
    ----------
    net : SupplyNetwork
    summed : bool
        Whether to sum the links of a pair over products into one.

    Returns
    -------
    igraph.Graph
        Vertices stand in the order of `net.firms`; the vertex attribute ``name`` is the firm's id, as igraph
        has it, and the firm's own name is ``label``. Missing attributes are None.

    Raises
    ------
    InputError
        Where the firms have both a name and a column ``label``.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> net.to_igraph().vs["name"]
    ['S', 'L']
    """
    import igraph

    if {"name", "label"} <= set(net.firms):
        problem = Said(
            "in igraph `name` is a vertex's id and `label` its name: the firms' column label has no place",
            "igraph 以 `name` 为节点编号、`label` 为名称，企业表的 label 列无处可放",
        )
        raise InputError.one(problem, hint=Said("give the column another name", "请给这一列改名"), column="label")
    ends = (net.pairs.supplier, net.pairs.buyer) if summed else (net.supplier, net.buyer)
    graph = igraph.Graph(n=net.n, edges=np.column_stack(ends), directed=True)
    graph[ABOUT_KEY] = describe(net)
    for column, values in net.firms.rename(columns={"name": "label"}).items():
        graph.vs[column] = plain(values)
    graph.vs["name"] = net.firms.index.tolist()
    columns = pd.DataFrame({"value": net.pairs.value}) if summed else net.links.drop(columns=["supplier", "buyer"])
    for column, values in columns.items():
        graph.es[column] = plain(values)
    return graph


def link_keys(links: pd.DataFrame) -> list[str]:
    """Return what tells the links of a pair apart: the product, and the cluster where the links carry one."""
    keys = links["product"].fillna("")
    if "cluster" in links:  # an @ in the product is marked, so that no two keys are the same
        keys = keys.str.replace("\\", r"\\", regex=False).str.replace("@", r"\@", regex=False)
        keys = keys + "@" + links["cluster"].fillna("")
    return list(keys)


def describe(net: SupplyNetwork) -> str:
    """Return, as JSON, what the data set says of itself and the types of its columns."""
    types = {
        "about": net.about.to_dict(),
        "firms": {str(column): str(dtype) for column, dtype in net.firms.dtypes.items()},
        "links": {str(column): str(dtype) for column, dtype in net.links.dtypes.items()},
    }
    return json.dumps(types, ensure_ascii=False, default=str)  # a published fact may hold a date


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries of plain Python values, without what is missing."""
    columns = [(str(column), plain(values)) for column, values in frame.items()]
    rows: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for column, values in columns:
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[column] = value
    return rows


def plain(values: pd.Series) -> list[Any]:
    """Return a column as plain Python values, None where it is missing."""
    return values.astype(object).where(values.notna(), None).tolist()
