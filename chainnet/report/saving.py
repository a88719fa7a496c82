"""Figures as files that say what they show and what they were made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainnet._version import __version__
from chainnet.files import replacing_file
from chainnet.network import About
from chainnet.report.provenance import KEY, Provenance

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 200


def save_figure(figure: Figure, path: Path, about: About, provenance: Provenance | None = None) -> None:
    """Write a figure as PNG, SVG or PDF; the file itself says what it is of, and whether that is synthetic.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    path : Path
        The kind follows from its ending.
    about : About
        What the data set says of itself.
    provenance : Provenance, optional
        Held as JSON: in PNG by the text ``chainnet.provenance``, in SVG by ``dc:source``, in PDF by the keywords.

    Raises
    ------
    InputError
        Where the place can't be written to.
    """
    ending = path.suffix.lower()
    # files of level 3 are as small as those of the usual 6, and made in half the time
    options: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if ending == ".png" else {}
    with replacing_file(path) as temporary:
        figure.savefig(temporary, dpi=DOTS_PER_INCH, metadata=_metadata(ending, about, provenance), **options)


def _metadata(ending: str, about: About, provenance: Provenance | None) -> dict[str, str | None]:
    title = " · ".join(name for name in (about.name_zh, about.name_en) if name) or "supply network"
    nature = {True: "Synthetic data, no real firms. ", False: "Real data. ", None: ""}[about.synthetic]
    said = f"{nature}{about.note('en')} Made with chainnet {__version__}.".replace("  ", " ")
    kinds: dict[str, dict[str, str | None]] = {
        ".png": {"Title": title, "Description": said, "Software": f"chainnet {__version__}"},
        ".svg": {"Title": title, "Description": said, "Creator": f"chainnet {__version__}", "Date": None},
        ".pdf": {"Title": title, "Subject": said, "Creator": f"chainnet {__version__}", "CreationDate": None},
    }
    held = {".png": KEY, ".svg": "Source", ".pdf": "Keywords"}
    if provenance is not None:
        kinds[ending][held[ending]] = provenance.to_json()
    return kinds[ending]
