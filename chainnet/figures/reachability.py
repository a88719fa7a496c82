"""The supply circle of one firm: who lies inside, who outside, and who may be either."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from chainnet.errors import InputError, Said
from chainnet.figures import ground
from chainnet.figures.charts import columns_of
from chainnet.figures.colours import Colours
from chainnet.figures.frame import axes_of, figure_of, fit, marked, new_figure, put_below, put_title
from chainnet.figures.marks import boxes_around, label, widths
from chainnet.figures.panel import Panel, draw_graticule, draw_scale, frame, spread_out
from chainnet.figures.style import BODY, FAINT, INK, SMALL, Pen, halo, style

COLUMNS = ("firm", "name", "longitude", "latitude", "minutes", "low", "high", "value", "verdict")
SIDES = {"inside": ("o", "local"), "uncertain": ("D", ""), "outside": ("v", "outside")}
"""Marker and role of colour, none for a white one with a dark rim: told apart by shape and in grey."""
SEA = "#2b5fc4"
LEAST, MOST = 4.5, 17.0
"""Diameters of marks in points."""
NAMED = 6
Floats = npt.NDArray[np.float64]


def plot_reachability(
    table: pd.DataFrame,
    *,
    lang: str = "zh",
    ax: Axes | None = None,
    colours: Colours | None = None,
    names: pd.Series | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw a map of the suppliers around one firm, by whether they lie within so many minutes of it.

    Parameters
    ----------
    table : DataFrame
        What `chainnet.reachability` returns: firm, name, longitude, latitude, minutes, low, high, value, verdict; of
        the ``attrs`` longitude and latitude of the firm in the middle, its name, minutes and radius_km.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    colours : mapping, optional
        "leader", "local" (inside), "outside" -> a matplotlib colour in place of the default.
    names : Series, optional
        What firms are called, indexed by firm, as ``net.names("en")`` gives it; the table's names unless given.
    title, note : str, optional
        In place of the title, and added to the note.

    Returns
    -------
    figure : Figure
        Jupyter shows it when it is the last expression of a cell.
    ax : Axes

    Raises
    ------
    InputError
        Where the table lacks a column, or the place of the firm in the middle is not known.

    Notes
    -----
    The rings are how far one gets in the time, at the slow, the middle and the fast end of the estimate; other sources
    of times have no rings. Marks grow with the value. Firms beyond the map are counted in the legend alone.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "longitude": [120.0, 120.1], "latitude": [36.0, 36.0]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> fig, ax = plot_reachability(cn.reachability(net, leader="L"), lang="en")
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "label"]
    ['L', 'S']
    """
    columns_of(table, COLUMNS, "chainnet.reachability")
    centre = np.array([[table.attrs.get("longitude", np.nan), table.attrs.get("latitude", np.nan)]])
    if not np.isfinite(centre).all():
        problem = Said("the place of the firm in the middle is not known", "圆心企业的位置未知")
        hint = Said("fill in its longitude and latitude, or choose another firm", "请填写其经度和纬度，或换一家企业")
        raise InputError.one(problem, hint=hint, column="longitude")
    if names is not None:
        attrs, firms = table.attrs, table["firm"].astype(str)
        table = table.assign(name=firms.map(names).fillna(table["name"]))
        table.attrs = {**attrs, "name": str(names.get(attrs.get("leader"), attrs.get("name", "")))}
    rings = table.attrs.get("radius_km")
    places = table[["longitude", "latitude"]].to_numpy(dtype=np.float64)
    with style(lang, colours) as pen:
        own = ax is None
        panel_ax = new_figure(7.6, 8.6).add_axes((0.025, 0.1, 0.95, 0.84)) if ax is None else axes_of(ax, 1)[0]
        panel = _panel(panel_ax, centre, places, table["verdict"], rings)
        own_title = pen.safe(_title(table, pen) if title is None else title)
        heading = put_title(panel_ax, marked(pen, own_title, table.attrs.get("synthetic")), pad=9)
        inside = _shown(panel)
        below = put_below(
            panel_ax, pen, _legend(table, inside, pen), pen.join([_note(table, pen), pen.safe(note or "")])
        )
        if own:
            fit([panel_ax], [1.0], heading, below)
        draw_graticule(panel)
        _draw_rings(panel, pen, rings, float(table.attrs.get("minutes", np.nan)))
        _draw_firms(panel, pen, table)
        draw_scale(panel, pen)
        _name(panel, pen, table, inside)
    return figure_of(panel_ax), panel_ax


def _panel(ax: Axes, centre: Floats, places: Floats, verdict: pd.Series, rings: tuple[float, ...] | None) -> Panel:
    """Set up the map: around the widest ring, or else around whoever may be inside."""
    projection = ground.Projection(float(centre[0, 0]), float(centre[0, 1]))
    within = np.isfinite(places).all(axis=1) & verdict.isin(["inside", "uncertain"]).to_numpy()
    corners = np.vstack([np.zeros((1, 2)), projection.km(places[within])])
    if rings is not None:
        reach = 1.04 * max(rings)
        corners = np.vstack([corners, [[-reach, -reach], [reach, reach]]])
    window = ground.window(corners, 1.0, pad=0.04 if rings is not None else 0.2)
    frame(ax, window)
    return Panel(ax, projection, window, spread_out(ax, projection, window, places, step=3.0), 1.0)


def _shown(panel: Panel) -> npt.NDArray[np.bool_]:
    low, high = panel.window[:2], panel.window[2:]
    return np.asarray(((panel.xy >= low) & (panel.xy <= high)).all(axis=1))


def _draw_rings(panel: Panel, pen: Pen, rings: tuple[float, ...] | None, minutes: float) -> None:
    """Draw how far one gets in the time, at the slow, the middle and the fast end."""
    if rings is None:
        return
    panel.ax.add_patch(Circle((0, 0), rings[0], facecolor=pen.colours["local"], alpha=0.06, linewidth=0, zorder=0.5))
    words = (pen.say("慢", "slow"), pen.say(f"{minutes:g} 分钟", f"{minutes:g} minutes"), pen.say("快", "fast"))
    for radius, word, middle in zip(rings, words, (False, True, False), strict=True):
        look: dict[str, Any] = {
            "linestyle": (0, (5, 3)) if middle else (0, (1, 2)),
            "linewidth": 1.5 if middle else 1.0,
        }
        panel.ax.add_patch(
            Circle((0, 0), radius, fill=False, edgecolor=pen.colours["leader"], zorder=1, gid="ring", **look)
        )
        text = panel.ax.text(0, -radius, f"{word} {radius:,.0f} km", ha="center", va="center", fontsize=SMALL, zorder=6)
        text.set(color=pen.colours["leader"], gid="ring")
        halo(text, 3.2)


def _diameters(table: pd.DataFrame) -> Floats:
    """Return diameters whose areas grow with the value; without values all are alike."""
    value = table["value"].to_numpy(dtype=np.float64)
    if not (np.nan_to_num(value) > 0).any():
        return np.full(len(table), 7.0)
    return widths(value, least=LEAST, most=MOST)


def _draw_firms(panel: Panel, pen: Pen, table: pd.DataFrame) -> None:
    """Draw the firms, large ones first so that small ones are seen, and the one in the middle on top."""
    size = _diameters(table) ** 2
    order = np.argsort(-size, kind="stable")
    for side, (marker, role) in SIDES.items():
        face, edge = _face_and_edge(pen, role)
        some = order[table["verdict"].eq(side).to_numpy()[order]]
        at = panel.xy[some]
        points = panel.ax.scatter(at[:, 0], at[:, 1], s=size[some], marker=marker, facecolors=face, edgecolors=edge)
        points.set(linewidths=1.3 if side == "uncertain" else 0.6, zorder=4, gid=f"firms-{side}", alpha=0.9)
    wet = order[_wet(table)[order]]
    at = panel.xy[wet]
    rims = panel.ax.scatter(at[:, 0], at[:, 1], s=size[wet] + 45, facecolors="none", edgecolors=SEA, linewidths=1.1)
    rims.set(zorder=3.9, gid="over-water")
    panel.ax.scatter(
        [0], [0], s=330, marker="*", color=pen.colours["leader"], edgecolors="white", linewidths=0.8, zorder=5
    )


def _face_and_edge(pen: Pen, role: str) -> tuple[str, str]:
    return (pen.colours[role], "white") if role else ("white", INK)


def _wet(table: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return who lies across the sea, of those that may be inside."""
    if "over_water" not in table:
        return np.zeros(len(table), dtype=np.bool_)
    return (table["over_water"].eq(True) & table["verdict"].isin(["inside", "uncertain"])).to_numpy(dtype=np.bool_)


def _name(panel: Panel, pen: Pen, table: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> None:
    """Name the firm in the middle, and of the others those of the largest marks."""
    diameter = _diameters(table)
    order = np.argsort(-diameter, kind="stable")
    order = order[inside[order]]
    shown = panel.xy[order], diameter[order]
    alike = len(order) > NAMED and np.ptp(diameter) == 0  # then none has more of a claim to a name than others
    order = order[: 0 if alike else NAMED]
    xy = np.vstack([np.zeros((1, 2)), panel.xy[order]])
    names = [str(table.attrs.get("name", "")), *table["name"].astype(str).iloc[order]]
    kept = [
        text.get_window_extent().extents for text in panel.ax.texts if text.get_gid() in ("ring", "degrees", "scale")
    ]
    marks = [boxes_around(panel.ax, at[None], size**2) for at, size in zip(*shown, strict=True)]
    taken = np.vstack([np.array(kept).reshape(-1, 4), boxes_around(panel.ax, xy[:1], 330.0), *marks])
    gap = np.concatenate([[9.0], diameter[order] / 2 + 2])
    written = label(panel.ax, pen, xy[:1], names[:1], gap=gap[:1], size=BODY + 1, taken=taken)
    label(panel.ax, pen, xy[1:], names[1:], gap=gap[1:], size=SMALL, colour=FAINT, taken=np.vstack([taken, written]))


def _title(table: pd.DataFrame, pen: Pen) -> str:
    name, minutes = pen.short(str(table.attrs.get("name", ""))), f"{table.attrs.get('minutes', 60):g}"
    if table.attrs.get("linked", True):
        return pen.say(f"{name}：{minutes} 分钟供应圈", f"{name}: suppliers within {minutes} minutes")
    return pen.say(f"{name}：{minutes} 分钟以内的企业", f"{name}: firms within {minutes} minutes, linked or not")


def _legend(table: pd.DataFrame, inside: npt.NDArray[np.bool_], pen: Pen) -> list[Artist]:
    """Return what the marks mean, with their numbers, and how many of them lie beyond the map."""
    said = {
        "inside": pen.say("圈内", "inside"),
        "uncertain": pen.say("不确定", "uncertain"),
        "outside": pen.say("圈外", "outside"),
    }
    handles: list[Artist] = []
    for side, (marker, role) in SIDES.items():
        face, edge = _face_and_edge(pen, role)
        mine = table["verdict"].eq(side).to_numpy()
        beyond = int((mine & ~inside).sum())
        text = f"{said[side]} {mine.sum():,}"
        if beyond:
            text += pen.say(f"（{beyond:,} 家在图外）", f" ({beyond:,} not on the map)")
        rim = edge if edge != "white" else face
        handles.append(Line2D([], [], ls="none", marker=marker, mfc=face, mec=rim, ms=8, label=text))
    wet = int(_wet(table).sum())
    if wet:
        text = pen.say(f"直线跨海 {wet:,}", f"sea between {wet:,}")
        handles.append(Line2D([], [], ls="none", marker="o", mfc="none", mec=SEA, ms=10, label=text))
    return handles


def _note(table: pd.DataFrame, pen: Pen) -> str:
    parts = []
    if table.attrs.get("radius_km") is not None:
        zh = "虚线：按直线距离估算的行程；不确定：慢速与快速、或位置精度使其可能在圈内也可能在圈外"
        en = "rings: the estimate from distance; uncertain: inside or outside by speed, or by the place's precision"
        parts.append(pen.say(zh, en))
    else:
        zh, en = "不确定：快慢不同则在圈内或圈外", "uncertain: inside or outside by how fast one gets there"
        parts.append(pen.say(zh, en))
    if (np.nan_to_num(table["value"].to_numpy(dtype=np.float64)) > 0).any():
        linked = table.attrs.get("linked", True)
        zh, en = ("采购额", "the purchases from it") if linked else ("销售额", "what the firm sells")
        parts.append(pen.say(f"图形越大，{zh}越高", f"the larger the mark, the higher {en}"))
    lost = int(table["verdict"].eq("unknown").sum())
    if lost:
        parts.append(pen.say(f"{lost:,} 家位置或时间未知，未画", f"{lost:,} whose time is not known are not drawn"))
    if _wet(table).any():
        zh, en = "蓝圈：两地之间有海，估算看不见", "blue rim: the sea lies between, which the estimate does not see"
        parts.append(pen.say(zh, en))
    return pen.join(parts)
