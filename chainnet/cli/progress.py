"""What is told while a command works: bars where there are steps, a word now and then where there are none."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

SOON = 1.5
"""Seconds until what is going on is told."""
LATER = 10.0
"""The same of the command as a whole where nobody looks on, as in a log."""


class Watch:
    """Tells on standard error what is going on, once it takes more than a moment, and again at twice the time.

    Parameters
    ----------
    tell : callable
        Writes a line.
    lang : {"zh", "en"}
    quiet : bool
        Whether nothing is told.
    """

    def __init__(self, tell: Callable[[str], None], lang: str, *, quiet: bool) -> None:
        self.tell, self.lang, self.quiet = tell, lang, quiet
        self._doing: list[tuple[str, float]] = []
        self._lock = threading.Lock()
        self._bar = False

    @contextmanager
    def during(self, zh: str, en: str, *, soon: float = SOON) -> Iterator[None]:
        """Tell `zh` or `en` where this takes longer than `soon`; what goes on within it tells for itself."""
        if self.quiet:
            yield
            return
        began, over = time.monotonic(), threading.Event()
        entry = (zh if self.lang == "zh" else en, began)
        thread = threading.Thread(target=self._remind, args=(entry, over, soon), daemon=True)
        with self._lock:
            self._doing.append(entry)
        thread.start()
        try:
            yield
        finally:
            over.set()
            with self._lock:
                self._doing.remove(entry)

    def _remind(self, entry: tuple[str, float], over: threading.Event, soon: float) -> None:
        text, began = entry
        due = soon
        while not over.wait(began + due - time.monotonic()):
            with self._lock:
                innermost = bool(self._doing) and self._doing[-1] is entry
            if innermost and not self._bar:
                passed = "" if due == soon else f"（{due:.0f} 秒）" if self.lang == "zh" else f" ({due:.0f} s)"
                self.tell(text + passed)
            due = 2 * due

    @contextmanager
    def bar(self, length: int, label: str) -> Iterator[Callable[[], None]]:
        """Show a bar where somebody looks on; call what it gives once a step."""
        shown = not self.quiet and sys.stderr.isatty()
        with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not shown) as bar:
            self._bar = shown

            def step() -> None:
                with self._lock:
                    bar.update(1)

            try:
                yield step
            finally:
                self._bar = False


def looked_on() -> bool:
    """Whether somebody looks at standard error."""
    return sys.stderr.isatty()
