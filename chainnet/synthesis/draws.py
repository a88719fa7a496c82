"""Random draws that come out the same to the last bit on every machine.

A data set is made byte for byte from its seed, so nothing here may depend on the mathematical library of the
machine or on the version of numpy: the generator gives uniform numbers only, and what is made of them needs
nothing but comparing, +, -, *, / and the square root, which IEEE 754 rounds correctly everywhere. Sums run in
order (`cumsum`, `bincount`), since other ways of adding depend on the processor.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

KM_PER_DEGREE = 111.19492664455873
"""One degree of a great circle on a sphere of mean Earth radius, 6371.0088 km."""


def pareto(uniform: Floats, *, cut: float) -> Floats:
    """Turn uniform numbers into Pareto numbers with tail exponent 4/3, from 1 to 1 / cut^(3/4).

    The exponent is that of a size distribution with a mean but without a variance, and 3/4 = 1/2 + 1/4 can be
    had with square roots alone. The share `cut` is cut off the tail, so that no firm is the whole cluster.

    Examples
    --------
    >>> pareto(np.array([0.0, 0.5, 1.0]), cut=0.01).round(2).tolist()
    [1.0, 1.67, 31.62]
    """
    root = np.sqrt(1.0 - (1.0 - cut) * uniform)
    return 1.0 / (root * np.sqrt(root))


def pick(rng: np.random.Generator, weights: npt.ArrayLike, n: int) -> Ints:
    """Draw `n` places in `weights`, each in proportion to its weight."""
    cumulated = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(cumulated, rng.random(n) * cumulated[-1], side="right")
    return np.asarray(np.minimum(drawn, len(cumulated) - 1), dtype=np.int64)


def some(rng: np.random.Generator, items: Ints, share: float) -> Ints:
    """Return that share of the items, rounded up, at random and in their old order."""
    n = int(np.ceil(share * len(items)))
    shuffled = np.argsort(rng.random(len(items)), kind="stable")
    return np.asarray(items[np.sort(shuffled[:n])])


def apportion(total: int, weights: npt.ArrayLike) -> Ints:
    """Share out `total` in whole numbers in proportion to `weights`: the largest remainders are rounded up.

    Examples
    --------
    >>> apportion(10, [1, 2, 4]).tolist()
    [1, 3, 6]
    """
    weights = np.asarray(weights, dtype=np.float64)
    exact = total * weights / np.cumsum(weights)[-1]
    whole = np.floor(exact)
    short = total - int(np.cumsum(whole)[-1])
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return np.asarray(whole, dtype=np.int64)


def round_half_up(values: Floats) -> Floats:
    """Round to whole numbers.

    Examples
    --------
    >>> round_half_up(np.array([0.5, 1.4])).tolist()
    [1.0, 1.0]
    """
    return np.floor(values + 0.5)


def cosine(degrees: Floats) -> Floats:
    """Return the cosine of a latitude, right to 3e-5: a series, the same to the last bit everywhere.

    Examples
    --------
    >>> bool(np.abs(cosine(np.array([0.0, 36.0, 90.0])) - [1, 0.809017, 0]).max() < 3e-5)
    True
    """
    square = (degrees * (np.pi / 180)) ** 2
    return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))


def flat_km(here: tuple[Floats, Floats], there: tuple[Floats, Floats]) -> Floats:
    """Return the distance of points (longitude and latitude, degrees) as on a flat map, km.

    Good enough to tell near suppliers from far ones. Measures take the great circle.
    """
    x = (here[0] - there[0]) * cosine((here[1] + there[1]) / 2)
    y = here[1] - there[1]
    return KM_PER_DEGREE * np.sqrt(x * x + y * y)
