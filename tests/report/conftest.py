"""The reports of the three data sets, each written once a test run."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA_SETS = ("qingdao-rail", "apple-suppliers", "tw-listed")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Write the report of a data set in a language, as a user would; the folder is kept for the session."""
    made: dict[tuple[str, str], Path] = {}

    def make(name: str, lang: str) -> Path:
        if (name, lang) not in made:
            folder = tmp_path_factory.mktemp("report") / f"{name} 报告 {lang}"
            command = [
                sys.executable,
                "-W",
                "error",
                "-m",
                "chainnet",
                "report",
                f"data/{name}",
                "-o",
                str(folder),
                "--lang",
                lang,
            ]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ, check=False)
            assert done.returncode == 0, done.stderr
            made[name, lang] = folder
        return made[name, lang]

    return make
