"""What is left when firms fail."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from chainnet import figures, measures, terms
from chainnet.network import SupplyNetwork
from chainnet.report.sections.parts import Card, Section, first_rows
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

ORDERS = ("random", "degree", "adaptive-degree")


def removal_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about resilience: suppliers alone removed first, then any firm."""
    say = settings.say
    section = Section("removal", say("断链：移除企业后还剩多少", "Resilience: what is left when firms fail"))
    wanted = ["largest_component", "served"] if net.leaders else ["largest_component"]
    section.definitions = (*(f"robustness-{measure}" for measure in wanted), "criticality")
    if net.leaders and not _says_essential(net):
        zh = (
            "数据未说明哪些投入是关键的：下界按全部关键、上界按全不关键计算。"
            "在 links 表中填 essential（是/否）可缩小区间。"
        )
        en = (
            "Nothing says which inputs are essential: the lower bound takes all as essential, the upper none. "
            "Fill in the column essential (yes/no) of the links to narrow them."
        )
        section.lacks.append(say(zh, en))
    open_ends = net.leaders and not _says_essential(net)
    zh, en = "保障率的区间：下端把全部投入当作关键，上端全不", "band of served: from all inputs essential to none"
    note = say(zh, en) if open_ends else ""
    kinds = {"all": say("移除任何企业", "Any firm may be removed")}
    if net.leaders and net.n > len(net.leaders):
        kinds = {"suppliers": say("只移除供应商（保留链主）", "Suppliers alone are removed, leaders stay"), **kinds}
    for kind, title in kinds.items():
        curves = measures.removal(
            net, order=ORDERS, measure=wanted, keep="leaders" if kind == "suppliers" else (),
            runs=settings.runs, seed=settings.seed, jobs=settings.jobs,
        )  # fmt: skip
        summary = measures.removal_summary(curves)
        shown = summary[(summary["order"] != "degree") & summary["robustness"].notna()]
        section.cards = section.cards or [_card(row, settings) for _, row in shown.iterrows()]
        section.draw(f"removal_{kind}", title, partial(_draw, curves, settings, title, note), wide=len(wanted) > 1)
        section.show(f"removal_{kind}", "", curves, kind="removal")
        section.show(f"removal_summary_{kind}", title, summary, kind="removal_summary")
    _single(net, settings, section, wanted)
    return section


def _says_essential(net: SupplyNetwork) -> bool:
    return "essential" in net.links and bool(net.links["essential"].notna().any())


def _draw(curves: pd.DataFrame, settings: Settings, title: str, note: str) -> Figure:
    return figures.plot_curves(curves, lang=settings.lang, title=title, note=note)[0]


def _card(row: pd.Series, settings: Settings) -> Card:
    label = (
        f"{terms.show(row['measure'], settings.lang)} · {terms.show_among(terms.ORDERS, row['order'], settings.lang)}"
    )
    low, high = f"{row['robustness_low']:.3f}", f"{row['robustness_high']:.3f}"
    lines = [f"{settings.say('范围', 'range')} {low} – {high}"] if low != high else []
    return Card(label, f"R {row['robustness']:.3f}", lines, definition=f"robustness-{row['measure']}")


def _single(net: SupplyNetwork, settings: Settings, section: Section, wanted: list[str]) -> None:
    """Show whose loss alone hurts most, leaders aside."""
    table = localised(measures.criticality(net, measure=wanted), net, settings.lang)
    by = hurts_by(table)
    others = table[~table["firm"].isin(net.leaders)]
    top = others.sort_values([*by, "firm"], ascending=[*(False for _ in by), True])
    title = settings.say("这家企业停摆会怎样：各指标下降多少", "What if this firm fails: how much each measure drops")
    if net.leaders:
        title += settings.say("（链主除外）", " (chain leaders aside)")
    section.show("criticality", title + first_rows(top, settings), table, kind="criticality", rows=top)


def hurts_by(table: pd.DataFrame) -> list[str]:
    """Return the columns of a table of single losses by which these are ranked, the first one first."""
    return [column for column in ("served", "served_low", "largest_component") if column in table]
