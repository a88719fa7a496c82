"""Local supporting rate over several years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from chainnet.areas import Area
from chainnet.errors import InputError, Said
from chainnet.measures.local_rate import local_rate
from chainnet.network import SupplyNetwork


def rates_by_year(
    nets: Mapping[int, SupplyNetwork],
    *,
    area: Area | None = None,
    grade: str | Iterable[str] | None = None,
    deep: bool | str = False,
) -> pd.DataFrame:
    """Return the local supporting rate of each year.

    Parameters
    ----------
    nets : mapping of int to SupplyNetwork
        A network for each year, as `chainnet.read_years` returns them.
    area, grade, deep
        As for `local_rate`.

    Returns
    -------
    DataFrame
        The column year, and those of `local_rate`, year after year. A buyer of some years has rows in these alone.

    Raises
    ------
    InputError
        Where there is no year, or as in `local_rate`.

    Notes
    -----
    The firms are the same in all years, at the places that the one table of firms says they have; so what changes from
    year to year is who buys what from whom.

    Draw it with ``chainnet.plot_rate_by_year(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "A", "X"], "city": ["Q", "Q", "T"]})
    >>> links = pd.DataFrame({"supplier": ["A", "X", "A"], "buyer": ["L", "L", "L"], "year": [2023, 2023, 2024]})
    >>> nets = {year: cn.from_frames(firms, part) for year, part in links.groupby("year")}
    >>> rates = rates_by_year(nets)
    >>> rates.query("buyer == 'L' and by == 'count'")[["year", "rate"]].to_numpy().tolist()
    [[2023.0, 0.5], [2024.0, 1.0]]
    """
    if not nets:
        hint = Said("give a network for each year", "请给出每年的网络")
        raise InputError.one(Said("no year", "没有年份"), hint=hint, column="year")
    tables = {year: local_rate(nets[year], area=area, grade=grade, deep=deep) for year in sorted(nets)}
    parts = []
    for year, table in tables.items():
        part = table.copy()
        part.attrs = {}
        part.insert(0, "year", year)
        parts.append(part)
    rates = pd.concat(parts, ignore_index=True)
    origins = [table.attrs["synthetic"] for table in tables.values()]
    synthetic = True if any(origins) else False if all(origin is False for origin in origins) else None
    first = next(iter(tables.values())).attrs
    rates.attrs = {"area": first["area"], "area_zh": first["area_zh"], "synthetic": synthetic}
    return rates
