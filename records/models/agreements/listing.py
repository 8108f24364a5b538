"""What lists print of an agreement beside its own texts, read for many at once."""

from collections import defaultdict
from typing import Any, NamedTuple

from records.models.languages import Link, Text, address, text_of
from records.models.reference import Organization, Topic

from .parties import Party


class ListedParty(NamedTuple):
    """A party as lists print it: what it is called, with its page, or a description."""

    named: Any
    description: Text | str = ""


class ListedTexts(NamedTuple):
    """What a list prints of an agreement: title, text, the document it stands in, parties and topics; and all of it."""

    title: Text
    text: Text
    place: list[str]
    names: list[str]
    every: list[str]


def name_of(party) -> str:
    return party.named.name if party.named else party.description


def topics_of(keys, spoken) -> dict[int, list]:
    """Links to the topics of each agreement."""
    pairs = Topic.agreements.through.objects.filter(agreement__in=keys).order_by("topic__sort_en")
    topics = defaultdict(list)
    for agreement, topic in pairs.values_list("agreement_id", "topic_id"):
        if link := spoken.topic_links.get(topic):
            topics[agreement].append(link)
    return topics


def parties_of(keys, spoken) -> dict[int, list[ListedParty]]:
    """The parties to each agreement."""
    described, bodies = Party.description.columns.values(), Organization.name.columns.values()
    columns = ("agreement_id", "country_id", *described, "organization__slug", *(f"organization__{b}" for b in bodies))
    parties = defaultdict(list)
    for agreement, country, *texts in Party.objects.filter(agreement__in=keys).order_by("pk").values_list(*columns):
        link = spoken.country_links.get(country)
        parties[agreement].append(ListedParty(link) if link else _listed(*texts))
    return parties


def _listed(description_en, description_ru, description_zh, slug, *name) -> ListedParty:
    body = Link(text_of(name), address("organization", slug)) if slug else None
    return ListedParty(body, text_of((description_en, description_ru, description_zh)))
