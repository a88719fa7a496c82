"""Chinese text without any font of the machine, and nothing left behind in matplotlib's settings."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from figure_samples import local_of, small
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.font_manager import fontManager, get_font
from matplotlib.text import Text

import chainnet as cn
from chainnet import figures
from chainnet.errors import InputError
from chainnet.figures import fonts, years
from chainnet.figures.style import SUBSTITUTE, style

RARE = "喆堃垚 專精特新 靑島機車車輛"


def gbk() -> str:
    """Return all two-byte characters of GBK."""
    pairs = (bytes([first, second]) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    return "".join(pair.decode("gbk", errors="ignore") for pair in pairs)


def every_figure(net: cn.SupplyNetwork):
    """Draw one figure of each kind."""
    local = local_of(net)
    yield figures.plot_tiers(net, local=local)
    yield figures.plot_force(net, local=local)
    yield figures.plot_map(net, local=local, radius_km=50)
    yield figures.plot_curves(cn.removal(net, order=["random", "degree"], runs=2))
    yield figures.plot_coverage(cn.coverage_curve(net, step=10))
    yield figures.plot_bars(cn.local_rate(net), label="name", value="rate", low="low", high="high", percent=True)


def test_the_bundled_font_has_gbk_and_its_licence_is_beside_it():
    have = get_font(fonts.font_path()).get_charmap()
    lacking = {char for char in gbk() if ord(char) > 127 and ord(char) not in have and char.isprintable()}
    assert lacking <= {"≒"}  # Noto Sans SC has no such sign
    assert all(ord(char) in have for char in "喆堃垚𬭎★◆●■≥≤±×÷−–—…αβ²①ＡあàÉ→")
    assert 4e6 < fonts.font_path().stat().st_size < 6e6
    licence = (fonts.font_path().parent / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("© 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide all fonts of the machine but those that come with matplotlib and with chainnet."""
    fonts.register()
    own = (mpl.get_data_path(), str(fonts.font_path().parent))
    monkeypatch.setattr(fontManager, "ttflist", [entry for entry in fontManager.ttflist if entry.fname.startswith(own)])
    monkeypatch.setattr(fonts, "_found", [])
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Forget what is known of the machine's fonts."""
    for known in (fonts._named, fonts._others, fonts._holder, fonts._characters):
        known.cache_clear()


DRAWN = {
    "traditional": "臺灣積體電路製造股份有限公司 鴻海精密 廣達電腦 緯創資通 群創光電",
    "rare": "𠮷㐂喆堃垚 㛃䶮𬭎𫖯𬘘 䲟䴙𬶋 镕 昇 犇骉 〇",
    "accents": "Łódź Škoda Győr Citroën Ørsted Ñandú İzmir Şişe",
    "Cyrillic": "ОАО «РЖД» Київ",
    "Greek": "Ελλάδα",
    "digits": "٠١٢٣ ①②③ ⅠⅡⅢ ㈠ №5 １２３",
    "marks": "★◆●■▲ ≥≤±×÷−–—… 《》「」 ™®© € ￥ ‰ ²³",
}
CLEANED = {
    "control characters": ("甲\x00\x07\x1b公\x7f司", "甲公司"),
    "zero width": ("甲\u200b公\ufeff司\u200d", "甲公司"),
    "marks of direction": ("\u202e甲公司\u202c\u2066", "甲公司"),
    "chosen variants": ("葛\U000e0101城 ★\ufe0f", "葛城 ★"),
    "letter and accent apart": ("Citroe\u0308n", "Citroën"),
    "spaces": ("甲\t公\xa0司\u3000乙\r", "甲 公 司 乙 "),
}
LACKING = {"emoji": "🐀", "private use": "\ue5e5", "unassigned": "\U000e1000", "ancient": "𓀀"}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("text", DRAWN.values(), ids=DRAWN)
def test_drawn_with_no_font_of_the_machine(text: str) -> None:
    """In titles, notes, legends and at ticks; a glyph that is missing would be an error."""
    table = pd.DataFrame({"名": [text, "b"], "值": [1.0, 2.0]})
    figure, ax = figures.plot_bars(table, label="名", value="值", title=text, note=text)
    figure.draw_without_rendering()
    assert figure.get_suptitle().replace("\n", "") == text
    pairs = pd.DataFrame({"measure": ["core"], "other_measure": [text], "correlation": [0.5]})
    figures.plot_heatmap(pairs)[0].draw_without_rendering()
    rows = [[2023, "a", text, "value", 0.4, 0.3, 0.5]]
    figure, ax = figures.plot_rate_by_year(pd.DataFrame(rows, columns=years.COLUMNS))
    figure.draw_without_rendering()
    assert len(ax.get_legend().get_texts()) == 1


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("text", "clean"), CLEANED.values(), ids=CLEANED)
def test_what_draws_nothing_is_left_out(text: str, clean: str) -> None:
    with style("zh") as pen:
        assert pen.safe(text) == clean


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("char", LACKING.values(), ids=LACKING)
def test_what_no_font_has_is_named_in_a_warning(char: str) -> None:
    table = pd.DataFrame({"名": [f"{char}公司"], "值": [1.0]})
    name = char if char.isprintable() else f"U\\+{ord(char):04X}"
    with pytest.warns(UserWarning, match=f"没有字体含有 {name}，画作 {SUBSTITUTE}") as caught:
        figure, ax = figures.plot_bars(table, label="名", value="值", title=f"“{char}”")
    figure.draw_without_rendering()
    assert len(caught) == 1
    assert [label.get_text() for label in ax.get_yticklabels()] == [f"{SUBSTITUTE}公司"]
    assert figure.get_suptitle() == f"“{SUBSTITUTE}”"


def test_half_a_pair_is_named_too() -> None:
    with pytest.warns(UserWarning, match=r"no font has U\+D842"), style("en") as pen:
        assert pen.safe("\ud842a") == f"{SUBSTITUTE}a"


@pytest.mark.usefixtures("alone")
def test_what_the_bundled_font_lacks_is_drawn_from_a_font_of_the_machine(tmp_path: Path) -> None:
    """Of two that know the character, the one that draws nothing for it (as fonts of pictures do) is passed over."""
    for family, outline in (("Empty Sans", False), ("Hieroglyphs", True)):
        fontManager.addfont(tiny_font(tmp_path / f"{family}.ttf", family, "𓀀", outline=outline))
    forget()
    table = pd.DataFrame({"名": ["𓀀公司"], "值": [1.0]})
    figure, ax = figures.plot_bars(table, label="名", value="值")
    figure.draw_without_rendering()
    assert [label.get_text() for label in ax.get_yticklabels()] == ["𓀀公司"]
    assert fonts.families()[-1] == "Hieroglyphs"
    assert "Empty Sans" not in fonts.families()


def tiny_font(path: Path, family: str, char: str, *, outline: bool) -> Path:
    """Write a font with one character, a square or nothing."""
    pen = TTGlyphPen(None)
    if outline:
        for move, point in zip((pen.moveTo, pen.lineTo, pen.lineTo), ((0, 0), (0, 500), (500, 500)), strict=True):
            move(point)
        pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord(char): "A"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": glyph})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


@pytest.mark.usefixtures("alone")
def test_what_no_font_has_is_one_warning_and_a_substitute():
    firms = {"firm": ["L", "S"], "name": ["𐀀公司\x07", "🐀𐀀"], "role": ["leader", None]}
    with pytest.warns(UserWarning, match="没有字体含有 𐀀 🐀") as caught:
        figure, ax = figures.plot_tiers(small(firms, [("S", "L")]))
    assert len(caught) == 1
    assert {text.get_text() for text in ax.texts if text.get_gid() == "label"} == {
        f"{SUBSTITUTE}公司",
        SUBSTITUTE * 2,
    }
    figure.canvas.draw()


def test_accents_come_from_one_font():
    assert fonts.families()[:2] == (fonts.FAMILY, "DejaVu Sans")
    assert fonts.missing("Łódź Škoda") == set()


def test_no_figure_touches_the_settings(net):
    with mpl.rc_context({"font.family": ["serif"], "figure.facecolor": "black", "text.usetex": False}):
        before = dict(mpl.rcParams)
        for figure, _ in every_figure(net):
            figure.canvas.draw()
            assert dict(mpl.rcParams) == before
            assert figure.get_facecolor() == (1, 1, 1, 1)
            families = {tuple(text.get_fontfamily()) for text in figure.findobj(Text) if text.get_text()}
            assert families == {fonts.families()}
        with pytest.raises(InputError), style("zh"):
            raise InputError.one("inside")
        assert dict(mpl.rcParams) == before


def test_an_unknown_language_is_an_input_error(net):
    with pytest.raises(InputError, match="no language 'fr'"):
        figures.plot_tiers(net, lang="fr")


def test_pyplot_is_never_imported():
    code = (
        "import sys, pandas as pd, chainnet as cn; from chainnet.figures import plot_tiers;"
        "net = cn.from_frames(links=pd.DataFrame({'supplier': ['A'], 'buyer': ['B']}));"
        "plot_tiers(net.with_leaders(['B']))[0].canvas.draw(); assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_jupyter_shows_the_figure(net):
    figure, _ = figures.plot_bars(pd.DataFrame({"a": ["x"], "b": [1.0]}), label="a", value="b")
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_text_is_wrapped_and_cut_by_width():
    with style("zh") as pen:
        assert pen.wrap("一二三四五，six seven", 12) == "一二三四五，\nsix seven"
        assert pen.short("一二三四五六", 8) == "一二…六"
        assert pen.short("一二三四五六", 12) == "一二三四五六"
        assert pen.short("甲企业有限公司 05", 12) == "甲企业有…05"
        assert pen.short("a\nb") == "a b"
        assert pen.say("甲", "A") == "甲"
    with warnings.catch_warnings(), style("en") as pen:
        assert pen.join(["one", "", "two"]) == "one; two"


def test_shades_tell_true_false_and_missing_apart():
    from chainnet.figures.marks import SHADES, Look

    net = small({"firm": ["a", "b", "c", "d"], "role": ["leader", None, None, None]}, [("b", "a")])
    local = pd.Series({"b": True, "c": np.False_, "d": np.nan}, dtype=object)
    assert [SHADES[at] for at in Look.of(net, local).shade] == ["unknown", "local", "outside", "unknown"]
    assert {SHADES[at] for at in Look.of(net, None).shade} == {"plain"}
