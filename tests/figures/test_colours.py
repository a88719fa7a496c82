"""Colours that are used together are told apart by colour-blind eyes and in grey, or by a second sign."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.colors import to_rgb

from chainnet.figures.colours import ROLES, palette
from chainnet.figures.style import LINES, ink_on, tint

Floats = npt.NDArray[np.float64]

SIGHT = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}
"""What reaches the eye, in linear RGB, of severity 1.0 [Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009]."""


def seen(colour: str, sight: str) -> Floats:
    """Return a colour as such eyes see it, in CIE Lab (D65), shape (3,)."""
    part = np.array(to_rgb(colour))
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.array(to_xyz) @ linear / [0.9505, 1.0, 1.089]
    f = [part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, sight: str) -> float:
    """Return the distance of two colours as such eyes see them: about 2 is just noticed, 10 at a glance [CIE76]."""
    return float(np.linalg.norm(seen(one, sight) - seen(other, sight)))


def test_the_simulation_confuses_what_it_should() -> None:
    assert apart("red", "green", "normal") > 100
    assert apart("#a05a00", "#5d7a00", "deuteranopia") < 0.4 * apart("#a05a00", "#5d7a00", "normal")
    assert apart("red", "#363636", "protanopia") < apart("red", "#363636", "normal") / 2
    assert apart("#808080", "#808080", "grey") == 0
    np.testing.assert_allclose(seen("white", "normal"), [100, 0, 0], atol=0.02)


@pytest.mark.parametrize("sight", SIGHT)
def test_local_outside_and_unknown_are_told_apart(sight: str) -> None:
    """The colours that carry what a network figure says; unknown is hollow besides, leaders are stars."""
    local, outside, unknown, plain = (ROLES[role] for role in ("local", "outside", "unknown", "plain"))
    assert apart(local, outside, sight) >= 20
    assert apart(local, unknown, sight) >= 15
    assert apart(tint(local), local, sight) >= 30  # bars of groups
    assert min(apart(colour, "white", sight) for colour in (local, outside, unknown, plain)) >= 30


@pytest.mark.parametrize("sight", SIGHT)
def test_lines_are_told_apart_by_colour_or_else_by_dashes(sight: str) -> None:
    """The first three, more than most charts have, by colour alone; all by dashes too, and dark enough to see."""
    for (one, _), (other, _) in combinations(LINES[:3], 2):
        assert apart(one, other, sight) >= 10
    assert len({str(dashes) for _, dashes in LINES}) == len(LINES)
    assert min(apart(colour, "white", sight) for colour, _ in LINES) >= 35
    assert min(apart(one, other, "normal") for (one, _), (other, _) in combinations(LINES, 2)) >= 20


@pytest.mark.parametrize("share", np.linspace(0, 1, 11))
@pytest.mark.parametrize("role", ["local", "outside", "leader"])
def test_text_on_a_cell_stands_out(role: str, share: float) -> None:
    """By 4.5 to 1 [WCAG 2.2, contrast]."""
    cell = tint(ROLES[role], share)
    light = [sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), _linear(found), strict=True))
             for found in (cell, ink_on(cell))]  # fmt: skip
    assert (max(light) + 0.05) / (min(light) + 0.05) >= 4.5


def _linear(colour: str) -> Floats:
    part = np.array(to_rgb(colour))
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def test_given_colours_stand_in_place_of_the_defaults() -> None:
    roles, lines = palette({"local": "navy", "lines": ("red", (0, 0, 1))})
    assert roles == {**ROLES, "local": "#000080"}
    assert [colour for colour, _ in lines[:3]] == ["#ff0000", "#0000ff", "#ff0000"]
    assert [dashes for _, dashes in lines] == [dashes for _, dashes in LINES]
    assert palette() == (ROLES, LINES)
