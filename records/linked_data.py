"""What a page is about, in the words of schema.org (JSON-LD), in the visitor's language.

A date is written as it is known: `2012` where only the year is. A thing has one `@id` on the pages of all languages.
"""

import json

from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from records.models import (
    Agreement,
    Country,
    Delegation,
    Edition,
    Forum,
    Organization,
    Person,
    Source,
    Statement,
    Topic,
)
from records.models.languages import TAGS, Text, address, every_text
from records.models.reference import NAME_LANGUAGES
from records.search.snapshot import current

ATTENDANCE = {"in_person": "Offline", "online": "Online", "hybrid": "Mixed"}
ORGANIZATIONS = {
    "government_body": "GovernmentOrganization",
    "local_government": "GovernmentOrganization",
    "research_institute": "ResearchOrganization",
    "company": "Corporation",
}
# A text inside a script must not end it, nor begin a comment.
UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}


def script(nodes: list[dict]) -> Markup:
    """Things as the content of a `<script type="application/ld+json">`."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    return Markup(json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE))  # noqa: S704


def described(record, sources=()) -> dict:
    """A record with what the page of it shows; `sources` are those that speak of it as a whole."""
    thing = {"@type": _type(record), "@id": identity(record), "url": _at(record.get_absolute_url())}
    told = [{"@id": identity(source)} for source in sources]
    thing |= DESCRIBE[type(record)](record)
    thing["citation" if thing["@type"] == "CreativeWork" else "subjectOf"] = told
    return _known(thing)


def whole(forum: Forum, licence: str, downloads=()) -> list[dict]:
    """The series of meetings, and the record of it as a set of data; `licence` is its address.

    `downloads` are the files it is taken away as: (name, media type, address on this site).
    """
    since, now = forum.since.iso(), current()
    data = {
        "@type": "Dataset", "@id": _at("/about/#data"), "url": _at(address("about")), "name": forum.title,
        "description": forum.note, "about": {"@id": _at("/#series")}, "license": licence,
        "version": now.version, "dateModified": now.changed_at.isoformat() if now.changed_at else "",
        "inLanguage": list(TAGS.values()), "isAccessibleForFree": True,
        "temporalCoverage": f"{since}/.." if since else "",
        "distribution": [_download(*file, licence) for file in downloads],
    }  # fmt: skip
    return [_known(series(forum) | {"startDate": since}), _known(data)]


def _download(name: str, media_type: str, where: str, licence: str) -> dict:
    file = {"@type": "DataDownload", "name": name, "encodingFormat": media_type, "contentUrl": _at(where)}
    return _known(file | {"license": licence})


def series(forum: Forum) -> dict:
    """The series in a few words."""
    home = _at(address("home"))
    return {"@type": "EventSeries", "@id": _at("/#series"), "name": forum.series_name(), "url": home}


def breadcrumbs(steps: list[tuple[str, str]]) -> dict:
    """The way from the first page to this one: (name, address on this site)."""
    items = [
        {"@type": "ListItem", "position": place, "name": str(name), "item": _at(where)}
        for place, (name, where) in enumerate([(_("First page"), address("home")), *steps], start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def identity(record) -> str:
    """What a record is known by in every language: its address without one, which leads to the reader's."""
    return _at("/" + record.get_absolute_url().split("/", 2)[2])


def _at(address_here: str) -> str:
    return settings.SITE_URL + address_here


def summary(record) -> Text | str:
    """What a record is about, in its own words; empty when it has none, or where there is no record."""
    words = {Edition: "summary", Agreement: "text", Statement: "gist", Topic: "scope", Source: "note", Person: "note"}
    return getattr(record, words[type(record)]) if type(record) in words else ""


def _known(thing: dict) -> dict:
    return {name: value for name, value in thing.items() if value not in ("", [], {}, None)}


def _type(record) -> str:
    if isinstance(record, Organization):
        return ORGANIZATIONS.get(record.kind, "Organization")
    return TYPES.get(type(record), "CreativeWork")


def _brief(record) -> dict:
    """A record that another one names."""
    return {"@type": _type(record), "@id": identity(record), "name": str(record.name)}


def _names(record, *more: str) -> dict:
    """The name for the visitor, and every other one."""
    others = [*every_text(record, "name"), *more]
    return {
        "name": record.name,
        "alternateName": [name for name in dict.fromkeys(others) if name and name != record.name],
    }


def _edition(edition: Edition) -> dict:
    attendance = ATTENDANCE.get(edition.format)
    return _names(edition) | {
        "description": edition.summary,
        "startDate": edition.start.iso(),
        "endDate": edition.end.iso(),
        "eventAttendanceMode": f"https://schema.org/{attendance}EventAttendanceMode" if attendance else "",
        "location": [_place(place) for place in edition.hosts()],
        "organizer": [_brief(organizer.organization) for organizer in edition.organizers.all()],
        "about": [_brief(topic) for topic in edition.topics.all()],
        "superEvent": {"@type": "EventSeries", "@id": _at("/#series")},
    }


def _place(place) -> dict:
    where = {
        "@type": "PostalAddress",
        "addressLocality": place.city,
        "addressRegion": place.region,
        "addressCountry": place.country.code,
    }
    return {"@type": "Place", "name": place.city, "address": _known(where)}


def _agreement(agreement: Agreement) -> dict:
    document = agreement.document
    return {
        "identifier": agreement.reference,
        "name": agreement.title,
        "abstract": agreement.text,
        "inLanguage": agreement.text.tag,
        "creativeWorkStatus": agreement.get_reported_as_display() if agreement.reported_as else "",
        "isPartOf": {"@type": "CreativeWork", "name": document.name} if document else "",
        "about": [_brief(topic) for topic in agreement.topics.all()],
        "mentions": [_brief(party.named) for party in agreement.parties.all() if party.named],
        "recordedAt": _brief(agreement.edition),
    }


def _statement(statement: Statement) -> dict:
    return {
        "abstract": statement.gist,
        "inLanguage": statement.gist.tag,
        "creator": _brief(statement.person),
        "about": [_brief(topic) for topic in statement.topics.all()],
        "recordedAt": _brief(statement.edition),
    }


def _delegation(delegation: Delegation) -> dict:
    head = [_office(delegation.head_title, delegation.head_person)] if delegation.has_head() else []
    return {
        "name": delegation.full_name(),
        "parentOrganization": _brief(delegation.organization) if delegation.organization_id else "",
        "location": _brief(delegation.country) if delegation.country_id else "",
        "event": _brief(delegation.edition),
        "member": head + [_office(member.title, member.person) for member in delegation.members.all()],
    }


def _office(title, person) -> dict:
    """An office held there and then; its holder may have no name."""
    return _known({"@type": "OrganizationRole", "roleName": title, "member": _brief(person) if person else ""})


def _person(person: Person) -> dict:
    """The offices stand with the delegations they were reported of: how long they were held is not known."""
    offices = [
        {
            "@type": "OrganizationRole",
            "roleName": office.title,
            "memberOf": {
                "@type": "Organization",
                "@id": identity(office.delegation),
                "name": office.delegation.full_name(),
            },
        }
        for office in person.offices()
    ]
    return _names(person, *person.name_variants) | {"memberOf": [_known(office) for office in offices]}


def _organization(organization: Organization) -> dict:
    country = organization.country
    return _names(organization, *organization.name_variants) | {"location": _brief(country) if country else ""}


def _country(country: Country) -> dict:
    names = (getattr(country, f"name_{language}") for language in NAME_LANGUAGES)
    return _names(country, *names) | {"identifier": country.code}


def _topic(topic: Topic) -> dict:
    terms = _at(address("topics"))
    return _names(topic) | {"description": topic.scope, "termCode": topic.slug, "inDefinedTermSet": terms}


def _source(source: Source) -> dict:
    return {
        "description": source.title,  # not its headline
        "sameAs": source.url,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": source.published.iso(),
        "inLanguage": source.language,
    }


TYPES = {Edition: "Event", Delegation: "Organization", Country: "Country", Person: "Person", Topic: "DefinedTerm"}
DESCRIBE = {
    Edition: _edition,
    Agreement: _agreement,
    Statement: _statement,
    Delegation: _delegation,
    Person: _person,
    Organization: _organization,
    Country: _country,
    Topic: _topic,
    Source: _source,
}
