"""Make the font that chainnet draws Chinese with: a subset of Noto Sans SC.

    apt-get install fonts-noto-cjk && pip install fonttools
    python tools/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

writes NotoSansSC-GBK.otf and OFL.txt into chainnet/figures/fonts/. The same source and the same fontTools give the
same bytes (made with fontTools 4.68.0 from fonts-noto-cjk 1:20220127+repack1-1).

What is kept: every character of GBK (simplified and traditional), the rare characters of names that Unicode added
later (extensions C to F, 鿏 and its like; of extensions A and B those of 通用规范汉字表, and two of shop names),
Latin, Greek, Cyrillic, punctuation, arrows, mathematical signs, geometric shapes, kana and full-width forms, and
kerning. What goes: hints (matplotlib draws paths and does not need them), vertical setting, other languages' variants.
The outlines stay CFF: matplotlib draws them to PNG and SVG, and embeds those that a page shows in PDF as Type 3, so
nothing is converted to TrueType curves (which would double the size).

The family name is changed, so that the bundled font is never taken for one that the machine has. The licence (SIL
Open Font License 1.1) goes with the font; its copyright line reserves no font name.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC GBK"
FONTS = Path(__file__).parents[1] / "chainnet" / "figures" / "fonts"
LICENCE = Path("/usr/share/doc/fonts-noto-cjk/copyright")

RANGES = (
    (0x0020, 0x024F),  # Latin
    (0x0370, 0x03FF),  # Greek
    (0x2000, 0x27BF),  # punctuation, superscripts, units, arrows, mathematics, shapes
    (0x3000, 0x30FF),  # Chinese punctuation, kana
    (0x9FA6, 0x9FFF),  # Chinese characters added after GBK
    (0x2A700, 0x2EBEF),  # extensions C to F: 𬭎 and other characters of names
    (0xFF00, 0xFFEF),  # full-width forms
)

STANDARD = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃"
    "䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
    "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌"
)
"""The characters of 通用规范汉字表 (State Council, 2013; those that names may use) in extensions A and B."""
SHOPS = "𠮷㐂"


def gbk() -> set[int]:
    """Return the code points of all double-byte characters of GBK."""
    pairs = (bytes([first, second]) for first in range(0x81, 0xFF) for second in range(0x40, 0xFF))
    text = "".join(pair.decode("gbk", errors="ignore") for pair in pairs)
    return {ord(char) for char in text if ord(char) > 0x7F}


def face(path: Path) -> TTFont:
    """Return the simplified Chinese face of the collection at `path`."""
    with TTCollection(path) as collection:
        names = [font["name"].getDebugName(4) for font in collection.fonts]
    return TTFont(path, fontNumber=names.index(FACE), recalcTimestamp=False)


def shrink(font: TTFont) -> None:
    """Reduce the font, in place, to the characters and tables that figures need."""
    options = subset.Options(
        layout_features=["kern"],
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        drop_tables=["BASE", "GDEF", "GlyphOrder", "VORG", "vhea", "vmtx"],
    )
    subsetter = subset.Subsetter(options)
    named = {ord(char) for char in STANDARD + SHOPS}
    subsetter.populate(unicodes=gbk().union(named, *(range(first, last + 1) for first, last in RANGES)))
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the font, in place, a family name of its own."""
    postscript = FAMILY.replace(" ", "") + "-Regular"
    names = font["name"]
    names.names = [record for record in names.names if record.langID == 0x409]
    for number, text in ((1, FAMILY), (3, f"2.004;chainnet;{postscript}"), (4, FAMILY), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = FAMILY
    cff.topDictIndex[0].FamilyName = FAMILY


def licence(copyright_line: str, debian: Path) -> str:
    """Return the licence as text, from Debian's copyright file."""
    _, _, rest = debian.read_text(encoding="utf-8").partition("\nLicense: SIL-1.1\n -")
    body, _, _ = rest.partition("\n\nLicense:")
    lines = [re.sub(r"^ \.?", "", line) for line in (" -" + body).splitlines()]
    head = (
        f"{copyright_line}\n\n"
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.\n"
        f"{FAMILY} is a modified version: a subset of {FACE} 2.004, made by tools/make_font.py of chainnet.\n\n"
    )
    return head + "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the font and its licence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path, help="NotoSansCJK-Regular.ttc of Debian's fonts-noto-cjk")
    parser.add_argument("--licence", type=Path, default=LICENCE, help="copyright file of that package")
    parser.add_argument("-o", "--output", type=Path, default=FONTS)
    arguments = parser.parse_args()

    font = face(arguments.collection)
    shrink(font)
    rename(font)
    arguments.output.mkdir(parents=True, exist_ok=True)
    font.save(arguments.output / "NotoSansSC-GBK.otf")
    text = licence(font["name"].getDebugName(0), arguments.licence)
    (arguments.output / "OFL.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
