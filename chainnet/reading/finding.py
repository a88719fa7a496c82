"""Where the tables of a network are: in a folder, a file, several sheets of a file, or on standard input."""

from __future__ import annotations

import os
from pathlib import Path

from chainnet.errors import DOUBT, NOTE, Fault, InputError, Said
from chainnet.network.convert import ABOUT_KEY
from chainnet.network.save import firms_beside
from chainnet.reading import graphs
from chainnet.reading.described import read_described, read_toml
from chainnet.reading.files.opened import opening, read_stream
from chainnet.reading.files.tables import TABLE_ENDINGS, Table, parse_text, read_tables
from chainnet.reading.options import Options
from chainnet.reading.source import Source
from chainnet.reading.standard import stdin
from chainnet.reading.wide import as_links

LOG = "changes.csv"
TEMPLATE = "template.xlsx"
"""The workbook that `chainnet new` writes; it is read where a folder holds no other tables."""


def find(path: str | os.PathLike[str], firms: str | os.PathLike[str] | None, options: Options) -> Source:
    """Find the tables of a network.

    Raises
    ------
    InputError
        Where there are none, or they can't be opened.
    """
    name = os.fspath(path)
    with opening(Path(path), name):
        return _find(path, name, firms, options)


def _find(path: str | os.PathLike[str], name: str, firms: str | os.PathLike[str] | None, options: Options) -> Source:
    if name == "-":
        data = read_stream(stdin(), "stdin")
        source = Source(_shaped(parse_text(data, "stdin", options.words, options.shape), options))
    elif Path(path).is_dir():
        source = _in_folder(Path(path), options)
    elif not Path(path).exists():
        problem = Said("no such file or folder", "没有这个文件或文件夹")
        raise InputError.one(problem, hint=Said("check the path", "请检查路径"), file=name)
    elif Path(path).suffix.lower() == ".graphml":
        source = Source(*graphs.tables_of_graphml(Path(path), name))
    else:
        source = _in_file(Path(path), name, options, given_firms=firms is not None)
    if firms is not None:
        source.firms = _firms_in(Path(firms), options)
    return source


def _in_folder(folder: Path, options: Options) -> Source:
    name = os.fspath(folder)
    links, firms = (_beside(folder, kind) for kind in ("links", "firms"))
    workbook = folder / TEMPLATE
    if links is None and firms is None and workbook.exists():
        links = workbook
    if links is None:
        place = Path(name) / "links.csv"
        hint = Said(
            f"put the links in {place} (or .xlsx, .parquet); `chainnet new FOLDER` writes a template",
            f"把供货关系存为 {place}（或 .xlsx、.parquet）；`chainnet new FOLDER` 生成模板",
        )
        there = ", ".join(path.name for path in _tables_in(folder)[:4])
        also = (f"; there are {there}", f"；现有 {there}") if there else ("", "")
        problem = Said(f"the folder holds no links table{also[0]}", f"文件夹里没有供货关系表{also[1]}")
        raise InputError.one(problem, hint=hint, file=name)
    source = _in_file(links, os.fspath(links), options, given_firms=firms is not None)
    if firms is not None:
        source.firms = _firms_in(firms, options)
    if links != workbook and workbook.exists() and _says_else(workbook, source.links, options):
        problem = Said(
            f"{TEMPLATE} is not read, since {links.name} is there", f"已有 {links.name}，所以没有读取 {TEMPLATE}"
        )
        hint = Said(
            f"delete {TEMPLATE}, or delete the csv files to use it", f"删除 {TEMPLATE}；若要用它，请删除 csv 文件"
        )
        source.found.append(Fault(problem, hint, os.fspath(workbook), severity=DOUBT))
    source.found += _left_unread(folder, {links, firms, workbook})
    toml = folder / "cluster.toml"
    if toml.exists():
        source.about = read_toml(toml)
    return source


def _tables_in(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.name.lower().endswith(TABLE_ENDINGS) and path.suffix != ".txt"
    )


def _left_unread(folder: Path, read: set[Path | None]) -> list[Fault]:
    """Say which tables of a folder are not read; doubt them where one may be the firms table that is lacking."""
    lacking = not any(path is not None and path.stem == "firms" for path in read)
    left = [path for path in _tables_in(folder) if path not in read and path.name != LOG]
    hint = Said(
        "call tables links.csv and firms.csv (or .xlsx, .parquet), or move this one elsewhere",
        "请命名为 links.csv、firms.csv（或 .xlsx、.parquet），或移到别处",
    )
    problem = Said("this file is not read", "没有读取这个文件")
    return [
        Fault(problem, hint, os.fspath(path), severity=DOUBT if lacking or path.stem in ("links", "firms") else NOTE)
        for path in left
    ]


def _says_else(workbook: Path, links: Table, options: Options) -> bool:
    """Whether the template holds other links than the table that is read."""

    def body(table: Table) -> list[list[str]]:
        return table.cells.astype("str").to_numpy().tolist()

    tables = read_tables(workbook, os.fspath(workbook), options.words)
    return not any(body(table) == body(links) for table in tables if options.words.is_links(table.cells.columns))


def _beside(folder: Path, kind: str) -> Path | None:
    candidates = [folder / f"{kind}{ending}" for ending in TABLE_ENDINGS]
    return next((path for path in candidates if path.exists()), None)


def _in_file(path: Path, name: str, options: Options, *, given_firms: bool) -> Source:
    tables = read_tables(path, name, options.words, sheet=options.sheet, shape=options.shape)
    tables = [_shaped(table, options) for table in tables]
    links = [table for table in tables if options.words.is_links(table.cells.columns)]
    if len(links) > 1:
        listed = ", ".join(table.file for table in links)
        problem = Said(f"several sheets hold links: {listed}", f"有多个工作表含供货关系：{listed}")
        hint = Said("say which with --sheet NAME", "用 --sheet 名称 指定一个")
        raise InputError.one(problem, hint=hint, file=name)
    source = Source(links[0] if links else tables[0])
    if options.sheet is not None and not given_firms:
        tables += read_tables(path, name, options.words)
    others = [table for table in tables if table.file != source.links.file]
    if links and others:
        source.firms = _best_firms(others, options)
        source.found += _unread(others, source.firms)
    said = source.links.metadata.get(ABOUT_KEY)
    if said:
        source.about, source.types = read_described(said, name)
        if not given_firms:
            source.firms = _firms_in(firms_beside(path), options)
    return source


def _shaped(table: Table, options: Options) -> Table:
    return as_links(table, options.words, options.shape)


def _firms_in(path: Path, options: Options) -> Table:
    tables = read_tables(path, os.fspath(path), options.words)
    return _best_firms(tables, options) or tables[0]


def _best_firms(tables: list[Table], options: Options) -> Table | None:
    """Return the table that knows most columns of firms."""
    best = max(tables, key=lambda table: options.words.known_firms(table.cells.columns))
    return best if options.words.known_firms(best.cells.columns) else None


def _unread(others: list[Table], firms: Table | None) -> list[Fault]:
    """Say which sheets are not read."""
    return [
        Fault(Said("this sheet is not read", "没有读取这个工作表"), "", table.file, severity=NOTE)
        for table in others
        if table is not firms
    ]
