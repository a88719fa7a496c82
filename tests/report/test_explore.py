"""The data behind the interactive network, and the page as text; what it does in a browser: test_explore_browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.kernels.set_loss import state_without
from chainnet.measures.prepared import Prepared
from chainnet.report.explore import Explorer
from chainnet.report.explore_failure import failure_data, stop_sets
from chainnet.report.explore_texts import TEXTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rail() -> cn.SupplyNetwork:
    return cn.read(ROOT / "data" / "qingdao-rail")


@pytest.fixture(scope="module")
def explorer(rail: cn.SupplyNetwork) -> Explorer:
    return cn.explore(rail, local=cn.local_firms(rail, area=cn.City()), radius_km=cn.Estimate().km(60), lang="en")


def test_the_columns_say_what_the_frames_say(rail: cn.SupplyNetwork, explorer: Explorer) -> None:
    data = explorer.data
    assert data["firms"]["id"] == list(rail.firms.index)
    assert data["firms"]["name"] == rail.names("en").tolist()
    columns = {column["key"]: column for column in data["firms"]["columns"]}
    assert set(columns) == set(rail.firms.columns) - {"name", "name_en"}
    assert columns["revenue"]["value"][0] == rail.firms["revenue"].iloc[0]
    assert columns["revenue"]["unit"] == "× 10,000 yuan a year"
    role = columns["role"]
    assert role["word"][role["code"][0]] == "chain leader"
    links = data["links"]
    assert np.repeat(np.arange(rail.n), links["count"]).tolist() == rail.supplier.tolist()
    assert links["buyer"] == rail.buyer.tolist()
    assert links["value"] == rail.value.tolist()
    assert [links["products"][code] for code in links["product"]] == rail.links["product"].tolist()


@pytest.mark.parametrize("name", ["qingdao-rail", "apple-suppliers"])
def test_words_of_the_field_are_in_the_page_s_language(name: str) -> None:
    columns = cn.explore(cn.read(ROOT / "data" / name), views=["tiers"], lang="zh").data["firms"]["columns"]
    said = {word for column in columns if column["key"] in ("role", "grade", "precision") for word in column["word"]}
    assert len(said) > 3
    assert not {word for word in said if word.isascii()}


def test_firms_that_are_left_out_count_in_ranks() -> None:
    links = pd.DataFrame({"supplier": [f"S{k}" for k in range(9)], "buyer": "L", "value": np.arange(9) + 1.0})
    links = links.assign(product="x", essential="no")
    firms = pd.DataFrame({"firm": ["L", *links["supplier"]], "role": ["leader", *["supplier"] * 9]})
    net = cn.from_frames(firms, links)
    part, whole = cn.explore(net, max_firms=4).data, cn.explore(net).data
    served = {"part": part["failure"]["columns"][0], "whole": whole["failure"]["columns"][0]}
    assert "rest" not in served["whole"]
    rest = served["part"]["rest"]
    every = served["part"]["value"] + list(np.repeat(rest["value"], rest["number"]))
    assert sorted(every) == sorted(served["whole"]["value"])
    assert len(rest["number"]) == 6


def test_views_place_every_firm_once(rail: cn.SupplyNetwork, explorer: Explorer) -> None:
    views = {view["key"]: view for view in explorer.data["views"]}
    assert list(views) == ["tiers", "force", "map"]
    for key in ("tiers", "force"):
        assert len(set(zip(views[key]["x"], views[key]["y"], strict=True))) == rail.n
    located = [at is not None for at in views["map"]["x"]]
    assert located == rail.located.tolist()
    assert views["map"]["lost"] == rail.n - sum(located)
    tier = rail.tiers().to_numpy()
    x = np.array(views["tiers"]["x"])
    assert x[tier == 0].min() > x[tier == 1].max()
    assert x[tier == 1].min() > x[tier == 2].max()


def test_the_map_is_true_to_scale(rail: cn.SupplyNetwork, explorer: Explorer) -> None:
    """Leaders some 20 km apart are so on the map, though its middle lies far away."""
    view = explorer.data["views"][2]
    one, two = np.flatnonzero(rail.is_leader & rail.located)[:2]
    (lon1, lat1), (lon2, lat2) = rail.coordinates[[one, two]]
    km = 6371.0088 * np.radians([(lon2 - lon1) * np.cos(np.radians(view["centre"][1])), lat2 - lat1])
    drawn = np.array([view["x"][two] - view["x"][one], view["y"][one] - view["y"][two]]) / 100
    np.testing.assert_allclose(drawn, km, atol=0.011)


def test_drops_are_those_of_criticality(rail: cn.SupplyNetwork, explorer: Explorer) -> None:
    table = cn.criticality(rail)
    for column in explorer.data["failure"]["columns"]:
        np.testing.assert_allclose(column["value"], table[column["key"]], atol=5e-7)
    assert explorer.data["failure"]["columns"][0]["key"] == "served"
    given = cn.explore(rail, drops=table, views=["tiers"])
    assert given.data["failure"] == cn.explore(rail, views=["tiers"]).data["failure"]


def unpacked(packed: dict[str, object], firm: int) -> set[int]:
    """Do what the page does: the seeds of a firm, theirs, and so on."""
    seeds, at = {}, 0
    for one, count in zip(packed["seeds"]["firm"], packed["seeds"]["count"], strict=True):  # type: ignore[index]
        seeds[one] = packed["seeds"]["seed"][at : at + count]  # type: ignore[index]
        at += count
    found, queue = {firm}, [firm]
    while queue:
        new = [one for one in seeds.get(queue.pop(), []) if one not in found]
        found.update(new)
        queue += new
    return found - {firm}


@pytest.mark.parametrize("with_cycles", [False, True])
def test_who_stops_is_what_the_kernel_says(with_cycles: bool) -> None:
    """Sets that hold each other, and firms that stop each other, come back whole."""
    random = np.random.default_rng(5)
    supplier, buyer = random.integers(0, 80, (2, 220))
    keep = supplier != buyer if with_cycles else supplier < buyer
    links = pd.DataFrame({"supplier": supplier[keep], "buyer": buyer[keep]}).astype(str)
    links["product"] = random.choice(["a", "b", None], len(links))  # type: ignore[arg-type]
    links["essential"] = random.choice(["yes", "no", None], len(links))  # type: ignore[arg-type]
    net = cn.from_frames(links=links)
    sets, prepared = stop_sets(net, np.arange(net.n)), Prepared(net)
    assert sets is not None
    total = 0
    for end, given in zip(("high", "low"), prepared.inputs, strict=True):
        for firm in range(net.n):
            alone = np.array([firm], dtype=np.int32)
            state = (prepared.downstream, prepared.buyer, given.group, given.links, given.essential)
            _, stopped = state_without(alone, *state)
            wanted = set(np.flatnonzero(stopped).tolist()) - {firm}
            assert unpacked(sets[end], firm) == wanted
            assert sets[end]["number"][firm] == len(wanted)
            total += len(wanted)
    assert total > 100
    assert all(unpacked(sets["low"], firm) <= unpacked(sets["high"], firm) for firm in range(net.n))


def test_bounds_stay_where_purchases_have_no_value() -> None:
    firms = pd.DataFrame({"firm": ["L", "A", "B"], "role": ["leader", None, None]})
    links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["L", "L"], "value": [1.0, None], "product": ["x", "y"]})
    data = cn.explore(cn.from_frames(firms, links)).data["failure"]
    served, table = data["columns"][0], cn.criticality(cn.from_frames(firms, links))
    assert served["low"] == table["served_low"].round(6).tolist()
    assert served["low"] != served["value"]
    assert {"high", "low"} <= set(data["stops"])


def test_what_is_not_defined_has_its_reason() -> None:
    net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    data = cn.explore(net, lang="en").data
    assert [view["key"] for view in data["views"]] == ["force"]
    assert {said["reason"] for said in data["failure"]["reasons"]} == {"no chain leader is named"}
    assert [column["key"] for column in data["failure"]["columns"]] == ["largest_component"]


def test_beyond_so_many_the_leaders_and_the_largest_stay(rail: cn.SupplyNetwork) -> None:
    data = cn.explore(rail, max_firms=50, views=["tiers"]).data
    assert len(data["firms"]["id"]) == 50
    assert set(rail.leaders) <= set(data["firms"]["id"])
    assert data["all"]["firms"] == rail.n
    whole = dict(zip(rail.firms.index, cn.criticality(rail)["served"].round(6), strict=True))
    assert data["failure"]["columns"][0]["value"] == [whole[firm] for firm in data["firms"]["id"]]


def test_sets_of_a_part_are_of_the_part(rail: cn.SupplyNetwork) -> None:
    """Codes on the page are places among the firms that it has; numbers count in the whole network."""
    kept = np.array([rail.code(firm) for firm in cn.explore(rail, max_firms=50, views=["tiers"]).data["firms"]["id"]])
    part, whole = failure_data(rail, kept, None, None, "en")["stops"], stop_sets(rail, np.arange(rail.n))
    assert whole is not None
    assert part["high"]["number"] == [whole["high"]["number"][firm] for firm in kept]
    for at, firm in enumerate(kept):
        assert {int(kept[one]) for one in unpacked(part["high"], at)} == unpacked(whole["high"], int(firm)) & set(kept)


def test_hostile_names_are_data(tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script><!--\u2028&amp;"
    links = pd.DataFrame({"supplier": [evil, "B"], "buyer": ["L", "L"], "product": [evil, "<b>"]})
    made = cn.explore(cn.from_frames(links=links, about=cn.About(name_zh=evil)))
    fragment = str(made.fragment())
    assert fragment.count("</script>") == 2
    held = re.search(r'<script type="application/json">(.*?)</script>', fragment, re.S)
    assert held is not None
    assert evil in json.loads(held[1])["firms"]["id"]
    made.save(tmp_path / "net.html")
    page = (tmp_path / "net.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in page
    frame = made._repr_html_()
    assert frame.count("<") == 2
    assert unescape(frame[frame.index('srcdoc="') + 8 : -len('"></iframe>')]) == made.page()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_needs_nothing_and_is_small(rail: cn.SupplyNetwork, lang: str) -> None:
    page = cn.explore(rail, lang=lang).page()
    assert len(page.encode()) < 600_000
    links = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", page)
    assert all(link.startswith("data:") for link in links)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|fetch\(|XMLHttpRequest|eval\(", page)


def test_every_text_is_said_in_both_languages_and_used() -> None:
    web = ROOT / "chainnet" / "report" / "web"
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(web.glob("network_*.js")))
    for key, (zh, en) in TEXTS.items():
        assert re.search("[\u4e00-\u9fff]", zh), key
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), key
    asked = set(re.findall(r"\bT\.(\w+)", script)) | set(re.findall(r"""\bsay\("(\w+)\"""", script))
    assert asked <= set(TEXTS)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ({"views": ["tree"]}, "tiers, force, map"),
        ({"lang": "de"}, "zh, en"),
        ({"radius_km": -1.0}, "positive"),
        ({"max_firms": 0}, "one or more"),
        ({"drops": pd.DataFrame({"firm": ["A"]})}, "criticality"),
        ({"drops": pd.DataFrame({"firm": ["A"], "served": [0.0]})}, "same network"),
    ],
)
def test_faults_say_what_to_write(words: dict[str, object], hint: str) -> None:
    net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    with pytest.raises(cn.InputError, match=hint) as error:
        cn.explore(net, **words)  # type: ignore[arg-type]
    assert error.value.faults[0].told("zh") != error.value.faults[0].told("en")
