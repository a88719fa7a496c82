"""Writing the report: one page, tables/, figures/ and a workbook, all or nothing."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from chainnet.errors import GlyphWarning
from chainnet.figures.style import SUBSTITUTE
from chainnet.files import new_folder
from chainnet.network import About, SupplyNetwork
from chainnet.report.cover import cover_of
from chainnet.report.glossary import held, sheet_called
from chainnet.report.page import page
from chainnet.report.provenance import Provenance, hashes, nature, now, times_said, without_folders
from chainnet.report.saving import save_figure
from chainnet.report.sections import Section, sections
from chainnet.report.sections.definitions import DEFINITIONS
from chainnet.report.sections.parts import Picture
from chainnet.report.settings import OWN, PROVENANCE, Settings
from chainnet.report.table_files import as_csv, with_nature
from chainnet.report.workbook import Sheet, write_workbook
from chainnet.spreadsheet import CSV_ENCODING


def build_report(
    net: SupplyNetwork,
    folder: Path,
    settings: Settings | None = None,
    *,
    overwrite: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Write the report of a network.

    Parameters
    ----------
    net : SupplyNetwork
    folder : Path
        Gets report.html (self-contained), ``tables/*.csv``, ``figures/*.png`` and ``*.svg``, workbook.xlsx,
        provenance.json.
    settings : Settings, optional
    overwrite : bool
        Whether a report that is there may be replaced. Other folders never are.
    progress : callable
        Called after each of the steps that `steps` counts.

    Raises
    ------
    InputError
        Where the folder exists, or can't be written to.
    """
    settings = settings or Settings()
    with new_folder(folder, own=OWN, overwrite=overwrite) as place:
        parts = sections(net, settings)
        progress()
        provenance = _provenance(net, settings)
        _write_tables(place / "tables", parts, net)
        pictures = _write_figures(place / "figures", parts, net.about, provenance, progress)
        _warn_of_glyphs(parts, settings.lang)
        _write_workbook(place / "workbook.xlsx", net, parts, settings, provenance)
        (place / "report.html").write_text(
            page(net, parts, pictures, settings, provenance.told(settings.lang)), encoding="utf-8"
        )
        (place / PROVENANCE).write_text(provenance.to_json(indent=1) + "\n", encoding="utf-8")
        progress()


STEPS = 10
"""About how many times `build_report` tells of progress."""


def _write_tables(folder: Path, parts: list[Section], net: SupplyNetwork) -> None:
    folder.mkdir()
    for table in (table for part in parts for table in part.tables):
        text = as_csv(with_nature(table.frame, net), table.kind, unit=net.about.value_unit)
        (folder / f"{table.name}.csv").write_text(text, encoding=CSV_ENCODING, newline="")


def _write_figures(
    folder: Path, parts: list[Section], about: About, provenance: Provenance, progress: Callable[[], None]
) -> dict[str, tuple[str, bytes]]:
    """Draw every figure as PNG and SVG; return for the page the media type and content of each.

    A section whose figures lack characters notes which.
    """
    folder.mkdir()
    chosen = {}
    with ThreadPoolExecutor(1) as beside:  # the next figure is drawn while one is packed
        for section, picture in ((part, picture) for part in parts for picture in part.pictures):
            figure, lacking = _drawn(picture)
            section.glyphs = "".join(sorted({*section.glyphs, *lacking}))
            png, svg = folder / f"{picture.name}.png", folder / f"{picture.name}.svg"
            save_figure(figure, png, about, provenance)
            figure.set_layout_engine("none")  # it is laid out by now
            save_figure(figure, svg, about, provenance)
            heavy = svg.stat().st_size > HEAVY
            packed = beside.submit(_webp, png) if heavy else beside.submit(svg.read_bytes)
            chosen[picture.name] = "image/webp" if heavy else "image/svg+xml", packed
            progress()
    return {name: (kind, packed.result()) for name, (kind, packed) in chosen.items()}


def _drawn(picture: Picture) -> tuple[Figure, str]:
    """Return a figure and the characters that it could not draw; other warnings are given as they come."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", GlyphWarning)
        figure = picture.draw()
    lacking = ""
    for one in caught:
        if isinstance(one.message, GlyphWarning):
            lacking += one.message.characters
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return figure, lacking


def _warn_of_glyphs(parts: list[Section], lang: str) -> None:
    """Warn once of all characters that figures lack; the page says it beside the figures."""
    if lacking := {char for part in parts for char in part.glyphs}:
        warnings.warn(GlyphWarning("".join(sorted(lacking)), SUBSTITUTE, lang), stacklevel=3)


HEAVY = 400_000
"""Bytes above which the page takes a figure as pixels: thousands of lines weigh less so."""


def _webp(png: Path) -> bytes:
    from PIL import Image

    held = BytesIO()
    Image.open(png).convert("RGB").save(held, "webp", quality=88, method=2)
    return held.getvalue()


def _write_workbook(
    path: Path, net: SupplyNetwork, parts: list[Section], settings: Settings, provenance: Provenance
) -> None:
    lang = settings.lang
    sheets = [
        Sheet(
            sheet_called(table.name, table.title, lang),
            with_nature(table.frame, net),
            table.kind,
            held(table.name, table.title, lang),
        )
        for part in parts
        for table in part.tables
    ]
    definitions = [
        (settings.say(*one.name), f"{settings.say(*one.formula)}\n{settings.say(*one.boundary)}")
        for one in DEFINITIONS.values()
    ]
    cover = cover_of(net.about, provenance, lang=lang, definitions=definitions)
    write_workbook(path, sheets, lang=lang, unit=net.about.value_unit, cover=cover)


def _provenance(net: SupplyNetwork, settings: Settings) -> Provenance:
    """Return what the report was made of and with: what the command line says of it, else what the settings do."""
    if settings.provenance is not None:
        return settings.provenance
    source = settings.source
    return Provenance(
        command="report",
        network=without_folders(source),
        sha256=hashes([source]) if source not in ("", "-") else {},
        parameters={
            "area": settings.area.describe(),
            "minutes": settings.minutes,
            "runs": settings.runs,
            "lang": settings.lang,
        },
        seed=settings.seed,
        data=nature(net.about),
        made=now(),
        **times_said(settings.times, settings.lang),
    )
