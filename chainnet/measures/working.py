"""What a firm needs to work: its links sorted into groups of inputs, of which each essential one needs a supplier."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said
from chainnet.network import SupplyNetwork

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
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
        supplier left. They are the same where everything is said.

    Raises
    ------
    InputError
        Where the table lacks a column or has a word that is not known.
    """
    kinds = _kinds(net)
    said = _said(net, kinds, essential)
    return _strict(net, kinds, said), _lenient(net, kinds, said)


def _kinds(net: SupplyNetwork) -> npt.NDArray[np.object_]:
    """Return the kind of goods of each link, None where nothing says it."""
    kinds = net.links["product"].astype(object)
    for column in ("industry", "sector"):
        of_firm = net.firm_column(column).to_numpy(dtype=object)
        kinds = kinds.where(kinds.notna(), pd.Series(of_firm[net.supplier], dtype=object))
    return kinds.where(kinds.notna(), None).to_numpy(dtype=object)


def _said(net: SupplyNetwork, kinds: npt.NDArray[np.object_], table: pd.DataFrame | None) -> npt.NDArray[np.int8]:
    """Return what is said of each link: 1 essential, 0 not, -1 nothing."""
    if table is None:
        column = net.links.get("essential", pd.Series(np.nan, index=range(net.m)))
        return np.where(column.isna(), -1, np.where(column.eq("yes"), 1, 0)).astype(np.int8)
    _check_table(table)
    table = table.astype("str").apply(lambda column: column.str.strip()).replace({"": None, "nan": None})
    lookup = {(row.input, row.buyer_industry): row.importance == "essential" for row in table.itertuples()}
    industry = net.firm_column("industry").fillna(net.firm_column("sector")).to_numpy(dtype=object)[net.buyer]
    any_industry = {kind: importance for (kind, of), importance in lookup.items() if not isinstance(of, str)}
    found = [lookup.get((kind, of), any_industry.get(kind)) for kind, of in zip(kinds, industry, strict=True)]
    return np.array([-1 if said is None else int(said) for said in found], dtype=np.int8)


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


def _strict(net: SupplyNetwork, kinds: npt.NDArray[np.object_], said: npt.NDArray[np.int8]) -> Inputs:
    own = np.array([f"{terms.UNKNOWN} {link}" for link in range(net.m)], dtype=object)  # a product of its own
    apart = [("kind", kind) if kind is not None else ("link", link) for kind, link in zip(kinds, own, strict=True)]
    group, number = _groups(net.buyer, apart)
    return _counted(group, number, said != 0)


def _lenient(net: SupplyNetwork, kinds: npt.NDArray[np.object_], said: npt.NDArray[np.int8]) -> Inputs:
    together = [("kind", kind) if kind is not None else ("none", "") for kind in kinds]
    told = np.zeros(net.n, dtype=bool)  # buyers of which some input is said to be essential
    told[net.buyer[said == 1]] = True
    untold = np.zeros(net.n, dtype=bool)  # buyers of which nothing is, and of some input nothing at all
    untold[net.buyer[said == -1]] = True
    untold &= ~told
    merged = [("all", "") if untold[buyer] else kind for buyer, kind in zip(net.buyer, together, strict=True)]
    group, number = _groups(net.buyer, merged)
    return _counted(group, number, (said == 1) | untold[net.buyer])


def _groups(buyer: Ints, kinds: list[tuple[str, str]]) -> tuple[Ints, int]:
    kind, _ = pd.factorize(pd.Series(kinds, dtype=object))
    key = buyer.astype(np.int64) * (len(kinds) + 1) + kind
    unique, group = np.unique(key, return_inverse=True)
    return group.astype(np.int32), len(unique)


def _counted(group: Ints, number: int, essential: Bools) -> Inputs:
    links = np.bincount(group, minlength=number).astype(np.int32)
    any_essential = np.bincount(group, weights=essential, minlength=number) > 0
    return Inputs(group, links, any_essential)
