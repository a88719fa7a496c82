"""`centrality`: which firms stand in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chainnet import terms
from chainnet.cli.common import Shared, check_words, command, network
from chainnet.cli.removal_notes import say
from chainnet.cli.removal_usage import given, words
from chainnet.cli.usage import bad, wrong
from chainnet.cli.words import CENTRALITIES, Listed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork

SUMMARIES = Listed(("role", "grade", "tier", "city", "province", "industry"), "")


@command("centrality")
@network
@click.option("--measures", metavar="M,…", type=CENTRALITIES, help="Which ones; all unless said otherwise.")
@click.option(
    "--length",
    type=click.Choice(["hops", "1/value"]),
    default="hops",
    show_default=True,
    help="What the length of a link is in betweenness, closeness and harmonic.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=4),
    metavar="N",
    help="Estimate betweenness from N firms, with its error.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the sample.")
@click.option(
    "--summary", metavar="BY", type=SUMMARIES, help="One row a group and measure: role, grade, tier or a firms' column."
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="The N firms in front by each measure.")
@click.option("--correlations", is_flag=True, help="One row a pair of measures: how alike they rank the firms.")
def centrality(
    shared: Shared, network: str, measures: str | None, length: str, samples: int | None, seed: int,
    summary: str | None, top: int | None, correlations: bool,
) -> None:  # fmt: skip
    """Centrality of each firm: degree, strength, betweenness, PageRank and more.

    pagerank_suppliers goes towards suppliers, against the flow of goods, pagerank_buyers with it; betweenness is
    directed along the flow; core, eigenvector and articulation take links either way.

    \b
    chainnet centrality data/qingdao-rail --measures betweenness,pagerank_suppliers --rows 10
    chainnet centrality data/qingdao-rail --summary role
    chainnet centrality data/qingdao-rail --top 5
    chainnet centrality data/qingdao-rail --correlations --figure alike.png
    chainnet centrality data/tw-listed --measures betweenness --samples 256 -o betweenness.xlsx
    """
    from chainnet import measures as measuring
    from chainnet.measures.centrality import MEASURES as KNOWN

    if (summary is not None) + (top is not None) + correlations > 1:
        raise wrong(
            "--summary, --top and --correlations are three tables: ask for one.",
            "--summary、--top、--correlations 各是一张表，请只写一个",
        )
    wanted = words(measures) if measures else list(KNOWN)
    check_words(wanted, tuple(KNOWN), "--measures")
    _check_together(wanted, length=length, top=top is not None, correlations=correlations, sampled=samples is not None)
    net = shared.read(network)
    if summary is not None:
        _check_grouping(shared, net, summary)
    shared.warm_up(wanted)
    with shared.patience("正在计算中心性，大网络的介数需数分钟", "working out centralities; betweenness takes longest"):
        table = measuring.centrality(net, measures=wanted, length=length, samples=samples, seed=seed, jobs=shared.jobs)
    _note_weights(shared, table, wanted)
    _note_samples(shared, net, samples)
    if summary is not None:
        found = measuring.centrality_summary(net, by=summary, table=table)
        shared.put(found, "centrality_summary", net)
        shared.draw(lambda: _by_group(found, wanted, shared), net)
    elif top is not None:
        shared.put(measuring.top_firms(table, rows=top), "centrality_top", net)
        shared.draw(lambda: _top(table, _ranking(wanted), net, shared, top), net)
    elif correlations:
        alike = measuring.rank_correlation(table)
        shared.put(alike, "centrality_correlations", net)
        shared.draw(lambda: _alike(alike, shared), net)
    else:
        table = table.sort_values([wanted[0], "firm"], ascending=[False, True], ignore_index=True)
        shared.put(table, "centrality", net)
        shared.draw(lambda: _top(table, wanted, net, shared, 20), net)


def _ranking(wanted: list[str]) -> list[str]:
    """Return the measures that rank firms, not those that are true or false."""
    from chainnet.measures.centrality import YES_OR_NO

    return [measure for measure in wanted if measure not in YES_OR_NO]


def _check_together(wanted: list[str], *, length: str, top: bool, correlations: bool, sampled: bool) -> None:
    """Refuse options that would not be heeded or give an empty table, as wrong usage."""
    from chainnet.measures.centrality import PATHS

    if length != "hops" and not set(PATHS) & set(wanted):
        raise wrong(
            f"--length: only {', '.join(PATHS)} go by the length of links.",
            f"--length：只有 {'、'.join(PATHS)} 与关系长度有关，请去掉",
        )
    if sampled and "betweenness" not in wanted:
        raise wrong("--samples: only betweenness is estimated; leave it out.", "--samples：只有介数可以抽样，请去掉")
    if given("seed") and not sampled:
        raise wrong("--seed goes with --samples.", "--seed 与 --samples 一起用")
    if top and not _ranking(wanted):
        raise wrong(
            f"--top: {', '.join(wanted)} is true or false and ranks no firm; write --summary role, or another measure.",
            f"--top：{'、'.join(wanted)} 只有是与否，不能排名；请写 --summary role，或换一个指标",
        )
    if correlations and len(wanted) < 2:
        raise wrong("--correlations compares measures: name two or more.", "--correlations 比较各项指标，请写两个以上")


def _check_grouping(shared: Shared, net: SupplyNetwork, by: str) -> None:
    """Refuse what firms can't be grouped by, as wrong usage."""
    from chainnet.errors import InputError
    from chainnet.measures.centrality_summary import groups_by

    try:
        groups_by(net, by)
    except InputError as error:
        fault = error.faults[0]
        raise bad(fault.told("en"), fault.told("zh"), "--summary") from error


def _note_samples(shared: Shared, net: SupplyNetwork, samples: int | None) -> None:
    """Say where so many samples are all firms."""
    if samples is not None and samples >= net.n:
        zh = f"抽样数 {samples:,} 不少于企业数 {net.n:,}：介数为精确值，没有抽样"
        say(shared, zh, f"{samples:,} samples are all {net.n:,} firms: betweenness is exact, nothing is estimated")


def _note_weights(shared: Shared, table: pd.DataFrame, wanted: list[str]) -> None:
    if {"pagerank_buyers", "pagerank_suppliers"} & set(wanted):
        weights = table.attrs["weights"]
        zh = f"PageRank 按{'采购额' if weights == 'value' else '供货关系数'}计算"
        shared.note(zh if shared.lang == "zh" else f"PageRank goes by {weights}")


def _top(table: pd.DataFrame, wanted: list[str], net: SupplyNetwork, shared: Shared, most: int) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    measure = wanted[0]
    rows = localised(table.sort_values([measure, "firm"], ascending=[False, True]), net, shared.lang)
    title, note = _told(wanted, shared.lang, ("前列企业", "firms in front"))
    return plot_bars(rows, label="name", value=measure, top=most, title=title, note=note, lang=shared.lang)[0]


def _by_group(found: pd.DataFrame, wanted: list[str], shared: Shared) -> Figure:
    from chainnet.figures import plot_bars

    rows = found[found["measure"] == wanted[0]].reset_index(drop=True)
    title, note = _told(wanted, shared.lang, ("各组均值", "mean by group"))
    return plot_bars(rows, label="group", value="mean", title=title, note=note, lang=shared.lang)[0]


def _told(wanted: list[str], lang: str, what: tuple[str, str]) -> tuple[str, str | None]:
    """Return the title of bars that show the first measure, and a note where there are more."""
    shown = terms.show_among(terms.CENTRALITIES, wanted[0], lang)
    zh = f"{shown}：{what[0]}", f"只画第一项指标；共 {len(wanted)} 项，用 --measures 选择"
    en = f"{shown[0].upper()}{shown[1:]}: {what[1]}", f"the first of {len(wanted)} measures; --measures chooses"
    title, note = zh if lang == "zh" else en
    return title, note if len(wanted) > 1 else None


def _alike(alike: pd.DataFrame, shared: Shared) -> Figure:
    from chainnet.figures import plot_heatmap

    return plot_heatmap(alike, lang=shared.lang)[0]
