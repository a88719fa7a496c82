"""Writing the report: one page, tables/, figures/ and a workbook, all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from pathlib import Path

from chainnet._version import __version__
from chainnet.files import new_folder
from chainnet.network import About, SupplyNetwork
from chainnet.report.page import page
from chainnet.report.saving import save_figure
from chainnet.report.sections import Section, sections
from chainnet.report.settings import Settings
from chainnet.report.tables import as_csv, with_nature
from chainnet.report.workbook import write_workbook
from chainnet.spreadsheet import CSV_ENCODING
from chainnet.travel import Estimate

PROVENANCE = "provenance.json"
OWN = ("report.html", "tables", "figures", "workbook.xlsx", PROVENANCE)
"""What a report's folder holds; one that holds anything else is never replaced."""


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
        Gets report.html (self-contained), tables/*.csv, figures/*.png and *.svg, workbook.xlsx, provenance.json.
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
        pictures = _write_figures(place / "figures", parts, net.about, progress)
        _write_workbook(place / "workbook.xlsx", net, parts, settings, provenance)
        (place / "report.html").write_text(page(net, parts, pictures, settings, provenance), encoding="utf-8")
        (place / PROVENANCE).write_text(json.dumps(provenance, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        progress()


STEPS = 10
"""About how many times `build_report` tells of progress."""


def _write_tables(folder: Path, parts: list[Section], net: SupplyNetwork) -> None:
    folder.mkdir()
    for table in (table for part in parts for table in part.tables):
        text = as_csv(with_nature(table.frame, net), table.kind, unit=net.about.value_unit)
        (folder / f"{table.name}.csv").write_text(text, encoding=CSV_ENCODING, newline="")


def _write_figures(
    folder: Path, parts: list[Section], about: About, progress: Callable[[], None]
) -> dict[str, tuple[str, bytes]]:
    """Draw every figure as PNG and SVG; return for the page the media type and content of each."""
    folder.mkdir()
    chosen = {}
    for picture in (picture for part in parts for picture in part.pictures):
        figure = picture.draw()
        png, svg = folder / f"{picture.name}.png", folder / f"{picture.name}.svg"
        save_figure(figure, png, about)
        save_figure(figure, svg, about)
        heavy = svg.stat().st_size > HEAVY
        chosen[picture.name] = ("image/webp", _webp(png)) if heavy else ("image/svg+xml", svg.read_bytes())
        progress()
    return chosen


HEAVY = 400_000
"""Bytes above which the page takes a figure as pixels: thousands of lines weigh less so."""


def _webp(png: Path) -> bytes:
    from PIL import Image

    held = BytesIO()
    Image.open(png).convert("RGB").save(held, "webp", quality=88, method=2)
    return held.getvalue()


def _write_workbook(
    path: Path, net: SupplyNetwork, parts: list[Section], settings: Settings, provenance: dict[str, object]
) -> None:
    sheets = [(table.name, with_nature(table.frame, net), table.kind) for part in parts for table in part.tables]
    cover = [
        (settings.say("名称", "name"), net.about.name(settings.lang)),
        (settings.say("数据", "data"), nature(net, settings)),
        (settings.say("来源", "source"), net.about.source_in(settings.lang)),
        *(
            (str(key), json.dumps(said, ensure_ascii=False) if isinstance(said, dict) else str(said))
            for key, said in provenance.items()
        ),
    ]
    write_workbook(path, sheets, lang=settings.lang, unit=net.about.value_unit, cover=cover)


def nature(net: SupplyNetwork, settings: Settings) -> str:
    """Say whether the data are real."""
    return {
        True: settings.say("合成数据，不是真实企业", "synthetic data, no real firms"),
        False: settings.say("真实数据", "real data"),
        None: settings.say("未说明真实或合成", "not said whether real or synthetic"),
    }[net.about.synthetic]


def _provenance(net: SupplyNetwork, settings: Settings) -> dict[str, object]:
    """Return what the report was made of and with."""
    return {
        "chainnet": __version__,
        "data": nature(net, settings),
        "made": datetime.now().astimezone().isoformat(timespec="minutes"),
        "network": settings.source,
        "sha256": _hashes(Path(settings.source)) if settings.source not in ("", "-") else {},
        "area": settings.area.describe(settings.lang),
        "minutes": settings.minutes,
        "times": settings.times.describe(settings.lang),
        "times_parameters": asdict(settings.times) if isinstance(settings.times, Estimate) else {},
        "runs": settings.runs,
        "seed": settings.seed,
    }


def _hashes(path: Path) -> dict[str, str]:
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}
