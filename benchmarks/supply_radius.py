"""Realised and potential coverage by the estimate, beside the naive way: every pair, one vectorised call a leader.

Synthetic firms are scattered evenly over a part of China: a worse case than towns, since more of them lie at all ranks.
Arguments: firms (1,000,000), links (5,000,000), leaders (1,000).
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

import chainnet as cn
from chainnet.areas import YES
from chainnet.kernels import warm_up
from chainnet.measures.nearby import nearby
from chainnet.measures.nearby_estimate import nearby_by_estimate

BUYERS, PRODUCTS, NAIVE = 20_000, 500, 3


def made(firms: int, links: int, leaders: int) -> cn.SupplyNetwork:
    """Make a synthetic network."""
    random = np.random.default_rng(0)
    ids = np.array([f"f{i}" for i in range(firms)], dtype=object)
    products = np.array([f"p{i}" for i in range(PRODUCTS)], dtype=object)
    buyers = min(BUYERS, firms)
    frame = pd.DataFrame({"firm": ids, "role": np.where(np.arange(firms) < leaders, "leader", "supplier")})
    frame["longitude"], frame["latitude"] = random.uniform(104, 120, firms), random.uniform(23, 37, firms)
    ends = pd.DataFrame(
        {"supplier": ids[random.integers(0, firms, links)], "buyer": ids[random.integers(0, buyers, links)]}
    )
    ends["product"], ends["value"] = products[random.integers(0, PRODUCTS, links)], random.lognormal(size=links)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.from_frames(frame, ends)


def timed(name: str, work: Callable[[], object], times: float = 1.0) -> None:
    """Print how long something takes: seconds on the clock, and of the processor."""
    clock, busy = time.perf_counter(), time.process_time()
    work()
    clock, busy = (now - start for now, start in ((time.perf_counter(), clock), (time.process_time(), busy)))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{name:62} {clock * times:8.2f} s  {busy * times:8.2f} s CPU   peak {most:.1f} GB", flush=True)


def main(firms: int, links: int, leaders: int) -> None:
    """Print realised, then potential coverage."""
    warm_up(["adjacency", "bought", "near", "sea"])
    net = made(firms, links, leaders)
    pairs, estimate = net.pairs, cn.Estimate()
    print(f"{net.n:,} firms, {net.m:,} links, {leaders:,} leaders")
    timed("times of the links", lambda: estimate.between(net, pairs.supplier, pairs.buyer))
    timed("realised coverage, all columns", lambda: cn.coverage(net))
    sites, graded = np.flatnonzero(net.is_leader), np.full(net.n, YES, dtype=np.int8)
    few = sites[:NAIVE]
    timed(
        "potential coverage, all firms",
        lambda: nearby_by_estimate(net, sites, 60, estimate, graded.copy(), together=True),
    )
    timed(
        f"  naive: {NAIVE} leaders x all firms, times {len(sites) / NAIVE:,.0f}",
        lambda: nearby(net, few, 60, estimate, graded.copy(), together=True),
        len(sites) / NAIVE,
    )


if __name__ == "__main__":
    given = [int(text.replace(",", "")) for text in sys.argv[1:]]
    main(*(given + [1_000_000, 5_000_000, 1_000][len(given) :]))
