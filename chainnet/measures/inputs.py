"""What firms are made of: the shares of inputs in their output, and where what they buy comes to rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator, gmres, splu

from chainnet.errors import InputError, Said
from chainnet.kernels.absorption import sweep
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOLERANCE = 1e-10
"""How much of any purchase may be left that has not come to rest."""
MOST_SWEEPS, STEP = 240, 4
DIRECT = 5_000
"""So many firms are solved for at once where sweeps are too slow; more by Krylov's method."""


class System:
    """Shares of inputs m' = (v∘1_Z)'(I − A)^-1 to solve for any Z, with some firms at which everything stops.

    Parameters
    ----------
    shares : csr_matrix of float64, shape (n, n)
        In row j the share of each supplier in the output of firm j; firms stand so that suppliers tend to come first.
    own : ndarray of float64, shape (n,)
        v_j, what is left of the output of firm j when its inputs are taken off.
    stopped : ndarray of bool, shape (n,)
        Firms of which nothing says what they rest on: all that reaches them is lost.
    """

    def __init__(self, shares: csr_matrix, own: Floats, stopped: Bools) -> None:
        if stopped.any():
            shares = csr_matrix(shares.multiply(~stopped[:, None]))
            shares.eliminate_zeros()
        self._pointers, self._suppliers = shares.indptr.astype(np.int64), shares.indices.astype(np.int32)
        self._shares, self._matrix = shares.data, shares
        self._own, self._stopped = np.where(stopped, 0.0, own), stopped

    def solve(self, kinds: Bools) -> Floats:
        """Return for each firm how much of its output rests on the firms of each kind.

        Parameters
        ----------
        kinds : ndarray of bool, shape (n, k)

        Returns
        -------
        ndarray of float64, shape (n, k)
        """
        target = np.ascontiguousarray(self._own[:, None] * kinds)
        return self._solved(target) / self._total[:, None]

    @cached_property
    def lost(self) -> Floats:
        """How much of the output of each firm rests on those at which everything stops, shape (n,)."""
        if not self._stopped.any():
            return np.zeros(len(self._own))
        target = np.ascontiguousarray(self._stopped[:, None].astype(np.float64))
        return self._solved(target)[:, 0] / self._total

    @cached_property
    def _total(self) -> Floats:
        """What comes to rest anywhere: 1 but for what is not solved yet, which bounds the error of every part."""
        return self._solved((self._own + self._stopped)[:, None])[:, 0]

    @cached_property
    def _sweeps(self) -> int:
        """So many sweeps are enough for any part, since they are for all of it; 0 where it would take too many."""
        target = (self._own + self._stopped)[:, None]
        found = np.zeros_like(target)
        for sweeps in range(STEP, MOST_SWEEPS + 1, STEP):
            self._sweep(target, found, STEP)
            if np.abs(1 - found).max(initial=0.0) <= TOLERANCE:
                return sweeps
        return 0

    def _solved(self, target: Floats) -> Floats:
        if not self._sweeps:
            return self._slowly(target)
        found = np.zeros_like(target)
        self._sweep(target, found, self._sweeps)
        return found

    def _sweep(self, target: Floats, found: Floats, times: int) -> None:
        sweep(self._pointers, self._suppliers, self._shares, target, found, times)

    def _slowly(self, target: Floats) -> Floats:
        """Solve by elimination, or one kind after another by GMRES, where firms all but live on each other."""
        n = len(self._own)
        if n <= DIRECT:
            found = splu((identity(n) - self._matrix).tocsc()).solve(target)
        else:
            found = np.column_stack([self._krylov(target[:, kind]) for kind in range(target.shape[1])])
        missing = float(np.abs(target + self._matrix @ found - found).max(initial=0.0))
        if not missing <= TOLERANCE:
            raise _unsolved(missing)
        return np.clip(found, 0.0, None)

    def _krylov(self, target: Floats) -> Floats:
        n = len(target)

        def swept(part: Floats) -> Floats:  # what it is preconditioned with
            found = np.zeros((n, 1))
            self._sweep(np.ascontiguousarray(part.reshape(n, 1)), found, 1)
            return found[:, 0]

        left = LinearOperator((n, n), lambda part: swept(part - self._matrix @ part), dtype=np.float64)
        found: Floats = gmres(left, swept(target), rtol=1e-14, atol=0.0, restart=min(n, 50), maxiter=40)[0]
        return found


def _unsolved(missing: float) -> InputError:
    problem = Said(
        f"the deep rate can't be solved to {TOLERANCE:g}: the residual is {missing:.2g}",
        f"深度配套率的求解没有达到 {TOLERANCE:g}：残差为 {missing:.2g}",
    )
    hint = Said(
        "fill in the column revenue: firms that sell little more than they buy from each other make it so",
        "请填写营业收入列：一些企业相互采购、几乎没有增加值",
    )
    return InputError.one(problem, hint=hint, column="revenue")


@dataclass(frozen=True)
class Inputs:
    """The inputs of all firms of a network, as far as values say.

    Attributes
    ----------
    shares : csr_matrix of float64, shape (n, n)
        Row j: A_ij of each supplier i. Rows and columns stand in the order of `rank`.
    own : ndarray of float64, shape (n,)
        v_j, in that order.
    rank : ndarray of int, shape (n,)
        The place of each firm in that order.
    closed : ndarray of int, shape (n,)
        For each firm the closed group that it belongs to, -1 where it is in none.
    open : ndarray of bool, shape (n,)
        Firms of whose purchases, or output, some value is missing.
    without_purchases : ndarray of bool, shape (n,)
        Firms of which no purchase is recorded.
    """

    shares: csr_matrix
    own: Floats
    rank: npt.NDArray[np.int64]
    closed: npt.NDArray[np.int64]
    open: Bools
    without_purchases: Bools

    @cached_property
    def system(self) -> System:
        """What values say, closed groups of firms left open."""
        return System(self.shares, self.own, self._ranked(self.closed >= 0))

    @cached_property
    def bounded(self) -> System:
        """The same, where firms of which some value is missing are left open too."""
        if not self.open.any():
            return self.system
        return System(self.shares, self.own, self._ranked((self.closed >= 0) | self.open))

    def solve(self, system: System, kinds: Bools) -> Floats:
        """Return how much of the output of each firm rests on each kind of firms, both in the network's order."""
        return system.solve(self._ranked(kinds))[self.rank]

    def lost(self, system: System) -> Floats:
        """Return how much of the output of each firm nothing is known of, in the network's order."""
        return system.lost[self.rank]

    def _ranked(self, flags: Bools) -> Bools:
        ranked = np.empty_like(flags)
        ranked[self.rank] = flags
        return ranked


def inputs_of(net: SupplyNetwork) -> Inputs:
    """Return the inputs of all firms: A_ij = W_ij / x_j with x_j = max(sales_j, purchases_j, revenue_j)."""
    supplier, buyer, n = net.supplier, net.buyer, net.n
    value = np.nan_to_num(net.value)
    sales, purchases = (np.bincount(end, value, n).astype(np.float64) for end in (supplier, buyer))
    revenue = pd.to_numeric(net.firm_column("revenue")).to_numpy(dtype=np.float64, na_value=np.nan)
    output = np.fmax(np.maximum(sales, purchases), revenue)
    spent = np.divide(purchases, output, out=np.zeros(n), where=output > 0)
    own = np.where(1 - spent > 1e-12, 1 - spent, 0.0)  # what is less is rounding
    some = value > 0
    supplier, buyer = supplier[some], buyer[some]
    share = value[some] / output[buyer]
    groups, count, rank = _groups(n, supplier, buyer)
    inner = groups[supplier] == groups[buyer]
    leaking = np.zeros(count, dtype=bool)
    leaking[groups[own > 0]] = True
    leaking[groups[buyer[~inner]]] = True
    bare = np.isnan(net.value)
    unsaid = np.zeros(n, dtype=bool)
    unsaid[net.buyer[bare]] = True
    unsaid[net.supplier[bare & np.isnan(revenue)[net.supplier]]] = True
    return Inputs(
        shares=csr_matrix((share, (rank[buyer], rank[supplier])), shape=(n, n)),
        own=_placed(own, rank),
        rank=rank,
        closed=np.where(leaking, -1, np.arange(count))[groups],
        open=unsaid,
        without_purchases=np.bincount(net.buyer, minlength=n) == 0,
    )


def _groups(
    n: int, supplier: npt.NDArray[np.int32], buyer: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], int, npt.NDArray[np.int64]]:
    """Return the strongly connected group of each firm, their number, and an order with suppliers first.

    Any order is right; in this one what does not go round in circles is solved in one sweep.
    """
    upward = csr_matrix((np.ones(len(buyer), dtype=np.int8), (buyer, supplier)), shape=(n, n))
    count, groups = connected_components(upward, directed=True, connection="strong")
    ascending = (groups[supplier] <= groups[buyer]).mean() >= 0.5 if len(buyer) else True
    order = np.argsort(groups if ascending else -groups, kind="stable")
    return groups.astype(np.int64), int(count), np.argsort(order)


def _placed(values: Floats, rank: npt.NDArray[np.int64]) -> Floats:
    placed = np.empty_like(values)
    placed[rank] = values
    return placed
