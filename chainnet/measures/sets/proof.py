"""How good a set of firms could be at all: the answer of an integer program, and when to stop it."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.measures.prepared import Floats, Ints


class Proof(NamedTuple):
    """What an exact search says.

    Attributes
    ----------
    bound : float
        No set leaves less (where the size is given), or none is smaller (where the target is). Inf: no set meets it.
    chosen : ndarray of int32 or None
        The best set that it found, None where it found none.
    source : str
        Where the bound comes from: integer program, linear relaxation, or a plain count.
    """

    bound: float
    chosen: Ints | None
    source: str


class Clock:
    """Seconds that are left."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until the end, 0 when it is past."""
        return max(0.0, self._end - time.monotonic())


class Program:
    """A mixed integer program that is put together row by row, minimised by HiGHS through scipy."""

    def __init__(self, cost: Floats, upper: Floats, whole: npt.NDArray[np.bool_]) -> None:
        self.cost, self.upper, self.whole = cost, upper, whole
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._entries: list[float] = []
        self._least: list[float] = []

    def at_least(self, terms: dict[int, float], least: float) -> None:
        """Demand that the sum of coefficient times variable is so much at least."""
        self._rows += [len(self._least)] * len(terms)
        self._columns += terms
        self._entries += terms.values()
        self._least.append(least)

    def solve(self, seconds: float, *, relaxed: bool = False) -> tuple[float, Floats | None]:
        """Return a bound that the minimum can't be below (inf: no solution), and the best values found, if any."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        shape = (len(self._least), len(self.cost))
        matrix = csr_array((self._entries, (self._rows, self._columns)), shape=shape)
        options: dict[str, Any] = {"time_limit": seconds, "mip_rel_gap": 0.0}
        answer = milp(
            self.cost,
            integrality=np.where(self.whole, 0 if relaxed else 1, 0),
            bounds=Bounds(0, self.upper),
            constraints=LinearConstraint(matrix, lb=self._least) if self._least else (),
            options=options,
        )
        if answer.status == 2:  # infeasible
            return np.inf, None
        if answer.status == 0 and (relaxed or answer.mip_dual_bound is None):
            return float(answer.fun), answer.x
        bound = answer.mip_dual_bound
        return -np.inf if relaxed or bound is None or np.isnan(bound) else float(bound), answer.x
