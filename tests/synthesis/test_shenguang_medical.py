"""The synthetic cluster of Shenzhen and Guangzhou: what was published of it is planned, and it says what it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import chainnet as cn
from chainnet.cli import main
from chainnet.errors import InputError
from chainnet.synthesis import Preset, presets, synthesize
from chainnet.synthesis.population import populate

NAME = "shenguang-medical"
SEEDS = range(4)
DEVICES = "医疗仪器设备及器械制造"
CUSTOM = ("生物材料", "传感器", "探测器")
HOUR = cn.Estimate()
OUTPUT = 2.55e6
"""25.5 billion yuan in 万元."""


@pytest.fixture(scope="session")
def networks() -> dict[int, cn.SupplyNetwork]:
    return {seed: synthesize(NAME, seed=seed) for seed in SEEDS}


@pytest.fixture(scope="session")
def net(networks) -> cn.SupplyNetwork:
    return networks[0]


@pytest.fixture(scope="session")
def preset() -> Preset:
    return presets()[NAME]


@pytest.fixture(scope="session")
def folder(tmp_path_factory, preset) -> str:
    """A tenth of the cluster as a data set: what the commands say of it they say of the whole."""
    path = tmp_path_factory.mktemp("data") / NAME
    synthesize(preset, firms=1200).save(path)
    return str(path)


def at_home(net: cn.SupplyNetwork) -> np.ndarray:
    return net.firms["cluster"].eq("深广高端医疗器械（合成）").to_numpy(dtype=bool)


def devices(net: cn.SupplyNetwork) -> np.ndarray:
    return net.firms["industry"].eq(DEVICES).to_numpy(dtype=bool)


def custom(net: cn.SupplyNetwork, preset: Preset) -> np.ndarray:
    """Return which links are parts made to order for a device maker."""
    stages = {product.zh: product.stage for product in preset.products}
    return (net.links["product"].map(stages).isin(CUSTOM)).to_numpy(dtype=bool) & devices(net)[net.buyer]


def share(net: cn.SupplyNetwork, links: np.ndarray, verdict: np.ndarray) -> float:
    """Return the share by value of what is known."""
    known = links & (verdict != -1)
    return float(net.value[known & (verdict == 1)].sum() / net.value[known].sum())


# ---- what was published ---------------------------------------------------------------------------------------


def test_over_500_device_firms_in_two_cities(networks):
    for net in networks.values():
        cities = net.firms.loc[at_home(net) & devices(net), "city"].value_counts()
        assert set(cities.index) == {"深圳市", "广州市"}
        assert 500 < cities.sum() <= 531
        assert cities.min() > 150
        assert not (devices(net) & net.located & ~at_home(net)).any()


def test_over_10_000_logistics_firms(networks):
    for net in networks.values():
        logistics = net.firms["role"].eq("logistics").to_numpy(dtype=bool)
        assert logistics.sum() == 10_250
        assert (logistics & at_home(net)).sum() > 10_000
        assert net.firms.loc[logistics & at_home(net), "adcode"].str[:4].isin(["4403", "4401"]).all()


def test_output_is_that_of_2019_within_four_percent(networks):
    for net in networks.values():
        output = net.firms.loc[at_home(net) & devices(net), "revenue"].sum()
        assert output == pytest.approx(OUTPUT, rel=0.04)


def test_source_tells_these_numbers(net):
    home, made = at_home(net), devices(net)
    cities = net.firms.loc[home & made, "city"].value_counts()
    logistics = net.firms["role"].eq("logistics").to_numpy(dtype=bool)
    assert (made.sum(), (home & made).sum(), (logistics & home).sum()) == (531, 521, 10_038)
    assert (cities["深圳市"], cities["广州市"]) == (324, 197)
    assert net.firms.loc[home & made, "revenue"].sum() == 2_544_387


def test_published_facts_are_told_with_their_source(net):
    facts = {fact["name_en"]: fact for fact in net.about.published}
    assert {name: fact["value"] for name, fact in facts.items()} == {
        "medical device firms": "> 500",
        "logistics and warehousing firms": "> 10,000",
        "output (2019)": "25.5 billion yuan",
        "share of the country's output (2019)": "42.5 %",
        "one-hour circle for outsourced and custom parts": "claimed, no number",
    }
    assert all("March 2021" in fact["source"] and fact["name_zh"] and fact["source_zh"] for fact in facts.values())
    assert "can't be measured" in facts["share of the country's output (2019)"]["source"]
    for fact in net.about.published:  # what a fact is of are columns and words of the data
        assert all(net.firms[column].eq(word).any() for column, word in fact.get("where", {}).items())


# ---- the one-hour circle --------------------------------------------------------------------------------------


def test_parts_made_to_order_are_bought_within_the_hour(networks, preset):
    rates = []
    for net in networks.values():
        within = cn.Minutes(60, HOUR).verdict(net, net.supplier, net.buyer)
        ordered = share(net, custom(net, preset), within)
        rates.append(ordered)
        assert ordered > share(net, devices(net)[net.buyer], within) + 0.03
        chips = net.links["product"].eq("芯片").to_numpy(dtype=bool)
        assert share(net, chips, within) < 0.4
    assert 0.68 < min(rates) < max(rates) < 0.82
    assert np.std(rates) > 0.005  # it results from the links and is not set


def test_hour_city_and_cluster_are_three_boundaries(net, preset):
    areas = (cn.City(), cn.Minutes(60, HOUR), cn.Cluster())
    links = custom(net, preset)
    city, hour, cluster = (area.verdict(net, net.supplier, net.buyer) for area in areas)
    assert share(net, links, city) < share(net, links, hour) < share(net, links, cluster)
    assert (links & (cluster == 1) & (hour == 0)).sum() > 100  # from the other city
    assert (links & (cluster == 0) & (hour == 1)).sum() > 50  # from Dongguan and its like


def test_the_centres_of_the_two_cities_are_more_than_an_hour_apart(net):
    longitude, latitude = net.coordinates[net.is_leader].T
    code = net.firms.loc[net.is_leader, "adcode"].str[:4].to_numpy()
    assert set(code) == {"4403", "4401"}
    # 49.85 km are 60 minutes of the default estimate; one degree of latitude is 111 km
    south, north = latitude[code == "4403"].max(), latitude[code == "4401"].min()
    assert (north - south) * 111.19 > 20
    leaders = np.flatnonzero(net.is_leader).astype(np.int32)
    one, other = (ends.ravel() for ends in np.meshgrid(leaders, leaders))
    minutes = HOUR.between(net, one, other).minutes
    codes = net.firms["adcode"].str[:4].to_numpy()
    assert (minutes[codes[one] != codes[other]] > 50).all()
    assert np.median(minutes[codes[one] != codes[other]]) > 60
    assert longitude.min() > 113


# ---- it says that it is synthetic -----------------------------------------------------------------------------


def test_it_says_everywhere_that_it_is_synthetic(net):
    about = net.about
    assert about.synthetic is True
    assert "合成" in about.name_zh
    assert "synthetic" in about.name_en
    assert "Synthetic" in about.source
    assert "合成" in about.source_zh
    assert net.names("zh").str.startswith("合成·").all()
    assert net.names("en").str.startswith("Synthetic ").all()
    assert net.names("zh").is_unique
    assert net.names("en").is_unique
    assert set(net.firms["precision"]) == {"synthetic", "none"}
    assert set(net.firms["cluster"].dropna()) == {"none", "深广高端医疗器械（合成）"}


@pytest.mark.parametrize(
    "words", [["rates", "--area", "cluster"], ["rates", "--area", "city"], ["radius"], ["radius", "--around"]]
)
def test_commands_say_that_it_is_synthetic(folder, words):
    told = CliRunner().invoke(main, [words[0], folder, *words[1:], "--lang", "zh"])
    assert told.exit_code == 0, told.output
    assert "合成数据" in told.stderr
    table = CliRunner().invoke(main, [words[0], folder, *words[1:], "--format", "csv"])
    assert table.stdout.splitlines()[1].split(",").count("synthetic") == 1


def test_check_finds_no_fault(folder):
    told = CliRunner().invoke(main, ["check", folder, "--strict", "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "0 faults, 0 doubts" in told.stderr


def test_report_says_that_it_is_synthetic(folder, tmp_path):
    where = tmp_path / "report"
    done = CliRunner().invoke(main, ["report", folder, "-o", str(where), "--runs", "1", "--lang", "en"])
    assert done.exit_code == 0, done.output
    page = (where / "report.html").read_text(encoding="utf-8")
    assert "synthetic data, no real firms" in page
    assert "Shenzhen-Guangzhou high-end medical devices (synthetic)" in page
    published = pd.read_csv(where / "tables" / "published.csv")
    assert len(published) == 5
    assert published["data"].eq("synthetic").all()


# ---- firms and links ------------------------------------------------------------------------------------------


def test_another_seed_makes_another_cluster(networks):
    assert not networks[0].firms["longitude"].equals(networks[1].firms["longitude"])
    assert not networks[0].links.equals(networks[1].links)
    pd.testing.assert_frame_equal(synthesize(NAME, seed=1).links, networks[1].links)
    pd.testing.assert_frame_equal(synthesize(NAME, seed=1).firms, networks[1].firms)


def test_every_firm_is_on_the_way_to_a_leader(networks):
    for net in networks.values():
        tiers = net.tiers()
        assert tiers.notna().all()
        assert tiers.max() == 3
        assert len(net.leaders) == 9
        assert net.repeats == net.self_loops == 0


def test_accounts_add_up(net):
    bought, sold = (np.bincount(end, weights=net.value, minlength=net.n) for end in (net.buyer, net.supplier))
    lines = np.bincount(net.buyer, minlength=net.n)
    revenue = net.firms["revenue"].to_numpy()
    known = ~np.isnan(revenue)
    assert (bought[known] <= 0.75 * revenue[known] + lines[known]).all()
    assert (sold[known] <= revenue[known]).all()
    assert (sold[~net.is_leader] > 0).all()
    assert net.firms.loc[net.is_leader, "revenue"].sum() > 1e6
    # devices are sold to hospitals: what leaders buy of a device maker is the smaller part of its sales
    makers = devices(net) & ~net.is_leader
    assert sold[makers].sum() < 0.3 * revenue[makers].sum()


def test_the_register_of_logistics_holds_few_columns(net, preset):
    logistics = net.firms["role"].eq("logistics")
    empty = list(preset.unrecorded["logistics"])
    assert net.firms.loc[logistics, empty].isna().all(axis=None)
    kept = ["name", "name_en", "grade", "precision", "industry", "products"]
    assert net.firms.loc[logistics, kept].notna().all(axis=None)
    assert net.located[logistics.to_numpy(dtype=bool)].mean() == pytest.approx(0.98, abs=0.005)
    assert net.firms.loc[~logistics & net.located, ["region", "industry", "stage", "revenue"]].notna().all(axis=None)


def test_grades_and_stages(net):
    assert set(net.firms["grade"]) == {"champion", "little_giant", "srdi", "innovative", "none"}
    wanted = {"医学影像", "体外诊断", "生命监护", "植介入", "超声", "光学", "电子", "软件", "模具注塑", "灭菌包装"}
    assert wanted | set(CUSTOM) <= set(net.firms["stage"].dropna())


# ---- what the engine has for it -------------------------------------------------------------------------------


def test_makers_of_finished_goods_sell_by_their_size(preset):
    firms = populate(preset, np.random.default_rng(0), preset.firms)
    revenue = np.array([product.revenue for product in preset.products])[firms.product]
    leads = np.array([product.is_leader for product in preset.products])[firms.product]
    beside_mean = firms.final[revenue > 0] / (revenue * np.where(leads, 1.0, firms.size))[revenue > 0]
    assert ((beside_mean >= 0.9) & (beside_mean <= 1.1)).all()
    assert (firms.final[revenue == 0] == 0).all()
    assert firms.final[~leads].sum() > firms.final[leads].sum()


@pytest.mark.parametrize(
    ("unrecorded", "told"),
    [
        ({"carrier": ("city",)}, "unrecorded names the role carrier"),
        ({"logistics": ("name", "city")}, "unrecorded names name; name some of grade, region"),
    ],
)
def test_faults_of_what_is_not_recorded_are_told(preset, unrecorded, told):
    with pytest.raises(InputError, match=told):
        replace(preset, unrecorded=unrecorded)


@pytest.mark.parametrize("firms", [20, 479, 3000])
def test_any_number_of_firms(preset, firms):
    net = synthesize(preset, seed=1, firms=firms)
    assert net.n == firms
    assert net.tiers().notna().all()
