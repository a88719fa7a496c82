"""`chainnet critical` as its users run it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from matplotlib.figure import Figure

from chainnet.cli.common import Shared
from chainnet.cli.critical_notes import counted, note_set
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
    assert re.search("proven: (no set is better|0.0% is the least there can be, and no fewer)", done.stderr)


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


def drawn(monkeypatch: pytest.MonkeyPatch, *arguments: object, lang: str = "en") -> tuple[list[str], str]:
    """Return the labels from the top and the title of the bars that a command draws."""
    from chainnet.report import saving

    figures: list[Figure] = []
    monkeypatch.setattr(saving, "save_figure", lambda figure, *_: figures.append(figure))
    done = run(*arguments, "--figure", "x.png", lang=lang)
    assert done.exit_code == 0, done.output
    return [label.get_text() for label in figures[0].axes[0].get_yticklabels()], figures[0].get_suptitle()


def test_figure_of_protection_goes_by_rank_from_nothing_protected(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = LINKS.replace("\n", ",no\n").replace("value,no", "value,essential").replace("steel,1,no", "steel,1,yes")
    (folder / "links.csv").write_text(needed, encoding="utf-8")
    labels, title = drawn(monkeypatch, folder, "--protect", 2, "--keep", "leaders,logistics")
    assert labels[0] == "(nothing protected)"
    assert [label[0] for label in labels[1:]] == ["1", "2"]
    assert "served purchases" in title
    labels, _ = drawn(monkeypatch, folder, "--add", 1, "--keep", "链主", "--measure", "largest_component", lang="zh")
    assert labels[0] == "（未新增）"


def test_roles_in_chinese_and_roles_that_nobody_has(folder: Path) -> None:
    assert table(run(folder, "--size", 1, "--keep", "链主", "--format", "csv"))["firm"].tolist() != ["L"]
    nobody = run(folder, "--size", 1, "--keep", "logistics,链主")
    assert "--keep: no firm is a logistics" in nobody.stderr
    links = run(folder / "links.csv", "--size", 1, "--keep", "leaders", "--measure", "largest_component")
    assert "--keep: no firm is a leader" in links.stderr


@pytest.mark.parametrize(
    ("attrs", "said"),
    [
        (
            {"bound_source": "least possible", "fewest": 2},
            "0.0% is the least there can be, and no fewer firms leave it",
        ),
        ({"bound_source": "least possible", "fewest": 1}, "least there can be; whether 1 firms would do is not known"),
        ({"bound_source": "none", "proven": False}, "not proven: how much better a set could be is not known (--exact"),
        ({"bound_source": "linear relaxation", "proven": False, "bound": 0.2}, "leaves less than 20.0% (linear rel"),
        ({"proven": False, "bound": 1.0, "target": 0.5}, "how much better a set could be is not known"),
        ({"proven": False, "bound": 2.0, "target": 0.5}, "no set has fewer than 2 firms"),
    ],
)
def test_what_is_said_of_a_set(attrs: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = pd.DataFrame({"firm": ["A", "B"]})
    usual = {"value": 0.0, "bound": 0.0, "proven": True, "target": None, "fewest": None, "method": "greedy+swaps"}
    rows.attrs = {**usual, "bound_source": "integer program", "swaps_cut_short": False, **attrs}
    note_set(Shared.of_table(lang="en", format="table", output=None), rows)
    assert said in capsys.readouterr().err


def test_no_candidates(folder: Path) -> None:
    done = run(folder, "--add", 1, "--keep", "leaders", "--within", "minutes:60")
    assert done.exit_code == 1
    assert "the firms table says nothing of longitude; fill in the column longitude" in done.stderr
    firms = FIRMS.replace("role\n", "role,city\n").replace("商\n", "商,青岛市\n").replace("链主\n", "链主,济南市\n")
    (folder / "firms.csv").write_text(firms.replace("A,丙,供应商,青岛市", "A,丙,供应商,烟台市"), encoding="utf-8")
    assert "no candidates" not in run(folder, "--add", 1, "--keep", "leaders").stderr
    far = run(folder, "--add", 1, "--keep", "leaders", "--within", "district")
    assert far.exit_code == 1 or "no candidates" in far.stderr


def test_progress_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    now = iter([0.0, 1.0, 2.5, 3.0, 5.5, 6.0])
    monkeypatch.setattr("chainnet.cli.critical_notes.time.monotonic", lambda: next(now))
    step = counted(Shared.of_table(lang="en", format="table", output=None), "已找出", "worst removals found")
    for _ in range(5):
        step()
    told = capsys.readouterr().err.splitlines()
    assert told == ["worst removals found: 2 (2 s)", "worst removals found: 4 (6 s)"]


def test_no_leaders(folder: Path) -> None:
    done = run(folder / "links.csv", "--size", 1)
    assert done.exit_code == 1
    assert "served is not defined: no chain leader is named; take largest_component" in done.stderr
