"""Graphs and files there and back: the same network comes back, or an `InputError` says what can't be kept."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import linked, maybe, network
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import chainnet as cn
from chainnet.reading.cleaned import NO_FIRM

Trip = Callable[[cn.SupplyNetwork, Path], cn.SupplyNetwork]


def by_file(name: str) -> Trip:
    def trip(net: cn.SupplyNetwork, folder: Path) -> cn.SupplyNetwork:
        net.save(folder / name, overwrite=True)
        return cn.read(folder / name)

    return trip


EXACT: dict[str, Trip] = {
    "graphml": by_file("net.graphml"),
    "parquet": by_file("net.parquet"),
    "networkx": lambda net, _: cn.from_networkx(net.to_networkx()),
    "igraph": lambda net, _: cn.from_igraph(net.to_igraph()),
}
FOLDER = by_file("net")


def assert_same(one: cn.SupplyNetwork, other: cn.SupplyNetwork) -> None:
    pd.testing.assert_frame_equal(other.firms, one.firms, check_exact=True, check_column_type=False)
    pd.testing.assert_frame_equal(other.links, one.links, check_exact=True)
    assert other.about == one.about


def assert_same_texts(one: cn.SupplyNetwork, other: cn.SupplyNetwork) -> None:
    """CSV knows no types: the columns that chainnet knows come back as they were, others as they are written."""
    for left, right in ((one.firms, other.firms), (one.links, other.links)):
        kept = left.dropna(axis="columns", how="all")
        assert list(kept) == list(right.dropna(axis="columns", how="all"))
        assert left.index.tolist() == right.index.tolist()
        for column, cells in kept.items():
            found = right[column]
            written = cells if found.dtype == cells.dtype else cells.astype("str")
            pd.testing.assert_series_equal(found, written, check_exact=True)
    assert other.about == one.about


@pytest.mark.parametrize("trip", EXACT.values(), ids=EXACT)
def test_nothing_is_lost(trip: Trip, rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    assert_same(rich, trip(rich, tmp_path))
    assert_same(trip(rich, tmp_path), trip(trip(rich, tmp_path), tmp_path))


def test_nothing_is_lost_in_a_folder(rich: cn.SupplyNetwork, tmp_path: Path) -> None:
    again = FOLDER(rich, tmp_path)
    assert_same_texts(rich, again)
    assert again.firms["revenue"].tolist()[:1] == [100.5]
    assert again.firms.loc["001", "code_2"] == "007"
    assert (tmp_path / "net" / "firms.csv").read_bytes().count(b"\r") == 0
    for file in ("firms.csv", "links.csv", "cluster.toml"):
        FOLDER(again, tmp_path / "again")
        assert (tmp_path / "again/net" / file).read_bytes() == (tmp_path / "net" / file).read_bytes()


@pytest.mark.parametrize("trip", [*EXACT.values(), FOLDER], ids=[*EXACT, "folder"])
def test_the_smallest_network(trip: Trip, tmp_path: Path) -> None:
    net = linked(("A", "B"))
    again = trip(net, tmp_path)
    assert_same_texts(net, again)
    assert again.m == 1


# ---- whatever is written in the cells -------------------------------------------------------------------------

NASTY = [
    *("a,b", 'say "so"', "line\nbreak", "tab\there", "007", "1.0", "1e5", "NA", "nan", "null", "None", "true", "甲;乙"),
    *("=1+1", "'", "<b>&amp;</b>", "#1", "x|y", "😀", "é", "e\u0301", "\u3000中\u3000文\u3000", "A@b", "\\", "\u2028"),
    *("_", "-1", "%", "n0"),
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=6),
)
cell = texts.filter(lambda text: text.strip() not in ("", "<NA>"))
an_id = cell.filter(lambda text: text.strip() not in NO_FIRM.to_pylist())
XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@st.composite
def weird(draw: st.DrawFn) -> cn.SupplyNetwork:
    n = draw(st.integers(2, 4))
    ids = draw(st.lists(an_id, min_size=n, max_size=n, unique_by=lambda text: re.sub(r"\s+", "", text)))

    def column(values: st.SearchStrategy[Any], kind: str, number: int = n) -> pd.Series:
        return pd.Series(draw(st.lists(values, min_size=number, max_size=number)), dtype=kind)

    firms = pd.DataFrame(
        {
            "firm": ids,
            "name": column(maybe(cell), "str"),
            "revenue": column(maybe(st.floats(0, 1e300)), "float64"),
            "staff": column(st.integers(-(2**62), 2**62), "int64"),
            "rank": column(maybe(st.integers(-(2**62), 2**62)), "Int64"),
            "score": column(maybe(st.floats(allow_nan=False)), "float64"),
            "listed": column(st.booleans(), "bool"),
            "exports": column(maybe(st.booleans()), "boolean"),
            "备注 (note), 1": column(maybe(cell), "str"),
        }
    )
    m = draw(st.integers(1, 4))
    pair = st.permutations(range(n)).map(lambda order: order[:2])
    pairs = draw(st.lists(pair, min_size=m, max_size=m))
    links = pd.DataFrame(
        {
            "supplier": [ids[one] for one, _ in pairs],
            "buyer": [ids[other] for _, other in pairs],
            "product": column(maybe(cell), "str", m),
            "value": column(maybe(st.floats(0, 1e300)), "float64", m),
            "contracts": column(maybe(st.integers(-(2**62), 2**62)), "Int64", m),
            "key": column(maybe(st.sampled_from(["k", "1"])), "str", m),
        }
    )
    if draw(st.booleans()):
        links["cluster"] = column(maybe(cell), "str", m)
    about = cn.About(name_zh=draw(cell), source=draw(texts), value_unit="万元", sites=(ids[0],))
    return network(firms, links, about=about)


def characters(net: cn.SupplyNetwork) -> str:
    cells = [cell for frame in (net.firms.reset_index(), net.links) for cell in frame.to_numpy(dtype=object).ravel()]
    about = re.sub("[\0-\x1f]", "", net.about.name_zh + net.about.source)  # JSON and TOML escape these
    return "".join([*map(str, cells), about])


@pytest.mark.parametrize("kind", [*EXACT, "folder"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(net=weird())
def test_whatever_is_written_comes_back(kind: str, net: cn.SupplyNetwork, tmp_path: Path) -> None:
    written = characters(net)
    unfit = (kind == "graphml" and XML.search(written)) or (kind == "folder" and "\0" in written)
    if unfit:
        with pytest.raises(cn.InputError, match="can't stand in"):
            net.save(tmp_path / ("net.graphml" if kind == "graphml" else "net"), overwrite=True)
    elif kind == "folder":
        assert_same_texts(net, FOLDER(net, tmp_path))
    else:
        assert_same(net, EXACT[kind](net, tmp_path))


@pytest.mark.parametrize("trip", EXACT.values(), ids=EXACT)
def test_products_and_clusters_that_look_alike_stay_apart(trip: Trip, tmp_path: Path) -> None:
    products = ["7", "007", "7.0", "a@b", "a", "a@", "a\\", "a\\@b", None]
    links = pd.DataFrame({"supplier": "S", "buyer": "L", "product": products, "value": np.arange(9.0)})
    net = network(None, links)
    assert net.m == 9
    assert_same(net, trip(net, tmp_path))
    clusters = [None, "c", "b@c", "@b", "\\@b"]
    both = network(None, pd.concat([links.assign(cluster=cluster) for cluster in clusters]))
    assert both.m == 45
    assert_same(both, trip(both, tmp_path))


@pytest.mark.parametrize("trip", EXACT.values(), ids=EXACT)
def test_columns_that_are_empty_throughout_stay(trip: Trip, tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["A", "B"], "grade": [None, None], "revenue": [None, None], "note": [None, None]})
    links = pd.DataFrame({"supplier": ["A"], "buyer": ["B"], "essential": [None], "value": [None]})
    net = network(firms, links)
    assert_same(net, trip(net, tmp_path))


def test_a_date_in_a_published_fact_is_no_obstacle(chain: cn.SupplyNetwork, tmp_path: Path) -> None:
    about = cn.About(published=({"measure": "x", "date": datetime.date(2024, 5, 1)},))
    net = cn.SupplyNetwork(chain.firms, chain.links, about)
    assert FOLDER(net, tmp_path).about == about
    for name, trip in EXACT.items():
        assert trip(net, tmp_path).about.published[0]["date"] == "2024-05-01", name


# ---- what can't be kept ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["firm", "name", "column", "product", "about"])
@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_graphml_says_which_column_holds_what_it_can_not(character: str, place: str, tmp_path: Path) -> None:
    nasty = f"a{character}b"
    firms = pd.DataFrame(
        {"firm": ["L", nasty if place == "firm" else "S"], "name": ["x", nasty if place == "name" else "y"]}
    )
    if place == "column":
        firms[nasty] = 1
    links = pd.DataFrame(
        {"supplier": firms.loc[[1], "firm"], "buyer": "L", "product": nasty if place == "product" else "p"}
    )
    net = network(firms, links, about=cn.About(name_en=nasty if place == "about" else ""))
    assert_same(net, EXACT["parquet"](net, tmp_path))
    if place == "about" and character < " ":  # what the data say of themselves is JSON, which escapes these
        assert_same(net, EXACT["graphml"](net, tmp_path))
        return
    with pytest.raises(cn.InputError, match="can't stand in GraphML") as caught:
        net.save(tmp_path / "net.graphml")
    columns = {fault.column for fault in caught.value.faults}
    assert {"firm": {"firm", "supplier"}, "column": {nasty}, "about": {""}}.get(place, {place}) <= columns
    assert not (tmp_path / "net.graphml").exists()


def test_carriage_returns_are_line_breaks(tmp_path: Path) -> None:
    """The reader makes them so; of a network made without it, CSV and GraphML refuse them."""
    net = network(
        pd.DataFrame({"firm": ["A\r\nB", "C"], "note": ["x\ry", "z"]}),
        pd.DataFrame({"supplier": ["A\nB"], "buyer": ["C"]}),
    )
    assert net.firms.index.tolist() == ["A\nB", "C"]
    assert net.firms["note"].tolist() == ["x\ny", "z"]
    raw = cn.SupplyNetwork(
        pd.DataFrame({"note": ["x\ry", "z"]}, index=["A", "C"]), pd.DataFrame({"supplier": ["A"], "buyer": ["C"]})
    )
    for name in ("net.graphml", "net"):
        with pytest.raises(cn.InputError, match=r"note — the character '\\r' can't stand in"):
            raw.save(tmp_path / name)
    assert not any(tmp_path.iterdir())


def test_igraph_has_no_room_for_a_second_label() -> None:
    firms = pd.DataFrame({"firm": ["A", "B"], "name": ["a", "b"], "label": ["x", "y"]})
    links = pd.DataFrame({"supplier": ["A"], "buyer": ["B"]})
    with pytest.raises(cn.InputError, match="label"):
        network(firms, links).to_igraph()
    alone = network(firms.drop(columns="name"), links)
    assert_same(alone, cn.from_igraph(alone.to_igraph()))


def test_other_endings(chain: cn.SupplyNetwork, tmp_path: Path) -> None:
    with pytest.raises(cn.InputError, match=r"no way to write a network as \.docx"):
        chain.save(tmp_path / "net.docx")


def test_a_folder_is_not_overwritten_unasked(chain: cn.SupplyNetwork, tmp_path: Path) -> None:
    chain.save(tmp_path / "net")
    before = {file.name: file.read_bytes() for file in (tmp_path / "net").iterdir()}
    with pytest.raises(cn.InputError, match="not empty"):
        chain.with_leaders([]).save(tmp_path / "net")
    assert {file.name: file.read_bytes() for file in (tmp_path / "net").iterdir()} == before
    chain.with_leaders([]).save(tmp_path / "net", overwrite=True)
    assert cn.read(tmp_path / "net").leaders == []
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(cn.InputError, match="not empty"):
        chain.save(tmp_path / "mine", overwrite=True)
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine", "net"]  # nothing half-written is left


@pytest.mark.parametrize("name", ["net", "net.graphml", "net.parquet"])
def test_a_network_without_links_comes_back(name: str, chain: cn.SupplyNetwork, tmp_path: Path) -> None:
    """That there are none is a doubt: the firms are a network, if one that says little."""
    alone = chain.subset(["L", "X"]).without(["X"])
    assert (alone.n, alone.m) == (1, 0)
    alone.save(tmp_path / name)
    with pytest.warns(cn.InputWarning, match="no links under the header"):
        again = cn.read(tmp_path / name)
    assert_same_texts(alone, again)
    assert (again.n, again.m, again.leaders) == (1, 0, ["L"])


def test_headers_that_look_like_formulas_come_back(tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["=A", "'@B"], "=x": ["-1+1", None], "'-y": ["''=", "-2"]})
    net = network(firms, pd.DataFrame({"supplier": ["=A"], "buyer": ["'@B"], "@z": ["+1"]}))
    assert_same(net, FOLDER(net, tmp_path))


# ---- graphs of others -----------------------------------------------------------------------------------------


def test_to_networkx(rich: cn.SupplyNetwork) -> None:
    graph = rich.to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph) == rich.firms.index.tolist()
    assert graph.number_of_edges() == rich.m
    assert graph.nodes["001"]["name"] == "零零一"
    assert "name" not in graph.nodes['a "quoted", one']  # what is missing is left out
    assert graph.edges["001", "leader", "bolt@青岛"]["value"] == 10.0
    summed = rich.to_networkx(summed=True)
    assert isinstance(summed, nx.DiGraph)
    assert not summed.is_multigraph()
    assert summed.edges["001", "leader"] == {"value": 10.1}
    assert summed.edges["甲", "001"] == {}
    plain = linked(("A", "B", "p"), ("A", "B", None)).to_networkx()
    assert set(plain.edges(keys=True)) == {("A", "B", "p"), ("A", "B", "")}


def test_to_igraph(rich: cn.SupplyNetwork) -> None:
    graph = rich.to_igraph()
    assert graph.is_directed()
    assert graph.vs["name"] == rich.firms.index.tolist()
    assert graph.vs["label"] == ["零零一", "甲公司", None, "链主 & <Sons>", "失联"]
    assert graph.es["product"][:2] == ["bolt", "nut"]
    assert rich.to_igraph(summed=True).ecount() == 4
    assert rich.to_igraph(summed=True).es["value"] == [pytest.approx(10.1), None, 5.0, 0.0]


def test_from_networkx_takes_any_directed_graph() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node(1, 企业名称="甲", role="链主")
    graph.add_edge(2, 1, "bolt", value=3)
    graph.add_edge(2, 1, "bolt2", value=4, product="nut")
    graph.add_edge(2, 1, 0, weight=9)  # a number is no product
    net = cn.from_networkx(graph)
    assert net.firms.index.tolist() == ["1", "2"]
    assert net.leaders == ["1"]
    assert net.names()["1"] == "甲"
    assert net.links["product"].fillna("").tolist() == ["bolt", "nut", ""]
    assert net.links["value"].fillna(-1).tolist() == [3.0, 4.0, -1.0]
    simple = cn.from_networkx(nx.DiGraph([("S", "L", {"金额": 2.0})]))
    assert simple.links["value"].tolist() == [2.0]


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (nx.Graph([("A", "B")]), "undirected"),
        (nx.DiGraph(), "no nodes"),
        (nx.DiGraph([("A", "B", {"value": -1})]), "negative"),
        (nx.DiGraph([("1", 1)]), "already in row"),
        (nx.DiGraph([("A", "B", {"value": "much"})]), "no number"),
    ],
)
def test_graphs_at_fault(graph: nx.Graph, words: str) -> None:
    with pytest.raises(cn.InputError, match=words):
        cn.from_networkx(graph)


def test_from_igraph_takes_any_directed_graph() -> None:
    graph = igraph.Graph([(0, 1), (2, 1)], directed=True)
    assert cn.from_igraph(graph).firms.index.tolist() == ["0", "1", "2"]
    graph.vs["name"], graph.vs["label"] = ["A", "L", "B"], ["a", "l", None]
    graph.es["weight"] = [1, 2]
    net = cn.from_igraph(graph)
    assert net.links[["supplier", "buyer", "value"]].to_numpy().tolist() == [["A", "L", 1.0], ["B", "L", 2.0]]
    assert net.names().tolist() == ["a", "l", "B"]
    with pytest.raises(cn.InputError, match="undirected"):
        cn.from_igraph(igraph.Graph([(0, 1)]))


def test_another_programs_graph_attribute_of_our_name_is_let_be() -> None:
    for said in ("hello", 5, None, "[1]"):
        graph = nx.DiGraph([("A", "B")])
        graph.graph["chainnet"] = said
        assert cn.from_networkx(graph).m == 1


BROKEN = [
    *('{"about": 5}', '{"firms": [1]}', '{"links": {"value": 5}}', '{"about": {"published": 5}}', "{"),
    *('{"about": {"name_zh": 5}}', '{"about": {"sites": "abc"}}', '{"firms": {"a": "foo"}}'),
    '{"links": {"supplier": "float64"}}',
]


@pytest.mark.parametrize("said", BROKEN)
def test_words_of_our_own_that_were_tampered_with(said: str, tmp_path: Path) -> None:
    graph = nx.DiGraph([("A", "B")])
    graph.graph["chainnet"] = said
    with pytest.raises(cn.InputError):
        cn.from_networkx(graph)
    nx.write_graphml_xml(graph, tmp_path / "net.graphml")
    with pytest.raises(cn.InputError):
        cn.read(tmp_path / "net.graphml")
