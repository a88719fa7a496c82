"""How a Sankey diagram is drawn: nodes in columns, ribbons between them, all to one scale."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from chainnet.figures.columns import width_of
from chainnet.figures.english import money
from chainnet.figures.flows import Flows, share_of
from chainnet.figures.frame import figure_of
from chainnet.figures.ground import round_length
from chainnet.figures.marks import SHADES, colour_of, label
from chainnet.figures.style import BODY, FAINT, HEAD, INK, SMALL, Pen, halo
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]

NODE, GAP = 13.0, 9.0
"""Width of a node and gap between two, in points."""
DRAWN = ("local", "outside", "unknown", "plain")
"""From the top of a node down."""


class Head(NamedTuple):
    """What stands over a column."""

    name: str
    said: str


class Nodes(NamedTuple):
    """Bottom and top of each node, shape (columns, groups), left edges of columns, and pixels per unit of flow."""

    bottom: Floats
    top: Floats
    left: Floats
    scale: float
    point: float


def amount_of(net: SupplyNetwork, pen: Pen, flows: Flows, amount: float) -> str:
    """Write an amount with its unit."""
    if not flows.by_value:
        return pen.say(f"{amount:,.0f} 条", f"{amount:,.0f} links" if amount != 1 else "1 link")
    return pen.safe(money(amount, net.about.value_unit, pen.lang))


def place(ax: Axes, pen: Pen, net: SupplyNetwork, flows: Flows, heads: list[Head], names: list[list[str]]) -> Nodes:
    """Stack the nodes of each column in the middle of the height; the tallest column fills it."""
    point = figure_of(ax).dpi / 72
    width, height = ax.get_window_extent().size
    columns = len(heads)
    size = np.stack([flows.size(at) for at in range(columns)])
    top, bottom = max(height - 52 * point, 0.5 * height), min(36 * point, 0.25 * height)
    number = np.maximum((size > 0).sum(axis=1) - 1, 0)
    gap = min(GAP * point, 0.4 * (top - bottom) / max(int(number.max(initial=0)), 1))
    gaps = gap * number
    scale = float(np.min((top - bottom - gaps) / np.maximum(size.sum(axis=1), 1e-300)))
    sides = [max(width_of(ax, heads[at].name, HEAD), width_of(ax, heads[at].said, SMALL)) / 2 for at in (-1, 0)]
    for at, found in enumerate((names[-1], names[0])):
        wide = width_of(ax, "\n".join(f"{name} · 100%" for name in found if name), SMALL)
        sides[at] = max(sides[at], wide + (NODE + 20) * point) + 4 * point
    middles = np.linspace(width - sides[1], sides[0], columns) if columns > 1 else np.array([width / 2])
    tall = size * scale
    start = (top + bottom) / 2 + (tall.sum(axis=1) + gaps) / 2
    steps = np.cumsum(tall + np.where(size > 0, gap, 0.0), axis=1)
    upper = start[:, None] - np.column_stack([np.zeros(columns), steps[:, :-1]])
    return Nodes(upper - tall, upper, middles - NODE * point / 2, scale, point)


def draw_flows(ax: Axes, pen: Pen, flow: Floats, nodes: Nodes, column: int) -> None:
    """Draw what a column sells to the next, in each node in the order of the nodes at the other end."""
    groups = len(flow)
    leave, arrive = nodes.top[column].copy(), nodes.top[column - 1].copy()
    x0 = nodes.left[column] + NODE * nodes.point
    x1 = nodes.left[column - 1]
    places: dict[tuple[int, int, int], list[float]] = {}
    shades = [SHADES.index(name) for name in DRAWN]
    for one in range(groups):
        for shade in shades:
            for other in range(groups):
                leave[one] -= flow[one, other, shade] * nodes.scale
                places[one, other, shade] = [leave[one]]
    for other in range(groups):
        for shade in shades:
            for one in range(groups):
                arrive[other] -= flow[one, other, shade] * nodes.scale
                places[one, other, shade].append(arrive[other])
    for (one, other, shade), (low, end) in places.items():
        thick = flow[one, other, shade] * nodes.scale
        if thick > 0:
            path = _ribbon(x0, low, x1, end, thick)
            colour = colour_of(pen, SHADES[shade])
            ax.add_patch(PathPatch(path, facecolor=colour, edgecolor=colour, lw=0.25, alpha=0.5, zorder=2))
            ax.patches[-1].set_gid(f"flow-{SHADES[shade]}")
            if groups == 1 and thick > 14 * nodes.point and SHADES[shade] != "plain":
                share = f"{thick / nodes.scale / flow.sum():.0%}"
                where = (x0 + 5 * nodes.point, low + thick / 2)
                ax.text(*where, share, fontsize=BODY, color=INK, va="center", gid="share", zorder=5)


def _ribbon(x0: float, y0: float, x1: float, y1: float, thick: float) -> Path:
    """Return the outline of a ribbon from (x0, y0) to (x1, y1), its lower edge, `thick` high at both ends."""
    middle = (x0 + x1) / 2
    corners = [
        (x0, y0), (middle, y0), (middle, y1), (x1, y1),
        (x1, y1 + thick), (middle, y1 + thick), (middle, y0 + thick), (x0, y0 + thick), (x0, y0),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(corners, codes)


def draw_nodes(ax: Axes, pen: Pen, flows: Flows, nodes: Nodes, names: list[list[str]]) -> int:
    """Draw the nodes, leaders' in their colour, and their names, large ones first; return how many have no room."""
    point, unnamed = nodes.point, 0
    for column in range(len(flows.amount)):
        size, taken = flows.size(column), np.empty((0, 4))
        for group in np.argsort(-size, kind="stable"):
            if size[group] <= 0:
                continue
            low, high, left = nodes.bottom[column, group], nodes.top[column, group], nodes.left[column]
            colour = pen.colours["leader"] if column == 0 else INK
            ax.add_patch(Rectangle((left, low), NODE * point, max(high - low, 0.6), facecolor=colour, zorder=3))
            ax.patches[-1].set_gid("node")
            name = names[0 if column == 0 else -1][group]
            if not name:
                continue
            at = np.array([[left + (NODE * point if column == 0 else 0.0), (low + high) / 2]])
            text = f"{name} · {share_of(size[group] / size.sum())}"
            side = "E" if column == 0 else "W"
            box = label(ax, pen, at, [text], gap=2.0, sides=side, size=SMALL, taken=taken, width=80)
            taken, unnamed = np.vstack([taken, box]), unnamed + (len(box) == 0)
    return unnamed


def write_heads(ax: Axes, pen: Pen, flows: Flows, heads: list[Head], nodes: Nodes) -> None:
    """Write over each column what it is, and under it what it sells within itself and back."""
    height, point, total = ax.get_ylim()[1], nodes.point, max(flows.total, 1e-300)
    for at, head in enumerate(heads):
        x = nodes.left[at] + NODE * point / 2
        ax.text(x, height - 18 * point, head.name, fontsize=HEAD, color=INK, ha="center", gid="head")
        ax.text(x, height - 32 * point, head.said, fontsize=SMALL, color=FAINT, ha="center", gid="head")
        within, back = share_of(flows.within(at) / total), share_of(flows.back(at) / total)
        words = [pen.say(f"同级 {within}", f"within {within}")] if within != "0%" else []
        words += [pen.say(f"回流 {back}", f"back {back}")] if back != "0%" else []
        low = float(nodes.bottom[at][flows.size(at) > 0].min(initial=height)) - 13 * point
        if words:
            halo(ax.text(x, low, " · ".join(words), fontsize=SMALL, color=FAINT, ha="center", gid="aside", zorder=5))


def draw_scale(ax: Axes, pen: Pen, net: SupplyNetwork, flows: Flows, nodes: Nodes) -> None:
    """Draw a bar of a round amount in the lower left corner, as tall as that amount is wide."""
    if flows.total <= 0:
        return
    point = nodes.point
    amount = round_length(60 * point / nodes.scale)
    x, y = 4 * point, 3 * point
    ax.plot([x, x], [y, y + amount * nodes.scale], color=INK, lw=2.2, solid_capstyle="butt", zorder=6)
    text = amount_of(net, pen, flows, amount)
    halo(ax.text(x + 5 * point, y, text, fontsize=SMALL, color=INK, va="bottom", gid="scale", zorder=6))
