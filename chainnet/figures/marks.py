"""How firms and links are drawn: role by shape, local or not by colour, leaders as red stars with their names.

Where a set of firms is brought forward, colour says who works and who does not, and no longer who is local.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from chainnet.figures import layout
from chainnet.figures.colours import INK, ROLES
from chainnet.figures.frame import figure_of
from chainnet.figures.highlight import STATES, Highlight, states_of
from chainnet.figures.style import BODY, Pen, halo
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

SHAPES = ("leader", "graded", "firm", "logistics", "institution")
MARKERS = {"leader": "*", "graded": "D", "firm": "o", "logistics": "^", "institution": "s"}
SIZES = {"leader": 230.0, "graded": 34.0, "firm": 15.0, "logistics": 30.0, "institution": 26.0}
"""Areas in square points."""
SHADES = ("unknown", "outside", "local", "plain", *STATES)
"""Who is local, or, where a set is brought forward, who works; those that stand out are drawn last."""
STATE_COLOURS = {"works": "#c3cad0", "may_stop": "#7b2d8b", "stops": "#7b2d8b", "chosen": "#7b2d8b", "removed": INK}
HOLLOW = ("unknown", "may_stop")
"""Drawn as rims."""
FAINT_LINKS = {"unknown": "#a7afb5", "plain": "#7b8b99"}
REMOVED = 46.0
"""Least area of the cross of a firm that is removed."""
SRDI = ("srdi", "little_giant", "champion")
"""Grades drawn as a diamond; an innovative SME is one step below."""
MOST_LABELS = 12


def colour_of(pen: Pen, shade: str, *, link: bool = False) -> str:
    """Return the colour of a firm, or of the links that it supplies; links of the default greys are lighter."""
    if shade in STATE_COLOURS:
        return STATE_COLOURS[shade]
    colour = pen.colours[shade]
    return FAINT_LINKS.get(shade, colour) if link and colour == ROLES[shade] else colour


@dataclass(frozen=True)
class Look:
    """Shape and shade of each firm, as places in `SHAPES` and `SHADES`."""

    shape: Ints
    shade: Ints

    @classmethod
    def of(cls, net: SupplyNetwork, local: pd.Series | None, highlight: Highlight | None = None) -> Look:
        """Return the look of all firms of a network.

        Parameters
        ----------
        net : SupplyNetwork
        local : Series, optional
            True, False or missing, indexed by firm; firms that are not in it are unknown. None: no colours.
        highlight : DataFrame or iterable of str, optional
            As `highlight.states_of` takes it; then `local` is not shown.
        """
        role = net.firm_column("role")
        graded = net.firm_column("grade").isin(SRDI)
        shape = np.full(net.n, SHAPES.index("firm"))
        shape[graded] = SHAPES.index("graded")
        for name in ("logistics", "institution", "leader"):
            shape[role.eq(name).to_numpy(dtype=bool)] = SHAPES.index(name)
        if highlight is not None:
            return cls(shape, SHADES.index("works") + states_of(net, highlight))
        if local is None:
            return cls(shape, np.full(net.n, SHADES.index("plain")))
        verdict = local.reindex(net.firms.index).astype(object)
        shade = np.full(net.n, SHADES.index("unknown"))
        shade[verdict.eq(True).to_numpy(dtype=bool)] = SHADES.index("local")
        shade[verdict.eq(False).to_numpy(dtype=bool)] = SHADES.index("outside")
        return cls(shape, shade)

    @property
    def highlighted(self) -> Bools:
        """Whether a firm is brought forward, shape (n,)."""
        return self.shade > SHADES.index("works")

    @property
    def shows_states(self) -> bool:
        """Whether colour says who works, and not who is local."""
        return bool((self.shade >= SHADES.index("works")).any())

    def is_shade(self, name: str) -> Bools:
        """Return whether a firm is of this shade."""
        return np.asarray(self.shade == SHADES.index(name))

    def of_links(self, supplier: Ints, buyer: Ints) -> Ints:
        """Return the shade of links: that of the supplier, and of a chosen buyer whose supplier is not."""
        shade, chosen = self.shade[supplier], SHADES.index("chosen")
        return np.where((shade == SHADES.index("works")) & (self.shade[buyer] == chosen), chosen, shade)

    def only(self, which: Bools | Ints) -> Look:
        """Return the look of some of the firms."""
        return replace(self, shape=self.shape[which], shade=self.shade[which])


def draw_firms(ax: Axes, pen: Pen, xy: Floats, look: Look, *, scale: float | Floats = 1.0, edge: float = 0.5) -> None:
    """Draw firms as markers, leaders on top, and over them what is brought forward.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        A firm with NaN is not drawn.
    scale : float or ndarray, shape (n,)
        Of the markers' areas; leaders shrink only where there are many of them.
    edge : float
        Width of the white rim in points.
    """
    placed = np.isfinite(xy).all(axis=1)
    times = np.broadcast_to(np.asarray(scale, dtype=np.float64), len(xy))
    stars = star_scale(int((placed & (look.shape == 0)).sum()))
    for level, name in enumerate(("firm", "institution", "logistics", "graded", "leader")):
        for at, shade in enumerate(SHADES):
            some = np.flatnonzero(placed & (look.shape == SHAPES.index(name)) & (look.shade == at))
            if not len(some):
                continue
            area = SIZES[name] * (np.full(len(some), stars) if name == "leader" else times[some])
            _scatter(ax, pen, xy[some], name, shade, area, edge, 4 + 0.1 * level + 0.01 * at)


def _scatter(ax: Axes, pen: Pen, xy: Floats, shape: str, shade: str, area: Floats, edge: float, zorder: float) -> None:
    """Draw firms of one shape and shade."""
    star = shape == "leader" and shade in ("unknown", "outside", "local", "plain", "works")
    colour, hollow, gone = _leader_or(pen, star, shade), shade in HOLLOW and not star, shade == "removed"
    if shape == "leader":
        zorder += 1.2
    elif shade in STATES[1:]:
        area, zorder = 1.5 * area, zorder + 1
    if shape == "leader" and not star and not gone:  # in grey a star that stops would be one that works
        rims = ax.scatter(xy[:, 0], xy[:, 1], s=1.4 * area, facecolors="white", edgecolors=colour, linewidths=1.2)
        rims.set(zorder=zorder - 0.005, gid="rim")
    points = ax.scatter(
        xy[:, 0],
        xy[:, 1],
        s=np.maximum(area, REMOVED) if gone else area,
        marker="X" if gone else MARKERS[shape],
        facecolors="white" if hollow else colour,
        edgecolors=colour if hollow else "white",
        linewidths=max(edge, 0.35) * 1.5 if hollow else max(edge, 0.6) if gone else edge,
        zorder=zorder,
        rasterized=len(xy) > 6000,
    )
    points.set_gid(f"firms-{shape}-{shade}")


def _leader_or(pen: Pen, star: bool, shade: str) -> str:
    return pen.colours["leader"] if star else colour_of(pen, shade)


def star_scale(number: int) -> float:
    """Return the scale of the stars' areas: many leaders get smaller ones."""
    return float(np.clip(MOST_LABELS / max(number, 1), 0.3, 1.0))


def draw_links(
    ax: Axes, pen: Pen, paths: Floats, shade: Ints, width: Floats, *, alpha: float | None = None, most: float = 0.5
) -> None:
    """Draw links as lines in the colour of their suppliers, the narrow ones first.

    Parameters
    ----------
    paths : ndarray, shape (m, points, 2)
    shade : ndarray of int, shape (m,)
        Places in `SHADES`, as `Look.of_links` gives them.
    width : ndarray, shape (m,)
        In points.
    alpha : float, optional
        Opacity; by the number of links unless said otherwise, `most` for few. Links of firms that work step back where
        others are brought forward.
    """
    order = np.argsort(width, kind="stable")
    for at, name in enumerate(SHADES):
        some = order[shade[order] == at]
        if len(some):
            lines = LineCollection(
                paths[some],
                colors=colour_of(pen, name, link=True),
                linewidths=width[some],
                alpha=(opacity(len(paths), most) if alpha is None else alpha) * (0.5 if name == "works" else 1.0),
                zorder=2 + 0.01 * at,
                capstyle="butt",
            )
            lines.set_gid(f"links-{name}")
            lines.set_rasterized(len(some) > 6000)
            ax.add_collection(lines, autolim=False)


def opacity(number: int, most: float) -> float:
    """Return the opacity of so many links: `most` for few."""
    return float(min(most, max(0.3 * most, 18 * most / np.sqrt(max(number, 1)))))


def widths(value: Floats, *, least: float = 0.45, most: float = 2.4) -> Floats:
    """Return line widths in points that grow with the root of the value; unknown values are thinnest.

    Examples
    --------
    >>> widths(np.array([0.0, 1.0, np.nan]), least=1, most=2).tolist()
    [1.0, 2.0, 1.0]
    """
    known = np.nan_to_num(value, nan=0.0)
    return least + (most - least) * np.sqrt(known / max(float(known.max(initial=0.0)), 1e-300))


def label(
    ax: Axes,
    pen: Pen,
    xy: Floats,
    texts: Sequence[str],
    *,
    gap: float | Floats = 7.0,
    sides: str = "NSEW",
    size: float = BODY,
    colour: str = INK,
    taken: Floats | None = None,
    most: int = MOST_LABELS,
    width: int = 32,
) -> Floats:
    """Write names beside their points with a white halo, the first in the list first, none over another.

    Parameters
    ----------
    xy : ndarray, shape (k, 2)
        In data coordinates.
    texts : sequence of str
    gap : float or ndarray, shape (k,)
        Points from the point to the name.
    sides : str
        As for `layout.place_labels`.
    colour : str
    taken : ndarray, shape (t, 4), optional
        Boxes in pixels to keep clear of.
    most : int
        Write at most so many.
    width : int
        A name is cut to so many Latin letters.

    Returns
    -------
    ndarray, shape (w, 4)
        Boxes in pixels of the names that are written; those that found no place are left out.
    """
    if len(texts) == 0:
        return np.empty((0, 4))
    point = figure_of(ax).dpi / 72
    look: dict[str, Any] = {"fontsize": size, "color": colour, "ha": "center", "va": "center", "zorder": 6}
    made = [halo(ax.text(0, 0, pen.short(text, width), **look)) for text in texts]
    boxes = [text.get_window_extent() for text in made]
    sizes = np.array([[box.width + 5, box.height + 1] for box in boxes])
    frame = ax.get_window_extent()
    centres = layout.place_labels(
        ax.transData.transform(xy),
        sizes,
        gap=np.broadcast_to(np.asarray(gap, dtype=np.float64) * point, len(texts)),
        bounds=(frame.x0, frame.y0, frame.x1, frame.y1),
        taken=np.empty((0, 4)) if taken is None else taken,
        sides=sides,
        most=most,
    )
    places = ax.transData.inverted().transform(centres)
    for text, place in zip(made, places, strict=True):
        if np.isfinite(place).all():
            text.set_position((place[0], place[1]))
            text.set_gid("label")
        else:
            text.remove()
    written = np.isfinite(centres[:, 0])
    return np.hstack([centres - sizes / 2, centres + sizes / 2])[written]


def boxes_around(ax: Axes, xy: Floats, size: float) -> Floats:
    """Return boxes in pixels around points, of the size of a marker of `size` square points."""
    half = np.sqrt(size) / 2 * figure_of(ax).dpi / 72 * 0.8
    at = ax.transData.transform(xy) if len(xy) else np.empty((0, 2))
    return np.hstack([at - half, at + half])
