"""The Sankey diagram: widths to scale, what is not drawn is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from figure_samples import cut_off, local_of, overlaps, sample_network, small, texts
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import chainnet as cn
from chainnet.errors import InputError
from chainnet.figures import plot_sankey
from chainnet.figures.english import money


def flows(ax, shade=""):
    return [patch for patch in ax.patches if str(patch.get_gid()).startswith(f"flow-{shade}")]


def thick(patch):
    """Return how high a ribbon is where it starts."""
    corners = patch.get_path().vertices
    return corners[-2][1] - corners[0][1]


def per_unit(ax, amount):
    bar = next(line for line in ax.lines)
    return np.ptp(bar.get_ydata()) / amount


@pytest.fixture(scope="module")
def chain():
    """T2 sells 30 to T1, which sells 100 to the leader; 5 stay in tier 1, 2 go back, and one value is not known."""
    firms = pd.DataFrame(
        {
            "firm": ["L", "A", "B", "C", "X"],
            "role": ["leader", None, None, None, None],
            "city": [None, "q", "r", "q", "q"],
        }
    )
    links = [("A", "L", 60.0), ("B", "L", 40.0), ("C", "A", 30.0), ("A", "B", 5.0), ("A", "C", 2.0), ("C", "B", None)]
    links = pd.DataFrame(links, columns=["supplier", "buyer", "value"])
    return cn.SupplyNetwork(firms.set_index("firm"), links, cn.network.About(value_unit="万元", name_en="Chain"))


def test_ribbons_are_to_the_scale_of_the_bar(chain):
    _, ax = plot_sankey(chain, by="city", lang="en")
    amount = float(texts(ax, "scale")[0].get_text().split()[0].replace(",", ""))
    unit = per_unit(ax, amount * (100 if "million" in texts(ax, "scale")[0].get_text() else 1 / 1e4))
    found = sorted(thick(patch) / unit for patch in flows(ax))
    assert found == pytest.approx([30, 40, 60])


def test_what_is_not_drawn_is_said(chain):
    _, ax = plot_sankey(chain, lang="en")
    note = texts(ax, "note")[0].get_text().replace("\n", " ")
    assert "4% stays in a tier, 1% goes back" in note
    assert "1 links of unknown value are not counted" in note
    assert "1 firms reach no leader" in note
    asides = {text.get_text() for text in texts(ax, "aside")}
    assert asides == {"within 4% · back 1%"}
    heads = [text.get_text() for text in texts(ax, "head")]
    assert "2 firms · 1 million yuan" in heads
    assert "1 firm · 300,000 yuan" in heads


def test_by_count_each_pair_is_one(chain):
    _, ax = plot_sankey(chain, weigh="count")
    assert "2 家 · 2 条" in [text.get_text() for text in texts(ax, "head")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_colours_are_those_of_suppliers_and_sum_to_the_tiers(net, lang):
    figure, ax = plot_sankey(net, local=local_of(net), by="cluster", lang=lang)
    local = local_of(net).to_numpy()[net.pairs.supplier]
    tier = net.tiers().to_numpy()
    forward = tier[net.pairs.supplier] == tier[net.pairs.buyer] + 1
    value = net.pairs.value[forward]
    for shade, of in (("local", True), ("outside", False)):
        drawn = sum(map(thick, flows(ax, shade))) / sum(map(thick, flows(ax)))
        assert drawn == pytest.approx(value[local[forward] == of].sum() / value.sum())
    figure.canvas.draw()
    assert overlaps([*texts(ax, "label"), *texts(ax, "head"), *texts(ax, "scale"), *texts(ax, "aside")]) == []
    assert not cut_off(figure)


def test_nodes_hold_what_comes_in_and_what_goes_on(net):
    _, ax = plot_sankey(net, by="cluster")
    nodes = [patch for patch in ax.patches if patch.get_gid() == "node"]
    assert len(nodes) == 3 * 5 + 5
    for ribbon in flows(ax):
        start, end = ribbon.get_path().vertices[0], ribbon.get_path().vertices[3]
        for x, y in (start, end):
            inside = [
                node
                for node in nodes
                if node.get_x() - 1 <= x <= node.get_x() + node.get_width() + 1
                and node.get_y() - 1 <= y <= node.get_y() + node.get_height() + 1
            ]
            assert inside


def test_names_that_find_no_room_are_counted():
    number = 300
    firms = {
        "firm": [f"F{at}" for at in range(number)],
        "role": ["leader"] * 20 + [None] * (number - 20),
        "stage": [None] * 20 + [f"stage {at % 7}" for at in range(number - 20)],
    }
    links = [(f"F{at}", f"F{at % 20}") for at in range(20, number)]
    figure = Figure(figsize=(8, 2.2), dpi=100)
    _, ax = plot_sankey(small(firms, links), by="stage", lang="en", ax=figure.subplots())
    figure.canvas.draw()
    written = texts(ax, "label")
    assert overlaps(written) == []
    assert f"{15 - len(written)} small groups not named" in texts(ax, "note")[0].get_text().replace("\n", " ")


def test_many_leaders_share_a_node():
    _, ax = plot_sankey(sample_network(200, leaders=4), lang="en")
    assert any(text.get_text().startswith("13 others") for text in texts(ax, "label"))


def test_faults_say_what_to_write(net):
    for given, match in (({"by": "colour"}, "says nothing of colour"), ({"weigh": "size"}, "no weight 'size'")):
        with pytest.raises(InputError, match=match):
            plot_sankey(net, **given)
    with pytest.raises(InputError, match="no link has a value"):
        plot_sankey(sample_network(60, values=False), weigh="value")
    with pytest.raises(InputError, match="no chain leader"):
        plot_sankey(net.with_leaders([]))


def test_axes_that_are_given_are_used(net):
    figure = Figure()
    ax = figure.subplots()
    drawn, used = plot_sankey(net, ax=ax, colours={"plain": "navy"})
    assert drawn is figure
    assert used is ax
    assert flows(ax)[0].get_facecolor()[:3] == pytest.approx((0, 0, 0.50196), abs=1e-3)


def test_amounts_are_read_at_a_glance():
    assert money(12345678.0, "元", "zh") == "1,235 万元"
    assert money(12345678.0, "元", "en") == "12.3 million yuan"
    assert money(0.5, "", "en") == "0.5"


def test_the_legend_says_whose_share_is_whose(net):
    local = local_of(net)
    tier, whose = net.tiers().to_numpy(), local.to_numpy()[net.pairs.supplier]
    forward = tier[net.pairs.supplier] == tier[net.pairs.buyer] + 1
    value, whose = net.pairs.value[forward], whose[forward]
    shares = [value[whose == True].sum(), value[whose == False].sum(), value[pd.isna(whose)].sum()]  # noqa: E712
    _, ax = plot_sankey(net, local=local, lang="en")
    found = [text.get_text() for text in ax.get_legend().get_texts()]
    assert [text.rpartition(" ")[0] for text in found] == ["from local firms", "from outside", "origin unknown"]
    for text, share in zip(found, np.array(shares) / value.sum(), strict=True):
        assert float(text.rpartition(" ")[2].strip("%")) == pytest.approx(100 * share, abs=0.51)
    handles = [handle.get_markerfacecolor() for handle in ax.get_legend().legend_handles]
    drawn = [to_hex(flows(ax, shade)[0].get_facecolor()) for shade in ("local", "outside", "unknown")]
    assert [to_hex(colour) for colour in handles] == drawn


def test_a_share_that_is_drawn_is_never_none():
    firms = {"firm": ["L", "A", "B"], "role": ["leader", None, None]}
    net = small(firms, [("A", "L"), ("B", "L")])
    net = cn.SupplyNetwork(net.firms, net.links.assign(value=[998.0, 2.0]))
    _, ax = plot_sankey(net, local=pd.Series([True, True, None], index=["L", "A", "B"], dtype=object), lang="en")
    assert ax.get_legend().get_texts()[-1].get_text() == "origin unknown 0.2%"


def test_numbers_are_no_groups(net):
    firms = net.firms.assign(revenue=np.linspace(1, 9000, net.n))
    with pytest.raises(InputError, match="numbers, which are no groups") as error:
        plot_sankey(cn.SupplyNetwork(firms, net.links, net.about), by="revenue")
    assert "as stage or city" in str(error.value)


def test_the_title_names_the_network(net):
    _, ax = plot_sankey(net, lang="en")
    links = f"{net.n:,} firms, {net.m:,} supply links"
    assert ax.get_title(loc="left").replace("\n", " ") == f"Five clusters (synthetic): {links}"
