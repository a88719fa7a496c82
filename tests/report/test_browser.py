"""The page in a real headless Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import CHROMIUM, FLAGS
from playwright.sync_api import Browser, sync_playwright

Report = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.mark.parametrize(("name", "lang"), [("qingdao-rail", "zh"), ("apple-suppliers", "en"), ("tw-listed", "zh")])
def test_page_opens_clean(browser: Browser, report: Report, name: str, lang: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    told: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((report(name, lang) / "report.html").as_uri())
    page.wait_for_load_state("load")
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.locator("html").get_attribute("lang") == ("zh-CN" if lang == "zh" else "en")
    widths = page.eval_on_selector_all(
        "figure img", "images => images.map(image => image.complete ? image.naturalWidth : 0)"
    )
    assert widths
    assert all(width > 200 for width in widths)
    assert all(page.eval_on_selector_all("figure img", "images => images.map(image => image.alt.length > 0)"))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("navigation").get_by_role("link").last.click()
    assert page.url.endswith("#provenance")
    page.locator("summary").first.click()
    assert page.locator("details[open]").count() == 1
    page.close()
