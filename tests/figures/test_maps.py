"""The maps: what is framed, drawn and said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from figure_samples import cut_off, firms_drawn, links_drawn, local_of, overlaps, sample_network, small, texts
from matplotlib.figure import Figure
from matplotlib.text import Text

import chainnet as cn
from chainnet.errors import InputError
from chainnet.figures import framing, ground, panel, plot_map
from chainnet.travel.times import Travel


@pytest.mark.parametrize(
    ("lang", "whole", "near"),
    [
        ("zh", "全部 487 家有位置的企业", "链主周边（圆：一小时供应半径，估计约 50 km）"),
        ("en", "all 487 firms whose place is known", "around the chain leaders (circles: one-hour radius"),
    ],
)
def test_two_panels_in_both_languages(net, lang, whole, near):
    figure, axes = plot_map(net, local=local_of(net), radius_km=50, lang=lang)
    assert axes.shape == (2,)
    assert firms_drawn(axes[0]) == net.located.sum() == 487
    assert texts(axes[0], "panel")[0].get_text() == whole
    assert texts(axes[1], "panel")[0].get_text().startswith(near)
    assert "13 " in texts(axes[0], "note")[0].get_text()
    assert not cut_off(figure)
    assert overlaps(texts(axes[1], "label")) == []


def test_both_maps_are_at_equal_scale_with_a_bar_of_round_length(net):
    figure, axes = plot_map(net)
    figure.canvas.draw()
    for ax in axes:
        box = ax.get_window_extent()
        across, up = np.ptp(ax.get_xlim()) / box.width, np.ptp(ax.get_ylim()) / box.height
        assert across == pytest.approx(up, rel=0.01)
        bar = next(line for line in ax.lines if line.get_gid() is None and line.get_linewidth() == 2.2)
        length = np.ptp(bar.get_xdata())
        assert texts(ax, "scale")[0].get_text().startswith(f"{length:,.0f} km")
        assert len(texts(ax, "degrees")) >= 4


def test_circles_have_the_radius(net):
    _, axes = plot_map(net, radius_km=30)
    circles = [patch for patch in axes[1].patches if patch.get_gid() == "radius"]
    assert len(circles) == (net.is_leader & net.located).sum()
    assert {circle.get_radius() for circle in circles} == {30}
    assert not [patch for patch in axes[0].patches if patch.get_gid() == "radius"]


def test_links_need_both_places_and_are_limited(net):
    both = net.located[net.pairs.supplier] & net.located[net.pairs.buyer]
    _, axes = plot_map(net)
    assert links_drawn(axes[0]) == both.sum()
    _, axes = plot_map(net, max_links=100)
    assert links_drawn(axes[0]) == 100
    assert "只画采购额最高的 100 条关系" in texts(axes[0], "note")[0].get_text().replace("\n", "")


def test_a_leader_far_from_all_suppliers_leaves_the_city_panel_to_the_densest_place():
    rng = np.random.default_rng(0)
    near, far = rng.normal((120.6, 31.3), 0.1, (30, 2)), rng.normal((114.0, 22.6), 0.1, (12, 2))
    places = np.vstack([[-122.0, 37.3], near, far])
    firms = {
        "firm": [f"F{at}" for at in range(43)],
        "name": ["Apple"] + [f"S{at}" for at in range(42)],
        "role": ["leader"] + ["supplier"] * 42,
        "city": [None] + ["苏州市"] * 30 + ["深圳市"] * 12,
        "longitude": places[:, 0],
        "latitude": places[:, 1],
    }
    figure, axes = plot_map(small(firms, [(f"F{at}", "F0") for at in range(1, 43)]), radius_km=50)
    assert texts(axes[1], "panel")[0].get_text() == "企业最密集处：苏州市一带（30 家）"
    assert firms_drawn(axes[1]) == 30
    assert firms_drawn(axes[0], "leader") == 1
    assert "Apple" in {text.get_text() for text in texts(axes[0], "label")}
    assert not cut_off(figure)


def test_firms_far_off_are_said_and_do_not_shrink_the_map():
    net = sample_network(300)
    firms = net.firms
    firms["region"] = "中国"
    firms.iloc[-2:, firms.columns.get_indexer(["longitude", "latitude", "region"])] = [[8.0, 50.0, "德国"]] * 2
    _, axes = plot_map(cn.SupplyNetwork(firms, net.links, net.about))
    assert "2 家企业远在左图之外（德国）" in texts(axes[0], "note")[0].get_text()
    assert "家企业中的" in texts(axes[0], "panel")[0].get_text()


def test_firms_at_one_place_are_told_apart():
    firms = {
        "firm": list("LABC"),
        "role": ["leader", None, None, None],
        "longitude": [120.0] * 4,
        "latitude": [36.0] * 4,
    }
    _, axes = plot_map(small(firms, [("A", "L")]))
    for ax in axes:
        spots = np.vstack(
            [found.get_offsets() for found in ax.collections if str(found.get_gid()).startswith("firms-")]
        )
        assert len(np.unique(spots.round(9), axis=0)) == 4


def test_without_places_or_with_a_bad_radius_the_error_says_what_to_do(net):
    with pytest.raises(InputError, match="no firm is located"):
        plot_map(small({"firm": ["A", "B"]}, [("A", "B")]))
    with pytest.raises(InputError, match="a radius of -1 km"):
        plot_map(net, radius_km=-1)


def test_axes_that_are_given_are_used(net):
    figure = Figure(figsize=(10, 5))
    given = figure.subplots(1, 2)
    drawn, axes = plot_map(net, ax=given)
    assert drawn is figure
    assert list(axes) == list(given)
    figure.canvas.draw()


# ---- how far one gets -------------------------------------------------------------------------------------


class Made:
    """Times that are no estimate: as many minutes as the row of the supplier, to and from anyone."""

    estimated = False

    def describe(self, lang="en"):
        return "made"

    def between(self, net, origin, destination):
        minutes = np.where(origin % 7 == 0, np.nan, origin.astype(float))
        return Travel(minutes, 0.8 * minutes, 1.25 * minutes)


def reached(ax, kind):
    """Return where ground is shaded, in km."""
    found = [made for made in ax.collections if made.get_gid() == f"reached-{kind}"]
    return np.unique(np.vstack([made.get_offsets() for made in found]).round(2), axis=0)


def test_the_ground_around_what_other_sources_reach_is_shaded(net):
    tables = [cn.reachability(net, leader=leader, times=Made(), linked=False) for leader in net.leaders[:2]]
    _, axes = plot_map(net, reach=tables, lang="en")
    assert (
        texts(axes[1], "panel")[0].get_text() == "around the chain leaders (shaded: around firms reached in 60 minutes)"
    )
    assert not [patch for patch in axes[1].patches if patch.get_gid() == "radius"]
    centre = ground.Projection.about(net.coordinates[_framing(net)])
    for kind in ("inside", "uncertain"):
        firms = pd.concat([table[table["verdict"].eq(kind)] for table in tables])["firm"]
        rows = np.unique(net.firms.index.get_indexer(firms))
        assert len(rows) > 5
        rows = np.union1d(rows, net.firms.index.get_indexer(net.leaders[:2])) if kind == "inside" else rows
        assert len(reached(axes[1], kind)) == len(np.unique(centre.km(net.coordinates[rows]).round(2), axis=0))
    unknown = (np.flatnonzero(net.located) % 7 == 0).sum()
    note = texts(axes[0], "note")[0].get_text().replace("\n", " ")
    ours = net.firms.index.get_indexer(net.leaders[:2]) % 7 == 0
    assert f"of {unknown - (ours.sum() if ours.all() else 0):,} firms no time to a leader is known" in note


def _framing(net):
    """Return rows of firms that the second map is framed by, as the map chooses them."""
    return framing.choose(net, framing.HOUR_KM).firms


def test_tables_of_the_estimate_are_circles_of_their_minutes(net):
    times = cn.Estimate()
    tables = [cn.reachability(net, leader=leader, minutes=45, times=times) for leader in net.leaders[:2]]
    _, axes = plot_map(net, reach=tables, lang="en")
    circles = [patch for patch in axes[1].patches if patch.get_gid() == "radius"]
    assert [circle.get_radius() for circle in circles] == pytest.approx([times.km(45)] * 2)
    assert "circles: 45-minute radius" in texts(axes[1], "panel")[0].get_text()


def test_links_that_leave_the_map_end_at_its_frame_and_fade(net):
    _, axes = plot_map(net, local=local_of(net))
    ax = axes[1]
    lines = [found for found in ax.collections if str(found.get_gid()).startswith("fading-")]
    assert lines
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for found in lines:
        at = np.array(found.get_segments()).reshape(-1, panel.FADES, 2, 2)
        assert (at >= np.array([left, bottom]) - 1e-6).all()
        assert (at <= np.array([right, top]) + 1e-6).all()
        edge = np.array([[left, bottom], [right, top]])
        assert np.allclose(np.abs(at[:, -1, 1][:, None, :] - edge[None]).min(axis=(1, 2)), 0, atol=1e-6)
        alpha = found.get_colors()[:, 3].reshape(-1, panel.FADES)
        assert (np.diff(alpha, axis=1) < 0).all()


def test_english_maps_name_places_in_english():
    firms = sample_network(200).firms
    net = cn.SupplyNetwork(firms.assign(region="Germany"), sample_network(200).links)
    words = {lang: {text.get_text() for text in plot_map(net, lang=lang)[0].findobj(Text)} for lang in ("zh", "en")}
    assert "Qingdao" in words["en"]
    assert "青岛市" not in words["en"]
    assert "青岛市" in words["zh"]


def test_the_note_counts_leaders_without_a_name():
    net = sample_network(300, leaders=8)
    _, axes = plot_map(net, lang="en")
    named = {text.get_text() for ax in axes for text in texts(ax, "label")} & set(net.names("en")[net.is_leader])
    lost = int((net.is_leader & net.located).sum()) - len(named)
    assert lost > 0
    assert f"{lost} more leaders not named" in texts(axes[0], "note")[0].get_text().replace("\n", " ")


def test_names_of_places_stand_at_the_height_of_their_firms():
    middles = {"甲省": (112.0, 30.0), "乙省": (118.0, 34.0), "丙省": (113.0, 38.0)}
    rows = [(name, x + dx, y + dx) for name, (x, y) in middles.items() for dx in (-0.2, 0.0, 0.2)]
    firms = {
        "firm": [f"F{at}" for at in range(len(rows))],
        "province": [name for name, _, _ in rows],
        "longitude": [x for _, x, _ in rows],
        "latitude": [y for _, _, y in rows],
    }
    _, axes = plot_map(small(firms, [("F0", "F4")]))
    about = ground.Projection.about(np.array([[x, y] for _, x, y in rows]))
    found = {text.get_text(): text.get_position() for text in texts(axes[0], "label")}
    assert set(found) == set(middles)
    spots = {name: about.km(np.array([place]))[0] for name, place in middles.items()}
    for name, place in found.items():
        assert place[1] == pytest.approx(spots[name][1], abs=20)  # km
        assert min(spots, key=lambda other: np.hypot(*(spots[other] - place))) == name
