"""Polygons as GeoJSON has them (RFC 7946)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from chainnet.errors import InputError, Said

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Degrees = npt.NDArray[np.float64]
_WGS84 = ("crs84", "4326", "wgs84", "wgs-84", "4490", "cgcs2000")
"""What a file may say of its coordinates; CGCS2000 (EPSG 4490) is within centimetres of WGS-84."""
_HINT = Said("give a GeoJSON file with a Polygon or MultiPolygon", "请给出含 Polygon 或 MultiPolygon 的 GeoJSON 文件")


def read_geojson(
    path: str | os.PathLike[str], to_wgs84: Callable[[Degrees, Degrees], tuple[Degrees, Degrees]] | None = None
) -> BaseGeometry:
    """Return all polygons of a file as one shape; overlapping ones are united.

    Raises
    ------
    InputError
        Where the file can't be read, is no GeoJSON, has no polygon or a broken one, or states another datum.
    """
    import shapely

    name = os.fspath(path)
    told = _content(Path(path), name)
    _check_crs(told, name, converted=to_wgs84 is not None)
    shapes = [_shape(geometry, name) for geometry in _polygons(told)]
    if not shapes:
        raise InputError.one(Said("the file holds no polygon", "文件中没有多边形"), hint=_HINT, file=name)
    for at, shape in enumerate(shapes):
        if not shapely.is_valid(shape):
            reason, part = shapely.is_valid_reason(shape), f" {at + 1}" if len(shapes) > 1 else ""
            problem = Said(
                f"polygon{part} crosses itself or is broken: {reason}", f"多边形{part}自相交或有误：{reason}"
            )
            hint = Said("draw its rings again so that they do not cross", "请重新绘制，边界不要相交")
            raise InputError.one(problem, hint=hint, file=name)
    whole = shapely.union_all(shapes)
    if to_wgs84 is None:
        return whole
    return shapely.transform(whole, lambda points: np.column_stack(to_wgs84(points[:, 0], points[:, 1])))


def _content(path: Path, name: str) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = Said("can't read the file", "无法读取文件")
        raise InputError.one(problem, hint=Said("check the path", "请检查路径"), file=name) from error
    except ValueError as error:
        problem = Said(f"this is no GeoJSON: {error}", f"不是 GeoJSON：{error}")
        raise InputError.one(problem, hint=_HINT, file=name) from error
    if not isinstance(told, dict):
        raise InputError.one(Said("this is no GeoJSON", "不是 GeoJSON"), hint=_HINT, file=name)
    return told


def _check_crs(told: dict[str, Any], name: str, *, converted: bool) -> None:
    crs = told.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    said = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if said and not converted and not any(word in said.lower() for word in _WGS84):
        problem = Said(f"its coordinates are of {said}", f"坐标系是 {said}")
        hint = Said(
            "write it again in WGS-84, or name the datum: polygon:FILE@GCJ-02",
            "请转换成 WGS-84，或写明坐标系：polygon:文件@GCJ-02",
        )
        raise InputError.one(problem, hint=hint, file=name, column="crs")


def _polygons(told: Any) -> Iterator[dict[str, Any]]:
    """Yield the geometries that are polygons, however deep in collections they lie."""
    kind = told.get("type") if isinstance(told, dict) else None
    if kind in ("Polygon", "MultiPolygon"):
        yield told
    elif kind == "Feature":
        yield from _polygons(told.get("geometry"))
    elif kind in ("FeatureCollection", "GeometryCollection"):
        for part in told.get("features" if kind == "FeatureCollection" else "geometries") or []:
            yield from _polygons(part)


def _shape(geometry: dict[str, Any], name: str) -> BaseGeometry:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        made = shape(geometry)
        if not np.isfinite(made.bounds).all():
            raise ValueError("no finite coordinates")
    except (ShapelyError, ValueError, TypeError, LookupError, AttributeError) as error:
        problem = Said(f"a polygon can't be read: {error}", f"无法读取多边形：{error}")
        hint = Said("each ring is a list of [longitude, latitude], the last like the first",
                    "每个环为 [经度, 纬度] 的列表，首尾相同")  # fmt: skip
        raise InputError.one(problem, hint=hint, file=name) from error
    return made
