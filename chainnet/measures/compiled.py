"""Which files of kernels a measure runs: what a command compiles before it begins."""

from __future__ import annotations

from collections.abc import Iterable

KERNELS: dict[str, tuple[str, ...]] = {
    # orders of removal
    "adaptive-degree": ("adaptive_degree",),
    "betweenness": ("betweenness", "nearest"),
    "adaptive-betweenness": ("betweenness",),
    "pagerank": ("walks",),
    "collective-influence": ("collective_influence",),
    "corehd": ("corehd",),
    "dismantling": ("dismantling", "reinsertion"),
    # what is left
    "largest_component": ("percolation",),
    "largest_component_value": ("percolation",),
    "served": ("cascade",),
    "leaders_reached": ("cascade",),
    "efficiency": ("distances",),
    # centralities
    "closeness": ("distances", "nearest"),
    "harmonic": ("distances", "nearest"),
    "pagerank_buyers": ("walks",),
    "pagerank_suppliers": ("walks",),
    "katz": ("walks",),
    # the rest
    "single": ("cut_nodes", "set_loss"),
    "null": ("rewiring",),
    "critical": ("set_loss", "cascade", "percolation", "adaptive_degree", "betweenness"),
    "report": (
        "betweenness",
        "cascade",
        "percolation",
        "distances",
        "walks",
        "cut_nodes",
        "set_loss",
        "nearest",
        "sea",
        "bought",
        "absorption",
    ),
}


def kernels_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the files of kernels that orders and measures run; a word that runs none of its own adds none.

    Examples
    --------
    >>> kernels_of(["random", "served", "efficiency"])
    ('adjacency', 'cascade', 'distances')
    """
    names = [name for word in words for name in KERNELS.get(word, ())]
    return tuple(dict.fromkeys(["adjacency", *names]))
