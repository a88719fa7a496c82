"""`critical`: the firms that matter as a set, and what to protect or add against their loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from chainnet import terms
from chainnet.cli.common import Shared, check_words, command, network
from chainnet.cli.removal_files import essential_inputs
from chainnet.cli.removal_notes import note_measures, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.network import SupplyNetwork

_BOUNDS = {
    "integer program": "整数规划",
    "linear relaxation": "线性松弛",
    "numbers of partners": "伙伴数估计",
    "every firm tried": "逐家试过",
    "all firms removed": "全部移除",
    "trivial": "无信息的下界",
}


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
@click.option("--keep", default="", metavar="ROLE,…", help="Roles never removed: leaders, logistics, …")
@click.option(
    "--essential", metavar="FILE", help="Which inputs are essential: columns input, buyer_industry, importance."
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
    "--within", metavar="AREA", help="With --add: new suppliers from the buyer's area alone, as in city or minutes:60."
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
    chainnet critical data/qingdao-rail --protect 3 --attack 2 --keep leaders
    chainnet critical data/qingdao-rail --add 3 --keep leaders --within minutes:60
    """
    _check_asked(size=size, target=target, protect=protect, add=add)
    defends = protect is not None or add is not None
    if attack is not None and not defends:
        raise click.UsageError("--attack goes with --protect or --add; for the worst set alone write --size.")
    if within is not None and add is None:
        raise click.UsageError("--within goes with --add.")
    roles = [role.strip() for role in keep.split(",") if role.strip()]
    check_words([role for role in roles if role != "leaders"], tuple(term.key for term in terms.ROLES), "--keep")
    net = shared.read(network)
    inputs = essential_inputs(essential)
    shared.warm_up(["critical"])
    note_measures(shared, net, [measure], inputs is not None)
    how: dict[str, Any] = {"measure": measure, "keep": roles, "essential": inputs, "exact": exact, "seconds": seconds}
    if defends:
        table = _defended(shared, net, protect, add, attack or 1, within, how)
        _note_defence(shared, table)
        shared.put(table, "protection" if protect is not None else "new_links", net)
        shared.draw(lambda: _defence_figure(table, shared), net)
        return
    from chainnet.measures import critical_set

    with shared.patience("正在寻找关键企业组合", "looking for the worst set"):
        table = critical_set(net, k=size, target=target, **how)
    _note_bound(shared, table)
    shared.put(table, "critical_set", net)
    shared.draw(lambda: _set_figure(table, net, shared), net)


def _check_asked(**asked: float | None) -> None:
    given = [name for name, value in asked.items() if value is not None]
    if len(given) != 1:
        said = f"; {' and '.join('--' + name for name in given)} are given" if given else ""
        raise click.UsageError(f"ask for one of --size K, --target S, --protect K and --add K{said}.")


def _defended(
    shared: Shared, net: SupplyNetwork, protect: int | None, add: int | None, attack: int, within: str | None,
    how: dict[str, Any],
) -> pd.DataFrame:  # fmt: skip
    from chainnet.cli.areas import area_of
    from chainnet.measures import new_links, protection

    with shared.patience("正在逐一试算最坏的移除", "looking for the worst removals"):
        if protect is not None:
            return protection(net, k=protect, attack=attack, jobs=shared.jobs, **how)
        area = None if within is None else area_of(within, net)
        table = new_links(net, k=add or 1, attack=attack, within=area, jobs=shared.jobs, **how)
    names = net.names(shared.lang)
    return table.assign(
        supplier_name=names.loc[table["supplier"]].to_numpy(), buyer_name=names.loc[table["buyer"]].to_numpy()
    )


def _note_bound(shared: Shared, table: pd.DataFrame) -> None:
    """Say how good the set is and what no set can beat."""
    told, source = table.attrs, table.attrs["bound_source"]
    if told["proven"]:
        zh, en = "已证明没有更好的组合", "proven: no set is better"
    elif told["target"] is None:
        zh = f"未证明最优：这么多家企业最多只能降到 {told['bound']:.1%}"
        en = f"not proven: no set of so many firms leaves less than {told['bound']:.1%}"
    else:
        zh, en = (
            f"未证明最优：任何组合至少 {told['bound']:.0f} 家",
            f"not proven: no set has fewer than {told['bound']:.0f} firms",
        )
    if told["swaps_cut_short"]:
        zh, en = f"{zh}；交换搜索到达上限", f"{en}; swaps ended at their limit"
    zh = f"{len(table)} 家企业，剩余 {told['value']:.1%}；{zh}（{_BOUNDS[source]}）"
    firms = "1 firm" if len(table) == 1 else f"{len(table)} firms"
    say(shared, zh, f"{firms}, {told['value']:.1%} left; {en} ({source})")


def _note_defence(shared: Shared, table: pd.DataFrame) -> None:
    told = table.attrs
    proven = told.get("proven", told["worst_proven"] and told["after"] >= told["bound"] - 1e-6)
    zh = f"最坏移除 {told['attack']} 家后剩余：{told['before']:.1%} → {told['after']:.1%}"
    en = f"the worst removal of {told['attack']} leaves {told['before']:.1%} before, {told['after']:.1%} after"
    if not len(table):
        zh, en = f"{zh}；没有能单独起作用的选择", f"{en}; no single choice helps"
    if not told["worst_proven"]:
        zh, en = f"{zh}（最坏移除未证明，实际可能更低）", f"{en} (not proven to be the worst: it may be less)"
    bound = f"{told['bound']:.1%}"
    zh += "；已证明最优" if proven else f"；启发式，任何选择不超过 {bound}"
    en += "; proven: no choice is better" if proven else f"; a heuristic: no choice leaves more than {bound}"
    say(shared, zh, en)


def _set_figure(table: pd.DataFrame, net: SupplyNetwork, shared: Shared) -> Figure:
    """Draw what is left against the number of firms gone, a bar a firm."""
    from chainnet.figures import plot_bars
    from chainnet.report.tables import localised

    rows = localised(table, net, shared.lang)
    rows = rows.assign(name=[f"{rank} {name}" for rank, name in zip(rows["rank"], rows["name"], strict=True)])
    shown = terms.show_among(terms.REMOVAL_MEASURES, table.attrs["measure"], shared.lang)
    title = f"依次移除后剩余：{shown}" if shared.lang == "zh" else f"Left after each goes too: {shown}"
    return plot_bars(
        rows, label="name", value="value", low="low", high="high", percent=True, top=max(len(rows), 1), title=title,
        lang=shared.lang,
    )[0]  # fmt: skip


def _defence_figure(table: pd.DataFrame, shared: Shared) -> Figure:
    from chainnet.figures import plot_bars

    if "firm" in table:
        names = table["name"]
    else:
        names = table["supplier_name"] + " → " + table["buyer_name"] + " " + table["product"]
    rows = table.assign(name=table["rank"].astype("str") + " " + names)
    zh, en = "最坏移除后剩余", "Left after the worst removal, with each choice added"
    return plot_bars(
        rows, label="name", value="after", percent=True, top=max(len(rows), 1), title=zh if shared.lang == "zh" else en,
        lang=shared.lang,
    )[0]  # fmt: skip
