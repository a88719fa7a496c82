"""The interactive network in a real headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

import chainnet as cn

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def rail() -> cn.SupplyNetwork:
    return cn.read(ROOT / "data" / "qingdao-rail")


@pytest.fixture(scope="module")
def files(rail: cn.SupplyNetwork, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the network of the rail cluster in a language, once."""
    folder = tmp_path_factory.mktemp("explore")

    def make(lang: str) -> Path:
        path = folder / f"网络 {lang}.html"
        if not path.exists():
            local = cn.local_firms(rail, area=cn.City())
            cn.explore(rail, local=local, radius_km=cn.Estimate().km(60), lang=lang).save(path)
        return path

    return make


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a page; at the end nothing may have been complained of or asked for."""
    told: list[str] = []
    asked: list[str] = []
    contexts = []

    def visit(path: Path, **look: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **look})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert told == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def tell(page: Page, script: str, *given: object) -> Any:
    """Ask the drawing something."""
    return page.evaluate(f"given => document.querySelector('.cn-net').chainnet.{script}", list(given))


def settle(page: Page) -> None:
    """Wait until nothing is being drawn any more."""
    page.wait_for_function(
        "() => { const {counts} = document.querySelector('.cn-net').chainnet; const was = window.wasFrames;"
        " window.wasFrames = counts.frames; return was === counts.frames; }",
        polling=250,
    )


def colours(page: Page, x: float, y: float, size: int = 3) -> set[tuple[int, ...]]:
    """Return the colours of a small square of the page."""
    shot = page.screenshot(clip={"x": x - size / 2, "y": y - size / 2, "width": size, "height": size})
    image = Image.open(BytesIO(shot)).convert("RGB")
    return {image.getpixel((at, to)) for at in range(image.width) for to in range(image.height)}  # type: ignore[misc]


def test_search_finds_and_selects_by_keyboard_alone(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    page = visit(files("zh"))
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("铝型材")
    hits = page.get_by_role("option")
    assert 3 < hits.count() <= 13
    first = hits.first.text_content() or ""
    expect(hits.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    firm = tell(page, "selected()")
    assert firm is not None
    assert rail.firms.loc[firm, "name"] in first
    expect(page.locator(".cn-panel h3")).to_have_text(rail.firms.loc[firm, "name"])
    expect(page.get_by_role("status")).to_contain_text(rail.firms.loc[firm, "name"])
    box.fill("没有这一家")
    expect(page.get_by_text("没有找到").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.fill("qd0100")
    page.keyboard.press("Enter")
    assert tell(page, "selected()") == "QD0100"


def test_keys_move_the_drawing(visit: Open, files: Any) -> None:
    page = visit(files("en"))
    canvas = page.locator("canvas")
    canvas.focus()
    assert canvas.get_attribute("aria-label")
    start = tell(page, "camera.x"), tell(page, "camera.k")
    page.keyboard.press("ArrowRight")
    assert tell(page, "camera.x") > start[0]
    page.keyboard.press("+")
    assert tell(page, "camera.k") > start[1]
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert tell(page, "camera.k") < start[1]
    page.keyboard.press("0")
    assert (tell(page, "camera.x"), tell(page, "camera.k")) == pytest.approx(start)
    tell(page, "select('QD0100')")
    page.keyboard.press("Escape")
    assert tell(page, "selected()") is None
    page.get_by_role("button", name="Force").focus()
    page.keyboard.press("Enter")
    assert tell(page, "view()") == "force"


def test_a_click_selects_in_every_view(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    page = visit(files("en"))
    for name in ("Tiers", "Force", "Map"):
        page.get_by_role("button", name=name, exact=True).click()
        leader = rail.leaders[0]
        tell(page, "select('QD0100')")
        page.get_by_role("button", name="Around the leaders" if name == "Map" else "Reset").click()
        page.mouse.click(*tell(page, f"at('{leader}')"))
        assert tell(page, "selected()") == leader
    page.mouse.move(*tell(page, f"at('{leader}')"))
    expect(page.locator(".cn-tip")).to_have_text(rail.names("en")[leader])


def test_the_panel_is_the_firm_s_row_and_its_partners(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    page = visit(files("en"))
    firm = rail.leaders[0]
    tell(page, f"select('{firm}')")
    row = page.locator(".cn-row")
    for text in (
        "chain leader",
        "single-product champion",
        "Qingdao",
        f"{rail.firms.loc[firm, 'revenue']:,.0f} × 10,000 yuan a year",
    ):
        expect(row).to_contain_text(text)
    bought = rail.links[rail.links["buyer"] == firm].groupby("supplier", observed=True)["value"].sum()
    buttons = page.locator(".cn-suppliers button")
    assert buttons.count() == len(bought)
    largest = bought.sort_values(ascending=False, kind="stable")
    expect(buttons.first).to_contain_text(f"{largest.iloc[0]:,.0f} × 10,000 yuan a year")
    expect(page.get_by_role("heading", name=f"Suppliers ({len(bought)})")).to_be_visible()
    buttons.first.click()
    assert tell(page, "selected()") == largest.index[0]
    page.get_by_role("button", name="Clear selection").click()
    assert tell(page, "selected()") is None


def test_what_if_is_criticality(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    """Drops, ranks among firms that are no leaders, and who stops, as Python has them."""
    page = visit(files("en"))
    table = cn.criticality(rail).set_index("firm")
    others = table.drop(index=rail.leaders).drop(columns="name").round(6)
    worst = others["served"].sort_values(ascending=False, kind="stable").index
    assert page.locator(".cn-worst button").first.get_attribute("data-firm") == worst[0]
    stops = cn.explore(rail, views=["tiers"]).data["failure"]["stops"]["high"]["number"]
    for firm in (worst[0], worst[7], worst[-1]):
        tell(page, f"select('{firm}')")
        for measure in ("served", "largest_component", "leaders_reached"):
            said, drop = page.locator(f"[data-drop={measure}]"), others.loc[firm, measure]
            expect(said).to_contain_text(f"{drop:.2%}" if drop > 0 else "no drop")
            if drop > 0:
                rank = int((others[measure] > drop).sum()) + 1
                expect(said).to_contain_text(f"rank {rank} of {len(others)}")
        number = stops[rail.code(firm)]
        expect(page.locator(".cn-stops")).to_have_text(
            f"{number} firms stop with it" if number else "No other firm stops with it"
        )
        assert page.locator(".cn-stopping button").count() == min(number, 30)


def test_both_readings_stand_where_nothing_says_what_is_essential(visit: Open, tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["L", "A", "B", "C"], "role": ["leader", None, None, None]})
    links = pd.DataFrame({"supplier": ["A", "B", "C"], "buyer": ["L", "L", "B"], "product": ["x", "y", "z"]})
    net = cn.from_frames(firms, links)
    cn.explore(net, lang="en").save(tmp_path / "net.html")
    page = visit(tmp_path / "net.html")
    tell(page, "select('C')")
    table = cn.criticality(net).set_index("firm").loc["C"]
    bounds = f"bounds {table['served_low']:.2%} to {table['served_high']:.2%}"
    expect(page.locator("[data-drop=served]")).to_contain_text(bounds)
    assert page.locator(".cn-stops").all_text_contents()[0].startswith("1 stops in any case")
    assert page.locator(".cn-stops").all_text_contents()[1].startswith("up to 2 stop")
    assert page.locator(".cn-stopping small").all_text_contents() == ["may stop with it"]


def test_hiding_a_tier_a_role_and_what_it_leaves(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    page = visit(files("en"))
    assert tell(page, "counts.firms") == rail.n
    page.locator("summary", has_text="Show and hide").click()
    page.get_by_label("Tier 3 suppliers").uncheck()
    left = rail.n - int((rail.tiers() == 3).sum())
    assert tell(page, "counts.firms") == left
    expect(page.locator(".cn-status").first).to_contain_text(f"{left} firms and")
    assert tell(page, "counts.links") < len(rail.pairs.supplier)
    page.get_by_label("logistics").uncheck()
    hidden = (rail.tiers() == 3) | (rail.firms["role"] == "logistics")
    assert tell(page, "counts.firms") == rail.n - int(hidden.sum())
    firm = str(rail.firms.index[hidden][0])
    tell(page, f"select('{firm}')")
    assert tell(page, "counts.firms") == rail.n - int(hidden.sum()) + 1
    page.get_by_role("button", name="Show all").click()
    assert tell(page, "counts.firms") == rail.n


def test_the_map_has_those_whose_place_is_known(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    page = visit(files("zh"))
    page.get_by_role("button", name="地图").click()
    assert tell(page, "counts.firms") == int(rail.located.sum())
    lost = int((~rail.located).sum())
    expect(page.locator(".cn-status").first).to_contain_text(f"{lost} 家企业位置未知")
    expect(page.locator(".cn-status").first).to_contain_text("约 50 公里")
    firm = str(rail.firms.index[~rail.located][0])
    tell(page, f"select('{firm}')")
    expect(page.locator(".cn-panel")).to_contain_text("位置未知，不在地图上")


def test_dragging_wheel_and_pinch(visit: Open, files: Any) -> None:
    page = visit(files("en"))
    page.mouse.move(400, 400)
    x, k = tell(page, "camera.x"), tell(page, "camera.k")
    page.mouse.down()
    page.mouse.move(500, 420, steps=4)
    page.mouse.up()
    assert tell(page, "camera.x") == pytest.approx(x - 100 / k)
    assert tell(page, "selected()") is None
    page.mouse.wheel(0, -300)
    page.wait_for_function("k => document.querySelector('.cn-net').chainnet.camera.k > k * 1.2", arg=k)
    k = tell(page, "camera.k")
    page.evaluate(
        """() => { const c = document.querySelector('canvas'); c.setPointerCapture = () => {};
        const send = (kind, id, x) => c.dispatchEvent(new PointerEvent(kind,
            {pointerId: id, clientX: x, clientY: 300, pointerType: 'touch', bubbles: true}));
        send('pointerdown', 7, 300); send('pointerdown', 8, 400); send('pointermove', 8, 500);
        send('pointerup', 8, 500); send('pointerup', 7, 300); }"""
    )
    assert tell(page, "camera.k") == pytest.approx(2 * k)


def test_the_wheel_is_the_page_s_until_the_drawing_is_clicked(
    visit: Open, rail: cn.SupplyNetwork, tmp_path: Path
) -> None:
    """In a long page; and what its style sheet says of all lists and headings stays outside."""
    fragment = cn.explore(rail, lang="en", views=["tiers"]).fragment()
    page_of = f"<!DOCTYPE html><meta charset=utf-8><h2>Part</h2>{fragment}<div style='height:3000px'></div>"
    (tmp_path / "long.html").write_text(page_of, encoding="utf-8")
    page = visit(tmp_path / "long.html")
    k = tell(page, "camera.k")
    page.mouse.move(300, 400)
    page.mouse.wheel(0, 60)
    expect(page.locator(".cn-hint")).to_be_visible()
    assert tell(page, "camera.k") == k
    page.locator("canvas").focus()
    page.mouse.wheel(0, 60)
    page.wait_for_function("k => document.querySelector('.cn-net').chainnet.camera.k < k", arg=k)


def test_hostile_names_are_shown_as_they_are(visit: Open, tmp_path: Path) -> None:
    evil, worse = "<script>alert(1)</script>", '"><img src=x onerror=alert(2)>'
    firms = pd.DataFrame({"firm": [evil, worse, "L"], "role": [None, None, "leader"], "stage": [worse, evil, None],
                          "city": [evil] * 3, "longitude": [120.0, 120.1, 120.2], "latitude": [36.0] * 3})  # fmt: skip
    links = pd.DataFrame({"supplier": [evil, worse], "buyer": ["L", "L"], "product": ["</script>", worse]})
    net = cn.from_frames(firms, links, about=cn.About(name_en=worse, note_en=evil, value_unit=evil))
    made = cn.explore(net, lang="en")
    frame = tmp_path / "notebook.html"
    frame.write_text(f"<!DOCTYPE html><meta charset=utf-8>{made._repr_html_()}", encoding="utf-8")
    made.save(tmp_path / "net.html")
    page = visit(tmp_path / "net.html")
    page.get_by_role("combobox").fill("<script>")
    page.keyboard.press("Enter")
    expect(page.locator(".cn-panel h3")).to_have_text(evil)
    expect(page.locator(".cn-row")).to_contain_text(worse)
    tell(page, "show('map')")
    settle(page)
    assert page.locator(".cn-net img").count() == 0
    inside = visit(frame).frame_locator("iframe")
    inside.get_by_role("combobox").fill("onerror")
    expect(inside.get_by_role("option")).to_contain_text([worse])


def test_dark_and_print_follow(visit: Open, files: Any, rail: cn.SupplyNetwork) -> None:
    look = {"color_scheme": "dark", "device_scale_factor": 2, "viewport": {"width": 900, "height": 600}}
    page = visit(files("en"), **look)
    settle(page)
    width = page.evaluate("[document.querySelector('canvas').width, document.querySelector('canvas').clientWidth]")
    assert width[0] == pytest.approx(2 * width[1], abs=1)
    star = tell(page, f"at('{rail.leaders[0]}')")
    left, top = page.evaluate("(() => { const b = document.querySelector('canvas').getBoundingClientRect();"
                              " return [b.right - 20, b.top + 20]; })()")  # fmt: skip
    assert colours(page, left, top) == {(22, 27, 34)}
    assert (255, 93, 104) in colours(page, *star)
    page.emulate_media(color_scheme="light")
    settle(page)
    assert colours(page, left, top) == {(255, 255, 255)}
    assert (184, 29, 44) in colours(page, *star)
    page.emulate_media(color_scheme="dark", media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_role("combobox")).to_be_hidden()
    assert page.evaluate("document.querySelector('canvas').getContext('2d').getImageData(9, 9, 1, 1).data[0]") == 255


def test_a_narrow_screen_and_a_resize(visit: Open, files: Any) -> None:
    page = visit(files("zh"), viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1100, "height": 700})
    settle(page)
    assert tell(page, "camera.width") == pytest.approx(
        page.evaluate("document.querySelector('canvas').getBoundingClientRect().width"), abs=1
    )


def test_five_thousand_firms_move(visit: Open, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    ids = np.array([f"F{at}" for at in range(5000)])
    firms = pd.DataFrame({"firm": ids, "role": np.where(np.arange(5000) < 20, "leader", "supplier")})
    ends = random.integers(0, 5000, (2, 15000)).max(axis=0), random.integers(0, 4000, 15000)
    links = pd.DataFrame({"supplier": ids[ends[0]], "buyer": ids[ends[1]], "value": random.lognormal(3, 1, 15000)})
    links = links[links["supplier"] != links["buyer"]].drop_duplicates(["supplier", "buyer"])
    cn.explore(cn.from_frames(firms, links), views=["tiers"]).save(tmp_path / "net.html")
    assert (tmp_path / "net.html").stat().st_size < 1_500_000
    page = visit(tmp_path / "net.html")
    settle(page)
    assert tell(page, "counts.firms") == 5000
    before, x = tell(page, "counts.frames"), tell(page, "camera.x")
    page.mouse.move(500, 400)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(500 - 8 * step, 400)
        page.wait_for_timeout(20)
    page.mouse.up()
    assert tell(page, "counts.frames") > before + 3
    assert tell(page, "camera.x") > x
    settle(page)
    assert len(colours(page, 500, 400, 120)) > 20


def test_ranks_count_the_firms_that_are_left_out(visit: Open, tmp_path: Path) -> None:
    links = pd.DataFrame({"supplier": [f"S{k}" for k in range(9)], "buyer": "L", "value": np.arange(9) + 1.0})
    links = links.assign(product="x", essential="no")
    firms = pd.DataFrame({"firm": ["L", *links["supplier"]], "role": ["leader", *["supplier"] * 9]})
    net = cn.from_frames(firms, links)
    cn.explore(net, max_firms=4, lang="en").save(tmp_path / "net.html")
    page = visit(tmp_path / "net.html")
    expect(page.locator(".cn-panel")).to_contain_text("of the 4 firms on this page")
    tell(page, "select('S7')")
    expect(page.locator("[data-drop=served]")).to_contain_text("rank 2 of 9 firms that are no leaders")


def test_one_is_no_plural(visit: Open, tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["L", "A", "B"], "role": ["leader", None, None]})
    links = pd.DataFrame(
        {"supplier": ["A", "B"], "buyer": ["B", "L"], "product": ["x", "y"], "essential": ["yes", "no"]}
    )
    cn.explore(cn.from_frames(firms, links), lang="en").save(tmp_path / "net.html")
    page = visit(tmp_path / "net.html")
    tell(page, "select('A')")
    expect(page.locator(".cn-stops").first).to_have_text("1 firm stops with it")
    expect(page.get_by_role("status")).to_contain_text("0 suppliers, 1 buyer.")
    page.get_by_text("Show and hide").click()
    page.get_by_label("Chain leaders").uncheck()
    expect(page.locator(".cn-status").first).to_contain_text("2 firms and 1 link drawn")


def test_search_takes_traditional_and_simplified_for_one(visit: Open, tmp_path: Path) -> None:
    firms = pd.DataFrame({"firm": ["a", "b", "c"], "name": ["臺灣積體電路", "株式会社𠮷野家", "深圳华为"]})
    cn.explore(cn.from_frames(firms, pd.DataFrame({"supplier": ["a", "b"], "buyer": ["c", "c"]}))).save(
        tmp_path / "net.html"
    )
    page = visit(tmp_path / "net.html")
    for typed, firm in (("台湾积体", "a"), ("臺灣", "a"), ("吉野家", "b"), ("華為", "c")):
        page.get_by_role("combobox").fill(typed)
        page.keyboard.press("Enter")
        assert tell(page, "selected()") == firm


def test_names_keep_clear_of_their_stars_and_the_unnamed_are_counted(visit: Open, tmp_path: Path) -> None:
    """The first name is measured in the face that it is written in; stars without one are counted."""
    firms = pd.DataFrame({"firm": [f"L{k}" for k in range(60)], "role": "leader", "name": "W" * 9})
    links = pd.DataFrame({"supplier": [f"S{k}" for k in range(60)], "buyer": firms["firm"]})
    suppliers = pd.DataFrame({"firm": links["supplier"], "role": "supplier"})
    net = cn.from_frames(pd.concat([firms, suppliers], ignore_index=True), links)
    cn.explore(net, views=["tiers"], lang="en").save(tmp_path / "net.html")
    page = visit(tmp_path / "net.html", device_scale_factor=1)
    page.evaluate(
        "() => { const own = CanvasRenderingContext2D.prototype.fillText; window.written = [];"
        " CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {"
        " if (text.startsWith('WWW')) window.written.push([x - this.measureText(text).width / 2, y]);"
        " return own.call(this, text, x, y); }; }"
    )
    tell(page, "select('S0')")
    tell(page, "select('nobody')")
    settle(page)
    written = page.evaluate("window.written")
    box = page.locator("canvas").bounding_box()
    assert box
    at = {firm: tell(page, f"at('{firm}')") for firm in firms["firm"]}
    in_sight = [x for x, y in at.values() if box["y"] <= y <= box["y"] + box["height"]]
    gaps = [round(left - (in_sight[0] - box["x"]), 1) for left, _ in written if left > in_sight[0] - box["x"]]
    assert gaps
    assert len(set(gaps)) == 1  # all at one distance, the first too
    named = len({y for _, y in written})
    without = len(in_sight) - named
    assert without > 0
    expect(page.locator(".cn-status").first).to_contain_text(f"{without} leaders in sight without a name")
