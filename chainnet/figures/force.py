"""The network as forces arrange it: who is linked stands together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.figures import layout
from chainnet.figures.colours import Colours
from chainnet.figures.frame import canvas, figure_of, fit, full_title, put_below, put_title, rewrite_note
from chainnet.figures.highlight import Highlight
from chainnet.figures.legends import legend_handles, local_said
from chainnet.figures.marks import (
    MOST_LABELS,
    SIZES,
    Look,
    boxes_around,
    draw_firms,
    draw_links,
    label,
    widths,
)
from chainnet.figures.style import BODY, SMALL, Pen, style
from chainnet.figures.unnamed import FORWARD, LEADER, OTHER, kinds_of, unnamed_said
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

FEW_FIRMS = 30
"""Up to this all firms are named."""


def plot_force(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    highlight: Highlight | None = None,
    max_firms: int = 3000,
    seed: int = 0,
    lang: str = "zh",
    ax: Axes | None = None,
    colours: Colours | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw the network with firms that trade close together, for networks without leaders or places.

    Parameters
    ----------
    net : SupplyNetwork
    local : Series, optional
        True, False or missing, indexed by firm: colours of firms and of the links they supply.
    highlight : DataFrame or iterable of str, optional
        Who is removed and who stops with them, as `chainnet.stopped` returns it, or firms to bring forward by id: as
        for `plot_tiers`. They are drawn before others where not all are.
    max_firms : int
        At most so many are drawn, the largest connected part first, of each part the firms with most partners.
    seed : int
        Of the layout.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    colours : mapping, optional
        "leader", "local", "outside", "unknown", "plain" -> a matplotlib colour in place of the default.
    title : str, optional
        In place of the name and the numbers of firms and links.
    note : str, optional
        Added to the note below the figure.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where `highlight` names an unknown firm or state.

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
    with style(lang, colours) as pen:
        ax, own = canvas(ax, 11.6, 8.0)
        look = Look.of(net, local, highlight)
        pairs = net.pairs
        partners = np.bincount(np.concatenate([pairs.supplier, pairs.buyer]), minlength=net.n)
        kept = _kept(net, partners, look.highlighted, max_firms)
        place = np.full(net.n, -1)
        place[kept] = np.arange(len(kept))
        links = np.flatnonzero((place[pairs.supplier] >= 0) & (place[pairs.buyer] >= 0))
        heading = put_title(ax, full_title(pen, net, title) + _drawn(net, pen, look, len(kept), len(links)))
        drawn = look.only(kept)
        area = local_said(pen, look, local)
        said = unnamed_said(pen, drawn, np.array([0, 0, 1]))  # the longest
        below = put_below(ax, pen, legend_handles(pen, drawn), _note(net, pen, len(kept), partners, area, said, note))
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ends = place[pairs.supplier[links]], place[pairs.buyer[links]]
        xy = layout.force(len(kept), *ends, seed=seed, aspect=width / height)
        _frame_on(ax, xy)
        crowd = float(np.clip(500 / max(len(kept), 1), 0.3, 2.5))
        scale = crowd * _by_partners(partners[kept])
        width_of = widths(pairs.value[links], most=1.8)
        paths = np.stack([xy[ends[0]], xy[ends[1]]], axis=1)
        draw_links(ax, pen, paths, drawn.of_links(*ends), width_of)
        draw_firms(ax, pen, xy, drawn, scale=scale, edge=0.5 if crowd > 0.5 else 0.25)
        named = _name(ax, pen, net, kept, xy, drawn, SIZES["firm"] * scale, partners[kept])
        rewrite_note(ax, pen, _note(net, pen, len(kept), partners, area, unnamed_said(pen, drawn, named), note))
    return figure_of(ax), ax


def _kept(net: SupplyNetwork, partners: Ints, first: Bools, most: int) -> Ints:
    """Return the firms to draw: linked ones, of the largest connected part first, those with most partners first.

    The highlighted come before all.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    ends = (net.pairs.supplier, net.pairs.buyer)
    graph = csr_matrix((np.ones(len(ends[0])), ends), shape=(net.n, net.n))
    _, part = connected_components(graph, directed=False)
    size = np.bincount(part, minlength=1)[part] if net.n else np.empty(0, dtype=np.int64)
    order = np.lexsort((np.arange(net.n), -partners, part, -size, ~first))
    order = order[(partners[order] > 0) | first[order]] if partners.any() else order
    return np.sort(order[:most])


def _drawn(net: SupplyNetwork, pen: Pen, look: Look, firms: int, links: int) -> str:
    """Say in the title how much of the network is drawn."""
    if firms == net.n:
        return ""
    if look.shows_states:
        zh = f"（画出突出显示的和伙伴最多的，共 {firms:,} 家及其间 {links:,} 条）"
        return pen.say(zh, f" (drawn: those highlighted and with most partners, {firms:,} firms and {links:,} links)")
    zh = f"（画出伙伴最多的 {firms:,} 家及其间 {links:,} 条）"
    return pen.say(zh, f" (drawn: {firms:,} firms with most partners and {links:,} links among them)")


def _note(net: SupplyNetwork, pen: Pen, firms: int, partners: Ints, area: str, unnamed: str, note: str | None) -> str:
    zh, en = "相邻的企业有供货关系；位置与距离没有地理含义", "linked firms stand together; distances mean nothing else"
    parts = [area, pen.say(zh, en)]
    alone = int((partners == 0).sum())
    if alone and firms < net.n:
        parts.append(pen.say(f"{alone:,} 家企业没有供货关系，未画", f"{alone:,} firms without links are not drawn"))
    parts.append(pen.say("图形越大，伙伴越多", "the larger the mark, the more partners"))
    if net.has_values:
        parts.append(pen.say("线越粗，采购额越大", "the wider the line, the higher its value"))
    return pen.join([*parts, unnamed, pen.safe(note or "")])


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
) -> Ints:
    """Name the leaders, what is removed, and, where few firms or no leaders, those with most partners.

    Return how many of each kind are named.
    """
    kinds, few = kinds_of(drawn), len(kept) <= FEW_FIRMS
    leads, named = kinds == LEADER, np.zeros(3, dtype=np.int64)
    tries = FEW_FIRMS if few else 2 * MOST_LABELS
    gap = np.sqrt(np.where(leads, SIZES["leader"], area)) / 2 + 1.5
    taken = boxes_around(ax, xy[leads], SIZES["leader"])
    for kind in (LEADER, FORWARD, OTHER):
        if kind == OTHER and leads.any() and not few:
            break
        some = np.flatnonzero(kinds == kind)
        some = some[np.argsort(-partners[some], kind="stable")][:tries]
        texts, size = list(net.names(pen.lang).iloc[kept[some]]), SMALL if kind == FORWARD else BODY
        most = FEW_FIRMS if few else MOST_LABELS
        written = label(ax, pen, xy[some], texts, gap=gap[some], size=size, taken=taken, most=most)
        taken, named[kind] = np.vstack([taken, written]), len(written)
    return named
