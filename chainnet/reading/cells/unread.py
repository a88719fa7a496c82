"""Cells of numbers that are no number: which of them say that it is not known, why the others are bad, in words."""

from __future__ import annotations

import re
import unicodedata

from chainnet.errors import Said

_UNKNOWN = re.compile(
    r"|无|無|暂无|暫無|不详|不詳|未知|n/a|na|null|none|nan|<na>|unknown|[-—–―─−]+|[/\\]|…+|\.{3,}", re.ASCII
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_END = r"[+-]?\d[\d,]*(?:\.\d+)?\s*[^\d\s~,;+-]{0,3}"
_REASONS = [
    (why, re.compile(pattern, re.ASCII))
    for why, pattern in (
        ("error", r"#(?:n/a|ref!|div/0!|value!|name\?|num!|null!|spill!|calc!|getting_data)|#+|err:\d+"),
        ("infinite", r"[+-]?\s*(?:inf|infinity|∞|无穷大?)"),
        ("date", r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[t\s].*)?|(?:19|20)\d\d[-/]\d{1,2}"),
        ("date", r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}(?:\s.*)?|\d{1,2}/\d{1,2}|\d{1,2}:\d\d(?::\d\d.*)?"),
        ("date", r"(?:19|20)\d\d\s*年.*|\d{1,4}\s*年\s*\d{1,2}\s*月.*|\d{1,2}\s*月(?:份|\s*\d{1,2}\s*[日号])?"),
        ("date", rf"{_MONTH}[-\s,/]*\d{{1,4}}(?:[-\s,/]+\d{{2,4}})?"),
        ("date", rf"\d{{1,4}}[-\s,/]*{_MONTH}(?:[-\s,/]*\d{{2,4}})?"),
        ("range", rf"{_END}\s*(?:[-—–―−]+|~|至|到|to)\s*{_END}"),
        ("separators", r"[+-]?\D{0,4}\d+(?:[,.'’]\d+)+\D{0,4}"),
        ("several numbers", r".*\d.*[\s;、,/+*×&|千万亿].*\d.*"),
        ("text", r".*\d.*(?:左右|上下|以上|以下|以内|余|多|约|许|[-+~=?]).*"),
        ("unit", r"[+-]?\s*[¥$€£₩]?\s*\d[\d.,'’ ]*[^\d.,'’ ]\D*"),
    )
]
_OF_TWO = ("range", "separators", "several numbers")
_LONGEST = 80  # no number is longer; the patterns above take long on a page of text

_MESSAGES = {
    "date": ("is a date or a time", "是日期或时间", "write the number, or nothing", "请填数字；不知道就留空"),
    "text": (
        "is no number",
        "不是数字",
        "write one number in digits, or nothing where it is not known",
        "请用阿拉伯数字填一个数；不知道就留空",
    ),
    "unit": (
        "is in a unit that is not known or not the column's",
        "的单位无法识别，或与本列单位不同",
        "write the number alone, in the unit of the header",
        "请只填数字，按表头的单位",
    ),
    "sign": (
        "may be so many of the header's unit or of the currency itself",
        "有歧义：可能按表头的单位，也可能按元等货币本位",
        "write the number alone, or the whole unit after it, for example 1200元",
        "请只填数字，或在数字后写全单位，如 1200元",
    ),
    "needs_unit": (
        "has a unit of its own, but the column states none",
        "自带单位，而本列没有写明单位",
        "write the unit in the header, for example value (10,000 yuan)",
        "请在表头写明单位，如：采购额（万元）",
    ),
    "range": ("is a range", "是一个范围", "write one number, or nothing", "请填一个数；不知道就留空"),
    "several numbers": ("holds several numbers", "里有几个数", "write one number in a cell", "每格只填一个数"),
    "separators": (
        "can be read in two ways: the separators don't group by three",
        "的分隔符不是三位一组，有歧义",
        "write 1234.56 or 1,234.56",
        "请写成 1234.56 或 1,234.56",
    ),
    "infinite": ("is not finite", "不是有限的数", "write the number, or nothing", "请填数字；不知道就留空"),
    "error": (
        "is an error of the spreadsheet",
        "是电子表格的错误值",
        "mend the formula, or clear the cell",
        "请修正公式，或清空该格",
    ),
    "degrees": (
        "is no longitude or latitude",
        "不是经纬度",
        "write degrees such as 113.93, or nothing",
        "请填十进制度数，如 113.93；不知道就留空",
    ),
    "hemisphere": (
        "points the other way: east or west for a longitude, north or south for a latitude",
        "的方向不对：经度用东、西，纬度用南、北",
        "check whether longitude and latitude are swapped",
        "请检查经度和纬度是否填反",
    ),
}


def message(cell: object, why: str) -> tuple[Said, Said]:
    """Return what is wrong with a bad cell and what to write instead.

    Examples
    --------
    >>> problem, hint = message("10-20", "range")
    >>> print(problem, "|", problem.zh, "|", hint)
    '10-20' is a range | '10-20'是一个范围 | write one number, or nothing
    """
    shown = str(cell) if len(str(cell)) <= _LONGEST else f"{str(cell)[:40]}…"
    problem, problem_zh, hint, hint_zh = _MESSAGES[why]
    return Said(f"{shown!r} {problem}", f"{shown!r}{problem_zh}"), Said(hint, hint_zh)


def why_unread(text: str, is_number: bool) -> str:
    """Return why a text that was not read as a number is bad.

    Parameters
    ----------
    text : str
        The cell.
    is_number : bool
        Whether it is one number, with something beside it that is no known unit.

    Returns
    -------
    str
        A code that `message` tells in words; "" where the cell says that the number is not known.

    Examples
    --------
    >>> why_unread("2024-01-05", False), why_unread("暂无", False)
    ('date', '')
    """
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    if _UNKNOWN.fullmatch(text):
        return ""
    if len(text) > _LONGEST:
        return "text"
    for why, pattern in _REASONS:
        if not (is_number and why in _OF_TWO) and pattern.fullmatch(text):
            return why
    return "text"
