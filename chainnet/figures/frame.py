"""What stands around a drawing: the figure, its title over it, the legend and the note under it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from chainnet.errors import InputError, Said
from chainnet.figures.style import FAINT, INK, SMALL, TITLE, Pen, dress
from chainnet.network import SupplyNetwork

MARGIN = 14.0
"""Points between what stands in a figure of ours and its edge."""
NOTE = "note"


_SAVED: dict[Any, Any] = {"pdf.fonttype": 3, "svg.fonttype": "path", "svg.hashsalt": "chainnet"}
"""Whatever matplotlib's settings are: a PDF holds the outlines of just the characters that it shows, and their codes,
so that text can be searched and copied (its Type 42 would put an OpenType font where TrueType belongs); an SVG draws
text as paths, so that no font is needed; the same figure is the same file."""


class Picture(Figure):
    """A matplotlib figure that Jupyter shows when it is the last expression of a cell; pyplot is not used."""

    def savefig(self, *args: Any, **options: Any) -> None:
        """Save the figure as matplotlib does, fonts embedded."""
        with rc_context(_SAVED):
            super().savefig(*args, **options)

    def _repr_png_(self) -> bytes:
        png = io.BytesIO()
        self.savefig(png, format="png")
        return png.getvalue()


def new_figure(width: float, height: float, **options: Any) -> Picture:
    """Return an empty figure of `width` x `height` inches that can measure its texts."""
    figure = Picture(figsize=(width, height), **options)
    FigureCanvasAgg(figure)
    return figure


def figure_of(ax: Axes) -> Figure:
    """Return the figure that holds `ax`, through any subfigures."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # an Axes that was taken out of its figure can't be drawn on
    return figure


def axes_of(ax: Any, panels: int) -> list[Axes]:
    """Return the axes that are given, one a panel.

    Raises
    ------
    InputError
        Where they are no axes, or fewer than there are panels.
    """
    axes = [ax] if isinstance(ax, Axes) else list(ax) if isinstance(ax, Iterable) else []
    if not axes or not all(isinstance(given, Axes) for given in axes):
        hint = Said("give those that figure.subplots() returns", "请给 figure.subplots() 返回的坐标系")
        raise InputError.one(Said("`ax` holds no axes", "`ax` 不是坐标系"), hint=hint)
    if len(axes) < panels:
        raise InputError.one(
            Said(f"{len(axes)} axes for {panels} panels", f"有 {panels} 幅分图，只给了 {len(axes)} 个坐标系"),
            hint=Said("give in `ax` as many as there are panels", "`ax` 中坐标系的个数请与分图相同"),
        )
    return axes[:panels]


def canvas(ax: Axes | None, width: float, height: float) -> tuple[Axes, bool]:
    """Return the axes to draw on, bare, and whether they are in a new figure of `width` x `height` inches."""
    own = ax is None
    if ax is None:
        ax = new_figure(width, height).add_axes((0.02, 0.12, 0.96, 0.78))
    (ax,) = axes_of(ax, 1)
    ax.set_axis_off()
    return ax, own


def marked(pen: Pen, title: str, synthetic: bool | None) -> str:
    """Return a title that says of synthetic data that they are."""
    if synthetic and not re.search("合成|synthetic", title, re.IGNORECASE):
        title += pen.say("（合成数据）", " (synthetic)")
    return pen.safe(title)


def full_title(pen: Pen, net: SupplyNetwork, title: str | None) -> str:
    """Return the given title, or else one of the network's name and how many firms and links it has."""
    if title is not None:
        return marked(pen, title, net.about.synthetic)
    firms, links = ("firm" if net.n == 1 else "firms"), ("supply link" if net.m == 1 else "supply links")
    name = net.about.name(pen.lang) or pen.say("供应网络", "Supply network")
    return marked(pen, name, net.about.synthetic) + pen.say(
        f"：{net.n:,} 家企业、{net.m:,} 条供货关系", f": {net.n:,} {firms}, {net.m:,} {links}"
    )


def put_title(ax: Axes, text: str, *, room: float | None = None, size: float = TITLE, pad: float = 9) -> Text:
    """Write a title over the left edge of `ax`: smaller, then on two lines, where it is wider than `room` pixels."""
    title = dress(ax.set_title(text, loc="left", y=1.0, fontsize=size, color=INK, pad=pad))
    room = ax.get_window_extent().width if room is None else room
    for smaller in (size, 0.9 * size, 0.8 * size):
        title.set_fontsize(smaller)
        if title.get_window_extent().width <= room:
            return title
    share = room / title.get_window_extent().width
    ends = [found.end() for found in re.finditer(r"[：；，、）] ?|[:;,)]? ", text)]
    ends = [end for end in ends if end <= share * len(text)]
    if ends:
        title.set_text(f"{text[: ends[-1]].rstrip()}\n{text[ends[-1] :]}")
    return title


def put_below(
    ax: Axes, pen: Pen, handles: Sequence[Artist], note: str, *, room: float | None = None, pad: float = 8
) -> float:
    """Put the legend and, under it, the note below `ax`, left-aligned.

    Parameters
    ----------
    handles : sequence of Artist
        Of the legend, in one row where `room` allows.
    note : str
        Wrapped to `room`; empty for none.
    room : float, optional
        Width in pixels; that of `ax` unless said otherwise.
    pad : float
        Points between the axes and what is below it.

    Returns
    -------
    float
        How far down it reaches below the axes, in points.
    """
    point = figure_of(ax).dpi / 72
    room = ax.get_window_extent().width if room is None else room
    depth = pad
    if handles:
        depth += _put_legend(ax, handles, room, pad) / point + 5
    text = ax.annotate("", (0, 0), (0, -depth - 2), xycoords="axes fraction", textcoords="offset points")
    text.set(va="top", fontsize=SMALL, color=FAINT, gid=NOTE)
    text.set_text(pen.wrap(note, letters(ax, SMALL, room)))
    return depth + max(text.get_window_extent().height / point, SMALL * 1.4) + 2  # a line is kept for `rewrite_note`


def rewrite_note(ax: Axes, pen: Pen, note: str, *, room: float | None = None) -> None:
    """Replace the note that `put_below` wrote, when more is known."""
    for text in ax.texts:
        if text.get_gid() == NOTE:
            text.set_text(pen.wrap(note, letters(ax, SMALL, room)))


def letters(ax: Axes, size: float, room: float | None = None) -> int:
    """Return how many Latin letters of a size a line as wide as `ax`, or `room` pixels, holds."""
    width = ax.get_window_extent().width if room is None else room
    return int(width / figure_of(ax).dpi * 72 / size * 1.9)


def _put_legend(ax: Axes, handles: Sequence[Artist], room: float, pad: float) -> float:
    """Put the legend below `ax` on as few rows as fit and return its height in pixels."""
    height = 0.0
    for rows in (1, 2, 3):
        legend = ax.legend(
            handles=list(handles),
            loc="upper left",
            bbox_to_anchor=(0, 0),
            ncols=-(-len(handles) // rows),
            borderaxespad=pad / 9.5,
            borderpad=0,
            handlelength=1.2,
            handletextpad=0.4,
            columnspacing=1.3,
            scatterpoints=1,
        )
        box = legend.get_window_extent()
        height = box.height
        if box.width <= room:
            break
    return height


def fit(axes: Sequence[Axes], widths: Sequence[float], title: Text, below: float, *, gap: float = 20) -> None:
    """Set the axes side by side in their own figure, so that the title and what is below fit.

    Parameters
    ----------
    widths : sequence of float
        Relative widths of the axes.
    title : Text
        The highest of the titles.
    below : float
        What `put_below` returned, in points.
    gap : float
        Points between two axes.
    """
    figure = figure_of(axes[0])
    point = figure.dpi / 72
    width, height = (size / point for size in figure.bbox.size)
    over = (title.get_window_extent().y1 - axes[0].get_window_extent().y1) / point
    bottom, top = below + MARGIN * 0.8, height - over - MARGIN
    room = width - 2 * MARGIN - gap * (len(axes) - 1)
    left = MARGIN
    for ax, share in zip(axes, widths, strict=True):
        wide = room * share / sum(widths)
        ax.set_position((left / width, bottom / height, wide / width, (top - bottom) / height))
        left += wide + gap
