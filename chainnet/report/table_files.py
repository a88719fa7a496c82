"""Tables as files: csv, xlsx, parquet, json; what one would take for a formula is escaped."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.files import replacing_file
from chainnet.network import SupplyNetwork
from chainnet.network.save import PROVENANCE_KEY
from chainnet.report.tables import Kind, with_unit
from chainnet.spreadsheet import CSV_ENCODING, escape_table

if TYPE_CHECKING:
    from chainnet.report.cover import Cover

ENDINGS = (".csv", ".xlsx", ".parquet", ".json")


def with_nature(table: pd.DataFrame, net: SupplyNetwork | None) -> pd.DataFrame:
    """Return the table for a file; of synthetic data each row says so."""
    return table.assign(data="synthetic") if net is not None and net.about.synthetic else table


def as_csv(table: pd.DataFrame, kind: Kind | None = None, *, unit: str = "") -> str:
    """Return the table as CSV with the columns' own names and full precision; no cell is a formula.

    Parameters
    ----------
    table : DataFrame
    kind : Kind, optional
        Says which columns are amounts.
    unit : str
        The network's value unit, which amounts get a column for.
    """
    return escape_table(with_unit(table, kind or Kind(), unit)).to_csv(index=False, lineterminator="\n")


def as_json(table: pd.DataFrame, kind: Kind | None = None, *, unit: str = "") -> str:
    """Return the table as a JSON list of rows; what is missing or infinite is null.

    Parameters
    ----------
    table : DataFrame
    kind : Kind, optional
        Says which columns are amounts.
    unit : str
        The network's value unit, which amounts get a column for.
    """
    table = with_unit(table, kind or Kind(), unit)

    def plain(value: Any) -> Any:
        if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
            return None
        return value.item() if hasattr(value, "item") else value

    rows = [{column: plain(value) for column, value in row.items()} for row in table.astype(object).to_dict("records")]
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_table(
    table: pd.DataFrame,
    path: Path,
    kind: Kind,
    *,
    lang: str = "en",
    unit: str = "",
    name: str = "table",
    cover: Cover | None = None,
) -> None:
    """Write the table; the kind of file follows from the ending.

    Parameters
    ----------
    table : DataFrame
    path : Path
        Ends in .csv (UTF-8 with BOM, which spreadsheets need), .xlsx, .parquet or .json.
    kind : Kind
        Formats of the columns in .xlsx, and which of them are amounts.
    lang : {"zh", "en"}
        Language of the headers in .xlsx.
    unit : str
        The network's value unit. It is in the headers of .xlsx, and a column ``unit`` of the others.
    name : str
        Which table it is, as `KINDS` and the glossary have it; its sheet in .xlsx is called so.
    cover : Cover, optional
        What .xlsx says on a second sheet; what it holds of the provenance also goes into the schema of .parquet. The
        other two kinds hold nothing but their rows.

    Raises
    ------
    InputError
        Where the ending is another one, a cell does not fit, or the place can't be written to.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        problem = Said(
            f"no way to write a table as {ending or 'a file without an ending'}",
            f"不能把表写成 {ending or '没有扩展名的文件'}",
        )
        hint = Said(f"end the name in one of {', '.join(ENDINGS)}", f"文件名以 {'、'.join(ENDINGS)} 之一结尾")
        raise InputError.one(problem, hint=hint, file=str(path))
    with replacing_file(path) as temporary:
        if ending == ".csv":
            temporary.write_text(as_csv(table, kind, unit=unit), encoding=CSV_ENCODING, newline="")
        elif ending == ".json":
            temporary.write_text(as_json(table, kind, unit=unit), encoding="utf-8", newline="\n")
        elif ending == ".parquet":
            with temporary.open("wb") as file:  # closed whatever happens, so that it can be taken away again
                _write_parquet(with_unit(table, kind, unit), file, cover.comment if cover else "")
        else:
            from chainnet.report.glossary import held, sheet_called
            from chainnet.report.workbook import Sheet, write_workbook

            sheet = Sheet(sheet_called(name, "", lang), table, kind, held(name, "", lang))
            write_workbook(temporary, [sheet], lang=lang, unit=unit, cover=cover, cover_last=True)


def _write_parquet(table: pd.DataFrame, file: BinaryIO, provenance: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = pa.Table.from_pandas(table, preserve_index=False)
    said = {PROVENANCE_KEY.encode(): provenance.encode()} if provenance else {}
    pq.write_table(rows.replace_schema_metadata({**(rows.schema.metadata or {}), **said}), file)
