"""The legend of a network: shapes and colours that are there, with their numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.lines import Line2D

from chainnet import terms
from chainnet.figures.attrs import area_said
from chainnet.figures.flows import share_of
from chainnet.figures.marks import HOLLOW, MARKERS, SHAPES, SIZES, STATE_COLOURS, Look, colour_of
from chainnet.figures.style import Pen


def legend_handles(pen: Pen, look: Look) -> list[Artist]:
    """Return the legend of the firms that are drawn: shapes and colours that are there, with their numbers."""
    handles: list[Artist] = []
    words = {
        "leader": terms.show("leader", pen.lang),
        "graded": pen.say("专精特新（含小巨人、单项冠军）", "SRDI, little giant or champion"),
        "firm": pen.say("其他企业", "other firms") if len(set(look.shape)) > 1 else pen.say("企业", "firms"),
        "logistics": terms.show("logistics", pen.lang),
        "institution": terms.show("institution", pen.lang),
    }
    for at, name in enumerate(SHAPES):
        number = int((look.shape == at).sum())
        if number:
            colour = pen.colours["leader" if name == "leader" else "plain"]
            handles.append(_handle(MARKERS[name], colour, colour, f"{words[name]} {number:,}", SIZES[name]))
    if look.shows_states:
        return handles + _state_handles(pen, look)
    others = look.only(look.shape != SHAPES.index("leader"))
    for name, zh in (("local", "本地"), ("outside", "外地"), ("unknown", "未知")):
        number = int(others.is_shade(name).sum())
        if number:
            colour = pen.colours[name]
            face = "white" if name in HOLLOW else colour
            handles.append(_handle("s", face, colour, f"{pen.say(zh, name)} {number:,}", 60.0))
    return handles


def local_said(pen: Pen, look: Look, local: pd.Series | None) -> str:
    """Say what is local, where colours tell it and the verdicts say it, as those of `chainnet.local_firms` do."""
    return "" if local is None or look.shows_states else area_said(pen, local.attrs)


def shade_handles(pen: Pen, amounts: dict[str, float]) -> list[Artist]:
    """Return the legend of flows: whose they are by shade, with their shares; none where all are alike."""
    total = sum(amounts.values())
    words = {"local": pen.say("本地供货", "from local firms"), "outside": pen.say("外地供货", "from outside")}
    words["unknown"] = pen.say("来源未知", "origin unknown")
    return [
        _handle(
            "s", colour_of(pen, name), colour_of(pen, name), f"{words[name]} {share_of(amounts[name] / total)}", 60.0
        )
        for name in words
        if amounts[name] > 0
    ]


def _state_handles(pen: Pen, look: Look) -> list[Artist]:
    """Return the legend of who works and who does not, leaders among them."""
    words = {
        "removed": pen.say("移除", "removed"),
        "stops": pen.say("随之停产", "stop with them"),
        "may_stop": pen.say("可能停产", "may stop"),
        "chosen": pen.say("选定", "chosen"),
        "works": pen.say("其余", "the rest") if look.is_shade("chosen").any() else pen.say("仍在运转", "keep working"),
    }
    handles: list[Artist] = []
    for name, text in words.items():
        number = int(look.is_shade(name).sum())
        if number or (name == "stops" and look.is_shade("removed").any()):
            colour = STATE_COLOURS[name]
            face, marker = "white" if name in HOLLOW else colour, "X" if name == "removed" else "s"
            handles.append(_handle(marker, face, colour, f"{text} {number:,}", 60.0))
    return handles


def _handle(marker: str, face: str, edge: str, text: str, area: float) -> Line2D:
    size, rim = min(np.sqrt(area), 11.0), 1.0 if face == "white" else 0.0
    return Line2D([], [], ls="none", marker=marker, mfc=face, mec=edge, mew=rim, ms=size, label=text)
