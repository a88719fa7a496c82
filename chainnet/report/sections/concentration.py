"""Concentration and single sources."""

from __future__ import annotations

import pandas as pd

from chainnet import measures
from chainnet.network import SupplyNetwork
from chainnet.report.sections.parts import Card, Section, main_group, main_rows, percent
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

SINGLE = "single_source"


def concentration_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about concentration."""
    say = settings.say
    section = Section("concentration", say("集中度与单一来源", "Concentration and single sources"))
    section.definitions = ("single_source", "hhi")
    if not net.has_products:
        zh = "没有产品信息：集中度不计算。在 links 表中填 product（产品）一列。"
        en = "No products, so no concentration is given. Fill in the column product of the links."
        section.lacks.append(say(zh, en))
        return section
    pairs = localised(measures.concentration(net), net, settings.lang)
    summary = localised(measures.concentration_summary(net), net, settings.lang)
    whole = summary[summary["buyer"] == main_group(net)].iloc[0]
    number = say(f"共 {whole['products_bought']:,.0f} 项", f"of {whole['products_bought']:,.0f} products bought")
    cards = [
        Card(say("单一来源（按项数）", "single source, by number"), percent(whole["single_source"]), [number], SINGLE),
        Card(say("单一来源（按金额）", "single source, by value"), percent(whole["single_source_value"]), [], SINGLE),
    ]
    if pd.notna(whole["effective"]):
        label = say("有效供应商数（按金额加权）", "effective suppliers, weighted by value")
        cards.append(Card(label, f"{whole['effective']:.2f}", [f"HHI {whole['hhi']:.3f}"], "hhi"))
    section.cards = [card for card in cards if card.number != "—"]
    title = say("各链主", "Chain leaders") if net.leaders else say("各采购商", "Buyers")
    section.show("concentration_summary", title, summary, kind="concentration_summary", rows=main_rows(summary, net))
    names = net.names(settings.lang)
    single = pairs[pairs["single_source"] & pairs["buyer"].isin(net.leaders or pairs["buyer"])].head(15)
    single = single.assign(name=[names[firm] for firm in single["buyer"]]).drop(columns="single_source")
    single = single[["name", *(column for column in single if column != "name")]]
    whose = say("链主", " of chain leaders") if net.leaders else ""
    title = say(f"{whose}金额最大的单一来源产品", f"Single-sourced products{whose} of the greatest value")
    section.show("concentration", title, pairs, kind="concentration", rows=single)
    return section
