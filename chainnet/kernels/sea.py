"""Straight lines over a grid of land and sea."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def crosses_sea(
    land: Bools, sea: Counts, column: Floats, row: Floats, to_column: Floats, to_row: Floats, km: Floats, least: float
) -> Bools:
    """Return for each line whether at least `least` km of it on end are over cells that are no land.

    `land` has shape (r, c); `sea`, of shape (r + 1, c + 1), sums the cells of sea above and left of each corner: so
    a line in a rectangle without sea costs four look-ups. Ends are in cells from the north-western corner; beyond the
    grid all is land. O(cells on the line) each.
    """
    rows, columns = land.shape
    found = np.zeros(len(km), np.bool_)
    for line in range(len(km)):
        across, down = to_column[line] - column[line], to_row[line] - row[line]
        if not (np.isfinite(across) and np.isfinite(down)):
            continue
        west, east = _clip(column[line], to_column[line], columns)
        north, south = _clip(row[line], to_row[line], rows)
        if sea[south, east] - sea[north, east] - sea[south, west] + sea[north, west] == 0:
            continue
        steps = int(max(abs(across), abs(down))) + 1
        run = 0
        for step in range(steps):
            part = (step + 0.5) / steps
            at_column = int(np.floor(column[line] + part * across))
            at_row = int(np.floor(row[line] + part * down))
            inside = 0 <= at_column < columns and 0 <= at_row < rows
            run = run + 1 if inside and not land[at_row, at_column] else 0
            if run > 0 and run * km[line] >= least * steps:
                found[line] = True
                break
    return found


@njit(cache=True, nogil=True)
def _clip(one: float, other: float, cells: int) -> tuple[int, int]:
    """Return the first cell from one end to the other, and the one after the last, within the grid."""
    first, last = int(np.floor(min(one, other))), int(np.floor(max(one, other))) + 1
    return min(max(first, 0), cells), min(max(last, 0), cells)


def warm_up() -> None:
    """Compile, or load from the cache on disk."""
    one, land = np.zeros(1), np.ones((1, 1), np.bool_)
    land.setflags(write=False)  # as the gazetteer hands it over
    crosses_sea(land, np.zeros((2, 2), np.int32), one, one, one, one, one, 1.0)
