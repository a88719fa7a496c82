"""Curves and bars: what is drawn, named and said."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from chart_samples import alternatives, curves, years
from chart_samples import coverage as made_up_coverage
from figure_samples import cut_off, overlaps, texts
from matplotlib.figure import Figure

import chainnet as cn
from chainnet.errors import InputError
from chainnet.figures import plot_alternatives, plot_bars, plot_coverage, plot_curves, plot_rate_by_year
from chainnet.figures.charts import look, spread
from chainnet.figures.style import Pen

ORDERS = ["random", "degree", "betweenness", "adaptive-degree", "value"]


@pytest.fixture(scope="module")
def removal(net) -> pd.DataFrame:
    return cn.removal(net, order=ORDERS, keep="leaders", runs=4)


@pytest.fixture(scope="module")
def coverage(net) -> pd.DataFrame:
    return cn.coverage_curve(net, step=5)


def lines(ax):
    return [line for line in ax.lines if str(line.get_gid()).startswith("curve-")]


@pytest.mark.parametrize(("lang", "head"), [("zh", "最大连通分量"), ("en", "largest component")])
def test_a_panel_a_measure_and_a_line_an_order(removal, lang, head):
    figure, axes = plot_curves(removal, lang=lang)
    assert axes.shape == (2,)
    assert axes[0].get_title(loc="left") == head
    assert [len(lines(ax)) for ax in axes] == [5, 5]
    assert ("合成" if lang == "zh" else "synthetic") in figure.get_suptitle()
    assert not cut_off(figure)


def test_lines_differ_in_dashes_and_not_in_colour_alone(removal):
    _, axes = plot_curves(removal)
    looks = [(line.get_color(), str(line._unscaled_dash_pattern)) for line in lines(axes[0])]
    for one, other in combinations(looks, 2):
        assert one[0] != other[0]
        assert one[1] != other[1]


def test_the_legend_shows_the_robustness_of_the_summary(removal):
    _, axes = plot_curves(removal, lang="en")
    summary = cn.removal_summary(removal)
    summary = summary[summary["measure"] == "largest_component"].set_index("order")
    shown = [text.get_text() for text in axes[0].get_legend().get_texts()]
    for at, (order, name) in {0: ("random", "random"), 3: ("adaptive-degree", "adaptive degree")}.items():
        r, share = summary.loc[order, ["robustness", "threshold_share"]]
        assert shown[at] == f"{name}  R = {r:.3f}, below 50% at {share:.1%}"
    _, axes = plot_curves(removal, threshold=0.8, lang="zh")
    share = cn.removal_summary(removal, threshold=0.8).set_index(["measure", "order"])["threshold_share"]
    assert f"{share['served', 'value']:.1%} 处跌破 80%" in axes[1].get_legend().get_texts()[4].get_text()
    assert [line.get_ydata()[0] for line in axes[0].lines if line.get_gid() == "threshold"] == [0.8]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_curves_beside_those_of_random_rewirings(net, lang):
    table = cn.null_removal(net, order=["random", "degree"], keep="leaders", runs=4, rewirings=5)
    figure, axes = plot_curves(table, lang=lang)
    assert ("随机重连" if lang == "zh" else "random rewirings") in figure.get_suptitle()
    assert not cut_off(figure)
    summary = cn.null_summary(table).set_index(["measure", "order"])
    for ax, measure in zip(axes, ["largest_component", "served"], strict=True):
        assert [line.get_gid() for line in lines(ax)] == ["curve-random", "curve-degree"]
        means = [line for line in ax.lines if line.get_gid() == "null-degree"]
        assert [line.get_linestyle() for line in (*lines(ax), *means)] == ["-", "-", "--"]
        assert len({line.get_marker() for line in lines(ax)}) == 2  # told apart without colour
        null = table[table["network"].eq("rewired") & table["measure"].eq(measure) & table["order"].eq("degree")]
        assert means[0].get_ydata().tolist() == null["value"].tolist()
        shown = [text.get_text() for text in ax.get_legend().get_texts()]
        assert shown[1].endswith(f"{summary.loc[(measure, 'degree'), 'robustness']:.3f}")
        assert shown[3].endswith(f"{summary.loc[(measure, 'degree'), 'null_mean']:.3f}")
        below = min(label.get_window_extent().y0 for label in (*ax.get_xticklabels(), ax.xaxis.label))
        assert ax.get_legend().get_window_extent().y1 <= below
    assert overlaps([text for ax in axes for text in ax.get_legend().get_texts()]) == []
    assert ("5 次" if lang == "zh" else "of 5 random rewirings") in figure.get_supxlabel()


def test_curves_of_links_say_so_and_one_that_ends_early_has_no_robustness(net):
    table = cn.removal(net, order="value", measure="served", links=True, until=0.5)
    figure, ax = plot_curves(table, lang="en")
    assert ax.get_xlabel() == "share of links removed"
    assert "as links are removed" in figure.get_suptitle()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["value sold  below 50% at 0.4%"]
    assert ax.get_xlim() == (0, pytest.approx(table["share_removed"].max()))
    assert "the curves end before all are removed: no R" in figure.get_supxlabel()
    assert "mean height" not in figure.get_supxlabel()
    both = pd.concat([table, cn.removal(net, order="degree", measure="served", links=True)], ignore_index=True)
    figure, ax = plot_curves(both, lang="en")
    assert ax.get_xlim() == (0, 1)
    assert "R: mean height of the curve, higher is more robust; a curve that ends early" in figure.get_supxlabel()


def test_one_measure_gives_one_axes_and_what_is_undefined_says_why():
    net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    figure, ax = plot_curves(cn.removal(net, order="degree", measure="served"), lang="en")
    assert [text.get_text() for text in ax.texts] == ["not defined: no chain leader is named"]
    assert figure.get_supxlabel() == ""  # nothing to explain
    assert not cut_off(figure)


def test_curves_on_given_axes(removal):
    figure = Figure(figsize=(12, 4))
    given = figure.subplots(1, 3)
    drawn, axes = plot_curves(removal, ax=given)
    assert drawn is figure
    assert list(axes) == list(given[:2])
    figure.canvas.draw()
    with pytest.raises(InputError, match="1 axes for 2 panels"):
        plot_curves(removal, ax=given[2])


@pytest.mark.parametrize(("lang", "name"), [("zh", "全部链主"), ("en", "all chain leaders")])
def test_coverage_shows_the_rates_at_the_threshold(coverage, lang, name):
    figure, ax = plot_coverage(coverage, threshold=60, lang=lang)
    assert name in figure.get_suptitle()
    assert len(lines(ax)) == 2  # by number and by value
    at = coverage[(coverage["buyer"] == "(leaders)") & (coverage["minutes"] == 60)].set_index("by")["rate"]
    written = [text.get_text() for text in texts(ax, "rate")]
    assert {f"{at[by]:.1%}" for by in ("count", "value")} <= set(written)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert all(f"{at[by]:.1%}" in name for by, name in zip(("count", "value"), names, strict=True))
    figure.canvas.draw()
    assert overlaps(texts(ax, "rate")) == []
    assert not cut_off(figure)


def test_coverage_of_one_buyer_and_of_a_late_threshold(net, coverage):
    leader = net.leaders[0]
    figure, _ = plot_coverage(coverage, buyer=leader, threshold=150, title="Mine", lang="en")
    assert figure.get_suptitle() == "Mine (synthetic)"
    assert not cut_off(figure)
    with pytest.raises(InputError, match="no curve of 'nobody'"):
        plot_coverage(coverage, buyer="nobody")
    ax = Figure().subplots()
    assert plot_coverage(coverage, ax=ax)[1] is ax


def test_coverage_at_a_threshold_between_two_of_the_table_or_beyond_it():
    """Nothing is said of minutes that the table does not have."""
    _, ax = plot_coverage(made_up_coverage(1, step=5), threshold=63, lang="en")
    assert "within 60 minutes (slow" in ax.get_legend().get_texts()[0].get_text()
    _, ax = plot_coverage(made_up_coverage(1, last=30), threshold=60, lang="en")
    assert "within 30 minutes (slow" in ax.get_legend().get_texts()[0].get_text()
    assert texts(ax, "rate") == []  # no line where the curve does not reach


def test_alternatives_show_their_ends_where_they_matter():
    table = pd.DataFrame({"buyer": "L", "name": "L", "product": ["nut", "bolt", "cap"], "alternatives": [0, 3, 2],
                          "slow": [0, 1, 2], "fast": [0, 4, 2], "unknown": [0, 1, 0]})  # fmt: skip
    figure, ax = plot_alternatives(table, lang="en")
    assert [text.get_text() for text in texts(ax, "cell")] == ["0", "3 (1–5)", "2"]
    assert "in brackets: with slow travel times" in figure.get_supxlabel()
    assert ax.patches[0].get_hatch()  # none is told apart in grey, too
    assert not any(square.get_hatch() for square in ax.patches[1:])


def test_every_line_of_a_chart_looks_different():
    pen = Pen("en")
    looks = [look(pen, at) for at in range(40)]
    assert len({(how["color"], str(how["linestyle"]), how["marker"]) for how in looks}) == 40
    few = Pen("en", {"lines": ["black"]})
    assert len({(str(how["linestyle"]), how["marker"]) for how in (look(few, at) for at in range(20))}) == 20


def test_places_are_spread_as_little_as_needed():
    assert spread([], 1) == []
    assert spread([3, 1, 2], 1) == [1, 2, 3]
    assert spread([0, 0, 0, 9], 2) == [-2, 0, 2, 9]
    placed = spread([1, 1.1, 2.5, 2.6], 1)
    assert (np.diff(placed) >= 1 - 1e-9).all()


def test_bars_are_ranked_and_show_values_bounds_and_reasons():
    table = pd.DataFrame(
        {
            "name": ["A", "(leaders)", "C", "D"],
            "rate": [0.25, 0.5, np.nan, 0.75],
            "low": [0.2, 0.5, np.nan, 0.7],
            "high": [0.4, 0.5, np.nan, 0.9],
            "reason": ["", "", "no_purchases", ""],
        }
    )
    figure, ax = plot_bars(table, label="name", value="rate", low="low", high="high", percent=True, lang="en")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["D", "all chain leaders", "A", "C"]
    assert [text.get_text() for text in ax.texts] == ["75.0%", "50.0%", "25.0%", "buys nothing"]
    assert ax.texts[0].xy[0] == 0.9  # after the whisker
    assert len(ax.containers) == 2
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()  # groups stand out
    assert not cut_off(figure)


@pytest.mark.parametrize(
    ("values", "percent", "shown"),
    [
        ([0.563, 0.32, 0.0041], False, ["0.563", "0.320", "0.004"]),
        ([0.0479, 0.014], False, ["0.0479", "0.0140"]),
        ([109.0, 12.0, 2.0], False, ["109", "12", "2"]),
        ([12345.6, 7.1], False, ["12,346", "7"]),
        ([0.00626, 0.00418], True, ["0.63%", "0.42%"]),
        ([0.5, 0.00418], True, ["50.0%", "0.4%"]),
        ([0.0, 0.0], False, ["0", "0"]),
        ([-1.5], False, ["−1.50"]),
    ],
)
def test_values_are_written_with_the_same_decimals(values, percent, shown):
    table = pd.DataFrame({"name": [f"{at}" for at in range(len(values))], "hhi": values})
    _, ax = plot_bars(table, label="name", value="hhi", percent=percent, axis="采购额（万元）")
    assert [text.get_text() for text in texts(ax, "value")] == shown
    assert ax.get_xlabel() == "采购额（万元）"


def test_bars_say_how_many_are_left_out():
    table = pd.DataFrame({"firm": [f"F{at}" for at in range(30)], "n": np.arange(30.0) ** 3})
    figure, ax = plot_bars(table, label="firm", value="n", top=10, title="标题")
    assert len(ax.patches) == 10
    assert ax.texts[0].get_text() == "24,389"
    assert figure.get_supxlabel() == "按大小取前 10 个，另有 20 个未画"
    assert figure.get_suptitle() == "标题"
    figure, _ = plot_bars(table[["n", "firm"]], label="firm", value="n", top=40)
    assert figure.get_supxlabel() == ""


def test_bars_in_the_order_of_the_table_with_the_ends_of_long_names():
    names = [f"1 Synthetic aluminium profile and section maker 0{at}" for at in (5, 6, 7)]
    table = pd.DataFrame({"name": names, "after": [0.2, 0.5, 0.9]})
    _, ax = plot_bars(table, label="name", value="after", sort=False, top=2, lang="en")
    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert [name[-2:] for name in shown] == ["05", "06"]
    assert all(len(name) <= 42 and "…" in name for name in shown)
    assert ax.figure.get_supxlabel() == "the first 2; 1 more not drawn"


def test_bars_on_given_axes():
    figure = Figure()
    ax = figure.subplots()
    plot_bars(pd.DataFrame({"名": ["喆"], "值": [-1.0]}), label="名", value="值", ax=ax, title="标题")
    assert ax.get_title(loc="left") == "标题"
    figure.canvas.draw()


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: plot_bars(pd.DataFrame({"a": []}), label="a", value="b"), "no column b"),
        (lambda: plot_bars(pd.DataFrame({"a": [], "b": []}), label="a", value="b"), "no bar to draw"),
        (lambda: plot_bars(pd.DataFrame({"a": [1], "b": [1]}), label="a", value="b", low="b"), "only one bound"),
        (lambda: plot_curves(pd.DataFrame({"order": []})), "no column measure"),
        (lambda: plot_curves(curves(1, 1).head(0)), "no curve to draw"),
        (lambda: plot_curves(curves(1, 1), threshold=50), "threshold 50"),
        (lambda: plot_coverage(made_up_coverage(1).head(0)), "no curve of None"),
        (lambda: plot_rate_by_year(years(1).head(0)), "no rate by value"),
        (lambda: plot_rate_by_year(years(1).assign(rate=np.nan)), "no rate by value"),
        (lambda: plot_alternatives(alternatives(1, 1).head(0)), "no product of a leader"),
        (lambda: plot_alternatives(alternatives(1, 1).assign(alternatives=np.nan)), "no product of a leader"),
        (lambda: plot_coverage(pd.DataFrame({"buyer": []})), "no column name"),
    ],
)
def test_tables_that_cannot_be_drawn(call, problem):
    with pytest.raises(InputError, match=problem):
        call()
