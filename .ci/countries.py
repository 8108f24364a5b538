"""The build step that makes records/data/countries.json: the names of all countries, from the Unicode CLDR by Babel.

    .venv/bin/python .ci/countries.py            writes the file
    .venv/bin/python .ci/countries.py --check    says whether it is what this Babel makes; writes nothing

Run it after an upgrade of Babel. The running site reads the file and never asks Babel.

What counts as a country: every officially assigned alpha-2 code of ISO 3166-1, dependent territories included. The
CLDR names more regions than that; those are listed here, because neither Babel nor the CLDR marks them.
"""

import json
import sys
from pathlib import Path

from babel import Locale, core

FILE = Path(__file__).parent.parent / "records" / "data" / "countries.json"
# Kazakh, Kyrgyz and Tajik in Cyrillic, Turkmen and Uzbek in Latin letters, Chinese in simplified characters.
LANGUAGES = {
    "en": "en",
    "ru": "ru",
    "zh": "zh_Hans",
    "kk": "kk_Cyrl",
    "ky": "ky",
    "tg": "tg",
    "tk": "tk",
    "uz": "uz_Latn",
}
# Codes which ISO 3166-1 keeps in reserve for others: islands that belong to a country, unions, the United Nations.
RESERVED = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN"}
# Codes which ISO 3166-1 leaves to its users; the CLDR uses them for pseudo-locales, groups and the unknown.
LEFT_TO_USERS = {"QO", "XA", "XB", "XK", "ZZ"}
# How many codes ISO 3166-1 assigns; another number means that the lists above need a second look.
ASSIGNED = 249


def country_codes() -> list[str]:
    """The officially assigned codes, in alphabetical order."""
    two_letters = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    codes = sorted(two_letters - RESERVED - LEFT_TO_USERS)
    if len(codes) != ASSIGNED:
        raise SystemExit(
            f"ISO 3166-1 assigns {ASSIGNED} codes, but {len(codes)} are left: look through the lists again."
        )
    return codes


def document() -> dict:
    """The content of the file; a name that the CLDR lacks is left out."""
    territories = {language: Locale.parse(locale).territories for language, locale in LANGUAGES.items()}
    return {
        "source": f"Unicode CLDR {core.get_cldr_version()}, through Babel; made by .ci/countries.py",
        "names": {
            code: {language: names[code] for language, names in territories.items() if names.get(code)}
            for code in country_codes()
        },
    }


def main(arguments: list[str]):
    text = json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
    if "--check" not in arguments:
        FILE.write_text(text, encoding="utf-8")
    elif text != FILE.read_text(encoding="utf-8"):
        raise SystemExit(f"{FILE.name} is not what this Babel makes: run .ci/countries.py and look at the difference.")


if __name__ == "__main__":
    main(sys.argv[1:])
