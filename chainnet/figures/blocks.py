"""Tiers of many firms: each cell of band and tier is a block of dots, and only the strongest links are drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.figures import layout
from chainnet.figures.cells import Cells, strongest
from chainnet.figures.colours import Colours
from chainnet.figures.columns import (
    Room,
    draw_bands,
    inset,
    leader_rows,
    need_leaders,
    purchases,
    room_of,
    said_of,
    width_of,
    write_heads,
)
from chainnet.figures.frame import canvas, figure_of, fit, full_title, put_below, put_title, rewrite_note
from chainnet.figures.highlight import Highlight
from chainnet.figures.legends import legend_handles, local_said
from chainnet.figures.marks import SHADES, SIZES, Look, boxes_around, draw_firms, draw_links, label, star_scale, widths
from chainnet.figures.style import FAINT, SMALL, Pen, halo, style
from chainnet.figures.unnamed import unnamed_said
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

BLOCK = 0.72
"""Share of the way to the next column that a block may fill."""
NAMED = 20
"""Leaders that are named at most, and 8 a band."""
RANK = {"local": 0, "outside": 1, "unknown": 2, "removed": 0, "chosen": 0, "stops": 1, "may_stop": 2, "works": 3}
"""Who stands first in a block, from the left."""


def plot_blocks(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    highlight: Highlight | None = None,
    lang: str = "zh",
    ax: Axes | None = None,
    colours: Colours | None = None,
    title: str | None = None,
    note: str | None = None,
    max_links: int = 1500,
) -> tuple[Figure, Axes]:
    """Draw a large network by tier: a block of dots for each band and tier, with its number and local share.

    Parameters
    ----------
    net : SupplyNetwork
        With at least one leader.
    local, highlight, lang, ax, colours, title, note
        As for `plot_tiers`. Where firms are highlighted, each block says how many stop, and the links that are drawn
        are theirs.
    max_links : int
        Draw at most so many links, those of highest value; the title says which share that is.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the network has no leader, or `highlight` names an unknown firm or state.

    Notes
    -----
    In a block local firms stand on the left, then those outside, then the unknown, each column from the largest buyer
    down.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> fig, ax = plot_blocks(cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]})), lang="en")
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "cell"]
    ['1']
    """
    need_leaders(net)
    with style(lang, colours) as pen:
        ax, own = canvas(ax, 11.6, 7.9)
        look, cells = Look.of(net, local, highlight), Cells.of(net, pen)
        chosen, every = strongest(net, cells.column, max_links, first=look.highlighted)
        heading = put_title(ax, full_title(pen, net, title) + ("" if every else _drawn(net, pen, look, len(chosen))))
        shown = _to_name(net, cells)
        note = pen.join([pen.say("括号内为供应商家数", "in brackets the number of suppliers"), pen.safe(note or "")])
        drawn, area = look.only(cells.column >= 0), local_said(pen, look, local)
        said = said_of(net, pen, cells, area, unnamed_said(pen, drawn, np.zeros(3, dtype=np.int64)), note)
        below = put_below(ax, pen, legend_handles(pen, drawn), said)
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ax.set(xlim=(0, width), ylim=(0, height))
        texts, point = _texts(net, pen, shown), figure_of(ax).dpi / 72
        aside = width_of(ax, "\n".join(texts), SMALL) + 16 * point
        room = room_of(ax, pen, cells, aside=aside, head_only=0.0)
        edges = draw_bands(ax, cells, room, least=34)
        xy, scale = _pack(ax, net, look, cells, edges, room)
        _draw_links(ax, pen, net, look, cells, room, xy, chosen)
        draw_firms(ax, pen, xy, look, scale=scale, edge=0.0)
        _write_cells(ax, pen, look, cells, edges, xy)
        named = np.array([_name(ax, pen, net, xy, shown, texts), 0, 0])
        rewrite_note(ax, pen, said_of(net, pen, cells, area, unnamed_said(pen, drawn, named), note))
    return figure_of(ax), ax


def _drawn(net: SupplyNetwork, pen: Pen, look: Look, drawn: int) -> str:
    """Say in the title which share of the links is drawn."""
    share = drawn / len(net.pairs.supplier)
    text = f"{share:.0%}" if share >= 0.01 else f"{share:.1%}"
    if look.shows_states:
        return pen.say(
            f"（画 {text} 的关系，停产企业的在先）", f" ({text} of links drawn, those of firms that stop first)"
        )
    if net.has_values:
        return pen.say(f"（只画采购额最高的 {text}）", f" (the {text} of highest value drawn)")
    return pen.say(f"（只画供应商最多的采购商的 {text}）", f" (the {text} to the largest buyers drawn)")


def _to_name(net: SupplyNetwork, cells: Cells) -> Ints:
    """Return the leaders to name, the largest buyers first, and of clusters a few each."""
    heaviest = np.argsort(-purchases(net), kind="stable")
    leaders = heaviest[net.is_leader[heaviest]]
    if not cells.by_cluster:
        return leaders[:NAMED]
    nth = pd.Series(cells.band[leaders]).groupby(cells.band[leaders]).cumcount().to_numpy()
    return leaders[nth < 8]


def _texts(net: SupplyNetwork, pen: Pen, shown: Ints) -> list[str]:
    number = np.bincount(net.pairs.buyer, minlength=net.n)[shown]
    return [
        pen.short(name, 36) + pen.say(f"（{count:,} 家）", f" ({count:,})")
        for name, count in zip(net.names(pen.lang).iloc[shown], number, strict=True)
    ]


def _name(ax: Axes, pen: Pen, net: SupplyNetwork, xy: Floats, shown: Ints, texts: list[str]) -> int:
    """Write the leaders' names right of their stars; return how many are written."""
    leaders = xy[net.is_leader]
    taken = boxes_around(ax, leaders, SIZES["leader"] * star_scale(len(leaders)))
    return len(label(ax, pen, xy[shown], texts, gap=8.0, sides="E", size=SMALL, taken=taken, most=NAMED, width=60))


# ---- where things stand -----------------------------------------------------------------------------------


def _pack(ax: Axes, net: SupplyNetwork, look: Look, cells: Cells, edges: Floats, room: Room) -> tuple[Floats, float]:
    """Place each firm in the block of its cell, the local ones on its left; leaders down the right."""
    columns, bands = len(cells.heads), len(edges) - 1
    gap = (room.right - room.left) / max(columns - 1, 1)
    left = room.right - gap * np.arange(columns)
    boxes = np.empty((bands * columns, 4))
    for band, (bottom, top) in enumerate(edges[:-1]):
        for column in range(columns):
            box = (left[column], bottom + 4 * room.point, BLOCK * gap, top - bottom - 20 * room.point)
            boxes[band * columns + column] = box
    some = np.flatnonzero(cells.column > 0)
    rank = np.array([RANK.get(shade, 0) for shade in SHADES])[look.shade]
    some = some[np.lexsort((-purchases(net)[some], rank[some]))]
    spot, pitch = layout.pack(cells.band[some] * columns + cells.column[some], boxes, most=8.0 * room.point)
    xy = np.full((net.n, 2), np.nan)
    xy[some] = spot
    wide = np.full(columns, BLOCK / 2 * gap)
    wide[0] = 0.0
    write_heads(ax, cells, left + wide, room)
    leaders = np.flatnonzero(cells.column == 0)
    pitches = np.full(columns, 14.0 * room.point)
    none = np.empty(0, dtype=np.int64)
    cell = (np.where(net.is_leader, 0, -1), leader_rows(cells, edges))
    y, _ = layout.settle(*cell, inset(edges, 5 * room.point), none, none, weight=purchases(net), pitch=pitches)
    xy[leaders] = np.column_stack([np.full(len(leaders), room.right), y[leaders]])
    return xy, float(min(1.0, (pitch / room.point / 6.0) ** 2)) * 0.8


def _draw_links(
    ax: Axes, pen: Pen, net: SupplyNetwork, look: Look, cells: Cells, room: Room, xy: Floats, chosen: Ints
) -> None:
    """Draw links thinly, so that where many run together they do not become one dark trunk."""
    supplier, buyer = net.pairs.supplier[chosen], net.pairs.buyer[chosen]
    bulge = 0.22 * (room.right - room.left) / max(len(cells.heads) - 1, 1)
    start, end = xy[supplier], xy[buyer]
    lead = cells.column[supplier] == 0  # names stand right of leaders: what they sell each other goes left
    paths = layout.s_curves(start, end, bulge=bulge)
    paths[lead, :, 0] = 2 * start[lead, None, 0] - paths[lead, :, 0]
    alpha = float(np.clip(3.2 / np.sqrt(max(len(chosen), 1)), 0.06, 0.4))
    draw_links(ax, pen, paths, look.of_links(supplier, buyer), widths(net.pairs.value[chosen], most=1.4), alpha=alpha)


def _write_cells(ax: Axes, pen: Pen, look: Look, cells: Cells, edges: Floats, xy: Floats) -> None:
    """Write over each block how many firms it holds, and which share of those known is local, or how many stop."""
    point = figure_of(ax).dpi / 72
    local = look.is_shade("local")
    known = local | look.is_shade("outside")
    down, may = look.is_shade("removed") | look.is_shade("stops"), look.is_shade("may_stop")
    for band, column in zip(*np.nonzero(cells.number[:, 1:]), strict=True):
        here = (cells.band == band) & (cells.column == column + 1)
        text = pen.say(f"{here.sum():,} 家", f"{here.sum():,}")
        if (here & known).any():
            share = (here & local).sum() / (here & known).sum()
            text += pen.say(f" · 本地 {share:.0%}", f" · {share:.0%} local")
        elif (here & (down | may)).any():
            text += _stopping(pen, int((here & down).sum()), int((here & may).sum()))
        at = (np.nanmin(xy[here, 0]) - 2 * point, edges[band, 1] - 4 * point)
        halo(ax.text(*at, text, fontsize=SMALL, color=FAINT, va="top", gid="cell", zorder=5))


def _stopping(pen: Pen, down: int, may: int) -> str:
    if not may:
        return pen.say(f" · 停 {down:,}", f" · {down:,} down")
    return pen.say(f" · 停 {down:,}–{down + may:,}", f" · {down:,}–{down + may:,} down")
