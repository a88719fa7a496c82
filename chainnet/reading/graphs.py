"""From networkx, igraph and GraphML to a supply network."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.network import About, SupplyNetwork
from chainnet.network.convert import ABOUT_KEY
from chainnet.reading.described import Types, read_described
from chainnet.reading.files.opened import opening, read_bytes
from chainnet.reading.files.tables import Table
from chainnet.reading.options import Options
from chainnet.reading.source import Source, make

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
    <SupplyNetwork: 2 firms (0 leaders), 1 link, value 2>
    """
    return make(Source(*_tables_of(graph, "graph", keys_are_products=True)), Options())


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
    return make(Source(Table(tables[0], "edges", 0), Table(tables[1], "vertices", 0), about, types), Options())


def tables_of_graphml(path: Path, name: str) -> Found:
    """Read the tables of a GraphML file, plain or under gzip or zstd; one that declares entities is refused."""
    import networkx as nx

    with opening(path, name):
        data = read_bytes(path, name, lines=False)
        edges = _count_edges(data, name)
        try:
            with warnings.catch_warnings():  # networkx tells of keys without a type and of ports: neither matters here
                warnings.simplefilter("ignore", UserWarning)
                graph = nx.read_graphml(io.BytesIO(data), edge_key_type=str, force_multigraph=True)
        except (nx.NetworkXError, ValueError, KeyError, TypeError, AttributeError, LookupError, SyntaxError) as error:
            raise _no_graphml(error, name) from error  # a fault of the XML is a SyntaxError
    if edges != graph.number_of_edges():  # networkx keeps the last of several with one id, and reads no nested graph
        lost = edges - graph.number_of_edges()
        problem = Said(
            f"{lost} edges have the id of another one, or lie in a graph within a node",
            f"{lost} 条边与其他边的 id 相同，或位于节点内的子图中",
        )
        hint = Said("give each edge an id of its own, or none", "请让每条边的 id 各不相同，或不写 id")
        raise InputError.one(problem, hint=hint, file=name)
    return _tables_of(graph, name)


def _count_edges(data: bytes, name: str) -> int:
    """Count the edges, and refuse what is no XML or declares entities, which can blow up or lead out of the file."""
    edges = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal edges
        edges += tag.rpartition(":")[2] == "edge"

    def entity(*_: Any) -> None:
        problem = Said("it declares XML entities, which are not read", "文件声明了 XML 实体，不予读取")
        hint = Said("export it again without a DOCTYPE", "请重新导出，不要带 DOCTYPE")
        raise InputError.one(problem, hint=hint, file=name, row=parser.CurrentLineNumber)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = start, entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _no_graphml(error, name, getattr(error, "lineno", None)) from error
    return edges


def _no_graphml(error: Exception, name: str, row: int | None = None) -> InputError:
    problem = Said(f"this is no GraphML: {error}", f"这不是 GraphML：{error}")
    return InputError.one(problem, hint=Said("export it again", "请重新导出"), file=name, row=row)


def _tables_of(graph: nx.Graph, name: str, *, keys_are_products: bool = False) -> Found:
    if not graph.is_directed():
        raise _undirected(name)
    if not len(graph):
        hint = Said("give one node a firm", "请让每个节点代表一家企业")
        raise InputError.one(Said("the graph has no nodes", "图中没有节点"), hint=hint, file=name)
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
    hint = Said(
        "give a directed graph with edges from supplier to buyer, for example networkx.DiGraph",
        "请给出有向图，边由供应商指向采购商，例如 networkx.DiGraph",
    )
    problem = Said("the graph is undirected: who supplies whom is not said", "图是无向的：没有说明谁供应谁")
    return InputError.one(problem, hint=hint, file=name)
