"""What a firm needs to work: its links sorted into groups of inputs, of which each essential one needs a supplier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.network import SupplyNetwork

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
IMPORTANCE = ("essential", "non-essential", "ignored")


class Inputs(NamedTuple):
    """Groups of links that stand in for each other.

    Attributes
    ----------
    group : ndarray of int32, shape (m,)
        The group of each link.
    links : ndarray of int32, shape (g,)
        Number of links in each group.
    essential : ndarray of bool, shape (g,)
        Whether the buyer stops when no supplier of the group works.
    """

    group: Ints
    links: Ints
    essential: Bools


def inputs(net: SupplyNetwork, *, essential: pd.DataFrame | None = None) -> tuple[Inputs, Inputs]:
    """Return the inputs of all firms, read strictly and leniently.

    Parameters
    ----------
    net : SupplyNetwork
    essential : DataFrame, optional
        Columns input, buyer_industry, importance (essential | non-essential | ignored); an empty buyer_industry stands
        for all. `input` is the kind of the goods. Without it the links' column ``essential`` is taken.

    Returns
    -------
    strict, lenient : Inputs
        The kind of a link is its product, else its supplier's industry or sector. Strict: a link of no kind is a
        product of its own, and what nothing says to be non-essential is essential. Lenient: the links of no kind of one
        buyer are one product, and where nothing says what is essential a firm stops only when it has no working
        supplier left. They are one object where nothing is left open.

    Raises
    ------
    InputError
        Where the table lacks a column or has a word that is not known.
    """
    kinds, words = _kinds(net)
    said = _said(net, kinds, words, essential)
    strict, lenient = _strict(net, kinds, said), _lenient(net, kinds, said)
    same = all(np.array_equal(one, other) for one, other in zip(strict, lenient, strict=True))
    return strict, strict if same else lenient


def _kinds(net: SupplyNetwork) -> tuple[Codes, pd.Index]:
    """Return the kind of goods of each link, as its place among the words, -1 where nothing says it; and the words."""
    kinds, words = net.product.astype(np.int64), pd.Index(net.products, dtype=object)
    for column in ("industry", "sector"):
        codes, said = pd.factorize(net.firm_column(column))
        words = words.append(pd.Index(said, dtype=object).difference(words, sort=False))
        places = np.append(words.get_indexer(said), -1)  # the code -1 finds the last
        kinds = np.where(kinds >= 0, kinds, places[codes][net.supplier])
    return kinds, words


def _said(net: SupplyNetwork, kinds: Codes, words: pd.Index, table: pd.DataFrame | None) -> npt.NDArray[np.int8]:
    """Return what is said of each link: 1 essential, 0 not, -1 nothing."""
    if table is None:
        if "essential" not in net.links:
            return np.full(net.m, -1, dtype=np.int8)
        column = net.links["essential"]
        return np.where(column.isna(), -1, np.where(column.eq("yes"), 1, 0)).astype(np.int8)
    _check_table(table)
    table = table.astype("str").apply(lambda column: column.str.strip()).replace({"": None, "nan": None})
    of, industries = pd.factorize(net.firm_column("industry").fillna(net.firm_column("sector")))
    inputs = words.get_indexer(table["input"].astype(object))
    buyers = pd.Index(industries, dtype=object).get_indexer(table["buyer_industry"].astype(object))
    any_buyer = table["buyer_industry"].isna().to_numpy()
    known = (inputs >= 0) & ((buyers >= 0) | any_buyer)
    # a kind beside an industry is one number; the column before the first industry stands for any
    width = len(industries) + 1
    key = pd.Series(np.where(any_buyer, 0, buyers + 1) + inputs * width)[known]
    importance = pd.Series(table["importance"].eq("essential").to_numpy(dtype=np.int8)[known], index=key)
    importance = importance[~importance.index.duplicated(keep="last")]
    theirs, general = kinds * width + of[net.buyer] + 1, kinds * width
    theirs[kinds < 0] = general[kinds < 0] = -1
    found = importance.reindex(theirs).to_numpy(dtype=np.float64)
    found = np.where(np.isnan(found), importance.reindex(general).to_numpy(dtype=np.float64), found)
    return np.nan_to_num(found, nan=-1.0).astype(np.int8)


def _check_table(table: pd.DataFrame) -> None:
    needed = ("input", "buyer_industry", "importance")
    missing = [column for column in needed if column not in table]
    if missing:
        hint = Said(f"name the columns {', '.join(needed)}", f"列名请写 {'、'.join(needed)}")
        raise InputError(
            Fault(Said(f"no column {column}", f"没有“{column}”列"), hint, "essential", 1) for column in missing
        )
    wrong = table.loc[~table["importance"].isin(IMPORTANCE), "importance"]
    if len(wrong):
        hint = Said(f"write one of {', '.join(IMPORTANCE)}", f"写以下之一：{'、'.join(IMPORTANCE)}")
        raise InputError(
            Fault(
                Said(f"{word!r} is no importance", f"importance 列不能写“{word}”"),
                hint,
                "essential",
                int(at) + 2,
                "importance",
            )
            for at, word in wrong.items()
        )


def _strict(net: SupplyNetwork, kinds: Codes, said: npt.NDArray[np.int8]) -> Inputs:
    own = kinds.max(initial=-1) + 1 + np.arange(net.m)  # a product of its own
    return _grouped(net, np.where(kinds >= 0, kinds, own), said != 0)


def _lenient(net: SupplyNetwork, kinds: Codes, said: npt.NDArray[np.int8]) -> Inputs:
    told = np.zeros(net.n, dtype=bool)  # buyers of which some input is said to be essential
    told[net.buyer[said == 1]] = True
    untold = np.zeros(net.n, dtype=bool)  # buyers of which nothing is, and of some input nothing at all
    untold[net.buyer[said == -1]] = True
    untold &= ~told
    together = np.where(untold[net.buyer], -2, kinds)  # links of no kind, -1, are one product
    return _grouped(net, together, (said == 1) | untold[net.buyer])


def _grouped(net: SupplyNetwork, kinds: Codes, essential: Bools) -> Inputs:
    """Return the inputs where links of one buyer and one kind stand in for each other."""
    least = int(kinds.min(initial=0))
    width = int(kinds.max(initial=0)) - least + 1
    group, unique = pd.factorize(net.buyer.astype(np.int64) * width + (kinds - least))
    links = np.bincount(group, minlength=len(unique)).astype(np.int32)
    any_essential = np.bincount(group, weights=essential, minlength=len(unique)) > 0
    return Inputs(group.astype(np.int32), links, any_essential)
