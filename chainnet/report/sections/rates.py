"""Local supporting rate."""

from __future__ import annotations

from functools import partial

import pandas as pd

from chainnet import figures, measures, terms
from chainnet.errors import InputError
from chainnet.measures.published import NUMBERS, number_in, published
from chainnet.network import SupplyNetwork
from chainnet.report.headings import unit_said
from chainnet.report.sections.parts import Section, main_group, main_rows, rate_card, telling, unit_note
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

DEEP_FIRMS = 20_000
"""Without chain leaders, where every buyer is asked for, larger networks have no deep rates in the report."""


def rates_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about local supporting rates."""
    say = settings.say
    section = Section("rates", say("本地配套率", "Local supporting rate"))
    section.definitions = ("rates-count", "rates-value", "rates-product", "rates-deep")
    section.lead = say("本地：", "Local: ") + settings.area.describe(settings.lang) + unit_note(net, settings)
    try:
        table = localised(_rates(net, settings), net, settings.lang)
    except InputError:
        section.lacks.append(_no_area(settings))
        return section
    if net.has_values and not table["by"].eq("deep").any():
        section.lead += say("穿透各级的比率计算量过大，未列出。", " Deep rates would take too long and are left out.")
    group = table[(table["buyer"] == main_group(net)) & table["rate"].notna()]
    section.cards = [rate_card(row, settings) for _, row in group.iterrows()]
    title = say("各链主与全部采购商", "Chain leaders and all buyers")
    section.show("rates", title, table, kind="rates", rows=telling(main_rows(table, net)))
    _published(net, settings, section)
    _bars(table, net, settings, section)
    return section


def _rates(net: SupplyNetwork, settings: Settings) -> pd.DataFrame:
    """Return the rates; by deep too where there are values, and not too many areas to solve for."""
    if net.has_values and (net.leaders or net.n <= DEEP_FIRMS):
        try:
            return measures.local_rate(net, area=settings.area, deep="leaders" if net.leaders else True)
        except InputError:  # told by what follows, or by the section
            pass
    return measures.local_rate(net, area=settings.area)


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
    """Set the published facts beside what is measured; the file has the numbers, the page shows each in its unit."""
    if not net.about.published:
        return
    facts = published(net, area=settings.area, times=settings.times, lang=settings.lang)
    shown = facts.drop(columns="measure")
    for column in NUMBERS:
        written = [number_in(number, unit) for number, unit in zip(facts[column], facts["unit"], strict=True)]
        shown[column] = pd.Series(written, dtype="str")
    units = facts["unit"].where(~facts["unit"].isin(["share", "firms"]), "")
    shown["unit"] = [unit_said(str(unit), settings.lang) for unit in units]
    title = settings.say("公布的数据（对照）", "What was published, to compare")
    section.show("published", title, facts, kind="published", rows=shown)
