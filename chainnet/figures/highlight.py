"""A set of firms that a figure brings forward: what is removed, and what stops with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.network import SupplyNetwork

STATES = ("works", "may_stop", "stops", "chosen", "removed")
"""From what steps back to what stands out."""
Highlight: TypeAlias = "pd.DataFrame | Iterable[str]"
"""What `chainnet.stopped` returns: columns firm and state; or ids of firms, which are then called chosen."""


def states_of(net: SupplyNetwork, highlight: Highlight) -> npt.NDArray[np.integer]:
    """Return the state of each firm, as its place in `STATES`; firms that are not named work.

    Raises
    ------
    InputError
        Where a column is missing, a firm is not known, or a state is none.
    """
    if isinstance(highlight, pd.DataFrame):
        named, state = _columns(highlight)
    else:
        named = [highlight] if isinstance(highlight, str) else list(highlight)
        state = ["chosen"] * len(named)
    found = np.zeros(net.n, dtype=np.int64)
    for firm, what in zip(named, state, strict=True):
        found[net.code(firm)] = STATES.index(what)
    return found


def _columns(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    missing = [column for column in ("firm", "state") if column not in table]
    if missing:
        problem = Said(f"no column {', '.join(missing)}", f"没有“{'、'.join(missing)}”列")
        hint = Said(
            "give what chainnet.stopped returns, or a list of firms", "请给 chainnet.stopped 返回的表，或企业的列表"
        )
        raise InputError.one(problem, hint=hint)
    strange = sorted({str(state) for state in table["state"]} - set(STATES))
    if strange:
        problem = Said(f"no state {', '.join(strange)}", f"没有这样的状态：{'、'.join(strange)}")
        hint = Said(f"write one of {', '.join(STATES)}", f"写以下之一：{'、'.join(STATES)}")
        raise InputError.one(problem, hint=hint, column="state")
    return [str(firm) for firm in table["firm"]], [str(state) for state in table["state"]]
