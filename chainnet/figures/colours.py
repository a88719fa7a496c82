"""The colours of figures: defaults that colour-blind eyes tell apart, and those that are given in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

from matplotlib.colors import is_color_like, to_hex, to_rgb

from chainnet.errors import InputError, Said

Colours = Mapping[str, Any]
"""A role of colour ("leader", "local", "outside", "unknown", "plain") -> a matplotlib colour; "lines" -> several."""

INK, FAINT, HAIR, GRID, BAND = "#20262c", "#5f6b76", "#c9d0d6", "#e2e6ea", "#f3f5f7"
LEADER, LOCAL, OUTSIDE, UNKNOWN, PLAIN = "#b81d2c", "#1b6f8a", "#e58a2b", "#8f989f", "#4d6072"
"""Told apart by colour-blind eyes and in grey: red stars by shape, teal dark, orange light, unknown hollow."""
LINES: tuple[tuple[str, Any], ...] = (
    ("#1b6f8a", "-"),
    ("#d9731a", (0, (6, 2))),
    ("#20262c", (0, (2, 1.4))),
    ("#7a4fa3", (0, (7, 2, 1.5, 2))),
    ("#3f9e6e", (0, (10, 2, 2, 2, 2, 2))),
    ("#b81d2c", (0, (1, 1))),
    ("#8a6d3b", (0, (4, 1, 1, 1))),
)
"""Colour and dashes of the lines of a chart: each differs from the others in both, the first three in grey, too."""
ROLES = {"leader": LEADER, "local": LOCAL, "outside": OUTSIDE, "unknown": UNKNOWN, "plain": PLAIN}


def palette(colours: Colours | None = None) -> tuple[dict[str, str], tuple[tuple[str, Any], ...]]:
    """Return the colour of each role, and colour and dashes of each line.

    Parameters
    ----------
    colours : mapping, optional
        What differs from the defaults: "leader", "local", "outside", "unknown", "plain" -> a matplotlib colour;
        "lines" -> a list of them, begun again, with other dashes, where a chart has more lines.

    Raises
    ------
    InputError
        Where a role or a colour is not known.

    Examples
    --------
    >>> roles, lines = palette({"local": "navy", "lines": ["black", "0.5"]})
    >>> roles["local"], roles["outside"], [colour for colour, _ in lines[:3]]
    ('#000080', '#e58a2b', ['#000000', '#808080', '#000000'])
    """
    if colours is not None and not isinstance(colours, Mapping):
        raise InputError.one(
            Said("the colours are no mapping", "颜色不是“用途: 颜色”的对照"),
            hint=Said('write a role and its colour, as in {"local": "navy"}', '请写用途和颜色，如 {"local": "navy"}'),
        )
    given = dict(colours or {})
    strange = [str(role) for role in given if role not in (*ROLES, "lines")]
    if strange:
        problem = Said(f"no role of colour {', '.join(strange)}", f"没有这样的颜色用途：{'、'.join(strange)}")
        known = (*ROLES, "lines")
        raise InputError.one(problem, hint=Said(f"write one of {', '.join(known)}", f"写以下之一：{'、'.join(known)}"))
    lines = given.pop("lines", [colour for colour, _ in LINES])
    if isinstance(lines, str) or not isinstance(lines, Sequence) or not lines:
        raise InputError.one(
            Said("the colours of lines are no list", "“lines”的颜色不是列表"),
            hint=Said('write several, as in {"lines": ["navy", "#d9731a"]}',
                      '请写若干颜色，如 {"lines": ["navy", "#d9731a"]}'),
        )  # fmt: skip
    roles = ROLES | {role: _hex(colour) for role, colour in given.items()}
    return roles, tuple((_hex(colour), dashes) for (_, dashes), colour in zip(LINES, cycle(lines), strict=False))


def _hex(colour: Any) -> str:
    if not is_color_like(colour) or str(colour).lower() == "none":
        raise InputError.one(
            Said(f"no colour {colour!r}", f"没有“{colour}”这种颜色"),
            hint=Said("write a name or a code, as navy or #1b6f8a", "写颜色名或代码，如 navy 或 #1b6f8a"),
        )
    return to_hex(colour)


def ink_on(colour: Any) -> str:
    """Return the colour of text on `colour`, white or black, whichever stands out more: by 4.5 to 1 or more.

    Examples
    --------
    >>> ink_on("navy"), ink_on("ivory")
    ('white', 'black')
    """
    light = luminance(colour) + 0.05
    return "black" if light / 0.05 >= 1.05 / light else "white"


def tint(colour: Any, share: float = 0.25) -> str:
    """Return a pale tone of a colour: so much of it on white.

    Examples
    --------
    >>> tint("black", 0.2)
    '#cccccc'
    """
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def luminance(colour: Any) -> float:
    """Return how light a colour is, 0 black to 1 white [relative luminance, WCAG 2.2]."""
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour))
    return float(sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
