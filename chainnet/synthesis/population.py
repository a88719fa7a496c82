"""The firms of a synthetic cluster: how many make what, where they lie and how big they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from chainnet import gazetteer
from chainnet.errors import InputError, Said
from chainnet.synthesis.draws import KM_PER_DEGREE, Bools, Floats, Ints, apportion, cosine, pareto, pick
from chainnet.synthesis.preset import Place, Preset

LEADER_SIZE = 3.0
"""Size of a chain leader beside the mean of its local competitors, where a leader is a supplier too."""
SIZE_CUT = 0.01
"""Share of the size distribution that is cut off: the biggest firm is 32 times the smallest."""
SMALLEST = 20
"""Fewer firms make no chain."""


class Population(NamedTuple):
    """The firms, leaders first, then by product in the order of the preset.

    Attributes
    ----------
    product : ndarray of int64, shape (n,)
        Code of the main product.
    home : ndarray of bool, shape (n,)
        Whether the firm lies in the cluster.
    place : ndarray of int64, shape (n,)
        Code of the place.
    longitude, latitude : ndarray of float64, shape (n,)
        Degrees.
    size : ndarray of float64, shape (n,)
        How big it is beside others; no unit.
    final : ndarray of float64, shape (n,)
        What leaders and other makers of finished goods sell to customers outside the chain, value unit a year; 0 for
        the others.
    """

    product: Ints
    home: Bools
    place: Ints
    longitude: Floats
    latitude: Floats
    size: Floats
    final: Floats


def populate(preset: Preset, rng: np.random.Generator, n: int) -> Population:
    """Draw the firms.

    Parameters
    ----------
    preset : Preset
    rng : numpy.random.Generator
    n : int
        Number of firms.

    Returns
    -------
    Population

    Raises
    ------
    InputError
        Where there are too few firms for a chain.
    """
    home_counts, outside_counts = count_makers(preset, n)
    groups = [
        (code, home, int(count))
        for code in range(len(preset.products))
        for home, count in ((True, home_counts[code]), (False, outside_counts[code]))
        if count
    ]
    product = np.concatenate([np.full(count, code) for code, _, count in groups])
    home = np.concatenate([np.full(count, inside) for _, inside, count in groups])
    place = np.concatenate([_places(preset, rng, code, inside, count) for code, inside, count in groups])
    size = np.concatenate([_sizes(preset, rng, code, inside, count) for code, inside, count in groups])
    longitude, latitude = _scatter(preset, rng, place)
    revenue, leads = (np.array([getattr(made, part) for made in preset.products]) for part in ("revenue", "is_leader"))
    final = revenue[product] * np.where(leads[product], 1.0, size) * (0.9 + 0.2 * rng.random(n))
    return Population(product, home, place, longitude, latitude, size, final)


def count_makers(preset: Preset, n: int) -> tuple[Ints, Ints]:
    """Share `n` firms out over the products, at home and outside.

    In a small cluster some products have no maker at all; then those that only their makers would buy have
    none either, and the firms go to other products.

    Parameters
    ----------
    preset : Preset
    n : int

    Returns
    -------
    home, outside : ndarray of int64, shape (products,)
    """
    wanted = np.array([product.firms for product in preset.products])
    leads = np.array([product.is_leader for product in preset.products])
    leaders = np.where(leads, np.maximum(1, np.floor(wanted * n / preset.firms + 0.5)), 0).astype(np.int64)
    least = max(SMALLEST, 2 * int(leaders.sum()))
    if n < least:
        problem = Said(f"{n} firms are too few for a chain", f"{n} 家企业太少，构不成产业链")
        raise InputError.one(problem, hint=Said(f"ask for {least} or more", f"请给 {least} 或更大的数"))
    open_to = ~leads
    while True:
        counts = leaders + apportion(n - int(leaders.sum()), wanted * open_to)
        home = np.floor(counts * [product.local for product in preset.products] + 0.5).astype(np.int64)
        unsold = (counts > 0) & ~leads & ~_has_buyers(preset, home)
        if not unsold.any():
            return home, counts - home
        open_to &= ~unsold


def _has_buyers(preset: Preset, home: Ints) -> Bools:
    """Tell which products somebody buys who is at home and one tier nearer to the leaders."""
    bought = np.zeros(len(preset.products), dtype=np.bool_)
    for code, buyer in enumerate(preset.products):
        if home[code]:
            below = [preset.code[key] for key in buyer.bill if preset.product[key].tier == buyer.tier + 1]
            bought[below] = True
    return bought


def _places(preset: Preset, rng: np.random.Generator, code: int, home: bool, count: int) -> Ints:
    choice = np.array(preset.places_of(preset.products[code], home=home))
    return choice[pick(rng, [preset.places[place].weight for place in choice], count)]


def _sizes(preset: Preset, rng: np.random.Generator, code: int, home: bool, count: int) -> Floats:
    """Draw sizes whose mean is given: chance says which firm of a group is big, not how big the group is."""
    if preset.products[code].is_leader:
        return np.full(count, LEADER_SIZE)
    size = pareto(rng.random(count), cut=SIZE_CUT)
    mean = 1.0 if home else preset.outside_size
    return np.asarray(size * (mean * count / np.cumsum(size)[-1]))


def _scatter(preset: Preset, rng: np.random.Generator, place: Ints) -> tuple[Floats, Floats]:
    """Put the firms around the points of their places, more of them near a point than far from it."""
    points = [_points(where) for where in preset.places]
    counts = np.array([len(here) for here in points])
    first = np.cumsum(counts) - counts
    chosen = first[place] + np.floor(counts[place] * rng.random(len(place))).astype(np.int64)
    longitude, latitude = np.concatenate(points)[chosen].T
    # The sum of two uniform numbers has its peak in the middle and no tail that would lead into the sea.
    spread = np.array([where.spread_km for where in preset.places])[place]
    east, north = spread * (rng.random((2, len(place))) + rng.random((2, len(place))) - 1)
    return longitude + east / (KM_PER_DEGREE * cosine(latitude)), latitude + north / KM_PER_DEGREE


def _points(place: Place) -> Floats:
    """Return the points of a place, the gazetteer's first, shape (points, 2)."""
    towns = np.array(place.towns, dtype=np.float64).reshape(-1, 2)
    if not place.adcode:
        return towns
    row = gazetteer.load().loc[[place.adcode], ["longitude", "latitude"]]
    return np.concatenate([row.to_numpy(dtype=np.float64), towns])
