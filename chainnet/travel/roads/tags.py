"""What the tags of an OpenStreetMap way say of it as a road."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from chainnet.travel.roads.speeds import CLASSES, FERRY

CLOSED = frozenset(
    ("no", "private", "agricultural", "forestry", "emergency", "military", "bus", "psv", "foot", "bicycle", "official")
)
"""Values of the access tags that keep lorries and cars out; ``destination``, ``delivery`` and others let them in."""
VEHICLES = ("motorcar", "hgv")
"""Either of these is enough; each by its own tag, else by motor_vehicle, vehicle, access, in this order."""
_GENERAL = ("motor_vehicle", "vehicle", "access")
_KMH_OF = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344}


class Road(NamedTuple):
    """One way: its class (an index into CLASSES), direction, mapped km/h and, of a ferry, minutes; NaN for none."""

    kind: int
    oneway: int
    kmh: float
    duration: float


def road_of(tags: Mapping[str, str]) -> Road | None:
    """Return a way as a road or a ferry, None where it is neither or closed to both lorries and cars.

    Parameters
    ----------
    tags : mapping of str to str

    Returns
    -------
    Road or None

    Notes
    -----
    One way: ``oneway`` yes, true, 1, -1 or reverse; without it a motorway and a roundabout. Lanes that change their
    direction by the hour count as open both ways. Areas are left out, and so are tracks, roads that are being built,
    and accesses for emergencies. A ferry counts where a tag lets vehicles on, or nothing says who may.

    Not read: turn restrictions, barriers, weight and height limits, limits by the hour, maxspeed by direction.

    Examples
    --------
    >>> road_of({"highway": "motorway", "maxspeed": "50 mph"})
    Road(kind=0, oneway=1, kmh=80.4672, duration=nan)
    >>> road_of({"highway": "service", "access": "private"}) is None
    True
    """
    kind = tags.get("highway", "")
    if kind not in CLASSES or kind == FERRY:
        return _ferry_of(tags) if tags.get("route") == FERRY else None
    if tags.get("area") == "yes" or tags.get("service") == "emergency_access" or not _open(tags):
        return None
    return Road(CLASSES.index(kind), _direction(tags, kind), kmh_of(tags.get("maxspeed", "")), float("nan"))


def _ferry_of(tags: Mapping[str, str]) -> Road | None:
    says = [key for key in (*VEHICLES, *_GENERAL[:2]) if key in tags]
    for_others = any(tags.get(key, "no") != "no" for key in ("foot", "bicycle"))
    if not _open(tags) or (for_others and not says):
        return None
    return Road(CLASSES.index(FERRY), _direction(tags, FERRY), float("nan"), minutes_of(tags.get("duration", "")))


def _open(tags: Mapping[str, str]) -> bool:
    for vehicle in VEHICLES:
        value = next((tags[key] for key in (vehicle, *_GENERAL) if key in tags), "yes")
        if not {part.strip() for part in value.split(";")} <= CLOSED:
            return True
    return False


def _direction(tags: Mapping[str, str], kind: str) -> int:
    oneway = tags.get("oneway", "")
    if oneway in ("yes", "true", "1"):
        return 1
    if oneway in ("-1", "reverse"):
        return -1
    implied = kind == "motorway" or tags.get("junction") in ("roundabout", "circular")
    return 1 if implied and oneway not in ("no", "false", "0") else 0


def kmh_of(text: str) -> float:
    """Return a mapped speed limit in km/h, NaN where it is no number above zero.

    Examples
    --------
    >>> kmh_of("60"), kmh_of("30 mph"), kmh_of("CN:urban"), kmh_of("0")
    (60.0, 48.28032, nan, nan)
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z/]*)", text.strip().lower())
    factor = _KMH_OF.get(found[2]) if found else None
    if found is None or factor is None or float(found[1]) <= 0:
        return float("nan")
    return float(found[1]) * factor


def minutes_of(text: str) -> float:
    """Return a mapped duration in minutes, NaN where it is none above zero.

    Examples
    --------
    >>> minutes_of("45"), minutes_of("01:30"), minutes_of("00:07:30"), minutes_of("PT1H20M"), minutes_of("long")
    (45.0, 90.0, 7.5, 80.0, nan)
    """
    text = text.strip()
    clock = re.fullmatch(r"(?:(\d+):)?(\d+)(?::(\d+))?", text)
    iso = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", text)
    parts = clock or iso
    if parts is None:
        return float("nan")
    hours, minutes, seconds = (float(part or 0) for part in parts.groups())
    return hours * 60 + minutes + seconds / 60 or float("nan")
