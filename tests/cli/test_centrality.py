"""`centrality` and its three short tables, run in this process."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.cli.main import main
from chainnet.measures.centrality import MEASURES

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
    assert column.exit_code == 2
    assert "企业表没有“colour”列；写以下之一：role, grade, tier" in column.output


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--length", "1/value", "--measures", "core,in_degree"], "--length: only betweenness, closeness, harmonic"),
        (["--samples", "64", "--measures", "core"], "--samples: only betweenness"),
        (["--seed", "3"], "--seed goes with --samples"),
        (["--top", "5", "--measures", "articulation"], "articulation is true or false and ranks no firm"),
        (["--correlations", "--measures", "core"], "name two or more"),
    ],
)
def test_options_that_would_not_be_heeded(folder: Path, asked: list[str], said: str) -> None:
    done = run(folder, *asked)
    assert done.exit_code == 2
    assert said in done.stderr


def test_as_many_samples_as_firms_are_exact(folder: Path) -> None:
    done = run(folder, "--measures", "betweenness", "--samples", 1000, "--seed", 1, "--lang", "en")
    assert "1,000 samples are all 4 firms: betweenness is exact" in done.stderr
    assert "betweenness_error" not in done.stdout


@pytest.mark.parametrize(
    ("lang", "asked", "title", "note"),
    [
        ("en", ["--summary", "role"], "Number of suppliers (in-degree): mean by group", "the first of 15 measures"),
        ("zh", ["--top", "2"], "入度（供应商数）：前列企业", "只画第一项指标；共 14 项"),
        ("en", ["--top", "2", "--measures", "articulation,katz"], "Katz centrality: firms in front", ""),
    ],
)
def test_figures_say_what_they_show(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lang: str, asked: list[str], title: str, note: str
) -> None:
    figures: list[Figure] = []
    monkeypatch.setattr("chainnet.report.saving.save_figure", lambda figure, *_: figures.append(figure))
    done = run(folder, *asked, "--figure", "x.png", "--lang", lang)
    assert done.exit_code == 0, done.output
    assert figures[0].get_suptitle() == title
    assert note in figures[0].get_supxlabel()
    assert note or "measures" not in figures[0].get_supxlabel()


def test_every_centrality_has_words() -> None:
    assert tuple(term.key for term in terms.CENTRALITIES) == tuple(MEASURES)
