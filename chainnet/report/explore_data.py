"""The network as columns for the interactive page: firms, links, what can be hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.figures.cells import Cells
from chainnet.figures.english import words_of
from chainnet.figures.marks import SHADES, SHAPES, Look
from chainnet.network import SupplyNetwork
from chainnet.report.headings import times_unit

Ints = npt.NDArray[np.int64]

PRECISIONS = (
    *terms.PRECISIONS,
    terms.Term("synthetic", "synthetic", "合成"),
    terms.Term("none", "place not known", "位置未知"),
)
"""Those that people write, and those that data sets of chainnet have beside them."""
WORDS = {"role": terms.ROLES, "grade": terms.GRADES, "precision": PRECISIONS}
"""The columns whose cells are words of the field, shown in the page's language."""
TRANSLATED = ("region", "province", "city", "district", "cluster", "industry", "sector", "stage")
"""The columns whose cells figures show in their language where they know how."""
AMOUNTS = ("revenue", "capacity")
NAMES = ("name", "name_en")
MOST_CHOICES = 30
"""Beyond so many clusters the smaller ones are hidden together."""


def most_important(net: SupplyNetwork, most: int) -> Ints:
    """Return the rows of all firms, or of the leaders and those that trade most where there are more than `most`.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": ["A", "B"], "buyer": ["C", "C"], "value": [1.0, 2.0]})
    >>> most_important(cn.from_frames(links=links), 2).tolist()
    [1, 2]
    """
    if net.n <= most:
        return np.arange(net.n)
    order = np.lexsort((-_partners(net), -_traded(net), ~net.is_leader))
    return np.sort(order[: max(most, int(net.is_leader.sum()))])


def _traded(net: SupplyNetwork) -> npt.NDArray[np.float64]:
    value = np.nan_to_num(net.value)
    ends = (net.supplier, net.buyer)
    return np.asarray(sum(np.bincount(end, weights=value, minlength=net.n) for end in ends), dtype=np.float64)


def _partners(net: SupplyNetwork) -> Ints:
    ends = (net.pairs.supplier, net.pairs.buyer)
    return np.asarray(sum(np.bincount(end, minlength=net.n) for end in ends), dtype=np.int64)


def firms_data(net: SupplyNetwork, local: pd.Series | None, lang: str) -> dict[str, Any]:
    """Return the firms as columns: ids, names, looks, and all that is known of them, in words of the language."""
    look = Look.of(net, local)
    shown, other = net.names(lang), net.names("en" if lang == "zh" else "zh")
    columns = [str(name) for name in net.firms.columns if name not in NAMES]
    rows = [_column(net, name, lang) for name in columns]
    return {
        "id": net.firms.index.tolist(),
        "name": shown.tolist(),
        "other": [None if one == two else two for one, two in zip(shown, other, strict=True)],
        "shape": look.shape.tolist(),
        "shade": look.shade.tolist(),
        "shapes": list(SHAPES),
        "shades": list(SHADES[: SHADES.index("plain") + 1]),
        "coloured": local is not None,
        "columns": [row for row in rows if row is not None],
    }


def _column(net: SupplyNetwork, name: str, lang: str) -> dict[str, Any] | None:
    """Return a column of the firms' rows; None where nothing is known."""
    column, unit = net.firm_column(name), net.about.value_unit
    if not column.notna().any():
        return None
    label = terms.show(name, lang)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        of = times_unit(unit, lang) + ("/年" if lang == "zh" else " a year")
        return {"key": name, "label": label, "unit": of if unit and name in AMOUNTS else "", "value": numbers(column)}
    codes, words = pd.factorize(column)
    shown = _shown(net, name, lang)
    said = [shown.get(str(word), _word(name, word, lang)) for word in words]
    if len(said) > 0.5 * len(column):
        return {"key": name, "label": label, "text": [None if at < 0 else said[at] for at in codes]}
    return {"key": name, "label": label, "code": codes.tolist(), "word": said}


def _shown(net: SupplyNetwork, name: str, lang: str) -> dict[str, str]:
    """Return how the cells of a column are shown; without those of which nothing else than themselves is known."""
    if name not in TRANSLATED:
        return {}
    return {cell: word for cell, word in words_of(net, name, lang).items() if word != cell}


def _word(column: str, word: Any, lang: str) -> str:
    if isinstance(word, bool | np.bool_):
        return terms.show_among(terms.BOOLEANS, "yes" if word else "no", lang)
    if column == "cluster" and word == terms.NO_CLUSTER:
        return "不在任何集群" if lang == "zh" else "in no cluster"
    return terms.show_among(WORDS.get(column, terms.BOOLEANS), str(word), lang)


def numbers(column: pd.Series | npt.NDArray[np.float64]) -> list[float | int | None]:
    """Return numbers to seven digits, whole ones without a point, None where not known.

    Examples
    --------
    >>> numbers(np.array([27057.0, 0.1234567891, np.nan]))
    [27057, 0.1234568, None]
    """
    values = pd.Series(column).to_numpy(dtype=np.float64, na_value=np.nan)
    return [_number(float(value)) for value in values]


def _number(value: float) -> float | int | None:
    if not np.isfinite(value):
        return None
    short = value if abs(value) < 2**53 and value == round(value) else float(f"{value:.7g}")
    return int(short) if short == round(short) and abs(short) < 2**53 else short


def links_data(net: SupplyNetwork) -> dict[str, Any]:
    """Return the links as columns: how many each firm sells, then buyer, product and value of each."""
    return {
        "count": np.bincount(net.supplier, minlength=net.n).tolist(),
        "buyer": net.buyer.tolist(),
        "product": net.product.tolist() if net.has_products else None,
        "products": net.products,
        "value": numbers(net.value) if net.has_values else None,
    }


def filters_data(net: SupplyNetwork, cells: Cells | None, lang: str) -> list[dict[str, Any]]:
    """Return what can be hidden: tiers, roles and clusters, where there are at least two of them."""
    found = []
    if cells is not None:
        lost = "未达链主" if lang == "zh" else "No path to a leader"
        words = [*cells.heads, lost] if (cells.column < 0).any() else cells.heads
        found.append(("tier", "层级" if lang == "zh" else "Tier", cells.column % len(words), words))
    found.append(("role", terms.show("role", lang), *_choices(net, "role", lang)))
    found.append(("cluster", terms.show("cluster", lang), *_choices(net, "cluster", lang)))
    return [
        {"key": key, "label": label.capitalize(), "code": codes.tolist(), "word": words}
        for key, label, codes, words in found
        if len(set(codes.tolist())) > 1
    ]


def _choices(net: SupplyNetwork, name: str, lang: str) -> tuple[Ints, list[str]]:
    """Return the words of a column, the most frequent first, with all others and what is not said as the last."""
    column, shown = net.firm_column(name), _shown(net, name, lang)
    counts = column.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = list(counts.index[:MOST_CHOICES])
    codes = pd.Index(kept).get_indexer(pd.Index(column)).astype(np.int64)
    words = [shown.get(str(word), _word(name, word, lang)) for word in kept]
    rest = (codes < 0) & column.notna().to_numpy()
    blank = column.isna().to_numpy()
    if rest.any():
        codes[rest] = len(words)
        words.append("其他" if lang == "zh" else "other")
    if blank.any():
        codes[blank] = len(words)
        words.append("未说明" if lang == "zh" else "not given")
    return codes, words
