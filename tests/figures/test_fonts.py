"""Chinese text without any font of the machine, and nothing left behind in matplotlib's settings."""

from __future__ import annotations

import subprocess
import sys
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from figure_samples import local_of, small
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text

import chainnet as cn
from chainnet import figures
from chainnet.errors import InputError
from chainnet.figures import fonts
from chainnet.figures.style import SUBSTITUTE, style

RARE = "喆堃垚 專精特新 靑島機車車輛"
SAVED = ("png", "svg", "pdf")


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


def test_the_font_draws_with_no_font_of_the_machine(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "families", lambda: (fonts.FAMILY, "DejaVu Sans"))
    monkeypatch.setattr("chainnet.figures.style.families", fonts.families)
    with style("zh"):
        figure = Figure()
        figure.text(0.1, 0.5, RARE + " Łódź")
    figure.savefig(tmp_path / "a.svg")
    assert "NotoSansSCGBK" in (tmp_path / "a.svg").read_text()


@pytest.mark.parametrize("ending", SAVED)
def test_figures_made_inside_are_saved_outside_the_style(tmp_path, ending):
    firms = {"firm": ["L", "S"], "name": [RARE, "甲 & <乙> $5 $6"], "role": ["leader", None]}
    figure, _ = figures.plot_tiers(small(firms, [("S", "L")]))
    path = tmp_path / f"figure.{ending}"
    figure.savefig(path)  # a glyph warning would be an error here
    assert path.stat().st_size > 3000
    if ending == "svg":
        assert "NotoSansSCGBK" in path.read_text(encoding="utf-8")


def test_pdf_embeds_the_font_as_type_3_and_42(tmp_path):
    firms = {"firm": ["L"], "name": [RARE], "role": ["leader"]}
    figure, _ = figures.plot_tiers(small(firms, []))
    for kind in (3, 42):
        with mpl.rc_context({"pdf.fonttype": kind}):
            figure.savefig(tmp_path / f"{kind}.pdf")
        assert b"NotoSansSCGBK" in (tmp_path / f"{kind}.pdf").read_bytes()


def test_what_no_font_has_is_one_warning_and_a_substitute():
    firms = {"firm": ["L", "S"], "name": ["𐀀公司\x07", "🐀𐀀"], "role": ["leader", None]}
    with pytest.warns(UserWarning, match="no font has 𐀀 🐀") as caught:
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
    assert not Look.of(net, None).has_colours
