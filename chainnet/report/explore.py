"""The interactive network: a canvas with search, filters and what the loss of each firm would do, in one page."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import pandas as pd
from markupsafe import Markup

from chainnet._version import __version__
from chainnet.errors import InputError, Said
from chainnet.figures.style import LEADER, LOCAL, OUTSIDE, PLAIN, UNKNOWN
from chainnet.files import replacing_file
from chainnet.network import SupplyNetwork
from chainnet.report.explore_data import filters_data, firms_data, links_data, most_important
from chainnet.report.explore_failure import MOST_FIRMS as MOST_FIRMS_OF_SETS
from chainnet.report.explore_failure import failure_data
from chainnet.report.explore_texts import texts
from chainnet.report.explore_views import cells_of, force_view, map_view, tiers_view
from chainnet.report.glyphs import font_of
from chainnet.report.headings import times_unit, unit_glossed
from chainnet.report.variants import signs
from chainnet.terms import LANGUAGES

MOST_FIRMS = 20_000
VIEWS = ("tiers", "force", "map")
_SCRIPTS = ("dom", "data", "camera", "ground", "draw", "lines", "search", "filter", "panel", "main")
_COLOURS = {"leader": LEADER, "local": LOCAL, "outside": OUTSIDE, "unknown": UNKNOWN, "plain": PLAIN}


def explore(
    net: SupplyNetwork,
    *,
    local: pd.Series | None = None,
    drops: pd.DataFrame | None = None,
    essential: pd.DataFrame | None = None,
    radius_km: float | None = None,
    views: Sequence[str] = VIEWS,
    max_firms: int = MOST_FIRMS,
    seed: int = 0,
    lang: str = "zh",
) -> Explorer:
    """Make the network one can move in: views by tier, by forces and on the map, search, and the loss of each firm.

    Parameters
    ----------
    net : SupplyNetwork
    local : Series, optional
        True, False or missing, indexed by firm, as `local_firms` gives it: colours of firms and of the links they
        supply.
    drops : DataFrame, optional
        What the loss of each firm does, as `criticality` gives it; computed unless given.
    essential : DataFrame, optional
        As for `criticality`: it decides which firms stop with one that fails.
    radius_km : float, optional
        Radius of the circles around the leaders on the map: the one-hour radius, estimated, as `Estimate().km(60)`
        gives it. None: no circles.
    views : sequence of str
        Some of tiers, force and map, the first one shown first. Tiers need leaders and the map needs places: without
        these they are left out, and force stands in where nothing is left.
    max_firms : int
        Beyond so many the page has the leaders and the firms that trade most, and says so.
    seed : int
        Of the force layout.
    lang : {"zh", "en"}

    Returns
    -------
    Explorer
        Jupyter shows it when it is the last expression of a cell; `save` writes a page of its own. Neither asks
        anything of a network.

    Raises
    ------
    InputError
        Where a view, the language or the radius is none, or `drops` is not of this network.

    Notes
    -----
    What stops with a firm is found as for the measure ``served``: a firm stops when one of its essential inputs has no
    working supplier left. Where the data do not say what is essential, the page shows who stops in any case, and who
    may. Beyond 20,000 firms who stops is left out, and the page says so.

    Examples
    --------
    >>> import pandas as pd, chainnet as cn
    >>> firms = pd.DataFrame({"firm": ["L", "S"], "role": ["leader", "supplier"]})
    >>> net = cn.from_frames(firms, pd.DataFrame({"supplier": ["S"], "buyer": ["L"]}))
    >>> cn.explore(net, lang="en")
    <Explorer: 2 firms, 1 link, views tiers and force>
    """
    _check(views, radius_km, max_firms, lang)
    kept = most_important(net, max_firms)
    part = net if len(kept) == net.n else net.subset(net.firms.index[kept])
    cells = cells_of(part, lang)
    able = {"tiers": cells is not None, "force": True, "map": part.has_places}
    wanted = [name for name in views if able[name]] or ["force"]
    make = {
        "tiers": lambda: tiers_view(part, cells),  # type: ignore[arg-type]
        "force": lambda: force_view(part, seed),
        "map": lambda: map_view(part, radius_km, lang),
    }
    about = net.about
    data = {
        "lang": lang,
        "texts": texts(lang),
        "title": about.name(lang),
        "note": about.note(lang),
        "synthetic": about.synthetic,
        "unit": times_unit(about.value_unit, lang),
        "unit_glossed": unit_glossed(about.value_unit, lang) if net.has_values else "",
        "version": __version__,
        "seed": seed,
        "all": {"firms": net.n, "links": len(net.pairs.supplier), "most": max_firms, "sets": MOST_FIRMS_OF_SETS},
        "firms": firms_data(part, local, lang),
        "links": links_data(part),
        "filters": filters_data(part, cells, lang),
        "heads": cells.heads if cells is not None else [],
        "views": [{"key": name, **make[name]().packed()} for name in wanted],
        "signs": signs([*part.names("zh"), *part.names("en"), *part.firms.index]),
        "failure": failure_data(net, kept, drops, essential, lang),
    }
    return Explorer(data)


def _check(views: Sequence[str], radius_km: float | None, max_firms: int, lang: str) -> None:
    for words, known, en, zh in ((views, VIEWS, "view", "视图"), ([lang], LANGUAGES, "language", "语言")):
        wrong = [word for word in words if word not in known]
        if wrong or isinstance(words, str) or not words:
            hint = Said(f"write some of {', '.join(known)}", f"写以下之一或几个：{'、'.join(known)}")
            word = wrong[0] if wrong else ""
            raise InputError.one(Said(f"no {en} {word!r}", f"没有“{word}”这种{zh}"), hint=hint)
    if radius_km is not None and not radius_km > 0:
        problem = Said(f"a radius of {radius_km:g} km", f"半径为 {radius_km:g} 公里")
        raise InputError.one(problem, hint=Said("give a positive number", "请给大于零的数"))
    if max_firms < 1:
        problem = Said(f"max_firms is {max_firms}", f"max_firms 为 {max_firms}")
        raise InputError.one(problem, hint=Said("give one or more", "请给一或更大的数"))


@dataclass(frozen=True, repr=False)
class Explorer:
    """An interactive network, as `explore` makes it.

    Attributes
    ----------
    data : dict
        All that the page draws and says, as columns.
    height : int
        Of its frame in a notebook, in pixels.
    """

    data: dict[str, Any] = field(repr=False)
    height: int = 720

    def __repr__(self) -> str:
        firms, links = len(self.data["firms"]["id"]), len(self.data["links"]["buyer"])
        counts = ", ".join(
            f"{number:,} {word}{'s' * (number != 1)}" for number, word in ((firms, "firm"), (links, "link"))
        )
        return f"<Explorer: {counts}, views {' and '.join(view['key'] for view in self.data['views'])}>"

    def fragment(self) -> Markup:
        """Return style, drawing, data and script, to stand inside a page; its names are data and never markup."""
        style, script = _parts()
        return Markup(
            f'<div class="cn-net" lang="{"zh-CN" if self.data["lang"] == "zh" else "en"}"><style>{style}</style>'
            f"<noscript>{escape(self.data['texts']['noscript'])}</noscript>"
            f'<script type="application/json">{as_json(self.data)}</script><script>{script}</script></div>'
        )

    def page(self) -> str:
        """Return a page of its own, with the Chinese glyphs that it needs."""
        fragment = self.fragment()
        title = self.data["title"] or self.data["texts"]["explorer"]
        face = f'@font-face{{font-family:"chainnet CJK";src:url({font_of(fragment + title)}) format("woff")}}'
        look = "html,body{height:100%;margin:0;background:Canvas}.cn-net{height:100%;padding:10px 14px}"
        return (
            f'<!DOCTYPE html><html lang="{"zh-CN" if self.data["lang"] == "zh" else "en"}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{_NOTHING_FROM_OUTSIDE}">'
            '<meta name="color-scheme" content="light dark">'
            f"<title>{escape(title)} · chainnet</title><style>{face}{look}</style></head>"
            f'<body class="cn-page">{fragment}</body></html>'
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a page of its own, which opens without a network.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        InputError
            Where the place can't be written to.

        Examples
        --------
        >>> import tempfile, pathlib, pandas as pd, chainnet as cn
        >>> net = cn.from_frames(links=pd.DataFrame({"supplier": ["A"], "buyer": ["B"]}))
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "network.html"
        >>> cn.explore(net).save(path)
        >>> path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
        True
        """
        with replacing_file(path) as temporary:
            temporary.write_text(self.page(), encoding="utf-8", errors="replace")

    def _repr_html_(self) -> str:
        """Return a frame that holds the page; nothing in it can reach the notebook around it."""
        label = escape(self.data["texts"]["explorer"])
        look = f"width:100%;height:{self.height}px;border:1px solid #c9d0d6;border-radius:6px"
        return (
            f'<iframe title="{label}" sandbox="allow-scripts" style="{look}" srcdoc="{escape(self.page())}"></iframe>'
        )


_NOTHING_FROM_OUTSIDE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; "
    "form-action 'none'"
)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def as_json(data: dict[str, Any]) -> str:
    """Return data as JSON that no text in it can end: `<`, `>` and `&` are written as escapes.

    Examples
    --------
    >>> as_json({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign, code in _UNSAFE.items():
        text = text.replace(sign, code)
    return text


@cache
def _parts() -> tuple[str, str]:
    """Return the style sheet, with the colours of the figures, and the script."""
    web = files("chainnet.report").joinpath("web")
    colours = ";".join(f"--n-{name}:{colour}" for name, colour in _COLOURS.items())
    style = web.joinpath("network.css").read_text(encoding="utf-8")
    script = "\n".join(web.joinpath(f"network_{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
    return f".cn-net{{{colours}}}\n{style}", f'(function () {{\n"use strict";\n{script}\n}})();'
