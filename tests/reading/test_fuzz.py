"""Whatever the bytes of a file are: reading, checking and fixing give a network or an `InputError`, and no warning."""

from __future__ import annotations

import csv
import gzip
import io
import warnings
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pytest
from helpers import network
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workbooks import valid as valid_book

import chainnet as cn
from chainnet.reading.files.tables import SHEET_ENDINGS, TABLE_ENDINGS, TEXT_ENDINGS
from chainnet.terms import FIRM_COLUMNS, LINK_COLUMNS, Term

ENDINGS = (*TABLE_ENDINGS, ".graphml")
FIRMS = pd.DataFrame(
    {"firm": ["A", "乙"], "role": ["leader", None], "longitude": [120.0, None], "listed": [True, False]}
)
LINKS = pd.DataFrame({"supplier": ["乙", "乙"], "buyer": ["A", "A"], "product": ["x, y", None], "value": [1.5, None]})


def survives(data: bytes, ending: str) -> None:
    """Read, check and fix a file of these bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"links{ending}"
        path.write_bytes(data)
        if ending == ".parquet":  # what a file of our own has beside it
            FIRMS.to_parquet(Path(folder) / "links.firms.parquet")
        for place in (path, Path(folder)) if ending != ".graphml" else (path,):
            agree(place)
        fix(path, Path(folder) / "fixed")


def agree(place: Path) -> None:
    """Read and check: there is a network exactly where there is no fault."""
    net, faults = read_quietly(place)
    assert (net is None) == bool(faults)
    assert all(fault.problem for fault in faults)
    assert net is None or net.n >= 1
    found = cn.check(place)
    assert list(found)[:3] == ["file", "row", "column"]
    assert sorted(found.loc[found["severity"] == "fault", "problem"]) == sorted(fault.problem for fault in faults)


def fix(place: Path, folder: Path) -> None:
    """Fix what can be fixed: what is written has no fault and is the network that was made of it."""
    try:
        fixed = cn.fix(place, folder)
    except cn.InputError:
        return
    net, faults = read_quietly(folder)
    assert net is not None, faults
    assert net.firms.index.tolist() == fixed.net.firms.index.tolist()
    assert net.links["supplier"].tolist() == fixed.net.links["supplier"].tolist()
    pd.testing.assert_series_equal(net.links["value"], fixed.net.links["value"])


def read_quietly(path: Path) -> tuple[cn.SupplyNetwork | None, tuple[cn.Fault, ...]]:
    """Return the network, or what is at fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        try:
            return cn.read(path), ()
        except cn.InputError as error:
            return None, error.faults


@cache
def valid(ending: str) -> bytes:
    net = network(FIRMS, LINKS)
    with TemporaryDirectory() as folder:
        if ending in (".graphml", ".parquet"):
            net.save(Path(folder) / f"net{ending}")
            return (Path(folder) / f"net{ending}").read_bytes()
    if ending in (".xls", ".xlsb", ".ods"):
        return valid_book(ending)
    if ending in SHEET_ENDINGS:
        buffer = io.BytesIO()
        with pd.ExcelWriter(buffer, engine="openpyxl") as writer:
            FIRMS.to_excel(writer, sheet_name="firms", index=False)
            LINKS.to_excel(writer, sheet_name="links", index=False)
        return buffer.getvalue()
    text = LINKS.to_csv(index=False, sep="\t" if ending == ".tsv" else ",").encode()
    packed = {".gz": gzip.compress, ".zst": lambda data: pa.Codec("zstd").compress(data, asbytes=True)}
    return packed[Path(ending).suffix](text) if Path(ending).suffix in packed else text


PIECES = [
    *(b"", b"\0", b"\n", b"\r", b'"', b",", b";", b"\t", b"<", b">", b"&#0;", b"-1", b"nan", b"1e999", b"undirected"),
    *(b"\xff\xfe", b"\xef\xbb\xbf", b"\x81"),
]


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Cut, overwrite, repeat or insert a few bytes here and there."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        until = min(len(data), at + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 30, 10_000])))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=4), st.just(data[until - 12 : until] * 2)))
        data = data[:at] + piece + data[until:]
    return data


@st.composite
def mutated_inside(draw: st.DrawFn, data: bytes) -> bytes:
    """Change a part of a workbook and zip it again, so that more than the zip is put to the test."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        changed = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, draw(mutated(part)) if name == changed else part)
    return buffer.getvalue()


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=15)
@given(data=st.binary(max_size=60))
@example(data=b"")
@example(data=b"\n")
def test_any_bytes(ending: str, data: bytes) -> None:
    survives(data, ending)


@pytest.mark.parametrize("ending", TEXT_ENDINGS)
@settings(max_examples=15)
@given(text=st.text(st.sampled_from('supplierbuyer,;\t|"\n\r 0.5-e甲\0'), max_size=60))
@example(text="supplier,buyer\nA,B\n")
@example(text='supplier,buyer\n"A\n",B\n')
def test_any_text_of_the_signs_of_tables(ending: str, text: str) -> None:
    survives(text.encode(), ending)
    survives(("supplier,buyer,value\n" + text).encode(), ending)


DAMAGED = (".csv", ".tsv", ".txt", ".csv.gz", ".csv.zst", ".xlsx", ".xls", ".ods", ".parquet", ".graphml")


@pytest.mark.parametrize("ending", DAMAGED)
@settings(max_examples=15)
@given(data=st.data())
def test_files_that_were_damaged(ending: str, data: st.DataObject) -> None:
    survives(data.draw(mutated(valid(ending))), ending)


@pytest.mark.parametrize("ending", SHEET_ENDINGS)
def test_a_workbook_under_each_of_its_endings(ending: str) -> None:
    survives(valid(".xlsx"), ending)


@settings(max_examples=20)
@given(data=st.data())
def test_workbooks_that_were_damaged_inside(data: st.DataObject) -> None:
    survives(data.draw(mutated_inside(valid(".xlsx"))), ".xlsx")


TOML = '[cluster]\nname_zh = "集群"\nsynthetic = true\nsites = ["A"]\n[[published]]\nmeasure = "x"\n'


@settings(max_examples=25)
@given(data=st.one_of(mutated(TOML.encode()), st.binary(max_size=40)))
def test_a_damaged_cluster_toml(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "links.csv").write_bytes(valid(".csv"))
        (Path(folder) / "cluster.toml").write_bytes(data)
        net, faults = read_quietly(Path(folder))
        if net is None:
            assert faults
            return
        assert isinstance(net.about.name("zh"), str)
        net.save(Path(folder) / "again")
        assert cn.read(Path(folder) / "again").about == net.about


# ---- tables that are almost right -----------------------------------------------------------------------------

NASTY_CELLS = (
    *("", " ", "-", "无", "不详", "#REF!", "#N/A", "=1+1", "'=x", "@x", "+1", "-1", "0", "1e999", "1e-5", "007", "nan"),
    *("1.2亿", "3,500万元", "１２", "¥5", "30%", "(5)", "1,23", "12,5", "2024-01-05", "约100", "10-20", "US$5", "5吨"),
    *(
        "甲公司",
        "甲公司",
        "甲有限公司",
        "（甲）公司",
        "甲 公司",
        "乙",
        "链主",
        "合计",
        "甲、乙",
        "甲&乙",
        "🚄",
        "喆堃垚",
        "a\nb",
    ),
    *("供应商", "buyer", "√", "×", "是", "链主企业", "小巨人", "专精特新", "瞪羚", "113°55'E", "22.5", "120", "200"),
    *(
        "91000000EXAMPTE013",
        "9.13702E+17",
        "370213",
        "999999",
        "青岛市",
        "\u200b",
        "x" * 50,
        '"',
        ";",
        ",",
    ),
)
OWN_HEADERS = ("", "单位", "甲方", "备注", "链主", "合计", "2023年")
AMOUNTS = ("2023年采购额", "采购额（万元）", "金额（亿元）", "value (US$)")


@st.composite
def tables(draw: st.DrawFn, terms: tuple[Term, ...], needed: int) -> str:
    """Draw a text of cells under headers that are mostly known; titles above, rows too short and too long."""
    known = [
        [
            (term.key, word)
            for word in (term.key, term.zh, *term.spellings[:3], *(AMOUNTS if term.key == "value" else ()))
        ]
        for term in terms
    ]
    others = st.sampled_from([*known[needed:], [(word, word) for word in OWN_HEADERS]]).flatmap(st.sampled_from)
    headers = [draw(st.sampled_from(words)) for words in known[:needed]]
    headers += draw(st.lists(others, max_size=4, unique_by=lambda header: header[0]))
    headers = [word for _, word in draw(st.permutations(headers))]
    rows = draw(
        st.lists(st.lists(st.sampled_from(NASTY_CELLS), min_size=len(headers), max_size=len(headers)), max_size=6)
    )
    odd = draw(st.lists(st.lists(st.sampled_from(NASTY_CELLS), max_size=7), max_size=1))
    title = draw(st.sampled_from([[], [], [["2024年统计表"]], [["单位：万元"], []]]))
    buffer = io.StringIO()
    delimiter = draw(st.sampled_from(",,,\t;|^"))
    csv.writer(buffer, delimiter=delimiter).writerows([*title, headers, *rows, *odd])
    return buffer.getvalue()


@settings(max_examples=25)
@given(links=tables(LINK_COLUMNS, 2), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_links_that_are_almost_right(links: str, encoding: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(links.encode(encoding))
        agree(path)
        fix(path, Path(folder) / "fixed")


@settings(max_examples=20)
@given(firms=tables(FIRM_COLUMNS, 1), links=tables(LINK_COLUMNS, 2), unit=st.sampled_from(["", "万元", "US$", "件"]))
def test_folders_that_are_almost_right(firms: str, links: str, unit: str) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "data"
        place.mkdir()
        (place / "firms.csv").write_text(firms, encoding="utf-8")
        (place / "links.csv").write_text(links, encoding="utf-8")
        (place / "cluster.toml").write_text(f'[cluster]\nvalue_unit = "{unit}"\n', encoding="utf-8")
        agree(place)
        fix(place, Path(folder) / "fixed")
