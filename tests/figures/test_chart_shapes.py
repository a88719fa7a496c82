"""Asked of all charts, in both languages: nothing overlaps, leaves the figure, or is too small to read on a slide."""

from __future__ import annotations

import re

import numpy as np
import pytest
from chart_samples import collisions, samples, slanted_gap, smallest_on_slide, written
from figure_samples import cut_off
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.errors import InputError
from chainnet.figures.colours import ROLES
from chainnet.figures.style import INK, LINES

NAMES = list(samples("en"))
BOTH = pytest.mark.parametrize("lang", ["zh", "en"])
TERMS = (*terms.OUTPUT_COLUMNS, *terms.CENTRALITIES, *terms.REMOVAL_MEASURES)
COLUMNS = {term.key for term in TERMS if "_" in term.key}
KINDS = ("curves", "curves beside rewirings", "coverage", "bars", "heatmap of one pair", "alternatives", "years")


@pytest.mark.parametrize(("name", "lang"), [*((name, "en") for name in NAMES), *((name, "zh") for name in KINDS)])
def test_texts_neither_overlap_nor_leave_the_figure_nor_are_too_small(name: str, lang: str) -> None:
    figure, _ = samples(lang)[name]()
    assert not cut_off(figure)  # draws it, too
    assert collisions(figure) == []
    assert min(map(slanted_gap, figure.axes)) > 0
    assert smallest_on_slide(figure) >= 8
    shown = " ".join(text.get_text() for text in written(figure))
    assert ("合成" if lang == "zh" else "synthetic") in shown.lower()
    assert not COLUMNS & set(re.findall(r"\w+", shown))
    assert lang == "zh" or not re.search("[\u4e00-\u9fff]", shown)


@BOTH
@pytest.mark.parametrize("name", KINDS)
def test_on_given_axes_too(name: str, lang: str) -> None:
    figure = Figure(figsize=(15, 8), layout="constrained")
    left, right = figure.subplots(1, 2)
    _, drawn = samples(lang)[name](ax=[left, right] if name in KINDS[:2] else left, note="NOTE")
    assert drawn is left if name not in KINDS[:2] else list(drawn) == [left, right]
    assert not cut_off(figure)
    assert collisions(figure) == []
    shown = " ".join(text.get_text() for text in written(figure))
    assert ("合成" if lang == "zh" else "synthetic") in shown.lower()
    assert "NOTE" in shown


@pytest.mark.parametrize("name", KINDS)
def test_colours_are_those_given(name: str) -> None:
    given = {"leader": "#010203", "local": "#040506", "outside": "#070809", "lines": ["#0a0b0c", "#0d0e0f"]}
    draw = samples("en")[name]
    theirs, ours = _colours(draw(colours=given)[0]), _colours(draw()[0])
    defaults = {*ROLES.values(), *(colour for colour, _ in LINES)} - {INK}
    assert theirs != ours
    assert not theirs & defaults
    assert "heatmap" in name or (ours & defaults and theirs & {*given["lines"], *list(given.values())[:3]})


def _colours(figure: Figure) -> set[str]:
    """Return the colours of all lines, areas and their rims."""
    found = {to_hex(line.get_color()) for ax in figure.axes for line in ax.lines}
    for area in (area for ax in figure.axes for area in (*ax.patches, *ax.collections)):
        for colours in (area.get_facecolor(), area.get_edgecolor()):
            found |= {to_hex(colour) for colour in np.atleast_2d(colours)}
    return found


def test_a_role_or_a_colour_that_is_not_known_is_an_input_error() -> None:
    draw = samples("en")["bars"]
    with pytest.raises(InputError, match="no role of colour locl") as caught:
        draw(colours={"locl": "red"})
    assert "leader, local, outside, unknown, plain, lines" in str(caught.value)
    with pytest.raises(InputError, match="no colour 'teel'"):
        draw(colours={"local": "teel"})
    for lines in ("red", []):
        with pytest.raises(InputError, match="colours of lines are no list"):
            draw(colours={"lines": lines})
