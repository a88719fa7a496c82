"""Centrality of firms, each one as networkx defines it: paths, distances and spectra by iteration, cores by igraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.kernels.distances import DistanceSums
from chainnet.measures.centralities.paired import Floats, Paired
from chainnet.measures.centralities.paths import between, closeness, upstream
from chainnet.measures.centralities.spectral import eigenvector, hubs, katz, pagerank
from chainnet.measures.origin import with_origin
from chainnet.network import SupplyNetwork

MOST_EXACT = 50_000
"""Above so many firms betweenness is exact only where asked for: minutes on one core by hops, and growing as n × m."""


class _Graph(Paired):
    """The network with what several measures share."""

    @cached_property
    def upstream(self) -> DistanceSums:
        return upstream(self)

    @cached_property
    def hubs(self) -> tuple[Floats, Floats]:
        return hubs(self)


def _strength(graph: _Graph, side: int) -> Floats:
    if not np.isfinite(graph.value).any():
        return np.full(graph.n, np.nan)
    return graph.degree(side, graph.value)


def _articulation(graph: _Graph) -> npt.NDArray[np.bool_]:
    points = np.zeros(graph.n, dtype=bool)
    points[graph.undirected.articulation_points()] = True
    return points


def _check_searches(net: SupplyNetwork, samples: int | None, seed: int) -> None:
    if samples is None and net.n > MOST_EXACT:
        raise InputError.one(
            Said(
                f"exact betweenness of {net.n:,} firms takes long; above {MOST_EXACT:,} it must be asked for",
                f"精确计算 {net.n:,} 家企业的介数耗时很长；超过 {MOST_EXACT:,} 家须明确要求",
            ),
            hint=Said(
                f"write samples=256 for an estimate, samples={net.n} for all (on the command line --samples 256, "
                f"--samples {net.n}), or leave betweenness out",
                f"写 samples=256 作估计，samples={net.n} 作精确计算（命令行写 --samples 256、--samples {net.n}），"
                "或不选 betweenness",
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


PATHS = ("betweenness", "closeness", "harmonic")
"""Those that go by shortest paths, so that the length of a link matters."""
YES_OR_NO = ("articulation",)
"""Those that are true or false, and rank nobody."""
MEASURES: dict[str, Callable[[_Graph], npt.NDArray[Any]]] = {
    "in_degree": lambda graph: graph.degree(1).astype(np.int64),
    "out_degree": lambda graph: graph.degree(0).astype(np.int64),
    "in_strength": lambda graph: _strength(graph, 1),
    "out_strength": lambda graph: _strength(graph, 0),
    "betweenness": between,
    "closeness": lambda graph: closeness(graph.upstream),
    "harmonic": lambda graph: graph.upstream.harmonic,
    "pagerank_buyers": lambda graph: pagerank(graph, to_suppliers=False),
    "pagerank_suppliers": lambda graph: pagerank(graph, to_suppliers=True),
    "eigenvector": eigenvector,
    "katz": katz,
    "hub": lambda graph: graph.hubs[0],
    "authority": lambda graph: graph.hubs[1],
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
    - eigenvector: undirected, since in a chain without cycles the directed one is zero; Euclidean norm 1 [Bonacich
      1972]. Where parts that are not connected share the largest eigenvalue, it is what iteration from equal scores
      tends to; so is HITS
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
        Threads for betweenness, closeness and harmonic; -1 is all cores. The result is the same to the last bit
        however many.

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
        Where a measure is not known, the length needs values that are not there, betweenness must be asked for, or an
        iteration does not converge.

    Notes
    -----
    Values agree with networkx and igraph; the tests compare them. PageRank and Katz are Gauss-Seidel iterations that
    stop where a sweep changes the scores by 1e-14 of their sum. Eigenvector and HITS are Lanczos iterations to the
    last digits; where the two largest eigenvalues are too close for them, as in long chains, inverse iterations
    [Noda 1971]. Memory is linear in firms and links. The estimate of betweenness has no bias, but what
    single sources add is skewed: for the firms in front two standard errors hold the exact value about nine times in
    ten, further back two times in three, the estimate then being low more often than high.

    Draw it with ``chainnet.plot_bars(table, label="name", value="in_degree")``.

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
        known = ", ".join(MEASURES)
        hint = Said(f"write one of {known}", f"写以下之一：{known}")
        raise InputError(Fault(Said(f"{name!r} is no centrality", f"没有“{name}”这种中心性"), hint) for name in unknown)
    if "betweenness" in wanted:
        _check_searches(net, samples, seed)
    graph = _Graph(net, length, samples, seed, jobs)
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
    table.attrs["weights"] = "value" if graph.valued else "number of links"
    return with_origin(net, table)
