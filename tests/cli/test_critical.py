"""`chainnet critical` as its users run it."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli.main import main

LINKS = "supplier,buyer,product,value\nM,L,bolt,8\nN,L,nut,2\nA,M,steel,1\nB,N,steel,1\n"
FIRMS = "firm,name,role\nL,领航,链主\nM,甲,供应商\nN,乙,供应商\nA,丙,供应商\nB,丁,供应商\n"
SET = "rank,firm,name,role,value,drop,low,high"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return tmp_path


def run(*arguments: object, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["critical", *map(str, arguments), "--lang", lang])


def table(done: Result) -> pd.DataFrame:
    assert done.exit_code == 0, done.output
    return pd.read_csv(io.StringIO(done.stdout))


@pytest.mark.parametrize("asked", [("--size", 1), ("--target", 0.5, "--greedy"), ("--size", 1, "--exact")])
def test_the_worst_set(folder: Path, asked: tuple[object, ...]) -> None:
    done = run(folder, *asked, "--keep", "leaders", "--format", "csv")
    rows = table(done)
    assert ",".join(rows) == SET
    assert len(rows) == 1
    assert "1 firm, " in done.stderr
    assert "proven: no set is better" in done.stderr


def test_protect_and_add(folder: Path) -> None:
    done = run(folder, "--protect", 1, "--attack", 2, "--keep", "leaders", "--format", "csv")
    assert ",".join(table(done)) == "rank,firm,name,role,before,after,worst"
    assert "the worst removal of 2 leaves" in done.stderr
    done = run(folder, "--add", 1, "--keep", "leaders", "--measure", "largest_component", "--format", "csv")
    assert ",".join(table(done)) == "rank,supplier,supplier_name,buyer,buyer_name,product,before,after,worst"


def test_figure_and_chinese(folder: Path) -> None:
    picture = folder / "left.png"
    done = run(folder, "--size", 2, "--measure", "largest_component", "--figure", picture, lang="zh")
    assert done.exit_code == 0, done.output
    assert picture.stat().st_size > 1000
    assert "名次" in done.stdout
    assert "剩余" in done.stdout
    assert "注意：2 家企业，剩余" in done.stderr


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ((), 2, "ask for one of"),
        (("--size", 1, "--target", 0.5), 2, "--size and --target are given"),
        (("--size", 0), 2, "--size"),
        (("--target", 1), 2, "--target"),
        (("--size", 1, "--attack", 2), 2, "--attack goes with"),
        (("--protect", 1, "--within", "city"), 2, "--within goes with --add"),
        (("--size", 1, "--keep", "nobody"), 2, "--keep"),
        (("--size", 1, "--keep", "leaders,supplier"), 1, "no firm may be removed"),
        (("--size", 1, "--leaders", "nobody"), 1, "no firm 'nobody'"),
        (("--size", 1, "--leaders", "A"), 1, "served is not defined: buys nothing"),
    ],
)
def test_what_is_wrong(folder: Path, asked: tuple[object, ...], code: int, said: str) -> None:
    done = run(folder, *asked)
    assert done.exit_code == code
    assert said in done.stderr


def test_no_leaders(folder: Path) -> None:
    done = run(folder / "links.csv", "--size", 1)
    assert done.exit_code == 1
    assert "served is not defined: no chain leader is named; take largest_component" in done.stderr
