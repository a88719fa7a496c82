"""`chainnet remove`: what it prints, what it tells, and how it refuses."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli.main import main

LINKS = "supplier,buyer,product,value\nS1,L,bolt,60\nS2,L,nut,40\nS3,S1,steel,10\nS4,S1,steel,5\n"
FIRMS = (
    "firm,role,city,longitude,latitude\nL,leader,青岛,120.4,36.1\nS1,supplier,青岛,120.38,36.07\n"
    "S2,supplier,潍坊,119.16,36.7\nS3,supplier,潍坊,119.2,36.7\nS4,,,,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "links.csv").write_text(LINKS, encoding="utf-8")
    (tmp_path / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, lang: str = "en") -> Result:
    given = ["remove", str(folder), *arguments, "--lang", lang]
    return CliRunner().invoke(main, given, env={"COLUMNS": "200"})


def table(folder: Path, *arguments: str) -> pd.DataFrame:
    done = run(folder, *arguments, "--format", "csv", "--quiet")
    assert done.exit_code == 0, done.output
    return pd.read_csv(io.StringIO(done.stdout))


# ---- links --------------------------------------------------------------------------------------------------


def test_links_by_value(folder: Path) -> None:
    found = table(folder, "--links", "--order", "value", "--measure", "served")
    assert found["removed"].tolist() == [0, 1, 2, 3, 4]
    assert found["value"].tolist() == [1, 0, 0, 0, 0]  # L needs bolts
    assert found["high"].tolist() == [1, 0.4, 0, 0, 0]


def test_links_of_a_file(folder: Path) -> None:
    path = folder / "closed.csv"
    path.write_text("供应商,采购商\nS3,S1\nS4,S1\n", encoding="utf-8")
    found = table(folder, "--links", "--order", f"file:{path}", "--measure", "served")
    assert found["value"].tolist() == [1, 1, 0]
    assert found["order"].unique().tolist() == [f"file:{path}"]
    path.write_text("supplier,buyer,product\nS3,S1,steel\nS3,L,steel\nS3,S1,steel\n", encoding="utf-8")
    done = run(folder, "--links", "--order", f"file:{path}")
    assert done.exit_code == 1
    assert "no link S3 -> L (steel)" in done.stderr
    assert "link S3 -> S1 (steel) comes twice" in done.stderr


# ---- files of firms -----------------------------------------------------------------------------------------


def test_firms_of_a_file(folder: Path) -> None:
    path = folder / "list.csv"
    path.write_text("S3\nS4\n", encoding="utf-8")  # a bare list
    found = table(folder, "--order", f"file:{path}", "--measure", "served")
    assert found["value"].tolist() == [1, 1, 0]
    path.write_text("rank,企业编号\n1,S3\n2,S4\n", encoding="utf-8")
    assert table(folder, "--order", f"file:{path}", "--measure", "served")["value"].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "options", "en", "zh"),
    [
        ("when,what\n1,2\n", (), "no column firm; write a column firm", "没有“企业编号”列"),
        ("firm\n", (), "the file lists no firm", "文件中没有列出企业"),
        ("firm\nS9\nS3\nS3\n", (), "firm 'S3' comes twice", "出现两次"),
        ("firm\nS9\n", (), "no firm 'S9'", "没有企业“S9”"),
        ("firm\nL\n", ("--keep", "leaders"), "is to be kept", "属于保留的角色"),
        ("buyer\nL\n", ("--links",), "no column supplier", "没有“供应商”列"),
    ],
)
def test_files_at_fault(folder: Path, text: str, options: tuple[str, ...], en: str, zh: str) -> None:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    for lang, words in (("en", en), ("zh", zh)):
        done = run(folder, "--order", f"file:{path}", *options, lang=lang)
        assert done.exit_code == 1, done.output
        assert words in done.stderr


# ---- groups -------------------------------------------------------------------------------------------------


def test_groups(folder: Path) -> None:
    found = table(folder, "--groups", "city", "--measure", "served")
    assert found.columns.tolist() == ["group", "firms", "share_removed", "served", "served_low", "served_high"]
    assert found[["group", "firms", "served"]].to_numpy().tolist() == [
        ["潍坊市", 2, 1.0],
        ["青岛市", 2, 1.0],
    ]  # as centrality --summary has them
    told = run(folder, "--groups", "city", lang="zh")
    assert "1 家企业不属于任何一组" in told.stderr
    assert "保障率下降" in told.stdout


def test_groups_near_a_point_and_of_a_file(folder: Path) -> None:
    found = table(folder, "--groups", "km:50@120.38,36.07", "--keep", "leaders", "--measure", "largest_component")
    assert found[["group", "firms"]].to_numpy().tolist() == [["50 km @ 120.38,36.07", 1]]
    told = run(folder, "--groups", "km:50@120.38,36.07")
    assert "3 firms are in no group, 1 of them of unknown place" in told.stderr
    path = folder / "groups.csv"
    path.write_text("group,firm\nsteel,S3\nsteel,S4\nnuts,S2\n", encoding="utf-8")
    found = table(folder, "--groups", f"file:{path}", "--measure", "largest_component")
    assert found[["group", "firms"]].to_numpy().tolist() == [["steel", 2], ["nuts", 1]]


@pytest.mark.parametrize(
    ("groups", "code", "words"),
    [
        ("stage", 2, "no column 'stage'"),
        ("km:50", 2, "write kilometres, longitude and latitude"),
        ("km:50@36.07,120.38", 2, "write kilometres, longitude and latitude"),
        ("km:-1@120.38,36.07", 2, "write kilometres, longitude and latitude"),
        ("km:nan@120.38,36.07", 2, "write kilometres, longitude and latitude"),
        ("km:1@100,30", 1, "no firm lies within km:1@100,30"),
        ("by:city", 2, "write city, province"),
        ("file:nowhere.csv", 1, "nowhere.csv"),
    ],
)
def test_groups_at_fault(folder: Path, groups: str, code: int, words: str) -> None:
    done = run(folder, "--groups", groups)
    assert done.exit_code == code
    assert words in done.stderr


def test_a_file_of_groups_at_fault(folder: Path) -> None:
    path = folder / "groups.csv"
    for text, words in (
        ("firm,note\nS1,x\n", "no column group"),
        ("group,note\nx,y\n", "no column firm"),
        ("group,firm\nx,S9\n", "no firm 'S9'"),
    ):
        path.write_text(text, encoding="utf-8")
        done = run(folder, "--groups", f"file:{path}")
        assert done.exit_code == 1
        assert words in done.stderr


# ---- curves -------------------------------------------------------------------------------------------------


def test_until(folder: Path) -> None:
    assert table(folder, "--order", "degree", "--until", "0.4", "--measure", "served")["removed"].tolist() == [0, 1, 2]
    done = run(folder, "--order", "degree", "--until", "0.4", "--summary")
    assert "the order ends before all are removed" in done.stdout


def test_ties_and_seed_are_named(folder: Path) -> None:
    told = run(folder, "--runs", "7", "--seed", "3", "--summary").stderr
    assert "ties by value sold, then" in told
    assert "; 7 random orders of seed 3" in told
    assert "得分相同时按销售额，再按" in run(folder, "--order", "degree", "--summary", lang="zh").stderr
    assert "ids of supplier and buyer" in run(folder, "--links", "--order", "degree", "--summary").stderr


def test_every_order_and_measure(folder: Path) -> None:
    from chainnet.cli.removal import LINK_ORDERS, MEASURES, ORDERS

    found = table(folder, "--order", ",".join(ORDERS), "--measure", ",".join(MEASURES), "--summary", "--runs", "3")
    assert len(found) == len(ORDERS) * len(MEASURES)
    assert found["robustness"].between(0, 1).all()
    found = table(folder, "--links", "--order", ",".join(LINK_ORDERS), "--measure", ",".join(MEASURES), "--runs", "3")
    assert found.groupby(["order", "measure"])["removed"].max().eq(4).all()


def test_beside_rewirings(folder: Path) -> None:
    found = table(folder, "--null", "3", "--order", "degree,random", "--runs", "2", "--measure", "largest_component")
    assert sorted(found["network"].unique()) == ["given", "rewired"]
    assert found["order"].unique().tolist() == ["degree", "random"]
    summary = table(folder, "--null", "3", "--order", "degree,value", "--summary")
    assert summary["order"].tolist() == ["degree", "degree", "value", "value"]
    assert summary["null_mean"].notna().all()
    figure = folder / "null.png"
    assert run(folder, "--null", "2", "--order", "degree", "--figure", str(figure)).exit_code == 0
    assert figure.exists()


def test_without_leaders_served_is_said_to_be_undefined(folder: Path) -> None:
    done = run(folder / "links.csv", "--summary")
    assert done.exit_code == 0
    assert "served is not defined: no chain leader is named (no_leaders)" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--runs", "0"),
        ("--threshold", "1"),
        ("--until", "0"),
        ("--until", "1.5"),
        ("--null", "1"),
        ("--links", "--order", "pagerank"),
        ("--single", "--groups", "city"),
        ("--summary", "--groups", "city"),
        ("--single", "--links"),
        ("--groups", "city", "--until", "0.5"),
        ("--groups", "city", "--null", "3"),
        ("--single", "--order", "degree"),
        ("--single", "--keep", "leaders"),
        ("--threshold", "0.4"),
        ("--null", "3", "--summary", "--threshold", "0.4"),
        ("--links", "--order", "degree", "--keep", "leaders"),
        ("--samples", "8"),
        ("--links", "--order", "betweenness", "--samples", "8"),
        ("--keep", "nobody"),
    ],
)
def test_wrong_usage_is_2(folder: Path, arguments: tuple[str, ...]) -> None:
    assert run(folder, *arguments).exit_code == 2


# ---- what is said of options and numbers --------------------------------------------------------------------


def test_an_order_written_twice_counts_once(folder: Path) -> None:
    once, twice = (
        table(folder, "--order", order, "--runs", "5", "--summary")
        for order in ("degree,random", "degree,random,degree")
    )
    pd.testing.assert_frame_equal(once, twice)
    path = folder / "list.csv"
    path.write_text("S3\nS4\n", encoding="utf-8")
    assert len(table(folder, "--order", f"file:{path},file:{path}", "--measure", "served")) == 3
    beside = table(folder, "--order", "degree,degree", "--null", "2", "--measure", "served,served", "--summary")
    assert len(beside) == 1


def test_roles_to_keep_in_any_spelling(folder: Path) -> None:
    wanted = table(folder, "--order", "degree", "--keep", "leaders")
    assert len(wanted) < len(table(folder, "--order", "degree"))
    for spelling in ("链主", "leader", "链主企业,leaders"):
        pd.testing.assert_frame_equal(wanted, table(folder, "--order", "degree", "--keep", spelling))


def test_what_is_not_heeded_is_said(folder: Path) -> None:
    bare = folder / "links.csv"
    assert "no firm is a leader; name chain leaders by --leaders" in run(bare, "--keep", "leaders").stderr
    assert "没有角色为“物流”的企业可保留" in run(folder, "--keep", "物流", lang="zh").stderr
    assert "no firm is a" not in run(folder, "--keep", "leaders").stderr
    assert "--runs: no order is random" in run(folder, "--order", "degree", "--runs", "7").stderr
    assert "--runs: no order is random" in run(folder, "--single", "--runs", "7").stderr
    assert "--seed: nothing is random" in run(folder, "--order", "degree", "--seed", "7").stderr
    assert "--seed" not in run(folder, "--order", "degree", "--seed", "7", "--null", "2").stderr
    assert "--runs" not in run(folder, "--order", "degree").stderr
    path = folder / "essential.csv"
    path.write_text("input,buyer_industry,importance\nsteel,,essential\n", encoding="utf-8")
    told = run(folder, "--essential", str(path), "--measure", "largest_component")
    assert "only served goes by it" in told.stderr
    done = run(folder, "--order", "betweenness", "--samples", "1000")
    assert "5 firms alone, betweenness is exact" in done.stderr
    done = run(folder, "--order", "betweenness", "--samples", "4", "--seed", "2")
    assert "estimated from 4 firms, of seed 2" in done.stderr


def test_ties_are_named_where_there_can_be_one(folder: Path) -> None:
    path = folder / "list.csv"
    path.write_text("S3\nS4\n", encoding="utf-8")
    assert "ties" not in run(folder, "--order", f"file:{path},random").stderr
    assert "no values" not in run(folder, "--order", "degree").stderr
    assert "number of links" not in run(folder, "--order", "pagerank").stderr
    (folder / "links.csv").write_text("supplier,buyer\nS1,L\nS2,L\n", encoding="utf-8")
    told = run(folder, "--order", "pagerank").stderr
    assert "(no values: by what follows)" in told
    assert "pagerank goes by number of links" in told


def test_low_and_high_are_explained(folder: Path) -> None:
    told = run(folder, "--summary").stderr
    assert "of random orders 5 and 95 % quantiles of the runs (of served: of its bounds)" in told
    assert "of other orders the bounds of served" in told
    assert "low and high" not in run(folder, "--order", "degree", "--measure", "largest_component").stderr
    shown = run(folder, "--summary", lang="zh")
    assert "随机次序为各次的 5% 与 95% 分位数" in shown.stderr
    assert "R 下界或 5% 分位" in shown.stdout


def test_rewirings_are_described(folder: Path) -> None:
    told = run(folder, "--null", "3", "--order", "degree", "--seed", "4", "--summary").stderr
    assert "3 random rewirings of seed 4; on average" in told
    assert "of the pairs are other ones" in told


def test_groups_of_one_firm_each_are_said(folder: Path) -> None:
    rows = "".join(f"F{at},{120 + at / 100},36\n" for at in range(12))
    (folder / "firms.csv").write_text(
        "firm,longitude,latitude\nL,121,36\nS1,,\nS2,,\nS3,,\nS4,,\n" + rows, encoding="utf-8"
    )
    told = run(folder, "--groups", "longitude", "--measure", "largest_component").stderr
    assert "by longitude, 13 of 13 groups are one firm" in told
    assert "are one firm" not in run(folder, "--groups", "latitude", "--measure", "largest_component").stderr


def test_a_slow_order_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    from chainnet import measures
    from chainnet.cli.progress import Watch

    real, during = measures.removal, Watch.during
    monkeypatch.setattr(Watch, "during", lambda self, zh, en, soon=0: during(self, zh, en, soon=0.01))

    def slow(*given: object, **options: object) -> pd.DataFrame:
        time.sleep(0.1)
        return real(*given, **options)

    monkeypatch.setattr(measures, "removal", slow)
    told = run(folder, "--order", "adaptive-betweenness", "--measure", "served").stderr
    assert "working out the order adaptive-betweenness and its curves (served)" in told
    assert "working out" not in run(folder, "--order", "random", "--measure", "served").stderr


# ---- figures ------------------------------------------------------------------------------------------------


def test_bars_say_which_measure_they_show(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chainnet import figures

    said: list[dict[str, object]] = []
    real = figures.plot_bars

    def kept(*given: object, **options: object) -> object:
        said.append(options)
        return real(*given, **options)

    monkeypatch.setattr(figures, "plot_bars", kept)
    path = str(folder / "bars.png")
    assert run(folder, "--single", "--measure", "served,efficiency", "--figure", path).exit_code == 0
    assert run(folder, "--groups", "city", "--measure", "leaders_reached", "--figure", path, lang="zh").exit_code == 0
    done = run(folder / "links.csv", "--single", "--measure", "served,largest_component", "--figure", path)
    assert done.exit_code == 0
    assert [one["title"] for one in said] == [
        "Drop when that firm alone is removed: served purchases of chain leaders",
        "移除整组企业后，可达链主占比下降多少",
        "Drop when that firm alone is removed: largest component",  # served is not defined
    ]
    assert said[0]["note"] == "this measure alone; also in the table: global efficiency along the flow"
    assert said[1]["note"] is None


def test_no_bars_where_nothing_is_defined(folder: Path) -> None:
    path = folder / "none.png"
    done = run(folder / "links.csv", "--single", "--measure", "served", "--figure", str(path))
    assert done.exit_code == 0
    assert "is not drawn: nothing is defined" in done.stderr
    assert not path.exists()
