"""Columns of cells as clean texts, missing where empty; in a long table each distinct text is cleaned once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chainnet.parallel import spread
from chainnet.reading.cells.values import digits_alone
from chainnet.reading.files.text import UNSEEN

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]
_WORTH_THREADS = 100_000


Kinds = Mapping[str, pd.Index | None]
"""Columns that become categories, and of each the clean texts that are expected in it, where these are known."""


def as_texts(cells: pd.DataFrame, *, digits: Collection[str], kinds: Kinds) -> dict[str, pd.Series]:
    """Return the columns of a table as clean texts.

    Parameters
    ----------
    cells : DataFrame
    digits : collection of str
        Columns that become numbers at once where they are nothing but digits.
    kinds : Kinds
    """

    def made(column: str) -> pd.Series:
        if column in kinds:
            return as_categories(cells[column], kinds[column])
        numbers = digits_alone(cells[column]) if column in digits else None
        return as_text(cells[column]) if numbers is None else numbers

    return dict(zip(cells, spread(made, cells, jobs=threads(len(cells))), strict=True))


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


def as_categories(cells: pd.Series, known: pd.Index | None = None) -> pd.Series:
    """Return cells as categories of stripped texts, missing where empty.

    Parameters
    ----------
    cells : Series
    known : Index of str, optional
        Clean texts, each once, that most cells are: what is exactly one of them needs no further look, so that a long
        column takes half the time. They are the first categories, whether there is a cell of each or not.

    Examples
    --------
    >>> found = as_categories(pd.Series(["a ", "b", "a", ""]))
    >>> found.tolist(), found.cat.categories.tolist()
    (['a', 'b', 'a', nan], ['a', 'b'])
    >>> as_categories(pd.Series(["a ", "b", "a", ""]), pd.Index(["c", "a"])).cat.categories.tolist()
    ['c', 'a', 'b']
    """
    texts = cells if isinstance(cells.dtype, pd.StringDtype) else as_text(cells)
    codes, distinct = _coded(texts) if known is None else _coded_by(texts, known)
    made = pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(distinct), validate=False)
    return pd.Series(made, index=cells.index, name=cells.name)


def _coded(texts: pd.Series) -> tuple[Codes, pd.Index]:
    """Return the place of each text among the distinct clean ones, -1 where it is empty."""
    every = pa.chunked_array(_chunks(texts), pa.large_string())
    coded = every.dictionary_encode().combine_chunks()  # one dictionary for all chunks
    codes, written = coded.indices.fill_null(-1).to_numpy(), coded.dictionary
    words = as_text(pd.Series(pd.array(written, dtype="str")))
    distinct: pd.Index | npt.NDArray[np.object_] = pd.Index(words)
    same = pa.chunked_array(_chunks(words), written.type).equals(pa.chunked_array([written]))
    if not same:  # what differs in blanks alone is one text
        place, distinct = pd.factorize(words)
        codes = np.append(place, -1)[codes]
    return codes, pd.Index(distinct, dtype="str")


def _coded_by(texts: pd.Series, known: pd.Index) -> tuple[Codes, pd.Index]:
    """Do as `_coded` does, where most texts are among the known ones."""
    codes = places(texts, known)
    left = np.flatnonzero(codes < 0)
    if len(left) == 0:
        return codes, known
    of_left, words = _coded(texts.iloc[left])
    place = places(words.to_series(), known)
    new = place < 0
    place[new] = len(known) + np.arange(int(new.sum()))
    codes[left] = np.append(place, -1)[of_left]
    return codes, known.append(words[new])


def places(texts: pd.Series, known: pd.Index) -> Codes:
    """Return the place of each text among the known ones, -1 where it is none of them.

    Arrow takes a quarter of the time that an Index of pandas does.

    Examples
    --------
    >>> places(pd.Series(["b", None, "x"], dtype="str"), pd.Index(["a", "b"])).tolist()
    [1, -1, -1]
    """
    every = pa.chunked_array(_chunks(texts), pa.large_string())
    expected = pa.chunked_array(_chunks(pd.Series(known, dtype="str")), pa.large_string()).combine_chunks()
    found = pc.index_in(every, value_set=expected, skip_nulls=True).fill_null(-1)
    return np.require(found.to_numpy(), np.int32, "W")


def _chunks(texts: pd.Series) -> list[pa.Array]:
    found = texts.array.__arrow_array__()
    return found.chunks if isinstance(found, pa.ChunkedArray) else [found]


def flags(cells: pd.Series, test: Callable[[pa.Array], pa.Array], *, known: int = 0) -> Flags:
    """Return which cells, texts or categories, pass a test of texts; a missing one does not.

    The first `known` categories are known to pass none.
    """
    typed = isinstance(cells.dtype, pd.CategoricalDtype)
    texts = (cells.cat.categories[known:] if typed else cells).array.__arrow_array__()
    found: Flags = pc.fill_null(test(texts), False).to_numpy().copy()
    if not typed:
        return found
    if not found.any():
        return np.zeros(len(cells), dtype=np.bool_)
    return np.concatenate([np.zeros(known, dtype=np.bool_), found, [False]])[cells.cat.codes]


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
