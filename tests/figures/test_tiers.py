"""The figure of tiers: what is drawn, named and said."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from figure_samples import CLUSTERS, cut_off, firms_drawn, links_drawn, local_of, overlaps, sample_network, small, texts
from matplotlib.figure import Figure

from chainnet.errors import InputError
from chainnet.figures import plot_blocks, plot_tiers


def test_every_firm_and_every_link_is_drawn(net):
    figure, ax = plot_tiers(net, local=local_of(net))
    assert firms_drawn(ax) == 500
    assert firms_drawn(ax, "leader") == 5
    assert links_drawn(ax) == len(net.pairs.supplier)
    assert not cut_off(figure)


@pytest.mark.parametrize(
    ("lang", "title", "heads", "legend"),
    [
        ("zh", "五个集群（合成数据）：500 家企业、", ["链主", "一级供应商", "二级供应商", "三级供应商"], "本地"),
        ("en", "Five clusters (synthetic): 500 firms, ", ["Chain leaders", "Tier 1 suppliers"], "local"),
    ],
)
def test_it_speaks_both_languages(net, lang, title, heads, legend):
    figure, ax = plot_tiers(net, local=local_of(net), lang=lang)
    assert ax.get_title(loc="left").startswith(title)
    assert set(heads) <= {text.get_text() for text in texts(ax, "head")}
    assert [text.get_text() for text in texts(ax, "band")] == sorted(
        CLUSTERS, key=lambda name: (-net.firm_column("cluster").eq(name).sum(), name)
    )
    counts = local_of(net)[~net.is_leader].value_counts()
    assert f"{legend} {counts[True]}" in [text.get_text() for text in ax.get_legend().get_texts()]
    assert not cut_off(figure)


def test_columns_stand_from_the_highest_tier_to_the_leaders(net):
    _, ax = plot_tiers(net)
    x = {text.get_text(): text.get_position()[0] for text in texts(ax, "head")}
    assert x["三级供应商"] < x["二级供应商"] < x["一级供应商"] < x["链主"]


def test_without_local_nothing_claims_to_be_local(net):
    _, ax = plot_tiers(net, lang="en")
    words = " ".join(text.get_text() for text in ax.get_legend().get_texts())
    assert "local" not in words
    assert "outside" not in words


def test_names_do_not_overlap_and_the_missing_are_counted():
    net = sample_network(400, leaders=12)
    figure, ax = plot_tiers(net)
    figure.canvas.draw()
    names = texts(ax, "label")
    assert 0 < len(names) < 60
    assert overlaps(names + texts(ax, "head")) == []
    assert f"另有 {60 - len(names)} 家链主未标名" in texts(ax, "note")[0].get_text()


def test_large_networks_are_blocks_and_the_title_says_which_share_is_drawn(large):
    figure, ax = plot_tiers(large, local=local_of(large), max_links=2000)
    share = 2000 / len(large.pairs.supplier)
    assert links_drawn(ax) == 2000
    assert firms_drawn(ax) == 5000
    assert f"只画采购额最高的 {share:.0%}" in ax.get_title(loc="left")
    cells = [text.get_text() for text in texts(ax, "cell")]
    assert len(cells) == 15
    assert sum(int(text.split(" ")[0]) for text in cells) == 5000 - 45
    figure.canvas.draw()
    assert overlaps(texts(ax, "label") + texts(ax, "cell") + texts(ax, "head")) == []
    assert not cut_off(figure)


def test_blocks_draw_the_links_of_highest_value(net):
    _, ax = plot_tiers(net, max_links=100, lang="en")
    assert links_drawn(ax) == 100
    assert "of highest value drawn)" in ax.get_title(loc="left")
    _, ax = plot_tiers(sample_network(300, values=False), max_links=100, lang="en")
    assert "to the largest buyers drawn)" in ax.get_title(loc="left")


def test_a_given_title_still_says_synthetic_and_which_share_is_drawn(net):
    _, ax = plot_tiers(net, title="My title", note="my note", lang="en", max_links=100)
    assert ax.get_title(loc="left").startswith("My title (synthetic) (the ")
    assert "my note" in texts(ax, "note")[0].get_text().replace("\n", " ")


def test_firms_without_a_path_have_a_column_or_are_counted():
    firms = {"firm": list("LSUV"), "role": ["leader", None, None, None]}
    _, ax = plot_tiers(small(firms, [("S", "L"), ("U", "V")]))
    assert "未达链主" in {text.get_text() for text in texts(ax, "head")}
    assert firms_drawn(ax) == 4
    assert links_drawn(ax) == 2
    many = {"firm": ["L", "S", *map(str, range(98))], "role": ["leader"] + [None] * 99}
    _, ax = plot_tiers(small(many, [("S", "L")]))
    assert firms_drawn(ax) == 2
    assert "98 家企业未达任何链主，未画" in texts(ax, "note")[0].get_text()


def test_bands_are_stages_where_there_is_one_cluster():
    number = 60
    firms = {
        "firm": [f"F{at}" for at in range(number)],
        "role": ["leader"] + [None] * (number - 1),
        "cluster": ["one"] * number,
        "stage": [None] + [f"stage {min(at % 12, 9)}" for at in range(number - 1)],
    }
    _, ax = plot_tiers(small(firms, [(f"F{at}", "F0") for at in range(1, number)]), lang="en")
    bands = [text.get_text() for text in texts(ax, "band")]
    assert len(bands) == 8
    assert bands[0] == "stage 9"
    assert bands[-1] == "other"


def test_high_tiers_share_a_column():
    chain = [f"F{at}" for at in range(9)]
    net = small({"firm": chain, "role": ["leader"] + [None] * 8}, list(zip(chain[1:], chain[:-1], strict=True)))
    _, ax = plot_tiers(net)
    assert "五级及以上供应商" in {text.get_text() for text in texts(ax, "head")}
    assert firms_drawn(ax) == 9
    assert len(texts(ax, "label")) == 9  # few firms are all named


def test_roles_have_shapes():
    firms = {
        "firm": list("LABCD"),
        "role": ["leader", "logistics", "institution", "supplier", None],
        "grade": [None, None, None, "little_giant", "innovative"],
    }
    _, ax = plot_tiers(small(firms, [(firm, "L") for firm in "ABCD"]), lang="en")
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == [
        "chain leader 1", "SRDI, little giant or champion 1", "other firms 1", "logistics 1", "institution 1"
    ]  # fmt: skip
    for shape in ("leader", "graded", "firm", "logistics", "institution"):
        assert firms_drawn(ax, shape) == 1


@pytest.mark.parametrize(
    "links", [[], [("A", "B"), ("B", "A")], [("C", "A"), ("C", "B")]], ids=["none", "cycle", "shared"]
)
def test_odd_networks_are_drawn(links):
    firms = {"firm": list("ABC"), "role": ["leader", "leader", None]}
    figure, ax = plot_tiers(small(firms, links))
    assert not cut_off(figure)
    assert links_drawn(ax) == len(links)


def test_without_leaders_the_error_says_what_to_do(net):
    with pytest.raises(InputError, match="no chain leader") as error:
        plot_tiers(net.without(net.leaders))
    assert "plot_force" in str(error.value)


def test_axes_that_are_given_are_used(net):
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    drawn, ax = plot_tiers(net, ax=right)
    assert drawn is figure
    assert ax is right
    assert not left.collections
    figure.canvas.draw()  # the font is bound to titles that are older than the style


def test_it_is_fast_enough(net, large):
    plot_tiers(net)[0].canvas.draw()
    for network, limit in ((net, 1.5), (large, 3.0)):
        local = pd.Series(np.arange(network.n) % 2 == 0, index=network.firms.index)
        start = time.process_time()  # the machine may be busy
        plot_tiers(network, local=local)[0].canvas.draw()
        assert time.process_time() - start < limit


@pytest.mark.parametrize("draw", [plot_tiers, plot_blocks])
def test_the_title_names_the_network(net, draw):
    for lang, said in (
        ("zh", f"五个集群（合成数据）：{net.n:,} 家企业、{net.m:,} 条供货关系"),
        ("en", f"Five clusters (synthetic): {net.n:,} firms, {net.m:,} supply links"),
    ):
        _, ax = draw(net, lang=lang)
        title = ax.get_title(loc="left").replace("\n", " " if lang == "en" else "")
        assert title == said
