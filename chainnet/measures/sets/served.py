"""Served purchases of the chain leaders without a set of firms, in the strict reading."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.set_loss import losses_of_sets, state_without
from chainnet.measures.prepared import Bools, Floats, Ints, Prepared


class Served:
    """Who needs whom, and what leaders buy: links sorted by supplier, as shares of the leaders' purchases.

    Parameters
    ----------
    supplier, buyer, group : ndarray of int32, shape (m,)
        Links, and the group of inputs that each is in.
    weight : ndarray of float64, shape (m,)
        Value of each link.
    essential : ndarray of bool, shape (g,)
        Whether the buyer stops when no supplier of the group works.
    is_leader : ndarray of bool, shape (n,)
    """

    def __init__(
        self, supplier: Ints, buyer: Ints, group: Ints, weight: Floats, essential: Bools, is_leader: Bools
    ) -> None:
        order = np.argsort(supplier, kind="stable")
        self.supplier, self.buyer, self.group = supplier[order], buyer[order], group[order]
        self.essential, self.is_leader = essential, is_leader
        to_leader = np.where(is_leader[self.buyer], weight[order], 0.0)
        self.weight = to_leader / to_leader.sum()
        self.n = len(is_leader)
        self.size = self.n + len(supplier)

    @classmethod
    def of(cls, prepared: Prepared) -> Served:
        """Make it of a network whose served purchases are defined."""
        net, strict = prepared.net, prepared.inputs[0]
        return cls(net.supplier, net.buyer, strict.group, prepared.weight, strict.essential, net.is_leader)

    def with_links(self, suppliers: Ints, buyers: Ints, groups: Ints) -> Served:
        """Return the same with more suppliers of groups of inputs, from which nothing is bought as yet."""
        return Served(
            np.append(self.supplier, suppliers),
            np.append(self.buyer, buyers),
            np.append(self.group, groups),
            np.append(self.weight, np.zeros(len(groups))),
            self.essential,
            self.is_leader,
        )

    @cached_property
    def _flow(self) -> tuple[npt.NDArray[np.int64], Ints, Ints]:
        return np.searchsorted(self.supplier, np.arange(self.n + 1)).astype(np.int64), self.buyer, self.group

    @cached_property
    def links_of_group(self) -> Ints:
        """Number of links in each group, shape (g,)."""
        return np.bincount(self.group, minlength=len(self.essential)).astype(np.int32)

    @cached_property
    def suppliers_of_group(self) -> tuple[npt.NDArray[np.int64], Ints]:
        """Compressed rows: the supplier of each link of each group."""
        return compressed(len(self.essential), self.group, self.supplier)

    @cached_property
    def buyer_of_group(self) -> Ints:
        """The buyer of each group, shape (g,)."""
        buyer = np.zeros(len(self.essential), np.int32)
        buyer[self.group] = self.buyer
        return buyer

    def state(self, chosen: Ints) -> tuple[Ints, Bools]:
        """Return the links left in each group, and who stopped, without these firms."""
        return state_without(chosen, *self._flow, self.links_of_group, self.essential)

    def arrives(self, stopped: Bools) -> Floats:
        """Return the share of all purchases that still arrives over each link, shape (m,)."""
        return np.where(stopped[self.supplier] | stopped[self.buyer], 0.0, self.weight)

    def left(self, chosen: Ints) -> float:
        """Return the share of the leaders' purchases that still arrives."""
        return float(self.arrives(self.state(chosen)[1]).sum())

    def _left_after(
        self, chosen: Ints, starts: npt.NDArray[np.int64], members: Ints, state: tuple[Ints, Bools], skip: bool
    ) -> Floats:
        left, stopped = state
        arrives = self.arrives(stopped)
        arriving = np.bincount(self.buyer, weights=arrives, minlength=self.n).astype(np.float64)
        lost = losses_of_sets(
            starts, members, skip, *self._flow, left, self.essential, stopped, self.weight, self.is_leader, arriving
        )
        return np.asarray(np.maximum(arrives.sum() - lost, 0.0))

    def left_after_each(self, chosen: Ints, candidates: Ints) -> Floats:
        """Return what is left when each candidate goes too; one that an earlier one brings down is not looked at."""
        starts = np.arange(len(candidates) + 1, dtype=np.int64)
        return self._left_after(chosen, starts, candidates, self.state(chosen), skip=True)

    def groups(self, chosen: Ints, removable: Bools, most: int) -> Iterator[tuple[Ints, float]]:
        """Give the working suppliers of each essential group of a working buyer, where several may be removed."""
        state = left, stopped = self.state(chosen)
        open_groups = self.essential & (left >= 2) & ~stopped[self.buyer_of_group]
        pointers, suppliers = self.suppliers_of_group
        found: dict[tuple[int, ...], None] = {}
        for group in np.flatnonzero(open_groups).tolist():
            working = suppliers[pointers[group] : pointers[group + 1]]
            working = np.unique(working[~stopped[working]])
            if 2 <= len(working) <= most and removable[working].all():
                found[tuple(working.tolist())] = None
        if not found:
            return
        members = np.array([firm for firms in found for firm in firms], dtype=np.int32)
        starts = np.cumsum([0, *map(len, found)]).astype(np.int64)
        after = self._left_after(chosen, starts, members, state, skip=False)
        for firms, value in zip(found, after.tolist(), strict=True):
            yield np.array(firms, dtype=np.int32), value

    def left_with_links(self, chosen: Ints, suppliers: Ints, buyers: Ints, groups: Ints) -> Floats:
        """Return what is left without the chosen firms when each of these links alone is added."""
        left, stopped = self.state(chosen)
        kept = np.ones(self.n, np.bool_)
        kept[chosen] = False
        helps = (left[groups] == 0) & self.essential[groups] & stopped[buyers] & kept[buyers] & ~stopped[suppliers]
        after = np.full(len(groups), float(self.arrives(stopped).sum()))
        for group in np.unique(groups[helps]).tolist():  # any supplier that works does the same
            of_group = np.flatnonzero(helps & (groups == group))
            one = of_group[:1]
            after[of_group] = self.with_links(suppliers[one], buyers[one], groups[one]).left(chosen)
        return after

    def promise(self, chosen: Ints) -> Floats:
        """Return nothing that tells firms apart: they tie by value sold, then structure, then id."""
        return np.zeros(self.n)

    def starts(self, removable: Bools) -> list[Ints]:
        """Return no order: adding the worst firm or group each time serves."""
        return []
