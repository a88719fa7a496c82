"""`critical`: the firms that matter as a set, and what to protect or add against their loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from chainnet import terms
from chainnet.cli.common import Shared, command, network
from chainnet.cli.critical_notes import counted, note_defence, note_set
from chainnet.cli.removal_files import essential_inputs
from chainnet.cli.removal_notes import note_kept, note_measures, say
from chainnet.cli.removal_usage import roles as roles_named
from chainnet.cli.usage import wrong
from chainnet.cli.words import AREAS, INPUT, ROLES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork


@command("critical")
@network
@click.option("--size", type=click.IntRange(min=1), metavar="K", help="The worst set of K firms at most.")
@click.option(
    "--target",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    metavar="S",
    help="The smallest set that brings the measure below S, as in 0.5.",
)
@click.option(
    "--measure",
    type=click.Choice(["served", "largest_component"]),
    default="served",
    show_default=True,
    help="What is left.",
)
@click.option(
    "--keep", default="", metavar="ROLE,…", type=ROLES, help="Roles never removed: leaders 链主, logistics 物流, …"
)
@click.option(
    "--essential",
    metavar="FILE",
    type=INPUT,
    help="Which inputs are essential: columns input, buyer_industry, importance.",
)
@click.option(
    "--exact/--greedy",
    default=None,
    help="Run the integer program or not; unless said otherwise it runs where the network is small.",
)
@click.option("--protect", type=click.IntRange(min=1), metavar="K", help="Which K firms to protect.")
@click.option("--add", type=click.IntRange(min=1), metavar="K", help="Which K links to add.")
@click.option(
    "--attack", type=click.IntRange(min=1), metavar="B", help="With --protect or --add: the worst B firms go; 1."
)
@click.option(
    "--within",
    metavar="AREA",
    type=AREAS,
    help="With --add: new suppliers from the buyer's area alone, as in city or minutes:60.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Time for the integer program.",
)
def critical(
    shared: Shared, network: str, size: int | None, target: float | None, measure: str, keep: str,
    essential: str | None, exact: bool | None, protect: int | None, add: int | None, attack: int | None,
    within: str | None, seconds: float,
) -> None:  # fmt: skip
    """Find the firms that matter as a set: whose loss together hurts most, or what to protect or add against it.

    \b
    chainnet critical data/qingdao-rail --size 3 --keep leaders
    chainnet critical data/qingdao-rail --target 0.5 --keep leaders --figure critical.png
    chainnet critical data/tw-listed --size 10 --measure largest_component
    chainnet critical data/qingdao-rail --protect 2 --keep leaders
    chainnet critical data/qingdao-rail --add 3 --keep leaders --within minutes:60
    """
    _check_asked(size=size, target=target, protect=protect, add=add)
    defends = protect is not None or add is not None
    if attack is not None and not defends:
        raise wrong(
            "--attack goes with --protect or --add; for the worst set alone write --size.",
            "--attack 与 --protect 或 --add 一起用；只找最坏组合请写 --size",
        )
    if within is not None and add is None:
        raise wrong("--within goes with --add.", "--within 与 --add 一起用")
    roles = roles_named(keep)
    net = shared.read(network)
    inputs = essential_inputs(essential)
    shared.warm_up(["critical"])
    note_measures(shared, net, [measure], inputs is not None)
    note_kept(shared, net, roles)
    how: dict[str, Any] = {"measure": measure, "keep": roles, "essential": inputs, "exact": exact, "seconds": seconds}
    if defends:
        table = _defended(shared, net, protect, add, attack or 1, within, how)
        note_defence(shared, table)
        shared.put(table, "protection" if protect is not None else "new_links", net)
        shared.draw(lambda: _defence_figure(table, net, shared), net)
        return
    from chainnet.measures import critical_set

    with shared.patience("正在寻找关键企业组合", "looking for the worst set"):
        step = counted(shared, "已逐家试算的轮数", "looks at all firms")
        table = critical_set(net, k=size, target=target, progress=step, **how)
    note_set(shared, table)
    shared.put(table, "critical_set", net)
    if len(table):
        shared.draw(lambda: _set_figure(table, net, shared), net)
    elif shared.figure is not None:
        say(shared, f"没有企业可画，未写 {shared.figure}", f"{shared.figure} is not drawn: no firm is in the set")


def _check_asked(**asked: float | None) -> None:
    given = [f"--{name}" for name, value in asked.items() if value is not None]
    if len(given) != 1:
        said = (f"; {' and '.join(given)} are given", f"，现写了 {'、'.join(given)}") if given else ("", "")
        raise wrong(
            f"ask for one of --size K, --target S, --protect K and --add K{said[0]}.",
            f"请在 --size K、--target S、--protect K、--add K 中写一个{said[1]}",
        )


def _defended(
    shared: Shared, net: SupplyNetwork, protect: int | None, add: int | None, attack: int, within: str | None,
    how: dict[str, Any],
) -> pd.DataFrame:  # fmt: skip
    from chainnet.cli.areas import area_of, goes_by_minutes
    from chainnet.measures import new_links, protection
    from chainnet.travel import Estimate

    with shared.patience("正在逐一试算最坏的移除", "looking for the worst removals"):
        options = {"attack": attack, "jobs": shared.jobs, **how}
        options["progress"] = counted(shared, "已找出的最坏移除", "worst removals found")
        if protect is not None:
            return protection(net, k=protect, **options)
        area = None if within is None else area_of(within, net)
        if area is not None and goes_by_minutes(area):
            shared.times = Estimate()
        table = new_links(net, k=add or 1, within=area, **options)
    names = net.names(shared.lang)
    return table.assign(
        supplier_name=names.loc[table["supplier"]].to_numpy(), buyer_name=names.loc[table["buyer"]].to_numpy()
    )


def _set_figure(table: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    """Draw what is left against the number of firms gone, a bar a firm."""
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    rows = localised(table, net, shared.lang)
    rows = rows.assign(name=[f"{rank} {name}" for rank, name in zip(rows["rank"], rows["name"], strict=True)])
    shown = terms.show_among(terms.REMOVAL_MEASURES, table.attrs["measure"], shared.lang)
    title = f"依次移除后剩余：{shown}" if shared.lang == "zh" else f"Left after each goes too: {shown}"
    return plot_bars(
        rows, label="name", value="value", low="low", high="high", percent=True, sort=False, top=len(rows),
        title=title, lang=shared.lang,
    )[0]  # fmt: skip


def _defence_figure(table: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    """Draw what the worst removal leaves: as it is, then with each choice besides those above it."""
    import pandas as pd

    from chainnet.figures import plot_bars
    from chainnet.figures.style import cut
    from chainnet.report.tables import localised

    protects = "firm" in table
    if protects:
        names = localised(table, net, shared.lang)["name"].astype("str")
    else:  # each name is cut by itself: what tells it from others stands at its end
        ends = [
            table[column].astype("str").map(lambda name: cut(name, 14)) for column in ("supplier_name", "buyer_name")
        ]
        names = ends[0] + " → " + ends[1]
    at_first = {
        "zh": "（未保护）" if protects else "（未新增）",
        "en": f"(nothing {'protected' if protects else 'added'})",
    }
    before = pd.DataFrame({"name": [at_first[shared.lang]], "after": [table.attrs["before"]]})
    chosen = pd.DataFrame({"name": table["rank"].astype("str") + " " + names, "after": table["after"]})
    rows = pd.concat([before, chosen], ignore_index=True)
    rows.attrs = dict(table.attrs)
    shown = terms.show_among(terms.REMOVAL_MEASURES, table.attrs["measure"], shared.lang)
    attack = table.attrs["attack"]
    if shared.lang == "zh":
        title = f"最坏移除 {attack} 家后的剩余（{shown}）：逐项{'保护' if protects else '新增'}"
    else:
        title = f"Left after the worst removal of {attack}, each choice added: {shown}"
    return plot_bars(
        rows, label="name", value="after", percent=True, sort=False, top=len(rows), title=title, lang=shared.lang
    )[0]
