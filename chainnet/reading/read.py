"""`read`, `from_frames` and `check`: from whatever holds the tables to a network, or to a list of faults."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pandas as pd

from chainnet.errors import DOUBT, Fault, InputError
from chainnet.network import About, SupplyNetwork
from chainnet.network.convert import ABOUT_KEY
from chainnet.network.save import firms_beside
from chainnet.reading import graphs
from chainnet.reading.described import read_described, read_toml
from chainnet.reading.headers import is_links, knows_firms, meaning
from chainnet.reading.source import Source, clean, make
from chainnet.reading.tables import TABLE_ENDINGS, Table, parse_text, read_tables


def read(path: str | os.PathLike[str], *, firms: str | os.PathLike[str] | None = None) -> SupplyNetwork:
    """Read a supply network.

    Parameters
    ----------
    path : path-like
        A data set folder (links and firms as csv, xlsx or parquet, and cluster.toml), an edge list (csv, tsv,
        xlsx, xls, parquet), a GraphML file, or ``-`` for csv on standard input. Headers may be Chinese or English.
    firms : path-like, optional
        A table of firms. Without it, and where `path` has none, the firms are the ends of the links.

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
    >>> path = Path(tempfile.mkdtemp()) / "links.csv"
    >>> _ = path.write_text("供应商,采购商,采购额（万元）\\n甲,乙,12\\n", encoding="gb18030")
    >>> net = read(path)
    >>> net, net.about.value_unit
    (<SupplyNetwork: 2 firms (0 leaders), 1 links, value 12万元>, '万元')
    """
    return make(_find(path, firms))


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
    <SupplyNetwork: 2 firms (0 leaders), 1 links, value 3>
    """
    if links is None:
        raise InputError.one("no links", hint="give links=, a frame with columns supplier and buyer")
    table = None
    if firms is not None:
        has_ids = any(meaning(header, "firms") == "firm" for header in firms.columns)
        frame = firms if has_ids else firms.rename_axis("firm").reset_index()
        table = Table(frame, "firms", first_row=0)
    return make(Source(Table(links, "links", first_row=0), table, about or About()))


def check(path: str | os.PathLike[str], *, firms: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """List every fault and every doubt of an input.

    Parameters
    ----------
    path, firms
        As for `read`.

    Returns
    -------
    DataFrame
        Columns file, row, column, severity ("fault" or "doubt"), problem, hint. Empty where all is well.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "links.csv"
    >>> _ = path.write_text("supplier,buyer,value\\nS,L,-1\\n")
    >>> check(path)[["row", "column", "problem"]].to_numpy().tolist()
    [[2, 'value', '-1 is negative']]
    """
    try:
        found = clean(_find(path, firms))[2]
    except InputError as error:
        found = list(error.faults)
    columns = ["file", "row", "column", "severity", "problem", "hint"]
    table = pd.DataFrame([[getattr(fault, column) for column in columns] for fault in found], columns=columns)
    table["row"] = table["row"].astype("Int64")
    table["doubt"] = table["severity"].eq(DOUBT)
    return table.sort_values(["doubt", "file", "row"], kind="stable", ignore_index=True).drop(columns="doubt")


TEMPLATE = "template.xlsx"
"""The workbook that `chainnet new` writes; it is read where a folder holds no other tables."""


# ---- finding the tables -----------------------------------------------------------------------------------


def _find(path: str | os.PathLike[str], firms: str | os.PathLike[str] | None) -> Source:
    name = os.fspath(path)
    if name == "-":
        source = Source(parse_text(sys.stdin.buffer.read(), "stdin"))
    elif Path(path).is_dir():
        source = _find_in_folder(Path(path))
    elif not Path(path).exists():
        raise InputError.one("no such file or folder", hint="check the path", file=name)
    elif Path(path).suffix.lower() == ".graphml":
        source = Source(*graphs.tables_of_graphml(Path(path), name))
    else:
        source = _find_in_file(Path(path), name)
    if firms is not None:
        source.firms = _firms_table(read_tables(Path(firms), os.fspath(firms)))
    return source


def _find_in_folder(folder: Path) -> Source:
    name = os.fspath(folder)
    links, firms = (_beside(folder, kind) for kind in ("links", "firms"))
    workbook = folder / TEMPLATE
    if links is None and firms is None and workbook.exists():
        links = workbook
    if links is None:
        hint = (
            f"put the links in {Path(name) / 'links.csv'} (or .xlsx, .parquet); `chainnet new FOLDER` writes a template"
        )
        raise InputError.one("the folder holds no links table", hint=hint, file=name)
    source = _find_in_file(links, os.fspath(links))
    if firms is not None:
        source.firms = _firms_table(read_tables(firms, os.fspath(firms)))
    if links != workbook and workbook.exists() and _says_else(workbook, source.links):
        problem = f"{TEMPLATE} is not read, since {links.name} is there"
        hint = f"delete {TEMPLATE}, or delete the csv files to use it"
        source.doubts.append(Fault(problem, hint, os.fspath(workbook), severity=DOUBT))
    toml = folder / "cluster.toml"
    if toml.exists():
        source.about = read_toml(toml)
    return source


def _says_else(workbook: Path, links: Table) -> bool:
    """Whether the template holds other links than the table that is read."""
    tables = [table for table in read_tables(workbook, os.fspath(workbook)) if is_links(table)]
    return not any(
        table.cells.astype("str").to_numpy().tolist() == links.cells.astype("str").to_numpy().tolist()
        for table in tables
    )


def _beside(folder: Path, kind: str) -> Path | None:
    candidates = [folder / f"{kind}{ending}" for ending in TABLE_ENDINGS]
    return next((path for path in candidates if path.exists()), None)


def _find_in_file(path: Path, name: str) -> Source:
    tables = read_tables(path, name)
    links = [table for table in tables if is_links(table)]
    if len(links) > 1:
        hint = "leave just one sheet with the columns supplier and buyer"
        raise InputError.one("several sheets hold links", hint=hint, file=name)
    source = Source(links[0] if links else tables[0])
    others = [table for table in tables if table is not source.links]
    if others and links:
        source.firms = next((table for table in others if knows_firms(table)), None)
    said = source.links.metadata.get(ABOUT_KEY)
    if said:
        source.about, source.types = read_described(said, name)
        source.firms = _firms_table(read_tables(firms_beside(path), os.fspath(firms_beside(path))))
    return source


def _firms_table(tables: list[Table]) -> Table:
    return next((table for table in tables if knows_firms(table)), tables[0])
