"""What `--help` shows: at once, with examples, and each example runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli import main

ROOT = Path(__file__).parents[2]
ELSEWHERE = ("chainnet report data/qingdao-rail -o out/qingdao-rail",)
"""What another test runs: it takes seconds, and tests/report looks at what comes of it."""
LINKS = "supplier,buyer,product,value,year\nS1,CRRC01,bolt,60,2023\nS2,CRRC01,nut,40,2023\nS1,CRRC01,bolt,70,2024\n"


def examples(command: click.Command, name: str) -> list[str]:
    """Return the lines of a command's help that show how to call it."""
    lines = command.get_help(click.Context(command, info_name="chainnet")).splitlines()
    found = [line.strip() for line in lines if re.match(rf" +chainnet {name}( |$)", line)]
    return [re.split(r" {3,}", line)[0] for line in found]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out what a user has: the shipped data, tables of her own, and a template."""
    place = tmp_path_factory.mktemp("desk")
    (place / "data").symlink_to(ROOT / "data")
    (place / "links.csv").write_text(LINKS, encoding="utf-8")
    pd.DataFrame({"供应商": ["S1"], "甲方": ["CRRC01"], "采购额": [60]}).to_excel(place / "links.xlsx", index=False)
    firms = {"firm": ["CRRC01", "S1", "S2"], "city": ["青岛", "青岛", "常州"], "province": ["山东", "山东", "江苏"]}
    where = {"longitude": [120.38, 120.4, 119.97], "latitude": [36.07, 36.1, 31.81]}
    pd.DataFrame(firms | where).to_excel(place / "firms.xlsx", index=False)
    km = [2.0, 5, 9, 14, 20, 27, 33, 41, 52, 60]
    pairs = {"supplier": ["QD0002"] * 10, "buyer": ["QD0001"] * 10, "km": km, "minutes": [5 + 1.2 * one for one in km]}
    pd.DataFrame(pairs).to_csv(place / "pairs.csv", index=False)
    pd.DataFrame(pairs).drop(columns=["supplier", "buyer"]).to_excel(place / "pairs.xlsx", index=False)
    assert run("chainnet new my-cluster", place).exit_code == 0
    return place


def run(line: str, place: Path) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        return CliRunner().invoke(main, shlex.split(line)[1:], env={"CHAINNET_LANG": "en"})


@pytest.mark.parametrize("name", main.commands)
def test_examples_run(name: str, desk: Path) -> None:
    lines = examples(main.commands[name], name)
    assert lines, "its help shows no example"
    for line in lines:
        if line not in ELSEWHERE and not (name == "new" and (desk / "my-cluster").exists()):
            done = run(line, desk)
            assert done.exit_code == 0, f"{line}\n{done.output}\n{done.exception!r}"


def test_help_of_the_program_names_all_commands_and_comes_at_once() -> None:
    began = time.process_time()
    done = CliRunner().invoke(main, ["--help"])
    assert time.process_time() - began < 0.2
    assert all(re.search(rf"^  {name} ", done.stdout, flags=re.M) for name in main.commands)


# ---- completion -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_for_shells(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"_CHAINNET_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("chainnet cent", {"centrality"}),
        ("chainnet remove data --order random,deg", {"random,degree"}),
        ("chainnet remove data --measure served,eff", {"served,efficiency"}),
        ("chainnet centrality data --measures pagerank_b", {"pagerank_buyers"}),
        ("chainnet rates data --area city+p", {"city+province", "city+polygon:"}),
        ("chainnet plot data --kind tie", {"tiers"}),
        ("chainnet rates data --grade champion,s", {"champion,srdi"}),
        ("chainnet synth q", {"qingdao-rail"}),
    ],
)
def test_words_are_completed(typed: str, proposed: set[str]) -> None:
    assert {line.partition(",")[2] for line in completed(typed)} == proposed


def completed(typed: str, word: str | None = None) -> list[str]:
    """Return what bash is told; `word` is what it takes for the last word."""
    word = typed.rsplit(maxsplit=1)[-1] if word is None else word
    env = {"_CHAINNET_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_WORD": word}
    done = CliRunner().invoke(main, env=env, prog_name="chainnet", complete_var="_CHAINNET_COMPLETE")
    return [line for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("typed", "word", "proposed"),
    [
        ("chainnet remove data --order file:my", "my", ["my list.csv", "mydir/"]),
        ("chainnet remove data --order random,file:my", "my", ["my list.csv", "mydir/"]),
        ("chainnet remove data --order=file:mydir/", "mydir/", ["mydir/a.csv"]),
        ("chainnet rates data --area city+polygon:", "", ["my list.csv", "mydir/"]),
        ("chainnet rates data --area km:", "", [""]),
        ("chainnet plot data --removed file:mydir/a", "mydir/a", ["mydir/a.csv"]),
        ("chainnet rates data --area firms:nowhere/", "nowhere/", []),
    ],
)
def test_files_are_completed_within_words(
    typed: str, word: str, proposed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bash takes a colon and = for ends of words: it gets what stands behind them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mydir").mkdir()
    for name in ("my list.csv", "mydir/a.csv", ".hidden"):
        (tmp_path / name).touch()
    assert [line.partition(",")[2] for line in completed(typed, word)] == proposed


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs bash")
def test_bash_itself_completes_them(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "list.csv").touch()
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    words = "COMP_WORDS=(chainnet remove data --order file : 甲/) COMP_CWORD=6"
    line = "chainnet remove data --order file:甲/"
    asked = (
        f"compopt() {{ :; }}\n{words}\nCOMP_LINE='{line}'\nCOMP_POINT={len(line)}\n"
        f"_chainnet_completion chainnet 甲/ :\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{asked}"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "甲/list.csv\n", done.stderr


def test_files_are_completed_where_a_network_is_due() -> None:
    for typed in ("chainnet rates da", "chainnet rates data --firms fi", "chainnet rates data -o ou"):
        assert completed(typed)[0].startswith("file,"), typed


# ---- wrong usage in Chinese -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["rates"], "缺少参数 NETWORK", "Missing argument 'NETWORK'"),
        (["plot", "x", "-o", "a.png"], "缺少选项 --kind，请写 tiers、", "Missing option '--kind'"),
        (["rates", "x", "--grad", "a"], "没有选项 --grad；是否想写 --grade", "No such option"),
        (["rats"], "没有 'rats' 这个命令", "No such command 'rats'"),
        (["rates", "x", "y"], "多出了参数 y", "unexpected extra argument"),
        (["rates", "x", "-o"], "选项 '-o' 之后要写一个值", "requires an argument"),
        (["rates", "x", "--per", "day"], "--per：'day' 不在可选之列，请写 'product', 'stage' 之一", "is not one of"),
        (["radius", "x", "--minutes", "-1"], "--minutes：-1.0 超出范围", "is not in the range"),
        (["radius", "x", "--minutes", "soon"], "--minutes：'soon' 不是数", "is not a valid float"),
        (["rates", "x", "--grade", "best"], "--grade：没有称号 'best'", "'best': write champion"),
        (["radius", "x", "--curve", "--alternatives"], "各是一张表，请只写一个", "are tables of their own"),
        (["rates", "x", "-o", "x.doc"], "文件名请以 .csv、.xlsx", "end the name in one of"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(words: list[str], zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        done = CliRunner().invoke(main, words, env={"CHAINNET_LANG": lang})
        assert done.exit_code == 2
        assert said in done.stderr
        assert done.stdout == ""
    if len(words) > 1 and words[0] != "rats" and words[-1] != "-o":
        assert zh in CliRunner().invoke(main, [*words, "--lang", "zh"], env={"CHAINNET_LANG": "en"}).stderr
