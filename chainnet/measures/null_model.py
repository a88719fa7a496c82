"""The null model: removal curves of a network beside those of its random rewirings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.bands import BAND
from chainnet.measures.left import DETAILS
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Floats
from chainnet.measures.removal import GONE, check_lists, check_whole, removal
from chainnet.measures.rewiring import Swaps, check_number
from chainnet.measures.robustness import removal_summary, robustness
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

GIVEN, REWIRED = "given", "rewired"


def null_removal(
    net: SupplyNetwork,
    *,
    order: str | Sequence[str] | Mapping[str, Iterable[str]] = ("random", "degree"),
    measure: str | Sequence[str] = ("largest_component", "served"),
    rewirings: int = 20,
    swaps: int = 10,
    keep_products: bool = True,
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    runs: int = 100,
    seed: int = 0,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Return the curves of `removal` beside those of random rewirings: whether structure or degrees make it fragile.

    Parameters
    ----------
    net : SupplyNetwork
    order, measure, keep, essential, runs
        As in `removal`; orders are made anew for each rewiring.
    rewirings : int
        Number of rewired networks, 2 or more.
    swaps, keep_products
        As in `rewired`.
    seed : int
        Of the rewirings and of the random orders.
    jobs : int
        Threads for the rewirings; -1 for all cores.
    progress : callable, optional
        Called after each curve: 1 + `rewirings` times as often as by `removal`.
    **options
        What else `removal` takes.

    Returns
    -------
    DataFrame
        network (given, rewired) and the columns of `removal`. Rows of the given network are those of `removal`. Rows of
        rewired hold the means over the rewirings, and name no firm: each has its own order; low and high are the 5 and
        95 % quantiles of their value. ``attrs``
        is that of `removal`, with rewirings, seeds (`rewired` makes the network of each), swaps, keep_products, moved
        (the mean share of pairs that are none of the given network; 0 where no swap is possible) and null_robustness
        (R of each rewiring by order and measure).

    Raises
    ------
    InputError
        Where `rewirings` is below 2, the order is a list of links, or as in `removal` and `rewired`.

    Notes
    -----
    A network that is more fragile than its rewirings is so by its structure; one as fragile as they are, by its
    degrees, tiers and inputs. Holds 40 bytes a row and rewiring.

    Draw it with ``chainnet.plot_curves(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> links = pd.DataFrame({"supplier": list("ABCD"), "buyer": list("BCDA")})
    >>> net = cn.from_frames(links=links)
    >>> curves = cn.null_removal(net, order="degree", measure="largest_component", rewirings=4)
    >>> curves.groupby("network")["value"].first().to_dict()
    {'given': 1.0, 'rewired': 0.875}
    """
    check_whole(rewirings=rewirings, seed=seed, swaps=swaps)
    check_lists(order)
    check_number("rewirings", rewirings, 2)
    check_number("seed", seed, 0)
    check_number("swaps", swaps, 0)
    if isinstance(order, Mapping):
        if options.get("links"):
            hint = Said("name an order, as value", "请写次序的名称，如 value")
            raise InputError.one(Said("a rewired network has other links", "重连后的供货关系与名单不同"), hint=hint)
        order = {name: list(firms) for name, firms in order.items()}  # each network goes through them

    def removed(one: SupplyNetwork) -> pd.DataFrame:
        return removal(
            one, order=order, measure=measure, keep=keep, essential=essential, runs=runs, seed=seed,
            progress=progress, **options,
        )  # fmt: skip

    def of_rewiring(one: int) -> tuple[Floats, float]:
        other, share = swappable.network(one, swaps)
        return removed(other)[["value", *DETAILS]].to_numpy(), share

    given = removed(net)
    swappable = Swaps(net, keep_products)
    seeds = [int(word) for word in np.random.SeedSequence(seed).generate_state(rewirings)]
    found = spread(of_rewiring, seeds, jobs=jobs)
    values = np.array([curves[:, 0] for curves, _ in found])
    mean = np.mean([curves for curves, _ in found], axis=0)
    low, high = np.quantile(values, BAND, axis=0)
    names = dict.fromkeys([column for column in GONE if column in given], "")  # each rewiring has its own order
    null = given.assign(value=mean[:, 0], low=low, high=high, **names, **dict(zip(DETAILS, mean[:, 1:].T, strict=True)))
    both = [table.assign(network=name) for name, table in ((GIVEN, given), (REWIRED, null))]
    result = pd.concat([table[["network", *given.columns]] for table in both], ignore_index=True)
    result.attrs = given.attrs | {
        "rewirings": rewirings, "seeds": seeds, "swaps": swaps, "keep_products": keep_products,
        "moved": float(np.mean([share for _, share in found])), "null_robustness": _robustness(given, values),
    }  # fmt: skip
    return with_origin(net, result)


def _robustness(curves: pd.DataFrame, values: Floats) -> dict[str, list[float]]:
    """Return R of each rewiring, by order and measure."""
    removed = curves["removed"].to_numpy()
    return {
        f"{order} {measure}": [robustness(removed[rows], value[rows]) for value in values]
        for (order, measure), rows in curves.groupby(["order", "measure"], sort=False).indices.items()
    }


def null_summary(curves: pd.DataFrame) -> pd.DataFrame:
    """Return one row a curve: how robust the network is beside its random rewirings.

    Parameters
    ----------
    curves : DataFrame
        What `null_removal` returns.

    Returns
    -------
    DataFrame
        order, measure, robustness (R, as in `removal_summary`), null_mean, null_low and null_high (mean, 5 and 95 %
        quantile of R among the rewirings), z (standard deviations of the rewirings' R by which R lies above their
        mean; below zero the structure makes it fragile), share_as_robust (share of the rewirings that are at least as
        robust), reason. Where the rewirings do not differ in R there is no z.

    Raises
    ------
    InputError
        Where the table does not say the robustness of each rewiring.

    Notes
    -----
    Draw it with ``chainnet.plot_bars(table, label="order", value="z")``.

    Examples
    --------
    >>> import chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A", "B"], "buyer": ["X", "X"]}))
    >>> row = cn.null_summary(cn.null_removal(net, order="degree", measure="largest_component")).iloc[0]
    >>> float(row["share_as_robust"]), row["reason"]
    (1.0, 'no_swap')
    """
    if "null_robustness" not in curves.attrs or "network" not in curves:
        problem = Said("the table does not say how robust each rewiring is", "表中没有各次重连的稳健度")
        hint = Said("give what chainnet.null_removal returns", "请给出 chainnet.null_removal 返回的表")
        raise InputError.one(problem, hint=hint)
    given = removal_summary(curves[curves["network"] == GIVEN])
    null, moved = curves.attrs["null_robustness"], curves.attrs["moved"]
    return pd.DataFrame(
        {
            "order": row.order,
            "measure": row.measure,
            "robustness": row.robustness,
            **_beside(row.robustness, row.reason, np.array(null[f"{row.order} {row.measure}"]), moved),
        }
        for row in given.itertuples()
    )


def _beside(given: float, reason: str, null: Floats, moved: float) -> dict[str, object]:
    """Return how an R lies among those of the rewirings."""
    if reason:
        names = ("null_mean", "null_low", "null_high", "z", "share_as_robust")
        return {**dict.fromkeys(names, np.nan), "reason": reason}
    low, high = np.quantile(null, BAND)
    deviation = float(null.std(ddof=1))
    alike = deviation < 1e-12
    return {
        "null_mean": null.mean(),
        "null_low": low,
        "null_high": high,
        "z": np.nan if alike else (given - null.mean()) / deviation,
        "share_as_robust": (null > given - 1e-12).mean(),
        "reason": "" if not alike else "rewirings_alike" if moved else "no_swap",
    }
