"""Centrality of firms, each one as networkx defines it: paths and distances by kernels, the rest through igraph."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.kernels.adjacency import compressed
from chainnet.kernels.betweenness import Rows, Sample, betweenness, sampled_betweenness
from chainnet.kernels.distances import DistanceSums, distance_sums
from chainnet.measures.origin import with_origin
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

if TYPE_CHECKING:
    import igraph

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LENGTHS = ("hops", "1/value")
MOST_EXACT = 50_000
"""Above so many firms betweenness is exact only where asked for: minutes on one core by hops, and growing as n × m."""


class _Graph:
    """The network as one link a pair, with what the measures take."""

    samples: int | None = None
    seed = 0
    jobs = 1
    sampled: Sample | None = None

    def __init__(self, net: SupplyNetwork, length: str) -> None:
        import igraph

        pairs = net.pairs
        self.n = net.n
        self.ends = (pairs.supplier, pairs.buyer)
        self.value = pairs.value
        self.directed: igraph.Graph = igraph.Graph(n=net.n, edges=np.column_stack(self.ends), directed=True)
        self.undirected: igraph.Graph = self.directed.as_undirected(mode="collapse")
        valued = len(pairs.value) > 0 and bool(np.isfinite(pairs.value).all())
        self.weights = pairs.value.tolist() if valued else None
        self.lengths = self._lengths(length, valued)

    def _lengths(self, length: str, valued: bool) -> list[float] | None:
        if length not in LENGTHS:
            raise InputError.one(f"{length!r} is no length", hint=f"write one of {', '.join(LENGTHS)}")
        if length == "hops":
            return None
        if not valued or not (self.value > 0).all():
            raise InputError.one("not every link has a value above zero", hint='use length="hops"', column="value")
        return (1 / self.value).tolist()

    def rows(self, *, back: bool = False) -> Rows:
        """Return compressed rows along the flow, or back against it, as the kernels take them."""
        ends = self.ends[::-1] if back else self.ends
        lengths = np.zeros(0)
        if self.lengths is not None:
            lengths = np.asarray(self.lengths, dtype=np.float64)[np.argsort(ends[0], kind="stable")]
        return Rows(*compressed(self.n, *ends), lengths)

    @cached_property
    def upstream(self) -> DistanceSums:
        """Sums over the distances from the firms upstream of each one."""
        if self.lengths is not None:
            return _weighted_sums(self.directed, self.lengths)
        return distance_sums(*compressed(self.n, *self.ends), each=partial(spread, jobs=self.jobs))

    def degree(self, side: int, weights: Floats | None = None) -> Floats:
        return np.bincount(self.ends[side], weights=weights, minlength=self.n).astype(np.float64)


def _strength(graph: _Graph, side: int) -> Floats:
    if not np.isfinite(graph.value).any():
        return np.full(graph.n, np.nan)
    return graph.degree(side, graph.value)


def _betweenness(graph: _Graph) -> Floats:
    each = partial(spread, jobs=graph.jobs)
    if graph.samples is None or graph.samples >= graph.n:
        found = Sample(betweenness(graph.rows(), each), np.zeros(graph.n), graph.n)
    else:
        found = sampled_betweenness(graph.rows(), graph.rows(back=True), graph.samples, graph.seed, each)
    if np.isnan(found.scores).any():
        problem = Said("more than 1e308 shortest paths lead to one firm", "通往一家企业的最短路径超过 1e308 条")
        raise InputError.one(problem, hint=Said("leave betweenness out", "请不要选 betweenness"))
    scale = max((graph.n - 1) * (graph.n - 2), 1)
    graph.sampled = Sample(found.scores / scale, found.errors / scale, found.sources)
    return graph.sampled.scores


def _check_searches(net: SupplyNetwork, samples: int | None, seed: int) -> None:
    if samples is None and net.n > MOST_EXACT:
        raise InputError.one(
            Said(
                f"exact betweenness of {net.n:,} firms takes long; above {MOST_EXACT:,} it must be asked for",
                f"精确计算 {net.n:,} 家企业的介数耗时很长；超过 {MOST_EXACT:,} 家须明确要求",
            ),
            hint=Said(
                f"write samples=256 for an estimate, samples={net.n} for all, or leave betweenness out",
                f"写 samples=256 作估计，samples={net.n} 作精确计算，或不选 betweenness",
            ),
        )
    if samples is not None and samples < 4:
        raise InputError.one(
            Said(f"{samples} samples", f"抽样数为 {samples}"), hint=Said("give 4 or more", "请给 4 或更大的数")
        )
    if seed < 0:
        raise InputError.one(
            Said(f"seed {seed}", f"随机种子为 {seed}"),
            hint=Said("give a whole number, zero or more", "请给零或更大的整数"),
        )


def _weighted_sums(graph: igraph.Graph, lengths: list[float]) -> DistanceSums:
    """Return sums over the distances from all firms to each one, some firms at a time."""
    n = graph.vcount()
    harmonic, reached, total = np.zeros(n), np.zeros(n, np.int64), np.zeros(n)
    chunk = max(1, 2**22 // max(n, 1))
    for at in range(0, n, chunk):
        some = slice(at, min(at + chunk, n))
        distance = np.array(graph.distances(source=range(n)[some], weights=lengths, mode="in"))
        there = np.isfinite(distance)
        reached[some] = there.sum(axis=1) - 1
        total[some] = np.where(there, distance, 0).sum(axis=1)
        there &= distance > 0
        harmonic[some] = np.divide(1.0, distance, out=np.zeros(distance.shape), where=there).sum(axis=1)
    return DistanceSums(harmonic, reached, total)


def _closeness(graph: _Graph) -> Floats:
    _, reached, total = graph.upstream
    closeness = np.divide(reached, total, out=np.zeros(graph.n), where=total > 0)
    return closeness * reached / max(graph.n - 1, 1)


def _pagerank(graph: _Graph, *, reverse: bool) -> Floats:
    import igraph

    source, target = graph.ends[::-1] if reverse else graph.ends
    turned = igraph.Graph(n=graph.n, edges=np.column_stack([source, target]), directed=True)
    return np.array(turned.pagerank(damping=0.85, weights=graph.weights))


def _leading_parts(graph: igraph.Graph) -> list[tuple[Codes, Floats]]:
    """Return the parts of an undirected graph that have its largest eigenvalue, each with its eigenvector of norm 1.

    Part by part, since igraph returns an arbitrary mixture where several parts have that eigenvalue.
    """
    parts = [np.array(part) for part in graph.connected_components() if len(part) > 1]
    with warnings.catch_warnings():  # igraph warns of scores near zero: far from the centre they are
        warnings.simplefilter("ignore", RuntimeWarning)
        found = [graph.induced_subgraph(part).eigenvector_centrality(return_eigenvalue=True) for part in parts]
    most = max((eigenvalue for _, eigenvalue in found), default=0.0)
    return [
        (part, np.abs(vector) / np.linalg.norm(vector))
        for part, (vector, eigenvalue) in zip(parts, found, strict=True)
        if eigenvalue > most * (1 - 1e-9)
    ]


def _joined(parts: list[tuple[Codes, Floats]], n: int) -> Floats:
    """Return what power iteration from equal scores tends to: the all-ones vector within the leading eigenspace."""
    scores = np.zeros(n)
    for part, vector in parts:
        unit = vector / np.linalg.norm(vector)
        scores[part] = unit * unit.sum()
    return scores


def _eigenvector(graph: _Graph) -> Floats:
    found = _joined(_leading_parts(graph.undirected), graph.n)
    return found / max(float(np.linalg.norm(found)), 1e-300)


def _katz(graph: _Graph) -> Floats:
    from scipy.sparse import csr_matrix, eye
    from scipy.sparse.linalg import splu

    towards = csr_matrix((np.ones(len(graph.ends[0])), (graph.ends[1], graph.ends[0])), shape=(graph.n, graph.n))
    system = (eye(graph.n) - katz_alpha(graph.directed) * towards).tocsc()
    found = splu(system).solve(np.ones(graph.n))
    return found / np.linalg.norm(found)


def katz_alpha(graph: igraph.Graph) -> float:
    """Return the attenuation of Katz centrality: 0.1, or 0.9 / the spectral radius where that is less.

    The spectral radius is the largest of the strongly connected components'; without cycles it is 0.
    """
    radius = 0.0
    for part in graph.connected_components(mode="strong"):
        if len(part) > 1:
            inside = graph.induced_subgraph(part)
            radius = max(radius, _spectral_radius(inside))
    return min(0.1, 0.9 / radius) if radius > 0 else 0.1


def _spectral_radius(graph: igraph.Graph) -> float:
    """Return the largest eigenvalue of a strongly connected graph, by power iteration on A + I."""
    from scipy.sparse import csr_matrix, eye

    ends = np.array(graph.get_edgelist())
    matrix = csr_matrix((np.ones(len(ends)), ends.T), shape=(graph.vcount(),) * 2) + eye(graph.vcount())
    vector = np.full(graph.vcount(), 1 / np.sqrt(graph.vcount()))
    size = 1.0
    for _ in range(10_000):
        vector = matrix @ vector
        last, size = size, float(np.linalg.norm(vector))
        vector = vector / size
        if abs(size - last) < 1e-12 * size:
            break
    return size - 1


def _hits(graph: _Graph, *, hub: bool) -> Floats:
    """Sellers and buyers as the two sides of an undirected graph, whose leading eigenvector holds both scores."""
    import igraph

    sides = igraph.Graph(n=2 * graph.n, edges=np.column_stack([graph.ends[0], graph.ends[1] + graph.n]))
    first = 0 if hub else graph.n
    inside = [(part, (part >= first) & (part < first + graph.n), vector) for part, vector in _leading_parts(sides)]
    found = _joined([(part[side] - first, vector[side]) for part, side, vector in inside], graph.n)
    return found / max(float(found.sum()), 1e-300)


def _articulation(graph: _Graph) -> Floats:
    points = np.zeros(graph.n, dtype=bool)
    points[graph.undirected.articulation_points()] = True
    return points


MEASURES: dict[str, Callable[[_Graph], npt.NDArray[Any]]] = {
    "in_degree": lambda graph: graph.degree(1).astype(np.int64),
    "out_degree": lambda graph: graph.degree(0).astype(np.int64),
    "in_strength": lambda graph: _strength(graph, 1),
    "out_strength": lambda graph: _strength(graph, 0),
    "betweenness": _betweenness,
    "closeness": _closeness,
    "harmonic": lambda graph: graph.upstream.harmonic,
    "pagerank_buyers": lambda graph: _pagerank(graph, reverse=False),
    "pagerank_suppliers": lambda graph: _pagerank(graph, reverse=True),
    "eigenvector": _eigenvector,
    "katz": _katz,
    "hub": lambda graph: _hits(graph, hub=True),
    "authority": lambda graph: _hits(graph, hub=False),
    "core": lambda graph: np.array(graph.undirected.coreness(), dtype=np.int64),
    "articulation": _articulation,
}
"""The measures by name."""


def centrality(
    net: SupplyNetwork,
    *,
    measures: str | Iterable[str] | None = None,
    length: str = "hops",
    samples: int | None = None,
    seed: int = 0,
    jobs: int = 1,
) -> pd.DataFrame:
    """Return centralities of the firms.

    Links of a pair are summed over products. Directed as the goods flow, from supplier to buyer, unless said otherwise.

    - in_degree, out_degree: number of suppliers, of buyers
    - in_strength, out_strength: value bought, sold a year (value unit); NaN where a link's value is not known
    - betweenness: share of shortest paths that lead through the firm [Freeman 1977], over (n − 1)(n − 2); exact
      [Brandes 2001], or estimated from samples [Geisberger, Sanders & Schultes 2008, linear scaling]
    - closeness: reached suppliers / their distance, times the share of firms reached [Wasserman & Faust 1994]
    - harmonic: Σ 1 / distance from each firm upstream [Boldi & Vigna 2014]
    - pagerank_buyers, pagerank_suppliers: with the flow of goods, and against it; damping 0.85, by value where every
      link has one, else by number [Page et al. 1999]
    - eigenvector: undirected, since in a chain without cycles the directed one is zero; Euclidean norm 1. Where parts
      that are not connected share the largest eigenvalue, it is what iteration from equal scores tends to; so is HITS
    - katz: along the flow, attenuation min(0.1, 0.9 / spectral radius), Euclidean norm 1 [Katz 1953]
    - hub, authority: HITS, sum 1 [Kleinberg 1999]
    - core: core number, undirected [Seidman 1983]
    - articulation: whether the firm's removal cuts the network, undirected

    Parameters
    ----------
    net : SupplyNetwork
    measures : str or iterable of str, optional
        Names of the list above; all unless said otherwise.
    length : {"hops", "1/value"}
        What a link's length is in betweenness, closeness and harmonic. Value is a flow, not a distance: the
        conversion is never made unasked.
    samples : int, optional
        Searches from which betweenness is estimated, 4 or more, half along the flow and half against it; the number
        of firms or more is exact. Exact unless said otherwise; above 50,000 firms it must be said.
    seed : int
        Of the firms drawn to search from.
    jobs : int
        Threads for betweenness, and for closeness and harmonic by hops; -1 is all cores. The result is the same to the
        last bit however many.

    Returns
    -------
    DataFrame
        firm, name, role and one column a measure, in the order of `net.firms`; where betweenness is estimated, its
        standard error follows as ``betweenness_error``. ``attrs["weights"]`` says what PageRank went by,
        ``attrs["betweenness"]`` the searches made (``sources``), the ``seed`` (None: exact) and the largest
        ``standard_error``.

    Raises
    ------
    InputError
        Where a measure is not known, the length needs values that are not there, or betweenness must be asked for.

    Notes
    -----
    Values agree with networkx and igraph; the tests compare them. The estimate of betweenness has no bias, but what
    single sources add is skewed: for the firms in front two standard errors hold the exact value about nine times in
    ten, further back two times in three, the estimate then being low more often than high. Draw one with
    `chainnet.plot_bars`.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> cn.centrality(net, measures="betweenness")["betweenness"].tolist()
    [0.0, 0.5, 0.0]
    """
    wanted = list(MEASURES) if measures is None else [measures] if isinstance(measures, str) else list(measures)
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        raise InputError(Fault(f"{name!r} is no centrality", f"write one of {', '.join(MEASURES)}") for name in unknown)
    if "betweenness" in wanted:
        _check_searches(net, samples, seed)
    graph = _Graph(net, length)
    graph.samples, graph.seed, graph.jobs = samples, seed, jobs
    role = net.firm_column("role").fillna("unknown")
    table = pd.DataFrame({"firm": net.firms.index, "name": net.names().to_numpy(), "role": role.to_numpy()})
    for name in dict.fromkeys(wanted):
        table[name] = MEASURES[name](graph)
    if graph.sampled:
        exact = samples is None or samples >= net.n
        if not exact:
            place = table.columns.tolist().index("betweenness") + 1
            table.insert(place, "betweenness_error", graph.sampled.errors)
        table.attrs["betweenness"] = {
            "sources": graph.sampled.sources,
            "seed": None if exact else seed,
            "standard_error": float(graph.sampled.errors.max(initial=0)),
        }
    table.attrs["weights"] = "value" if graph.weights is not None else "number of links"
    return with_origin(net, table)
