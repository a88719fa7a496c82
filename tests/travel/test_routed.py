"""A routing service that speaks as OSRM and Valhalla do, fails half way, is slow, and says no."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import chainnet as cn
from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel.routed import Routed
from chainnet.travel.routed.blocks import blocks
from chainnet.travel.routed.store import Store

Answer = tuple[int, Any]


@dataclass
class Router:
    """A service whose minutes are 10 a degree of longitude eastwards and 20 westwards."""

    data_version: str = "2026-01-01"
    most: int = 1000
    fails_after: int = 10**9
    status: int = 503
    pause: float = 0.0
    no_route_to: float = 999.0
    snap_m: float = 10.0
    far: float = 999.0
    garbled: bool = False
    asked: list[str] = field(default_factory=list)
    cells: int = 0

    def answer(self, path: str, body: Any) -> Answer:
        """Answer as either engine."""
        self.asked.append(path)
        time.sleep(self.pause)
        if path.startswith("/nearest"):
            return 200, {"code": "Ok", "data_version": self.data_version}
        if path == "/status":
            return 400, {"code": "InvalidUrl", "message": "URL string malformed close to position 1"}
        if path == "/locate":
            near = self.snap_m / 111_195
            return 200, [
                {"edges": [{"correlated_lon": p["lon"], "correlated_lat": p["lat"] + near}]} for p in body["locations"]
            ]
        if sum("table" in each or "sources" in each for each in self.asked) > self.fails_after:
            return self.status, {"message": "out of memory"}
        return self._valhalla(body) if body else self._osrm(path)

    def minutes(self, start: float, end: float) -> float | None:
        """Return the minutes between longitudes; None where there is no route."""
        return None if end == self.no_route_to else (end - start) * 10 if end > start else (start - end) * 20

    def _osrm(self, path: str) -> Answer:
        places, _, query = path.removeprefix("/table/v1/driving/").partition("?")
        longitudes = [float(place.split(",")[0]) for place in places.split(";")]
        said = dict(part.split("=") for part in query.split("&"))
        sources, targets = ([longitudes[int(at)] for at in said[key].split(";")] for key in ("sources", "destinations"))
        if len(longitudes) > self.most:
            return 400, {"code": "TooBig", "message": "Too many table coordinates"}
        self.cells += len(sources) * len(targets)
        times = [[self.minutes(start, end) for end in targets] for start in sources]
        return 200, {
            "code": "Ok",
            "durations": [[None if cell is None else 60 * cell for cell in row] for row in times],
            "sources": [{"distance": self.snap_m, "location": [at, 36.0]} for at in sources],
            "destinations": [{"distance": self.snap_m, "location": [at, 36.0]} for at in targets],
        }

    def _valhalla(self, body: Any) -> Answer:
        sources, targets = ([place["lon"] for place in body[key]] for key in ("sources", "targets"))
        if len(sources) * len(targets) > self.most:
            return 400, {"error_code": 150, "error": "Exceeded max locations: 50", "status_code": 400}
        if max(abs(start - end) for start in sources for end in targets) > self.far:
            return 400, {"error_code": 154, "error": "Path distance exceeds the max distance limit", "status_code": 400}
        times = [[self.minutes(start, end) for end in targets] for start in sources]
        cells = [[{"time": None if cell is None else 60 * cell} for cell in row] for row in times]
        return 200, {"sources_to_targets": cells, "units": "kilometers"}


class Valhalla(Router):
    """One that knows its version."""

    def answer(self, path: str, body: Any) -> Answer:
        """Answer as Valhalla."""
        if path == "/status":
            self.asked.append(path)
            return 200, {"version": "3.5.1", "tileset_last_modified": 1_760_000_000}
        return super().answer(path, body)


@contextmanager
def serving(router: Router) -> Iterator[str]:
    """Run the router in a thread of this process; give its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*router.answer(self.path, None))

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._send(*router.answer(self.path, body))

        def _send(self, status: int, said: Any) -> None:
            text = b"<html>" if router.garbled else json.dumps(said).encode()
            try:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text)
            except OSError:  # the other side has given up
                pass

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def network(suppliers: int = 9) -> SupplyNetwork:
    """Suppliers a tenth of a degree apart, the last two at one place, one nowhere; buyers L0 and L1."""
    ids = [f"S{at}" for at in range(suppliers)]
    places = [100 + at / 10 for at in range(suppliers - 1)] + [100 + (suppliers - 2) / 10]
    firms = pd.DataFrame({"firm": [*ids, "N", "L0", "L1"], "longitude": [*places, np.nan, 100.0, 101.0]})
    firms["latitude"] = firms["longitude"].where(firms["longitude"].isna(), 36.0)
    links = [(firm, buyer) for firm in [*ids, "N"] for buyer in ("L0", "L1")]
    return cn.from_frames(firms, pd.DataFrame(links, columns=["supplier", "buyer"]))


def expected(net: SupplyNetwork) -> np.ndarray:
    """Return what the fake router says of each pair."""
    start, end = net.coordinates[net.pairs.supplier, 0], net.coordinates[net.pairs.buyer, 0]
    return np.where(end > start, (end - start) * 10, (start - end) * 20)


def asked(routed: Routed, net: SupplyNetwork) -> np.ndarray:
    return routed.between(net, net.pairs.supplier, net.pairs.buyer).minutes


@pytest.mark.parametrize("router", [Router(), Valhalla()], ids=["osrm", "valhalla"])
@pytest.mark.parametrize("batch", [2, 4, 100])
def test_minutes_of_either_engine(router: Router, batch: int, tmp_path: Path) -> None:
    net, kind = network(), "valhalla" if isinstance(router, Valhalla) else "osrm"
    for prefix in (f"{kind}:", ""):  # said, and found out
        with serving(router) as url:
            routed = Routed(prefix + url, batch=batch)
            assert asked(routed, net) == pytest.approx(expected(net), nan_ok=True)
            assert not routed.estimated
            version = "3.5.1 (tiles 1760000000)" if kind == "valhalla" else "data 2026-01-01"
            assert version in routed.describe()
            assert version in routed.describe("zh")


def test_only_what_is_needed_is_asked_and_each_place_once() -> None:
    router, net = Router(), network()
    with serving(router) as url:
        routed = Routed(f"osrm:{url}")
        asked(routed, net)
        first = len(router.asked)
        assert router.cells <= 2 * 9  # eight places of suppliers and two of buyers
        asked(routed, net)
        assert len(router.asked) == first


def test_finished_work_is_kept_when_the_router_stops_and_gone_on_with(tmp_path: Path) -> None:
    net, cache, told = network(40), tmp_path / "minutes.parquet", list[Said]()
    broken = Router(fails_after=3)
    with serving(broken) as url, pytest.raises(InputError) as error:
        asked(Routed(f"osrm:{url}", cache=cache, batch=6, tries=2, wait=0.0, tell=told.append), net)
    assert "HTTP 503: out of memory" in str(error.value)
    assert "are done and kept in" in str(error.value)
    assert "会从中断处继续" in error.value.faults[0].told("zh")
    assert len(told) == 1
    assert "trying again" in told[0]
    kept = len(Store.open(cache).minutes)
    assert kept == 15
    mended = Router()
    with serving(mended) as url:
        assert asked(Routed(f"osrm:{url}", cache=cache, batch=6), net) == pytest.approx(expected(net), nan_ok=True)
    tables = sum("table" in each for each in mended.asked)
    assert tables <= -(-(78 - kept) // 5) + 1
    alone = Routed("osrm:http://127.0.0.1:9", cache=cache)  # all is kept: nobody is asked
    assert asked(alone, net) == pytest.approx(expected(net), nan_ok=True)
    assert "OSRM (data 2026-01-01" in alone.describe()


def test_minutes_of_another_version_are_not_mixed(tmp_path: Path) -> None:
    cache = tmp_path / "minutes.parquet"
    with serving(Router()) as url:
        asked(Routed(f"osrm:{url}", cache=cache), network(5))
    with (
        serving(Router(data_version="2026-02-02")) as url,
        pytest.raises(InputError, match="holds minutes of OSRM data"),
    ):
        asked(Routed(f"osrm:{url}", cache=cache), network(9))


def test_no_route_is_no_way_for_osrm_and_unknown_for_valhalla() -> None:
    net = network()
    to_far = net.coordinates[net.pairs.buyer, 0] == 101.0
    for router, said in ((Router(no_route_to=101.0), np.inf), (Valhalla(no_route_to=101.0), np.nan)):
        with serving(router) as url:
            found = asked(Routed(url), net)
        there = net.located[net.pairs.supplier] & to_far
        assert np.array_equal(found[there], np.full(int(there.sum()), said), equal_nan=True)
        assert np.isnan(found[~net.located[net.pairs.supplier]]).all()


@pytest.mark.parametrize("kind", [Router, Valhalla])
def test_a_firm_far_from_any_road_is_unknown(kind: type[Router]) -> None:
    net = network()
    for metres, known in ((1990.0, True), (2010.0, False)):
        with serving(kind(snap_m=metres)) as url:
            found = asked(Routed(url), net)
        apart = net.coordinates[net.pairs.supplier, 0] != net.coordinates[net.pairs.buyer, 0]
        assert np.isnan(found[apart & net.located[net.pairs.supplier]]).any() != known


@pytest.mark.parametrize("router", [Router(most=4), Valhalla(most=4)])
def test_too_many_places_are_asked_in_smaller_tables(router: Router) -> None:
    net = network(20)
    with serving(router) as url:
        assert asked(Routed(url), net) == pytest.approx(expected(net), nan_ok=True)


def test_pairs_that_valhalla_finds_too_far_are_unknown() -> None:
    net = network()
    with serving(Valhalla(far=0.55)) as url:
        found = asked(Routed(url), net)
    apart = np.abs(net.coordinates[net.pairs.supplier, 0] - net.coordinates[net.pairs.buyer, 0])
    assert found == pytest.approx(np.where(apart > 0.55, np.nan, expected(net)), nan_ok=True)


@pytest.mark.parametrize(
    ("router", "said"),
    [
        (Router(pause=0.5), "timed out"),
        (Router(garbled=True), "no JSON"),
        (Router(fails_after=0, status=403), "refuses: HTTP 403: out of memory"),
        (Router(fails_after=0, status=500), "HTTP 500: out of memory"),
    ],
)
def test_what_a_router_does_wrong_is_told(router: Router, said: str) -> None:
    with serving(router) as url, pytest.raises(InputError, match=said):
        asked(Routed(f"osrm:{url}", timeout=0.1, tries=2, wait=0.0), network(4))


class Odd(Router):
    """One that answers a table with something else, and with a status."""

    said: Any = None
    table_status = 200

    def answer(self, path: str, body: Any) -> Answer:
        """Answer oddly."""
        return (self.table_status, self.said) if path.startswith("/table") else super().answer(path, body)


_ENDS = {"code": "Ok", "sources": [{"distance": 1.0}] * 9, "destinations": [{"distance": 1.0}] * 9}


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (200, {"code": "InvalidQuery", "message": "no"}, "the router refuses: InvalidQuery: no;"),
        (404, "", "the router refuses: HTTP 404: Not Found;"),
        (404, {"code": "InvalidService"}, "the router refuses: HTTP 404 InvalidService;"),
        (200, {"code": "Ok"}, "can't be used: its answer has no list 'durations'"),
        (200, [], "can't be used: its answer is no JSON object"),
        (200, {**_ENDS, "durations": [[1.0]] * 9}, "its table is not of 3 origins by 2 destinations, as was asked"),
        (200, {**_ENDS, "durations": [[-1.0, 1.0]] * 3}, "its table has negative times"),
        (200, {**_ENDS, "durations": [["x", 1.0]] * 3}, "its times or distances are no numbers"),
    ],
)
def test_odd_answers_are_told_in_words(status: int, answer: Any, said: str) -> None:
    router = Odd()
    router.table_status, router.said = status, answer
    with serving(router) as url, pytest.raises(InputError) as error:
        asked(Routed(f"osrm:{url}", tries=1), network(4))
    assert said in str(error.value)
    both = str(error.value) + error.value.faults[0].told("zh")
    assert not any(word in both for word in ("Error", "(3, 2)"))


def test_a_page_for_a_browser_is_not_repeated() -> None:
    from io import BytesIO
    from urllib.error import HTTPError

    from chainnet.travel.routed.asking import _refused

    for page in (b"<html>404</html>", b""):
        assert str(_refused(HTTPError("http://h", 404, "Not Found", {}, BytesIO(page)))) == "HTTP 404: Not Found"  # type: ignore[arg-type]


def test_it_says_that_it_has_no_ends() -> None:
    assert "no slow and fast ends" in Routed("osrm:http://127.0.0.1:9").describe()
    assert "没有偏快和偏慢时间" in Routed("osrm:http://127.0.0.1:9").describe("zh")


def test_no_router_and_no_address(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no answer: .*refused"):
        asked(Routed("osrm:http://127.0.0.1:9", tries=1), network(3))
    with pytest.raises(InputError, match="no address of a router"):
        Routed("127.0.0.1:5000")
    (tmp_path / "x.parquet").write_bytes(b"no")
    with pytest.raises(InputError, match="holds no minutes"):
        Routed("http://127.0.0.1:9", cache=tmp_path / "x.parquet")
    with pytest.raises(InputError, match="out of range"):
        Routed("http://127.0.0.1:9", batch=1)


def test_firms_abroad_are_not_asked() -> None:
    firms = pd.DataFrame(
        {"firm": ["L", "J"], "region": ["China", "Japan"], "longitude": [100.0, 101.0], "latitude": [36.0, 36.0]}
    )
    net = cn.from_frames(firms, pd.DataFrame({"supplier": ["J"], "buyer": ["L"]}))
    assert asked(Routed("http://127.0.0.1:9"), net).tolist() == [np.inf]


def test_blocks_hold_each_pair_once_and_no_more_places_than_allowed() -> None:
    rng = np.random.default_rng(0)
    origin, destination = rng.integers(0, 60, 500), rng.integers(100, 130, 500)
    for most in (2, 7, 100):
        cut = list(blocks(origin, destination, most))
        assert sorted(np.concatenate([block.pairs for block in cut])) == list(range(500))
        assert max(block.places for block in cut) <= most
        assert len(cut) < 500 or most == 2
