"""The workbook: its cover, its sheets, how they print, and that another program opens it and shows the same."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import chainnet as cn
from chainnet import measures
from chainnet.report.cover import cover_of
from chainnet.report.glossary import SHEETS, held, sheet_called
from chainnet.report.provenance import Provenance
from chainnet.report.table_files import write_table
from chainnet.report.tables import KINDS, Kind
from chainnet.report.workbook import Sheet, write_workbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SAID = Provenance(
    command="report", data="synthetic", parameters={"area": "city"}, seed=7, sha256={"links.csv": "ab" * 32}
)


@pytest.fixture
def synthetic(chain: cn.SupplyNetwork) -> cn.SupplyNetwork:
    about = cn.About(
        name_zh="集群 & 试点", name_en="Trial & cluster", synthetic=True, value_unit="万元", source="drawn"
    )
    firms = chain.firms.assign(
        longitude=[120.38, 120.4, 119.97, 120.3, 119.9], latitude=[36.07, 36.1, 31.81, 36.0, 31.8]
    )
    return cn.SupplyNetwork(firms, chain.links.assign(product=["=1+1", "轴承", "p", "p"]), about)


def written(net: cn.SupplyNetwork, path: Path, lang: str) -> Path:
    frames = {
        "rates": measures.local_rate(net, area=cn.City()),
        "radius": measures.coverage(net, minutes=60),
        "concentration": measures.concentration(net),
        "criticality": measures.criticality(net, measure=["served"]),
    }
    sheets = [
        Sheet(sheet_called(name, "", lang), frame, KINDS[name], held(name, "", lang)) for name, frame in frames.items()
    ]
    cover = cover_of(net.about, SAID, lang=lang, definitions=[("R", "mean of the curve")])
    write_workbook(path, sheets, lang=lang, unit=net.about.value_unit, cover=cover)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cover(synthetic: cn.SupplyNetwork, tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(written(synthetic, tmp_path / "x.xlsx", lang))
    cover = book[{"zh": "说明", "en": "about"}[lang]]
    assert book.sheetnames[0] == cover.title
    cells = {row[0].value: row for row in cover.iter_rows() if row[0].value}
    assert cover["A1"].value == synthetic.about.name(lang)
    assert cover["A2"].value == {"zh": "合成数据，不是真实企业", "en": "Synthetic data, no real firms"}[lang]
    words = {"zh": ("来源", "参数", "随机种子", "输入文件 SHA-256", "chainnet 版本"),
             "en": ("source", "parameters", "seed", "input files, SHA-256", "chainnet version")}[lang]  # fmt: skip
    told = ["drawn", "area: city", "7", "links.csv: " + "ab" * 32, SAID.chainnet]
    assert [cells[word][1].value for word in words] == told
    assert cells["R"][1].value == "mean of the curve"
    for sheet in book.worksheets[1:]:  # each is listed, with a link that leads to it and its number of rows
        row = cells[sheet.title]
        assert row[0].hyperlink.location == f"'{sheet.title}'!A1"
        assert row[1].value
        assert row[2].value == sheet.max_row - 1
    assert cells["HHI" if lang == "zh" else "hhi"][1].value
    assert cells["采购商" if lang == "zh" else "buyer"][1].value


def test_sheets_print_with_their_header_and_what_must_be_known(synthetic: cn.SupplyNetwork, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(synthetic, tmp_path / "x.xlsx", "en"))
    for at, sheet in enumerate(book.worksheets):
        assert sheet.page_setup.orientation == "landscape"
        assert "Synthetic data, no real firms" in sheet.oddHeader.center.text
        assert "Trial && cluster" in sheet.oddFooter.left.text
        assert at == 0 or sheet.print_title_rows == "$1:$1"
        if at:
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref


@pytest.mark.parametrize(("columns", "fits"), [(18, True), (20, False)])
def test_a_sheet_fits_a_page_only_where_it_stays_readable(columns: int, fits: bool, tmp_path: Path) -> None:
    """Names take 3.3 inches, each other column 0.78; of 10.9 on paper, at 60 % 18.1 fit."""
    table = pd.DataFrame({"firm": ["a" * 20], "name": ["b" * 20], **{f"x{k}": [1] for k in range(columns)}})
    write_workbook(tmp_path / "x.xlsx", [Sheet("wide", table, Kind())], lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["wide"]
    setup = sheet.sheet_properties.pageSetUpPr
    assert bool(setup and setup.fitToPage) == fits
    if fits:
        assert sheet.page_setup.fitToHeight == 0
    else:
        assert sheet.page_setup.scale == 60
        assert sheet.print_title_cols == "$A:$B"


def test_sheets_are_called_in_the_language_of_the_report(synthetic: cn.SupplyNetwork, tmp_path: Path) -> None:
    assert openpyxl.load_workbook(written(synthetic, tmp_path / "x.xlsx", "zh")).sheetnames == [
        "说明", "配套率", "供应圈覆盖率", "供应集中度", "单家企业移除"
    ]  # fmt: skip
    assert len({name for name, _ in SHEETS.values()}) >= len(SHEETS) - 1  # coverage_curve and curve are one
    assert set(KINDS) <= set(SHEETS)


def test_a_table_of_its_own_comes_first_and_the_cover_second(synthetic: cn.SupplyNetwork, tmp_path: Path) -> None:
    """Programs read the first sheet."""
    table = measures.local_rate(synthetic, area=cn.City())
    cover = cover_of(synthetic.about, SAID, lang="en")
    write_table(table, tmp_path / "x.xlsx", KINDS["rates"], lang="en", unit="万元", name="rates", cover=cover)
    assert len(pd.read_excel(tmp_path / "x.xlsx", engine="openpyxl")) == len(table)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["rates", "about"]
    assert book.properties.title == "Trial & cluster"
    assert book.properties.description == SAID.to_json()


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here: apt-get install libreoffice-calc-nogui")
def test_libreoffice_opens_it_and_shows_the_same(synthetic: cn.SupplyNetwork, tmp_path: Path) -> None:
    path = written(synthetic, tmp_path / "报告.xlsx", "zh")
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # all sheets, as shown
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    for kind in (form, "pdf"):
        command = [str(OFFICE), home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ))
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")
    rates = rows(tmp_path / "报告-配套率.csv")
    assert rates[0][:5] == ["采购商", "企业名称", "口径（金额：万元/年）", "比率", "分子"]
    row = next(row for row in rates if row[0] == "L" and row[2] == "按金额")
    assert row[3:6] == ["60.0%", "60", "100"]
    radius = rows(tmp_path / "报告-供应圈覆盖率.csv")
    assert radius[0].index("P50（分钟）")
    assert [row[1] for row in rows(tmp_path / "报告-供应集中度.csv")][1:] == ["=1+1", "轴承", "p"]  # no formula ran
    cover = rows(tmp_path / "报告-说明.csv")
    assert [row[0] for row in cover[:2]] == ["集群 & 试点", "合成数据，不是真实企业"]
    assert ["单家企业移除", "5"] in [[row[0], row[2]] for row in cover]


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
