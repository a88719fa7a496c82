"""Deep local supporting rate: what is local of all that a purchase rests on, through every tier of suppliers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from chainnet.areas import NO, UNKNOWN, YES, Area, Ends, Verdict, both
from chainnet.errors import InputError, Said
from chainnet.measures.inputs import Inputs, System, inputs_of
from chainnet.measures.ratios import Tally
from chainnet.network import SupplyNetwork

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

PARTS = ("yes", "unknown", "least", "most")
BLOCK = 8
"""Areas that are solved for at once."""
MOST_WORK = 1e10
"""Areas times links and firms, above which it would take more than a quarter of an hour."""
SINGULAR = 1e-9
"""Share of a purchase that may rest on a closed group of firms before its rate is not defined."""


class Deep(NamedTuple):
    """What the purchases of each firm rest on.

    Attributes
    ----------
    tally : Tally
        Of value, for each firm as a buyer.
    without_purchases : ndarray of float64, shape (n,)
        The value that rests on firms of which no purchase is recorded.
    whole : ndarray of float64, shape (n,)
        The value bought.
    closed : list of list of str
        Groups of firms that buy all they sell from each other, so that nothing comes to rest among them.
    """

    tally: Tally
    without_purchases: Floats
    whole: Floats
    closed: list[list[str]]


def deep_rate(net: SupplyNetwork, area: Area, graded: Verdict | None = None, buyers: Codes | None = None) -> Deep:
    """Return what of the purchases is local through all tiers.

    With x_j = max(sales_j, purchases_j, revenue_j), A_ij = W_ij / x_j and v_j = 1 − Σ_i A_ij, the share of firm j's
    output that rests on firms of the area Z is m_j, of m' = (v∘1_Z)'(I − A)^-1; deep(L) = Σ_s V_sL m_s / Σ_s V_sL.

    Parameters
    ----------
    net : SupplyNetwork
    area : Area
        Z is what is local to the buyer at the end, however many tiers up.
    graded : ndarray of int8, shape (n,), optional
        Whether firms have the grade that is asked for: Z ∩ grade.
    buyers : ndarray of int, optional
        The firms that are asked for; all that buy unless given.

    Raises
    ------
    InputError
        Where the buyers have so many areas that it would take too long.

    Notes
    -----
    Firms whose place is not known count as outside in `least` and as inside in `most`; so does what a closed group
    supplies, and what a firm supplies of whose purchases, or total, some value is missing: nothing says what it rests
    on then. Numbers are within `chainnet.measures.inputs.TOLERANCE` of the exact solution.

    Examples
    --------
    >>> import pandas as pd
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M", "R", "Y"], "city": ["Q", "Q", "Q", "T"]})
    >>> links = pd.DataFrame({"supplier": ["R", "Y", "M"], "buyer": ["M", "M", "L"], "value": [10, 20, 60]})
    >>> found = deep_rate(cn.from_frames(firms, links), cn.City())
    >>> found.tally.ratio()[0].round(4).item()
    0.6667
    """
    inputs = inputs_of(net)
    wanted = np.flatnonzero(np.bincount(net.buyer, minlength=net.n) > 0) if buyers is None else np.asarray(buyers)
    zones = area.zones(net)
    numbers, first = np.unique(zones[wanted], return_index=True)
    if len(numbers) * float(net.n + net.m) > MOST_WORK:
        raise _too_many(len(numbers))
    purchases = _Purchases(net, zones)
    parts = {name: np.zeros(net.n) for name in PARTS}
    for start in range(0, len(numbers), BLOCK):
        block = slice(start, start + BLOCK)
        verdicts = [_verdicts(net, area, graded, int(wanted[at])) for at in first[block]]
        for zone, found in zip(numbers[block], _shares(inputs, verdicts), strict=True):
            for name in PARTS:
                purchases.add(parts[name], found[name], int(zone))
    return _result(net, inputs, purchases, parts)


def _too_many(number: int) -> InputError:
    return InputError.one(
        Said(f"{number:,} buyers' areas to solve for", f"要按 {number:,} 个采购商范围分别求解"),
        hint=Said(
            "ask for the chain leaders alone (--deep leaders), or choose an area that many share, such as city or "
            "COLUMN=VALUE",
            "只计算链主（--deep leaders），或换一种多家共用的本地范围，如 city 或 列=值",
        ),
    )


def _verdicts(net: SupplyNetwork, area: Area, graded: Verdict | None, buyer: int) -> Ends:
    """Return whether each firm is local to a buyer."""
    everyone = np.arange(net.n, dtype=np.int32)
    found = area.ends(net, everyone, np.full(net.n, buyer, dtype=np.int32))
    return found if graded is None else Ends(*(both(end, graded) for end in found))


def _shares(inputs: Inputs, verdicts: list[Ends]) -> list[dict[str, Floats]]:
    """Return for each area how much of each firm's output rests on firms in it, not known, at least and at most."""
    exact, bounded = inputs.system, inputs.bounded
    yes, unknown = (_solved(inputs, exact, [found.middle == state for found in verdicts]) for state in (YES, UNKNOWN))
    least, most = yes, [one + other for one, other in zip(yes, unknown, strict=True)]
    if bounded is not exact or any(found.least is not found.middle for found in verdicts):
        least = _solved(inputs, bounded, [found.least == YES for found in verdicts])
        most = _solved(inputs, bounded, [found.most != NO for found in verdicts])
    lost = inputs.lost(bounded)
    columns = zip(yes, unknown, least, [part + lost for part in most], strict=True)
    return [dict(zip(PARTS, shares, strict=True)) for shares in columns]


def _solved(inputs: Inputs, system: System, kinds: list[Bools]) -> list[Floats]:
    """Return the solution for each kind of firms; what is asked twice, or of no firms, is solved once, or not."""
    named = [kind.tobytes() for kind in kinds]
    some = {name: kind for name, kind in zip(named, kinds, strict=True) if kind.any()}
    found = dict.fromkeys(named, np.zeros(len(inputs.rank)))
    if some:
        found.update(zip(some, inputs.solve(system, np.column_stack(list(some.values()))).T, strict=True))
    return [found[name] for name in named]


class _Purchases:
    """What is bought, by the areas of the buyers."""

    def __init__(self, net: SupplyNetwork, zones: Codes) -> None:
        pairs = net.pairs
        self.n, self.zone_of = net.n, zones[pairs.buyer]
        self.order = np.argsort(self.zone_of, kind="stable")
        value = np.bincount(net.pair_of_link, np.nan_to_num(net.value), len(pairs.supplier))
        self.supplier, self.buyer, self.value = (part[self.order] for part in (pairs.supplier, pairs.buyer, value))
        self.zone_of = self.zone_of[self.order]

    def add(self, part: Floats, shares: Floats, zone: int) -> None:
        """Add for the buyers of an area the value that they buy, each supplier's times its share."""
        here = slice(*np.searchsorted(self.zone_of, [zone, zone + 1]))
        np.add.at(part, self.buyer[here], self.value[here] * shares[self.supplier[here]])

    def of(self, shares: Floats) -> Floats:
        """Return for all buyers the value that they buy, each supplier's times its share."""
        return np.bincount(self.buyer, self.value * shares[self.supplier], self.n).astype(np.float64)


def _result(net: SupplyNetwork, inputs: Inputs, purchases: _Purchases, parts: dict[str, Floats]) -> Deep:
    whole = purchases.of(np.ones(net.n))
    lost = purchases.of(inputs.lost(inputs.system))
    unknown = parts["unknown"] + lost
    unknown[unknown <= SINGULAR * whole] = 0.0
    bare = np.isnan(net.value)
    bare_links = np.bincount(net.buyer[bare], minlength=net.n)
    resting = inputs.solve(inputs.system, inputs.without_purchases[:, None])[:, 0]
    tally = Tally(
        yes=np.minimum(parts["yes"], whole - unknown),
        known=whole - unknown,
        unknown=unknown,
        least=np.minimum(parts["least"], parts["yes"]),
        most=np.maximum(parts["most"], parts["yes"]),
        imprecise=_imprecise(parts, unknown, whole) if not inputs.open.any() else np.zeros(net.n),
        open_yes=bare_links > 0,
        open_no=bare_links > 0,
        left_out=bare_links.astype(np.float64),
        singular=lost > SINGULAR * whole,
    )
    return Deep(tally, purchases.of(resting), whole, _closed(net, inputs))


def _imprecise(parts: dict[str, Floats], unknown: Floats, whole: Floats) -> Floats:
    """Return how much is on a side that the precision of places leaves open."""
    unsure = (parts["yes"] - parts["least"]) + (parts["most"] - parts["yes"] - unknown)
    return np.where(unsure > SINGULAR * whole, unsure, 0.0)


def _closed(net: SupplyNetwork, inputs: Inputs) -> list[list[str]]:
    """Return the closed groups, the largest first."""
    members = np.flatnonzero(inputs.closed >= 0)
    ids = net.firms.index.to_numpy(dtype=object)
    found = [sorted(ids[members[inputs.closed[members] == group]]) for group in np.unique(inputs.closed[members])]
    return sorted(found, key=lambda firms: (-len(firms), firms))
