"""The report as files: what is in it, what it says of what is lacking, and that nothing is left half-written."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

import chainnet as cn
from chainnet.cli import main
from chainnet.errors import GlyphWarning
from chainnet.report.sections.parts import rate_card
from chainnet.report.sections.rates import rates_section
from chainnet.report.settings import Settings

Report = Callable[[str, str], Path]
ALL = [("qingdao-rail", "zh"), ("qingdao-rail", "en"), ("apple-suppliers", "en"), ("tw-listed", "zh")]


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_files(report: Report, name: str, lang: str) -> None:
    folder = report(name, lang)
    assert {path.name for path in folder.iterdir()} == {
        "report.html",
        "tables",
        "figures",
        "workbook.xlsx",
        "provenance.json",
    }
    assert {path.suffix for path in (folder / "figures").iterdir()} == {".png", ".svg"}
    for path in (folder / "tables").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(pd.read_csv(path).columns) > 1
    sheets = load_workbook(folder / "workbook.xlsx").sheetnames
    assert len(sheets) >= 1 + len(list((folder / "tables").iterdir()))
    assert lang == "zh" or {"criticality", "centrality"} <= set(sheets)


@pytest.mark.parametrize(("name", "lang"), ALL)
def test_page_needs_nothing_from_outside(report: Report, name: str, lang: str) -> None:
    path = report(name, lang) / "report.html"
    page = path.read_text(encoding="utf-8")
    assert path.stat().st_size < 5_000_000
    assert "default-src 'none'" in page.partition("<title>")[0]  # the browser refuses what would ask for more
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    links = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]+)""", shown)
    assert links
    assert all(link.startswith(("data:", "#")) for link in links)


@pytest.mark.parametrize(("lang", "word"), [("zh", "上下界"), ("en", "bounds")])
def test_a_headline_has_its_low_bound_first(lang: str, word: str) -> None:
    row = pd.Series({"by": "value", "rate": 0.5, "numerator": 1.0, "denominator": 2.0, "low": 0.25, "high": 0.75})
    card = rate_card(row, Settings(lang=lang))
    assert (card.number, card.lines) == ("50.0%", ["1 / 2", f"{word} 25.0% – 75.0%"])
    assert rate_card(row.replace({0.25: 0.5, 0.75: 0.5}), Settings(lang=lang)).lines == ["1 / 2"]


def test_what_no_font_has_is_named_beside_the_figures(tmp_path: Path) -> None:
    """Each section says which characters; of the whole report one warning."""
    links = pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]})
    firms = pd.DataFrame(
        {"firm": ["L", "S", "T"], "name": ["甲\U0001f680", "乙", "丙"], "role": ["leader", None, None]}
    )
    with pytest.warns(GlyphWarning) as told:
        path = cn.write_report(cn.from_frames(firms, links), tmp_path / "x", runs=2)
    assert [str(one.message) for one in told] == ["没有字体含有 \U0001f680，画作 〓"]
    page = path.read_text(encoding="utf-8")
    note = "没有字体含有以下字符，图中画作“〓”：\U0001f680 (U+1F680)。"
    assert note in page.partition('<h2 id="network"')[2].partition("<h2")[0]


def test_columns_of_files_are_the_same_keys_in_every_language(report: Report) -> None:
    tables = {lang: report("qingdao-rail", lang) / "tables" for lang in ("zh", "en")}
    for path in tables["zh"].iterdir():
        columns = list(pd.read_csv(path).columns)
        assert all(re.fullmatch("[a-z][a-z0-9_]*", column) for column in columns), path.name
        assert columns == list(pd.read_csv(tables["en"] / path.name).columns)
    near = {lang: pd.read_csv(folder / "around.csv")["counted"] for lang, folder in tables.items()}
    assert near["zh"].equals(near["en"])
    assert set(near["zh"]) == {"all", "srdi,little_giant"}
    for lang, words in (("zh", ("统计对象", "专精特新（含小巨人）")), ("en", ("who is counted", "all firms"))):
        page = (report("qingdao-rail", lang) / "report.html").read_text(encoding="utf-8")
        assert all(f">{word}<" in page for word in words)
        assert ">srdi,little_giant<" not in page


def test_a_unit_is_said_one_way_and_tied_to_the_files(report: Report) -> None:
    folder = report("qingdao-rail", "en")
    page = (folder / "report.html").read_text(encoding="utf-8")
    text = page.partition("<main")[2].partition('<div class="explorer">')[0]
    text += page.partition('<h2 id="rates"')[2].partition('<h2 id="provenance"')[0]
    said = re.findall(r".{30}万元.{14}", text)
    assert said
    assert all("10,000 yuan (万元 in the files)" in one for one in said)
    book = load_workbook(folder / "workbook.xlsx")
    heads = {str(cell.value) for sheet in book.worksheets[1:] for cell in sheet[1]}
    assert any("10,000 yuan/year" in head for head in heads)
    assert not any("万元" in head for head in heads)
    assert "10,000 yuan (万元 in the files)" in {row[1].value for row in book.worksheets[0].iter_rows()}


def test_synthetic_is_said_everywhere(report: Report) -> None:
    for lang, word in (("zh", "合成"), ("en", "ynthetic")):
        folder = report("qingdao-rail", lang)
        assert word in (folder / "report.html").read_text(encoding="utf-8").split("<nav")[0]
        cover = load_workbook(folder / "workbook.xlsx").worksheets[0]
        assert any(word in str(cell.value) for row in cover.iter_rows() for cell in row)
        for svg in (folder / "figures").glob("*.svg"):
            assert "ynthetic" in svg.read_text(encoding="utf-8"), svg.name


def test_what_is_lacking_is_said_in_its_place(report: Report) -> None:
    apple = (report("apple-suppliers", "en") / "report.html").read_text(encoding="utf-8")
    assert "No values" in apple
    assert "No products" in apple
    assert "380 / 808" in apple
    taiwan = (report("tw-listed", "zh") / "report.html").read_text(encoding="utf-8")
    for lack in ("没有指定链主", "没有采购额", "没有企业位置", "没有产品信息", "数据未说明企业在哪里"):
        assert lack in taiwan


def test_headlines_are_the_tables(report: Report) -> None:
    folder = report("qingdao-rail", "en")
    rates = pd.read_csv(folder / "tables" / "rates.csv").query("buyer == '(leaders)' and by == 'value'").iloc[0]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"{rates['rate']:.1%}" in page
    assert f"{rates['low']:.1%} – {rates['high']:.1%}" in page
    assert rates["rate"] > 0.5


def test_provenance(report: Report) -> None:
    said = json.loads((report("qingdao-rail", "en") / "provenance.json").read_text(encoding="utf-8"))
    assert set(said["sha256"]) >= {"firms.csv", "links.csv", "cluster.toml"}
    assert said["seed"] == 0
    assert "estimate" in said["times"]


def test_names_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(
        "supplier,buyer,product\n<script>alert(1)</script>,L & <b>,x\nS2,L & <b>,y\n", encoding="utf-8"
    )
    (tmp_path / "firms.csv").write_text(
        "firm,role\n<script>alert(1)</script>,\nL & <b>,leader\nS2,\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["report", str(tmp_path), "-o", str(tmp_path / "out"), "--runs", "2"])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_existing_folders_are_kept(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("supplier,buyer\nA,B\nC,B\n", encoding="utf-8")
    out = tmp_path / "out"
    words = ["report", str(tmp_path / "links.csv"), "-o", str(out), "--runs", "2", "--leaders", "B"]
    assert CliRunner().invoke(main, words).exit_code == 0
    first = (out / "report.html").read_bytes()
    again = CliRunner().invoke(main, words)
    assert again.exit_code == 1
    assert "--overwrite" in again.stderr
    assert (out / "report.html").read_bytes() == first
    assert CliRunner().invoke(main, [*words, "--overwrite"]).exit_code == 0
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    refused = CliRunner().invoke(main, [*words[:3], str(other), "--overwrite"])
    assert refused.exit_code == 1
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".chainnet")]


def test_what_was_published_stands_beside_what_is_measured() -> None:
    """In the file as numbers, on the page each in its unit."""
    facts = (
        {"measure": "coverage_count", "name_en": "circle", "name_zh": "供应圈", "value": "1/2", "source_en": "paper"},
        {"measure": "firms", "name_en": "firms", "value": "> 1"},
        {"measure": "share", "name_en": "share", "value": "42 %"},
    )
    firms = pd.DataFrame({"firm": ["L", "S", "T"], "role": ["leader", None, None], "city": ["Q", "Q", "Q"],
                          "longitude": [120.0, 120.1, 120.75], "latitude": [36.0, 36.0, 36.0]})  # fmt: skip
    links = pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]})
    net = cn.from_frames(firms, links, about=cn.About(published=facts))
    section = rates_section(net, Settings(lang="en"))
    table = next(table for table in section.tables if table.name == "published")
    assert table.frame["measured"].tolist()[:2] == [0.5, 3]
    circle, number, share = table.shown.to_dict("records")
    assert [circle[column] for column in ("measured", "low", "high", "slow", "fast")] == ["50.0%"] * 4 + ["100.0%"]
    assert (number["measured"], number["slow"], share["measured"]) == ("3", "", "")
    assert share["reason"] == "the data can't measure it"
