"""The table behind a matrix of travel times: read from either form, checked, sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from chainnet.errors import Fault, InputError, Said
from chainnet.travel.headers import meaning, unit_of
from chainnet.travel.pair_table import MOST_TOLD, Codes, Floats, Rows, coded, listed, numbers, roles

ENDS, TIMES = ("origin", "destination"), ("minutes", "low", "high")
Bools = npt.NDArray[np.bool_]
_MINUTES = Said("write minutes, zero or more; leave empty what is not known", "写零或更大的分钟数；不知道的留空")


@dataclass(frozen=True)
class MatrixTable:
    """Times of pairs in the order of a file.

    Parameters
    ----------
    ids : list of str
        What `origin` and `destination` are places in.
    origin, destination : ndarray of int32, shape (p,)
    times : dict of str to ndarray of float64, shape (p,)
        Minutes, and low and high where they are given; NaN where nothing is written.
    wrong : dict of str to ndarray of int64
        Places of what is no number, by role.
    headers : dict of str to str
        What the file calls the columns of one pair a row; none where it has origins by destinations.
    file : str
    across : int
        How many destinations a row has; 0 where it has one pair.
    """

    ids: list[str]
    origin: Codes
    destination: Codes
    times: Mapping[str, Floats]
    wrong: Mapping[str, Rows]
    headers: Mapping[str, str]
    file: str
    across: int = 0

    @classmethod
    def of(cls, cells: pa.Table, file: str) -> MatrixTable:
        """Take the cells apart, one pair a row or origins by destinations, whichever the headers say.

        Raises
        ------
        InputError
            Where a column is missing, or an id.
        """
        if _is_wide(cells.column_names):
            return cls._of_wide(cells, file)
        found = roles(cells.column_names, file)
        missing = [role for role in (*ENDS, "minutes") if role not in found]
        if missing:
            raise _no_column(missing, file)
        ids: dict[str, int] = {}
        origin, destination = (coded(cells[found[role][0]], ids) for role in ENDS)
        read = {role: (numbers(cells[found[role][0]]), found[role][1].factor) for role in TIMES if role in found}
        table = cls(
            list(ids), origin, destination,
            times={role: values * factor for role, ((values, _), factor) in read.items()},
            wrong={role: wrong for role, ((_, wrong), _) in read.items()},
            headers={role: header for role, (header, _) in found.items()}, file=file,
        )  # fmt: skip
        problem, hint = Said("no firm id", "没有企业编号"), Said("write the firm's id", "写企业编号")
        table._refuse(
            [(role, np.flatnonzero(end < 0), problem) for role, end in zip(ENDS, (origin, destination), strict=True)],
            hint,
        )
        return table

    @classmethod
    def _of_wide(cls, cells: pa.Table, file: str) -> MatrixTable:
        first, *columns = cells.column_names
        ids: dict[str, int] = {}
        rows, across = coded(cells[first], ids), coded(pa.chunked_array([pa.array(columns)]), ids)
        if (rows < 0).any():
            row = int(np.flatnonzero(rows < 0)[0]) + 2
            hint = Said("write the firm's id in the first column", "第一列写企业编号")
            raise InputError.one(Said("no firm id", "没有企业编号"), hint=hint, file=file, row=row, column=first)
        read = [numbers(cells[column]) for column in columns]
        if len(rows) and len(columns) > 1 and len(read[0][1]) == len(rows):  # ids: one pair a row, under other names
            raise _no_column([*ENDS, "minutes"], file)
        minutes = np.column_stack([values for values, _ in read]).ravel() * unit_of(first)
        wrong = np.sort(np.concatenate([places * len(columns) + at for at, (_, places) in enumerate(read)]))
        origin, destination = np.repeat(rows, len(columns)), np.tile(across, len(rows))
        return cls(list(ids), origin, destination, {"minutes": minutes}, {"minutes": wrong}, {}, file, len(columns))

    def check(self) -> None:
        """Raise an `InputError` where a time is no number, negative or infinite, or out of its low and high."""
        minutes = self.times["minutes"]
        low, high = (self.times.get(role, minutes) for role in ("low", "high"))
        faults = [(role, places, Said("this is no number", "这不是数字")) for role, places in self.wrong.items()]
        for role, times in self.times.items():
            faults.append((role, np.flatnonzero(times < 0), Said("the time is negative", "时间为负")))
            faults.append((role, np.flatnonzero(np.isinf(times)), Said("the time is infinite", "时间为无穷大")))
        self._refuse(faults, _MINUTES)
        outside = [
            ("low", np.flatnonzero(low > minutes), Said("low is above the minutes", "最短时间大于时间")),
            ("high", np.flatnonzero(high < minutes), Said("high is below the minutes", "最长时间小于时间")),
        ]
        self._refuse(outside, Said("low <= minutes <= high", "应为：最短 ≤ 时间 ≤ 最长"))

    def sorted(self) -> tuple[Rows, dict[str, Floats]]:
        """Return keys of the pairs with a time, upwards, and their times; see `key_of`.

        Raises
        ------
        InputError
            Where two rows of one pair disagree.
        """
        known = np.flatnonzero(~np.isnan(self.times["minutes"]))
        keys = key_of(self.origin[known], self.destination[known], len(self.ids))
        if (keys[1:] <= keys[:-1]).any():
            order = np.argsort(keys, kind="stable")
            known, keys = known[order], keys[order]
        again = np.flatnonzero(keys[1:] == keys[:-1])
        apart = np.zeros(len(again), dtype=bool)
        for times in self.times.values():
            one, other = times[known[again]], times[known[again + 1]]
            apart |= ~(np.isclose(one, other, rtol=1e-9, atol=1e-9) | (np.isnan(one) & np.isnan(other)))
        if apart.any():
            self._refuse_twice(known[again[apart]], known[again[apart] + 1])
        first = np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)]
        return keys[first], {role: times[known[first]] for role, times in self.times.items()}

    def _refuse_twice(self, earlier: Rows, later: Rows) -> None:
        told = []
        for one, other in list(zip(earlier, later, strict=True))[:MOST_TOLD]:
            (row, _), (again, column) = self._place(int(one), "minutes"), self._place(int(other), "minutes")
            way = f"{self.ids[self.origin[one]]} → {self.ids[self.destination[one]]}"
            said = f"{self.times['minutes'][other]:g}", f"{self.times['minutes'][one]:g}"
            en = f"{way} is {said[0]} minutes here and {said[1]} in row {row}"
            zh = f"{way} 此处为 {said[0]} 分钟，第 {row} 行为 {said[1]} 分钟"
            told.append(Fault(Said(en, zh), Said("keep one row a pair", "每对只留一行"), self.file, again, column))
        raise InputError(listed(told, len(later) - len(told)))

    def _refuse(self, found: list[tuple[str, Rows, Said]], hint: Said) -> None:
        faults: list[Fault] = []
        for role, places, problem in found:
            told = [Fault(problem, hint, self.file, *self._place(int(at), role)) for at in places[:MOST_TOLD]]
            faults += listed(told, len(places) - len(told)) if told else []
        if faults:
            raise InputError(faults)

    def _place(self, pair: int, role: str) -> tuple[int, str]:
        """Return the row, as a spreadsheet counts, and the column that a time stands in."""
        if self.across:
            return pair // self.across + 2, self.ids[self.destination[pair]]
        return pair + 2, self.headers[role]


def _is_wide(columns: list[str]) -> bool:
    """Whether the headers are ids: they do not name both ends, and not all but the first say times."""
    said = [None if (known := meaning(column)) is None else known.role for column in columns]
    return not set(ENDS) <= set(said) and not set(said[1:]) <= {*ENDS, *TIMES}


def _no_column(missing: list[str], file: str) -> InputError:
    zh = {"origin": "出发地（供应商）", "destination": "目的地（采购商）", "minutes": "分钟"}
    problem = Said(f"no column {', '.join(missing)}", f"缺少列：{'、'.join(zh[role] for role in missing)}")
    hint = Said("name the columns origin, destination and minutes", "列名写：出发地、目的地、分钟")
    return InputError.one(problem, hint=hint, file=file)


def key_of(origin: npt.NDArray[np.integer], destination: npt.NDArray[np.integer], number: int) -> Rows:
    """Return one number for each directed pair of `number` places, destinations first, as links are in a network."""
    return destination.astype(np.int64) * number + origin


def with_returns(keys: Rows, values: dict[str, Floats], number: int) -> tuple[Rows, dict[str, Floats]]:
    """Return the pairs, and the way back of those whose way back is not there."""
    back = key_of(keys // number, keys % number, number)
    new = ~np.isin(back, keys, assume_unique=True)
    every = np.concatenate([keys, back[new]])
    order = np.argsort(every, kind="stable")
    return every[order], {role: np.concatenate([times, times[new]])[order] for role, times in values.items()}
