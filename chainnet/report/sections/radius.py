"""One-hour supply radius."""

from __future__ import annotations

from functools import partial

import pandas as pd

from chainnet import figures, measures
from chainnet.network import SupplyNetwork
from chainnet.report.sections.parts import Section, main_group, main_rows, percent, rate_card, telling, unit_note
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

WITHIN = {
    "product": ("按产品（圈内有供应）", "by product (any within)"),
    "product_major": ("按产品（圈内过半）", "by product (mostly within)"),
}
SRDI = ("srdi", "little_giant")
"""As ``--grade`` has it; `chainnet.terms.COUNTED` says it in words."""


def radius_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about the supply radius."""
    say, minutes = settings.say, f"{settings.minutes:g}"
    section = Section("radius", say(f"{minutes} 分钟供应圈", f"{minutes}-minute supply radius"))
    if settings.minutes == 60:
        section.title = say("一小时供应圈", "One-hour supply radius")
    section.definitions = ("coverage", "around", "alternatives")
    section.lead = settings.times.describe(settings.lang) + unit_note(net, settings)
    if not net.has_places:
        zh = "没有企业位置：覆盖率不计算。在 firms 表中填 longitude（经度）与 latitude（纬度）。"
        en = "No firm is located, so no coverage is given. Fill in longitude and latitude of the firms."
        section.lacks.append(say(zh, en))
        return section
    _coverage(net, settings, section)
    _map(net, settings, section)
    _near(net, settings, section)
    _alternatives(net, settings, section)
    return section


def _coverage(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    say = settings.say
    table = measures.coverage(net, minutes=settings.minutes, times=settings.times)
    table = localised(table, net, settings.lang)
    headline = table[(table["buyer"] == main_group(net)) & table["rate"].notna()]
    for _, row in headline.iterrows():
        card = rate_card(row, settings)
        card.label = say(*WITHIN[row["by"]]) if row["by"] in WITHIN else card.label
        card.definition = "coverage"
        card.lines.append(f"{say('偏慢–偏快', 'slow–fast')} {percent(row['slow'])} – {percent(row['fast'])}")
        card.lines.append(
            f"{say('阈值±25%', 'T ± 25 %')} {percent(row['rate_shorter'])} – {percent(row['rate_longer'])}"
        )
        section.cards.append(card)
    title = say("供货关系的覆盖率", "Coverage of the links")
    section.show("radius", title, table, kind="radius", rows=_within(telling(main_rows(table, net)), settings))
    if headline.empty:
        return
    curve = localised(measures.coverage_curve(net, times=settings.times), net, settings.lang)
    section.show("coverage_curve", "", curve, kind="curve")
    caption = say("覆盖率随时间阈值的变化", "Coverage against the threshold")
    plot = partial(figures.plot_coverage, curve, threshold=settings.minutes, lang=settings.lang)
    section.draw("coverage", caption, lambda: plot()[0])


def _within(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rows with products said to be within reach, not local."""
    said = {by: settings.say(*words) for by, words in WITHIN.items()}
    return rows.assign(by=rows["by"].replace(said))


def _map(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    """Draw who supplies the chain leader that buys most of those whose place is known."""
    located = [leader for leader in net.leaders if net.located[net.code(leader)]]
    if not located:
        return
    largest = net if len(located) == len(net.leaders) else net.with_leaders(located)
    table = measures.reachability(largest, minutes=settings.minutes, times=settings.times)
    if not table["verdict"].isin(["inside", "uncertain"]).any():
        return  # a map around the leader would be empty
    shown = localised(table, net, settings.lang)
    name = str(net.names(settings.lang)[table.attrs["leader"]])
    shown.attrs.update(table.attrs, name=name)
    section.show("reachability", "", shown, kind="reachability")
    caption = settings.say(f"{name}的供应商：圈内、不确定、圈外", f"Suppliers of {name}: inside, uncertain, outside")
    section.draw("reachability", caption, lambda: figures.plot_reachability(shown, lang=settings.lang)[0])


def _near(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    """Count who is near the leaders, or the sites that the data set names, linked or not."""
    sites = list(net.about.sites) or None
    if sites is None and not net.leaders:
        return
    say = settings.say
    counted: dict[str, tuple[str, ...] | None] = {"all": None}
    if net.firm_column("grade").isin(SRDI).any():
        counted[",".join(SRDI)] = SRDI
    found = []
    for who, grade in counted.items():
        table = measures.around(net, sites=sites, minutes=settings.minutes, times=settings.times, grade=grade)
        found.append(localised(table, net, settings.lang).assign(counted=who))
    near = pd.concat(found, ignore_index=True)
    near.insert(2, "counted", near.pop("counted"))
    section.show(
        "around",
        say("周边企业（不论是否供货）", "Firms nearby, linked or not"),
        near,
        kind="radius",
        rows=_within(near, settings),
    )


def _alternatives(net: SupplyNetwork, settings: Settings, section: Section) -> None:
    if not (net.leaders and net.has_products):
        return
    table = measures.alternatives(net, minutes=settings.minutes, times=settings.times)
    table = localised(table, net, settings.lang)
    fewest = table.sort_values(["alternatives", "suppliers", "buyer", "product"]).head(15)
    names = net.names(settings.lang)
    fewest = fewest.assign(nearest=[names.get(firm, "") for firm in fewest["nearest"]])
    title = settings.say("圈内替代供应商最少的产品", "Products with the fewest alternatives within reach")
    section.show("alternatives", title, table, kind="alternatives", rows=fewest)
    if len(table):
        caption = settings.say(
            "每家链主每项产品的圈内替代供应商数", "Alternatives within reach of each product of each leader"
        )
        section.draw("alternatives", caption, lambda: figures.plot_alternatives(table, lang=settings.lang)[0])
