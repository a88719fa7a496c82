"""Columns of cells as clean texts, missing where empty; in a long table each distinct text is cleaned once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chainnet.parallel import spread
from chainnet.reading.cells.values import digits_alone
from chainnet.reading.files.text import UNSEEN

Flags = npt.NDArray[np.bool_]
_WORTH_THREADS = 100_000


def as_texts(
    cells: pd.DataFrame, *, digits: Collection[str], ids: tuple[str, ...], kinds: tuple[str, ...]
) -> dict[str, pd.Series]:
    """Return the columns of a table as clean texts.

    Parameters
    ----------
    cells : DataFrame
    digits : collection of str
        Columns that become numbers at once where they are nothing but digits.
    ids : tuple of str
        Columns that become categories, the same for all of them.
    kinds : tuple of str
        Columns that become categories, each of its own.
    """
    works: dict[tuple[str, ...], Callable[[], list[pd.Series]]] = {}
    for group in (ids, *((column,) for column in kinds)):
        if group and set(group) <= set(cells):
            works[group] = partial(as_categories, [cells[column] for column in group])
    coded = {column for group in works for column in group}
    for column in cells:
        if column not in coded:
            works[column,] = partial(_alone, cells[column], digits=column in digits)
    made = spread(lambda work: work(), works.values(), jobs=threads(len(cells)))
    return {
        column: text
        for group, texts in zip(works, made, strict=True)
        for column, text in zip(group, texts, strict=True)
    }


def _alone(cells: pd.Series, *, digits: bool) -> list[pd.Series]:
    numbers = digits_alone(cells) if digits else None
    return [as_text(cells) if numbers is None else numbers]


def threads(rows: int) -> int:
    """Return how many threads tables of so many rows are worth: Arrow leaves Python's lock alone while it works."""
    return 2 if rows > _WORTH_THREADS else 1


def as_text(cells: pd.Series) -> pd.Series:
    """Return cells as stripped text, missing where empty; a whole number in a column of numbers has no point.

    Examples
    --------
    >>> as_text(pd.Series([" a ", "", None])).tolist(), as_text(pd.Series([1.0, 2.0])).tolist()
    (['a', nan, nan], ['1', '2'])
    """
    if pd.api.types.is_float_dtype(cells):
        whole = cells.dropna().mod(1).eq(0).all()
        cells = cells.astype("Int64").astype("str") if whole else cells.astype("str")
        cells = cells.mask(cells.isin(["<NA>", "nan"]))
    cells = cells.astype("str")
    text = pc.utf8_trim_whitespace(cells.array.__arrow_array__())
    for unseen in UNSEEN if len(cells) < _WORTH_THREADS else ():  # of larger texts `decoded` takes it out at once
        if pc.any(pc.match_substring(text, unseen)).as_py():
            text = pc.utf8_trim_whitespace(pc.replace_substring(text, unseen, ""))
    if pc.any(pc.match_substring(text, "\r")).as_py():
        text = pc.replace_substring_regex(text, "\r\n?", "\n")
    empty = pc.equal(text, "")
    text = pc.if_else(empty, None, text) if pc.any(empty).as_py() else text
    return pd.Series(pd.array(text, dtype="str"), index=cells.index, name=cells.name)


def as_categories(columns: list[pd.Series]) -> list[pd.Series]:
    """Return columns of cells as categories of stripped texts that they share; missing where empty.

    Examples
    --------
    >>> supplier, buyer = as_categories([pd.Series(["a ", "b"]), pd.Series(["a", ""])])
    >>> supplier.tolist(), buyer.tolist(), supplier.cat.categories.tolist()
    (['a', 'b'], ['a', nan], ['a', 'b'])
    """
    texts = [column if isinstance(column.dtype, pd.StringDtype) else as_text(column) for column in columns]
    every = pa.chunked_array([chunk for text in texts for chunk in _chunks(text)], pa.large_string())
    coded = every.dictionary_encode().combine_chunks()  # one dictionary for all chunks
    codes, written = coded.indices.fill_null(-1).to_numpy(), coded.dictionary
    words = as_text(pd.Series(pd.array(written, dtype="str")))
    distinct: pd.Index | npt.NDArray[np.object_] = pd.Index(words)
    if not pa.chunked_array(_chunks(words), written.type).equals(
        pa.chunked_array([written])
    ):  # what differs in blanks alone is one text
        place, distinct = pd.factorize(words)
        codes = np.append(place, -1)[codes]
    kind = pd.CategoricalDtype(pd.Index(distinct, dtype="str"))
    ends = np.cumsum([len(column) for column in columns])
    return [
        pd.Series(pd.Categorical.from_codes(some, dtype=kind, validate=False), index=column.index, name=column.name)
        for column, some in zip(columns, np.split(codes, ends[:-1]), strict=True)
    ]


def _chunks(texts: pd.Series) -> list[pa.Array]:
    found = texts.array.__arrow_array__()
    return found.chunks if isinstance(found, pa.ChunkedArray) else [found]


def flags(cells: pd.Series, test: Callable[[pa.Array], pa.Array]) -> Flags:
    """Return which cells, texts or categories, pass a test of texts; a missing one does not."""
    typed = isinstance(cells.dtype, pd.CategoricalDtype)
    texts = (cells.cat.categories if typed else cells).array.__arrow_array__()
    found: Flags = pc.fill_null(test(texts), False).to_numpy().copy()
    if not typed:
        return found
    return np.append(found, False)[cells.cat.codes] if found.any() else np.zeros(len(cells), dtype=np.bool_)


def by_distinct(cells: pd.Series, meaning: Callable[[str], str | None]) -> pd.Series:
    """Return what `meaning` gives for each text, asking once for each distinct one; missing stays missing.

    Categories stay categories. Where nothing changes the texts come back as they are, not copied.

    Examples
    --------
    >>> by_distinct(pd.Series(["a", "b", "a", None], dtype="str"), {"a": "x"}.get).tolist()
    ['x', nan, 'x', nan]
    """
    typed = isinstance(cells.dtype, pd.CategoricalDtype)
    codes, distinct = (cells.cat.codes.to_numpy(), cells.cat.categories) if typed else pd.factorize(cells)
    meant = [meaning(str(text)) for text in distinct]
    if meant == list(distinct):
        return cells
    found = pd.array([*meant, None], dtype="str")
    if typed:
        place, kept = pd.factorize(found)
        return pd.Series(pd.Categorical.from_codes(place[codes], kept), index=cells.index, name=cells.name)
    return pd.Series(found[codes], index=cells.index, name=cells.name)
