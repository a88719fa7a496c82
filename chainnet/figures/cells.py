"""Which tier and which band a firm stands in, and which links are drawn: what a figure of tiers is planned by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.figures.english import words_of
from chainnet.figures.style import Pen
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

MOST_TIERS = 5
"""Higher tiers share the last column."""
MOST_BANDS = 8
BAND_COLUMNS = ("stage", "industry", "sector", "region")
"""What bands are made of where there are not several clusters, the first that fits."""
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Cells:
    """Column and band of each firm.

    Parameters
    ----------
    column : ndarray of int, shape (n,)
        0 for leaders, the tier for suppliers, one more for firms that reach no leader; -1: not drawn.
    heads : list of str
        What each column is called.
    band : ndarray of int, shape (n,)
    names : list of str
        What each band is called, from the top; empty where there is only one band.
    by_cluster : bool
        Whether the bands are clusters, so that leaders stand in them too.
    left_out : int
        Firms that reach no leader and are too many to draw.
    """

    column: Ints
    heads: list[str]
    band: Ints
    names: list[str]
    by_cluster: bool
    left_out: int

    @classmethod
    def of(cls, net: SupplyNetwork, pen: Pen) -> Cells:
        """Plan the cells of a network that has leaders."""
        tier = net.tiers().to_numpy()
        reached = np.isfinite(tier)
        column = np.where(reached, np.minimum(np.nan_to_num(tier), MOST_TIERS), -1).astype(np.int64)
        heads = heads_of(column, tier, pen)
        lost = int((~reached).sum())
        drawn = 0 < lost <= max(30, net.n // 4)
        if drawn:
            column[~reached] = len(heads)
            heads.append(pen.say("未达链主", "No path to a leader"))
        band, names, by_cluster = _bands(net, pen)
        return cls(column, heads, band, names, by_cluster, 0 if drawn else lost)

    @property
    def number(self) -> Ints:
        """Firms in each cell, shape (bands, columns)."""
        bands, columns = max(len(self.names), 1), len(self.heads)
        drawn = self.column >= 0
        flat = np.bincount(self.band[drawn] * columns + self.column[drawn], minlength=bands * columns)
        return flat.reshape(bands, columns)


def heads_of(column: Ints, tier: Floats, pen: Pen) -> list[str]:
    """Return what each column is called, the leaders' first."""
    heads = [pen.say("链主", "Chain leaders")]
    last = int(column.max(initial=0))
    for at in range(1, last + 1):
        more = at == last and np.nanmax(tier) > at
        zh = f"{NUMERALS[at - 1]}级{'及以上' if more else ''}供应商"
        heads.append(pen.say(zh, f"Tier {at}{' and up' if more else ''} suppliers"))
    return heads


def _bands(net: SupplyNetwork, pen: Pen) -> tuple[Ints, list[str], bool]:
    """Return each firm's band, the bands' names, and whether they are clusters."""
    clusters = net.firm_column("cluster")
    clusters = clusters.mask(clusters.eq(terms.NO_CLUSTER))
    if len(clusters.dropna().unique()) > 1:
        shown = words_of(net, "cluster", pen.lang)
        return *largest(
            clusters, np.ones(net.n, dtype=np.bool_), shown, pen, pen.say("其他集群", "other clusters")
        ), True
    suppliers = ~net.is_leader
    for name in BAND_COLUMNS:
        column = net.firm_column(name)
        counts = column[suppliers].value_counts()
        # a band is worth having where most firms fall into a named one
        if len(counts) > 1 and counts.iloc[: MOST_BANDS - 1].sum() >= 0.5 * suppliers.sum():
            return *largest(column, suppliers, words_of(net, name, pen.lang), pen, pen.say("其他", "other")), False
    return np.zeros(net.n, dtype=np.int64), [], False


def largest(column: pd.Series, counted: Bools, shown: dict[str, str], pen: Pen, other: str) -> tuple[Ints, list[str]]:
    """Return bands for the most frequent values, the largest first, named as shown, and one for all else."""
    counts = column[counted].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    full = len(counts) > MOST_BANDS or bool(column[counted].isna().any())
    kept = list(counts.index[: MOST_BANDS - 1 if full else MOST_BANDS])
    code = pd.Index(kept).get_indexer(pd.Index(column)).astype(np.int64)
    names = [pen.safe(shown[str(name)]) for name in kept]
    if (code[counted] < 0).any():
        names.append(other if len(counts) > len(kept) else pen.say("未说明", "not given"))
    code[code < 0] = len(names) - 1
    return code, names


def strongest(net: SupplyNetwork, column: Ints, most: int, *, first: Bools | None = None) -> tuple[Ints, bool]:
    """Choose the pairs to draw among firms that are placed.

    Parameters
    ----------
    first : ndarray of bool, shape (n,), optional
        Firms whose sales are chosen before those of others.

    Returns
    -------
    chosen : ndarray of int
        Places in `net.pairs`: the `most` of highest value; without values those to the buyers with most suppliers.
    all_of_them : bool
        Whether that is every pair whose firms are placed.
    """
    pairs = net.pairs
    there = np.flatnonzero((column[pairs.supplier] >= 0) & (column[pairs.buyer] >= 0))
    if len(there) <= most:
        return there, True
    later = np.zeros(len(there), dtype=np.bool_) if first is None else ~first[pairs.supplier[there]]
    if net.has_values:
        order = np.lexsort((-np.nan_to_num(pairs.value[there], nan=-1.0), later))
    else:
        suppliers = np.bincount(pairs.buyer, minlength=net.n)
        order = np.lexsort((column[pairs.buyer[there]], -suppliers[pairs.buyer[there]], later))
    return np.sort(there[order[:most]]), False
