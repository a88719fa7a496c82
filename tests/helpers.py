"""Random graphs and networks for the tests, and short ways to make small ones."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

import chainnet as cn
from chainnet.travel import Travel

CITIES = ("Q", "T", "W")
ADCODES = ("370213", "370202", "310112", "310115", "429004", "429005", "440305")
PLACES = ((120.0, 36.0), (120.3, 36.1), (121.4, 31.2), (121.0, 36.5), (113.9, 22.5))


def network(firms: pd.DataFrame | None, links: pd.DataFrame, **options: Any) -> cn.SupplyNetwork:
    """Make a network; that rows repeat or supply themselves is meant."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cn.InputWarning)
        return cn.from_frames(firms, links, **options)


def linked(*rows: tuple[Any, ...], **columns: Iterable[Any]) -> cn.SupplyNetwork:
    """Make a network of rows (supplier, buyer, product, value); `columns` are those of the firms by id order."""
    names = ("supplier", "buyer", "product", "value")
    links = pd.DataFrame([dict(zip(names, row, strict=False)) for row in rows])
    firms = pd.DataFrame(columns) if columns else None
    return network(firms, links)


def only(table: pd.DataFrame, **where: object) -> pd.Series:
    """Return the one row in which the columns have these values."""
    for column, wanted in where.items():
        table = table[table[column] == wanted]
    assert len(table) == 1, f"{len(table)} rows for {where}"
    return table.iloc[0]


@st.composite
def edges(
    draw: st.DrawFn, *, nodes: int = 9, loops: bool = False, parallel: bool = True
) -> tuple[int, list[tuple[int, int]]]:
    """Draw the number of nodes, zero among it, and directed edges between them."""
    n = draw(st.integers(0, nodes))
    if n == 0 or (n == 1 and not loops):
        return n, []
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    if not loops:
        pair = pair.filter(lambda edge: edge[0] != edge[1])
    found = draw(st.lists(pair, max_size=3 * n, unique=not parallel))
    return n, found


def ends(found: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return sources and targets as the kernels take them."""
    array = np.array(found, dtype=np.int32).reshape(-1, 2)
    return array[:, 0].copy(), array[:, 1].copy()


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a value or None."""
    return st.one_of(st.none(), values)


@st.composite
def tables(draw: st.DrawFn, *, firms: int = 7, values: bool | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw a table of firms and one of links, with something missing anywhere. Values are small whole numbers."""
    n = draw(st.integers(2, firms))
    ids = [f"f{i}" for i in range(n)]

    def column(cells: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(maybe(cells), min_size=n, max_size=n))

    places = column(st.sampled_from(PLACES))
    frame = pd.DataFrame(
        {
            "firm": ids,
            "role": column(st.sampled_from(["leader", "supplier", "logistics"])),
            "grade": column(st.sampled_from(["champion", "little_giant", "srdi", "none"])),
            "cluster": column(st.sampled_from(["one", "two", "none"])),
            "region": column(st.sampled_from(["China", "Japan"])),
            "city": column(st.sampled_from(CITIES)),
            "adcode": column(st.sampled_from(ADCODES)),
            "industry": column(st.sampled_from(["steel", "rubber"])),
            "products": column(st.sampled_from(["p", "q;p", "r"])),
            "longitude": [place[0] if place else None for place in places],
            "latitude": [place[1] if place else None for place in places],
        }
    )
    # whatever is drawn, each measure has something to go by
    frame.loc[0, ["role", "grade", "cluster", "city"]] = ["leader", "srdi", "one", "Q"]
    frame.loc[0, ["longitude", "latitude"]] = PLACES[0]
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda edge: edge[0] != edge[1])
    amount = {None: maybe(st.integers(0, 9)), True: st.integers(1, 9), False: st.none()}[values]
    row = st.tuples(pair, maybe(st.sampled_from(["p", "q", "r"])), amount)
    rows = draw(st.lists(row, min_size=1, max_size=3 * n))
    links = pd.DataFrame(
        [(ids[s], ids[b], product, value) for (s, b), product, value in rows],
        columns=["supplier", "buyer", "product", "value"],
    )
    return frame.astype({"longitude": "float64", "latitude": "float64"}), links.astype({"value": "float64"})


def networks(*, firms: int = 7, values: bool | None = None) -> st.SearchStrategy[cn.SupplyNetwork]:
    """Draw a network with something missing anywhere."""
    return tables(firms=firms, values=values).map(lambda drawn: network(*drawn))


class Timetable:
    """Travel times as told: minutes, or (fast, middle, slow), for pairs of firm ids; infinite where no way leads."""

    estimated = False

    def __init__(self, **times: float | tuple[float, float, float]) -> None:
        self.times = {name: said if isinstance(said, tuple) else (said,) * 3 for name, said in times.items()}

    def describe(self, lang: str = "en") -> str:
        return "时刻表" if lang == "zh" else "timetable"

    def between(self, net: cn.SupplyNetwork, origin: np.ndarray, destination: np.ndarray) -> Travel:
        """Return the times of pairs, written as origin_destination; NaN where nothing is said."""
        ids = net.firms.index
        rows = [self.times.get(f"{ids[o]}_{ids[d]}", (np.nan,) * 3) for o, d in zip(origin, destination, strict=True)]
        low, middle, high = np.array(rows, dtype=np.float64).reshape(-1, 3).T
        return Travel(middle, low, high)
