"""One place that decides where independent pieces of work run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from chainnet.errors import InputError, Said

Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(function: Callable[[Item], Result], items: Iterable[Item], *, jobs: int = 1) -> list[Result]:
    """Apply a function to independent items, on several cores where asked.

    Parameters
    ----------
    function : callable
        It releases the interpreter lock (compiled kernels do), so threads share its arrays without a copy.
    items : iterable
    jobs : int
        Threads; 1 is this one alone, -1 all cores. A joblib backend that the caller has set (Dask, say) has the
        last word.

    Returns
    -------
    list
        Results in the order of the items.

    Raises
    ------
    InputError
        Where `jobs` is 0 or below -1.

    Examples
    --------
    >>> spread(abs, [-1, 2], jobs=2)
    [1, 2]
    """
    if jobs == 0 or jobs < -1:
        hint = Said("give a number of cores, or -1 for all of them", "请给核数，或写 -1 用全部核")
        raise InputError.one(Said(f"{jobs} jobs", f"并行数为 {jobs}"), hint=hint)
    if jobs == 1:
        return [function(item) for item in items]
    cores = os.cpu_count() if jobs == -1 else jobs
    if "joblib" not in sys.modules:  # then no backend of its can have been set, and its import would take a while
        with ThreadPoolExecutor(cores) as threads:
            return list(threads.map(function, items))
    from joblib import Parallel, delayed

    return list(Parallel(n_jobs=cores, prefer="threads")(delayed(function)(item) for item in items))
