"""Numbers only: compiled loops over integer arrays. A plain-Python twin in the tests proves each."""

from __future__ import annotations

from importlib import import_module

MODULES = ("adjacency", "betweenness", "cascade", "distances", "percolation")
"""Files of kernels; each has a function ``warm_up``."""


def warm_up() -> None:
    """Compile every kernel, or load it from the cache on disk, by running it once on two nodes."""
    for name in MODULES:
        import_module(f"chainnet.kernels.{name}").warm_up()
