"""English figures of Chinese data."""

from __future__ import annotations

import re

import pytest
from figure_samples import small, texts

import chainnet as cn
from chainnet.figures import plot_tiers
from chainnet.figures.english import word, words_of


def test_a_column_in_english_comes_before_the_table():
    firms = {"firm": ["A", "B", "C"], "stage": ["车体", "电子", "无此词"], "stage_en": ["shells", None, None]}
    assert words_of(small(firms, []), "stage", "en") == {"车体": "shells", "电子": "electronics", "无此词": "无此词"}
    assert words_of(small(firms, []), "stage", "zh") == {"车体": "车体", "电子": "电子", "无此词": "无此词"}


def test_two_places_of_one_english_name_stay_two_bands():
    assert word("苏州市", "en") == word("宿州市", "en") == "Suzhou"
    firms = {"firm": [f"F{at}" for at in range(9)], "role": ["leader"] + [None] * 8}
    firms["stage"] = [None] + ["苏州市", "宿州市"] * 4
    _, ax = plot_tiers(small(firms, [(f"F{at}", "F0") for at in range(1, 9)]), lang="en")
    assert [text.get_text() for text in texts(ax, "band")] == ["Suzhou", "Suzhou"]


@pytest.mark.parametrize("name", ["qingdao-rail", "shenguang-medical", "apple-suppliers"])
def test_the_words_of_the_data_sets_are_all_known(name):
    net = cn.read(f"data/{name}")
    for column in ("cluster", "stage", "industry", "region", "province", "city", "district"):
        for text in words_of(net, column, "en").values():
            assert not re.search("[\u4e00-\u9fff]", text), (column, text)


def test_countries_are_put_into_chinese():
    net = cn.read("data/apple-suppliers")
    assert all(re.search("[\u4e00-\u9fff]", text) for text in words_of(net, "region", "zh").values())
