"""How long a user waits at the command line, beside a bare Python and a bare import of pandas."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def seconds(*command: str, cache: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "NUMBA_CACHE_DIR": cache})
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "kernels")
        python = (sys.executable, "-c")
        chainnet = (sys.executable, "-m", "chainnet")
        report = (*chainnet, "report", "data/qingdao-rail", "--quiet", "-o")
        waits = {
            "python -c pass": seconds(*python, "pass", cache=cache),
            "import pandas": seconds(*python, "import pandas", cache=cache),
            "chainnet --help": min(seconds(*chainnet, "--help", cache=cache) for _ in range(3)),
            "report, first run (compiles)": seconds(*report, f"{folder}/first", cache=cache),
            "report, second run": seconds(*report, f"{folder}/second", cache=cache),
        }
    for what, wait in waits.items():
        print(f"{what:32} {wait:6.2f} s   {wait / waits['import pandas']:5.1f} x import pandas")


if __name__ == "__main__":
    main()
