"""The options that commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from chainnet.cli.words import INPUT, OUTPUT
from chainnet.errors import Said

Function = TypeVar("Function", bound=Callable[..., Any])
ROWS = 40
READING = ("sheet", "shape", "unit", "datum", "merge", "year")
"""Those that say how the tables are to be read, as `chainnet.read` has them."""


def default_lang() -> str:
    """Return the language of the person at the keyboard: CHAINNET_LANG, else the system's, else English."""
    said = os.environ.get("CHAINNET_LANG", "")
    if said in ("zh", "en"):
        return said
    import locale

    system = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


def _cores(_context: click.Context, _option: click.Parameter, jobs: int) -> int:
    if jobs == 0 or jobs < -1:
        raise click.BadParameter(Said("give a number of cores, or -1 for all of them.", "请写核数，或写 -1 使用全部"))
    return jobs


def _pairs(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Return the column of each header that --map names."""
    if any("=" not in pair for pair in given):
        raise click.BadParameter(Said("write HEADER=COLUMN, for example 甲方=buyer.", "请写 列名=含义，如 甲方=buyer"))
    return {pair.rpartition("=")[0].strip(): pair.rpartition("=")[2].strip() for pair in given}


language = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=default_lang, show_default="the system's",
    help="Language of what people read.",
)  # fmt: skip
quiet = click.option("--quiet", is_flag=True, help="No notes, no progress.")
provenance_option = click.option(
    "--no-provenance", "provenance", is_flag=True, flag_value=False, default=True,
    help="Write no NAME.provenance.json beside csv and json, and nothing of where it comes from into other files.",
)  # fmt: skip
form_option = click.option(
    "--format", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="Form of what is printed.",
)  # fmt: skip
output_option = click.option(
    "-o", "--output", metavar="FILE", type=OUTPUT, help="Write the table to a file: csv, xlsx, parquet or json."
)
_TABLES = (
    click.option("--firms", metavar="FILE", type=INPUT, help="Table of firms: csv, xlsx or parquet."),
    click.option(
        "--map", "columns", multiple=True, metavar="HEADER=COLUMN", callback=_pairs,
        help="What a header means, as in 甲方=buyer; HEADER= for nothing. `chainnet columns` lists the columns.",
    ),
    click.option("--sheet", metavar="NAME", help="Sheet of the workbook that holds the links."),
    click.option(
        "--shape", type=click.Choice(["auto", "links", "matrix", "adjacency"]), default="auto", show_default=True,
        help="How the table holds links: one a row, suppliers by buyers, or a supplier and its buyers in each row.",
    ),
    click.option("--unit", default="", metavar="UNIT", help="Unit of amounts where headers state none, as 万元."),
    click.option("--datum", default="", metavar="NAME", help="Datum of coordinates: WGS-84, GCJ-02 or BD-09."),
    click.option(
        "--merge", metavar="FILE", type=INPUT, help="Pairs of firms confirmed to be one; see check --duplicates."
    ),
    click.option("--year", type=int, metavar="YYYY", help="Read the links of one year, by the column year."),
    click.option("--leaders", metavar="ID,…", help="Take exactly these firms as chain leaders 链主."),
)  # fmt: skip
_OUTPUT = (
    form_option,
    click.option(
        "--rows", type=click.IntRange(min=0), default=ROWS, show_default=True,
        help="Print at most so many rows as a table; 0 for all.",
    ),
    output_option,
    click.option("--figure", metavar="FILE", type=OUTPUT, help="Draw it too: png, svg or pdf by its ending."),
    provenance_option,
)  # fmt: skip
_RUNNING = (
    language,
    click.option(
        "--jobs", type=int, default=-1, metavar="N", callback=_cores, help="Cores to use; -1 for all (default)."
    ),
    quiet,
)


def with_options(function: Function, *, table: bool) -> Function:
    """Give a command the options that all commands have, and those of a table where it makes one."""
    for option in reversed((*_TABLES, *(_OUTPUT if table else ()), *_RUNNING)):
        function = option(function)
    return function
