"""Rates by product, by stage and by year, and the reading of years."""

from __future__ import annotations

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from helpers import linked, networks, only, tables
from helpers import network as made
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection

import chainnet as cn
from chainnet.errors import InputWarning

ROWS = """供应商,采购商,采购额,年份
A,L,30,2022年
X,L,10,2022年
A,L,10,2023
X,L,30,2023
Y,L,5,2024
"""


def written(folder: Path, rows: str = ROWS) -> Path:
    path = folder / "links.csv"
    path.write_text(rows, encoding="utf-8")
    (folder / "firms.csv").write_text("企业编号,城市,角色\nL,Q,链主\nA,Q,\nX,T,\nY,,\n", encoding="utf-8")
    return path


def test_each_year_by_itself(tmp_path: Path) -> None:
    nets = cn.read_years(written(tmp_path), firms=tmp_path / "firms.csv")
    assert {year: net.links["value"].sum() for year, net in nets.items()} == {2022: 40, 2023: 40, 2024: 5}
    table = cn.rates_by_year(nets, area=cn.Agree("city"))
    rates = {int(year): only(table, buyer="L", by="value", year=year)["rate"] for year in (2022, 2023)}
    assert rates == {2022: 0.75, 2023: 0.25}
    last = only(table, buyer="L", by="value", year=2024)
    assert (last["reason"], last["low"], last["high"]) == ("no_located_supplier", 0, 1)
    fig, ax = cn.plot_rate_by_year(table, lang="en")
    assert ax.get_legend().get_texts()[0].get_text() == "all chain leaders = all buyers = L"
    assert "bounds" in fig.get_supxlabel()
    with pytest.raises(cn.InputError, match="no rate by product"):
        cn.plot_rate_by_year(table, by="product")
    plt.close("all")
    with pytest.raises(cn.InputError, match="no year"):
        cn.rates_by_year({})


def test_several_years_read_as_one_are_doubted_and_of_no_year(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.warns(InputWarning, match="3 years are taken together.*--year 2024"):
        net = cn.read(path, firms=tmp_path / "firms.csv")
    assert net.m == 3
    assert "year" not in net.links
    one = cn.read(path, firms=tmp_path / "firms.csv", year=2023)
    assert one.links["value"].tolist() == [10, 30]
    assert one.links["year"].tolist() == ["2023", "2023"]
    assert cn.read(path, year=2024).firms.index.sort_values().tolist() == [
        "L",
        "Y",
    ]  # without a table of firms those of the year


def test_years_that_are_not_there(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(cn.InputError, match="no row is of 1999; write one of 2022, 2023, 2024"):
        cn.read(path, year=1999)
    bare = written(tmp_path, "supplier,buyer\nA,L\n")
    with pytest.raises(cn.InputError, match="no column says the year"):
        cn.read(bare, year=2023)
    with pytest.raises(cn.InputError, match="no row names a year"):
        cn.read_years(bare)
    some = written(tmp_path, "supplier,buyer,year\nA,L,2023\nX,L,\n")
    with pytest.warns(InputWarning, match="1 rows without a year are left out"):
        assert cn.read(some, year=2023).m == 1


# ---- by product and by stage ----------------------------------------------------------------------------------------


def test_by_stage_and_by_product() -> None:
    net = linked(
        ("A", "L", "p", 30), ("X", "L", "p", 10), ("X", "L", "q", 5), ("Z", "L", None, 5),
        firm=["A", "L", "X", "Z"], city=["Q", "Q", "T", "Q"], stage=["parts", None, "parts", None],
        role=[None, "leader", None, None],
    )  # fmt: skip
    stages = cn.local_rate(net, per="stage")
    assert only(stages, buyer="L", by="value", stage="parts")["rate"] == 30 / 45
    unsaid = stages[stages["stage"].isna() & stages["buyer"].eq("L") & stages["by"].eq("value")]
    assert unsaid["rate"].tolist() == [1.0]
    products = cn.local_rate(net, per="product")
    assert only(products, buyer="(leaders)", by="value", product="p")["rate"] == 0.75
    assert only(products, buyer="L", by="count", product="q")["rate"] == 0
    assert set(products["by"]) == {"count", "value"}


@settings(max_examples=10)
@given(networks(firms=6, values=True))
def test_parts_add_up(net: cn.SupplyNetwork) -> None:
    """By value the rows of all products, that of none among them, make the whole."""
    if not net.has_products:
        return
    whole = cn.local_rate(net).query("by == 'value'").set_index("buyer")
    parts = cn.local_rate(net, per="product").query("by == 'value'").groupby("buyer")[
        ["numerator", "denominator", "unknown"]].sum()  # fmt: skip
    for column in parts:
        assert parts[column].to_dict() == pytest.approx(whole.loc[parts.index, column].to_dict())


def test_what_can_not_be_asked_for() -> None:
    net = linked(("A", "L", None, 1), firm=["A", "L"], city=["Q", "Q"])
    for options, words in (
        ({"per": "colour"}, "no rates per 'colour'"), ({"per": "stage"}, "nothing is said of any stage"),
        ({"per": "product", "deep": True}, "deep rates"),
    ):  # fmt: skip
        with pytest.raises(cn.InputError, match=words):
            cn.local_rate(net, **options)


# ---- a law ----------------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(tables(firms=6, values=True), st.integers(1, 9))
def test_one_more_local_link_never_lowers_a_rate(drawn: tuple[pd.DataFrame, pd.DataFrame], value: int) -> None:
    """A new local supplier of a product that is bought already."""
    firms, links = drawn
    buyer = links["buyer"].iloc[0]
    home = firms.set_index("firm")["city"].get(buyer)
    if not isinstance(home, str):
        return
    new = {"firm": "new", "city": home}
    more = pd.concat([firms, pd.DataFrame([new])], ignore_index=True)
    link = {"supplier": "new", "buyer": buyer, "product": links["product"].iloc[0], "value": float(value)}
    before, after = (
        cn.local_rate(made(more, part), area=cn.Agree("city"))
        for part in (links, pd.concat([links, pd.DataFrame([link])], ignore_index=True))
    )
    for by in ("count", "value", "product", "product_major"):
        one, other = only(before, buyer=buyer, by=by), only(after, buyer=buyer, by=by)
        for column in ("low", "high"):
            assert not other[column] < one[column] - 1e-12, (by, column)
        if by in ("count", "value") or one["unknown"] == 0:
            assert not other["rate"] < one["rate"] - 1e-12, by


# ---- the figure -----------------------------------------------------------------------------------------------------


def test_a_year_between_gaps_has_a_whisker_and_lines_that_are_one_are_drawn_once() -> None:
    columns = ["year", "buyer", "name", "by", "rate", "low", "high"]
    one = [(2020, 0.5, 0.2, 0.8), (2022, 0.4, 0.3, 0.5), (2023, 0.4, 0.3, 0.6)]
    rows = [(year, buyer, buyer, "value", *rest) for buyer in ("(leaders)", "L") for year, *rest in one]
    rows.append((2020, "(all)", "(all)", "value", 0.1, 0.1, 0.1))
    _, ax = cn.plot_rate_by_year(pd.DataFrame(rows, columns=columns), lang="en")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["all chain leaders = L", "all buyers"]
    whiskers = [part for part in ax.collections if isinstance(part, LineCollection)]
    segments = np.concatenate([part.get_segments() for part in whiskers])
    assert segments.tolist() == [[[2020, pytest.approx(0.2)], [2020, pytest.approx(0.8)]]]
    plt.close("all")
