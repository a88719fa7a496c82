"""Links in the one form that a network has them in: coded ends, no self-loops, no repeats, one order."""

from __future__ import annotations

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
ROOM = 63
"""Bits of an integer that may be used."""
_FIRST = ["supplier", "buyer", "product", "value"]


class Canonical(NamedTuple):
    """Links in their one form, and what was left out on the way.

    Attributes
    ----------
    texts : dict
        The columns supplier, buyer, product and cluster, where they are there: for each the code of each link, shape
        (m,), and the words that the codes are places of; a code that is no place is a missing text.
    others : DataFrame
        The columns value and others.
    self_loops, repeats : int
        Rows that linked a firm to itself; rows summed into another one.
    """

    texts: dict[str, tuple[npt.NDArray[Any], pd.Index]]
    others: pd.DataFrame
    self_loops: int
    repeats: int

    def frame(self) -> pd.DataFrame:
        """Return the columns supplier, buyer, product, value and others.

        They are sorted by supplier, buyer, product and cluster.
        """
        works = [partial(_text_of, *coded) for coded in self.texts.values()]
        made = dict(zip(self.texts, spread(lambda work: work(), works, jobs=_threads(len(self.others))), strict=True))
        made.setdefault("product", _nothing(len(self.others)))
        columns = [*_FIRST, *(column for column in self.others if column != "value")]
        return pd.DataFrame({column: made.get(column, self.others.get(column)) for column in columns})


class Order(NamedTuple):
    """Rows of links in their one order, without self-loops, and which of them repeats the one before."""

    rows: Rows
    again: Flags


class _Coded(NamedTuple):
    """Links as integers: what they are sorted by, how many values each of these has, and which rows are self-loops."""

    ends: dict[str, Codes]
    texts: dict[str, tuple[npt.NDArray[Any], pd.Index]]
    loops: Flags


def order_of_links(firms: pd.Index, links: pd.DataFrame) -> Order:
    """Return the order in which `canonical_links` has the links; parameters and errors are the same.

    Examples
    --------
    >>> links = pd.DataFrame({"supplier": ["b", "a", "b"], "buyer": ["a", "a", "a"]})
    >>> order = order_of_links(pd.Index(["a", "b"]), links)
    >>> order.rows.tolist(), order.again.tolist()
    ([0, 2], [False, True])
    """
    return _order(firms, _coded(firms, links))


def canonical_links(firms: pd.Index, links: pd.DataFrame, order: Order | None = None) -> Canonical:
    """Bring links into their one form.

    Parameters
    ----------
    firms : Index of str
        The ids of the firms, unique.
    links : DataFrame
        Columns supplier and buyer, as texts or as categories, and optionally others.
    order : Order, optional
        What `order_of_links` says of them, where it has been asked before.

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
    >>> found.frame()["value"].tolist(), found.self_loops, found.repeats
    ([4.0], 1, 1)
    """
    coded = _coded(firms, links)
    rows, again = order or _order(firms, coded)
    first = rows[~again]
    texts: dict[str, tuple[npt.NDArray[Any], pd.Index]] = {
        **{end: (codes[first], firms) for end, codes in coded.ends.items()},
        **{column: (codes[first], words) for column, (codes, words) in coded.texts.items()},
    }
    others = pd.DataFrame({"value": _summed(links, rows, again)})
    for column in links:
        if column not in _FIRST:  # the cluster too: it keeps its place among them
            others[column] = links[column].take(first).array if column not in texts else np.nan
    if again.any():
        _fill_from_repeats(others, links, rows, again)
    return Canonical(texts, others, int(coded.loops.sum()), int(again.sum()))


def _coded(firms: pd.Index, links: pd.DataFrame) -> _Coded:
    ends = {end: _codes(firms, links[end]) for end in ("supplier", "buyer")}
    texts = {column: _sorted_codes(links[column]) for column in ("product", "cluster") if column in links}
    return _Coded(ends, texts, ends["supplier"] == ends["buyer"])


def _order(firms: pd.Index, coded: _Coded) -> Order:
    keys: list[npt.NDArray[Any]] = [*coded.ends.values(), *(codes for codes, _ in coded.texts.values())]
    sizes = [len(firms), len(firms), *(len(words) for _, words in coded.texts.values())]
    order, again = _sorted(keys, sizes)
    if coded.loops.any():
        kept = ~coded.loops[order]
        order, again = order[kept], again[kept]  # no loop repeats what is none
    return Order(order, again)


def _codes(firms: pd.Index, ends: pd.Series) -> Codes:
    """Return the row of each end in the firms."""
    if isinstance(ends.dtype, pd.CategoricalDtype):
        known = ends.cat.categories
        codes = ends.cat.codes.to_numpy()
        if known is not firms and not known.equals(firms):
            codes = np.append(firms.get_indexer(known), -1)[codes]
    else:
        codes = firms.get_indexer(pd.Index(ends.astype("str")))
    if (codes < 0).any():
        missing = ends[codes < 0].astype("str").unique()
        hint = Said("add a row for it", "请补一行")
        raise InputError(
            Fault(Said(f"firm {firm!r} is not in the firms table", f"企业表中没有“{firm}”"), hint) for firm in missing
        )
    return codes.astype(np.int32, copy=False)


def _sorted_codes(texts: pd.Series) -> tuple[npt.NDArray[Any], pd.Index]:
    """Return the place of each text among the sorted distinct ones, the number of these where it is missing."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        words = pd.Index(texts.cat.categories, dtype="str")
        order = words.argsort()
        place = np.append(np.argsort(order), len(words))
        return place[texts.cat.codes].astype(np.int32), words[order]
    codes, words = pd.factorize(texts.astype("str"), sort=True)
    return np.where(codes < 0, len(words), codes).astype(np.int32), words


def _text_of(codes: npt.NDArray[Any], words: pd.Index) -> Any:
    """Return the text of each row: the word at its code, missing where the code is none."""
    missing = codes >= len(words)
    index = pa.array(codes, mask=missing) if missing.any() else pa.array(codes)
    return pd.array(pa.array(pd.array(words, dtype="str")).take(index), dtype="str")


def _nothing(rows: int) -> Any:
    return pd.array(pa.nulls(rows, pa.large_string()), dtype="str")


def _threads(rows: int) -> int:
    return 2 if rows > 100_000 else 1


def _sorted(keys: list[npt.NDArray[Any]], sizes: list[int]) -> tuple[Rows, Flags]:
    """Return the order of the rows by these keys, the first in the table first, and which repeats the one before.

    The first keys and the row stand in one integer: sorting integers takes a third of the time of sorting places by
    them. What is equal so far is sorted by the keys that found no room.
    """
    row = len(keys[0]).bit_length()
    bits = np.cumsum([size.bit_length() for size in sizes])
    number = max(min(2, len(keys)), int((bits + row <= ROOM).sum()))
    prefix = np.zeros(len(keys[0]), dtype=np.int64)
    for key, size in zip(keys[:number], sizes, strict=False):
        prefix <<= size.bit_length()
        prefix |= key
    if bits[number - 1] + row <= ROOM:
        prefix <<= row
        prefix |= np.arange(len(prefix))
        prefix.sort()
        order = prefix & ((1 << row) - 1)
        prefix >>= row
    else:
        order = np.argsort(prefix, kind="stable")
        prefix = prefix[order]
    again = np.append(False, prefix[1:] == prefix[:-1])[: len(prefix)]
    if number < len(keys) and again.any():
        several = np.flatnonzero(again | np.append(again[1:], False))
        group = np.cumsum(~again[several])
        rest = [key[order[several]] for key in keys[number:]]
        within, again[several] = _sorted([group, *rest], [len(several), *sizes[number:]])
        order[several] = order[several][within]
    return order, again


def _summed(links: pd.DataFrame, order: Rows, again: Flags) -> Any:
    """Return the value of each row that stays, with those of its repeats; one that is missing makes the sum missing."""
    if "value" not in links:
        return np.full(int((~again).sum()), np.nan)
    value = links["value"].to_numpy(dtype=np.float64, na_value=np.nan)[order]
    return np.add.reduceat(value, np.flatnonzero(~again)) if again.any() else value


def _fill_from_repeats(frame: pd.DataFrame, links: pd.DataFrame, order: Rows, again: Flags) -> None:
    """Fill what a row leaves empty from its repeats; a purchase is essential where one of its rows says so."""
    columns = [column for column in links if column not in (*_FIRST, "cluster")]
    if not columns:
        return
    several = again | np.append(again[1:], False)
    rows, group = order[several], (np.cumsum(~again) - 1)[several]
    for column in columns:
        cells = links[column].take(rows)
        found = cells.groupby(group).first()
        if column == "essential":
            found = found.mask(cells.eq("yes").groupby(group).any(), "yes")
        frame.loc[found.index, column] = found
