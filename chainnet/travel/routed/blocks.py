"""Pairs of places cut into tables that a service takes at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]


class Block(NamedTuple):
    """Pairs that are asked in one table: as places of the pairs, and their two ends."""

    pairs: Codes
    origin: Codes
    destination: Codes

    def halves(self) -> tuple[Block, Block]:
        """Return the block cut in two across its longer side."""
        one, other = np.unique(self.origin), np.unique(self.destination)
        long, ends = (self.origin, one) if len(one) >= len(other) else (self.destination, other)
        low = long < ends[len(ends) // 2]
        return Block(*(part[low] for part in self)), Block(*(part[~low] for part in self))

    @property
    def places(self) -> int:
        """Number of places in the table."""
        return len(np.unique(self.origin)) + len(np.unique(self.destination))


def blocks(origin: Codes, destination: Codes, most: int) -> Iterator[Block]:
    """Cut pairs into blocks of at most `most` places, destination by destination.

    A destination with few origins shares its table with the next: a table costs an engine about as much as it has
    places, not as it has cells.

    Parameters
    ----------
    origin, destination : ndarray of int64, shape (p,)
        Codes of places.
    most : int
        2 or more.

    Examples
    --------
    >>> cut = blocks(np.array([0, 1, 2, 0]), np.array([8, 8, 8, 9]), 3)
    >>> [(block.origin.tolist(), block.destination.tolist()) for block in cut]
    [([0, 1], [8, 8]), ([2], [8]), ([0], [9])]
    """
    order = np.lexsort((origin, destination))
    starts = np.flatnonzero(np.diff(destination[order], prepend=-1))
    parts = [
        part for group in np.split(order, starts[1:]) for part in np.split(group, range(most - 1, len(group), most - 1))
    ]
    gathered: list[Codes] = []
    sources: set[int] = set()
    targets: set[int] = set()
    for part in parts if len(order) else []:
        wider = sources.union(origin[part].tolist())
        if gathered and len(wider) + len(targets | {int(destination[part[0]])}) > most:
            yield _block(gathered, origin, destination)
            gathered, targets, wider = [], set(), set(origin[part].tolist())
        gathered.append(part)
        sources, targets = wider, targets | {int(destination[part[0]])}
    if gathered:
        yield _block(gathered, origin, destination)


def _block(gathered: list[Codes], origin: Codes, destination: Codes) -> Block:
    pairs = np.concatenate(gathered)
    return Block(pairs, origin[pairs], destination[pairs])
