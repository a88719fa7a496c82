"""Run the notebooks from a clean kernel and keep outputs small enough to be read on a code host.

``python notebooks/run.py`` runs all of them and writes them back; ``python notebooks/run.py 02`` those that begin so.
Needs ``pip install -e ".[notebook,test]"``.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image

HERE = Path(__file__).resolve().parent
WIDE = 1200
"""Pixels of a figure that is kept."""
COLOURS = 128
LONGEST = 20_000
"""Characters of HTML that are kept: the interactive network is shown by those who run the notebook."""


def executed(path: Path) -> NotebookNode:
    """Return the notebook at `path` with what its cells put out; numbers and texts of this run only."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    place = {"metadata": {"path": os.fspath(HERE)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place).execute()
    return notebook


def light(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with small pictures, without the page of the explorer, timings, addresses and versions."""
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            output.pop("metadata", None)
            if output.output_type in ("execute_result", "display_data"):
                output.metadata = {}
                _shrink(output.data)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def _shrink(data: NotebookNode) -> None:
    if "image/png" in data:
        data["image/png"] = _small(data["image/png"])
        data["text/plain"] = "<Figure>"
    if len(data.get("text/html", "")) > LONGEST:
        del data["text/html"]
        data["text/plain"] = "Run the notebook to see it · 运行后可交互查看"
    elif " at 0x" in data.get("text/plain", ""):
        data["text/plain"] = "<Table>"


def _small(png: str) -> str:
    """Return a picture in few colours, rare ones among them, no wider than `WIDE`."""
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    picture.thumbnail((WIDE, WIDE), Image.Resampling.LANCZOS)
    held = io.BytesIO()
    picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        held, "png", optimize=True
    )
    return base64.b64encode(held.getvalue()).decode()


def main(beginnings: list[str]) -> None:
    """Run the notebooks whose names begin so, all unless any is named."""
    for path in sorted(HERE.glob("*.ipynb")):
        if not beginnings or path.name.startswith(tuple(beginnings)):
            nbformat.write(light(executed(path)), path)  # type: ignore[no-untyped-call]
            print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
