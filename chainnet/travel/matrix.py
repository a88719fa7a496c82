"""Travel times that the user has: a matrix from a file."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from chainnet.errors import InputError, InputWarning, Said, told
from chainnet.network import SupplyNetwork
from chainnet.travel.estimate import great_circle_km
from chainnet.travel.matrix_table import MatrixTable, key_of, with_returns
from chainnet.travel.pair_table import Floats, Rows, cells_of, read_cells
from chainnet.travel.times import Codes, Travel

Places = npt.NDArray[np.intp]
SNAP_KM = 2.0
"""Firms farther apart than this are not zero minutes from each other."""
_NAMED = 5
"""Ids that a warning names."""


class Matrix:
    """Minutes from firm to firm, as a table says them. What is not in it is not known.

    `read` makes one of a file and `from_frame` one of a table.

    Notes
    -----
    Times are directed: from the supplier to the buyer. A firm is 0 minutes from itself. The table says nothing of no
    way: a pair that is empty or not there is unknown, not outside. Where no low and high are given they are the
    minutes.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(None, pd.DataFrame({"supplier": ["S", "T"], "buyer": ["L", "L"]}))
    >>> times = Matrix.from_frame(pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "seconds": [2400]}))
    >>> times.between(net, net.supplier, net.buyer).minutes.tolist()
    [40.0, nan]
    """

    def __init__(self, ids: list[str], keys: Rows, values: dict[str, Floats], name: str = "") -> None:
        self._ids, self._keys, self._values, self._name = pd.Index(ids, dtype=object), keys, values, name
        self._place: WeakKeyDictionary[SupplyNetwork, Places] = WeakKeyDictionary()

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, symmetric: bool = False) -> Matrix:
        """Read a matrix of a csv, xlsx or parquet file.

        Parameters
        ----------
        path : path-like
            One pair a row, with columns origin (or supplier, 出发地, 供应商), destination (or buyer, 目的地, 采购商),
            minutes (分钟, 时间) and, if you like, low and high; or origins by destinations, ids in the first column and
            the first row. A header that names seconds or hours (秒, 小时), in the wide form that of the first column,
            says so; else times are in minutes.
        symmetric : bool
            Whether the way back takes as long where only one direction is given; else it is not known.

        Returns
        -------
        Matrix

        Raises
        ------
        InputError
            Where the file can't be read, columns are missing, an id is missing, times are negative, infinite or no
            numbers, low and high do not hold the minutes, or two rows of one pair disagree.
        """
        return cls._of(read_cells(Path(path), os.fspath(path)), os.fspath(path), symmetric)

    @classmethod
    def from_frame(cls, table: pd.DataFrame, *, symmetric: bool = False) -> Matrix:
        """Make a matrix of a DataFrame, in either form that `read` takes; the rows that errors name count from 2.

        The ids of origins by destinations may be its index.
        """
        return cls._of(cells_of(table), "", symmetric)

    @classmethod
    def _of(cls, cells: pa.Table, name: str, symmetric: bool) -> Matrix:
        table = MatrixTable.of(cells, name)
        table.check()
        keys, values = table.sorted()
        if symmetric:
            keys, values = with_returns(keys, values, len(table.ids))
        return cls(table.ids, keys, values, name)

    @property
    def estimated(self) -> bool:
        """False: somebody says these times."""
        return False

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self._keys)

    def __repr__(self) -> str:
        return f"<{self.describe().replace('matrix', 'Matrix', 1)}>"

    def describe(self, lang: str = "en") -> str:
        """Say in one line which file, how many pairs it has, and whether it has no slow and fast ends."""
        name, ends = Path(self._name).name, {"low", "high"} & set(self._values)
        if lang == "zh":
            return f"时间表{name and f' {name}'}：{len(self):,} 对{'' if ends else '，没有偏快和偏慢时间'}"
        return f"matrix{name and f' {name}'}: {len(self):,} pairs{'' if ends else ', no slow and fast ends'}"

    def between(self, net: SupplyNetwork, origin: Codes, destination: Codes) -> Travel:
        """Return the times of pairs of firms; NaN where the matrix has none.

        Raises
        ------
        InputError
            Where none of the ids of the matrix is a firm of the network.

        Warns
        -----
        InputWarning
            Once a network: where ids of the matrix are no firms of it (they are left out), where no link has a time,
            and where firms farther apart than `SNAP_KM` have zero minutes, as a router says of points that it puts on
            one and the same road.
        """
        place = self._places(net)
        at, there = self._found(place[origin], place[destination])
        own = origin == destination

        def times(role: str) -> Floats:
            found = np.full(len(at), np.nan)
            found[there] = self._values[role][at[there]]
            return np.where(own, 0.0, found)

        minutes = times("minutes")
        low, high = (times(role) if role in self._values else minutes for role in ("low", "high"))
        return Travel(minutes, np.where(np.isnan(low), minutes, low), np.where(np.isnan(high), minutes, high))

    def _places(self, net: SupplyNetwork) -> Places:
        """Return where each firm stands in the matrix, -1 where it is not in it."""
        if net not in self._place:
            place = self._ids.get_indexer(net.firms.index.astype(object))
            self._tell_others([self._ids[at] for at in np.setdiff1d(np.arange(len(self._ids)), place)])
            self._place[net] = place
            self._doubt_none(net, place)
            self._doubt_zeros(net, place)
        return self._place[net]

    def _found(self, start: Places, end: Places) -> tuple[Places, npt.NDArray[np.bool_]]:
        """Return where the times of pairs of places are, and which are there at all."""
        keys = np.where((start >= 0) & (end >= 0), key_of(start, end, len(self._ids)), -1)
        at = np.searchsorted(self._keys, keys)
        there = np.zeros(len(keys), dtype=bool)
        held = np.flatnonzero(at < len(self._keys))
        there[held] = self._keys[at[held]] == keys[held]
        return at, there

    def _tell_others(self, others: list[str]) -> None:
        """Warn of ids that are no firms; raise where none is one."""
        if not others:
            return
        all_of, more = len(self._ids), len(others) - _NAMED
        en, zh = ", ".join(others[:_NAMED]), "、".join(others[:_NAMED])
        en, zh = (f"{en} and {more:,} more", f"{zh} 等，另有 {more:,} 个") if more > 0 else (en, zh)
        name = Path(self._name).name or Said("the matrix", "时间表")
        if len(others) == all_of:
            problem = Said(f"none of its ids is a firm of the network: {en}", f"编号都不是网络中的企业：{zh}")
            hint = Said("write firm ids as the firms table has them", "请写企业表中的企业编号")
            raise InputError.one(problem, hint=hint, file=self._name)
        self._warn(
            f"{len(others):,} of {all_of:,} ids of {name} are no firms of the network and left out: {en}",
            f"{told(name, 'zh')} 的 {all_of:,} 个编号中有 {len(others):,} 个不是网络中的企业，不予理会：{zh}",
        )

    def _doubt_none(self, net: SupplyNetwork, place: Places) -> None:
        """Warn where no link has a time: the table may say the other direction, or be about other firms."""
        start, end = place[net.pairs.supplier], place[net.pairs.buyer]
        if not len(start) or self._found(start, end)[1].any():
            return
        back = int(self._found(end, start)[1].sum())
        name = Path(self._name).name or Said("the matrix", "时间表")
        en = f"0 of {len(start):,} links have a time in {name}"
        zh = f"{len(start):,} 条采购关系在{told(name, 'zh')}中都没有时间"
        if back:
            en = f"{en}; {back:,} have one from buyer to supplier: --symmetric (symmetric=True) takes the way back"
            zh = f"{zh}；{back:,} 条有采购商到供应商的时间：--symmetric（symmetric=True）可取反向时间"
        self._warn(en, zh)

    def _warn(self, en: str, zh: str) -> None:
        warnings.warn(InputWarning(Said(en, zh)), stacklevel=5)

    def _doubt_zeros(self, net: SupplyNetwork, place: npt.NDArray[np.intp]) -> None:
        """Warn of firms far apart with zero minutes."""
        firm = np.full(len(self._ids), -1, dtype=np.intp)
        firm[place[place >= 0]] = np.flatnonzero(place >= 0)
        zero = self._keys[self._values["minutes"] == 0]
        one, other = firm[zero % len(self._ids)], firm[zero // len(self._ids)]
        firms = (one >= 0) & (other >= 0)
        one, other = one[firms], other[firms]
        start, end = net.coordinates[one], net.coordinates[other]
        km = great_circle_km(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
        far = np.flatnonzero(km > SNAP_KM)
        if len(far):
            ids, first = net.firms.index, far[0]
            way = f"{ids[one[first]]} → {ids[other[first]]}"
            en = (
                f"{len(far):,} pairs of firms more than {SNAP_KM:g} km apart have 0 minutes, the first {way}, "
                f"{km[first]:.1f} km: did a router put both on one road?"
            )
            zh = (
                f"{len(far):,} 对企业相距超过 {SNAP_KM:g} 公里而时间为 0，第一对 {way}（{km[first]:.1f} 公里）："
                "路径服务可能把两点归到了同一条路上"
            )
            self._warn(en, zh)
