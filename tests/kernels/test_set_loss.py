"""What the loss of a set does, against a fixed point computed anew for each."""

from __future__ import annotations

import numpy as np
from helpers import edges, ends
from hypothesis import given, settings
from hypothesis import strategies as st

from chainnet.kernels.set_loss import losses_of_sets, state_without


def fixed_point(source: np.ndarray, target: np.ndarray, group: np.ndarray, essential: np.ndarray, gone: set) -> set:
    down = set(gone)
    while True:
        more = {
            int(target[group == g][0]) for g in np.flatnonzero(essential) if set(source[group == g].tolist()) <= down
        } - down
        if not more:
            return down
        down |= more


@settings(max_examples=200)
@given(edges(nodes=8), st.data())
def test_losses_of_sets(drawn: tuple[int, list[tuple[int, int]]], data: st.DataObject) -> None:
    n, found = drawn
    source, target = ends(sorted(found))
    m = len(source)
    kinds = data.draw(st.lists(st.integers(0, 2), min_size=m, max_size=m))
    names = sorted(set(zip(target.tolist(), kinds, strict=True)))
    group = np.array([names.index(name) for name in zip(target.tolist(), kinds, strict=True)], dtype=np.int32)
    essential = np.array(data.draw(st.lists(st.booleans(), min_size=len(names), max_size=len(names))), dtype=np.bool_)
    value = np.array(data.draw(st.lists(st.integers(0, 9), min_size=m, max_size=m)), dtype=np.float64)
    leader = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)), dtype=np.bool_)
    node = st.integers(0, max(n - 1, 0))
    gone = data.draw(st.lists(node, max_size=3)) if n else []
    sets = data.draw(st.lists(st.lists(node, min_size=1, max_size=3), max_size=6)) if n else []
    pointers = np.searchsorted(source, np.arange(n + 1)).astype(np.int64)
    working = np.bincount(group, minlength=len(names)).astype(np.int32)

    def arrives(down: set) -> np.ndarray:
        there = [not ({s, t} & down) and leader[t] for s, t in zip(source.tolist(), target.tolist(), strict=True)]
        return value * np.array(there, dtype=np.float64)

    before = fixed_point(source, target, group, essential, set(gone))
    left, stopped = state_without(np.array(gone, dtype=np.int32), pointers, target, group, working, essential)
    assert set(np.flatnonzero(stopped).tolist()) == before
    assert left.tolist() == [sum(s not in before for s in source[group == g].tolist()) for g in range(len(names))]
    kept = left.copy(), stopped.copy()
    arriving = np.bincount(target, weights=arrives(before), minlength=n).astype(np.float64)
    starts = np.cumsum([0, *map(len, sets)]).astype(np.int64)
    members = np.array([firm for firms in sets for firm in firms], dtype=np.int32)
    state = (pointers, target, group, left, essential, stopped, value, leader, arriving)
    lost = losses_of_sets(starts, members, False, *state)
    after = [fixed_point(source, target, group, essential, {*gone, *firms}) for firms in sets]
    expected = [arrives(before).sum() - arrives(down).sum() for down in after]
    np.testing.assert_allclose(lost, expected)
    skipping = losses_of_sets(starts, members, True, *state)
    assert (skipping <= lost + 1e-9).all()
    assert skipping.max(initial=0) == lost.max(initial=0)  # what is skipped is never the worst
    np.testing.assert_array_equal(left, kept[0])
    np.testing.assert_array_equal(stopped, kept[1])
