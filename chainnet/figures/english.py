"""Chinese words of places, stages and industries as an English figure shows them, and countries in Chinese.

The table beside this file holds provinces, cities, and the districts, stages and industries of the data sets that come
with chainnet. Places are in pinyin without their kind, or under the name by which English knows them.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from chainnet.network import SupplyNetwork


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the words by the language into which they are put; into Chinese only those of countries are."""
    with files("chainnet.figures").joinpath("english.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    english = {row["zh"]: row["en"] for row in reversed(rows)}
    return {"en": english, "zh": {row["en"]: row["zh"] for row in rows if row["kind"] == "country"}}


def word(text: str, lang: str) -> str:
    """Return a word in a language where the table knows it, else as it is.

    Examples
    --------
    >>> word("青岛市", "en"), word("青岛市", "zh"), word("某某镇", "en"), word("Germany", "zh")
    ('Qingdao', '青岛市', '某某镇', '德国')
    """
    return _words()[lang].get(text, text)


def words_of(net: SupplyNetwork, column: str, lang: str) -> dict[str, str]:
    """Return how the values of a column of the firms are shown in a language.

    In English what the column of that name with ``_en`` says, as `name_en` does of `name`, comes first, then the table.
    """
    said = net.firm_column(column).dropna()
    shown = {str(value): word(str(value), lang) for value in said.unique()}
    if lang == "en":
        own = net.firm_column(f"{column}_en").reindex(said.index)
        pairs = zip(said[own.notna()].astype(str), own.dropna().astype(str), strict=True)
        shown |= dict(reversed(list(pairs)))
    return shown


_YUAN = {"元": 1.0, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8}
_YUAN |= {"yuan": 1.0, "1,000 yuan": 1e3, "10,000 yuan": 1e4, "million yuan": 1e6, "100 million yuan": 1e8}


def money(amount: float, unit: str, lang: str) -> str:
    """Write an amount with its unit: yuan in 亿元 and 万元, or in billions and millions; other units as they are.

    Examples
    --------
    >>> money(4198559.0, "万元", "zh"), money(4198559.0, "万元", "en"), money(12.5, "USD", "en")
    ('420 亿元', '42.0 billion yuan', '12.5 USD')
    """
    if unit not in _YUAN:
        return f"{_digits(amount)} {unit}".rstrip()
    yuan = amount * _YUAN[unit]
    steps = ((1e8, "亿元"), (1e4, "万元"), (1.0, "元"))
    if lang == "en":
        steps = ((1e9, "billion yuan"), (1e6, "million yuan"), (1.0, "yuan"))
    size, name = next((step for step in steps if yuan >= step[0]), steps[-1])
    return f"{_digits(yuan / size)} {name}"


def _digits(amount: float) -> str:
    """Write a number to three digits, or whole."""
    if amount >= 100 or amount == int(amount):
        return f"{amount:,.0f}"
    return f"{amount:.1f}" if amount >= 10 else f"{amount:.2f}" if amount >= 1 else f"{amount:.3g}"
