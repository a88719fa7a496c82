"""The template that a user fills in: csv and xlsx, with the columns explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from chainnet import terms
from chainnet.files import new_folder

if TYPE_CHECKING:
    import xlsxwriter

FIRM_EXAMPLES: dict[str, tuple[str, str, str]] = {
    "firm": ("L001", "S001", "S002"),
    "name": ("示例整车有限公司", "示例轴承有限公司", "示例铸件有限公司"),
    "role": ("链主", "供应商", "供应商"),
    "grade": ("单项冠军", "小巨人", ""),
    "cluster": ("示例集群", "示例集群", "none"),
    "adcode": ("370214", "370213", "320400"),
    "city": ("青岛市", "青岛市", "常州市"),
    "longitude": ("120.389135", "120.421236", "119.946973"),
    "latitude": ("36.306833", "36.160023", "31.772752"),
    "industry": ("整车制造", "轴承", "铸件"),
    "products": ("动车组", "轴承", "铸件;锻件"),
    "revenue": ("5000000", "80000", ""),
}
LINK_EXAMPLES: dict[str, tuple[str, str, str]] = {
    "supplier": ("S001", "S002", "S002"),
    "buyer": ("L001", "S001", "L001"),
    "product": ("轴承", "铸件", "锻件"),
    "value": ("12000", "3500", ""),
    "essential": ("是", "是", "否"),
}
ENGLISH = {
    "示例整车有限公司": "Example car builder", "示例轴承有限公司": "Example bearings",
    "示例铸件有限公司": "Example castings", "示例集群": "Example cluster",
    "链主": "leader", "供应商": "supplier", "单项冠军": "champion", "小巨人": "little_giant",
    "青岛市": "Qingdao", "常州市": "Changzhou", "整车制造": "rolling stock", "轴承": "bearings", "铸件": "castings",
    "动车组": "trains", "铸件;锻件": "castings;forgings", "锻件": "forgings", "是": "yes", "否": "no",
}  # fmt: skip


def write_template(folder: Path, *, lang: str = "zh") -> None:
    """Write cluster.toml, firms.csv, links.csv and template.xlsx with example rows to replace.

    Parameters
    ----------
    folder : Path
        A new folder.
    lang : {"zh", "en"}
        Language of the headers and the examples.

    Raises
    ------
    InputError
        Where the folder exists and is not empty, or can't be written to.
    """
    tables = {
        "firms": _rows(FIRM_EXAMPLES, terms.FIRM_COLUMNS, lang),
        "links": _rows(LINK_EXAMPLES, terms.LINK_COLUMNS, lang),
    }
    with new_folder(folder) as place:
        for name, rows in tables.items():
            lines = [",".join(row) for row in rows]
            (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="")
        (place / "cluster.toml").write_text(_toml(lang), encoding="utf-8")
        _write_workbook(place / "template.xlsx", tables, lang)


def _rows(examples: dict[str, tuple[str, str, str]], columns: tuple[terms.Term, ...], lang: str) -> list[list[str]]:
    shown = [term for term in columns if term.key in examples]
    header = [term.show(lang) if lang == "zh" else term.key for term in shown]
    unit = {"value", "revenue"}
    header = [
        f"{text}（万元）" if lang == "zh" and term.key in unit else text
        for text, term in zip(header, shown, strict=True)
    ]
    body = [[_example(examples[term.key][row], lang) for term in shown] for row in range(3)]
    return [header, *body]


def _example(text: str, lang: str) -> str:
    return text if lang == "zh" else ENGLISH.get(text, text)


def _toml(lang: str) -> str:
    if lang == "zh":
        return (
            '[cluster]\nname_zh = "示例集群"          # 中文名称\nname_en = "Example cluster"   # 英文名称\n'
            "synthetic = true             # 示例数据为虚构；换成真实数据后改为 false\n"
            'value_unit = "万元"           # 金额单位\ndatum = "GCJ-02"             # 坐标系：WGS-84、GCJ-02 或 BD-09\n'
            'source_zh = "数据来源"         # 数据从哪里来、做过什么处理\n'
        )
    return (
        '[cluster]\nname_en = "Example cluster"\nname_zh = "示例集群"\n'
        "synthetic = true             # the examples are invented; write false for real data\n"
        'value_unit = "10,000 yuan"   # unit of value and revenue\n'
        'datum = "WGS-84"             # WGS-84, GCJ-02 or BD-09\n'
        'source = "where the data come from"\n'
    )


def _write_workbook(path: Path, tables: dict[str, list[list[str]]], lang: str) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F2F4F6"})
        names = {"links": "供货关系", "firms": "企业"} if lang == "zh" else {"links": "links", "firms": "firms"}
        for key, name in names.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(tables[key][0]) - 1, 18)
            for at, row in enumerate(tables[key]):
                for column, text in enumerate(row):
                    _write(sheet, at, column, text, head if at == 0 else None)
            _add_choices(sheet, tables[key][0], lang)
        _write_explanations(book.add_worksheet("说明" if lang == "zh" else "columns"), head, lang)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str, style: Any) -> None:
    """Write numbers as numbers, but codes as text."""
    try:
        number = float(text)
    except ValueError:
        sheet.write_string(row, column, text, style)
        return
    if len(text) == 6 and "." not in text and not text.endswith("000"):  # an administrative code
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_number(row, column, number, style)


def _add_choices(sheet: xlsxwriter.worksheet.Worksheet, header: list[str], lang: str) -> None:
    """Add drop-down lists for roles and grades."""
    for words, key in ((terms.ROLES, "role"), (terms.GRADES, "grade")):
        term = next(term for term in terms.FIRM_COLUMNS if term.key == key)
        title = term.zh if lang == "zh" else term.key
        if title in header:
            choices = [word.zh if lang == "zh" else word.key for word in words]
            at = header.index(title)
            sheet.data_validation(1, at, 10_000, at, {"validate": "list", "source": choices})


def _write_explanations(sheet: xlsxwriter.worksheet.Worksheet, head: Any, lang: str) -> None:
    titles = (
        ("表", "列名", "英文列名", "含义", "也可以写成")
        if lang == "zh"
        else ("table", "column", "Chinese", "meaning", "also accepted")
    )
    sheet.set_column(0, 2, 18)
    sheet.set_column(3, 4, 60)
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, head)
    row = 1
    for table, columns in (("links", terms.LINK_COLUMNS), ("firms", terms.FIRM_COLUMNS)):
        for term in columns:
            first, second = (term.zh, term.key) if lang == "zh" else (term.key, term.zh)
            meaning = term.explain_zh if lang == "zh" else term.explain_en
            for at, text in enumerate((table, first, second, meaning, "、".join(term.spellings))):
                sheet.write_string(row, at, text)
            row += 1
