"""Columns beside the rates of a table: one number a buyer and way of counting, and one a group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet.measures.ratios import BY, Floats, groups
from chainnet.network import SupplyNetwork


class Beside:
    """The rows of a table of `chainnet.measures.ratios.table`: which buyer or group, and which way of counting.

    Parameters
    ----------
    net : SupplyNetwork
    table : DataFrame
        With columns buyer and by.
    """

    def __init__(self, net: SupplyNetwork, table: pd.DataFrame) -> None:
        self.table = table
        self.members = {group.name: group.codes for group in groups(net)}
        grouped = np.flatnonzero(table["buyer"].isin(list(self.members)))
        self.group = dict(
            zip(table.iloc[grouped][["buyer", "by"]].itertuples(index=False, name=None), grouped, strict=True)
        )
        single = np.ones(len(table), dtype=np.bool_)
        single[grouped] = False
        self.single = np.flatnonzero(single)
        self.buyer = net.firms.index.get_indexer(pd.Index(table["buyer"].to_numpy(dtype=object)[self.single]))
        self.way = pd.Index(BY).get_indexer(pd.Index(table["by"].to_numpy(dtype=object)[self.single]))

    def put(self, column: str, each: dict[str, Floats], pooled: dict[tuple[str, str], float]) -> None:
        """Fill a column.

        Parameters
        ----------
        column : str
        each : dict of str to ndarray, shape (n,)
            By way of counting, one number a firm; rows counted another way stay empty.
        pooled : dict
            What a group has, by its name and way of counting.
        """
        values = np.full(len(self.table), np.nan)
        for by, numbers in each.items():
            some = self.way == BY.index(by)
            values[self.single[some]] = numbers[self.buyer[some]]
        for which, row in self.group.items():
            values[row] = pooled.get(which, np.nan)
        self.table[column] = values

    def put_ratio(self, column: str, sums: dict[str, Floats]) -> None:
        """Fill a column with yes / (yes + no); `sums` has rows unknown, no and yes by way of counting, (3, n)."""
        pooled = {}
        for by, counted in sums.items():
            for name, members in self.members.items():
                _, no, yes = counted[:, members].sum(axis=1)
                pooled[name, by] = yes / (yes + no) if yes + no > 0 else np.nan
        self.put(column, {by: divide(counted[2], counted[1] + counted[2]) for by, counted in sums.items()}, pooled)

    def put_sum(self, column: str, each: dict[str, Floats]) -> None:
        """Fill a column with amounts; a group has the sum of its members'."""
        members = self.members.items()
        pooled = {(name, by): numbers[codes].sum() for by, numbers in each.items() for name, codes in members}
        self.put(column, each, pooled)


def divide(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
