"""The words by which pages call kinds of records: asked for, they find what is of that kind."""

from functools import lru_cache

from records.models import Agreement, Edition, Organization
from records.models.languages import in_each_language

from .documents import KINDS

# The words for people, countries, topics and organisations stand in too many texts to mean the kind.
ASKED_BY_KIND = ("edition", "session", "delegation", "statement", "agreement", "source")
# Other words for the same, which pages do not print.
ALSO_CALLED = {
    ("is", "agreement"): [
        "соглашение", "соглашения", "协定", "келісім", "келісімдер", "келишим", "келишимдер", "kelishuv", "kelishuvlar",
        "созишнома", "ylalaşyk",
    ],
    ("is", "delegation"): ["делегациясы", "делегацияси", "delegatsiya", "delegatsiyasi", "wekiliýet"],
    ("kind", "memorandum"): [
        "memoranda", "MoU", "MoUs", "memorandum of understanding", "memoranda of understanding",
        "меморандум о взаимопонимании", "谅解备忘录",
    ],
}  # fmt: skip


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
    for value, label in Edition.Format.choices:
        found["format", value] = in_each_language(lambda label=label: [str(label)])
    for key, words in ALSO_CALLED.items():
        found[key]["search"] = words
    return found


def _names_of(model) -> list[str]:
    return [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
