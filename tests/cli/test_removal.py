"""`chainnet remove`: what it prints, what it tells, and how it refuses."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli.main import main

LINKS = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\nS3,S1,steel,10\nS4,S1,steel,5\n"
FIRMS = (
    "firm,role,city,longitude,latitude\nL,leader,青岛,120.4,36.1\nS1,supplier,青岛,120.38,36.07\n"
    "S2,supplier,潍坊,119.16,36.7\nS3,supplier,潍坊,119.2,36.7\nS4,,,,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, lang: str = "en") -> Result:
    given = ["remove", str(folder), *arguments, "--lang", lang]
    return CliRunner().invoke(main, given, env={"COLUMNS": "200"})


def table(folder: Path, *arguments: str) -> pd.DataFrame:
    done = run(folder, *arguments, "--format", "csv", "--quiet")
    assert done.exit_code == 0, done.output
    return pd.read_csv(io.StringIO(done.stdout))


# ---- links --------------------------------------------------------------------------------------------------


def test_links_by_value(folder: Path) -> None:
    found = table(folder, "--links", "--order", "value", "--measure", "served")
    assert found["removed"].tolist() == [0, 1, 2, 3, 4]
    assert found["value"].tolist() == [1, 0, 0, 0, 0]  # L needs bolts
    assert found["high"].tolist() == [1, 0.4, 0, 0, 0]


def test_links_of_a_file(folder: Path) -> None:
    path = folder / "closed.csv"
    path.write_text("供应商,采购商\nS3,S1\nS4,S1\n", encoding="utf-8")
    found = table(folder, "--links", "--order", f"file:{path}", "--measure", "served")
    assert found["value"].tolist() == [1, 1, 0]
    assert found["order"].unique().tolist() == [f"file:{path}"]
    path.write_text("supplier,buyer,product\nS3,S1,steel\nS3,L,steel\nS3,S1,steel\n", encoding="utf-8")
    done = run(folder, "--links", "--order", f"file:{path}")
    assert done.exit_code == 1
    assert "no link S3 -> L (steel)" in done.stderr
    assert "link S3 -> S1 (steel) comes twice" in done.stderr


# ---- files of firms -----------------------------------------------------------------------------------------


def test_firms_of_a_file(folder: Path) -> None:
    path = folder / "list.csv"
    path.write_text("S3\nS4\n", encoding="utf-8")  # a bare list
    found = table(folder, "--order", f"file:{path}", "--measure", "served")
    assert found["value"].tolist() == [1, 1, 0]
    path.write_text("rank,企业编号\n1,S3\n2,S4\n", encoding="utf-8")
    assert table(folder, "--order", f"file:{path}", "--measure", "served")["value"].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "options", "en", "zh"),
    [
        ("when,what\n1,2\n", (), "no column firm; write a column firm", "没有“企业编号”列"),
        ("firm\n", (), "the file lists no firm", "文件中没有列出企业"),
        ("firm\nS9\nS3\nS3\n", (), "firm 'S3' comes twice", "出现两次"),
        ("firm\nS9\n", (), "no firm 'S9'", "没有企业“S9”"),
        ("firm\nL\n", ("--keep", "leaders"), "is to be kept", "属于保留的角色"),
        ("buyer\nL\n", ("--links",), "no column supplier", "没有“供应商”列"),
    ],
)
def test_files_at_fault(folder: Path, text: str, options: tuple[str, ...], en: str, zh: str) -> None:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    for lang, words in (("en", en), ("zh", zh)):
        done = run(folder, "--order", f"file:{path}", *options, lang=lang)
        assert done.exit_code == 1, done.output
        assert words in done.stderr


# ---- groups -------------------------------------------------------------------------------------------------


def test_groups(folder: Path) -> None:
    found = table(folder, "--groups", "city", "--measure", "served")
    assert found.columns.tolist() == ["group", "firms", "share_removed", "served", "served_low", "served_high"]
    assert found[["group", "firms", "served"]].to_numpy().tolist() == [["潍坊", 2, 1.0], ["青岛", 2, 1.0]]
    told = run(folder, "--groups", "city", lang="zh")
    assert "1 家企业不属于任何一组" in told.stderr
    assert "保障率下降" in told.stdout


def test_groups_near_a_point_and_of_a_file(folder: Path) -> None:
    found = table(folder, "--groups", "km:50@120.38,36.07", "--keep", "leaders", "--measure", "largest_component")
    assert found[["group", "firms"]].to_numpy().tolist() == [["50 km @ 120.38,36.07", 1]]
    told = run(folder, "--groups", "km:50@120.38,36.07")
    assert "3 firms are in no group, 1 of them of unknown place" in told.stderr
    path = folder / "groups.csv"
    path.write_text("group,firm\nsteel,S3\nsteel,S4\nnuts,S2\n", encoding="utf-8")
    found = table(folder, "--groups", f"file:{path}", "--measure", "largest_component")
    assert found[["group", "firms"]].to_numpy().tolist() == [["steel", 2], ["nuts", 1]]


@pytest.mark.parametrize(
    ("groups", "code", "words"),
    [
        ("stage", 1, "no column 'stage'"),
        ("km:50", 2, "write kilometres, longitude and latitude"),
        ("km:50@36.07,120.38", 1, "no point 36.07,120.38"),
        ("km:1@100,30", 1, "no firm lies within km:1@100,30"),
        ("by:city", 2, "write city, province"),
        ("file:nowhere.csv", 1, "nowhere.csv"),
    ],
)
def test_groups_at_fault(folder: Path, groups: str, code: int, words: str) -> None:
    done = run(folder, "--groups", groups)
    assert done.exit_code == code
    assert words in done.stderr


def test_a_file_of_groups_at_fault(folder: Path) -> None:
    path = folder / "groups.csv"
    for text, words in (
        ("firm,note\nS1,x\n", "no column group"),
        ("group,note\nx,y\n", "no column firm"),
        ("group,firm\nx,S9\n", "no firm 'S9'"),
    ):
        path.write_text(text, encoding="utf-8")
        done = run(folder, "--groups", f"file:{path}")
        assert done.exit_code == 1
        assert words in done.stderr


# ---- curves -------------------------------------------------------------------------------------------------


def test_until(folder: Path) -> None:
    assert table(folder, "--order", "degree", "--until", "0.4", "--measure", "served")["removed"].tolist() == [0, 1, 2]
    done = run(folder, "--order", "degree", "--until", "0.4", "--summary")
    assert "the order ends before all are removed" in done.stdout


def test_ties_and_seed_are_named(folder: Path) -> None:
    assert (
        "ties by value sold, then id; 7 random orders of seed 3"
        in run(folder, "--runs", "7", "--seed", "3", "--summary").stderr
    )
    assert "得分相同时按销售额，再按企业编号" in run(folder, "--order", "degree", "--summary", lang="zh").stderr
    assert "ids of supplier and buyer" in run(folder, "--links", "--order", "degree", "--summary").stderr


def test_every_order_and_measure(folder: Path) -> None:
    from chainnet.cli.removal import LINK_ORDERS, MEASURES, ORDERS

    found = table(folder, "--order", ",".join(ORDERS), "--measure", ",".join(MEASURES), "--summary", "--runs", "3")
    assert len(found) == len(ORDERS) * len(MEASURES)
    assert found["robustness"].between(0, 1).all()
    found = table(folder, "--links", "--order", ",".join(LINK_ORDERS), "--measure", ",".join(MEASURES), "--runs", "3")
    assert found.groupby(["order", "measure"])["removed"].max().eq(4).all()


def test_beside_rewirings(folder: Path) -> None:
    found = table(folder, "--null", "3", "--order", "degree,random", "--runs", "2", "--measure", "largest_component")
    assert sorted(found["network"].unique()) == ["given", "rewired"]
    assert found["order"].unique().tolist() == ["degree", "random"]
    summary = table(folder, "--null", "3", "--order", "degree,value", "--summary")
    assert summary["order"].tolist() == ["degree", "degree", "value", "value"]
    assert summary["null_mean"].notna().all()
    figure = folder / "null.png"
    assert run(folder, "--null", "2", "--order", "degree", "--figure", str(figure)).exit_code == 0
    assert figure.exists()


def test_without_leaders_served_is_said_to_be_undefined(folder: Path) -> None:
    done = run(folder / "links.csv", "--summary")
    assert done.exit_code == 0
    assert "served is not defined: no chain leader is named (no_leaders)" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--runs", "0"),
        ("--threshold", "1"),
        ("--until", "0"),
        ("--until", "1.5"),
        ("--null", "1"),
        ("--links", "--order", "pagerank"),
        ("--single", "--groups", "city"),
        ("--summary", "--groups", "city"),
        ("--single", "--links"),
        ("--groups", "city", "--until", "0.5"),
        ("--groups", "city", "--null", "3"),
    ],
)
def test_wrong_usage_is_2(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run(folder, *arguments).exit_code == 2
