"""Presets: what does not fit together is told, all of it at once."""

from __future__ import annotations

import dataclasses
from importlib.resources import files

import pytest

from chainnet.errors import InputError
from chainnet.synthesis import presets, read_preset, synthesize

TEXT = (files("chainnet.synthesis") / "presets" / "qingdao_rail.toml").read_text(encoding="utf-8")


def test_every_preset_is_whole():
    found = presets()
    assert "qingdao-rail" in found
    for name, preset in found.items():
        assert name == preset.name
        assert preset.about["synthetic"] is True
        assert preset.firms == sum(product.firms for product in preset.products)
        assert len({product.zh for product in preset.products}) == len(preset.products)


def test_unknown_preset():
    with pytest.raises(InputError, match=r"no preset qingdao; take one of: .*qingdao-rail"):
        synthesize("qingdao")


def test_negative_seed():
    with pytest.raises(InputError, match="the seed -1 is negative"):
        synthesize("qingdao-rail", seed=-1)


@pytest.mark.parametrize("firms", [-5, 0, 19])
def test_too_few_firms(firms):
    with pytest.raises(InputError, match=f"{firms} firms are too few for a chain; ask for 20 or more"):
        synthesize("qingdao-rail", firms=firms)


def test_a_preset_of_ones_own(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace('id_prefix = "QD"', 'id_prefix = "X"'), encoding="utf-8")
    assert synthesize(read_preset(path)).firms.index[0] == "X0001"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("needs = { al_ingot = 50 }", "needs = { al_bar = 50 }", "al_profile names al_bar"),
        ('home = ["laoshan"]', 'home = ["atlantis"]', "lie in atlantis"),
        ('home = ["laoshan"]', 'home = ["zhuzhou"]', "lie in zhuzhou"),
        ("needs = { al_ingot = 50 }", "needs = { al_ingot = 90 }", "makers of al_profile spend too much"),
        ("needs = { al_ingot = 50 }", "needs = { al_ingot = 50, scrap_aluminium = 1 }", "buy what they make"),
        ('role = "logistics"', 'role = "carrier"', "logistics has the role carrier"),
        ('role = "leader"', 'role = "supplier"', "no product is made by a chain leader"),
        ("magnet = 7", "tool = 7", "nobody one tier down buys magnet"),
        ("firms = 479", "firms = 479\ncolour = 1", "no preset: .*colour"),
        ("firms = 479", "", "no preset: .*firms"),
        ("firms = 479", "firms = ", "no preset: "),
    ],
)
def test_faults_are_told(tmp_path, old, new, told):
    path = tmp_path / "mine.toml"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_preset(path)


def test_all_faults_at_once():
    preset = presets()["qingdao-rail"]
    products = {
        key: dataclasses.replace(product, role="carrier") if product.tier == 1 else product
        for key, product in preset.product.items()
    }
    with pytest.raises(InputError) as error:
        dataclasses.replace(preset, product=products)
    assert len(error.value.faults) == sum(product.tier == 1 for product in preset.products)


def test_no_such_file(tmp_path):
    with pytest.raises(InputError, match="no preset"):
        read_preset(tmp_path / "none.toml")
