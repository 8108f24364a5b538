"""What each key and each code of the exchange document is called, in the visitor's language."""

from functools import cache

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from records.exchange import schema
from records.models import (
    Agreement,
    Amount,
    Delegation,
    Edition,
    FollowUp,
    Forum,
    HeadCount,
    Organization,
    Place,
    Session,
)
from records.models.editions import ReportedAs
from records.models.evidence import FieldCode
from records.models.languages import COLUMNS, TAGS
from records.models.reference import NAME_LANGUAGES

# What the objects in a list are; an object that stands alone under its key is in the second table.
LISTS = {
    "places": "place", "participants": "head_count", "sessions": "session", "delegations": "delegation",
    "members": "member", "statements": "statement", "documents": "document", "parties": "party",
    "follow_ups": "follow_up", "disputes": "dispute", "values": "reading", "gaps": "gap",
    "also_attended": "attending_group", "alternatives": "alternative", "citations": "citation",
    "no_source_found_for": "edition_not_found",
}  # fmt: skip
SINGLE = {
    "head": "head", "amount": "amount", "next_announced": "next_host", "translations": "translations",
}  # fmt: skip
INSIDE = {**LISTS, **SINGLE}

LABELS = {
    "id": _("identifier"), "code": _("code"), "number": _("number"), "ref": _("agreement"), "edition": _("edition"),
    "number_note": _("remark on the number"), "name": _("name"), "title": _("title"), "text": _("provision"),
    "note": _("note"), "name_variants": _("other spellings"), "kind": _("kind"), "country": _("country"),
    "organization": _("organisation"), "person": _("person"), "url": _("address"), "publisher": _("publisher"),
    "language": _("language"), "published": _("published"), "broader": _("broader topic"), "scope": _("scope"),
    "alt": _("words to search by"), "start_date": _("start"), "end_date": _("end"),
    "date_precision": _("precision of the start"), "format": _("format"), "theme": _("theme"),
    "dedication": _("dedication"), "summary": _("summary"), "places": _("places"), "city": _("city"),
    "region": _("province or region"), "role": _("role"), "organizers": _("organisers"),
    "co_organizers": _("co-organisers"), "organizations": _("organisations"), "people": _("people"),
    "topics": _("topics"), "participants": _("number of participants"), "count": _("number"),
    "qualifier": _("how exact"), "status": _("reported as"), "sessions": _("sessions"),
    "delegations": _("delegations"), "statements": _("statements"), "documents": _("documents"),
    "document": _("document"), "agreements": _("agreements"),
    "agreements_looked_for": _("agreements have been looked for"), "disputes": _("disputes"), "gaps": _("gaps"),
    "also_attended": _("groups that also attended"), "next_announced": _("next host as announced"),
    "sources": _("sources"), "citations": _("places in the sources"), "source": _("source"), "date": _("date"),
    "place": _("city"), "head": _("head"), "members": _("members"), "basis": _("how the head is known"),
    "gist": _("gist"), "part_of": _("part of"), "parties": _("parties"),
    "parties_basis": _("how the parties are known"), "amount": _("sum of money"), "value": _("sum"),
    "currency": _("currency"), "usd_as_reported": _("in dollars, as reported"), "alternatives": _("other accounts"),
    "follow_ups": _("what became of it"), "values": _("accounts"), "chosen": _("the record follows this account"),
    "field": pgettext_lazy("what it concerns", "about"), "locator": _("place in the text"),
    "looked_for": _("it was looked for"), "looked": _("last looked for"), "relation": _("relation"),
    "series_since": _("held since"), "version": _("version of the record"), "licence": _("licence"),
    "organizer_note": _("remark on the organiser"),
    "organizer_note_sources": _("sources of the remark on the organiser"),
    "no_source_found_for": _("editions of which nothing was found"), "translations": _("translations"),
    "translations_note": _("remark on the translations"),
}  # fmt: skip
# Where a key means something else in one kind of object.
LABELS_IN = {
    ("member", "title"): _("office"), ("head", "title"): _("office"), ("source", "title"): _("description"),
    ("forum", "title"): _("title of the record"), ("forum", "note"): _("how the record was compiled"),
    ("follow_up", "status"): _("what became of it"), ("statement", "person"): _("speaker"),
    ("reading", "value"): _("account"), ("gap", "note"): _("what is missing"),
    ("edition_not_found", "note"): _("what is missing"), ("agreement", "count"): _("number of items"),
    ("agreement", "ref"): _("reference"), ("related_event", "organizations"): _("bodies concerned"),
    ("translations", "ru"): _("Russian texts"), ("translations", "zh"): _("Chinese texts"),
    ("country", "kk"): _("name (Kazakh)"), ("country", "ky"): _("name (Kyrgyz)"), ("country", "tg"): _("name (Tajik)"),
    ("country", "tk"): _("name (Turkmen)"), ("country", "uz"): _("name (Uzbek)"),
}  # fmt: skip
CODES = {
    ("organization", "kind"): Organization.Kind, ("edition", "format"): Edition.Format, ("place", "role"): Place.Role,
    ("head_count", "qualifier"): HeadCount.Qualifier, ("head_count", "status"): ReportedAs,
    ("session", "kind"): Session.Kind, ("delegation", "status"): ReportedAs, ("head", "basis"): Delegation.Basis,
    ("agreement", "kind"): Agreement.Kind, ("agreement", "status"): ReportedAs,
    ("agreement", "parties_basis"): Agreement.PartiesBasis, ("amount", "qualifier"): Amount.Qualifier,
    ("alternative", "qualifier"): Amount.Qualifier, ("follow_up", "status"): FollowUp.Status,
    ("dispute", "field"): FieldCode, ("gap", "field"): FieldCode, ("citation", "field"): FieldCode,
    ("translations", "ru"): Forum.Standing, ("translations", "zh"): Forum.Standing,
}  # fmt: skip
DATES = ("published", "start_date", "end_date", "date", "looked", "series_since")


@cache
def places(of: str) -> dict[str, int]:
    """The place of each key in an object of this kind, as the schema has it."""
    properties = schema()["$defs"].get("meta" if of == "forum" else of, {}).get("properties", {})
    return {key: place for place, key in enumerate(properties)}


def place_of(of: str, key: str) -> int:
    """Where a key stands among the others, in one state or another; what the schema does not have stands at the end."""
    return places(of).get(key, len(places(of)))


def base_and_language(key: str) -> tuple[str, str]:
    """`title_ru` is the text `title` in the language `ru`; other keys have no language."""
    base, _line, language = key.rpartition("_")
    return (base, language) if language in COLUMNS and base else (key, "")


def language_of(of: str, key: str) -> str:
    """The tag of the language that a text under this key is in; empty when it has none."""
    language = key if of == "country" and key in NAME_LANGUAGES else base_and_language(key)[1]
    return TAGS.get(language, language)


def label(of: str, key: str) -> str:
    """What a key of an object of this kind is called: “Title”, “Title (Russian)”."""
    base, language = ("name", key) if of == "country" and key in COLUMNS else base_and_language(key)
    known = LABELS_IN.get((of, base)) or LABELS.get(base) or base
    if not language:
        return capfirst(str(known))
    return gettext("%(label)s (%(language)s)") % {"label": capfirst(str(known)), "language": COLUMNS[language]}


def code_in_words(of: str, key: str, code: str) -> str:
    """What a code means; a code that is not known any more stays what it is."""
    choices = CODES.get((of, key))
    return str(dict(choices.choices).get(code, code)) if choices else code
