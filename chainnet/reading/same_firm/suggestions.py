"""Probable duplicates among firms: suggested with a score for a person to confirm, never merged here."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet import gazetteer
from chainnet.errors import told
from chainnet.network import SupplyNetwork
from chainnet.reading.cells.credit_codes import normalised, valid
from chainnet.reading.cells.names import match_key
from chainnet.reading.same_firm.similar import REASONS, neighbours, pair_of, points, similar

LEAST = 80.0
"""Pairs that score less are not suggested."""


def duplicates(net: SupplyNetwork, *, lang: str = "en") -> pd.DataFrame:
    """Suggest firms of a network that may be one, for a person to confirm.

    Parameters
    ----------
    net : SupplyNetwork
    lang : {"en", "zh"}
        Language of the column why.

    Returns
    -------
    DataFrame
        As `suggest` does; a firm without a name goes by its id. Written to a file, with yes in its column merge where
        two are one, it is what ``chainnet.read(…, merge=file)`` takes.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["示例（甲）有限公司", "示例(甲)有限责任公司"], "buyer": ["乙厂", "乙厂"]})
    >>> cn.duplicates(cn.from_frames(links=links))["score"].tolist()
    [99]
    """
    firms = net.firms
    firms["name"] = net.names("zh")
    return suggest(firms, lang=lang)


def suggest(firms: pd.DataFrame, *, lang: str = "en", least: float = LEAST) -> pd.DataFrame:
    """Suggest pairs of rows that may be one firm.

    Parameters
    ----------
    firms : DataFrame
        Index: ids, unique. Columns, all optional: name, credit_code, adcode, city, address. An id that is a valid
        credit code counts as one where the column has none.
    lang : {"en", "zh"}
        Language of the column why.
    least : float
        The lowest score to list, 0 to 100.

    Returns
    -------
    DataFrame
        Columns: firm, name, other, other_name, score, why, merge; the last is empty, for a person to write yes or no
        in. Each pair once, the smaller id first; the highest score first, then by id.

    Notes
    -----
    100 is one credit code, 99 one key (`match_key`), less ten where the cities differ; up to 98 is a name that is
    alike (`similar`), with what `REASONS` adds and takes away. Whole names do not do: rapidfuzz gives 93 to one firm
    under two legal forms, and 86 to two firms that differ in place or trade name alone. Two firms with different
    valid credit codes are different firms, and no pair.

    Names are compared where they share one of their five rarest pairs of characters and stand at most ten apart in
    the sorted list of all that share it: the time grows with the number of names (one million: 70 s and 1.3 GB on
    two shared cores), and a pair may be missed where thousands of names are alike. Of a group of one code or key
    each firm meets the next ten. The order of the rows does not count.

    Examples
    --------
    >>> names = ["示例轨道装备有限公司", "示例轨道装备股份有限公司", "样本模具厂"]
    >>> found = suggest(pd.DataFrame({"name": names}, index=["1", "2", "3"]))
    >>> found[["firm", "other", "score", "why"]].to_dict("records")
    [{'firm': '1', 'other': '2', 'score': 95, 'why': 'similar name; another legal form'}]
    """
    firms = firms.sort_index()
    found = _pairs(firms, least)
    found = found[found["score"] >= least].sort_values(["score", "a", "b"], ascending=[False, True, True])
    found = found.drop_duplicates(["a", "b"])
    name = _column(firms, "name")
    return pd.DataFrame(
        {
            "firm": firms.index[found["a"]].astype("str"),
            "name": name.iloc[found["a"]].array,
            "other": firms.index[found["b"]].astype("str"),
            "other_name": name.iloc[found["b"]].array,
            "score": found["score"].round().astype("int64").array,
            "why": pd.Series(_why(found, lang), dtype="str").array,
            "merge": pd.Series([""] * len(found), dtype="str").array,
        }
    )


def _column(firms: pd.DataFrame, column: str) -> pd.Series:
    return firms[column].astype("str") if column in firms else pd.Series(index=firms.index, dtype="str")


def _pairs(firms: pd.DataFrame, least: float) -> pd.DataFrame:
    """Return pairs of positions a < b in `firms`, sorted by id, each with its score and a column for each reason."""
    keys = match_key(_column(firms, "name"))
    first = np.flatnonzero(keys.notna() & ~keys.duplicated())
    alike = similar(keys.iloc[first], least)
    alike[["a", "b"]] = np.sort(first[alike[["a", "b"]].to_numpy()], axis=1)
    written = normalised(_column(firms, "credit_code").fillna(pd.Series(firms.index, firms.index, dtype="str")))
    code = pd.factorize(written.where(valid(written)))[0]
    parts = [_grouped(code, "code", 100.0), _grouped(pd.factorize(keys)[0], "key", 99.0), alike]
    columns = ["a", "b", "score", *REASONS]
    found = pd.concat([part.reindex(columns=columns, fill_value=False) for part in parts], ignore_index=True)
    a, b = found["a"].to_numpy(), found["b"].to_numpy()
    city, address = _cities(firms), pd.factorize(match_key(_column(firms, "address")))[0]
    found["city"] = (city[a] != city[b]) & (city[a] >= 0) & (city[b] >= 0)
    found["address"] = (address[a] == address[b]) & (address[a] >= 0)
    with_points = np.clip(found["score"] + points(found), 0.0, np.where(found["key"], 99.0, 98.0))
    found["score"] = found["score"].where(found["code"], with_points)
    return found[(code[a] == code[b]) | (code[a] < 0) | (code[b] < 0)]


def _cities(firms: pd.DataFrame) -> np.ndarray:
    """Return a number for the city of each firm, by code where there is one, else by name; -1 where not known."""
    adcode, city = _column(firms, "adcode"), _column(firms, "city")
    by_code = adcode.map({code: gazetteer.city_code(code) for code in adcode.dropna().unique() if len(code) == 6})
    coded = {name: gazetteer.city_named(name) for name in city.dropna().unique()}
    by_name = city.map({name: gazetteer.city_code(code) if code else name for name, code in coded.items()})
    return pd.factorize(by_code.astype("str").fillna(by_name.astype("str")))[0]


def _grouped(group: np.ndarray, reason: str, score: float) -> pd.DataFrame:
    """Pair the members of each group; -1 is in none."""
    members = np.flatnonzero(group >= 0)
    members = members[np.argsort(group[members], kind="stable")]
    a, b = np.concatenate([pair_of(), *(pair_of(*pair) for pair in neighbours(group[members], members))]).T
    return pd.DataFrame({"a": a, "b": b, "score": score, reason: True})


def _why(found: pd.DataFrame, lang: str) -> list[str]:
    """Join the reasons of each pair; few different sets of them occur."""
    bits = found[list(REASONS)].to_numpy(dtype=bool) @ (1 << np.arange(len(REASONS)))
    kinds, kind = np.unique(bits, return_inverse=True)
    said = [told(text, lang) for _, text in REASONS.values()]
    joint = "；" if lang == "zh" else "; "
    texts = [joint.join(text for bit, text in enumerate(said) if number >> bit & 1) for number in kinds.tolist()]
    return [texts[number] for number in kind.tolist()]
