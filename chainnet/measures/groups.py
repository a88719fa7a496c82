"""Groups of firms: of one city, of one product, near one point, or as the user lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import Fault, InputError, Said
from chainnet.gazetteer import bare_name, city_code, city_named, level_of, load, place_of_code
from chainnet.measures.prepared import Ints
from chainnet.network import SupplyNetwork
from chainnet.travel import great_circle_km

Groups = dict[str, Ints]
"""The firms of each group, as rows of `net.firms`."""


def groups_of(net: SupplyNetwork, by: str | Mapping[str, Iterable[str]]) -> tuple[Groups, int]:
    """Return the firms of each group, and how many firms are in none.

    Parameters
    ----------
    net : SupplyNetwork
    by : str or mapping of str to firm ids
        As for `chainnet.group_removal`.

    Raises
    ------
    InputError
        Where nothing is known of `by`, or a list names no firm or an unknown one.
    """
    if isinstance(by, Mapping):
        groups = {str(name): _listed(net, str(name), firms) for name, firms in by.items()}
    elif by == "product":
        groups = _sellers(net)
    else:
        label = _labels(net, by)
        groups = {
            str(name): np.flatnonzero(label == name).astype(np.int32) for name in pd.unique(label[pd.notna(label)])
        }
    if not groups:
        problem = Said(f"no firm is in a group: {by}", f"没有企业属于任何一组：{by}")
        hint = Said("name a column of the firms that is filled in", "请写企业表中已填写的列")
        raise InputError.one(problem, hint=hint)
    grouped = np.zeros(net.n, dtype=bool)
    for firms in groups.values():
        grouped[firms] = True
    return groups, int((~grouped).sum())


def firms_near(net: SupplyNetwork, *, longitude: float, latitude: float, km: float) -> list[str]:
    """Return the ids of the firms within so many km of a point, as the crow flies.

    Parameters
    ----------
    net : SupplyNetwork
    longitude, latitude : float
        In degrees, WGS-84.
    km : float

    Returns
    -------
    list of str
        In the order of `net.firms`; firms whose place is not known are not among them.

    Raises
    ------
    InputError
        Where the point is none on Earth, km is negative, or no firm's place is known.

    Notes
    -----
    Draw it with ``chainnet.plot_map(net.subset(firms))``.

    Examples
    --------
    >>> firms = pd.DataFrame({"firm": ["A", "B"], "longitude": [120.0, 121.0], "latitude": [36.0, 36.0]})
    >>> import chainnet as cn
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
    >>> cn.firms_near(net, longitude=120.1, latitude=36.0, km=20)
    ['A']
    """
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):
        problem = Said(f"no point {longitude:g},{latitude:g}", f"没有 {longitude:g},{latitude:g} 这个点")
        hint = Said("write longitude, then latitude, in degrees", "请先写经度再写纬度，单位为度")
        raise InputError.one(problem, hint=hint)
    if not 0 <= km < np.inf:
        raise InputError.one(
            Said(f"{km:g} km", f"距离为 {km:g} 公里"), hint=Said("give 0 or more", "请给 0 或更大的数")
        )
    if not net.has_places:
        hint = Said("fill in longitude and latitude of the firms", "请填写企业的经度和纬度")
        raise InputError.one(Said("no firm's place is known", "企业位置全部未知"), hint=hint)
    places = net.coordinates[net.located]
    point = np.full(len(places), longitude), np.full(len(places), latitude)
    near = great_circle_km(places[:, 0], places[:, 1], *point) <= km
    return [str(firm) for firm in net.firms.index[net.located][near]]


def _labels(net: SupplyNetwork, by: str) -> npt.NDArray[np.object_]:
    """Return the group of each firm, None where it has none, shape (n,)."""
    if by == "tier":
        return np.array([None if np.isnan(tier) else str(int(tier)) for tier in net.tiers()], dtype=object)
    if by in ("city", "province"):
        return _places(net, by)
    if by not in net.firms:
        known = ", ".join(["city", "province", "product", "tier", *net.firms.columns])
        hint = Said(f"write one of {known}", f"写以下之一：{known}")
        raise InputError.one(Said(f"the firms have no column {by!r}", f"企业表没有“{by}”列"), hint=hint)
    column = net.firm_column(by)
    empty = column.isna() | (column.eq(terms.UNKNOWN) if by == "role" else False)
    return column.astype("str").astype(object).mask(empty, None).to_numpy(dtype=object)


def _places(net: SupplyNetwork, level: str) -> npt.NDArray[np.object_]:
    """Return the city or the province of each firm by its full name: of its code where it has one, else as written."""
    names = load()["name"]

    def one(code: object, city: object, written: object) -> str | None:
        code = code if isinstance(code, str) and code else city_named(city) if isinstance(city, str) else None
        if isinstance(code, str) and (level == "province" or level_of(code) != "province"):
            whole = code[:2] + "0000" if level == "province" else city_code(code).ljust(6, "0")
            place = place_of_code(whole)
            return str(names[place]) if place else whole
        return written.strip() if isinstance(written, str) and written.strip() else None

    columns = (net.firm_column(name) for name in ("adcode", "city", level))
    found = [one(*row) for row in zip(*columns, strict=True)]
    full: dict[str, str] = {}  # with and without 市 is one place: the longest that is written, the first of those
    for name in sorted({name for name in found if name}, key=lambda name: (-len(name), name)):
        full.setdefault(bare_name(name), name)
    return np.array([full[bare_name(name)] if name else None for name in found], dtype=object)


def _sellers(net: SupplyNetwork) -> Groups:
    """Return for each product the firms that sell it."""
    known = net.product >= 0
    pairs = np.unique(net.product[known].astype(np.int64) * max(net.n, 1) + net.supplier[known])
    products, firms = pairs // max(net.n, 1), (pairs % max(net.n, 1)).astype(np.int32)
    starts = np.searchsorted(products, np.arange(len(net.products) + 1))
    return {name: firms[starts[at] : starts[at + 1]] for at, name in enumerate(net.products)}


def _listed(net: SupplyNetwork, name: str, firms: Iterable[str]) -> Ints:
    ids = pd.Index([str(firm) for firm in firms], dtype="str").unique()
    if not len(ids):
        hint = Said("list its firms, or leave it out", "请列出其企业，或去掉该组")
        raise InputError.one(Said(f"group {name} has no firm", f"分组“{name}”没有企业"), hint=hint)
    faults: list[Fault] = []
    codes = []
    for firm in ids:
        try:
            codes.append(net.code(firm))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return np.array(codes, dtype=np.int32)
