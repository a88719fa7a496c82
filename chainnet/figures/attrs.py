"""What a table, or verdicts, say in their ``attrs`` of how they were made: what is local, and whence times are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chainnet.figures.style import Pen


def area_said(pen: Pen, attrs: Mapping[Any, Any]) -> str:
    """Say what is local; empty where nothing says it.

    Examples
    --------
    >>> area_said(Pen("en"), {"area": "same city", "area_zh": "同一城市"}), area_said(Pen("en"), {})
    ('local: same city', '')
    """
    if "area" not in attrs or "area_zh" not in attrs:
        return ""
    return pen.say(f"本地：{attrs['area_zh']}", f"local: {attrs['area']}")


def times_said(pen: Pen, attrs: Mapping[Any, Any]) -> str:
    """Say where travel times come from; empty where nothing says it."""
    if "times" not in attrs or "times_zh" not in attrs:
        return ""
    return pen.say(f"行程时间：{attrs['times_zh']}", f"travel times: {attrs['times']}")
