"""Links in their one form: a plain twin that sums a dictionary, the order of rows, and keys that fit no integer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import maybe
from hypothesis import given
from hypothesis import strategies as st

import chainnet as cn
from chainnet.network import canonical
from chainnet.network.canonical import canonical_links

IDS = ["b", "a", "丙", "d"]
FIRMS = pd.Index(IDS, dtype="str", name="firm")
rows = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.sampled_from(IDS),
        maybe(st.sampled_from(["螺栓", "bolt", "Bolt", "z"])),
        maybe(st.integers(0, 9)),
        maybe(st.sampled_from(["yes", "no"])),
        maybe(st.sampled_from(["one", "two"])),
        maybe(st.sampled_from(["x", "y"])),
    ),
    max_size=14,
)
COLUMNS = ["supplier", "buyer", "product", "value", "essential", "cluster", "note"]


def frame_of(drawn: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(drawn, columns=COLUMNS)
    texts = dict.fromkeys([column for column in COLUMNS if column != "value"], "str")
    return frame.astype({**texts, "value": "float64"})


def twin(drawn: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Sum the rows in a dictionary: missing products are one product, a missing amount makes the sum missing."""
    summed: dict[tuple[Any, ...], list[Any]] = {}
    for supplier, buyer, product, value, essential, cluster, note in drawn:
        if supplier == buyer:
            continue
        row = summed.setdefault((supplier, buyer, product, cluster), [0.0, None, None])
        row[0] += math.nan if value is None else value
        row[1] = "yes" if "yes" in (row[1], essential) else row[1] or essential
        row[2] = row[2] or note

    def place(key: tuple[Any, ...]) -> tuple[Any, ...]:
        supplier, buyer, product, cluster = key
        return IDS.index(supplier), IDS.index(buyer), product is None, product or "", cluster is None, cluster or ""

    return [(*key[:3], *summed[key][:2], key[3], summed[key][2]) for key in sorted(summed, key=place)]


def rows_of(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    cells = frame[COLUMNS].astype(object)
    return list(cells.where(cells.notna(), None).itertuples(index=False, name=None))


def without_nan(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row) for row in found]


@given(rows)
def test_links_are_those_of_a_plain_sum(drawn: list[tuple[Any, ...]]) -> None:
    found = canonical_links(FIRMS, frame_of(drawn))
    expected = without_nan(twin(drawn))
    assert rows_of(found.frame()) == expected
    assert [IDS[at] for at in found.texts["supplier"][0]] == [row[0] for row in expected]
    assert [IDS[at] for at in found.texts["buyer"][0]] == [row[1] for row in expected]
    loops = sum(row[0] == row[1] for row in drawn)
    assert (found.self_loops, found.repeats) == (loops, len(drawn) - loops - len(expected))
    assert found.texts["supplier"][0].dtype == found.texts["buyer"][0].dtype == np.int32
    assert found.frame().index.equals(pd.RangeIndex(len(expected)))


@given(rows, st.integers(0, 20))
def test_keys_too_large_for_an_integer_give_the_same(drawn: list[tuple[Any, ...]], room: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canonical, "ROOM", room)
        found = canonical_links(FIRMS, frame_of(drawn))
    assert rows_of(found.frame()) == without_nan(twin(drawn))


@given(rows.flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_the_rows_does_not_count(pair: tuple[list[Any], list[Any]]) -> None:
    """But for the columns of the user's own, where the first of several rows that says something counts."""
    first, second = (canonical_links(FIRMS, frame_of(drawn)).frame().drop(columns="note") for drawn in pair)
    pd.testing.assert_frame_equal(first, second)


@given(rows)
def test_categories_and_texts_give_the_same(drawn: list[tuple[Any, ...]]) -> None:
    frame = frame_of(drawn)
    plain = canonical_links(FIRMS, frame).frame()
    for categories in (FIRMS, FIRMS[::-1], pd.Index(["nobody", *IDS], dtype="str")):
        coded = frame.assign(**{
            end: pd.Categorical(frame[end], categories=categories if "nobody" not in categories else IDS)
            for end in ("supplier", "buyer")
        })  # fmt: skip
        pd.testing.assert_frame_equal(canonical_links(FIRMS, coded).frame(), plain)


@given(rows)
def test_what_is_canonical_stays(drawn: list[tuple[Any, ...]]) -> None:
    once = canonical_links(FIRMS, frame_of(drawn))
    again = canonical_links(FIRMS, once.frame())
    pd.testing.assert_frame_equal(again.frame(), once.frame())
    assert (again.self_loops, again.repeats) == (0, 0)


def test_what_was_given_is_left_alone() -> None:
    frame = frame_of([("b", "a", None, 1, None, None, None), ("b", "a", None, 2, "yes", None, "x")])
    copy = frame.copy()
    assert rows_of(canonical_links(FIRMS, frame).frame()) == [("b", "a", None, 3.0, "yes", None, "x")]
    pd.testing.assert_frame_equal(frame, copy)


def test_many_repeats_are_summed_in_the_order_of_the_rows() -> None:
    """Amounts of one link add up as a loop over the rows adds them up, in each of a thousand links."""
    random = np.random.default_rng(5)
    m = 20_000
    frame = pd.DataFrame({"supplier": random.integers(0, 40, m), "buyer": random.integers(0, 40, m)}).astype("str")
    frame["note"] = pd.Series(np.arange(m), dtype="str")
    frame["value"] = random.integers(0, 1000, m).astype(float)
    firms = pd.Index(sorted({*frame["supplier"], *frame["buyer"]}), dtype="str")
    found = canonical_links(firms, frame)
    kept = frame[frame["supplier"] != frame["buyer"]]
    expected = kept.groupby(["supplier", "buyer"]).agg({"value": "sum", "note": "first"}).reset_index()
    pd.testing.assert_frame_equal(found.frame()[["supplier", "buyer", "value", "note"]], expected)
    assert found.repeats == len(kept) - len(expected)


def test_firms_that_are_nowhere_are_all_told() -> None:
    frame = pd.DataFrame({"supplier": ["x", "a", "x"], "buyer": ["a", "b", "y"]}, dtype="str")
    for links in (frame, frame.astype("category")):
        with pytest.raises(cn.InputError, match="firm 'x' is not in the firms table"):
            canonical_links(FIRMS, links)


@pytest.mark.parametrize("columns", [["supplier", "buyer"], ["supplier", "buyer", "product"]])
def test_no_links(columns: list[str]) -> None:
    found = canonical_links(FIRMS, pd.DataFrame(columns=columns, dtype="str"))
    assert (len(found.frame()), found.self_loops, found.repeats) == (0, 0, 0)
    assert list(found.frame())[:4] == ["supplier", "buyer", "product", "value"]
