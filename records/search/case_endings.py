"""Names of countries and topics with the endings of Kazakh, Kyrgyz, Turkmen and Uzbek: Қазақстанның, O‘zbekistonda.

Every ending is put behind every name, also where the vowels do not agree: nobody means anything else by it. Tajik has
no cases.
"""

import json
from functools import lru_cache
from pathlib import Path

SHORTEST = 4  # letters; with an ending “су”, water, becomes Sudan
ENDINGS = Path(__file__).parent.parent / "data" / "country_case_endings.json"


@lru_cache(maxsize=1)
def _by_language() -> dict[str, tuple[list[str], list[str]]]:
    """For each language the endings, and further names that are in it, beside those that pages print."""
    read = json.loads(ENDINGS.read_text(encoding="utf-8"))
    return {language: (row["endings"].split(), row["also"]) for language, row in read.items()}


def with_endings(names: dict[str, list[str]]) -> set[str]:
    """The names of a country or a topic, given by language and under `search`, in the cases of these languages."""
    found = set()
    for language, (endings, also) in _by_language().items():
        said = [*names.get(language, ()), *(name for name in names.get("search", ()) if name in also)]
        found |= {name + ending for name in said if " " not in name and len(name) >= SHORTEST for ending in endings}
    return found
