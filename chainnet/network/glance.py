"""What a network is, at a glance: the representation that Jupyter shows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from chainnet import terms

if TYPE_CHECKING:
    from chainnet.network.supply_network import SupplyNetwork


def glance(net: SupplyNetwork) -> list[tuple[str, str]]:
    """Return what the network is, as pairs of a heading and a text.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> dict(glance(net))["links"]
    '1 from 1 suppliers to 1 buyers'
    """
    rows = [
        (
            "data",
            {True: "synthetic", False: "real", None: "not said whether real or synthetic"}[net.about.synthetic],
        ),
        ("firms", f"{net.n:,}"),
        ("by role", _counts(net, "role", terms.ROLES)),
        ("by grade", _counts(net, "grade", terms.GRADES)),
        ("links", f"{net.m:,} from {len(set(net.supplier)):,} suppliers to {len(set(net.buyer)):,} buyers"),
        ("products", f"{len(net.products):,}" if net.has_products else "none given"),
        ("value", _value(net)),
        ("located", f"{int(net.located.sum()):,} of {net.n:,} firms have coordinates"),
    ]
    clusters = [name for name in net.firm_column("cluster").dropna().unique() if name != terms.NO_CLUSTER]
    if len(clusters) > 1:
        rows.append(("clusters", f"{len(clusters)}: {', '.join(sorted(clusters)[:8])}"))
    if net.doubts:
        rows.append(("doubts", f"{len(net.doubts)}: see net.doubts"))
    return rows


def glance_html(net: SupplyNetwork) -> str:
    """Return `glance` as a small HTML table."""
    name = " · ".join(part for part in (net.about.name_zh, net.about.name_en) if part) or "supply network"
    body = "".join(
        f"<tr><th style='text-align:left'>{escape(head)}</th><td style='text-align:left'>{escape(text)}</td></tr>"
        for head, text in glance(net)
    )
    return f"<div><strong>{escape(name)}</strong><table>{body}</table></div>"


def _counts(net: SupplyNetwork, column: str, words: tuple[terms.Term, ...]) -> str:
    counts = net.firm_column(column).value_counts()
    parts = [f"{word.zh} {word.en} {counts[word.key]:,}" for word in words if word.key in counts]
    missing = net.n - int(counts.sum())
    if missing:
        parts.append(f"not given {missing:,}")
    return ", ".join(parts)


def _value(net: SupplyNetwork) -> str:
    if not net.has_values:
        return "none given"
    unit = f" {net.about.value_unit}" if net.about.value_unit else ""
    unknown = int(np.isnan(net.value).sum())
    return f"{np.nansum(net.value):,.0f}{unit} a year" + (f", not known for {unknown:,} links" if unknown else "")
