"""Opening files that anybody may have written: their bytes within limits, and plain words where they can't be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from chainnet.errors import InputError, Said

MOST_BYTES = 4_000_000_000
"""A text longer than this, once expanded, is refused."""
LONGEST_LINE = 16_000_000
"""A text without a line end for this many bytes is no table."""
BLOCK = 4_000_000
"""So many bytes are read at a time."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@contextmanager
def opening(path: Path, name: str) -> Iterator[None]:
    """Turn what the system says against opening or reading `path` into an `InputError`."""
    try:
        if "\0" in str(path):
            raise FileNotFoundError(str(path))
        yield
    except MemoryError as error:
        problem = Said("it does not fit into memory", "内存放不下这个文件")
        raise InputError.one(
            problem, hint=Said("split it, or close other programs", "拆分文件，或关闭其他程序"), file=name
        ) from error
    except (FileNotFoundError, UnicodeError):
        if path.is_symlink():
            problem = Said("this is a link to a file that is not there", "这个链接指向的文件不存在")
            raise InputError.one(problem, hint=Said("give the file itself", "请给出文件本身"), file=name) from None
        problem = Said("no such file", "没有这个文件")
        raise InputError.one(problem, hint=Said("check the path", "检查路径"), file=name) from None
    except PermissionError as error:
        problem = Said("no permission to read it", "没有读取权限")
        hint = Said("close it in other programs, or ask its owner", "请在其他程序中关闭它，或联系文件所有者")
        raise InputError.one(problem, hint=hint, file=name) from error
    except IsADirectoryError:
        problem = Said("this is a folder, not a file", "这是文件夹，不是文件")
        raise InputError.one(problem, hint=Said("give a file in it", "请给出其中的文件"), file=name) from None
    except OSError as error:
        said = error.strerror or error
        raise InputError.one(Said(f"can't be read: {said}", f"无法读取：{said}"), file=name) from error


def read_bytes(path: Path, name: str, *, lines: bool = True) -> bytes:
    """Read the whole content of a file, expanded where it is gzip or zstd.

    Parameters
    ----------
    path : Path
        A file, or a pipe such as ``/dev/stdin``, which is read to its end.
    name : str
        How to call it in messages.
    lines : bool
        Whether it must be a text of lines: no zero bytes (but in UTF-16), no line longer than `LONGEST_LINE`.

    Returns
    -------
    bytes

    Raises
    ------
    InputError
        Where it can't be opened, is cut short, is too large, or is no text.

    Examples
    --------
    >>> import gzip, tempfile
    >>> path = Path(tempfile.mkdtemp()) / "links.csv.gz"
    >>> _ = path.write_bytes(gzip.compress(b"supplier,buyer"))
    >>> read_bytes(path, "links.csv.gz")
    b'supplier,buyer'
    """
    with opening(path, name), path.open("rb") as file:
        if path.is_file() and path.stat().st_size > MOST_BYTES and not compression_of(file.peek(4)[:4]):
            raise _too_long(name)
        return read_stream(file, name, lines=lines)


def read_stream(file: BufferedReader | BinaryIO, name: str, *, lines: bool = True) -> bytes:
    """Read an open file to its end, as `read_bytes` does."""
    if not isinstance(file, BufferedReader):  # what stands in for standard input, in a notebook or a test
        file = BufferedReader(cast(RawIOBase, file))
    compression = compression_of(file.peek(4)[:4])
    if not compression:
        return _whole(file, name, lines=lines)
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.PythonFile(file, mode="r"), compression) as stream:
            return _whole(stream, name, lines=lines)
    except (OSError, pa.ArrowInvalid) as error:
        problem = Said(f"the {compression} file is broken or cut short", f"{compression} 文件已损坏或不完整")
        hint = Said("copy or download it again", "请重新复制或下载")
        raise InputError.one(problem, hint=hint, file=name) from error


def compression_of(head: bytes) -> str:
    """Return the compression of a file that begins so: "gzip", "zstd" or "".

    Examples
    --------
    >>> compression_of(b"\\x1f\\x8b"), compression_of(b"supplier")
    ('gzip', '')
    """
    return "gzip" if head.startswith(_GZIP) else "zstd" if head.startswith(_ZSTD) else ""


def is_pickle(head: bytes) -> bool:
    """Whether a file that begins so is a pickle of Python."""
    return head[:1] == b"\x80" and head[1:2] in b"\x02\x03\x04\x05"


def refused_pickle(name: str) -> InputError:
    """Make the error of a pickle."""
    problem = Said(
        "this is a Python pickle, which is not read: a pickle runs code when it is opened",
        "这是 Python pickle 文件，不予读取：打开 pickle 会执行其中的代码",
    )
    hint = Said(
        'write GraphML instead: networkx.write_graphml(G, "x.graphml") or G.write_graphml("x.graphml") in igraph',
        '请改存为 GraphML：networkx.write_graphml(G, "x.graphml")，或 igraph 的 G.write_graphml("x.graphml")',
    )
    return InputError.one(problem, hint=hint, file=name)


def _whole(stream: IO[bytes] | Any, name: str, *, lines: bool) -> bytes:
    """Read a stream to its end, block by block, and stop as soon as it can't be a table of text."""
    held = BytesIO()  # it grows in place: joining blocks would copy them all once more
    length = since = 0
    while block := stream.read(BLOCK):
        if lines and not length:
            _check_text(block, name)
        held.write(block)
        length += len(block)
        if length > MOST_BYTES:
            raise _too_long(name)
        end = max(block.rfind(b"\n"), block.rfind(b"\r", -LONGEST_LINE))
        since = since + len(block) if end < 0 else len(block) - end - 1
        if lines and since > LONGEST_LINE:
            problem = Said(f"no line ends within {LONGEST_LINE / 1e6:g} MB", f"{LONGEST_LINE / 1e6:g} MB 之内没有换行")
            hint = Said("write one row a line", "请每行写一条记录")
            raise InputError.one(problem, hint=hint, file=name)
    return held.getvalue()


def _too_long(name: str) -> InputError:
    problem = Said(f"longer than {MOST_BYTES / 1e9:g} GB", f"超过 {MOST_BYTES / 1e9:g} GB")
    return InputError.one(problem, hint=Said("split it, or write Parquet", "请拆分，或存为 Parquet"), file=name)


def _check_text(block: bytes, name: str) -> None:
    """Raise where the first block is that of a file of bytes."""
    if is_pickle(block):
        raise refused_pickle(name)
    if b"\0" in block and not block.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = Said("save it as CSV UTF-8", "请另存为 CSV UTF-8")
        raise InputError.one(Said("this is no text file", "这不是文本文件"), hint=hint, file=name)
