"""R: how robust a network is against an order of removal."""

from __future__ import annotations

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.prepared import Floats, Ints


def robustness(removed: Ints, value: Floats) -> float:
    """Return the mean of the value after 1, 2, ... removals; between the removals of a grid it runs straight.

    [Schneider et al., PNAS 2011] NaN where nothing is removed.

    Examples
    --------
    >>> robustness(np.array([0, 1, 2]), np.array([1.0, 0.5, 0.0])), robustness(np.array([0, 2]), np.array([1.0, 0.0]))
    (0.25, 0.25)
    """
    last = int(removed[-1])
    if last == 0:
        return np.nan
    if len(removed) <= last:
        value = np.interp(np.arange(last + 1), removed, value)
    return float(value[1:].mean())


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
        order, measure, robustness (R = the mean of S(Q) over Q = 1..N removals [Schneider et al., PNAS 2011]; where
        only removals of a grid were measured, straight lines between them), threshold_share (the removed share at which
        the value first falls below the threshold, NaN where it never does), peak_share (the removed share at which the
        second-largest component is largest; NaN for other measures, and where there never is a second), robustness_low
        and robustness_high (R of low and of high; of random orders the 5 and 95 % quantiles of the runs' R), reason. A
        curve that ends before all that may be removed is gone, as that of a list of one's own may and one with `until`
        does, has neither R nor peak.

    Raises
    ------
    InputError
        Where the threshold is not between 0 and 1.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table.query("measure == 'served'"), label="order", value="robustness")``.

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
    removed = curve["removed"].to_numpy()
    value, low, high = (robustness(removed, curve[part].to_numpy()) for part in ("value", "low", "high"))
    whole = bool(np.isclose(curve["share_removed"].iloc[-1], 1.0))
    low, high = band or (low, high)
    below = curve.loc[curve["value"] < threshold - 1e-12, "share_removed"]  # a sum that meets it is not below
    second = curve["second"]
    peaks = whole and bool(second.max() > 0)
    reason = curve["reason"].iloc[0] or ("" if whole else "partial_order")
    return {
        "robustness": value if whole else np.nan,
        "threshold_share": below.iloc[0] if len(below) else np.nan,
        "peak_share": curve.loc[second.idxmax(), "share_removed"] if peaks else np.nan,
        "robustness_low": low if whole else np.nan,
        "robustness_high": high if whole else np.nan,
        "reason": reason,
    }
