"""`concentration`: from how many each product is bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chainnet.cli.common import Shared, command, network

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork


@command("concentration")
@network
@click.option("--summary", is_flag=True, help="One row a buyer and group instead of one a product.")
def concentration(shared: Shared, network: str, summary: bool) -> None:
    """Single sources and the Herfindahl-Hirschman index of each product of each buyer.

    \b
    chainnet concentration data/qingdao-rail --rows 10
    chainnet concentration data/qingdao-rail --summary --format json
    """
    from chainnet import measures

    net = shared.read(network)
    table = measures.concentration(net)
    if not net.has_products:
        zh, en = (
            "注意：供货关系都没有产品，无法计算集中度",
            "note: no link has a product, so there is nothing to concentrate on",
        )
        shared.note(zh if shared.lang == "zh" else en)
    note_left_out(shared, table)
    overview = measures.concentration_summary(net)
    if summary:
        shared.put(overview, "concentration_summary", net)
    else:
        shared.put(table, "concentration", net)
    shared.draw(lambda: _concentration_figure(overview, net, shared), net)


def _concentration_figure(overview: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.sections.parts import main_rows
    from chainnet.report.tables import localised

    title = (
        "供应集中度 HHI（按金额加权）" if shared.lang == "zh" else "Concentration of suppliers (HHI, weighted by value)"
    )
    rows = main_rows(localised(overview, net, shared.lang), net)
    return plot_bars(rows, label="name", value="hhi", title=title, lang=shared.lang)[0]


def note_left_out(shared: Shared, table: pd.DataFrame) -> None:
    """Say how many links have no product and so are not in the table."""
    number = table.attrs["left_out"]
    if number:
        zh, en = f"注意：{number:,} 条没有产品的关系未计入", f"note: {number:,} links without product are left out"
        shared.note(zh if shared.lang == "zh" else en)
