"""How names sound: they are often written down as they are heard, in other characters or letters."""

import json
import re
from functools import lru_cache
from pathlib import Path

READINGS = Path(__file__).parent.parent / "data" / "chinese_readings.json"
# What many who write by ear do not tell apart: zh and z, ch and c, sh and s at the beginning, ng and n at the end.
HARD_TO_TELL = re.compile("(?<=^[zcs])h|(?<=n)g$")
# Ways to write one sound of a name: Mukhammed and Muhammed, Azimow and Azimov, Lee and Li, Чэнь and Чен.
SAME_SOUND = {"kh": "h", "gh": "g", "ph": "f", "ee": "i", "oo": "u", "ie": "e", "ye": "e", "w": "v", "y": "i",
              "э": "е", "ы": "и", "й": "и", "ь": "", "ъ": ""}  # fmt: skip
WRITTEN = re.compile("|".join(SAME_SOUND))
TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1)
def _readings() -> dict[str, frozenset[str]]:
    table = json.loads(READINGS.read_text(encoding="utf-8"))["readings"]
    found = {}
    for reading, characters in table.items():
        for character in characters:
            found.setdefault(character, set()).add(HARD_TO_TELL.sub("", reading))
    return {character: frozenset(sounds) for character, sounds in found.items()}


def sound_alike(one: str, other: str) -> bool:
    """Whether two Chinese characters are the same, or may be read alike but for the tone."""
    sounds = _readings()
    return one == other or not sounds.get(one, frozenset()).isdisjoint(sounds.get(other, ()))


def sound(name: str) -> str:
    """A folded name in letters, one way of writing in the place of others that sound the same."""
    return TWICE.sub(r"\1", WRITTEN.sub(lambda match: SAME_SOUND[match.group()], name))
