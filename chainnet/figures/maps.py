"""Where firms lie: the whole, and the place around the leaders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.errors import InputError, Said
from chainnet.figures import ground
from chainnet.figures.colours import Colours
from chainnet.figures.english import words_of
from chainnet.figures.frame import axes_of, figure_of, fit, full_title, new_figure, put_below, put_title, rewrite_note
from chainnet.figures.framing import HOUR_KM, choose, near_heading, note_of, segments, whole_heading
from chainnet.figures.highlight import Highlight
from chainnet.figures.hours import draw_circles, draw_reached, places_of, radius_of, tables_of
from chainnet.figures.legends import legend_handles, local_said
from chainnet.figures.marks import SIZES, Look, boxes_around, draw_firms, draw_links, label, opacity, widths
from chainnet.figures.panel import Panel, draw_fading, draw_graticule, draw_scale, frame, inside, spread_out
from chainnet.figures.style import BODY, FAINT, HEAD, INK, SMALL, Pen, style
from chainnet.figures.unnamed import FORWARD, LEADER, kinds_of, unnamed_said
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

SPOT = 120.0
"""Area in square points around the middle of a place's firms that no place's name may cover."""


def plot_map(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    highlight: Highlight | None = None,
    reach: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    radius_km: float | None = None,
    minutes: float = 60.0,
    max_links: int = 3000,
    lang: str = "zh",
    ax: Sequence[Axes] | None = None,
    colours: Colours | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, npt.NDArray[Any]]:
    """Draw two maps: all firms whose place is known, and the place around the leaders.

    Parameters
    ----------
    net : SupplyNetwork
        With longitude and latitude of some firms, in degrees.
    local : Series, optional
        True, False or missing, indexed by firm: colours of firms and of the links they supply.
    highlight : DataFrame or iterable of str, optional
        Who is removed and who stops with them, as `chainnet.stopped` returns it, or firms to bring forward by id: as
        for `plot_tiers`.
    reach : DataFrame or several, optional
        How far one gets in the time, as `chainnet.reachability` returns it for a leader, best with ``linked=False``: a
        circle where its times are the estimate; of others the ground around the firms that are reached is shaded, and
        around those that may be, lighter.
    radius_km : float, optional
        Radius of circles around all leaders, in place of `reach`: the one-hour radius, estimated, as
        `Estimate().km(60)` gives it.
    minutes : float
        The time of `radius_km`, as the map says it; tables of `reach` say theirs.
    max_links : int
        Draw at most so many links on a map, those of highest value.
    lang : {"zh", "en"}
    ax : two Axes, optional
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
    axes : ndarray of Axes, shape (2,)

    Raises
    ------
    InputError
        Where no firm is located, the radius is not positive, or `highlight` names an unknown firm or state.

    Notes
    -----
    The second map is framed by the firms within 1.3 radii (50 km where none is given) of the leaders; where hardly any
    firm lies there, by the place where most firms lie within a radius. Both maps are equirectangular: scales are true
    from north to south, and from west to east along the middle. Firms of one and the same coordinates are spread around
    them in a spiral, so that they can be told apart. Links that leave a map fade towards its frame. There is no
    basemap: none is free of a licence.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> fig, axes = plot_map(cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]})), lang="en")
    >>> len(axes)
    2
    """
    if not net.has_places:
        hint = Said("fill in longitude and latitude of the firms table", "请填写企业表的经度和纬度")
        problem = Said("no firm is located: there is no map", "没有企业有坐标，无法画地图")
        raise InputError.one(problem, hint=hint, column="longitude")
    if radius_km is not None and not radius_km > 0:
        problem = Said(f"a radius of {radius_km:g} km", f"半径为 {radius_km:g} 公里")
        raise InputError.one(problem, hint=Said("give a positive number", "请给大于零的数"))
    tables = tables_of(reach)
    radius_km = radius_of(tables) if tables else radius_km
    with style(lang, colours) as pen:
        look = Look.of(net, local, highlight)
        place = choose(net, radius_km or HOUR_KM)
        framing = np.flatnonzero(net.located)
        framing = framing[ground.core(net.coordinates[framing], net.is_leader[framing])]
        shape = _aspect(net, framing)
        axes = axes_of(ax, 2) if ax is not None else _new_axes(shape)
        room = _room_of(axes)
        heading = put_title(axes[0], full_title(pen, net, title), room=room, pad=27)
        drawn = look.only(np.union1d(framing, place.firms))
        said = [local_said(pen, look, local), note_of(net, pen, framing, tables, max_links), pen.safe(note or "")]
        said.insert(2, unnamed_said(pen, drawn, np.array([0, 0, 1])))  # the longest
        below = put_below(axes[0], pen, legend_handles(pen, drawn), pen.join(said), room=room)
        if ax is None:
            fit(axes, [shape, 1.0], heading, below)
        whole = _panel(axes[0], net, framing, place.leaders[:0], None, 0.5)
        near = _panel(axes[1], net, place.firms, place.leaders, radius_km, 0.8)
        _draw_hour(near, pen, net, tables, radius_km)
        _write_heading(whole, whole_heading(net, pen, len(framing)))
        _write_heading(near, near_heading(net, pen, place, tables, radius_km, minutes))
        for panel in (whole, near):
            _draw(panel, pen, net, look, max_links)
        here = np.union1d(place.leaders, np.flatnonzero(inside(near) & ~net.is_leader))
        named = _name(whole, pen, net, look, np.setdiff1d(np.arange(net.n), here)) + _name(near, pen, net, look, here)
        said[2] = unnamed_said(pen, drawn, named)
        rewrite_note(axes[0], pen, pen.join(said), room=room)
    return figure_of(axes[0]), np.array(axes, dtype=object)


# ---- the panels -------------------------------------------------------------------------------------------


def _draw_hour(
    panel: Panel, pen: Pen, net: SupplyNetwork, tables: Sequence[pd.DataFrame], radius: float | None
) -> None:
    """Draw how far one gets: circles of the estimate, or the ground around what is reached."""
    if radius is not None:
        centres = panel.projection.km(places_of([table.iloc[:0] for table in tables])) if tables else None
        draw_circles(panel, pen, panel.xy[net.is_leader & net.located] if centres is None else centres, radius)
    elif tables:
        draw_reached(panel, pen, tables)


def _aspect(net: SupplyNetwork, framing: Ints) -> float:
    """Return width / height of the first panel: that of the places, within reason."""
    places = net.coordinates[framing]
    size = np.ptp(ground.Projection.about(places).km(places), axis=0) + 1.0
    return float(np.clip(size[0] / size[1], 0.85, 2.0))


def _new_axes(aspect: float) -> list[Axes]:
    height = min(5.6, 13.2 / (aspect + 1))
    figure = new_figure(height * (aspect + 1) + 0.8, height + 1.35)
    return [figure.add_axes((0.02, 0.1, 0.47, 0.8)), figure.add_axes((0.51, 0.1, 0.47, 0.8))]


def _room_of(axes: Sequence[Axes]) -> float:
    boxes = [ax.get_window_extent() for ax in axes]
    return float(max(box.x1 for box in boxes) - boxes[0].x0)


def _panel(ax: Axes, net: SupplyNetwork, framing: Ints, leaders: Ints, radius: float | None, scale: float) -> Panel:
    """Set up a map framed by some firms, and by the circles around its leaders."""
    places = net.coordinates[framing]
    projection = ground.Projection.about(places)
    corners = projection.km(places)
    if radius is not None and len(leaders):
        at = projection.km(net.coordinates[leaders])
        corners = np.vstack([corners, at - radius * 1.02, at + radius * 1.02])
    width, height = ax.get_window_extent().size
    box = ground.window(corners, width / height, pad=0.06)
    frame(ax, box)
    xy = spread_out(ax, projection, box, net.coordinates, step=4.0 if scale > 0.5 else 2.4)
    return Panel(ax, projection, box, xy, scale)


def _draw(panel: Panel, pen: Pen, net: SupplyNetwork, look: Look, max_links: int) -> None:
    ax, xy, pairs = panel.ax, panel.xy, net.pairs
    draw_graticule(panel)
    here = inside(panel)
    chosen = segments(net)
    later = ~look.highlighted[pairs.supplier[chosen]]
    chosen = chosen[np.argsort(later, kind="stable")]
    ends = here[pairs.supplier[chosen]].astype(int) + here[pairs.buyer[chosen]]
    chosen, ends = chosen[ends > 0][:max_links], ends[ends > 0][:max_links]
    supplier, buyer = pairs.supplier[chosen], pairs.buyer[chosen]
    width, shade = widths(pairs.value[chosen], least=0.4, most=1.6), look.of_links(supplier, buyer)
    whole = ends == 2
    draw_links(ax, pen, np.stack([xy[supplier], xy[buyer]], axis=1)[whole], shade[whole], width[whole], most=0.36)
    leaves = here[supplier]  # the firm inside comes first
    start, end = np.where(leaves, supplier, buyer)[~whole], np.where(leaves, buyer, supplier)[~whole]
    draw_fading(panel, pen, xy[start], xy[end], shade[~whole], width[~whole], most=opacity((~whole).sum(), 0.36))
    sales = np.bincount(pairs.supplier, weights=np.nan_to_num(pairs.value), minlength=net.n).astype(np.float64)
    grown = widths(sales, least=1.0, most=5.0) if net.has_values else np.ones(net.n)
    crowd = float(np.clip(1000 / max(here.sum(), 1), 0.25, 1.0))
    scale, edge = panel.scale * crowd * grown, 0.5 * panel.scale * crowd
    draw_firms(ax, pen, np.where(here[:, None], xy, np.nan), look, scale=scale, edge=edge)
    draw_scale(panel, pen)


def _write_heading(panel: Panel, text: str) -> None:
    made = panel.ax.annotate(text, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points")
    made.set(fontsize=HEAD, color=INK, va="bottom", gid="panel")
    width = panel.ax.get_window_extent().width
    if made.get_window_extent().width > width:
        made.set_fontsize(HEAD * max(0.7, width / made.get_window_extent().width))


def _name(panel: Panel, pen: Pen, net: SupplyNetwork, look: Look, firms: Ints) -> Ints:
    """Name leaders and what is removed of these firms, and around them, fainter, the places where most firms are.

    Return how many of each kind are named.
    """
    ax, xy = panel.ax, panel.xy
    shown = np.flatnonzero(inside(panel))
    buys = np.bincount(net.pairs.buyer, minlength=net.n)
    mine, kinds = np.intersect1d(shown, firms), kinds_of(look)
    mine = mine[np.argsort(-buys[mine], kind="stable")]
    edges = [text.get_window_extent() for text in ax.texts if text.get_gid() in ("degrees", "scale")]
    stars = boxes_around(ax, xy[mine[kinds[mine] == LEADER]], SIZES["leader"])
    taken, named = np.vstack([stars, *[box.extents for box in edges]]), np.zeros(3, dtype=np.int64)
    for kind, gap, size in ((LEADER, 9.0, BODY), (FORWARD, 6.0, SMALL)):
        some = mine[kinds[mine] == kind]
        written = label(ax, pen, xy[some], list(net.names(pen.lang).iloc[some]), gap=gap, size=size, taken=taken)
        taken, named[kind] = np.vstack([taken, written]), len(written)
    _name_places(panel, pen, net, shown, taken)
    return named


def _name_places(panel: Panel, pen: Pen, net: SupplyNetwork, shown: Ints, taken: Floats) -> None:
    """Name the places where most firms are: beside them, at their height, and not at another's."""
    ax, xy, whole = panel.ax, panel.xy, panel.scale <= 0.5
    places = _places(net, pen, shown, ("region", "province", "city") if whole else ("city", "district"))
    rows = {place: net.firms.index.get_indexer(firms) for place, firms in places.items()}
    reach = (0.08 if whole else 0.15) * (panel.window[2] - panel.window[0])
    spots = np.array([np.median(xy[row], axis=0) for row in rows.values()]).reshape(-1, 2)
    # a name stands where half of the firms are near it, or it would say nothing
    near = [np.median(np.hypot(*(xy[row] - spot).T)) <= reach for row, spot in zip(rows.values(), spots, strict=True)]
    named = [place for place, there in zip(rows, near, strict=True) if there]
    taken = np.vstack([taken, boxes_around(ax, spots, SPOT)])
    look: dict[str, Any] = {"size": SMALL, "colour": FAINT, "most": 8}
    label(ax, pen, spots[np.array(near, dtype=bool)], named, gap=5.0, sides="EWSN", taken=taken, **look)


def _places(net: SupplyNetwork, pen: Pen, shown: Ints, columns: Sequence[str]) -> dict[str, pd.Index]:
    """Return the firms of the largest places, by the first column that has at least three."""
    for name in columns:
        groups = net.firm_column(name).iloc[shown].dropna()
        counts = groups.value_counts()
        if len(counts) >= 3 or name == columns[-1]:
            words = words_of(net, name, pen.lang)
            return {words[str(place)]: groups.index[groups.eq(place)] for place in counts.index[:12]}
    return {}
