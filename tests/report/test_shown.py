"""Tables as Jupyter shows them."""

from __future__ import annotations

import pandas as pd
import pytest

import chainnet as cn
from chainnet.report.shown import _TOLD_BY
from chainnet.report.tables import KINDS

NASTY = "<script>alert('x')</script>"


@pytest.fixture
def rates(chain: cn.SupplyNetwork) -> pd.DataFrame:
    return cn.local_rate(chain)


def test_shares_are_percent_and_headers_chinese(chain: cn.SupplyNetwork, rates: pd.DataFrame) -> None:
    leaders = rates[rates["buyer"].eq("(leaders)") & rates["by"].isin(["count", "value"])]
    html = cn.shown(leaders[["name", "by", "rate", "numerator", "reason"]], net=chain).to_html()
    for words in ("比率", "分子", "全部链主", "按金额", "50.0%", "60.0%"):
        assert words in html
    assert "原因" not in html  # nothing in it


def test_the_table_stays_numeric(rates: pd.DataFrame) -> None:
    styler = cn.shown(rates)
    assert styler.data["rate"].equals(rates.head(20)["rate"].reset_index(drop=True))
    assert pd.api.types.is_float_dtype(rates["rate"])


def test_english_keeps_the_names_of_columns(rates: pd.DataFrame) -> None:
    html = cn.shown(rates, lang="en").to_html()
    assert "numerator" in html
    assert "分子" not in html


def test_amounts_have_their_unit(rich: cn.SupplyNetwork) -> None:
    html = cn.shown(cn.concentration(rich), net=rich).to_html()
    assert "采购额（万元/年）" in html


def test_it_says_synthetic_and_how_many_rows(rich: cn.SupplyNetwork) -> None:
    table = cn.local_rate(rich)
    html = cn.shown(table, rows=3, lang="zh").to_html()
    assert f"合成数据；前 3 行，共 {len(table)} 行" in html
    assert "合成数据</caption>" in cn.shown(table, rows=0).to_html()
    assert "caption" not in cn.shown(pd.DataFrame({"rate": [0.5]})).to_html()


def test_minutes_of_a_map_are_no_shares() -> None:
    table = pd.DataFrame({"firm": ["A"], "minutes": [70.5], "low": [50.0], "high": [0.5], "verdict": ["uncertain"]})
    html = cn.shown(table, lang="zh").to_html()
    for words in ("70.5", "偏快（分钟）", "不确定"):
        assert words in html
    assert "%" not in html


def test_what_is_no_table_of_chainnet_is_shown_as_it_is() -> None:
    html = cn.shown(pd.DataFrame({"share": [0.25], "who": ["x"]}), lang="en").to_html()
    assert "0.25" in html
    assert "%" not in html
    assert "25.0%" in cn.shown(pd.DataFrame({"rate": [0.25]}), lang="en", kind="rates").to_html()


def test_words_are_in_the_language(chain: cn.SupplyNetwork) -> None:
    html = cn.shown(cn.stopped(chain, firms=["M"]), lang="zh").to_html()
    for words in ("状态", "移除", "可能停产"):
        assert words in html
    null = pd.DataFrame({"network": ["given"], "order": ["degree"], "measure": ["served"], "share_removed": [0.5]})
    for words in ("原网络", "度", "50.0%"):
        assert words in cn.shown(null, lang="zh").to_html()


def test_it_escapes_what_users_write() -> None:
    table = pd.DataFrame({NASTY: [1.0], "name": [NASTY], "rate": [0.5]})
    html = cn.shown(table, lang="en").to_html()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2


def test_two_tables_on_one_page_keep_their_looks(rates: pd.DataFrame) -> None:
    """Styles go by the table's id: tables of one id must be of one look."""
    one, other = cn.shown(rates[["rate", "name"]]).to_html(), cn.shown(rates[["name", "rate"]]).to_html()
    assert one.split('id="', 1)[1].split('"')[0] != other.split('id="', 1)[1].split('"')[0]
    assert one == cn.shown(rates[["rate", "name"]]).to_html()  # the same each time: notebooks are compared


def test_kinds_that_are_told_exist() -> None:
    assert {kind for kind, _ in _TOLD_BY} <= set(KINDS)


@pytest.mark.parametrize(("given", "words"), [({"kind": "rate"}, "write one of rates"), ({"lang": "fr"}, "zh, en")])
def test_wrong_words_are_told(given: dict[str, str], words: str) -> None:
    with pytest.raises(cn.InputError, match=words):
        cn.shown(pd.DataFrame({"rate": [0.5]}), **given)  # type: ignore[arg-type]
