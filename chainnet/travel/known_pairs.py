"""Pairs whose minutes are known, with their distance as the crow flies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from chainnet.errors import Fault, InputError, Said
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import great_circle_km
from chainnet.travel.pair_table import MOST_TOLD, coded, listed, numbers, roles

Floats = npt.NDArray[np.float64]
_POINTS = ("origin_longitude", "origin_latitude", "destination_longitude", "destination_latitude")


class KnownPairs(NamedTuple):
    """Minutes, great-circle km and, where they are given, road km of pairs."""

    km: Floats
    minutes: Floats
    road_km: Floats | None

    @classmethod
    def of(cls, pairs: pd.DataFrame, net: SupplyNetwork | None, file: str = "") -> KnownPairs:
        """Take them from a table; see `chainnet.travel.calibrate.calibrate`.

        Raises
        ------
        InputError
            Where a column is missing, or a number in it is missing, negative or infinite; each row is listed.
        """
        cells = pa.Table.from_pandas(pairs, preserve_index=False)
        found = roles(cells.column_names, file)
        faults: list[Fault] = []

        def column(role: str, least: float = 0.0) -> Floats:
            header, said = found[role]
            values = numbers(cells[header])[0] * said.factor
            wrong = np.flatnonzero(~(np.isfinite(values) & (values >= least)))
            hint = Said("write a number, zero or more, or leave the row out", "写零或更大的数，或删去此行")
            told = [Fault(_problem(values[row]), hint, file, int(row) + 2, header) for row in wrong[:MOST_TOLD]]
            faults.extend(listed(told, len(wrong) - len(told)) if told else [])
            return values

        if "minutes" not in found:
            problem = Said("no column minutes", "缺少“分钟”列")
            raise InputError.one(
                problem, hint=Said("name the column of known times minutes", "已知时间的列名写“分钟”"), file=file
            )
        minutes = column("minutes")
        if "km" in found:
            km = column("km")
        elif all(role in found for role in _POINTS):
            km = great_circle_km(*(column(role, -180.0) for role in _POINTS))
        else:
            km = _between_firms(cells, found.get("origin", ("",))[0], found.get("destination", ("",))[0], net, file)
        road_km = column("road_km") if "road_km" in found else None
        if not faults and road_km is not None and not (km > 0).all():
            faults.append(Fault(Said("a distance of 0 km has no detour", "直线距离为 0，无法算绕行系数")))
        if faults:
            raise InputError(faults)
        return cls(km, minutes, road_km)


def _problem(value: float) -> Said:
    if np.isnan(value):
        return Said("no number here", "此处没有数字")
    return Said(f"{value:g} is no such number", f"{value:g} 不合理")


def _between_firms(cells: pa.Table, origin: str, destination: str, net: SupplyNetwork | None, file: str) -> Floats:
    if not (origin and destination):
        problem = Said("nothing says how far the pairs are apart", "没有给出各对的距离")
        hint = Said("give a column km, or supplier and buyer ids", "请给“公里”列，或“供应商”“采购商”编号")
        raise InputError.one(problem, hint=hint, file=file)
    if net is None:
        problem = Said("the ids of pairs need a network for their places", "各对只有编号，需要网络才有位置")
        raise InputError.one(
            problem, hint=Said("give the network too (--network)", "请同时给出网络（--network）"), file=file
        )
    start, end = (_rows(cells, header, net, file) for header in (origin, destination))
    one, other = net.coordinates[start], net.coordinates[end]
    return great_circle_km(one[:, 0], one[:, 1], other[:, 0], other[:, 1])


def _rows(cells: pa.Table, header: str, net: SupplyNetwork, file: str) -> npt.NDArray[np.intp]:
    """Return the rows of the firms in a column of ids; raise where one is no firm or not located."""
    ids: dict[str, int] = {}
    codes = coded(cells[header], ids)
    firms = net.firms.index.astype(object).get_indexer(pd.Index(list(ids), dtype=object))
    rows = np.append(firms, -1)[codes]  # no id is the last
    wrong = np.flatnonzero((rows < 0) | ~net.located[rows])
    if len(wrong):
        names = [*ids, ""]
        told = [
            Fault(*_why(names[codes[row]], bool(rows[row] >= 0)), file, int(row) + 2, header)
            for row in wrong[:MOST_TOLD]
        ]
        raise InputError(listed(told, len(wrong) - len(told)))
    return np.asarray(rows, dtype=np.intp)


def _why(firm: str, known: bool) -> tuple[Said, Said]:
    """Return what is wrong with the firm of a pair, and what to do."""
    if not firm:
        return Said("no firm id", "没有企业编号"), Said("write the firm's id", "写企业编号")
    if not known:
        return Said(f"{firm} is no firm of the network", f"{firm} 不是网络中的企业"), Said(
            "leave the row out", "删去此行"
        )
    hint = Said(
        "fill in its longitude and latitude (--firms), or leave the row out", "请填写其经纬度（--firms），或删去此行"
    )
    return Said(f"{firm} is not located", f"{firm} 没有坐标"), hint
