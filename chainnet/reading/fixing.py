"""The cleaned data set, and every change that made it of what was written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said, told
from chainnet.network import SupplyNetwork
from chainnet.network.save import save_folder
from chainnet.reading.cleaned import Cleaned
from chainnet.reading.ends import repeats
from chainnet.reading.finding import LOG, find
from chainnet.reading.links import ENDS
from chainnet.reading.options import Options
from chainnet.reading.source import clean, network_of

COLUMNS = ["file", "row", "column", "before", "after", "reason"]


class Fixed(NamedTuple):
    """A cleaned data set: the network, the log of the changes, and the faults that a person has to mend."""

    net: SupplyNetwork
    changes: pd.DataFrame
    faults: list[Fault]


def fix(
    path: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    firms: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    shape: str = "auto",
    unit: str = "",
    datum: str = "",
    merge: str | os.PathLike[str] | None = None,
    year: int | None = None,
    lang: str = "en",
    overwrite: bool = False,
) -> Fixed:
    """Write the cleaned data set as a folder, with a log of every change.

    Parameters
    ----------
    path, firms, columns, sheet, shape, unit, datum, merge, year
        As for `chainnet.read`.
    folder : path-like
        Where to write cluster.toml, firms.csv, links.csv and changes.csv.
    lang : {"zh", "en"}
        Language of the reasons in the log.
    overwrite : bool
        Whether it may replace a folder that holds nothing but such files.

    Returns
    -------
    Fixed
        What is at fault can't be mended by itself: a cell that can't be read is left empty, a row without supplier or
        buyer and the second row of a firm are left out, a firm that no row has gets one. Each is in the log, and the
        faults tell them.

    Raises
    ------
    InputError
        Where there is nothing to clean: no table, no columns of suppliers and buyers, no firm.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> _ = (place / "x.csv").write_text("供方,需方,金额（万元）\\n甲,乙,1.2亿\\n")
    >>> fix(place / "x.csv", place / "out").changes[["row", "before", "after"]].to_numpy().tolist()[-1]
    [2, '1.2亿', '12000']
    """
    options = Options(columns or {}, sheet, shape, unit, datum, merge, year)
    _refuse_input(folder, path)
    source = find(path, firms, options)
    checked = clean(source, options)
    if not checked.whole:
        raise InputError(checked.faults)
    net, merged = network_of(checked, source, options)
    if not net.n:
        raise InputError(checked.faults)
    parts = [_headers(checked.links), _moved(checked.links), _cells(checked.links), _rows(checked.links, "links")]
    if checked.firms is not None:
        parts += [_headers(checked.firms), _cells(checked.firms), _rows(checked.firms, "firms")]
        parts += [_named_elsewhere(checked.firms, checked.names), _added(checked.firms, net)]
    if merged is not None:
        parts.append(merged)
    changes = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    changes["row"] = changes["row"].astype("Int64")
    changes["reason"] = [terms.show_among(terms.CHANGES, told(reason, lang), lang) for reason in changes["reason"]]
    save_folder(net, Path(folder), overwrite=overwrite, beside={LOG: changes})
    return Fixed(net, changes, checked.faults)


def _refuse_input(folder: str | os.PathLike[str], path: str | os.PathLike[str]) -> None:
    """Raise where the cleaned data set would replace what it is made of."""
    if str(path) != "-" and Path(folder).exists() and Path(path).exists() and Path(folder).samefile(path):
        problem = Said("this is the data set that is read", "这正是所读取的数据集")
        hint = Said("name another folder: what was written by hand stays as it is", "请另选文件夹：原始数据保持不变")
        raise InputError.one(problem, hint=hint, file=os.fspath(folder))


def _headers(cleaned: Cleaned) -> pd.DataFrame:
    """Return the headers that are called otherwise now."""
    written = reversed(cleaned.written.items())  # in the order of the file
    renamed = [(was, now) for now, was in written if was != now and now in cleaned.frame]
    return _log(cleaned, cleaned.table.first_row - 1, [was for was, _ in renamed], renamed, "renamed")


def _moved(links: Cleaned) -> pd.DataFrame:
    """Return the columns of names beside codes: the names stand in the table of firms now."""
    moved = [was for now, was in links.written.items() if now in [f"{end}_name" for end in ENDS]]
    return _log(links, links.table.first_row - 1, moved, [(was, "") for was in moved], "moved")


def _named_elsewhere(firms: Cleaned, names: pd.Series | None) -> pd.DataFrame:
    """Return the names that the table of firms left empty and that stand beside codes in the table of links."""
    first = firms.frame[firms.frame["firm"].notna() & ~firms.frame["firm"].duplicated()]
    known = first["name"] if "name" in first else pd.Series(np.nan, first.index, dtype="str")
    said = (known if names is None else first["firm"].map(names)).where(known.isna()).dropna()
    header = firms.written.get("name", "name")
    pairs = [("", name) for name in said]
    return _log(firms, firms.row[said.index.to_numpy()], [header] * len(pairs), pairs, "filled")


def _cells(cleaned: Cleaned) -> pd.DataFrame:
    """Return the cells that say something else now, and those that were empty or not there."""
    parts = []
    place = _place_in_table(cleaned)
    for column in cleaned.frame:
        after = _as_written(cleaned.frame[column])
        before = _before(cleaned, column, place)
        changed = (before != after).to_numpy() & ~_same_number(before, after)
        pairs = list(zip(before[changed], after[changed], strict=True))
        header = cleaned.written.get(column, column)
        parts.append(_log(cleaned, cleaned.row[changed], [header] * len(pairs), pairs, _reason(column)))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _place_in_table(cleaned: Cleaned) -> np.ndarray:
    """Return the position of each row in the table as it was read."""
    rows = cleaned.table.row_numbers()
    if cleaned.table.rows is None:
        return cleaned.row - cleaned.table.first_row
    return np.arange(len(rows)) if len(rows) == len(cleaned.row) else np.searchsorted(rows, cleaned.row)


def _before(cleaned: Cleaned, column: str, place: np.ndarray) -> pd.Series:
    header = cleaned.written.get(column, column)
    headers = [str(head).strip() for head in cleaned.table.cells.columns]
    if header not in headers:
        return pd.Series("", cleaned.frame.index, dtype="str")
    cells = cleaned.table.cells.iloc[:, headers.index(header)].astype("str").fillna("")
    return cells.iloc[place].set_axis(cleaned.frame.index)


def _as_written(cells: pd.Series) -> pd.Series:
    """Return cells as the csv will hold them; a whole number has no point."""
    if pd.api.types.is_float_dtype(cells):
        text = cells.map(lambda number: repr(float(number)).removesuffix(".0"), na_action="ignore").astype("str")
        return text.fillna("")
    return cells.astype("str").fillna("")


def _same_number(before: pd.Series, after: pd.Series) -> np.ndarray:
    was, now = (pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64) for cells in (before, after))
    return was == now


def _rows(cleaned: Cleaned, kind: str) -> pd.DataFrame:
    """Return the rows that are left out, or summed into another."""
    parts = []
    table = cleaned.table
    numbers = table.row_numbers()
    gone = np.flatnonzero(~np.isin(numbers, cleaned.row))
    cells = table.cells.iloc[gone]
    filled = cells.astype("str").fillna("").apply(lambda column: column.str.strip()).ne("").any(axis=1).to_numpy()
    parts.append(_whole_rows(cleaned, np.unique(numbers[gone[filled]]), "left_out"))
    if kind == "links":
        supplier, buyer = (cleaned.frame[end] for end in ENDS)
        lost = (supplier.isna() | buyer.isna()).to_numpy()
        loop = ~lost & (supplier.cat.codes == buyer.cat.codes).to_numpy()
        again = np.zeros(len(cleaned.frame), dtype=np.bool_)
        again[repeats(cleaned.frame)[0]] = True
        marks = [(lost, "left_out"), (loop, "supplies_itself"), (again, "summed")]
    else:
        firm = cleaned.frame["firm"]
        marks = [(firm.isna().to_numpy(), "left_out"), ((firm.notna() & firm.duplicated()).to_numpy(), "firm_twice")]
    parts += [_whole_rows(cleaned, cleaned.row[where], reason) for where, reason in marks]
    return pd.concat(parts, ignore_index=True)


def _whole_rows(cleaned: Cleaned, rows: np.ndarray, reason: str) -> pd.DataFrame:
    return _log(cleaned, rows, [""] * len(rows), [("", "")] * len(rows), reason)


def _added(firms: Cleaned, net: SupplyNetwork) -> pd.DataFrame:
    """Return the firms that no row of the table of firms had, each with the name that the links have for it."""
    new = net.firm_column("name")[~net.firms.index.isin(firms.frame["firm"])]
    cells = [
        [("firm", firm), ("name", name)] if isinstance(name, str) else [("firm", firm)] for firm, name in new.items()
    ]
    columns, after = [column for row in cells for column, _ in row], [("", cell) for row in cells for _, cell in row]
    return _log(firms, pd.array([pd.NA] * len(after), dtype="Int64"), columns, after, "firm_added")


def _log(cleaned: Cleaned, row: object, column: list[str], pairs: list[tuple[str, str]], reason: str) -> pd.DataFrame:
    frame = pd.DataFrame({"column": column, "before": [was for was, _ in pairs], "after": [now for _, now in pairs]})
    return frame.assign(file=cleaned.table.file, row=row, reason=reason)[COLUMNS]


def _reason(column: str) -> str:
    """Return why cells of this column may have changed."""
    kinds = {
        "number": ("value", "revenue", "capacity"),
        "place": ("longitude", "latitude", "precision", "adcode"),
        "word": ("role", "grade", "essential", "cluster"),
        "end": ENDS,
    }
    return next((kind for kind, columns in kinds.items() if column in columns), "text")
