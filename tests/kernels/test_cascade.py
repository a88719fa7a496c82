"""Who stops when, against a fixed point computed anew after each removal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.adjacency import compressed
from chainnet.kernels.cascade import link_reach_steps, link_stop_steps, reach_steps, stop_steps


class Case(NamedTuple):
    """A random network whose edges are sorted into groups of inputs that stand in for each other."""

    n: int
    source: np.ndarray
    target: np.ndarray
    group: np.ndarray
    essential: np.ndarray

    @property
    def pointers(self) -> np.ndarray:
        return np.searchsorted(self.source, np.arange(self.n + 1)).astype(np.int64)

    @property
    def working(self) -> np.ndarray:
        return np.bincount(self.group, minlength=len(self.essential)).astype(np.int32)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    n, found = draw(edges(nodes=8))
    found = sorted(found)
    source, target = ends(found)
    kinds = draw(st.lists(st.integers(0, 2), min_size=len(found), max_size=len(found)))
    names = sorted(set(zip(target.tolist(), kinds, strict=True)))
    group = np.array([names.index(name) for name in zip(target.tolist(), kinds, strict=True)], dtype=np.int32)
    essential = np.array(draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names))), dtype=np.bool_)
    return Case(n, source, target, group, essential)


def stopped(case: Case, removed: set[int]) -> set[int]:
    """The least set that holds the removed ones and all whose essential inputs have no source outside it."""
    down = set(removed)
    while True:
        more = {
            int(case.target[case.group == g][0])
            for g in np.flatnonzero(case.essential)
            if set(case.source[case.group == g].tolist()) <= down
        } - down
        if not more:
            return down
        down |= more


def reached(case: Case, removed: set[int], sources: set[int]) -> set[int]:
    found = sorted(sources - removed)
    for node in found:
        found += [
            t
            for s, t in zip(case.source, case.target, strict=True)
            if s == node and t not in removed and t not in found
        ]
    return set(found)


@settings(max_examples=150)
@given(cases(), st.data())
def test_stop_steps(case: Case, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(case.n)))[: data.draw(st.integers(0, case.n))]
    working = case.working
    step = stop_steps(np.array(order, dtype=np.int32), case.pointers, case.target, case.group, working, case.essential)
    expected = [len(order) + 1] * case.n
    for k in range(len(order), 0, -1):
        for node in stopped(case, set(order[:k])):
            expected[node] = k
    assert step.tolist() == expected
    np.testing.assert_array_equal(working, case.working)  # the caller's array is as it was


def stopped_without(case: Case, gone: set[int]) -> set[int]:
    """The least set that holds all whose essential inputs are all gone or come from within it."""
    down: set[int] = set()
    while True:
        dead = gone | {at for at in range(len(case.source)) if int(case.source[at]) in down}
        more = {
            int(case.target[case.group == g][0])
            for g in np.flatnonzero(case.essential)
            if set(np.flatnonzero(case.group == g).tolist()) <= dead
        } - down
        if not more:
            return down
        down |= more


@settings(max_examples=150)
@given(cases(), st.data())
def test_link_stop_steps(case: Case, data: st.DataObject) -> None:
    m = len(case.source)
    order = data.draw(st.permutations(range(m)))[: data.draw(st.integers(0, m))]
    step = link_stop_steps(
        np.array(order, dtype=np.int32), case.pointers, case.target, case.group, case.working, case.essential
    )
    expected = [len(order) + 1] * case.n
    for k in range(len(order), 0, -1):
        for node in stopped_without(case, set(order[:k])):
            expected[node] = k
    assert step.tolist() == expected


@settings(max_examples=150)
@given(cases(), st.data())
def test_link_reach_steps(case: Case, data: st.DataObject) -> None:
    m = len(case.source)
    order = data.draw(st.permutations(range(m)))[: data.draw(st.integers(0, m))]
    sources = set(data.draw(st.lists(st.integers(0, case.n - 1)))) if case.n else set()
    is_source = np.isin(np.arange(case.n), sorted(sources))
    step = link_reach_steps(np.array(order, dtype=np.int32), case.pointers, case.source, case.target, is_source)

    def left(k: int) -> Case:
        there = np.isin(np.arange(m), order[:k], invert=True)
        return case._replace(source=case.source[there], target=case.target[there])

    found = [reached(left(k), set(), sources) for k in range(len(order) + 1)]
    expected = [next((k for k, nodes in enumerate(found) if node not in nodes), len(found)) for node in range(case.n)]
    assert step.tolist() == expected


@settings(max_examples=150)
@given(cases(), st.data())
def test_reach_steps(case: Case, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(case.n)))[: data.draw(st.integers(0, case.n))]
    sources = set(data.draw(st.lists(st.integers(0, case.n - 1)))) if case.n else set()
    is_source = np.isin(np.arange(case.n), sorted(sources))
    forward, back = compressed(case.n, case.source, case.target), compressed(case.n, case.target, case.source)
    step = reach_steps(np.array(order, dtype=np.int32), *forward, *back, is_source)
    expected = [
        next((k for k in range(len(order) + 1) if node not in reached(case, set(order[:k]), sources)), len(order) + 1)
        for node in range(case.n)
    ]
    assert step.tolist() == expected
