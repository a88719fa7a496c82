"""The geometry of a map without a basemap: projection, windows, graticule, where firms are densest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.integer]

KM_PER_DEGREE = 6371.0088 * np.pi / 180
STEPS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)


@dataclass(frozen=True)
class Projection:
    """Equirectangular, in km: true to scale along every meridian and along the parallel of `latitude`.

    Parameters
    ----------
    longitude, latitude : float
        The centre, in degrees.
    """

    longitude: float
    latitude: float

    @classmethod
    def about(cls, places: Floats) -> Projection:
        """Return the projection for places (longitude, latitude), cut where there are none for longest."""
        longitudes = np.unique(np.mod(places[:, 0], 360))
        gaps = np.diff(np.append(longitudes, longitudes[0] + 360))
        widest = int(np.argmax(gaps))
        middle = _wrapped(longitudes[[widest]] + gaps[widest] / 2 + 180)
        return cls(float(middle[0]), float(places[:, 1].min() + places[:, 1].max()) / 2)

    def km(self, places: Floats) -> Floats:
        """Return places (longitude, latitude) in km east and north of the centre."""
        east = _wrapped(places[:, 0] - self.longitude) * np.cos(np.radians(self.latitude))
        return np.column_stack([east, places[:, 1] - self.latitude]) * KM_PER_DEGREE

    def degrees(self, km: Floats) -> Floats:
        """Return longitude (not wrapped) and latitude of points in km."""
        east = km[:, 0] / np.cos(np.radians(self.latitude))
        return np.column_stack([east, km[:, 1]]) / KM_PER_DEGREE + (self.longitude, self.latitude)


def _wrapped(longitude: Floats) -> Floats:
    """Return longitudes, or differences of two, between -180 and 180."""
    return np.asarray(np.mod(longitude + 180, 360) - 180, dtype=np.float64)


def count_near(places: Floats, of: Floats, km: float) -> Ints:
    """Return how many `places` lie within `km` of each of `of`, great-circle; both (longitude, latitude)."""
    from scipy.spatial import cKDTree

    chord = 2 * np.sin(min(km / 6371.0088, np.pi) / 2)
    tree = cKDTree(_on_sphere(places))
    return np.asarray(tree.query_ball_point(_on_sphere(of), chord, return_length=True), dtype=np.int64)


def near_any(places: Floats, of: Floats, km: float) -> npt.NDArray[np.bool_]:
    """Return for each of `places` whether it lies within `km` of any of `of`."""
    return count_near(of, places, km) > 0


def _on_sphere(places: Floats) -> Floats:
    longitude, latitude = np.radians(places).T
    radius = np.cos(latitude)
    return np.column_stack([radius * np.cos(longitude), radius * np.sin(longitude), np.sin(latitude)])


def core(places: Floats, keep: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which places a map is framed by: all, unless a few far ones would shrink the rest to half or less.

    Parameters
    ----------
    places : ndarray, shape (n, 2)
        Longitude and latitude in degrees.
    keep : ndarray of bool, shape (n,)
        Places that are never left out.
    """
    km = Projection.about(places).km(places)
    distance = np.abs(km - np.median(km, axis=0)).max(axis=1)
    near = (distance <= 2.5 * np.quantile(distance, 0.95)) | keep
    shrinks = np.ptp(km, axis=0).max() > 2 * max(float(np.ptp(km[near], axis=0).max()), 1.0)
    return near if shrinks else np.ones(len(places), dtype=np.bool_)


def window(km: Floats, aspect: float, *, pad: float = 0.08, least: float = 5.0) -> Floats:
    """Return left, bottom, right, top of a window of width / height `aspect` around all points.

    Parameters
    ----------
    km : ndarray, shape (n, 2)
    aspect : float
    pad : float
        Share of the size that is added on each side.
    least : float
        Half of the least width and height, in km.

    Examples
    --------
    >>> window(np.array([[0.0, 0.0], [100.0, 20.0]]), 2.0, pad=0).tolist()
    [0.0, -15.0, 100.0, 35.0]
    """
    low, high = km.min(axis=0), km.max(axis=0)
    half = np.maximum((high - low) / 2 * (1 + 2 * pad), least)
    half = np.array([max(half[0], half[1] * aspect), max(half[1], half[0] / aspect)])
    middle = (low + high) / 2
    return np.concatenate([middle - half, middle + half])


def graticule(low: float, high: float, *, about: int = 5) -> Floats:
    """Return round degrees between two, about so many.

    Examples
    --------
    >>> graticule(117.2, 123.1).tolist()
    [118.0, 119.0, 120.0, 121.0, 122.0, 123.0]
    """
    step = next((step for step in STEPS if (high - low) / step <= about + 1), STEPS[-1])
    return np.round(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step, 6)


def round_length(most: float) -> float:
    """Return the greatest of 1, 2, 5, 10, ... that is not above `most`.

    Examples
    --------
    >>> round_length(43.0), round_length(0.7)
    (20.0, 0.5)
    """
    power = 10.0 ** np.floor(np.log10(most))
    return float(power * max(step for step in (1, 2, 5) if step * power <= most * (1 + 1e-9)))
