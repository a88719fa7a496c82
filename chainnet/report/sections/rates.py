"""Local supporting rate."""

from __future__ import annotations

from functools import partial

import pandas as pd

from chainnet import figures, measures, terms
from chainnet.errors import InputError
from chainnet.network import SupplyNetwork
from chainnet.report.sections.definitions import DEFINITIONS
from chainnet.report.sections.parts import Section, main_group, main_rows, rate_card, unit_note
from chainnet.report.settings import Settings
from chainnet.report.tables import localised


def rates_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about local supporting rates."""
    say = settings.say
    section = Section("rates", say("本地配套率", "Local supporting rate"))
    section.definition = say(*DEFINITIONS["rates"])
    section.lead = say("本地：", "Local: ") + settings.area.describe(settings.lang) + unit_note(net, settings)
    try:
        table = localised(measures.local_rate(net, area=settings.area), net, settings.lang)
    except InputError:
        section.lacks.append(_no_area(settings))
        return section
    group = table[(table["buyer"] == main_group(net)) & table["rate"].notna()]
    section.cards = [rate_card(row, settings) for _, row in group.iterrows()]
    title = say("各链主与全部采购商", "Chain leaders and all buyers")
    section.show("rates", title, table, kind="rates", rows=main_rows(table, net))
    _published(net, settings, section)
    _bars(table, net, settings, section)
    return section


def _bars(table: pd.DataFrame, net: SupplyNetwork, settings: Settings, section: Section) -> None:
    by = "value" if net.has_values else "count"
    bars = main_rows(table[(table["by"] == by) & table["rate"].notna()], net, most=15)
    if len(bars) < 2:
        return
    title = (
        settings.say("本地配套率", "Local supporting rate")
        + f" · {terms.show_among(terms.MEASURES_BY, by, settings.lang)}"
    )
    plot = partial(figures.plot_bars, bars, label="name", value="rate", low="low", high="high", percent=True)
    section.draw("rates", title, lambda: plot(title=title, lang=settings.lang)[0])


def _no_area(settings: Settings) -> str:
    area = settings.area.describe(settings.lang)
    return settings.say(
        f"数据未说明企业在哪里（无法判断“{area}”），本地配套率不计算。"
        "在 firms 表中填 adcode（行政区划代码）、city（城市）或 cluster（集群），或换一个 --area。",
        f"The data do not say where the firms are (“{area}” can't be told), so no rate is given. "
        "Fill in adcode, city or cluster of the firms, or choose another --area.",
    )


def _published(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    """Set the published facts beside what is measured."""
    say, lang = settings.say, settings.lang
    rows = [
        {
            say("公布的指标", "published"): str(
                fact.get(f"name_{lang}") or fact.get("name_en") or fact.get("measure", "")
            ),
            say("公布值", "figure"): str(fact.get(f"value_{lang}") or fact.get("value", "")),
            say("来源", "source"): str(fact.get(f"source_{lang}") or fact.get("source", "")),
        }
        for fact in net.about.published
    ]
    if rows:
        section.show("published", say("公布的数据（对照）", "What was published, to compare"), pd.DataFrame(rows))
