"""A font of just the glyphs that a page uses."""

from __future__ import annotations

import base64
from io import BytesIO

from chainnet.figures.fonts import font_path


def font_of(text: str) -> str:
    """Return, as a data URI, a font of just the Chinese glyphs that a text uses.

    Parameters
    ----------
    text : str
        All that the page shows.
    """
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
    return data_uri("font/woff", held.getvalue())


def data_uri(kind: str, content: bytes) -> str:
    """Return content as an address that holds it.

    Examples
    --------
    >>> data_uri("text/plain", b"hi")
    'data:text/plain;base64,aGk='
    """
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
