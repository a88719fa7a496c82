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
