"""A synthetic cluster in words: the tables of its firms and links."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import gazetteer, terms
from chainnet.synthesis.draws import Floats, Ints, apportion, pareto, round_half_up, some
from chainnet.synthesis.market import Makers, Market
from chainnet.synthesis.population import Population
from chainnet.synthesis.preset import Place, Preset
from chainnet.synthesis.trade import Links

SOLD_ELSEWHERE = {True: 0.1, False: 0.4}
"""Typical sales outside the chain beside those in it, for firms at home and outside."""
PRECISION = "synthetic"


def firm_table(preset: Preset, rng: np.random.Generator, market: Market, links: Links) -> pd.DataFrame:
    """Write the firms as in firms.csv, indexed by firm id.

    Parameters
    ----------
    preset : Preset
    rng : numpy.random.Generator
    market : Market
    links : Links

    Returns
    -------
    DataFrame
        `precision` says that the place is synthetic; a firm whose place is not known has no cluster either, and what
        is not recorded of firms of its role is missing.
    """
    firms = market.firms
    n = len(firms.product)
    made = [preset.products[code] for code in firms.product]
    role = np.array([product.role for product in made], dtype=object)
    grade = _grades(preset, rng, firms, role)
    suppliers = np.flatnonzero(role == "supplier")
    role[some(rng, suppliers, preset.unknown_role)] = terms.UNKNOWN
    names = _names(preset, firms.product)
    table = pd.DataFrame(
        {
            "name": names["zh"],
            "name_en": names["en"],
            "role": role,
            "grade": grade,
            "cluster": np.where(firms.home, preset.cluster, terms.NO_CLUSTER),
            **_addresses(preset, firms.place),
            "longitude": np.round(firms.longitude, 6),
            "latitude": np.round(firms.latitude, 6),
            "precision": PRECISION,
            "industry": [product.industry for product in made],
            "stage": [product.stage for product in made],
            "products": _products(preset, firms, market.makers),
            "revenue": _revenue(preset, rng, firms, links),
        },
        index=pd.Index(_ids(preset, n), name="firm"),
    )
    unplaced = some(rng, np.flatnonzero(role != "leader"), preset.unknown_place)
    where = ["cluster", "region", "province", "city", "district", "adcode", "longitude", "latitude"]
    table.loc[table.index[unplaced], where] = np.nan
    table.loc[table.index[unplaced], "precision"] = "none"
    for name, columns in preset.unrecorded.items():
        table.loc[[product.role == name for product in made], list(columns)] = np.nan
    texts = [column for column in table if column not in ("longitude", "latitude", "revenue")]
    return table.astype(dict.fromkeys(texts, "str"))


def link_table(preset: Preset, links: Links, ids: pd.Index[str]) -> pd.DataFrame:
    """Write the links as in links.csv.

    Parameters
    ----------
    preset : Preset
    links : Links
    ids : Index
        Firm ids.

    Returns
    -------
    DataFrame
        Columns supplier, buyer, product, value, essential; sorted by buyer, product, supplier.
    """
    order = np.lexsort((links.supplier, links.product, links.buyer))
    names = np.array([product.zh for product in preset.products], dtype=object)
    return pd.DataFrame(
        {
            "supplier": ids[links.supplier[order]],
            "buyer": ids[links.buyer[order]],
            "product": pd.Series(names[links.product[order]], dtype="str"),
            "value": links.value[order],
            "essential": pd.Series(np.where(links.essential[order], "yes", "no"), dtype="str"),
        }
    )


def _ids(preset: Preset, n: int) -> list[str]:
    width = max(4, len(str(n)))
    return [f"{preset.id_prefix}{number:0{width}}" for number in range(1, n + 1)]


def _names(preset: Preset, product: Ints) -> dict[str, list[str]]:
    """Name each firm by product and number: no name can be taken for that of a real firm."""
    start = np.searchsorted(product, np.arange(len(preset.products)))
    number = np.arange(len(product)) - start[product] + 1
    width = [max(2, len(str(count))) for count in np.bincount(product, minlength=len(preset.products))]
    zh = [f"合成·{made.maker_zh or made.zh}" for made in preset.products]
    en = [f"Synthetic {made.maker_en or made.en + ' maker'}" for made in preset.products]
    return {
        "zh": [f"{zh[code]}{k:0{width[code]}}" for code, k in zip(product, number, strict=True)],
        "en": [f"{en[code]} {k:0{width[code]}}" for code, k in zip(product, number, strict=True)],
    }


def _grades(
    preset: Preset, rng: np.random.Generator, firms: Population, role: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """Hand out the grades of each role, the higher ones rather to the bigger firms; abroad there are none."""
    grade = np.full(len(role), "none", dtype=object)
    abroad = np.array([not place.adcode for place in preset.places])[firms.place]
    merit = firms.size * pareto(rng.random(len(role)), cut=0.1)
    for name, shares in preset.grades.items():
        able = np.flatnonzero((role == name) & ~abroad)
        best = able[np.argsort(-merit[able], kind="stable")]
        counts = apportion(len(best), [*shares.values(), max(0.0, 1 - sum(shares.values()))])
        grade[best] = np.repeat([*shares, "none"], counts)
    return grade


def _addresses(preset: Preset, place: Ints) -> dict[str, npt.NDArray[np.object_]]:
    columns = ("region", "province", "city", "district", "adcode")
    rows = np.array([_address(preset, where) for where in preset.places], dtype=object)
    return dict(zip(columns, rows[place].T, strict=True))


def _address(preset: Preset, place: Place) -> tuple[str | float, ...]:
    """Return region, province, city, district and code of a place, missing where it has none."""
    if not place.adcode:
        return (place.region, np.nan, np.nan, np.nan, np.nan)
    name = gazetteer.load()["name"]
    city = gazetteer.city_code(place.adcode).ljust(6, "0")
    district = np.nan if city == place.adcode else name[place.adcode]
    return (preset.cluster_region, name[place.adcode[:2] + "0000"], name[city], district, place.adcode)


def _products(preset: Preset, firms: Population, makers: Makers) -> list[str]:
    """List what each firm makes, its main product first."""
    names = [product.zh for product in preset.products]
    lists = [[names[main]] for main in firms.product]
    besides = firms.product[makers.firm] != makers.product
    for firm, code in zip(makers.firm[besides], makers.product[besides], strict=True):
        lists[firm].append(names[code])
    return [";".join(made) for made in lists]


def _revenue(preset: Preset, rng: np.random.Generator, firms: Population, links: Links) -> Floats:
    """Return what is sold in the chain, which is what the links say, and outside it."""
    n = len(firms.product)
    sold = np.bincount(links.supplier, weights=links.value, minlength=n).astype(np.float64)
    typical = np.where(firms.home, SOLD_ELSEWHERE[True], SOLD_ELSEWHERE[False])
    elsewhere = np.where(firms.final > 0, firms.final, sold * typical * pareto(rng.random(n), cut=0.01))
    least = preset.smallest_revenue * pareto(rng.random(n), cut=0.1)
    return round_half_up(np.maximum(sold + elsewhere, least))
