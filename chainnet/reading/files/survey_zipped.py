"""Surveys of the workbooks that are archives of parts: xlsx, xlsm, xlsb and ods.

A part that declares entities is refused: they can expand to any size, or to what another file holds.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from chainnet.reading.files.packed import Parts, parts_of
from chainnet.reading.files.survey import MOST_CELLS, Cell, Survey
from chainnet.reading.files.survey_records import records_of_xlsb, survey_xlsb_sheet


def survey_zipped(path: Path, ending: str, name: str) -> list[Survey]:
    """Survey the sheets of a zipped workbook in the order of the book.

    Parameters
    ----------
    path : Path
        The workbook.
    ending : {".xlsx", ".xlsm", ".xlsb", ".ods"}
        What it is.
    name : str
        How to call it in messages.

    Returns
    -------
    list of Survey
        Empty where an ods is under a password.

    Raises
    ------
    InputError
        Where the archive expands beyond measure.
    BadZipFile, zlib.error, ExpatError, struct.error, ValueError, LookupError, ...
        Where its structure is broken, whatever the library that finds it says.
    """
    parts = parts_of(path, name)
    with zipfile.ZipFile(path) as book:
        return _SURVEYS[ending](book, parts)


class _Walk:
    """A walk over the elements of an XML part, none of which may be an entity's.

    Parameters
    ----------
    start : callable
        Called with each element's name and attributes.
    """

    def __init__(self, start: Callable[[str, dict[str, str]], None]) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = start
        self.parser.EntityDeclHandler = self._refuse
        self.texts: list[str] = []

    def through(self, book: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        with book.open(part) as stream:
            while block := stream.read(1_000_000):
                self.parser.Parse(block)
        self.parser.Parse(b"", True)

    def listen(self) -> None:
        """Keep the text from here on."""
        self.texts.clear()
        self.parser.CharacterDataHandler = self.texts.append

    def heard(self) -> str:
        """Return the text kept, and keep no more."""
        self.parser.CharacterDataHandler = None
        text = "".join(self.texts).strip()
        self.texts.clear()
        return text

    @staticmethod
    def _refuse(*_: Any) -> None:
        raise ValueError("it declares entities")


def _links_of(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> dict[str, tuple[str, str]]:
    """Return target and last word of the type of each relationship."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            found[attributes["Id"]] = attributes["Target"], attributes["Type"].rpartition("/")[2]

    _Walk(start).through(book, part)
    return found


def _sheet_parts(book: zipfile.ZipFile, parts: Parts, ending: str) -> Iterator[zipfile.ZipInfo | None]:
    """Yield the part of each sheet in the order of the book; nothing for a chart."""
    roots = [target for target, kind in _links_of(book, parts["_rels/.rels"]).values() if kind == "officeDocument"]
    base = roots[0].lstrip("/").rpartition("/")[0] + "/"
    base = "" if base == "/" else base
    links = _links_of(book, parts[f"{base}_rels/workbook.{ending}.rels".lower()])
    index, ids = parts[f"{base}workbook.{ending}".lower()], []
    if ending == "bin":
        data = book.read(index)
        for kind, at, _ in records_of_xlsb(data):
            if kind == 0x9C:  # BrtBundleSh: state, number, id of the relationship, name
                (length,) = struct.unpack_from("<I", data, at + 8)
                ids.append(data[at + 12 : at + 12 + 2 * length].decode("utf-16-le"))
    else:

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "sheet":
                ids.extend(value for key, value in attributes.items() if key.rpartition(":")[2] == "id")

        _Walk(start).through(book, index)
    for one in ids:
        target, what = links[one]
        place = target[1:] if target.startswith("/") else base + target
        yield parts[place.lower()] if what == "worksheet" else None


def _survey_xlsx(book: zipfile.ZipFile, parts: Parts) -> list[Survey]:
    return [_xlsx_sheet(book, part) if part else Survey() for part in _sheet_parts(book, parts, "xml")]


def _xlsx_sheet(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> Survey:
    survey = Survey()
    row, column, kind, special = -1, -1, "", False  # special: a formula or an error, whose text is listened to
    columns: dict[str, int] = {}

    def settle() -> None:
        """Look back at a special cell when the next one begins."""
        nonlocal special
        special, text = False, walk.heard()
        if kind == "e":
            survey.errors[row, column] = text
        elif not text and kind != "str":
            survey.unsolved.append((row, column))

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, special
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "v":
            survey.height = row + 1 if row >= survey.height else survey.height
            survey.width = column + 1 if column >= survey.width else survey.width
            if special:
                walk.listen()
        elif tag == "c":
            if special:
                settle()
            if place := attributes.get("r"):
                letters = place.rstrip("0123456789")
                if letters not in columns:
                    columns[letters] = _column(letters)
                row, column = int(place[len(letters) :]) - 1, columns[letters]
            else:
                column += 1
            kind = attributes.get("t", "")
            special = kind == "e"
        elif tag == "is":
            survey.reach(row, column)
        elif tag == "f":
            special = True
        elif tag == "row":
            if special:
                settle()
            row, column = int(attributes["r"]) - 1 if "r" in attributes else row + 1, -1

    walk = _Walk(start)
    walk.through(book, part)
    if special:
        settle()
    return survey


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"a cell named {letters[:20]}")
        number = number * 26 + ord(letter) - 64
    return number - 1


def _survey_ods(book: zipfile.ZipFile, parts: Parts) -> list[Survey]:
    if "meta-inf/manifest.xml" in parts and b"encryption-data" in book.read(parts["meta-inf/manifest.xml"]):
        return []  # the reader says that there is a password
    surveys: list[Survey] = []
    row, rows, column, pushed, spaces = 0, 0, 0, 0, 0
    error: Cell | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, rows, column, pushed, spaces, error
        if tag in ("table:table", "table:table-row", "table:table-cell", "table:covered-table-cell") and error:
            surveys[-1].errors[error], error = walk.heard(), None
        if tag == "table:table":
            surveys.append(Survey())
            row = rows = 0
        elif tag == "table:table-row" and surveys:
            row, column, pushed = row + rows, 0, 0
            rows = int(attributes.get("table:number-rows-repeated", 1))
        elif tag in ("table:table-cell", "table:covered-table-cell") and surveys:
            many, survey = int(attributes.get("table:number-columns-repeated", 1)), surveys[-1]
            if any(key.startswith("office:") or key == "table:formula" for key in attributes):
                survey.reach(row + rows - 1, column + many - 1)
                survey.pushed, pushed = survey.pushed + column + many - pushed, column + many
                if "table:formula" in attributes and "office:value-type" not in attributes:
                    survey.unsolved.append((row, column))
            if attributes.get("calcext:value-type") == "error":
                error = (row, column)
                walk.listen()
            if (tall := int(attributes.get("table:number-rows-spanned", 1))) > 1:
                survey.merges.append(((row, column), (row + tall - 1, column)))
            column += many
        elif tag == "text:s":
            spaces += int(attributes.get("text:c", 1))
            if spaces > MOST_CELLS:
                raise ValueError("it is full of spaces")

    walk = _Walk(start)
    walk.through(book, parts["content.xml"])
    if error:
        surveys[-1].errors[error] = walk.heard()
    return surveys


def _survey_xlsb(book: zipfile.ZipFile, parts: Parts) -> list[Survey]:
    return [survey_xlsb_sheet(book.read(part)) if part else Survey() for part in _sheet_parts(book, parts, "bin")]


_SURVEYS: dict[str, Callable[[zipfile.ZipFile, Parts], list[Survey]]] = {
    ".xlsx": _survey_xlsx,
    ".xlsm": _survey_xlsx,
    ".xlsb": _survey_xlsb,
    ".ods": _survey_ods,
}
