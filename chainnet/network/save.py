"""Writing a network: GraphML or Parquet, with nothing lost on the way back, or a data set folder of plain text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chainnet.errors import Fault, InputError
from chainnet.files import new_folder, replacing_file
from chainnet.network.convert import ABOUT_KEY, describe, to_networkx

if TYPE_CHECKING:
    import pandas as pd

    from chainnet.network.supply_network import SupplyNetwork

FOLDER = ("cluster.toml", "firms.csv", "links.csv")
"""What a data set folder written by chainnet holds."""
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_CSV = re.compile("[\0\r]")
"""A lone carriage return ends a row, and readers of text take a file that holds NUL for no text."""


def save(net: SupplyNetwork, path: str | os.PathLike[str], *, folder: bool = False, overwrite: bool = False) -> None:
    """Write the network; the kind follows from the ending. `chainnet.read` reads each of them back.

    Parameters
    ----------
    net : SupplyNetwork
    path : path-like
        ``x.graphml``: one GraphML file. ``x.parquet``: the links, with the firms beside them as
        ``x.firms.parquet``. Without an ending: a data set folder with cluster.toml, firms.csv and links.csv.
    folder : bool
        Whether to write a data set folder whatever the name ends in.
    overwrite : bool
        Whether a data set folder that exists may be replaced; files always are.

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
    if folder:
        _save_folder(net, path, overwrite=overwrite)
    elif path.suffix == ".graphml":
        _save_graphml(net, path)
    elif path.suffix == ".parquet":
        _save_parquet(net, path)
    elif path.suffix == "":
        _save_folder(net, path, overwrite=overwrite)
    else:
        hint = "end the name in .graphml or .parquet, or give a folder"
        raise InputError.one(f"no way to write a network as {path.suffix}", hint=hint, file=str(path))


def firms_beside(path: Path) -> Path:
    """Return where the firms stand that belong to the links in `path`: ``x.firms.parquet`` for ``x.parquet``."""
    return path.with_name(f"{path.stem}.firms{path.suffix}")


def _refuse(net: SupplyNetwork, path: Path, unfit: re.Pattern[str], kind: str) -> None:
    """Raise an `InputError` for the columns with a text that such a file would lose or break at."""
    faults = [
        Fault(f"the character {found.group()!r} can't stand in {kind}", "take it out", str(path), column=column)
        for column, text in [("", describe(net)), *_texts(net.firms.reset_index()), *_texts(net.links)]
        if (found := unfit.search(text))
    ]
    if faults:
        raise InputError(faults)


def _texts(frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield for each column its name, and all that is written in it."""
    for column, cells in frame.items():
        yield str(column), "\n".join([str(column), *(cell for cell in cells if isinstance(cell, str))])


def _save_graphml(net: SupplyNetwork, path: Path) -> None:
    import networkx as nx

    _refuse(net, path, _NOT_IN_XML, "GraphML")
    graph = to_networkx(net)
    with replacing_file(path) as temporary:
        nx.write_graphml_xml(graph, temporary)


def _save_parquet(net: SupplyNetwork, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = {ABOUT_KEY.encode(): describe(net).encode()}
    frames = ((firms_beside(path), net.firms.reset_index()), (path, net.links))
    for place, frame in frames:
        table = pa.Table.from_pandas(frame, preserve_index=False)
        with replacing_file(place) as temporary:
            pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **said}), temporary)


def _save_folder(net: SupplyNetwork, path: Path, *, overwrite: bool) -> None:
    import tomli_w

    _refuse(net, path, _NOT_IN_CSV, "CSV")
    needed = ("supplier", "buyer")
    links = net.links[[column for column in net.links if column in needed or net.links[column].notna().any()]]
    said = net.about.to_dict()
    published = said.pop("published", [])
    with new_folder(path, own=FOLDER, overwrite=overwrite) as place:
        toml = {"cluster": said, "published": published} if published else {"cluster": said}
        (place / "cluster.toml").write_text(tomli_w.dumps(toml), encoding="utf-8", newline="\n")
        net.firms.to_csv(place / "firms.csv", encoding="utf-8", lineterminator="\n")
        links.to_csv(place / "links.csv", index=False, encoding="utf-8", lineterminator="\n")
