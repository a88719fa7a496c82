"""Which firms stand in the middle, by each measure, and how alike the measures are."""

from __future__ import annotations

import pandas as pd

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


MOST_FIRMS = 20_000
"""Above so many firms the report estimates betweenness: exactly it takes a minute of one core at most up to here."""
SAMPLES = 1_024
"""Searches of that estimate."""
IN_FRONT = 5
"""Firms listed by each measure."""


def centrality_section(net: SupplyNetwork, settings: Settings) -> Section:
    """Return the part of the report about centrality."""
    say = settings.say
    section = Section("centrality", say("中心性", "Centrality"))
    section.definition = say(*DEFINITIONS["centrality"])
    samples = None if net.n <= MOST_FIRMS else SAMPLES
    found = measures.centrality(net, measures=SHOWN, samples=samples, seed=settings.seed, jobs=settings.jobs)
    table = localised(found, net, settings.lang)
    if samples is not None:
        zh = f"企业超过 {MOST_FIRMS:,} 家：介数由 {samples:,} 次搜索估计，表中附标准误。"
        en = f"More than {MOST_FIRMS:,} firms: betweenness is estimated from {samples:,} searches, with its error."
        section.lacks.append(say(zh, en))
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
    _by_measure(net, settings, section, found)
    _alike(settings, section, found)
    return section


def _by_measure(net: SupplyNetwork, settings: Settings, section: Section, found: pd.DataFrame) -> None:
    """List the firms in front by each measure; the page shows those of PageRank, whose two directions differ most."""
    front = localised(measures.top_firms(found, rows=IN_FRONT), net, settings.lang)
    title = settings.say("PageRank 最高的企业", "Firms of the highest PageRank")
    shown = front[front["measure"].str.startswith("pagerank")]
    section.show("centrality_top", title, front, kind="centrality_top", rows=shown)


def _alike(settings: Settings, section: Section, found: pd.DataFrame) -> None:
    """Draw how alike the measures rank the firms."""
    alike = measures.rank_correlation(found)
    title = settings.say("各指标排序的一致程度", "How alike the measures rank the firms")
    if alike["correlation"].notna().any():
        section.draw(
            "centrality_correlations",
            title,
            lambda: figures.plot_heatmap(alike, title=title, lang=settings.lang)[0],
        )
    section.show("centrality_correlations", "", alike, kind="centrality_correlations")
