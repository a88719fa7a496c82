"""`read`, `from_frames` and `check`: from whatever holds the tables to a network, or to a list of faults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said, told
from chainnet.network import About, SupplyNetwork
from chainnet.reading.files.tables import Table
from chainnet.reading.finding import find
from chainnet.reading.options import Options
from chainnet.reading.source import Source, clean, make, network_of
from chainnet.reading.years import years_in

_COLUMNS = ["file", "row", "column", "severity", "problem", "hint"]
_Path = str | os.PathLike[str]


def read(
    path: _Path,
    *,
    firms: _Path | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    shape: str = "auto",
    unit: str = "",
    datum: str = "",
    merge: _Path | None = None,
    year: int | None = None,
) -> SupplyNetwork:
    """Read a supply network.

    Parameters
    ----------
    path : path-like
        A data set folder (links and firms as csv, xlsx or parquet, and cluster.toml), an edge list (csv, tsv or txt,
        also .gz and .zst; xlsx, xls, parquet), a GraphML file, or ``-`` for csv on standard input. Headers may be
        Chinese or English.
    firms : path-like, optional
        A table of firms. Without it, and where `path` has none, the firms are the ends of the links.
    columns : mapping of str to str, optional
        What headers mean that chainnet does not know: ``{"甲方": "buyer"}``; to ``""`` for one that is to mean nothing.
    sheet : str, optional
        The sheet of a workbook that holds the links.
    shape : {"auto", "links", "matrix", "adjacency"}
        How the table holds links: one row a link, a matrix of suppliers by buyers, or in each row a supplier and its
        buyers. "auto" goes by the headers, and says so where it is no table of one row a link.
    unit : str
        The unit of amounts, such as 万元, where headers state none. Amounts in other units are converted into it.
    datum : {"", "WGS-84", "GCJ-02", "BD-09"}
        The datum of the coordinates, where cluster.toml does not state it. They are WGS-84 after reading.
    merge : path-like, optional
        A table of pairs of firms that a person has confirmed to be one, as `duplicates` suggests them.
    year : int, optional
        The year whose links are read, where a column ``year`` says it. Without it several years are taken together as
        one, and that is told as a doubt; `read_years` reads each.

    Returns
    -------
    SupplyNetwork
        Its `doubts` list what looked odd; an `InputWarning` says how many there are.

    Raises
    ------
    InputError
        With every fault found: file, row, column, problem and hint.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "links.csv"
    >>> _ = path.write_text("供应商,采购商,采购额（万元）\\n甲,乙,12\\n", encoding="gb18030")
    >>> net = read(path)
    >>> net, net.about.value_unit
    (<SupplyNetwork: 2 firms (0 leaders), 1 link, value 12 万元>, '万元')
    """
    options = Options(columns or {}, sheet, shape, unit, datum, merge, year)
    return make(find(path, firms, options), options)


def read_years(path: _Path, *, firms: _Path | None = None, **said: Any) -> dict[int, SupplyNetwork]:
    """Read the network of each year that the column ``year`` of the links names.

    Parameters
    ----------
    path, firms, **said
        As for `read`.

    Returns
    -------
    dict of int to SupplyNetwork
        By year, in order. With a table of firms all years have the same firms.

    Raises
    ------
    InputError
        With every fault found, or where no row names a year.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "links.csv"
    >>> _ = path.write_text("supplier,buyer,value,year\\nS,L,1,2023\\nS,L,2,2024\\n")
    >>> {year: net.links["value"].sum().item() for year, net in read_years(path).items()}
    {2023: 1.0, 2024: 2.0}
    """
    options = Options(**{**said, "columns": said.get("columns") or {}, "year": None})
    source = find(path, firms, options)
    years = years_in(clean(source, options).links)
    if not years:
        hint = Said(
            "name a column year, 年份, with a year such as 2024 in each row", "请写“年份”列，每行填年份，如 2024"
        )
        raise InputError.one(Said("no row names a year", "没有写明年份的行"), hint=hint, file=source.links.file)
    return {year: make(source, replace(options, year=year)) for year in years}


def from_frames(
    firms: pd.DataFrame | None = None, links: pd.DataFrame | None = None, *, about: About | None = None
) -> SupplyNetwork:
    """Make a supply network of two frames, checked as files are.

    Parameters
    ----------
    firms : DataFrame, optional
        One row a firm: column ``firm``, or firm ids as the index. Without it the firms are the ends of the links.
    links : DataFrame
        One row a link: supplier, buyer and optionally product, value, essential.
    about : About, optional
        What the data set says of itself.

    Returns
    -------
    SupplyNetwork

    Raises
    ------
    InputError
        With every fault found; rows count from 0 here.

    Examples
    --------
    >>> from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"], "value": [3.0]}))
    <SupplyNetwork: 2 firms (0 leaders), 1 link, value 3>
    """
    if links is None:
        hint = Said("give links=, a frame with columns supplier and buyer", "请给出 links=，含 supplier 和 buyer 两列")
        raise InputError.one(Said("no links", "没有供货关系"), hint=hint)
    options, table = Options(), None
    if firms is not None:
        has_ids = any(options.words.meaning(header, "firms") == "firm" for header in firms.columns)
        frame = firms if has_ids else firms.rename_axis("firm").reset_index()
        table = Table(frame, "firms", first_row=0)
    return make(Source(Table(links, "links", first_row=0), table, about or About()), options)


def check(
    path: _Path,
    *,
    firms: _Path | None = None,
    lang: str = "en",
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    shape: str = "auto",
    unit: str = "",
    datum: str = "",
    merge: _Path | None = None,
    year: int | None = None,
) -> pd.DataFrame:
    """List every fault and every doubt of an input, and what was done on the way.

    Parameters
    ----------
    path, firms, columns, sheet, shape, unit, datum, merge, year
        As for `read`.
    lang : {"zh", "en"}
        Language of problems and hints.

    Returns
    -------
    DataFrame
        Columns file, row, column, severity ("fault", "doubt" or "note"), problem, hint; the faults first. Empty where
        there is nothing to say.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> path = Path(tempfile.mkdtemp()) / "links.csv"
    >>> _ = path.write_text("supplier,buyer,value\\nS,L,-1\\n")
    >>> check(path)[["row", "column", "problem"]].to_numpy().tolist()
    [[2, 'value', '-1 is negative']]
    """
    try:
        options = Options(columns or {}, sheet, shape, unit, datum, merge, year)
        source = find(path, firms, options)
        checked = clean(source, options)
        found = checked.found
        if options.merge is not None and not checked.faults:
            found = [*found, *network_of(checked, source, options)[0].doubts[len(checked.doubts) :]]
    except InputError as error:
        found = list(error.faults)
    return listed(found, lang)


def understood(path: _Path, *, firms: _Path | None = None, **said: Any) -> SupplyNetwork:
    """Return the network of what can be understood of an input, whatever is at fault with the rest.

    Parameters
    ----------
    path, firms, **said
        As for `read`.
    """
    options = Options(**{**said, "columns": said.get("columns") or {}})
    source = find(path, firms, options)
    checked = clean(source, options)
    if not checked.whole:
        raise InputError(checked.faults)
    return network_of(checked, source, options)[0]


def listed(found: list[Fault], lang: str = "en") -> pd.DataFrame:
    """Return faults, doubts and notes as a table, the faults first."""
    rows = [[fault.file, fault.row, fault.column, fault.severity, told(fault.problem, lang), told(fault.hint, lang)]
            for fault in found]  # fmt: skip
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table["row"] = table["row"].astype("Int64")
    rank = table["severity"].map({term.key: at for at, term in enumerate(terms.SEVERITIES)})
    table = table.assign(rank=rank).sort_values(["rank", "file", "row"], kind="stable", ignore_index=True)
    return table.drop(columns="rank")
