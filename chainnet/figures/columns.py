"""What figures of tiers share: bands across, columns with their heads, who is named and what is said."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from chainnet.errors import InputError, Said
from chainnet.figures import layout
from chainnet.figures.cells import Cells
from chainnet.figures.frame import figure_of
from chainnet.figures.style import BAND, FAINT, HEAD, INK, SMALL, Pen
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]


class Room(NamedTuple):
    """The drawing's frame in pixels: columns lie between `left` and `right`, bands below `top`."""

    left: float
    right: float
    top: float
    point: float


def need_leaders(net: SupplyNetwork) -> None:
    """Raise an `InputError` where the network has no leader, and so no tiers."""
    if net.is_leader.any():
        return
    hint = Said(
        'name leaders (role "leader" in the firms table, or net.with_leaders), or use plot_force',
        "请指定链主（企业表的角色列写“链主”，或用 net.with_leaders），或改用 plot_force",
    )
    problem = Said("no chain leader: there are no tiers", "没有链主，无法分级")
    raise InputError.one(problem, hint=hint, column="role")


def purchases(net: SupplyNetwork) -> Floats:
    """Return what each firm buys, by value or else by number of suppliers."""
    pairs = net.pairs
    weights = np.nan_to_num(pairs.value) if net.has_values else None
    return np.bincount(pairs.buyer, weights=weights, minlength=net.n).astype(np.float64)


def said_of(net: SupplyNetwork, pen: Pen, cells: Cells, area: str, unnamed: str, note: str | None) -> str:
    """Return the note: what is local, what a line is, who is not named and who is not drawn."""
    pairs = len(net.pairs.supplier)
    parts = [area]
    if pairs < net.m:
        zh, en = f"同两家企业间的各种产品合为一条线，共 {pairs:,} 条", f"one line a pair of firms: {pairs:,}"
        parts.append(pen.say(zh, en))
    if net.has_values:
        parts.append(pen.say("线越粗，采购额越大", "the wider the line, the higher its value"))
    parts.append(unnamed)
    if cells.left_out:
        lost = f"{cells.left_out:,}"
        parts.append(pen.say(f"{lost} 家企业未达任何链主，未画", f"{lost} firms reach no leader and are not drawn"))
    return pen.join([*parts, pen.safe(note or "")])


def room_of(ax: Axes, pen: Pen, cells: Cells, *, aside: float, head_only: float) -> Room:
    """Write the bands' names and return what is left for the columns.

    Parameters
    ----------
    aside : float
        Pixels to keep right of the leaders for their names.
    head_only : float
        Pixels to keep on both sides of the leaders, for names above them.
    """
    point = figure_of(ax).dpi / 72
    width, height = ax.get_window_extent().size
    names = [ax.text(0, 0, pen.wrap(name, 16), fontsize=HEAD, va="center", gid="band") for name in cells.names]
    left = max((text.get_window_extent().width for text in names), default=0.0) + (34 if names else 24) * point
    heads = [width_of(ax, cells.heads[at], HEAD) / 2 + 4 * point for at in (-1, 0)]
    return Room(max(left, heads[0]), width - max(aside, head_only, heads[1]), height - 38 * point, point)


def width_of(ax: Axes, text: str, size: float) -> float:
    """Return how many pixels wide a text is."""
    sample = ax.text(0, 0, text, fontsize=size)
    width = float(sample.get_window_extent().width)
    sample.remove()
    return width


def draw_bands(ax: Axes, cells: Cells, room: Room, *, least: float) -> Floats:
    """Shade the bands and return their edges; the last row is the whole height, where leaders may stand apart.

    No band is lower than `least` points.
    """
    weights = cells.number[:, 1:].max(axis=1, initial=0).astype(np.float64)
    edges = layout.band_edges(weights, room.top, least=least * room.point, gap=5 * room.point)
    width = ax.get_xlim()[1]
    # bands that are not clusters end before the leaders, who make the whole and not a stage of it
    end = width if cells.by_cluster or not cells.names else room.right - 0.12 * (room.right - room.left)
    for bottom, top in edges:
        ax.add_patch(Rectangle((0, bottom), end, top - bottom, facecolor=BAND, edgecolor="none", zorder=0))
    names = [text for text in ax.texts if text.get_gid() == "band"]
    for text, (bottom, top) in zip(names, edges, strict=False):
        text.set_position((9 * room.point, (bottom + top) / 2))
    return np.vstack([edges, [[0.0, room.top]]])


def write_heads(ax: Axes, cells: Cells, centres: Floats, room: Room) -> None:
    """Write over each column what it is and how many firms stand in it."""
    heads = cells.heads
    apart = float(np.abs(np.diff(centres)).min(initial=1e9))
    if max(width_of(ax, head, HEAD) for head in heads) + 8 * room.point > apart:
        heads = [head.replace("供应商", "").replace(" suppliers", "") for head in heads]
    size = HEAD * min(1.0, apart / (max(width_of(ax, head, HEAD) for head in heads) + 8 * room.point))
    for centre, head, count in zip(centres, heads, cells.number.sum(axis=0), strict=True):
        ax.text(centre, room.top + 22 * room.point, head, fontsize=size, color=INK, ha="center", gid="head")
        ax.text(centre, room.top + 8 * room.point, f"{count:,}", fontsize=SMALL, color=FAINT, ha="center", gid="head")


def leader_rows(cells: Cells, edges: Floats) -> Ints:
    """Return the band of each firm, leaders in the last, the whole height, where bands are not clusters."""
    return cells.band if cells.by_cluster else np.where(cells.column == 0, len(edges) - 1, cells.band)


def inset(edges: Floats, pad: float) -> Floats:
    """Return the bands' edges with `pad` pixels taken off above and below."""
    return edges + np.array([pad, -pad])
