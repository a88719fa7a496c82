"""Texts in CSV files that no spreadsheet takes for a formula, and back again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

Flags = npt.NDArray[np.bool_]

CSV_ENCODING = "utf-8-sig"
"""Of every CSV file that a person may open: without the mark a Chinese Excel takes UTF-8 for GBK and garbles it."""
_START = "[=+\\-@\t\r\n＝＋－＠]"
"""What a formula, or a call of another program, may begin with; East Asian editions take the wide signs too."""
_NUMBER = r"[+-][0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"


def escape(text: pd.Series) -> pd.Series:
    """Put an apostrophe before each text that a spreadsheet could take for a formula.

    Parameters
    ----------
    text : Series
        Texts; what is missing stays so.

    Returns
    -------
    Series
        Each text that starts with ``= + - @``, a tab or a line break, or with apostrophes before one of these, has one
        apostrophe more. A signed number stays as it is. `unescape` gives back exactly what was there.

    Examples
    --------
    >>> escape(pd.Series(["=1+1", "@SUM(A1)", "'=1+1", "-1.5", "it's"])).tolist()
    ["'=1+1", "'@SUM(A1)", "''=1+1", '-1.5', "it's"]
    """
    risky = _where(text, f"'*{_START}")
    if risky.any():
        risky = risky & ~text.str.fullmatch(_NUMBER, na=False).to_numpy(bool)
    return _replaced(text, risky, lambda found: "'" + found)


def unescape(text: pd.Series) -> pd.Series:
    """Take off the apostrophes that `escape` put there.

    Parameters
    ----------
    text : Series
        Texts as they stand in a file.

    Returns
    -------
    Series
        The texts as they were.

    Examples
    --------
    >>> unescape(pd.Series(["'=1+1", "''=1+1", "-1.5", "it's", "'tis"])).tolist()
    ['=1+1', "'=1+1", '-1.5', "it's", "'tis"]
    """
    return _replaced(text, _where(text, f"'+{_START}"), lambda found: found.str[1:])


def escape_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with every text `escape`-d, in its cells and in its headers, as CSV can hold it.

    Parameters
    ----------
    table : DataFrame
        Its index is left as it is. Of its texts a carriage return, which would begin a row of its own, becomes a line
        feed.

    Examples
    --------
    >>> escape_table(pd.DataFrame({"=x": ["@a"], "n": [-1]})).to_csv(index=False)
    "'=x,n\\n'@a,-1\\n"
    """
    table = table.copy(deep=False)
    for at, (_, cells) in enumerate(table.items()):
        if isinstance(cells.dtype, pd.StringDtype):
            table.isetitem(at, _for_csv(cells))
        elif not (pd.api.types.is_numeric_dtype(cells) or pd.api.types.is_bool_dtype(cells)):
            table.isetitem(at, _for_csv_among_others(cells))
    table.columns = pd.Index(_for_csv(pd.Series([str(column) for column in table.columns], dtype="str")))
    return table


def _for_csv(text: pd.Series) -> pd.Series:
    if text.str.contains("\r", regex=False, na=False).any():
        text = text.str.replace("\r\n?", "\n", regex=True)
    return escape(text)


def _for_csv_among_others(cells: pd.Series) -> pd.Series:
    """Escape the texts of a column that may hold other things too."""
    text = np.array([isinstance(cell, str) for cell in cells], dtype=bool)
    if not text.any():
        return cells
    cells = cells.astype(object)
    cells[text] = _for_csv(cells[text].astype("str")).to_numpy()
    return cells


def _where(text: pd.Series, pattern: str) -> Flags:
    """Return which texts begin so."""
    return text.str.match(pattern, na=False).to_numpy(bool)


def _replaced(text: pd.Series, where: Flags, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return the texts, changed where marked; most tables have nothing to change and are not copied."""
    if not where.any():
        return text
    text = text.copy()
    text[where] = change(text[where]).to_numpy()
    return text
