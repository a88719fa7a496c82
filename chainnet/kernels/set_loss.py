"""What the loss of a set of firms does: AND-OR failure from any state, visiting only what a set brings down.

The rule is that of `chainnet.kernels.cascade`: a node stops with the last source of one of its essential groups.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@njit(cache=True, nogil=True)
def _stop(
    queue: Ints, tail: int, pointers: Pointers, buyer: Ints, group: Ints, left: Ints, essential: Bools, stopped: Bools
) -> int:
    """Stop all that the first `tail` nodes of the queue, stopped already, bring down; return how many there are."""
    head = 0
    while head < tail:
        node = queue[head]
        head += 1
        for at in range(pointers[node], pointers[node + 1]):
            left[group[at]] -= 1
            if left[group[at]] == 0 and essential[group[at]] and not stopped[buyer[at]]:
                stopped[buyer[at]] = True
                queue[tail] = buyer[at]
                tail += 1
    return tail


@njit(cache=True, nogil=True)
def state_without(
    nodes: Ints, pointers: Pointers, buyer: Ints, group: Ints, working: Ints, essential: Bools
) -> tuple[Ints, Bools]:
    """Return the edges left in each group, and who stopped, once all these nodes are gone.

    Parameters are as for `chainnet.kernels.cascade.stop_steps`.
    """
    left, stopped = working.copy(), np.zeros(len(pointers) - 1, np.bool_)
    queue = np.empty(len(pointers) - 1, np.int32)
    tail = 0
    for node in nodes:
        if not stopped[node]:
            stopped[node] = True
            queue[tail] = node
            tail += 1
    _stop(queue, tail, pointers, buyer, group, left, essential, stopped)
    return left, stopped


@njit(cache=True, nogil=True)
def losses_of_sets(
    starts: Pointers,
    members: Ints,
    skip: bool,
    pointers: Pointers,
    buyer: Ints,
    group: Ints,
    left: Ints,
    essential: Bools,
    stopped: Bools,
    value: Floats,
    is_leader: Bools,
    arriving: Floats,
) -> Floats:
    """Return, for each set of nodes that goes next, the value that then no longer arrives at leaders that work.

    Parameters
    ----------
    starts, members : the sets as compressed rows.
    skip : do not look at a set of one node that an earlier set of one node brings down: it can lose no more. It gets 0.
    left, stopped : the state before, as `state_without` gives it. They are not changed.
    value : of each edge; `arriving` : what each leader still receives, 0 where it has stopped.
    """
    n = len(pointers) - 1
    left, stopped = left.copy(), stopped.copy()
    queue = np.empty(n, np.int32)
    below = np.zeros(n, np.bool_)  # brought down by an earlier set of one node
    lost = np.zeros(len(starts) - 1)
    for which in range(len(starts) - 1):
        single = starts[which + 1] - starts[which] == 1
        if skip and single and below[members[starts[which]]]:
            continue
        tail = 0
        for at in range(starts[which], starts[which + 1]):
            if not stopped[members[at]]:
                stopped[members[at]] = True
                queue[tail] = members[at]
                tail += 1
        tail = _stop(queue, tail, pointers, buyer, group, left, essential, stopped)
        for i in range(tail):
            node = queue[i]
            if is_leader[node]:
                lost[which] += arriving[node]
            for at in range(pointers[node], pointers[node + 1]):
                left[group[at]] += 1
                if is_leader[buyer[at]] and not stopped[buyer[at]]:
                    lost[which] += value[at]
        for i in range(tail):
            stopped[queue[i]] = False
            below[queue[i]] |= single
    return lost


def warm_up() -> None:
    """Compile the kernels of this file, or load them from the cache, by running each on two nodes."""
    links, one = np.array([0, 1, 1]), np.zeros(1, np.int32)
    network = (links, one + 1, one)
    essential = np.ones(1, np.bool_)
    left, stopped = state_without(one[:0], *network, one + 1, essential)
    leader = np.array([False, True])
    losses_of_sets(
        np.array([0, 1]), one, True, *network, left, essential, stopped, np.ones(1), leader, np.array([0.0, 1.0])
    )
