"""Functions and classes by name: a table of what each does, then their docstrings.

```{public} chainnet
local_rate
City
```
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class Public(SphinxDirective):
    """Names of one module, in the order in which they are to stand."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Have autosummary and autodoc write them."""
        module = self.arguments[0]
        names = [line.strip() for line in self.content if line.strip()]
        listed = ["", ".. autosummary::", "   :nosignatures:", "", *(f"   {name}" for name in names), ""]
        each = [line for name in names for line in _documented(name, getattr(importlib.import_module(module), name))]
        text = [f".. currentmodule:: {module}", *listed, *each]
        return self.parse_text_to_nodes("```{eval-rst}\n" + "\n".join(text) + "\n```")


def _documented(name: str, thing: Any) -> list[str]:
    """Return the directive of a function, or of a class with those members that no class above it has."""
    if not inspect.isclass(thing):
        return [f".. autofunction:: {name}", ""]
    above = {member for base in thing.__mro__[1:] for member in vars(base)}
    members = [
        member
        for member, value in vars(thing).items()
        if not member.startswith("_") and member not in above and getattr(value, "__doc__", None) and _is_code(value)
    ]
    return [f".. autoclass:: {name}", *([f"   :members: {', '.join(members)}"] if members else []), ""]


def _is_code(value: Any) -> bool:
    """Whether a member is more than a default of a field."""
    return (
        inspect.isroutine(value) or isinstance(value, property | classmethod | staticmethod) or hasattr(value, "func")
    )


def setup(app: Any) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("public", Public)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
