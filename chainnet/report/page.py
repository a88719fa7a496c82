"""The page: one HTML file that needs nothing from outside."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from chainnet.errors import several
from chainnet.figures.style import SUBSTITUTE
from chainnet.network import SupplyNetwork
from chainnet.report.explore import as_json, explore
from chainnet.report.glyphs import data_uri, font_of
from chainnet.report.page_table import Shown, shown_table
from chainnet.report.provenance import heading
from chainnet.report.sections import Section, local_or_none
from chainnet.report.sections.definitions import DEFINITIONS, Both
from chainnet.report.sections.parts import Table
from chainnet.report.settings import Settings
from chainnet.travel import Estimate

DOUBTS = 20
"""Listed on the page; `chainnet check` lists all."""


def page(
    net: SupplyNetwork,
    parts: list[Section],
    pictures: dict[str, tuple[str, bytes]],
    settings: Settings,
    provenance: dict[str, Any],
) -> str:
    """Return the report as HTML: figures, data, and the glyphs that it needs are inside.

    Parameters
    ----------
    net : SupplyNetwork
    parts : list of Section
    pictures : dict of str to (str, bytes)
        Media type and content of the drawn figures by name.
    settings : Settings
    provenance : dict
        What the report was made of and with.
    """
    lang = settings.lang
    tables = {table.name: shown_table(table, net, lang) for part in parts for table in part.tables if len(table.shown)}
    given = {
        "net": net,
        "title": net.about.name(lang) or settings.say("供应网络", "Supply network"),
        "parts": parts,
        "lang": lang,
        "say": settings.say,
        "said": lambda both: settings.say(*both),
        "provenance": _told(provenance, settings),
        "called": lambda key: _called(key, lang),
        "doubts": list(net.doubts[:DOUBTS]),
        "definitions": DEFINITIONS,
        "table": lambda table: tables[table.name],
        "rows_label": lambda table: _rows_label(table, settings),
        "glyphs_label": lambda lacking: _glyphs_label(lacking, settings),
        "save_label": lambda table, shown: _save_label(table, shown, settings),
        "explorer": _explorer(net, parts, settings),
        "words": Markup(as_json({key: settings.say(*both) for key, both in _WORDS.items()})),
        "web": _web,
    }
    text = _template().render(given, font=_FONT, picture=lambda name: data_uri(*pictures[name]))
    return text.replace(_FONT, font_of(text), 1)  # it stands in the head, before anything that a user wrote


_FONT = "the font of the characters that the page shows"
"""What stands for the font until it is known which these are."""


def _explorer(net: SupplyNetwork, parts: list[Section], settings: Settings) -> Markup:
    """Return the interactive network, with the circle of the estimate and what the loss of each firm does."""
    drops = next(table.frame for part in parts for table in part.tables if table.name == "criticality")
    reach = settings.times.km(settings.minutes) if isinstance(settings.times, Estimate) else None
    local = local_or_none(net, settings.area)
    made = explore(net, local=local, drops=drops, radius_km=reach, seed=settings.seed, lang=settings.lang)
    return made.fragment()


def _rows_label(table: Table, settings: Settings) -> str:
    rows, of = len(table.shown), len(table.frame)
    if rows == of:
        return settings.say(f"共 {of:,} 行", several(of, "row"))
    here = several(rows, "row")
    return settings.say(f"此处 {rows:,} 行，文件共 {of:,} 行", f"{here} here, {of:,} in the file")


def _glyphs_label(lacking: str, settings: Settings) -> str:
    """Say which characters the figures of a section show as another sign."""
    told = [f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}" for char in lacking]
    zh = f"没有字体含有以下字符，图中画作“{SUBSTITUTE}”：{'、'.join(told)}。"
    en = f"No font has these characters, so the figures show {SUBSTITUTE} in their place: {', '.join(told)}."
    return settings.say(zh, en)


def _save_label(table: Table, shown: Shown, settings: Settings) -> str:
    if shown.complete:
        return settings.say(
            f"下载 CSV（全部 {len(table.frame):,} 行）", f"save CSV (all {several(len(table.frame), 'row')})"
        )
    rows = len(table.shown)
    return settings.say(f"下载 CSV（此处的 {rows:,} 行）", f"save CSV (the {several(rows, 'row')} here)")


_WORDS: dict[str, Both] = {
    "close": ("关闭", "close"),
    "found": ("符合筛选：{} 行", "rows that match: {}"),
    "old": (
        "浏览器过旧，不能从页面下载；请打开 tables/{}",
        "this browser is too old to save from the page: open tables/{}",
    ),
}
"""What the scripts say."""
_PARAMETERS: dict[str, Both] = {
    "area": ("本地范围", "local area"),
    "minutes": ("时间阈值（分钟）", "threshold (minutes)"),
    "runs": ("随机次数", "random orders"),
    "lang": ("语言", "language"),
    "terminal": ("两端时间（分钟）", "terminal (minutes)"),
    "detour": ("绕行系数", "detour"),
    "speed": ("时速（公里/时）", "speed (km/h)"),
}


def _told(provenance: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Return the provenance with the area in the page's language."""
    parameters = provenance.get("parameters", {})
    if "area" not in parameters:
        return provenance
    return provenance | {"parameters": {**parameters, "area": settings.area.describe(settings.lang)}}


def _called(key: str, lang: str) -> str:
    """Return what stands before a part of the provenance, or a parameter."""
    return _PARAMETERS[key][lang == "en"] if key in _PARAMETERS else heading(key, lang)


@cache
def _web(name: str) -> Markup:
    """Return a style sheet or script of the page."""
    return Markup(files(__package__).joinpath("web", name).read_text(encoding="utf-8"))


@cache
def _template() -> jinja2.Template:
    source = files(__package__).joinpath("template.html.j2").read_text(encoding="utf-8")
    return jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)
