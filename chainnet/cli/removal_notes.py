"""What `remove` tells on standard error of what its numbers rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chainnet import terms
from chainnet.cli.common import Shared

if TYPE_CHECKING:
    import pandas as pd

    from chainnet.network import SupplyNetwork


MANY, NEARLY_ALL = 10, 0.9
"""Groups, and the share of them with one firm, from which on they say no more than each firm alone."""


def say(shared: Shared, zh: str, en: str) -> None:
    """Tell a note in the language of the person."""
    shared.note(f"注意：{zh}" if shared.lang == "zh" else f"note: {en}")


def note_measures(shared: Shared, net: SupplyNetwork, wanted: list[str], table: bool) -> None:
    """Say what the measures rest on where the data leave it open."""
    from chainnet.measures.prepared import Prepared

    if "served" in wanted:
        _note_essential(shared, net, table)
        _note_unvalued(shared, net)
    if "largest_component_value" in wanted:
        by = Prepared(net).firm_weights[1]
        zh = "营收" if by == "revenue" else "交易额（销售与采购中较大者）"
        say(shared, f"最大连通分量按企业{zh}加权", f"largest_component_value: firms weigh their {by}")


def note_kept(shared: Shared, net: SupplyNetwork, roles: list[str]) -> None:
    """Say which of the roles to keep no firm has."""
    there = set(net.firm_column("role").fillna(terms.UNKNOWN))
    for role in roles:
        if role not in there:
            shown = terms.show_among(terms.ROLES, role, "zh")
            hint_zh, hint = (
                ("；用 --leaders 指定链主", "; name chain leaders by --leaders") if role == "leader" else ("", "")
            )
            say(shared, f"没有角色为“{shown}”的企业可保留{hint_zh}", f"--keep: no firm is a {role}{hint}")


def note_orders(shared: Shared, net: SupplyNetwork, attrs: Mapping[str, Any], named: list[str]) -> None:
    """Say what decides between equals, the seed of what is random, and what was measured at some removals alone."""
    from chainnet.measures.link_orders import LINK_TIES
    from chainnet.measures.orders import TIES

    zh, en = [], []
    if any(name != "random" and not name.startswith("file:") for name in named):  # a list has no ties
        ties = LINK_TIES if attrs["links"] else TIES
        bare_zh, bare = ("", "") if net.has_values else ("（没有金额：按其后各项）", " (no values: by what follows)")
        zh.append(f"得分相同时按{ties.zh}{bare_zh}")
        en.append(f"ties by {ties}{bare}")
    if "random" in named:
        zh.append(f"随机次序 {attrs['runs']} 次，种子 {attrs['seed']}")
        en.append(f"{attrs['runs']} random orders of seed {attrs['seed']}")
    if zh:
        say(shared, "；".join(zh), "; ".join(en))
    if "betweenness" in named and attrs["samples"] is not None:
        _note_samples(shared, net, attrs["samples"], attrs["seed"])
    if any(name.startswith("pagerank") for name in named) and bool(net.links["value"].isna().any()):
        say(
            shared,
            "不是每条关系都有金额，PageRank 按供货关系数计算",
            "pagerank goes by number of links: not all have a value",
        )
    if "rewirings" in attrs:
        number, seed, moved = attrs["rewirings"], attrs["seed"], attrs["moved"]
        say(
            shared,
            f"随机重连 {number} 次，种子 {seed}；平均 {moved:.1%} 的供需对与原网络不同",
            f"{number} random rewirings of seed {seed}; on average {moved:.1%} of the pairs are other ones",
        )
    for measure, points in attrs["grid"].items():
        shown = terms.show_among(terms.REMOVAL_MEASURES, measure, "zh")
        say(
            shared,
            f"{shown}只在 {points} 个移除点上计算，其间按直线求 R",
            f"{measure} is measured at {points} removals alone; R takes straight lines between them",
        )


def _note_samples(shared: Shared, net: SupplyNetwork, samples: int, seed: int) -> None:
    if samples >= net.n:
        say(
            shared,
            f"共 {net.n:,} 家企业，不多于抽样数，介数为精确值",
            f"--samples: {net.n:,} firms alone, betweenness is exact",
        )
    else:
        zh = f"介数次序由 {samples:,} 家企业抽样估算，种子 {seed}"
        say(shared, zh, f"the order betweenness is estimated from {samples:,} firms, of seed {seed}")


def note_bounds(shared: Shared, net: SupplyNetwork, curves: pd.DataFrame, essential: pd.DataFrame | None) -> None:
    """Say what low and high are: quantiles of runs, bounds of what is not known, or both."""
    from chainnet.measures.prepared import Prepared

    prepared = Prepared(net, essential)
    served = curves.loc[curves["measure"].eq("served") & curves["reason"].eq(""), "order"]
    strict, lenient = prepared.inputs if len(served) else (None, None)
    bounded = len(served) > 0 and (strict is not lenient or bool(prepared.unvalued.any()))
    zh, en = [], []
    if curves["order"].eq("random").any():
        of_served = ("（保障率：其下限与上限的分位数）", " (of served: of its bounds)") if bounded else ("", "")
        zh.append(f"随机次序为各次的 5% 与 95% 分位数{of_served[0]}")
        en.append(f"of random orders 5 and 95 % quantiles of the runs{of_served[1]}")
    if bounded and served.ne("random").any():
        zh.append("其他次序为保障率的上下界")
        en.append("of other orders the bounds of served")
    if "network" in curves:
        zh.append("随机重连为各次的 5% 与 95% 分位数")
        en.append("of rewirings 5 and 95 % quantiles of the rewirings")
    if zh:
        say(shared, f"low 与 high：{'；'.join(zh)}", f"low and high: {'; '.join(en)}")


def note_undefined(shared: Shared, reasons: Mapping[str, str]) -> None:
    """Say which measures are not defined, and why."""
    for measure, reason in reasons.items():
        why = terms.show_among(terms.REASONS, reason, shared.lang)
        shown = terms.show_among(terms.REMOVAL_MEASURES, measure, "zh")
        say(shared, f"{shown}无定义：{why}（{reason}）", f"{measure} is not defined: {why} ({reason})")


def note_ungrouped(shared: Shared, net: SupplyNetwork, number: int, *, near: bool) -> None:
    """Say how many firms are in no group, and near a point of how many the place is not known."""
    if number:
        zh, en = f"{number:,} 家企业不属于任何一组", f"{number:,} firms are in no group"
        unknown = int((~net.located).sum())
        if near and unknown:
            zh, en = f"{zh}，其中 {unknown:,} 家位置未知", f"{en}, {unknown:,} of them of unknown place"
        say(shared, zh, en)


def note_alone(shared: Shared, table: pd.DataFrame, by: object) -> None:
    """Say where nearly every firm is a group of its own, as by a column of numbers or of names."""
    alone, number = int(table["firms"].eq(1).sum()), len(table)
    if isinstance(by, str) and by not in ("product", "tier") and number >= MANY and alone >= NEARLY_ALL * number:
        say(
            shared,
            f"按“{terms.show(by, 'zh')}”分成 {number:,} 组，其中 {alone:,} 组只有一家企业；逐家移除请用 --single",
            f"by {by}, {alone:,} of {number:,} groups are one firm; --single removes each firm alone",
        )


def _note_unvalued(shared: Shared, net: SupplyNetwork) -> None:
    """Say what served goes by where values are missing."""
    from chainnet.measures.prepared import Prepared

    prepared = Prepared(net)
    if not prepared.by_value and net.leaders:
        say(
            shared,
            "链主采购没有金额，保障率按关系数计算",
            "served: leaders' purchases have no values: by number",
        )
    elif prepared.unvalued.any():
        bare = int(prepared.unvalued.sum())
        say(
            shared,
            f"链主采购中 {bare:,} 条没有金额，未计入保障率的取值，上下界因此放开",
            f"served: {bare:,} purchases of leaders have no value: not in value, low and high stay open for them",
        )


def _note_essential(shared: Shared, net: SupplyNetwork, table: bool) -> None:
    """Say what served rests on where nothing says which inputs are essential."""
    if not table and not ("essential" in net.links and net.links["essential"].notna().any()):
        say(
            shared,
            "数据未说明哪些投入是关键的：取值与下界按全部关键计算，上界按全不关键计算",
            "served: nothing says which inputs are essential: value and low take all as essential, high takes none",
        )
