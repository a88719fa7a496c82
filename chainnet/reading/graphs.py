"""From networkx, igraph and GraphML to a supply network."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from chainnet.errors import InputError
from chainnet.network import About, SupplyNetwork
from chainnet.network.convert import ABOUT_KEY
from chainnet.reading.described import Types, read_described
from chainnet.reading.source import Source, make
from chainnet.reading.tables import Table

if TYPE_CHECKING:
    import igraph
    import networkx as nx

    Found = tuple[Table, Table, About, Types]


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
    about, types = _described({name: graph[name] for name in graph.attributes()}, "graph")
    nodes = {column: graph.vs[column] for column in graph.vs.attributes()}
    ids = [str(name) for name in nodes.pop("name", range(graph.vcount()))]
    if "label" in nodes and "label" not in types.get("firms", {}):
        nodes["name"] = nodes.pop("label")
    links = {column: graph.es[column] for column in graph.es.attributes()}
    links["supplier"] = [ids[edge[0]] for edge in graph.get_edgelist()]
    links["buyer"] = [ids[edge[1]] for edge in graph.get_edgelist()]
    tables = _frame(links, types.get("links", {})), _frame({**nodes, "firm": ids}, types.get("firms", {}))
    return make(Source(Table(tables[0], "edges", 0), Table(tables[1], "vertices", 0), about, types))


def tables_of_graphml(path: Path, name: str) -> Found:
    """Read the tables of a GraphML file."""
    from xml.etree.ElementTree import ParseError, iterparse

    import networkx as nx

    try:
        with warnings.catch_warnings():  # networkx tells of keys without a type and of ports: neither matters here
            warnings.simplefilter("ignore", UserWarning)
            graph = nx.read_graphml(path, edge_key_type=str, force_multigraph=True)
        edges = sum(element.tag.rpartition("}")[2] == "edge" for _, element in iterparse(path))
    except FileNotFoundError:
        raise InputError.one("no such file", hint="check the path", file=name) from None
    except ParseError as error:
        row = error.position[0] if hasattr(error, "position") else None
        raise InputError.one(f"this is no GraphML: {error}", hint="export it again", file=name, row=row) from error
    except (nx.NetworkXError, ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
        raise InputError.one(f"this is no GraphML: {error}", hint="export it again", file=name) from error
    except OSError as error:
        raise InputError.one(f"can't be read: {error.strerror or error}", file=name) from error
    if edges != graph.number_of_edges():  # networkx keeps the last of several with one id, and reads no nested graph
        problem = f"{edges - graph.number_of_edges()} edges have the id of another one, or lie in a graph within a node"
        raise InputError.one(problem, hint="give each edge an id of its own, or none", file=name)
    return _tables_of(graph, name)


def _tables_of(graph: nx.Graph, name: str, *, keys_are_products: bool = False) -> Found:
    if not graph.is_directed():
        raise _undirected(name)
    if not len(graph):
        raise InputError.one("the graph has no nodes", hint="give one node a firm", file=name)
    about, types = _described(graph.graph, name)
    nodes = [{**data, "firm": str(node)} for node, data in graph.nodes(data=True)]
    rows: list[dict[str, Any]] = []
    if graph.is_multigraph():
        for supplier, buyer, key, data in graph.edges(keys=True, data=True):
            said = {"product": key} if keys_are_products and isinstance(key, str) and key and not types else {}
            rows.append({**said, **data, "supplier": str(supplier), "buyer": str(buyer)})
    else:
        rows = [
            {**data, "supplier": str(supplier), "buyer": str(buyer)} for supplier, buyer, data in graph.edges(data=True)
        ]
    links = _frame(_columns(rows, "supplier", "buyer"), types.get("links", {}))
    return Table(links, name, 0), Table(_frame(_columns(nodes), types.get("firms", {})), name, 0), about, types


def _described(said: dict[str, Any], name: str) -> tuple[About, Types]:
    """Read chainnet's own attribute of a graph; another program's of the same name is let be."""
    own = said.get(ABOUT_KEY)
    return read_described(own, name) if isinstance(own, str) and own.startswith("{") else (About(), {})


def _columns(rows: list[dict[str, Any]], *needed: str) -> dict[str, list[Any]]:
    names = dict.fromkeys([*needed, *(name for row in rows for name in row)])
    return {name: [row.get(name) for row in rows] for name in names}


def _frame(columns: dict[str, list[Any]], types: dict[str, str]) -> pd.DataFrame:
    """Make a frame; a column has the type that it is said to have, where it can."""

    def column(name: str, values: list[Any]) -> pd.Series:
        try:
            return pd.Series(values, dtype=types.get(name))
        except (TypeError, ValueError, OverflowError):
            return pd.Series(values)

    return pd.DataFrame({name: column(str(name), values) for name, values in columns.items()})


def _undirected(name: str) -> InputError:
    hint = "give a directed graph with edges from supplier to buyer, for example networkx.DiGraph"
    return InputError.one("the graph is undirected: who supplies whom is not said", hint=hint, file=name)
