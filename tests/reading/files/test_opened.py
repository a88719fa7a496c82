"""What a file is, whatever its name says, and its bytes within limits."""

from __future__ import annotations

import gzip
import os
import pickle
import threading
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chainnet.errors import NOTE, InputError
from chainnet.reading.files import opened
from chainnet.reading.files.kinds import kind_of, renamed
from chainnet.reading.files.opened import read_bytes
from chainnet.reading.graphs import tables_of_graphml

TEXT = "供应商,采购商\n甲,乙\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PICKLE = pickle.dumps({"a": 1})


def zstd(data: bytes) -> bytes:
    return pa.compress(data, codec="zstd", asbytes=True)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def book(folder: Path, name: str, part: str = "xl/workbook.xml") -> Path:
    with zipfile.ZipFile(folder / name, "w") as out:
        out.writestr(part, "<workbook/>")
    return folder / name


def refused(path: Path, *, by: str) -> str:
    """Return what is said against a file, in English and Chinese."""
    with pytest.raises(InputError, match=by) as caught:
        read_bytes(path, path.name, lines=kind_of(path, path.name)[0] != "")
    (fault,) = caught.value.faults
    assert fault.file == path.name
    assert fault.told("zh") != str(fault)
    assert fault.hint
    return str(fault)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("links.csv", TEXT, (".csv", "")),
        ("我的 链.CSV", TEXT, (".csv", "")),
        ("links.csv.gz", gzip.compress(TEXT, mtime=0), (".csv", "gzip")),
        ("links.TSV.GZ", gzip.compress(TEXT, mtime=0), (".tsv", "gzip")),
        ("links.csv.zst", zstd(TEXT), (".csv", "zstd")),
        ("links.txt.zstd", zstd(TEXT), (".txt", "zstd")),
        ("links.csv", gzip.compress(TEXT, mtime=0), (".csv", "gzip")),
        ("links.csv.gz", TEXT, (".csv", "")),
        ("links.xls", b"a\tb\n1\t2\n", (".txt", "")),
        ("links.xls", "甲\t乙\n".encode("gb18030"), (".txt", "")),
        ("links.xls", "甲\t乙\n".encode("utf-16"), (".txt", "")),
        ("links.xls", OLE, (".xls", "")),
        ("links.xlsx", OLE, (".xls", "")),
        ("net.graphml", b"<graphml/>", (".graphml", "")),
        ("links.parquet", b"PAR1", (".parquet", "")),
        ("links.csv", b"", (".csv", "")),
        ("links", TEXT, ("", "")),
    ],
)
def test_kinds(name: str, data: bytes, kind: tuple[str, str], tmp_path: Path) -> None:
    path = put(tmp_path, name, data)
    assert kind_of(path) == kind
    notes = renamed(path, kind, name)
    said = name.lower().removesuffix(".gz").removesuffix(".zst").removesuffix(".zstd")
    as_named = said.endswith(kind[0]) and (said != name.lower()) == bool(kind[1])
    assert [fault.severity for fault in notes] == ([] if as_named else [NOTE])
    assert all("read as" in str(fault) and "读取" in fault.told("zh") for fault in notes)


@pytest.mark.parametrize(
    ("name", "part", "kind"),
    [
        ("a.xls", "xl/workbook.xml", ".xlsx"),
        ("a.xlsx", "xl/workbook.bin", ".xlsb"),
        ("a.xlsm", "xl/workbook.xml", ".xlsm"),
        ("a.xls", "content.xml", ".ods"),
    ],
)
def test_a_workbook_under_the_ending_of_another(name: str, part: str, kind: str, tmp_path: Path) -> None:
    assert kind_of(book(tmp_path, name, part)) == (kind, "")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", OLE, r"no table of text: it is a workbook \(.xls\); rename it to a.xls"),
        ("a.csv", b"PAR1xxxx", "it is Parquet; rename it to a.parquet"),
        ("a.csv", PICKLE, "runs code"),
        ("a.csv", b"<?xml version='1.0'?>\n<graphml>", "it is GraphML; rename it to a.graphml"),
        ("a.txt", b"  <!DOCTYPE html><html>", "it is a web page"),
        ("a.csv", b"%PDF-1.7", "it is PDF"),
        ("a.xls", b"<html><table>", "this is no workbook: it is a web page .*save the table as .xlsx"),
        ("a.xls", "<table>".encode("utf-16"), "it is a web page"),
        ("a.xls", b"MIME-Version: 1.0", "it is a web page"),
        (
            "a.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "XML spreadsheet",
        ),
        ("a.xlsx", TEXT, "this is no workbook: it is text; rename it to a.csv"),
        ("a.xlsx", b"PK\x03\x04xxxx", "it is a ZIP archive"),
        ("a.xlsx", bytes(100), "this is no workbook"),
        ("a.xlsx", "EncryptedPackage".encode("utf-16-le").join([OLE, b""]), "locked by a password"),
        ("a.parquet", TEXT, "this is no Parquet file: it is text"),
        ("a.gpickle", b"anything", "write GraphML instead"),
        ("a.pkl.gz", gzip.compress(PICKLE, mtime=0), "runs code"),
        ("a.csv.gz", gzip.compress(PICKLE, mtime=0), "runs code"),
        ("a.csv.gz", gzip.compress(OLE, mtime=0), "this is no text file"),
        ("a.csv", TEXT + b"\0", "this is no text file"),
        ("a.csv.gz", gzip.compress(TEXT * 1000, mtime=0)[:-20], "gzip file is broken or cut short"),
        ("a.csv.gz", gzip.compress(TEXT, mtime=0)[:12], "gzip file is broken or cut short"),
        ("a.csv.zst", zstd(os.urandom(9000).replace(b"\0", b"\n"))[:-200], "zstd file is broken or cut short"),
    ],
)
def test_what_is_refused(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    refused(put(tmp_path, name, data), by=said)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "ran"),)

    refused(put(tmp_path, "graph.dat", pickle.dumps(Bomb())), by="runs code")
    for name in ("graph.pkl", "graph.gpickle", "graph.csv", "graph.xlsx", "graph.parquet", "graph.p"):
        refused(put(tmp_path, name, pickle.dumps(Bomb())), by="networkx.write_graphml")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("lines", [True, False])
def test_bytes_come_whole(lines: bool, tmp_path: Path) -> None:
    whole = TEXT * 300_000
    for name, data in (("a.csv", whole), ("a.gz", gzip.compress(whole, 1, mtime=0)), ("a.zst", zstd(whole))):
        assert read_bytes(put(tmp_path, name, data), name, lines=lines) == whole
    assert read_bytes(put(tmp_path, "a.csv", b""), "a.csv", lines=lines) == b""
    two = gzip.compress(TEXT, mtime=0) + gzip.compress(b"more\n")
    assert read_bytes(put(tmp_path, "two.csv.gz", two), "two.csv.gz", lines=lines) == TEXT + b"more\n"
    for mark in ("utf-16", "utf-8-sig"):
        data = TEXT.decode().encode(mark)
        assert read_bytes(put(tmp_path, "a.csv", data), "a.csv") == data


def test_what_can_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere.csv")
    refused(tmp_path / "folder.csv", by="this is a folder")
    refused(tmp_path / "none.csv", by="no such file; check the path")
    refused(tmp_path / "dangling.csv", by="link to a file that is not there")
    with pytest.raises(InputError, match="no such file"):
        kind_of(Path("a\0.csv"))
    if os.geteuid():
        put(tmp_path, "mine.csv", TEXT).chmod(0)
        refused(tmp_path / "mine.csv", by="no permission")


def test_what_the_system_says_is_told(tmp_path: Path) -> None:
    for error, said in (
        (PermissionError(13, "x"), "no permission"),
        (MemoryError(), "memory"),
        (OSError(5, "bad disk"), "bad disk"),
    ):
        with pytest.raises(InputError, match=said), opened.opening(tmp_path, "a"):
            raise error


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    for data in (TEXT, gzip.compress(TEXT, mtime=0)):
        reading, writing = os.pipe()
        os.write(writing, data)
        os.close(writing)
        path = Path(f"/dev/fd/{reading}")
        assert kind_of(path) == ("", "")
        assert read_bytes(path, "-") == TEXT
        os.close(reading)
    fifo = tmp_path / "links.csv"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_bytes, args=(TEXT,))
    writer.start()
    assert kind_of(fifo) == (".csv", "")
    assert read_bytes(fifo, "links.csv") == TEXT
    writer.join()


def test_a_line_of_two_gigabytes_fails_fast(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:  # spaces, then nothing on the disk
        file.write(b"a,b\n" + b" " * 20_000_000)
        file.truncate(2_000_000_000)
    tracemalloc.start()
    refused(path, by="no line ends within 16 MB")
    assert tracemalloc.get_traced_memory()[1] < 80e6
    tracemalloc.stop()
    assert len(read_bytes(put(tmp_path, "one.xml", b" " * 20_000_000), "one.xml", lines=False)) == 20_000_000
    refused(put(tmp_path, "bomb.csv.gz", gzip.compress(b" " * 30_000_000, mtime=0)), by="no line ends")


def test_what_expands_beyond_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MOST_BYTES", 1_000_000)
    for name, data in (
        ("a.csv", TEXT * 40_000),
        ("a.csv.gz", gzip.compress(TEXT * 40_000, mtime=0)),
        ("a.csv.zst", zstd(TEXT * 40_000)),
    ):
        refused(put(tmp_path, name, data), by="longer than 0.001 GB")


GRAPH = (
    "<graphml>{}<graph edgedefault='directed'><node id='a{}'/><node id='b'/>"
    "<edge source='b' target='b'/></graph></graphml>"
)


def test_graphml_is_expanded_but_its_entities_are_not(tmp_path: Path) -> None:
    plain = GRAPH.format("", "&amp;").encode()
    for name, data in (
        ("a.graphml", plain),
        ("a.graphml.gz", gzip.compress(plain, mtime=0)),
        ("a.graphml.zst", zstd(plain)),
    ):
        links, firms, _, _ = tables_of_graphml(put(tmp_path, name, data), name)
        assert firms.cells["firm"].tolist() == ["a&", "b"]
        assert len(links.cells) == 1
    laughs = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10}'>" for i in range(1, 10))
    for entity, use in ((f"<!ENTITY l0 'ha'>{laughs}", "&l9;"), ("<!ENTITY x SYSTEM 'file:///etc/hostname'>", "&x;")):
        data = f"<!DOCTYPE graphml [{entity}]>{GRAPH.format('', use)}".encode()
        with pytest.raises(InputError, match="it declares XML entities") as caught:
            tables_of_graphml(put(tmp_path, "bad.graphml", data), "bad.graphml")
        assert caught.value.faults[0].row == 1
    for data in (b"", b"<graphml>", b"<a/>", GRAPH.format("&x;", "").encode(), b"<graphml>" * 200_000):
        with pytest.raises(InputError, match="this is no GraphML") as caught:
            tables_of_graphml(put(tmp_path, "bad.graphml", data), "bad.graphml")
        assert caught.value.faults[0].told("zh").startswith("bad.graphml")
    with pytest.raises(InputError, match="no such file"):
        tables_of_graphml(tmp_path / "none.graphml", "none.graphml")


@given(data=st.data())
def test_flipped_bytes_of_graphml(data: st.DataObject) -> None:
    graph = bytearray(GRAPH.format("", "&amp;").encode())
    for _ in range(data.draw(st.integers(1, 4))):
        graph[data.draw(st.integers(0, len(graph) - 1))] = data.draw(st.integers(0, 255) | st.sampled_from(b"<>'\"/ab"))
    with TemporaryDirectory() as folder, suppress(InputError):
        tables_of_graphml(put(Path(folder), "a.graphml", bytes(graph)), "a.graphml")


STARTS = [
    b"",
    b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    OLE[:8],
    b"PAR1",
    b"<?xml ",
    b"\xff\xfe",
    b"\x80\x04",
]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".csv.zst", ".xls", ".xlsx", ".ods", ".parquet", ".graphml", ""])
@given(data=st.tuples(st.sampled_from(STARTS), st.binary(max_size=300)).map(b"".join), lines=st.booleans())
@example(data=b"\x1f\x8b", lines=True)
def test_random_bytes(data: bytes, lines: bool, ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = put(Path(folder), f"links{ending}", data)
        with suppress(InputError):
            renamed(path, kind_of(path, "a"), "a")
        with suppress(InputError):
            assert isinstance(read_bytes(path, "a", lines=lines), bytes)
