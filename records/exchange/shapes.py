"""The whole document as one table: which object becomes which record, key by key, in the order they are written."""

from dataclasses import replace

from .items import Date, Links, Parts, Point, Shape, Sources, Value, texts
from .kinds import KINDS
from .special_items import (
    Agreements,
    Amounts,
    Chosen,
    DocumentName,
    EditionNumber,
    Inside,
    LookedFor,
    MeetingDates,
    Only,
    Organizers,
    OtherDocuments,
    Readings,
    Reference,
)


def shape(kind: str, *items, owner: str = "") -> Shape:
    """A shape, with the tuples among its items spread out."""
    spread = [part for item in items for part in (item if isinstance(item, tuple) else (item,))]
    return Shape(KINDS[kind], tuple(spread), owner)


ID = Value("id", "slug")
SOURCES = Sources(always=True)
FEW_SOURCES = Sources()

SOURCE = shape(
    "source", ID, Value("url"), Value("publisher"), texts("title"), Value("language"), Date("published", "published"),
    texts("note"),
)  # fmt: skip
ORGANIZATION = shape(
    "organization", ID, texts("name"), Value("name_variants"), Value("kind"), Point("country", "country", optional=True)
)
PERSON = shape("person", ID, texts("name"), Value("name_variants"), texts("note"))
TOPIC = shape(
    "topic", ID, texts("name"), Point("broader", "topic"), texts("scope"), texts("alt", "search_words")
)  # fmt: skip

PLACE = shape("place", texts("city"), texts("region"), Point("country", "country"), Value("role"), owner="edition")
HEAD_COUNT = shape(
    "head_count", Value("count"), Value("qualifier"), Value("status", "reported_as"), SOURCES, owner="edition"
)
SESSION = shape(
    "session", ID, texts("title"), Value("kind"), Date("date", "held"), texts("place"), Links("people", "person"),
    Links("organizations", "organization"), Links("topics", "topic"), SOURCES, owner="edition",
)  # fmt: skip
MEMBER = shape("member", Point("person", "person"), texts("title"), owner="delegation")
HEAD = (Point("person", "person", "head_person"), *texts("title", "head_title"), Value("basis", "head_basis"))
DELEGATION = shape(
    "delegation", Point("country", "country"), Point("organization", "organization"), Value("status", "reported_as"),
    Inside("head", HEAD), Parts("members", MEMBER), SOURCES, owner="edition",
)  # fmt: skip
STATEMENT = shape(
    "statement", ID, Point("person", "person"), texts("gist"), Links("topics", "topic"), SOURCES, owner="edition"
)
DOCUMENT = shape("document", texts("name"), owner="edition")
PARTY = shape(
    "party", Point("country", "country"), Point("organization", "organization"), texts("name", "description"),
    owner="agreement",
)  # fmt: skip
SUM = (Value("value"), Value("currency"))
DOLLARS = Value("usd_as_reported", "dollars_as_reported")
AMOUNT = shape("amount", SUM, Value("qualifier"), DOLLARS, Sources(optional=True), owner="agreement")
ALTERNATIVE = shape("amount", SUM, Value("qualifier", optional=True), DOLLARS, FEW_SOURCES, owner="agreement")
FOLLOW_UP = shape("follow_up", Value("status"), Date("date", "happened"), texts("note"), FEW_SOURCES, owner="agreement")
AGREEMENT = shape(
    "agreement", Reference(), DocumentName(), texts("title"), texts("text"), Value("kind"),
    Value("status", "reported_as"), Point("part_of", "agreement"), texts("note"), Links("topics", "topic", always=True),
    Parts("parties", PARTY, always=True), Value("parties_basis"), Value("count", "item_count"),
    Amounts(AMOUNT, ALTERNATIVE), Parts("follow_ups", FOLLOW_UP, optional=True), SOURCES, owner="edition",
)  # fmt: skip
READING = shape("reading", texts("value"), Chosen(), SOURCES, owner="dispute")
DISPUTE = shape(
    "dispute", Value("field"), Point("ref", "agreement", "agreement"), Point("person", "person"),
    Readings("values", READING, always=True), texts("note"), owner="edition",
)  # fmt: skip
GAP = shape("gap", Value("field"), texts("note"), LookedFor(), owner="edition")
ATTENDING_GROUP = shape("attending_group", texts("name"), SOURCES, owner="edition")
NEXT_HOST = shape(
    "next_host", Value("number"), texts("city"), texts("region"), Point("country", "country"), FEW_SOURCES,
    owner="edition",
)  # fmt: skip


EDITION = shape(
    "edition", EditionNumber(), texts("number_note"), texts("name"), MeetingDates(has_end=True), Value("format"),
    texts("theme"), texts("dedication"), Parts("places", PLACE), Organizers("organizers", "organizer"),
    Organizers("co_organizers", "co_organizer"), Links("topics", "topic"), texts("summary"),
    Parts("participants", HEAD_COUNT), Parts("sessions", SESSION), Parts("delegations", DELEGATION),
    Parts("statements", STATEMENT), OtherDocuments("documents", DOCUMENT, optional=True),
    Agreements("agreements", AGREEMENT), Parts("disputes", DISPUTE), Parts("gaps", GAP),
    Parts("also_attended", ATTENDING_GROUP), Only("next_announced", NEXT_HOST), SOURCES,
)  # fmt: skip
RELATED_EVENT = shape(
    "related_event", ID, texts("name"), MeetingDates(), Parts("places", replace(PLACE, owner="related_event")),
    Links("organizers", "organization"), Links("organizations", "organization"), texts("relation"), SOURCES,
)  # fmt: skip
EDITION_NOT_FOUND = shape("gap", Value("edition", "edition_number"), texts("note"), LookedFor(), owner="forum")
TRANSLATIONS = (Value("ru", "translations_ru"), Value("zh", "translations_zh"))
META = shape(
    "forum", texts("title"), texts("note"), Date("series_since", "since"), Value("version"), Value("licence"),
    texts("organizer_note"), Sources("organizer_note_sources", field="organizers"),
    Parts("no_source_found_for", EDITION_NOT_FOUND), Inside("translations", TRANSLATIONS), texts("translations_note"),
)  # fmt: skip

# The lists at the top of the document.
TOP = {
    "sources": SOURCE,
    "organizations": ORGANIZATION,
    "people": PERSON,
    "topics": TOPIC,
    "editions": EDITION,
    "related_events": RELATED_EVENT,
}
