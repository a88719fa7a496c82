"""Networks of which theory says what removal does to them."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import chainnet as cn


def linked_pairs(ends: np.ndarray, n: int) -> cn.SupplyNetwork:
    """Make a network of firms f00000, f00001, ... and these links."""
    ids = np.array([f"f{at:05d}" for at in range(n)])
    links = pd.DataFrame({"supplier": ids[ends[:, 0]], "buyer": ids[ends[:, 1]]})
    return cn.from_frames(pd.DataFrame({"firm": ids}), links)


def erdos_renyi(n: int, mean_degree: float, seed: int) -> cn.SupplyNetwork:
    """Return n firms of which each two are linked with the same chance, each link one way."""
    random = np.random.default_rng(seed)
    wanted = random.poisson(n * mean_degree / 2)
    ends = random.integers(0, n, (2 * wanted, 2))
    ends = ends[ends[:, 0] < ends[:, 1]]
    return linked_pairs(np.unique(ends, axis=0)[random.permutation(len(np.unique(ends, axis=0)))[:wanted]], n)


def curve(net: cn.SupplyNetwork, order: object, **options: object) -> pd.DataFrame:
    return cn.removal(net, order=order, measure="largest_component", **options)


def robustness(net: cn.SupplyNetwork, order: object, **options: object) -> float:
    return float(cn.removal_summary(curve(net, order, **options))["robustness"].iloc[0])


# ---- random graphs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mean_degree", [3, 5])
def test_a_random_graph_falls_apart_at_the_molloy_reed_threshold(mean_degree: int) -> None:
    """Of n firms a share p is left, of Poisson degree kp: a giant component needs kp > 1 [Molloy & Reed 1995].

    The window of the transition is about n^(-1/3) wide in kp, with n the n/k firms left there: 0.05 to 0.07 in kp,
    below 0.02 in q. The second-largest component is largest within some two such widths of it.
    """
    n, threshold = 20_000, 1 - 1 / mean_degree
    table = curve(erdos_renyi(n, mean_degree, 1), "random", runs=12, jobs=2)
    peak = cn.removal_summary(table)["peak_share"].iloc[0]
    assert abs(peak - threshold) < 0.04
    value = table.set_index("removed")["value"]
    assert value[int(n * (threshold + 0.08))] < 0.02
    assert value[int(n * (threshold - 0.08))] > 0.05


@pytest.mark.parametrize("q", [0.0, 0.2, 0.4, 0.5])
def test_the_giant_component_of_a_random_graph(q: float) -> None:
    """S = p (1 - exp(-k S)), with the spread of a sum of some n firms: 0.01 is ten times its size [Callaway 2000]."""
    table = curve(erdos_renyi(20_000, 3, 2), "random", runs=4)
    size = 1.0
    for _ in range(500):
        size = (1 - q) * (1 - np.exp(-3 * size))
    assert table.set_index("removed")["value"][int(20_000 * q)] == pytest.approx(size, abs=0.01)


def test_scale_free_networks_are_fragile_to_attack_and_robust_to_failure() -> None:
    """Against a random graph of as many links [Albert, Jeong & Barabasi, Nature 2000; Cohen et al. 2000, 2001]."""
    n = 5000
    free = linked_pairs(np.array(nx.barabasi_albert_graph(n, 2, seed=3).edges), n)
    even = erdos_renyi(n, 4, 3)
    table = {name: curve(net, ["random", "degree"], runs=5) for name, net in (("free", free), ("even", even))}
    ends = {name: cn.removal_summary(found, threshold=0.05).set_index("order") for name, found in table.items()}
    attacked, failed = (ends["free"].loc[order, "threshold_share"] for order in ("degree", "random"))
    assert attacked < 0.25
    assert failed > 0.75
    assert attacked < ends["even"].loc["degree", "threshold_share"] - 0.1
    assert failed > ends["even"].loc["random", "threshold_share"] + 0.05


# ---- graphs with a closed form --------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["degree", "adaptive-degree", "random"])
@pytest.mark.parametrize("n", [2, 5, 40])
def test_a_complete_graph(order: str, n: int) -> None:
    """What is left stays connected: R = (n - 1) / 2n, whatever the order."""
    net = linked_pairs(np.array([(one, other) for one in range(n) for other in range(one)]), n)
    assert robustness(net, order, runs=3) == pytest.approx((n - 1) / (2 * n))


def star(n: int) -> cn.SupplyNetwork:
    return linked_pairs(np.column_stack([np.arange(1, n), np.zeros(n - 1, int)]), n)


@pytest.mark.parametrize("order", ["degree", "adaptive-degree"])
@pytest.mark.parametrize("n", [3, 10, 200])
def test_a_star_under_attack(order: str, n: int) -> None:
    """The centre goes first and single firms are left: R = (n - 1) / n^2."""
    assert robustness(star(n), order) == pytest.approx((n - 1) / n**2)


def test_a_star_under_every_order() -> None:
    """The centre is left with chance (n - Q) / n, and what is left is then one part: the mean R is (n^2 - 1) / 3n^2."""
    n = 5
    orders = {str(one): [f"f{at:05d}" for at in one] for one in permutations(range(n))}
    mean = cn.removal_summary(curve(star(n), orders))["robustness"].mean()
    assert mean == pytest.approx((n**2 - 1) / (3 * n**2))


def test_a_star_under_random_removal() -> None:
    """The same of 3,000 random orders: R goes by the centre's place, of spread 0.15, and 0.0027 of the mean."""
    n, runs = 50, 3000
    assert robustness(star(n), "random", runs=runs) == pytest.approx((n**2 - 1) / (3 * n**2), abs=4 * 0.15 / runs**0.5)


def ring(n: int) -> cn.SupplyNetwork:
    return linked_pairs(np.column_stack([np.arange(n), (np.arange(n) + 1) % n]), n)


def test_a_ring_removed_along_itself_and_across() -> None:
    """Neighbours in turn leave one path: R = (n - 1) / 2n. Every second firm first leaves single ones after n / 2."""
    n = 60
    ids = [f"f{at:05d}" for at in range(n)]
    assert robustness(ring(n), {"along": ids}) == pytest.approx((n - 1) / (2 * n))
    assert robustness(ring(n), "degree") == pytest.approx((n - 1) / (2 * n))  # all ties, which go by id
    across = curve(ring(n), {"across": ids[::2] + ids[1::2]}).set_index("removed")["value"] * n
    assert across[n // 2 - 1] == pytest.approx(3)
    assert across[n // 2] == pytest.approx(1)


def test_a_ring_has_no_threshold_but_zero() -> None:
    """In one dimension any share of failures leaves paths alone, the longest near log(n q) / log(1 / p) firms.

    The longest of n q paths has a Gumbel spread of 1 / log(1 / p), some ten firms at q = 0.1 [Gordon et al. 1986].
    """
    n, q = 20_000, 0.1
    left = curve(ring(n), "random", runs=10).set_index("removed")["value"][int(n * q)] * n
    assert left == pytest.approx(np.log(n * q) / np.log(1 / (1 - q)), abs=20)
