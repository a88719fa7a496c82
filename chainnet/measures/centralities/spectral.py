"""Centralities by iteration over the links: PageRank, Katz, eigenvector, hubs and authorities.

Each iteration says where it stops, and ends in an `InputError` where it has not got there.
"""

from __future__ import annotations

import numpy as np

from chainnet.errors import InputError, Said
from chainnet.kernels.walks import walk_sums
from chainnet.measures.centralities.leading import leading_parts, projected
from chainnet.measures.centralities.paired import Floats, Ints, Paired

DAMPING = 0.85
TOLERANCE = 1e-14
"""Where PageRank and Katz stop: a sweep changed the scores by so much of their sum (both L1)."""
MOST_SWEEPS = 10_000
SMALL = 100
"""Up to so many firms a spectrum is taken of the dense matrix."""


def not_converged(measure: str) -> InputError:
    """Return the error of an iteration that has not reached its tolerance."""
    return InputError.one(
        Said(f"the iteration for {measure} does not converge on this network", f"{measure} 的迭代在此网络上不收敛"),
        hint=Said("leave this measure out", "请不要选这个指标"),
    )


def pagerank(graph: Paired, *, to_suppliers: bool) -> Floats:
    """Return PageRank with the flow of goods, or against it: scores of sum 1.

    Firms that lead nowhere send their rank to all alike, which scales all other scores by one factor: they are left
    out of the iteration, and the sum is made 1 after it.
    """
    rows = graph.rows(back=not to_suppliers)  # PageRank gathers: a firm's row holds those that lead to it
    weights = graph.value if graph.valued else None
    sold = graph.degree(1 if to_suppliers else 0, weights)
    passed = np.divide(DAMPING, sold, out=np.zeros(graph.n), where=sold > 0)
    in_rows = graph.in_rows(np.zeros(0) if weights is None else weights, back=not to_suppliers)
    scores, sweeps = walk_sums(rows.pointers, rows.targets, in_rows, passed, TOLERANCE, MOST_SWEEPS)
    if sweeps < 0:
        raise not_converged("pagerank")
    return scores / max(scores.sum(), 1.0)


def katz(graph: Paired) -> Floats:
    """Return Katz centrality along the flow, Euclidean norm 1."""
    rows = graph.rows(back=True)
    passed = np.full(graph.n, katz_alpha(graph))
    scores, sweeps = walk_sums(rows.pointers, rows.targets, np.zeros(0), passed, TOLERANCE, MOST_SWEEPS)
    if sweeps < 0:
        raise not_converged("katz")
    return scores / max(float(np.linalg.norm(scores)), 1.0)


def katz_alpha(graph: Paired) -> float:
    """Return the attenuation of Katz centrality: 0.1, or 0.9 / the spectral radius where that is less.

    The spectral radius is the largest of the strongly connected components'; without cycles it is 0. A component's is
    at most the most links into one of its firms, or out of one: up to 9, nothing needs to be computed.
    """
    from scipy.sparse.csgraph import connected_components

    number, part = connected_components(graph.matrix(), connection="strong")
    inside = part[graph.ends[0]] == part[graph.ends[1]]
    source, target = (end[inside] for end in graph.ends)
    bound = np.full(number, np.inf)
    for end in (source, target):
        most = np.zeros(len(bound))
        np.maximum.at(most, part, np.bincount(end, minlength=graph.n))
        bound = np.minimum(bound, most)
    radius = 9.0
    for chosen in np.argsort(-bound, kind="stable"):
        if bound[chosen] <= radius:
            break
        here = part[source] == chosen
        radius = max(radius, _spectral_radius(source[here], target[here]))
    return 0.9 / radius


def _spectral_radius(source: Ints, target: Ints) -> float:
    """Return the largest eigenvalue of a strongly connected graph, which is real."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import ArpackNoConvergence, eigs

    nodes, ends = np.unique(np.concatenate([source, target]), return_inverse=True)
    n = len(nodes)
    matrix = csr_matrix((np.ones(len(source)), (ends[: len(source)], ends[len(source) :])), shape=(n, n))
    if n <= SMALL:
        return float(np.linalg.eigvals(matrix.toarray()).real.max())
    try:
        return float(eigs(matrix, k=1, which="LR", v0=np.ones(n), return_eigenvectors=False)[0].real)
    except ArpackNoConvergence as error:
        raise not_converged("katz") from error


def eigenvector(graph: Paired) -> Floats:
    """Return the leading eigenvector of the undirected graph, Euclidean norm 1."""
    parts = leading_parts(graph.symmetric)
    if parts is None:
        raise not_converged("eigenvector")
    found = projected(parts, graph.n)
    return found / max(float(np.linalg.norm(found)), 1e-300)


def hubs(graph: Paired) -> tuple[Floats, Floats]:
    """Return hub and authority scores, each of sum 1.

    Sellers and buyers are the two sides of an undirected graph, whose leading eigenvector holds both scores.
    """
    from scipy.sparse import block_array

    one_way = graph.matrix()
    parts = leading_parts(block_array([[None, one_way], [one_way.T, None]], format="csr"))
    if parts is None:
        raise not_converged("hub, authority")
    scores = []
    for first in (0, graph.n):
        sides = [(nodes, (nodes >= first) & (nodes < first + graph.n), vector) for nodes, vector in parts]
        found = projected([(nodes[side] - first, vector[side]) for nodes, side, vector in sides], graph.n)
        scores.append(found / max(float(found.sum()), 1e-300))
    return scores[0], scores[1]
