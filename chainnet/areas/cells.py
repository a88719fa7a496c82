"""Columns of the firms as areas look at them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet import terms
from chainnet.errors import InputError, Said, told
from chainnet.network import SupplyNetwork

Texts = npt.NDArray[np.object_]


def text(net: SupplyNetwork, column: str, change: Callable[[str], str | None] = str) -> Texts:
    """Return a column as texts, each distinct one changed once, None where missing."""
    codes, words = pd.factorize(net.firm_column(column))
    changed = np.array([*(change(str(word)) for word in words), None], dtype=object)
    return changed[codes]


def need(net: SupplyNetwork, *wanted: str, otherwise: str = Said("choose another area", "换一种本地范围")) -> None:
    """Raise an `InputError` where none of these columns says anything."""
    columns = list(dict.fromkeys(wanted))
    if not any(net.firm_column(column).notna().any() for column in columns):
        en, zh = " or ".join(columns), "或".join(f"“{terms.show(column, 'zh')}”" for column in columns)
        problem = Said(f"the firms table says nothing of {en}", f"企业表中没有填写{zh}")
        hint = Said(
            f"fill in the column {en} of the firms table, or {otherwise}",
            f"请填写企业表的{zh}列，或{told(otherwise, 'zh')}",
        )
        raise InputError.one(problem, hint=hint, column=columns[0])
