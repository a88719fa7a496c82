"""Each measure's docstring names a figure, and the call that it writes draws that measure's table."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import chainnet as cn
from chainnet import measures


@cache
def small() -> cn.SupplyNetwork:
    """Return two leaders and thirty suppliers, each selling to two buyers that stand before it."""
    rng, steps = np.random.default_rng(1), range(30)
    ids = ["L001", "L002", *(f"S{number:03}" for number in steps)]
    firms = pd.DataFrame(
        {
            "firm": ids,
            "role": ["leader", "leader", *["supplier"] * 30],
            "city": ["青岛市", "青岛市", *["青岛市", "济南市"] * 15],
            "longitude": [120.3, 120.3, *[120.3, 117.0] * 15] + rng.random(32) / 9,
            "latitude": [36.1, 36.1, *[36.1, 36.6] * 15] + rng.random(32) / 9,
            "products": ["train", "train", *[f"p{number % 5}" for number in steps]],
        }
    )
    links = pd.DataFrame(
        [
            (ids[number + 2], ids[buyer], f"p{number % 5}", 1.0 + number)
            for number in steps
            for buyer in rng.choice(min(number + 2, 12), 2, replace=False)
        ],
        columns=["supplier", "buyer", "product", "value"],
    )
    fact = {"measure": "local_rate_value", "name_zh": "本地配套率", "value": "> 50 %"}
    return cn.from_frames(firms, links, about=cn.About(name_zh="例", value_unit="万元", published=(fact,)))


MADE: dict[str, Callable[[cn.SupplyNetwork], Any]] = {
    "alternatives": cn.alternatives,
    "around": cn.around,
    "around_curve": cn.around_curve,
    "centrality": cn.centrality,
    "centrality_summary": cn.centrality_summary,
    "concentration": cn.concentration,
    "concentration_summary": cn.concentration_summary,
    "coverage": cn.coverage,
    "coverage_curve": cn.coverage_curve,
    "critical_set": lambda net: cn.critical_set(net, k=1, keep="leaders"),
    "criticality": cn.criticality,
    "firms_near": lambda net: cn.firms_near(net, longitude=120.3, latitude=36.1, km=60),
    "group_removal": lambda net: cn.group_removal(net, by="city"),
    "local_firms": cn.local_firms,
    "local_rate": cn.local_rate,
    "new_links": lambda net: cn.new_links(net, keep="leaders"),
    "null_removal": lambda net: cn.null_removal(net, rewirings=3, runs=2),
    "null_summary": lambda net: cn.null_summary(cn.null_removal(net, rewirings=3, runs=2)),
    "protection": lambda net: cn.protection(net, keep="leaders"),
    "published": lambda net: cn.published(net, lang="zh"),
    "rank_correlation": lambda net: cn.rank_correlation(cn.centrality(net)),
    "rates_by_year": lambda net: cn.rates_by_year({2024: net, 2025: net}),
    "reachability": cn.reachability,
    "removal": lambda net: cn.removal(net, runs=2),
    "removal_summary": lambda net: cn.removal_summary(cn.removal(net, runs=2)),
    "rewired": cn.rewired,
    "stopped": lambda net: cn.stopped(net, firms=["S000"]),
    "top_firms": lambda net: cn.top_firms(cn.centrality(net)),
}


def calls(text: str) -> list[str]:
    """Return the calls that a docstring says a result is drawn with."""
    return re.findall(r"[Dd]raw it with ``(chainnet\.plot_.+?)``", " ".join(text.split()))


@pytest.mark.parametrize("name", [name for name in measures.__all__ if name in MADE])
def test_the_figure_that_a_measure_names_draws_its_table(name: str) -> None:
    net, written = small(), calls(inspect.getdoc(getattr(measures, name)) or "")
    assert written, "the docstring names no figure"
    found = MADE[name](net)
    given = {"chainnet": cn, "net": net, **dict.fromkeys(("table", "local", "firms", "rewired"), found)}
    for call in written:
        figure, _ = eval(call, given)
        assert isinstance(figure, Figure)
        assert sum(len(ax.get_children()) for ax in figure.axes) > 5


def test_every_measure_names_a_figure() -> None:
    """A measure that is new says it too: the test above then wants to know how it is made."""
    silent = [name for name in measures.__all__ if not calls(inspect.getdoc(getattr(measures, name)) or "")]
    assert not silent
