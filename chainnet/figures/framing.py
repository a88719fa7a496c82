"""What the two maps show, and what is said of it: which firms frame them, their headings and the note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.figures import ground
from chainnet.figures.english import words_of
from chainnet.figures.hours import unknown_of
from chainnet.figures.style import Pen
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

HOUR_KM = 50.0
"""The one-hour radius of the estimate at its defaults: what the city panel is framed by where no radius is given."""
BEYOND = 1.3
"""The city panel shows firms within so many radii of its leaders."""


class Place(NamedTuple):
    """What the city panel shows: rows of the firms that frame it, its leaders, and whether it lies around these."""

    firms: Ints
    leaders: Ints
    around_leaders: bool


def choose(net: SupplyNetwork, radius: float) -> Place:
    """Return the firms that frame the city panel: around leaders, or else where firms are densest."""
    located = np.flatnonzero(net.located)
    places = net.coordinates[located]
    leaders = located[net.is_leader[located]]
    if len(leaders):
        others = places[~net.is_leader[located]]
        at = net.coordinates[leaders]
        near = ground.count_near(others, at, BEYOND * radius) if len(others) else np.zeros(len(leaders), dtype=np.int64)
        best = int(np.argmax(near))
        if near[best] >= max(3, 0.03 * len(others)) or len(others) == 0:
            home = leaders[ground.near_any(at, at[[best]], 3 * radius)]
            inside = ground.near_any(places, net.coordinates[home], BEYOND * radius)
            return Place(located[inside], home, True)
    densest = int(np.argmax(ground.count_near(places, places, radius)))
    inside = ground.near_any(places, places[[densest]], BEYOND * radius)
    return Place(located[inside], leaders[:0], False)


def whole_heading(net: SupplyNetwork, pen: Pen, shown: int) -> str:
    """Say how many firms the first map shows."""
    number = int(net.located.sum())
    if shown < number:
        zh, en = f"有位置的 {number:,} 家企业中的 {shown:,} 家", f"{shown:,} of {number:,} firms whose place is known"
        return pen.say(zh, en)
    return pen.say(f"全部 {number:,} 家有位置的企业", f"all {number:,} firms whose place is known")


def near_heading(
    net: SupplyNetwork, pen: Pen, place: Place, tables: Sequence[pd.DataFrame], radius: float | None, minutes: float
) -> str:
    """Say what the second map shows, and what its circles or its ground are."""
    if not place.around_leaders:
        where = _city(net, pen, place.firms)
        number = len(place.firms)
        zh = f"企业最密集处{'：' + where + '一带' if where else ''}（{number:,} 家）"
        return pen.say(zh, f"where firms are densest{': around ' + where if where else ''} ({number:,} firms)")
    text = pen.say("链主周边", "around the chain leaders")
    if radius is None and not tables:
        return text
    minutes = float(tables[0].attrs.get("minutes", minutes)) if tables else minutes
    if radius is not None:
        zh = "一小时" if minutes == 60 else f"{minutes:g} 分钟"
        en = "one-hour" if minutes == 60 else f"{minutes:g}-minute"
        zh, en = f"圆：{zh}供应半径，估计约 {radius:.0f} km", f"circles: {en} radius, estimated at {radius:.0f} km"
    else:
        zh, en = f"底色：{minutes:g} 分钟内到得了的企业周边", f"shaded: around firms reached in {minutes:g} minutes"
    return text + pen.say(f"（{zh}）", f" ({en})")


def _city(net: SupplyNetwork, pen: Pen, firms: Ints) -> str:
    """Return the city of most of these firms."""
    cities = net.firm_column("city").iloc[firms].value_counts()
    return pen.safe(words_of(net, "city", pen.lang)[str(cities.index[0])]) if len(cities) else ""


def note_of(net: SupplyNetwork, pen: Pen, framing: Ints, tables: Sequence[pd.DataFrame], max_links: int) -> str:
    """Say what is not drawn, and what sizes mean."""
    located = int(net.located.sum())
    lost, beyond = net.n - located, located - len(framing)
    parts: list[str] = []
    if beyond:
        far = np.setdiff1d(np.flatnonzero(net.located), framing)
        shown = words_of(net, "region", pen.lang)
        regions = [pen.safe(shown[str(name)]) for name in net.firm_column("region").iloc[far].value_counts().index[:6]]
        zh = f"{beyond:,} 家企业远在左图之外{'（' + '、'.join(regions) + '）' if regions else ''}"
        en = f"{beyond:,} firms lie far outside the left map{' (' + ', '.join(regions) + ')' if regions else ''}"
        parts.append(pen.say(zh, en))
    if lost:
        zh, en = f"{lost:,} 家企业位置未知，未画", f"{lost:,} firms whose place is not known are not drawn"
        parts.append(pen.say(zh, en))
    unknown = unknown_of(tables)
    if unknown:
        zh, en = f"{unknown:,} 家企业到任何链主的时间都未知", f"of {unknown:,} firms no time to a leader is known"
        parts.append(pen.say(zh, en))
    if net.has_values:
        parts.append(pen.say("图形越大，销售额越高", "the larger the mark, the higher the firm's sales"))
    if len(segments(net)) > max_links:
        best = pen.say("采购额最高的 ", " of highest value") if net.has_values else ""
        zh, en = f"左图只画{best}{max_links:,} 条关系", f"on the left only {max_links:,} links{best}"
        parts.append(pen.say(zh, en))
    parts.append(pen.say("右图只画有一端在图内的关系", "on the right only links with an end inside"))
    parts.append(pen.say("坐标相同的企业散开画", "firms of the same coordinates are spread out"))
    return pen.join(parts)


def segments(net: SupplyNetwork) -> Ints:
    """Return the pairs both ends of which are located, the strongest first."""
    pairs = net.pairs
    both = np.flatnonzero(net.located[pairs.supplier] & net.located[pairs.buyer])
    return both[np.argsort(-np.nan_to_num(pairs.value[both], nan=-1.0), kind="stable")]
