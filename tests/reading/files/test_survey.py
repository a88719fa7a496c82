"""Workbooks that mean harm: sheets that reach far out, circles, bombs, entities, and bytes at random."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import ENDINGS, ods, ods_cell, put, read, refused, valid, xls, xlsb, xlsx, zipped

from chainnet.errors import InputError
from chainnet.reading.files import packed
from chainnet.reading.files.packed import parts_of


def test_a_sheet_that_reaches_far_out(tmp_path: Path) -> None:
    """Laid out as a rectangle it would take more memory than there is, and the whole program with it."""
    far = '<row r="1048576"><c r="XFD1048576"{}</c></row>'
    refused(tmp_path, xlsx(far.format("><v>1</v>")), "reaches to XFD1048576: more than 25 million cells")
    refused(tmp_path, xlsx(far.format(' x=">" t="inlineStr"><is><t>a</t></is>')), "XFD1048576")
    refused(
        tmp_path,
        xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c><c r="ZZZZ1"><v>1</v></c></row>'),
        "reaches to ZZZZ1048576",
    )
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for styled in (' s="1">', ">", "><f>1+1</f>"):
        assert read(tmp_path, xlsx(near + far.format(styled)))[0].rows == [["1"]]
    assert read(tmp_path, xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))[0].rows == [
        ["1", "2"],
        ["3", ""],
    ]
    refused(tmp_path, xlsb([(1_000_000, 4_000_000_000, 1.0)]), "more than 25 million cells", "book.xlsb")
    refused(tmp_path, xls([(65535, 65535, 1.0)]), "more than 25 million cells", "book.xls")
    refused(tmp_path, xls([], struct.pack("<IIHHH", 5, 1, 0, 9, 0)), "it claims rows 5 to 1", "book.xls")
    for many in ('table:number-rows-repeated="1048576"', 'table:number-rows-repeated="99999999999999"'):
        wide = ods_cell("x", 'table:number-columns-repeated="16384"')
        row = f"<table:table-row {many}>{wide}</table:table-row>"
        refused(tmp_path, ods(row), "more than 25 million cells", "book.ods")
        empty = f'<table:table-row {many}><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        assert read(tmp_path, ods(f"<table:table-row>{ods_cell('x')}</table:table-row>{empty}"), "book.ods")[
            0
        ].rows == [["x"]]
    spaces = ods_cell('<text:s text:c="4000000000"/>')
    refused(tmp_path, ods(f"<table:table-row>{spaces}</table:table-row>"), "full of spaces", "book.ods")


def test_old_workbooks_whose_sectors_run_in_circles(tmp_path: Path) -> None:
    data = bytearray(valid(".xls"))
    data[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the folder follows itself
    refused(tmp_path, bytes(data), "run in circles", "book.xls")
    data = bytearray(valid(".xls"))
    data[68:72] = struct.pack("<I", 0)  # the list of tables too
    data[512 + 508 : 512 + 512] = struct.pack("<I", 0)
    refused(tmp_path, bytes(data), "run in circles", "book.xls")
    data = bytearray(valid(".xls"))
    data[44:48] = b"\xff\xff\xff\x7f"  # room for two billion tables
    refused(tmp_path, bytes(data), "its header is broken", "book.xls")


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "SMALL_BOOK", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", bytes(3_000_000))
    with pytest.raises(InputError, match="zip bomb"):
        parts_of(path, "bomb.xlsx")
    data = path.read_bytes()
    length = (3_000_000).to_bytes(4, "little")
    assert data.count(length) == 2
    path.write_bytes(data.replace(length, (1000).to_bytes(4, "little")))  # it lies about its size
    with pytest.raises(InputError, match="zip bomb"):
        parts_of(path, "bomb.xlsx")
    assert list(parts_of(put(tmp_path, "a.xlsx", zipped({"XL\\Workbook.xml": "<workbook/>"})), "a.xlsx")) == [
        "xl/workbook.xml"
    ]


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    for head, entity in (
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>', "&l9;"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
    ):
        refused(tmp_path, xlsx(cell.format(entity), head=head), "it declares entities")
    assert read(tmp_path, xlsx(cell.format("a &amp; b &#x4e2d;")))[0].rows == [["a & b 中"]]


STARTS = {".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}


@pytest.mark.parametrize("ending", [*ENDINGS, ".xlsm"])
@given(data=st.binary(max_size=600), known=st.booleans())
def test_random_bytes(data: bytes, known: bool, ending: str) -> None:
    with TemporaryDirectory() as folder, suppress(InputError):
        read(Path(folder), (STARTS.get(ending, b"PK\x03\x04") if known else b"") + data, f"book{ending}")


@pytest.mark.parametrize("ending", ENDINGS)
@given(
    changes=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=5),
    cut=st.integers(0, 9),
)
def test_flipped_bytes(changes: list[tuple[int, int]], cut: int, ending: str) -> None:
    data = bytearray(valid(ending))
    for at, byte in changes:
        data[at % len(data)] = byte
    with TemporaryDirectory() as folder, suppress(InputError):
        read(Path(folder), bytes(data[: len(data) * (cut + 1) // 10 if cut else None]), f"book{ending}")


@given(data=st.data())
def test_flipped_bytes_within_the_parts(data: st.DataObject) -> None:
    """What is wrong in an archive is mostly found by its checks: here the parts are changed before they are packed."""
    with zipfile.ZipFile(io.BytesIO(valid(data.draw(st.sampled_from([".xlsx", ".xlsb", ".ods"]))))) as book:
        parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    name = data.draw(
        st.sampled_from([name for name in parts if parts[name] and name.startswith(("xl/w", "content", "xl/s"))])
    )
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(
            st.integers(0, 255) | st.sampled_from(b'0123456789<>"/')
        )
    with TemporaryDirectory() as folder, suppress(InputError):
        read(Path(folder), zipped({**parts, name: bytes(part)}))
