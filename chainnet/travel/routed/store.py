"""Minutes that a routing service gave, kept in a Parquet file with its engine and version."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet

from chainnet.errors import InputError, Said
from chainnet.files import replacing_file

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_COLUMNS = ("origin_longitude", "origin_latitude", "destination_longitude", "destination_latitude")
_MEGA, _LATITUDES = 1_000_000, 180_000_001


def place_of(coordinates: Floats) -> Places:
    """Return one number for each longitude and latitude, to the millionth of a degree (0.1 m).

    Examples
    --------
    >>> coordinates_of(place_of(np.array([[114.05, 22.5], [-0.1, 51.5]]))).tolist()
    [[114.05, 22.5], [-0.1, 51.5]]
    """
    whole = np.rint(coordinates * _MEGA).astype(np.int64)
    return (whole[..., 0] + 180 * _MEGA) * _LATITUDES + whole[..., 1] + 90 * _MEGA


def coordinates_of(place: Places) -> Floats:
    """Return the longitude and latitude of numbers that `place_of` made."""
    return np.stack([place // _LATITUDES - 180 * _MEGA, place % _LATITUDES - 90 * _MEGA], axis=-1) / _MEGA


@dataclass
class Store:
    """Pairs of places and their minutes.

    Parameters
    ----------
    path : Path or None
        Where they are kept; nowhere without.
    engine, version : str
        What gave them; empty where nothing is kept yet.
    """

    path: Path | None
    engine: str = ""
    version: str = ""
    origin: Places = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    destination: Places = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    minutes: Floats = field(default_factory=lambda: np.zeros(0))
    _new: list[tuple[Places, Places, Floats]] = field(default_factory=list)
    _unsaved: bool = False

    @classmethod
    def open(cls, path: Path | None) -> Store:
        """Read what is kept.

        Raises
        ------
        InputError
            Where the file is there and no such store.
        """
        if path is None or not path.exists():
            return cls(path)
        try:
            table = pa.parquet.read_table(path)
            said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
            places = np.stack([table[column].to_numpy() for column in _COLUMNS], axis=-1)
            minutes = np.array(table["minutes"].to_numpy(), dtype=np.float64)
            return cls(path, said["engine"], said["version"], place_of(places[:, :2]), place_of(places[:, 2:]), minutes)
        except (pa.ArrowException, KeyError, OSError) as error:
            problem = Said("this holds no minutes of a router", "这不是路径服务结果的文件")
            hint = Said("name another file, or delete it", "请换一个文件，或删除它")
            raise InputError.one(problem, hint=hint, file=str(path)) from error

    def add(self, origin: Places, destination: Places, minutes: Floats) -> None:
        """Take in more pairs."""
        self._new.append((origin, destination, minutes))
        self._unsaved = True

    def _join(self) -> None:
        """Put what was taken in beside what was there."""
        if self._new:
            parts = zip((self.origin, self.destination, self.minutes), *self._new, strict=True)
            self.origin, self.destination, self.minutes = (np.concatenate(part) for part in parts)
            self._new.clear()

    def look_up(self, origin: Places, destination: Places) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Return the minutes of pairs, and which are kept at all."""
        self._join()
        places, codes = np.unique(
            np.concatenate([self.origin, self.destination, origin, destination]), return_inverse=True
        )
        parts = np.split(codes.astype(np.int64), np.cumsum([len(self.origin), len(self.origin), len(origin)]))
        kept, asked = parts[0] * len(places) + parts[1], parts[2] * len(places) + parts[3]
        order = np.argsort(kept, kind="stable")
        if not len(order):
            return np.full(len(origin), np.nan), np.zeros(len(origin), dtype=bool)
        at = order[np.minimum(np.searchsorted(kept, asked, sorter=order), len(order) - 1)]
        there = kept[at] == asked
        return np.where(there, self.minutes[at], np.nan), there

    def save(self) -> None:
        """Write all to the file, in place of what was there, if anything is new."""
        if self.path is None or not self._unsaved:
            return
        self._join()
        ends = np.concatenate([coordinates_of(self.origin), coordinates_of(self.destination)], axis=1)
        columns = dict(zip(_COLUMNS, ends.T, strict=True)) | {"minutes": self.minutes}
        table = pa.table(columns).replace_schema_metadata({"engine": self.engine, "version": self.version})
        with replacing_file(self.path) as temporary:
            pa.parquet.write_table(table, temporary)
        self._unsaved = False
