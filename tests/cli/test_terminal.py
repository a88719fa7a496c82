"""What a person sees in a terminal: tables that fit, progress on standard error alone, nothing when quiet."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chainnet.cli import progress
from chainnet.cli.progress import Watch
from chainnet.report.aligned import cut_to, width_of

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_narrow_terminal(lang: str) -> None:
    """No line is longer than it is wide, and what is left out is named on standard error."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "chainnet", "rates", "data/qingdao-rail", "--rows", "5", "--lang", lang]
    environment = {**os.environ, "COLUMNS": "60", "LINES": "24"}
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, cwd=ROOT, env=environment, check=True)
    os.close(theirs)
    with io.FileIO(ours, closefd=True) as terminal:
        text = terminal.read(100_000).decode().replace("\r\n", "\n")
    lines = text.splitlines()
    assert len(lines) == 6
    assert max(map(width_of, lines)) <= 60
    told = done.stderr.decode()
    assert {"zh": "窗口太窄", "en": "too narrow for"}[lang] in told
    assert {"zh": "下界", "en": "low"}[lang] in told


def test_a_pipe_gets_all_columns() -> None:
    command = [sys.executable, "-m", "chainnet", "rates", "data/qingdao-rail", "--rows", "5", "--lang", "en"]
    environment = {**os.environ, "COLUMNS": "60"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    assert done.stdout.splitlines()[0].split()[-1] == "left_out"
    assert "narrow" not in done.stderr


@pytest.mark.parametrize(
    ("text", "width"),
    [("青岛abc", 7), ("e\u0301", 1), ("ｆｕｌｌ", 8), ("ﾊﾝ", 2), ("a\u200bb", 2), ("😀", 2), ("·…—×①", 5), ("", 0)],
)
def test_widths(text: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert width_of(text) == width
    for most in range(1, 9):
        assert width_of(cut_to(text, most)) <= most
    monkeypatch.setenv("CHAINNET_AMBIGUOUS", "2")
    assert width_of("·…—×①") == 10


# ---- progress -------------------------------------------------------------------------------------------------


def test_what_takes_long_is_told_and_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    watch = Watch(told.append, "en", quiet=False)
    with watch.during("正在读", "reading", soon=0.05):
        time.sleep(0.3)
    assert told[0] == "reading"
    assert told[1].startswith("reading (")
    number = len(told)
    with watch.during("", "short", soon=5):
        pass
    time.sleep(0.1)
    assert len(told) == number <= 4  # at twice the time each


def test_the_innermost_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    watch = Watch(told.append, "zh", quiet=False)
    with watch.during("外", "outer", soon=0.02), watch.during("内", "inner", soon=0.02):
        time.sleep(0.06)
    assert {word[0] for word in told} == {"内"}
    quiet = Watch(told.append, "zh", quiet=True)
    with quiet.during("安静", "quiet", soon=0.0):
        time.sleep(0.02)
    assert "安静" not in told


def test_a_bar_shows_in_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for looked_on in (True, False):
        stream = io.StringIO()
        stream.isatty = lambda looked_on=looked_on: looked_on  # type: ignore[method-assign, misc]
        monkeypatch.setattr(progress.sys, "stderr", stream)
        with Watch(print, "zh", quiet=False).bar(3, "正在移除") as step:
            step()
        assert ("正在移除" in stream.getvalue()) is looked_on
        with Watch(print, "zh", quiet=True).bar(3, "quietly") as step:
            step()
        assert "quietly" not in stream.getvalue()


def test_a_command_that_works_long_says_so_on_standard_error(tmp_path: Path) -> None:
    """Also where its own steps say nothing, and never among the data."""
    code = (
        "import time, chainnet.cli.common as common, chainnet.measures as measures\n"
        "common.LATER, plain = 0.05, measures.concentration\n"
        "def slow(net):\n    time.sleep(0.4)\n    return plain(net)\n"
        "measures.concentration = slow\n"
        "from chainnet.cli import main; main()"
    )
    (tmp_path / "links.csv").write_text("supplier,buyer,product\nA,B,p\n", encoding="utf-8")
    for quiet in ([], ["--quiet"]):
        words = ["concentration", str(tmp_path / "links.csv"), "--lang", "en", "--format", "csv", *quiet]
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, cwd=ROOT
        )
        assert ("working" in done.stderr) is not bool(quiet)
        assert "working" not in done.stdout
