"""The build step that makes records/data/chinese_readings.json: how each Chinese character may be read, without tone.

    .venv/bin/python .ci/readings.py pinyin_dict.json            writes the file
    .venv/bin/python .ci/readings.py pinyin_dict.json --check    says whether it is what this table makes

pinyin_dict.json is the table of the package pypinyin 0.55.0. The characters are those of the standard GB 2312, and all
their readings are taken, because of several the one in a name is often the rarer (曾, 朴). The running site reads the
file alone.
"""

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from tables import gb2312, write_or_compare

FILE = Path(__file__).parent.parent / "records" / "data" / "chinese_readings.json"
ABOUT = [
    "Readings in Pinyin, without tones, each with the Chinese characters that may be read so.",
    "Made by .ci/readings.py from the table of pypinyin 0.55.0, MIT.",
]


def plain(reading: str) -> str:
    """A reading without its tone: lǐ → li, lǜ → lu."""
    letters = unicodedata.normalize("NFD", reading)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def readings(table: dict[str, str]) -> dict[str, str]:
    """Each reading with its characters, in the order of the alphabet."""
    found = defaultdict(list)
    for character in gb2312():
        for reading in dict.fromkeys(map(plain, table[str(ord(character))].split(","))):
            if reading:
                found[reading].append(character)
    return {reading: "".join(found[reading]) for reading in sorted(found)}


def main() -> int:
    """Write the file, or compare it; gives the exit status."""
    table = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    return write_or_compare(FILE, {"about": ABOUT, "readings": readings(table)})


if __name__ == "__main__":
    sys.exit(main())
