"""The page of a small network of evil names in headless Chromium: sort, filter, save, definitions, dark, print, axe."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import CHROMIUM, FLAGS
from playwright.sync_api import Browser, Dialog, Locator, Page, sync_playwright
from pypdf import PdfReader

import chainnet as cn
from chainnet.report.build import build_report
from chainnet.report.sections import Section
from chainnet.report.settings import Settings

EVIL = "<script>alert('甲')</script>"
FORMULA = '=HYPERLINK("http://a.example")'
Open = Callable[..., Page]


def network() -> cn.SupplyNetwork:
    """Two leaders and 24 suppliers, some without place or value, with names that are markup or formulas."""
    supplier = [f"S{k:02d}" for k in range(24)]
    firms = pd.DataFrame(
        {
            "firm": ["L1", "L2", *supplier],
            "name": ["链主·甲", "</script><b>乙</b>", EVIL, FORMULA, *(f"企业 {k}" for k in range(2, 24))],
            "role": ["leader"] * 2 + ["supplier"] * 24,
            "city": ["青岛市"] * 14 + ["济南市"] * 10 + [None] * 2,
            "longitude": [120.2 + 0.02 * k for k in range(14)] + [117.0 + 0.02 * k for k in range(10)] + [None] * 2,
            "latitude": [36.2] * 14 + [36.7] * 10 + [None] * 2,
        }
    )
    rows = [(s, f"L{1 + k % 2}", f"产品 {k % 7}", float(10 ** (k % 5) + k)) for k, s in enumerate(supplier)]
    rows += [(supplier[k + 1], supplier[k], f"原料 {k % 3}", 5.0 + k) for k in range(0, 20, 2)]
    links = pd.DataFrame(rows, columns=["supplier", "buyer", "product", "value"])
    about = cn.About(name_zh=f"集群 {EVIL}", name_en=f"cluster {EVIL}", value_unit="万元", synthetic=True)
    return cn.from_frames(firms, links, about=about)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {lang: tmp_path_factory.mktemp("page") / lang for lang in ("zh", "en")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chainnet.report.saving.DOTS_PER_INCH", 40)  # figures are looked at elsewhere
        build_report(network(), made["zh"], Settings(lang="zh", runs=3))
        patch.setattr(Section, "draw", lambda *given, **named: None)  # one language's figures are enough, and slow
        build_report(network(), made["en"], Settings(lang="en", runs=3))
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser, folders: dict[str, Path]) -> Iterator[Open]:
    """Open the page; at the end nothing may have gone wrong in it, and nothing been asked for from outside."""
    told: list[str] = []
    asked: list[str] = []
    pages: list[Page] = []

    def dismissed(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    def open_page(lang: str = "zh", *, dark: bool = False, width: int = 1280, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            java_script_enabled=script,
        )
        page = context.new_page()
        pages.append(page)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", dismissed)
        page.on("request", lambda request: asked.append(request.url))
        page.goto((folders[lang] / "report.html").as_uri())
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def table(page: Page, name: str) -> Locator:
    return page.locator(f".table:has(#table-{name})")


def column(part: Locator, at: int) -> list[str]:
    cells: list[str] = part.locator("tbody tr:visible").evaluate_all(
        "(rows, at) => rows.map(row => row.cells[at].textContent)", at
    )
    return cells


def test_sorts_numbers_as_numbers_and_empty_last(opened: Open) -> None:
    page = opened("en")
    part = table(page, "rates")
    heads = part.locator("thead th")
    at = heads.all_inner_texts().index(next(text for text in heads.all_inner_texts() if text.startswith("numerator")))
    numbers: dict[str, list[float]] = {}
    for way in ("descending", "ascending"):
        heads.nth(at).get_by_role("button").press("Enter")
        assert heads.nth(at).get_attribute("aria-sort") == way
        numbers[way] = [float(text.replace(",", "")) for text in column(part, at) if text]
    assert numbers["ascending"] == sorted(numbers["ascending"])
    assert numbers["descending"] == sorted(numbers["ascending"], reverse=True)
    assert max(numbers["ascending"]) > 1000
    assert heads.first.get_attribute("aria-sort") == "none"
    deep = next(k for k, text in enumerate(heads.all_inner_texts()) if text.startswith("rests on"))
    for _ in range(2):
        heads.nth(deep).get_by_role("button").click()
        shown = column(part, deep)
        filled = sum(map(bool, shown))
        assert 0 < filled < len(shown)
        assert all(shown[:filled])
    heads.first.get_by_role("button").click()
    assert heads.first.get_attribute("aria-sort") == "ascending"


def test_sorts_by_the_number_and_not_by_its_rounded_text(opened: Open) -> None:
    part = table(opened("zh"), "centrality")
    cells = part.locator("tbody td[data-sort]")
    assert cells.count()
    part.locator("thead th.n button").first.click()
    keys = part.locator("tbody td.n:nth-child(3)").evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.sort ?? cell.textContent))"
    )
    assert len(keys) == part.locator("tbody tr").count()
    assert keys == sorted(keys, reverse=True)


def test_filters_rows(opened: Open) -> None:
    page = opened("zh")
    part = table(page, "criticality")
    everything = part.locator("tbody tr:visible").count()
    box = part.get_by_role("searchbox")
    box.fill("1  企业")
    assert all("企业" in name for name in column(part, 0))
    assert 0 < part.locator("tbody tr:visible").count() < everything
    assert part.locator("output").inner_text() == f"符合筛选：{part.locator('tbody tr:visible').count()} 行"
    box.fill("<SCRIPT>")
    assert column(part, 0) == [EVIL]
    box.fill("")
    assert part.locator("tbody tr:visible").count() == everything


def test_saves_the_file_as_it_is(opened: Open, folders: dict[str, Path]) -> None:
    page = opened("zh")
    for name in ("criticality", "rates", "centrality"):
        with page.expect_download() as waiting:
            table(page, name).locator("button[data-csv]").click()
        saved = Path(waiting.value.path()).read_bytes()
        assert waiting.value.suggested_filename == f"{name}.csv"
        assert saved == (folders["zh"] / "tables" / f"{name}.csv").read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf")
    read = pd.read_csv(io.BytesIO(saved))
    assert {EVIL, "'" + FORMULA} <= set(read["name"])
    assert set(read["data"]) == {"synthetic"}


def test_definitions_open_over_their_number(opened: Open) -> None:
    page = opened("zh")
    links = page.locator("a[data-definition]")
    assert links.count() >= 12
    for link in (links.first, links.last):
        link.press("Enter")
        shown = page.get_by_role("dialog")
        assert {"公式", "边界", "出处"} <= set(shown.locator("dt").all_inner_texts())
        assert all(text.strip() for text in shown.locator("dd").all_inner_texts())
        page.keyboard.press("Escape")
        assert shown.count() == 0
        assert link.evaluate("link => link === document.activeElement")
    targets = links.evaluate_all("links => links.every(link => document.getElementById(link.hash.slice(1)))")
    assert targets


def test_every_number_has_a_definition(opened: Open) -> None:
    page = opened("en")
    assert page.locator(".card").count() == page.locator(".card:has(a[data-definition])").count() > 10


def test_figures_open_large(opened: Open) -> None:
    page = opened("zh")
    page.locator("button.enlarge").last.click()
    image = page.get_by_role("dialog").locator("img")
    assert image.evaluate("image => image.naturalWidth") > 200
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(("lang", "dark"), [("zh", False), ("en", False), ("zh", True)])
def test_axe_finds_nothing_serious(opened: Open, lang: str, dark: bool) -> None:
    """In the dark the colours alone are other ones."""
    page = opened(lang, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if dark else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found if fault["impact"] in SERIOUS] == []


SERIOUS = ("serious", "critical")


def test_dark_is_dark_and_figures_stay_on_white(opened: Open) -> None:
    ground = "element => getComputedStyle(element).backgroundColor"
    light, dark = (opened("zh", dark=dark).locator("body").evaluate(ground) for dark in (False, True))
    assert light == "rgb(255, 255, 255)"
    assert max(map(int, dark.removeprefix("rgb(").removesuffix(")").split(","))) < 60
    assert opened("zh", dark=True).locator("img.picture").first.evaluate(ground) == "rgb(255, 255, 255)"


def test_prints(opened: Open) -> None:
    page = opened("zh", dark=True)
    pages = [sheet.extract_text().replace(" ", "") for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    text = "".join(pages)
    assert 4 <= len(pages) <= 20
    assert "合成数据" in pages[0]
    assert "公式" in text  # definitions are open on paper
    assert "下载" not in text
    assert "<script>alert" in text
    page.emulate_media(media="print")
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_structure_for_screen_readers(opened: Open, lang: str) -> None:
    page = opened(lang)
    levels = page.locator("main h2, main h3, main h4, h1").evaluate_all(
        "heads => heads.filter(head => head.checkVisibility()).map(head => Number(head.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [page.get_by_role(role).count() for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    assert page.locator("table:not(:has(caption))").count() == 0
    assert page.locator("thead th:not([scope=col])").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_narrow_screens_do_not_scroll_sideways(opened: Open) -> None:
    page = opened("en", width=420)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_scripts_the_numbers_are_there(opened: Open) -> None:
    page = opened("zh", script=False)
    assert page.locator(".needs-script:visible").count() == 0
    assert page.locator(".table tbody tr:visible").count() > 20


def test_names_are_only_names(opened: Open, folders: dict[str, Path]) -> None:
    page = opened("zh")
    assert page.title() == f"集群 {EVIL} · chainnet"
    assert page.locator("h1").inner_text() == f"集群 {EVIL}"
    assert page.locator("main b").count() == 0
    for svg in (folders["zh"] / "figures").glob("*.svg"):
        assert "<script>" not in svg.read_text(encoding="utf-8"), svg.name


def test_speaks_words_and_not_columns(opened: Open) -> None:
    heads = " ".join(opened("en").locator("thead").all_inner_texts())
    assert "low bound" in heads
    assert "_" not in heads
    assert "万元" not in heads
    assert "10,000 yuan" in heads
    cells = opened("en").locator("tbody td, tbody th").all_inner_texts()
    assert not {"product_major", "count", "adaptive-degree", "largest_component"} & set(cells)
    assert "by product (mostly local)" in cells
