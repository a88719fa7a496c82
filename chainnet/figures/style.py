"""How figures look: fonts, colours, sizes and the language; nothing of it stays behind in matplotlib's settings."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unicodedata import category, normalize

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from chainnet.errors import GlyphWarning, InputError, Said
from chainnet.figures.colours import (
    BAND,
    FAINT,
    GRID,
    HAIR,
    INK,
    LEADER,
    LINES,
    LOCAL,
    OUTSIDE,
    PLAIN,
    UNKNOWN,
    Colours,
    ink_on,
    palette,
    tint,
)
from chainnet.figures.fonts import families, find, register
from chainnet.terms import LANGUAGES, Term

__all__ = [
    "BAND",
    "BODY",
    "FAINT",
    "GRID",
    "HAIR",
    "HEAD",
    "INK",
    "LEADER",
    "LINES",
    "LOCAL",
    "OUTSIDE",
    "PLAIN",
    "SMALL",
    "SUBSTITUTE",
    "TITLE",
    "UNKNOWN",
    "Colours",
    "Pen",
    "cut",
    "dress",
    "halo",
    "ink_on",
    "style",
    "ticks",
    "tint",
    "units",
]

TITLE, HEAD, BODY, SMALL = 14.0, 11.5, 9.5, 8.5
"""Sizes of text in points."""
SUBSTITUTE = "〓"

_RC: dict[Any, Any] = {
    "figure.dpi": 120,
    "figure.facecolor": "white",
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # a firm's name may hold two dollar signs
    "axes.unicode_minus": True,
    "axes.edgecolor": HAIR,
    "axes.labelcolor": INK,
    "axes.labelsize": BODY,
    "axes.titlesize": HEAD,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "legend.fontsize": BODY,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "lines.solid_capstyle": "round",
    "lines.dash_capstyle": "butt",
}


def units(text: str) -> int:
    """Return the width of a text in Latin letters; a Chinese character is about two wide."""
    return sum(1 if ord(char) < 0x2E80 else 2 for char in text)


def cut(text: str, width: int) -> str:
    """Return a text on one line, cut in the middle to `width` Latin letters; a Chinese character counts as two.

    The end stays, where names that begin alike differ.

    Examples
    --------
    >>> cut("Synthetic aluminium profile maker 05", 20)
    'Synthetic al…aker 05'
    """
    text = re.sub(r"\s+", " ", text).strip()
    if units(text) <= width:
        return text
    tail = _fitting(text[::-1], (width - 1) * 2 // 5)
    head = _fitting(text, width - 1 - units(text[len(text) - tail :]))
    return f"{text[:head].rstrip()}…{text[len(text) - tail :].lstrip()}"


def _fitting(text: str, width: int) -> int:
    """Return how many characters of the text fit into so many Latin letters."""
    return next((at for at in range(len(text)) if units(text[: at + 1]) > width), len(text))


def _unseen(char: str) -> bool:
    """Return whether a character draws nothing: a control, a mark of direction, a joiner, a choice of variant."""
    if category(char) in {"Cc", "Cf"}:
        return not char.isspace()
    return 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF


class Pen:
    """What a figure writes and draws with: one language, only characters that some font has, and its colours.

    Parameters
    ----------
    lang : {"zh", "en"}
    colours : mapping, optional
        In place of the defaults, as `palette` takes them.

    Attributes
    ----------
    colours : dict
        Role ("leader", "local", "outside", "unknown", "plain") -> colour.
    lines : tuple
        Colour and dashes of the lines of a chart.
    """

    def __init__(self, lang: str, colours: Colours | None = None) -> None:
        self.lang = lang
        self.colours, self.lines = palette(colours)
        self.lacking: set[str] = set()

    def say(self, zh: str, en: str) -> str:
        """Return the one that is in the pen's language, safe to draw."""
        return self.safe(zh if self.lang == "zh" else en)

    def word(self, terms: Sequence[Term], key: str) -> str:
        """Return how `key`, one of `terms`, is shown; a word that is none of them comes back as it is."""
        return self.safe(next((term.show(self.lang) for term in terms if term.key == key), key))

    def join(self, parts: Sequence[str]) -> str:
        """Join what is said in a note, leaving out what is empty."""
        return self.say("；", "; ").join(part for part in parts if part)

    def safe(self, text: str) -> str:
        """Return `text` as it can be drawn: without control characters, and with 〓 for what no font has."""
        text = re.sub(r"[^\S\n]+", " ", "".join(char for char in normalize("NFC", str(text)) if not _unseen(char)))
        before, lacking = families(), find(text)
        if families() != before and mpl.rcParams["font.family"] == list(before):  # inside `style`: use what was found
            mpl.rcParams["font.family"] = list(families())
        self.lacking |= lacking
        return "".join(SUBSTITUTE if char in lacking else char for char in text)

    def short(self, text: str, width: int = 32) -> str:
        """Return `text` on one line, cut to `width` Latin letters as `cut` does."""
        return cut(self.safe(text), width)

    def wrap(self, text: str, width: int) -> str:
        """Return `text` on lines of at most `width` Latin letters; Chinese breaks anywhere, Latin between words."""
        lines, used = [""], 0
        for piece in re.findall(r"[^\s\u2e80-\uffef]+\s*|\s+|[\u2e80-\uffef][，。；：、）”》]*", self.safe(text)):
            size = units(piece.rstrip())
            if used + size > width and used:
                lines[-1] = lines[-1].rstrip()
                lines.append("")
                used = 0
            lines[-1] += piece
            used += units(piece)
        return "\n".join(lines)


@contextmanager
def style(lang: str, colours: Colours | None = None) -> Iterator[Pen]:
    """Draw in chainnet's style, whatever matplotlib's settings are, and leave these as they were.

    Parameters
    ----------
    lang : {"zh", "en"}
    colours : mapping, optional
        In place of the defaults: "leader", "local", "outside", "unknown", "plain" -> a matplotlib colour, "lines" -> a
        list of them.

    Yields
    ------
    Pen
        To write with. Characters that no font has are drawn as 〓, and one `GlyphWarning` at the end names them.

    Raises
    ------
    InputError
        Where the language is neither, or a role of colour or a colour is not known.

    Notes
    -----
    matplotlib binds fonts, sizes and colours when an artist is made, so a figure that was made in here can be saved
    outside. Ticks are made when drawn: give them their look with `ticks`.

    Examples
    --------
    >>> with style("zh") as pen:
    ...     print(pen.say("链主", "chain leader"), mpl.rcParams["font.family"][0])
    链主 Noto Sans SC GBK
    """
    if lang not in LANGUAGES:
        hint = Said(f"write one of {', '.join(LANGUAGES)}", f"写以下之一：{'、'.join(LANGUAGES)}")
        raise InputError.one(Said(f"no language {lang!r}", f"没有“{lang}”这种语言"), hint=hint)
    register()
    pen = Pen(lang, colours)
    with mpl.rc_context():
        matplotlib.style.use("default")
        mpl.rcParams.update(_RC)
        mpl.rcParams["font.family"] = list(families())
        yield pen
    if pen.lacking:
        warnings.warn(GlyphWarning("".join(sorted(pen.lacking)), SUBSTITUTE, lang), stacklevel=4)


def ticks(ax: Axes, **options: Any) -> None:
    """Give the ticks of `ax`, those that are made later too, the look of the style."""
    look = {"labelsize": BODY, "labelcolor": FAINT, "color": HAIR, "labelfontfamily": list(families())}
    ax.tick_params(**{**look, **options})


def dress(text: Text) -> Text:
    """Give the style's font to a text that may be older than the style: title and labels of axes that were given."""
    text.set_fontfamily(list(families()))
    text.set_parse_math(False)
    text.set_usetex(False)
    return text


def halo(text: Text, width: float = 2.6) -> Text:
    """Put a white halo around a text, so that lines behind it do not make it hard to read."""
    text.set_path_effects([withStroke(linewidth=width, foreground="white")])
    return text
