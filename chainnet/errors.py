"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FAULT = "fault"
DOUBT = "doubt"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong (``severity="fault"``) or looks odd (``severity="doubt"``) in an input.

    Parameters
    ----------
    problem : str
        What is wrong.
    hint : str
        What to write instead.
    file : str
        The file it is in, as the user named it; empty where there is none.
    row : int or None
        The row as a spreadsheet counts: the header is row 1.
    column : str
        The column, as the user wrote it.
    severity : {"fault", "doubt"}
        A fault stops the reading; a doubt is told and the reading goes on.

    Examples
    --------
    >>> print(Fault("-5 is negative", "write what the buyer paid in a year", "links.csv", 7, "value"))
    links.csv:7:value — -5 is negative; write what the buyer paid in a year
    """

    problem: str
    hint: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: str = FAULT

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.row, self.column) if part not in ("", None))
        text = f"{self.problem}; {self.hint}" if self.hint else self.problem
        return f"{place} — {text}" if place else text


class InputError(Exception):
    """The input is at fault. Holds every fault found, not just the first.

    Parameters
    ----------
    faults : iterable of Fault
        All that was found wrong.

    Examples
    --------
    >>> try:
    ...     raise InputError.one("no such file", hint="check the path", file="links.csv")
    ... except InputError as error:
    ...     print(error)
    links.csv — no such file; check the path
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def one(
        cls, problem: str, *, hint: str = "", file: str = "", row: int | None = None, column: str = ""
    ) -> InputError:
        """Make the error of a single fault."""
        return cls([Fault(problem, hint, file, row, column)])

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        """Keep the faults when the error crosses to another process."""
        return type(self), (self.faults,)


class InputWarning(UserWarning):
    """The input was read, but something in it looks odd; the network's ``doubts`` list it all."""
