"""The tables of a network as they were found, and the network that they make."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from chainnet.errors import DOUBT, FAULT, Fault, InputError, InputWarning
from chainnet.network import About, SupplyNetwork
from chainnet.reading.cleaning import Cleaned, check_ends, clean_firms, clean_links
from chainnet.reading.tables import Table


@dataclass
class Source:
    """The tables of a network as they were found, and what they say of themselves."""

    links: Table
    firms: Table | None = None
    about: About = field(default_factory=About)
    types: dict[str, dict[str, str]] = field(default_factory=dict)
    doubts: list[Fault] = field(default_factory=list)


def clean(source: Source) -> tuple[Cleaned | None, Cleaned, list[Fault]]:
    """Clean both tables; return them with all faults and doubts."""
    firms = clean_firms(source.firms) if source.firms is not None else None
    links = clean_links(source.links)
    if firms is not None:
        check_ends(links, firms)
    units = {unit for unit in (source.about.value_unit, links.unit, firms.unit if firms else "") if unit}
    if len(units) > 1:
        hint = "write all values in one unit and say the same in every header and in cluster.toml"
        links.faults.append(
            Fault(f"several value units: {', '.join(sorted(units))}", hint, source.links.file, column="value")
        )
    tables = [firms, links] if firms else [links]
    found = source.doubts + [
        fault for table in tables for fault in sorted(table.faults, key=lambda fault: fault.row or 0)
    ]
    return firms, links, found


def make(source: Source) -> SupplyNetwork:
    """Make the network, or raise an `InputError` with every fault."""
    firms, links, found = clean(source)
    faults = [fault for fault in found if fault.severity == FAULT]
    if faults:
        raise InputError(faults)
    doubts = [fault for fault in found if fault.severity == DOUBT]
    if firms is None:
        ends = pd.unique(pd.concat([links.frame["supplier"], links.frame["buyer"]]))
        frame = pd.DataFrame(index=pd.Index(ends, dtype="str", name="firm"))
        unit = links.unit
    else:
        frame = firms.frame.set_index("firm")
        unit = links.unit or firms.unit
    about = source.about if source.about.value_unit or not unit else replace(source.about, value_unit=unit)
    if doubts:
        warnings.warn(
            f"{len(doubts)} doubts, the first: {doubts[0]} (`chainnet check`, or the network's doubts, lists all)",
            InputWarning,
            stacklevel=3,
        )
    return SupplyNetwork(
        _typed(frame, source.types.get("firms")),
        _typed(links.frame, source.types.get("links")),
        about,
        doubts,
    )


def _typed(frame: pd.DataFrame, types: dict[str, str] | None) -> pd.DataFrame:
    """Give the columns the types and the order that the file says they had when it was written."""
    if not types:
        return frame
    for column in types:
        if column not in frame and column != "firm":
            frame[column] = np.nan
    frame = frame[
        [
            *(column for column in types if column != "firm"),
            *(column for column in frame if column not in types),
        ]
    ]
    try:
        return frame.astype({column: kind for column, kind in types.items() if column != "firm"})
    except (TypeError, ValueError) as error:
        raise InputError.one(
            f"a column is not of the type that the file says: {error}", hint="write it again"
        ) from error
