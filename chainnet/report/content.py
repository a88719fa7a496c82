"""What the report says, section by section: tables, figures and, where data are lacking, what to add."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from chainnet import figures, measures, terms
from chainnet.areas import Area
from chainnet.errors import InputError
from chainnet.measures.local_rate import local_firms
from chainnet.network import SupplyNetwork
from chainnet.report.settings import Settings
from chainnet.report.tables import KINDS, Kind, localised

Draw = Callable[[], Figure]


@dataclass
class Table:
    """A table: its file name, what stands above it, which rows the page shows."""

    name: str
    title: str
    frame: pd.DataFrame
    kind: Kind
    shown: pd.DataFrame

    @property
    def hidden(self) -> int:
        """Number of rows that only the file has."""
        return len(self.frame) - len(self.shown)


@dataclass
class Picture:
    """A figure: its file name, what it shows in words, and how it is drawn."""

    name: str
    caption: str
    draw: Draw


@dataclass
class Card:
    """A headline number with its bounds."""

    label: str
    number: str
    bounds: str = ""


@dataclass
class Section:
    """One part of the page."""

    key: str
    title: str
    lead: str = ""
    cards: list[Card] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    definition: str = ""


def sections(net: SupplyNetwork, settings: Settings) -> list[Section]:
    """Return the parts of the report, in the order of the page."""
    local = local_or_none(net, settings.area)
    parts = (
        partial(_network, local=local),
        _rates,
        _radius,
        _concentration,
        _removal,
        _centrality,
    )
    return [part(net, settings) for part in parts]


def local_or_none(net: SupplyNetwork, area: Area) -> pd.Series | None:
    """Return which firms are local, None where the data don't say what is."""
    try:
        return local_firms(net, area=area)
    except InputError:
        return None


def percent(value: float) -> str:
    """Return a share as a percentage; a dash where it is not defined."""
    return "—" if math.isnan(value) else f"{value:.1%}"


def span(low: float, high: float, settings: Settings, what: str = "") -> str:
    """Return bounds as text; empty where they are one."""
    if math.isnan(low) or math.isnan(high) or f"{low:.1%}" == f"{high:.1%}":
        return ""
    return f"{what}{percent(low)} – {percent(high)}"


# ---- the network ------------------------------------------------------------------------------------------


def _network(net: SupplyNetwork, settings: Settings, *, local: pd.Series | None) -> Section:
    say = settings.say
    section = Section("network", say("供应网络", "The network"))
    section.cards = [
        Card(say("企业", "firms"), f"{net.n:,}", say(f"链主 {len(net.leaders)} 家", f"{len(net.leaders)} chain leaders")),
        Card(say("供货关系", "links"), f"{net.m:,}", say(f"产品 {len(net.products)} 种", f"{len(net.products)} products")),
        Card(say("已知位置", "located"), percent(float(net.located.mean())), f"{int(net.located.sum()):,} / {net.n:,}"),
    ]
    if net.has_values:
        total = float(pd.Series(net.value).sum())
        section.cards.insert(2, Card(say("年采购额", "purchases a year"), *_amount(total, net.about.value_unit, settings)))
    else:
        section.lacks.append(say("没有采购额：按金额的指标不计算，只按家数。在 links 表中填 value（采购额）一列。",
                                 "No values: nothing is measured by value, only by number. Fill in the column value of the links."))  # fmt: skip
    if net.leaders:
        section.pictures.append(Picture("tiers", say("供应网络：从左到右逐级供货，右端为链主", "The network: goods flow from left to right, to the chain leaders"),
                                        lambda: figures.plot_tiers(net, local=local, lang=settings.lang)[0]))  # fmt: skip
    else:
        section.lacks.append(say("没有指定链主：不能分级，链主的指标不计算。在 firms 表的 role 列写“链主”，或用 --leaders 指定。",
                                 "No chain leader is named: there are no tiers and no figures for leaders. Write leader in the column role, or name them with --leaders."))  # fmt: skip
        section.pictures.append(Picture("force", say("供应网络（力导向布局）", "The network (force layout)"),
                                        lambda: figures.plot_force(net, local=local, seed=settings.seed, lang=settings.lang)[0]))  # fmt: skip
    if net.has_places:
        reach = settings.times.km(settings.minutes)
        section.pictures.append(Picture("map", say("企业位置与一小时圈（估算）", "Where the firms are, and the one-hour radius (estimate)"),
                                        lambda: figures.plot_map(net, local=local, radius_km=reach, lang=settings.lang)[0]))  # fmt: skip
    return section


def _amount(value: float, unit: str, settings: Settings) -> tuple[str, str]:
    """Return an amount in figures that a person takes in at a glance, and its unit."""
    if settings.lang == "zh" and unit == "万元" and value >= 1e4:
        return f"{value / 1e4:,.0f}", "亿元"
    if settings.lang == "en" and unit == "万元" and value >= 1e5:
        return f"{value / 1e5:,.1f}", "billion yuan"
    return f"{value:,.0f}", unit


# ---- local supporting rate --------------------------------------------------------------------------------


def _rates(net: SupplyNetwork, settings: Settings) -> Section:
    say = settings.say
    section = Section("rates", say("本地配套率", "Local supporting rate"))
    section.definition = say(
        "按家数：本地供应商数 ÷ 供应商数；按金额：向本地供应商的采购额 ÷ 采购额；按产品：至少有一家本地供应商（或过半金额来自本地）的产品数 ÷ 采购的产品数。"
        "分母只含位置已知的部分，下界与上界把未知全部算作外地、本地。目前没有统一的国家标准，所以公式与边界一并写出。",
        "By number: local suppliers / suppliers. By value: purchases from local suppliers / purchases. By product: products with a local supplier (or more "
        "than half their value from local ones) / products bought. The denominator holds what is known; the bounds count the unknown as outside and as local. "
        "No published standard defines the rate, so the formula and the boundary are printed with it.",
    )
    section.lead = say("本地：", "Local: ") + settings.area.describe(settings.lang)
    try:
        table = localised(measures.local_rate(net, area=settings.area), net, settings.lang)
    except InputError as error:
        section.lacks.append(_no_area(error, settings))
        return section
    group = "(leaders)" if net.leaders else "(all)"
    section.cards = [_rate_card(row, settings) for _, row in table[table["buyer"] == group].iterrows() if not math.isnan(row["rate"])]
    shown = table[table["buyer"].isin([*net.leaders]) | table["buyer"].str.startswith("(")]
    shown = shown if len(shown) > 8 else table.head(40)
    section.tables.append(Table("rates", say("各链主与全部采购商", "Chain leaders and all buyers"), table, KINDS["rates"], _short(shown, ("mean", "members", "undefined", "left_out"))))
    _published(net, settings, section)
    by = "value" if net.has_values else "count"
    bars = table[(table["by"] == by) & table["rate"].notna()]
    bars = bars[bars["buyer"].isin(net.leaders) | bars["buyer"].str.startswith("(")] if net.leaders else bars.head(15)
    if len(bars) > 1:
        title = say(f"本地配套率（{terms.show_by(by, 'zh')}）", f"Local supporting rate, {terms.show_by(by, 'en')}")
        section.pictures.append(Picture("rates", title, lambda: figures.plot_bars(bars, label="name", value="rate", low="low", high="high", percent=True, title=title, lang=settings.lang)[0]))
    return section


def _rate_card(row: pd.Series, settings: Settings) -> Card:
    label = terms.show_by(str(row["by"]), settings.lang)
    said = f"{row['numerator']:,.0f} / {row['denominator']:,.0f}"
    bounds = span(row["low"], row["high"], settings, settings.say("界 ", "bounds "))
    return Card(label, percent(row["rate"]), f"{said}　{bounds}" if bounds else said)


def _no_area(error: InputError, settings: Settings) -> str:
    return settings.say(
        f"数据未说明企业在哪里（{settings.area.describe('zh')}无法判断），本地配套率不计算。在 firms 表中填 adcode（行政区划代码）、city（城市）或 cluster（集群），或换一个 --area。",
        f"The data do not say where the firms are ({error}), so no rate is given. Fill in adcode, city or cluster of the firms, or choose another --area.",
    )


def _published(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    """Set the published facts beside what is measured."""
    if not net.about.published:
        return
    rows = [
        {
            settings.say("公布的指标", "published"): str(fact.get(f"name_{settings.lang}") or fact.get("name_en") or fact.get("measure", "")),
            settings.say("公布值", "value"): str(fact.get("value", "")),
            settings.say("来源", "source"): str(fact.get(f"source_{settings.lang}") or fact.get("source", "")),
        }
        for fact in net.about.published
    ]
    frame = pd.DataFrame(rows)
    section.tables.append(Table("published", settings.say("公布的数据（对照）", "What was published, to compare"), frame, Kind(), frame))


def _short(table: pd.DataFrame, without: tuple[str, ...]) -> pd.DataFrame:
    """Return the table as the page shows it: without ids and the columns that only the file needs."""
    named = table.drop(columns=[column for column in ("buyer", "firm", *without) if column in table and ("name" in table or column in without)])
    empty = [column for column in named if named[column].isna().all() or named[column].astype("str").eq("").all()]
    return named.drop(columns=empty) if len(named) else named


# ---- one-hour radius --------------------------------------------------------------------------------------


def _radius(net: SupplyNetwork, settings: Settings) -> Section:
    say, minutes = settings.say, f"{settings.minutes:g}"
    title = say("一小时供应圈", "One-hour supply radius") if settings.minutes == 60 else say(f"{minutes} 分钟供应圈", f"{minutes}-minute supply radius")
    section = Section("radius", title)
    section.definition = say(
        "覆盖率：供应商到采购商的时间不超过阈值的部分。时间为估算：两端时间 + 直线公里 × 绕行系数 ÷ 速度；偏慢端与偏快端随主结果一并给出。位置未知的供应商进入上下界；不可达的算作圈外。",
        "Coverage: what comes from suppliers no more than the threshold away. Times are an estimate, terminal + great-circle km × detour ÷ speed, and the slow and fast ends "
        "stand beside each figure. Suppliers that are not located go into the bounds; those that can't be reached are outside.",
    )
    section.lead = settings.times.describe(settings.lang)
    if not net.has_places:
        section.lacks.append(say("没有企业位置：覆盖率不计算。在 firms 表中填 longitude（经度）与 latitude（纬度）。",
                                 "No firm is located, so no coverage is given. Fill in longitude and latitude of the firms."))  # fmt: skip
        return section
    table = localised(measures.coverage(net, minutes=settings.minutes, times=settings.times), net, settings.lang)
    group = "(leaders)" if net.leaders else "(all)"
    for _, row in table[(table["buyer"] == group) & table["by"].isin(["count", "value", "product"]) & table["rate"].notna()].iterrows():
        card = _rate_card(row, settings)
        card.bounds = f"{card.bounds}　{say('慢–快 ', 'slow–fast ')}{percent(row['slow'])} – {percent(row['fast'])}"
        section.cards.append(card)
    shown = table[table["buyer"].isin(net.leaders) | table["buyer"].str.startswith("(")]
    section.tables.append(Table("radius", say("供货关系的覆盖率", "Coverage of the links"), table, KINDS["radius"], _short(shown, ("mean", "members", "undefined", "left_out"))))
    _near(net, settings, section)
    if net.leaders and net.has_products:
        other = localised(measures.alternatives(net, minutes=settings.minutes, times=settings.times), net, settings.lang)
        fewest = other.sort_values(["alternatives", "suppliers", "buyer", "product"]).head(15)
        section.tables.append(Table("alternatives", say("圈内替代供应商最少的产品", "Products with the fewest alternatives within reach"), other, KINDS["alternatives"], _short(fewest, ())))
    curve = measures.coverage_curve(net, times=settings.times)
    if curve["rate"].notna().any() and (table["buyer"] == group).any():
        section.tables.append(Table("coverage_curve", "", curve, KINDS["curve"], curve.iloc[:0]))
        section.pictures.append(Picture("coverage", say("覆盖率随时间阈值的变化", "Coverage against the threshold"),
                                        lambda: figures.plot_coverage(curve, threshold=settings.minutes, lang=settings.lang)[0]))  # fmt: skip
    return section


def _near(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    """Count who is near the leaders, or the sites that the data set names, linked or not."""
    sites = list(net.about.sites) or None
    if sites is None and not net.leaders:
        return
    say = settings.say
    parts = {say("全部企业", "all firms"): None}
    if net.firm_column("grade").isin(["srdi", "little_giant"]).any():
        parts[say("专精特新（含小巨人）", "SRDI SMEs and little giants")] = ["srdi", "little_giant"]
    found = []
    for who, grade in parts.items():
        table = measures.around(net, sites=sites, minutes=settings.minutes, times=settings.times, grade=grade)
        table.insert(2, "counted", who)
        found.append(localised(table, net, settings.lang))
    near = pd.concat(found, ignore_index=True)
    section.tables.append(Table("around", say("周边企业（不论是否供货）", "Firms nearby, linked or not"), near, KINDS["radius"], _short(near, ("by",))))


# ---- concentration ----------------------------------------------------------------------------------------


def _concentration(net: SupplyNetwork, settings: Settings) -> Section:
    say = settings.say
    section = Section("concentration", say("集中度与单一来源", "Concentration and single sources"))
    section.definition = say(
        "HHI = 各供应商份额平方和（每个采购商的每种产品），有效供应商数 = 1 ÷ HHI。单一来源：只有一家供应商的（采购商，产品）。",
        "HHI = sum of the squared shares of the suppliers of one product to one buyer; effective number of suppliers = 1 / HHI. Single source: a (buyer, product) with one supplier.",
    )
    if not net.has_products:
        section.lacks.append(say("没有产品信息：集中度不计算。在 links 表中填 product（产品）一列。",
                                 "No products, so no concentration is given. Fill in the column product of the links."))  # fmt: skip
        return section
    pairs, summary = measures.concentration(net), localised(measures.concentration_summary(net), net, settings.lang)
    whole = summary[summary["buyer"] == ("(leaders)" if net.leaders else "(all)")].iloc[0]
    section.cards = [
        Card(say("单一来源（按项数）", "single source, by number"), percent(whole["single_source"]), f"{whole['products']:,.0f} " + say("项", "products")),
        Card(say("单一来源（按金额）", "single source, by value"), percent(whole["single_source_value"])),
        Card(say("有效供应商数", "effective suppliers"), "—" if math.isnan(whole["effective"]) else f"{whole['effective']:.2f}", f"HHI {whole['hhi']:.3f}"),
    ]
    section.cards = [card for card in section.cards if card.number != "—"]
    shown = summary[summary["buyer"].isin(net.leaders) | summary["buyer"].str.startswith("(")]
    section.tables.append(Table("concentration_summary", say("各链主", "Chain leaders"), summary, KINDS["concentration_summary"], _short(shown, ())))
    names = net.names(settings.lang)
    single = pairs[pairs["single_source"] & pairs["buyer"].isin(net.leaders or pairs["buyer"])].head(15)
    single = single.assign(buyer=[names[firm] for firm in single["buyer"]])
    section.tables.append(Table("concentration", say("金额最大的单一来源产品", "Single-sourced products of the greatest value"), pairs, KINDS["concentration"], _short(single, ("single_source",))))
    return section


# ---- removal ----------------------------------------------------------------------------------------------


def _removal(net: SupplyNetwork, settings: Settings) -> Section:
    say = settings.say
    section = Section("removal", say("断链：移除企业后还剩多少", "Resilience: what is left when firms fail"))
    section.definition = say(
        "最大连通分量：仍连在一起的企业 ÷ 全部企业。链主采购保障率：仍能从正常运转的供应商送达正常运转的链主的采购额 ÷ 原采购额；企业只有在每种关键投入都至少有一家供应商运转时才运转。"
        "稳健度 R 为曲线在移除 1..N 家后的平均值。数据没有说明哪些投入关键时，下界把全部投入当作关键，上界把全部当作不关键。",
        "Largest component: firms still connected / all firms. Served: chain leaders' purchases that still arrive from working suppliers at leaders that work / purchases before; a firm works while each "
        "essential input has a working supplier. Robustness R is the mean of the curve over 1..N removals. Where nothing says which inputs are essential, the lower bound takes all as essential, the upper none.",
    )
    orders = ["random", "degree", "adaptive-degree"]
    wanted = ["largest_component", "served"] if net.leaders else ["largest_component"]
    kept = measures.removal if net.leaders else None
    curves: dict[str, pd.DataFrame] = {}
    options: dict[str, Any] = {"order": orders, "measure": wanted, "runs": settings.runs, "seed": settings.seed, "jobs": settings.jobs}
    if kept is not None and net.n > len(net.leaders):
        curves["suppliers"] = measures.removal(net, keep="leaders", **options)
    curves["all"] = measures.removal(net, **options)
    titles = {
        "suppliers": say("只移除供应商（保留链主）", "Suppliers alone are removed, leaders stay"),
        "all": say("移除任何企业", "Any firm may be removed"),
    }
    for key, table in curves.items():
        summary = measures.removal_summary(table)
        section.tables.append(Table(f"removal_{key}", "", table, KINDS["removal"], table.iloc[:0]))
        section.tables.append(Table(f"removal_summary_{key}", titles[key], summary, KINDS["removal_summary"], _short(summary, ())))
        section.pictures.append(Picture(f"removal_{key}", titles[key], partial(_curves, table, settings, titles[key])))
    first = curves.get("suppliers", curves["all"])
    section.cards = [_robustness(row, settings) for _, row in measures.removal_summary(first).iterrows() if row["order"] in ("random", "adaptive-degree")]
    single = localised(measures.criticality(net, measure=wanted), net, settings.lang)
    by = "served" if "served" in wanted else "largest_component"
    top = single[~single["firm"].isin(net.leaders)].sort_values([by, "firm"], ascending=[False, True]).head(15)
    section.tables.append(Table("criticality", say("单家企业停摆影响最大的供应商（指标下降）", "Suppliers whose loss alone hurts most (drop of each measure)"), single, KINDS["criticality"], _short(top, ())))
    return section


def _curves(table: pd.DataFrame, settings: Settings, title: str) -> Figure:
    return figures.plot_curves(table, lang=settings.lang, title=title)[0]


def _robustness(row: pd.Series, settings: Settings) -> Card:
    label = f"{terms.show(row['measure'], settings.lang)}：{terms.show(row['order'], settings.lang)}"
    low, high = row["robustness_low"], row["robustness_high"]
    return Card(label, f"R {row['robustness']:.3f}", f"{low:.3f} – {high:.3f}" if f"{low:.3f}" != f"{high:.3f}" else "")


# ---- centrality -------------------------------------------------------------------------------------------


def _centrality(net: SupplyNetwork, settings: Settings) -> Section:
    say = settings.say
    section = Section("centrality", say("中心性", "Centrality"))
    section.definition = say(
        "介数：最短路径经过该企业的比例；PageRank（向供应商）：逆着货物流向的重要性，谁被重要的采购商依赖；割点：移除后网络断开。",
        "Betweenness: share of shortest paths through the firm. PageRank towards suppliers: against the flow of goods, who is relied on by those that matter. Articulation: its removal cuts the network.",
    )
    names = ["in_degree", "out_degree", "in_strength", "out_strength", "betweenness", "pagerank_suppliers", "pagerank_buyers", "core", "articulation"]
    table = localised(measures.centrality(net, measures=names), net, settings.lang)
    order = "betweenness" if table["betweenness"].gt(0).any() else "out_degree"
    top = table.sort_values([order, "firm"], ascending=[False, True]).head(15)
    title = say("介数最高的企业", "Firms of the highest betweenness") if order == "betweenness" else say("客户最多的企业", "Firms with the most buyers")
    section.tables.append(Table("centrality", title, table, KINDS["centrality"], _short(top, ())))
    section.pictures.append(Picture("centrality", title, lambda: figures.plot_bars(top, label="name", value=order, title=title, lang=settings.lang)[0]))
    return section
