"""What firms are told apart by, whatever they are called: their own marks, and what goes on around them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.network import SupplyNetwork

Words = npt.NDArray[np.uint64]
OWN = ("role", "grade", "industry", "sector")
"""Columns of the firms that tell them apart; places do not, that a firm found on the map changes no random order."""
ROUNDS, LOOKS = 8, 1 << 24
"""Rounds that are made wherever they tell more firms apart, and links looked at up to which more are made."""
GRID = 1e9 / math.pi
"""Steps in the share of the largest: not a round number, or shares in decimals would lie between two steps."""


def structure(net: SupplyNetwork) -> Words:
    """Return a colour of each firm, the same for firms alike in all that goes on around them, and whatever their ids.

    Parameters
    ----------
    net : SupplyNetwork

    Returns
    -------
    ndarray of uint64, shape (n,)
        Colours mean nothing by themselves; sorted they put firms into an order that neither ids nor the order of rows
        nor the unit of value change, from one run to the next and on every machine.

    Notes
    -----
    Colour refinement [Weisfeiler & Leman 1968]: a firm begins with the colour of its role, grade, industry, sector and
    revenue. In each round its colour takes in those of its suppliers and of its buyers, each mixed with product, value
    and importance of the link, until no more firms are told apart; in a large network after 8 rounds at the latest.
    Values are taken as shares of the largest. Firms that no such search tells apart keep one colour, as those of a ring
    do. O(n log n + m) a round; some 60 bytes a link.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B", "X"], "buyer": ["X", "X", "Y"]}))
    >>> a, b, x, y = structure(net)
    >>> bool(a == b), len({a, x, y})
    (True, 3)
    """
    colour, link = _own(net), _links(net)
    apart = len(np.unique(colour))
    for _ in range(max(ROUNDS, LOOKS // max(net.m, 1))):
        if apart == net.n:
            break
        buyers, suppliers = np.zeros(net.n, np.uint64), np.zeros(net.n, np.uint64)
        np.add.at(buyers, net.supplier, _mixed(colour[net.buyer] ^ link))  # sums of whole numbers know no order
        np.add.at(suppliers, net.buyer, _mixed(colour[net.supplier] ^ link))
        colour = _folded(colour, buyers, suppliers)
        before, apart = apart, len(np.unique(colour))
        if apart == before:
            break
    return colour


def _own(net: SupplyNetwork) -> Words:
    """Return what each firm begins with."""
    revenue = pd.to_numeric(net.firm_column("revenue")).to_numpy(dtype=np.float64, na_value=np.nan)
    return _folded(_steps(revenue), *(_of_column(net.firm_column(column)) for column in OWN))


def _links(net: SupplyNetwork) -> Words:
    """Return what each link is by itself."""
    said = net.links["essential"] if "essential" in net.links else pd.Series(np.nan, index=range(net.m), dtype="str")
    return _folded(_steps(net.value), _of_texts(net.product, net.products), _of_column(said))


def _of_column(texts: pd.Series) -> Words:
    return _of_texts(*pd.factorize(texts))


def _of_texts(codes: npt.NDArray[np.integer], words: Iterable[object]) -> Words:
    """Return a number for each text, zero where it is missing (the code -1): Python's own hash changes every time."""
    hashed = [int.from_bytes(blake2b(str(word).encode(), digest_size=8).digest(), "little") for word in words]
    return np.array([*hashed, 0], dtype=np.uint64)[codes]


def _steps(amounts: npt.NDArray[np.float64]) -> Words:
    """Return amounts as whole numbers that are the same in every unit."""
    known = np.isfinite(amounts)
    most = float(np.abs(amounts[known]).max(initial=0)) or 1.0
    return (
        np.where(known, np.floor(np.where(known, amounts, 0) / most * GRID), -GRID * 2).astype(np.int64).view(np.uint64)
    )


def _folded(first: Words, *others: Words) -> Words:
    """Return one number for several, in this order."""
    found = _mixed(first)
    for other in others:
        found = _mixed(found * np.uint64(3) + _mixed(other))
    return found


def _mixed(words: Words) -> Words:
    """Return words of which each bit depends on every bit: multiply and shift, as hashes do."""
    found = words + np.uint64(0x9E3779B97F4A7C15)  # zero must not stay zero
    for shift in (32, 29):
        found ^= found >> np.uint64(shift)
        found *= np.uint64(0xD6E8FEB86659FD93)
    found ^= found >> np.uint64(32)
    return found
