"""The reports of the three data sets, each written once a test run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from chainnet.cli import main

ROOT = Path(__file__).parents[2]
DATA_SETS = ("qingdao-rail", "apple-suppliers", "tw-listed")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Write the report of a data set in a language by the command line; the folder is kept for the session."""
    made: dict[tuple[str, str], Path] = {}

    def make(name: str, lang: str) -> Path:
        if (name, lang) not in made:
            folder = tmp_path_factory.mktemp("report") / f"{name} 报告 {lang}"
            words = ["report", str(ROOT / "data" / name), "-o", str(folder), "--lang", lang]
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 0, done.output
            made[name, lang] = folder
        return made[name, lang]

    return make
