"""Which firms stand in the middle, by each measure, and how alike the measures are."""

from __future__ import annotations

from functools import partial

import pandas as pd

from chainnet import figures, measures, terms
from chainnet.network import SupplyNetwork
from chainnet.report.sections.parts import MOST_ROWS, Section, first_rows
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
    section.definitions = ("betweenness", "pagerank", "degrees", "correlation")
    samples = None if net.n <= MOST_FIRMS else SAMPLES
    found = measures.centrality(net, measures=SHOWN, samples=samples, seed=settings.seed, jobs=settings.jobs)
    table = localised(found, net, settings.lang)
    if samples is not None:
        zh = f"企业超过 {MOST_FIRMS:,} 家：介数由 {samples:,} 次搜索估计，表中附标准误。"
        en = f"More than {MOST_FIRMS:,} firms: betweenness is estimated from {samples:,} searches, with its error."
        section.lacks.append(say(zh, en))
    between = bool(table["betweenness"].gt(0).any())
    if not between:
        zh, en = (
            "没有企业处在其他企业之间：介数全部为零。",
            "No firm lies between others: betweenness is zero throughout.",
        )
        section.lead = say(zh, en)
    by = "betweenness" if between else "out_degree"
    title = (
        say("介数最高的企业", "Firms of the highest betweenness")
        if between
        else say("客户最多的企业", "Firms with the most buyers")
    )
    ranked = table.sort_values([by, "firm"], ascending=[False, True])
    top = ranked.head(15)
    if top[by].max() > top[by].min():
        plot = partial(figures.plot_bars, top, label="name", value=by, title=title, lang=settings.lang)
        section.draw("centrality", title, lambda: plot()[0])
    title = say("各企业的中心性", "Centrality of the firms") + first_rows(ranked, settings)
    section.show("centrality", title, table, kind="centrality", rows=ranked)
    _by_measure(net, settings, section, found)
    _alike(settings, section, found)
    return section


def _by_measure(net: SupplyNetwork, settings: Settings, section: Section, found: pd.DataFrame) -> None:
    """List the firms in front by each measure; where the page can't sort all, it shows those of PageRank."""
    front = localised(measures.top_firms(found, rows=IN_FRONT), net, settings.lang)
    title = settings.say("PageRank 最高的企业", "Firms of the highest PageRank") if net.n > MOST_ROWS else ""
    shown = front[front["measure"].str.startswith("pagerank")]
    section.show("centrality_top", title, front, kind="centrality_top", rows=shown)


def _alike(settings: Settings, section: Section, found: pd.DataFrame) -> None:
    """Draw how alike the measures rank the firms."""
    alike = measures.rank_correlation(found)
    title = settings.say("各指标排序的一致程度", "How alike the measures rank the firms")
    defined = alike[alike["correlation"].notna()]
    if len(defined):
        drawn = _in_words(alike, {*defined["measure"], *defined["other_measure"]}, settings)
        section.draw(
            "centrality_correlations",
            title,
            lambda: figures.plot_heatmap(drawn, title=title, lang=settings.lang)[0],
        )
    section.show("centrality_correlations", "", alike, kind="centrality_correlations")


def _in_words(alike: pd.DataFrame, kept: set[str], settings: Settings) -> pd.DataFrame:
    """Return the pairs of the measures that are kept, called as people call them."""
    rows = alike[alike["measure"].isin(kept) & alike["other_measure"].isin(kept)]
    said = {key: terms.show_among(terms.CENTRALITIES, key, settings.lang) for key in kept}
    named = rows.assign(measure=rows["measure"].map(said), other_measure=rows["other_measure"].map(said))
    named.attrs.update(alike.attrs)
    return named
