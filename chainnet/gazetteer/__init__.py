"""Chinese provinces, cities and districts: administrative code, name and one point each.

The table is that of DQinYuan/chinese_province_city_area_mapper at 9bdfd6e (MIT, LICENSE beside it). Its datum is
stated nowhere; the points look like GCJ-02.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

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

    The name of a county-level city, a county or a district stands for its city: see `city_of_place`.

    Examples
    --------
    >>> city_named("青岛"), city_named("青岛市"), city_named("昆山"), city_named("Qingdao")
    ('370200', '370200', '320500', None)
    """
    return _city_codes().get(bare_name(name)) or city_of_place(name)


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


_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
_CITIES_BY_THEMSELVES = _MUNICIPALITIES | {"810000", "820000"}
_NO_PLACE = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
_PEOPLES = re.compile(
    r"(?:朝鲜|土家|苗|藏|羌|彝|布依|侗|哈尼|壮|傣|白|景颇|傈僳|回|蒙古|瑶|满|黎|畲|仫佬|毛南|仡佬|水|拉祜|佤|布朗|纳西|普米|独龙|怒"
    r"|达斡尔|鄂温克|保安|东乡|撒拉|裕固|土|锡伯|哈萨克|各)族|蒙古$|哈萨克$|柯尔克孜$|塔吉克$|锡伯$|达斡尔$"
)
_TWICE = frozenset({"龙华区"})
"""Districts that the table has once, though a newer one elsewhere has the same name (深圳市龙华区 beside 海口市's)."""

FULL, SHORT, BARE, RENAMED = 0, 1, 2, 3
"""How a place is spelt: with its kind (昆山市), without (昆山), a district of a city without (城阳), or with the kind
that a county or county-level city has when it was promoted since (即墨区 for 即墨市)."""


class Spelling(NamedTuple):
    """One way to write the name of a place.

    Attributes
    ----------
    text : str
    code : str
        The place's administrative code, six digits.
    form : int
        FULL, SHORT, BARE or RENAMED.
    """

    text: str
    code: str
    form: int


def level_of(adcode: str) -> str:
    """Return what a code stands for: ``"province"``, ``"city"`` or ``"district"``.

    A municipality, Hong Kong and Macau are cities.

    Examples
    --------
    >>> level_of("370000"), level_of("370200"), level_of("310000"), level_of("370214")
    ('province', 'city', 'city', 'district')
    """
    if adcode.endswith("0000"):
        return "city" if adcode in _CITIES_BY_THEMSELVES else "province"
    return "city" if adcode.endswith("00") else "district"


def lies_in(adcode: str, other: str) -> bool:
    """Return whether a place lies in another one, or is it.

    Examples
    --------
    >>> lies_in("370214", "370200"), lies_in("370200", "370000"), lies_in("370200", "370214")
    (True, True, False)
    """
    return adcode.startswith(other[:2] if other.endswith("0000") else other[:4] if other.endswith("00") else other)


def place_of_code(adcode: str) -> str | None:
    """Return the code of the place that a code stands for: its own, else its city's, else its province's.

    Districts newer than the table are known through their city; codes that stand for no place (市辖区) too.

    Examples
    --------
    >>> place_of_code("370214"), place_of_code("440309"), place_of_code("310100"), place_of_code("990000")
    ('370214', '440300', '310000', None)
    """
    return next((code for code in (adcode, adcode[:4] + "00", adcode[:2] + "0000") if code in _places()), None)


@cache
def _places() -> dict[str, str]:
    """Return the name of each code that stands for a place with a point."""
    table = _table()
    table = table[~table["name"].isin(_NO_PLACE) & table["longitude"].notna()]
    return {str(code): name for code, name in zip(table.index, table["name"], strict=True)}


@cache
def spellings() -> tuple[Spelling, ...]:
    """Return every spelling of every place that the gazetteer knows; one text may stand for several places.

    Examples
    --------
    >>> [spelling.text for spelling in spellings() if spelling.code in ("222400", "320583")]
    ['延边朝鲜族自治州', '延边州', '延边', '昆山市', '昆山区', '昆山']
    """
    table = _table()
    named = table[~table["name"].isin(_NO_PLACE)]
    made = (_spell(str(code), name) for code, name in zip(named.index, named["name"], strict=True))
    return tuple(spelling for some in made for spelling in some)


def _spell(code: str, name: str) -> list[Spelling]:
    if code.endswith("0000"):
        short = name[:3] if name.startswith(("内蒙古", "黑龙江")) else name[:2]
        return [Spelling(name, code, FULL), Spelling(short, code, SHORT)]
    city = code.endswith("00")
    kind = re.search(r"自治([州县旗])$" if "自治" in name else r"(市|地区|盟)$" if city else r"([县市区旗])$", name)
    stem = name if kind is None else name[: kind.start()]
    if "自治" in name or name.endswith("族区"):
        stem = _PEOPLES.sub("", stem)
    made = [Spelling(name, code, FULL)]
    if kind is None or len(stem) < 2:
        return made
    if stem + kind[1] != name:
        made.append(Spelling(stem + kind[1], code, FULL))
    if not city:
        made += [Spelling(stem + later, code, RENAMED) for later in {"县": "市区", "市": "区"}.get(kind[1], "")]
    return [*made, Spelling(stem, code, BARE if kind[1] == "区" and not city else SHORT)]


@cache
def _codes_of_places() -> dict[str, str]:
    """Return the code of each district, county or county-level city by a spelling that no other one has."""
    names = _table()["name"].to_dict()
    codes: dict[str, set[str]] = {}
    for text, code, form in spellings():
        whole = (form == FULL and text not in ("东区", "西区")) or (form == SHORT and names[code].endswith("市"))
        if whole and level_of(code) == "district":
            codes.setdefault(text, set()).add(code)
    return {text: min(several) for text, several in codes.items() if len(several) == 1 and text not in _TWICE}


def city_of_place(name: str) -> str | None:
    """Return the code of the city that a county-level city, a county or a district lies in, by its name.

    Parameters
    ----------
    name : str
        With its kind (城阳区, 昆山市); a county-level city also without (昆山).

    Returns
    -------
    str or None
        Six digits; the place's own code where it lies directly under a province (仙桃); None where the name is not
        known, or several places have it (鼓楼区).

    Examples
    --------
    >>> city_of_place("昆山"), city_of_place("城阳区"), city_of_place("浦东新区"), city_of_place("鼓楼区")
    ('320500', '370200', '310000', None)
    """
    code = _codes_of_places().get(name.strip())
    return None if code is None else city_code(code).ljust(6, "0")
