"""An area that is drawn on the map."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from chainnet.areas.area import NO, UNKNOWN, YES, Area, Bools, Codes, Ends, Verdict, Zones, known_of
from chainnet.areas.cells import need
from chainnet.areas.geojson import read_geojson
from chainnet.errors import InputError, InputWarning, Said
from chainnet.gazetteer.extent import EARTH_RADIUS_KM
from chainnet.network import SupplyNetwork
from chainnet.travel.precision import extents

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Degrees = npt.NDArray[np.float64]
Convert = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]
_KNOWN: WeakKeyDictionary[SupplyNetwork, dict[int, Ends]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Polygon(Area):
    """Local is what lies in a polygon, or on its border, wherever the buyer is.

    The verdict takes every firm to lie at its coordinates. One that is placed to its district, city or province only
    may lie up to the extent of that away: what this leaves open goes into the bounds of `chainnet.local_rate`.

    Parameters
    ----------
    shape : shapely geometry
        A Polygon or MultiPolygon, holes among it, in degrees of WGS-84.
    label : str
        What to call it.

    Raises
    ------
    InputError
        Where the shape crosses itself, is empty or no area, or spans more than half the globe.

    Examples
    --------
    >>> import shapely
    >>> Polygon(shapely.box(120, 36, 121, 37), "around Qingdao").describe()
    'in the polygon around Qingdao'
    """

    shape: BaseGeometry
    label: str = ""

    def __post_init__(self) -> None:
        _check(self.shape, self.label)

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, to_wgs84: Convert | None = None, label: str = "") -> Polygon:
        """Read the polygons of a GeoJSON file (RFC 7946): geometries, features and collections of them, as one area.

        Parameters
        ----------
        path : path-like
        to_wgs84 : callable, optional
            Turns longitudes and latitudes as they stand in the file into WGS-84, where they are of another datum
            (`chainnet.reading.places.to_wgs84`).
        label : str
            What to call it; the file's name unless given.

        Raises
        ------
        InputError
            Where the file can't be read, holds no polygon, or one that crosses itself.

        Examples
        --------
        >>> import json, tempfile
        >>> file = Path(tempfile.mkdtemp()) / "box.geojson"
        >>> ring = [[120, 36], [121, 36], [121, 37], [120, 37], [120, 36]]
        >>> _ = file.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
        >>> Polygon.read(file).describe("zh")
        '多边形 box 内'
        """
        return cls(read_geojson(path, to_wgs84), label or Path(path).stem)

    def describe(self, lang: str = "en") -> str:
        """Say what is local."""
        if lang == "zh":
            return f"多边形{f' {self.label} ' if self.label else ''}内"
        return f"in the polygon{f' {self.label}' if self.label else ''}"

    def verdict(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Verdict:
        """Return YES where the supplier is in it, UNKNOWN where it is not located."""
        del buyer
        return self._of_firms(net).middle[supplier]

    def ends(self, net: SupplyNetwork, supplier: Codes, buyer: Codes) -> Ends:
        """Return the verdict, and those with suppliers as far out and as far in as their precision leaves open."""
        del buyer
        found = self._of_firms(net)
        if found.least is found.middle:
            verdict = found.middle[supplier]
            return Ends(verdict, verdict, verdict)
        return Ends(*(end[supplier] for end in found))

    def places_buyer(self, net: SupplyNetwork) -> Bools:
        """Return True: the buyer's place does not matter."""
        return np.ones(net.n, dtype=bool)

    def zones(self, net: SupplyNetwork) -> Zones:
        """Return one zone for all."""
        return np.zeros(net.n, dtype=np.int64)

    def _of_firms(self, net: SupplyNetwork) -> Ends:
        return known_of(_KNOWN, net, id(self.shape), lambda: _ends(self.shape, self.label, net))


def _ends(shape: BaseGeometry, label: str, net: SupplyNetwork) -> Ends:
    import shapely

    need(net, "longitude")
    shapely.prepare(shape)
    longitude, latitude = net.coordinates.T
    located, extent = net.located, extents(net)
    inside = np.zeros(net.n, dtype=bool)
    inside[located] = shapely.intersects_xy(shape, longitude[located], latitude[located])  # the border is inside
    if not inside.any():
        _warn_empty(label)
    middle = np.where(located, np.where(inside, YES, NO), UNKNOWN).astype(np.int8)
    loose = np.flatnonzero(located & (extent > 0))
    if len(loose) == 0:
        return Ends(middle, middle, middle)
    least, most = middle.copy(), middle.copy()
    near = _km_to_border(shape, longitude[loose], latitude[loose]) <= extent[loose]
    least[loose[near]], most[loose[near]] = NO, YES
    return Ends(middle, least, most)


def _warn_empty(label: str) -> None:
    name = f" {label}" if label else ""
    en = (
        f"no firm lies in the polygon{name}, so nothing is local: longitude stands before latitude in GeoJSON, and the "
        "datum of the polygon may be another one"
    )
    zh = f"没有企业落在多边形{name}内，因此没有本地企业：GeoJSON 中经度在前、纬度在后；也请核对多边形的坐标系"
    warnings.warn(Said(en, zh), InputWarning, stacklevel=2)


def _km_to_border(shape: BaseGeometry, longitude: Degrees, latitude: Degrees) -> Degrees:
    """Return about how far the border is: in a plane that is true to scale at the point, as city maps are."""
    import shapely

    border = shape.boundary
    km = np.empty(len(longitude))
    for at, (lon, lat) in enumerate(zip(longitude, latitude, strict=True)):
        stretch = np.array([np.cos(np.radians(lat)), 1.0])
        flat = shapely.transform(border, lambda points, stretch=stretch: points * stretch)
        km[at] = shapely.distance(flat, shapely.Point(np.array([lon, lat]) * stretch))
    return np.radians(km) * EARTH_RADIUS_KM


def _check(shape: BaseGeometry, label: str) -> None:
    """Raise an `InputError` where the shape is no area that points can be said to lie in."""
    import shapely

    problem = None
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        problem = Said("there is no polygon in it", "其中没有多边形")
    elif not shapely.is_valid(shape):
        reason = str(shapely.is_valid_reason(shape))
        problem = Said(f"the polygon crosses itself or is broken: {reason}", f"多边形自相交或有误：{reason}")
    else:
        west, south, east, north = shape.bounds
        if west < -180 or east > 180 or south < -90 or north > 90:
            problem = Said("coordinates are no degrees", "坐标不是经纬度")
        elif east - west > 180:
            problem = Said("the polygon crosses the antimeridian", "多边形跨过 180° 经线")
    if problem is not None:
        hint = Said("draw it again, in degrees of longitude and latitude", "请重新绘制，坐标用经度、纬度（度）")
        raise InputError.one(problem, hint=hint, file=label)
