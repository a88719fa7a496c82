"""`remove`: what is left without some firms or links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from chainnet import terms
from chainnet.cli import removal_files as files
from chainnet.cli.common import Shared, check_words, command, network
from chainnet.cli.removal_notes import note_measures, note_orders, note_undefined, note_ungrouped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork

ORDERS = tuple(term.key for term in terms.ORDERS)
LINK_ORDERS = ("random", "value", "degree", "betweenness")
MEASURES = tuple(term.key for term in terms.REMOVAL_MEASURES)


@dataclass(frozen=True)
class Wish:
    """What is to be removed, and what of it is to be shown."""

    orders: list[str]
    measures: list[str]
    keep: list[str]
    essential: pd.DataFrame | None
    runs: int
    seed: int
    links: bool
    until: float
    rewirings: int | None


@command("remove")
@network
@click.option(
    "--order",
    "orders",
    default="random,degree",
    show_default=True,
    metavar="O,…",
    help=f"{', '.join(ORDERS)}, file:PATH (a table with a column firm). "
    f"With --links: {', '.join(LINK_ORDERS)}, file:PATH (columns supplier, buyer and, where wanted, product).",
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
@click.option("--links", is_flag=True, help="Remove links, one by one, in place of firms.")
@click.option(
    "--until",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    metavar="SHARE",
    help="End once this share of what may be removed is gone; a curve that ends early has no robustness.",
)
@click.option("--groups", metavar="BY", help=f"One row a group, its firms removed at once: {files.GROUP_FORMS}.")
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
    "--null",
    "rewirings",
    type=click.IntRange(min=2),
    metavar="N",
    help="Beside it the same of N random rewirings that keep degrees and tiers: structure, or degrees alone?",
)
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
    shared: Shared, network: str, orders: str, measured: str, keep: str, links: bool, until: float, groups: str | None,
    essential: str | None, runs: int, seed: int, rewirings: int | None, threshold: float, summary: bool, single: bool,
) -> None:  # fmt: skip
    """Show what is left while firms or links are removed: curves, their summary, each firm alone, or groups at once.

    \b
    chainnet remove data/qingdao-rail --order random,degree,adaptive-degree --keep leaders --figure curves.png
    chainnet remove data/qingdao-rail --summary --threshold 0.8
    chainnet remove data/qingdao-rail --links --order value --until 0.2
    chainnet remove data/qingdao-rail --single --measure served --rows 10
    chainnet remove data/qingdao-rail --groups city --keep leaders
    """
    from chainnet import measures

    _check_together(summary=summary, single=single, groups=groups is not None)
    if single or groups is not None:
        _check_alone(links=links, until=until < 1, null=rewirings is not None)
    wanted, named, roles = _words(measured), _words(orders), _words(keep)
    check_words(wanted, MEASURES, "--measure")
    known = LINK_ORDERS if links else ORDERS
    check_words([name for name in named if not name.startswith("file:")], known, "--order")
    check_words([role for role in roles if role != "leaders"], tuple(term.key for term in terms.ROLES), "--keep")
    net = shared.read(network)
    wish = Wish(named, wanted, roles, files.essential_inputs(essential), runs, seed, links, until, rewirings)
    extra = [word for word, asked in (("single", single or groups), ("null", rewirings)) if asked]
    shared.warm_up([*named, *wanted, *extra])
    note_measures(shared, net, wanted, wish.essential is not None)
    if single:
        _show_single(shared, net, wish)
    elif groups is not None:
        _show_groups(shared, net, wish, groups)
    else:
        curves = _curves(shared, net, wish)
        note_orders(shared, curves.attrs, named)
        note_undefined(shared, {m: r for m, r in zip(curves["measure"], curves["reason"], strict=True) if r})
        if not summary:
            shared.put(curves, "removal", net)
        elif rewirings is not None:
            shared.put(measures.null_summary(curves), "null_summary", net)
        else:
            shared.put(measures.removal_summary(curves, threshold=threshold), "removal_summary", net)
        shared.draw(lambda: _curves_figure(curves, shared), net)


def _words(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _check_together(**tables: bool) -> None:
    asked = [f"--{name}" for name, wanted in tables.items() if wanted]
    if len(asked) > 1:
        raise click.UsageError(f"{' and '.join(asked)} are different tables: ask for one.")


def _check_alone(**options: bool) -> None:
    asked = [f"--{name}" for name, given in options.items() if given]
    if asked:
        raise click.UsageError(f"{', '.join(asked)}: for curves; leave --single and --groups out.")


def _curves(shared: Shared, net: SupplyNetwork, wish: Wish) -> pd.DataFrame:
    """Return the curves of all orders, in the order in which they were asked for."""
    import pandas as pd

    from chainnet import measures

    options: dict[str, Any] = {
        "measure": wish.measures, "keep": wish.keep, "essential": wish.essential, "runs": wish.runs,
        "seed": wish.seed, "links": wish.links, "until": wish.until, "jobs": shared.jobs,
    }  # fmt: skip
    listed = files.links_to_remove if wish.links else files.firms_to_remove
    networks = 1 + (wish.rewirings or 0)
    length = networks * sum(wish.runs if name == "random" else 1 for name in wish.orders)
    tables = []
    with shared.progress(length, "removing links" if wish.links else "removing firms") as step:
        for name in wish.orders:
            order: Any = {name: listed(name.removeprefix("file:"))} if name.startswith("file:") else [name]
            if wish.rewirings is None:
                table = measures.removal(net, order=order, progress=step, **options)
            else:
                table = measures.null_removal(net, order=order, rewirings=wish.rewirings, progress=step, **options)
            tables.append(table)
    result = pd.concat(tables, ignore_index=True)
    result.attrs = dict(tables[0].attrs)
    for key in ("robustness", "null_robustness", "grid"):
        if key in result.attrs:
            result.attrs[key] = {name: found for table in tables for name, found in table.attrs[key].items()}
    return result


def _curves_figure(curves: pd.DataFrame, shared: Shared) -> Figure:
    from chainnet.figures import plot_curves

    return plot_curves(curves, lang=shared.lang)[0]


def _show_single(shared: Shared, net: SupplyNetwork, wish: Wish) -> None:
    from chainnet import measures

    table = measures.criticality(net, measure=wish.measures, essential=wish.essential)
    first = wish.measures[0]
    table = table.sort_values([first, "firm"], ascending=[False, True], ignore_index=True)
    note_undefined(shared, table.attrs["reasons"])
    shared.put(table, "criticality", net)
    zh, en = "单家移除后下降多少", "Drop when that firm alone is removed"
    shared.draw(lambda: _bars(table, "name", first, (zh, en), net, shared), net)


def _show_groups(shared: Shared, net: SupplyNetwork, wish: Wish, groups: str) -> None:
    from chainnet import measures

    by = files.groups_to_remove(groups, net)
    table = measures.group_removal(net, by=by, measure=wish.measures, essential=wish.essential, keep=wish.keep)
    note_undefined(shared, table.attrs["reasons"])
    note_ungrouped(shared, net, table.attrs["ungrouped"], near=groups.startswith("km:"))
    shared.put(table, "group_removal", net)
    zh, en = "整组移除后下降多少", "Drop when all firms of the group are removed"
    shared.draw(lambda: _bars(table, "group", wish.measures[0], (zh, en), net, shared), net)


def _bars(
    table: pd.DataFrame, label: str, measure: str, head: tuple[str, str], net: SupplyNetwork, shared: Shared
) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    shown = terms.show(measure, shared.lang)
    title = f"{head[0]}：{shown}" if shared.lang == "zh" else f"{head[1]}: {shown}"
    low, high = ("served_low", "served_high") if measure == "served" else (None, None)
    rows = localised(table, net, shared.lang)
    return plot_bars(rows, label=label, value=measure, low=low, high=high, percent=True, title=title, lang=shared.lang)[
        0
    ]
