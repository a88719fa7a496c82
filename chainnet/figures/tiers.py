"""The tiers of a supply network, from raw suppliers on the left to chain leaders on the right."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.figures import layout
from chainnet.figures.blocks import plot_blocks
from chainnet.figures.cells import Cells
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
from chainnet.figures.marks import MOST_LABELS, SIZES, Look, boxes_around, draw_firms, draw_links, label, widths
from chainnet.figures.style import BODY, SMALL, Pen, style
from chainnet.figures.unnamed import LEADER, kinds_of, unnamed_said
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

MANY_FIRMS, MANY_LINKS = 1500, 3000
"""Beyond either the cells are drawn as blocks."""
FEW_FIRMS = 30
"""Up to this all firms are named."""


def plot_tiers(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    highlight: Highlight | None = None,
    lang: str = "zh",
    ax: Axes | None = None,
    colours: Colours | None = None,
    title: str | None = None,
    note: str | None = None,
    max_links: int | None = None,
) -> tuple[Figure, Axes]:
    """Draw firms by tier, the highest on the left and the chain leaders on the right, in bands by cluster.

    Parameters
    ----------
    net : SupplyNetwork
        With at least one leader.
    local : Series, optional
        True, False or missing, indexed by firm, as `chainnet.local_firms` gives it: colours of suppliers and of their
        links. Without it all are of one colour.
    highlight : DataFrame or iterable of str, optional
        Who is removed and who stops with them, as `chainnet.stopped` returns it, or firms to bring forward by id.
        Colour then says that, and no longer who is local.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    colours : mapping, optional
        "leader", "local", "outside", "unknown", "plain" -> a matplotlib colour in place of the default.
    title : str, optional
        In place of the name and the numbers of firms and links.
    note : str, optional
        Added to the note below the figure.
    max_links : int, optional
        Beyond this (3,000 unless given), or beyond 1,500 firms, `plot_blocks` draws the network.

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
    A line stands for all that one firm sells to another; it is wider for a higher value. Where the firms are of one
    cluster the bands are stages or industries: the largest, and the rest as 其他.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> fig, ax = plot_tiers(net, highlight=cn.stopped(net, firms=["S"]), lang="en")
    >>> ax.get_title(loc="left")
    'Supply network: 2 firms, 1 supply link'
    """
    need_leaders(net)
    if net.n > MANY_FIRMS or len(net.pairs.supplier) > (MANY_LINKS if max_links is None else max_links):
        given = {} if max_links is None else {"max_links": max_links}
        return plot_blocks(
            net, local=local, highlight=highlight, lang=lang, ax=ax, colours=colours, title=title, note=note, **given
        )
    with style(lang, colours) as pen:
        ax, own = canvas(ax, 11.6, 7.6 if net.n > 60 else 5.6)
        look, cells = Look.of(net, local, highlight), Cells.of(net, pen)
        heading = put_title(ax, full_title(pen, net, title))
        shown = _to_label(net, cells, look)
        drawn, area = look.only(cells.column >= 0), local_said(pen, look, local)
        said = said_of(net, pen, cells, area, unnamed_said(pen, drawn, np.array([0, 0, 1])), note)  # the longest
        below = put_below(ax, pen, legend_handles(pen, drawn), said)
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ax.set(xlim=(0, width), ylim=(0, height))
        texts = [pen.short(name) for name in net.names(lang).iloc[shown]]
        aside = int(net.is_leader.sum()) > MOST_LABELS
        room = _room(ax, pen, cells, texts, aside)
        edges = draw_bands(ax, cells, room, least=26)
        xy, scale = _stagger(ax, net, cells, edges, room)
        _draw(ax, pen, net, look, cells, room, xy)
        draw_firms(ax, pen, xy, look, scale=scale)
        named = _name(ax, pen, xy, look, shown, texts, aside)
        rewrite_note(ax, pen, said_of(net, pen, cells, area, unnamed_said(pen, drawn, named), note))
    return figure_of(ax), ax


def _draw(ax: Axes, pen: Pen, net: SupplyNetwork, look: Look, cells: Cells, room: Room, xy: Floats) -> None:
    """Draw the links between firms that are placed."""
    pairs, column = net.pairs, cells.column
    chosen = np.flatnonzero((column[pairs.supplier] >= 0) & (column[pairs.buyer] >= 0))
    supplier, buyer = pairs.supplier[chosen], pairs.buyer[chosen]
    bulge = 0.25 * (room.right - room.left) / max(len(cells.heads) - 1, 1)
    paths = layout.s_curves(xy[supplier], xy[buyer], bulge=bulge)
    width, shade, beside = (
        widths(pairs.value[chosen]),
        look.of_links(supplier, buyer),
        column[supplier] == column[buyer],
    )
    for some, most in ((beside, 0.25), (~beside, 0.5)):  # links within a tier only cross the others: fainter
        draw_links(ax, pen, paths[some], shade[some], width[some], most=most)


def _to_label(net: SupplyNetwork, cells: Cells, look: Look) -> Ints:
    """Return whom to name: leaders that buy most and what is removed, or all firms where few."""
    heaviest = np.argsort(-purchases(net), kind="stable")
    leads = net.is_leader[heaviest]
    if net.n <= FEW_FIRMS:
        return np.concatenate([heaviest[leads], heaviest[~leads & (cells.column[heaviest] > 0)]])
    out = (look.is_shade("removed") | look.is_shade("chosen"))[heaviest] & ~leads & (cells.column[heaviest] > 0)
    return np.concatenate([heaviest[leads][:MOST_LABELS], heaviest[out][:MOST_LABELS]])


def _name(ax: Axes, pen: Pen, xy: Floats, look: Look, shown: Ints, texts: list[str], aside: bool) -> Ints:
    """Write names above the firms, or right of leaders where many; return how many of each kind are named."""
    kinds = kinds_of(look)
    words = [text.get_window_extent().extents for text in ax.texts if text.get_gid() in ("head", "band")]
    taken = np.vstack([boxes_around(ax, xy[kinds == LEADER], SIZES["leader"]), *words])
    named = np.zeros(3, dtype=np.int64)
    for kind in range(3):
        some = shown[kinds[shown] == kind]
        names = [text for text, firm in zip(texts, shown, strict=True) if kinds[firm] == kind]
        beside, size = aside and kind == LEADER, BODY if kind == LEADER and not aside else SMALL
        gap, sides = (8.0, "E") if beside else (9.0 if kind == LEADER else 5.0, "NSWE")
        boxes = label(ax, pen, xy[some], names, gap=gap, sides=sides, size=size, taken=taken, most=FEW_FIRMS)
        taken = np.vstack([taken, boxes])
        named[kind] = len(boxes)
    return named


def _room(ax: Axes, pen: Pen, cells: Cells, texts: list[str], aside: bool) -> Room:
    point = figure_of(ax).dpi / 72
    wide = width_of(ax, "\n".join(texts), SMALL if aside else BODY)
    return room_of(
        ax, pen, cells, aside=wide + 14 * point if aside else 0.0, head_only=0.0 if aside else wide / 2 + 8 * point
    )


def _stagger(ax: Axes, net: SupplyNetwork, cells: Cells, edges: Floats, room: Room) -> tuple[Floats, float]:
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
    band = leader_rows(cells, edges)
    y, rank = layout.settle(cells.column, band, inset(edges, 5 * room.point), *ends, weight=purchases(net), pitch=pitch)
    column = np.maximum(cells.column, 0)
    own = deep[cells.band, column]
    x = centres[column] + (rank % own - (own - 1) / 2) * step[column]
    write_heads(ax, cells, centres, room)
    crowd = float(np.clip(step[deepest > 1].min(initial=apart) / apart, 0.35, 1.0))
    crowd *= float(np.clip(150 / net.n, 1.0, 2.5))  # few firms are drawn larger
    return np.where((cells.column >= 0)[:, None], np.column_stack([x, y]), np.nan), crowd
