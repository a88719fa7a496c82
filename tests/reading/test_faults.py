"""Each bad input: file, row, column and hint are told, and all faults of a file at once."""

from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pytest

import chainnet as cn

FIRMS = "firm,name,role,longitude,latitude\nL,Leader,leader,120,36\nS,Supplier,supplier,120.1,36.1\n"
LINKS = "supplier,buyer,product,value\nS,L,bolt,10\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return write(tmp_path / "data", firms=FIRMS, links=LINKS)


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.{'toml' if name == 'cluster' else 'csv'}").write_text(text, encoding="utf-8")
    return folder


def faults(path: Path, **options: Path) -> list[cn.Fault]:
    """Read what is at fault; `check` lists the same, with the doubts."""
    with pytest.raises(cn.InputError) as caught:
        cn.read(path, **options)
    found = list(caught.value.faults)
    assert found
    assert all(fault.severity == "fault" and fault.problem for fault in found)
    table = cn.check(path, **options)
    assert table.loc[table["severity"] == "fault", "problem"].tolist() == [fault.problem for fault in found]
    assert str(caught.value) == "\n".join(map(str, found))
    assert pickle.loads(pickle.dumps(caught.value)).faults == tuple(found)
    return found


def places(found: list[cn.Fault]) -> list[tuple[str, int | None, str]]:
    return [(Path(fault.file).name, fault.row, fault.column) for fault in found]


def test_a_good_folder_has_no_faults(folder: Path) -> None:
    net = cn.read(folder)
    assert (net.n, net.m, net.doubts) == (2, 1, ())
    assert cn.check(folder).empty
    assert list(cn.check(folder)) == ["file", "row", "column", "severity", "problem", "hint"]


# ---- one at a time ------------------------------------------------------------------------------------------


def links(*rows: str, header: str = "") -> dict[str, str]:
    return {"links": (f"{header}\n" if header else LINKS) + "".join(f"{row}\n" for row in rows)}


def firms(*rows: str, header: str = "") -> dict[str, str]:
    return {"firms": (f"{header}\n" if header else FIRMS) + "".join(f"{row}\n" for row in rows)}


def cluster(*lines: str) -> dict[str, str]:
    return {"cluster": "\n".join(["[cluster]", *lines, ""])}


UNITS = {**links("S,L,1", header="supplier,buyer,value (US$)"), **cluster('value_unit = "亿元"')}
CASES = {
    "negative value": (links("S,L,nut,-5"), "links.csv:3:value", "-5 is negative", "zero or more"),
    "no number": (links("S,L,nut,ten"), "links.csv:3:value", "'ten' is no number", "digits"),
    "infinite": (links("S,L,nut,inf"), "links.csv:3:value", "'inf' is not finite", "write the number"),
    "too large": (links("S,L,nut,1e999"), "links.csv:3:value", "'1e999' is not finite", "write the number"),
    "essential": (links("S,L,so", header="supplier,buyer,essential"), "links.csv:2:essential", "'so' is no", "yes 是"),
    "a sign": (links("S,L,?", header="supplier,buyer,essential"), "links.csv:2:essential", "'?' is no", "yes 是"),
    "buyer nowhere": (links("S,Nobody,nut,1"), "links.csv:3:buyer", "'Nobody' is in no row", "firms.csv"),
    "supplier nowhere": (links("s,L,nut,1"), "links.csv:3:supplier", "'s' is in no row", "firms.csv"),
    "no buyer": (links("S,,nut,1"), "links.csv:3:buyer", "the cell is empty", "id"),
    "ragged": (links("S,L,nut,1,more"), "links.csv:3", "5 cells under 4 columns", "quotes"),
    "nameless column": (links("S,L,x", header="supplier,buyer,"), "links.csv:1", "column 3 has cells but no", "name"),
    "one meaning": (
        links("S,L,1,2", header="supplier,buyer,金额,交易额"),
        "links.csv:1:value",
        "'金额' and '交易额' all mean value",
        "--map 金额=value",
    ),
    "header twice": (
        links("S,L,1,2", header="supplier,buyer,value,value"),
        "links.csv:1:value",
        "all mean value",
        "a name of its own",
    ),
    "several units": (UNITS, "links.csv:value (US$)", "several value units: US$, 亿元", "one currency"),
    "empty file": ({"links": ""}, "links.csv", "the file is empty", "first row"),
    "unknown role": (firms("X,x,boss,,"), "firms.csv:4:role", "'boss' is no role", "leader 链主"),
    "role of signs": (firms("X,x,！！,,"), "firms.csv:4:role", "'！！' is no role", "leader 链主"),
    "unknown grade": (
        firms("L,gold", "S,", header="firm,grade"),
        "firms.csv:2:grade",
        "'gold' is no",
        "little_giant 小巨人",
    ),
    "duplicate id": (firms("S,again,,,"), "firms.csv:4:firm", "firm 'S' is already in row 3", "one row"),
    "no id": (firms(",nameless,,,"), "firms.csv:4:firm", "the cell is empty", "id"),
    "longitude": (firms("X,x,,200,36"), "firms.csv:4:longitude", "200", "-180 to 180"),
    "latitude": (firms("X,x,,120,-91"), "firms.csv:4:latitude", "-91", "-90 to 90"),
    "revenue": (firms("L,-3", "S,1", header="firm,revenue"), "firms.csv:2:revenue", "-3 is negative", "zero or more"),
    "adcode": (firms("L,37021", "S,", header="firm,adcode"), "firms.csv:2:adcode", "'37021' is no", "six digits"),
    "malformed toml": (cluster("name_zh = 青岛"), "cluster.toml", "this is no TOML", "quotes"),
    "toml of a number": (cluster("name_zh = 5"), "cluster.toml:name_zh", "5 is no text", "quotes"),
    "synthetic": (cluster('synthetic = "yes"'), "cluster.toml:synthetic", "neither true nor false", "true or false"),
    "sites": (cluster("sites = 5"), "cluster.toml:sites", "sites is no list", "sites ="),
    "published": ({"cluster": "published = 5\n"}, "cluster.toml", "published facts", "[[published]]"),
    "outside": ({"cluster": 'name_zh = "x"\n'}, "cluster.toml:name_zh", "stands outside [cluster]", "[cluster]"),
    "group": (firms("(all),x,,,"), "firms.csv:4:firm", "'(all)' stands for a group", "otherwise"),
    "sections": ({"cluster": "cluster = 5\n"}, "cluster.toml", "sections", "[cluster]"),
}


@pytest.mark.parametrize(("texts", "place", "problem", "hint"), CASES.values(), ids=CASES)
def test_one_fault(folder: Path, texts: dict[str, str], place: str, problem: str, hint: str) -> None:
    found = faults(write(folder, **texts))
    assert [str(fault).split(" — ")[0] for fault in found] == [f"{folder}/{place}"]
    assert problem in found[0].problem
    assert hint in found[0].hint


def test_a_blank_file(folder: Path) -> None:
    assert places(faults(write(folder, links="\n , ,\n\n")))[0][0] == "links.csv"


@pytest.mark.parametrize("missing", ["supplier", "buyer"])
def test_a_missing_column_is_named_with_what_is_there(folder: Path, missing: str) -> None:
    text = LINKS.replace(missing, "whoever")
    found = faults(write(folder, links=text))
    assert places(found) == [("links.csv", 1, "")]
    assert f"no column {missing} 「" in found[0].problem
    assert "whoever" in found[0].problem
    assert f"name one {missing}" in found[0].hint


def test_both_columns_missing_are_told_at_once(folder: Path) -> None:
    assert len(faults(write(folder, links="a,b\n1,2\n"))) == 2


def test_a_firms_table_without_ids(folder: Path) -> None:
    found = faults(write(folder, firms="role,city\nleader,Q\n"))
    assert places(found) == [("firms.csv", 1, "")]
    assert "no column firm" in found[0].problem


def test_all_faults_at_once(folder: Path) -> None:
    bad_firms = "firm,role,longitude,latitude,adcode\nL,boss,999,36,1\nS,,x,,\nS,,,,\n,,1,1,\n"
    bad_links = "supplier,buyer,value,essential\nS,L,-1,maybe\nS,Z,much,\n,L,1,\nS,L,1,yes\n"
    found = faults(write(folder, firms=bad_firms, links=bad_links))
    told = sorted(f"{file}:{row}:{column}" for file, row, column in places(found))
    assert told == [
        *("firms.csv:2:adcode", "firms.csv:2:longitude", "firms.csv:2:role", "firms.csv:3:longitude"),
        *("firms.csv:4:firm", "firms.csv:5:firm", "links.csv:2:essential", "links.csv:2:value"),
        *("links.csv:3:buyer", "links.csv:3:value", "links.csv:4:supplier"),
    ]


def test_every_ragged_row_is_told(folder: Path) -> None:
    found = faults(write(folder, links="\n\n" + LINKS + "S,L,a,1,2\nS,L,b,1\nS,L,c,1,2,3\n"))
    assert places(found) == [("links.csv", 5, ""), ("links.csv", 7, "")]


def test_a_header_alone(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "alone.csv").write_text("supplier,buyer\n", encoding="utf-8")
    assert [fault.problem for fault in faults(tmp_path / "alone.csv")] == ["no links under the header"]
    with pytest.warns(cn.InputWarning, match="no links under the header"):  # firms that trade with nobody
        assert cn.read(write(folder, links="supplier,buyer\n")).m == 0


def test_a_row_that_is_too_short_lacks_cells(folder: Path) -> None:
    with pytest.warns(cn.InputWarning, match="2 cells under 4 columns"):
        net = cn.read(write(folder, links="supplier,buyer,product,value\nS,L\n"))
    assert net.links.iloc[0].isna().tolist() == [False, False, True, True]


def test_an_unclosed_quote(folder: Path) -> None:
    found = faults(write(folder, links=LINKS + 'S,L,"nut,1\n'))
    assert found[0].file.endswith("links.csv")


def test_rows_are_counted_as_a_spreadsheet_does(folder: Path) -> None:
    """Blank rows count; a line break within quotes does not end a row."""
    links = '\n"supplier",buyer,product,value\n\nS,L,"two\nlines",1\n,,,\nS,L,bad,-1\n'
    assert places(faults(write(folder, links=links))) == [("links.csv", 6, "value")]


def test_the_column_is_named_as_the_user_wrote_it(folder: Path) -> None:
    found = faults(write(folder, links="供应商,采购商, 采购额（万元） \nS,L,-1\n"))
    assert places(found) == [("links.csv", 2, "采购额（万元）")]


def test_a_firm_that_is_nowhere_is_told_once(folder: Path) -> None:
    found = faults(write(folder, links=LINKS + "S,Z,a,1\nS,Z,b,1\nZ,L,c,1\n"))
    assert sorted(places(found)) == [("links.csv", 3, "buyer"), ("links.csv", 5, "supplier")]


# ---- where there is nothing to read ---------------------------------------------------------------------------


def test_paths_at_fault(folder: Path, tmp_path: Path) -> None:
    for name in ("nothing.csv", "nothing.xlsx", "nothing.parquet", "nothing.graphml"):
        found = faults(tmp_path / name)
        assert (found[0].problem, Path(found[0].file).name) == ("no such file or folder", name)
    (tmp_path / "notes.docx").write_text("x")
    assert "no way to read .docx" in faults(tmp_path / "notes.docx")[0].problem
    assert ".xlsx" in faults(tmp_path / "notes.docx")[0].hint
    assert faults(tmp_path / "nothing")[0].problem == "no such file or folder"
    (tmp_path / "bare").write_text("supplier,buyer\nA,B\n")
    assert "without an ending" in faults(tmp_path / "bare")[0].problem
    (tmp_path / "empty").mkdir()
    assert "the folder holds no links table" in faults(tmp_path / "empty")[0].problem
    assert "chainnet new" in faults(tmp_path / "empty")[0].hint
    assert faults(folder, firms=tmp_path / "nothing.csv")[0].problem == "no such file"
    assert faults(folder, firms=tmp_path / "empty")[0].problem


@pytest.mark.parametrize(
    "name", ["links.csv", "links.xlsx", "links.parquet", "links.graphml", "firms.csv", "cluster.toml"]
)
def test_a_folder_in_the_place_of_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    if name.startswith("links"):
        (folder / "links.csv").unlink(missing_ok=True)
    (folder / name).mkdir()
    assert name in faults(folder)[0].file or name == "links.graphml"
    if not name.endswith("toml"):
        assert faults(folder / name)[0].problem


def test_a_firms_table_given_as_links(folder: Path) -> None:
    found = faults(folder / "firms.csv")
    assert [fault.problem.split(" 「")[0] for fault in found] == ["no column supplier", "no column buyer"]


def test_no_links_given() -> None:
    with pytest.raises(cn.InputError, match="no links"):
        cn.from_frames(pd.DataFrame({"firm": ["A"]}))
    with pytest.raises(cn.InputError, match="no links under the header"):
        cn.from_frames(links=pd.DataFrame({"supplier": [], "buyer": []}))


# ---- doubts ---------------------------------------------------------------------------------------------------

DOUBTS = {
    "self-loop": (links("S,S,x,1"), "links.csv", 3, "supplier", "supplies itself"),
    "repeat": (links("S,L,bolt,1"), "links.csv", 3, "", "1 rows repeat"),
    "half a place": (firms("X,x,,120,"), "firms.csv", 4, "longitude", "only one of"),
    "null island": (firms("X,x,,0,0"), "firms.csv", 4, "longitude", "(0, 0)"),
}


@pytest.mark.parametrize(("texts", "file", "row", "column", "problem"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_is_told_and_the_reading_goes_on(
    folder: Path, texts: dict[str, str], file: str, row: int, column: str, problem: str
) -> None:
    write(folder, **texts)
    with pytest.warns(cn.InputWarning, match=r"1 doubt, the first: .*") as told:
        net = cn.read(folder)
    assert len(told) == 1
    assert places(list(net.doubts)) == [(file, row, column)]
    assert problem in net.doubts[0].problem
    assert net.doubts[0].severity == "doubt"
    table = cn.check(folder)
    assert table["severity"].tolist() == ["doubt"]
    assert table["row"].tolist() == [row]
    assert net.m == 1
    assert net.located.tolist()[2:] in ([], [False])


def test_faults_come_before_doubts(folder: Path) -> None:
    table = cn.check(write(folder, links="supplier,buyer,value\nS,S,1\nS,L,-1\n"))
    assert table["severity"].tolist() == ["fault", "doubt"]
