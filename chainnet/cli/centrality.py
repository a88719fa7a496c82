"""`centrality`: which firms stand in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chainnet import terms
from chainnet.cli.common import Shared, check_words, command, network

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork


@command("centrality")
@network
@click.option("--measures", metavar="M,…", help="Which ones; all unless said otherwise.")
@click.option(
    "--length",
    type=click.Choice(["hops", "1/value"]),
    default="hops",
    show_default=True,
    help="What the length of a link is.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=4),
    metavar="N",
    help="Estimate betweenness from N firms, with its error.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the sample.")
@click.option("--summary", metavar="BY", help="One row a group and measure: role, grade, tier or a firms' column.")
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="The N firms in front by each measure.")
@click.option("--correlations", is_flag=True, help="One row a pair of measures: how alike they rank the firms.")
def centrality(
    shared: Shared, network: str, measures: str | None, length: str, samples: int | None, seed: int,
    summary: str | None, top: int | None, correlations: bool,
) -> None:  # fmt: skip
    """Centrality of each firm: degree, strength, betweenness, PageRank and more.

    \b
    chainnet centrality data/qingdao-rail --measures betweenness,pagerank_suppliers --rows 10
    chainnet centrality data/qingdao-rail --summary role
    chainnet centrality data/qingdao-rail --top 5
    chainnet centrality data/qingdao-rail --correlations --figure alike.png
    chainnet centrality nation.parquet --measures betweenness --samples 256
    """
    from chainnet import measures as measuring
    from chainnet.measures.centrality import MEASURES as KNOWN

    if (summary is not None) + (top is not None) + correlations > 1:
        raise click.UsageError("--summary, --top and --correlations are three tables: ask for one.")
    wanted = [part.strip() for part in measures.split(",")] if measures else list(KNOWN)
    check_words(wanted, tuple(KNOWN), "--measures")
    net = shared.read(network)
    shared.warm_up(wanted)
    table = measuring.centrality(net, measures=wanted, length=length, samples=samples, seed=seed, jobs=shared.jobs)
    _note_weights(shared, table, wanted)
    if summary is not None:
        found = measuring.centrality_summary(net, by=summary, table=table)
        shared.put(found, "centrality_summary", net)
        shared.draw(lambda: _by_group(found, wanted[0], net, shared), net)
    elif top is not None:
        shared.put(measuring.top_firms(table, rows=top), "centrality_top", net)
        shared.draw(lambda: _top(table, wanted[0], net, shared, top), net)
    elif correlations:
        alike = measuring.rank_correlation(table)
        shared.put(alike, "centrality_correlations", net)
        shared.draw(lambda: _alike(alike, shared), net)
    else:
        table = table.sort_values([wanted[0], "firm"], ascending=[False, True], ignore_index=True)
        shared.put(table, "centrality", net)
        shared.draw(lambda: _top(table, wanted[0], net, shared, 20), net)


def _note_weights(shared: Shared, table: pd.DataFrame, wanted: list[str]) -> None:
    if {"pagerank_buyers", "pagerank_suppliers"} & set(wanted):
        weights = table.attrs["weights"]
        zh = f"PageRank 按{'采购额' if weights == 'value' else '供货关系数'}计算"
        shared.note(zh if shared.lang == "zh" else f"PageRank goes by {weights}")


def _top(table: pd.DataFrame, measure: str, net: SupplyNetwork, shared: Shared, most: int) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    rows = localised(table.sort_values([measure, "firm"], ascending=[False, True]), net, shared.lang)
    title = terms.show(measure, shared.lang)
    return plot_bars(rows, label="name", value=measure, top=most, title=title, lang=shared.lang)[0]


def _by_group(found: pd.DataFrame, measure: str, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars

    rows = found[found["measure"] == measure].reset_index(drop=True)
    what = terms.show(measure, shared.lang)
    title = f"{what}：各组均值" if shared.lang == "zh" else f"{what}: mean by group"
    return plot_bars(rows, label="group", value="mean", title=title, lang=shared.lang)[0]


def _alike(alike: pd.DataFrame, shared: Shared) -> Figure:
    from chainnet.figures import plot_heatmap

    return plot_heatmap(alike, lang=shared.lang)[0]
