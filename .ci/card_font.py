"""Makes records/data/cards.otf out of Noto Serif CJK (Debian: fonts-noto-cjk): `card_font.py NotoSerifCJK-Bold.ttc`.

A build step that is run by hand, with fonttools 4 installed; the font it makes is kept with the code.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection
from tables import gb2312

FONT = Path(__file__).resolve().parent.parent / "records" / "data" / "cards.otf"
LETTERS = [(0x20, 0x7F), (0xA0, 0x250), (0x400, 0x530), (0x2010, 0x2040), (0x3000, 0x3020), (0xFF00, 0xFF60)]
SIGNS = {0x20AC, 0x2116, 0x00B7}


def make(collection: str) -> None:
    """Write the font."""
    font = next(one for one in TTCollection(collection).fonts if "CJK SC" in one["name"].getDebugName(4))
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += ["VORG", "vhea", "vmtx", "GSUB", "GPOS", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(
        unicodes=set(map(ord, gb2312())) | SIGNS | {code for first, end in LETTERS for code in range(first, end)}
    )
    cutter.subset(font)
    font.save(FONT)


if __name__ == "__main__":
    make(sys.argv[1])
