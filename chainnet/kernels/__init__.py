"""Numbers only: compiled loops over integer arrays. A plain-Python twin in the tests proves each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

MODULES = (
    "absorption",
    "adjacency",
    "corehd",
    "betweenness",
    "heap",
    "collective_influence",
    "reinsertion",
    "cascade",
    "rewiring",
    "percolation",
    "distances",
    "set_loss",
    "shortest_paths",
    "nearest",
    "cut_nodes",
    "adaptive_degree",
    "dismantling",
    "walks",
    "bought",
    "near",
    "sea",
)
"""Files of kernels; each has a function ``warm_up``. A short one first, then so that every other one takes half."""


def warm_up(names: Sequence[str] = MODULES) -> None:
    """Compile kernels, or load them from the cache on disk, by running each once on two nodes.

    Where the first of several files has to be compiled, a second process compiles every other one of the rest into the
    same cache, so that the wait is half as long.

    Parameters
    ----------
    names : sequence of str
        Files of kernels; all unless said otherwise.
    """
    ordered = [name for name in MODULES if name in names]
    rest = ordered[1:]
    shared = rest[::2] if ordered and _compiled(_warmed(ordered[0])) and len(rest) > 1 and _cores() > 1 else []
    beside = _compile_beside(shared) if shared else None
    for name in rest:
        if name not in shared:
            _warmed(name)
    if beside is not None:
        beside.wait()
    for name in shared:
        _warmed(name)


def _warmed(name: str) -> ModuleType:
    module = import_module(f"chainnet.kernels.{name}")
    module.warm_up()
    return module


def _compiled(module: ModuleType) -> bool:
    """Whether a kernel of this file was not in the cache."""
    return any(bool(kernel.stats.cache_misses) for kernel in vars(module).values() if hasattr(kernel, "stats"))


def _cores() -> int:
    return os.cpu_count() or 1


def _compile_beside(names: Sequence[str]) -> subprocess.Popen[bytes]:
    program = f"from chainnet.kernels import _warmed\nfor name in {list(names)!r}: _warmed(name)"
    quiet = subprocess.DEVNULL  # what fails there is compiled, and told, here
    return subprocess.Popen([sys.executable, "-c", program], stdin=quiet, stdout=quiet, stderr=quiet)
