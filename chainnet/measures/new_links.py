"""Which links to add so that the worst removal of firms hurts least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from chainnet.areas import UNKNOWN, YES, Area
from chainnet.errors import InputError, Said
from chainnet.measures.able import able
from chainnet.measures.orders import TIES, removable_firms
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Floats, Ints, Prepared
from chainnet.measures.protection import before_and_after, check_positive
from chainnet.measures.sets.component import Component
from chainnet.measures.sets.loss import CLOSE
from chainnet.measures.sets.search import Wanted
from chainnet.measures.sets.served import Served
from chainnet.measures.sets.solve import Solved, loss_of, solve
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

TRIES = 24
"""Links, those that help most against the worst removal first, that the removal is found anew for, each time."""


class _Candidates(NamedTuple):
    """Links that may be added; shape (c,) each."""

    supplier: Ints
    buyer: Ints
    group: Ints
    product: list[str]

    def at(self, places: Ints) -> tuple[Ints, Ints, Ints]:
        return self.supplier[places], self.buyer[places], self.group[places]


def new_links(
    net: SupplyNetwork,
    *,
    k: int = 1,
    attack: int = 1,
    measure: str = "served",
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    within: Area | None = None,
    exact: bool | None = None,
    seconds: float = 60.0,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return the links to add so that the worst removal of firms then leaves the most.

    A candidate is a firm able to make a product, that a buyer buys but not from it; a firm is able when it sells the
    product to anyone or its row in the firms table lists it. [own]

    Parameters
    ----------
    net : SupplyNetwork
    k : int
        Number of links to add.
    attack : int
        Number of firms that the worst removal takes.
    measure, keep, essential
        As for `critical_set`.
    within : Area, optional
        Only suppliers known to be in the buyer's area, `Minutes(60)` say.
    exact : bool, optional
        Whether the worst removal of each row is found by the integer program; unless said otherwise where the network
        is small.
    seconds : float
        Time for the integer program of each.
    jobs : int
        Threads for the links that are tried; -1 for all cores.
    progress : callable, optional
        Called after each worst removal.

    Returns
    -------
    DataFrame
        rank, supplier, supplier_name, buyer, buyer_name, product, before, after (what the worst removal leaves without
        and with this link, those above it added), worst (the firms that it then takes). Fewer than `k` rows where no
        single link more helps against the worst removal. ``attrs``: method ("greedy"), candidates (their number),
        unplaced (those left out since it is not known whether the supplier is in the buyer's area), before, after,
        bound (no `k` links leave more), worst_proven (whether the removals of the table are the worst: else they leave
        that much at most), measure, attack, ties, keep.

    Raises
    ------
    InputError
        As for `critical_set`; also where no link has a product, `k` or `attack` is below 1, or of no firm that could
        supply it is known whether it is in the buyer's area.

    Notes
    -----
    A new link stands ready: nothing is bought over it, so what a leader bought from a supplier that is gone stays lost,
    but the buyer works on. Greedy, without guarantee: the links that help most against the worst removal as it is are
    tried, 24 each time, and the removal is found anew for each. Two links that help only together are not found.
    The bound is what the removals found leave when all candidates are added at once.

    Draw it with ``chainnet.plot_bars(table, label="supplier_name", value="after", sort=False, percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "M", "A", "B"], "role": ["leader", "logistics", "supplier", "supplier"],
    ...                       "products": ["", "", "", "steel"]})
    >>> links = pd.DataFrame({"supplier": ["M", "A"], "buyer": ["L", "M"], "product": ["bolt", "steel"]})
    >>> table = cn.new_links(cn.from_frames(firms, links), keep=["leaders", "logistics"])
    >>> table[["supplier", "buyer", "product", "before", "after"]].to_numpy().tolist()
    [['B', 'M', 'steel', 0.0, 1.0]]
    """
    check_positive(k=k, attack=attack)
    prepared, loss = loss_of(net, measure, essential)
    removable = removable_firms(net, keep)
    links, unplaced = _inside(net, _candidates(prepared), within)

    def worst(loss: Served | Component, seconds: float) -> Solved:
        solved = solve(loss, removable, prepared.rank, Wanted(attack, None), exact=exact, seconds=seconds)
        if progress is not None:
            progress()
        return solved

    added: list[int] = []
    steps = [worst(loss, seconds)]
    for _ in range(k):
        best = _best_link(loss, links, steps[-1].chosen, added, lambda tried: worst(tried, 0.0), jobs)
        if best is None:
            break
        added.append(best)
        loss = loss.with_links(*links.at(np.array([best], np.int32)))
        steps.append(worst(loss, seconds))
    everything = loss.with_links(*links.at(np.arange(len(links.product), dtype=np.int32)))
    table = _table(net, links, added, steps)
    table.attrs.update(
        method="greedy", candidates=len(links.product), unplaced=unplaced, before=steps[0].left, after=steps[-1].left,
        bound=min(everything.left(step.chosen) for step in steps), measure=measure, attack=attack,
        worst_proven=all(step.proven for step in steps),
        ties=str(TIES), keep=[keep] if isinstance(keep, str) else list(keep),
    )  # fmt: skip
    return with_origin(net, table)


def _candidates(prepared: Prepared) -> _Candidates:
    """Return the candidates by the rank of the supplier, then of the buyer, then by product."""
    net, rank = prepared.net, prepared.rank
    if not net.has_products:
        problem = Said(
            "no link has a product: who could supply what is not known", "供货关系没有产品：无从判断谁能供应"
        )
        raise InputError.one(problem, hint=Said("fill in the column product", "请填写“产品”列"), column="product")
    named = net.product >= 0
    bought = pd.DataFrame(
        {
            "buyer": net.buyer[named].astype(np.int64),
            "product": net.links["product"][named].astype("str").to_numpy(),
            "group": prepared.inputs[0].group[named],
            "firm": net.supplier[named].astype(np.int64),
        }
    )
    pairs = bought.drop_duplicates(["buyer", "product"]).drop(columns="firm").merge(able(net), on="product")
    now = bought[["buyer", "product", "firm"]].assign(now=True)
    pairs = pairs.merge(now, on=["buyer", "product", "firm"], how="left")
    pairs = pairs[pairs["now"].isna() & (pairs["firm"] != pairs["buyer"])]
    supplier, buyer = pairs["firm"].to_numpy(np.int32), pairs["buyer"].to_numpy(np.int32)
    place = np.lexsort((pairs["product"].to_numpy(dtype=object), rank[buyer], rank[supplier]))
    product = pairs["product"].iloc[place].tolist()
    return _Candidates(supplier[place], buyer[place], pairs["group"].to_numpy(np.int32)[place], product)


def _inside(net: SupplyNetwork, links: _Candidates, within: Area | None) -> tuple[_Candidates, int]:
    """Return those whose supplier is known to be in the buyer's area, and of how many that is not known.

    Raises
    ------
    InputError
        Where it is known of none.
    """
    number = len(links.product)
    if within is None or number == 0:
        return links, 0
    verdict = within.verdict(net, links.supplier, links.buyer)
    unplaced = int((verdict == UNKNOWN).sum())
    if unplaced == number:
        problem = Said(
            f"no candidate: for none of the {number:,} links that might be added is it known whether the supplier is in"
            " the buyer's area",
            f"没有候选：可加的 {number:,} 条供货关系，供应商是否在采购商所在区域内全都不知道",
        )
        hint = Said("fill in where the firms are, or leave the area out", "请填写企业的位置，或不限定区域")
        raise InputError.one(problem, hint=hint)
    inside = np.flatnonzero(verdict == YES).astype(np.int32)
    return _Candidates(*links.at(inside), [links.product[link] for link in inside]), unplaced


def _best_link(
    loss: Served | Component, links: _Candidates, chosen: Ints, added: list[int],
    worst: Callable[[Served | Component], Solved], jobs: int,
) -> int | None:  # fmt: skip
    """Return the candidate with which the worst removal leaves the most; None where none helps against this one."""
    helped: Floats = loss.left_with_links(chosen, links.supplier, links.buyer, links.group)
    helped[added] = 0.0
    hopeful = np.flatnonzero(helped > loss.left(chosen) + CLOSE)
    tries = hopeful[np.argsort(-np.round(helped[hopeful], 9), kind="stable")][:TRIES].astype(np.int32)
    if len(tries) == 0:
        return None
    with_each = [loss.with_links(*links.at(np.array([link], np.int32))) for link in tries]
    after = np.array([solved.left for solved in spread(worst, with_each, jobs=jobs)])
    return int(tries[np.argmax(np.round(after, 9))])


def _table(net: SupplyNetwork, links: _Candidates, added: list[int], steps: list[Solved]) -> pd.DataFrame:
    ids, names = net.firms.index.to_numpy(dtype=object), net.names().to_numpy(dtype=object)
    supplier, buyer = links.supplier[added], links.buyer[added]
    text = {
        "supplier": ids[supplier],
        "supplier_name": names[supplier],
        "buyer": ids[buyer],
        "buyer_name": names[buyer],
        "product": [links.product[link] for link in added],
    }
    table = pd.DataFrame({"rank": np.arange(1, len(added) + 1), **text, **before_and_after(net, steps)})
    return table.astype(dict.fromkeys([*text, "worst"], "str"))
