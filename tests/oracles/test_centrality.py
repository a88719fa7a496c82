"""Every centrality against networkx, and against igraph where it has the same one.

igraph is called here on the graph that `to_igraph` gives, so that the way into the measure is compared as well.
"""

from __future__ import annotations

from importlib import import_module

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from helpers import network

import chainnet as cn

LENGTHS = ("hops", "1/value")
SEEDS = range(4)


def random_edges(kind: str, random: np.random.Generator) -> tuple[int, list[tuple[int, int]]]:
    """Nodes and distinct edges of a random directed graph of a kind."""
    n = int(random.integers(4, 13))
    pairs = [(s, b) for s in range(n) for b in range(n) if s != b]
    if kind == "dag":
        pairs = [(s, b) for s, b in pairs if s < b]
    if kind == "isolated":  # two parts and three firms of no links
        pairs = [(s, b) for s, b in pairs if s // (n // 2 + 1) == b // (n // 2 + 1)]
        n += 3
    cycle = [(i, (i + 1) % n) for i in range(n)] if kind == "strong" else []
    chosen = random.choice(len(pairs), size=min(len(pairs), 2 * n), replace=False)
    return n, sorted({*cycle, *(pairs[i] for i in chosen)})


def make(kind: str, seed: int, *, values: bool) -> cn.SupplyNetwork:
    random = np.random.default_rng([seed, len(kind)])
    n, found = random_edges(kind, random)
    rows = [(f"f{s}", f"f{b}", "p", random.uniform(0.5, 9.0) if values else None) for s, b in found]
    rows += [(s, b, "q", random.uniform(0.5, 9.0) if values else None) for s, b, _, _ in rows[::3]]  # a second product
    links = pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value"]).astype({"value": "float64"})
    return network(pd.DataFrame({"firm": [f"f{i}" for i in range(n)]}), links)


@pytest.fixture(params=[(kind, seed) for kind in ("sparse", "dag", "isolated", "strong") for seed in SEEDS], ids=str)
def shape(request: pytest.FixtureRequest) -> tuple[str, int]:
    return request.param


@pytest.fixture(params=[True, False], ids=["values", "no values"])
def net(shape: tuple[str, int], request: pytest.FixtureRequest) -> cn.SupplyNetwork:
    return make(*shape, values=request.param)


@pytest.fixture
def valued(shape: tuple[str, int]) -> cn.SupplyNetwork:
    return make(*shape, values=True)


def column(net: cn.SupplyNetwork, measure: str, **options: str) -> np.ndarray:
    table = cn.centrality(net, measures=measure, **options)
    assert table["firm"].tolist() == net.firms.index.tolist()
    return table[measure].to_numpy(dtype=np.float64)


def by_firm(net: cn.SupplyNetwork, scores: object) -> list[float]:
    scores = dict(scores)  # type: ignore[call-overload]
    return [float(scores[firm]) for firm in net.firms.index]


def with_lengths(net: cn.SupplyNetwork, length: str) -> tuple[nx.DiGraph, str | None]:
    graph = net.to_networkx(summed=True)
    if length == "hops":
        return graph, None
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["value"]
    return graph, "length"


# ---- degrees and strengths ------------------------------------------------------------------------------------


def test_degrees(net: cn.SupplyNetwork) -> None:
    """The number of suppliers and of buyers, however many products there are between two firms."""
    graph, mirror = net.to_networkx(summed=True), net.to_igraph(summed=True)
    for side in ("in", "out"):
        found = column(net, f"{side}_degree").tolist()
        assert found == by_firm(net, getattr(graph, f"{side}_degree")())
        assert found == mirror.degree(mode=side)


def test_strengths(net: cn.SupplyNetwork) -> None:
    """The value bought and sold; not known where no link has a value."""
    graph, mirror = net.to_networkx(), net.to_igraph()
    for side in ("in", "out"):
        found = column(net, f"{side}_strength")
        if net.has_values:
            np.testing.assert_allclose(found, by_firm(net, getattr(graph, f"{side}_degree")(weight="value")))
            np.testing.assert_allclose(found, mirror.strength(mode=side, weights="value"))
        else:
            assert np.isnan(found).all()


def test_strength_is_not_known_where_one_link_is_not() -> None:
    links = pd.DataFrame({"supplier": ["A", "A", "B"], "buyer": ["B", "C", "C"], "value": [1.0, None, 2.0]})
    table = cn.centrality(cn.from_frames(links=links), measures=["in_strength", "out_strength"]).set_index("firm")
    np.testing.assert_array_equal(table["in_strength"], [0, 1, np.nan])
    np.testing.assert_array_equal(table["out_strength"], [np.nan, 2, 0])


# ---- paths ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", LENGTHS)
def test_betweenness(valued: cn.SupplyNetwork, length: str) -> None:
    graph, weight = with_lengths(valued, length)
    found = column(valued, "betweenness", length=length)
    np.testing.assert_allclose(found, by_firm(valued, nx.betweenness_centrality(graph, weight=weight)), atol=1e-12)
    mirror = valued.to_igraph(summed=True)
    lengths = None if weight is None else [1 / value for value in mirror.es["value"]]
    plain = np.array(mirror.betweenness(weights=lengths))
    np.testing.assert_allclose(found, plain / ((valued.n - 1) * (valued.n - 2)), atol=1e-12)


@pytest.mark.parametrize("length", LENGTHS)
def test_closeness(valued: cn.SupplyNetwork, length: str) -> None:
    graph, weight = with_lengths(valued, length)
    found = column(valued, "closeness", length=length)
    np.testing.assert_allclose(found, by_firm(valued, nx.closeness_centrality(graph, distance=weight)))
    if nx.is_strongly_connected(graph):  # igraph does not weigh by the share reached
        mirror = valued.to_igraph(summed=True)
        lengths = None if weight is None else [1 / value for value in mirror.es["value"]]
        np.testing.assert_allclose(found, mirror.closeness(mode="in", weights=lengths))


@pytest.mark.parametrize("length", LENGTHS)
def test_harmonic(valued: cn.SupplyNetwork, length: str) -> None:
    graph, weight = with_lengths(valued, length)
    found = column(valued, "harmonic", length=length)
    np.testing.assert_allclose(found, by_firm(valued, nx.harmonic_centrality(graph, distance=weight)))
    mirror = valued.to_igraph(summed=True)
    lengths = None if weight is None else [1 / value for value in mirror.es["value"]]
    mean = mirror.harmonic_centrality(mode="in", weights=lengths, normalized=True)
    np.testing.assert_allclose(found, np.array(mean) * (valued.n - 1))


def test_hops_is_the_default_length(valued: cn.SupplyNetwork) -> None:
    for measure in ("betweenness", "closeness", "harmonic"):
        np.testing.assert_array_equal(column(valued, measure), column(valued, measure, length="hops"))


# ---- spectra ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("towards", ["buyers", "suppliers"])
def test_pagerank(net: cn.SupplyNetwork, towards: str) -> None:
    graph, mirror = net.to_networkx(summed=True), net.to_igraph(summed=True)
    if towards == "suppliers":
        graph = graph.reverse()
        mirror.reverse_edges()
    weight = "value" if net.has_values else None
    found = column(net, f"pagerank_{towards}")
    np.testing.assert_allclose(
        found, by_firm(net, nx.pagerank(graph, alpha=0.85, weight=weight, tol=1e-14, max_iter=1000)), atol=1e-9
    )
    np.testing.assert_allclose(found, mirror.pagerank(damping=0.85, weights=weight), atol=1e-9)
    assert found.sum() == pytest.approx(1)


def test_pagerank_with_links_of_no_value() -> None:
    """A firm whose sales are all zero leads nowhere, as one that sells nothing."""
    links = pd.DataFrame(
        {"supplier": ["A", "A", "B", "C"], "buyer": ["B", "C", "C", "A"], "value": [0.0, 0.0, 2.0, 0.0]}
    )
    net = cn.from_frames(links=links)
    graph = net.to_networkx(summed=True)
    expected = by_firm(net, nx.pagerank(graph, weight="value", tol=1e-14, max_iter=1000))
    np.testing.assert_allclose(column(net, "pagerank_buyers"), expected, atol=1e-9)


def undirected(net: cn.SupplyNetwork) -> np.ndarray:
    graph = net.to_networkx(summed=True).to_undirected()
    return nx.to_numpy_array(graph, nodelist=list(net.firms.index), weight=None)


def assert_is_leading(vector: np.ndarray, matrix: np.ndarray) -> None:
    """Check that a vector is an eigenvector of a symmetric matrix for its largest eigenvalue, nowhere negative."""
    assert (vector >= -1e-9).all()
    largest = np.linalg.eigvalsh(matrix)[-1]
    np.testing.assert_allclose(matrix @ vector, largest * vector, atol=1e-6)


def test_eigenvector(net: cn.SupplyNetwork) -> None:
    """Where the graph falls apart networkx refuses: there, what defines it is checked."""
    found = column(net, "eigenvector")
    assert np.linalg.norm(found) == pytest.approx(1)
    assert_is_leading(found, undirected(net))
    graph = net.to_networkx(summed=True).to_undirected()
    if nx.is_connected(graph):
        np.testing.assert_allclose(found, by_firm(net, nx.eigenvector_centrality_numpy(graph)), atol=1e-7)
        mirror = net.to_igraph(summed=True).as_undirected(mode="collapse")
        scaled = np.array(mirror.eigenvector_centrality(scale=True))
        np.testing.assert_allclose(found, scaled / np.linalg.norm(scaled), atol=1e-6)


def test_katz(net: cn.SupplyNetwork) -> None:
    graph = net.to_networkx(summed=True)
    matrix = nx.to_numpy_array(graph, nodelist=list(net.firms.index), weight=None)
    radius = np.abs(np.linalg.eigvals(matrix)).max() if not nx.is_directed_acyclic_graph(graph) else 0.0
    alpha = min(0.1, 0.9 / radius) if radius > 0 else 0.1
    expected = nx.katz_centrality_numpy(graph, alpha=alpha, beta=1.0)
    np.testing.assert_allclose(column(net, "katz"), by_firm(net, expected), rtol=1e-7)


def test_katz_lowers_its_attenuation_for_dense_cycles() -> None:
    """In the complete graph of 20 firms the spectral radius is 19, so that 0.1 would not converge."""
    firms = [f"f{i:02}" for i in range(20)]
    links = pd.DataFrame([(s, b) for s in firms for b in firms if s != b], columns=["supplier", "buyer"])
    more = pd.DataFrame({"supplier": ["f00", "out"], "buyer": ["out", "further"]})
    net = cn.from_frames(links=pd.concat([links, more]))
    expected = nx.katz_centrality_numpy(net.to_networkx(summed=True), alpha=0.9 / 19, beta=1.0)
    np.testing.assert_allclose(column(net, "katz"), by_firm(net, expected), rtol=1e-7)


def test_hubs_and_authorities(net: cn.SupplyNetwork) -> None:
    hub, authority = column(net, "hub"), column(net, "authority")
    matrix = nx.to_numpy_array(net.to_networkx(summed=True), nodelist=list(net.firms.index), weight=None)
    for found, product in ((hub, matrix @ matrix.T), (authority, matrix.T @ matrix)):
        assert found.sum() == pytest.approx(1)
        assert_is_leading(found, product)
    values = np.linalg.svd(matrix, compute_uv=False)
    if values[0] - values[1] > 1e-6:  # otherwise there are several
        hubs, authorities = nx.hits(net.to_networkx(summed=True))
        np.testing.assert_allclose(hub, by_firm(net, hubs), atol=1e-6)
        np.testing.assert_allclose(authority, by_firm(net, authorities), atol=1e-6)


# ---- structure --------------------------------------------------------------------------------------------------


def test_core_numbers(net: cn.SupplyNetwork) -> None:
    found = column(net, "core").tolist()
    assert found == by_firm(net, nx.core_number(net.to_networkx(summed=True).to_undirected()))
    assert found == net.to_igraph(summed=True).as_undirected(mode="collapse").coreness()


def test_articulation_points(net: cn.SupplyNetwork) -> None:
    found = set(net.firms.index[column(net, "articulation").astype(bool)])
    assert found == set(nx.articulation_points(net.to_networkx(summed=True).to_undirected()))
    mirror = net.to_igraph(summed=True).as_undirected(mode="collapse")
    assert found == {mirror.vs[point]["name"] for point in mirror.articulation_points()}


# ---- edges of the definitions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("firms", [["A"], ["A", "B"], []])
def test_networks_without_links(firms: list[str]) -> None:
    """No warning, no error, and nobody is central."""
    net = cn.SupplyNetwork(pd.DataFrame(index=firms), pd.DataFrame({"supplier": [], "buyer": []}))
    table = cn.centrality(net)
    assert table["firm"].tolist() == firms
    for measure in ("in_degree", "out_degree", "betweenness", "closeness", "harmonic", "core", "articulation"):
        assert not table[measure].any(), measure
    for measure in ("pagerank_buyers", "pagerank_suppliers"):
        np.testing.assert_allclose(table[measure], [1 / max(len(firms), 1)] * len(firms))


def test_two_firms() -> None:
    net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    table = cn.centrality(net).set_index("firm")
    assert table["closeness"].tolist() == [0.0, 1.0]
    assert table["harmonic"].tolist() == [0.0, 1.0]
    assert table["betweenness"].tolist() == [0.0, 0.0]
    assert table["hub"].round(6).tolist() == [1.0, 0.0]
    assert table["authority"].round(6).tolist() == [0.0, 1.0]


def test_unknown_words_are_named() -> None:
    net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"], "value": [1.0]}))
    with pytest.raises(cn.InputError, match="'degrees' is no centrality"):
        cn.centrality(net, measures=["degrees", "core"])
    with pytest.raises(cn.InputError, match="'km' is no length"):
        cn.centrality(net, length="km")


@pytest.mark.parametrize("value", [None, 0.0])
def test_lengths_by_value_need_values_above_zero(value: float | None) -> None:
    links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"], "value": [1.0, value]})
    with pytest.raises(cn.InputError, match="not every link has a value above zero"):
        cn.centrality(cn.from_frames(links=links), measures="closeness", length="1/value")


TIES = {  # several parts have the largest eigenvalue, or singular value: there is no one eigenvector
    "two stars": [(f"{hub}{i}", hub) for hub in "AB" for i in range(4)],
    "pairs": [(f"a{i}", f"b{i}") for i in range(6)],
    "chain": [(f"a{i}", f"a{i + 1}") for i in range(9)],
    "cycles": [(f"{name}{i}", f"{name}{(i + 1) % 5}") for name in "ab" for i in range(5)],
}


@pytest.mark.parametrize("links", TIES.values(), ids=TIES)
@pytest.mark.parametrize("measure", ["eigenvector", "hub", "authority"])
def test_scores_that_are_not_unique_are_still_one_answer(measure: str, links: list[tuple[str, str]]) -> None:
    """What iteration from equal scores tends to, whatever the order of the rows."""
    table = pd.DataFrame(links, columns=["supplier", "buyer"])
    net = cn.from_frames(links=table)
    matrix = nx.to_numpy_array(net.to_networkx(summed=True), nodelist=list(net.firms.index), weight=None)
    square = {"eigenvector": undirected(net), "hub": matrix @ matrix.T, "authority": matrix.T @ matrix}[measure]
    found = column(net, measure)
    assert_is_leading(found, square)
    _, basis = np.linalg.eigh(square)
    largest = basis[:, np.linalg.eigvalsh(square) > np.linalg.eigvalsh(square)[-1] - 1e-9]
    expected = largest @ (largest.T @ np.ones(net.n))
    size = np.linalg.norm(expected) if measure == "eigenvector" else expected.sum()
    np.testing.assert_allclose(found, expected / size, atol=1e-9)
    shuffled = cn.from_frames(links=table.sample(frac=1, random_state=1))
    again = cn.centrality(shuffled, measures=measure).set_index("firm")[measure].loc[net.firms.index]
    np.testing.assert_allclose(again, found, atol=1e-9)


# ---- graphs on which an iteration is slow, or has nowhere to go ---------------------------------------------------


def net_of(pairs: list[tuple[str, str]]) -> cn.SupplyNetwork:
    return cn.from_frames(links=pd.DataFrame(pairs, columns=["supplier", "buyer"]))


@pytest.mark.parametrize("n", [150, 4000])
def test_a_long_chain(n: int) -> None:
    """The eigenvector is a sine; its two largest eigenvalues are 3π² / n² apart, too close for Lanczos at 4,000."""
    net = net_of([(f"f{i:05}", f"f{i + 1:05}") for i in range(n - 1)])
    wave = np.sin(np.pi * np.arange(1, n + 1) / (n + 1))
    np.testing.assert_allclose(column(net, "eigenvector"), wave / np.linalg.norm(wave), atol=1e-9)
    np.testing.assert_allclose(column(net, "hub"), [1 / (n - 1)] * (n - 1) + [0], atol=1e-12)
    np.testing.assert_allclose(column(net, "katz")[-1] / column(net, "katz")[0], 1 / 0.9, rtol=1e-9)
    assert column(net, "pagerank_buyers").sum() == pytest.approx(1)


def test_a_long_zigzag() -> None:
    """Each buyer has two suppliers and each supplier two buyers: hubs and authorities are sines as well."""
    half = 1500
    links = [(f"s{i:05}", f"b{i:05}") for i in range(half)] + [(f"s{i + 1:05}", f"b{i:05}") for i in range(half - 1)]
    table = cn.centrality(net_of(links), measures=["hub", "authority"]).set_index("firm")
    wave = np.sin(np.pi * np.arange(1, 2 * half + 1) / (2 * half + 1))
    for measure, side, wanted in (("hub", "s", wave[::2]), ("authority", "b", wave[1::2])):
        found = table[measure].filter(regex=f"^{side}").sort_index().to_numpy()
        np.testing.assert_allclose(found, wanted / wanted.sum(), atol=1e-10)


@pytest.mark.parametrize(("sellers", "buyers"), [(1, 300), (300, 1), (80, 120)])
def test_everyone_sells_to_everyone(sellers: int, buyers: int) -> None:
    """Bipartite: ±λ are both eigenvalues, so that iteration with A alone would never settle."""
    net = net_of([(f"s{i}", f"t{j}") for i in range(sellers) for j in range(buyers)])
    selling = np.array([firm.startswith("s") for firm in net.firms.index])
    expected = np.where(selling, (2 * sellers) ** -0.5, (2 * buyers) ** -0.5)
    np.testing.assert_allclose(column(net, "eigenvector"), expected, atol=1e-12)
    np.testing.assert_allclose(column(net, "hub"), np.where(selling, 1 / sellers, 0), atol=1e-12)
    np.testing.assert_allclose(column(net, "authority"), np.where(selling, 0, 1 / buyers), atol=1e-12)


def test_many_parts_that_tie_beside_lesser_ones() -> None:
    """Stars of five and chains of four; those of the largest eigenvalue have it all."""
    stars = [(f"hub{k:02}", f"leaf{k:02}{i}") for k in range(30) for i in range(5)]
    chains = [(f"c{k:02}{i}", f"c{k:02}{i + 1}") for k in range(30) for i in range(3)]
    net = net_of(stars + chains)
    scores = pd.Series(column(net, "eigenvector"), net.firms.index)
    assert scores.filter(regex="^c").eq(0).all()
    hubs, leaves = scores.filter(regex="^hub"), scores.filter(regex="^leaf")
    np.testing.assert_allclose(hubs, hubs.iloc[0])
    np.testing.assert_allclose(leaves, hubs.iloc[0] / np.sqrt(5))


def test_katz_in_a_large_dense_cycle() -> None:
    """More firms than are solved densely; a long chain into them changes nothing about the spectral radius."""
    random = np.random.default_rng(0)
    edges = {(int(s), int(b)) for s, b in random.integers(0, 150, (3000, 2)) if s != b}
    edges |= {(i, (i + 1) % 150) for i in range(150)}
    net = net_of([(f"f{s:03}", f"f{b:03}") for s, b in sorted(edges)] + [("g0", "g1"), ("g1", "f000")])
    graph = net.to_networkx(summed=True)
    radius = np.abs(np.linalg.eigvals(nx.to_numpy_array(graph, weight=None))).max()
    assert 0.9 / radius < 0.1
    expected = nx.katz_centrality_numpy(graph, alpha=0.9 / radius, beta=1.0)
    np.testing.assert_allclose(column(net, "katz"), by_firm(net, expected), rtol=1e-8)


@pytest.mark.parametrize("measure", ["pagerank_buyers", "katz"])
def test_what_does_not_converge_is_told(measure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spectral = import_module("chainnet.measures.centralities.spectral")
    monkeypatch.setattr(spectral, "MOST_SWEEPS", 2)
    net = net_of([(f"f{i}", f"f{(i + step) % 9}") for i in range(9) for step in (1, 2)] + [("f0", "g")])
    with pytest.raises(cn.InputError, match="does not converge on this network; leave this measure out") as caught:
        cn.centrality(net, measures=measure)
    assert "不收敛" in caught.value.faults[0].told("zh")


@pytest.mark.parametrize("measure", ["eigenvector", "hub"])
def test_an_eigenvector_out_of_reach_is_told(measure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No gap for Lanczos, and inverse iteration taken to be out of the question."""
    leading = import_module("chainnet.measures.centralities.leading")
    monkeypatch.setattr(leading, "MOST_CORE", -1)
    monkeypatch.setattr(leading, "RESTARTS", 1)
    zigzag = [(f"s{i}", f"b{j}") for i in range(900) for j in (i, i + 1)]
    with pytest.raises(cn.InputError, match="does not converge"):
        cn.centrality(net_of(zigzag), measures=measure)


@pytest.mark.parametrize("firms", [["A"], []])
def test_every_measure_of_next_to_nothing(firms: list[str]) -> None:
    net = cn.SupplyNetwork(pd.DataFrame(index=firms), pd.DataFrame({"supplier": [], "buyer": []}))
    table = cn.centrality(net, length="1/value", jobs=2)
    assert np.isnan(table[["in_strength", "out_strength"]].to_numpy()).all()
    assert table["katz"].tolist() == [1.0] * len(firms)
    for measure in ("eigenvector", "hub", "authority"):
        assert table[measure].tolist() == [0.0] * len(firms)
    assert cn.centrality_summary(net, by="role", table=table)["firms"].tolist() == [1] * (15 * len(firms))
    assert set(cn.rank_correlation(table)["reason"]) == {"too_few_firms" if firms else "no_values", "no_values"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_lengths_by_value_on_several_threads(jobs: int) -> None:
    """A graph large enough for several blocks of searches, and firms that nobody supplies."""
    random = np.random.default_rng(5)
    links = pd.DataFrame(random.integers(0, 120, (400, 2)), columns=["supplier", "buyer"]).astype(str)
    net = network(None, links.assign(value=random.uniform(0.1, 9, 400)))
    table = cn.centrality(net, measures=["closeness", "harmonic"], length="1/value", jobs=jobs)
    graph, weight = with_lengths(net, "1/value")
    np.testing.assert_allclose(table["harmonic"], by_firm(net, nx.harmonic_centrality(graph, distance=weight)))
    np.testing.assert_allclose(table["closeness"], by_firm(net, nx.closeness_centrality(graph, distance=weight)))
