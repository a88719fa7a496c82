"""What a data set says of itself: in `cluster.toml`, or in the words that chainnet writes into GraphML and Parquet."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from chainnet.errors import Fault, InputError
from chainnet.network import About

Types = dict[str, dict[str, str]]
"""For firms and links the type of each column, by its name."""

_TEXTS = [field.name for field in fields(About) if field.type == "str"]


def read_toml(path: Path) -> About:
    """Read `cluster.toml`."""
    file = os.fspath(path)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        hint = 'write text in quotes, as in name_zh = "…", and save as UTF-8'
        raise InputError.one(f"this is no TOML: {error}", hint=hint, file=file) from error
    except OSError as error:
        raise InputError.one(f"can't be read: {error.strerror or error}", file=file) from error
    cluster = said.get("cluster", {})
    if not isinstance(cluster, dict):
        raise InputError.one(
            "the sections are not as they should be", hint="write [cluster] above the names", file=file
        )
    loose = [key for key in said if key not in ("cluster", "published")]
    if loose:
        hint = "write the line [cluster] above names, unit and synthetic"
        raise InputError(Fault(f"{key!r} stands outside [cluster]", hint, file, column=key) for key in loose)
    return _about({**cluster, "published": said.get("published", [])}, file)


def read_described(said: object, file: str) -> tuple[About, Types]:
    """Read what `chainnet.network.convert.describe` has written."""
    try:
        described = json.loads(said) if isinstance(said, str) else None
    except ValueError:
        described = None
    if not isinstance(described, dict):
        raise _broken(file)
    about, types = described.get("about", {}), {kind: described.get(kind, {}) for kind in ("firms", "links")}
    if not isinstance(about, dict) or not all(isinstance(columns, dict) for columns in types.values()):
        raise _broken(file)
    if not all(isinstance(name, str) for columns in types.values() for name in columns.values()):
        raise _broken(file)
    return _about(about, file), types


def _broken(file: str) -> InputError:
    return InputError.one("what the file says of itself is broken", hint="write it again with chainnet", file=file)


def _about(said: dict[str, Any], file: str) -> About:
    faults = [
        Fault(f"{said[key]!r} is no text", "put it in quotes", file, column=key)
        for key in _TEXTS
        if not isinstance(said.get(key, ""), str)
    ]
    if not isinstance(said.get("synthetic", False), bool):
        hint = "write true or false, no quotes"
        faults.append(Fault("synthetic is neither true nor false", hint, file, column="synthetic"))
    if not isinstance(said.get("sites", []), list):
        faults.append(Fault("sites is no list", 'write sites = ["id", …]', file, column="sites"))
    published = said.get("published", [])
    if not isinstance(published, list) or not all(isinstance(fact, dict) for fact in published):
        faults.append(Fault("the published facts are not as they should be", "write [[published]] above each", file))
    if faults:
        raise InputError(faults)
    return About.from_dict(said)
