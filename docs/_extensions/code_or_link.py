"""The role of single backticks in docstrings: a link where the name is documented, else code.

numpydoc writes names of functions and of columns alike, so that a name without a page is no fault.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.docutils import SphinxRole

ROLE = "code_or_link"


class CodeOrLink(SphinxRole):
    """Text between single backticks."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a reference that may come to nothing."""
        code = nodes.literal(self.rawtext, self.text, classes=["xref", "py"])
        inside = {name: self.env.ref_context.get(name) for name in ("py:module", "py:class")}
        target = {"refdomain": "py", "reftype": "obj", "reftarget": self.text.removesuffix("()")}
        reference = pending_xref(self.rawtext, code, refdoc=self.env.docname, refexplicit=True, **target, **inside)
        reference[ROLE] = True
        return [reference], []


def _as_code(app: Any, env: Any, node: pending_xref, content: nodes.Node) -> nodes.Node | None:
    """Return the bare code where such a reference leads nowhere."""
    del app, env
    return content if node.get(ROLE) else None


def setup(app: Any) -> dict[str, bool]:
    """Add the role."""
    app.add_role(ROLE, CodeOrLink())
    app.connect("missing-reference", _as_code)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
