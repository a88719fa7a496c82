"""The few numbers that a decision maker asks for first, taken from the sections that tell more."""

from __future__ import annotations

import pandas as pd

from chainnet import terms
from chainnet.network import SupplyNetwork
from chainnet.report.sections.parts import Card, Section, main_group, percent, span
from chainnet.report.sections.removal import hurts_by
from chainnet.report.settings import Settings

Frames = dict[str, pd.DataFrame]


def overview_section(net: SupplyNetwork, settings: Settings, parts: list[Section]) -> Section:
    """Return the head of the report, from the tables of its other parts.

    Parameters
    ----------
    net : SupplyNetwork
    settings : Settings
    parts : list of Section
        The other parts of the report.
    """
    section = Section("overview", settings.say("要点", "At a glance"))
    frames = {table.name: table.frame for part in parts for table in part.tables}
    for cards in (_rates, _coverage, _single, _robustness, _critical):
        section.cards += cards(net, settings, frames)
    if unmeasured := [part.title for part in parts if part.lacks and not (part.cards or part.tables)]:
        zh = f"数据不足，未测算：{'、'.join(unmeasured)}。各节说明缺什么、怎么补。"
        en = f"Not measured, for want of data: {', '.join(unmeasured)}. Each section says what to add."
        section.lacks.append(settings.say(zh, en))
    return section


def _rates(net: SupplyNetwork, settings: Settings, frames: Frames) -> list[Card]:
    area, who = settings.area.describe(settings.lang), _who(net, settings)
    said = {
        "value": settings.say(f"{who}采购额中来自本地（{area}）的部分", f"of what {who} buy is local ({area})"),
        "count": settings.say(
            f"{who}的供应商中在本地（{area}）的部分", f"of the suppliers of {who} are local ({area})"
        ),
    }
    cards = []
    for row in _rows(net, frames, "rates", tuple(said)):
        label = settings.say("本地配套率", "local supporting rate") + _by(row, settings)
        lines = [said[row["by"]], *_bounds(row, settings)]
        cards.append(Card(label, percent(row["rate"]), lines, f"rates-{row['by']}", "rates"))
    return cards


def _coverage(net: SupplyNetwork, settings: Settings, frames: Frames) -> list[Card]:
    who, minutes = _who(net, settings), f"{settings.minutes:g}"
    cards = []
    for row in _rows(net, frames, "radius", ("value", "count"))[:1]:
        what = (
            (f"{who}采购额", f"what {who} buy")
            if row["by"] == "value"
            else (f"{who}的供应商", f"the suppliers of {who}")
        )
        label = settings.say(f"{minutes} 分钟供应圈", f"within {minutes} minutes") + _by(row, settings)
        times = f"{settings.say('偏慢–偏快', 'slow–fast')} {percent(row['slow'])} – {percent(row['fast'])}"
        verb = "is" if row["by"] == "value" else "are"
        said = settings.say(
            f"{what[0]}中 {minutes} 分钟以内可达的部分", f"of {what[1]} {verb} within {minutes} minutes"
        )
        lines = [said, *_bounds(row, settings), times]
        cards.append(Card(label, percent(row["rate"]), lines, "coverage", "radius"))
    return cards


def _single(net: SupplyNetwork, settings: Settings, frames: Frames) -> list[Card]:
    if "concentration_summary" not in frames:
        return []
    table = frames["concentration_summary"]
    rows = table[(table["buyer"] == main_group(net)) & table["single_source"].notna()]
    who = _who(net, settings)
    return [
        Card(
            settings.say("单一来源", "single source"),
            percent(row["single_source"]),
            [
                settings.say(
                    f"{who}采购的产品项中只有一家供应商的比例", f"of the products that {who} buy have one supplier"
                ),
                *_value_share(row, settings),
            ],
            "single_source",
            "concentration",
        )
        for _, row in rows.iterrows()
    ]


def _value_share(row: pd.Series, settings: Settings) -> list[str]:
    if pd.isna(row["single_source_value"]):
        return []
    return [f"{settings.say('占采购额', 'of purchases')} {percent(row['single_source_value'])}"]


def _robustness(net: SupplyNetwork, settings: Settings, frames: Frames) -> list[Card]:
    """Return R of random removal, of suppliers alone where there are leaders; beside it that of an attack."""
    table = frames.get("removal_summary_suppliers", frames["removal_summary_all"])
    measure = "served" if net.leaders else "largest_component"
    rows = table[(table["measure"] == measure) & table["robustness"].notna()].set_index("order")
    if "random" not in rows.index:
        return []
    row, kept = rows.loc["random"], terms.show_among(terms.REMOVAL_MEASURES, measure, settings.lang)
    gone = settings.say("供应商" if net.leaders else "企业", "suppliers" if net.leaders else "firms")
    zh, en = f"随机移除{gone}时{kept}曲线的平均高度", f"mean height of the curve of {kept} as {gone} fail at random"
    lines = [settings.say(zh, en)]
    low, high = f"{row['robustness_low']:.3f}", f"{row['robustness_high']:.3f}"
    if low != high:
        lines.append(f"{settings.say('范围', 'range')} {low} – {high}")
    if "adaptive-degree" in rows.index:
        attack = rows.loc["adaptive-degree", "robustness"]
        lines.append(settings.say(f"先移除关系最多的：{attack:.3f}", f"best connected first: {attack:.3f}"))
    label = settings.say("稳健度 R", "robustness R")
    return [Card(label, f"{row['robustness']:.3f}", lines, f"robustness-{measure}", "removal")]


def _critical(net: SupplyNetwork, settings: Settings, frames: Frames) -> list[Card]:
    """Return the firm whose loss alone hurts most; where several hurt alike, how many."""
    table = frames["criticality"]
    by = hurts_by(table)
    others = table[~table["firm"].isin(net.leaders)].sort_values([*by, "firm"], ascending=[*(False for _ in by), True])
    if others.empty or pd.isna(others.iloc[0][by[0]]):
        return []
    first = others.iloc[0]
    ties = int((others[by] == first[by]).all(axis=1).sum())
    number = str(first["name"]) if ties == 1 else settings.say(f"{ties:,} 家并列", f"{ties:,} firms alike")
    measure = terms.show_among(terms.REMOVAL_MEASURES, by[0], settings.lang)
    loss = percent(first[by[0]])
    one, any_one = f"its loss takes {loss} off {measure}", f"the loss of any one takes {loss} off {measure}"
    zh, en = f"{'' if ties == 1 else '任一家'}停摆后{measure}下降 {loss}", one if ties == 1 else any_one
    lines = [settings.say(zh, en)]
    if "served_low" in first and (bounds := span(first["served_low"], first["served_high"])):
        lines.append(f"{settings.say('上下界', 'bounds')} {bounds}")
    label = settings.say("最关键的供应商", "most critical supplier")
    if not net.leaders:
        label = settings.say("最关键的企业", "most critical firm")
    return [Card(label, number, lines, "criticality", "removal", named=True)]


def _rows(net: SupplyNetwork, frames: Frames, name: str, by: tuple[str, ...]) -> list[pd.Series]:
    """Return the rows of the main group by these ways of counting, in their order, where there is a rate."""
    if name not in frames:
        return []
    table = frames[name]
    table = table[(table["buyer"] == main_group(net)) & table["rate"].notna()]
    return [row for way in by for _, row in table[table["by"] == way].iterrows()]


def _by(row: pd.Series, settings: Settings) -> str:
    shown = terms.show_among(terms.MEASURES_BY, str(row["by"]), settings.lang)
    return settings.say(f"（{shown}）", f", {shown}")


def _bounds(row: pd.Series, settings: Settings) -> list[str]:
    bounds = span(row["low"], row["high"])
    return [f"{settings.say('上下界', 'bounds')} {bounds}"] if bounds else []


def _who(net: SupplyNetwork, settings: Settings) -> str:
    return settings.say("链主", "chain leaders") if net.leaders else settings.say("采购商", "buyers")
