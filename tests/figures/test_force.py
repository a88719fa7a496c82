"""The force layout: for networks without leaders or places."""

from __future__ import annotations

import numpy as np
import pytest
from figure_samples import cut_off, firms_drawn, links_drawn, local_of, overlaps, small, texts
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from chainnet.figures import plot_force


def test_every_linked_firm_and_every_link_is_drawn(net):
    figure, ax = plot_force(net, local=local_of(net))
    assert firms_drawn(ax) == 500
    assert links_drawn(ax) == len(net.pairs.supplier)
    assert "五个集群（合成数据）：500 家企业" in ax.get_title(loc="left")
    assert not cut_off(figure)


def test_leaders_are_named_without_overlap(net):
    figure, ax = plot_force(net, lang="en")
    figure.canvas.draw()
    assert {text.get_text() for text in texts(ax, "label")} <= set(net.names("en")[net.is_leader])
    assert overlaps(texts(ax, "label")) == []


def test_without_leaders_the_firms_with_most_partners_are_named(net):
    net = net.with_leaders([])
    figure, ax = plot_force(net)
    figure.canvas.draw()
    partners = np.bincount(np.concatenate([net.pairs.supplier, net.pairs.buyer]), minlength=net.n)
    most = set(net.names().iloc[np.argsort(-partners, kind="stable")[:24]])
    names = {text.get_text() for text in texts(ax, "label")}
    assert 8 <= len(names) <= 12
    assert names <= most
    assert overlaps(texts(ax, "label")) == []


def test_it_says_how_many_firms_it_draws(net):
    _, ax = plot_force(net, max_firms=100, lang="en")
    assert firms_drawn(ax) == 100
    assert f"(drawn: 100 firms with most partners and {links_drawn(ax)} links among them)" in ax.get_title(loc="left")


def test_the_largest_part_comes_first_and_firms_without_links_are_counted():
    net = small({"firm": list("ABCDEFGH")}, [("A", "B"), ("C", "D"), ("D", "E"), ("E", "F")])
    _, ax = plot_force(net, max_firms=4)
    assert {text.get_text() for text in texts(ax, "label")} == set("CDEF")
    _, ax = plot_force(net)
    assert firms_drawn(ax) == 6
    assert "2 家企业没有供货关系，未画" in texts(ax, "note")[0].get_text()


def test_the_seed_decides(net):
    def paths(seed: int) -> np.ndarray:
        ax = plot_force(net, seed=seed)[1]
        lines = next(found for found in ax.collections if isinstance(found, LineCollection))
        return np.array(lines.get_segments())

    assert np.array_equal(paths(3), paths(3))
    assert not np.allclose(paths(3), paths(4))


@pytest.mark.parametrize("firms", [[], ["A"], ["A", "B"]])
def test_networks_without_links_are_drawn(firms):
    figure, ax = plot_force(small({"firm": firms}, []))
    assert firms_drawn(ax) == len(firms)
    assert not cut_off(figure)


def test_axes_that_are_given_are_used(net):
    figure = Figure()
    ax = figure.subplots()
    drawn, used = plot_force(net, ax=ax)
    assert drawn is figure
    assert used is ax
    figure.canvas.draw()
