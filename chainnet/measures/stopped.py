"""Which firms stop when a set of firms fails: the cascade itself, firm by firm."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.kernels.cascade import stop_steps
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Bools, Ints, Prepared
from chainnet.measures.working import Inputs
from chainnet.network import SupplyNetwork

STATES = ("removed", "stops", "may_stop")


def stopped(net: SupplyNetwork, *, firms: Iterable[str], essential: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the firms that no longer work once some are removed, and which of them stop for sure.

    Parameters
    ----------
    net : SupplyNetwork
    firms : iterable of str
        Ids of the firms that are removed, all at once.
    essential : DataFrame, optional
        As for `removal`.

    Returns
    -------
    DataFrame
        firm, name, state: ``removed``; ``stops`` where the firm lacks an input whichever of those that nothing is said
        of are essential; ``may_stop`` where it does only if all of these are. Those that keep working are left out.
        The removed come first, as given, then the rest in the order of `net.firms`. ``attrs`` holds the number of
        each state.

    Raises
    ------
    InputError
        Where no firm is given or one is not known, or the table of essential inputs is at fault.

    Notes
    -----
    The rule is that of `removal`'s ``served``: a firm works while, of each essential input, one supplier works; in a
    cycle firms start as working. Then ``low`` of ``served`` is what arrives when ``may_stop`` stops too, ``high`` what
    arrives when it does not. One pass over the links.

    Draw it with ``chainnet.plot_tiers(net, highlight=table)``; `chainnet.plot_blocks`, `chainnet.plot_force` and
    `chainnet.plot_map` take it too.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> cn.stopped(net, firms=["A"])[["firm", "state"]].to_numpy().tolist()
    [['A', 'removed'], ['B', 'stops'], ['C', 'stops']]
    """
    given = _given(firms)
    gone = np.array([net.code(firm) for firm in dict.fromkeys(given)], dtype=np.int32)
    if not len(gone):
        hint = Said("name the firms that fail", "请写出失效的企业")
        raise InputError.one(Said("no firm to remove", "没有要移除的企业"), hint=hint)
    prepared = Prepared(net, essential)
    strict, lenient = (_down(prepared, gone, given_inputs) for given_inputs in prepared.inputs)
    code = np.select([lenient, strict], [1, 2], -1)
    code[gone] = 0
    rest = np.flatnonzero(code > 0)
    rows = np.concatenate([gone, rest])
    table = pd.DataFrame(
        {
            "firm": net.firms.index.to_numpy(dtype=object)[rows],
            "name": net.names().to_numpy(dtype=object)[rows],
            "state": np.array(STATES, dtype=object)[code[rows]],
        }
    )
    table.attrs.update({state: int((code == at).sum()) for at, state in enumerate(STATES)})
    return with_origin(net, table)


def _given(firms: Iterable[str]) -> list[str]:
    """Return the ids that are given: one, or several in any form that lists them."""
    if isinstance(firms, str):
        return [firms]
    if not isinstance(firms, Iterable) or isinstance(firms, pd.DataFrame):
        hint = Said('give a list of ids, as firms=["S001", "S002"]', '请给企业编号的列表，如 firms=["S001", "S002"]')
        raise InputError.one(Said(f"firms is no list of ids: {firms!r:.40}", "firms 不是企业编号的列表"), hint=hint)
    return list(firms)


def _down(prepared: Prepared, gone: Ints, given: Inputs) -> Bools:
    """Return who no longer works once all of these are removed."""
    step = stop_steps(gone, prepared.downstream, prepared.buyer, given.group, given.links, given.essential)
    return np.asarray(step <= len(gone))
