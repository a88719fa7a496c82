"""The network at a glance: on one line, and as a table in Jupyter."""

from __future__ import annotations

import pandas as pd
import pytest

import chainnet as cn
from chainnet.network.glance import glance


@pytest.fixture
def noted(rich: cn.SupplyNetwork) -> cn.SupplyNetwork:
    about = cn.About(
        name_zh="集群", name_en="cluster", synthetic=True, note_zh="关系未核实", note_en="links not checked"
    )
    doubt = cn.Fault("odd", severity="doubt")
    return cn.SupplyNetwork(rich.firms, rich.links, about, (doubt,))


@pytest.mark.parametrize(
    ("lang", "there", "gone"),
    [
        (
            "zh",
            ["数据", "合成数据", "供应商", "关系未核实", "链主 &amp; &lt;Sons&gt;"],
            ["synthetic", "links not checked"],
        ),
        ("en", ["synthetic", "links not checked", "Leader", "first 5 links"], ["合成数据", "供应商", "关系未核实"]),
        ("fr", ["数据 data", "合成数据 · synthetic", "关系未核实 · links not checked", "集群 · cluster"], []),
    ],
)
def test_html_is_in_the_language_that_is_set(
    noted: cn.SupplyNetwork, monkeypatch: pytest.MonkeyPatch, lang: str, there: list[str], gone: list[str]
) -> None:
    monkeypatch.setenv("CHAINNET_LANG", lang)
    html = noted._repr_html_()
    for words in there:
        assert words in html
    for words in gone:
        assert words not in html


def test_it_tells_leaders_products_places_and_doubts(noted: cn.SupplyNetwork) -> None:
    told = dict(glance(noted, "en"))
    assert told["leaders"] == "Leader"
    assert told["products"] == "3"
    assert told["located"] == "4 of 5 firms have coordinates"
    assert told["doubts"] == "1: see net.doubts"


def test_the_line_tells_them_too(noted: cn.SupplyNetwork) -> None:
    told = "5 firms (1 leader, 4 located), 5 links, 3 products, value 15.1, synthetic, 1 doubt"
    assert repr(noted) == f"<SupplyNetwork 'cluster': {told}>"


def test_first_links_have_names_products_and_values(rich: cn.SupplyNetwork) -> None:
    html = rich._repr_html_()
    assert "<td style='text-align:left'>零零一</td><td style='text-align:left'>链主 &amp; &lt;Sons&gt;</td>" in html
    assert "金额 value (万元)" in html
    assert "nan" not in html


def test_of_many_links_and_leaders_some_are_shown() -> None:
    ids = [f"L{number}" for number in range(9)]
    firms = pd.DataFrame({"firm": ["S", *ids], "role": ["supplier", *["leader"] * 9]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": "S", "buyer": ids}))
    assert net._repr_html_().count("<td style='text-align:left'>S</td>") == 5
    assert dict(glance(net, "en"))["leaders"] == "9: L0, L1, L2, L3, L4…"


def test_a_network_without_links_is_shown() -> None:
    net = cn.SupplyNetwork(pd.DataFrame(index=["A"]), pd.DataFrame({"supplier": [], "buyer": []}))
    assert "0 from 0 suppliers" in net._repr_html_()
