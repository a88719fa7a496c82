"""Figures as files: text shows without any font, and can be searched and copied from a PDF."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from pypdf import PdfReader

from chainnet.figures import plot_bars, plot_tiers
from chainnet.network import SupplyNetwork

NAMES = ["青岛喆堃垚轨道交通", "臺灣積體電路", "𠮷野家㐂", "Łódź Škoda ОАО", "甲 & <乙> $5 $6"]
AWKWARD = {"pdf.fonttype": 42, "svg.fonttype": "none", "text.usetex": False, "font.family": ["serif"]}


@pytest.fixture
def figure() -> Figure:
    table = pd.DataFrame({"name": NAMES, "value": [5.0, 4.0, 3.0, 2.0, -1.5]})
    return plot_bars(table, label="name", value="value", title="集中度 12.5%")[0]


def test_a_pdf_embeds_what_it_shows_and_its_text_is_found(figure: Figure, tmp_path: Path) -> None:
    """Whatever the settings are when it is saved: as outlines (Type 3), each with the text that it stands for."""
    with mpl.rc_context(AWKWARD):
        figure.savefig(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 60_000
    (page,) = PdfReader(tmp_path / "a.pdf").pages
    text = page.extract_text()
    for name in (*NAMES, "集中度 12.5%", "−1.50"):
        assert name in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert any(re.match("/[A-Z]{6}[+]NotoSansSCGBK", font["/FontDescriptor"]["/FontName"]) for font in fonts)
    for font in fonts:
        assert font["/Subtype"] == "/Type3"
        assert font["/CharProcs"]  # the outlines
        assert "/ToUnicode" in font


def test_an_svg_draws_text_as_paths(figure: Figure, tmp_path: Path) -> None:
    with mpl.rc_context(AWKWARD):
        figure.savefig(tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<text" not in svg
    assert "font-family" not in svg
    assert "NotoSansSCGBK" in svg  # ids of its outlines
    assert len(svg) < 300_000


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_figure_is_the_same_file(figure: Figure, tmp_path: Path, ending: str) -> None:
    plain = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    for name in ("a", "b"):
        figure.savefig(tmp_path / f"{name}.{ending}", metadata=plain.get(ending))
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_network_is_saved_likewise(net: SupplyNetwork, tmp_path: Path) -> None:
    figure, _ = plot_tiers(net, lang="zh")
    figure.savefig(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").stat().st_size < 600_000
    assert "新能源汽车" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
