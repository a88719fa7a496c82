"""The Sankey diagram of tiers: how much flows from tier to tier, and from where."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainnet.errors import InputError, Said
from chainnet.figures.cells import MOST_TIERS, heads_of, largest
from chainnet.figures.colours import Colours
from chainnet.figures.columns import need_leaders, purchases
from chainnet.figures.english import words_of
from chainnet.figures.flows import Flows, share_of
from chainnet.figures.frame import canvas, figure_of, fit, full_title, put_below, put_title, rewrite_note
from chainnet.figures.legends import local_said, shade_handles
from chainnet.figures.marks import SHADES, Look
from chainnet.figures.ribbons import (
    Head,
    amount_of,
    draw_flows,
    draw_nodes,
    draw_scale,
    place,
    write_heads,
)
from chainnet.figures.style import Pen, style
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

BY = ("value", "count")
LEADERS = 8
"""So many leaders are nodes of their own at most."""


def plot_sankey(
    net: SupplyNetwork,
    *,
    by: str | None = None,
    weigh: str | None = None,
    local: pd.Series | None = None,
    lang: str = "zh",
    ax: Axes | None = None,
    colours: Colours | None = None,
    title: str | None = None,
    note: str | None = None,
) -> tuple[Figure, Axes]:
    """Draw how much flows from tier to tier, up to the chain leaders on the right, widths to scale.

    Parameters
    ----------
    net : SupplyNetwork
        With at least one leader.
    by : str, optional
        A column of the firms that divides each tier of suppliers, as cluster, region, province or stage: its seven
        largest values, the rest as one. None: tiers are whole.
    weigh : {"value", "count"}, optional
        Whether widths are values or numbers of links, one a pair of firms; by value where any is known unless said
        otherwise.
    local : Series, optional
        True, False or missing, indexed by firm: flows have the colours of their suppliers.
    lang : {"zh", "en"}
    ax : Axes, optional
        Where to draw; a new figure unless given.
    colours : mapping, optional
        "local", "outside", "unknown", "plain" -> a matplotlib colour in place of the default.
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
        Where the network has no leader, nothing is known of `by` or of values, `by` holds numbers, or `weigh` is
        neither word.

    Notes
    -----
    A firm's tier is its shortest way to a leader, so it sells to the next tier, within its own, or back to a higher
    one. Only the first is drawn; under each tier stands how much the other two are. Leaders
    are nodes of their own, the largest buyers. A node is as tall as the larger of
    what comes in and what goes on. Links of unknown value have no width: the note says how many.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> fig, ax = plot_sankey(cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]})), lang="en")
    >>> [patch.get_gid() for patch in ax.patches if patch.get_gid().startswith("flow")]
    ['flow-plain']
    """
    need_leaders(net)
    by_value = _by_value(net, weigh)
    with style(lang, colours) as pen:
        ax, own = canvas(ax, 11.6, 6.2)
        look = Look.of(net, local)
        column, called, lost = _columns(net, pen)
        group, *names = _groups(net, pen, by)
        flows = Flows.of(net, column, group, look, by_value=by_value)
        heads = [_head(net, pen, flows, name, at, int((column == at).sum())) for at, name in enumerate(called)]
        heading = put_title(ax, full_title(pen, net, title))
        area = local_said(pen, look, local)
        said = pen.join([area, _note(net, pen, flows, lost, 0), pen.safe(note or "")])
        below = put_below(ax, pen, shade_handles(pen, _sold(flows)), said)
        if own:
            fit([ax], [1.0], heading, below)
        width, height = ax.get_window_extent().size
        ax.set(xlim=(0, width), ylim=(0, height))
        names.reverse()  # the leaders' first
        nodes = place(ax, pen, net, flows, heads, names)
        for at in range(1, len(flows.amount)):
            draw_flows(ax, pen, flows.between(at), nodes, at)
        unnamed = draw_nodes(ax, pen, flows, nodes, names)
        write_heads(ax, pen, flows, heads, nodes)
        draw_scale(ax, pen, net, flows, nodes)
        if unnamed:
            rewrite_note(ax, pen, pen.join([area, _note(net, pen, flows, lost, unnamed), pen.safe(note or "")]))
    return figure_of(ax), ax


# ---- what flows -------------------------------------------------------------------------------------------


def _by_value(net: SupplyNetwork, weigh: str | None) -> bool:
    if weigh is None:
        return net.has_values
    if weigh not in BY:
        problem = Said(f"no weight {weigh!r}", f"没有“{weigh}”这种宽度")
        raise InputError.one(problem, hint=Said(f"write one of {', '.join(BY)}", f"写以下之一：{'、'.join(BY)}"))
    if weigh == "value" and not net.has_values:
        hint = Said("fill in the column value, or weigh by count", "请填写金额列，或按关系数（count）")
        raise InputError.one(Said("no link has a value", "没有供货关系有金额"), hint=hint, column="value")
    return weigh == "value"


def _columns(net: SupplyNetwork, pen: Pen) -> tuple[Ints, list[str], int]:
    """Return each firm's column, -1 where no path leads to a leader; the columns' names; and how many have none."""
    tier = net.tiers().to_numpy()
    reached = np.isfinite(tier)
    column = np.where(reached, np.minimum(np.nan_to_num(tier), MOST_TIERS), -1).astype(np.int64)
    return column, heads_of(column, tier, pen), int((~reached).sum())


def _groups(net: SupplyNetwork, pen: Pen, by: str | None) -> tuple[Ints, list[str], list[str]]:
    """Return the group of each firm, the names of suppliers' groups, and of the leaders', each of which is one."""
    group: Ints = np.zeros(net.n, dtype=np.int64)
    names = [""]
    if by is not None:
        column = net.firm_column(by)
        if not column.notna().any():
            said = ", ".join(str(name) for name in net.firms.columns)
            problem = Said(f"the firms table says nothing of {by}", f"企业表没有“{by}”")
            raise InputError.one(problem, hint=Said(f"write one of {said}", f"写以下之一：{said}"), column=by)
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            problem = Said("the column holds numbers, which are no groups", "此列是数值，不能分组")
            hint = Said(
                "write a column of words, as stage or city, or put the numbers into classes (pandas.cut) in a column",
                "请写文字列，如 stage 或 city；或把数值分成几档（pandas.cut）另存一列",
            )
            raise InputError.one(problem, hint=hint, column=by)
        words = words_of(net, by, pen.lang)
        group, names = largest(column, ~net.is_leader, words, pen, pen.say("其他", "other"))
    leaders = np.flatnonzero(net.is_leader)
    leaders = leaders[np.argsort(-purchases(net)[leaders], kind="stable")]
    group[leaders] = np.minimum(np.arange(len(leaders)), LEADERS - 1)
    called = [pen.short(name, 40) for name in net.names(pen.lang).iloc[leaders[:LEADERS]]]
    if len(leaders) > LEADERS:
        rest = len(leaders) - LEADERS + 1
        called[-1] = pen.say(f"其他 {rest:,} 家", f"{rest:,} others")
    return group, names, called


def _head(net: SupplyNetwork, pen: Pen, flows: Flows, name: str, column: int, firms: int) -> Head:
    count = pen.say(f"{firms:,} 家", f"{firms:,} firms" if firms != 1 else "1 firm")
    return Head(name, f"{count} · {amount_of(net, pen, flows, float(flows.size(column).sum()))}")


def _sold(flows: Flows) -> dict[str, float]:
    """Return what firms of each shade sell to the next tier."""
    drawn = sum(flows.between(at).sum(axis=(0, 1)) for at in range(1, len(flows.amount)))
    return dict(zip(SHADES, np.broadcast_to(drawn, len(SHADES)).tolist(), strict=True))


def _note(net: SupplyNetwork, pen: Pen, flows: Flows, lost: int, unnamed: int) -> str:
    total = max(flows.total, 1e-300)
    within = sum(flows.within(at) for at in range(len(flows.amount))) / total
    back = sum(flows.back(at) for at in range(len(flows.amount))) / total
    parts = [pen.say("宽度按金额", "widths to scale by value")]
    if not flows.by_value:
        parts = [pen.say("宽度按关系数，两家企业间为一条", "widths to scale by number of links, one a pair of firms")]
    if within or back:
        zh = f"只画流向下一级的部分，同级之间 {share_of(within)}、回流 {share_of(back)} 未画"
        en = f"what goes to the next tier is drawn: {share_of(within)} stays in a tier, {share_of(back)} goes back"
        parts.append(pen.say(zh, en))
    if flows.unvalued:
        zh, en = (
            f"{flows.unvalued:,} 条关系金额未知，不计",
            f"{flows.unvalued:,} links of unknown value are not counted",
        )
        parts.append(pen.say(zh, en))
    if lost:
        theirs = amount_of(net, pen, flows, flows.elsewhere)
        zh, en = f"{lost:,} 家企业未达任何链主", f"{lost:,} firms reach no leader"
        zh, en = (f"{zh}，其交易 {theirs} 未画", f"{en}: {theirs} of theirs not drawn") if flows.elsewhere else (zh, en)
        parts.append(pen.say(zh, en))
    if unnamed:
        parts.append(pen.say(f"{unnamed:,} 个小组未标名", f"{unnamed:,} small groups not named"))
    return pen.join(parts)
