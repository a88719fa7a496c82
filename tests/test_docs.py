"""The documentation builds without a warning, asks nothing of other hosts, leaves no name out, and its examples run."""

import configparser
import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from consoles import ROOT, consoles, shown

import chainnet as cn
import chainnet.figures
from chainnet import terms
from chainnet.cli import main

DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
TEXTS = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MOST_BYTES = 15_000_000


def lang_of(page: str) -> str:
    return "zh" if page.startswith("zh/") else "en"


@pytest.mark.skipif(os.name == "nt", reason="the consoles are those of a POSIX shell")
@pytest.mark.parametrize(
    ("page", "command", "output"), [(page, *shell) for page, text in TEXTS.items() for shell in consoles(text)]
)
def test_console(page: str, command: str, output: str) -> None:
    assert shown(command, lang_of(page)) == output


PYTHON = {page: re.findall(r"```python\n(.*?)```", text, flags=re.S) for page, text in TEXTS.items()}


@pytest.mark.parametrize("page", [page for page, blocks in PYTHON.items() if blocks])
def test_python(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for block in PYTHON[page]:
        if ">>>" in block:
            test = doctest.DocTestParser().get_doctest(block, names, page, page, 0)
            runner.run(test, clear_globs=False)
            names = test.globs
        else:
            exec(block, names)
    assert runner.summarize(verbose=False).failed == 0


def test_two_commands(tmp_path: Path) -> None:
    """Those of the Chinese page, whose folder is not ASCII; the English page has the same by another name."""
    found = {}
    for page in ("start.md", "zh/index.md"):
        blocks = re.findall(r"```sh\n(.*?)```", TEXTS[page], flags=re.S)
        found[page] = next(block for block in blocks if "chainnet new" in block)
    assert found["start.md"].replace("my-cluster", "我的集群") == found["zh/index.md"]
    told = [shown(command, "zh", tmp_path) for command in found["zh/index.md"].splitlines()]
    made = {path.name for path in (tmp_path / "out" / "我的集群").iterdir()}
    assert {"report.html", "tables", "figures", "workbook.xlsx"} <= made, told


def test_the_extra_of_notebooks_is_enough_for_them() -> None:
    """Roads needs osmium, which chainnet itself does not."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    extras = {name: set(needed.split("\n")) for name, needed in settings["options.extras_require"].items()}
    used = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert "Roads" in used
    assert extras["roads"] <= extras["notebook"]
    assert '".[notebook]"' in (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")


def test_every_figure_is_in_the_gallery() -> None:
    drawn = "".join(re.findall(r"```\{drawn\} \w+\n(.*?)```", TEXTS["figures.md"], flags=re.S))
    assert [name for name in chainnet.figures.__all__ if f"cn.{name}(" not in drawn and name.startswith("plot")] == []


@pytest.mark.parametrize("page", ["definitions.md", "zh/definitions.md"])
def test_every_measure_is_defined(page: str) -> None:
    words = (*terms.MEASURES_BY, *terms.REMOVAL_MEASURES, *terms.CENTRALITIES, *terms.SIDES)
    assert [word.key for word in words if f"`{word.key}`" not in TEXTS[page]] == []
    assert [order.key for order in terms.ORDERS if f"`{order.key}`" not in TEXTS[page]] == []


LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """What a page links to, what it loads, and the ids that others may link to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids |= {said["id"]} if said.get("id") else set()
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        if said.get(LOADED.get(tag, "")):
            self.loaded.append(said[LOADED[tag]])


def broken(pages: dict[Path, Page]) -> Iterator[str]:
    """Yield each link within the pages that leads nowhere, and each thing that another host is asked for.

    A link to a file is one to a machine that is not the reader's.
    """
    for path, page in pages.items():
        for link in (*page.links, *page.loaded):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if parts.scheme == "file":
                    yield f"{path.name} links to {link}"
                elif link in page.loaded and parts.scheme != "data":
                    yield f"{path.name} loads {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists() or (parts.fragment and unquote(parts.fragment) not in pages[target].ids):
                yield f"{path.name} links to {link}"


def test_broken_links_and_other_hosts_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text('<p id="here">', encoding="utf-8")
    (tmp_path / "page.html").write_text(
        '<script src="https://cdn.example/x.js"></script><a href="https://example.org">is let</a>'
        '<a href="other.html#here"></a><a href="other.html#gone"></a><a href="gone.html"></a><img src="data:,">'
        '<a href="file:PATH">',
        encoding="utf-8",
    )
    pages = {path.resolve(): Page(path) for path in tmp_path.glob("*.html")}
    assert sorted(broken(pages)) == [
        "page.html links to file:PATH",
        "page.html links to gone.html",
        "page.html links to other.html#gone",
        "page.html loads https://cdn.example/x.js",
    ]


@pytest.mark.skipif(find_spec("sphinx") is None, reason="needs the extra docs")
def test_pages(tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", tmp_path / "trees", DOCS, site]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    assert list(broken(pages)) == []
    written = {
        path: path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in (".html", ".js", ".css")
    }
    assert [path.name for path, text in written.items() if re.search(r"url\(['\"]?(https?:)?//|@import", text)] == []
    places = [os.fspath(place) for place in (ROOT, tmp_path, Path.home(), Path(sys.prefix)) if place != Path("/")]
    assert [path.name for path, text in written.items() if any(f"{place}/" in text for place in places)] == []
    ids = set().union(*(page.ids for page in pages.values()))
    assert [name for name in cn.__all__ if f"chainnet.{name}" not in ids] == []
    assert [name for name in main.commands if f"command-{name}" not in ids] == []
    tables = written[site / "input.html"]
    columns = (*terms.LINK_COLUMNS, *terms.FIRM_COLUMNS)
    assert [term.key for term in columns if f">{term.key}<" not in tables or term.zh not in tables] == []
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < MOST_BYTES
    search(site)


def search(site: Path) -> None:
    """Search the pages opened as files, in both languages, in a real browser where there is one."""
    if CHROMIUM is None:
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        asked: list[str] = []
        told: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        for words, wanted in (("rewirings", "Definitions"), ("有效供应商数", "定义"), ("local_rate", "local_rate")):
            page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
            page.wait_for_selector("#search-results li a")
            found = page.locator("#search-results li a").all_inner_texts()
            assert any(wanted in title for title in found), (words, found)
        page.goto((site / "index.html").as_uri())
        page.wait_for_load_state("load")
        browser.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert told == []
