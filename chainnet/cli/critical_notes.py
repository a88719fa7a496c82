"""What `critical` tells on standard error: how good its sets are, and that it is at work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from chainnet.cli.common import Shared
from chainnet.cli.removal_notes import say

if TYPE_CHECKING:
    import pandas as pd

_BOUNDS = {
    "integer program": "整数规划",
    "linear relaxation": "线性松弛",
    "numbers of partners": "伙伴数估计",
    "every firm tried": "逐家试过",
}
FIRST = 2.0
"""Seconds until the first word of progress; the next ones come after twice as many each time."""


def counted(shared: Shared, zh: str, en: str) -> Callable[[], None]:
    """Return what to call after each step of work whose end is not known: it says now and then how many are done."""
    lock, began = threading.Lock(), time.monotonic()
    done, due = 0, FIRST

    def step() -> None:
        nonlocal done, due
        with lock:
            done += 1
            passed = time.monotonic() - began
            if passed < due:
                return
            due = max(2 * due, passed)
            shared.note(
                f"{zh}：{done:,}（{passed:.0f} 秒）" if shared.lang == "zh" else f"{en}: {done:,} ({passed:.0f} s)"
            )

    return step


def note_set(shared: Shared, table: pd.DataFrame) -> None:
    """Say how good the set is and what no set can beat."""
    zh, en = _standing(table)
    if table.attrs["swaps_cut_short"]:
        zh, en = f"{zh}；交换搜索到达上限", f"{en}; swaps ended at their limit"
    source = table.attrs["bound_source"]
    if source in _BOUNDS:
        zh, en = f"{zh}（{_BOUNDS[source]}）", f"{en} ({source})"
    left = f"{table.attrs['value']:.1%}"
    firms = "1 firm" if len(table) == 1 else f"{len(table)} firms"
    say(shared, f"{len(table)} 家企业，剩余 {left}；{zh}", f"{firms}, {left} left; {en}")


def _standing(table: pd.DataFrame) -> tuple[str, str]:
    told = table.attrs
    if told["bound_source"] == "least possible":
        zh, en = f"已证明：{told['bound']:.1%} 已是最低", f"proven: {told['bound']:.1%} is the least there can be"
        if len(table) <= told["fewest"]:
            return f"{zh}，且更少的企业做不到", f"{en}, and no fewer firms leave it"
        fewer = (
            f"；最少需 {told['fewest']} 家，是否够用未证明",
            f"; whether {told['fewest']} firms would do is not known",
        )
        return zh + fewer[0], en + fewer[1]
    if told["proven"]:
        return "已证明没有更好的组合", "proven: no set is better"
    if told["bound"] <= (1e-9 if told["target"] is None else 1):
        more = (
            ("", "")
            if told["method"] == "exact"
            else ("（--exact 求解整数规划）", " (--exact runs the integer program)")
        )
        return f"未证明最优：下界未知{more[0]}", f"not proven: how much better a set could be is not known{more[1]}"
    if told["target"] is None:
        bound = f"{told['bound']:.1%}"
        return (
            f"未证明最优：这么多家企业最多只能降到 {bound}",
            f"not proven: no set of so many firms leaves less than {bound}",
        )
    bound = f"{told['bound']:.0f}"
    return f"未证明最优：任何组合至少 {bound} 家", f"not proven: no set has fewer than {bound} firms"


def note_defence(shared: Shared, table: pd.DataFrame) -> None:
    """Say what protection or new links do, and what no choice can beat."""
    told = table.attrs
    zh = f"最坏移除 {told['attack']} 家后剩余：{told['before']:.1%} → {told['after']:.1%}"
    en = f"the worst removal of {told['attack']} leaves {told['before']:.1%} before, {told['after']:.1%} after"
    if not told["worst_proven"]:
        zh, en = f"{zh}（最坏移除未证明，实际可能更低）", f"{en} (not proven to be the worst: it may be less)"
    said = _choice(table)
    say(shared, f"{zh}；{said[0]}", f"{en}; {said[1]}")
    if told.get("unplaced"):
        number = told["unplaced"]
        zh = f"另有 {number:,} 条可加的供货关系，不知道供应商是否在区域内，未计入"
        say(shared, zh, f"{number:,} more links might be added, but whether their supplier is in the area is not known")


def _choice(table: pd.DataFrame) -> tuple[str, str]:
    told = table.attrs
    if told.get("candidates") == 0:
        return "没有候选：没有别的企业能供应所采购的产品", "no candidates: no other firm could supply what is bought"
    zh, en = ("", "") if len(table) else ("没有能单独起作用的选择；", "no single choice helps; ")
    if told.get("proven", told["worst_proven"] and told["after"] >= told["bound"] - 1e-6):
        return f"{zh}已证明最优", f"{en}proven: no choice is better"
    if told["bound"] >= 1 - 1e-9:
        return f"{zh}启发式，是否有更好的选择未知", f"{en}a heuristic: how much better a choice could be is not known"
    bound = f"{told['bound']:.1%}"
    return f"{zh}启发式，任何选择不超过 {bound}", f"{en}a heuristic: no choice leaves more than {bound}"
