"""Surveys of the workbooks that are streams of numbered records: xls, and the sheets of xlsb.

The numbers are those of [MS-XLS] and [MS-XLSB], Microsoft's open specifications.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from chainnet.reading.files.packed import workbook_stream
from chainnet.reading.files.survey import Survey

_TEXT_OF_ERROR = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def survey_xls(data: bytes) -> list[Survey]:
    """Survey the sheets of an xls in the order of the book.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    list of Survey
        Empty where the book is under a password.

    Raises
    ------
    ValueError, struct.error, IndexError
        Where its structure is broken.
    """
    stream, starts = workbook_stream(data), []
    for kind, at, _ in _records_of_xls(stream, 0):
        if kind == 0x0A:
            break
        if kind == 0x2F and stream[at : at + 2] != b"\0\0":
            return []  # the reader says that there is a password
        if kind == 0x85:
            starts.append(struct.unpack_from("<I", stream, at)[0])
    if not starts:
        raise ValueError("it has no sheets")
    return [_xls_sheet(stream, start) for start in starts]


def _xls_sheet(stream: bytes, start: int) -> Survey:
    survey, depth = Survey(), 0
    for kind, at, length in _records_of_xls(stream, start):
        if kind in (0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E):
            row, column = struct.unpack_from("<HH", stream, at)
            survey.reach(row, column)  # that of a chart within the sheet too: some versions of the reader take it in
            if kind == 0xBD:  # several numbers of a row: the last column comes last
                survey.reach(row, struct.unpack_from("<H", stream, at + length - 2)[0])
            elif kind == 0x205 and stream[at + 7] and depth <= 1:
                survey.errors[row, column] = _TEXT_OF_ERROR.get(stream[at + 6], "#N/A")
            elif kind == 0x06 and stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff" and depth <= 1:
                survey.errors[row, column] = _TEXT_OF_ERROR.get(stream[at + 8], "#N/A")
        elif kind == 0x0809:
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                break
        elif kind == 0x200:  # what the sheet claims: the reader makes room for it
            top, bottom, _, right = struct.unpack_from("<IIHH" if length >= 14 else "<HHHH", stream, at)
            if bottom > 65536 or top > max(bottom, 65535) or (bottom and top > bottom) or bottom * right > 65536 * 512:
                raise ValueError(f"it claims rows {top} to {bottom} and {right} columns")
    return survey


def _records_of_xls(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield type, place and length of each record of an xls stream from `at` on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        at += 4 + length


def survey_xlsb_sheet(data: bytes) -> Survey:
    """Survey a sheet of an xlsb, given its part; raise IndexError or struct.error where that is broken."""
    survey, row = Survey(), 0
    for kind, at, _ in records_of_xlsb(data):
        if kind == 0:
            (row,) = struct.unpack_from("<I", data, at)
        elif 2 <= kind <= 11:
            (column,) = struct.unpack_from("<I", data, at)
            survey.reach(row, column)
            if kind in (3, 11):
                survey.errors[row, column] = _TEXT_OF_ERROR.get(data[at + 8], "#N/A")
        elif kind == 0xB0:
            first, last, left, right = struct.unpack_from("<4I", data, at)
            survey.merges.append(((first, left), (last, right)))
        elif kind == 0x92:  # the sheet's rows end, merged ranges follow
            row = 0
    return survey


def records_of_xlsb(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield type, place and length of each record of an xlsb part."""
    at, end = 0, len(data)
    while at < end:
        kind, at = data[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (data[at] & 0x7F) << 7, at + 1
        length = shift = 0
        while shift < 28:
            byte, at = data[at], at + 1
            length, shift = length | (byte & 0x7F) << shift, shift + 7
            if byte < 0x80:
                break
        yield kind, at, length
        at += length
