"""What the build steps have in common that make files of records/data out of tables of others."""

import json
import sys
from pathlib import Path


def gb2312() -> list[str]:
    """The 6,763 Chinese characters of the standard GB 2312, in its order."""
    pairs = (bytes([row, place]) for row in range(0xB0, 0xF8) for place in range(0xA1, 0xFF))
    return [character for pair in pairs if (character := pair.decode("gb2312", errors="ignore"))]


def write_or_compare(file: Path, content: dict) -> int:
    """Write the file or, with --check, compare it with what is made; gives the exit status."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    if "--check" in sys.argv:
        return 0 if file.read_text(encoding="utf-8") == text else 1
    file.write_text(text, encoding="utf-8")
    return 0
