"""`check`, `columns` and the options that say how tables are read, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import pickle
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import chainnet as cn
from chainnet.cli.main import main

GOOD = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\n"
ODD = GOOD + "L,L,bolt,1\n"
BAD = GOOD + "S3,L,bolt,-1\n"
SPLIT = {
    "firms": "firm,name,role\n1,示例轨道装备有限公司,\n2,示例轨道装备有限责任公司,\nL,样本整车集团,链主\n",
    "links": "supplier,buyer,value\n1,L,3\n2,L,4\n",
}


def run(*arguments: object, data: str = "", lang: str = "en") -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], input=data.encode(), env={"CHAINNET_LANG": lang})


@pytest.fixture
def split(tmp_path: Path) -> Path:
    """A data set in which one firm has two rows."""
    (tmp_path / "分 开").mkdir()
    for name, text in SPLIT.items():
        (tmp_path / "分 开" / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path / "分 开"


# ---- check --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "plain", "strict", "counted"),
    [
        (GOOD, 0, 0, "0 faults, 0 doubts, 0 notes"),
        (ODD, 0, 1, "0 faults, 1 doubt, 0 notes"),
        (BAD, 1, 1, "1 fault, 0 doubts, 0 notes"),
        ("Title\n" + GOOD, 0, 0, "0 faults, 0 doubts, 1 note"),
    ],
)
def test_exit_codes(data: str, plain: int, strict: int, counted: str) -> None:
    for arguments, code in (((), plain), (("--strict",), strict)):
        done = run("check", "-", *arguments, data=data)
        assert (done.exit_code, done.stderr.strip()) == (code, counted)
        assert ("stdin" in done.stdout) == (data != GOOD)


def test_what_is_found_goes_to_standard_output_and_the_count_beside_it() -> None:
    done = run("check", "-", "--format", "csv", data=ODD + "S3,L,bolt,-1\n")
    table = pd.read_csv(io.StringIO(done.stdout))
    assert table[["row", "column", "severity"]].to_numpy().tolist() == [[5, "value", "fault"], [4, "supplier", "doubt"]]
    assert json.loads(run("check", "-", "--format", "json", data=BAD).stdout)[0]["problem"] == "-1 is negative"
    assert run("check", "-", "--quiet", data=BAD).stderr == ""


def test_a_list_of_faults_as_a_file(tmp_path: Path) -> None:
    done = run("check", "-", "-o", tmp_path / "faults.csv", data=BAD)
    assert (done.exit_code, done.stdout) == (1, "")
    assert (tmp_path / "faults.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(tmp_path / "faults.csv")["hint"].tolist() == ["write an amount of zero or more"]


def test_faults_in_chinese() -> None:
    done = run("check", "-", "--format", "csv", data=BAD, lang="zh")
    assert next(csv.DictReader(io.StringIO(done.stdout)))["problem"] == "'-1 是负数"  # no formula
    assert done.stderr.strip() == "1 个错误，0 个疑点，0 条说明"
    assert "错误  -1 是负数  金额应为零或正数" in run("check", "-", "--lang", "zh", data=BAD).stdout
    done = run("rates", "-", data=BAD, lang="zh")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.strip() == "错误：stdin:4:value — -1 是负数；金额应为零或正数"


def test_every_fault_and_hint_that_reading_tells_is_known_in_chinese(tmp_path: Path) -> None:
    """A table with one of many faults, doubts and notes: none is told in English alone."""
    (tmp_path / "firms.csv").write_text(
        "firm,role,grade,adcode,credit_code,longitude,latitude,city,revenue\n"
        "A,boss,gold,37,12,200,36,,x\nA,,,371999,,36,120,,\n,,,,,0,0,,\nB,,,,,2.3,48.9,青岛市,2024-01-05\n"
        "C,,,,,,,青岛市,1-2\nD,,,,,1,,,#REF!\n(all),,,,,,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "links.csv").write_text(
        "标题,,,\nsupplier,buyer,value（万元）,essential\nA,B,-1,so\nA,A,inf,\nX,B,1\nA,B,1;2,\n,B,1亿,\nA,C,3,,9\n合计,,9,\n",
        encoding="utf-8",
    )
    found = list(csv.DictReader(io.StringIO(run("check", tmp_path, "--format", "csv", lang="zh").stdout)))
    assert len(found) > 20
    for fault in found:
        for text in (fault["problem"], fault["hint"]):
            assert not text or any("\u4e00" <= sign <= "\u9fff" for sign in text), fault


@pytest.mark.parametrize(
    "toml",
    [
        "name_zh = 青岛",
        "[cluster]\nname_zh = 5",
        '[cluster]\nsynthetic = "yes"',
        "[cluster]\nsites = 5",
        "published = 5",
        "cluster = 5",
        'name_zh = "x"',
        '[cluster]\ndatum = "mars"',
    ],
)
def test_what_is_wrong_with_cluster_toml_is_told_in_chinese(toml: str, split: Path) -> None:
    (split / "cluster.toml").write_text(toml, encoding="utf-8")
    found = list(csv.DictReader(io.StringIO(run("check", split, "--format", "csv", lang="zh").stdout)))
    assert [fault["severity"] for fault in found] == ["fault"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in found[0]["problem"])


# ---- duplicates, merge, fix -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "yes"), [("en", "yes"), ("zh", "是"), ("en", "1"), ("zh", "√")])
def test_from_suggestions_to_a_merged_data_set(split: Path, tmp_path: Path, lang: str, yes: str) -> None:
    pairs, clean = tmp_path / "pairs.csv", tmp_path / "clean"
    done = run("check", split, "--duplicates", "-o", pairs, lang=lang)
    assert (done.exit_code, done.stdout) == (0, "")
    assert ("不会自动合并" if lang == "zh" else "write yes into the column merge") in done.stderr
    table = pd.read_csv(pairs, dtype=str)
    assert table[["firm", "other", "score"]].to_numpy().tolist() == [["1", "2", "99"]]
    assert cn.read(split, merge=pairs).n == 3  # nobody has said yes
    table.assign(merge=yes).to_csv(pairs, index=False, encoding="utf-8-sig")
    done = run("check", split, "--merge", pairs, "--fix", "-o", clean, lang=lang)
    assert done.exit_code == 0, done.stderr
    net = cn.read(clean)
    assert net.firms.index.tolist() == ["1", "L"]
    assert net.links[["supplier", "buyer", "value"]].to_numpy().tolist() == [["1", "L", 7.0]]
    log = pd.read_csv(clean / "changes.csv", dtype=str)
    assert log.query("column == 'firm'")[["before", "after"]].to_numpy().tolist() == [["2", "1"]]
    assert cn.read(split).n == 3  # what was given is left alone


def test_pairs_that_nobody_can_mean(split: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    for text, problem in (
        ("firm,other,merge\n1,9,yes\n", "pairs.csv:2:other — no firm '9'"),
        ("firm,other,merge\n1,2,perhaps\n", "pairs.csv:2:merge — 'perhaps' is neither yes nor no"),
        ("firm,other\n1,2\n", "no column merge"),
    ):
        pairs.write_text(text)
        done = run("rates", split, "--merge", pairs)
        assert done.exit_code == 1
        assert problem in done.stderr
    assert run("rates", split, "--merge", tmp_path / "nothing.csv").exit_code == 1


def test_fixing_with_faults_writes_what_can_be_read_and_ends_in_1(tmp_path: Path) -> None:
    done = run("check", "-", "--fix", "-o", tmp_path / "clean", data=BAD)
    assert done.exit_code == 1
    assert "error: stdin:4:value — -1 is negative" in done.stderr
    assert "left for you: 1 fault," in done.stderr
    assert cn.read(tmp_path / "clean").m == 3
    again = run("check", "-", "--fix", "-o", tmp_path / "clean", data=GOOD)
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr
    assert run("check", "-", "--fix", "--overwrite", "-o", tmp_path / "clean", data=GOOD).exit_code == 0
    assert cn.read(tmp_path / "clean").m == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix"], "--fix needs -o FOLDER"),
        (["--fix", "--duplicates", "-o", "x"], "exclude each other"),
        (["--overwrite"], "--overwrite belongs to --fix"),
        (["--duplicates", "-o", "x.doc"], "end the name in one of"),
        (["--map", "甲方"], "write HEADER=COLUMN"),
        (["--shape", "cube"], "'cube' is not one of"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", "-", *arguments, data=GOOD)
    assert done.exit_code == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


# ---- how tables are read --------------------------------------------------------------------------------------------


def test_headers_that_the_user_explains() -> None:
    data = "甲方,乙方,总价,value\nL,S1,3,9\n"
    given = ["--map", "甲方=buyer", "--map", "乙方=供应商", "--map", "总价=value", "--map", "value="]
    done = run("concentration", "-", *given, "--map", "a=b=product", data=data.replace("value", "a=b"))
    assert done.exit_code == 1  # value is no header of this table
    assert "no column is called 'value'" in done.stderr
    done = run("centrality", "-", *given, "--measures", "in_strength", "--format", "csv", data=data)
    assert pd.read_csv(io.StringIO(done.stdout)).set_index("firm")["in_strength"].to_dict() == {"L": 3.0, "S1": 0.0}


def test_maps_at_fault() -> None:
    done = run("rates", "-", "--map", "甲方=price", data=GOOD)
    assert (done.exit_code, "there is no column 'price'" in done.stderr) == (1, True)
    done = run("rates", "-", "--map", "甲方=price", data=GOOD, lang="zh")
    assert done.stderr.strip() == "错误：没有 'price' 这一列；`chainnet columns` 列出全部列名"
    done = run("check", "-", "--map", "product=value", data=GOOD)
    assert "'bolt' is no number" in done.stdout  # the user's word wins over the table's own value
    done = run("check", "-", "--map", "product=value", "--map", "value=value", data=GOOD)
    assert "'product' and 'value' all mean value" in done.stdout


@pytest.mark.parametrize("shape", ["auto", "matrix"])
def test_a_matrix_with_a_unit(shape: str) -> None:
    done = run("check", "-", "--shape", shape, "--unit", "万元", data="供应商\\采购商,L,M\nS,3,\nT,0,4\n")
    assert (done.exit_code, "2 links" in done.stdout) == (0, True)


def test_a_datum_and_a_sheet(tmp_path: Path) -> None:
    firms = "firm,longitude,latitude\nS1,120.3826,36.0671\nS2,,\nL,,\n"
    (tmp_path / "f.csv").write_text(firms)
    done = run("check", "-", "--firms", tmp_path / "f.csv", "--datum", "高德", data=GOOD)
    assert "coordinates in GCJ-02 are read as WGS-84" in done.stdout
    with pd.ExcelWriter(tmp_path / "x.xlsx") as book:
        for sheet, value in (("2023", 1), ("2024", 2)):
            frame = pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "product": ["p"], "value": [value]})
            frame.to_excel(book, sheet_name=sheet, index=False)
    assert "--sheet NAME" in run("rates", tmp_path / "x.xlsx").stderr
    done = run("concentration", tmp_path / "x.xlsx", "--sheet", "2024", "--format", "csv")
    assert pd.read_csv(io.StringIO(done.stdout))["value"].tolist() == [2]
    assert run("rates", tmp_path / "x.xlsx", "--sheet", "2025").exit_code == 1


# ---- columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_columns_in_three_formats(lang: str) -> None:
    text, table = (run("columns", "--lang", lang, *form) for form in ((), ("--format", "csv")))
    listed = pd.read_csv(io.StringIO(table.stdout), keep_default_na=False)
    assert list(listed) == ["table", "column", "chinese", "english", "meaning", "also"]
    assert json.loads(run("columns", "--lang", lang, "--format", "json").stdout)[0] == listed.iloc[0].to_dict()
    assert len(text.stdout.splitlines()) == len(listed) + 1
    assert listed["meaning"][0] == {"en": "the firm that sells", "zh": "卖方企业"}[lang]
    for word in ("供应商", "采购商编号", "credit_code", "购方税号"):
        assert word in text.stdout
    assert (text.stderr, text.exit_code) == ("", 0)


def test_columns_as_a_file(tmp_path: Path) -> None:
    assert run("columns", "-o", tmp_path / "列.xlsx").exit_code == 0
    assert len(pd.read_excel(tmp_path / "列.xlsx", engine="openpyxl")) == len(cn.columns())
    assert run("columns", "-o", tmp_path / "x.doc").exit_code == 2


# ---- what is written ------------------------------------------------------------------------------------------------


def test_no_cell_of_a_csv_starts_a_formula(tmp_path: Path) -> None:
    data = "supplier,buyer,product,value（万元）\n=1+1,+L,@bolt,0.5亿\n"
    done = run("concentration", "-", "-o", tmp_path / "x.csv", data=data)
    assert done.exit_code == 0, done.stderr
    row = next(csv.DictReader((tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert (row["buyer"], row["product"], row["value"], row["unit"]) == ("'+L", "'@bolt", "5000.0", "万元")
    assert run("check", tmp_path / "x.csv", "--map", "product=supplier", "--map", "suppliers=").exit_code == 0
    assert cn.read(tmp_path / "x.csv", columns={"product": "supplier"}).firms.index.tolist() == ["@bolt", "+L"]


def test_an_error_with_many_faults_is_short_in_python_and_whole_on_the_command_line(tmp_path: Path) -> None:
    links = pd.DataFrame({"supplier": ["A"] * 500, "buyer": ["B"] * 500, "value": [-1.0] * 500})
    with pytest.raises(cn.InputError) as caught:
        cn.from_frames(links=links)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 480 more: the error's `faults` holds all"
    assert [str(fault) for fault in caught.value.faults[:20]] == lines[:-1]
    assert len(pickle.loads(pickle.dumps(caught.value)).faults) == 500
    links.to_csv(tmp_path / "links.csv", index=False)
    told = CliRunner().invoke(main, ["rates", str(tmp_path / "links.csv"), "--lang", "en"])
    assert len(told.stderr.splitlines()) == 500


def test_a_report_over_what_is_there_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    for more, said in (([], "name another folder"), (["--overwrite"], "this one also holds mine.txt")):
        told = CliRunner().invoke(main, ["report", "nowhere", "-o", str(tmp_path / "out"), "--lang", "en", *more])
        assert told.exit_code == 1
        assert told.stderr.count("error: ") == 1
        assert said in told.stderr


def test_leaders_of_standard_input_are_not_checked_and_that_is_said() -> None:
    done = CliRunner().invoke(main, ["check", "-", "--leaders", "B", "--lang", "en"], input="supplier,buyer\nA,B\n")
    assert done.exit_code == 0
    assert "--leaders is not checked" in done.stderr
