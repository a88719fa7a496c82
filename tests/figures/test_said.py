"""What notes say of how things were had: what is local, whence times are, and who has no name."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from figure_samples import local_of, overlaps, sample_network, small, texts

import chainnet as cn
from chainnet import areas, figures
from chainnet.travel import Estimate

NETWORKS = {
    "tiers": figures.plot_tiers,
    "blocks": figures.plot_blocks,
    "force": figures.plot_force,
    "map": figures.plot_map,
    "sankey": figures.plot_sankey,
}
AREAS = {
    "city": (areas.City(), "本地：同一城市", "local: same city"),
    "fixed": (areas.Fixed("city", "青岛市"), "本地：城市 = 青岛市", "local: city = 青岛市"),
    "minutes": (areas.Minutes(60), "本地：60 分钟以内（按直线距离估算", "local: within 60 minutes (estimate"),
    "union": (
        areas.Union([areas.City(), areas.Kilometres(30)]),
        "本地：同一城市，或直线距离 30 公里以内",
        "local: same city or within 30 km as the crow flies",
    ),
}


def note(drawn, lang):
    """Return the note of a figure as one line; Chinese ones without the spaces at which lines end."""
    found = texts(drawn, "note")
    text = found[0].get_text() if found else drawn.get_supxlabel() if hasattr(drawn, "get_supxlabel") else ""
    return text.replace("\n", "" if lang == "zh" else " ")


def bare(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def few():
    return sample_network(60)


@pytest.mark.parametrize("kind", NETWORKS)
def test_figures_say_what_is_local(few, kind):
    for lang, said in (("zh", "本地：同一城市"), ("en", "local: same city")):
        figure, _ = NETWORKS[kind](few, local=cn.local_firms(few), lang=lang)
        assert note(figure, lang).startswith(said)


@pytest.mark.parametrize("name", AREAS)
def test_every_area_is_said_as_it_says_itself(few, name):
    area, *said = AREAS[name]
    local, rates = cn.local_firms(few, area=area), cn.local_rate(few, area=area).query("by == 'count'").head(8)
    for lang, words in zip(("zh", "en"), said, strict=True):
        assert bare(words) in bare(note(figures.plot_tiers(few, local=local, lang=lang)[0], lang))
        figure, _ = figures.plot_bars(rates, label="name", value="rate", lang=lang)
        assert bare(words) in bare(note(figure, lang))


def test_nothing_is_said_of_local_where_colours_do_not_tell_it(few):
    local, gone = cn.local_firms(few), cn.stopped(few, firms=few.firms.index[20:22])
    for given in ({"local": local, "highlight": gone}, {}, {"local": local_of(few)}):
        assert "local:" not in note(figures.plot_tiers(few, lang="en", **given)[0], "en")


def test_rates_of_years_say_what_is_local(few):
    table = cn.rates_by_year({2023: few, 2024: few}, area=areas.Kilometres(30))
    assert "local: within 30 km" in note(figures.plot_rate_by_year(table, lang="en")[0], "en")
    assert bare("本地：直线距离30公里以内") in bare(note(figures.plot_rate_by_year(table)[0], "zh"))


@pytest.mark.parametrize("made", [cn.coverage_curve, cn.around_curve])
def test_curves_of_times_say_whence_these_are(few, made):
    table = made(few, times=Estimate(speed=50), step=20)
    for lang in ("zh", "en"):
        assert bare(Estimate(speed=50).describe(lang)) in bare(note(figures.plot_coverage(table, lang=lang)[0], lang))
    table.attrs.clear()
    assert "estimate" not in note(figures.plot_coverage(table, lang="en")[0], "en")


# ---- who has no name --------------------------------------------------------------------------------------


def test_no_name_stands_on_the_name_of_a_band():
    firms = {
        "firm": list("LABC"),
        "name": ["链主", "甲", "乙", "한국 부품 شركة Ünïcödé 超长名称示例股份有限公司"],
        "role": ["leader", None, None, None],
        "cluster": ["一号集群", "一号集群", "二号集群", None],
    }
    figure, ax = figures.plot_tiers(small(firms, [("A", "L"), ("B", "A"), ("C", "B")]))
    figure.canvas.draw()
    assert len(texts(ax, "label")) == 4
    assert overlaps(texts(ax, "label") + texts(ax, "band")) == []


@pytest.mark.parametrize("kind", ["tiers", "blocks", "force", "map"])
def test_the_removed_without_a_name_are_counted(net, kind):
    gone = net.firms.index[~net.is_leader & net.located][:40]
    drawn = set(gone)
    if kind in ("tiers", "blocks"):
        drawn &= set(net.firms.index[net.tiers().notna()])
    elif kind == "force":
        drawn &= set(net.links["supplier"]) | set(net.links["buyer"])
    figure, _ = NETWORKS[kind](net, highlight=cn.stopped(net, firms=gone), lang="en")
    named = {text.get_text() for text in texts(figure, "label")} & set(net.names("en")[list(drawn)])
    assert f"{len(drawn) - len(named)} more removed firms not named" in note(figure, "en")
    assert "other firms are not named" in note(figure, "en")


def test_a_removed_firm_beyond_the_city_is_named_on_the_first_map(net):
    where = net.coordinates
    far = int(np.nanargmax(np.where(net.located, np.hypot(where[:, 0] - 120.2, where[:, 1] - 36.2), np.nan)))
    _, axes = figures.plot_map(net, highlight=[net.firms.index[far]], lang="en")
    assert net.names("en").iloc[far] in {text.get_text() for text in texts(axes[0], "label")}
    assert "chosen" not in note(axes[0], "en")


def test_without_leaders_the_number_of_names_is_said():
    net = sample_network(300).with_leaders([])
    figure, ax = figures.plot_force(net, lang="en")
    linked = len(set(net.links["supplier"]) | set(net.links["buyer"]))
    assert f"{linked - len(texts(ax, 'label'))} more firms not named" in note(figure, "en")


def test_where_all_are_named_nothing_is_said():
    firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", None]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    for draw in (figures.plot_tiers, figures.plot_force):
        assert "named" not in note(draw(net, lang="en")[0], "en")
