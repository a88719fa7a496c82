"""The bundled Chinese font: a GBK subset of Noto Sans SC (SIL Open Font License, see OFL.txt).

`tools/make_font.py` makes it. With it figures show Chinese on a machine that has no Chinese font.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

FAMILY = "Noto Sans SC GBK"
"""The font's family name, its own: no font of the machine has it."""
FALLBACKS = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimSun-ExtB",
    "SimSun",
    "Arial Unicode MS",
)
"""Where to look for what the bundled font lacks. DejaVu Sans comes with matplotlib and goes first: it has all accented
letters, which a Chinese font would put together from a letter and an accent that does not sit on it."""


def font_path() -> Path:
    """Return the path of the bundled font.

    Examples
    --------
    >>> font_path().name
    'NotoSansSC-GBK.otf'
    """
    return Path(str(files(__name__) / "NotoSansSC-GBK.otf"))


def register() -> None:
    """Tell matplotlib's font manager of the bundled font, once."""
    from matplotlib.font_manager import fontManager

    if all(entry.name != FAMILY for entry in fontManager.ttflist):
        fontManager.addfont(font_path())


@cache
def families() -> tuple[str, ...]:
    """Return the bundled font's family and, after it, the fallbacks that this machine has."""
    from matplotlib.font_manager import fontManager

    register()
    there = {entry.name for entry in fontManager.ttflist}
    return (FAMILY, *(name for name in FALLBACKS if name in there))


@cache
def _characters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    register()
    return frozenset(get_font(fontManager.findfont(FontProperties(family=family))).get_charmap())


def missing(text: str) -> set[str]:
    """Return the characters of `text` that neither the bundled font nor a fallback has.

    Examples
    --------
    >>> missing("喆堃垚 專精特新 Łódź ≥"), missing("\\U0001f400")
    (set(), {'🐀'})
    """
    left = {char for char in text if not char.isspace()}
    for family in families():
        if not left:
            break
        left = {char for char in left if ord(char) not in _characters(family)}
    return left
