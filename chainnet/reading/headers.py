"""Headers in Chinese and English to the columns they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from chainnet.errors import Fault, InputError, Said
from chainnet.reading.cells.units import unit_named
from chainnet.terms import FIRM_COLUMNS, LINK_COLUMNS, Term, fold

WITH_UNIT = ("value", "revenue", "capacity")
_BRACKETS = re.compile(r"[（(\[【]\s*([^()（）\[\]【】]*?)\s*[)）\]】]|/\s*([^()（）\[\]【】/]+?)\s*$")
_A_YEAR = re.compile(r"\s*(?:[/／每]\s*|\b(?:per|a)\s+)(?:年|year|annum|a)$", re.IGNORECASE)
_OF_A_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*(?:年度?|FY)?\s*|[\s_]*(?:19|20)\d\d\s*年?\s*$", re.IGNORECASE)
_TAIL = re.compile(r"(.+?)[\s_:：,，、-]+(\S+)")
_IN_TWO_LANGUAGES = re.compile(r"[\s/|]*([\u4e00-\u9fff]+)[\s/|]*([A-Za-z][A-Za-z_ ]*)\s*")
_NO_UNITS = {fold(word) for word in (
    "必填", "选填", "可选", "含税", "不含税", "税前", "税后", "全称", "简称", "年", "required", "optional", "tax incl",
)}  # fmt: skip
_CODES = ("编号", "代码", "编码", "id", "code", "no", "number", "税号", "信用代码", "统一社会信用代码")
_NAMES = ("名称", "全称", "名", "name", "full name")


def _beside(end: str) -> dict[str, str]:
    """Return what a column of codes, or of names, of this end may be called: a word for the end and one for these."""
    words = next((term.key, term.en, term.zh, *term.spellings) for term in LINK_COLUMNS if term.key == end)
    return {
        fold(word + ending): f"{end}_{kind}"
        for word in words
        for kind, endings in (("code", _CODES), ("name", _NAMES))
        for ending in endings
    }


SPELLINGS = {
    "firms": {fold(w): t.key for t in FIRM_COLUMNS for w in (t.key, t.en, t.zh, *t.spellings)},
    "links": {
        **_beside("supplier"),
        **_beside("buyer"),
        **{fold(w): t.key for t in LINK_COLUMNS for w in (t.key, t.en, t.zh, *t.spellings)},
    },
}
IDS = {
    "firms": {"firm": ("firm", "credit_code", "name")},
    "links": {
        "supplier": ("supplier_code", "supplier", "supplier_name"),
        "buyer": ("buyer_code", "buyer", "buyer_name"),
    },
}
"""For each id the columns that it may be taken from: the first that is there decides."""
END_WORDS = {
    end: {word for word, column in SPELLINGS["links"].items() if column in IDS["links"][end]} for end in IDS["links"]
}
"""What each end of a link may be called."""
TOTALS = {fold(word) for word in ("合计", "总计", "小计", "累计", "total", "totals", "grand total", "subtotal", "sum")}
"""What stands in the place of a firm where amounts are summed up."""


def split_unit(header: str) -> tuple[str, str]:
    """Split a unit in brackets off a header.

    Examples
    --------
    >>> split_unit("采购额（万元）"), split_unit("采购额（含税，万元/年）"), split_unit("supplier")
    (('采购额', '万元'), ('采购额', '万元'), ('supplier', ''))
    >>> split_unit("value (10,000 yuan)")
    ('value', '10,000 yuan')
    """
    said = [match[1] or match[2] or "" for match in _BRACKETS.finditer(header)]
    found = [part for text in said for part in re.split(r"(?<!\d),|,(?!\d)|[，、;；:：]", text)]
    bare = _BRACKETS.sub("", header).strip()
    if not bare:
        return header, ""
    if not found and (tail := _TAIL.fullmatch(bare)) and unit_named(tail[2]):
        return tail[1], tail[2]
    units = [_A_YEAR.sub("", part.strip()) for part in found]
    units = [unit for unit in units if unit and fold(unit) not in _NO_UNITS]
    return bare, next((unit for unit in units if unit_named(unit)), units[-1] if units else "")


def ends_named(header: str) -> list[str]:
    """Return the end, or the two ends, that the corner of a matrix names, that of the rows first; [] where none.

    Examples
    --------
    >>> ends_named("供应商\\\\采购商"), ends_named("buyer"), ends_named("供应商/产品")
    (['supplier', 'buyer'], ['buyer'], [])
    """
    parts = [fold(part) for part in re.split(r"[\\/／＼|→\n]|->", header) if part.strip()]
    ends = [next((end for end, words in END_WORDS.items() if part in words), "") for part in parts]
    return ends if len(set(ends)) == len(ends) <= 2 and "" not in ends else []


@dataclass(frozen=True)
class Words:
    """What headers mean, with the user's own words among them.

    Parameters
    ----------
    own : mapping of str to str
        The user's header to the column that it means; to nothing for a header that means none.

    Raises
    ------
    InputError
        Where a column is meant that there is not.

    Examples
    --------
    >>> Words({"甲方": "buyer"}).meaning("甲方", "links"), Words().meaning("2024年採購額(萬元)", "links")
    ('buyer', 'value')
    """

    own: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {**SPELLINGS["firms"], **SPELLINGS["links"]}
        wrong = [column for column in self.own.values() if column and fold(column) not in known]
        if wrong:
            hint = Said("`chainnet columns` lists the columns", "`chainnet columns` 列出全部列名")
            raise InputError(
                Fault(Said(f"there is no column {column!r}", f"没有 {column!r} 这一列"), hint) for column in wrong
            )

    def meaning(self, header: object, kind: str) -> str | None:
        """Return the column that a header means in a table of this kind ("firms" or "links"), or None."""
        header, words = str(header), SPELLINGS[kind]
        said = self.said(header)
        if said is not None:
            return words.get(fold(said))
        bare = split_unit(header)[0]
        forms = (header, bare, _OF_A_YEAR.sub("", header), _OF_A_YEAR.sub("", bare))
        found = next((words[fold(form)] for form in forms if fold(form) in words), None)
        if found is None and (both := _IN_TWO_LANGUAGES.fullmatch(bare)):
            meant = {words.get(fold(part)) for part in both.groups()}
            return meant.pop() if len(meant) == 1 else None
        return found

    def said(self, header: str) -> str | None:
        """Return what the user says that a header means, None where nothing is said."""
        return next((column for own, column in self.own.items() if self.same(own, header)), None)

    @staticmethod
    def same(own: str, header: str) -> bool:
        """Whether the user's word is this header, with or without its unit."""
        return fold(own) in (fold(header), fold(split_unit(header)[0]))

    def is_links(self, headers: Iterable[object]) -> bool:
        """Whether the headers are those of a table of links."""
        meant = {self.meaning(header, "links") for header in headers}
        return all(meant & set(columns) for columns in IDS["links"].values())

    def known_firms(self, headers: Iterable[object]) -> int:
        """Return how many headers are known columns of a table of firms, 0 where none of them names the firms."""
        meant = {self.meaning(header, "firms") for header in headers} - {None}
        return len(meant) if meant & set(IDS["firms"]["firm"]) else 0

    def find_header(self, rows: list[list[str]]) -> int | None:
        """Return which of the first rows of a table names its columns, None where none does.

        Examples
        --------
        >>> Words().find_header([["2024年供货表", "", ""], ["供方", "需方", "金额"], ["甲", "乙", "3"]])
        1
        """
        filled = [[cell for cell in row if cell.strip()] for row in rows]
        enough = min(2, max(map(len, filled), default=0))  # 单位（万元）alone above a table is its title, not a header
        for at, cells in enumerate(filled):
            matrix = len(cells) > 1 and len(ends_named(cells[0])) == 2
            if matrix or self.is_links(cells) or self.known_firms(cells) >= max(1, enough):
                return at
        return None


@dataclass(frozen=True)
class Named:
    """The cells of a table under the names of its columns.

    Attributes
    ----------
    cells : DataFrame
        Under the names of `terms.FIRM_COLUMNS` or `LINK_COLUMNS`; other columns under their own.
    written : dict of str to str
        For each name the header as the user wrote it.
    units : dict of str to str
        For each column of amounts the unit that its header states.
    faults : list of Fault
        Headers that mean one column; a needed column that is missing; a column without a name.
    """

    cells: pd.DataFrame
    written: dict[str, str]
    units: dict[str, str]
    faults: list[Fault]


def named(cells: pd.DataFrame, kind: str, words: Words, file: str, header_row: int | None) -> Named:
    """Give the columns of a table the names that they mean.

    Parameters
    ----------
    cells : DataFrame
        Under the headers as written.
    kind : {"firms", "links"}
    words : Words
    file : str
        How to call the table in messages.
    header_row : int or None
        The number of the row of the headers.
    """
    headers = [str(header).strip() for header in cells.columns]
    meant = _meanings(headers, kind, words)
    faults = _nameless(cells, headers, file, header_row) + _ambiguous(headers, meant, file, header_row)
    meant = [column or f"column {at}" for at, column in enumerate(meant, start=1)]
    first = [at for at, column in enumerate(meant) if meant.index(column) == at]  # of two that mean one column
    cells, headers, meant = cells.iloc[:, first], [headers[at] for at in first], [meant[at] for at in first]
    meant = _with_ids(meant, headers, kind)
    faults += _missing(kind, headers, meant, file, header_row)
    cells = cells.copy(deep=False)
    cells.columns = pd.Index(meant)
    units = {
        column: split_unit(header)[1]
        for header, column in zip(headers, meant, strict=True)
        if column in WITH_UNIT and split_unit(header)[1]
    }
    cells = cells.loc[:, ~cells.columns.duplicated()]
    written = dict(zip(reversed(meant), reversed(headers), strict=True))
    if kind == "firms" and "firm" not in cells and "credit_code" in cells:
        cells["firm"], written["firm"] = cells["credit_code"], written["credit_code"]
    return Named(cells, written, units, faults)


def _meanings(headers: list[str], kind: str, words: Words) -> list[str]:
    """Return the column of each header: what the user says wins over a column's own name, and that over spellings."""
    said = {header: words.meaning(header, kind) for header in headers if words.said(header) is not None}
    taken = {column for column in said.values() if column}
    own = {header for header in headers if header in SPELLINGS[kind].values() and header not in said}
    meant = []
    for header in headers:
        column = said[header] if header in said else header if header in own else words.meaning(header, kind)
        free = column not in taken and (column not in own or header == column)
        kept = f"{header}_other" if header in SPELLINGS[kind].values() else header  # value, where another one counts
        meant.append(column if column and (header in said or free) else kept)
    return meant


def _with_ids(meant: list[str], headers: list[str], kind: str) -> list[str]:
    """Take each id from the first column that can give it; a name beside a code stays as the name."""
    for column, sources in IDS[kind].items():
        there = [source for source in sources if source in meant]
        if not there or there[0] == column or (kind, there[0]) == ("firms", "credit_code"):
            continue
        if column in there:  # a code decides, and what was taken for the id is its name
            at = meant.index(column)
            meant[at] = f"{column}_name" if f"{column}_name" not in meant else headers[at]
        meant[meant.index(there[0])] = column
    return meant


def _nameless(cells: pd.DataFrame, headers: list[str], file: str, row: int | None) -> list[Fault]:
    return [
        Fault(
            Said(f"column {at + 1} has cells but no name", f"第 {at + 1} 列有内容但没有列名"),
            Said("name the column or clear its cells", "写上列名，或清空这一列"),
            file,
            row,
        )
        for at, header in enumerate(headers)
        if not header and cells.iloc[:, at].astype("str").str.strip().fillna("").ne("").any()
    ]


def _ambiguous(headers: list[str], meant: list[str], file: str, row: int | None) -> list[Fault]:
    faults = []
    for column in dict.fromkeys(meant):
        candidates = [header for header, name in zip(headers, meant, strict=True) if name == column]
        if column and len(candidates) > 1:
            listed = " and ".join(map(repr, candidates)), "、".join(f"“{header}”" for header in candidates)
            problem = Said(f"{listed[0]} all mean {column}", f"{listed[1]}都表示 {column}")
            other = next((header for header in candidates if candidates.count(header) == 1), None)
            hint = Said("give each column a name of its own", "每列取不同的列名")
            if other:
                hint = Said(
                    f"say which one counts: --map {other}={column}, or name just one of them {column}",
                    f"指明用哪一列：--map {other}={column}，或只把其中一列改名为 {column}",
                )
            faults.append(Fault(problem, hint, file, row, column))
    return faults


def _missing(kind: str, headers: list[str], meant: list[str], file: str, row: int | None) -> list[Fault]:
    needed: tuple[Term, ...] = FIRM_COLUMNS[:1] if kind == "firms" else LINK_COLUMNS[:2]
    there = ", ".join(header for header in headers[:12] if header) or "none"
    free = iter([header for header, column in zip(headers, meant, strict=True) if header and header == column])
    lacking = [(term, next(free, "…")) for term in needed if term.key not in meant]  # a header of its own for each
    return [
        Fault(
            Said(f"no column {term.key} 「{term.zh}」 (there are: {there})", f"没有“{term.zh}”列（现有：{there}）"),
            Said(
                f"name one {term.key}, {term.zh} or {', '.join(term.spellings[:4])}, or say --map {some}={term.key}",
                f"把一列改名为“{term.zh}”，或写 --map {some}={term.key}；`chainnet columns` 列出全部写法",
            ),
            file,
            row,
        )
        for term, some in lacking
        if not (kind == "firms" and "credit_code" in meant)
    ]
