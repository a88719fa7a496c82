"""How the documentation is built: `sphinx-build -W docs docs/_build/html`."""

import sys
from pathlib import Path
from typing import Any

import chainnet

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_extensions"))

project = "chainnet"
author = "The chainnet developers"
copyright = author
version = release = chainnet.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "numpydoc",
    "sphinx_click",
    "chinese_search",
    "code_or_link",
    "figure_drawn",
    "public_names",
    "shared_options",
    "term_table",
]
exclude_patterns = ["_build"]
nitpicky = True
default_role = "code_or_link"
smartquotes = False  # --quiet is no dash and a word

myst_heading_anchors = 3
myst_links_external_new_tab = False
autodoc_typehints = "none"  # numpydoc says them, with shapes and units
autodoc_member_order = "bysource"
autosummary_generate = False
numpydoc_show_class_members = False

html_theme = "furo"  # asks nothing of other hosts: no fonts, no scripts
html_title = f"chainnet {version}"
html_static_path = ["_static"]
html_css_files = ["chainnet.css"]
html_copy_source = False
html_show_copyright = False
html_show_search_summary = False  # they are fetched, which pages opened as files may not


def _language(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Say of Chinese pages that they are Chinese, for screen readers and fonts."""
    del app, template, doctree
    if page.startswith("zh/"):
        context["language"] = "zh-CN"


def setup(app: Any) -> None:
    """Connect what is ours."""
    app.connect("html-page-context", _language)
