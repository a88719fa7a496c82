"""One map: its window in km, places in it, a graticule and a bar of the scale."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba

from chainnet.figures import ground, layout
from chainnet.figures.frame import figure_of
from chainnet.figures.marks import SHADES, colour_of
from chainnet.figures.style import FAINT, HAIR, INK, SMALL, Pen, halo

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

FADES = 7
"""Pieces, each fainter than the one before, of a link that leaves the map."""


class Panel(NamedTuple):
    """One map: its axes, projection, window in km, firms' places in km, and how these are drawn."""

    ax: Axes
    projection: ground.Projection
    window: Floats
    xy: Floats
    scale: float


def frame(ax: Axes, window: Floats) -> None:
    """Show a window of left, bottom, right, top in km, true to scale, with a light frame."""
    ax.set(xlim=window[[0, 2]], ylim=window[[1, 3]], xticks=[], yticks=[])
    ax.set_aspect("equal", adjustable="box")
    for spine in ax.spines.values():
        spine.set(visible=True, color=HAIR, linewidth=0.8)


def spread_out(ax: Axes, projection: ground.Projection, window: Floats, places: Floats, *, step: float) -> Floats:
    """Return places in km, those of the same coordinates spread in a spiral by `step` points; NaN where not known."""
    known = np.isfinite(places).all(axis=1)
    xy = np.full((len(places), 2), np.nan)
    xy[known] = projection.km(places[known])
    _, group = np.unique(places[known].round(3), axis=0, return_inverse=True)
    km = figure_of(ax).dpi / 72 * (window[2] - window[0]) / ax.get_window_extent().width
    xy[known] += layout.sunflower(group.ravel()) * step * km
    return xy


def draw_graticule(panel: Panel) -> None:
    """Draw light lines of round degrees, named along the upper and the left edge."""
    ax, box = panel.ax, panel.window
    (west, south), (east, north) = panel.projection.degrees(box.reshape(2, 2))
    line: dict[str, Any] = {"color": HAIR, "linewidth": 0.5, "alpha": 0.6, "zorder": 0}
    words: dict[str, Any] = {"fontsize": SMALL - 1, "color": FAINT, "alpha": 0.9, "zorder": 1, "gid": "degrees"}
    edge = 4 * figure_of(ax).dpi / 72 * (box[2] - box[0]) / ax.get_window_extent().width
    for degree in ground.graticule(west, east):
        x = panel.projection.km(np.array([[degree, 0.0]]))[0, 0]
        if box[0] < x < box[2]:
            ax.axvline(x, **line)
            shown = (degree + 180) % 360 - 180
            if x - box[0] > 12 * edge and box[2] - x > 8 * edge:
                halo(ax.text(x, box[3] - edge, _degrees(shown, "EW"), ha="center", va="top", **words))
    for degree in ground.graticule(max(south, -90), min(north, 90)):
        y = panel.projection.km(np.array([[0.0, degree]]))[0, 1]
        ax.axhline(y, **line)
        if box[3] - y > 8 * edge and y - box[1] > 3 * edge:
            halo(ax.text(box[0] + edge, y, _degrees(degree, "NS"), ha="left", va="center", **words))


def _degrees(value: float, signs: str) -> str:
    side = "" if value % 180 == 0 else signs[0] if value > 0 else signs[1]
    return f"{abs(value):g}°{side}"


def draw_scale(panel: Panel, pen: Pen) -> None:
    """Draw a bar of a round number of km in the lower right corner."""
    ax, (left, bottom, right, top) = panel.ax, panel.window
    length = ground.round_length((right - left) * 0.22)
    x, y = right - 0.03 * (right - left), bottom + 0.03 * (top - bottom)
    ax.plot([x - length, x], [y, y], color=INK, lw=2.2, zorder=7, solid_capstyle="butt")
    text = f"{length:,.0f} km" if length >= 1 else f"{length * 1000:,.0f} m"
    if top - bottom > 15 * ground.KM_PER_DEGREE:
        at = _degrees(round(panel.projection.latitude), "NS")
        text += pen.say(f"（沿 {at}）", f" (along {at})")
    words = ax.annotate(text, (x, y), (0, 4), textcoords="offset points")
    words.set(ha="right", va="bottom", fontsize=SMALL, color=INK, zorder=7, gid="scale")
    halo(words)


def inside(panel: Panel) -> npt.NDArray[np.bool_]:
    """Return which firms stand in the window."""
    low, high = panel.window[:2], panel.window[2:]
    return np.asarray(((panel.xy >= low) & (panel.xy <= high)).all(axis=1))


def cut_at(window: Floats, start: Floats, end: Floats) -> Floats:
    """Return where lines that start inside a window leave it, or their ends where they do not.

    Parameters
    ----------
    window : ndarray, shape (4,)
        Left, bottom, right, top.
    start, end : ndarray, shape (m, 2)

    Examples
    --------
    >>> cut_at(np.array([0.0, 0, 10, 10]), np.array([[5.0, 5.0]]), np.array([[25.0, 15.0]])).tolist()
    [[10.0, 7.5]]
    """
    way = end - start
    wall = np.where(way > 0, window[2:], window[:2])
    share = np.divide(wall - start, way, out=np.ones_like(way), where=way != 0).min(axis=1).clip(0, 1)
    return np.asarray(start + share[:, None] * way)


def draw_fading(panel: Panel, pen: Pen, start: Floats, end: Floats, shade: Ints, width: Floats, *, most: float) -> None:
    """Draw links that leave the map: cut at its frame, and fading on their way there.

    Parameters
    ----------
    start, end : ndarray, shape (m, 2)
        In km, the first inside the window.
    shade : ndarray of int, shape (m,)
        Places in `marks.SHADES`.
    width : ndarray, shape (m,)
    most : float
        Opacity where a link starts.
    """
    stop = cut_at(panel.window, start, end)
    knots = start[:, None, :] + np.linspace(0, 1, FADES + 1)[None, :, None] * (stop - start)[:, None, :]
    fade = np.linspace(1, 0.12, FADES) * most
    for at, name in enumerate(SHADES):
        some = np.flatnonzero(shade == at)
        if len(some):
            pieces = np.stack([knots[some, :-1], knots[some, 1:]], axis=2).reshape(-1, 2, 2)
            colours = np.tile(to_rgba(colour_of(pen, name, link=True)), (len(pieces), 1))
            colours[:, 3] = np.tile(fade * (0.5 if name == "works" else 1.0), len(some))
            lines = LineCollection(list(pieces), colors=colours, linewidths=np.repeat(width[some], FADES), zorder=1.9)
            lines.set(gid=f"fading-{name}", capstyle="butt", rasterized=len(pieces) > 6000)
            panel.ax.add_collection(lines, autolim=False)
