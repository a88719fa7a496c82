"""Where an output comes from: version, command, inputs, parameters; kept in the file itself, else beside it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chainnet._version import __version__
from chainnet.network import About
from chainnet.network.save import PROVENANCE_KEY
from chainnet.travel import Times

KEY = PROVENANCE_KEY
"""Under which name a file holds it: of a PNG text, a Parquet schema, a GraphML graph."""
_CHUNK = 1 << 20
_KINDS = {"Estimate": "estimate", "Matrix": "matrix", "Roads": "road", "Routed": "router"}
_NATURE = {True: "synthetic", False: "real", None: "not said"}
_NATURE_TOLD = {
    "synthetic": ("合成数据，不是真实企业", "synthetic data, no real firms"),
    "real": ("真实数据", "real data"),
    "not said": ("未说明真实或合成", "not said whether real or synthetic"),
}
_TIMES_TOLD = {
    "estimate": ("估算", "estimate"),
    "matrix": ("给定的时间表", "matrix"),
    "road": ("道路", "road"),
    "router": ("路径服务", "router"),
}
HEADINGS = {
    "chainnet": ("chainnet 版本", "chainnet version"),
    "command": ("命令", "command"),
    "made": ("生成时间", "made"),
    "output": ("输出文件", "output file"),
    "data": ("数据性质", "data"),
    "network": ("数据", "network"),
    "sha256": ("输入文件 SHA-256", "input files, SHA-256"),
    "parameters": ("参数", "parameters"),
    "seed": ("随机种子", "seed"),
    "times": ("时间来源", "times"),
    "times_parameters": ("时间参数", "parameters of times"),
}
"""What people read in place of the keys, in Chinese and English."""


@dataclass(frozen=True)
class Provenance:
    """All that an output must say of where it comes from.

    Parameters
    ----------
    command : str
        The command without the program's name, as ``rates``.
    network : str
        What was read, without the folders of this machine.
    sha256 : dict of str to str
        Hash of each input file, by its name.
    parameters : dict
        What the numbers depend on, as it was set or is the default.
    seed : int, optional
        Of what is random.
    data : {"synthetic", "real", "not said", ""}
        Empty where no network is involved.
    times : str
        estimate, matrix, road or router; empty where no travel times are involved.
    times_said : str
        The same in words.
    times_parameters : dict
        What an estimate is made with.
    made : str
        When, in ISO 8601; empty in files that must be the same at each build.
    output : dict of str to str
        Name and sha256 of the file that this stands beside, so that one of an older file is told from it; empty where
        the file itself holds this.
    chainnet : str
        The version.

    Examples
    --------
    >>> said = Provenance(command="rates", data="synthetic", parameters={"area": "city"})
    >>> said.to_dict()
    {'chainnet': '...', 'command': 'rates', 'data': 'synthetic', 'parameters': {'area': 'city'}}
    >>> said.told("zh")["data"]
    '合成数据，不是真实企业'
    """

    command: str = ""
    network: str = ""
    sha256: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None
    data: str = ""
    times: str = ""
    times_said: str = ""
    times_parameters: Mapping[str, Any] = field(default_factory=dict)
    made: str = ""
    output: Mapping[str, str] = field(default_factory=dict)
    chainnet: str = __version__

    def to_dict(self) -> dict[str, Any]:
        """Return what is said, for JSON, without what is empty; the same words in all languages."""
        said = {key: getattr(self, key) for key in HEADINGS}
        return {
            key: dict(value) if isinstance(value, Mapping) else value
            for key, value in said.items()
            if value not in ("", None) and value != {}
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return what is said as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent, default=str)

    def told(self, lang: str) -> dict[str, Any]:
        """Return what is said under the same keys, with values for a person to read in `lang`."""
        said = self.to_dict()
        if self.data:
            said["data"] = _told(_NATURE_TOLD, self.data, lang)
        if self.times:
            kind = _told(_TIMES_TOLD, self.times, lang)
            said["times"] = self.times_said if kind in self.times_said else f"{kind}：{self.times_said}".strip("：")
        return said


def _told(words: Mapping[str, tuple[str, str]], key: str, lang: str) -> str:
    zh, en = words.get(key, (key, key))
    return zh if lang == "zh" else en


def heading(key: str, lang: str) -> str:
    """Return what stands before a part of a provenance.

    Examples
    --------
    >>> heading("made", "zh"), heading("made", "en")
    ('生成时间', 'made')
    """
    return _told(HEADINGS, key, lang)


def nature(about: About) -> str:
    """Return whether a data set is synthetic, real, or does not say.

    Examples
    --------
    >>> nature(About(synthetic=True)), nature(About())
    ('synthetic', 'not said')
    """
    return _NATURE[about.synthetic]


def kind_of_times(times: Times) -> str:
    """Return what travel times rest on.

    Examples
    --------
    >>> from chainnet.travel import Estimate
    >>> kind_of_times(Estimate())
    'estimate'
    """
    return _KINDS.get(type(times).__name__, type(times).__name__.lower())


def times_said(times: Times, lang: str) -> dict[str, Any]:
    """Return the parts of a provenance about travel times."""
    plain = kind_of_times(times) == "estimate" and is_dataclass(times) and not isinstance(times, type)
    parameters = {key: value for key, value in asdict(times).items() if value is not None} if plain else {}  # type: ignore[call-overload]
    return {"times": kind_of_times(times), "times_said": times.describe(lang), "times_parameters": parameters}


def now() -> str:
    """Return the time in ISO 8601; that of SOURCE_DATE_EPOCH where it is set, as for reproducible builds."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdigit():
        return datetime.fromtimestamp(int(fixed), UTC).isoformat(timespec="minutes")
    return datetime.now().astimezone().isoformat(timespec="minutes")


# ---- inputs -----------------------------------------------------------------------------------------------


def hashes(paths: Iterable[str | os.PathLike[str]]) -> dict[str, str]:
    """Return the SHA-256 of each file that an output was made of.

    Parameters
    ----------
    paths : iterable of path-like
        Files, and data set folders: of these the tables and cluster.toml. What is no file, as standard input, is left
        out.

    Returns
    -------
    dict of str to str
        By the file's name; of two of one name also the folder's, and if need be a number.
    """
    found: dict[str, str] = {}
    done: set[Path] = set()
    for path in (file for given in paths for file in _files(Path(given))):
        if path.resolve() not in done:
            done.add(path.resolve())
            found[_free(path, found)] = sha256(path)
    return found


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, which is read in pieces.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "empty"
    >>> path.touch()
    >>> sha256(path)[:12]
    'e3b0c44298fc'
    """
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.is_file() and _is_input(file.name))
    firms = path.with_name(f"{path.stem}.firms{path.suffix}")  # of links in parquet, the firms beside them
    return [file for file in (path, firms) if file.is_file()]


def _is_input(name: str) -> bool:
    return name == "cluster.toml" or name.partition(".")[0] in ("links", "firms", "template")


def _free(path: Path, taken: Mapping[str, str]) -> str:
    names = [path.name, f"{path.parent.name}/{path.name}"]
    names += [f"{path.name} ({number})" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


_FORM = re.compile(r"^(?:(?P<form>[a-z]{3,}):)?(?P<path>/.*|[A-Za-z]:[\\/].*|\\\\.*|~.*|\.\.?[\\/].*)$")


def without_folders(text: str) -> str:
    """Return a parameter without the folders of this machine: of an absolute path just the file's name.

    Examples
    --------
    >>> [without_folders(text) for text in ("/home/li/a.csv", "firms:/tmp/b.csv", "data/x", "minutes:60", "osrm:http://a/b")]
    ['a.csv', 'firms:b.csv', 'data/x', 'minutes:60', 'osrm:http://a/b']
    """

    def plain(part: str) -> str:
        found = _FORM.match(part)
        if not found:
            return part
        name = re.split(r"[\\/]", found["path"].rstrip("\\/"))[-1]
        return f"{found['form']}:{name}" if found["form"] else name

    return ",".join(plain(part) for part in text.split(","))
