"""Chinese provinces, cities and districts: administrative code, name and one point each.

The table is that of DQinYuan/chinese_province_city_area_mapper at 9bdfd6e (MIT, LICENSE beside it). Its datum is
stated nowhere; the points look like GCJ-02.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@cache
def _table() -> pd.DataFrame:
    import pandas as pd

    with files(__name__).joinpath("adcodes.csv").open("rb") as file:
        table = pd.read_csv(file, dtype={"adcode": "str", "name": "str"})
    table["adcode"] = table["adcode"].str[:6]
    return table.drop_duplicates("adcode").set_index("adcode").sort_index()


def load() -> pd.DataFrame:
    """Read the gazetteer.

    Returns
    -------
    pandas.DataFrame
        Index: adcode, six digits as text. Columns: name (Chinese), longitude, latitude (degrees; missing for the
        rows 市辖区 that stand for no place).

    Examples
    --------
    >>> load().loc["440305", "name"]
    '南山区'
    """
    return _table().copy(deep=False)


@cache
def _city_codes() -> dict[str, str]:
    """Return the code of each city by its name without its kind; names that two cities share are left out."""
    table = _table()
    prefecture = table.index.str.fullmatch(r"\d{4}00") & ~table.index.str.endswith("0000")
    municipality = table.index.isin(["110000", "120000", "310000", "500000", "810000", "820000"])
    cities = table[(prefecture & ~table["name"].isin(["市辖区", "县", "省直辖县级行政区划"])) | municipality]
    names = cities["name"].map(bare_name)
    return {name: str(code) for name, code in zip(names, cities.index, strict=True) if (names == name).sum() == 1}


def city_named(name: str) -> str | None:
    """Return the administrative code of the city of this name, with or without 市; None where none is known.

    Examples
    --------
    >>> city_named("青岛"), city_named("青岛市"), city_named("Qingdao")
    ('370200', '370200', None)
    """
    return _city_codes().get(bare_name(name))


def bare_name(name: str) -> str:
    """Return a place's name without the word for its kind.

    Examples
    --------
    >>> bare_name("青岛市"), bare_name("延边朝鲜族自治州"), bare_name("Lyon")
    ('青岛', '延边朝鲜族', 'Lyon')
    """
    name = name.strip()
    for kind in ("特别行政区", "自治区", "自治州", "地区", "省", "市", "盟"):
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name.removesuffix(kind)
    return name


def city_code(adcode: str) -> str:
    """Return the code that two places share when they lie in the same city.

    That is the first four digits, with two exceptions that the administrative code itself makes: the four
    municipalities (Beijing, Tianjin, Shanghai, Chongqing) are one city each, and county-level places directly
    under a province (code 90 in digits three and four) are cities of their own.

    Parameters
    ----------
    adcode : str
        Six digits (GB/T 2260).

    Returns
    -------
    str
        Two, four or six digits.

    Examples
    --------
    >>> city_code("370213"), city_code("310112"), city_code("429004")
    ('3702', '31', '429004')
    """
    if adcode[:2] in {"11", "12", "31", "50"}:
        return adcode[:2]
    return adcode[:6] if adcode[2:4] == "90" else adcode[:4]
