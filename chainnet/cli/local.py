"""`rates`, `radius`, `concentration`: what is bought nearby, and from how many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from chainnet import terms
from chainnet.cli.areas import FORMS, area_of, estimate_options, grade_list
from chainnet.cli.common import Shared, command, network

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork
    from chainnet.travel import Estimate

AROUND_LEADERS = "(leaders)"


@command("rates")
@network
@click.option(
    "--area",
    metavar="AREA",
    help=f"What is local: {FORMS}. Unless given: what the data set says of itself, else city.",
)
@click.option(
    "--grade",
    metavar="G,…",
    help="Only suppliers of these grades count: champion, little_giant, srdi, innovative.",
)
@estimate_options
def rates(
    shared: Shared,
    network: str,
    area: str | None,
    grade: str | None,
    terminal: float,
    detour: float,
    speed: float,
) -> None:
    """Local supporting rate 本地配套率, by number, value and product.

    \b
    chainnet rates data/qingdao-rail --area city
    chainnet rates links.csv --firms firms.xlsx --area province -o rates.xlsx
    chainnet rates data/apple-suppliers --area region=China --format csv | head -3
    """
    from chainnet.measures import local_rate
    from chainnet.travel import Estimate

    net = shared.read(network)
    where = area_of(area, net, Estimate(terminal, detour, speed))
    table = local_rate(net, area=where, grade=grade_list(grade))
    shared.note(_about_rates(shared, f"{where.describe(shared.lang)}", net.about.value_unit))
    shared.put(table, "rates", net)
    shared.draw(lambda: _rates_figure(table, net, shared, where.describe(shared.lang), grade_list(grade)), net)


def _about_rates(shared: Shared, area: str, unit: str) -> str:
    if shared.lang == "zh":
        return f"本地：{area}。比率 = 分子 ÷ 分母（已知部分）；下界、上界把未知全算作外地、本地。" + (
            f"金额单位：{unit}/年。" if unit else ""
        )
    values = f" Values in {unit} a year." if unit else ""
    rule = "rate = numerator / denominator of what is known; low and high count the unknown as no and as yes."
    return f"local: {area}. {rule}{values}"


def _rates_figure(
    table: pd.DataFrame, net: SupplyNetwork, shared: Shared, area: str, grades: list[str] | None
) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    by = "value" if net.has_values else "count"
    rows = localised(table, net, shared.lang)
    leaders = set(net.leaders)
    chosen = rows[(rows["by"] == by) & (rows["buyer"].isin(leaders) | rows["buyer"].map(terms.is_group))]
    counted = terms.show_among(terms.MEASURES_BY, by, shared.lang)
    only = "、".join(terms.show(name, shared.lang) for name in grades or ())
    zh = f"本地配套率 · {counted}（{area}{'，仅' + only if only else ''}）"
    title = (
        zh if shared.lang == "zh" else f"Local supporting rate, {counted} ({area}{', only ' + only if only else ''})"
    )
    return plot_bars(
        chosen,
        label="name",
        value="rate",
        low="low",
        high="high",
        percent=True,
        title=title,
        lang=shared.lang,
    )[0]


@command("radius")
@network
@click.option(
    "--minutes", type=click.FloatRange(min=0), default=60.0, show_default=True, metavar="T", help="The threshold."
)
@click.option(
    "--grade",
    metavar="G,…",
    help="Only suppliers of these grades count: champion, little_giant, srdi, innovative.",
)
@click.option("--curve", is_flag=True, help="Coverage against the threshold, 0 to 180 minutes.")
@click.option("--around", is_flag=False, flag_value=AROUND_LEADERS, metavar="[ID,…]",
              help="Count all firms near these sites (each leader unless named), linked or not.")  # fmt: skip
@click.option("--alternatives", is_flag=True, help="For each product of a leader: who else within reach can make it.")
@estimate_options
def radius(
    shared: Shared, network: str, minutes: float, grade: str | None,
    curve: bool, around: str | None, alternatives: bool,
    terminal: float, detour: float, speed: float,
) -> None:  # fmt: skip
    """One-hour supply radius 一小时供应圈: what lies within T minutes, by the estimate of travel time.

    \b
    chainnet radius data/qingdao-rail --minutes 60
    chainnet radius data/qingdao-rail --curve --figure curve.png
    chainnet radius data/apple-suppliers --around pegatron-shanghai-2
    """
    from chainnet import measures
    from chainnet.travel import Estimate

    if sum([curve, around is not None, alternatives]) > 1:
        raise click.UsageError("--curve, --around and --alternatives are three tables: ask for one.")
    net = shared.read(network)
    times = Estimate(terminal, detour, speed)
    shared.note(_about_times(shared, times, minutes))
    _note_precision(shared, net)
    draw = partial(_curve_figure, net, times, minutes, shared)
    if curve:
        table, kind = measures.coverage_curve(net, times=times), "curve"
    elif around is not None:
        sites = None if around == AROUND_LEADERS else [part.strip() for part in around.split(",") if part.strip()]
        table = measures.around(net, sites=sites, minutes=minutes, times=times, grade=grade_list(grade))
        kind, draw = "radius", partial(_around_figure, table, net, minutes, shared)
    elif alternatives:
        table, kind = measures.alternatives(net, minutes=minutes, times=times), "alternatives"
        _note_left_out(shared, table)
        draw = partial(_alternatives_figure, table, net, minutes, shared)
    else:
        table, kind = measures.coverage(net, minutes=minutes, times=times, grade=grade_list(grade)), "radius"
    shared.put(table, kind, net)
    shared.draw(draw, net)


def _about_times(shared: Shared, times: Estimate, minutes: float) -> str:
    slow, middle, fast = (times.km(minutes, end=end) for end in ("slow", "middle", "fast"))
    if shared.lang == "zh":
        return f"{times.describe('zh')}；{minutes:g} 分钟约合 {middle:.1f} 公里（偏慢 {slow:.1f}，偏快 {fast:.1f}）"
    return f"{times.describe()}: {minutes:g} minutes is {middle:.1f} km (slow end {slow:.1f}, fast end {fast:.1f})"


def _note_left_out(shared: Shared, table: pd.DataFrame) -> None:
    """Say how many links have no product and so are not in the table."""
    number = table.attrs["left_out"]
    if number:
        zh, en = f"注意：{number:,} 条没有产品的关系未计入", f"note: {number:,} links without product are left out"
        shared.note(zh if shared.lang == "zh" else en)


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


def _around_figure(table: pd.DataFrame, net: SupplyNetwork, minutes: float, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    zh, en = f"{minutes:g} 分钟以内的企业占比", f"Share of firms within {minutes:g} minutes"
    title = zh if shared.lang == "zh" else en
    rows = localised(table, net, shared.lang)
    return plot_bars(
        rows, label="name", value="rate", low="slow", high="fast", percent=True,
        title=title, lang=shared.lang,
    )[0]  # fmt: skip


def _alternatives_figure(table: pd.DataFrame, net: SupplyNetwork, minutes: float, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    zh = f"{minutes:g} 分钟以内的替代供应商数（最多的产品）"
    title = zh if shared.lang == "zh" else f"Alternative suppliers within {minutes:g} minutes (products with the most)"
    rows = localised(table, net, shared.lang)
    rows = rows.assign(what=rows["product"] + " · " + rows["name"])
    return plot_bars(rows, label="what", value="alternatives", title=title, lang=shared.lang)[0]


def _curve_figure(net: SupplyNetwork, times: Estimate, minutes: float, shared: Shared) -> Figure:
    from chainnet.figures import plot_coverage
    from chainnet.measures import coverage_curve

    return plot_coverage(coverage_curve(net, times=times), threshold=minutes, lang=shared.lang)[0]


@command("concentration")
@network
@click.option("--summary", is_flag=True, help="One row a buyer and group instead of one a product.")
def concentration(shared: Shared, network: str, summary: bool) -> None:
    """Single sources and the Herfindahl-Hirschman index of each product of each buyer.

    \b
    chainnet concentration data/qingdao-rail --rows 10
    chainnet concentration data/qingdao-rail --summary --format json
    """
    from chainnet import measures

    net = shared.read(network)
    table = measures.concentration(net)
    if not net.has_products:
        zh, en = (
            "注意：供货关系都没有产品，无法计算集中度",
            "note: no link has a product, so there is nothing to concentrate on",
        )
        shared.note(zh if shared.lang == "zh" else en)
    _note_left_out(shared, table)
    overview = measures.concentration_summary(net)
    if summary:
        shared.put(overview, "concentration_summary", net)
    else:
        shared.put(table, "concentration", net)
    shared.draw(lambda: _concentration_figure(overview, net, shared), net)


def _concentration_figure(overview: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.sections.parts import main_rows
    from chainnet.report.tables import localised

    title = (
        "供应集中度 HHI（按金额加权）" if shared.lang == "zh" else "Concentration of suppliers (HHI, weighted by value)"
    )
    rows = main_rows(localised(overview, net, shared.lang), net)
    return plot_bars(rows, label="name", value="hhi", title=title, lang=shared.lang)[0]
