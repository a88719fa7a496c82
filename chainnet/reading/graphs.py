"""From networkx, igraph and GraphML to a supply network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from chainnet.errors import InputError
from chainnet.network import About, SupplyNetwork
from chainnet.network.convert import ABOUT_KEY
from chainnet.reading.source import Source, make
from chainnet.reading.tables import Table

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    Found = tuple[Table, Table, About, dict[str, dict[str, str]]]


def from_networkx(graph: nx.Graph) -> SupplyNetwork:
    """Make a supply network of a directed networkx graph.

    Parameters
    ----------
    graph : networkx.DiGraph or networkx.MultiDiGraph
        Edges point from supplier to buyer. Node attributes become columns of the firms, edge attributes columns of
        the links; a link without the attribute ``product`` has its key for a product where that is a text.

    Returns
    -------
    SupplyNetwork

    Raises
    ------
    InputError
        Where the graph is undirected, or its attributes are at fault.

    Examples
    --------
    >>> import networkx as nx
    >>> from_networkx(nx.DiGraph([("S", "L", {"value": 2.0})]))
    <SupplyNetwork: 2 firms (0 leaders), 1 links, value 2>
    """
    return make(Source(*_tables_of(graph, "graph", keys_are_products=True)))


def from_igraph(graph: igraph.Graph) -> SupplyNetwork:
    """Make a supply network of a directed igraph graph.

    Parameters
    ----------
    graph : igraph.Graph
        Edges point from supplier to buyer. The vertex attribute ``name``, else the vertex number, is the firm's id,
        and ``label`` its name; other attributes become columns.

    Returns
    -------
    SupplyNetwork

    Raises
    ------
    InputError
        Where the graph is undirected, or its attributes are at fault.

    Examples
    --------
    >>> import igraph
    >>> from_igraph(igraph.Graph([(0, 1)], directed=True)).firms.index.tolist()
    ['0', '1']
    """
    if not graph.is_directed():
        raise _undirected("graph")
    nodes = pd.DataFrame({column: graph.vs[column] for column in graph.vs.attributes()}, index=range(graph.vcount()))
    nodes["firm"] = [str(name) for name in graph.vs["name"]] if "name" in nodes else [str(i) for i in range(len(nodes))]
    nodes = nodes.drop(columns="name", errors="ignore").rename(columns={"label": "name"})
    links = pd.DataFrame({column: graph.es[column] for column in graph.es.attributes()}, index=range(graph.ecount()))
    ends = nodes["firm"].to_numpy()
    links["supplier"] = [ends[edge[0]] for edge in graph.get_edgelist()]
    links["buyer"] = [ends[edge[1]] for edge in graph.get_edgelist()]
    described = _described(graph[ABOUT_KEY]) if ABOUT_KEY in graph.attributes() else {}
    about = About.from_dict(described.get("about", {}))
    return make(Source(Table(links, "edges", 0), Table(nodes, "vertices", 0), about, described))


def tables_of_graphml(path: Path, name: str) -> Found:
    """Read the tables of a GraphML file."""
    from xml.etree.ElementTree import ParseError

    import networkx as nx

    try:
        graph = nx.read_graphml(path, force_multigraph=True)
    except FileNotFoundError:
        raise InputError.one("no such file", hint="check the path", file=name) from None
    except ParseError as error:
        row = error.position[0] if hasattr(error, "position") else None
        raise InputError.one(f"this is no GraphML: {error}", hint="export it again", file=name, row=row) from error
    except (nx.NetworkXError, ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
        raise InputError.one(f"this is no GraphML: {error}", hint="export it again", file=name) from error
    return _tables_of(graph, name)


def _tables_of(graph: nx.Graph, name: str, *, keys_are_products: bool = False) -> Found:
    if not graph.is_directed():
        raise _undirected(name)
    nodes = pd.DataFrame([{**data, "firm": str(node)} for node, data in graph.nodes(data=True)], columns=None)
    if nodes.empty:
        raise InputError.one("the graph has no nodes", hint="give one node a firm", file=name)
    described = _described(graph.graph.get(ABOUT_KEY, "{}"))
    rows: list[dict[str, Any]] = []
    if graph.is_multigraph():
        for supplier, buyer, key, data in graph.edges(keys=True, data=True):
            said = {"product": key} if keys_are_products and isinstance(key, str) and key and not described else {}
            rows.append({**said, **data, "supplier": str(supplier), "buyer": str(buyer)})
    else:
        rows = [
            {**data, "supplier": str(supplier), "buyer": str(buyer)} for supplier, buyer, data in graph.edges(data=True)
        ]
    links = pd.DataFrame(rows, columns=None if rows else ["supplier", "buyer"])
    about = About.from_dict(described.get("about", {}))
    return Table(links, name, 0), Table(nodes, name, 0), about, described


def _described(said: str) -> dict[str, dict[str, Any]]:
    try:
        described = json.loads(said)
    except (ValueError, TypeError):  # another program's attribute of the same name
        return {}
    return described if isinstance(described, dict) else {}


def _undirected(name: str) -> InputError:
    hint = "give a directed graph with edges from supplier to buyer, for example networkx.DiGraph"
    return InputError.one("the graph is undirected: who supplies whom is not said", hint=hint, file=name)
