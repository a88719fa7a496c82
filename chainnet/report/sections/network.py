"""The network: how many firms and links, of what kind, and what it looks like."""

from __future__ import annotations

from functools import partial

import numpy as np

from chainnet import figures
from chainnet.network import SupplyNetwork
from chainnet.report.headings import times_unit
from chainnet.report.sections.parts import Card, Section, local_or_none, percent
from chainnet.report.settings import Settings
from chainnet.travel import Estimate


def network_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about the network as a whole."""
    say = settings.say
    section = Section("network", say("供应网络", "The network"))
    section.cards = _cards(net, settings)
    section.definitions = ("size", "located")
    local = local_or_none(net, settings.area)
    if net.leaders:
        caption = say("从左到右逐级供货，右端为链主", "Goods flow from left to right, to the chain leaders")
        section.draw("tiers", caption, lambda: figures.plot_tiers(net, local=local, lang=settings.lang)[0], wide=True)
    else:
        caption = say("供应网络（力导向布局）", "The network (force layout)")
        section.draw("force", caption, lambda: figures.plot_force(net, local=local, lang=settings.lang)[0], wide=True)
    if net.has_places:
        caption, reach = say("企业位置", "Where the firms are"), None
        if isinstance(settings.times, Estimate):
            caption = say("企业位置与供应圈（估算）", "Where the firms are, and the supply radius (estimate)")
            reach = settings.times.km(settings.minutes)
        plot = partial(figures.plot_map, net, local=local, radius_km=reach, lang=settings.lang)
        section.draw("map", caption, lambda: plot()[0], wide=True)
    section.lacks = _lacks(net, settings)
    return section


def _cards(net: SupplyNetwork, settings: Settings) -> list[Card]:
    say, leaders, products = settings.say, len(net.leaders), len(net.products)
    bought = say(f"产品 {products} 种", f"products: {products}") if products else say("未给出产品", "no products given")
    cards = [
        Card(say("企业", "firms"), f"{net.n:,}", [say(f"链主 {leaders} 家", f"chain leaders: {leaders}")], "size"),
        Card(say("供货关系", "links"), f"{net.m:,}", [bought], "size"),
    ]
    if net.has_values:
        number, unit = _amount(float(np.nansum(net.value)), net.about.value_unit, settings)
        cards.append(Card(say("年采购额", "purchases a year"), number, [unit], "size"))
    located = int(net.located.sum())
    cards.append(
        Card(say("已知位置", "located"), percent(located / max(net.n, 1)), [f"{located:,} / {net.n:,}"], "located")
    )
    return cards


def _amount(value: float, unit: str, settings: Settings) -> tuple[str, str]:
    """Return an amount that a person takes in at a glance, and its unit."""
    if unit == "万元" and value >= 1e5:
        return settings.say(f"{value / 1e4:,.0f}", f"{value / 1e5:,.1f}"), settings.say("亿元", "billion yuan")
    return f"{value:,.0f}", times_unit(unit, settings.lang)


def _lacks(net: SupplyNetwork, settings: Settings) -> list[str]:
    say, lacks = settings.say, []
    if not net.leaders:
        zh = "没有指定链主：不能分级，链主的指标不计算。在 firms 表的 role 列写“链主”，或用 --leaders 指定。"
        en = (
            "No chain leader is named, so there are no tiers and no figures for leaders. "
            "Write leader in the column role of the firms, or name them with --leaders."
        )
        lacks.append(say(zh, en))
    if not net.has_values:
        zh = "没有采购额：按金额的指标不计算，只按家数。在 links 表中填 value（采购额）一列。"
        en = "No values: nothing is measured by value, only by number. Fill in the column value of the links."
        lacks.append(say(zh, en))
    return lacks
