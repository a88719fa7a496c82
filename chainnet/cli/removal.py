"""`remove`: what is left without some firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chainnet import terms
from chainnet.cli.areas import firm_list
from chainnet.cli.common import Shared, check_words, command, network

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork

ORDERS = tuple(term.key for term in terms.ORDERS)
MEASURES = tuple(term.key for term in terms.REMOVAL_MEASURES)


@command("remove")
@network
@click.option(
    "--order",
    "orders",
    default="random,degree",
    show_default=True,
    metavar="O,…",
    help=f"{', '.join(ORDERS)}, file:PATH (a table with a column firm).",
)
@click.option(
    "--measure",
    "measured",
    default="largest_component,served",
    show_default=True,
    metavar="M,…",
    help=f"{', '.join(MEASURES)}.",
)
@click.option("--keep", default="", metavar="ROLE,…", help="Roles never removed: leaders, logistics, …")
@click.option(
    "--essential",
    metavar="FILE",
    help="Which inputs are essential: columns input, buyer_industry, importance.",
)
@click.option(
    "--runs", type=click.IntRange(min=1), default=100, show_default=True, help="Random orders to average over."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the random orders.")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="For --summary: what counts as broken.",
)
@click.option("--summary", is_flag=True, help="One row a curve: robustness, threshold and peak.")
@click.option("--single", is_flag=True, help="One row a firm: how much each measure drops when it alone is removed.")
def remove(
    shared: Shared, network: str, orders: str, measured: str, keep: str, essential: str | None, runs: int, seed: int,
    threshold: float, summary: bool, single: bool,
) -> None:  # fmt: skip
    """Show what is left while firms are removed: curves, their summary, or each firm alone.

    \b
    chainnet remove data/qingdao-rail --order random,degree,adaptive-degree --keep leaders --figure curves.png
    chainnet remove data/qingdao-rail --summary --threshold 0.8
    chainnet remove data/qingdao-rail --single --measure served --rows 10
    """
    from chainnet import measures

    if summary and single:
        raise click.UsageError("--summary and --single are two tables: ask for one.")
    wanted = [part.strip() for part in measured.split(",")]
    check_words(wanted, MEASURES, "--measure")
    named = [part.strip() for part in orders.split(",")]
    check_words([name for name in named if not name.startswith("file:")], ORDERS, "--order")
    roles = [role.strip() for role in keep.split(",") if role.strip()]
    check_words([role for role in roles if role != "leaders"], tuple(term.key for term in terms.ROLES), "--keep")
    net = shared.read(network)
    table_of_inputs = _essential(essential)
    shared.warm_up()
    if "served" in wanted:
        _note_served(shared, net, table_of_inputs is not None)
        _note_unvalued(shared, net)
    if single:
        table = measures.criticality(net, measure=wanted, essential=table_of_inputs)
        table = table.sort_values([wanted[0], "firm"], ascending=[False, True], ignore_index=True)
        _note_undefined(shared, table.attrs["reasons"])
        shared.put(table, "criticality", net)
        shared.draw(lambda: _hurts_most(table, wanted[0], net, shared), net)
        return
    curves = _curves(shared, net, named, wanted, roles, table_of_inputs, runs, seed)
    _note_undefined(shared, {m: r for m, r in zip(curves["measure"], curves["reason"], strict=True) if r})
    if summary:
        shared.put(measures.removal_summary(curves, threshold=threshold), "removal_summary", net)
    else:
        shared.put(curves, "removal", net)
    shared.draw(lambda: _curves_figure(curves, shared), net)


def _curves(
    shared: Shared, net: SupplyNetwork, named: list[str], wanted: list[str], keep: list[str],
    essential: pd.DataFrame | None, runs: int, seed: int,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    from chainnet.measures import removal

    tables = []
    length = sum(runs if name == "random" else 1 for name in named)
    with shared.progress(length, "removing firms") as step:
        for name in named:
            order = {name: firm_list(name.removeprefix("file:"))} if name.startswith("file:") else [name]
            tables.append(
                removal(
                    net,
                    order=order,
                    measure=wanted,
                    keep=keep,
                    essential=essential,
                    runs=runs,
                    seed=seed,
                    jobs=shared.jobs,
                    progress=step,
                )
            )
    result = pd.concat(tables, ignore_index=True)
    result.attrs.update(tables[0].attrs)
    result.attrs["robustness"] = {key: band for table in tables for key, band in table.attrs["robustness"].items()}
    return result


def _curves_figure(curves: pd.DataFrame, shared: Shared) -> Figure:
    from chainnet.figures import plot_curves

    return plot_curves(curves, lang=shared.lang)[0]


def _essential(path: str | None) -> pd.DataFrame | None:
    from pathlib import Path

    from chainnet.reading.files.tables import read_tables
    from chainnet.reading.headers import Words

    if path is None:
        return None
    return read_tables(Path(path), path, Words())[0].cells


def _note_undefined(shared: Shared, reasons: dict[str, str]) -> None:
    for measure, reason in reasons.items():
        why = terms.show_among(terms.REASONS, reason, shared.lang)
        zh = f"注意：{terms.show_among(terms.REMOVAL_MEASURES, measure, 'zh')}无定义：{why}（{reason}）"
        shared.note(zh if shared.lang == "zh" else f"note: {measure} is not defined: {why} ({reason})")


def _note_unvalued(shared: Shared, net: SupplyNetwork) -> None:
    """Say what served goes by where values are missing."""
    from chainnet.measures.prepared import Prepared

    prepared = Prepared(net)
    if not prepared.by_value and net.leaders:
        zh, en = (
            "注意：链主采购没有金额，保障率按关系数计算",
            "note: served: leaders' purchases have no values: by number",
        )
        shared.note(zh if shared.lang == "zh" else en)
    elif prepared.unvalued.any():
        bare = int(prepared.unvalued.sum())
        zh = f"注意：链主采购中 {bare:,} 条没有金额，未计入保障率的取值，上下界因此放开"
        en = f"note: served: {bare:,} purchases of leaders have no value: not in value, low and high stay open for them"
        shared.note(zh if shared.lang == "zh" else en)


def _note_served(shared: Shared, net: SupplyNetwork, table: bool) -> None:
    """Say what served rests on where the data leave it open."""
    if not table and not ("essential" in net.links and net.links["essential"].notna().any()):
        shared.note(
            "note: served: nothing says which inputs are essential: value and low take all as essential, "
            "high takes none"
            if shared.lang == "en"
            else "注意：数据未说明哪些投入是关键的：取值与下界按全部关键计算，上界按全不关键计算"
        )


def _hurts_most(table: pd.DataFrame, measure: str, net: SupplyNetwork, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    shown = terms.show(measure, shared.lang)
    title = f"单家移除后下降多少：{shown}" if shared.lang == "zh" else f"Drop when that firm alone is removed: {shown}"
    low, high = ("served_low", "served_high") if measure == "served" else (None, None)
    rows = localised(table, net, shared.lang)
    return plot_bars(
        rows, label="name", value=measure, low=low, high=high, percent=True, title=title, lang=shared.lang
    )[0]
