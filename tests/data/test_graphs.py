"""The graphs in graphs/ are what the recorded commands build."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from chainnet.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = dict(
    re.findall(
        r"\| (\S+\.graphml)[^|]*\| `chainnet (.*?)` \|",
        (ROOT / "graphs" / "README.md").read_text(encoding="utf-8"),
    )
)


@pytest.mark.parametrize(
    "name", ["apple-suppliers.graphml", "tw-listed.graphml", "qingdao-rail.graphml", "shenguang-medical.graphml"]
)
def test_graph_is_what_its_command_builds(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    words = COMMANDS[name].split()
    words[words.index("-o") + 1] = str(tmp_path / name)
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).read_bytes() == (ROOT / "graphs" / name).read_bytes()
