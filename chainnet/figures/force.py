"""The network as forces arrange it: who is linked stands together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.figures import layout
from chainnet.figures.frame import canvas, figure_of, fit, full_title, put_below, put_title
from chainnet.figures.marks import (
    MOST_LABELS,
    SHAPES,
    SIZES,
    Look,
    boxes_around,
    draw_firms,
    draw_links,
    label,
    legend_handles,
    widths,
)
from chainnet.figures.style import Pen, style
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

FEW_FIRMS = 30
"""Up to this all firms are named."""


def plot_force(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    max_firms: int = 3000,
    seed: int = 0,
    lang: str = "zh",
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw the network with firms that trade close together, for networks without leaders or places.

    Parameters
    ----------
    net : SupplyNetwork
    local : Series, optional
        True, False or missing, indexed by firm: colours of firms and of the links they supply.
    max_firms : int
        At most so many are drawn, the largest connected part first, of each part the firms with most partners.
    seed : int
        Of the layout.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    title : str, optional
        In place of the name and the numbers of firms and links.
    note : str, optional
        Added to the note below the figure.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Notes
    -----
    Fruchterman and Reingold's layout (1991) by igraph. Distances in the drawing are not measures of anything. Named are
    the leaders, or, where there are none, the firms with most partners.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> fig, ax = plot_force(net, lang="en")
    >>> ax.get_title(loc="left")
    'Supply network: 3 firms, 2 supply links'
    """
    with style(lang) as pen:
        ax, own = canvas(ax, 11.6, 8.0)
        look = Look.of(net, local)
        pairs = net.pairs
        partners = np.bincount(np.concatenate([pairs.supplier, pairs.buyer]), minlength=net.n)
        kept = _kept(net, partners, max_firms)
        place = np.full(net.n, -1)
        place[kept] = np.arange(len(kept))
        links = np.flatnonzero((place[pairs.supplier] >= 0) & (place[pairs.buyer] >= 0))
        heading = put_title(ax, full_title(pen, net, title) + _drawn(net, pen, len(kept), len(links)))
        drawn = look.only(kept)
        below = put_below(ax, pen, legend_handles(pen, drawn), _note(net, pen, len(kept), partners, note))
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ends = place[pairs.supplier[links]], place[pairs.buyer[links]]
        xy = layout.force(len(kept), *ends, seed=seed, aspect=width / height)
        _frame_on(ax, xy)
        crowd = float(np.clip(500 / max(len(kept), 1), 0.3, 2.5))
        scale = crowd * _by_partners(partners[kept])
        width_of = widths(pairs.value[links], most=1.8)
        draw_links(ax, np.stack([xy[ends[0]], xy[ends[1]]], axis=1), drawn.shade[ends[0]], width_of)
        draw_firms(ax, xy, drawn, scale=scale, edge=0.5 if crowd > 0.5 else 0.25)
        _name(ax, pen, net, kept, xy, drawn, SIZES["firm"] * scale, partners[kept])
    return figure_of(ax), ax


def _kept(net: SupplyNetwork, partners: Ints, most: int) -> Ints:
    """Return the firms to draw: linked ones, of the largest connected part first, those with most partners first."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ends = (net.pairs.supplier, net.pairs.buyer)
    graph = csr_matrix((np.ones(len(ends[0])), ends), shape=(net.n, net.n))
    _, part = connected_components(graph, directed=False)
    size = np.bincount(part, minlength=1)[part] if net.n else np.empty(0, dtype=np.int64)
    order = np.lexsort((np.arange(net.n), -partners, part, -size))
    order = order[partners[order] > 0] if partners.any() else order
    return np.sort(order[:most])


def _drawn(net: SupplyNetwork, pen: Pen, firms: int, links: int) -> str:
    """Say in the title how much of the network is drawn."""
    if firms == net.n:
        return ""
    zh = f"（画出伙伴最多的 {firms:,} 家及其间 {links:,} 条）"
    return pen.say(zh, f" (drawn: {firms:,} firms with most partners and {links:,} links among them)")


def _note(net: SupplyNetwork, pen: Pen, firms: int, partners: Ints, note: str | None) -> str:
    zh, en = "相邻的企业有供货关系；位置与距离没有地理含义", "linked firms stand together; distances mean nothing else"
    parts = [pen.say(zh, en)]
    alone = int((partners == 0).sum())
    if alone and firms < net.n:
        parts.append(pen.say(f"{alone:,} 家企业没有供货关系，未画", f"{alone:,} firms without links are not drawn"))
    parts.append(pen.say("图形越大，伙伴越多", "the larger the mark, the more partners"))
    if net.has_values:
        parts.append(pen.say("线越粗，采购额越大", "the wider the line, the higher its value"))
    return pen.join([*parts, pen.safe(note or "")])


def _frame_on(ax: Axes, xy: Floats) -> None:
    """Set limits that show all firms; the layout may be stretched by half to fill the frame."""
    size = np.array(ax.get_window_extent().size)
    low, high = (xy.min(axis=0), xy.max(axis=0)) if len(xy) else (np.zeros(2), np.ones(2))
    scale = np.maximum((high - low) / size, 1e-3)
    half = size * np.maximum(scale, scale.max() / 1.5) * 1.06 / 2
    middle = (low + high) / 2
    ax.set(xlim=(middle[0] - half[0], middle[0] + half[0]), ylim=(middle[1] - half[1], middle[1] + half[1]))


def _by_partners(partners: Ints) -> Floats:
    """Return a factor of each marker's area: firms with many partners are drawn larger, up to 8 times."""
    return np.clip(partners / 6.0, 1.0, 8.0)


def _name(
    ax: Axes, pen: Pen, net: SupplyNetwork, kept: Ints, xy: Floats, drawn: Look, area: Floats, partners: Ints
) -> None:
    """Name the leaders, or where there are none the firms with most partners; all firms where they are few."""
    leads = drawn.shape == SHAPES.index("leader")
    few = len(kept) <= FEW_FIRMS
    named = np.flatnonzero(leads) if leads.any() and not few else np.arange(len(kept))
    named = named[np.lexsort((-partners[named], ~leads[named]))][: FEW_FIRMS if few else 2 * MOST_LABELS]
    texts = list(net.names(pen.lang).iloc[kept[named]])
    gap = np.sqrt(np.where(leads, SIZES["leader"], area)) / 2 + 1.5
    taken = boxes_around(ax, xy[leads], SIZES["leader"])
    label(ax, pen, xy[named], texts, gap=gap[named], taken=taken, most=FEW_FIRMS if few else MOST_LABELS)
