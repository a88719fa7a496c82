"""Which firms stand in the middle."""

from __future__ import annotations

from chainnet import figures, measures
from chainnet.network import SupplyNetwork
from chainnet.report.sections.definitions import DEFINITIONS
from chainnet.report.sections.parts import Section
from chainnet.report.settings import Settings
from chainnet.report.tables import localised

SHOWN = (
    "in_degree", "out_degree", "in_strength", "out_strength", "betweenness", "pagerank_suppliers", "pagerank_buyers",
    "core", "articulation",
)  # fmt: skip


def centrality_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about centrality."""
    say = settings.say
    section = Section("centrality", say("中心性", "Centrality"))
    section.definition = say(*DEFINITIONS["centrality"])
    table = localised(measures.centrality(net, measures=SHOWN), net, settings.lang)
    between = bool(table["betweenness"].gt(0).any())
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
