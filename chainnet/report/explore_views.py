"""Where firms stand in the interactive network: by tier, by forces, and on the map. Python lays out, the page draws."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.figures import ground, layout
from chainnet.figures.cells import Cells
from chainnet.figures.english import words_of
from chainnet.figures.style import Pen
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

ASPECT = 1.55
"""Width / height that views aim for."""
NAMES_LEFT, NAMES_RIGHT = 0.08, 0.18
"""Room beside the tiers for the names of bands and leaders, as shares of their width."""
MOST_PLACES = 60


class View(NamedTuple):
    """Positions of the firms, y downwards, and what is drawn behind them.

    Attributes
    ----------
    xy : ndarray, shape (n, 2)
        NaN where a firm has no place in this view.
    frame : ndarray, shape (4,)
        Left, top, right, bottom of what is shown first.
    pitch : float
        Distance of neighbours in a crowd.
    extra : dict
        What only this kind of view has.
    """

    xy: Floats
    frame: Floats
    pitch: float
    extra: dict[str, Any]

    def packed(self) -> dict[str, Any]:
        """Return the view for the page: coordinates as whole hundredths, None for firms without a place."""
        whole = np.where(np.isfinite(self.xy), np.round(self.xy * 100), np.nan)
        x, y = ([None if np.isnan(at) else int(at) for at in column] for column in whole.T)
        frame = [round(float(edge), 2) for edge in self.frame]
        return {"x": x, "y": y, "frame": frame, "pitch": round(self.pitch, 4), **self.extra}


def tiers_view(net: SupplyNetwork, cells: Cells) -> View:
    """Stand firms in columns by tier, leaders on the right, in bands as `plot_tiers` has them.

    Firms of no column come left of all others.
    """
    columns = len(cells.heads)
    column = np.where(cells.column >= 0, cells.column, columns)
    columns = int(column.max(initial=0)) + 1
    bands = max(len(cells.names), 1)
    flat = np.bincount(cells.band * columns + column, minlength=bands * columns)
    number = flat.reshape(bands, columns)
    edges, deep, gap = _sized(number)
    width = deep.max(axis=0).astype(np.float64)
    left = np.concatenate([[0.0], np.cumsum(width[::-1][:-1] + gap)])[::-1]
    height = float(edges[:, 1].max())
    whole = np.vstack([edges, [[0.0, height]]])
    band = cells.band if cells.by_cluster else np.where(column == 0, bands, cells.band)
    pitch = np.where(np.arange(columns) == 0, 8.0, 2.5)
    pairs = net.pairs
    inset = whole + np.array([0.5, -0.5])
    y, rank = layout.settle(column, band, inset, pairs.supplier, pairs.buyer, weight=_bought(net), pitch=pitch)
    own = np.where(column == 0, 1, deep[cells.band, column])
    y = _in_rows(y, (cells.band * columns + column) * (net.n + 1) + rank // own)
    x = left[column] + width[column] / 2 + (rank % own) - (own - 1) / 2
    heads = [
        {"x": round(float(left[at] + width[at] / 2), 2), "number": int((column == at).sum())} for at in range(columns)
    ]
    extra = {
        "heads": heads,
        "bands": [
            {"name": name, "top": round(height - float(top), 2), "bottom": round(height - float(bottom), 2)}
            for name, (bottom, top) in zip(cells.names, edges, strict=False)
        ],
        "by_cluster": cells.by_cluster,
        "curved": True,
    }
    end = left[0] + width[0]
    frame = np.array(
        [-NAMES_LEFT * end if cells.names else -1.0, -0.05 * height - 1, (1 + NAMES_RIGHT) * end, height + 0.5]
    )
    return View(np.column_stack([x, height - y]), frame, 1.0, extra)


def _in_rows(y: Floats, row: Ints) -> Floats:
    """Return heights where all firms of a row stand at its mean."""
    _, row = np.unique(row, return_inverse=True)
    return np.asarray((np.bincount(row, weights=y) / np.bincount(row))[row])


def _sized(number: Ints) -> tuple[Floats, Ints, float]:
    """Return the bands' edges, the sub-columns of each cell and the gap between columns, for about the aspect."""
    aspect = ASPECT / (1 + NAMES_LEFT + NAMES_RIGHT)
    weights = number[:, 1:].max(axis=1, initial=0).astype(np.float64)
    height = 12.0
    while True:
        edges = layout.band_edges(weights, height, least=3.0, gap=1.0)
        rows = np.maximum(np.floor(edges[:, 1] - edges[:, 0] - 1), 1)[:, None]
        deep = np.maximum(np.ceil(number / rows), 1).astype(np.int64)
        deep[:, 0] = 1  # leaders share a column as high as all bands
        width = deep.max(axis=0).sum()
        gap = max(6.0, aspect * height * 0.55 / max(number.shape[1] - 1, 1))
        if width + gap * (number.shape[1] - 1) <= aspect * height:
            return edges, deep, gap
        height *= 1.1


def _bought(net: SupplyNetwork) -> Floats:
    """Return what each firm buys, by value or else by number of suppliers."""
    weights = np.nan_to_num(net.pairs.value) if net.has_values else None
    return np.bincount(net.pairs.buyer, weights=weights, minlength=net.n).astype(np.float64)


def force_view(net: SupplyNetwork, seed: int) -> View:
    """Stand linked firms together."""
    from scipy.spatial import cKDTree

    xy = layout.force(net.n, net.pairs.supplier, net.pairs.buyer, seed=seed) * (1, -1)
    low, high = xy.min(axis=0, initial=np.inf), xy.max(axis=0, initial=-np.inf)
    low, high = (low - 0.5, high + 0.5) if net.n else (np.zeros(2), np.ones(2))
    nearest = cKDTree(xy).query(xy, k=2)[0][:, 1] if net.n > 1 else np.ones(1)
    return View(xy - low, np.concatenate([np.zeros(2), high - low]), max(float(np.median(nearest)), 0.05), {})


def map_view(net: SupplyNetwork, radius_km: float | None, lang: str) -> View:
    """Stand firms where they are, in km of an equirectangular projection that is true along its middle parallel."""
    rows = np.flatnonzero(net.located)
    framing = rows[ground.core(net.coordinates[rows], net.is_leader[rows])]
    projection = ground.Projection.about(net.coordinates[framing])
    xy = np.full((net.n, 2), np.nan)
    xy[rows] = projection.km(net.coordinates[rows]) * (1, -1)
    box = ground.window(xy[framing], ASPECT, pad=0.05)
    extra: dict[str, Any] = {
        "centre": [projection.longitude, projection.latitude],
        "spread": _spread(net, rows),
        "places": _places(net, xy, lang),
        "radius": None if radius_km is None else round(radius_km, 2),
        "near": _around(xy[rows[net.is_leader[rows]]], radius_km, box),
        "lost": net.n - len(rows),
    }
    return View(xy, box, 1.0, extra)


def _spread(net: SupplyNetwork, rows: Ints) -> list[list[int]]:
    """Return for firms of one and the same place their offsets, in hundredths of a mark: firm, right, down."""
    _, group = np.unique(net.coordinates[rows], axis=0, return_inverse=True)
    offset = np.round(layout.sunflower(group.ravel()) * 100).astype(np.int64)
    moved = offset.any(axis=1)
    return np.column_stack([rows[moved], offset[moved]]).tolist()


def _around(leaders: Floats, radius_km: float | None, box: Floats) -> list[float] | None:
    """Return the window around the leaders; None where that is about the whole map."""
    if not len(leaders):
        return None
    pad = 1.3 * (radius_km or 50.0)
    middle = np.median(leaders, axis=0)
    home = leaders[np.hypot(*(leaders - middle).T) <= 3 * pad]
    home = home if len(home) else leaders[:1]
    near = np.concatenate([home.min(axis=0) - pad, home.max(axis=0) + pad])
    return None if near[2] - near[0] > 0.6 * (box[2] - box[0]) else [round(float(edge), 2) for edge in near]


def _places(net: SupplyNetwork, xy: Floats, lang: str) -> list[dict[str, Any]]:
    """Return the names of the places where most firms are, the largest first."""
    found: list[tuple[int, str, int, Floats]] = []
    for level, name in enumerate(("region", "province", "city", "district")):
        column = net.firm_column(name)
        column = column[net.located & column.notna().to_numpy()]
        if column.nunique() < 2:
            continue
        counts, words = column.value_counts(), words_of(net, name, lang)
        for place in counts.index[counts >= 3][:MOST_PLACES]:
            spots = xy[net.firms.index.get_indexer(pd.Index(column.index[column == place]))]
            middle = np.median(spots, axis=0)
            reach = float(np.median(np.hypot(*(spots - middle).T)))
            found.append((len(spots), words.get(str(place), str(place)), level, np.array([*middle, reach])))
    found.sort(key=lambda place: (-place[0], place[2], place[1]))
    return [
        {"name": name, "level": level, **dict(zip(("x", "y", "reach"), at.round(2).tolist(), strict=True))}
        for _, name, level, at in found[: 2 * MOST_PLACES]
    ]


def cells_of(net: SupplyNetwork, lang: str) -> Cells | None:
    """Return column and band of each firm; None where there are no leaders, and so no tiers."""
    return Cells.of(net, Pen(lang)) if net.is_leader.any() else None
