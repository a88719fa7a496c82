"""Random rewirings that keep every degree: two links of one class trade the ends at which they arrive, many times.

A proposal that is not allowed leaves the links as they are and counts as a step. A step and its way back are then
equally likely, so that each network that swaps can reach is, in the end, as likely as any other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

# unsigned throughout: of a signed and an unsigned number numba makes a float
_STEP, _MIX, _MIX_AGAIN = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
_FREE = -1
_AHEAD = 16
"""Proposals drawn at once; what they need from memory is then fetched at the same time, not one after the other."""


def rewired_links(n: int, supplier: Ints, buyer: Ints, pointers: Pointers, *, seed: int, swaps: int) -> Ints:
    """Return, for each link, the link whose buyer it has after a number of proposed swaps, shape (m,).

    `supplier` and `buyer` are the links of a simple directed graph of `n` nodes without self-loops, sorted by class;
    `pointers` (classes + 1) say where each class begins. A proposal draws one link of all and one of its class, and
    lets them trade buyers unless a self-loop or a second link between the same two would come of it. Each node keeps
    its in- and out-degree in each class. The same seed (0 to 2^64 - 1) gives the same result everywhere.
    O(m + swaps) time, 32 to 48 bytes a link beside the arrays given.
    """
    m = len(supplier)
    links = np.empty((m, 4), np.int32)  # side by side: what a proposal needs of a link is one fetch
    links[:, 0], links[:, 1], links[:, 2] = supplier, buyer, np.arange(m)
    links[:, 3] = np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
    keys = np.full(1 << max(2 * m - 1, 1).bit_length(), _FREE, np.int64)
    _fill(keys, supplier.astype(np.int64) * n + buyer)
    _swap(n, links, keys, pointers, np.array([seed, 0], np.uint64), swaps)
    return np.ascontiguousarray(links[:, 2])


@njit(cache=True, nogil=True)
def _swap(n: int, links: Ints, keys: Pointers, pointers: Pointers, state: Words, swaps: int) -> None:
    """Let links (supplier, buyer, whose buyer that was, class) trade buyers; `keys` are the pairs that are linked."""
    drawn = np.empty((_AHEAD, 2), np.int64)
    for start in range(0, swaps, _AHEAD):
        ahead = min(_AHEAD, swaps - start)
        for i in range(ahead):
            one = _below(state, len(links))
            first = pointers[links[one, 3]]
            drawn[i, 0] = one
            drawn[i, 1] = first + _below(state, pointers[links[one, 3] + 1] - first)
        for i in range(ahead):
            one, other = drawn[i, 0], drawn[i, 1]
            seller, next_seller = np.int64(links[one, 0]), np.int64(links[other, 0])
            for buyer in (links[one, 1], links[other, 1]):
                _fetch(keys, seller * n + buyer, state)
                _fetch(keys, next_seller * n + buyer, state)
        for i in range(ahead):
            _trade(n, links, keys, drawn[i, 0], drawn[i, 1])


@njit(cache=True, nogil=True)
def _trade(n: int, links: Ints, keys: Pointers, one: int, other: int) -> None:
    """Let two links trade buyers where that is allowed."""
    seller, next_seller = np.int64(links[one, 0]), np.int64(links[other, 0])
    goes, next_goes = links[one, 1], links[other, 1]
    if seller == next_seller or goes == next_goes:
        return  # nothing would change
    if seller == next_goes or next_seller == goes:
        return
    key, next_key = seller * n + next_goes, next_seller * n + goes
    if keys[_place(keys, key)] == key or keys[_place(keys, next_key)] == next_key:
        return
    _take_out(keys, seller * n + goes)
    _take_out(keys, next_seller * n + next_goes)
    keys[_place(keys, key)] = key
    keys[_place(keys, next_key)] = next_key
    links[one, 1], links[other, 1] = next_goes, goes
    links[one, 2], links[other, 2] = links[other, 2], links[one, 2]


@njit(cache=True, nogil=True)
def _below(state: Words, number: int) -> np.int64:
    """Return a random number from 0 to `number` - 1, at most 2^32, and move the state on (SplitMix64)."""
    state[0] += _STEP
    word = (state[0] ^ (state[0] >> _30)) * _MIX
    word = (word ^ (word >> _27)) * _MIX_AGAIN
    word ^= word >> _31
    return np.int64(((word >> _32) * np.uint64(number)) >> _32)


@njit(cache=True, nogil=True)
def _first_place(keys: Pointers, key: int) -> np.int64:
    return np.int64((np.uint64(key) * _STEP) >> _32) & (len(keys) - 1)  # the number of places is a power of two


@njit(cache=True, nogil=True)
def _fetch(keys: Pointers, key: int, state: Words) -> None:
    """Read where a key may be, so that it is at hand later; noting what is read keeps the compiler from skipping it."""
    state[1] ^= np.uint64(keys[_first_place(keys, key)])


@njit(cache=True, nogil=True)
def _place(keys: Pointers, key: int) -> np.int64:
    """Return where the key is, or where it would go: the first free place from its own on, in a circle."""
    at = _first_place(keys, key)
    while keys[at] != key and keys[at] != _FREE:
        at = (at + 1) & (len(keys) - 1)
    return at


@njit(cache=True, nogil=True)
def _take_out(keys: Pointers, key: int) -> None:
    """Free the place of a key, and put in again what stands right behind it: no search ends too soon at a gap."""
    at = _place(keys, key)
    keys[at] = _FREE
    while True:
        at = (at + 1) & (len(keys) - 1)
        moved = keys[at]
        if moved == _FREE:
            return
        keys[at] = _FREE
        keys[_place(keys, moved)] = moved


@njit(cache=True, nogil=True)
def _fill(keys: Pointers, given: Pointers) -> None:
    for key in given:
        keys[_place(keys, key)] = key


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two links."""
    two = np.array([0, 1], np.int32)
    rewired_links(4, two, two + 2, np.array([0, 2]), seed=0, swaps=1)
