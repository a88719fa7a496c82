"""Which firms a figure leaves without a name, and how its note says so."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from chainnet.figures.marks import SHAPES, Look
from chainnet.figures.style import Pen

Ints = npt.NDArray[np.integer]

LEADER, FORWARD, OTHER = range(3)
"""The kinds of firms that are named one after another: chain leaders, what is removed or chosen, all others."""


def kinds_of(look: Look) -> Ints:
    """Return the kind of each firm."""
    forward = look.is_shade("removed") | look.is_shade("chosen")
    return np.where(look.shape == SHAPES.index("leader"), LEADER, np.where(forward, FORWARD, OTHER))


def unnamed_said(pen: Pen, look: Look, named: Ints) -> str:
    """Say how many of the firms that are drawn have no name; empty where all have one.

    Parameters
    ----------
    look : Look
        Of the firms that are drawn.
    named : ndarray of int, shape (3,)
        How many of each kind are named. Where no other firm is, the note only says that.
    """
    leaders, forward, others = (np.bincount(kinds_of(look), minlength=3) - named).tolist()
    chosen = look.is_shade("chosen").any()
    zh, en = [], []
    if leaders > 0:
        zh.append(f"{leaders:,} 家链主")
        en.append(f"{leaders:,} more leader{_s(leaders)}")
    if forward > 0:
        zh.append(f"{forward:,} 家{'选定' if chosen else '移除'}企业")
        en.append(f"{forward:,} more {'chosen' if chosen else 'removed'} firm{_s(forward)}")
    if others > 0 and named[OTHER] > 0:
        zh.append(f"{others:,} 家{'其他' if zh else ''}企业")
        en.append(f"{others:,} {'other' if en else 'more'} firm{_s(others)}")
    said = [pen.say(f"另有 {'、'.join(zh)}未标名", f"{', '.join(en)} not named")] if zh else []
    if others > 0 and named[OTHER] == 0:
        said.append(pen.say("其他企业不标名", "other firms are not named"))
    return pen.join(said)


def _s(number: int) -> str:
    return "" if number == 1 else "s"
