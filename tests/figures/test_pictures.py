"""Four figures beside the pictures that were looked at: what moves, changes colour or goes missing is found.

Draw the pictures again with ``python tests/figures/test_pictures.py``, and look at them before they are committed.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from figure_samples import local_of, sample_network
from matplotlib.image import imread

import chainnet as cn

PICTURES = Path(__file__).parent / "pictures"
DOTS = 48
BLOCK = 6
"""Pictures are compared as means of 6 x 6 pixels."""
MOST_TINT, TINTED = 0.03, 0.0005
MOST_GREY, GREYED = 0.10, 0.012
"""How far blocks may differ, of 0 to 1, and the share of blocks that may differ more. Letters are grey, and each
FreeType draws them in its own way, so tints are held to far less: letters alone never change one by more than 0.013."""


def tiers(net):
    return cn.plot_tiers(net, local=local_of(net))


def blocks(net):
    return cn.plot_blocks(net, highlight=cn.stopped(net, firms=net.firms.index[30:60]), max_links=200, lang="en")


def place(net):
    return cn.plot_map(net, local=local_of(net), radius_km=50)


def sankey(net):
    return cn.plot_sankey(net, local=local_of(net), by="cluster", lang="en")


FIGURES = {"tiers": tiers, "blocks": blocks, "map": place, "sankey": sankey}


def drawn(figure):
    """Return the picture of a figure, shape (height, width, 3), 0 to 1."""
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=DOTS)
    png.seek(0)
    return imread(png)[..., :3].astype(float)


def alike(one, other):
    """Return whether two pictures are alike, but for how letters are drawn."""
    if one.shape != other.shape:
        return False
    height, width = (size // BLOCK * BLOCK for size in one.shape[:2])
    apart = (one - other)[:height, :width].reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, 3).mean(axis=(1, 3))
    tint, grey = np.abs(np.diff(apart, axis=2)).max(axis=2), np.abs(apart.mean(axis=2))
    return bool((tint > MOST_TINT).mean() <= TINTED and (grey > MOST_GREY).mean() <= GREYED)


def known(name):
    """Return the picture that was looked at."""
    return imread(PICTURES / f"{name}.png")[..., :3].astype(float)


@pytest.fixture(scope="module")
def sample():
    return sample_network(160)


@pytest.fixture(scope="module")
def made(sample):
    return {name: draw(sample) for name, draw in FIGURES.items()}


@pytest.mark.parametrize("name", FIGURES)
def test_it_looks_as_it_did(made, name):
    assert alike(drawn(made[name][0]), known(name))


@pytest.mark.parametrize("name", FIGURES)
def test_another_way_to_draw_letters_is_no_difference(sample, name):
    figure = FIGURES[name](sample)[0]
    drawn(figure)  # words are as wide as they are here: other widths move the marks of a legend, which is a difference
    with mpl.rc_context({"text.hinting": "none"}):
        assert alike(drawn(figure), known(name))


@pytest.mark.parametrize("name", FIGURES)
def test_a_panel_or_a_legend_that_moves_is_found(sample, name):
    figure, axes = FIGURES[name](sample)
    ax = np.ravel(axes)[0]
    box = ax.get_position()
    ax.set_position((box.x0 + 0.005, box.y0, box.width, box.height))
    assert not alike(drawn(figure), known(name))
    ax.set_position(box)
    legend = next(found.get_legend() for found in figure.axes if found.get_legend())
    legend.set_bbox_to_anchor((0.02, 0))
    assert not alike(drawn(figure), known(name))
    legend.remove()
    assert not alike(drawn(figure), known(name))


@pytest.mark.parametrize(("name", "role"), [("tiers", "leader"), ("map", "outside"), ("sankey", "local")])
def test_a_colour_that_changes_is_found(sample, monkeypatch, name, role):
    from chainnet.figures import colours

    monkeypatch.setitem(colours.ROLES, role, "#7a4fa3")
    assert not alike(drawn(FIGURES[name](sample)[0]), known(name))


def test_a_colour_of_a_state_that_changes_is_found(sample, monkeypatch):
    from chainnet.figures import marks

    monkeypatch.setitem(marks.STATE_COLOURS, "stops", "#3f9e6e")
    assert not alike(drawn(blocks(sample)[0]), known("blocks"))


if __name__ == "__main__":
    for _name, _draw in FIGURES.items():
        _draw(sample_network(160))[0].savefig(PICTURES / f"{_name}.png", dpi=DOTS)
