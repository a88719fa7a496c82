"""Warnings as notes: in the language of the person at the keyboard, each once, without a line of code."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chainnet.errors import GlyphWarning, InputWarning, told


@contextmanager
def warnings_noted(note: Callable[[str], None], lang: str) -> Iterator[None]:
    """Tell what looks odd as soon as it is found, and at the end what no font has, of all figures together.

    Parameters
    ----------
    note : callable
        Writes a line.
    lang : {"zh", "en"}
    """
    lacking: list[GlyphWarning] = []
    noted: set[str] = set()

    def tell(text: str) -> None:
        note(f"注意：{text}" if lang == "zh" else f"note: {text}")

    with warnings.catch_warnings():
        for kind in (InputWarning, GlyphWarning):
            warnings.simplefilter("always", kind)
        plain = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: object) -> None:
            if isinstance(message, GlyphWarning):
                lacking.append(message)
            elif isinstance(message, InputWarning):
                said = message.args[0]
                if str(said) not in noted:  # several networks say the same, as those of years
                    noted.add(str(said))
                    tell(told(said, lang))
            else:
                plain(message, category, *rest)  # type: ignore[arg-type]

        warnings.showwarning = show  # type: ignore[assignment]
        yield
    if lacking:
        characters = "".join({char for warning in lacking for char in warning.characters})
        tell(str(GlyphWarning(characters, lacking[0].substitute, lang)))
