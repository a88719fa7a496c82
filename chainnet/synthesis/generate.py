"""From a preset and a seed to a supply network."""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np

from chainnet.errors import InputError, Said
from chainnet.network import About, SupplyNetwork
from chainnet.synthesis.market import open_market
from chainnet.synthesis.population import populate
from chainnet.synthesis.preset import Preset, read_preset
from chainnet.synthesis.tables import firm_table, link_table
from chainnet.synthesis.trade import trade


def presets() -> dict[str, Preset]:
    """Return the presets that chainnet brings along, by name.

    Returns
    -------
    dict of str to Preset
        Sorted by name.

    Examples
    --------
    >>> presets()["qingdao-rail"].firms
    479
    """
    with as_file(files("chainnet.synthesis") / "presets") as folder:
        found = [read_preset(path) for path in sorted(folder.glob("*.toml"))]
    return {preset.name: preset for preset in sorted(found, key=lambda preset: preset.name)}


def synthesize(preset: str | Preset, *, seed: int = 0, firms: int | None = None) -> SupplyNetwork:
    """Make a synthetic cluster.

    Parameters
    ----------
    preset : str or Preset
        Name of a preset that chainnet brings along, or one of your own from `read_preset`.
    seed : int
        The same seed gives the same network, byte for byte, on every machine.
    firms : int, optional
        Number of firms, chain leaders and outside suppliers included; by default what the preset says.

    Returns
    -------
    SupplyNetwork
        Its `about` says that it is synthetic, and so does the name of each firm.

    Raises
    ------
    InputError
        Where there is no such preset, the seed is negative, or there are too few firms for a chain.

    Notes
    -----
    The firms are shared out over the products of the preset, so many at home and so many outside, with Pareto
    sizes. Each buys what its main product needs from one or a few makers, the bigger and nearer ones more
    often. The values follow from the leaders' revenue and from the share of its sales that each firm spends
    on what it buys, so the accounts add up. The local supporting rate is not set: it results.

    Examples
    --------
    >>> net = synthesize("qingdao-rail", seed=0)
    >>> net.n, net.about.synthetic, net.names("en").iloc[0]
    (479, True, 'Synthetic train builder 01')
    """
    if isinstance(preset, str):
        preset = _named(preset)
    if seed < 0:
        hint = Said("give 0 or a positive whole number", "请给零或正整数")
        raise InputError.one(Said(f"the seed {seed} is negative", f"随机种子 {seed} 是负数"), hint=hint)
    people, choices, words = np.random.default_rng(seed).spawn(3)
    population = populate(preset, people, preset.firms if firms is None else firms)
    market = open_market(preset, choices, population)
    links = trade(choices, market)
    table = firm_table(preset, words, market, links)
    return SupplyNetwork(table, link_table(preset, links, table.index), About.from_dict(preset.about))


def _named(name: str) -> Preset:
    found = presets()
    if name not in found:
        hint = Said(f"take one of: {', '.join(found)}", f"写以下之一：{'、'.join(found)}")
        raise InputError.one(Said(f"no preset {name}", f"没有预设“{name}”"), hint=hint)
    return found[name]
