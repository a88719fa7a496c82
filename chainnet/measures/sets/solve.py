"""One worst set of firms for one measure: searched for, then proven as far as the size of the network allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said
from chainnet.measures.left import undefined
from chainnet.measures.prepared import Bools, Ints, Prepared, check_words
from chainnet.measures.sets.component import Component
from chainnet.measures.sets.component_exact import plain_bound, prove_component
from chainnet.measures.sets.loss import CLOSE
from chainnet.measures.sets.proof import Proof
from chainnet.measures.sets.search import Search, Wanted
from chainnet.measures.sets.served import Served
from chainnet.measures.sets.served_exact import prove_served
from chainnet.network import SupplyNetwork

MEASURES = ("served", "largest_component")
EXACT_FIRMS = {"served": 500, "largest_component": 60}
"""Firms up to which the integer program is tried unless the caller says otherwise."""
RELAXED_FIRMS = 2_000
"""Firms up to which the linear relaxation is."""


class Solved(NamedTuple):
    """A set of firms and what is known of it.

    Attributes
    ----------
    chosen : ndarray of int32
        The one with the greatest effect first.
    left : float
        What is left without them.
    bound : float
        The least value that so many firms could leave or, for a target, the smallest size any set could have.
    source : str
        Where the bound comes from; "none": it says nothing.
    method : str
        exact (the integer program ran) or greedy+swaps.
    proven : bool
        Whether no set is better.
    cut_short : bool
        Whether swaps ended at their bound.
    fewest : int or None
        Where the value is the least there can be: no set of fewer firms leaves it.
    """

    chosen: Ints
    left: float
    bound: float
    source: str
    method: str
    proven: bool
    cut_short: bool
    fewest: int | None


def loss_of(net: SupplyNetwork, measure: str, essential: pd.DataFrame | None) -> tuple[Prepared, Served | Component]:
    """Return the arrays of a network and what a measure asks of sets of its firms.

    Raises
    ------
    InputError
        Where the measure is not known, or not defined on this network.
    """
    check_words([measure], MEASURES, "measure")
    prepared = Prepared(net, essential)
    reason = undefined(prepared, measure)
    if reason:
        why = {lang: terms.show_among(terms.REASONS, reason, lang) for lang in terms.LANGUAGES}
        shown = terms.show_among(terms.REMOVAL_MEASURES, measure, "zh")
        hint = Said("take largest_component, or name chain leaders", "请改用 largest_component，或指定链主")
        none = Said("give a network with firms", "请给出有企业的网络")
        problem = Said(f"{measure} is not defined: {why['en']}", f"{shown}无定义：{why['zh']}")
        raise InputError.one(problem, hint=none if reason == "no_firms" else hint)
    return prepared, Served.of(prepared) if measure == "served" else Component.of(prepared)


def solve(
    loss: Served | Component,
    removable: Bools,
    rank: Ints,
    wanted: Wanted,
    *,
    exact: bool | None,
    seconds: float,
    progress: Callable[[], object] | None = None,
) -> Solved:
    """Return the worst set found. `exact`: whether the integer program runs; None where the network is small.

    With no `seconds` neither it nor its relaxation does.
    """
    search = Search(loss, removable, rank, progress)

    def proven(wanted: Wanted, chosen: Ints) -> tuple[Ints, Proof]:
        proof = _proof(loss, removable, rank, wanted, chosen, exact, seconds)
        if proof.chosen is not None and wanted.better(loss, proof.chosen, chosen):
            chosen = search.in_order(proof.chosen)
        return chosen, proof

    chosen, proof = proven(wanted, search.found(wanted))
    exactly, fewest = proof.source == "integer program", None
    if wanted.size is not None and search.leaves_least(chosen):
        chosen, fewer = proven(Wanted.no_more_than(loss.left(chosen)), chosen)
        proof = Proof(loss.left(search.candidates), None, "least possible")
        exactly, fewest = exactly or fewer.source == "integer program", int(min(fewer.bound, len(chosen)))
    left = loss.left(chosen)
    if wanted.target is None:
        is_best = left <= proof.bound + 1e-6
    else:
        is_best = not wanted.met(left) or len(chosen) <= proof.bound
    method = "exact" if exactly else "greedy+swaps"
    return Solved(chosen, left, proof.bound, proof.source, method, bool(is_best), search.cut_short, fewest)


def _proof(
    loss: Served | Component, removable: Bools, rank: Ints, wanted: Wanted, found: Ints, exact: bool | None,
    seconds: float,
) -> Proof:  # fmt: skip
    """Return the best bound that the size of the network allows."""
    left, least = loss.left(found), np.asarray(removable.nonzero()[0], dtype=np.int32)
    if wanted.target is not None and not wanted.met(loss.left(least)):
        return Proof(np.inf, None, "least possible")
    if wanted.size is not None and left <= loss.left(least) + CLOSE:
        return Proof(left, None, "least possible")
    if wanted.size == 1 or (wanted.target is not None and len(found) <= 1):
        return Proof(left if wanted.size == 1 else float(len(found)), None, "every firm tried")
    served = isinstance(loss, Served)
    firms = EXACT_FIRMS["served" if served else "largest_component"]
    whole = exact if exact is not None else loss.n <= firms
    whole = whole and seconds > 0
    if isinstance(loss, Component):
        prove = prove_component(loss, removable, rank, wanted, found, seconds) if whole else None
        return prove or plain_bound(loss, removable, wanted)
    proof = Proof(-np.inf, None, "")
    if seconds > 0 and (whole or loss.n <= RELAXED_FIRMS):
        proof = prove_served(loss, removable, rank, wanted, found, seconds, relaxed=not whole)
    tried = 0.0 if wanted.target is None else 2.0  # no single firm will do, or the search had found it
    return proof if proof.bound > tried or whole else Proof(tried, None, "every firm tried" if tried else "none")
