"""What `remove` reads beside the network: lists of firms or links to remove, groups, essential inputs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from chainnet.cli.usage import bad
from chainnet.errors import Fault, InputError, Said

if TYPE_CHECKING:
    import pandas as pd

    from chainnet.network import SupplyNetwork

GROUP_HEADERS = ("group", "分组", "组别", "组")
OWN_GROUPS = ("city", "province", "product", "tier")
"""What needs no column of that name."""
GROUP_FORMS = "city, province, product, tier, another column of the firms, km:R@LONGITUDE,LATITUDE or file:FILE"


def firms_to_remove(path: str) -> list[str]:
    """Read a list of firms in the order of removal: the column ``firm``, or the only column of a bare list.

    Raises
    ------
    InputError
        Where the file can't be read, has several columns and none of firms, or lists no firm.
    """
    cells, meant = _table(path, "firms")
    at = next((meant.index(key) for key in ("firm", "name") if key in meant), None)
    if at is None and len(meant) > 1:
        raise _no_column(path, "firm", "企业编号")
    firms = _texts(cells.iloc[:, at or 0])
    if at is None:  # a bare list has no header
        firms.insert(0, str(cells.columns[0]))
    if not any(firms):
        raise _empty(path, Said("the file lists no firm", "文件中没有列出企业"))
    return [firm for firm in firms if firm]


def links_to_remove(path: str) -> list[tuple[str, ...]]:
    """Read a list of links in the order of removal: columns supplier, buyer and, where wanted, product.

    Raises
    ------
    InputError
        Where the file can't be read, lacks a column, or lists no link.
    """
    cells, meant = _table(path, "links")
    for column, zh in (("supplier", "供应商"), ("buyer", "采购商")):
        if column not in meant:
            raise _no_column(path, column, zh)
    columns = [meant.index(key) for key in ("supplier", "buyer", "product") if key in meant]
    rows = list(zip(*(_texts(cells.iloc[:, at]) for at in columns), strict=True))
    if not any(map(any, rows)):
        raise _empty(path, Said("the file lists no link", "文件中没有列出供货关系"))
    return [row for row in rows if any(row)]


def groups_to_remove(text: str, net: SupplyNetwork) -> str | dict[str, list[str]]:
    """Return the groups that ``--groups`` means: a column of the firms, or names with their firms."""
    form, colon, rest = text.partition(":")
    if not colon:
        columns = ", ".join(map(str, net.firms.columns))
        if text not in OWN_GROUPS and text not in net.firms:
            raise bad(
                f"the firms have no column {text!r}: write {GROUP_FORMS}. Columns: {columns}.",
                f"企业表没有 {text!r} 列，请写 {GROUP_FORMS}。现有列：{columns}",
                "--groups",
            )
        return text
    if form == "file":
        return _groups_of_file(rest)
    if form == "km":
        from chainnet.measures import firms_near

        km, longitude, latitude = _circle(text, rest)
        firms = firms_near(net, longitude=longitude, latitude=latitude, km=km)
        if not firms:
            problem = Said(f"no firm lies within {text}", f"{text} 范围内没有企业")
            raise InputError.one(problem, hint=Said("take a larger radius", "请加大半径"))
        return {f"{km:g} km @ {longitude:g},{latitude:g}": firms}
    raise bad(f"{text!r}: write {GROUP_FORMS}.", f"{text!r}：请写 {GROUP_FORMS}", "--groups")


def essential_inputs(path: str | None) -> pd.DataFrame | None:
    """Read the table of essential inputs, where there is one."""
    return None if path is None else _table(path, "firms")[0]


def _groups_of_file(path: str) -> dict[str, list[str]]:
    cells, meant = _table(path, "firms")
    group = next((at for at, name in enumerate(cells.columns) if str(name).strip().lower() in GROUP_HEADERS), None)
    if group is None:
        raise _no_column(path, "group", "分组")
    firm = next((meant.index(key) for key in ("firm", "name") if key in meant), None)
    if firm is None:
        raise _no_column(path, "firm", "企业编号")
    groups: dict[str, list[str]] = {}
    for name, one in zip(_texts(cells.iloc[:, group]), _texts(cells.iloc[:, firm]), strict=True):
        if name and one:
            groups.setdefault(name, []).append(one)
    if not groups:
        raise _empty(path, Said("the file lists no group", "文件中没有列出分组"))
    return groups


def _circle(text: str, rest: str) -> tuple[float, float, float]:
    """Return km, longitude and latitude of ``R@LONGITUDE,LATITUDE``."""
    km, _, point = rest.partition("@")
    hint = (
        f"{text!r}: write kilometres, longitude and latitude, as in km:50@120.38,36.07.",
        f"{text!r}：请写公里、经度、纬度，如 km:50@120.38,36.07",
        "--groups",
    )
    try:
        longitude, latitude = (float(part) for part in point.split(","))
        circle = float(km), longitude, latitude
    except ValueError:
        raise bad(*hint) from None
    if not (circle[0] >= 0 and abs(longitude) <= 180 and abs(latitude) <= 90):
        raise bad(*hint)
    return circle


def _table(path: str, kind: str) -> tuple[pd.DataFrame, list[str | None]]:
    """Return the cells of a table, and what its headers mean."""
    from chainnet.reading.files.tables import read_tables
    from chainnet.reading.headers import Words

    words = Words()
    cells = read_tables(Path(path), path, words)[0].cells
    return cells, [words.meaning(column, kind) for column in cells.columns]


def _texts(column: pd.Series) -> list[str]:
    return [text.strip() if isinstance(text, str) else "" for text in column.astype("str")]


def _no_column(path: str, column: str, zh: str) -> InputError:
    hint = Said(f"write a column {column}", f"请写一列“{zh}”")
    return InputError([Fault(Said(f"no column {column}", f"没有“{zh}”列"), hint, path, 1)])


def _empty(path: str, problem: Said) -> InputError:
    return InputError.one(problem, hint=Said("write one a row", "请每行写一个"), file=path)
