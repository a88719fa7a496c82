"""The consoles that a text shows, and what they show when they run."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def consoles(text: str) -> list[tuple[str, str]]:
    """Return each command of the blocks called console, with the output below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)\n```", text, flags=re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip("\n")))
    return found


def shown(command: str, lang: str, cwd: Path = ROOT) -> str:
    """Return what a shell shows of a command, without the note of kernels that compile."""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    environment = {**os.environ, "CHAINNET_LANG": lang, "PATH": path, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, shell=True, cwd=cwd, env=environment, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    return re.sub(r"^(compiling kernels|正在编译).*\n", "", done.stdout, flags=re.M).strip("\n")
