"""What sphinx-click makes of commands, set as people read it: shared options once, examples as code.

Options that many commands have are listed once; each command lists its own, and names the others.

    .. click:: shared_options:shared
       :prog: chainnet COMMAND
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import click
from docutils import nodes

from chainnet.cli import main

MANY = 4
"""So many commands share an option before it is taken out of each."""


def _said(option: click.Option) -> tuple[str, str | None]:
    return option.opts[-1], option.help


def _options(command: click.Command) -> list[click.Option]:
    return [part for part in command.params if isinstance(part, click.Option)]


def _shared() -> list[click.Option]:
    """Return the options that many commands have in the same words, those of most commands first."""
    number = Counter(_said(option) for command in main.commands.values() for option in _options(command))
    first = {_said(option): option for command in main.commands.values() for option in _options(command)}
    often = sorted((said for said in first if number[said] >= MANY), key=lambda said: -number[said])
    return [first[said] for said in often]


SHARED = {_said(option) for option in _shared()}
shared = click.Command("COMMAND", params=list(_shared()), help="Each command names those of these that it has.")


def _own(app: Any, context: click.Context, lines: list[str]) -> None:
    """Take the shared options out of a command's list, and name them below it."""
    del app
    if context.command is shared:
        return
    names = {option.opts[-1] for option in _options(context.command) if _said(option) in SHARED}
    if not names:
        return
    blocks: list[list[str]] = []
    for line in lines:
        if line.startswith(".. option::") or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    own = [block for block in blocks if _name(block) not in names]
    told = ", ".join(f"``{name}``" for name in sorted(names))
    lines[:] = [line for block in own for line in block] + ["", f"Shared options: {told}.", ""]


def _name(block: list[str]) -> str:
    """Return the last name of an option: ``.. option:: -o, --output <FILE>`` is --output."""
    if not block[0].startswith(".. option::"):
        return ""
    return block[0].removeprefix(".. option::").split("<")[0].split(",")[-1].strip()


def _examples(app: Any, context: click.Context, lines: list[str]) -> None:
    """Set the examples of a command, which stand in lines of their own, as a block of code."""
    del app, context
    code = [line.startswith("| chainnet ") or line.startswith("| printf ") for line in lines]
    found: list[str] = []
    for at, line in enumerate(lines):
        if code[at] and not (at and code[at - 1]):
            found += ["", ".. code-block:: sh", ""]
        found.append("   " + line.removeprefix("| ") if code[at] else line)
    lines[:] = [*found, ""]


def _not_links(app: Any, doctree: nodes.document) -> None:
    """Make plain text of words such as file:PATH, which reStructuredText takes for addresses."""
    del app
    for reference in list(doctree.findall(nodes.reference)):
        if urlsplit(reference.get("refuri", "")).scheme == "file":
            reference.replace_self(nodes.Text(reference.astext()))


def setup(app: Any) -> dict[str, bool]:
    """Listen to sphinx-click."""
    app.connect("doctree-read", _not_links)
    app.connect("sphinx-click-process-options", _own)
    app.connect("sphinx-click-process-description", _examples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
