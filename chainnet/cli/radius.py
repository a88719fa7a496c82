"""`radius`: what lies within so many minutes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from chainnet.cli.areas import grade_list
from chainnet.cli.common import Shared, command, network
from chainnet.cli.concentration import note_left_out
from chainnet.cli.times import times_options
from chainnet.cli.usage import wrong
from chainnet.cli.words import GRADES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork
    from chainnet.travel import Times

AROUND_LEADERS = "(leaders)"


@command("radius")
@network
@click.option(
    "--minutes", type=click.FloatRange(min=0), default=60.0, show_default=True, metavar="T", help="The threshold."
)
@click.option(
    "--grade",
    metavar="G,…",
    type=GRADES,
    help="Only suppliers of exactly these grades count: champion, little_giant, srdi, innovative. None takes in "
    "another: srdi is without little giants and champions, so list all that count.",
)
@click.option("--curve", is_flag=True, help="Coverage against the threshold, 0 to 180 minutes.")
@click.option("--around", is_flag=False, flag_value=AROUND_LEADERS, metavar="[ID,…]",
              help="Count all firms near these sites (each leader unless named), linked or not.")  # fmt: skip
@click.option("--alternatives", is_flag=True, help="For each product of a leader: who else within reach can make it.")
@click.option("--leader", metavar="ID", help="List the suppliers of this firm: inside, uncertain, outside; the figure "
              "is their map.")  # fmt: skip
@times_options
def radius(
    shared: Shared, network: str, minutes: float, grade: str | None,
    curve: bool, around: str | None, alternatives: bool, leader: str | None, times: Times,
) -> None:  # fmt: skip
    """One-hour supply radius 一小时供应圈: what lies within T minutes.

    \b
    chainnet radius data/qingdao-rail --minutes 60
    chainnet radius data/qingdao-rail --curve --figure curve.png
    chainnet radius data/qingdao-rail --leader QD0001 --figure map.png
    chainnet radius data/qingdao-rail --alternatives --figure gaps.png
    chainnet radius data/apple-suppliers --around pegatron-shanghai-2 --figure near.png
    """
    from chainnet import measures

    if sum([curve, alternatives, leader is not None]) > 1 or (around is not None and (alternatives or leader)):
        raise wrong(
            "--curve, --around, --alternatives and --leader are tables of their own: ask for one, or for the --curve "
            "of --around.",
            "--curve、--around、--alternatives、--leader 各是一张表，请只写一个；--curve 可与 --around 同用",
        )
    if leader is not None and grade is not None:
        raise wrong(
            "--grade goes with rates: leave it out beside --leader.", "--grade 用于覆盖率，与 --leader 同用时请去掉"
        )
    net = shared.read(network)
    shared.times = times
    shared.note(_about_times(shared, times, minutes))
    _note_precision(shared, net)
    draw: Callable[[], Figure]
    sites = [part.strip() for part in (around or "").split(",") if part.strip() and around != AROUND_LEADERS] or None
    if curve:
        made = measures.coverage_curve if around is None else partial(measures.around_curve, sites=sites)
        table, kind = made(net, times=times), "curve"
        draw = partial(_curve_figure, table, net, minutes, shared, potential=around is not None)
    elif around is not None:
        table = measures.around(net, sites=sites, minutes=minutes, times=times, grade=grade_list(grade))
        _note_ways(shared, table.attrs["ways_left_out"])
        kind, draw = "radius", partial(_around_figure, table, net, minutes, times, shared)
    elif alternatives:
        table, kind = measures.alternatives(net, minutes=minutes, times=times), "alternatives"
        note_left_out(shared, table)
        draw = partial(_alternatives_figure, table, net, minutes, shared)
    elif leader is not None:
        table, kind = measures.reachability(net, leader=leader, minutes=minutes, times=times), "reachability"
        draw = partial(_map, table, net, shared)
    else:
        table, kind = measures.coverage(net, minutes=minutes, times=times, grade=grade_list(grade)), "radius"
        draw = partial(_realised_curve, net, times, minutes, shared)
    _note_water(shared, table)
    shared.put(table, kind, net)
    shared.draw(draw, net)


def _about_times(shared: Shared, times: Times, minutes: float) -> str:
    """Say where the times come from; of the estimate also how far one gets."""
    from chainnet.travel import Estimate

    if not isinstance(times, Estimate):
        return f"时间：{times.describe('zh')}" if shared.lang == "zh" else f"times: {times.describe()}"
    slow, middle, fast = (times.km(minutes, end=end) for end in ("slow", "middle", "fast"))
    if shared.lang == "zh":
        return f"{times.describe('zh')}；{minutes:g} 分钟约合 {middle:.1f} 公里（偏慢 {slow:.1f}，偏快 {fast:.1f}）"
    return f"{times.describe()}: {minutes:g} minutes is {middle:.1f} km (slow end {slow:.1f}, fast end {fast:.1f})"


def _note_precision(shared: Shared, net: SupplyNetwork) -> None:
    """Say how many firms stand at the point of a whole district or city."""
    counts = net.firm_column("precision").value_counts()
    district, city = (int(counts.get(level, 0)) for level in ("district", "city"))
    if district + city:
        zh = f"注意：{district:,} 家企业只定位到区县，{city:,} 家只定位到城市，都放在其代表点上；上下界已计入"
        en = (
            f"note: {district:,} firms stand at the one point of their district, {city:,} at that of their city; "
            "low and high allow for it"
        )
        shared.note(zh if shared.lang == "zh" else en)


def _note_water(shared: Shared, table: pd.DataFrame) -> None:
    """Say how many firms that may be within reach have the sea between, where times are an estimate."""
    import numpy as np

    if "over_water" not in table or not table["over_water"].any():
        return
    if "verdict" in table:
        number = int((table["over_water"].eq(True) & table["verdict"].isin(["inside", "uncertain"])).sum())
    else:
        number = int(np.nan_to_num(table["over_water"].iloc[0]))
    if number:
        zh = f"注意：圈内（或可能在圈内）的企业最多 {number:,} 家隔海，直线估算看不见；请核对，或给出 --roads"
        en = (
            f"note: up to {number:,} firms that may be within reach have the sea between, "
            "which the estimate does not see: check them, or give --roads"
        )
        shared.note(zh if shared.lang == "zh" else en)


def _note_ways(shared: Shared, number: int) -> None:
    """Say that able firms are not looked at where they are too many."""
    if number:
        zh = f"注意：可供货的组合有 {number:,} 种，太多，只按家数计算；用 --around 企业 指定少数企业可看其余各项"
        en = f"note: {number:,} ways to be supplied are too many: by count alone; name sites (--around ID,…) for more"
        shared.note(zh if shared.lang == "zh" else en)


def _around_figure(table: pd.DataFrame, net: SupplyNetwork, minutes: float, times: Times, shared: Shared) -> Figure:
    """Draw the map of one site, the bars of several."""
    from chainnet.figures import plot_bars
    from chainnet.measures import reachability
    from chainnet.report.tables import localised

    sites = [site for site in table["buyer"].unique() if site in net.firms.index]
    if len(sites) == 1 and net.located[net.code(sites[0])]:
        return _map(reachability(net, leader=sites[0], minutes=minutes, times=times, linked=False), net, shared)
    zh, en = f"{minutes:g} 分钟以内的企业占比", f"Share of firms within {minutes:g} minutes"
    title = zh if shared.lang == "zh" else en
    rows = localised(table[table["by"].eq("count")], net, shared.lang)
    return plot_bars(
        rows, label="name", value="rate", low="slow", high="fast", percent=True,
        title=title, lang=shared.lang,
    )[0]  # fmt: skip


def _map(table: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_reachability
    from chainnet.report.tables import localised

    shown = localised(table, net, shared.lang)
    shown.attrs.update(table.attrs, name=str(net.names(shared.lang)[table.attrs["leader"]]))
    return plot_reachability(shown, lang=shared.lang)[0]


def _alternatives_figure(table: pd.DataFrame, net: SupplyNetwork, minutes: float, shared: Shared) -> Figure:
    from chainnet.figures import plot_alternatives
    from chainnet.report.tables import localised

    zh, en = f"{minutes:g} 分钟以内的替代供应商数", f"Alternative suppliers within {minutes:g} minutes"
    title = zh if shared.lang == "zh" else en
    return plot_alternatives(localised(table, net, shared.lang), title=title, lang=shared.lang)[0]


def _realised_curve(net: SupplyNetwork, times: Times, minutes: float, shared: Shared) -> Figure:
    from chainnet.measures import coverage_curve

    return _curve_figure(coverage_curve(net, times=times), net, minutes, shared)


def _curve_figure(
    table: pd.DataFrame, net: SupplyNetwork, minutes: float, shared: Shared, *, potential: bool = False
) -> Figure:
    from chainnet.figures import plot_coverage
    from chainnet.report.tables import localised

    rows = localised(table, net, shared.lang)
    title = None
    if potential and len(rows):
        name, zh = rows["name"].iloc[0], "多少分钟以内有多少企业（不论是否供货）"
        title = f"{zh}：{name}" if shared.lang == "zh" else f"Firms within so many minutes, linked or not: {name}"
    return plot_coverage(rows, threshold=minutes, lang=shared.lang, title=title)[0]
