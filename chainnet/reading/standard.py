"""Standard input: it can be read but once, so it is hashed as it passes."""

from __future__ import annotations

import hashlib
import sys
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO


class _Hashed(RawIOBase):
    """An open file of bytes that hashes what is read from it, as it is: compressed where it is compressed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def readable(self) -> bool:
        """Say that it is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as many bytes as fit, at least one unless there are no more."""
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self.hash.update(block)
        return len(block)


_passing: list[_Hashed] = []


def stdin() -> BufferedReader:
    """Return standard input, as bytes."""
    _passing[:] = [_Hashed(sys.stdin.buffer)]
    return BufferedReader(_passing[0])


def stdin_sha256() -> str:
    """Return the SHA-256 of what was read from standard input.

    Examples
    --------
    >>> len(stdin_sha256())
    64
    """
    return (_passing[0].hash if _passing else hashlib.sha256()).hexdigest()
