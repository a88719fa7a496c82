"""Where what is bought comes to rest, going up from supplier to supplier: sweeps of Gauss and Seidel."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@njit(cache=True, nogil=True)
def sweep(pointers: Pointers, suppliers: Ints, shares: Floats, target: Floats, found: Floats, times: int) -> None:
    """Set found[j] = target[j] + Σ_i shares[i, j] found[i] for each firm j in turn, `times` over. O(times × k m).

    Parameters
    ----------
    pointers, suppliers, shares : ndarray, shapes (n + 1,), (m,), (m,)
        The suppliers of each firm, and the shares that it buys from them.
    target, found : ndarray of float64, shape (n, k), in C order
        What comes to rest with each firm itself, of k kinds; `found` is changed in place.
    times : int

    Notes
    -----
    Where `target` is not negative and `found` starts from zero it only grows, towards the solution: what is missing
    from a kind is never more than what is missing from a kind that holds it.
    """
    kinds = target.shape[1]
    for _ in range(times):
        for firm in range(len(pointers) - 1):
            for kind in range(kinds):
                found[firm, kind] = target[firm, kind]
            for at in range(pointers[firm], pointers[firm + 1]):
                share, supplier = shares[at], suppliers[at]
                for kind in range(kinds):
                    found[firm, kind] += share * found[supplier, kind]


def warm_up() -> None:
    """Compile the kernel on two firms."""
    one = np.ones((2, 1))
    sweep(np.array([0, 0, 1]), np.zeros(1, np.int32), np.full(1, 0.5), one, np.zeros((2, 1)), 1)
