"""What a section of the report is made of: headline numbers, figures, tables, what is lacking."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.figure import Figure

from chainnet import terms
from chainnet.areas import Area
from chainnet.errors import InputError
from chainnet.measures.local_rate import local_firms
from chainnet.network import SupplyNetwork
from chainnet.report.headings import unit_glossed
from chainnet.report.settings import Settings
from chainnet.report.tables import KINDS, Kind

MOST_ROWS = 500
"""Of a table on the page: more would make it slow to open and too heavy to send."""
LACKING = ("no_values", "no_products")
"""Reasons that a section tells once; the page leaves out rows that only repeat them."""


@dataclass
class Table:
    """A table: its file name, what stands above it, and the rows that the page shows."""

    name: str
    title: str
    frame: pd.DataFrame
    kind: Kind
    shown: pd.DataFrame

    @property
    def hidden(self) -> int:
        """Number of rows that only the file has."""
        return len(self.frame) - len(self.shown)


@dataclass
class Picture:
    """A figure: its file name, what it shows in words, how it is drawn, and whether it needs the page's full width."""

    name: str
    caption: str
    draw: Callable[[], Figure]
    wide: bool = False


@dataclass
class Card:
    """A headline number with its bounds, its definition's key, the section that tells more; or a firm in its place."""

    label: str
    number: str
    lines: list[str] = field(default_factory=list)
    definition: str = ""
    more: str = ""
    named: bool = False


@dataclass
class Section:
    """One part of the page; `glyphs` are the characters that its figures could not draw."""

    key: str
    title: str
    lead: str = ""
    definitions: tuple[str, ...] = ()
    cards: list[Card] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    glyphs: str = ""

    @property
    def brief(self) -> str:
        """The title up to its colon, for the list of contents."""
        return self.title.replace("：", ": ").partition(": ")[0]

    def draw(self, name: str, caption: str, draw: Callable[[], Figure], *, wide: bool = False) -> None:
        """Add a figure."""
        self.pictures.append(Picture(name, caption, draw, wide))

    def show(
        self, name: str, title: str, frame: pd.DataFrame, *, kind: str = "", rows: pd.DataFrame | None = None
    ) -> None:
        """Add a table; the page shows `rows` of it, the file all. Without a title the page shows nothing."""
        shown = frame.iloc[:0] if not title else frame if rows is None else rows
        shown = shown.head(MOST_ROWS)
        self.tables.append(Table(name, title, frame, KINDS.get(kind, Kind()), _without_ids(shown)))


_FOR_THE_FILE = ("mean", "members", "undefined", "left_out", "rate_shorter", "rate_longer")
_WHERE_ANY = ("imprecise", "over_water")


def _without_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as the page shows them: names instead of ids, no empty columns, none that only the file needs."""
    ids = ("buyer", "firm") if "name" in rows else ()
    none = [column for column in _WHERE_ANY if column in rows and not rows[column].any()]
    kept = rows.drop(columns=[column for column in (*ids, *_FOR_THE_FILE, *none) if column in rows])
    empty = [column for column in kept if kept[column].isna().all() or kept[column].astype("str").eq("").all()]
    return kept.drop(columns=empty) if len(kept) else kept


def local_or_none(net: SupplyNetwork, area: Area) -> pd.Series | None:
    """Return which firms are local, None where the data don't say what is."""
    try:
        return local_firms(net, area=area)
    except InputError:
        return None


def main_group(net: SupplyNetwork) -> str:
    """Return the group that headlines are about: the chain leaders, or all buyers where none is named."""
    return "(leaders)" if net.leaders else "(all)"


def main_rows(table: pd.DataFrame, net: SupplyNetwork, *, most: int = 40) -> pd.DataFrame:
    """Return the rows of groups and chain leaders, or the first ones where there are no leaders."""
    grouped = table["buyer"].map(terms.is_group)
    return table[grouped | table["buyer"].isin(net.leaders)] if net.leaders else table.head(most)


def telling(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say more than that the data lack values or products, which stands above the table."""
    return table[~table["reason"].isin(LACKING)]


def first_rows(rows: pd.DataFrame, settings: Settings) -> str:
    """Return, as the end of a title, that the page shows the first rows alone; empty where it shows all."""
    if len(rows) <= MOST_ROWS:
        return ""
    return settings.say(f"：前 {MOST_ROWS:,} 家", f": the first {MOST_ROWS:,}")


def unit_note(net: SupplyNetwork, settings: Settings) -> str:
    """Return in which unit amounts are, as the end of a sentence; empty where there are none."""
    unit = unit_glossed(net.about.value_unit, settings.lang)
    if not net.has_values or not unit:
        return ""
    return settings.say(f"。金额单位：{unit}/年。", f". Amounts in {unit} a year.")


def rate_card(row: pd.Series, settings: Settings) -> Card:
    """Return a rate as a headline, with numerator, denominator and bounds."""
    lines = [f"{row['numerator']:,.0f} / {row['denominator']:,.0f}"]
    bounds = span(row["low"], row["high"])
    if bounds:
        lines.append(f"{settings.say('上下界', 'bounds')} {bounds}")
    label = terms.show_among(terms.MEASURES_BY, str(row["by"]), settings.lang)
    return Card(label, percent(row["rate"]), lines, definition=f"rates-{str(row['by']).removesuffix('_major')}")


def percent(value: float) -> str:
    """Return a share as a percentage; a dash where it is not defined."""
    return "—" if math.isnan(value) else f"{value:.1%}"


def span(low: float, high: float) -> str:
    """Return bounds as text; empty where they are one, or not defined."""
    if math.isnan(low) or math.isnan(high) or percent(low) == percent(high):
        return ""
    return f"{percent(low)} – {percent(high)}"
