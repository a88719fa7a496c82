"""Keeping a road graph on disk, by what it was made from, so that an extract is read once."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from chainnet.errors import InputError, InputWarning, Said
from chainnet.files import replacing_file
from chainnet.travel.roads.graph import RoadGraph

FORMAT = 1
"""To be raised whenever the graph, its parts or how they are made change."""


def cache_folder() -> Path:
    """Return the user's folder for road graphs: under XDG_CACHE_HOME, LOCALAPPDATA on Windows, else ~/.cache."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "chainnet" / "roads"


def kept(
    source: str | os.PathLike[str], parameters: dict[str, float], make: Callable[[], RoadGraph], folder: Path | None
) -> RoadGraph:
    """Return the graph that was kept of a source, or make it and keep it.

    Parameters
    ----------
    source : path-like
        The file that it is made from: its sha256 is part of the key, as are the parameters and `FORMAT`.
    parameters : dict of str to float
    make : callable
        Makes it.
    folder : pathlib.Path or None
        Where it is kept; `cache_folder()` unless given.

    Returns
    -------
    RoadGraph

    Warns
    -----
    InputWarning
        Where what was kept is broken (it is made again), or the folder can't be written to (it is not kept).
    """
    try:
        place = folder if folder is not None else cache_folder()
        with open(source, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, RuntimeError):  # no such source, which `make` says better; no home
        return make()
    key = json.dumps([FORMAT, digest, sorted(parameters.items())])
    path = place / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.npz"
    if path.exists():
        try:
            return _loaded(path, key)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            _tell(
                f"the road graph kept in {path} is broken and is made again: {error}",
                f"{path} 中的路网缓存已损坏，将重新生成：{error}",
            )
    graph = make()
    try:
        with replacing_file(path) as temporary, temporary.open("wb") as file:
            parts: dict[str, Any] = {name: np.asarray(part) for name, part in graph._asdict().items()}
            np.savez(file, key=np.array(key), **parts)
    except (InputError, OSError) as error:
        _tell(f"the road graph is not kept: {error}", f"路网未能缓存：{error}")
    return graph


def _loaded(path: Path, key: str) -> RoadGraph:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
        if str(found["key"]) != key:
            raise ValueError("it is of another source")
        parts: dict[str, Any] = {name: found[name] for name in RoadGraph._fields}
    return RoadGraph(**(parts | {"n": int(parts["n"]), "date": str(parts["date"])}))


def _tell(en: str, zh: str) -> None:
    warnings.warn(InputWarning(Said(en, zh)), stacklevel=4)
