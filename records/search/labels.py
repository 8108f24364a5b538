"""The words by which pages call kinds of records: asked for, they find what is of that kind."""

from functools import lru_cache

from records.models import Agreement, Organization
from records.models.languages import in_each_language

from .documents import KINDS

# The words for people, countries, topics and organisations stand in too many texts to mean the kind.
ASKED_BY_KIND = ("edition", "session", "delegation", "statement", "agreement", "source")
# Other words for the same, which pages do not print.
ALSO_CALLED = {
    ("is", "agreement"): ["соглашение", "соглашения", "协定"],
    ("kind", "memorandum"): [
        "memoranda", "memorandum of understanding", "memoranda of understanding", "меморандум о взаимопонимании",
        "谅解备忘录",
    ],
}  # fmt: skip
EDITION_ALSO_CALLED = ("forum {}", "форум {}", "{}-й форум", "встреча {}", "第{}届")
ORDINALS = {
    "forum": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "форум": "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый "
    "тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый",
}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def edition_also_called(number: int) -> list[str]:
    """What an edition with a number is called beside what pages call it: forum 3, 3rd forum, third forum, 第3届."""
    ending = "th" if number % 100 in (11, 12, 13) else ENDINGS.get(number % 10, "th")
    said = [f"{words.split()[number - 1]} {noun}" for noun, words in ORDINALS.items() if number <= len(words.split())]
    called = [words.format(number) for words in EDITION_ALSO_CALLED]
    return [*called, f"{number}{ending} forum", f"{number}{ending} edition", *said]


@lru_cache(maxsize=1)
def labels() -> dict[tuple[str, str], dict[str, list[str]]]:
    """The names of choices by language: `("kind", "memorandum")` → {"en": ["memorandum"], …}."""
    of_kinds = {
        ("is", kind): in_each_language(lambda kind=kind: _names_of(KINDS[kind])) for kind in ASKED_BY_KIND
    }  # fmt: skip
    found = of_kinds | {
        ("kind", value): in_each_language(lambda label=label: [str(label)])
        for model in (Agreement, Organization)
        for value, label in model.Kind.choices
    }
    for key, words in ALSO_CALLED.items():
        found[key]["search"] = words
    return found


def _names_of(model) -> list[str]:
    return [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
