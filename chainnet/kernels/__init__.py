"""Numbers only: compiled loops over integer arrays. A plain-Python twin in the tests proves each."""

from __future__ import annotations


def warm_up() -> None:
    """Compile every kernel, or load it from the cache on disk, by running it once on two nodes."""
    import numpy as np

    from chainnet.kernels import adjacency, betweenness, cascade, distances, percolation

    one, two = np.zeros(1, np.int32), np.array([0, 1], np.int32)
    pointers, targets = adjacency.neighbours(2, one, one + 1)
    percolation.component_curve(pointers, targets, two)
    percolation.largest_without_each(pointers, targets)
    percolation.adaptive_degree_order(pointers, targets, two, np.ones(2, np.bool_))
    for kernel in (betweenness.shares_by_hops, betweenness.shares_by_lengths):
        kernel(pointers, targets, np.ones(2), one, False)
    betweenness.adaptive_betweenness_order(pointers, targets, two, np.ones(2, np.bool_))
    links = np.array([0, 1, 1], np.int64)
    essential = np.ones(1, np.bool_)
    cascade.stop_steps(two, links, one + 1, one, one + 1, essential)
    cascade.loss_of_each(links, one + 1, one, one + 1, essential, np.ones(1), np.array([False, True]), np.ones(2))
    cascade.reach_steps(two, links, one + 1, np.array([0, 0, 1], np.int64), one, np.array([True, False]))
    distances.distance_sums(pointers, targets)
