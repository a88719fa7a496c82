"""What the page says of the loss of one firm: the drops of the measures, and who stops with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import measures, terms
from chainnet.errors import InputError, Said
from chainnet.kernels.set_loss import state_without
from chainnet.measures.prepared import Prepared
from chainnet.measures.working import Inputs
from chainnet.network import SupplyNetwork

Ints = npt.NDArray[np.int64]

MOST_FIRMS = 20_000
MOST_IN_SETS = 4_000_000
"""Beyond these, who stops with each firm is left out: the sets of all firms together would take minutes."""
DIGITS = 6


def failure_data(
    net: SupplyNetwork, kept: Ints, drops: pd.DataFrame | None, essential: pd.DataFrame | None, lang: str
) -> dict[str, Any]:
    """Return what the loss of each firm that is kept does, as columns.

    Parameters
    ----------
    net : SupplyNetwork
        The whole network.
    kept : ndarray of int, shape (k,)
        Rows of the firms that the page has.
    drops : DataFrame, optional
        As `measures.criticality` gives it; made here unless given.
    essential : DataFrame, optional
        As for `measures.criticality`.
    lang : {"zh", "en"}

    Raises
    ------
    InputError
        Where `drops` lacks a firm, or has no measure.
    """
    table = measures.criticality(net, essential=essential) if drops is None else drops
    every = _of_firms(table, net.firms.index)
    rows, rest = every.iloc[kept], every.drop(net.firms.index[kept])
    shown = [term for term in terms.REMOVAL_MEASURES if term.key in rows]
    order = sorted(shown, key=lambda term: term.key != "served")  # the one that the report ranks by comes first
    columns = [_column(rows, rest, term, lang) for term in order if rows[term.key].notna().any()]
    reasons = [
        {"label": term.show(lang), "reason": terms.show(str(table.attrs.get("reasons", {}).get(term.key, "")), lang)}
        for term in order
        if rows[term.key].isna().all()
    ]
    return {"columns": columns, "reasons": reasons, "stops": stop_sets(net, kept, essential)}


def _of_firms(table: pd.DataFrame, firms: pd.Index) -> pd.DataFrame:
    if "firm" not in table or not any(term.key in table for term in terms.REMOVAL_MEASURES):
        hint = Said("give what chainnet.criticality returns", "请给 chainnet.criticality 的结果")
        raise InputError.one(Said("drops is no table of drops", "drops 不是单家停摆的结果表"), hint=hint)
    rows = table.set_index("firm")
    lost = firms.difference(rows.index)
    if len(lost):
        hint = Said("make the table of the same network", "请用同一个网络计算该表")
        problem = Said(f"drops has no firm {lost[0]!r}", f"drops 中没有企业“{lost[0]}”")
        raise InputError.one(problem, hint=hint, column="firm")
    return rows.loc[firms]


def _column(rows: pd.DataFrame, rest: pd.DataFrame, term: terms.Term, lang: str) -> dict[str, Any]:
    """Return a measure's drop and its bounds; a bound that is the drop itself everywhere is left out.

    Firms that the page leaves out, none of them a leader, still count in ranks: of them ``rest`` has each drop and how
    many have it.
    """
    value = _rounded(rows[term.key])
    said: dict[str, Any] = {"key": term.key, "label": term.show(lang), "value": value}
    for end in ("low", "high"):
        name = f"{term.key}_{end}"
        bound = _rounded(rows[name]) if name in rows else value
        if bound != value:
            said[end] = bound
    if len(rest):
        counts = pd.Series(_rounded(rest[term.key]), dtype="float64").value_counts(dropna=False)
        said["rest"] = {"value": _rounded(counts.index.to_series()), "number": counts.tolist()}
    return said


def _rounded(column: pd.Series) -> list[float | None]:
    return [None if np.isnan(drop) else round(float(drop), DIGITS) + 0.0 for drop in column]


def stop_sets(net: SupplyNetwork, kept: Ints, essential: pd.DataFrame | None = None) -> dict[str, Any] | None:
    """Return who stops with each firm, by both readings of what is essential; None where that is too much.

    Parameters
    ----------
    net : SupplyNetwork
    kept : ndarray of int, shape (k,)
        Rows of the firms that are asked for. Sets hold these alone, as places in `kept`; numbers count all.
    essential : DataFrame, optional
        As for `measures.criticality`.

    Returns
    -------
    dict
        high: by the strict reading, all that may stop; low: by the lenient one, those that stop in any case, left out
        where the two are one. Each has `number`, how many stop with each firm, and the sets as `seeds` has them.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> stop_sets(net, np.arange(3))["high"]["number"]
    [2, 1, 0]
    """
    if net.n > MOST_FIRMS:
        return None
    prepared = Prepared(net, essential)
    strict, lenient = prepared.inputs
    high = _packed(prepared, strict, kept)
    low = high if lenient is strict else _packed(prepared, lenient, kept)
    if high is None or low is None:
        return None
    return {"high": high} if low == high else {"high": high, "low": low}


def _packed(prepared: Prepared, given: Inputs, kept: Ints) -> dict[str, Any] | None:
    """Return of each firm that is kept how many stop with it alone, and which of those that are kept."""
    sets, number, total = [], [], 0
    for firm in kept:
        alone = np.array([firm], dtype=np.int32)
        _, stopped = state_without(
            alone, prepared.downstream, prepared.buyer, given.group, given.links, given.essential
        )
        stopped[firm] = False
        number.append(int(stopped.sum()))
        sets.append(np.flatnonzero(stopped[kept]))
        total += len(sets[-1])
        if total > MOST_IN_SETS:
            return None
    return {"number": number, "seeds": seeds(sets)}


def seeds(sets: list[Ints]) -> dict[str, list[int]]:
    """Return of each set the few members whose own sets, and theirs in turn, make up the whole.

    What stops with a firm takes with it all that stops with that alone, so the sets hold each other: the seeds are
    a hundredth of the members, and nothing is lost.

    Returns
    -------
    dict
        firm: the firms that have seeds; count: how many each; seed: theirs, one after the other.

    Examples
    --------
    >>> seeds([np.array([1, 2]), np.array([2]), np.array([], dtype=np.int64)])
    {'firm': [0, 1], 'count': [1, 1], 'seed': [1, 2]}
    """
    size = np.array([len(stopped) for stopped in sets], dtype=np.int64)
    covered = np.zeros(len(sets), dtype=np.bool_)
    firm: list[int] = []
    count: list[int] = []
    seed: list[int] = []
    for at in np.flatnonzero(size):
        members = sets[at]
        # a member with as many brings down the same firms and this one: the first of such names the others
        alike = members[size[members] == size[at]]
        first = not (alike < at).any()
        chosen = alike.tolist() if first else [int(alike.min())]
        if first:
            covered[alike] = covered[at] = True
            for member in members[np.argsort(-size[members], kind="stable")].tolist():
                if not covered[member]:
                    chosen.append(member)
                    covered[member] = True
                    covered[sets[member]] = True
            covered[members] = covered[at] = False
        firm.append(int(at))
        count.append(len(chosen))
        seed += chosen
    return {"firm": firm, "count": count, "seed": seed}
