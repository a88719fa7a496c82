"""The template: read back as it is, typed, with lists that cover every row, and explained to a stranger."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import chainnet as cn
from chainnet import terms
from chainnet.network import About
from chainnet.report.template import write_template
from chainnet.report.template_texts import TOML

SHEETS = {
    "zh": ("怎么填", "供货关系", "企业", "列说明", "词表"),
    "en": ("how to", "links", "firms", "columns", "words"),
}


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(lang: str, tmp_path: Path) -> Path:
    write_template(tmp_path / "我的 集群", lang=lang)
    return tmp_path / "我的 集群"


@pytest.fixture
def book(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "template.xlsx")


def column(sheet: Worksheet, key: str, lang: str) -> int:
    """Return the number of the column whose header stands for this key."""
    known = {term.key: term for term in (*terms.LINK_COLUMNS, *terms.FIRM_COLUMNS)}[key]
    word = known.zh if lang == "zh" else key
    headers = [str(cell.value) for cell in sheet[1]]
    return next(at for at, header in enumerate(headers, start=1) if header.split("（")[0].split(" (")[0] == word)


@pytest.mark.parametrize("file", ["", "template.xlsx"])
def test_it_is_read_back_without_a_doubt(folder: Path, file: str) -> None:
    found = cn.check(folder / file)
    assert found[found["severity"] != "note"].to_dict("records") == []
    net = cn.read(folder / file)
    assert (net.n, net.m, len(net.leaders)) == (3, 3, 1)
    first = net.firms.iloc[0]
    assert (first["grade"], first["adcode"], first["revenue"]) == ("champion", "370214", 5_000_000.0)
    assert net.links["value"].fillna(-1).tolist() == [12_000.0, -1.0, 3_500.0]  # in the order of the firms
    assert net.links["essential"].tolist() == ["yes", "no", "yes"]


def test_csv_opens_in_excel_and_names_its_unit(folder: Path, lang: str) -> None:
    for file in ("firms.csv", "links.csv"):
        data = (folder / file).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        headers = pd.read_csv(io.BytesIO(data)).columns
        assert any(header.endswith({"zh": "（万元）", "en": "(10,000 yuan)"}[lang]) for header in headers)


def test_the_sheets(book: openpyxl.Workbook, lang: str) -> None:
    assert tuple(book.sheetnames) == SHEETS[lang]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sum(found.max - found.min + 1 for found in sheet.column_dimensions.values()) == sheet.max_column, name
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_numbers_are_numbers_and_codes_are_text(book: openpyxl.Workbook, lang: str) -> None:
    _, links, firms, *_ = (book[name] for name in SHEETS[lang])
    for sheet, key in ((links, "value"), (firms, "revenue"), (firms, "longitude"), (firms, "latitude")):
        assert isinstance(sheet.cell(2, column(sheet, key, lang)).value, (int, float)), key
    assert firms.cell(2, column(firms, "adcode", lang)).value == "370214"
    for sheet, key in (
        *((firms, key) for key in ("firm", "adcode", "credit_code", "name")),
        *((links, key) for key in ("supplier", "buyer")),
    ):
        at = column(sheet, key, lang)
        columns = sheet.column_dimensions.values()  # one of them may stand for several columns that look alike
        (form,) = [found.number_format for found in columns if found.min <= at <= found.max]
        assert form == "@", key  # so that what a user types stays text


@pytest.mark.parametrize(
    ("key", "words"), [("role", terms.ROLES), ("grade", terms.GRADES), ("essential", terms.BOOLEANS)]
)
def test_the_lists_cover_every_row(book: openpyxl.Workbook, lang: str, key: str, words: tuple[terms.Term, ...]) -> None:
    _, links, firms, _, list_sheet = (book[name] for name in SHEETS[lang])
    sheet = links if key == "essential" else firms
    letter = sheet.cell(1, column(sheet, key, lang)).column_letter
    (rule,) = [
        rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == f"{letter}2:{letter}1048576"
    ]
    assert (rule.type, rule.errorStyle) == ("list", "warning")
    assert not rule.showDropDown  # which, in spite of its name, hides the list
    name, cells = rule.formula1.split("!")
    assert name.strip("'") == list_sheet.title
    offered = [row[0].value for row in list_sheet[cells.replace("$", "")]]
    assert offered == [word.zh if lang == "zh" else word.key for word in words]


def test_every_header_has_a_note_and_every_word_a_meaning(book: openpyxl.Workbook, lang: str) -> None:
    _, links, firms, columns, words = (book[name] for name in SHEETS[lang])
    for sheet, needed in ((links, {1, 2}), (firms, {1})):
        for at, cell in enumerate(sheet[1], start=1):
            assert cell.comment is not None
            told = {"zh": ("必填", "选填"), "en": ("needed", "optional")}[lang]
            assert told[at not in needed] in cell.comment.text
            assert (cell.fill.fgColor.rgb == "FF2F5D62") == (at in needed)
    for sheet in (columns, words):
        assert all(row[3] for row in sheet.iter_rows(min_row=2, values_only=True))
    listed = [row[1] for row in columns.iter_rows(min_row=2, values_only=True)]
    known = (*terms.LINK_COLUMNS, *terms.FIRM_COLUMNS)
    assert listed == [term.zh if lang == "zh" else term.key for term in known]


def test_the_examples_are_clearly_examples(folder: Path, lang: str) -> None:
    word = {"zh": "示例", "en": "EXAMPLE"}[lang]
    net = cn.read(folder)
    assert all(firm.startswith(word) for firm in net.firms.index)
    assert net.about.synthetic
    steps = (folder / "README.txt").read_text(encoding="utf-8-sig")
    assert word in steps
    assert "chainnet check" in steps


def test_cluster_toml_explains_a_key_a_line(folder: Path, lang: str) -> None:
    text = (folder / "cluster.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)["cluster"]) <= set(About.__dataclass_fields__)
    lines = text.splitlines()[2:]
    assert len(lines) == len(TOML[lang])
    assert all("  # " in line for line in lines)
    head, *_ = text.splitlines()
    every = "\n".join([head, "[cluster]", *(line.removeprefix("# ") for line in lines)])  # with each key in use
    assert About.from_dict(tomllib.loads(every)["cluster"]).area == "city"


def test_an_analyst_replaces_the_examples_in_the_workbook(book: openpyxl.Workbook, lang: str, tmp_path: Path) -> None:
    """Filled in with openpyxl as with Excel; a number typed into a column of text is text."""
    _, links, firms, *_ = (book[name] for name in SHEETS[lang])
    for sheet in (links, firms):
        sheet.delete_rows(2, 3)
    for row, (firm, role) in enumerate((("001", "链主企业"), ("002", "配套企业")), start=2):
        firms.cell(row, column(firms, "firm", lang)).value = firm
        firms.cell(row, column(firms, "role", lang)).value = role
    links.cell(2, column(links, "supplier", lang)).value = "002"
    links.cell(2, column(links, "buyer", lang)).value = "001"
    links.cell(2, column(links, "value", lang)).value = 12.5
    book.save(tmp_path / "filled.xlsx")
    net = cn.read(tmp_path / "filled.xlsx")
    assert net.links[["supplier", "buyer", "value"]].to_numpy().tolist() == [["002", "001", 12.5]]
    assert net.leaders == ["001"]
    assert net.about.value_unit == {"zh": "万元", "en": "10,000 yuan"}[lang]
