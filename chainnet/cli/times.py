"""The options that say how long ways take: one decorator for every command with travel times."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from chainnet.cli.common import Shared
from chainnet.cli.usage import bad, wrong
from chainnet.cli.words import INPUT, OUTPUT
from chainnet.errors import told

if TYPE_CHECKING:
    from chainnet.travel import Times

Function = TypeVar("Function", bound=Callable[..., Any])
Ends = tuple[float, float]


def _ends(_context: click.Context, _option: click.Parameter, given: str | None) -> Ends | None:
    """Return the two numbers of an end of the estimate."""
    if given is None:
        return None
    try:
        terminal, per_km = map(float, given.split(","))
    except ValueError:
        zh = f"{given!r}：请写分钟与分钟/公里，如 8,1.5"
        raise bad(f"{given!r}: write minutes and minutes/km, as in 8,1.5.", zh) from None
    return terminal, per_km


_SOURCES = (
    click.option("--times", "matrix", metavar="FILE", type=INPUT,
                 help="Travel times of a csv or parquet: origin, destination, minutes; or ids by ids."),
    click.option("--symmetric", is_flag=True, help="--times: the way back takes as long where it is not given."),
    click.option("--roads", metavar="FILE", type=INPUT,
                 help="Travel times over the roads of an OpenStreetMap extract (.osm.pbf)."),
    click.option("--ferry-wait", type=click.FloatRange(min=0), default=30.0, show_default=True, metavar="MIN",
                 help="--roads: wait at a ferry."),
    click.option("--snap", type=click.FloatRange(min=0), default=2.0, show_default=True, metavar="KM",
                 help="--roads: how far a firm may be from a road."),
    click.option("--router", metavar="URL", help="Travel times of a routing service: osrm:URL or valhalla:URL."),
    click.option("--router-cache", metavar="FILE", type=OUTPUT,
                 help="--router: .parquet where its minutes are kept; in the user's cache unless given."),
)  # fmt: skip
_ESTIMATE = (
    click.option("--terminal", type=click.FloatRange(min=0), default=5.0, show_default=True, metavar="MIN",
                 help="Estimate and --roads: minutes at both ends."),
    click.option("--detour", type=click.FloatRange(min=1), default=1.324, show_default=True,
                 help="Estimate: road km a km as the crow flies."),
    click.option("--speed", type=click.FloatRange(min=0, min_open=True), default=72.0, show_default=True,
                 metavar="KM/H", help="Estimate: speed."),
    click.option("--slow", callback=_ends, metavar="MIN,MIN/KM", help="Estimate: its slow end, as calibrate finds it."),
    click.option("--fast", callback=_ends, metavar="MIN,MIN/KM", help="Estimate: its fast end."),
)  # fmt: skip
_OPTIONS = (*_SOURCES, *_ESTIMATE)
_OF = {"symmetric": "matrix", "ferry_wait": "roads", "snap": "roads", "router_cache": "router"} | dict.fromkeys(
    ("detour", "speed", "slow", "fast"), None
)
"""The source that each option belongs to; none for the estimate."""
_SHOWN = {"matrix": "--times", "roads": "--roads", "router": "--router"}


def times_options(function: Function) -> Function:
    """Give a command the options of travel times; its function takes the source that they mean as ``times``."""

    @functools.wraps(function)
    def run(shared: Shared, **given: Any) -> None:
        said = {name: given.pop(name) for name in (*_SHOWN, *_OF, "terminal")}
        _check(said)
        function(shared, times=times_of(shared, **said), **given)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


def times_of(
    shared: Shared,
    *,
    matrix: str | None = None,
    symmetric: bool = False,
    roads: str | None = None,
    ferry_wait: float = 30.0,
    snap: float = 2.0,
    router: str | None = None,
    router_cache: str | None = None,
    terminal: float = 5.0,
    detour: float = 1.324,
    speed: float = 72.0,
    slow: Ends | None = None,
    fast: Ends | None = None,
) -> Times:
    """Return the source of travel times that the options mean.

    Raises
    ------
    InputError
        Where its file can't be read, or a number is out of its range.
    """

    def tell(said: str) -> None:
        shared.note(told(said, shared.lang))

    if matrix is not None:
        from chainnet.travel.matrix import Matrix

        return Matrix.read(matrix, symmetric=symmetric)
    if roads is not None:
        from chainnet.travel.roads import Roads

        return Roads.read(
            roads, ferry_wait=ferry_wait, access_minutes=terminal, snap_km=snap, jobs=shared.jobs,
            progress=tell, tell=tell,
        )  # fmt: skip
    if router is not None:
        from chainnet.travel.routed import Routed

        return Routed(router, cache=router_cache or _router_cache(router), tell=tell)
    from chainnet.travel import Estimate

    return Estimate(terminal, detour, speed, slow=slow, fast=fast)


def _router_cache(url: str) -> Path:
    """Return where the minutes of a router are kept unless the user says."""
    import hashlib

    from chainnet.travel.roads.cache import cache_folder

    return cache_folder().parent / "routers" / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}.parquet"


def _check(said: dict[str, Any]) -> None:
    """Refuse two sources, and options of a source that is not the one."""
    sources = [name for name in _SHOWN if said[name] is not None]
    if len(sources) > 1:
        shown = [_SHOWN[name] for name in sources]
        raise wrong(
            f"{', '.join(shown)} are sources of times: give one.", f"{'、'.join(shown)} 都是时间来源，请只写一个"
        )
    source = sources[0] if sources else None
    for name, owner in {**_OF, "terminal": source if source == "roads" else None}.items():
        given = click.get_current_context().get_parameter_source(name) is not ParameterSource.DEFAULT
        if given and owner != source:
            whose, zh = (_SHOWN[owner], _SHOWN[owner]) if owner else ("the estimate", "估算")
            said_as = f"--{name.replace('_', '-')}"
            raise wrong(f"{said_as} is an option of {whose}: leave it out.", f"{said_as} 是{zh}的选项，请去掉")
