"""A set of firms brought forward: what is removed and what stops with it, in every figure of a network."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from figure_samples import cut_off, firms_drawn, links_drawn, local_of, overlaps, small, texts
from matplotlib.colors import to_rgb

import chainnet as cn
from chainnet.errors import InputError
from chainnet.figures import plot_blocks, plot_force, plot_map, plot_tiers
from chainnet.figures.colours import ROLES, luminance
from chainnet.figures.marks import STATE_COLOURS

DRAWN = {"tiers": plot_tiers, "blocks": plot_blocks, "force": plot_force, "map": plot_map}


@pytest.fixture(scope="module")
def gone(net):
    """Thirty firms that fail, and what stops with them: of these a few for sure."""
    return cn.stopped(net, firms=net.firms.index[40:70])


def of_shade(ax, shade):
    return sum(len(found.get_offsets()) for found in ax.collections if found.get_gid() in _gids(shade))


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_state_is_drawn_and_counted(net, gone, kind, lang):
    figure, axes = DRAWN[kind](net, local=local_of(net), highlight=gone, lang=lang)
    ax = np.ravel(axes)[0]
    located = set(net.firms.index[net.located])
    counts = gone[gone["firm"].isin(located)] if kind == "map" else gone
    counts = counts["state"].value_counts()
    words = {
        "removed": ("移除", "removed"),
        "stops": ("随之停产", "stop with them"),
        "may_stop": ("可能停产", "may stop"),
    }
    legend = {text.get_text() for text in ax.get_legend().get_texts()}
    assert set(counts.index) == set(words)
    for state, (zh, en) in words.items():
        drawn = [found for found in ax.collections if str(found.get_gid()) in _gids(state)]
        assert sum(len(found.get_offsets()) for found in drawn) == counts[state]
        assert f"{zh if lang == 'zh' else en} {counts[state]:,}" in legend
    works = (net.located.sum() if kind == "map" else net.n) - counts.sum()
    assert f"{'仍在运转' if lang == 'zh' else 'keep working'} {works:,}" in legend
    assert not any("本地" in text or "local" in text for text in legend)
    figure.canvas.draw()
    assert overlaps(texts(ax, "label") + texts(ax, "head")) == []
    assert not cut_off(figure)


def _gids(state):
    return {f"firms-{shape}-{state}" for shape in ("leader", "graded", "firm", "logistics", "institution")}


def test_links_of_firms_that_stop_are_drawn_in_their_colour(net, gone):
    _, ax = plot_tiers(net, highlight=gone)
    state = gone.set_index("firm")["state"].reindex(net.firms.index).to_numpy()[net.pairs.supplier]
    for name in ("removed", "stops", "may_stop"):
        lines = [found for found in ax.collections if found.get_gid() == f"links-{name}"]
        assert sum(len(found.get_segments()) for found in lines) == (state == name).sum()
    assert links_drawn(ax) == len(net.pairs.supplier)


def test_removed_firms_are_named():
    firms = {"firm": ["L", "S", "T", *[f"x{at}" for at in range(40)]], "role": ["leader"] + [None] * 42}
    net = small(firms, [("S", "L"), ("T", "S"), *[(f"x{at}", "L") for at in range(40)]])
    for draw in (plot_tiers, plot_force):
        _, ax = draw(net, highlight=cn.stopped(net, firms=["T"]))
        assert {text.get_text() for text in texts(ax, "label")} == {"L", "T"}


def test_blocks_count_who_stops_and_draw_their_links_first(large):
    gone = cn.stopped(large, firms=large.firms.index[100:140])
    figure, ax = plot_blocks(large, highlight=gone, max_links=300, lang="en")
    supplies = large.firms.index[large.pairs.supplier].isin(gone["firm"]).sum()
    drawn = [
        found for found in ax.collections if str(found.get_gid()) in ("links-removed", "links-stops", "links-may_stop")
    ]
    assert sum(len(found.get_segments()) for found in drawn) == min(300, supplies)
    assert links_drawn(ax) == 300
    said = [text.get_text() for text in texts(ax, "cell")]
    leaders = set(large.leaders)
    down = [text.split(" · ")[1].removesuffix(" down").split("–")[-1] for text in said if "down" in text]
    assert sum(map(int, down)) == (~gone["firm"].isin(leaders)).sum()
    figure.canvas.draw()
    assert overlaps(texts(ax, "label") + texts(ax, "cell") + texts(ax, "head")) == []


def test_firms_of_a_list_are_chosen_with_their_links_on_both_sides():
    net = small({"firm": list("LABC"), "role": ["leader", None, None, None]}, [("A", "L"), ("B", "A"), ("C", "L")])
    _, ax = plot_tiers(net, highlight=["A"], lang="en")
    lines = next(found for found in ax.collections if found.get_gid() == "links-chosen")
    assert len(lines.get_segments()) == 2
    assert {"chosen 1", "the rest 3"} <= {text.get_text() for text in ax.get_legend().get_texts()}


def test_the_force_layout_draws_who_is_highlighted_whatever_the_limit(net):
    few = net.firms.index[np.argsort(np.bincount(net.pairs.supplier, minlength=net.n))[:3]]
    _, ax = plot_force(net, highlight=list(few), max_firms=20, lang="en")
    assert of_shade(ax, "chosen") == 3
    assert firms_drawn(ax) == 20
    assert "those highlighted" in ax.get_title(loc="left")


@pytest.mark.parametrize(
    ("highlight", "match"),
    [
        (["nobody"], "no firm 'nobody'"),
        (pd.DataFrame({"firm": ["F00001"]}), "no column state"),
        (pd.DataFrame({"firm": ["F00001"], "state": ["ill"]}), "no state ill"),
    ],
)
def test_faults_are_told(net, highlight, match):
    with pytest.raises(InputError, match=match):
        plot_tiers(net, highlight=highlight)


# ---- told apart -------------------------------------------------------------------------------------------


def test_states_differ_in_grey():
    """Removed is a cross and may stop a rim: by shade only those that work, those that stop and stars need differ."""
    shades = [luminance(STATE_COLOURS["works"]), luminance(ROLES["leader"]), luminance(STATE_COLOURS["stops"])]
    light, red, purple = (1.05 / (shade + 0.05) for shade in shades)
    assert purple / light > 4
    assert red / light > 3


def test_leaders_that_stop_have_a_rim_for_in_grey_they_would_be_like_the_others():
    firms = {"firm": list("KLS"), "role": ["leader", "leader", None]}
    _, ax = plot_tiers(small(firms, [("S", "L")]), highlight=pd.DataFrame({"firm": ["L"], "state": ["stops"]}))
    rim = next(found for found in ax.collections if found.get_gid() == "rim")
    star = next(found for found in ax.collections if found.get_gid() == "firms-leader-stops")
    assert np.array_equal(rim.get_offsets(), star.get_offsets())


def test_colour_blind_eyes_tell_states_and_places_apart():
    """Viénot's simulation of deuteranopia [1999], distances in CIELAB."""
    see = np.array([[0.2922, 0.7078, 0.0], [0.2922, 0.7078, 0.0], [-0.0223, 0.0223, 1.0]])
    for some in (
        [ROLES["local"], ROLES["outside"], ROLES["leader"]],
        [STATE_COLOURS["works"], STATE_COLOURS["stops"], ROLES["leader"]],
    ):
        seen = [_lab(see @ _linear(colour)) for colour in some]
        assert min(float(np.linalg.norm(one - two)) for one, two in combinations(seen, 2)) > 20


def _linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def _lab(linear):
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.maximum(to_xyz @ np.clip(linear, 0, 1), 1e-9) / np.array([0.9505, 1.0, 1.089]))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
