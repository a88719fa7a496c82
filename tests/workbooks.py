"""Workbooks of every kind written by hand, byte for byte, so that tests can write what no program would."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from chainnet.errors import InputError
from chainnet.reading.files.sheets import Grid, read_sheets

ENDINGS = [".xlsx", ".xlsb", ".xls", ".ods"]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return buffer.getvalue()


RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def xlsx(data: str, *, head: str = "", tail: str = "", binary: bytes = b"") -> bytes:
    """Write a workbook of one sheet by hand: its rows as XML, or the sheet as records."""
    kind = "bin" if binary else "xml"
    sheet = f"{head}<worksheet><sheetData>{data}</sheetData>{tail}</worksheet>"
    book: str | bytes = '<workbook><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    if binary:
        names = b"".join(struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in ("rId1", "S"))
        book = record(0x9C, struct.pack("<II", 0, 1) + names) + record(0x90, b"") + record(0x84, b"")
    link = '<Relationship Id="rId1" Type="{}" Target="{}"/>'
    return zipped(
        {
            "_rels/.rels": RELS.format(link.format(TYPE + "officeDocument", f"xl/workbook.{kind}")),
            f"xl/_rels/workbook.{kind}.rels": RELS.format(link.format(TYPE + "worksheet", f"worksheets/sheet1.{kind}")),
            f"xl/workbook.{kind}": book,
            f"xl/worksheets/sheet1.{kind}": binary or sheet,
        }
    )


def record(kind: int, data: bytes) -> bytes:
    """Write a record of an xlsb part."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data


def xlsb(cells: list[tuple[int, int, Any]]) -> bytes:
    out = record(0x81, b"") + record(0x94, bytes(16)) + record(0x91, b"")
    for row, column, cell in cells:
        out += record(0, struct.pack("<I", row) + bytes(13))
        place = struct.pack("<II", column, 0)
        if isinstance(cell, bytes):
            out += record(3, place + cell)
        elif isinstance(cell, float):
            out += record(5, place + struct.pack("<d", cell))
        else:
            out += record(6, place + struct.pack("<I", len(cell)) + cell.encode("utf-16-le"))
    return xlsx("", binary=out + record(0x92, b"") + record(0x82, b""))


def xls(cells: list[tuple[int, int, Any]], claims: bytes = b"") -> bytes:
    """Write an old workbook: records in a stream, the stream in an OLE file of one table of sectors."""

    def biff(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    begin = struct.pack("<HHHHII", 0x0600, 0x10, 0, 1996, 0, 6)
    sheet = biff(0x809, begin) + (biff(0x200, claims) if claims else b"")
    for row, column, cell in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(cell, bytes):
            sheet += biff(0x205, place + cell + b"\1")
        elif isinstance(cell, float):
            sheet += biff(0x203, place + struct.pack("<d", cell))
        else:
            sheet += biff(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    sheet += biff(0x0A, b"")
    top = biff(0x809, struct.pack("<HHHHII", 0x0600, 5, 0, 1996, 0, 6)) + biff(0x42, struct.pack("<H", 1200))
    at = len(top) + 4 + 9 + 4
    stream = top + biff(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"S") + biff(0x0A, b"") + sheet
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    many = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + many), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return (
            text.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return header.ljust(512, b"\xff") + struct.pack("<128I", *table) + folder.ljust(512, b"\0") + stream


def ods(rows: str) -> bytes:
    names = " ".join(f'xmlns:{one}="urn:{one}"' for one in ("office", "table", "text", "calcext"))
    body = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
        }
    )


def ods_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


@cache
def valid(ending: str) -> bytes:
    cells: list[tuple[int, int, Any]] = [
        (0, 0, "supplier"),
        (0, 1, "采购商"),
        (1, 0, 7.0),
        (1, 1, 2.5),
        (2, 0, b"\x2a"),
        (2, 1, "x"),
    ]
    if ending == ".xlsb":
        return xlsb(cells)
    if ending == ".xls":
        return xls(cells)
    if ending == ".ods":
        number = '<table:table-cell office:value-type="float" office:value="{}"/>'
        error = '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        error += 'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        rows = [ods_cell("supplier") + ods_cell("采购商"), number.format(7) + number.format(2.5), error + ods_cell("x")]
        return ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", ["supplier", "采购商"])
        sheet.write_row("A2", [7, 2.5])
        sheet.write_formula("A3", "=NA()", None, "#N/A")
        sheet.write("B3", "x")
    return buffer.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, data: bytes, name: str = "book.xlsx", sheet: str | None = None) -> list[Grid]:
    return read_sheets(put(folder, name, data), name, sheet=sheet)


def refused(folder: Path, data: bytes, by: str, name: str = "book.xlsx", sheet: str | None = None) -> None:
    with pytest.raises(InputError, match=by) as caught:
        read(folder, data, name, sheet)
    (fault,) = caught.value.faults
    assert fault.file.startswith(name)
    assert fault.hint
    assert fault.told("zh") != str(fault)
