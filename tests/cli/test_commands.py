"""The command line as its users run it: exit codes, pipes, columns, files."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
LINKS = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\nS3,S1,steel,10\n"
FIRMS = (
    "firm,name,role,city,longitude,latitude\n"
    "L,领航,链主,青岛,120.38,36.07\nS1,甲,供应商,青岛,120.40,36.10\nS2,乙,小巨人,常州,119.97,31.81\nS3,丙,,,,\n"
)
HEAVY = {"numpy", "pandas", "numba", "matplotlib", "scipy", "igraph"}
CONTRACT = {
    "rates": "buyer,name,by,rate,numerator,denominator,unknown,low,high,reason",
    "radius": "buyer,name,by,rate,numerator,denominator,unknown,low,high,slow,fast,p50,p90,unreachable,reason",
    "concentration": "buyer,product,suppliers,value,hhi,effective,single_source",
    "centrality": "firm,name,role,betweenness",
    "remove": "order,measure,removed,share_removed,value,low,high",
    "remove --summary": "order,measure,robustness,threshold_share,peak_share",
    "remove --single": "firm,name,largest_component,served",
    "check": "file,row,column,severity,problem,hint",
}


def run(*arguments: str, data: str | None = None, lang: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHAINNET_LANG": lang}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "chainnet", *map(str, arguments)],
        input=data, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=ROOT, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (tmp_path / "cluster.toml").write_text(
        '[cluster]\nname_zh = "试点"\nsynthetic = true\nvalue_unit = "万元"\n', encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("words", CONTRACT)
def test_columns_are_the_contract(folder: Path, words: str) -> None:
    command, *rest = words.split()
    extra = {
        "centrality": ["--measures", "betweenness"],
        "remove": ["--measure", "largest_component,served", "--runs", "3"],
    }
    done = run(command, str(folder), *rest, *extra.get(command, []), "--format", "csv")
    assert done.returncode == 0, done.stderr
    header = done.stdout.splitlines()[0].split(",")
    assert header[: len(CONTRACT[words].split(","))] == CONTRACT[words].split(",")


def test_rates_numbers(folder: Path) -> None:
    done = run("rates", str(folder), "--area", "city", "--format", "csv")
    table = pd.read_csv(io.StringIO(done.stdout)).set_index(["buyer", "by"])
    assert table.loc[("L", "count"), "rate"] == 0.5
    assert table.loc[("L", "value"), "rate"] == 0.6
    assert table.loc[("S1", "count"), ["low", "high"]].tolist() == [0.0, 1.0]
    assert table.loc[("S1", "count"), "reason"] == "no_located_supplier"
    assert "synthetic" in done.stderr
    assert table["data"].eq("synthetic").all()


def test_standard_input_and_json() -> None:
    done = run("rates", "-", "--area", "firms:" + str(ROOT / "nowhere.csv"), data=LINKS)
    assert done.returncode == 1
    assert "nowhere.csv" in done.stderr
    done = run("concentration", "-", "--format", "json", data=LINKS)
    rows = json.loads(done.stdout)
    assert {row["product"] for row in rows} == {"bolt", "nut", "steel"}
    assert all(row["single_source"] is True for row in rows)


def test_area_forms(folder: Path) -> None:
    (folder / "list.csv").write_text("S1\n", encoding="utf-8")
    for area, rate in ((f"firms:{folder / 'list.csv'}", 0.5), ("city=常州", 0.5), ("minutes:60", 0.5)):
        done = run("rates", str(folder), "--area", area, "--format", "csv")
        table = pd.read_csv(io.StringIO(done.stdout)).set_index(["buyer", "by"])
        assert table.loc[("L", "count"), "rate"] == rate, area
    assert run("rates", str(folder), "--area", "polygon").returncode == 1  # no such column
    for wrong in ("minutes:x", "what:ever", "=x"):
        done = run("rates", str(folder), "--area", wrong)
        assert done.returncode == 2, wrong
        assert "minutes:" in done.stderr


def test_wrong_usage_is_2(folder: Path) -> None:
    for arguments in (
        ["remove", str(folder), "--order", "wishful"],
        ["remove", str(folder), "--measure", "hope"],
        ["remove", str(folder), "--summary", "--single"],
        ["centrality", str(folder), "--measures", "fame"],
        ["rates", str(folder), "-o", "x.doc"],
        ["plot", str(folder), "--kind", "tiers", "-o", "x.doc"],
        ["radius", str(folder), "--curve", "--alternatives"],
        ["nonsense"],
    ):
        assert run(*arguments).returncode == 2, arguments


def test_data_faults_are_1_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "坏的 links.csv"
    path.write_text("供应商,采购商,采购额\n甲,乙,-3\n,乙,两千\n丙,丙,1\n", encoding="gb18030")
    done = run("rates", str(path))
    assert done.returncode == 1
    assert "links.csv:2:采购额 — -3 is negative" in done.stderr
    assert "links.csv:3:供应商 — the cell is empty" in done.stderr
    assert "links.csv:3:采购额 — '两千' is no number" in done.stderr
    checked = run("check", str(path), "--format", "csv")
    assert checked.returncode == 1
    table = pd.read_csv(io.StringIO(checked.stdout))
    assert table["severity"].tolist() == ["fault"] * 3 + ["doubt"]


def test_check_of_good_data_is_0(folder: Path) -> None:
    done = run("check", str(folder))
    assert done.returncode == 0
    assert "0 faults" in done.stderr


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_output_files(folder: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / "新 out" / f"rates.{ending}"
    done = run("rates", str(folder), "-o", str(path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    read = {
        "csv": pd.read_csv,
        "xlsx": lambda place: pd.read_excel(place, engine="openpyxl"),
        "parquet": pd.read_parquet,
        "json": pd.read_json,
    }[ending]
    table = read(path)
    assert len(table) == 16
    beside = [f"{path.name}.provenance.json"] if ending in ("csv", "json") else []
    assert sorted(item.name for item in path.parent.iterdir()) == [path.name, *beside]  # nothing temporary is left
    assert run("rates", str(folder), "-o", str(path), "--no-provenance").returncode == 0
    assert [item.name for item in path.parent.iterdir()] == [path.name]  # nor what was said of an earlier one


def test_xlsx_holds_no_formulas(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("supplier,buyer\n=1+1,@SUM(A1)\n", encoding="utf-8")
    assert (
        run(
            "centrality",
            str(tmp_path / "links.csv"),
            "--measures",
            "in_degree",
            "-o",
            str(tmp_path / "x.xlsx"),
        ).returncode
        == 0
    )
    from openpyxl import load_workbook

    cells = [cell for row in load_workbook(tmp_path / "x.xlsx").active.iter_rows() for cell in row]
    assert {"=1+1", "@SUM(A1)"} <= {cell.value for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)


def test_build_by_cluster(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("supplier,buyer\nA,B\nB,C\nC,D\n", encoding="utf-8")
    (tmp_path / "firms.csv").write_text("firm,cluster\nA,东\nB,东\nC,西\nD,西\n", encoding="utf-8")
    done = run("build", str(tmp_path), "--by", "cluster", "-o", str(tmp_path / "g" / "all.graphml"))
    assert done.returncode == 0, done.stderr
    import chainnet as cn

    east = cn.read(tmp_path / "g" / "all.东.graphml")
    assert sorted(east.firms.index) == ["A", "B", "C"]
    assert len(east.links) == 2


def test_new_is_read_back_in_both_languages_and_forms(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        target = tmp_path / lang
        assert run("new", str(target), "--lang", lang).returncode == 0
        for network in (target, target / "template.xlsx"):
            done = run("check", str(network))
            assert done.returncode == 0, done.stderr
            assert "0 faults, 0 doubts" in done.stderr
        again = run("new", str(target), "--lang", lang)
        assert again.returncode == 1
        assert {"zh": "文件夹已存在", "en": "the folder exists"}[lang] in again.stderr


def test_synth_is_refused_without_a_preset_and_over_other_folders(tmp_path: Path) -> None:
    done = run("synth", "atlantis", "-o", str(tmp_path / "x"))
    assert done.returncode == 1
    assert "qingdao-rail" in done.stderr
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    done = run("synth", "qingdao-rail", "-o", str(tmp_path / "mine"), "--overwrite")
    assert done.returncode == 1
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_language(folder: Path) -> None:
    done = run("rates", str(folder), lang="zh")
    assert "按家数" in done.stdout
    assert "全部链主" in done.stdout
    assert "合成数据" in done.stderr
    assert run("rates", str(folder), "--quiet").stderr == ""


def test_apple_is_380_of_808() -> None:
    done = run("rates", "data/apple-suppliers", "--area", "region=China", "--format", "csv")
    row = pd.read_csv(io.StringIO(done.stdout)).query("buyer == 'apple' and by == 'count'").iloc[0]
    assert (row["numerator"], row["denominator"]) == (380, 808)
    done = run("radius", "data/apple-suppliers", "--around", "pegatron-shanghai-2", "--format", "csv")
    row = pd.read_csv(io.StringIO(done.stdout)).iloc[0]
    assert row["slow"] < row["rate"] < row["fast"]


def test_leaders_named_on_the_command_line() -> None:
    done = run("rates", "-", "--leaders", "L,S1", "--area", "firms:" + os.devnull, data=LINKS)
    assert done.returncode == 1  # an empty list is told, not taken as nobody
    done = run("centrality", "-", "--leaders", "L,S9", data=LINKS)
    assert done.returncode == 1
    assert "'S9'" in done.stderr


def test_help_is_light() -> None:
    code = "import sys, chainnet.cli; print(*{m.partition('.')[0] for m in sys.modules} & HEAVY)".replace(
        "HEAVY", repr(HEAVY)
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
