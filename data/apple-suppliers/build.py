"""Make firms.csv and links.csv from the source rows: ``python data/apple-suppliers/build.py [FOLDER]``.

A Chinese address is placed by reading it from its end: the province, then the city in that province, then the
districts, towns and zones in that city. The words that count are those of source/places.csv, a table made by
hand from these addresses; the gazetteer turns its codes into Chinese names and points. What the address does
not say is left empty.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
GAZETTEER = HERE.parents[1] / "chainnet" / "gazetteer" / "adcodes.csv"
LONGEST = 8  # words in one place name, counted after "KunShan" has come apart into two

# Before one of these a place word names a street, a river or a village: Kunshan Road is in Shanghai.
STREETS = {"road", "rd", "st", "avenue", "ave", "boulevard", "lane", "highway", "bridge", "lu", "jie", "dao"}
NATURE = {"river", "lake", "village", "cun"}
# Before one of these a city or a district is only a namesake (Chang'an Town is in Dongguan), while a part of
# a city stays where it is: there "Fuyong Street" is the subdistrict 福永街道.
SETTLEMENTS = {"street", "town", "zhen", "community", "subdistrict"}
# What may stand between the two: Beijing Middle Road, Changjiang South Road, Longhua 2nd Road.
SIDES = {"north", "south", "east", "west", "middle", "central", "n", "s", "e", "w"}
SIDES |= {"bei", "nan", "dong", "xi", "zhong", "first", "second", "third"}

COLUMNS = [
    *["firm", "name", "role", "region", "province", "city", "district", "adcode"],
    *["longitude", "latitude", "precision", "address", "supplier"],
]
APPLE = {
    "firm": "apple",
    "name": "Apple",
    "role": "leader",
    "region": "USA",
    "longitude": "-122.0090",
    "latitude": "37.3349",
    "precision": "site",
    "address": "One Apple Park Way Cupertino California United States",
}


class Place(NamedTuple):
    """What a place word can mean: a code, and whether it is that province, city, district or a part of it."""

    adcode: str
    level: str


class Hit(NamedTuple):
    """A place word found in an address: the number of words up to its end, and its meanings."""

    end: int
    places: list[Place]


Table = dict[str, list[Place]]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")


def words(text: str) -> list[str]:
    """Split into lower-case words; those that ran together come apart, apostrophes and "and" go."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub("['’]", "", text))
    return [word for word in re.findall(r"[a-z0-9]+", apart.lower()) if word != "and"]


def read_places(path: Path = SOURCE / "places.csv") -> Table:
    """Read the hand-made table; a name with several meanings (Taizhou, New District) keeps them all."""
    table: Table = {}
    for name, adcode, level in read(path)[["name", "adcode", "level"]].itertuples(index=False):
        table.setdefault("".join(words(name)), []).append(Place(adcode, level))
    return table


def next_word(rest: list[str]) -> str:
    """Return the first word that is neither a direction nor a number."""
    passed = (word for word in rest if word not in SIDES and not re.fullmatch(r"\d+(st|nd|rd|th)?", word))
    return next(passed, "")


def find(text: list[str], table: Table) -> list[Hit]:
    """List the place words from the end of the address to its beginning, the longest name at each end."""
    hits = []
    end = len(text)
    while end:
        after = next_word(text[end:])
        for start in range(max(0, end - LONGEST), end):
            places = table.get("".join(text[start:end]), []) if after not in STREETS | NATURE else []
            places = [place for place in places if place.level == "part" or after not in SETTLEMENTS]
            if places:
                hits.append(Hit(end, places))
                end = start + 1
                break
        end -= 1
    return hits


def city_of(adcode: str) -> str:
    """Return the code of the city; municipalities and counties directly under a province are their own."""
    if adcode[:2] in {"11", "12", "31", "50"}:
        return adcode[:2] + "0000"
    return adcode if adcode[2:4] == "90" else adcode[:4] + "00"


def say_city(hits: list[Hit], end: int) -> str | None:
    """Return the city that the hits name, None where they name none or leave two to choose from.

    The last word of the address has to be the province, else nothing decides between the two Suzhous.
    """
    if not hits or hits[0].end != end:
        return None
    last = [place for place in hits[0].places if place.adcode.endswith("0000")]
    provinces = {place.adcode[:2] for place in last}
    if any(place.level == "city" for place in last):
        return last[0].adcode
    for hit in hits[1:]:
        named = [place for place in hit.places if place.adcode[:2] in provinces and place.level != "part"]
        cities = {city_of(place.adcode) for place in named if place.level != "province"}
        if cities:
            return cities.pop() if len(cities) == 1 else None
    return None


def locate(address: str, table: Table) -> str | None:
    """Return the code of the district, or else of the city, that a Chinese address says, None if neither.

    Two places of one city that contradict each other (Longhua and Bao'an) leave the city.
    """
    text = words(address.removesuffix("China"))
    hits = find(text, table)
    city = say_city(hits, len(text))
    inside = {
        place.adcode
        for hit in hits
        for place in hit.places
        if place.level in {"district", "part"} and city_of(place.adcode) == city
    }
    return inside.pop() if len(inside) == 1 else city


def describe(adcode: str | None, gazetteer: pd.DataFrame) -> dict[str, str]:
    """Return the firm columns that follow from the code."""
    if adcode is None:
        return {"precision": "none"}
    city = city_of(adcode)
    return {
        "province": gazetteer.loc[adcode[:2] + "0000", "name"],
        "city": gazetteer.loc[city, "name"],
        "district": "" if adcode == city else gazetteer.loc[adcode, "name"],
        "adcode": adcode,
        "longitude": gazetteer.loc[adcode, "longitude"],
        "latitude": gazetteer.loc[adcode, "latitude"],
        "precision": "city" if adcode == city else "district",
    }


def spellings() -> dict[str, str]:
    """Return the first spelling of each city and district in the table of places."""
    places = read(SOURCE / "places.csv")
    return places[places["level"] != "part"].drop_duplicates("adcode").set_index("adcode")["name"].to_dict()


def town(adcode: str, gazetteer: pd.DataFrame, spelled: dict[str, str]) -> str:
    """Return the romanised city that people would say: Kunshan itself, but Suzhou for Wujiang."""
    return spelled[adcode if gazetteer.loc[adcode, "name"].endswith("市") else city_of(adcode)]


def slug(text: str) -> str:
    return "-".join(words(text.replace("&", "").lower()))


def make_firms() -> pd.DataFrame:
    """Return one row a supplier site in the order of the source, after Apple's own."""
    gazetteer = read(GAZETTEER)
    gazetteer = gazetteer.assign(adcode=gazetteer["adcode"].str[:6]).set_index("adcode")
    spelled, table = spellings(), read_places()
    short = read(SOURCE / "companies.csv").set_index("supplier")["short"]

    rows = [APPLE]
    seen: dict[str, int] = {}
    for site in read(SOURCE / "apple-supplier-list-2018.csv").itertuples():
        adcode = locate(site.supplier_address, table) if site.country == "China" else None
        where = town(adcode, gazetteer, spelled) if adcode else site.country
        company = short[site.supplier_name]
        stem = f"{slug(company)}-{slug(where)}"
        seen[stem] = seen.get(stem, 0) + 1
        rows.append(
            {
                "firm": f"{stem}-{seen[stem]}",
                "name": f"{company}, {where}",
                "role": "supplier",
                "region": site.country,
                "address": site.supplier_address,
                "supplier": site.supplier_name,
                **describe(adcode, gazetteer),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS).fillna("")


def build(folder: Path) -> None:
    """Write firms.csv and links.csv into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    firms = make_firms()
    sites = firms.loc[firms["role"] == "supplier", "firm"]
    links = pd.DataFrame({"supplier": sites, "buyer": APPLE["firm"]})
    for name, table in {"firms.csv": firms, "links.csv": links}.items():
        table.to_csv(folder / name, index=False, encoding="utf-8", lineterminator="\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
