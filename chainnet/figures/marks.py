"""How firms and links are drawn: role by shape, local or not by colour, leaders as red stars with their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from chainnet import terms
from chainnet.figures import layout
from chainnet.figures.frame import figure_of
from chainnet.figures.style import BODY, INK, LEADER, LOCAL, OUTSIDE, PLAIN, UNKNOWN, Pen, halo
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

SHAPES = ("leader", "graded", "firm", "logistics", "institution")
MARKERS = {"leader": "*", "graded": "D", "firm": "o", "logistics": "^", "institution": "s"}
SIZES = {"leader": 230.0, "graded": 34.0, "firm": 15.0, "logistics": 30.0, "institution": 26.0}
"""Areas in square points."""
SHADES = ("unknown", "outside", "local", "plain")
COLOURS = {"unknown": UNKNOWN, "outside": OUTSIDE, "local": LOCAL, "plain": PLAIN}
LINK_COLOURS = {**COLOURS, "unknown": "#a7afb5", "plain": "#7b8b99"}
SRDI = ("srdi", "little_giant", "champion")
"""Grades drawn as a diamond; an innovative SME is one step below."""
MOST_LABELS = 12


@dataclass(frozen=True)
class Look:
    """Shape and shade of each firm, as places in `SHAPES` and `SHADES`."""

    shape: Ints
    shade: Ints

    @classmethod
    def of(cls, net: SupplyNetwork, local: pd.Series | None) -> Look:
        """Return the look of all firms of a network.

        Parameters
        ----------
        net : SupplyNetwork
        local : Series, optional
            True, False or missing, indexed by firm; firms that are not in it are unknown. None: no colours.
        """
        role = net.firm_column("role")
        graded = net.firm_column("grade").isin(SRDI)
        shape = np.full(net.n, SHAPES.index("firm"))
        shape[graded] = SHAPES.index("graded")
        for name in ("logistics", "institution", "leader"):
            shape[role.eq(name).to_numpy(dtype=bool)] = SHAPES.index(name)
        if local is None:
            return cls(shape, np.full(net.n, SHADES.index("plain")))
        verdict = local.reindex(net.firms.index).astype(object)
        shade = np.full(net.n, SHADES.index("unknown"))
        shade[verdict.eq(True).to_numpy(dtype=bool)] = SHADES.index("local")
        shade[verdict.eq(False).to_numpy(dtype=bool)] = SHADES.index("outside")
        return cls(shape, shade)

    @property
    def has_colours(self) -> bool:
        """Whether local or not is known at all."""
        return bool((self.shade != SHADES.index("plain")).any())

    def only(self, which: Bools | Ints) -> Look:
        """Return the look of some of the firms."""
        return replace(self, shape=self.shape[which], shade=self.shade[which])


def draw_firms(ax: Axes, xy: Floats, look: Look, *, scale: float | Floats = 1.0, edge: float = 0.5) -> None:
    """Draw firms as markers, leaders on top.

    Parameters
    ----------
    xy : ndarray, shape (n, 2)
        A firm with NaN is not drawn.
    scale : float or ndarray, shape (n,)
        Of the markers' areas; leaders never grow, and shrink where there are many.
    edge : float
        Width of the white rim in points.
    """
    placed = np.isfinite(xy).all(axis=1)
    for level, name in enumerate(("firm", "institution", "logistics", "graded", "leader")):
        marker, leader = MARKERS[name], name == "leader"
        for at, shade in enumerate(SHADES):
            some = np.flatnonzero(placed & (look.shape == SHAPES.index(name)) & ((look.shade == at) | leader))
            if len(some) == 0 or (leader and at > 0):
                continue
            times = np.broadcast_to(np.asarray(scale, dtype=np.float64), len(xy))[some]
            size = SIZES[name] * (np.minimum(times, star_scale(len(some))) if leader else times)
            colour = LEADER if leader else COLOURS[shade]
            hollow = shade == "unknown" and not leader
            points = ax.scatter(
                xy[some, 0],
                xy[some, 1],
                s=size,
                marker=marker,
                facecolors="white" if hollow else colour,
                edgecolors=colour if hollow else "white",
                linewidths=max(edge, 0.35) * 1.5 if hollow else edge,
                zorder=4 + level * 0.1,
                rasterized=len(some) > 6000,
            )
            points.set_gid(f"firms-{name}-{shade}" if not leader else "firms-leader")


def star_scale(number: int) -> float:
    """Return the scale of the stars' areas: many leaders get smaller ones."""
    return float(np.clip(MOST_LABELS / max(number, 1), 0.3, 1.0))


def draw_links(
    ax: Axes, paths: Floats, shade: Ints, width: Floats, *, alpha: float | None = None, most: float = 0.5
) -> None:
    """Draw links as lines in the colour of their suppliers, the narrow ones first.

    Parameters
    ----------
    paths : ndarray, shape (m, points, 2)
    shade : ndarray of int, shape (m,)
        Places in `SHADES`.
    width : ndarray, shape (m,)
        In points.
    alpha : float, optional
        Opacity; by the number of links unless said otherwise, `most` for few.
    """
    alpha = min(most, max(0.3 * most, 18 * most / np.sqrt(max(len(paths), 1)))) if alpha is None else alpha
    order = np.argsort(width, kind="stable")
    for at, name in enumerate(SHADES):
        some = order[shade[order] == at]
        if len(some):
            lines = LineCollection(
                paths[some], colors=LINK_COLOURS[name], linewidths=width[some], alpha=alpha, zorder=2, capstyle="butt"
            )
            lines.set_gid(f"links-{name}")
            lines.set_rasterized(len(some) > 6000)
            ax.add_collection(lines, autolim=False)


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

    Returns
    -------
    ndarray, shape (w, 4)
        Boxes in pixels of the names that are written; those that found no place are left out.
    """
    if len(texts) == 0:
        return np.empty((0, 4))
    point = figure_of(ax).dpi / 72
    look: dict[str, Any] = {"fontsize": size, "color": colour, "ha": "center", "va": "center", "zorder": 6}
    made = [halo(ax.text(0, 0, pen.short(text), **look)) for text in texts]
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


def legend_handles(pen: Pen, look: Look) -> list[Artist]:
    """Return the legend of the firms that are drawn: shapes and colours that are there, with their numbers."""
    handles: list[Artist] = []
    words = {
        "leader": terms.show("leader", pen.lang),
        "graded": pen.say("专精特新（含小巨人、单项冠军）", "SRDI, little giant or champion"),
        "firm": pen.say("其他企业", "other firms") if len(set(look.shape)) > 1 else pen.say("企业", "firms"),
        "logistics": terms.show("logistics", pen.lang),
        "institution": terms.show("institution", pen.lang),
    }
    for at, name in enumerate(SHAPES):
        number = int((look.shape == at).sum())
        if number:
            colour = LEADER if name == "leader" else PLAIN
            handles.append(_handle(MARKERS[name], colour, colour, f"{words[name]} {number:,}", SIZES[name]))
    others = look.only(look.shape != SHAPES.index("leader"))
    zh, en = ("本地", "外地", "未知"), ("local", "outside", "unknown")
    words = dict(zip(en, zh if pen.lang == "zh" else en, strict=True))
    for name in ("local", "outside", "unknown"):
        number = int((others.shade == SHADES.index(name)).sum())
        if number:
            colour = COLOURS[name]
            face = "white" if name == "unknown" else colour
            handles.append(_handle("s", face, colour, f"{words[name]} {number:,}", 60.0))
    return handles


def _handle(marker: str, face: str, edge: str, text: str, area: float) -> Line2D:
    size, rim = min(np.sqrt(area), 11.0), 1.0 if face == "white" else 0.0
    return Line2D([], [], ls="none", marker=marker, mfc=face, mec=edge, mew=rim, ms=size, label=text)
