"""What workbooks are packed in, unpacked within limits: zip archives (xlsx, xlsb, ods) and OLE files (xls)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from chainnet.errors import InputError, Said
from chainnet.reading.files.opened import BLOCK

MOST_OF_A_BOOK = 2_000_000_000
"""The parts of a workbook may expand to this many bytes together."""
SMALL_BOOK, MOST_RATIO = 256_000_000, 200
"""Up to the first size any ratio will do; beyond it a workbook expands at most by the second, or it is a bomb."""

Parts = dict[str, zipfile.ZipInfo]
"""The parts of a zipped workbook under their lower-case names."""


def parts_of(path: Path, name: str) -> Parts:
    """List the parts of a zipped workbook under their lower-case names, and refuse one that expands beyond measure.

    Parameters
    ----------
    path : Path
        The workbook.
    name : str
        How to call it in messages.

    Returns
    -------
    dict of str to ZipInfo

    Raises
    ------
    InputError
        Where the archive is broken, or its parts expand to more than `MOST_OF_A_BOOK` bytes, or to more than
        `MOST_RATIO` times the file where that is above `SMALL_BOOK`.
    """
    most = min(MOST_OF_A_BOOK, max(SMALL_BOOK, MOST_RATIO * path.stat().st_size))
    with zipfile.ZipFile(path) as book:
        parts = book.infolist()
        packed = sum(part.compress_size for part in parts)
        whole = sum(part.file_size for part in parts)
        if whole <= most and packed * 1032 > most:  # deflate expands 1032-fold at most: others need no count
            whole = _inflated(path, parts, most)
    if whole > most:
        problem = Said(
            f"the workbook expands to more than {most / 1e6:,.0f} MB: this looks like a zip bomb",
            f"工作簿解压后超过 {most / 1e6:,.0f} MB，疑似压缩炸弹",
        )
        raise InputError.one(problem, hint=Said("save the sheet as CSV UTF-8", "请将工作表另存为 CSV UTF-8"), file=name)
    return {part.filename.replace("\\", "/").lower(): part for part in parts}


def _inflated(path: Path, parts: list[zipfile.ZipInfo], most: int) -> int:
    """Count what the parts really expand to, whatever the archive says, until it is more than `most`."""
    total = 0
    with path.open("rb") as file:
        for part in parts:
            file.seek(part.header_offset + 26)
            file.seek(sum(struct.unpack("<HH", file.read(4))), io.SEEK_CUR)
            if part.compress_type != zipfile.ZIP_DEFLATED:
                total += part.file_size
                continue
            inflate, left = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size
            while left > 0 and not inflate.eof and (data := file.read(min(left, BLOCK))):
                left -= len(data)
                while data and total <= most:
                    total += len(inflate.decompress(data, BLOCK))
                    data = inflate.unconsumed_tail
    return total


def workbook_stream(data: bytes) -> bytes:
    """Return the stream of an OLE file that holds the workbook, by the layout of [MS-CFB].

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError, struct.error, IndexError
        Where there is none, the header is broken, or chains of sectors run in circles.
    """
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    count = len(data) // size
    tables, first, _, _, mini, minis, more, _ = struct.unpack_from("<8I", data, 44)
    if size not in (512, 4096) or tables > count or minis > min(count, 4095):
        raise ValueError("its header is broken")

    def sectors(ids: list[int]) -> bytes:
        return b"".join(data[(one + 1) * size : (one + 2) * size] for one in ids)

    def chain(one: int, table: tuple[int, ...]) -> list[int]:
        ids = []
        while one < 0xFFFFFFFA:
            ids.append(one)
            if len(ids) > len(table):
                raise ValueError("its sectors run in circles")
            one = table[one]
        return ids

    def numbers(raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    lists, steps = list(struct.unpack_from("<109I", data, 76)), 0
    while more < 0xFFFFFFFA:
        *found, more = numbers(sectors([more]))
        lists, steps = lists + found, steps + 1
        if steps > count:
            raise ValueError("its sectors run in circles")
    table = numbers(sectors([one for one in lists if one < 0xFFFFFFFC]))
    folder = sectors(chain(first, table))
    entries = [folder[at : at + 128] for at in range(0, len(folder), 128)]
    small = sectors(chain(struct.unpack_from("<I", entries[0], 116)[0], table)) if minis else b""
    small_table = numbers(sectors(chain(mini, table))) if minis else ()
    named = {entry[:64].decode("utf-16-le", "ignore").split("\0")[0]: entry for entry in reversed(entries)}
    for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if name in named:
            start, length = struct.unpack_from("<II" if size == 512 else "<IQ", named[name], 116)
            if length > len(data):
                raise ValueError("its header is broken")
            if length >= 4096:
                return sectors(chain(start, table))[:length]
            return b"".join(small[one * 64 : one * 64 + 64] for one in chain(start, small_table))[:length]
    raise ValueError("there is no workbook in it")
