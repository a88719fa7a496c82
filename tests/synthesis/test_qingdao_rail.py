"""The synthetic cluster of Qingdao: what was published of it holds, its accounts add up, it says what it is."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from chainnet import gazetteer, terms
from chainnet.network import SupplyNetwork
from chainnet.synthesis import presets, synthesize

CITY = "青岛市"
SEEDS = range(21)


@pytest.fixture(scope="module")
def networks() -> dict[int, SupplyNetwork]:
    return {seed: synthesize("qingdao-rail", seed=seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def net(networks) -> SupplyNetwork:
    return networks[0]


@pytest.fixture(scope="module")
def large() -> SupplyNetwork:
    return synthesize("qingdao-rail", seed=0, firms=5000)


def at_home(net: SupplyNetwork) -> np.ndarray:
    return net.firm_column("city").eq(CITY).to_numpy(dtype=bool)


def city_rate(net: SupplyNetwork, links: np.ndarray) -> float:
    """Share of the value of these links whose supplier lies in the buyer's city; unknown counts as no."""
    city = net.firm_column("city").to_numpy(dtype=object)
    local = city[net.supplier] == city[net.buyer]
    return float(net.value[links & local].sum() / net.value[links].sum())


def accounts(net: SupplyNetwork) -> pd.DataFrame:
    ends = {"sales": net.supplier, "purchases": net.buyer}
    table = {name: np.bincount(end, weights=net.value, minlength=net.n) for name, end in ends.items()}
    return pd.DataFrame(table | {"lines": np.bincount(net.buyer, minlength=net.n)}, index=net.firms.index)


# ---- what was published ---------------------------------------------------------------------------------------


def test_number_of_firms(net):
    assert net.n == 479
    assert 325 <= at_home(net).sum() <= 360


def test_local_rate_is_above_half_for_every_seed(networks):
    leaders = [city_rate(net, net.is_leader[net.buyer]) for net in networks.values()]
    cluster = [city_rate(net, at_home(net)[net.buyer]) for net in networks.values()]
    everyone = [city_rate(net, np.ones(net.m, dtype=bool)) for net in networks.values()]
    assert min(leaders + cluster + everyone) > 0.5
    assert max(leaders) < 0.75
    assert np.std(leaders) > 0.01  # it results from the links and is not set


def test_published_facts_are_told(net):
    facts = {fact["measure"]: fact["value"] for fact in net.about.published}
    assert facts["firms"] == "479"
    assert facts["local_rate_value"] == "> 50 %"
    assert "800" in facts["output_elsewhere"]
    for fact in net.about.published:
        assert fact["name_zh"]
        assert fact["name_en"]
        assert "March 2021" in fact["source"]


# ---- it says that it is synthetic -----------------------------------------------------------------------------


def test_it_says_everywhere_that_it_is_synthetic(net):
    about = net.about
    assert about.synthetic is True
    assert "合成" in about.name_zh
    assert "synthetic" in about.name_en
    assert "Synthetic" in about.source
    assert "合成" in about.source_zh
    assert about.value_unit == "万元"
    assert about.datum == "GCJ-02"
    assert net.names("zh").str.startswith("合成·").all()
    assert net.names("en").str.startswith("Synthetic ").all()
    assert net.names("zh").is_unique
    assert set(net.firms["precision"]) == {"synthetic", "none"}
    assert net.firms["cluster"].dropna().isin([terms.NO_CLUSTER, "青岛轨道交通装备（合成）"]).all()


# ---- the same seed, the same bytes ----------------------------------------------------------------------------


def test_same_seed_same_files_another_seed_others(net, tmp_path):
    synthesize("qingdao-rail", seed=0).save(tmp_path / "a")
    net.save(tmp_path / "b")
    synthesize("qingdao-rail", seed=1).save(tmp_path / "c")
    for file in ("cluster.toml", "firms.csv", "links.csv"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    for file in ("firms.csv", "links.csv"):
        assert (tmp_path / "a" / file).read_bytes() != (tmp_path / "c" / file).read_bytes()


def test_numbers_are_round(net):
    assert (net.value == np.floor(net.value)).all()
    assert net.firms["revenue"].mod(1).eq(0).all()
    coordinates = net.coordinates[net.located]
    assert (coordinates == coordinates.round(6)).all()


# ---- firms ----------------------------------------------------------------------------------------------------


def test_all_roles_and_grades(net):
    assert set(net.firms["role"]) == {term.key for term in terms.ROLES}
    assert set(net.firms["grade"]) == {term.key for term in terms.GRADES}
    assert len(net.leaders) == 3
    assert net.firms["role"].eq("supplier").mean() > 0.9


def test_places_are_those_of_the_gazetteer(net):
    placed = net.firms.dropna(subset=["adcode"])
    table = gazetteer.load()
    county = placed.dropna(subset=["district"])
    assert (county["district"].to_numpy() == table.loc[county["adcode"], "name"].to_numpy()).all()
    # Nobody is further from the district's point than the towns of Qingdao's wide districts are.
    away = placed[["longitude", "latitude"]].dropna().to_numpy() - table.loc[placed["adcode"]].iloc[:, 1:].to_numpy()
    assert np.abs(away).max() < 0.35
    assert placed.loc[placed["city"] == CITY, "adcode"].str.startswith("3702").all()
    assert placed.loc[placed["province"] == "上海市", "city"].eq("上海市").all()


def test_abroad_there_is_a_country_and_no_city(net):
    abroad = net.firms[net.firms["region"].notna() & net.firms["region"].ne("China")]
    assert {"Germany", "Japan"} <= set(abroad["region"])
    assert abroad[["province", "city", "district", "adcode"]].isna().all(axis=None)
    assert abroad[["longitude", "latitude"]].notna().all(axis=None)
    assert abroad["grade"].eq("none").all()
    assert abroad["cluster"].eq(terms.NO_CLUSTER).all()


def test_a_few_places_are_unknown(net):
    unknown = ~net.located
    assert 5 <= unknown.sum() <= 15
    lost = net.firms.loc[unknown, ["region", "province", "city", "district", "adcode", "cluster"]]
    assert lost.isna().all(axis=None)
    assert net.firms.loc[unknown, "precision"].eq("none").all()
    assert not net.is_leader[unknown].any()


# ---- links ----------------------------------------------------------------------------------------------------


def test_size_and_tiers(networks):
    for net in networks.values():
        assert 1200 <= net.m <= 1800
        assert net.repeats == net.self_loops == 0
        tiers = net.tiers()
        assert tiers.notna().all()  # every supplier is on the way to a leader
        assert tiers.max() == 3
        assert tiers.value_counts().min() == 3
        assert tiers.value_counts().loc[[1.0, 2.0, 3.0]].min() >= 40


def test_suppliers_list_what_they_sell(net):
    listed = net.firms["products"].str.split(";")
    assert all(
        product in listed[supplier] for supplier, product in net.links[["supplier", "product"]].itertuples(index=False)
    )


def test_buyers_buy_what_the_preset_says(net):
    preset = presets()["qingdao-rail"]
    bill = {
        made.zh: {preset.product[key].zh: "yes" if key in made.needs else "no" for key in made.bill}
        for made in preset.products
    }
    main = net.firms["products"].str.split(";").str[0]
    for _, buyer, product, essential in net.links[["supplier", "buyer", "product", "essential"]].itertuples(
        index=False
    ):
        assert bill[main[buyer]][product] == essential
    assert set(net.links["essential"]) == {"yes", "no"}


def test_accounts_add_up(networks):
    for net in networks.values():
        table = accounts(net)
        suppliers = ~net.is_leader
        # At most 3/4 of sales are spent; each line is rounded to whole units, and is at least 1.
        assert (table["purchases"] <= 0.75 * table["sales"] + table["lines"])[suppliers].all()
        assert (table["purchases"] <= 0.75 * net.firms["revenue"] + table["lines"]).all()
        assert (table["sales"] <= net.firms["revenue"]).all()
        assert (table["sales"] > 0)[suppliers].all()
        assert (net.value >= 1).all()


def test_leaders_are_of_the_order_of_tens_of_billions_of_yuan(net):
    revenue = net.firms.loc[net.is_leader, "revenue"]
    assert 3e6 < revenue.max() < 6e6  # 万元
    assert revenue.min() > 3e5
    assert net.firms.loc[~net.is_leader, "revenue"].median() < 1e4


def test_heavy_tails(net):
    for values in (net.value, net.firms.loc[~net.is_leader, "revenue"].to_numpy()):
        ordered = np.sort(values)[::-1]
        assert ordered[: len(ordered) // 10].sum() > 0.4 * ordered.sum()
        assert ordered[0] > 30 * np.median(ordered)
    ordered = np.sort(net.value)[::-1]
    assert ordered[: net.m // 10].sum() > 0.5 * ordered.sum()


def test_single_suppliers_several_products_and_loops(net):
    makers = net.firms["products"].str.split(";").explode().value_counts()
    assert makers["制动盘"] == 1
    assert net.firms["products"].str.contains(";").sum() > 10
    loops = [part for part in nx.strongly_connected_components(net.to_networkx(summed=True)) if len(part) > 1]
    assert loops
    sources = net.links.groupby(["buyer", "product"])["supplier"].nunique()
    assert 0.5 < sources.eq(1).mean() < 0.9
    assert sources.max() > 4


def test_local_rate_differs_by_product(large):
    home = at_home(large)
    local = large.links.assign(local=np.where(home[large.supplier], large.value, 0))[home[large.buyer]]
    total = local.groupby("product")[["local", "value"]].sum()
    rate = total["local"] / total["value"]
    assert rate[["轴承", "芯片", "功率模块"]].max() < 0.4
    assert rate[["车体部件", "内装", "钣金件"]].min() > 0.7


def test_the_hour_is_not_the_city(net):
    """By the great circle, 49.85 km are 60 minutes of the default estimate."""
    longitude, latitude = np.radians(net.coordinates).T
    half = np.sin((latitude[net.supplier] - latitude[net.buyer]) / 2) ** 2
    half += (
        np.cos(latitude[net.supplier])
        * np.cos(latitude[net.buyer])
        * np.sin((longitude[net.supplier] - longitude[net.buyer]) / 2) ** 2
    )
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
    home = at_home(net)
    assert (home[net.supplier] & home[net.buyer] & (km > 49.85)).sum() > 10
    assert (~home[net.supplier] & home[net.buyer] & (km < 49.85)).sum() > 3


# ---- other sizes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("firms", [20, 50, 200, 5000])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_any_number_of_firms(firms, seed):
    net = synthesize("qingdao-rail", seed=seed, firms=firms)
    assert net.n == firms
    assert len(net.leaders) == max(3, 3 * round(firms / 479))
    assert net.tiers().notna().all()
    table = accounts(net)
    assert (table["purchases"] <= 0.75 * table["sales"] + table["lines"])[~net.is_leader].all()
    listed = net.firms["products"].str.split(";")
    assert set(net.links["product"]) <= set(listed.explode())
