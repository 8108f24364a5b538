"""News for those who follow: what a change is called, where it is read, and what is said of it."""

from dataclasses import dataclass

from records.editing.following import News
from records.models.languages import address

from .changes import Told as Difference
from .changes import tell as tell_changes
from .labels import LISTS
from .names import Names, Said, references
from .objects import PARAGRAPHS, in_words, text_of

# What a new record of another kind says in its own words.
SAYS = {"person": ("note",), "topic": ("scope",), "source": ("note",), "related_event": ("relation",), **PARAGRAPHS}


@dataclass(frozen=True)
class Told:
    """One entry in words."""

    news: News
    title: str
    address: str
    paragraphs: list
    facts: list
    differences: list[Difference]
    sources: list[Said]
    into: Said | None = None


def tell(found: list[News]) -> list[Told]:
    """News in words; the names of everything are read in two queries."""
    entries = tell_changes([news.change for news in found])
    names = Names(set().union(*(references("", news.object) for news in found if news.list)))
    return [_told(news, entry, names) for news, entry in zip(found, entries, strict=True)]


def _told(news: News, entry, names: Names) -> Told:
    change = news.change
    if news.list:
        whole = in_words(LISTS[news.list], news.object, names)
        return Told(
            news, f"{whole.text} ({change.name})", _address_of_part(news), [], whole.facts, [], entry.sources
        )  # fmt: skip
    new = change.after.content if change.before is None and change.after else {}
    paragraphs = [text for name in SAYS.get(change.kind, ()) if (text := text_of(new, name))]
    return Told(
        news, str(change.called), change.page, paragraphs, [], entry.differences, entry.sources, entry.into
    )  # fmt: skip


def _address_of_part(news: News) -> str:
    key = news.change.key if news.is_gone else news.change.after.key
    return address({"delegations": "delegation", "statements": "statement"}[news.list], key, news.identity.lower())
