"""What the README shows is what happens: its consoles, its Python, its links."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import chainnet as cn

ROOT = Path(__file__).parents[1]
TEXTS = {
    "en": (ROOT / "README.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "README.zh.md").read_text(encoding="utf-8"),
}


def consoles() -> list[tuple[str, str, str]]:
    found = []
    for lang, text in TEXTS.items():
        for block in re.findall(r"```console\n(.*?)\n```", text, flags=re.S):
            for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
                command, _, output = part.partition("\n")
                found.append((lang, command, output.strip("\n")))
    return found


@pytest.mark.skipif(os.name == "nt", reason="the consoles are those of a POSIX shell")
@pytest.mark.parametrize(("lang", "command", "output"), consoles())
def test_console(lang: str, command: str, output: str) -> None:
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    environment = {**os.environ, "CHAINNET_LANG": lang, "PATH": path, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    told = re.sub(r"^(compiling kernels|正在编译).*\n", "", done.stdout, flags=re.M)
    assert told.strip("\n") == output


@pytest.mark.parametrize("lang", TEXTS)
def test_python(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", TEXTS[lang], flags=re.S)
    assert code is not None
    names: dict[str, object] = {}
    exec(code.group(1), names)
    assert isinstance(names["net"], cn.SupplyNetwork)


@pytest.mark.parametrize("lang", TEXTS)
def test_links_lead_somewhere(lang: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXTS[lang])
    assert links
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert missing == []


def test_both_readmes_hold_the_same_commands() -> None:
    blocks = {lang: re.findall(r"```sh\n(.*?)\n```", text, flags=re.S) for lang, text in TEXTS.items()}
    assert blocks["en"] == blocks["zh"]
    assert len(blocks["en"]) == 2
