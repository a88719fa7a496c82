"""What a user may say of the tables beside the tables themselves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from chainnet.errors import InputError, Said
from chainnet.reading.headers import Words
from chainnet.reading.wide import SHAPES


@dataclass(frozen=True)
class Options:
    """What is said of the tables.

    Parameters
    ----------
    columns : mapping of str to str
        Headers as written to the columns that they mean, for example ``{"甲方": "buyer"}``.
    sheet : str, optional
        The sheet of a workbook that holds the links.
    shape : {"auto", "links", "matrix", "adjacency"}
        How the table holds links: one row a link, suppliers by buyers, or a supplier and its buyers in each row.
    unit : str
        The unit of amounts, where headers state none; amounts in another unit are converted into it.
    datum : str
        The datum of the coordinates: WGS-84, GCJ-02 or BD-09.
    merge : path-like, optional
        A table of pairs of firms that a person has confirmed to be one.
    year : int, optional
        The year of the links to take, where a column says it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    shape: str = "auto"
    unit: str = ""
    datum: str = ""
    merge: str | os.PathLike[str] | None = None
    year: int | None = None

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            hint = f"{', '.join(SHAPES)}"
            problem = Said(f"there is no shape {self.shape!r}", f"没有 {self.shape!r} 这种表格形式")
            raise InputError.one(problem, hint=Said(f"give one of {hint}", f"请给出 {hint} 之一"))

    @cached_property
    def words(self) -> Words:
        """What headers mean."""
        return Words(dict(self.columns))
