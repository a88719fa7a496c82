"""Make chainnet/gazetteer/extents.csv: how far each district, city and province reaches from its point.

    python tools/make_extents.py

Run it again when adcodes.csv changes; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.spatial import ConvexHull, cKDTree

from chainnet.gazetteer import load
from chainnet.gazetteer.extent import EXTENTS, arc_km, in_space, key_of

NEIGHBOURS = 8
FARTHEST_BORDER = 2.0
"""Points farther apart than so many times the spacing at either end do not border on each other."""

Floats = npt.NDArray[np.float64]


def extents() -> pd.DataFrame:
    """Return level, code (what is the same for all codes of one place of this level) and extent_km, to 10 m."""
    points = load().dropna()
    codes = points.index.to_numpy(dtype=object)
    finer = {code[:length] for length in (2, 4) for code in codes if code[length:] != "0" * (6 - length)}
    stem = [code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code for code in codes]
    is_district = np.array([part not in finer for part in stem])
    space = in_space(points["longitude"].to_numpy(float), points["latitude"].to_numpy(float))
    districts, corners = codes[is_district], space[is_district]
    own = _spacing(corners, np.array([code.endswith("0000") for code in districts]))
    rows = [("district", code, km) for code, km in zip(districts, own, strict=True)]
    place_of = dict(zip(codes, space, strict=True))
    for level in ("city", "province"):
        keys = np.array([key_of(level, code) for code in districts], dtype=object)
        for key in dict.fromkeys(keys):
            centre = place_of.get(key.ljust(6, "0"))
            if centre is not None:
                away = arc_km(np.linalg.norm(corners[keys == key] - centre, axis=1)) + own[keys == key]
                rows.append((level, key, away.max()))
    return pd.DataFrame(rows, columns=["level", "code", "extent_km"]).round(2)


def _spacing(corners: Floats, is_province: npt.NDArray[np.bool_]) -> Floats:
    """Return the mean distance in km to the nearest points or to the bordering ones, whichever is more."""
    chords, _ = cKDTree(corners).query(corners, k=NEIGHBOURS + 1)
    nearest = arc_km(chords[:, 1:]).mean(axis=1)
    triangles = ConvexHull(corners).simplices  # on a sphere the hull is the Delaunay triangulation
    edges = np.vstack([triangles[:, [a, b]] for a in range(3) for b in range(3) if a != b])
    edges = np.unique(edges, axis=0)
    km = arc_km(np.linalg.norm(corners[edges[:, 0]] - corners[edges[:, 1]], axis=1))
    # on a coast or a border the hull joins what the sea, or another country, parts
    near = km <= FARTHEST_BORDER * nearest[edges].max(axis=1)
    near &= ~is_province[edges].any(axis=1)  # 台湾 has one point, far from all others
    number = np.bincount(edges[near, 0], minlength=len(corners))
    bordering = np.bincount(edges[near, 0], weights=km[near], minlength=len(corners)) / np.maximum(number, 1)
    return np.maximum(nearest, bordering)


if __name__ == "__main__":
    place = Path(__file__).parent.parent / "chainnet" / "gazetteer" / EXTENTS
    extents().to_csv(place, index=False, lineterminator="\n")
