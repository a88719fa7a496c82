"""Links in the one form that a network has them in: coded ends, no self-loops, no repeats, one order."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from chainnet.errors import Fault, InputError, Said
from chainnet.parallel import spread

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
_FIRST = ["supplier", "buyer", "product", "value"]


class Canonical(NamedTuple):
    """Links in their one form, and what was left out on the way.

    Attributes
    ----------
    frame : DataFrame
        Columns supplier, buyer, product, value and others, sorted by supplier, buyer, product and cluster.
    supplier, buyer : ndarray of int32, shape (m,)
        Row of each end in the firms.
    self_loops, repeats : int
        Rows that linked a firm to itself; rows summed into another one.
    """

    frame: pd.DataFrame
    supplier: Codes
    buyer: Codes
    self_loops: int
    repeats: int


def canonical_links(firms: pd.Index, links: pd.DataFrame) -> Canonical:
    """Bring links into their one form.

    Parameters
    ----------
    firms : Index of str
        The ids of the firms, unique.
    links : DataFrame
        Columns supplier and buyer, as texts or as categories, and optionally others.

    Raises
    ------
    InputError
        Where a link names a firm that is not in `firms`.

    Notes
    -----
    One sort of one integer a link does all: what is equal lies side by side then. Texts are made of codes once, at
    the end.

    Examples
    --------
    >>> links = pd.DataFrame({"supplier": ["b", "a", "b"], "buyer": ["a", "a", "a"], "value": [1.0, 2.0, 3.0]})
    >>> found = canonical_links(pd.Index(["a", "b"]), links)
    >>> found.frame["value"].tolist(), found.self_loops, found.repeats
    ([4.0], 1, 1)
    """
    coded = {end: _codes(firms, links[end]) for end in ("supplier", "buyer")}
    texts = {column: _sorted_codes(links[column]) for column in ("product", "cluster") if column in links}
    keys: list[npt.NDArray[Any]] = [*coded.values(), *(codes for codes, _ in texts.values())]
    sizes = [len(firms), len(firms), *(len(words) for _, words in texts.values())]
    loops = coded["supplier"] == coded["buyer"]
    order, again = _sorted(keys, sizes, loops)
    first = order[~again]
    texts |= {end: (code.astype(np.int64), firms) for end, code in coded.items()}
    made = dict(
        zip(texts, spread(partial(_text_of, rows=first), texts.values(), jobs=_threads(len(first))), strict=True)
    )
    frame = pd.DataFrame({end: made[end] for end in coded})
    frame["product"] = made["product"] if "product" in made else _nothing(len(first))
    frame["value"] = _summed(links, order, again)
    for column in links:
        if column not in _FIRST:
            frame[column] = made[column] if column in made else links[column].take(first).array
    if again.any():
        _fill_from_repeats(frame, links, order, again)
    return Canonical(frame, coded["supplier"][first], coded["buyer"][first], int(loops.sum()), int(again.sum()))


def _codes(firms: pd.Index, ends: pd.Series) -> Codes:
    """Return the row of each end in the firms."""
    if isinstance(ends.dtype, pd.CategoricalDtype):
        known = ends.cat.categories
        place = np.arange(len(firms)) if known is firms or known.equals(firms) else firms.get_indexer(known)
        codes = np.append(place, -1)[ends.cat.codes]
    else:
        codes = firms.get_indexer(pd.Index(ends.astype("str")))
    if (codes < 0).any():
        missing = ends[codes < 0].astype("str").unique()
        hint = Said("add a row for it", "请补一行")
        raise InputError(
            Fault(Said(f"firm {firm!r} is not in the firms table", f"企业表中没有“{firm}”"), hint) for firm in missing
        )
    return codes.astype(np.int32)


def _sorted_codes(texts: pd.Series) -> tuple[npt.NDArray[Any], pd.Index]:
    """Return the place of each text among the sorted distinct ones, the number of these where it is missing."""
    codes, words = pd.factorize(texts.astype("str"), sort=True)
    return np.where(codes < 0, len(words), codes).astype(np.int64), words


def _text_of(coded: tuple[npt.NDArray[Any], pd.Index], rows: Rows) -> Any:
    """Return the text of each row: the word at its code, missing where the code is none."""
    codes, words = coded
    place = codes[rows]
    missing = place >= len(words)
    index = pa.array(place, mask=missing) if missing.any() else pa.array(place)
    return pd.array(pa.array(pd.array(words, dtype="str")).take(index), dtype="str")


def _nothing(rows: int) -> Any:
    return pd.array(pa.nulls(rows, pa.large_string()), dtype="str")


def _threads(rows: int) -> int:
    return 2 if rows > 100_000 else 1


def _sorted(keys: list[npt.NDArray[Any]], sizes: list[int], left_out: Flags) -> tuple[Rows, Flags]:
    """Return the order of the rows by these keys, and which row in it repeats the one before."""
    if math.prod(size + 1 for size in sizes) < 2**63:
        key = np.zeros(len(left_out), dtype=np.int64)
        for part, size in zip(keys, sizes, strict=True):
            key *= size + 1
            key += part
        order = _without(np.argsort(key), left_out)
        again = _repeats([key], order)
        several = np.flatnonzero(again | np.append(again[1:], False))
        rows = order[several]  # a stable sort of all rows would take twice as long
        order[several] = rows[np.lexsort((rows, key[rows]))]
        return order, again
    order = _without(np.lexsort(keys[::-1]), left_out)
    return order, _repeats(keys, order)


def _without(order: Rows, left_out: Flags) -> Rows:
    return order[~left_out[order]] if left_out.any() else order


def _repeats(keys: list[npt.NDArray[Any]], order: Rows) -> Flags:
    again = np.ones(len(order), dtype=np.bool_)
    again[:1] = False
    for key in keys:
        ordered = key[order]
        again[1:] &= ordered[1:] == ordered[:-1]
    return again


def _summed(links: pd.DataFrame, order: Rows, again: Flags) -> Any:
    """Return the value of each row that stays, with those of its repeats; one that is missing makes the sum missing."""
    if "value" not in links:
        return np.full(int((~again).sum()), np.nan)
    value = links["value"].to_numpy(dtype=np.float64, na_value=np.nan)[order]
    return np.add.reduceat(value, np.flatnonzero(~again)) if again.any() else value


def _fill_from_repeats(frame: pd.DataFrame, links: pd.DataFrame, order: Rows, again: Flags) -> None:
    """Fill what a row leaves empty from its repeats; a purchase is essential where one of its rows says so."""
    group = np.cumsum(~again) - 1
    several = np.isin(group, group[again])
    rows, group = order[several], group[several]
    for column in links:
        if column in (*_FIRST, "cluster"):
            continue
        cells = links[column].take(rows)
        found = cells.groupby(group).first()
        if column == "essential":
            found = found.mask(cells.eq("yes").groupby(group).any(), "yes")
        frame.loc[found.index, column] = found
