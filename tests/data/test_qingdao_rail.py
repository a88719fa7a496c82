"""data/qingdao-rail is what `chainnet synth qingdao-rail --seed 0` writes, byte for byte."""

from pathlib import Path

from click.testing import CliRunner

from chainnet.cli import main

FOLDER = Path(__file__).parents[2] / "data" / "qingdao-rail"


def test_byte_for_byte(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["synth", "qingdao-rail", "--seed", "0", "-o", str(tmp_path / "made")])
    assert done.exit_code == 0, done.output
    made = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()}
    assert set(made) == {"cluster.toml", "firms.csv", "links.csv", "provenance.json"}
    for name, content in made.items():
        assert content == (FOLDER / name).read_bytes(), name
