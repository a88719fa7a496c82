"""What the values of options are, so that a shell can complete them: files, and words of a list."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

from chainnet import terms

FORMS_OF_FILES = ("file:", "firms:", "polygon:")
"""Words that the path of a file follows."""


class Input(click.Path):
    """A file or folder that is read; whether it is there is told later, with what else is wrong."""

    def __init__(self) -> None:
        super().__init__(readable=False, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text as it is."""
        return value


class Output(Input):
    """A file or folder that is written."""


class Listed(click.ParamType):  # type: ignore[type-arg]
    """Words separated by a sign, of which a shell completes the last; which are known is checked later.

    Parameters
    ----------
    words : iterable of str
        What is proposed.
    separator : str
        What stands between them; empty where there is but one.
    """

    name = "text"

    def __init__(self, words: Iterable[str], separator: str = ",") -> None:
        self.words, self.separator = tuple(words), separator

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the words that the last one may become, none of them twice.

        Examples
        --------
        >>> listed = Listed(["degree", "random", "risk"])
        >>> [item.value for item in listed.shell_complete(None, None, "random,d")]
        ['random,degree']
        """
        before, sign, last = incomplete.rpartition(self.separator) if self.separator else ("", "", incomplete)
        taken = before.split(self.separator) if self.separator else []
        form = next((word for word in self.words if word in FORMS_OF_FILES and last.startswith(word)), None)
        if form is not None:
            found = [form + path for path in _files(last.removeprefix(form))]
        else:
            found = [word for word in self.words if word.startswith(last) and word not in taken]
        return [CompletionItem(before + sign + one) for one in found]


def _files(start: str) -> list[str]:
    """Return the files and folders whose path begins so; hidden ones where their dot was typed."""
    folder, name = os.path.split(start)
    try:
        there = sorted(os.scandir(os.path.expanduser(folder) or "."), key=lambda entry: entry.name)
    except OSError:
        return []
    return [
        os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")
        for entry in there
        if entry.name.startswith(name) and (name or not entry.name.startswith("."))
    ]


INPUT, OUTPUT = Input(), Output()
AREAS = Listed(("cluster", "district", "city", "province", "minutes:60", "km:", "firms:", "polygon:"), "+")
GRADES = Listed(term.key for term in terms.GRADES)
ROLES = Listed(("leaders", *(term.key for term in terms.ROLES)))
REMOVAL_MEASURES = Listed(term.key for term in terms.REMOVAL_MEASURES)
CENTRALITIES = Listed(term.key for term in terms.CENTRALITIES)
ORDERS = Listed((*(term.key for term in terms.ORDERS), "file:"))
GROUPS = Listed(("city", "province", "product", "tier", "km:", "file:"), "")
REMOVED = Listed(("file:",), "")
COLUMNS = Listed((term.key for term in (*terms.LINK_COLUMNS, *terms.FIRM_COLUMNS)), "")
