"""What the README shows is what happens: its consoles, its Python, its links."""

import os
import re

import pytest
from consoles import ROOT, consoles, shown

import chainnet as cn

TEXTS = {
    "en": (ROOT / "README.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "README.zh.md").read_text(encoding="utf-8"),
}


@pytest.mark.skipif(os.name == "nt", reason="the consoles are those of a POSIX shell")
@pytest.mark.parametrize(
    ("lang", "command", "output"), [(lang, *shell) for lang, text in TEXTS.items() for shell in consoles(text)]
)
def test_console(lang: str, command: str, output: str) -> None:
    assert shown(command, lang) == output


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
