"""Positions: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chainnet.figures import ground, layout


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_labels_overlap_neither_each_other_nor_what_is_taken_and_stay_inside(number, seed):
    rng = np.random.default_rng(seed)
    anchors, sizes = rng.random((number, 2)) * 100, rng.random((number, 2)) * (30, 8) + 1
    low = rng.random((3, 2)) * 100
    taken = np.hstack([low, low + 5])
    bounds = (0.0, 0.0, 100.0, 100.0)
    centres = layout.place_labels(anchors, sizes, gap=np.full(number, 2.0), bounds=bounds, taken=taken)
    placed = np.isfinite(centres[:, 0])
    boxes = np.hstack([centres - sizes / 2, centres + sizes / 2])[placed]
    assert (boxes >= -1e-9).all()
    assert (boxes <= 100 + 1e-9).all()
    everything = np.vstack([taken, boxes])
    for at in range(3, len(everything)):
        apart = (everything[:at, :2] >= everything[at, 2:]).any(axis=1) | (
            everything[:at, 2:] <= everything[at, :2]
        ).any(axis=1)
        assert apart.all()


def test_the_first_label_chooses_first_and_most_is_kept():
    anchors, sizes = np.array([[50.0, 50.0], [50.0, 51.0], [10.0, 10.0]]), np.full((3, 2), 8.0)
    given_ = {"gap": np.ones(3), "bounds": (0, 0, 100, 100), "taken": np.empty((0, 4))}
    centres = layout.place_labels(anchors, sizes, sides="N", **given_)
    assert np.isfinite(centres[:, 0]).tolist() == [True, False, True]
    assert np.isfinite(layout.place_labels(anchors, sizes, most=1, **given_)[:, 0]).sum() == 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=400), st.floats(2, 20))
def test_packed_nodes_stay_in_their_boxes_and_apart(cells, most):
    cell = np.array(cells)
    boxes = np.array([[100.0 * at, 10.0 * at, 60.0, 40.0] for at in range(6)])
    xy, pitch = layout.pack(cell, boxes, most=most)
    low, size = boxes[cell, :2], boxes[cell, 2:]
    assert (xy >= low).all()
    assert (xy <= low + size + 1e-9).all()
    assert pitch <= most
    assert len(np.unique(xy.round(6), axis=0)) == len(xy)


def test_settling_follows_the_partners_on_the_right():
    """Three suppliers of three leaders, given in the wrong order, come to stand beside their leaders."""
    column, band = np.array([0, 0, 0, 1, 1, 1, -1]), np.zeros(7, dtype=int)
    weight = np.array([3.0, 2.0, 1.0, 0, 0, 0, 0])
    edges = np.array([[0.0, 90.0]])
    y, rank = layout.settle(
        column, band, edges, np.array([3, 4, 5]), np.array([2, 0, 1]), weight=weight, pitch=np.array([99.0, 99.0])
    )
    assert y[[0, 1, 2]].tolist() == [75.0, 45.0, 15.0]
    assert y[[4, 5, 3]].tolist() == [75.0, 45.0, 15.0]
    assert rank.tolist() == [0, 1, 2, 2, 0, 1, 0]
    assert np.isnan(y[6])


def test_bands_fill_the_height():
    edges = layout.band_edges(np.array([5.0, 0.0, 1.0]), 100.0, least=20, gap=5)
    assert edges[0, 1] == 100
    assert edges[-1, 0] == pytest.approx(0)
    assert np.allclose(edges[:-1, 0] - edges[1:, 1], 5)
    assert (edges[:, 1] - edges[:, 0] >= 20 - 1e-9).all()
    assert np.allclose(layout.band_edges(np.zeros(1), 50.0, least=20, gap=5), [[0, 50]])


def test_curves_start_and_end_at_the_firms():
    rng = np.random.default_rng(0)
    start, end = rng.random((20, 2)) * 100, rng.random((20, 2)) * 100
    paths = layout.s_curves(start, end, bulge=10, points=9)
    assert paths.shape == (20, 9, 2)
    assert np.allclose(paths[:, 0], start)
    assert np.allclose(paths[:, -1], end)


def test_the_force_layout_depends_on_the_seed_alone():
    supplier, buyer = np.array([0, 1, 2, 4, 5]), np.array([1, 2, 3, 5, 6])
    one, again, other = (layout.force(8, supplier, buyer, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_parts_of_the_force_layout_do_not_overlap():
    supplier, buyer = np.array([0, 1, 2, 4, 5, 8]), np.array([1, 2, 3, 5, 6, 9])
    xy = layout.force(10, supplier, buyer, seed=0)
    parts = [[0, 1, 2, 3], [4, 5, 6], [8, 9], [7]]
    boxes = [(xy[part].min(axis=0), xy[part].max(axis=0)) for part in parts]
    for at, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[at + 1 :]:
            assert (low > other_high).any() or (high < other_low).any()


def test_sunflower_keeps_the_first_in_place_and_spreads_the_rest():
    offset = layout.sunflower(np.array([0, 1, 0, 0]))
    assert offset[[0, 1]].tolist() == [[0, 0], [0, 0]]
    assert (np.hypot(*offset[[2, 3]].T) >= 1).all()


@given(st.floats(-179, 179), st.floats(-70, 70), st.floats(-20, 20), st.floats(-15, 15))
def test_projection_there_and_back(longitude, latitude, east, north):
    projection = ground.Projection(longitude, latitude)
    places = np.array([[(longitude + east + 180) % 360 - 180, latitude + north]])
    back = projection.degrees(projection.km(places))
    assert (back[0, 0] - places[0, 0] + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)
    assert back[0, 1] == pytest.approx(places[0, 1], abs=1e-9)


def test_a_map_is_cut_where_nobody_is():
    across = ground.Projection.about(np.array([[100.0, 30.0], [140.0, 30.0], [-120.0, 30.0]]))
    assert across.longitude == pytest.approx(170)
    assert ground.Projection.about(np.array([[-10.0, 0.0], [20.0, 10.0]])).longitude == pytest.approx(5)


def test_distances_on_the_map_are_kilometres():
    projection = ground.Projection.about(np.array([[120.0, 36.0], [120.4, 36.0]]))
    east = np.ptp(projection.km(np.array([[120.0, 36.0], [120.4, 36.0]]))[:, 0])
    assert east == pytest.approx(35.985, abs=0.01)  # great circle
    places = np.array([[120.0, 36.0], [120.4, 36.0], [121.0, 36.0]])
    assert ground.count_near(places, places, 36.0).tolist() == [2, 2, 1]
    assert ground.near_any(places, places[[0]], 36.0).tolist() == [True, True, False]


def test_a_few_far_places_do_not_shrink_the_map():
    near = np.random.default_rng(0).normal((120, 36), 2.0, (200, 2))
    far = np.array([[8.0, 50.0], [2.0, 48.0]])
    places = np.vstack([near, far])
    nobody = np.zeros(len(places), dtype=bool)
    assert ground.core(places, nobody).tolist() == [True] * 200 + [False] * 2
    keep = nobody.copy()
    keep[-1] = True
    assert ground.core(places, keep)[-1]
    assert ground.core(near, nobody[:200]).all()
