"""The figures of `plot`: what its options mean, and which go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chainnet.cli.common import Shared
from chainnet.cli.usage import wrong

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from chainnet.areas import Area
    from chainnet.network import SupplyNetwork
    from chainnet.travel import Times

NETWORKS = ("tiers", "blocks", "force", "map")
"""Kinds that draw firms, and so can bring some forward."""
KINDS = (*NETWORKS, "sankey", "curves", "coverage")
MOST_SITES = 12
"""Around so many leaders, those that buy most, a map shows who is reached, where times are not the estimate."""
_OWNERS = {"removed": NETWORKS, "essential": NETWORKS, "by": ("sankey",), "weigh": ("sankey",)}


class Wish(NamedTuple):
    """What is asked for.

    Attributes
    ----------
    kind : str
    minutes : float
    seed : int
    removed, essential : str, optional
        Firms that fail, and the table of essential inputs.
    by, weigh : str, optional
        What divides the tiers of the Sankey diagram, and what its widths are.
    """

    kind: str
    minutes: float
    seed: int
    removed: str | None
    essential: str | None
    by: str | None
    weigh: str | None

    def check(self) -> None:
        """Refuse options that would not be heeded, as wrong usage."""
        for option, owners in _OWNERS.items():
            if getattr(self, option) is not None and self.kind not in owners:
                raise wrong(
                    f"--{option}: only with --kind {', '.join(owners)}.",
                    f"--{option}：只用于 --kind {'、'.join(owners)}",
                )
        if self.essential is not None and self.removed is None:
            raise wrong("--essential: only with --removed.", "--essential：只与 --removed 同用")


def figure_of(shared: Shared, net: SupplyNetwork, wish: Wish, area: Area, times: Times) -> Figure:
    """Return the figure that is asked for.

    Raises
    ------
    InputError
        Where the network lacks what it needs, or a firm is not known.
    """
    if wish.kind in ("curves", "coverage"):
        return _curve(shared, net, wish, times)
    local = _local(shared, net, area)
    if wish.kind == "sankey":
        from chainnet.figures import plot_sankey

        return plot_sankey(net, by=wish.by, weigh=wish.weigh, local=local, lang=shared.lang)[0]
    gone = None if wish.removed is None else _stopped(shared, net, wish.removed, wish.essential)
    return _network(shared, net, wish, local, gone, times)


def _stopped(shared: Shared, net: SupplyNetwork, removed: str, essential: str | None) -> pd.DataFrame:
    """Return what stops when the firms that --removed names fail, and tell how many that are."""
    from chainnet.cli.removal_files import essential_inputs, firms_to_remove
    from chainnet.measures import stopped

    form, _, path = removed.partition(":")
    listed = [part.strip() for part in removed.split(",") if part.strip()]
    found = stopped(
        net, firms=firms_to_remove(path) if form == "file" else listed, essential=essential_inputs(essential)
    )  # fmt: skip
    gone, stops, may = (found.attrs[state] for state in ("removed", "stops", "may_stop"))
    zh, en = f"移除 {gone:,} 家，随之停产 {stops:,} 家", f"removed: {gone:,}; stop with them: {stops:,}"
    zh, en = (f"{zh}，可能停产 {may:,} 家", f"{en}; may stop: {may:,}") if may else (zh, en)
    shared.note(en if shared.lang == "en" else zh)
    return found


def _local(shared: Shared, net: SupplyNetwork, area: Area) -> pd.Series | None:
    """Return who is local, or tell that nothing says it."""
    from chainnet.report.sections import local_or_none

    local = local_or_none(net, area)
    if local is None:
        zh, en = "数据未说明什么是本地，图中不区分", "nothing says what is local, so nothing is coloured by it"
        shared.note(f"note: {en}" if shared.lang == "en" else f"注意：{zh}")
    return local


def _network(
    shared: Shared,
    net: SupplyNetwork,
    wish: Wish,
    local: pd.Series | None,
    gone: pd.DataFrame | None,
    times: Times,
) -> Figure:
    from chainnet import figures
    from chainnet.travel import Estimate

    lang = shared.lang
    if wish.kind == "force":
        return figures.plot_force(net, local=local, highlight=gone, seed=wish.seed, lang=lang)[0]
    if wish.kind == "map" and isinstance(times, Estimate):  # only the estimate's hour is a circle
        radius = times.km(wish.minutes)
        return figures.plot_map(net, local=local, highlight=gone, radius_km=radius, minutes=wish.minutes, lang=lang)[0]
    if wish.kind == "map":
        reach, note = _reached(net, times, wish.minutes), times.describe(lang)
        return figures.plot_map(net, local=local, highlight=gone, reach=reach, note=note, lang=lang)[0]
    draw = figures.plot_blocks if wish.kind == "blocks" else figures.plot_tiers
    return draw(net, local=local, highlight=gone, lang=lang)[0]


def _reached(net: SupplyNetwork, times: Times, minutes: float) -> list[pd.DataFrame]:
    """Return who is reached from the leaders that buy most; of a router only their suppliers, lest it be asked much."""
    from chainnet.figures.columns import purchases
    from chainnet.measures import reachability
    from chainnet.travel.routed import Routed

    if not net.has_places:
        return []
    located = [at for at in (-purchases(net)).argsort(kind="stable") if net.is_leader[at] and net.located[at]]
    sites, linked = net.firms.index[located[:MOST_SITES]], isinstance(times, Routed)
    return [reachability(net, leader=site, minutes=minutes, times=times, linked=linked) for site in sites]


def _curve(shared: Shared, net: SupplyNetwork, wish: Wish, times: Times) -> Figure:
    from chainnet import figures, measures

    if wish.kind == "coverage":
        table = measures.coverage_curve(net, times=times)
        return figures.plot_coverage(table, threshold=wish.minutes, lang=shared.lang)[0]
    shared.warm_up(["report"])
    orders = ["random", "degree", "adaptive-degree"]
    curves = measures.removal(net, order=orders, keep="leaders", seed=wish.seed, jobs=shared.jobs)
    return figures.plot_curves(curves, lang=shared.lang)[0]
