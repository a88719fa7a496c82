"""How far one gets in the time: a circle where times are estimated from distance, else the sites that are reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.collections import EllipseCollection
from matplotlib.patches import Circle

from chainnet.errors import InputError, Said
from chainnet.figures.charts import columns_of
from chainnet.figures.panel import Panel
from chainnet.figures.style import Pen

Floats = npt.NDArray[np.float64]

FEW = 6
"""Beyond so many circles over each other would be one dark spot: only their rims are drawn."""
AROUND = 0.016
"""Radius of the ground shaded around a site that is reached, as a share of the map's width."""


def tables_of(reach: pd.DataFrame | Sequence[pd.DataFrame] | None) -> list[pd.DataFrame]:
    """Return the tables of `chainnet.reachability`, one a leader.

    Raises
    ------
    InputError
        Where a table lacks a column, or the place of its leader.
    """
    tables = [] if reach is None else [reach] if isinstance(reach, pd.DataFrame) else list(reach)
    for table in tables:
        columns_of(table, ("firm", "longitude", "latitude", "verdict"), "chainnet.reachability")
        if not np.isfinite(_centre(table)).all():
            problem = Said("the place of the firm in the middle is not known", "圆心企业的位置未知")
            hint = Said("fill in its longitude and latitude, or leave it out", "请填写其经度和纬度，或不画这一家")
            raise InputError.one(problem, hint=hint, column="longitude")
    return tables


def radius_of(tables: Sequence[pd.DataFrame]) -> float | None:
    """Return the radius in km that the tables share, where their times are the estimate."""
    rings = [table.attrs["radius_km"] for table in tables if table.attrs.get("radius_km") is not None]
    return float(rings[0][1]) if rings else None


def places_of(tables: Sequence[pd.DataFrame]) -> Floats:
    """Return longitude and latitude of what is reached for sure, and of the firms in the middle."""
    sites = [table.loc[table["verdict"].eq("inside"), ["longitude", "latitude"]].to_numpy(float) for table in tables]
    return np.vstack([*map(_centre, tables), *sites]) if tables else np.empty((0, 2))


def unknown_of(tables: Sequence[pd.DataFrame]) -> int:
    """Return of how many firms no table knows the time, though their place is known."""
    said = pd.concat([table[["firm", "longitude", "verdict"]] for table in tables]) if tables else pd.DataFrame()
    if said.empty:
        return 0
    lacks = said["verdict"].eq("unknown").groupby(said["firm"]).all()
    return int((lacks & said["longitude"].notna().groupby(said["firm"]).any()).sum())


def draw_circles(panel: Panel, pen: Pen, centres: Floats, radius: float) -> None:
    """Draw the circle of the estimate around each centre, in km."""
    few, colour = len(centres) <= FEW, pen.colours["leader"]
    rim: dict[str, Any] = {"edgecolor": colour, "linestyle": (0, (4, 3)), "linewidth": 0.9}
    for x, y in centres:
        if few:
            panel.ax.add_patch(Circle((x, y), radius, facecolor=colour, alpha=0.05, linewidth=0, zorder=1))
        circle = Circle((x, y), radius, fill=False, alpha=0.5 if few else 0.2, zorder=1.1, gid="radius", **rim)
        panel.ax.add_patch(circle)


def draw_reached(panel: Panel, pen: Pen, tables: Sequence[pd.DataFrame]) -> None:
    """Shade the ground around all sites that are reached from any leader, and lighter those that may be.

    What lies between sites is not known and stays white. Rims first, then the ground over them: what is left of the
    rims is the outline of the whole.
    """
    at = np.vstack([table[["longitude", "latitude"]].to_numpy(float) for table in tables])
    verdict = np.concatenate([table["verdict"].to_numpy(dtype=object) for table in tables])
    near = panel.projection.km(np.vstack([*map(_centre, tables)]))
    size = 2 * AROUND * (panel.window[2] - panel.window[0])
    colour = pen.colours["leader"]
    for level, (kind, share, dashes) in enumerate((("uncertain", 0.05, (0, (1, 1.5))), ("inside", 0.14, "-"))):
        some = (verdict == kind) & np.isfinite(at).all(axis=1)
        spots = panel.projection.km(at[some]) if some.any() else np.empty((0, 2))
        spots = np.vstack([spots, near]) if kind == "inside" else spots
        if len(spots):
            _ground(
                panel, np.unique(spots.round(3), axis=0), size, _tint(colour, share), colour, dashes, 0.5 + 0.2 * level
            )
            panel.ax.collections[-1].set_gid(f"reached-{kind}")


def _ground(
    panel: Panel, spots: Floats, size: float, face: tuple[float, ...], rim: str, dashes: Any, zorder: float
) -> None:
    options: dict[str, Any] = {"units": "xy", "offsets": spots, "offset_transform": panel.ax.transData}
    wide = np.full(len(spots), size)
    for colour, edge, width, above in ((face, rim, 1.6, 0.0), (face, "none", 0.0, 0.1)):
        discs = EllipseCollection(wide, wide, np.zeros(len(spots)), facecolors=colour, edgecolors=edge, **options)
        discs.set(linewidth=width, linestyle=dashes, zorder=zorder + above)
        panel.ax.add_collection(discs, autolim=False)


def _tint(colour: str, share: float) -> tuple[float, ...]:
    """Return a colour thinned with white; opaque, so that ground that overlaps is no darker."""
    from matplotlib.colors import to_rgb

    return tuple(1 - share * (1 - part) for part in to_rgb(colour))


def _centre(table: pd.DataFrame) -> Floats:
    return np.array([[table.attrs.get("longitude", np.nan), table.attrs.get("latitude", np.nan)]], dtype=np.float64)
