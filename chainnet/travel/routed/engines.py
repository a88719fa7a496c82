"""What the routing engines want to be asked, and what they answer."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from chainnet.errors import InputError, Said
from chainnet.travel.estimate import great_circle_km
from chainnet.travel.routed.asking import OddError, RefusedError, Service, refusal

Floats = npt.NDArray[np.float64]


class TooManyError(RefusedError):
    """The service takes fewer places at a time; or, where `far`, none so far apart."""

    def __init__(self, error: RefusedError, *, far: bool = False) -> None:
        super().__init__(error.status, error.code, error.text)
        self.far = far


class Answer(NamedTuple):
    """Minutes from sources to targets, infinite where the engine says that there is no way, NaN where it says nothing.

    `snap_sources` and `snap_targets` say how many km each place lies from the road that it was put on.
    """

    minutes: Floats
    snap_sources: Floats
    snap_targets: Floats


class Engine(Protocol):
    """A kind of routing service."""

    name: str

    def version(self, place: Floats) -> str:
        """Return what the service says of its version; a place is for those that only answer about one."""
        ...

    def table(self, sources: Floats, targets: Floats) -> Answer:
        """Return the minutes from all sources to all targets, given as longitude and latitude, shape (p, 2).

        Raises
        ------
        TooManyError
            Where fewer are to be asked at a time.
        """
        ...


class Osrm:
    """OSRM: GET /table/v1/driving. Its API says ``null`` where there is no route: that is taken as no way."""

    name = "OSRM"

    def __init__(self, service: Service, profile: str = "driving") -> None:
        self._service, self._profile = service, profile

    def version(self, place: Floats) -> str:
        """Return the version of the data; that of the engine OSRM does not say."""
        answer = _object(self._service.get(f"/nearest/v1/{self._profile}/{_written(place[None])}"))
        return f"data {answer['data_version']}" if answer.get("data_version") else ""

    def table(self, sources: Floats, targets: Floats) -> Answer:
        """Ask /table."""
        first = len(sources)
        picks = ";".join(map(str, range(first))), ";".join(map(str, range(first, first + len(targets))))
        path = f"/table/v1/{self._profile}/{_written(np.concatenate([sources, targets]))}"
        try:
            answer = self._service.get(f"{path}?sources={picks[0]}&destinations={picks[1]}")
        except RefusedError as error:
            if error.code == "TooBig" or error.status in (413, 414, 431):
                raise TooManyError(error) from error
            raise
        minutes = _minutes(_part(answer, "durations"), (len(sources), len(targets)), np.inf)
        ends = (np.array([end["distance"] / 1000 for end in _part(answer, key)]) for key in ("sources", "destinations"))
        return Answer(minutes, *ends)


class Valhalla:
    """Valhalla: POST /sources_to_targets, and /locate for how far places lie from a road.

    Its matrix says ``null`` also where its search stopped short of a route that there is (its issue 4622), so that is
    taken as not known.
    """

    name = "Valhalla"
    _COUNT, _FAR = ("150",), ("154",)  # its codes for too many places and for places too far apart

    def __init__(self, service: Service, profile: str = "auto") -> None:
        self._service, self._profile = service, profile
        self._snapped: dict[tuple[float, float], float] = {}

    def version(self, place: Floats) -> str:
        """Return the version of the engine and the date of its data."""
        del place
        status = _object(self._service.get("/status"))
        return f"{status.get('version', '')} (tiles {status.get('tileset_last_modified', 'of no stated date')})"

    def table(self, sources: Floats, targets: Floats) -> Answer:
        """Ask /sources_to_targets."""
        snap = self._snap(sources), self._snap(targets)
        body = {"sources": _places(sources), "targets": _places(targets), "costing": self._profile}
        try:
            answer = self._service.post("/sources_to_targets", body)
        except RefusedError as error:
            if error.code in (*self._COUNT, *self._FAR) or error.status == 413:
                raise TooManyError(error, far=error.code in self._FAR) from error
            raise
        seconds = [[cell["time"] for cell in row] for row in _part(answer, "sources_to_targets")]
        return Answer(_minutes(seconds, (len(sources), len(targets)), np.nan), *snap)

    def _snap(self, places: Floats) -> Floats:
        """Return the km from each place to the nearest road, infinite where there is none; each is asked once."""
        keys = [(float(longitude), float(latitude)) for longitude, latitude in places]
        new = [key for key in dict.fromkeys(keys) if key not in self._snapped]
        if new:
            body = {"locations": _places(np.array(new)), "costing": self._profile}
            for key, found in zip(new, self._service.post("/locate", body), strict=True):
                roads = [(edge["correlated_lon"], edge["correlated_lat"]) for edge in found.get("edges") or []]
                near = great_circle_km(*np.array(key), *np.array(roads, dtype=np.float64).reshape(-1, 2).T)
                self._snapped[key] = float(np.min(near, initial=np.inf))
        return np.array([self._snapped[key] for key in keys])


def engine_at(address: str, service_of: Any) -> Engine:
    """Return the engine at ``osrm:URL``, ``valhalla:URL`` or a plain URL, which is asked what it is.

    Raises
    ------
    InputError
        Where a plain URL answers as neither.
    """
    for prefix, engine in (("osrm:", Osrm), ("valhalla:", Valhalla)):
        if address.startswith(prefix):
            return engine(service_of(address.removeprefix(prefix)))
    service: Service = service_of(address)
    try:
        answer = service.get("/status")
    except RefusedError as error:  # OSRM knows no such path, and says so in its own words
        answer = {"code": error.code}
    if isinstance(answer, dict) and "version" in answer:
        return Valhalla(service)
    if isinstance(answer, dict) and str(answer.get("code", "")).startswith("Invalid"):
        return Osrm(service)
    problem = Said(f"{address} answers as neither OSRM nor Valhalla", f"{address} 的回答不像 OSRM 或 Valhalla")
    hint = Said("write osrm:URL or valhalla:URL", "请写 osrm:地址 或 valhalla:地址")
    raise InputError.one(problem, hint=hint)


def _written(places: Floats) -> str:
    return ";".join(f"{longitude:.6f},{latitude:.6f}" for longitude, latitude in places)


def _places(places: Floats) -> list[dict[str, float]]:
    return [{"lon": round(longitude, 6), "lat": round(latitude, 6)} for longitude, latitude in places.tolist()]


def _minutes(seconds: list[list[float | None]], shape: tuple[int, int], nothing: float) -> Floats:
    """Return minutes for seconds; raise an `OddError` where rows or columns lack, or times are negative."""
    if [len(row) for row in seconds] != [shape[1]] * shape[0]:
        en = f"its table is not of {shape[0]} origins by {shape[1]} destinations, as was asked"
        raise OddError(Said(en, f"返回的时间表不是所问的 {shape[0]} 个出发地 × {shape[1]} 个目的地"))
    table = np.array([[nothing if cell is None else cell for cell in row] for row in seconds], dtype=np.float64) / 60
    if (table < 0).any():
        raise OddError(Said("its table has negative times", "返回的时间有负数"))
    return table


def _object(answer: Any) -> dict[str, Any]:
    """Return an answer that is an object; raise what it says where it is no good news."""
    if not isinstance(answer, dict):
        raise OddError(Said("its answer is no JSON object", "回答不是 JSON 对象"))
    if answer.get("code", "Ok") != "Ok" or "error_code" in answer:
        raise refusal(200, answer)
    return answer


def _part(answer: Any, name: str) -> Any:
    """Return a part of an answer."""
    whole = _object(answer)
    if not isinstance(whole.get(name), list):
        raise OddError(Said(f"its answer has no list {name!r}", f"回答中没有列表“{name}”"))
    return whole[name]
