"""The floors, the public names and what an import costs."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import chainnet as cn

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "numpy", "numba", "matplotlib", "scipy", "igraph", "networkx", "pyarrow", "joblib", "jinja2")


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_imports_go_down_the_floors() -> None:
    """As `lint-imports` says; it runs in a process of its own, since it changes the path and the logging."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("name", cn.__all__)
def test_public_names_load_and_show_an_example(name: str) -> None:
    thing = getattr(cn, name)
    text = inspect.getdoc(thing)
    assert text, "no docstring"
    if name != "InputWarning":  # nobody makes one
        assert "Examples\n--------" in text
        assert doctest.DocTestParser().get_examples(text), "the examples do not run"


def test_public_functions_take_options_by_keyword() -> None:
    """A measure is `measure(net, *, keyword=...)`."""
    for name in cn.__all__:
        thing = getattr(cn, name)
        if inspect.isfunction(thing) and thing.__module__.startswith("chainnet.measures"):
            first, *others = inspect.signature(thing).parameters.values()
            assert first.name in ("net", "nets", "curves", "table"), name
            named = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
            assert all(other.kind in named for other in others), name


def test_dir_lists_the_public_names() -> None:
    assert set(cn.__all__) <= set(dir(cn))
    with pytest.raises(AttributeError):
        cn.no_such_name  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import chainnet, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert python(code) == "[]"


def test_the_command_line_loads_nothing_heavy_for_help() -> None:
    code = (
        "import sys; from chainnet.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit as done: assert not done.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert python(code).splitlines()[-1] == "[]"
