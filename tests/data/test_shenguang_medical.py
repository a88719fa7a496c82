"""data/shenguang-medical is what `chainnet synth shenguang-medical` writes, byte for byte, and is called synthetic."""

from pathlib import Path

from click.testing import CliRunner

from chainnet.cli import main

FOLDER = Path(__file__).parents[2] / "data" / "shenguang-medical"


def test_byte_for_byte(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["synth", "shenguang-medical", "-o", str(tmp_path / "made")])
    assert done.exit_code == 0, done.output
    assert "synthetic, 12,212 firms" in done.output
    made = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert set(made) == {"cluster.toml", "firms.csv", "links.csv", "provenance.json"}
    for name, content in made.items():
        assert content == (FOLDER / name).read_bytes(), name


def test_source_says_that_it_is_synthetic_and_tells_its_numbers() -> None:
    text = (FOLDER / "SOURCE.md").read_text(encoding="utf-8")
    assert text.startswith("# shenguang-medical: synthetic")
    assert "Every firm, link, value, grade and coordinate here is invented" in text
    for number in ("531", "521", "10,250", "10,038", "2,544,387", "324", "197"):  # test_shenguang_medical counts them
        assert number in text


def test_small_enough() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3.5e6
    assert (FOLDER.parents[1] / "graphs" / "shenguang-medical.graphml").stat().st_size < 11e6


def test_check_sets_what_is_measured_beside_what_was_published() -> None:
    done = CliRunner().invoke(main, ["check", str(FOLDER), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "synthetic data" in done.output
    for line in (
        "medical device firms: published > 500; measured 521 (521 – 531)",
        "output (2019): published 25.5 billion yuan; measured 2,544,387 万元",
        "share of the country's output (2019): published 42.5 %; the data can't measure it",
        "measured 66.7% (66.2% – 67.0%; slow – fast 58.1% – 81.6%)",
    ):
        assert line in done.output
