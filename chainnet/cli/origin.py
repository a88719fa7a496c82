"""The provenance of what a command writes, taken from its command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chainnet.cli.words import Input, Output

if TYPE_CHECKING:
    from chainnet.network import SupplyNetwork
    from chainnet.report.provenance import Provenance
    from chainnet.travel import Times

_NO_PARAMETERS = ("format", "rows", "lang", "quiet", "jobs", "overwrite", "provenance", "network", "seed", "help")
"""Options that no number depends on, and those that are said apart."""
_OF_TIMES = (
    *("matrix", "symmetric", "roads", "ferry_wait", "snap", "router", "router_cache"),
    *("terminal", "detour", "speed", "slow", "fast"),
)
_FILE = re.compile(r"(?:^|[,+])(?:firms|polygon|file):([^,]+)")
"""A file that is named within the words of an option."""


def origin(
    net: SupplyNetwork | None,
    *,
    lang: str = "en",
    times: Times | None = None,
    used: dict[str, Any] | None = None,
    timed: bool = True,
) -> Provenance:
    """Return the provenance of what the command that runs writes. The input files are read once more, for their hash.

    Parameters
    ----------
    net : SupplyNetwork or None
        What it is about.
    lang : {"zh", "en"}
        Language of the output, and of what is said of travel times.
    times : Times, optional
        Where travel times come from, if any are used.
    used : dict, optional
        Parameters as they were understood, in place of what was typed.
    timed : bool
        Whether to say when, and in which language; data sets, which are in none and are to be the same at each build,
        don't.
    """
    from chainnet.report.provenance import Provenance, hashes, nature, now, times_said, without_folders

    context = click.get_current_context()
    given = {str(option.name): context.params.get(str(option.name)) for option in context.command.params}
    network = next((str(given[name]) for name in ("network", "pairs", "preset") if given.get(name)), "")
    seed = given.get("seed")
    return Provenance(
        command=str(context.info_name),
        network=without_folders(network),
        sha256={**_of_stdin(network), **hashes(_inputs(context, given))},
        parameters={
            **_parameters(context, given, timed=times is not None),
            **_plain(used or {}),
            **({"lang": lang} if timed else {}),
        },
        seed=seed if isinstance(seed, int) else None,
        data="" if net is None else nature(net.about),
        made=now() if timed else "",
        **({} if times is None else times_said(times, lang)),
    )


def _of_stdin(network: str) -> dict[str, str]:
    """Return the hash of what came in on standard input, which can't be read again."""
    if network != "-":
        return {}
    from chainnet.reading.standard import stdin_sha256

    return {"stdin": stdin_sha256()}


def _parameters(context: click.Context, given: dict[str, Any], *, timed: bool) -> dict[str, Any]:
    from chainnet.report.provenance import without_folders

    found = {}
    for option in context.command.params:
        name, value = str(option.name), given[str(option.name)]
        without = name in _NO_PARAMETERS or isinstance(option.type, Output) or (name in _OF_TIMES and not timed)
        if without or isinstance(option, click.Argument) or value in (None, False, "", (), {}):
            continue
        if name in _OF_TIMES and not _of_the_source(name, given):
            continue
        called = max(option.opts, key=len).lstrip("-")
        found[called] = without_folders(value) if isinstance(value, str) else value
    return found


def _plain(used: dict[str, Any]) -> dict[str, Any]:
    from chainnet.report.provenance import without_folders

    return {name: without_folders(value) if isinstance(value, str) else value for name, value in used.items()}


def _of_the_source(name: str, given: dict[str, Any]) -> bool:
    """Whether an option of travel times is one of the source in use; what an estimate is made with is said apart."""
    return bool(given.get({"symmetric": "matrix", "ferry_wait": "roads", "snap": "roads"}.get(name, name))) and (
        name not in ("terminal", "detour", "speed", "slow", "fast") or bool(given.get("roads"))
    )


def _inputs(context: click.Context, given: dict[str, Any]) -> list[str]:
    """Return the files that the command line names, whether as an option or within the words of one."""
    files = []
    for option in context.command.params:
        value = given[str(option.name)]
        if not isinstance(value, str) or isinstance(option.type, Output):
            continue
        if isinstance(option.type, Input):
            files.append(value)
        else:
            files += [name for found in _FILE.findall(value) for name in _named(found)]
    return [file for file in files if file not in ("", "-")]


def _named(found: str) -> list[str]:
    """Return the file of a form like ``polygon:PATH@DATUM+city``, by which of its readings there is one."""
    readings = [found, found.rpartition("@")[0], found.partition("+")[0], found.partition("+")[0].rpartition("@")[0]]
    return [name for name in readings if name and Path(name).is_file()][:1]
