"""Writing so that nothing is lost: first to a temporary name, then moved into place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from chainnet.errors import InputError


@contextmanager
def replacing_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside `path`; what is written there replaces `path` when all went well.

    Parameters
    ----------
    path : path-like
        The file that is wanted in the end. Its folder is made where it is missing.

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
    path = Path(path)
    with _told_plainly(path):
        if path.is_dir():
            raise InputError.one(f"{path} is a folder", hint="name a file to write to", file=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".chainnet-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(0o666 & ~_umask())
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
    with _told_plainly(path):
        _refuse_if_taken(path, own, overwrite)
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".chainnet-", dir=path.absolute().parent))
        try:
            yield temporary
            temporary.chmod(0o777 & ~_umask())
            _swap(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _refuse_if_taken(path: Path, own: Collection[str], overwrite: bool) -> None:
    if not os.path.lexists(path):
        return
    if not path.is_dir():
        raise InputError.one("this is a file", hint="name a folder to write to", file=str(path))
    there = sorted(item.name for item in path.iterdir())
    others = [name for name in there if name not in own]
    if not there or (overwrite and not others):
        return
    hint = "name another folder"
    if own and not others:
        hint += ", or add --overwrite to replace what chainnet wrote there"
    elif overwrite:
        hint += f": this one also holds {', '.join(others[:3])}, which --overwrite would lose"
    raise InputError.one("the folder exists and is not empty", hint=hint, file=str(path))


def _swap(temporary: Path, path: Path) -> None:
    """Move `temporary` to `path`; an old `path` goes only after the new one stands."""
    if not path.exists():
        temporary.rename(path)
        return
    old = Path(tempfile.mkdtemp(prefix=".chainnet-old-", dir=path.absolute().parent))
    path.rename(old / "old")
    try:
        temporary.rename(path)
    except OSError:
        (old / "old").rename(path)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Turn what the system says of a place into an `InputError` that names it."""
    try:
        yield
    except OSError as error:
        hint = "free some room or name another place" if error.errno == 28 else "name a place you may write to"
        raise InputError.one(f"can't write: {error.strerror or error}", hint=hint, file=str(path)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
