"""The same network from every kind of file, encoding and language of header."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

import chainnet as cn
from chainnet.reading.headers import Words, split_unit

HEADER = ["供应商", "采购商", "产品", "采购额（万元）"]
ROWS = [["甲公司", "链主", "螺栓", 12.5], ["乙公司", "链主", "螺母", 7], ["丙公司", "甲公司", None, None]]
FIRM_HEADER = ["企业编号", "企业名称", "角色", "称号", "经度", "纬度", "营业收入"]
FIRM_ROWS = [
    ["链主", "链主集团", "链主企业", None, 120.4, 36.1, 1000],
    ["甲公司", "甲有限公司", "供应商", "小巨人", 120.5, 36.2, 80],
    ["乙公司", "乙有限公司", "专精特新", None, None, None, None],
    ["丙公司", "丙有限公司", None, "无", 121, 36, None],
]


def text_of(header: list[str], rows: list[list[Any]], delimiter: str = ",") -> str:
    cells = [header, *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    return "\n".join(delimiter.join(row) for row in cells) + "\n"


def check_links(net: cn.SupplyNetwork) -> None:
    assert net.links["supplier"].tolist() == ["甲公司", "乙公司", "丙公司"]
    assert net.links["buyer"].tolist() == ["链主", "链主", "甲公司"]
    assert net.links["product"].fillna("").tolist() == ["螺栓", "螺母", ""]
    np.testing.assert_array_equal(net.value, [12.5, 7, np.nan])
    assert net.about.value_unit == "万元"


def check_firms(net: cn.SupplyNetwork) -> None:
    assert net.firms.index.tolist() == ["链主", "甲公司", "乙公司", "丙公司"]
    assert net.leaders == ["链主"]
    assert net.firms["role"].fillna("").tolist() == ["leader", "supplier", "supplier", ""]
    assert net.firms["grade"].fillna("").tolist() == ["", "little_giant", "srdi", "none"]  # a role that is a grade
    assert net.located.tolist() == [True, True, False, True]
    assert net.names()["甲公司"] == "甲有限公司"
    np.testing.assert_array_equal(net.firms["revenue"], [1000, 80, np.nan, np.nan])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("ending", "delimiter"), [("csv", ","), ("csv", ";"), ("csv", "\t"), ("csv", "|"), ("tsv", "\t"), ("txt", ",")]
)
def test_text(encoding: str, newline: str, ending: str, delimiter: str, tmp_path: Path) -> None:
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    path = tmp_path / f"links.{ending}"
    path.write_bytes((mark + text_of(HEADER, ROWS, delimiter)).replace("\n", newline).encode(encoding))
    net = cn.read(path)
    assert sorted(net.firms.index) == sorted(["甲公司", "乙公司", "丙公司", "链主"])
    assert set(zip(net.links["supplier"], net.value, strict=True)) >= {("甲公司", 12.5), ("乙公司", 7.0)}
    assert net.about.value_unit == "万元"


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe\x00", "供应商,采购商\n甲,乙\n".encode("utf-16-le")[:-1], b"a,b\n\x81\x20\xff,x\n", b"supplier\0buyer"],
)
def test_bytes_that_are_no_text(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_bytes(data)
    with pytest.raises(cn.InputError):
        cn.read(tmp_path / "links.csv")


def test_a_workbook_of_two_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "企业"
    sheet.append([])
    for row in [FIRM_HEADER, *FIRM_ROWS]:
        sheet.append(row)
    links = book.create_sheet("供应关系")
    for row in [HEADER, *ROWS]:
        links.append(row)
    book.create_sheet("说明").append(["请按此填写"])
    book.save(tmp_path / "data.xlsx")
    net = cn.read(tmp_path / "data.xlsx")
    check_links(net)
    check_firms(net)
    sheet["F4"], links["D3"] = "west", -7
    book.save(tmp_path / "data.xlsx")
    with pytest.raises(cn.InputError) as caught:
        cn.read(tmp_path / "data.xlsx")
    found = [(Path(fault.file).name, fault.row, fault.column) for fault in caught.value.faults]
    assert found == [("data.xlsx[企业]", 4, "纬度"), ("data.xlsx[供应关系]", 3, "采购额（万元）")]


def test_workbook_cells_are_read_as_they_look(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["supplier", "buyer", "product", "value", "essential"],
        [1, 2.0, 7.5, 3, True],
        ["007", 2, None, None, False],
    ):
        book.active.append(row)
    book.save(tmp_path / "links.xlsx")
    net = cn.read(tmp_path / "links.xlsx")
    assert net.firms.index.tolist() == ["1", "007", "2"]
    assert net.links["product"].fillna("").tolist() == ["7.5", ""]
    assert net.links["essential"].tolist() == ["yes", "no"]
    assert set(net.links["buyer"]) == {"2"}


def test_workbooks_at_fault(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "empty.xlsx")
    with pytest.raises(cn.InputError, match="the workbook is empty"):
        cn.read(tmp_path / "empty.xlsx")
    book.active.append(["supplier", "buyer"])
    book.active.append(["A", "B"])
    book.create_sheet("more").append(["supplier", "buyer"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(cn.InputError, match="several sheets hold links"):
        cn.read(tmp_path / "two.xlsx")
    (tmp_path / "no.xlsx").write_text("supplier,buyer\nA,B\n")
    with pytest.raises(cn.InputError, match="this is no workbook"):
        cn.read(tmp_path / "no.xlsx")


def test_parquet_of_others(tmp_path: Path) -> None:
    """Ids that are numbers are read as they look; a folder named like a partition adds no column."""
    place = tmp_path / "cluster=a"
    place.mkdir()
    frame = pd.DataFrame(
        {"supplier": [1.0, 2.0, np.nan][:2], "buyer": [3, 3], "value": [1, 2], "product": pd.Categorical(["x", "y"])}
    )
    frame.to_parquet(place / "links.parquet")
    net = cn.read(place / "links.parquet")
    assert net.firms.index.tolist() == ["1", "2", "3"]
    assert list(net.links) == ["supplier", "buyer", "product", "value"]
    assert net.links["product"].tolist() == ["x", "y"]
    (tmp_path / "no.parquet").write_text("supplier,buyer\nA,B\n")
    with pytest.raises(cn.InputError, match="this is no Parquet file"):
        cn.read(tmp_path / "no.parquet")


def test_a_saved_parquet_without_its_firms(chain: cn.SupplyNetwork, tmp_path: Path) -> None:
    chain.save(tmp_path / "net.parquet")
    (tmp_path / "net.firms.parquet").unlink()
    with pytest.raises(cn.InputError) as caught:
        cn.read(tmp_path / "net.parquet")
    assert Path(caught.value.faults[0].file).name == "net.firms.parquet"


def test_firms_from_another_file(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text(text_of(HEADER, ROWS), encoding="gb18030")
    pd.DataFrame(FIRM_ROWS, columns=FIRM_HEADER).to_excel(tmp_path / "企业.xlsx", index=False)
    net = cn.read(tmp_path / "links.csv", firms=tmp_path / "企业.xlsx")
    check_links(net)
    check_firms(net)


def test_a_folder_of_mixed_kinds(tmp_path: Path) -> None:
    pd.DataFrame(ROWS, columns=HEADER).to_parquet(tmp_path / "links.parquet")
    (tmp_path / "firms.tsv").write_text(text_of(FIRM_HEADER, FIRM_ROWS, "\t"), encoding="utf-8")
    (tmp_path / "cluster.toml").write_text(
        '[cluster]\nname_zh = "集群"\nsynthetic = true\n[[published]]\nmeasure = "x"\n', encoding="utf-8-sig"
    )
    net = cn.read(tmp_path)
    check_links(net)
    check_firms(net)
    assert (net.about.name_zh, net.about.synthetic, net.about.published) == ("集群", True, ({"measure": "x"},))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(text_of(HEADER, ROWS).encode("gb18030"))

    monkeypatch.setattr(sys, "stdin", Input())
    assert cn.read("-").m == 3


def test_standard_input_of_a_process(tmp_path: Path) -> None:
    code = "import chainnet as cn; print(cn.read('-'))"
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"supplier,buyer\nA,B\n", capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout.decode().strip() == "<SupplyNetwork: 2 firms (0 leaders), 1 link>"


def test_graphml_of_others(tmp_path: Path) -> None:
    """Keys without a type, numbers for ids, edges with and without ids, a namespace or none."""
    body = """<key id="d0" for="node" attr.name="角色"/><key id="d1" for="edge" attr.name="weight" attr.type="double"/>
      <graph edgedefault="directed"><node id="1"><data key="d0">链主</data></node><node id="2"><port name="p"/></node>
      <edge id="01" source="2" target="1"><data key="d1">2.5</data></edge>
      <edge id="1" source="2" target="1"><data key="d1">1.5</data></edge></graph></graphml>"""
    for head in ("<graphml>", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'):
        (tmp_path / "net.graphml").write_text(head + body, encoding="utf-8")
        with pytest.warns(cn.InputWarning, match="1 rows repeat"):
            net = cn.read(tmp_path / "net.graphml")
        assert net.leaders == ["1"]
        assert net.links["value"].tolist() == [4.0]  # two edges of one pair, no product: summed
    undirected = '<graph edgedefault="undirected"><node id="a"/></graph></graphml>'
    (tmp_path / "net.graphml").write_text(f"<graphml>{undirected}")
    with pytest.raises(cn.InputError, match="undirected"):
        cn.read(tmp_path / "net.graphml")
    twice = "<graphml>" + body.replace('id="01"', 'id="1"')
    (tmp_path / "net.graphml").write_text(twice, encoding="utf-8")
    with pytest.raises(cn.InputError, match="1 edges have the id of another"):
        cn.read(tmp_path / "net.graphml")
    (tmp_path / "net.graphml").write_text("<graphml>\n<graph")
    with pytest.raises(cn.InputError) as caught:
        cn.read(tmp_path / "net.graphml")
    assert caught.value.faults[0].row == 2


# ---- frames ---------------------------------------------------------------------------------------------------


def test_frames_with_chinese_headers() -> None:
    net = cn.from_frames(pd.DataFrame(FIRM_ROWS, columns=FIRM_HEADER), pd.DataFrame(ROWS, columns=HEADER))
    check_links(net)
    check_firms(net)


def test_frames_with_ids_in_the_index() -> None:
    firms = pd.DataFrame({"name": ["a", "b"], "role": ["leader", None]}, index=["A", "B"])
    links = pd.DataFrame({"supplier": ["B"], "buyer": ["A"]})
    net = cn.from_frames(firms, links)
    assert net.firms.index.tolist() == ["A", "B"]
    assert net.names().tolist() == ["a", "b"]
    assert cn.from_frames(net.firms, net.links).links.equals(net.links)


def test_frames_whose_rows_are_counted_from_zero() -> None:
    links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"], "value": [1.0, -1.0]}, index=[7, 7])
    with pytest.raises(cn.InputError) as caught:
        cn.from_frames(links=links)
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [("links", 1, "value")]


def test_numbers_in_text_columns_are_texts() -> None:
    """A name, an industry, a city or a list of products may be written as a number."""
    firms = pd.DataFrame(
        {
            "firm": [1, 2, 3],
            "name": [10, None, 30],
            "industry": [17, 17, None],
            "products": [5, None, 5],
            "city": [1, 1, 2],
            "role": ["leader", None, None],
            "longitude": [1, 1, 1],
            "latitude": [1, 1, 1],
        }
    )
    net = cn.from_frames(firms, pd.DataFrame({"supplier": [2], "buyer": [1], "product": [5], "value": ["1,234.5"]}))
    assert net.names().tolist() == ["10", "2", "30"]
    assert net.links.iloc[0][["supplier", "buyer", "product", "value"]].tolist() == ["2", "1", "5", 1234.5]
    assert cn.alternatives(net)["nearest"].tolist() == ["3"]
    assert cn.local_rate(net).query("buyer == '1' and by == 'count'")["rate"].tolist() == [1.0]


# ---- headers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "split"),
    [
        ("采购额（万元）", ("采购额", "万元")),
        ("采购额(万元)", ("采购额", "万元")),
        ("采购额 [万元]", ("采购额", "万元")),
        ("采购额/万元", ("采购额", "万元")),
        ("采购额（万元/年）", ("采购额", "万元")),
        ("采购额\n（万元）", ("采购额", "万元")),
        ("年采购额【亿元】", ("年采购额", "亿元")),
        ("value (CNY per year)", ("value", "CNY")),
        ("value / CNY", ("value", "CNY")),
        ("value", ("value", "")),
        ("（万元）", ("（万元）", "")),
    ],
)
def test_units_in_headers(header: str, split: tuple[str, str], tmp_path: Path) -> None:
    assert split_unit(header) == split
    if split[1]:
        net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"], header: [3.0]}))
        assert (net.value.tolist(), net.about.value_unit) == ([3.0], split[1])


@pytest.mark.parametrize(
    ("header", "kind", "column"),
    [
        ("Supplier", "links", "supplier"),
        (" 供 应 商 ", "links", "supplier"),
        ("FROM", "links", "supplier"),
        ("客户", "links", "buyer"),
        ("Ｐroduct", "links", "product"),
        ("金额", "links", "value"),
        ("是否关键", "links", "essential"),
        ("firm_id", "firms", "firm"),
        ("统一社会信用代码", "firms", "credit_code"),
        ("企业类型", "firms", "role"),
        ("资质", "firms", "grade"),
        ("lng", "firms", "longitude"),
        ("所在城市", "firms", "city"),
        ("营收（万元）", "firms", "revenue"),
        ("something else", "firms", None),
    ],
)
def test_headers_in_two_languages(header: str, kind: str, column: str | None) -> None:
    assert Words().meaning(header, kind) == column


def test_an_exact_header_goes_before_another_spelling() -> None:
    links = pd.DataFrame({"supplier": ["A"], "buyer": ["B"], "from": ["x"], "金额": [1], "value": [2]})
    net = cn.from_frames(links=links)
    assert net.links.iloc[0][["supplier", "value", "from", "金额"]].tolist() == ["A", 2, "x", 1]


def test_firms_known_by_name_alone(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("supplier,buyer\n甲,乙\n", encoding="utf-8")
    (tmp_path / "firms.csv").write_text("企业名称,角色\n甲,\n乙,龙头企业\n", encoding="utf-8")
    assert cn.read(tmp_path).leaders == ["乙"]


ROLES = {
    "链主": "leader",
    "Chain Leader": "leader",
    "LEADER": "leader",
    "配套企业": "supplier",
    "物流": "logistics",
    "高校": "institution",
    "不详": "unknown",
}
GRADES = {
    "单项冠军": "champion",
    "专精特新小巨人": "little_giant",
    "SRDI": "srdi",
    "创新型中小企业": "innovative",
    "无": "none",
    "金牌": None,
}


def test_words_for_roles_and_grades() -> None:
    firms = pd.DataFrame({"firm": [f"firm {word}" for word in [*ROLES, "x"]], "role": [*ROLES, None]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["firm x"], "buyer": ["firm 链主"]}))
    assert net.firms["role"].fillna("").tolist() == [*ROLES.values(), ""]
    for word, grade in GRADES.items():
        frame = pd.DataFrame({"firm": ["A", "B"], "grade": [word, None]})
        links = pd.DataFrame({"supplier": ["A"], "buyer": ["B"]})
        if grade is None:
            with pytest.raises(cn.InputError, match="is no grade"):
                cn.from_frames(frame, links)
        else:
            assert cn.from_frames(frame, links).firms["grade"].tolist()[0] == grade


@pytest.mark.parametrize(
    ("role", "grade", "expected"),
    [("小巨人", None, "little_giant"), ("专精特新企业", None, "srdi"), ("小巨人", "单项冠军", "champion")],
)
def test_a_role_that_is_a_grade_means_a_supplier_of_that_grade(role: str, grade: str | None, expected: str) -> None:
    firms = pd.DataFrame({"firm": ["A", "B"], "role": [role, "链主"], "grade": [grade, None]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    assert (net.firms.loc["A", "role"], net.firms.loc["A", "grade"]) == ("supplier", expected)


@pytest.mark.parametrize("word", ["√", "×", "✓", "-", "—", "?"])
def test_a_mark_is_never_read_as_its_opposite(word: str) -> None:
    """A tick is a yes or it is a fault; it is not a no."""
    links = pd.DataFrame({"supplier": ["A"], "buyer": ["B"], "essential": [word]})
    meant = {"√": "yes", "✓": "yes", "×": "no"}.get(word)
    said = None
    with contextlib.suppress(cn.InputError):
        said = cn.from_frames(links=links).links["essential"].tolist()
    assert said is None or said == [meant] or (meant is None and pd.isna(said[0]))


def test_clusters_that_are_none() -> None:
    firms = pd.DataFrame({"firm": list("ABCD"), "cluster": ["None", "无", "集群外", "青岛"]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    assert net.firms["cluster"].tolist() == ["none", "none", "none", "青岛"]


def test_long_codes_of_places_are_cut_to_six_digits() -> None:
    firms = pd.DataFrame({"firm": list("ABC"), "adcode": [370213, 370213001000, 370213001]})
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    assert net.firms["adcode"].tolist() == ["370213"] * 3
