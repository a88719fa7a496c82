"""What is known of a sheet before it is read: how far it reaches, and what the reader will leave out.

The reader lays a sheet out as a full rectangle of cells, so one cell far out would ask for more memory than there is,
and a reader that dies takes the program with it. It also leaves out the text of errors such as #N/A, that a formula has
no stored result, and the merged cells of ods. `survey_zipped` and `survey_records` make the surveys.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from chainnet.errors import InputError, Said

MOST_CELLS = 25_000_000
"""A sheet may span this many cells, from A1 to its last cell with a value: a million rows of twenty-five."""

Cell = tuple[int, int]
"""Row and column, from 0."""
Merge = tuple[Cell, Cell]
"""First and last cell of a merged range."""


@dataclass
class Survey:
    """How far a sheet reaches, and what of it the reader does not tell.

    Parameters
    ----------
    height, width : int
        Rows and columns from A1 to the last cell with a value.
    errors : dict of Cell to str
        The text of each cell that is an error.
    unsolved : list of Cell
        Formulas without a stored result.
    merges : list of Merge
        Merged ranges, where the reader does not tell them.
    pushed : int
        Cells that the reader holds before it lays them out.
    """

    height: int = 0
    width: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)
    unsolved: list[Cell] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    pushed: int = 0

    def reach(self, row: int, column: int) -> None:
        """Take in that there is a value in this cell."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)

    @property
    def cells(self) -> int:
        """Cells that the reader would make room for."""
        return max(self.height * self.width, self.pushed)


def check_size(survey: Survey, place: str) -> None:
    """Refuse a sheet that is too large to be laid out.

    Parameters
    ----------
    survey : Survey
        What is known of the sheet.
    place : str
        How to call it in messages.

    Raises
    ------
    InputError
        Where it has more than `MOST_CELLS`.
    """
    if survey.cells <= MOST_CELLS:
        return
    last = address((survey.height - 1, survey.width - 1))
    problem = Said(
        f"the sheet reaches to {last}: more than {MOST_CELLS // 1_000_000} million cells",
        f"工作表延伸到 {last}，超过 {MOST_CELLS // 10_000} 万个单元格",
    )
    hint = Said("clear what is far out, or save the sheet as CSV UTF-8", "请清除远处的单元格，或另存为 CSV UTF-8")
    raise InputError.one(problem, hint=hint, file=place)


def address(cell: Cell) -> str:
    """Return the address of a cell.

    Examples
    --------
    >>> address((6, 1)), address((0, 26))
    ('B7', 'AA1')
    """
    row, column = cell
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return f"{letters}{row + 1}"
