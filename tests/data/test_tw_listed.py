"""The Taiwan data set: rebuilt byte for byte, counted, its names checked against the reviewed lists."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "tw-listed"

KINDS = {"product", "material", "technology", "industry", "group", "place", "person", "other"}

# Names checked by hand, the less obvious ones by their report.
MUST_BE_OUT = [
    *("AI 伺服器", "電動車", "5G", "PCB", "銅箔", "資料中心", "ODM", "CoWoS", "導線架", "半導體", "碳化矽"),
    *("AI[[伺服器", "55688", "新竹科學園區", "林俊傑", "去中化", "星空聯盟", "Kenda", "PiG", "CSP"),
]
MUST_BE_IN = {
    **{name: name for name in ("台電", "國防部", "中國醫藥大學", "台大醫院", "經濟部水利署", "台灣銀行")},
    **{name: name for name in ("DISCO", "ONE", "CIP", "Arm 安謀", "MIE", "Gogoro", "Organo")},
    "UPS": "UPS",  # the carrier
    "花王": "花王",  # Kao, not 8906
    "Sumitomo Metal Mining": "Sumitomo Metal Mining",
    "2330": "台積電",
    "6285": "啟碁",
    "3622": "洋華",
    "5007": "三星",
}


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def firms() -> pd.DataFrame:
    return read(FOLDER / "firms.csv").set_index("firm")


@pytest.fixture(scope="module")
def links() -> pd.DataFrame:
    return read(FOLDER / "links.csv")


@pytest.fixture(scope="module")
def nodes() -> pd.DataFrame:
    return read(FOLDER / "source" / "nodes.csv")


@pytest.fixture(scope="module")
def edges() -> pd.DataFrame:
    return read(FOLDER / "source" / "edges.csv")


@pytest.fixture(scope="module")
def not_firms() -> pd.DataFrame:
    return read(FOLDER / "not-firms.csv")


def test_build_gives_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, str(FOLDER / "build.py"), str(tmp_path / "out")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    for table in ("firms.csv", "links.csv"):
        assert (tmp_path / "out" / table).read_bytes() == (FOLDER / table).read_bytes()
    assert "7936 links, 1901 between two listed firms" in done.stdout
    assert "3894 firms, 1733 listed" in done.stdout


def test_nothing_is_lost_uncounted(edges: pd.DataFrame, links: pd.DataFrame) -> None:
    taken_out = {"not a firm": 1589, "self-loops": 3, "repeats": 48}
    assert len(edges) == 9576
    assert len(links) == len(edges) - sum(taken_out.values())


def test_not_firms_are_in_the_source_and_in_no_table(
    not_firms: pd.DataFrame, edges: pd.DataFrame, firms: pd.DataFrame, links: pd.DataFrame
) -> None:
    names = set(not_firms["name"])
    assert not_firms["name"].is_unique
    assert set(not_firms["kind"]) <= KINDS
    assert (not_firms["note"] != "").all()
    assert names <= set(edges["supplier"]) | set(edges["customer"])
    assert not names & (set(firms.index) | set(firms["name"]))
    assert not names & (set(links["supplier"]) | set(links["buyer"]))


def test_no_listed_firm_is_called_a_thing(not_firms: pd.DataFrame, nodes: pd.DataFrame, firms: pd.DataFrame) -> None:
    listed = firms[firms["listed"] == "yes"]
    forbidden = set(nodes["name"]) | set(nodes["ticker"]) | set(listed["name"]) | set(listed.index)
    assert not set(not_firms["name"]) & forbidden


def test_every_listed_firm_is_there_with_its_sector(nodes: pd.DataFrame, firms: pd.DataFrame) -> None:
    assert len(nodes) == 1735
    listed = firms[firms["listed"] == "yes"]
    assert len(listed) == 1733  # two rows of the source are repeats: 3046 damaged, 3622 swapped
    tickers = set(nodes.loc[nodes["ticker"].str.fullmatch(r"\d{4}"), "ticker"])
    assert set(listed.index) == tickers
    sectors = nodes.drop_duplicates("ticker").set_index("ticker")["sector"]
    assert (listed["sector"] == sectors.reindex(listed.index)).all()
    assert (listed["sector"] != "").all()
    assert listed["name"].is_unique
    assert set(firms["listed"]) == {"yes", "no"}
    assert (firms.loc[firms["listed"] == "no", "sector"] == "").all()


def test_links_end_in_firms_and_stand_once(firms: pd.DataFrame, links: pd.DataFrame) -> None:
    listed = set(firms.index[firms["listed"] == "yes"])
    ends = set(links["supplier"]) | set(links["buyer"])
    assert firms.index.is_unique
    assert set(firms.index) == ends | listed
    assert not (links["supplier"] == links["buyer"]).any()
    assert not links.duplicated(["supplier", "buyer"]).any()
    both = links["supplier"].isin(listed) & links["buyer"].isin(listed)
    assert (both == (links["both_listed"] == "yes")).all()
    assert (links["supplier"].isin(listed) | links["buyer"].isin(listed)).all()


def test_no_mark_of_damage_or_markup_is_left(firms: pd.DataFrame) -> None:
    text = firms.index.to_series() + " " + firms["name"]
    assert not text.str.contains(r"\ufffd|\[\[|\||_").any()
    assert (firms["name"] == firms["name"].str.strip()).all()


def test_lost_bytes_are_proved_by_losing_them_again() -> None:
    repairs = read(FOLDER / "repairs.csv")
    damaged = repairs[repairs["as_written"].str.contains("\ufffd")]
    assert len(damaged) == 11
    for row in damaged.itertuples():
        assert row.repaired.encode("cp950").decode("big5", "replace") == row.as_written


@pytest.mark.parametrize("name", MUST_BE_OUT)
def test_out(name: str, edges: pd.DataFrame, firms: pd.DataFrame) -> None:
    assert name in set(edges["supplier"]) | set(edges["customer"])
    assert name not in firms.index


@pytest.mark.parametrize(("firm", "name"), MUST_BE_IN.items())
def test_in(firm: str, name: str, firms: pd.DataFrame, links: pd.DataFrame) -> None:
    assert firms.loc[firm, "name"] == name
    assert firm in set(links["supplier"]) | set(links["buyer"])


def test_homonyms_are_parted(links: pd.DataFrame) -> None:
    pairs = set(zip(links["supplier"], links["buyer"], strict=True))
    assert ("1714", "花王") in pairs
    assert not any("8906" in pair and "1714" in pair for pair in pairs)
    assert ("8942", "UPS") in pairs  # 森鉅 makes trailers for the carrier
    assert ("3043", "UPS") not in pairs  # 科風 makes power supplies
    assert {("Bell (helicopters)", "2630"), ("4536", "Bell (helmets)")} <= pairs
    assert ("4905", "6263") in pairs  # the report on 普萊德 reads 台[[聯電]] (4905)
    assert ("2303", "6263") not in pairs


def test_names_never_merge(firms: pd.DataFrame) -> None:
    aliases = read(FOLDER / "aliases-suggested.csv")
    assert aliases["name"].is_unique
    assert (firms.loc[aliases["name"], "listed"] == "no").all()
    assert (firms.loc[aliases["ticker"], "listed"] == "yes").all()
    assert firms.loc[aliases["ticker"], "name"].tolist() == aliases["listed_name"].tolist()
    assert {"聯華電子", "2303", "NVIDIA", "Nvidia"} <= set(firms.index)


def test_doubtful_names_stayed(firms: pd.DataFrame) -> None:
    doubtful = read(FOLDER / "doubtful.csv")
    assert doubtful["name"].is_unique
    assert (firms.loc[doubtful["name"], "listed"] == "no").all()
    assert (doubtful["why"] != "").all()
