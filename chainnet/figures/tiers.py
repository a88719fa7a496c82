"""The tiers of a supply network, from raw suppliers on the left to chain leaders on the right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from chainnet.errors import InputError, Said
from chainnet.figures import layout
from chainnet.figures.cells import Cells, strongest
from chainnet.figures.frame import canvas, figure_of, fit, full_title, put_below, put_title, rewrite_note
from chainnet.figures.marks import (
    MOST_LABELS,
    SHADES,
    SIZES,
    Look,
    boxes_around,
    draw_firms,
    draw_links,
    label,
    legend_handles,
    star_scale,
    widths,
)
from chainnet.figures.style import BAND, BODY, FAINT, HEAD, INK, SMALL, Pen, halo, style, units
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

MANY_FIRMS = 1500
"""Beyond this the cells are drawn as packed blocks."""
FEW_FIRMS = 30
"""Up to this all firms are named."""


class _Room(NamedTuple):
    """The drawing's frame in pixels: columns lie between `left` and `right`, bands below `top`."""

    left: float
    right: float
    top: float
    point: float


def plot_tiers(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    lang: str = "zh",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    max_links: int = 3000,
) -> tuple[Figure, Axes]:
    """Draw firms by tier, the highest on the left and the chain leaders on the right, in bands by cluster.

    Parameters
    ----------
    net : SupplyNetwork
        With at least one leader.
    local : Series, optional
        True, False or missing, indexed by firm, as `chainnet.measures.local_firms` gives it: colours of suppliers
        and of their links. Without it all are of one colour.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    title : str, optional
        In place of the name and the numbers of firms and links.
    note : str, optional
        Added to the note below the figure.
    max_links : int
        Beyond this, or beyond 1,500 firms, each cell is a block of dots with its number and local share, and only
        the strongest links are drawn; the title says which share.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the network has no leader.

    Notes
    -----
    A line stands for all that one firm sells to another; it is wider for a higher value. Where the firms are of one
    cluster the bands are stages or industries: the largest, and the rest as 其他.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> fig, ax = plot_tiers(cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]})), lang="en")
    >>> ax.get_title(loc="left")
    'Supply network: 2 firms, 1 supply link'
    """
    if not net.is_leader.any():
        hint = Said(
            'name leaders (role "leader" in the firms table, or net.with_leaders), or use plot_force',
            "请指定链主（企业表的角色列写“链主”，或用 net.with_leaders），或改用 plot_force",
        )
        problem = Said("no chain leader: there are no tiers", "没有链主，无法分级")
        raise InputError.one(problem, hint=hint, column="role")
    with style(lang) as pen:
        ax, own = canvas(ax, 11.6, 7.6 if net.n > 60 else 5.6)
        look, cells = Look.of(net, local), Cells.of(net, pen)
        packed = net.n > MANY_FIRMS or len(net.pairs.supplier) > max_links
        chosen, every = strongest(net, cells.column, max_links)
        drawn = look.only(cells.column >= 0)
        heading = put_title(ax, full_title(pen, net, title) + _drawn(net, pen, len(chosen), packed and not every))
        shown = _to_label(net, cells, packed)
        below = put_below(ax, pen, legend_handles(pen, drawn), _note(net, pen, cells, len(shown), note))
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ax.set(xlim=(0, width), ylim=(0, height))
        aside = packed or int(net.is_leader.sum()) > MOST_LABELS
        texts = _leader_texts(net, pen, shown, packed)
        room = _room(ax, pen, cells, texts, aside)
        edges = _draw_bands(ax, cells, room, packed)
        place = _pack if packed else _stagger
        xy, scale = place(ax, net, look, cells, edges, room)
        if packed:
            _write_cells(ax, pen, look, cells, edges, xy)
        pairs = net.pairs
        ends = (xy[pairs.supplier[chosen]], xy[pairs.buyer[chosen]])
        paths = layout.s_curves(*ends, bulge=0.25 * (room.right - room.left) / max(len(cells.heads) - 1, 1))
        width_of = widths(pairs.value[chosen], most=1.6 if packed else 2.4)
        shade = look.shade[pairs.supplier[chosen]]
        beside = cells.column[pairs.supplier[chosen]] == cells.column[pairs.buyer[chosen]]
        for some, most in ((beside, 0.25), (~beside, 0.5)):  # links within a tier only cross the others: fainter
            draw_links(ax, paths[some], shade[some], width_of[some], alpha=0.16 if packed else None, most=most)
        draw_firms(ax, xy, look, scale=scale, edge=0.0 if packed else 0.5)
        named = _name_leaders(ax, pen, xy[shown], xy[net.is_leader], texts, aside)
        if named < len(shown):
            rewrite_note(ax, pen, _note(net, pen, cells, named, note))
    return figure_of(ax), ax


def _drawn(net: SupplyNetwork, pen: Pen, drawn: int, partly: bool) -> str:
    """Say in the title which share of the links is drawn."""
    if not partly:
        return ""
    share = drawn / len(net.pairs.supplier)
    text = f"{share:.0%}" if share >= 0.01 else f"{share:.1%}"
    if net.has_values:
        return pen.say(f"（只画采购额最高的 {text}）", f" (the {text} of highest value drawn)")
    return pen.say(f"（只画供应商最多的采购商的 {text}）", f" (the {text} to the largest buyers drawn)")


def _note(net: SupplyNetwork, pen: Pen, cells: Cells, named: int, note: str | None) -> str:
    pairs, leaders = len(net.pairs.supplier), int(net.is_leader.sum())
    parts: list[str] = []
    if pairs < net.m:
        zh, en = f"同两家企业间的各种产品合为一条线，共 {pairs:,} 条", f"one line a pair of firms: {pairs:,}"
        parts.append(pen.say(zh, en))
    if net.has_values:
        parts.append(pen.say("线越粗，采购额越大", "the wider the line, the higher its value"))
    if leaders > named:
        parts.append(pen.say(f"另有 {leaders - named:,} 家链主未标名", f"{leaders - named:,} more leaders not named"))
    if cells.left_out:
        lost = f"{cells.left_out:,}"
        parts.append(pen.say(f"{lost} 家企业未达任何链主，未画", f"{lost} firms reach no leader and are not drawn"))
    return pen.join([*parts, pen.safe(note or "")])


# ---- who is named -----------------------------------------------------------------------------------------


def _weight(net: SupplyNetwork) -> Floats:
    """Return what each firm buys, by value or else by number of suppliers."""
    pairs = net.pairs
    weights = np.nan_to_num(pairs.value) if net.has_values else None
    return np.bincount(pairs.buyer, weights=weights, minlength=net.n).astype(np.float64)


def _to_label(net: SupplyNetwork, cells: Cells, packed: bool) -> Ints:
    """Return whom to name, the largest buyers first: leaders, a few of each packed band, or all firms where few."""
    heaviest = np.argsort(-_weight(net), kind="stable")
    leaders = heaviest[net.is_leader[heaviest]]
    if net.n <= FEW_FIRMS:
        return np.concatenate([leaders, heaviest[~net.is_leader[heaviest] & (cells.column[heaviest] > 0)]])
    if packed and cells.by_cluster:
        nth = pd.Series(cells.band[leaders]).groupby(cells.band[leaders]).cumcount().to_numpy()
        return leaders[nth < 8]
    return leaders[:MOST_LABELS]


def _leader_texts(net: SupplyNetwork, pen: Pen, shown: Ints, packed: bool) -> list[str]:
    names = net.names(pen.lang).iloc[shown]
    if not packed:
        return [pen.short(name) for name in names]
    number = np.bincount(net.pairs.buyer, minlength=net.n)[shown]
    return [
        pen.short(name, 20) + pen.say(f"（{count:,} 家供应商）", f" ({count:,} suppliers)")
        for name, count in zip(names, number, strict=True)
    ]


def _name_leaders(ax: Axes, pen: Pen, xy: Floats, leaders: Floats, texts: list[str], aside: bool) -> int:
    """Write the leaders' names above their stars, or right of them; return how many are written."""
    heads = [text.get_window_extent().extents for text in ax.texts if text.get_gid() == "head"]
    taken = np.vstack([boxes_around(ax, leaders, SIZES["leader"] * star_scale(len(leaders))), *heads])
    if aside:
        return len(label(ax, pen, xy, texts, gap=8.0, sides="E", size=SMALL, taken=taken, most=20))
    return len(label(ax, pen, xy, texts, gap=9.0, sides="NSWE", taken=taken, most=FEW_FIRMS))


# ---- where things stand -----------------------------------------------------------------------------------


def _room(ax: Axes, pen: Pen, cells: Cells, texts: list[str], aside: bool) -> _Room:
    """Measure the texts at both sides, write the bands' names, and return what is left for the columns."""
    point = figure_of(ax).dpi / 72
    width, height = ax.get_window_extent().size
    names = [ax.text(0, 0, pen.wrap(name, 16), fontsize=HEAD, va="center", gid="band") for name in cells.names]
    left = max((text.get_window_extent().width for text in names), default=0.0) + (34 if names else 24) * point
    label_width = _width(ax, max(texts, key=units, default=""), SMALL if aside else BODY)
    heads = [_width(ax, cells.heads[at], HEAD) / 2 + 4 * point for at in (-1, 0)]
    left = max(left, heads[0])
    right = width - max(label_width + 14 * point if aside else label_width / 2 + 8 * point, heads[1])
    return _Room(left, right, height - 38 * point, point)


def _width(ax: Axes, text: str, size: float) -> float:
    """Return how many pixels wide a text is."""
    sample = ax.text(0, 0, text, fontsize=size)
    width = float(sample.get_window_extent().width)
    sample.remove()
    return width


def _draw_bands(ax: Axes, cells: Cells, room: _Room, packed: bool) -> Floats:
    """Shade the bands and return their edges; the last row is the whole height, where leaders may stand apart."""
    weights = cells.number[:, 1:].max(axis=1, initial=0).astype(np.float64)
    least = (46 if packed else 26) * room.point
    edges = layout.band_edges(weights, room.top, least=least, gap=5 * room.point)
    width = ax.get_xlim()[1]
    # bands that are not clusters end before the leaders, who make the whole and not a stage of it
    end = width if cells.by_cluster or not cells.names else room.right - 0.12 * (room.right - room.left)
    for bottom, top in edges:
        ax.add_patch(Rectangle((0, bottom), end, top - bottom, facecolor=BAND, edgecolor="none", zorder=0))
    names = [text for text in ax.texts if text.get_gid() == "band"]
    for text, (bottom, top) in zip(names, edges, strict=False):
        text.set_position((9 * room.point, (bottom + top) / 2))
    return np.vstack([edges, [[0.0, room.top]]])


def _write_heads(ax: Axes, cells: Cells, centres: Floats, room: _Room) -> None:
    """Write over each column what it is and how many firms stand in it."""
    heads = cells.heads
    apart = float(np.abs(np.diff(centres)).min(initial=1e9))
    if max(_width(ax, head, HEAD) for head in heads) + 8 * room.point > apart:
        heads = [head.replace("供应商", "").replace(" suppliers", "") for head in heads]
    size = HEAD * min(1.0, apart / (max(_width(ax, head, HEAD) for head in heads) + 8 * room.point))
    for centre, head, count in zip(centres, heads, cells.number.sum(axis=0), strict=True):
        ax.text(centre, room.top + 22 * room.point, head, fontsize=size, color=INK, ha="center", gid="head")
        ax.text(centre, room.top + 8 * room.point, f"{count:,}", fontsize=SMALL, color=FAINT, ha="center", gid="head")


def _leader_rows(cells: Cells, edges: Floats) -> Ints:
    """Return the band of each firm, leaders in the last, the whole height, where bands are not clusters."""
    return cells.band if cells.by_cluster else np.where(cells.column == 0, len(edges) - 1, cells.band)


def _stagger(
    ax: Axes, net: SupplyNetwork, look: Look, cells: Cells, edges: Floats, room: _Room
) -> tuple[Floats, float]:
    """Place each firm in its cell, spread over as many sub-columns as keep neighbours apart."""
    number, columns = cells.number, len(cells.heads)
    heights = (edges[:-1, 1] - edges[:-1, 0])[:, None] - 10 * room.point
    apart = 7.6 * room.point
    deep = np.maximum(np.ceil(number * apart / heights), 1)  # sub-columns that each cell needs
    deep[:, 0] = 1
    deepest = deep.max(axis=0)
    space = room.right - room.left
    step = np.minimum(11.0 * room.point, 0.5 * space / max(columns - 1, 1) / deepest)
    wide = (deepest - 1) * step
    order = np.arange(columns)[::-1]
    gap = (space - wide.sum()) / max(columns - 1, 1)
    middle = 0.5 * space if columns == 1 else 0.0
    start = room.left + middle + np.concatenate([[0.0], np.cumsum(wide[order][:-1] + gap)])
    centres = np.empty(columns)
    centres[order] = start + wide[order] / 2
    pitch = np.where(np.arange(columns) == 0, 120.0, max(20.0, 600.0 / net.n)) * room.point
    pairs = net.pairs
    ends = (pairs.supplier, pairs.buyer)
    band = _leader_rows(cells, edges)
    y, rank = layout.settle(cells.column, band, _inset(edges, 5 * room.point), *ends, weight=_weight(net), pitch=pitch)
    column = np.maximum(cells.column, 0)
    own = deep[cells.band, column]
    x = centres[column] + (rank % own - (own - 1) / 2) * step[column]
    _write_heads(ax, cells, centres, room)
    crowd = float(np.clip(step[deepest > 1].min(initial=apart) / apart, 0.35, 1.0))
    crowd *= float(np.clip(150 / net.n, 1.0, 2.5))  # few firms are drawn larger
    return np.where((cells.column >= 0)[:, None], np.column_stack([x, y]), np.nan), crowd


def _inset(edges: Floats, pad: float) -> Floats:
    return edges + np.array([pad, -pad])


def _pack(ax: Axes, net: SupplyNetwork, look: Look, cells: Cells, edges: Floats, room: _Room) -> tuple[Floats, float]:
    """Place each firm in the block of its cell, the local ones on its left; leaders down the right."""
    columns, bands = len(cells.heads), len(edges) - 1
    gap = (room.right - room.left) / max(columns - 1, 1)
    left = room.right - gap * np.arange(columns)
    boxes = np.empty((bands * columns, 4))
    for band, (bottom, top) in enumerate(edges[:-1]):
        for column in range(columns):
            box = (left[column], bottom + 5 * room.point, 0.62 * gap, top - bottom - 24 * room.point)
            boxes[band * columns + column] = box
    number = cells.number.copy()
    number[:, 0] = 0
    some = np.flatnonzero(cells.column > 0)
    rank = np.array([2, 1, 0, 0])[look.shade]  # local, outside, unknown
    some = some[np.lexsort((-_weight(net)[some], rank[some]))]
    spot, pitch = layout.pack(cells.band[some] * columns + cells.column[some], boxes, most=8.0 * room.point)
    xy = np.full((net.n, 2), np.nan)
    xy[some] = spot
    wide = np.full(columns, 0.31 * gap)
    wide[0] = 0.0
    _write_heads(ax, cells, left + wide, room)
    leaders = np.flatnonzero(cells.column == 0)
    pitches = np.full(columns, 13.0 * room.point)
    none = np.empty(0, dtype=np.int64)
    cell = (np.where(net.is_leader, 0, -1), _leader_rows(cells, edges))
    y, _ = layout.settle(*cell, _inset(edges, 5 * room.point), none, none, weight=_weight(net), pitch=pitches)
    xy[leaders] = np.column_stack([np.full(len(leaders), room.right), y[leaders]])
    return xy, float(min(1.0, (pitch / room.point / 7.0) ** 2)) * 0.55


def _write_cells(ax: Axes, pen: Pen, look: Look, cells: Cells, edges: Floats, xy: Floats) -> None:
    """Write over each block how many firms it holds and which share of those known is local."""
    point = figure_of(ax).dpi / 72
    local = look.shade == SHADES.index("local")
    known = local | (look.shade == SHADES.index("outside"))
    for band, column in zip(*np.nonzero(cells.number[:, 1:]), strict=True):
        here = (cells.band == band) & (cells.column == column + 1)
        text = pen.say(f"{here.sum():,} 家", f"{here.sum():,}")
        if (here & known).any():
            share = (here & local).sum() / (here & known).sum()
            text += pen.say(f" · 本地 {share:.0%}", f" · {share:.0%} local")
        at = (np.nanmin(xy[here, 0]) - 2 * point, edges[band, 1] - 5 * point)
        halo(ax.text(*at, text, fontsize=SMALL, color=FAINT, va="top", gid="cell", zorder=5))
