"""The options that say what is local."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chainnet.cli.usage import bad
from chainnet.errors import InputError, Said

if TYPE_CHECKING:
    from chainnet.areas import Area
    from chainnet.network import SupplyNetwork
    from chainnet.travel import Times

FORMS = (
    "cluster, district, city, province, another column, COLUMN=VALUE, minutes:T, km:R, firms:FILE, polygon:FILE[@DATUM]"
    " (GeoJSON), or several joined by +"
)


def area_of(text: str | None, net: SupplyNetwork, times: Times | None = None) -> Area:
    """Return the area that is meant; without a word what the data set says of itself, else the city.

    Raises
    ------
    click.BadParameter
        Where the word has none of the forms.
    """
    from chainnet.areas import Union

    text = area_word(text, net)
    parts = text.split("+")
    if len(parts) == 1 or (text.startswith(("firms:", "polygon:")) and _is_file(text)):
        return _one_area(text, times)
    return Union(_one_area(part, times) for part in parts)


def area_word(text: str | None, net: SupplyNetwork) -> str:
    """Return the word for what is local: as it was typed, else what the data set says of itself, else city."""
    return text or net.about.area or "city"


def goes_by_minutes(area: Area) -> bool:
    """Whether what is local hangs on travel times."""
    from chainnet.areas import Minutes, Union

    return any(isinstance(part, Minutes) for part in (area.areas if isinstance(area, Union) else [area]))


def _is_file(text: str) -> bool:
    """Whether all after the colon is one file, though there is a + in its name."""
    from pathlib import Path

    name = text.partition(":")[2]
    return Path(name).exists() or Path(name.rpartition("@")[0] or name).exists()


def _one_area(text: str, times: Times | None) -> Area:
    from chainnet import areas

    text = text.strip()
    whole: dict[str, Area] = {
        "cluster": areas.Cluster(), "district": areas.District(), "county": areas.District(), "city": areas.City(),
        "province": areas.Province(),
    }  # fmt: skip
    if text in whole:
        return whole[text]
    form, colon, rest = text.partition(":")
    if colon and form == "minutes":
        return areas.Minutes(_number(rest, text, "minutes, as in minutes:60"), *([times] if times is not None else []))
    if colon and form == "km":
        return areas.Kilometres(_number(rest, text, "kilometres, as in km:30"))
    if colon and form == "firms":
        return areas.Firms(firm_list(rest), label=rest)
    if colon and form == "polygon":
        return _polygon(rest)
    column, equals, value = text.partition("=")
    if equals and column and value:
        return areas.Fixed(column.strip(), value.strip())
    if colon or equals or not text:
        raise bad(f"{text!r} is no area: write {FORMS}.", f"{text!r} 不是区域写法，请写 {FORMS}", "--area")
    return areas.Agree(text)


def _polygon(text: str) -> Area:
    """Read the polygon of a file; after an @ may stand the datum of its coordinates."""
    from functools import partial

    from chainnet.areas import Polygon
    from chainnet.reading.places import DATUMS, to_wgs84

    path, at, datum = text.rpartition("@")
    if not at:
        return Polygon.read(text)
    if datum not in DATUMS:
        known = ", ".join(DATUMS)
        raise bad(f"{datum!r} is no datum: write {known}.", f"没有坐标系 {datum!r}，请写 {known}", "--area")
    return Polygon.read(path, to_wgs84=partial(to_wgs84, datum=datum))


def _number(text: str, whole: str, wanted: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise bad(f"{whole!r}: write a number of {wanted}.", f"{whole!r}：冒号后请写数，如 minutes:60、km:30", "--area")
    return number


def firm_list(path: str) -> list[str]:
    """Read a list of firms: the column ``firm`` of a table, or its first column.

    Raises
    ------
    InputError
        Where the file can't be read or holds no firm.
    """
    from pathlib import Path

    from chainnet.reading.files.tables import read_tables
    from chainnet.reading.headers import Words

    words = Words()
    cells = read_tables(Path(path), path, words)[0].cells
    meant = [words.meaning(column, "firms") for column in cells.columns]
    at = next((meant.index(key) for key in ("firm", "name") if key in meant), 0)
    column = cells.iloc[:, at].astype("str").str.strip()
    firms = [str(firm) for firm in column if isinstance(firm, str) and firm]
    if meant[at] is None:  # a bare list has no header
        firms.insert(0, str(cells.columns[at]))
    if not firms:
        hint = Said("write a column firm", "请写一列“企业编号”")
        raise InputError.one(Said("the file lists no firm", "文件中没有列出企业"), hint=hint, file=path)
    return firms


def grade_list(text: str | None) -> list[str] | None:
    """Return the grades that a comma-separated text names.

    Raises
    ------
    click.BadParameter
        Where one is no grade.
    """
    from chainnet import terms

    if text is None:
        return None
    wrong = [part for part in text.split(",") if terms.fold(part) not in terms.GRADE_OF_SPELLING]
    if wrong:
        said, known = ", ".join(map(repr, wrong)), terms.choices(terms.GRADES)
        raise bad(f"{said}: write {known}.", f"没有称号 {said}，请写 {known}", "--grade")
    return [terms.GRADE_OF_SPELLING[terms.fold(part)] for part in text.split(",")]
