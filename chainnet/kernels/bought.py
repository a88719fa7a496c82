"""What buyers buy: how much of it counts by a verdict on each supplier, and quantiles of groups."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from chainnet.kernels.adjacency import compressed

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Verdict = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]


def by_buyer_and_product(n: int, products: int, buyer: Ints, product: Ints) -> tuple[Pointers, Ints]:
    """Return links by buyer, then product: pointers (n + 1) and links (m); a product of -1 comes first. O(n + m)."""
    _, links = compressed(products + 1, product + np.int32(1), np.arange(len(buyer), dtype=np.int32))
    return compressed(n, buyer[links], links)


@njit(cache=True, nogil=True)
def counted(pointers: Pointers, product: Ints, value: Floats, pair: Pointers, first: Flags, verdict: Verdict) -> Floats:
    """Return what each buyer's purchases add up to by verdict, shape (4, 3, n). O(n + m).

    The first axis is suppliers, value, products of which some supplier counts, and products of which more than half
    the value does; the second is not known (-1), no (0) and yes (1). Links stand by buyer, then product; `pair` is the
    place of each link's supplier and buyer in `verdict`, `first` whether it is the first link of the two.
    """
    n = len(pointers) - 1
    sums = np.zeros((4, 3, n))
    amount, number, bought, many = np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)
    for one in range(n):
        at = pointers[one]
        bought[:], many[:] = 0.0, 0.0
        while at < pointers[one + 1]:
            made, bare = product[at], False
            amount[:], number[:] = 0.0, 0.0
            while at < pointers[one + 1] and product[at] == made:
                state = verdict[pair[at]] + 1
                number[state] += 1
                many[state] += first[at]
                if np.isfinite(value[at]):
                    amount[state] += value[at]
                    bought[state] += value[at]
                else:
                    bare = True
                at += 1
            if made >= 0:
                sums[2, 2 if number[2] > 0 else 0 if number[0] > 0 else 1, one] += 1
                if bare or amount.sum() > 0:
                    sums[3, _majority(amount, number, bare), one] += 1
        sums[0, :, one], sums[1, :, one] = many, bought
    return sums


@njit(cache=True, nogil=True)
def _majority(amount: Floats, number: Floats, bare: bool) -> int:
    """Return whether more than half the amount counts; suppliers that agree need no amounts to decide."""
    every = number.sum()
    if number[2] == every or number[1] == every:
        return 2 if number[2] == every else 1
    half = amount.sum() / 2 * (1 + 1e-9)  # half to the last digit is not more than half, in any unit
    if bare:
        return 0
    return 2 if amount[2] > half else 0 if amount[2] + amount[0] > half else 1


@njit(cache=True, nogil=True)
def quantiles(pointers: Pointers, places: Ints, values: Floats, weight: Floats, shares: Floats) -> Floats:
    """Return for each group the smallest values that at least these shares of its weight do not exceed; NaN for none.

    `places` are those of each group's values, ascending in value. Shape (shares, groups).
    """
    found = np.full((len(shares), len(pointers) - 1), np.nan)
    for group in range(len(pointers) - 1):
        total = 0.0
        for at in range(pointers[group], pointers[group + 1]):
            total += weight[places[at]]
        if total <= 0:
            continue
        for number in range(len(shares)):
            summed, wanted = 0.0, shares[number] * total * (1 - 1e-9)
            for at in range(pointers[group], pointers[group + 1]):
                summed += weight[places[at]]
                if summed > 0:
                    found[number, group] = values[places[at]]
                if summed > 0 and summed >= wanted:
                    break
    return found


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    one, ends = np.zeros(1, np.int32), np.array([0, 1, 1])
    pointers, _ = by_buyer_and_product(2, 1, one, one)
    counted(pointers, one, np.ones(1), np.zeros(1, np.int64), np.ones(1, np.bool_), np.ones(1, np.int8))
    quantiles(ends, one, np.ones(1), np.ones(1), np.ones(1))
