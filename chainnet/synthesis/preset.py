"""What a synthetic cluster is like: its products, places and shares, as a preset file describes them."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from chainnet.errors import Fault, InputError, Said
from chainnet.synthesis.misfits import misfits


@dataclass(frozen=True)
class Place:
    """Where firms may lie: a district of the gazetteer, or a point abroad.

    Parameters
    ----------
    adcode : str
        Six digits, in the gazetteer; empty for a place abroad.
    home : bool
        Whether it belongs to the cluster.
    weight : float
        How many firms lie there, relative to the other places.
    spread_km : float
        Firms lie within this distance of the point, east-west and north-south.
    towns : tuple of (float, float)
        Further points, longitude and latitude in degrees; firms lie at the gazetteer's point and these alike.
    region : str
        The country of a place abroad; its points are `towns`.
    """

    adcode: str = ""
    home: bool = False
    weight: float = 1.0
    spread_km: float = 3.0
    towns: tuple[tuple[float, float], ...] = ()
    region: str = ""


@dataclass(frozen=True)
class Product:
    """One kind of goods or service, and the firms that make it.

    Parameters
    ----------
    zh, en : str
        Its name.
    stage, industry : str
        Part of the chain and industry of its makers.
    tier : int
        0 for what chain leaders make, 1 for what is sold to them, and so on.
    firms : float
        How many firms have it as their main product, out of `Preset.firms`.
    local : float
        Share of them in the cluster, 0 to 1.
    maker_zh, maker_en : str
        What its makers are called; the product's name where left out.
    role : str
        Role of its makers: leader, supplier, logistics or institution.
    needs, uses : dict of str to float
        Product to the percent of a maker's sales that it spends on it: what is essential, and what is not.
    also : tuple of str
        Products that some of its makers make besides.
    home, outside : tuple of str
        Places its makers choose from in the cluster and outside it; all of them where left out.
    reach_km : float or None
        Distance at which a supplier is half as attractive as next door.
    revenue : float
        Sales to customers outside the chain of a maker of mean size, value unit a year: those of every leader, and
        of other makers of finished goods.
    """

    zh: str
    en: str
    stage: str
    industry: str
    tier: int
    firms: float
    local: float
    maker_zh: str = ""
    maker_en: str = ""
    role: str = "supplier"
    needs: dict[str, float] = field(default_factory=dict)
    uses: dict[str, float] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    reach_km: float | None = None
    revenue: float = 0.0

    @property
    def is_leader(self) -> bool:
        """Whether its makers are chain leaders."""
        return self.role == "leader"

    @property
    def bill(self) -> dict[str, float]:
        """Percent of sales spent on each product that a maker buys, essential or not."""
        return self.needs | self.uses


@dataclass(frozen=True)
class Preset:
    """A synthetic cluster before the dice are thrown. The preset file explains each entry where it stands.

    Parameters
    ----------
    name : str
        What it is called on the command line.
    id_prefix : str
        Firm ids are this and a number.
    firms : int
        Number of firms, leaders and outside suppliers included, where the user asks for no other.
    cluster, cluster_region : str
        Cluster and country of the firms at home.
    reach_km, outside_size, outside_buyers, optional, second_product : float
        Habits of the firms.
    unknown_place, unknown_role : float
        Share of firms of which this is not known.
    smallest_revenue : float
        No firm lives on less, value unit a year.
    orders, leader_orders : tuple of float
        Share of purchases that are split into 1, 2, 3, ... orders; each goes to one supplier.
    grades : dict of str to dict of str to float
        Share of firms of a role that have a grade.
    about : dict of str to object
        What the data set says of itself, as in ``cluster.toml``.
    place : dict of str to Place
    product : dict of str to Product
    unrecorded : dict of str to tuple of str
        Columns of the firms table that are empty for firms of a role, as where a register holds little of them.

    Raises
    ------
    InputError
        Where the parts do not fit together; every fault is named.
    """

    name: str
    id_prefix: str
    firms: int
    cluster: str
    cluster_region: str
    reach_km: float
    outside_size: float
    outside_buyers: float
    optional: float
    second_product: float
    unknown_place: float
    unknown_role: float
    smallest_revenue: float
    orders: tuple[float, ...]
    leader_orders: tuple[float, ...]
    grades: dict[str, dict[str, float]]
    about: dict[str, Any]
    place: dict[str, Place]
    product: dict[str, Product]
    unrecorded: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = [Fault(problem, hint, f"preset {self.name}") for problem, hint in misfits(self)]
        if faults:
            raise InputError(faults)

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """The products in the order of the file; their place here is their code."""
        return tuple(self.product.values())

    @cached_property
    def code(self) -> dict[str, int]:
        """Code of each product."""
        return {key: code for code, key in enumerate(self.product)}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places in the order of the file; their place here is their code."""
        return tuple(self.place.values())

    def places_of(self, product: Product, *, home: bool) -> list[int]:
        """Return the codes of the places that makers of `product` choose from."""
        named = product.home if home else product.outside
        return [
            code
            for code, (key, place) in enumerate(self.place.items())
            if place.home == home and (key in named or not named)
        ]


def read_preset(path: str | os.PathLike[str]) -> Preset:
    """Read a preset file.

    Parameters
    ----------
    path : path-like
        A TOML file like those in ``chainnet/synthesis/presets``.

    Returns
    -------
    Preset

    Raises
    ------
    InputError
        Where there is no such file, it is no TOML, an entry is missing or not known, or its parts do not fit.

    Examples
    --------
    >>> from importlib.resources import files
    >>> read_preset(files("chainnet.synthesis") / "presets" / "qingdao_rail.toml").firms
    479
    """
    try:
        said = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        places = {key: Place(**_tupled(entry)) for key, entry in said.pop("place").items()}
        products = {key: Product(**_tupled(entry)) for key, entry in said.pop("product").items()}
        unrecorded = _tupled(said.pop("unrecorded", {}))
        return Preset(place=places, product=products, unrecorded=unrecorded, **_tupled(said))
    except (OSError, ValueError, TypeError, KeyError) as error:
        hint = Said("write it as the preset files of chainnet are written", "请照 chainnet 自带的预设文件书写")
        problem = Said(f"no preset: {error}", f"不是预设文件：{error}")
        raise InputError.one(problem, hint=hint, file=str(path)) from error


def _tupled(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with tuples for lists: a preset does not change."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
