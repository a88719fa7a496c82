"""The year of each link: a network is of one, and a table may hold several."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from chainnet.errors import DOUBT, Said
from chainnet.reading.cleaned import Cleaned

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def year_in(text: str) -> str:
    """Return the year that a text names; one that names none, or several, as it is.

    Examples
    --------
    >>> year_in("2023年"), year_in("FY2023"), year_in("2023.0"), year_in("2022-2023")
    ('2023', '2023', '2023', '2022-2023')
    """
    found = set(_YEAR.findall(text))
    return found.pop() if len(found) == 1 else text


def read_years_of(cleaned: Cleaned) -> None:
    """Read the column ``year``, where there is one."""
    if "year" in cleaned.frame:
        codes, texts = pd.factorize(cleaned.frame["year"])
        words = np.array([*(year_in(str(text).strip()) for text in texts), None], dtype=object)
        cleaned.frame["year"] = pd.array(words[codes], dtype="str")


def take_year(cleaned: Cleaned, year: int | None) -> None:
    """Leave out the rows of other years; without a year doubt a table of several, since a value is that of one."""
    if "year" not in cleaned.frame:
        if year is not None:
            hint = Said("name a column year, 年份, or say --map HEADER=year", "请写“年份”列，或用 --map 列名=year")
            cleaned.say(Said("no column says the year", "没有年份列"), hint, column="year", severity="fault")
        return
    years = cleaned.frame["year"]
    there = sorted(years.dropna().unique())
    shown = ", ".join(there[:6]) + (" …" if len(there) > 6 else "")
    if year is None:
        if len(there) > 1:
            problem = Said(
                f"{len(there)} years are taken together as one: {shown}",
                f"{len(there)} 个年份合在一起按一年计：{shown}",
            )
            hint = Said(
                f"read one of them with --year {there[-1]}; `chainnet rates --by-year` shows each",
                f"用 --year {there[-1]} 只读一年；`chainnet rates --by-year` 逐年列出",
            )
            cleaned.say(problem, hint, column="year", severity=DOUBT)
        return
    if str(year) not in there:
        hint = Said(f"write one of {shown}", f"写以下之一：{shown}")
        cleaned.say(Said(f"no row is of {year}", f"没有 {year} 年的行"), hint, column="year", severity="fault")
        return
    lacking = int(years.isna().sum())
    if lacking:
        problem = Said(f"{lacking:,} rows without a year are left out", f"{lacking:,} 行没有年份，不计入")
        cleaned.say(problem, Said("fill it in", "请补上年份"), column="year", severity=DOUBT)
    cleaned.drop(years.ne(str(year)).to_numpy(dtype=np.bool_))


def years_in(cleaned: Cleaned) -> list[int]:
    """Return the years of the rows, in order; texts that are no year are none."""
    if "year" not in cleaned.frame:
        return []
    return sorted(int(text) for text in cleaned.frame["year"].dropna().unique() if _YEAR.fullmatch(str(text)))
