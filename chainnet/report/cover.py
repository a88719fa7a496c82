"""The cover of a workbook: what the data are, what was done with them, what each sheet and column holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chainnet.network import About
from chainnet.report.aligned import width_of
from chainnet.report.headings import unit_glossed
from chainnet.report.provenance import Provenance, heading

if TYPE_CHECKING:
    import xlsxwriter

WIDTHS = (26, 96, 10)
LINE = 16.5
"""Points that a line takes."""
STYLES = {
    "title": {"bold": True, "font_size": 16},
    "warning": {"bold": True, "font_color": "#B3261E", "font_size": 12},
    "part": {"bold": True, "font_size": 12, "bottom": 1},
    "key": {"bold": True, "valign": "top", "text_wrap": True},
    "told": {"text_wrap": True, "valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
    "count": {"num_format": "#,##0", "valign": "top"},
}


@dataclass(frozen=True)
class Cover:
    """What the cover of a workbook says besides the list of its sheets.

    Parameters
    ----------
    title : str
        The data set's name.
    facts : sequence of (str, str)
        Source, version, parameters and the like, each with its heading.
    definitions : sequence of (str, str)
        What the measures are.
    warning : str
        What stands on top of it and of each sheet, as that the data are synthetic.
    comment : str
        What the file's properties hold: the provenance as JSON.
    """

    title: str
    facts: Sequence[tuple[str, str]] = ()
    definitions: Sequence[tuple[str, str]] = ()
    warning: str = ""
    comment: str = ""


def cover_of(
    about: About,
    provenance: Provenance | None,
    *,
    lang: str,
    definitions: Sequence[tuple[str, str]] = (),
) -> Cover:
    """Return the cover that a data set and a provenance make.

    Examples
    --------
    >>> made = cover_of(About(name_en="Demo", synthetic=True), Provenance(command="rates", data="synthetic"), lang="en")
    >>> made.title, made.warning, made.facts[1]
    ('Demo', 'Synthetic data, no real firms', ('command', 'rates'))
    """
    zh = lang == "zh"
    own = [
        ("来源" if zh else "source", about.source_in(lang)),
        ("须知" if zh else "note", about.note(lang)),
        ("使用许可" if zh else "licence", about.licence),
        ("金额单位" if zh else "unit of amounts", unit_glossed(about.value_unit, lang)),
    ]
    said = [(heading(key, lang), _lines(value)) for key, value in _told(provenance, lang).items()]
    synthetic = "合成数据，不是真实企业" if zh else "Synthetic data, no real firms"
    return Cover(
        title=about.name(lang) or ("供应网络" if zh else "Supply network"),
        facts=[(key, text) for key, text in [*own, *said] if text],
        definitions=definitions,
        warning=synthetic if about.synthetic else "",
        comment=provenance.to_json() if provenance is not None else "",
    )


def _told(provenance: Provenance | None, lang: str) -> Mapping[str, Any]:
    return {} if provenance is None else provenance.told(lang)


def _height(*texts: str) -> int:
    """Return how many lines a row needs: not every program finds it out for itself."""
    needed = [
        sum(max(1, -(-width_of(line) // (width - 2))) for line in text.split("\n"))
        for text, width in zip(texts, WIDTHS, strict=False)
    ]
    return max(needed)


def _lines(value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_lines(part)}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def write_cover(
    sheet: xlsxwriter.worksheet.Worksheet,
    cover: Cover,
    contents: Sequence[tuple[str, str, int]],
    columns: Iterable[tuple[str, str]],
    styles: Mapping[str, Any],
    *,
    lang: str,
) -> None:
    """Write the cover.

    Parameters
    ----------
    sheet : Worksheet
    cover : Cover
    contents : sequence of (sheet, what it holds, rows)
        A link leads to each sheet.
    columns : iterable of (header, meaning)
    styles : mapping
        A format for each of `STYLES`.
    lang : {"zh", "en"}
    """
    from chainnet.report.workbook import write_text

    zh = lang == "zh"
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    write_text(sheet, 0, 0, cover.title, styles["title"])
    row = 1
    if cover.warning:
        write_text(sheet, row, 0, cover.warning, styles["warning"])
        row += 1

    def part(title: str, third: str = "") -> None:
        nonlocal row
        row += 1
        for at, text in enumerate((title, "", third)):
            write_text(sheet, row, at, text, styles["part"])
        row += 1

    def lines(pairs: Iterable[tuple[str, str]]) -> None:
        nonlocal row
        for key, text in pairs:
            sheet.set_row(row, LINE * _height(key, text))
            write_text(sheet, row, 0, key, styles["key"])
            write_text(sheet, row, 1, text, styles["told"])
            row += 1

    part("数据与参数" if zh else "Data and parameters")
    lines(cover.facts)
    part("目录" if zh else "Contents", "行数" if zh else "rows")
    for name, holds, rows in contents:
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", styles["link"], string=name)
        write_text(sheet, row, 1, holds, styles["told"])
        sheet.set_row(row, LINE * _height(name, holds))
        sheet.write_number(row, 2, rows, styles["count"])
        row += 1
    if cover.definitions:
        part("指标定义" if zh else "Definitions")
        lines(cover.definitions)
    part("列的含义" if zh else "Columns")
    lines(columns)
