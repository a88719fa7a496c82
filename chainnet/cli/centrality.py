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
def centrality(shared: Shared, network: str, measures: str | None, length: str, samples: int | None, seed: int) -> None:
    """Centrality of each firm: degree, strength, betweenness, PageRank and more.

    \b
    chainnet centrality data/qingdao-rail --measures betweenness,pagerank_suppliers --rows 10
    chainnet centrality data/tw-listed -o centrality.csv
    chainnet centrality nation.parquet --measures betweenness --samples 256
    """
    from chainnet import measures as measuring
    from chainnet.measures.centrality import MEASURES as KNOWN

    wanted = [part.strip() for part in measures.split(",")] if measures else list(KNOWN)
    check_words(wanted, tuple(KNOWN), "--measures")
    net = shared.read(network)
    table = measuring.centrality(net, measures=wanted, length=length, samples=samples, seed=seed, jobs=shared.jobs)
    table = table.sort_values([wanted[0], "firm"], ascending=[False, True], ignore_index=True)
    if {"pagerank_buyers", "pagerank_suppliers"} & set(wanted):
        weights = table.attrs["weights"]
        zh = f"PageRank 按{'采购额' if weights == 'value' else '供货关系数'}计算"
        shared.note(zh if shared.lang == "zh" else f"PageRank goes by {weights}")
    shared.put(table, "centrality", net)
    shared.draw(lambda: _top(table, wanted[0], net, shared), net)


def _top(table: pd.DataFrame, measure: str, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    rows = localised(table, net, shared.lang)
    return plot_bars(rows, label="name", value=measure, title=terms.show(measure, shared.lang), lang=shared.lang)[0]
