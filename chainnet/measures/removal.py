"""Removal: an order in which firms or links go, and what is left after each removal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from chainnet.errors import InputError, Said
from chainnet.measures.bands import BAND, Tail
from chainnet.measures.left import CURVES, DETAILS, LINK_CURVES, Curve, Curves, undefined
from chainnet.measures.link_orders import LINK_TIES, Links, link_orders_of
from chainnet.measures.orders import TIES, Draw, orders_of, removable_firms, same
from chainnet.measures.origin import with_origin
from chainnet.measures.prepared import Floats, Ints, Prepared, check_words
from chainnet.measures.robustness import robustness
from chainnet.network import SupplyNetwork
from chainnet.parallel import spread

GONE = ("firm", "supplier", "buyer", "product")
"""The columns that name the firm, or the link, that goes."""
AT_ONCE = 1 << 23
"""Numbers of random curves that are held at once: 64 MB a column."""
Band = tuple[float, float]


def removal(
    net: SupplyNetwork,
    *,
    order: str | Sequence[str] | Mapping[str, Iterable[str]] | Mapping[str, Links] = ("random", "degree"),
    measure: str | Sequence[str] = ("largest_component", "served"),
    keep: str | Sequence[str] = (),
    essential: pd.DataFrame | None = None,
    runs: int = 100,
    seed: int = 0,
    links: bool = False,
    until: float = 1.0,
    samples: int | None = None,
    jobs: int = 1,
    progress: Callable[[], object] | None = None,
) -> pd.DataFrame:
    """Return what is left of the network while firms, or links, are removed in a given order.

    Parameters
    ----------
    net : SupplyNetwork
    order : str, list of str, or mapping of str to firm ids
        random; static, by the intact network: degree (number of partners), pagerank (towards suppliers), value (sold),
        or a measure of `centrality` by the name of its column, as betweenness, in_degree or core; recomputed after each
        removal: adaptive-degree, adaptive-betweenness, collective-influence [Morone & Makse 2015], corehd [Zdeborová et
        al. 2016]; dismantling [Ren et al. 2019]; or lists of your own by name. Ties go by value sold, then by
        structure, then by id: the id decides, in random orders too, only between firms alike in all that goes on around
        them. Of links: random, value, degree (the product of the ends' numbers of partners), betweenness (along the
        flow, of the pair), or lists of (supplier, buyer) or (supplier, buyer, product) by name; ties go by value, then
        by structure and ids of supplier and buyer, then by product.
    measure : str or list of str
        largest_component: firms in the largest weakly connected component / all firms [Schneider et al. 2011].
        largest_component_value: what the firms of the heaviest component weigh / what all weigh; a firm weighs its
        revenue where every firm's is known, else the value that it trades, the larger of sales and purchases.
        served: chain leaders' purchases that still arrive from working suppliers at leaders that work / their purchases
        before; by value, or by number of links where none has one. A purchase without a value is left out of `value`
        and opens the bound on its side: `low` is 0 once it is lost, `high` 1 while it arrives
        [own; AND-OR logic as in Papachristou & Rahimian 2023].
        leaders_reached: share of chain leaders that a path leads to from a source, a firm that buys nothing; a leader
        that buys nothing is one itself.
        efficiency: global efficiency along the flow, the mean of 1 / distance over all ordered pairs of firms
        [Latora & Marchiori 2001], as a share of the intact network's. Where the network is large it is measured at
        evenly spaced removals alone, and only those have rows.
    keep : str or list of str
        Roles that are never removed; "leaders" for the chain leaders. Not for links.
    essential : DataFrame, optional
        Which inputs are essential: input, buyer_industry, importance. Without it the links' column ``essential``;
        without that too, `low` takes all inputs as essential, `high` none, and `value` is the strict one.
    runs : int
        Random orders to average over.
    seed : int
        Of the random orders, and of the samples.
    links : bool
        Remove links in place of firms; a link is a row of `net.links`. A firm then stops when none of its links of an
        essential input is left whose supplier works.
    until : float
        End the curves once this share of what may be removed is gone, in (0, 1].
    samples : int, optional
        Searches from which the order betweenness is estimated, as in `centrality`; above 50,000 firms it must be said.
        Not for links.
    jobs : int
        Threads for the random orders; -1 for all cores.
    progress : callable, optional
        Called after each curve.

    Returns
    -------
    DataFrame
        order, measure, removed (firms, or links), share_removed (of those that may be removed), value, low, high
        (shares in [0, 1]), firm (the id of the one that goes at this removal; of links supplier, buyer and product;
        empty for random orders and where nothing is removed), second (second-largest component / all firms), components
        (their number), mean_size (mean size, in firms, of the components other than the largest, as a firm meets it:
        Σs²/Σs), reason.
        low and high are bounds where it is not known which inputs are essential or what a purchase is worth,
        else the value. Of random orders value, second, components and mean_size are means of the runs, and low and high
        the 5 and 95 % quantiles of theirs (of low and of high where these differ): where few runs do very badly the
        mean may lie outside them. The row ``removed = 0`` is the whole network. A measure that is not defined has one
        row, with the reason. ``attrs`` holds seed, runs, ties, links, until, samples, weights (what served goes by),
        unvalued (purchases of leaders whose value is not known), grid (how many removals efficiency was measured at,
        where not all), keep, and the band of R.

    Raises
    ------
    InputError
        Where an order or a measure is not known, a list names a firm or a link twice or an unknown one, `runs` is below
        1, `until` is not in (0, 1], nothing may be removed, or the network is too large for the order or the measure.

    Notes
    -----
    One order costs O(n + m) for each measure, and efficiency O(n m) for each removal it is measured at. Of many random
    runs only their sums and tails are held.

    Draw it with ``chainnet.plot_curves(table)``.

    Examples
    --------
    >>> import chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.removal(net, order={"mine": ["S"]}, measure="served")["value"].tolist()
    [1.0, 0.0]
    >>> cn.removal(net, order="degree", measure="leaders_reached", links=True)["value"].tolist()
    [1.0, 0.0]
    """
    prepared, curves = Prepared(net, essential), LINK_CURVES if links else CURVES
    measures = wanted_measures(measure, tuple(curves))
    if not order:
        raise _nothing_to_do()
    check_whole(runs=runs, seed=seed)
    check_lists(order)
    if not 0 < until <= 1:
        problem, hint = (
            Said(f"until {until:g}", f"移除比例为 {until:g}"),
            Said("give a share in (0, 1]", "请给 0 到 1 之间的比例"),
        )
        raise InputError.one(problem, hint=hint)
    draws, number = _draws(prepared, order, keep, runs, seed, links, samples)
    reasons = {name: undefined(prepared, name) for name in measures}
    defined = [name for name in measures if not reasons[name]]
    steps = math.ceil(until * number - 1e-9)
    ids, tables, bands = _ids(net, links), [], {}
    for name, several in draws.items():
        sequence = several[0]() if isinstance(order, Mapping) or name != "random" else None
        each = several if sequence is None else [same(sequence)]
        found = _all_runs(prepared, each, {one: curves[one] for one in defined}, steps, jobs, progress)
        for one, (curve, band) in found.items():
            tables.append(_table(name, one, curve, number, _gone(ids, sequence, curve.removed)))
            bands[f"{name} {one}"] = band
        tables += [_undefined_row(name, other, reasons[other], ids) for other in measures if reasons[other]]
    result = pd.concat(tables, ignore_index=True)
    result.attrs.update(
        seed=seed, runs=runs, ties=str(LINK_TIES if links else TIES), links=links, until=until, samples=samples,
        keep=[keep] if isinstance(keep, str) else list(keep),
        weights="value" if prepared.by_value else "number of links",
        unvalued=int(prepared.unvalued.sum()), robustness=bands, grid=_grid(result),
    )  # fmt: skip
    return with_origin(net, result)


def wanted_measures(measure: str | Sequence[str], known: Sequence[str]) -> list[str]:
    """Return the measures that are named.

    Raises
    ------
    InputError
        Where one is not known, or there is none.
    """
    measures = list(dict.fromkeys([measure] if isinstance(measure, str) else measure))
    check_words(measures, known, "measure")
    if not measures:
        raise _nothing_to_do()
    return measures


def check_whole(**numbers: object) -> None:
    """Raise an `InputError` where a number is none, or not a whole one."""
    for name, number in numbers.items():
        if not isinstance(number, int | np.integer) or isinstance(number, bool):
            raise InputError.one(
                Said(f"{name} {number!r}", f"{name} 为 {number!r}"), hint=Said("give a whole number", "请给整数")
            )


def check_lists(order: object) -> None:
    """Raise an `InputError` where a text stands for a list of firms or links: its letters would be taken for them."""
    for name, listed in order.items() if isinstance(order, Mapping) else ():
        if isinstance(listed, str):
            problem = Said(f"order {name} is a text, not a list", f"次序 {name} 是文字，不是名单")
            raise InputError.one(problem, hint=Said(f"write [{listed!r}]", f"请写 [{listed!r}]"))


def _nothing_to_do() -> InputError:
    hint = Said("name at least one order and one measure", "请至少写一种移除次序和一个指标")
    return InputError.one(Said("nothing to do", "没有要计算的内容"), hint=hint)


def _draws(
    prepared: Prepared, order: Any, keep: str | Sequence[str], runs: int, seed: int, links: bool, samples: int | None
) -> tuple[dict[str, list[Draw]], int]:
    """Return the sequences of each order, and how many firms or links may be removed."""
    if not links:
        removable = removable_firms(prepared.net, keep)
        return orders_of(prepared, order, removable, runs, seed, samples), int(removable.sum())
    if keep:
        hint = Said("leave keep out, or list the links to remove", "请去掉保留的角色，或列出要移除的关系")
        raise InputError.one(Said("links have no role to keep", "供货关系没有可保留的角色"), hint=hint)
    if samples is not None:
        hint = Said("leave samples out (on the command line --samples)", "请去掉 samples（命令行的 --samples）")
        raise InputError.one(Said("betweenness of links is not sampled", "关系介数不抽样"), hint=hint)
    return link_orders_of(prepared, order, runs, seed), prepared.net.m


def _all_runs(
    prepared: Prepared,
    draws: list[Draw],
    curves: Curves,
    steps: int,
    jobs: int,
    progress: Callable[[], object] | None,
) -> dict[str, tuple[Curve, Band]]:
    """Return for each measure the curve of all runs of an order, and the band of their R."""

    def one_run(draw: Draw) -> list[Curve]:
        order = draw()[:steps]
        found = [curve(prepared, order) for curve in curves.values()]
        if progress is not None:
            progress()
        return found

    together = [_Runs(len(draws)) for _ in curves]
    some = max(8, AT_ONCE // (steps + 1))  # runs whose curves are held before they are summed up
    for start in range(0, len(draws), some):
        found = spread(one_run, draws[start : start + some], jobs=jobs)
        for runs, several in zip(together, zip(*found, strict=True), strict=True):
            runs.add(several)
    return {name: runs.result() for name, runs in zip(curves, together, strict=True)}


class _Runs:
    """Sums and tails of the runs of one order, of one measure."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.low, self.high = (Tail(number, share) for share in BAND)
        self.band: list[tuple[float, float]] = []
        self.sums: list[Floats] = []

    def add(self, curves: Sequence[Curve]) -> None:
        self.removed = curves[0].removed
        self.low.add([curve.low for curve in curves])
        self.high.add([curve.high for curve in curves])
        self.band += [(robustness(curve.removed, curve.low), robustness(curve.removed, curve.high)) for curve in curves]
        for curve in curves:
            parts = (curve.value, *curve.details)
            self.sums = [one + other for one, other in zip(self.sums, parts, strict=True)] if self.sums else [*parts]

    def result(self) -> tuple[Curve, Band]:
        """Return means with their band, and the 5 % quantile of the R of low with the 95 % quantile of that of high."""
        value, *details = (one / self.number for one in self.sums)
        low, high = (np.quantile(ends, share) for ends, share in zip(np.transpose(self.band), BAND, strict=True))
        curve = Curve(self.removed, value, self.low.quantile(), self.high.quantile(), tuple(details))
        return curve, (float(low), float(high))


def _ids(net: SupplyNetwork, links: bool) -> pd.DataFrame:
    """Return what names each firm, or link, that may be removed."""
    if links:
        return net.links[["supplier", "buyer", "product"]].fillna({"product": ""})
    return pd.DataFrame({"firm": net.firms.index})


def _gone(ids: pd.DataFrame, sequence: Ints | None, removed: Ints) -> dict[str, Any]:
    """Return by column what goes at each removal: nothing at the first row, and nothing of its own in random orders."""
    if sequence is None:
        return dict.fromkeys(ids, "")
    return {column: ["", *ids[column].iloc[sequence[removed[1:] - 1]]] for column in ids}


def _table(order: str, measure: str, curve: Curve, number: int, gone: dict[str, Any]) -> pd.DataFrame:
    said = {
        "order": order, "measure": measure,
        "removed": curve.removed.astype(np.int64), "share_removed": curve.removed / number, "value": curve.value,
        "low": curve.low, "high": curve.high, **gone,
        **dict.fromkeys(DETAILS, np.nan), **dict(zip(DETAILS, curve.details, strict=False)), "reason": "",
    }  # fmt: skip
    return pd.DataFrame(said)


def _undefined_row(order: str, measure: str, reason: str, ids: pd.DataFrame) -> pd.DataFrame:
    known = {"order": order, "measure": measure, "removed": 0, "share_removed": 0.0}
    missing = dict.fromkeys(["value", "low", "high"], np.nan) | dict.fromkeys(ids, "") | dict.fromkeys(DETAILS, np.nan)
    return pd.DataFrame([known | missing | {"reason": reason}])


def _grid(table: pd.DataFrame) -> dict[str, int]:
    """Return at how many removals each measure that left some out was measured."""
    left_out = table["removed"].diff() > 1
    return {
        measure: int((table["measure"].eq(measure) & table["removed"].gt(0)).groupby(table["order"]).sum().max())
        for measure in table.loc[left_out, "measure"].unique()
    }
