"""The template that a user fills in: csv and xlsx with the columns explained, and cluster.toml."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chainnet import terms
from chainnet.files import new_folder
from chainnet.report.aligned import width_of
from chainnet.report.template_texts import (
    ENGLISH,
    FIRM_EXAMPLES,
    LINK_EXAMPLES,
    MEANINGS,
    STEPS,
    TOML,
    TOML_HEAD,
    UNIT,
)
from chainnet.report.workbook import HEADER, MOST_ROWS, open_workbook
from chainnet.spreadsheet import CSV_ENCODING

if TYPE_CHECKING:
    import xlsxwriter

AMOUNTS, DEGREES = ("value", "revenue"), ("longitude", "latitude")
NEEDED = ("firm", "supplier", "buyer")
CHOICES = {"role": terms.ROLES, "grade": terms.GRADES, "essential": terms.BOOLEANS}


class Column(NamedTuple):
    """A column of the template: what it is, its header and its example cells."""

    term: terms.Term
    header: str
    cells: tuple[str, ...]


def write_template(folder: Path, *, lang: str = "zh") -> None:
    """Write firms.csv, links.csv, template.xlsx, cluster.toml and README.txt, with example rows to replace.

    Parameters
    ----------
    folder : Path
        A new folder.
    lang : {"zh", "en"}
        Language of the headers, the examples and the explanations.

    Raises
    ------
    InputError
        Where the folder exists and is not empty, or can't be written to.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp()) / "mine"
    >>> write_template(place, lang="en")
    >>> sorted(file.name for file in place.iterdir())
    ['README.txt', 'cluster.toml', 'firms.csv', 'links.csv', 'template.xlsx']
    """
    tables = {
        "links": _columns(LINK_EXAMPLES, terms.LINK_COLUMNS, lang),
        "firms": _columns(FIRM_EXAMPLES, terms.FIRM_COLUMNS, lang),
    }
    with new_folder(folder) as place:
        for name, columns in tables.items():
            (place / f"{name}.csv").write_text(_csv(columns), encoding=CSV_ENCODING, newline="")
        steps = "".join(f"{number}. {step}\n" for number, step in enumerate(STEPS[lang], start=1))
        (place / "README.txt").write_text(steps, encoding=CSV_ENCODING, newline="\r\n")
        (place / "cluster.toml").write_text(_toml(lang), encoding="utf-8", newline="\n")
        _write_workbook(place / "template.xlsx", tables, lang)


def _columns(examples: dict[str, tuple[str, str, str]], known: tuple[terms.Term, ...], lang: str) -> list[Column]:
    columns = []
    for term in (term for term in known if term.key in examples):
        header = term.zh if lang == "zh" else term.key
        if term.key in AMOUNTS:
            header += f"（{UNIT[lang]}）" if lang == "zh" else f" ({UNIT[lang]})"
        cells = examples[term.key]
        columns.append(
            Column(term, header, cells if lang == "zh" else tuple(ENGLISH.get(cell, cell) for cell in cells))
        )
    return columns


def _csv(columns: list[Column]) -> str:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([column.header for column in columns])
    writer.writerows(zip(*(column.cells for column in columns), strict=True))
    return held.getvalue()


def _toml(lang: str) -> str:
    width = max(width_of(line) for line, _ in TOML[lang])
    lines = [f"{line}{' ' * (width - width_of(line))}  # {told}\n" for line, told in TOML[lang]]
    return TOML_HEAD[lang] + "[cluster]\n" + "".join(lines)


# ---- the workbook -----------------------------------------------------------------------------------------


def _write_workbook(path: Path, tables: dict[str, list[Column]], lang: str) -> None:
    zh = lang == "zh"
    names = {"links": "供货关系", "firms": "企业"} if zh else {"links": "links", "firms": "firms"}
    with open_workbook(path) as book:
        styles = _Styles(book)
        guide = book.add_worksheet("怎么填" if zh else "how to")
        guide.set_column(0, 0, 120)
        for row, step in enumerate(STEPS[lang]):
            guide.write_string(row, 0, f"{row + 1}. {step}", styles.wrap)
        for key, columns in tables.items():
            _write_table(book.add_worksheet(names[key]), columns, styles, lang)
        _write_rows(book.add_worksheet("列说明" if zh else "columns"), _explained(tables, lang), styles)
        _write_rows(book.add_worksheet(WORDS[lang]), _words(lang), styles)


WORDS = {"zh": "词表", "en": "words"}
"""Name of the sheet with the words of the drop-down lists."""


class _Styles:
    """The looks of cells: headers, example rows, text that may break into lines."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format(HEADER)
        self.needed = book.add_format({**HEADER, "bg_color": "#2F5D62", "font_color": "#FFFFFF"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        forms = {"text": "@", "amount": "#,##0.00", "degrees": "0.000000"}
        self.filled = {name: book.add_format({"num_format": form}) for name, form in forms.items()}
        grey = {"italic": True, "font_color": "#808080"}
        self.example = {name: book.add_format({"num_format": form, **grey}) for name, form in forms.items()}


def _write_table(sheet: xlsxwriter.worksheet.Worksheet, columns: list[Column], styles: _Styles, lang: str) -> None:
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
    for at, (term, header, cells) in enumerate(columns):
        kind = "amount" if term.key in AMOUNTS else "degrees" if term.key in DEGREES else "text"
        width = max(12, *(width_of(text) + 3 for text in (header, *cells)))
        sheet.set_column(at, at, width, styles.filled[kind])
        sheet.write_string(0, at, header, styles.needed if term.key in NEEDED else styles.head)
        sheet.write_comment(0, at, _note(term, lang), {"x_scale": 2, "author": "chainnet"})
        for row, text in enumerate(cells, start=1):
            if kind != "text" and text:
                sheet.write_number(row, at, float(text), styles.example[kind])
            elif text:
                sheet.write_string(row, at, text, styles.example[kind])
        if term.key in CHOICES:
            sheet.data_validation(1, at, MOST_ROWS, at, _choice(term, lang))


def _note(term: terms.Term, lang: str) -> str:
    needed = {"zh": ("必填", "选填"), "en": ("needed", "optional")}[lang][term.key not in NEEDED]
    return f"{term.explain_zh}（{needed}）" if lang == "zh" else f"{term.explain_en} ({needed})"


def _choice(term: terms.Term, lang: str) -> dict[str, Any]:
    """Return a drop-down list; a range can be longer than the 255 characters that a list of words may have."""
    rows = [row for row, line in enumerate(_words(lang), start=1) if line[0] == _shown(term, lang)]
    told = {
        "zh": ("不在下拉框里", "“词表”里的其他写法也可以。仍要这样写吗？"),
        "en": ("not in the list", "The other spellings on the sheet words will do too. Keep it?"),
    }[lang]
    return {
        "validate": "list",
        "source": f"='{WORDS[lang]}'!$B${rows[0]}:$B${rows[-1]}",
        "error_type": "warning",  # the reader knows more spellings than the list
        "error_title": told[0],
        "error_message": told[1],
    }


def _shown(term: terms.Term, lang: str) -> str:
    return term.zh if lang == "zh" else term.key


def _explained(tables: dict[str, list[Column]], lang: str) -> list[list[str]]:
    """List every column that is known. No line may look like the header of a table of firms or links."""
    zh = lang == "zh"
    lines = [
        ["表", "列名", "英文列名", "含义", "本模板里有", "也可以写成"]
        if zh
        else ["sheet", "column", "in Chinese", "meaning", "in this template", "also accepted"]
    ]
    sheets = ("供货关系表", "企业表") if zh else ("links sheet", "firms sheet")
    for sheet, (key, known) in zip(sheets, (("links", terms.LINK_COLUMNS), ("firms", terms.FIRM_COLUMNS)), strict=True):
        there = {column.term.key for column in tables[key]}
        for term in known:
            other, meaning = (term.key, term.explain_zh) if zh else (term.zh, term.explain_en)
            has = terms.BOOLEANS[term.key not in there].show(lang)
            lines.append([sheet, _shown(term, lang), other, meaning, has, "、".join(term.spellings)])
    return lines


def _words(lang: str) -> list[list[str]]:
    """List the words of roles, grades and essential, and what they mean."""
    zh = lang == "zh"
    lines = [
        ["列", "写法", "英文写法", "含义", "也可以写成"]
        if zh
        else ["for column", "write", "in Chinese", "meaning", "also accepted"]
    ]
    for term in (*terms.FIRM_COLUMNS, *terms.LINK_COLUMNS):
        for word in CHOICES.get(term.key, ()):
            other = word.key if zh else word.zh
            meaning = MEANINGS[term.key, word.key][zh]
            lines.append([_shown(term, lang), _shown(word, lang), other, meaning, "、".join(word.spellings)])
    return lines


def _write_rows(sheet: xlsxwriter.worksheet.Worksheet, lines: list[list[str]], styles: _Styles) -> None:
    sheet.freeze_panes(1, 0)
    for at, texts in enumerate(zip(*lines, strict=True)):
        sheet.set_column(at, at, min(60, max(map(width_of, texts)) + 2))
        for row, text in enumerate(texts):
            sheet.write_string(row, at, text, styles.wrap if row else styles.head)
