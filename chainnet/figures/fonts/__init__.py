"""The bundled Chinese font: a GBK subset of Noto Sans SC (SIL Open Font License, see OFL.txt).

`tools/make_font.py` makes it. With it figures show Chinese on a machine that has no Chinese font.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

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
"""Where to look first for what the bundled font lacks. DejaVu Sans comes with matplotlib and goes first: it has all
accented letters, which a Chinese font would put together from a letter and an accent that does not sit on it."""


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


_found: list[str] = []
"""Families of the machine that had a character which the others lack, as `find` came upon them."""


def families() -> tuple[str, ...]:
    """Return the bundled font's family and, after it, the families of this machine that fill its gaps."""
    return (*_named(), *_found)


@cache
def _named() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    register()
    there = {entry.name for entry in fontManager.ttflist}
    return (FAMILY, *(name for name in FALLBACKS if name in there))


@cache
def _others() -> tuple[str, ...]:
    """Return all further families of the machine, those without serifs first."""
    from matplotlib.font_manager import fontManager

    upright = (entry for entry in fontManager.ttflist if entry.style == "normal" and entry.weight in (400, "normal"))
    there = {entry.name for entry in upright} - set(_named())
    return tuple(sorted(there, key=lambda name: ("sans" not in name.lower(), name)))


@cache
def _characters(family: str) -> frozenset[int]:
    return frozenset(_font(family).get_charmap())


def _font(family: str) -> FT2Font:
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    register()
    return get_font(fontManager.findfont(FontProperties(family=family)))


@cache
def _holder(char: str) -> str:
    """Return a family, beyond those that are named, that draws a character; empty where none does."""
    return next((family for family in _others() if _draws(family, ord(char))), "")


def _draws(family: str, code: int) -> bool:
    """Return whether a family has an outline for a character; fonts of pictures and placeholders do not count."""
    if "last resort" in family.lower() or "blank" in family.lower():
        return False
    font = _font(family)
    if not font.scalable or not font.get_char_index(code):
        return False
    font.set_size(10, 72)
    font.load_char(code)
    return len(font.get_path()[0]) > 0


def find(text: str) -> set[str]:
    """Look for the characters of `text` in all fonts of the machine, and return those that none has.

    From then on `families` names the families that were needed.

    Examples
    --------
    >>> find("喆堃垚 專精特新 Łódź ≥")
    set()
    """
    lacking = missing(text)
    for char in sorted(lacking):
        family = "" if category(char) in {"Co", "Cs"} else _holder(char)  # for private use each font has its own
        if family and family not in _found:
            _found.append(family)
    return missing(text) if lacking else lacking


def missing(text: str) -> set[str]:
    """Return the characters of `text` that no font in use has: the bundled one, a fallback or one that was found.

    Examples
    --------
    >>> missing("喆堃垚 專精特新 Łódź ≥"), missing("\\ue000")
    (set(), {'\\ue000'})
    """
    left = {char for char in text if not char.isspace()}
    for family in families():
        if not left:
            break
        left = {char for char in left if ord(char) not in _characters(family)}
    return left
