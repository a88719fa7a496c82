"""The examples in the docstrings run and show what they say."""

import doctest
import importlib
import pkgutil

import pytest

import chainnet

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(chainnet.__path__, "chainnet.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert failed == 0
