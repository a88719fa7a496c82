"""The triangle of rank correlations."""

from __future__ import annotations

import pandas as pd
import pytest
from figure_samples import cut_off, overlaps, sample_network
from matplotlib.figure import Figure
from matplotlib.text import Text

import chainnet as cn
from chainnet.figures import plot_heatmap


@pytest.fixture(scope="module")
def alike() -> pd.DataFrame:
    return cn.rank_correlation(cn.centrality(sample_network(60)))


def written(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_pair_has_its_number(alike: pd.DataFrame, lang: str) -> None:
    figure, ax = plot_heatmap(alike, lang=lang)
    shown = [text.get_text() for text in ax.texts]
    assert len(shown) == len(alike)
    assert f"{alike['correlation'].iloc[0]:.2f}".replace("-", "−") in shown
    assert ("–" in shown) == alike["correlation"].isna().any()
    assert ax.get_xticklabels()[0].get_text() == (
        "入度（供应商数）" if lang == "zh" else "number of suppliers (in-degree)"
    )
    assert not cut_off(figure)
    assert not overlaps(ax.texts)
    assert "Spearman" in written(figure)
    assert ("合成" if lang == "zh" else "synthetic") in written(figure)


def test_what_is_not_defined_and_other_axes() -> None:
    pairs = pd.DataFrame({"measure": ["core"], "other_measure": ["我的指标$喆"], "correlation": [float("nan")]})
    pairs.attrs["method"] = "kendall"
    figure, ax = plot_heatmap(pairs, title="标题", lang="zh", note="注")
    assert [text.get_text() for text in ax.texts] == ["–"]
    assert "Kendall" in written(figure)
    assert "无定义" in written(figure)
    given = figure.add_subplot()
    assert plot_heatmap(pairs, ax=given, title="标题")[1] is given


def test_faults() -> None:
    with pytest.raises(cn.InputError, match="no column other_measure"):
        plot_heatmap(pd.DataFrame({"measure": [], "correlation": []}))
    with pytest.raises(cn.InputError, match="no pair of measures to draw"):
        plot_heatmap(pd.DataFrame({"measure": [], "other_measure": [], "correlation": []}))
