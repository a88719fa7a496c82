"""The options of travel times, the same for every command that has times; and `calibrate`."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet.cli.main import main

FIRMS = (
    "firm,name,role,longitude,latitude\n"
    "L,领航,链主,120.38,36.07\nS1,甲,供应商,120.40,36.10\nS2,乙,供应商,119.97,31.81\n"
)
LINKS = "supplier,buyer\nS1,L\nS2,L\n"
WITH_TIMES = ("rates", "radius", "plot", "report")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("CHAINNET_LANG", "en")
    net = tmp_path / "net"
    net.mkdir()
    (net / "links.csv").write_text(LINKS, encoding="utf-8")
    (net / "firms.csv").write_text(FIRMS, encoding="utf-8")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def rates(folder: Path, *words: object) -> Any:
    done = run("radius", folder / "net", "--format", "json", *words)
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    rows = rows["rows"] if isinstance(rows, dict) else rows
    return next(row for row in rows if row["buyer"] == "L" and row["by"] == "count")


def times_file(folder: Path, text: str) -> Path:
    path = folder / "times.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", WITH_TIMES)
def test_every_command_with_times_has_the_options(command: str) -> None:
    options = {name for option in main.commands[command].params for name in option.opts}
    assert {"--times", "--roads", "--router", "--router-cache", "--terminal", "--detour", "--speed"} <= options


def test_the_estimate_and_a_matrix_and_what_is_unknown(folder: Path) -> None:
    assert rates(folder)["rate"] == 0.5
    path = times_file(folder, "供应商,采购商,分钟\nS1,L,70\nS2,L,20\n")
    assert rates(folder, "--times", path)["p50"] == 20
    row = rates(folder, "--times", times_file(folder, "supplier,buyer,minutes\nL,S1,10\n"))
    assert (row["denominator"], row["unknown"], row["low"], row["high"]) == (0, 2, 0.0, 1.0)
    done = run("radius", folder / "net", "--times", folder / "times.csv")
    assert "note: 0 of 2 links have a time in times.csv; 1 have one from buyer to supplier: --symmetric" in done.stderr
    row = rates(folder, "--times", times_file(folder, "supplier,buyer,minutes\nL,S1,10\n"), "--symmetric")
    assert (row["numerator"], row["unknown"]) == (1, 1)


def test_rates_by_minutes_take_them_too(folder: Path) -> None:
    path = times_file(folder, "supplier,buyer,minutes\nS1,L,70\nS2,L,80\n")
    done = run("rates", folder / "net", "--area", "minutes:60", "--times", path, "--format", "csv")
    assert done.exit_code == 0, done.output
    assert "matrix times.csv: 2 pairs" in done.stderr
    table = done.stdout.splitlines()
    rate = table[0].split(",").index("rate")
    assert float(next(row for row in table if row.startswith("L,")).split(",")[rate]) == 0


def test_slow_and_fast_ends(folder: Path) -> None:
    done = run("radius", folder / "net", "--slow", "8,2", "--fast", "2,0.5", "--rows", 1)
    assert "(slow end 26.0, fast end 116.0)" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--times", "a.csv", "--roads", "b.pbf"], "--times, --roads are sources of times: give one"),
        (["--times", "a.csv", "--speed", "60"], "--speed is an option of the estimate"),
        (["--snap", "1"], "--snap is an option of --roads"),
        (["--router-cache", "x.parquet"], "--router-cache is an option of --router"),
        (["--router", "osrm:http://h", "--terminal", "3"], "--terminal is an option of the estimate"),
        (["--slow", "8"], "write minutes and minutes/km"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(folder: Path, words: list[str], said: str) -> None:
    done = run("radius", folder / "net", *words)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--times", "none.csv"], "none.csv — no such file"),
        (["--roads", "none.osm.pbf"], "none.osm.pbf — no such file"),
        (["--router", "host:5000"], "no address of a router"),
        (["--slow", "1,1"], "the slow end is (1.0, 1.0)"),
    ],
)
def test_faults_of_a_source_end_in_1(folder: Path, words: list[str], said: str) -> None:
    done = run("radius", folder / "net", *words)
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_doubt_is_a_note_in_the_language(folder: Path) -> None:
    path = times_file(folder, "supplier,buyer,minutes\nS1,L,0\n")
    assert "note: 1 pairs of firms more than 2 km apart have 0 minutes" in run(
        "radius", folder / "net", "--times", path).stderr  # fmt: skip
    done = run("radius", folder / "net", "--times", path, "--lang", "zh")
    assert "注意：1 对企业相距超过 2 公里而时间为 0" in done.stderr
    assert done.exit_code == 0


def test_a_map_has_no_circle_where_times_are_no_estimate(folder: Path) -> None:
    path = times_file(folder, "supplier,buyer,minutes\nS1,L,10\n")
    done = run(
        "plot", folder / "net", "--kind", "map", "-o", folder / "map.svg", "--times", path, "--area", "minutes:60"
    )
    assert done.exit_code == 0, done.output
    assert (folder / "map.svg").exists()


def known(folder: Path, name: str = "pairs.csv", **columns: Any) -> Path:
    km = np.linspace(2, 90, 30)
    table = pd.DataFrame({"公里": km, "分钟": 8 + 1.5 * km, **columns})
    path = folder / name
    table.to_csv(path, index=False)
    return path


def test_calibrate_prints_the_table_and_options_that_commands_take(folder: Path) -> None:
    done = run("calibrate", known(folder), "--format", "csv")
    assert done.exit_code == 0, done.output
    header = done.stdout.splitlines()[0]
    assert header == "estimate,fold,pairs,bias_minutes,mae,band_coverage,wrong_side_share,terminal,detour,speed"
    options = done.stderr.strip().removeprefix("take it by: ").split()
    assert options[:2] == ["--terminal", "8"]
    again = run("radius", folder / "net", *options)
    assert again.exit_code == 0, again.output
    assert "estimate: 8 min" in again.stderr


def test_calibrate_writes_the_table_and_reads_firms(folder: Path) -> None:
    done = run("calibrate", known(folder), "-o", folder / "fit.csv", "--lang", "zh")
    assert done.exit_code == 0, done.output
    assert "用这些选项：--terminal 8" in done.stderr
    assert len(pd.read_csv(folder / "fit.csv")) == 12
    table = pd.DataFrame({"supplier": ["S1", "S2"] * 6, "buyer": "L", "minutes": [10.0, 700.0] * 6})
    table.to_csv(folder / "firms.csv", index=False)
    done = run("calibrate", folder / "firms.csv", "--network", folder / "net")
    assert done.exit_code == 0, done.output


def test_calibrate_names_the_file_the_column_and_the_firm(folder: Path) -> None:
    bare = folder / "bare.csv"
    bare.write_text("firm,longitude,latitude\nL,120.38,36.07\nS1,120.4,36.1\nS2,,\n", encoding="utf-8")
    path = folder / "pairs.csv"
    path.write_text("供应商,采购商,分钟\nS1,L,9\nS2,L,9\nS1,X,9\n,L,9\n", encoding="utf-8")
    done = run("calibrate", path, "--network", folder / "net" / "links.csv", "--firms", bare)
    assert done.exit_code == 1
    assert f"{path}:3:供应商 — S2 is not located" in done.stderr
    assert f"{path}:5:供应商 — no firm id" in done.stderr
    path.write_text("供应商,采购商,分钟\nS1,X,9\n", encoding="utf-8")
    done = run("calibrate", path, "--network", folder / "net" / "links.csv", "--firms", bare)
    assert f"{path}:2:采购商 — X is no firm of the network" in done.stderr
    assert run("calibrate", path, "--firms", bare).exit_code == 2


def test_calibrate_refuses_bad_rows(folder: Path) -> None:
    path = known(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("\n2.0,11.0\n", "\n2.0,-1\n"), encoding="utf-8")
    done = run("calibrate", path)
    assert done.exit_code == 1
    assert f"{path}:2:分钟 — -1 is no such number" in done.stderr
    done = run("calibrate", known(folder), "-o", folder / "pairs.csv")
    assert done.exit_code == 2


def test_roads_of_an_extract(folder: Path) -> None:
    extract = Path(__file__).parents[2] / "data" / "osm-extracts" / "shenzhen-nanshan.osm.pbf"
    firms = FIRMS.replace("120.38,36.07", "113.94,22.53").replace("120.40,36.10", "113.95,22.54")
    (folder / "net" / "firms.csv").write_text(firms, encoding="utf-8")
    row = rates(folder, "--roads", extract, "--terminal", 7)
    assert (row["numerator"], row["unknown"]) == (1, 1)  # the other lies outside the extract
    assert 7 < row["p50"] < 20
    done = run("radius", folder / "net", "--roads", extract)
    assert "roads: of 3 firms 1 lie outside the extract, 0 more than 2 km from a road, 0 have no coord" in done.stderr
    assert "1 of 2 links have both ends on roads" in done.stderr
    nearer = run("radius", folder / "net", "--roads", extract, "--snap", 0)
    assert "0 are on roads; 0 of 2 links" in nearer.stderr
