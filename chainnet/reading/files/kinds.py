"""What kind of file it is: by its name and, where that errs, by what is in it."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from chainnet.errors import NOTE, Fault, InputError, Said
from chainnet.reading.files.opened import compression_of, is_pickle, opening, refused_pickle

COMPRESSIONS = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PICKLES = (".pkl", ".pickle", ".gpickle", ".p")

HEAD = 4096
"""So many first bytes tell what a file is."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY = {b"%PDF": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8"}
_TYPES = {
    "html": Said("a web page (HTML)", "网页（HTML）"),
    "excel-xml": Said("an XML spreadsheet of 2003", "2003 版 XML 表格"),
    "graphml": Said("GraphML", "GraphML"),
    "json": Said("JSON", "JSON"),
    "xml": Said("XML", "XML"),
    "parquet": Said("Parquet", "Parquet"),
    "zip": Said("a ZIP archive", "ZIP 压缩包"),
    "text": Said("text", "文本"),
    "binary": Said("of an unknown kind", "未知格式的文件"),
}


def kind_of(path: Path, name: str = "") -> tuple[str, str]:
    """Tell what kind of file this is by its ending and, where that errs, by what is in it.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        How to call it in messages; the path by default.

    Returns
    -------
    ending : str
        Such as ``.csv``, in lower case and without the ending of the compression. A workbook under the ending of
        another has its true one, and a text saved as ``.xls`` has ``.txt``: `renamed` gives the note to tell.
    compression : {"", "gzip", "zstd"}

    Raises
    ------
    InputError
        Where the file can't be opened, is a pickle, or is certainly not what its ending says.

    Examples
    --------
    >>> import gzip, tempfile
    >>> path = Path(tempfile.mkdtemp()) / "links.csv.gz"
    >>> _ = path.write_bytes(gzip.compress(b"supplier,buyer"))
    >>> kind_of(path)
    ('.csv', 'gzip')
    """
    name = name or str(path)
    ending, compression = _by_name(path)
    if ending in PICKLES:
        raise refused_pickle(name)
    with opening(path, name):
        if not path.exists() or path.is_dir():
            path.open("rb").close()  # says why not
        if not path.is_file():  # a pipe's bytes can be read only once
            return ending, compression
        with path.open("rb") as file:
            head = file.read(HEAD)
    if not head:
        return ending, compression
    compression = compression_of(head)
    return (ending, compression) if compression else (_true_ending(path, ending, head, name), "")


def renamed(path: Path, kind: tuple[str, str], name: str) -> list[Fault]:
    """Return the note that a file is not what its name says, where it is read all the same."""
    said = _by_name(path)
    if not path.is_file() or kind == said:
        return []
    is_ = kind[1] or _TYPES["text"] if kind[0] in (said[0], ".txt") else kind[0]
    zh = is_.zh if isinstance(is_, Said) else is_
    return [Fault(Said(f"read as {is_}, which it really is", f"文件实为 {zh}，已按此读取"), "", name, severity=NOTE)]


def _by_name(path: Path) -> tuple[str, str]:
    """Return the ending and the compression that the name claims."""
    compression = COMPRESSIONS.get(path.suffix.lower(), "")
    return Path(path.stem if compression else path.name).suffix.lower(), compression


def _true_ending(path: Path, ending: str, head: bytes, name: str) -> str:
    """Return the ending, or the one a file certainly should have; raise where it is something else altogether."""
    is_ = _type_of(path, head)
    if is_ == "pickle":
        raise refused_pickle(name)
    if ending in WORKBOOKS:
        if is_ == ".xls" and _is_locked(path):
            raise locked(name)
        known = ending if ending == ".xlsm" and is_ == ".xlsx" else is_
        if known in WORKBOOKS:
            return known
        if ending == ".xls" and is_ == "text":  # what many a business system exports
            return ".txt"
        raise _not_what_it_says(path, Said("this is no workbook", "这不是工作簿"), is_, name)
    if ending == ".parquet" and is_ != "parquet":
        raise _not_what_it_says(path, Said("this is no Parquet file", "这不是 Parquet 文件"), is_, name)
    if ending in (".csv", ".tsv", ".txt") and is_ not in ("text", "binary"):
        raise _not_what_it_says(path, Said("this is no table of text", "这不是文本表格"), is_, name)
    return ending


def _type_of(path: Path, head: bytes) -> str:
    """Tell what a file is by its first bytes: the ending of a workbook, a key of the types, or the name of a kind."""
    if is_pickle(head):
        return "pickle"
    if head.startswith(_OLE):
        return ".xls"
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            return kind
    encoding = next((coding for mark, coding in _MARKS.items() if head.startswith(mark)), "")
    if b"\0" in head and encoding != "utf-16":
        return "binary"
    text = head[: len(head) // 2 * 2].decode(encoding or "latin-1", "ignore").lstrip("\ufeff \t\r\n").lower()
    if text.startswith(("<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<body", "mime-version:")):
        return "html"
    if re.match(r'\[\s*\{|\{\s*"', text):
        return "json"
    if text.startswith(("<?xml", "<graphml", "<workbook", "<!doctype")):
        marks = {"office:spreadsheet": "excel-xml", "<graphml": "graphml", "<html": "html"}
        return next((kind for mark, kind in marks.items() if mark in text), "xml")
    return "text"


def _zipped(path: Path) -> str:
    """Tell a workbook by the parts of an archive; a broken archive counts as none."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = {part.replace("\\", "/").lower() for part in book.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return "zip"
    for part, ending in (("xl/workbook.bin", ".xlsb"), ("content.xml", ".ods")):
        if part in parts:
            return ending
    return ".xlsx" if any(part.endswith("workbook.xml") for part in parts) else "zip"


def locked(name: str) -> InputError:
    """Make the error of a workbook under a password."""
    problem = Said("the workbook is locked by a password", "工作簿有密码保护")
    hint = Said("open it, remove the password and save it", "请打开后取消密码再保存")
    return InputError.one(problem, hint=hint, file=name)


def _is_locked(path: Path) -> bool:
    """Whether an OLE file is a modern workbook under a password, by the name of the stream that holds it."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _not_what_it_says(path: Path, problem: Said, is_: str, name: str) -> InputError:
    """Say what a file is instead, and what to do about it."""
    type_ = _TYPES.get(is_, Said(f"a workbook ({is_})", f"工作簿（{is_}）") if is_ in WORKBOOKS else Said(is_, is_))
    right = {"parquet": ".parquet", "graphml": ".graphml", "text": ".csv"}.get(is_, is_ if is_ in WORKBOOKS else "")
    if right:
        new = path.with_suffix(right).name
        hint = Said(f"rename it to {new}", f"请改名为 {new}")
    elif is_ == "zip":
        hint = Said("unpack it, or save the workbook again", "请先解压，或重新保存工作簿")
    else:
        hint = Said("open it in Excel or WPS, save the table as .xlsx", "请用 Excel 或 WPS 打开，另存为 .xlsx")
    return InputError.one(Said(f"{problem}: it is {type_}", f"{problem.zh}，而是{type_.zh}"), hint=hint, file=name)
