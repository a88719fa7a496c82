"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FAULT = "fault"
DOUBT = "doubt"
NOTE = "note"
MOST_SHOWN = 20
"""So many faults stand in the text of an error; `InputError.faults` holds all."""


class Said(str):
    """A text in English that also knows itself in Chinese.

    Parameters
    ----------
    en, zh : str
        The text in both languages; as a string it is the English one.

    Examples
    --------
    >>> said = Said("the file is empty", "文件是空的")
    >>> said, told(said, "zh"), told("as it is", "zh")
    ('the file is empty', '文件是空的', 'as it is')
    """

    zh: str

    def __new__(cls, en: str, zh: str) -> Said:
        """Make the text."""
        text = super().__new__(cls, en)
        text.zh = zh
        return text

    def __reduce__(self) -> tuple[type[Said], tuple[str, str]]:
        """Keep both languages when the text crosses to another process."""
        return type(self), (str(self), self.zh)


def told(text: str, lang: str) -> str:
    """Return the text in `lang`, where it knows itself in it."""
    return text.zh if lang == "zh" and isinstance(text, Said) else str(text)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong (``severity="fault"``), looks odd ("doubt") or was done to an input ("note").

    Parameters
    ----------
    problem : str
        What is wrong; a `Said` where it is known in Chinese too.
    hint : str
        What to write instead; likewise.
    file : str
        The file it is in, as the user named it; empty where there is none.
    row : int or None
        The row as a spreadsheet counts: the header is row 1.
    column : str
        The column, as the user wrote it.
    severity : {"fault", "doubt", "note"}
        A fault stops the reading; a doubt is told and the reading goes on; a note says what was done on the way.

    Examples
    --------
    >>> print(Fault("-5 is negative", "write what the buyer paid in a year", "links.csv", 7, "value"))
    links.csv:7:value — -5 is negative; write what the buyer paid in a year
    """

    problem: str
    hint: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: str = FAULT

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Return the fault as one line in `lang`.

        Examples
        --------
        >>> Fault(Said("no such file", "没有这个文件"), Said("check the path", "检查路径"), "链.csv").told("zh")
        '链.csv — 没有这个文件；检查路径'
        """
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part not in ("", None))
        parts = [told(part, lang) for part in (self.problem, self.hint) if part]
        text = ("；" if lang == "zh" else "; ").join(parts)
        return f"{place} — {text}" if place else text


class InputError(Exception):
    """The input is at fault. Holds every fault found, not just the first; as a text it shows the first twenty.

    Parameters
    ----------
    faults : iterable of Fault
        All that was found wrong.

    Examples
    --------
    >>> try:
    ...     raise InputError.one("no such file", hint="check the path", file="links.csv")
    ... except InputError as error:
    ...     print(error)
    links.csv — no such file; check the path
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        left = len(self.faults) - MOST_SHOWN
        more = [f"… and {left:,} more: the error's `faults` holds all"] if left > 0 else []
        super().__init__("\n".join([*map(str, self.faults[:MOST_SHOWN]), *more]))

    @classmethod
    def one(
        cls, problem: str, *, hint: str = "", file: str = "", row: int | None = None, column: str = ""
    ) -> InputError:
        """Make the error of a single fault."""
        return cls([Fault(problem, hint, file, row, column)])

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        """Keep the faults when the error crosses to another process."""
        return type(self), (self.faults,)


class InputWarning(UserWarning):
    """The input was read, but something in it looks odd; the network's ``doubts`` list it all."""


class GlyphWarning(UserWarning):
    """A figure shows another sign in place of characters that no font has.

    Parameters
    ----------
    characters : str
        Those that no font has.
    substitute : str
        What is drawn instead.
    lang : {"zh", "en"}
        Language of the figure, and of the warning.

    Examples
    --------
    >>> print(GlyphWarning("𐀀", "〓", "zh"))
    没有字体含有 𐀀，画作 〓
    """

    def __init__(self, characters: str, substitute: str, lang: str = "en") -> None:
        super().__init__(characters, substitute, lang)
        self.characters, self.substitute, self.lang = characters, substitute, lang

    def __str__(self) -> str:
        shown = " ".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in sorted(self.characters))
        zh, en = f"没有字体含有 {shown}，画作 {self.substitute}", f"no font has {shown}: drawn as {self.substitute}"
        return zh if self.lang == "zh" else en


def several(number: int, word: str) -> str:
    """Return a number with the English word for what it counts.

    Examples
    --------
    >>> several(1, "fault"), several(1200, "doubt")
    ('1 fault', '1,200 doubts')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
