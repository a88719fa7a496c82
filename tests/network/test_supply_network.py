"""`SupplyNetwork`: immutable, summed, cut and counted as it says."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from helpers import linked, network

import chainnet as cn


def frames(net: cn.SupplyNetwork) -> tuple[pd.DataFrame, pd.DataFrame]:
    return net.firms.copy(deep=True), net.links.copy(deep=True)


# ---- it never changes ---------------------------------------------------------------------------------------


def test_what_is_done_to_the_frames_does_not_reach_the_network(rich: cn.SupplyNetwork) -> None:
    firms, links = frames(rich)
    for frame in (rich.firms, rich.links):
        frame.iloc[0, 0] = "changed"
        frame["new"] = 1
        frame.index.name = "changed"
        del frame[list(frame)[1]]
        frame.attrs["note"] = "changed"
    values, names, shown, tiers = rich.links["value"], rich.firm_column("name"), rich.names(), rich.tiers()
    values.iloc[0], names.iloc[0], shown.iloc[0], tiers.iloc[0] = 99.0, "changed", "changed", 9.0
    rich.products.append("changed")
    rich.leaders.append("changed")
    rich.clusters().clear()
    pd.testing.assert_frame_equal(rich.firms, firms)
    pd.testing.assert_frame_equal(rich.links, links)
    assert rich.firms.attrs == rich.links.attrs == {}
    assert rich.products == ["007", "bolt", "nut"]
    assert rich.leaders == ["leader"]
    assert rich.names()["001"] == "零零一"
    assert rich.tiers()["001"] == 1


def test_what_is_done_to_what_it_was_made_of_does_not_reach_the_network() -> None:
    firms = pd.DataFrame({"firm": ["A", "B"], "role": ["leader", "supplier"], "revenue": np.array([1.0, 2.0])})
    links = pd.DataFrame({"supplier": ["B"], "buyer": ["A"], "value": np.array([1.0])})
    made = [cn.from_frames(firms, links), cn.SupplyNetwork(firms.set_index("firm"), links)]
    firms.loc[:, "role"] = "changed"
    firms.loc[:, "revenue"] = -1.0
    links.loc[0] = ["A", "B", -1.0]
    for net in made:
        assert net.firms["role"].tolist() == ["leader", "supplier"]
        assert net.firms["revenue"].tolist() == [1.0, 2.0]
        assert net.links.iloc[0][["supplier", "buyer", "value"]].tolist() == ["B", "A", 1.0]


@pytest.mark.parametrize(
    "name",
    ["supplier", "buyer", "value", "product", "pair_of_link", "coordinates", "located", "is_leader"],
)
def test_arrays_are_read_only(rich: cn.SupplyNetwork, name: str) -> None:
    array = getattr(rich, name)
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 0
    for part in rich.pairs:
        with pytest.raises(ValueError, match="read-only"):
            part[...] = 0


def test_attributes_can_not_be_set(rich: cn.SupplyNetwork) -> None:
    for name in ("about", "doubts", "firms", "value", "note"):
        with pytest.raises(AttributeError):
            setattr(rich, name, None)
    assert rich.about.name_en == "cluster"
    assert rich.has_values  # what is made when it is first asked for still is


def test_it_crosses_to_another_process(rich: cn.SupplyNetwork) -> None:
    rich.tiers()
    again = pickle.loads(pickle.dumps(rich))
    pd.testing.assert_frame_equal(again.firms, rich.firms)
    pd.testing.assert_frame_equal(again.links, rich.links)
    assert again.about == rich.about
    np.testing.assert_array_equal(again.value, rich.value)


def test_operations_return_new_networks(rich: cn.SupplyNetwork) -> None:
    firms, links = frames(rich)
    rich.without(["001"])
    rich.subset(["001", "leader"])
    rich.with_leaders(["001"])
    rich.to_networkx().remove_node("001")
    rich.to_igraph().delete_vertices(0)
    cn.local_rate(rich)
    cn.removal(rich, order="degree")
    pd.testing.assert_frame_equal(rich.firms, firms)
    pd.testing.assert_frame_equal(rich.links, links)


# ---- canonical ----------------------------------------------------------------------------------------------


def test_repeats_are_summed_and_loops_dropped_and_both_counted() -> None:
    rows = [
        ("A", "L", "p", 1.0),
        ("A", "L", "p", 2.0),
        ("A", "L", "q", 4.0),
        ("L", "L", "p", 8.0),
        ("A", "L", None, 16.0),
    ]
    rows += [("A", "L", None, 32.0), ("A", "A", "p", 64.0), ("A", "L", "p", 128.0)]
    net = linked(*rows)
    assert (net.m, net.self_loops, net.repeats) == (3, 2, 3)
    assert net.links[["product", "value"]].fillna("").to_numpy().tolist() == [["p", 131.0], ["q", 4.0], ["", 48.0]]
    assert net.pairs.value.tolist() == [183.0]
    assert len(net.doubts) == 3  # two loops, and that rows repeat


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    net = linked(("A", "L", "p", 1.0), ("A", "L", "p", None), ("B", "L", "p", 1.0))
    assert net.links["value"].isna().tolist() == [True, False]
    assert np.isnan(net.pairs.value).tolist() == [True, False]


def test_what_is_essential_in_one_row_is_essential_in_the_sum() -> None:
    links = pd.DataFrame(
        {"supplier": "A", "buyer": "L", "product": ["p", "p", "q", "q"], "essential": ["no", "yes", None, "no"]}
    )
    assert network(None, links).links["essential"].tolist() == ["yes", "no"]


def test_the_order_of_the_rows_is_forgotten() -> None:
    """Links stand by supplier, buyer, product, and where they carry one, cluster."""
    links = pd.DataFrame(
        {
            "supplier": ["B", "A", "A", "A", "A"],
            "buyer": ["L", "L", "L", "L", "B"],
            "product": ["p", "q", None, "p", "p"],
            "cluster": ["y", "x", "x", "y", "x"],
            "value": [1.0, 2, 3, 4, 5],
        }
    )
    more = pd.concat([links, links.assign(cluster="z", value=9.0)])
    firms = pd.DataFrame({"firm": ["L", "A", "B"]})
    expected = network(firms, more).links
    for turn in range(5):
        pd.testing.assert_frame_equal(network(firms, more.sample(frac=1, random_state=turn)).links, expected)


def test_links_of_several_clusters_stay_apart() -> None:
    links = pd.DataFrame(
        {"supplier": "A", "buyer": "L", "product": "p", "value": [1.0, 2.0, 4.0], "cluster": ["x", "y", "y"]}
    )
    net = network(None, links)
    assert net.links[["cluster", "value"]].to_numpy().tolist() == [["x", 1.0], ["y", 6.0]]
    assert net.pairs.value.tolist() == [7.0]


def test_a_link_to_nowhere_and_a_firm_twice() -> None:
    links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["L", "M"]})
    with pytest.raises(cn.InputError) as caught:
        cn.SupplyNetwork(pd.DataFrame(index=["L"]), links)
    assert {fault.problem for fault in caught.value.faults} == {f"firm {f!r} is not in the firms table" for f in "AB"}
    with pytest.raises(cn.InputError, match="firm 'L' comes twice"):
        cn.SupplyNetwork(pd.DataFrame(index=["L", "A", "L"]), links)


# ---- what it says of itself ---------------------------------------------------------------------------------


def test_arrays_are_aligned_with_the_frames(rich: cn.SupplyNetwork) -> None:
    ids = rich.firms.index
    assert (rich.n, rich.m) == (5, 5)
    assert ids[rich.supplier].tolist() == rich.links["supplier"].tolist()
    assert ids[rich.buyer].tolist() == rich.links["buyer"].tolist()
    np.testing.assert_array_equal(rich.value, rich.links["value"])
    products = [rich.products[code] if code >= 0 else None for code in rich.product]
    assert products == rich.links["product"].astype(object).where(rich.links["product"].notna(), None).tolist()
    assert rich.supplier.dtype == rich.buyer.dtype == np.int32
    pairs = list(zip(rich.pairs.supplier[rich.pair_of_link], rich.pairs.buyer[rich.pair_of_link], strict=True))
    assert pairs == list(zip(rich.supplier, rich.buyer, strict=True))
    assert len(rich.pairs.supplier) == 4
    assert rich.located.tolist() == [True] * 4 + [False]
    assert rich.has_values
    assert rich.has_products
    assert rich.has_places


def test_a_network_of_ids_alone() -> None:
    net = linked(("A", "B"))
    assert (net.has_values, net.has_products, net.has_places, net.leaders, net.products) == (
        False,
        False,
        False,
        [],
        [],
    )
    assert net.firm_column("grade").isna().all()
    assert net.names("en").tolist() == ["A", "B"]
    assert net.tiers().isna().all()
    assert net.clusters() == {}


def test_names_fall_back(rich: cn.SupplyNetwork) -> None:
    assert rich.names("zh").tolist() == ["零零一", "甲公司", 'a "quoted", one', "链主 & <Sons>", "失联"]
    assert rich.names("en").tolist() == ["One", "甲公司", 'a "quoted", one', "Leader", "失联"]


def test_tiers_are_the_shortest_way_downstream_to_any_leader() -> None:
    rows = [
        ("a", "L"),
        ("b", "a"),
        ("c", "b"),
        ("c", "a"),
        ("d", "c"),
        ("L", "out"),
        ("out", "far"),
        ("M", "a"),
        ("e", "e2"),
    ]
    net = linked(*rows, ("e2", "e")).with_leaders(["L", "M"])
    tiers = net.tiers()
    assert tiers.dropna().to_dict() == {"L": 0, "M": 0, "a": 1, "b": 2, "c": 2, "d": 3}
    assert set(tiers[tiers.isna()].index) == {"out", "far", "e", "e2"}


def test_with_leaders_is_exact(rich: cn.SupplyNetwork) -> None:
    net = rich.with_leaders(["001", "lost"])
    assert net.leaders == ["001", "lost"]
    assert net.firms["role"].astype(object).where(net.firms["role"].notna(), None).tolist() == [
        "leader", "logistics", None, "unknown", "leader",
    ]  # fmt: skip
    assert rich.with_leaders([]).leaders == []
    assert linked(("A", "B")).with_leaders("B").leaders == ["B"]
    with pytest.raises(cn.InputError, match="no firm 'leaders'") as caught:
        rich.with_leaders(["leaders"])
    assert "leader" in caught.value.faults[0].hint


# ---- parts of it --------------------------------------------------------------------------------------------


def test_without_and_subset(rich: cn.SupplyNetwork) -> None:
    rest = rich.without(["001"])
    assert rest.firms.index.tolist() == ["甲", 'a "quoted", one', "leader", "lost"]
    assert rest.links["supplier"].tolist() == ['a "quoted", one', "lost"]
    assert rest.about == rich.about
    part = rich.subset(["leader", "001"])
    assert part.firms.index.tolist() == ["001", "leader"]  # in the order of the network
    assert part.links["product"].tolist() == ["bolt", "nut"]
    assert rich.without([]).m == rich.m
    assert rich.subset([]).n == 0
    pd.testing.assert_frame_equal(rich.without("001").firms, rest.firms)
    for cut in (rich.without, rich.subset):
        with pytest.raises(cn.InputError) as caught:
            cut(["01", "leader", "nobody"])
        assert [fault.problem for fault in caught.value.faults] == ["no firm '01'", "no firm 'nobody'"]
        assert "001" in caught.value.faults[0].hint


def test_clusters_keep_their_links_to_the_outside() -> None:
    firms = pd.DataFrame(
        [("L", "one"), ("A", "one"), ("M", "two"), ("X", "none"), ("Y", None), ("Z", "two")],
        columns=["firm", "cluster"],
    )
    links = [("A", "L"), ("X", "L"), ("A", "M"), ("X", "Y"), ("Y", "X"), ("Y", "M")]
    clusters = network(firms, pd.DataFrame(links, columns=["supplier", "buyer"])).clusters()
    assert list(clusters) == ["one", "two"]
    one, two = clusters.values()
    assert one.firms.index.tolist() == ["L", "A", "M", "X"]
    assert one.links[["supplier", "buyer"]].to_numpy().tolist() == [["A", "L"], ["A", "M"], ["X", "L"]]
    assert two.firms.index.tolist() == ["A", "M", "Y", "Z"]  # Z has no links and is of the cluster
    assert two.links[["supplier", "buyer"]].to_numpy().tolist() == [["A", "M"], ["Y", "M"]]


def test_clusters_of_an_edge_list() -> None:
    """Where the firms say nothing of clusters, their links may."""
    links = pd.DataFrame(
        {
            "supplier": ["A", "B", "A", "C"],
            "buyer": ["L", "L", "M", "M"],
            "cluster": ["one", "one", "two", None],
            "value": 1.0,
        }
    )
    clusters = network(None, links).clusters()
    assert {name: net.firms.index.tolist() for name, net in clusters.items()} == {
        "one": ["A", "B", "L"],
        "two": ["A", "M"],
    }
    assert {name: net.m for name, net in clusters.items()} == {"one": 2, "two": 1}


# ---- at a glance --------------------------------------------------------------------------------------------


def test_repr(rich: cn.SupplyNetwork) -> None:
    shown = "5 firms (1 leader, 4 located), 5 links, 3 products, value 15.1 万元, synthetic"
    assert repr(rich) == f"<SupplyNetwork 'cluster': {shown}>"
    assert repr(linked(("A", "B"))) == "<SupplyNetwork: 2 firms (0 leaders), 1 link>"


def test_html_says_it_all(rich: cn.SupplyNetwork) -> None:
    html = rich._repr_html_()
    shown = [
        *(
            "集群 · cluster",
            "synthetic",
            "5 from 4 suppliers to 3 buyers",
            "链主 chain leader 1",
            "小巨人 little giant 1",
        ),
        *("not given 1", "15 万元 a year, not known for 1 links", "4 of 5 firms have coordinates"),
    ]
    for words in shown:
        assert words in html
    plain = linked(("A", "B"))._repr_html_()
    for words in ("not said whether real or synthetic", "none given", "0 of 2 firms"):
        assert words in plain
    assert "real" in cn.SupplyNetwork(rich.firms, rich.links, cn.About(synthetic=False))._repr_html_()


def test_html_escapes_what_users_write() -> None:
    nasty = "<script>alert('x')</script> & \"y\""
    firms = pd.DataFrame({"firm": ["A", nasty], "cluster": [nasty, "two"]})
    links = pd.DataFrame({"supplier": ["A"], "buyer": [nasty], "value": [1.0]})
    html = network(firms, links, about=cn.About(name_en=nasty, value_unit=nasty))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_doubts_are_kept_and_shown() -> None:
    with pytest.warns(cn.InputWarning, match="1 doubt,"):
        net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["A", "C"]}))
    assert [fault.severity for fault in net.doubts] == ["doubt"]
    assert "see net.doubts" in net._repr_html_()
    assert net.without(["C"]).doubts == net.doubts
