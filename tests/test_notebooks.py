"""The notebooks run from a clean kernel, say what they keep, and keep nothing of a machine."""

from __future__ import annotations

import ast
import os
import re
import sys
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

import chainnet as cn

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LARGEST = 800_000
"""Bytes of a notebook with its outputs: what a code host shows."""
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def kept(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in code(notebook) for output in cell.outputs]


def printed(notebook: NotebookNode) -> list[str]:
    return [output.text for output in outputs(notebook) if output.output_type == "stream"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@each
def test_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own asserts hold, nothing warns, and what it prints is what is kept of it."""
    monkeypatch.setenv("PYTHONWARNINGS", "error::UserWarning")
    monkeypatch.delenv("CHAINNET_LANG", raising=False)
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": os.fspath(path.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place).execute()
    kinds = {kind for output in outputs(notebook) for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
    assert not [output for output in outputs(notebook) if output.output_type == "stream" and output.name == "stderr"]
    assert printed(notebook) == printed(kept(path))


@each
def test_what_is_kept_is_whole_and_light(path: Path) -> None:
    cells = code(kept(path))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert path.stat().st_size < LARGEST
    assert any("image/png" in output.get("data", {}) for output in outputs(kept(path)))


@each
def test_nothing_of_a_machine_is_kept(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pictures = re.compile(r'"image/png": "[^"]*"')
    bare = pictures.sub("", text)
    for sign in (
        "/tmp/",
        "/home/",
        "/Users/",
        "/root/",
        "/work/",
        "C:\\\\",
        sys.prefix,
        " at 0x",
        "iopub",
        '"version"',
    ):
        assert sign not in bare, sign


@each
def test_cells_use_public_names_alone(path: Path) -> None:
    """Of chainnet only what `import chainnet as cn` offers, no private name, no shell."""
    for cell in code(kept(path)):
        tree = ast.parse(cell.source)  # a line for the shell is no Python
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("chainnet")
            elif isinstance(node, ast.Import):
                assert {alias.asname for alias in node.names if alias.name.startswith("chainnet")} <= {"cn"}
            elif isinstance(node, ast.Attribute):
                assert not node.attr.startswith("_")
                if isinstance(node.value, ast.Name) and node.value.id == "cn":
                    assert node.attr in cn.__all__


@each
def test_it_opens_with_a_summary_in_chinese(path: Path) -> None:
    first = kept(path).cells[0]
    assert first.cell_type == "markdown"
    assert "摘要" in first.source


def test_readme_lists_every_notebook() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in NOTEBOOKS} == set(re.findall(r"\]\((\d\d-[^)]+\.ipynb)\)", text))
