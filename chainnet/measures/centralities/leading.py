"""The leading eigenvectors of an undirected graph, part by part.

Parts that are not connected can share the largest eigenvalue; then it has many eigenvectors, and each method returns
another mixture. Part by part each has one, and `projected` joins them to the one that iteration from equal scores
tends to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Parts = list[tuple[Codes, Floats]]

SAME = 1e-9
"""Eigenvalues this close relative to the largest are equal."""
SMALL = 100
"""Up to so many nodes the dense matrix is solved."""
RESTARTS = 100
"""Of Lanczos iteration, before inverse iteration takes over."""
MOST_STEPS = 50
MOST_CORE = 5_000
"""Above so many nodes in the 3-core inverse iteration is not tried: elimination may fill a square of that size."""


def leading_parts(matrix: csr_matrix) -> Parts | None:
    """Return the connected parts that have the largest eigenvalue, each with its eigenvector of norm 1.

    Parameters
    ----------
    matrix : symmetric, of zeros and ones.

    Returns
    -------
    list of (nodes, vector), empty where there is no edge; None where the iteration does not converge.
    """
    from scipy.sparse.csgraph import connected_components

    number, part = connected_components(matrix, directed=False)
    degree = np.diff(matrix.indptr)
    by_part = np.argsort(part, kind="stable")
    starts = np.searchsorted(part[by_part], np.arange(number + 1))
    found: list[tuple[float, Codes, Floats]] = []
    for chosen in _able(matrix, part, degree, number):
        nodes = by_part[starts[chosen] : starts[chosen + 1]]
        if degree[nodes].min() == degree[nodes].max():
            found.append((float(degree[nodes[0]]), nodes, np.full(len(nodes), len(nodes) ** -0.5)))
            continue
        solved = leading(matrix[nodes][:, nodes] if number > 1 else matrix)
        if solved is None:
            return None
        found.append((solved[0], nodes, solved[1]))
    most = max((value for value, _, _ in found), default=0.0)
    return [(nodes, vector) for value, nodes, vector in found if value > most * (1 - SAME)]


def _able(matrix: csr_matrix, part: npt.NDArray[np.int32], degree: npt.NDArray[np.int32], number: int) -> Codes:
    """Return the parts whose largest eigenvalue may be the largest of all.

    It is at least the square root of the largest degree, and the mean degree; at most the largest sqrt(d_u d_v) over
    the edges [Berman & Zhang 2001].
    """
    least, most = np.zeros(number), np.zeros(number)
    np.maximum.at(least, part, np.sqrt(degree))
    sizes = np.bincount(part, minlength=number)
    least = np.maximum(least, np.bincount(part, weights=degree, minlength=number) / np.maximum(sizes, 1))
    row = np.repeat(np.arange(len(degree)), degree)
    np.maximum.at(most, part[row], np.sqrt(degree[row] * degree[matrix.indices].astype(np.float64)))
    return np.flatnonzero((most > 0) & (most >= least.max(initial=0.0) * (1 - SAME)))


def leading(matrix: csr_matrix) -> tuple[float, Floats] | None:
    """Return the largest eigenvalue of a connected graph and its eigenvector, positive and of norm 1.

    Lanczos iteration from equal scores, to the last digits that it can get; where the two largest eigenvalues are too
    close for it (long chains), `_inverse_iteration`. None where neither converges.
    """
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    n = matrix.shape[0]
    if n <= SMALL:
        values, vectors = np.linalg.eigh(matrix.toarray())
        return float(values[-1]), np.abs(vectors[:, -1])
    try:
        values, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(n), maxiter=RESTARTS)
    except ArpackNoConvergence:
        return _inverse_iteration(matrix)
    return float(values[0]), np.abs(vectors[:, 0])


def _inverse_iteration(matrix: csr_matrix) -> tuple[float, Floats] | None:
    """Iterate with (σ − A)⁻¹, σ the largest (A x)_i / x_i: an upper bound, which falls to the eigenvalue [Noda 1971].

    Converges from any positive vector, quadratically in the end. The system is factored anew each step, which is
    cheap where the eigenvalues are close as the graph is long and thin.
    """
    from scipy.sparse import identity
    from scipy.sparse.linalg import splu

    if _three_core(matrix) > MOST_CORE:
        return None
    n = matrix.shape[0]
    vector = np.full(n, n**-0.5)
    for _ in range(MOST_STEPS):
        told = vector > 1e-200  # what is smaller has lost its digits
        ratio = (matrix @ vector)[told] / vector[told]
        high, low = float(ratio.max()), float(ratio.min())
        system = (high * (1 + 1e-14) * identity(n) - matrix).tocsc()
        vector = np.abs(splu(system, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}).solve(vector))
        vector /= np.linalg.norm(vector)
        if high - low <= 1e-12 * high:
            return high, vector
    return None


def _three_core(matrix: csr_matrix) -> int:
    """Return how many nodes the 3-core has: all others are eliminated without filling much."""
    import igraph

    one, other = matrix.nonzero()
    edges = np.column_stack([one, other])[one < other]
    return int((np.array(igraph.Graph(n=matrix.shape[0], edges=edges).coreness()) >= 3).sum())


def projected(parts: Parts, n: int) -> Floats:
    """Return what power iteration from equal scores tends to: the all-ones vector within the leading eigenspace."""
    scores = np.zeros(n)
    for nodes, vector in parts:
        unit = vector / np.linalg.norm(vector)
        scores[nodes] = unit * unit.sum()
    return scores
