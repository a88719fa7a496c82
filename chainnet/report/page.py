"""The page: one HTML file that needs nothing from outside."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from chainnet.figures.fonts import font_path
from chainnet.network import SupplyNetwork
from chainnet.report.sections import Section
from chainnet.report.settings import Settings
from chainnet.report.tables import Kind, cell, header, unit_in


def page(
    net: SupplyNetwork,
    parts: list[Section],
    pictures: dict[str, tuple[str, bytes]],
    settings: Settings,
    provenance: dict[str, Any],
) -> str:
    """Return the report as HTML: figures and the glyphs it needs are inside.

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
    given = {
        "net": net,
        "parts": parts,
        "lang": settings.lang,
        "say": settings.say,
        "settings": settings,
        "provenance": provenance,
        "called": lambda key: _PROVENANCE_ZH.get(key, key) if settings.lang == "zh" else key,
        "doubts": list(net.doubts[:20]),
        "table": lambda frame, kind: _rows(frame, kind, settings.lang, net.about.value_unit),
    }
    text = _template().render(given, font="", picture=lambda name: "")
    return _template().render(given, font=font_of(text), picture=lambda name: _data_uri(*pictures[name]))


_PROVENANCE_ZH = {
    "made": "生成时间", "data": "数据性质", "network": "数据", "area": "本地范围", "minutes": "时间阈值（分钟）",
    "times": "时间来源", "times_parameters": "时间参数", "runs": "随机次数", "seed": "随机种子",
}  # fmt: skip


@cache
def _template() -> jinja2.Template:
    source = files(__package__).joinpath("template.html.j2").read_text(encoding="utf-8")
    return jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    ).from_string(source)


LONG = 24
"""Characters above which a cell may break into lines."""


def _rows(frame: pd.DataFrame, kind: Kind, lang: str, unit: str) -> dict[str, Any]:
    """Return a table's headers and cells as text, with what is a number marked."""
    unit = unit_in(frame, kind, unit)
    numeric = [pd.api.types.is_numeric_dtype(frame[c]) and not pd.api.types.is_bool_dtype(frame[c]) for c in frame]
    head = [header(str(column), kind, lang, unit) for column in frame]
    body = [
        [
            _classed(cell(value, str(column), kind, lang), number=number)
            for value, column, number in zip(row, frame.columns, numeric, strict=True)
        ]
        for row in frame.itertuples(index=False, name=None)
    ]
    return {"head": list(zip(head, numeric, strict=True)), "body": body}


def _classed(text: str, *, number: bool) -> tuple[str, str]:
    return text, "n" if number else "long" if len(text) > LONG else ""


def _data_uri(kind: str, content: bytes) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(content).decode()}")


def font_of(text: str) -> Markup:
    """Return, as a data URI, a font of just the Chinese glyphs that a text uses."""
    from fontTools import subset

    wanted = {ord(sign) for sign in text if ord(sign) > 0x2000}
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=True, hinting=False, desubroutinize=True)
    options.drop_tables += ["GSUB", "GPOS", "vhea", "vmtx", "VORG"]
    held = BytesIO()
    with subset.load_font(str(font_path()), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        subset.save_font(font, held, options)
    return _data_uri("font/woff", held.getvalue())
