"""The map of a supply circle, and the heat map of alternatives."""

from __future__ import annotations

import pandas as pd
import pytest
from figure_samples import cut_off, overlaps, sample_network, texts
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import chainnet as cn


@pytest.fixture(scope="module")
def net() -> cn.SupplyNetwork:
    return sample_network(120)


def written(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_map_shows_each_side_by_shape_and_the_rings(net: cn.SupplyNetwork, lang: str) -> None:
    table = cn.reachability(net)
    figure, ax = cn.plot_reachability(table, lang=lang)
    drawn = {str(found.get_gid()): len(found.get_offsets()) for found in ax.collections if found.get_gid()}
    for side in ("inside", "uncertain", "outside"):
        assert drawn[f"firms-{side}"] == (table["verdict"] == side).sum()
    assert len([patch for patch in ax.patches if patch.get_gid() == "ring"]) == 3
    assert [patch.get_radius() for patch in ax.patches if patch.get_gid() == "ring"] == list(table.attrs["radius_km"])
    assert "km" in texts(ax, "scale")[0].get_text()
    assert not overlaps(texts(ax, "label") + texts(ax, "ring"))
    assert not cut_off(figure)
    assert ("圈内" if lang == "zh" else "inside") in written(figure)
    assert ("合成" if lang == "zh" else "synthetic") in written(figure)


def test_marks_grow_with_the_value_and_the_legend_counts_those_beyond() -> None:
    firms = pd.DataFrame(
        {
            "firm": list("LABC"),
            "role": ["leader", "", "", ""],
            "longitude": [120.0, 120.1, 120.2, 110.0],
            "latitude": 36.0,
        }
    )
    links = pd.DataFrame({"supplier": list("ABC"), "buyer": "L", "value": [100.0, 1.0, 5.0]})
    table = cn.reachability(cn.from_frames(firms, links))
    figure, ax = cn.plot_reachability(table, lang="en")
    inside = next(found for found in ax.collections if found.get_gid() == "firms-inside")
    assert inside.get_sizes()[0] > 5 * inside.get_sizes()[1]
    assert "outside 1 (1 not on the map)" in written(figure)
    assert {text.get_text() for text in texts(ax, "label")} == {"L", "A", "B"}


def test_told_times_have_no_rings_and_given_axes_are_kept() -> None:
    table = pd.DataFrame(
        {
            "firm": ["A", "B"], "name": ["甲$喆$", "乙"], "longitude": [120.1, 120.4], "latitude": [36.0, 36.1],
            "minutes": [20.0, 70.0], "low": [10.0, 50.0], "high": [30.0, 90.0], "value": float("nan"),
            "verdict": ["inside", "uncertain"],
        }
    )  # fmt: skip
    table.attrs.update(name="L", minutes=60.0, longitude=120.0, latitude=36.0, radius_km=None, linked=False)
    given = Figure().add_subplot()
    figure, ax = cn.plot_reachability(table, ax=given, title="题", note="注")
    assert ax is given
    assert not [patch for patch in ax.patches if patch.get_gid() == "ring"]
    assert "注" in written(figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cells_have_their_numbers_and_gaps_are_marked(lang: str) -> None:
    rows = [("L", "长名称链主甲", "bolt", 0), ("L", "长名称链主甲", "nut", 3), ("M", "链主乙", "nut", 12)]
    table = pd.DataFrame(rows, columns=["buyer", "name", "product", "alternatives"])
    figure, ax = cn.plot_alternatives(table, lang=lang)
    assert sorted(text.get_text() for text in ax.texts) == ["0", "12", "3"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["bolt", "nut"]
    assert ("没有替代供应商（1 处）" if lang == "zh" else "no alternative within reach (1)") in written(figure)
    framed = [cell for cell in ax.patches if cell.get_hatch()]
    assert len(framed) == 1
    assert not cut_off(figure)
    assert not overlaps(list(ax.texts))


def test_firms_are_named_as_told_and_colours_are_those_given() -> None:
    firms = pd.DataFrame({"firm": ["L", "S"], "name": ["龙", "甲"], "longitude": [120.0, 120.1], "latitude": 36.0})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    names = pd.Series({"L": "Dragon", "S": "First"})
    _, ax = cn.plot_reachability(cn.reachability(net, leader="L"), names=names, lang="en", colours={"local": "#123456"})
    assert {text.get_text() for text in texts(ax, "label")} == {"Dragon", "First"}
    assert ax.get_title(loc="left").startswith("Dragon: ")
    inside = next(found for found in ax.collections if found.get_gid() == "firms-inside")
    assert to_hex(inside.get_facecolor()[0][:3]) == "#123456"


def test_of_many_products_those_with_the_fewest_are_drawn() -> None:
    rows = [("L", "L", f"p{at:02}", at) for at in range(50)]
    table = pd.DataFrame(rows, columns=["buyer", "name", "product", "alternatives"]).sample(frac=1, random_state=0)
    figure, ax = cn.plot_alternatives(table, lang="en")
    assert [label.get_text() for label in ax.get_yticklabels()] == [f"p{at:02}" for at in range(20)]
    assert "30 products with more alternatives not drawn" in written(figure)


def test_faults(net: cn.SupplyNetwork) -> None:
    with pytest.raises(cn.InputError, match="no column verdict"):
        cn.plot_reachability(cn.reachability(net).drop(columns="verdict"))
    table = cn.reachability(net)
    table.attrs["longitude"] = float("nan")
    with pytest.raises(cn.InputError, match="the place of the firm in the middle is not known"):
        cn.plot_reachability(table)
    with pytest.raises(cn.InputError, match="no product of a leader"):
        cn.plot_alternatives(pd.DataFrame(columns=["buyer", "name", "product", "alternatives"]))
