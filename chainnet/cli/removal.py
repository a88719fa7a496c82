"""`remove`: what is left without some firms or links."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from chainnet import terms
from chainnet.cli import removal_files as files
from chainnet.cli import removal_notes as notes
from chainnet.cli import removal_usage as usage
from chainnet.cli.common import Shared, check_words, command, network
from chainnet.cli.words import GROUPS, INPUT, ROLES
from chainnet.cli.words import ORDERS as ORDER_WORDS
from chainnet.cli.words import REMOVAL_MEASURES as MEASURE_WORDS

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
    samples: int | None


@command("remove")
@network
@click.option(
    "--order",
    "orders",
    default="random,degree",
    show_default=True,
    metavar="O,…",
    type=ORDER_WORDS,
    help=f"{', '.join(ORDERS)}, file:PATH (a table with a column firm). The highest score goes first, among equals the "
    "most value sold. degree and adaptive-degree count partners whichever way goods flow; betweenness is directed "
    "along the flow; pagerank goes towards suppliers. "
    f"With --links: {', '.join(LINK_ORDERS)}, file:PATH (columns supplier, buyer and, where wanted, product).",
)
@click.option(
    "--measure",
    "measured",
    default="largest_component,served",
    show_default=True,
    metavar="M,…",
    type=MEASURE_WORDS,
    help=f"{', '.join(MEASURES)}. The largest component is undirected; served, leaders_reached and efficiency follow "
    "the flow of goods.",
)
@click.option(
    "--keep", default="", metavar="ROLE,…", type=ROLES, help="Roles never removed: leaders 链主, logistics 物流, …"
)
@click.option("--links", is_flag=True, help="Remove links, one by one, in place of firms.")
@click.option(
    "--until",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    metavar="SHARE",
    help="End once this share of what may be removed is gone; a curve that ends early has no robustness.",
)
@click.option(
    "--groups", metavar="BY", type=GROUPS, help=f"One row a group, its firms removed at once: {files.GROUP_FORMS}."
)
@click.option(
    "--essential",
    metavar="FILE",
    type=INPUT,
    help="Which inputs are essential: columns input, buyer_industry, importance.",
)
@click.option(
    "--runs", type=click.IntRange(min=1), default=100, show_default=True, help="Random orders to average over."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Seed of random orders, rewirings and samples.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=4),
    metavar="N",
    help="Estimate the order betweenness from N firms; above 50,000 firms it is needed.",
)
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
    essential: str | None, runs: int, seed: int, samples: int | None, rewirings: int | None, threshold: float,
    summary: bool, single: bool,
) -> None:  # fmt: skip
    """Show what is left while firms or links are removed: curves, their summary, each firm alone, or groups at once.

    \b
    chainnet remove data/qingdao-rail --order random,degree,adaptive-degree --keep leaders --figure curves.png
    chainnet remove data/qingdao-rail --summary --threshold 0.8
    chainnet remove data/qingdao-rail --links --order value --until 0.2
    chainnet remove data/qingdao-rail --single --measure served --rows 10
    chainnet remove data/qingdao-rail --groups city --keep leaders
    """
    named, wanted = usage.words(orders), usage.words(measured)
    usage.check_together(
        summary=summary, single=single, groups=groups is not None, null=rewirings is not None, links=links, orders=named
    )
    check_words(wanted, MEASURES, "--measure")
    check_words([name for name in named if not name.startswith("file:")], LINK_ORDERS if links else ORDERS, "--order")
    roles = usage.roles(keep)
    net = shared.read(network)
    inputs = files.essential_inputs(essential)
    wish = Wish(named, wanted, roles, inputs, runs, seed, links, until, rewirings, samples)
    extra = [word for word, asked in (("single", single or groups), ("null", rewirings)) if asked]
    shared.warm_up([*named, *wanted, *extra])
    notes.note_measures(shared, net, wanted, inputs is not None)
    notes.note_kept(shared, net, roles)
    if inputs is not None and "served" not in wanted:
        notes.say(shared, "关键投入表只影响保障率，而未要求计算保障率", "--essential: only served goes by it")
    curves = not single and groups is None
    if usage.given("runs") and not (curves and "random" in named):
        notes.say(shared, "没有随机次序，--runs 不起作用", "--runs: no order is random")
    if usage.given("seed") and not (curves and ("random" in named or rewirings or samples)):
        notes.say(shared, "没有随机的计算，--seed 不起作用", "--seed: nothing is random")
    if single:
        _show_single(shared, net, wish)
    elif groups is not None:
        _show_groups(shared, net, wish, groups)
    else:
        _show_curves(shared, net, wish, threshold if summary else None)


def _show_curves(shared: Shared, net: SupplyNetwork, wish: Wish, threshold: float | None) -> None:
    """Show the curves, or their summary where there is a threshold."""
    from chainnet import measures

    curves = _curves(shared, net, wish)
    notes.note_orders(shared, net, curves.attrs, wish.orders)
    notes.note_bounds(shared, net, curves, wish.essential)
    notes.note_undefined(shared, {m: r for m, r in zip(curves["measure"], curves["reason"], strict=True) if r})
    if threshold is None:
        shared.put(curves, "removal", net)
    elif wish.rewirings is not None:
        shared.put(measures.null_summary(curves), "null_summary", net)
    else:
        shared.put(measures.removal_summary(curves, threshold=threshold), "removal_summary", net)
    shared.draw(lambda: _curves_figure(curves, shared, threshold), net)


def _curves(shared: Shared, net: SupplyNetwork, wish: Wish) -> pd.DataFrame:
    """Return the curves of all orders, in the order in which they were asked for."""
    import pandas as pd

    from chainnet import measures

    options: dict[str, Any] = {
        "measure": wish.measures, "keep": wish.keep, "essential": wish.essential, "runs": wish.runs,
        "seed": wish.seed, "links": wish.links, "until": wish.until, "samples": wish.samples, "jobs": shared.jobs,
    }  # fmt: skip
    listed = files.links_to_remove if wish.links else files.firms_to_remove
    networks = 1 + (wish.rewirings or 0)
    length = networks * sum(wish.runs if name == "random" else 1 for name in wish.orders)
    tables = []
    with shared.progress(
        length, *(("正在移除关系", "removing links") if wish.links else ("正在移除企业", "removing firms"))
    ) as step:
        for name in wish.orders:
            order: Any = {name: listed(name.removeprefix("file:"))} if name.startswith("file:") else [name]
            with _patience(shared, name, wish):
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


def _patience(shared: Shared, name: str, wish: Wish) -> AbstractContextManager[None]:
    """Say what is going on where an order takes long: it is one step, in which no bar can move."""
    if name == "random" and "efficiency" not in wish.measures:
        return nullcontext()
    shown, told = terms.show_among(terms.ORDERS, name, "zh"), ", ".join(wish.measures)
    zh = f"正在计算“{shown}”次序及其曲线：一条曲线算完才有进展"
    return shared.patience(zh, f"working out the order {name} and its curves ({told}): each counts once it is whole")


def _curves_figure(curves: pd.DataFrame, shared: Shared, threshold: float | None) -> Figure:
    from chainnet.figures import plot_curves

    if threshold is None:
        return plot_curves(curves, lang=shared.lang)[0]
    return plot_curves(curves, lang=shared.lang, threshold=threshold)[0]


def _show_single(shared: Shared, net: SupplyNetwork, wish: Wish) -> None:
    from chainnet import measures

    table = measures.criticality(net, measure=wish.measures, essential=wish.essential)
    first = _drawn(table, wish)
    table = table.sort_values([first or wish.measures[0], "firm"], ascending=[False, True], ignore_index=True)
    notes.note_undefined(shared, table.attrs["reasons"])
    shared.put(table, "criticality", net)
    _draw_bars(shared, net, table, "name", wish, ("移除任何一家企业后", "Drop when that firm alone is removed"))


def _show_groups(shared: Shared, net: SupplyNetwork, wish: Wish, groups: str) -> None:
    from chainnet import measures

    by = files.groups_to_remove(groups, net)
    table = measures.group_removal(net, by=by, measure=wish.measures, essential=wish.essential, keep=wish.keep)
    notes.note_undefined(shared, table.attrs["reasons"])
    notes.note_ungrouped(shared, net, table.attrs["ungrouped"], near=groups.startswith("km:"))
    notes.note_alone(shared, table, by)
    shared.put(table, "group_removal", net)
    _draw_bars(shared, net, table, "group", wish, ("移除整组企业后", "Drop when all firms of the group are removed"))


def _drawn(table: pd.DataFrame, wish: Wish) -> str | None:
    """Return the measure that the bars show: the first that is defined."""
    return next((name for name in wish.measures if name not in table.attrs["reasons"]), None)


def _draw_bars(
    shared: Shared, net: SupplyNetwork, table: pd.DataFrame, label: str, wish: Wish, head: tuple[str, str]
) -> None:
    measure = _drawn(table, wish)
    if measure is not None:
        shared.draw(lambda: _bars(shared, net, table, label, measure, wish, head), net)
    elif shared.figure is not None:
        notes.say(shared, f"没有可画的指标，未写 {shared.figure}", f"{shared.figure} is not drawn: nothing is defined")


def _bars(
    shared: Shared, net: SupplyNetwork, table: pd.DataFrame, label: str, measure: str, wish: Wish, head: tuple[str, str]
) -> Figure:
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    shown = {name: terms.show_among(terms.REMOVAL_MEASURES, name, shared.lang) for name in wish.measures}
    others = [name for key, name in shown.items() if key != measure]
    if shared.lang == "zh":
        title, note = f"{head[0]}，{shown[measure]}下降多少", f"只画该指标；表中另有：{'、'.join(others)}"
    else:
        title, note = f"{head[1]}: {shown[measure]}", f"this measure alone; also in the table: {', '.join(others)}"
    low, high = ("served_low", "served_high") if measure == "served" else (None, None)
    return plot_bars(
        localised(table, net, shared.lang), label=label, value=measure, low=low, high=high, percent=True, title=title,
        note=note if others else None, lang=shared.lang,
    )[0]  # fmt: skip
