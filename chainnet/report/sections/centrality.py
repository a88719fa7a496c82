"""Which firms stand in the middle."""

from __future__ import annotations

from chainnet import figures, measures
from chainnet.network import SupplyNetwork
from chainnet.report.sections.definitions import DEFINITIONS
from chainnet.report.sections.parts import Section
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

SHOWN = (
    "betweenness", "in_degree", "out_degree", "in_strength", "out_strength", "pagerank_suppliers", "pagerank_buyers",
    "core", "articulation",
)  # fmt: skip


MOST_FIRMS = 10_000
"""Above so many firms the report leaves betweenness out."""


def centrality_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about centrality."""
    say = settings.say
    section = Section("centrality", say("中心性", "Centrality"))
    section.definition = say(*DEFINITIONS["centrality"])
    exact = net.n <= MOST_FIRMS
    shown = [name for name in SHOWN if exact or name != "betweenness"]
    table = localised(measures.centrality(net, measures=shown), net, settings.lang)
    if not exact:
        zh = f"企业超过 {MOST_FIRMS:,} 家，未计算介数（精确计算耗时过长）。"
        en = f"More than {MOST_FIRMS:,} firms: betweenness is left out, since computing it exactly takes too long."
        section.lacks.append(say(zh, en))
    between = exact and bool(table["betweenness"].gt(0).any())
    by = "betweenness" if between else "out_degree"
    title = (
        say("介数最高的企业", "Firms of the highest betweenness")
        if between
        else say("客户最多的企业", "Firms with the most buyers")
    )
    top = table.sort_values([by, "firm"], ascending=[False, True]).head(15)
    section.draw(
        "centrality", title, lambda: figures.plot_bars(top, label="name", value=by, title=title, lang=settings.lang)[0]
    )
    section.show("centrality", title, table, kind="centrality", rows=top)
    return section
