"""Figures with their code: the code runs when the page is built, and what it calls `figure` is shown below it.

The blocks of a page share their names, and run in the root of the repository. A warning is a fault. matplotlib's own
directive looks for figures of pyplot, which chainnet does not use.

    ```{drawn} tiers
    :alt: Firms by tier
    figure, axes = cn.plot_tiers(net)
    ```
"""

from __future__ import annotations

import os
import warnings
from contextlib import chdir
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
DOTS_PER_INCH = 110


class Drawn(SphinxDirective):
    """A block of Python, and the figure that it makes; a block without a figure only runs."""

    optional_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Run the code; return it, and the figure."""
        if "drawn" not in self.env.temp_data:
            self.env.temp_data["drawn"] = {}
        names: dict[str, Any] = self.env.temp_data["drawn"]
        names.pop("figure", None)
        code = "\n".join(self.content)
        with chdir(ROOT), warnings.catch_warnings():
            warnings.simplefilter("error")
            exec(compile(code, f"{self.env.docname}:{self.lineno}", "exec"), names)
            block: list[nodes.Node] = [nodes.literal_block(code, code, language="python")]
            return block + ([self._picture(names["figure"])] if "figure" in names else [])

    def _picture(self, figure: Any) -> nodes.image:
        """Save the figure beside what Sphinx keeps, and return it as an image."""
        path = Path(self.env.doctreedir, "figures", f"{self.arguments[0]}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=DOTS_PER_INCH)
        here = Path(self.env.doc2path(self.env.docname)).parent
        return nodes.image(uri=Path(os.path.relpath(path, here)).as_posix(), alt=self.options["alt"])


def setup(app: Any) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("drawn", Drawn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
