"""What the values of options are, so that a shell can complete them: files, and words of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

from chainnet import terms


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
        return [
            CompletionItem(before + sign + word) for word in self.words if word.startswith(last) and word not in taken
        ]


INPUT, OUTPUT = Input(), Output()
AREAS = Listed(("cluster", "district", "city", "province", "minutes:60", "km:", "firms:", "polygon:"), "+")
GRADES = Listed(term.key for term in terms.GRADES)
ROLES = Listed(("leaders", *(term.key for term in terms.ROLES)))
REMOVAL_MEASURES = Listed(term.key for term in terms.REMOVAL_MEASURES)
CENTRALITIES = Listed(term.key for term in terms.CENTRALITIES)
ORDERS = Listed((*(term.key for term in terms.ORDERS), "file:"))
GROUPS = Listed(("city", "province", "product", "tier", "km:", "file:"), "")
COLUMNS = Listed((term.key for term in (*terms.LINK_COLUMNS, *terms.FIRM_COLUMNS)), "")
