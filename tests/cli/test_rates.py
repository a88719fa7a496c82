"""`chainnet rates` as it is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chainnet import figures
from chainnet.cli import main

FIRMS = """firm,role,city,longitude,latitude,stage,revenue
L,leader,Q,120.0,36.0,,150
M,supplier,Q,120.1,36.0,parts,60
X,supplier,T,125.0,36.0,parts,40
R,supplier,Q,120.0,36.1,raw,10
Y,supplier,T,125.0,36.1,raw,20
"""
LINKS = """supplier,buyer,value,year
M,L,60,2023
X,L,40,2023
R,M,10,2023
Y,M,20,2023
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "firms.csv").write_text(FIRMS)
    (tmp_path / "links.csv").write_text(LINKS)
    ring = [[119, 35], [121, 35], [121, 37], [119, 37], [119, 35]]
    (tmp_path / "a+b.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["rates", *map(str, words), "--lang", "en"])


def rates(folder: Path, *words: str | Path, buyer: str = "L") -> dict[str, float]:
    done = run(folder, *words, "--format", "json", "--quiet")
    assert done.exit_code == 0, done.stderr
    return {row["by"]: row["rate"] for row in json.loads(done.stdout) if row["buyer"] == buyer}


def test_deep(folder: Path) -> None:
    assert rates(folder, "--deep")["deep"] == pytest.approx(0.4)
    assert "deep" not in rates(folder, "--deep", "leaders", buyer="M")
    assert "deep" not in rates(folder)


@pytest.mark.parametrize(
    "area",
    ["city", "km:20", "city=Q", "minutes:60", "polygon:{}", "city+km:30", "city=Q+polygon:{}", "polygon:{}@GCJ-02"],
)
def test_areas(folder: Path, area: str) -> None:
    if "+" in area:
        (folder / "a+b.geojson").rename(folder / "a.geojson")
        name = "a.geojson"
    else:
        name = "a+b.geojson"
    assert rates(folder, "--area", area.format(folder / name))["value"] == pytest.approx(0.6)


@pytest.mark.parametrize("area", ["km:far", "km:-1", "minutes:", "polygon:x@TOKYO", "city+", "=x", "x="])
def test_areas_that_are_none(folder: Path, area: str) -> None:
    done = run(folder, "--area", area)
    assert done.exit_code == 2
    assert "--area" in done.stderr


def test_per_and_its_figure(folder: Path) -> None:
    done = run(folder, "--per", "stage", "--figure", folder / "x.png")
    assert done.exit_code == 0, done.stderr
    assert "parts" in done.stdout
    assert (folder / "x.png").stat().st_size > 1000
    assert run(folder, "--per", "stage", "--deep").exit_code == 2


def test_years(folder: Path) -> None:
    (folder / "links.csv").write_text(LINKS + "M,L,60,2024\nX,L,180,2024\n")
    plain = run(folder)
    assert "2 years are taken together" in plain.stderr
    done = run(folder, "--by-year", "--format", "json", "--figure", folder / "years.png")
    assert done.exit_code == 0, done.stderr
    rows = [row for row in json.loads(done.stdout) if row["buyer"] == "L" and row["by"] == "value"]
    assert [(row["year"], row["rate"]) for row in rows] == [(2023, 0.6), (2024, 0.25)]
    assert (folder / "years.png").stat().st_size > 1000
    assert rates(folder, "--year", "2024")["value"] == 0.25
    assert run(folder, "--year", "1999").exit_code == 1


def test_closed_groups_are_named(folder: Path) -> None:
    (folder / "firms.csv").write_text("firm,role,city\nL,leader,Q\na,,Q\nb,,Q\n")
    (folder / "links.csv").write_text("supplier,buyer,value\na,b,5\nb,a,5\na,L,1e-13\n")
    done = run(folder, "--deep")
    assert done.exit_code == 0, done.stderr
    assert "note: a, b only buy from each other" in done.stderr


def test_a_year_beside_by_year_is_refused(folder: Path) -> None:
    done = run(folder, "--by-year", "--year", "2023")
    assert done.exit_code == 2
    assert "--year reads one" in done.stderr


@pytest.mark.parametrize("given", [("--times", "m.csv"), ("--terminal", "5"), ("--speed", "60")])
def test_travel_times_that_the_area_has_no_use_for_are_refused(folder: Path, given: tuple[str, str]) -> None:
    (folder / "m.csv").write_text("origin,destination,minutes\nM,L,10\n")
    name, value = given
    words = (name, folder / value if value.endswith(".csv") else value)
    for area in (("--area", "city"), ("--area", "city+km:30"), ()):
        done = run(folder, *area, *words)
        assert done.exit_code == 2, done.stderr
        assert f"{name}: the area is city" in done.stderr
    for by_year in ((), ("--by-year",)):
        assert run(folder, "--area", "city+minutes:60", *by_year, *words).exit_code == 0


def test_minutes_without_coordinates_are_refused_as_kilometres_are(folder: Path) -> None:
    (folder / "firms.csv").write_text("firm,role\nL,leader\nM,\nX,\nR,\nY,\n")
    for area in ("minutes:60", "km:30"):
        done = run(folder, "--area", area)
        assert done.exit_code == 1, area
        assert "longitude" in done.stderr
    (folder / "m.csv").write_text("origin,destination,minutes\nM,L,10\nX,L,90\nR,M,1\nY,M,1\n")
    assert rates(folder, "--area", "minutes:60", "--times", folder / "m.csv")["value"] == pytest.approx(0.6)


def test_a_polygon_that_holds_no_firm_is_told(folder: Path) -> None:
    ring = [[35, 119], [37, 119], [37, 121], [35, 121], [35, 119]]
    ring = [[y, x - 90] for y, x in ring]  # latitude first, and on the globe
    (folder / "swapped.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    done = run(folder, "--area", f"polygon:{folder / 'swapped.geojson'}")
    assert done.exit_code == 0
    assert done.stderr.count("no firm lies in the polygon swapped") == 1
    assert "no firm lies" not in run(folder, "--area", f"polygon:{folder / 'a+b.geojson'}").stderr


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[pd.DataFrame, dict[str, Any]]]:
    """Keep what bars are drawn of."""
    kept, plot = [], figures.plot_bars

    def keep(table: pd.DataFrame, **given: Any) -> Any:
        kept.append((table, given))
        return plot(table, **given)

    monkeypatch.setattr(figures, "plot_bars", keep)
    return kept


def test_the_figure_of_deep_rates_has_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = drawn(monkeypatch)
    assert run(folder, "--deep", "--figure", folder / "x.png").exit_code == 0
    table, given = kept[0]
    assert dict(zip(table["name"], table["rate"], strict=True)) == pytest.approx(
        {"all chain leaders · by value": 0.6, "all chain leaders · deep, through all tiers": 0.4,
         "all buyers · by value": 7 / 13, "all buyers · deep, through all tiers": 5 / 13,
         "L · by value": 0.6, "L · deep, through all tiers": 0.4}
    )  # fmt: skip
    assert "deep" in given["title"]


def test_the_figure_of_many_products_shows_the_gaps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"M,L,p{number},1" for number in range(25)] + ["X,L,gap,1"]
    (folder / "links.csv").write_text("supplier,buyer,product,value\n" + "\n".join(rows) + "\n")
    kept = drawn(monkeypatch)
    assert run(folder, "--per", "product", "--figure", folder / "x.png").exit_code == 0
    table, given = kept[0]
    assert (len(table), table["name"].iloc[0], table["rate"].iloc[0]) == (20, "gap", 0)
    assert given["note"] == "the 20 lowest; 6 more not drawn"


def test_help_says_that_grades_take_in_no_others() -> None:
    assert "list all that count" in " ".join(run("--help").stdout.split())


def test_check_tells_why_nothing_is_measured(folder: Path) -> None:
    fact = '[[published]]\nmeasure = "local_rate_product"\nname_en = "rate"\nvalue = "80 %"\n'
    (folder / "cluster.toml").write_text('[cluster]\nname_en = "C"\n' + fact)
    done = CliRunner().invoke(main, ["check", str(folder), "--lang", "en"])
    assert "rate: published 80 %; no products are given" in done.stderr
