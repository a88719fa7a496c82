"""The tables of a network as they were found, and the network that they make."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from chainnet.errors import DOUBT, FAULT, Fault, InputError, InputWarning, Said, several
from chainnet.network import About, SupplyNetwork
from chainnet.network.canonical import Order
from chainnet.parallel import spread
from chainnet.reading.cells.units import Unit, stated_unit
from chainnet.reading.cleaned import Cleaned, convert
from chainnet.reading.ends import find_ends
from chainnet.reading.files.tables import Table, read_tables
from chainnet.reading.firms import AMOUNTS, clean_firms, ids_of, start_firms
from chainnet.reading.headers import Words
from chainnet.reading.links import ENDS, clean_links
from chainnet.reading.located import WGS_84, datum_of
from chainnet.reading.options import Options
from chainnet.reading.same_firm.merging import merge_firms, read_merges
from chainnet.reading.texts import threads
from chainnet.reading.years import take_year


@dataclass
class Source:
    """The tables of a network as they were found, and what they say of themselves."""

    links: Table
    firms: Table | None = None
    about: About = field(default_factory=About)
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    found: list[Fault] = field(default_factory=list)


@dataclass
class Checked:
    """The tables of a network as they were understood.

    Attributes
    ----------
    firms : Cleaned or None
        None where there is no table of firms: they are the ends of the links.
    links : Cleaned
        Its ends are categories of firm ids.
    names : Series of str or None
        Names of firms by the table of links, under their ids.
    about : About
        With the unit and the datum that amounts and coordinates have now.
    found : list of Fault
        Faults, doubts and notes.
    order : Order or None
        That of the links in a network, where no end is missing.
    whole : bool
        Whether there are columns of suppliers and buyers, and of firms, to make a network of.
    """

    firms: Cleaned | None
    links: Cleaned
    names: pd.Series | None
    about: About
    found: list[Fault]
    order: Order | None = None
    whole: bool = True

    @property
    def faults(self) -> list[Fault]:
        """What stops the reading."""
        return [fault for fault in self.found if fault.severity == FAULT]

    @property
    def doubts(self) -> list[Fault]:
        """What looks odd."""
        return [fault for fault in self.found if fault.severity == DOUBT]

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the firms under their ids, and the links; rows that can't stand (see `faults`) are left out."""
        links = self.links.frame if self.order is not None else self.links.frame.dropna(subset=list(ENDS))
        if "year" in links and len(links["year"].dropna().unique()) > 1:  # taken together they are of no one year
            links = links.drop(columns="year")
        ids = links["supplier"].cat.categories.rename("firm")
        if self.firms is None:
            if self.order is None:  # those of rows left out are no firms
                ids = ids.take(np.unique([links[end].cat.codes for end in ENDS]))
            firms = pd.DataFrame(index=ids)
        else:
            rows = self.firms.frame.dropna(subset=["firm"])
            if self.faults:
                rows = rows.drop_duplicates("firm")
            same = len(rows) == len(ids) and ids.equals(pd.Index(rows["firm"]))
            firms = rows.drop(columns="firm").set_axis(ids) if same else rows.set_index("firm").reindex(ids)
        if self.names is not None:
            known = firms["name"] if "name" in firms else pd.Series(np.nan, firms.index, dtype="str")
            firms["name"] = known.fillna(self.names.reindex(firms.index))
        return firms, links


def clean(source: Source, options: Options) -> Checked:
    """Clean both tables, and find all that is wrong with them."""
    said = stated_unit(source.about.value_unit)
    stated = stated_unit(options.unit) or said
    datum = datum_of(options.datum or source.about.datum)
    of_links = stated_unit(source.links.unit) or said or stated
    ids, works = None, []
    if source.firms is not None:
        of_firms = stated_unit(source.firms.unit) or said or stated
        begun = start_firms(source.firms, options.words)
        ids = ids_of(begun)
        works.append(partial(clean_firms, begun, ids, of_firms, datum))
    works.insert(0, partial(clean_links, source.links, options.words, of_links, ids))
    links, *others = spread(_call, works, jobs=threads(len(source.links.cells)))
    take_year(links, options.year)
    firms = others[0] if others else None
    whole = set(ENDS) <= set(links.frame) and (firms is None or "firm" in firms.frame)
    same = _same(options, firms) if whole else {}
    ends = find_ends(links, firms, same) if whole else None
    if links.frame.empty:
        _tell_empty(links, firms)
    if firms is None and ends is not None:
        _tell_lists(links, ends.ids)
    unit = _one_unit(links, firms, stated)
    found = [*source.found, *_unused(source, options)]
    for table in [firms, links] if firms else [links]:
        found += sorted(table.faults, key=lambda fault: fault.row or 0)
    located = firms is not None and "longitude" in firms.frame
    about = replace(
        source.about,
        value_unit=unit.text if unit else source.about.value_unit,
        datum=WGS_84 if datum and located else source.about.datum,
    )
    return Checked(firms, links, ends.names if ends else None, about, found, ends.order if ends else None, whole)


def _same(options: Options, firms: Cleaned | None) -> dict[str, str]:
    """Return for each firm that the user merges the one that is kept: a name that both have is one firm's then."""
    if options.merge is None or firms is None:
        return {}
    groups = merges(options, pd.Index(firms.frame["firm"].dropna().drop_duplicates(), dtype="str"))
    return {firm: group[0] for group in groups for firm in group}


def _call(work: Callable[[], Cleaned]) -> Cleaned:
    return work()


def _one_unit(links: Cleaned, firms: Cleaned | None, stated: Unit | None) -> Unit | None:
    """Convert all amounts into one unit: the stated one, else that of the links, else that of the firms."""
    tables = [links, firms] if firms else [links]
    amounts = [(table, column) for table in tables for column in ("value", *AMOUNTS) if column in table.units]
    unit = stated or next((table.units[column] for table, column in amounts if table.units[column]), None)
    for table, column in amounts:
        convert(table, column, unit)
    return unit


def _tell_lists(links: Cleaned, ids: pd.Index) -> None:
    """Doubt the firms that look like several in one cell; with a table of firms they are in none of its rows."""
    several = ids[ids.str.contains(r"[^、；;][、；;][^、；;]", na=False)]
    for end in ENDS if len(several) else ():
        cells = links.frame[end]
        links.tell(
            cells.isin(several) & ~cells.duplicated(),
            end,
            lambda cell: Said(f"{cell!r} looks like several firms in one cell", f"“{cell}”像是一格里有几家企业"),
            Said("write one link a row", "每条关系写一行"),
            DOUBT,
        )


def _tell_empty(links: Cleaned, firms: Cleaned | None) -> None:
    alone = firms is None or firms.frame.empty
    problem = Said("no links under the header", "表头下没有供货关系")
    hint = Said("write one row a link", "每条关系写一行")
    links.say(problem, hint, severity=FAULT if alone else DOUBT)


def _unused(source: Source, options: Options) -> list[Fault]:
    """Return a fault for each header that the user gave a meaning and that no table has."""
    tables = [table for table in (source.links, source.firms) if table is not None]
    headers = {str(header) for table in tables for header in table.cells.columns}
    used = {own for own in options.columns if any(options.words.same(own, header) for header in headers)}
    hint = Said("write the header as it stands in the table", "请按表中的写法填写列名")
    return [
        Fault(Said(f"no column is called {own!r}", f"没有名为“{own}”的列"), hint, source.links.file)
        for own in options.columns
        if own not in used
    ]


def make(source: Source, options: Options | None = None) -> SupplyNetwork:
    """Make the network, or raise an `InputError` with every fault."""
    checked = clean(source, options or Options())
    if checked.faults:
        raise InputError(checked.faults)
    doubts = [fault for fault in checked.found if fault.severity == DOUBT]
    if doubts:
        number = several(len(doubts), "doubt")
        warnings.warn(
            f"{number}, the first: {doubts[0]} (`chainnet check`, or the network's doubts, lists all)",
            InputWarning,
            stacklevel=3,
        )
    return network_of(checked, source, options or Options())[0]


def network_of(checked: Checked, source: Source, options: Options) -> tuple[SupplyNetwork, pd.DataFrame | None]:
    """Make the network of what was understood, and the changes by which firms were merged, where any were."""
    firms, links = checked.frames()
    firms, links = typed(firms, source.types.get("firms")), typed(links, source.types.get("links"))
    changes, doubts, order = None, checked.doubts, checked.order
    if options.merge is not None:
        links, order = links.astype(dict.fromkeys(ENDS, "str")), None
        firms, links, changes = merge_firms(firms, links, merges(options, firms.index))
        loops = int((links["supplier"] == links["buyer"]).sum())
        doubts += _of_merging(changes, loops, os.fspath(options.merge))
    return SupplyNetwork(firms, links, checked.about, doubts, order=order), changes


def _of_merging(changes: pd.DataFrame, loops: int, file: str) -> list[Fault]:
    """Say what merging firms has lost: cells that contradict the kept firm's, links within what is one firm now."""
    contrary = changes[changes["before"].notna() & changes["after"].notna() & changes["column"].ne("firm")]
    doubts = []
    if len(contrary):
        first = contrary.iloc[0]
        shown = f"{first['column']} {first['before']}, {first['after']}"
        problem = Said(
            f"{len(contrary):,} cells of merged firms contradict those kept: {shown}",
            f"合并的企业有 {len(contrary):,} 处与保留的不一致：{shown}",
        )
        doubts.append(Fault(problem, Said("--fix lists them", "--fix 会逐条列出"), file, severity=DOUBT))
    if loops:
        problem = Said(
            f"{loops:,} links are within one firm now, and dropped", f"{loops:,} 条关系的两端成了同一家企业，不计入"
        )
        doubts.append(Fault(problem, "", file, severity=DOUBT))
    return doubts


def merges(options: Options, known: pd.Index) -> list[tuple[str, ...]]:
    """Read which firms the user says are one."""
    path = Path(str(options.merge))
    table = read_tables(path, os.fspath(path), Words())[0]
    return read_merges(table.cells, table.file, known, first_row=table.first_row)


def typed(frame: pd.DataFrame, types: dict[str, str] | None) -> pd.DataFrame:
    """Give the columns the types and the order that the file says they had when it was written."""
    if not types:
        return frame
    frame = frame.copy(deep=False)
    for column in types:
        if column not in frame and column != "firm":
            frame[column] = np.nan
    known = [column for column in types if column != "firm"]
    if any(types.get(end, "str") != "str" for end in ENDS):
        problem = Said("the ends of links are said to be no texts", "文件声明供应商、采购商不是文本")
        raise InputError.one(problem, hint=Said("write it again", "重新导出"))
    frame = frame[[*known, *(column for column in frame if column not in types)]]
    coded = {column for column in frame if isinstance(frame[column].dtype, pd.CategoricalDtype)}
    try:
        return frame.astype({column: types[column] for column in known if column not in ENDS and column not in coded})
    except (TypeError, ValueError) as error:
        problem = Said(f"a column is not of the type that the file says: {error}", f"列的类型与文件所写不符：{error}")
        raise InputError.one(problem, hint=Said("write it again", "重新导出")) from error
