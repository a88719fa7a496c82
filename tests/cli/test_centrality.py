"""`centrality` and its three short tables, run in this process."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli.main import main

LINKS = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\nS3,S1,steel,10\nS3,S2,steel,5\n"
FIRMS = "firm,name,name_en,role,grade\nL,领航,Pilot,链主,\nS1,甲,,供应商,小巨人\nS2,乙,,供应商,\nS3,丙,,,专精特新\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["centrality", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return tmp_path


def written(done: Result, path: Path) -> pd.DataFrame:
    assert done.exit_code == 0, done.output
    return pd.read_csv(path)


@pytest.mark.parametrize(("by", "groups"), [("tier", ["0", "1", "2"]), ("grade", ["little_giant", "srdi", "unknown"])])
def test_summary(folder: Path, tmp_path: Path, by: str, groups: list[str]) -> None:
    done = run(folder, "--summary", by, "--measures", "out_degree,core", "-o", tmp_path / "x.csv")
    table = written(done, tmp_path / "x.csv")
    assert table["group"].astype(str).unique().tolist() == groups
    assert table.columns.tolist() == [
        "group", "measure", "firms", "unknown", "mean", "median", "most", "share", "firm", "name", "reason",
    ]  # fmt: skip


def test_top(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--top", 1, "--measures", "out_degree,in_strength", "-o", tmp_path / "x.csv", "--lang", "en")
    table = written(done, tmp_path / "x.csv")
    expected = [["out_degree", 1, "S3", "丙", 2.0], ["in_strength", 1, "L", "Pilot", 100.0]]
    assert table[["measure", "rank", "firm", "name", "value"]].to_numpy().tolist() == expected


def test_correlations(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--correlations", "--measures", "in_degree,out_degree", "-o", tmp_path / "x.csv")
    table = written(done, tmp_path / "x.csv")
    assert table[["measure", "other_measure"]].to_numpy().tolist() == [["in_degree", "out_degree"]]
    assert table["correlation"].between(-1, 0).all()


@pytest.mark.parametrize("asked", [["--summary", "role"], ["--top", "3"], ["--correlations"], []])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures(folder: Path, tmp_path: Path, asked: list[str], lang: str) -> None:
    done = run(folder, *asked, "--figure", tmp_path / "x.svg", "--lang", lang)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "x.svg").stat().st_size > 1000


def test_words_in_chinese(folder: Path) -> None:
    """Measures, roles and columns have their words."""
    shown = run(folder, "--summary", "role", "--lang", "zh").output
    for word in ("组别", "链主", "供应商", "占合计比例", "最高企业", "介数", "PageRank（向供应商）", "领航"):
        assert word in shown
    assert "指标  " in run(folder, "--top", 2, "--lang", "zh").output
    assert "等级相关系数" in run(folder, "--correlations", "--lang", "zh").output


def test_wrong_usage(folder: Path) -> None:
    both = run(folder, "--top", 2, "--correlations")
    assert both.exit_code == 2
    assert "three tables: ask for one" in both.output
    assert run(folder, "--top", 0).exit_code == 2
    column = run(folder, "--summary", "colour", "--lang", "zh")
    assert column.exit_code == 1
    assert "企业表没有“colour”列；写以下之一：role, grade, tier" in column.output
