"""Writing a network: GraphML or Parquet, with nothing lost on the way back, or a data set folder of plain text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.files import new_folder, replacing_file
from chainnet.network.convert import ABOUT_KEY, describe
from chainnet.spreadsheet import CSV_ENCODING, escape_table

if TYPE_CHECKING:
    from chainnet.network.supply_network import SupplyNetwork

PROVENANCE = "provenance.json"
PROVENANCE_KEY = "chainnet.provenance"
"""Name of the attribute that holds, as JSON, what a network or a table was made of and with."""
FOLDER = ("cluster.toml", "firms.csv", "links.csv", "changes.csv", PROVENANCE)
"""What a data set folder written by chainnet holds."""
_NOT_IN_XML = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_NOT_IN_CSV = "[\0\r]"
"""A lone carriage return ends a row, and readers of text take a file that holds NUL for no text."""


def save(
    net: SupplyNetwork,
    path: str | os.PathLike[str],
    *,
    folder: bool = False,
    overwrite: bool = False,
    provenance: str = "",
) -> None:
    """Write the network; the kind follows from the ending. `chainnet.read` reads each of them back.

    Parameters
    ----------
    net : SupplyNetwork
    path : path-like
        ``x.graphml``: one GraphML file. ``x.parquet``: the links, with the firms beside them as
        ``x.firms.parquet``. Without an ending: a data set folder with cluster.toml, firms.csv and links.csv, which
        spreadsheets open as they are. CSV knows no types: a column of the user's own comes back as text.
    folder : bool
        Whether to write a data set folder whatever the name ends in.
    overwrite : bool
        Whether a data set folder that exists may be replaced; files always are.
    provenance : str
        What the network was made of, as JSON: an attribute of the graph, of the Parquet schema, or provenance.json.

    Raises
    ------
    InputError
        Where the ending is another one, a text holds a character that such a file can't hold, or the place can't be
        written to.

    Examples
    --------
    >>> import tempfile, pandas as pd, chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> path = Path(tempfile.mkdtemp()) / "net.parquet"
    >>> net.save(path)
    >>> cn.read(path).links.equals(net.links)
    True
    """
    path = Path(path)
    said = {PROVENANCE_KEY: provenance} if provenance else {}
    if folder or path.suffix == "":
        save_folder(net, path, overwrite=overwrite, provenance=provenance)
    elif path.suffix == ".graphml":
        _save_graphml(net, path, said)
    elif path.suffix == ".parquet":
        _save_parquet(net, path, said)
    else:
        problem = Said(f"no way to write a network as {path.suffix}", f"不能把网络写成 {path.suffix}")
        hint = Said(
            "end the name in .graphml or .parquet, or give a folder", "文件名以 .graphml 或 .parquet 结尾，或给出文件夹"
        )
        raise InputError.one(problem, hint=hint, file=str(path))


def firms_beside(path: Path) -> Path:
    """Return where the firms stand that belong to the links in `path`: ``x.firms.parquet`` for ``x.parquet``."""
    return path.with_name(f"{path.stem}.firms{path.suffix}")


def _refuse(net: SupplyNetwork, path: Path, unfit: str, kind: str) -> None:
    """Raise an `InputError` for the columns with a text that such a file would lose or break at."""
    faults = []
    for column, found in _found(net, unfit):
        problem = Said(f"the character {found!r} can't stand in {kind}", f"{kind} 不能含有字符 {found!r}")
        faults.append(Fault(problem, Said("take it out", "请删去它"), str(path), column=column))
    if faults:
        raise InputError(faults)


def _found(net: SupplyNetwork, unfit: str) -> Iterator[tuple[str, str]]:
    """Yield for each column with an unfit character its name and the character."""
    columns = [
        (str(column), cells) for frame in (net.firms.reset_index(), net.links) for column, cells in frame.items()
    ]
    for column, text in [("", describe(net)), *((column, column) for column, _ in columns)]:
        if found := re.search(unfit, text):
            yield column, found.group()
    for column, cells in columns:
        if isinstance(cells.dtype, pd.StringDtype) or cells.dtype == object:
            texts = cells[[isinstance(cell, str) for cell in cells]] if cells.dtype == object else cells
            hits = texts[texts.str.contains(unfit, na=False).to_numpy(bool)]
            if len(hits) and (found := re.search(unfit, str(hits.iloc[0]))):
                yield column, found.group()


def _save_graphml(net: SupplyNetwork, path: Path, said: Mapping[str, str]) -> None:
    from chainnet.network.graphml import write_graphml

    _refuse(net, path, _NOT_IN_XML, "GraphML")
    with replacing_file(path) as temporary:
        write_graphml(net, temporary, said)


def _save_parquet(net: SupplyNetwork, path: Path, more: Mapping[str, str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = {key.encode(): text.encode() for key, text in {ABOUT_KEY: describe(net), **more}.items()}
    # both are written before either replaces what was there: links never stand beside the firms of another network
    with replacing_file(firms_beside(path)) as firms, replacing_file(path) as links:
        for place, frame in ((firms, net.firms.reset_index()), (links, net.links)):
            table = pa.Table.from_pandas(frame, preserve_index=False)
            with place.open("wb") as file:  # closed whatever happens, so that it can be taken away again
                pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **said}), file)


def save_folder(
    net: SupplyNetwork, path: Path, *, overwrite: bool = False, beside: Mapping[str, pd.DataFrame] | None = None,
    provenance: str = "",
) -> None:  # fmt: skip
    """Write a data set folder.

    Parameters
    ----------
    net : SupplyNetwork
    path : Path
        The folder.
    overwrite : bool
        Whether it may replace one that holds nothing but such files.
    beside : mapping of str to DataFrame, optional
        Tables that are written with it, by file name.
    provenance : str
        What it was made of, as JSON; it becomes provenance.json.

    Raises
    ------
    InputError
        Where a text can't stand in CSV, or the place can't be written to.
    """
    import tomli_w

    _refuse(net, path, _NOT_IN_CSV, "CSV")
    needed: tuple[str, ...] = ("supplier", "buyer")
    given = [column for column in net.links if net.links[column].notna().any()]
    if set(given) - {*needed, "product", "value"}:  # of others, none is then taken for a product or a value
        needed = (*needed, "product", "value")
    links = net.links[[column for column in net.links if column in needed or column in given]]
    said = net.about.to_dict()
    published = said.pop("published", [])
    with new_folder(path, own=FOLDER, overwrite=overwrite) as place:
        toml = {"cluster": said, "published": published} if published else {"cluster": said}
        (place / "cluster.toml").write_text(tomli_w.dumps(toml), encoding="utf-8", newline="\n")
        for name, table in {"firms.csv": net.firms.reset_index(), "links.csv": links, **(beside or {})}.items():
            escape_table(table).to_csv(place / name, index=False, encoding=CSV_ENCODING, lineterminator="\n")
        if provenance:
            (place / PROVENANCE).write_text(provenance + "\n", encoding="utf-8", newline="\n")
