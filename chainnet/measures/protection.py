"""Which firms to protect so that the worst removal of others hurts least."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.critical_set import firm_columns
from chainnet.measures.orders import TIES, removable_firms
from chainnet.measures.origin import with_origin
from chainnet.measures.sets.loss import CLOSE
from chainnet.measures.sets.search import Wanted
from chainnet.measures.sets.solve import Solved, loss_of, solve
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

TREE = 300
"""Attacks that are looked at to find the best firms to protect; where it would take more, each firm is chosen alone."""
ROUNDS = 20
"""Times that firms are chosen anew at most."""
Protected = frozenset[int]


def protection(
    net: SupplyNetwork,
    *,
    k: int = 1,
    attack: int = 1,
    measure: str = "served",
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    exact: bool | None = None,
    seconds: float = 60.0,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return the firms to protect so that the worst removal of others leaves the most.

    A protected firm cannot be removed; it still stops when its own inputs fail.

    Parameters
    ----------
    net : SupplyNetwork
    k : int
        Number of firms to protect.
    attack : int
        Number of firms that the worst removal takes.
    measure, keep, essential
        As for `critical_set`.
    exact : bool, optional
        Whether the worst removals against the firms chosen are found by the integer program; unless said otherwise as
        for `critical_set`.
    seconds : float
        Time for the integer program of each.
    jobs : int
        Threads for the removals that are tried; -1 for all cores.
    progress : callable, optional
        Called after each worst removal.

    Returns
    -------
    DataFrame
        rank, firm, name, role, before, after (what the worst removal leaves without and with the protection of this
        firm, those above it protected), worst (the firms that it then takes). Fewer than `k` rows where nothing is left
        to protect from. ``attrs``: method ("tree" or "greedy"), before, after (of all), bound (no `k` firms protected
        leave more after their worst removal), proven (whether no other firms do better), worst_proven (whether the
        removals of the table are the worst: else they leave that much at most), measure, attack, ties, keep.

    Raises
    ------
    InputError
        As for `critical_set`; also where `k` or `attack` is below 1.

    Notes
    -----
    Firms outside the worst removal protect from nothing of it, so one of its firms is among those to protect: a tree
    of at most attack^k removals holds the best ones [Scaparra & Church 2008]. Where that is more than 300, the firm
    that helps most is taken each time, a heuristic. Removals are searched for; that against the firms chosen is then
    found by the integer program, and where it is worse the choice is made anew, knowing it. Bound: the most that a leaf
    of the tree leaves, or that k + 1 removals without a common firm do, of which one goes untouched. Both are valid
    even where removals are not the worst.

    Draw it with ``chainnet.plot_bars(table, label="name", value="after", sort=False, percent=True)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "A", "B"], "role": ["leader", "supplier", "supplier"]})
    >>> links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["L", "L"], "product": ["p", "p"], "value": [9.0, 1.0]})
    >>> table = cn.protection(cn.from_frames(firms, links), k=1, keep="leaders")
    >>> table[["firm", "before", "after"]].round(3).to_numpy().tolist()
    [['A', 0.1, 0.9]]
    """
    check_positive(k=k, attack=attack)
    prepared, loss = loss_of(net, measure, essential)
    removable = removable_firms(net, keep)

    def worst(protected: Protected, seconds: float) -> Solved:
        open_to = removable.copy()
        open_to[list(protected)] = False
        solved = solve(loss, open_to, prepared.rank, Wanted(attack, None), exact=exact, seconds=seconds)
        if progress is not None:
            progress()
        return solved

    defence = _Defence(lambda tried: worst(tried, 0.0), prepared.rank.tolist(), jobs)
    tree = attack**k <= TREE
    protected, bound = _settled(defence, k, tree, lambda tried: worst(tried, seconds))
    chosen = defence.ordered(protected)
    steps = [worst(frozenset(chosen[:done]), seconds) for done in range(len(chosen) + 1)]
    table = pd.DataFrame(
        {
            "rank": np.arange(1, len(chosen) + 1),
            **firm_columns(net, chosen),
            **before_and_after(net, steps),
        }
    )
    proven = steps[-1].proven and steps[-1].left >= bound - 1e-6
    table.attrs.update(
        method="tree" if tree else "greedy", before=steps[0].left, after=steps[-1].left, bound=bound, proven=proven,
        worst_proven=all(step.proven for step in steps),
        measure=measure, attack=attack, ties=str(TIES),
        keep=[keep] if isinstance(keep, str) else list(keep),
    )  # fmt: skip
    return with_origin(net, table)


def check_positive(**given: int) -> None:
    """Raise an `InputError` where a number of firms or links is below 1."""
    for name, number in given.items():
        if number < 1:
            hint = Said("give 1 or more", "请给 1 或更大的数")
            raise InputError.one(Said(f"{name} is {number}", f"{name} 为 {number}"), hint=hint)


def before_and_after(net: SupplyNetwork, steps: list[Solved]) -> dict[str, list[float] | list[str]]:
    """Return what the worst removal leaves before and after each step, and the firms that it takes after it."""
    ids = net.firms.index
    return {
        "before": [step.left for step in steps[:-1]],
        "after": [step.left for step in steps[1:]],
        "worst": ["; ".join(ids[firm] for firm in step.chosen) for step in steps[1:]],
    }


class _Defence:
    """Worst removals against protected firms, as far as they are known."""

    def __init__(self, search: Callable[[Protected], Solved], rank: list[int], jobs: int) -> None:
        self._search, self._rank, self._jobs = search, rank, jobs
        self._known: dict[Protected, Solved] = {}
        self._learned: list[Solved] = []

    def attacked(self, protected: Protected) -> Solved:
        """Return the worst known removal of firms that are not protected."""
        self._look([protected])
        return self._known[protected]

    def learn(self, removal: Solved) -> None:
        """Take a removal into account wherever it is open and worse than what is known."""
        self._learned.append(removal)
        self._known = {protected: self._worse(protected, solved) for protected, solved in self._known.items()}

    def _worse(self, protected: Protected, solved: Solved) -> Solved:
        is_open = [removal for removal in self._learned if protected.isdisjoint(removal.chosen.tolist())]
        worst = min(is_open, key=lambda removal: removal.left, default=solved)
        return worst if worst.left < solved.left - CLOSE else solved

    def _look(self, several: list[Protected]) -> None:
        new = [protected for protected in dict.fromkeys(several) if protected not in self._known]
        found = spread(self._search, new, jobs=self._jobs)
        self._known |= {some: self._worse(some, solved) for some, solved in zip(new, found, strict=True)}

    def _order(self, protected: Protected) -> tuple[float, int, list[int]]:
        """Return what protections are compared by: the less the better."""
        ranks = sorted(self._rank[firm] for firm in protected)
        return -round(self._known[protected].left, 9), len(protected), ranks

    def _children(self, protected: Protected) -> list[Protected]:
        return [protected | {firm} for firm in self.attacked(protected).chosen.tolist()]

    def best(self, k: int) -> Protected:
        """Return the best of the tree: each protection is followed by those of one firm of its worst removal more."""
        level: list[Protected] = [frozenset()]
        tree = level
        self._look(level)
        for _ in range(k):
            level = list(dict.fromkeys(child for protected in level for child in self._children(protected)))
            self._look(level)
            tree = tree + level
        return min(tree, key=self._order)

    def greedy(self, k: int) -> Protected:
        """Add the firm of the worst removal that helps most, each time."""
        protected: Protected = frozenset()
        for _ in range(k):
            children = self._children(protected)
            if not children:
                break
            self._look(children)
            protected = min(children, key=self._order)
        return protected

    def ordered(self, protected: Protected) -> list[int]:
        """Return the firms so that each next one helps most."""
        order: list[int] = []
        while len(order) < len(protected):
            children = [frozenset([*order, firm]) for firm in protected.difference(order)]
            self._look(children)
            order += min(children, key=self._order).difference(order)
        return order


def _settled(defence: _Defence, k: int, tree: bool, worst: Callable[[Protected], Solved]) -> tuple[Protected, float]:
    """Choose anew until the worst removal against the choice is no worse than was known; return it and a bound."""
    bound, most, best = _apart(defence, k), -1.0, frozenset[int]()
    for _ in range(ROUNDS):
        protected = defence.best(k) if tree else defence.greedy(k)
        known = defence.attacked(protected).left
        bound = min(bound, known) if tree else bound
        removal = worst(protected)
        if removal.left > most + CLOSE:
            most, best = removal.left, protected
        if removal.left >= known - CLOSE:
            break
        defence.learn(removal)
    return best, bound


def _apart(defence: _Defence, k: int) -> float:
    """Return what no k protected firms exceed: the most that k + 1 removals without a common firm leave."""
    taken: Protected = frozenset()
    most = 0.0
    for _ in range(k + 1):
        solved = defence.attacked(taken)
        most = max(most, solved.left)
        taken |= set(solved.chosen.tolist())
    return most
