"""Random rewirings against a twin that draws the same numbers, and against a list of all networks they can reach."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.rewiring import rewired_links

Link = tuple[int, int]


def simple_links(random: np.random.Generator, n: int, m: int) -> list[Link]:
    """Return about m directed links, no self-loops, none twice, in no order."""
    found = {(int(s), int(b)) for s, b in random.integers(0, n, (m, 2)) if s != b}
    return [tuple(link) for link in random.permutation(sorted(found)).tolist()]


def rewire(n: int, found: list[Link], classes: list[int], seed: int, swaps: int) -> tuple[list[Link], list[int]]:
    """Return the links with their new buyers, and whose buyers these were; `classes` are numbers of links."""
    array = np.array(found, dtype=np.int32).reshape(-1, 2)
    pointers = np.cumsum([0, *classes]).astype(np.int64)
    has = rewired_links(n, array[:, 0].copy(), array[:, 1].copy(), pointers, seed=seed, swaps=swaps)
    return list(zip(array[:, 0].tolist(), array[has, 1].tolist(), strict=True)), has.tolist()


class SplitMix:
    """The generator of Steele, Lea and Flood (2014) in plain whole numbers."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def word(self) -> int:
        most = 2**64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & most
        word = ((self.state ^ (self.state >> 30)) * 0xBF58476D1CE4E5B9) & most
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & most
        return word ^ (word >> 31)

    def below(self, number: int) -> int:
        return ((self.word() >> 32) * number) >> 32


def twin(found: list[Link], classes: list[int], seed: int, swaps: int) -> list[int]:
    """Return whose buyer each link has, by a set of the pairs that there are."""
    random, has, there = SplitMix(seed), list(range(len(found))), set(found)
    class_of = [number for number, size in enumerate(classes) for _ in range(size)]
    starts = [sum(classes[:number]) for number in range(len(classes))]
    for _ in range(swaps):
        one = random.below(len(found))
        other = starts[class_of[one]] + random.below(classes[class_of[one]])
        old = [(found[link][0], found[has[link]][1]) for link in (one, other)]
        new = [(old[0][0], old[1][1]), (old[1][0], old[0][1])]
        loops = any(supplier == buyer for supplier, buyer in new)
        if one != other and not loops and there.isdisjoint(new) and len(set(new)) == 2:
            there.difference_update(old)
            there.update(new)
            has[one], has[other] = has[other], has[one]
    return has


def test_the_random_numbers_are_those_of_splitmix64() -> None:
    """The first numbers for the seed 1234567, as published with the reference implementation."""
    random = SplitMix(1234567)
    assert [random.word() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@settings(max_examples=100)
@given(st.integers(0, 2**64 - 1), st.integers(2, 9), st.integers(0, 30), st.integers(1, 4), st.integers(0, 70))
def test_it_does_what_the_twin_does(seed: int, n: int, m: int, parts: int, swaps: int) -> None:
    found = simple_links(np.random.default_rng(seed), n, m)
    if not found:
        swaps = 0  # nothing to draw from
    sizes = [len(part) for part in np.array_split(np.arange(len(found)), parts)]
    assert rewire(n, found, sizes, seed, swaps)[1] == twin(found, sizes, seed, swaps)


@pytest.mark.parametrize(("n", "m"), [(40, 900), (300, 900), (3000, 9000)])
def test_degrees_stay_in_each_class_and_links_stay_simple(n: int, m: int) -> None:
    """A dense network, in which most proposals are refused, and sparse ones."""
    found = simple_links(np.random.default_rng(n), n, m)
    sizes = [len(part) for part in np.array_split(np.arange(len(found)), 3)]
    new, has = rewire(n, found, sizes, 5, 20 * len(found))
    assert has == twin(found, sizes, 5, 20 * len(found))
    assert len(set(new)) == len(found)
    assert all(supplier != buyer for supplier, buyer in new)
    for start, size in zip(np.cumsum([0, *sizes]), sizes, strict=False):
        part = slice(start, start + size)
        assert [supplier for supplier, _ in new[part]] == [supplier for supplier, _ in found[part]]
        assert Counter(buyer for _, buyer in new[part]) == Counter(buyer for _, buyer in found[part])
    assert len(set(new) - set(found)) > (0.1 if n == 40 else 0.9) * len(found)


def every_network(found: list[Link]) -> set[frozenset[Link]]:
    """Return all simple networks in which each node keeps its in- and out-degree."""
    networks: set[frozenset[Link]] = set()

    def place(at: int, left: Counter[int], chosen: list[Link]) -> None:
        if at == len(found):
            networks.add(frozenset(chosen))
            return
        for buyer in [buyer for buyer, number in left.items() if number]:
            link = (found[at][0], buyer)
            if buyer != found[at][0] and link not in chosen:
                place(at + 1, left - Counter([buyer]), [*chosen, link])

    place(0, Counter(buyer for _, buyer in found), [])
    return networks


def test_every_network_of_these_degrees_is_as_likely() -> None:
    """Chi-square against even odds; with the seeds fixed it is no matter of luck, a bias of a tenth would show."""
    found = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 0), (3, 1)]
    networks = every_network(found)
    assert len(networks) == 64
    drawn = 200 * len(networks)
    seen = Counter(frozenset(rewire(5, found, [len(found)], seed, 150)[0]) for seed in range(drawn))
    assert set(seen) == networks
    chi_square = sum((seen[one] - 200) ** 2 / 200 for one in networks)
    free = len(networks) - 1
    assert abs(chi_square - free) < 4 * np.sqrt(2 * free)


@pytest.mark.parametrize("found", [[], [(0, 1)], [(1, 0), (2, 0), (3, 0)], [(0, 1), (0, 2)], [(0, 1), (1, 0)]])
def test_where_no_swap_is_possible_the_links_stay(found: list[Link]) -> None:
    assert rewire(4, found, [len(found)], 1, 100 if found else 0)[0] == found


def test_a_lone_cycle_of_three_keeps_its_direction() -> None:
    """Its degrees would allow the other one, but no swap leads there."""
    found = [(0, 1), (1, 2), (2, 0)]
    assert len(every_network(found)) == 2
    assert rewire(3, found, [3], 1, 100)[0] == found
