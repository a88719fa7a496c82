"""The provenance of files that can't hold it: a file beside them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

from chainnet.errors import InputError, Said
from chainnet.files import replacing_file
from chainnet.report.provenance import Provenance, sha256

BESIDE = ".provenance.json"
"""What is put after the name of a file."""


def beside(path: Path) -> Path:
    """Return where the provenance of a file stands that can't hold it.

    Examples
    --------
    >>> beside(Path("rates.csv")).name
    'rates.csv.provenance.json'
    """
    return path.with_name(path.name + BESIDE)


def refuse_others(path: Path) -> None:
    """Refuse to write a file whose provenance would replace what chainnet did not write.

    Raises
    ------
    InputError
        Where something else stands beside `path`.
    """
    place = beside(path)
    if os.path.lexists(place) and not _is_own(place):
        problem = Said("chainnet did not write this file", "这不是 chainnet 写的文件")
        hint = Said(
            f"move it, name another output than {path.name}, or add --no-provenance",
            f"请移走它，或把输出文件 {path.name} 改名，或加 --no-provenance",
        )
        raise InputError.one(problem, hint=hint, file=str(place))


def put_beside(path: Path, provenance: Provenance | None) -> None:
    """Write beside a file that can't hold it where it comes from, with its hash; see `refuse_others`.

    Without a provenance what an earlier file left there is taken away, if it is chainnet's.

    Raises
    ------
    InputError
        Where the place can't be written to.
    """
    place = beside(path)
    if provenance is None:
        if _is_own(place):
            place.unlink()
        return
    said = replace(provenance, output={"name": path.name, "sha256": sha256(path)})
    with replacing_file(place) as temporary:
        temporary.write_text(said.to_json(indent=1) + "\n", encoding="utf-8", newline="\n")


def _is_own(place: Path) -> bool:
    """Whether a file is a provenance."""
    try:
        said = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else None
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and {"chainnet", "command"} <= said.keys()
