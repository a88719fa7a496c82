"""What `remove` tells on standard error of what its numbers rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chainnet import terms
from chainnet.cli.common import Shared

if TYPE_CHECKING:
    from chainnet.network import SupplyNetwork


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


def note_orders(shared: Shared, attrs: Mapping[str, Any], named: list[str]) -> None:
    """Say what decides between equals, the seed of what is random, and what was measured at some removals alone."""
    from chainnet.measures.link_orders import LINK_TIES
    from chainnet.measures.orders import TIES

    ties = LINK_TIES if attrs["links"] else TIES
    zh, en = [f"得分相同时按{ties.zh}"], [f"ties by {ties}"]
    if "random" in named:
        zh.append(f"随机次序 {attrs['runs']} 次，种子 {attrs['seed']}")
        en.append(f"{attrs['runs']} random orders of seed {attrs['seed']}")
    say(shared, "；".join(zh), "; ".join(en))
    for measure, points in attrs["grid"].items():
        shown = terms.show_among(terms.REMOVAL_MEASURES, measure, "zh")
        say(
            shared,
            f"{shown}只在 {points} 个移除点上计算，其间按直线求 R",
            f"{measure} is measured at {points} removals alone; R takes straight lines between them",
        )


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
