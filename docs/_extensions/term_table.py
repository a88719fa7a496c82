"""Tables of `chainnet.terms`: what a page says of columns and words is what the code reads and writes.

```{terms} FIRM_COLUMNS
```
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from chainnet import terms

HEADS = {"key": "word", "names": "English · 中文", "meaning": "meaning · 含义", "also": "also written · 也可写作"}
WIDTHS = {"key": 17, "names": 18, "meaning": 31, "also": 34}


class Terms(SphinxDirective):
    """One row a word: as in files and code, as shown, what it means, and what else may be written."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        words: tuple[terms.Term, ...] = getattr(terms, self.arguments[0])
        columns = ["key", "names"]
        columns += ["meaning"] if any(word.explain_en for word in words) else []
        columns += ["also"] if any(word.spellings for word in words) else []
        return [_table(columns, [[_cell(word, column) for column in columns] for word in words])]


def _cell(word: terms.Term, column: str) -> list[nodes.Node]:
    """Return what one column says of a word."""
    if column == "key":
        return [nodes.line("", "", nodes.literal("", word.key))]
    texts = {
        "names": [word.en, word.zh],
        "meaning": [word.explain_en, word.explain_zh],
        "also": [", ".join(_others(word))],
    }[column]
    return [nodes.line("", text) for text in dict.fromkeys(texts) if text]


def _others(word: terms.Term) -> list[str]:
    """Return the spellings that no other column of the table has."""
    return [spelling for spelling in word.spellings if spelling not in (word.key, word.en, word.zh)]


def _table(columns: list[str], rows: list[list[list[nodes.Node]]]) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=WIDTHS[column]) for column in columns), cols=len(columns))
    group += nodes.thead("", _row([[nodes.line("", HEADS[column])] for column in columns]))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", group, classes=["terms", "colwidths-given"])


def _row(cells: list[list[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.line_block("", *cell)) for cell in cells))


def setup(app: Any) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("terms", Terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
