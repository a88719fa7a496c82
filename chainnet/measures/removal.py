"""Node removal: an order in which firms are removed, and what is left after each removal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.left import CURVES, MEASURES, Curve, undefined
from chainnet.measures.orders import orders_of, removable_firms
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Ints, Prepared, check_words
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

BAND = (0.05, 0.95)
_COLUMNS = ["order", "measure", "removed", "share_removed", "value", "low", "high", "second", "reason"]


def removal(
    net: SupplyNetwork,
    *,
    order: str | Sequence[str] | Mapping[str, Iterable[str]] = ("random", "degree"),
    measure: str | Sequence[str] = ("largest_component", "served"),
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    runs: int = 100,
    seed: int = 0,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return what is left of the network while firms are removed in a given order.

    Parameters
    ----------
    net : SupplyNetwork
    order : str, list of str, or mapping of str to firm ids
        random; static, by the intact network: degree (number of partners), betweenness, pagerank (towards suppliers),
        value (sold); adaptive-degree and adaptive-betweenness (recomputed after each removal); or lists of your own by
        name. Ties go by value sold, then by id.
    measure : str or list of str
        largest_component: firms in the largest weakly connected component / all firms [Schneider et al. 2011].
        served: chain leaders' purchases that still arrive from working suppliers at leaders that work / their purchases
        before; by value, or by number of links where none has one. A purchase without a value is left out of `value`
        and opens the bound on its side: `low` is 0 once it is lost, `high` 1 while it arrives
        [own; AND-OR logic as in Papachristou & Rahimian 2023]. leaders_reached:
        share of chain leaders that a path leads to from a source,
        a firm that buys nothing; a leader that buys nothing is one itself.
    keep : str or list of str
        Roles that are never removed; "leaders" for the chain leaders.
    essential : DataFrame, optional
        Which inputs are essential: input, buyer_industry, importance. Without it the links' column ``essential``;
        without that too, `low` takes all inputs as essential, `high` none, and `value` is the strict one.
    runs : int
        Random orders to average over.
    seed : int
        Of the random orders.
    jobs : int
        Threads for the random orders; -1 for all cores.
    progress : callable, optional
        Called after each curve.

    Returns
    -------
    DataFrame
        order, measure, removed (firms), share_removed (of the firms that may be removed), value, low, high (shares in
        [0, 1]; for random orders the 5 and 95 % quantiles of the runs, of low and high where these differ), second
        (second-largest component / all firms), reason. The row ``removed = 0`` is the whole network. A measure that is
        not defined has one row, with the reason. ``attrs`` holds seed, runs, ties, weights (what served goes by),
        unvalued (purchases of leaders whose value is not known), keep, and the band of R.

    Raises
    ------
    InputError
        Where an order or a measure is not known, a list names a firm twice or an unknown one, `runs` is below 1, or
        no firm may be removed.

    Notes
    -----
    Draw it with `chainnet.plot_curves`. One order costs O(n + m) for each measure.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.removal(net, order={"mine": ["S"]}, measure="served")["value"].tolist()
    [1.0, 0.0]
    """
    measures = [measure] if isinstance(measure, str) else list(measure)
    check_words(measures, MEASURES, "measure")
    if not measures or not order:
        hint = Said("name at least one order and one measure", "请至少写一种移除次序和一个指标")
        raise InputError.one(Said("nothing to do", "没有要计算的内容"), hint=hint)
    removable = removable_firms(net, keep)
    prepared = Prepared(net, essential)
    reasons = {name: undefined(prepared, name) for name in measures}
    defined = [name for name in measures if not reasons[name]]
    tables, robustness = [], {}
    for name, several in orders_of(prepared, order, removable, runs, seed).items():
        curves = spread(lambda one: _all_curves(prepared, one, defined, progress), several, jobs=jobs)
        for at, defined_name in enumerate(defined):
            several_curves = [curve[at] for curve in curves]
            tables.append(_table(name, defined_name, several_curves, int(removable.sum())))
            robustness[f"{name} {defined_name}"] = _robustness_band(several_curves)
        tables += [_undefined_row(name, other, reasons[other]) for other in measures if reasons[other]]
    result = pd.concat(tables, ignore_index=True)
    result.attrs.update(
        seed=seed, runs=runs, ties="value sold, then id", keep=[keep] if isinstance(keep, str) else list(keep),
        weights="value" if prepared.by_value else "number of links", unvalued=int(prepared.unvalued.sum()),
        robustness=robustness,
    )  # fmt: skip
    return with_origin(net, result)


def _all_curves(
    prepared: Prepared, order: Ints, measures: list[str], progress: Callable[[], object] | None
) -> list[Curve]:
    curves = [CURVES[name](prepared, order) for name in measures]
    if progress is not None:
        progress()
    return curves


def _table(order: str, measure: str, curves: list[Curve], removable: int) -> pd.DataFrame:
    value, low, high, second = (np.array([curve[part] for curve in curves]) for part in range(4))
    removed = np.arange(value.shape[1])
    return pd.DataFrame(
        {
            "order": order,
            "measure": measure,
            "removed": removed,
            "share_removed": removed / removable,
            "value": value.mean(axis=0),
            "low": np.quantile(low, BAND[0], axis=0) if len(curves) > 1 else low[0],
            "high": np.quantile(high, BAND[1], axis=0) if len(curves) > 1 else high[0],
            "second": second.mean(axis=0),
            "reason": "",
        }
    )


def _robustness_band(curves: list[Curve]) -> tuple[float, float]:
    """Return R of the low and of the high curve; of many runs the 5 and the 95 % quantile of theirs."""
    if len(curves[0][1]) < 2:  # nothing is removed
        return np.nan, np.nan
    low, high = (np.array([curve[part][1:].mean() for curve in curves]) for part in (1, 2))
    return float(np.quantile(low, BAND[0])), float(np.quantile(high, BAND[1]))


def _undefined_row(order: str, measure: str, reason: str) -> pd.DataFrame:
    row = {"order": order, "measure": measure, "removed": 0, "share_removed": 0.0, "reason": reason}
    return pd.DataFrame([row]).reindex(columns=_COLUMNS).astype(dict.fromkeys(_COLUMNS[4:8], "float64"))


def removal_summary(curves: pd.DataFrame, *, threshold: float = 0.5) -> pd.DataFrame:
    """Return one row a curve: how robust the network is against that order.

    Parameters
    ----------
    curves : DataFrame
        What `removal` returns.
    threshold : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        order, measure, robustness (R = the mean of S(Q) over Q = 1..N removals [Schneider et al., PNAS 2011]),
        threshold_share (the removed share at which the value first falls below the threshold, NaN where it never does),
        peak_share (the
        removed share at which the second-largest component is largest, NaN for other measures), robustness_low and
        robustness_high (R of low and of high; of random orders the 5 and 95 % quantiles of the runs' R), reason. A
        curve that ends before all firms that may be removed are, as that of a list of one's own may, has no R.

    Raises
    ------
    InputError
        Where the threshold is not between 0 and 1.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["B", "C"]}))
    >>> curves = cn.removal(net, order="degree", measure="largest_component")
    >>> cn.removal_summary(curves)[["robustness", "threshold_share"]].round(3).to_numpy().tolist()
    [[0.222, 0.333]]
    """
    if not 0 < threshold < 1:
        problem = Said(f"threshold {threshold:g}", f"阈值为 {threshold:g}")
        raise InputError.one(problem, hint=Said("give a number between 0 and 1", "请给 0 到 1 之间的数"))
    bands = curves.attrs.get("robustness", {})
    rows = [
        {"order": order, "measure": measure, **_summary(curve, threshold, bands.get(f"{order} {measure}"))}
        for (order, measure), curve in curves.groupby(["order", "measure"], sort=False)
    ]
    return pd.DataFrame(rows)


def _summary(curve: pd.DataFrame, threshold: float, band: tuple[float, float] | None) -> dict[str, object]:
    after = curve[curve["removed"] > 0]
    whole = bool(np.isclose(curve["share_removed"].iloc[-1], 1.0))
    low, high = band or (after["low"].mean(), after["high"].mean())
    below = curve.loc[curve["value"] < threshold - 1e-12, "share_removed"]  # a sum that meets it is not below
    second = curve["second"]
    reason = curve["reason"].iloc[0] or ("" if whole else "partial_order")
    return {
        "robustness": after["value"].mean() if whole else np.nan,
        "threshold_share": below.iloc[0] if len(below) else np.nan,
        "peak_share": curve.loc[second.idxmax(), "share_removed"] if second.notna().any() else np.nan,
        "robustness_low": low if whole else np.nan,
        "robustness_high": high if whole else np.nan,
        "reason": reason,
    }
