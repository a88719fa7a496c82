"""`plot`: its kinds and options, as its users run it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from chainnet import figures
from chainnet.cli.main import main

FIRMS = """firm,name,role,city,longitude,latitude,stage
L,Leader,leader,青岛市,120.3,36.2,
A,Alpha,supplier,青岛市,120.4,36.2,电子
B,Beta,supplier,潍坊市,119.1,36.7,电子
C,Gamma,supplier,青岛市,120.2,36.3,原材料
"""
LINKS = "supplier,buyer,product,value\nA,L,pump,10\nB,L,steel,5\nC,A,ore,2\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "firms.csv").write_text(FIRMS, encoding="utf-8")
    (tmp_path / "net" / "links.csv").write_text(LINKS, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["plot", *map(str, arguments)])


def drawn_by(monkeypatch, name):
    """Keep what a figure is called with."""
    kept, real = [], getattr(figures, name)

    def keep(net, **given):
        kept.append(given)
        return real(net, **given)

    monkeypatch.setattr(figures, name, keep)
    return kept


@pytest.mark.parametrize("kind", ["tiers", "blocks", "force", "map", "sankey"])
def test_each_kind_writes_a_picture(folder, kind):
    result = run(folder / "net", "--kind", kind, "-o", folder / "x.png", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert (folder / "x.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ["tiers", "blocks", "force", "map"])
def test_what_stops_is_brought_forward_and_told(folder, monkeypatch, kind):
    kept = drawn_by(monkeypatch, f"plot_{kind}")
    result = run(folder / "net", "--kind", kind, "-o", folder / "x.svg", "--removed", "C,B", "--lang", "en")
    assert result.exit_code == 0, result.output
    table = kept[0]["highlight"]
    assert table.set_index("firm")["state"].to_dict() == {"C": "removed", "B": "removed", "A": "stops", "L": "stops"}
    assert "removed: 2; stop with them: 2" in result.stderr


def test_firms_and_essential_inputs_come_from_files(folder, monkeypatch):
    (folder / "gone.csv").write_text("firm\nC\n", encoding="utf-8")
    (folder / "needs.csv").write_text("input,buyer_industry,importance\nore,,non-essential\n", encoding="utf-8")
    kept = drawn_by(monkeypatch, "plot_tiers")
    given = ["--removed", f"file:{folder / 'gone.csv'}", "--essential", folder / "needs.csv"]
    result = run(folder / "net", "--kind", "tiers", "-o", folder / "x.png", *given)
    assert result.exit_code == 0, result.output
    assert kept[0]["highlight"]["firm"].tolist() == ["C"]


def test_the_sankey_takes_a_column_and_a_weight(folder, monkeypatch):
    kept = drawn_by(monkeypatch, "plot_sankey")
    result = run(folder / "net", "--kind", "sankey", "-o", folder / "x.pdf", "--by", "stage", "--weigh", "count")
    assert result.exit_code == 0, result.output
    assert (kept[0]["by"], kept[0]["weigh"]) == ("stage", "count")


def test_a_map_of_other_times_shows_who_is_reached(folder, monkeypatch):
    (folder / "times.csv").write_text("origin,destination,minutes\nA,L,20\nB,L,90\nC,L,70\n", encoding="utf-8")
    kept = drawn_by(monkeypatch, "plot_map")
    result = run(folder / "net", "--kind", "map", "-o", folder / "x.png", "--times", folder / "times.csv")
    assert result.exit_code == 0, result.output
    assert kept[0]["reach"][0].set_index("firm")["verdict"].to_dict() == {"A": "inside", "B": "outside", "C": "outside"}
    assert "times.csv" in kept[0]["note"]


@pytest.mark.parametrize(
    ("lang", "note"), [("zh", "注意：没有字体含有 𐀀 🐀，画作 〓"), ("en", "note: no font has 𐀀 🐀: drawn as 〓")]
)
def test_what_no_font_has_is_one_note(tmp_path, lang, note):
    """Of all figures together, though each shows but one of the characters, and without a line of code."""
    (tmp_path / "links.csv").write_text("supplier,buyer,value\nA🐀,L,10\nB,L,5\n", encoding="utf-8")
    (tmp_path / "firms.csv").write_text("firm,name,role,city\nL,𐀀,leader,x\nA🐀,,,x\nB,,,y\n", encoding="utf-8")
    words = ["report", str(tmp_path), "-o", str(tmp_path / "out"), "--runs", "1", "--lang", lang]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    assert [line for line in told.stderr.splitlines() if "〓" in line] == [note]
    assert "Warning" not in told.stderr
    assert "〓" not in CliRunner().invoke(main, [*words, "--overwrite", "--quiet"]).stderr


@pytest.mark.parametrize(
    ("given", "told", "code"),
    [
        (["--kind", "tiers", "--by", "stage"], "--by: only with --kind sankey", 2),
        (["--kind", "sankey", "--removed", "A"], "--removed: only with --kind tiers, blocks, force, map", 2),
        (["--kind", "tiers", "--removed", "Z"], "no firm 'Z'", 1),
        (["--kind", "tiers", "--removed", ","], "no firm to remove", 1),
        (["--kind", "sankey", "--by", "colour"], "says nothing of colour", 1),
    ],
)
def test_faults_are_told(folder, given, told, code):
    result = run(folder / "net", "-o", folder / "x.png", *given, "--lang", "en")
    assert result.exit_code == code
    assert told in result.output + result.stderr
    assert not (folder / "x.png").exists()


def test_the_table_of_essential_inputs_needs_firms_to_remove(folder):
    (folder / "needs.csv").write_text("input,buyer_industry,importance\nore,,ignored\n", encoding="utf-8")
    result = run(
        folder / "net", "--kind", "map", "-o", folder / "x.png", "--essential", folder / "needs.csv", "--lang", "zh"
    )
    assert result.exit_code == 2
    assert "--essential：只与 --removed 同用" in result.output
