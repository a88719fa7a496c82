"""Garbage is looked for less often than Python does by itself: a command makes many objects and ends soon."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (100_000, 20, 50)
"""A tenth of the time of a report went into looking through objects that are all in use."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Collect garbage seldom while a command runs."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
