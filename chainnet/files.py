"""Writing so that nothing is lost: first to a temporary name, then moved into place."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from chainnet.errors import InputError, Said


@contextmanager
def replacing_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside `path`; what is written there replaces `path` when all went well.

    Parameters
    ----------
    path : path-like
        The file that is wanted in the end. Its folder is made where it is missing. A link stays one: what it leads to
        is replaced.

    Yields
    ------
    pathlib.Path
        Where to write. It has the same ending as `path`.

    Raises
    ------
    InputError
        Where the place can't be written to.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with replacing_file(folder / "a.txt") as temporary:
    ...     _ = temporary.write_text("whole")
    >>> (folder / "a.txt").read_text()
    'whole'
    """
    named, path = os.fspath(path), Path(os.path.realpath(path))
    with _told_plainly(named):
        if path.exists() and not path.is_file():
            problem = Said("this is a folder", "这是一个文件夹") if path.is_dir() else _NO_FILE
            raise InputError.one(problem, hint=Said("name a file to write to", "请写一个文件名"), file=named)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=".chainnet-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def new_folder(path: str | os.PathLike[str], *, own: Collection[str] = (), overwrite: bool = False) -> Iterator[Path]:
    """Give a temporary folder beside `path` that becomes `path` when all went well.

    Parameters
    ----------
    path : path-like
        The folder that is wanted in the end. It must not exist, or be empty.
    own : collection of str
        The names that this command writes. A folder that holds anything else is never replaced.
    overwrite : bool
        Whether a folder that holds nothing but these is to be replaced.

    Yields
    ------
    pathlib.Path
        Where to write.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or can't be written to.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "new"
    >>> with new_folder(place) as temporary:
    ...     _ = (temporary / "a.txt").write_text("whole")
    >>> [file.name for file in place.iterdir()]
    ['a.txt']
    """
    path = Path(path)
    with _told_plainly(os.fspath(path)):
        refuse_if_taken(path, own=own, overwrite=overwrite)
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".chainnet-", dir=path.absolute().parent))
        try:
            yield temporary
            temporary.chmod(0o777 & ~_umask())
            _swap(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def refuse_if_taken(path: str | os.PathLike[str], *, own: Collection[str] = (), overwrite: bool = False) -> None:
    """Refuse a folder that `new_folder` would refuse, before the work is done that it is to hold.

    Parameters
    ----------
    path, own, overwrite
        As for `new_folder`.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> refuse_if_taken(folder)
    >>> _ = (folder / "mine.txt").write_text("of worth")
    >>> refuse_if_taken(folder)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    chainnet.errors.InputError: ... — the folder exists and is not empty; name another folder
    """
    path = Path(path)
    if not os.path.lexists(path):
        return
    if not path.is_dir():
        problem = Said("this is a file", "这是一个文件")
        raise InputError.one(problem, hint=Said("name a folder to write to", "请写一个文件夹名"), file=str(path))
    with _told_plainly(os.fspath(path)):
        there = sorted(item.name for item in path.iterdir())
    others = [name for name in there if name not in own]
    if not there or (overwrite and not others):
        return
    en, zh = "name another folder", "请换一个文件夹"
    if own and not others:
        en += ", or add --overwrite to replace what chainnet wrote there"
        zh += "，或加 --overwrite 替换 chainnet 以前写的内容"
    elif overwrite:
        en += f": this one also holds {', '.join(others[:3])}, which --overwrite would lose"
        zh += f"：这里还有 {'、'.join(others[:3])}，--overwrite 会丢失它们"
    problem = Said("the folder exists and is not empty", "文件夹已存在，且不是空的")
    raise InputError.one(problem, hint=Said(en, zh), file=str(path))


def _swap(temporary: Path, path: Path) -> None:
    """Move `temporary` to `path`; an old `path` goes only after the new one stands."""
    if not path.exists():
        temporary.rename(path)
        return
    old = Path(tempfile.mkdtemp(prefix=".chainnet-old-", dir=path.absolute().parent))
    try:
        path.rename(old / "old")
        temporary.rename(path)
    except BaseException:  # an interrupt too: what was there is never deleted before the new one stands
        if (old / "old").exists():
            (old / "old").rename(path)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


_NO_FILE = Said("this is no ordinary file", "这不是普通文件")
_ELSEWHERE = Said("name another place", "请换一个位置")
_FULL = (
    Said("can't write: no space left on the disk", "无法写入：磁盘空间不足"),
    Said("free some room or name another place", "请清出空间，或换一个位置"),
)
_FORBIDDEN = (
    Said("can't write: permission denied", "无法写入：没有权限"),
    Said("close the file where it is open, or name a place you may write to", "请关闭已打开的文件，或换一个可写的位置"),
)
_TOLD = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: (Said("can't write: the disk is read-only", "无法写入：磁盘是只读的"), _ELSEWHERE),
    errno.ENAMETOOLONG: (
        Said("can't write: the name is too long", "无法写入：名称太长"),
        Said("give it a shorter name", "请用短一些的名称"),
    ),
    errno.ENOTDIR: (Said("can't write: a part of the path is a file", "无法写入：路径中有一段是文件"), _ELSEWHERE),
    errno.EEXIST: (Said("can't write: a part of the path is a file", "无法写入：路径中有一段是文件"), _ELSEWHERE),
}


@contextmanager
def _told_plainly(named: str) -> Iterator[None]:
    """Turn what the system says of a place into an `InputError` that names it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        problem, hint = _TOLD.get(error.errno or 0, (Said(f"can't write: {reason}", f"无法写入：{reason}"), _ELSEWHERE))
        raise InputError.one(problem, hint=hint, file=named) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
