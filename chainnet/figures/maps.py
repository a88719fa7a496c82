"""Where firms lie: the whole, and the place around the leaders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from chainnet.errors import InputError, Said
from chainnet.figures import ground
from chainnet.figures.frame import figure_of, fit, full_title, new_figure, put_below, put_title
from chainnet.figures.marks import (
    SIZES,
    Look,
    boxes_around,
    draw_firms,
    draw_links,
    label,
    legend_handles,
    widths,
)
from chainnet.figures.panel import Panel, draw_graticule, draw_scale, frame, spread_out
from chainnet.figures.style import BODY, FAINT, HEAD, INK, LEADER, SMALL, Pen, style
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]
Bools = npt.NDArray[np.bool_]

HOUR_KM = 50.0
"""The one-hour radius of the estimate at its defaults: what the city panel is framed by where no radius is given."""
BEYOND = 1.3
"""The city panel shows firms within so many radii of its leaders."""


class _Place(NamedTuple):
    """What the city panel shows: rows of the firms that frame it, its leaders, and whether it lies around these."""

    firms: Ints
    leaders: Ints
    around_leaders: bool


def plot_map(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    radius_km: float | None = None,
    max_links: int = 3000,
    lang: str = "zh",
    ax: Sequence[Axes] | None = None,
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
    radius_km : float, optional
        Radius of the circles around leaders: the one-hour radius, estimated, as `Estimate().km(60)` gives it. None:
        no circles.
    max_links : int
        Draw at most so many links on a map, those of highest value.
    lang : {"zh", "en"}
    ax : two Axes, optional
        Where to draw; a new figure unless given.
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
        Where no firm is located, or the radius is not positive.

    Notes
    -----
    The second map is framed by the firms within 1.3 radii (50 km where none is given) of the leaders; where hardly any
    firm lies there, by the place where most firms lie within a radius. Both maps are equirectangular: scales are true
    from north to south, and from west to east along the middle. Firms of one and the same coordinates are spread around
    them in a spiral, so that they can be told apart. There is no basemap: none is free of a licence.

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
    with style(lang) as pen:
        look = Look.of(net, local)
        place = _choose(net, radius_km or HOUR_KM)
        framing = np.flatnonzero(net.located)
        framing = framing[ground.core(net.coordinates[framing], net.is_leader[framing])]
        shape = _aspect(net, framing)
        axes = list(ax) if ax is not None else _new_axes(shape)
        room = _room_of(axes)
        heading = put_title(axes[0], full_title(pen, net, title), room=room, pad=27)
        said = _note(net, pen, framing, max_links, note)
        drawn = look.only(np.union1d(framing, place.firms))
        below = put_below(axes[0], pen, legend_handles(pen, drawn), said, room=room)
        if ax is None:
            fit(axes, [shape, 1.0], heading, below)
        whole = _panel(axes[0], net, framing, place.leaders[:0], None, 0.5)
        near = _panel(axes[1], net, place.firms, place.leaders, radius_km, 0.8)
        _write_heading(whole, _whole_heading(net, pen, len(framing)))
        _write_heading(near, _near_heading(net, pen, place, radius_km))
        for panel in (whole, near):
            _draw(panel, pen, net, look, radius_km if panel is near else None, max_links)
        _name(whole, pen, net, np.setdiff1d(np.flatnonzero(net.is_leader & net.located), place.leaders))
        _name(near, pen, net, np.flatnonzero(net.is_leader & net.located))
    return figure_of(axes[0]), np.array(axes, dtype=object)


# ---- what is shown ----------------------------------------------------------------------------------------


def _choose(net: SupplyNetwork, radius: float) -> _Place:
    """Return the firms that frame the city panel: around leaders, or else where firms are densest."""
    located = np.flatnonzero(net.located)
    places = net.coordinates[located]
    leaders = located[net.is_leader[located]]
    if len(leaders):
        others = places[~net.is_leader[located]]
        at = net.coordinates[leaders]
        near = ground.count_near(others, at, BEYOND * radius) if len(others) else np.zeros(len(leaders), dtype=np.int64)
        best = int(np.argmax(near))
        if near[best] >= max(3, 0.03 * len(others)) or len(others) == 0:
            home = leaders[ground.near_any(at, at[[best]], 3 * radius)]
            inside = ground.near_any(places, net.coordinates[home], BEYOND * radius)
            return _Place(located[inside], home, True)
    densest = int(np.argmax(ground.count_near(places, places, radius)))
    inside = ground.near_any(places, places[[densest]], BEYOND * radius)
    return _Place(located[inside], leaders[:0], False)


def _whole_heading(net: SupplyNetwork, pen: Pen, shown: int) -> str:
    number = int(net.located.sum())
    if shown < number:
        zh, en = f"有位置的 {number:,} 家企业中的 {shown:,} 家", f"{shown:,} of {number:,} firms whose place is known"
        return pen.say(zh, en)
    return pen.say(f"全部 {number:,} 家有位置的企业", f"all {number:,} firms whose place is known")


def _near_heading(net: SupplyNetwork, pen: Pen, place: _Place, radius: float | None) -> str:
    if place.around_leaders:
        text = pen.say("链主周边", "around the chain leaders")
        if radius is not None:
            zh, en = f"一小时供应半径，估计约 {radius:.0f} km", f"one-hour radius, estimated at {radius:.0f} km"
            text += pen.say(f"（圆：{zh}）", f" (circles: {en})")
        return text
    cities = net.firm_column("city").iloc[place.firms].value_counts()
    where = pen.safe(cities.index[0]) if len(cities) else ""
    number = len(place.firms)
    zh = f"企业最密集处{'：' + where + '一带' if where else ''}（{number:,} 家）"
    return pen.say(zh, f"where firms are densest{': around ' + where if where else ''} ({number:,} firms)")


def _note(net: SupplyNetwork, pen: Pen, framing: Ints, max_links: int, note: str | None) -> str:
    located = int(net.located.sum())
    lost, beyond = net.n - located, located - len(framing)
    parts: list[str] = []
    if beyond:
        far = np.setdiff1d(np.flatnonzero(net.located), framing)
        regions = [pen.safe(name) for name in net.firm_column("region").iloc[far].value_counts().index[:6]]
        zh = f"{beyond:,} 家企业远在左图之外{'（' + '、'.join(regions) + '）' if regions else ''}"
        en = f"{beyond:,} firms lie far outside the left map{' (' + ', '.join(regions) + ')' if regions else ''}"
        parts.append(pen.say(zh, en))
    if lost:
        zh, en = f"{lost:,} 家企业位置未知，未画", f"{lost:,} firms whose place is not known are not drawn"
        parts.append(pen.say(zh, en))
    if net.has_values:
        parts.append(pen.say("图形越大，销售额越高", "the larger the mark, the higher the firm's sales"))
    if len(_segments(net)) > max_links:
        best = pen.say("采购额最高的 ", " of highest value") if net.has_values else ""
        zh, en = f"左图只画{best}{max_links:,} 条关系", f"on the left only {max_links:,} links{best}"
        parts.append(pen.say(zh, en))
    parts.append(pen.say("右图只画有一端在图内的关系", "on the right only links with an end inside"))
    parts.append(pen.say("坐标相同的企业散开画", "firms of the same coordinates are spread out"))
    return pen.join([*parts, pen.safe(note or "")])


def _segments(net: SupplyNetwork) -> Ints:
    """Return the pairs both ends of which are located, the strongest first."""
    pairs = net.pairs
    both = np.flatnonzero(net.located[pairs.supplier] & net.located[pairs.buyer])
    return both[np.argsort(-np.nan_to_num(pairs.value[both], nan=-1.0), kind="stable")]


# ---- the panels -------------------------------------------------------------------------------------------


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


def _draw(panel: Panel, pen: Pen, net: SupplyNetwork, look: Look, radius: float | None, max_links: int) -> None:
    ax, xy = panel.ax, panel.xy
    draw_graticule(panel)
    if radius is not None:
        centres = xy[net.is_leader & net.located]
        few = len(centres) <= 6  # many circles over each other would be one dark spot
        rim: dict[str, Any] = {"edgecolor": LEADER, "linestyle": (0, (4, 3)), "linewidth": 0.9}
        for x, y in centres:
            if few:
                ax.add_patch(Circle((x, y), radius, facecolor=LEADER, alpha=0.05, linewidth=0, zorder=1))
            ax.add_patch(Circle((x, y), radius, fill=False, alpha=0.5 if few else 0.2, zorder=1.1, gid="radius", **rim))
    inside = _inside(panel)
    pairs = net.pairs
    chosen = _segments(net)
    ends = inside[pairs.supplier[chosen]].astype(int) + inside[pairs.buyer[chosen]]
    chosen, ends = chosen[ends > 0][:max_links], ends[ends > 0][:max_links]
    paths = np.stack([xy[pairs.supplier[chosen]], xy[pairs.buyer[chosen]]], axis=1)
    width = widths(pairs.value[chosen], least=0.4, most=1.6)
    shade = look.shade[pairs.supplier[chosen]]
    for some, most in ((ends == 1, 0.18), (ends == 2, 0.36)):  # links that leave the map are fainter
        draw_links(ax, paths[some], shade[some], width[some], most=most)
    sales = np.bincount(pairs.supplier, weights=np.nan_to_num(pairs.value), minlength=net.n).astype(np.float64)
    grown = widths(sales, least=1.0, most=5.0) if net.has_values else np.ones(net.n)
    draw_firms(ax, np.where(inside[:, None], xy, np.nan), look, scale=panel.scale * grown, edge=0.5 * panel.scale)
    draw_scale(panel, pen)


def _inside(panel: Panel) -> Bools:
    """Return which firms stand in the window."""
    low, high = panel.window[:2], panel.window[2:]
    return np.asarray(((panel.xy >= low) & (panel.xy <= high)).all(axis=1))


def _write_heading(panel: Panel, text: str) -> None:
    made = panel.ax.annotate(text, (0, 1), (0, 6), xycoords="axes fraction", textcoords="offset points")
    made.set(fontsize=HEAD, color=INK, va="bottom", gid="panel")
    width = panel.ax.get_window_extent().width
    if made.get_window_extent().width > width:
        made.set_fontsize(HEAD * max(0.7, width / made.get_window_extent().width))


def _name(panel: Panel, pen: Pen, net: SupplyNetwork, leaders: Ints) -> None:
    """Name leaders, and around them, fainter, the places where most firms are."""
    ax, xy = panel.ax, panel.xy
    inside = np.flatnonzero(_inside(panel))
    buys = np.bincount(net.pairs.buyer, minlength=net.n)
    leaders = leaders[np.isin(leaders, inside)]
    leaders = leaders[np.argsort(-buys[leaders], kind="stable")]
    edges = [text.get_window_extent() for text in ax.texts if text.get_gid() in ("degrees", "scale")]
    taken = np.vstack([boxes_around(ax, xy[leaders], SIZES["leader"]), *[box.extents for box in edges]])
    written = label(ax, pen, xy[leaders], list(net.names(pen.lang).iloc[leaders]), gap=9.0, size=BODY, taken=taken)
    places = _places(net, inside, ("region", "province", "city") if panel.scale <= 0.5 else ("city", "district"))
    rows = {place: net.firms.index.get_indexer(firms) for place, firms in places.items()}
    reach = (0.08 if panel.scale <= 0.5 else 0.15) * (panel.window[2] - panel.window[0])
    spots = {place: np.median(xy[row], axis=0) for place, row in rows.items()}
    # a name stands where half of the firms are near it, or it would say nothing
    named = [at for at in spots if np.median(np.hypot(*(xy[rows[at]] - spots[at]).T)) <= reach]
    anchors = np.array([spots[at] for at in named]).reshape(-1, 2)
    label(ax, pen, anchors, named, gap=6.0, size=SMALL, colour=FAINT, taken=np.vstack([taken, written]), most=8)


def _places(net: SupplyNetwork, inside: Ints, columns: Sequence[str]) -> dict[str, pd.Index]:
    """Return the firms of the largest places, by the first column that has at least three."""
    for name in columns:
        groups = net.firm_column(name).iloc[inside].dropna()
        counts = groups.value_counts()
        if len(counts) >= 3 or name == columns[-1]:
            return {str(place): groups.index[groups.eq(place)] for place in counts.index[:12]}
    return {}
