"""What a data set says of itself: in `cluster.toml`, or in the words that chainnet writes into GraphML and Parquet."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from chainnet.errors import Fault, InputError, Said
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
        hint = Said(
            'write text in quotes, as in name_zh = "…", and save as UTF-8', '文字加引号，如 name_zh = "…"，并存为 UTF-8'
        )
        problem = Said(f"this is no TOML: {error}", f"这不是 TOML 文件：{error}")
        raise InputError.one(problem, hint=hint, file=file) from error
    except OSError as error:
        reason = error.strerror or error
        raise InputError.one(Said(f"can't be read: {reason}", f"无法读取：{reason}"), file=file) from error
    cluster = said.get("cluster", {})
    if not isinstance(cluster, dict):
        problem = Said("the sections are not as they should be", "分节不对")
        raise InputError.one(
            problem, hint=Said("write [cluster] above the names", "在名称上方写一行 [cluster]"), file=file
        )
    loose = [key for key in said if key not in ("cluster", "published")]
    if loose:
        hint = Said(
            "write the line [cluster] above names, unit and synthetic",
            "在名称、单位和 synthetic 上方写一行 [cluster]",
        )
        raise InputError(
            Fault(Said(f"{key!r} stands outside [cluster]", f"{key!r} 不在 [cluster] 之下"), hint, file, column=key)
            for key in loose
        )
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
    problem = Said("what the file says of itself is broken", "文件中的自述信息已损坏")
    return InputError.one(problem, hint=Said("write it again with chainnet", "请用 chainnet 重新导出"), file=file)


def _about(said: dict[str, Any], file: str) -> About:
    faults = [
        Fault(
            Said(f"{said[key]!r} is no text", f"{said[key]!r} 不是文字"),
            Said("put it in quotes", "请加引号"),
            file,
            column=key,
        )
        for key in _TEXTS
        if not isinstance(said.get(key, ""), str)
    ]
    if not isinstance(said.get("synthetic", False), bool):
        problem = Said("synthetic is neither true nor false", "synthetic 既不是 true 也不是 false")
        hint = Said("write true or false, no quotes", "写 true 或 false，不加引号")
        faults.append(Fault(problem, hint, file, column="synthetic"))
    if not isinstance(said.get("sites", []), list):
        hint = Said('write sites = ["id", …]', '写成 sites = ["编号", …]')
        faults.append(Fault(Said("sites is no list", "sites 不是列表"), hint, file, column="sites"))
    published = said.get("published", [])
    if not isinstance(published, list) or not all(isinstance(fact, dict) for fact in published):
        problem = Said("the published facts are not as they should be", "published 写得不对")
        hint = Said("write [[published]] above each", "每条上方写一行 [[published]]")
        faults.append(Fault(problem, hint, file))
    if faults:
        raise InputError(faults)
    return About.from_dict(said)
