"""What is cited: one record, one list, or the record as a whole, in the visitor's language."""

import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.models import Forum, Source
from records.models.dates import PartialDate, Precision
from records.models.languages import Text, address, visitor_column
from records.search.snapshot import current

LONGEST_KEY = 80
# Choices of codes; words have more letters than a key.
PLAIN_QUESTION = re.compile(r"(?:(?!q=)[a-z_]+=[a-z0-9.-]+(?:&|$))*")
UNKNOWN = PartialDate()
CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)")
SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Cited:
    """Something that can be cited; `site` is the record as a whole, which answers for it and which it is part of."""

    title: Text
    site: Text
    address: str
    issued: PartialDate = UNKNOWN
    version: str = ""
    licence: str = ""
    is_whole: bool = False
    publisher: str = ""  # who published it, when that is not this site
    own_address: str = ""  # where it is itself, when that is not this site
    own_language: str = ""  # in which it is written itself, whatever the language of its title here
    part: int = 1  # which page of a list is read: as Markdown it is read alone, but cited is the whole list

    @property
    def author(self) -> str:
        """Who answers for it."""
        return self.publisher or self.site

    @property
    def author_without_comma(self) -> str:
        """The same for programs that make two people of a name with a comma: without what comes after a colon, or with
        a dash; read by Zotero so in `citation_author`, and by everybody in RIS.
        """
        before = self.author.partition(": ")[0] if "," in self.author else self.author
        return re.sub(r"\s*,\s*", " – ", before)

    @property
    def where(self) -> str:
        """Where it is read itself."""
        return self.own_address or self.address

    @property
    def recorded(self) -> str:
        """That something published elsewhere is known by this record, and where it stands in it; empty of all else."""
        if not self.publisher:
            return ""
        return _("As recorded in %(site)s, %(address)s.") % {"site": self.site, "address": self.address}

    @property
    def key(self) -> str:
        """A short name of small letters, digits, dots and hyphens, made of the address: `agreements-9.2`.

        That of a page in another language ends with its code; where the address says more than the letters can, with
        a digest of it.
        """
        parts = urlsplit(self.address)
        code, _slash, path = parts.path.strip("/").partition("/")
        plain = f"{path} {parts.query} {parts.fragment}".lower()
        words = re.sub("[^a-z0-9.]+", "-", unquote(plain)).strip("-")
        is_all = len(words) <= LONGEST_KEY and PLAIN_QUESTION.fullmatch(parts.query)
        digest = "" if is_all else "-" + sha256(f"{path}?{parts.query}".encode()).hexdigest()[:8]
        language = "" if code == "en" or not path else f".{code}"
        return (words[:LONGEST_KEY].strip("-.") or "record") + digest + language

    def file(self, ending: str) -> str:
        """The address on this site of a file that cites it: that of its page with another ending."""
        parts = urlsplit(self.address)
        asked = [parts.query, f"page={self.part}" if self.part > 1 and ending == "md" else ""]
        question = "&".join(filter(None, asked))
        return f"{parts.path.rstrip('/')}.{ending}" + (f"?{question}" if question else "")

    @property
    def licence_address(self) -> str:
        """Where the licence can be read, known by its SPDX identifier; empty for any other text."""
        if found := CREATIVE_COMMONS.fullmatch(self.licence):
            return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
        return f"https://spdx.org/licenses/{self.licence}.html" if SPDX.fullmatch(self.licence) else ""

    @property
    def language(self) -> str:
        """The BCP 47 tag of the language in which it is written: where nothing else is known, that of the title."""
        return self.own_language or self.title.tag


def cited(record, forum: Forum | None, version=None) -> Cited:
    """What a citation of a record says; with a numbered public `version`, of that version at its own address."""
    if isinstance(record, Source):
        return cited_source(record, forum)
    where = version.get_absolute_url() if version else record.page_address()
    return Cited(
        title=_one_line(record.full_name()),
        site=_site(forum),
        address=settings.SITE_URL + where,
        issued=_day_of(version.published_at) if version else _first_published(record),
        version=str(version.number) if version else "",
        licence=forum.licence if forum else "",
    )


def cited_source(source: Source, forum: Forum | None) -> Cited:
    """What a citation of a source says: who published it, when and where; beside that, where this record has it."""
    return Cited(
        title=_one_line(source.full_name()),
        site=_site(forum),
        address=settings.SITE_URL + source.get_absolute_url(),
        issued=source.published or UNKNOWN,
        publisher=source.publisher or urlsplit(source.url).hostname or "",
        own_address=source.url,
        own_language=source.language,
    )


def cited_version(title: Text, version, forum: Forum | None) -> Cited:
    """What a citation of one published version says, whatever has become of the record since."""
    return Cited(
        title=_one_line(title),
        site=_site(forum),
        address=settings.SITE_URL + version.get_absolute_url(),
        issued=_day_of(version.published_at),
        version=str(version.number),
        licence=forum.licence if forum else "",
    )


def cited_list(name: str, chosen: list[tuple[str, str]], forum: Forum | None, question: str, part: int = 1) -> Cited:
    """What a citation of a list says: its name, what was chosen, and the address that asks for it; it has no date.

    `part` is the page of it that is read.
    """
    words = [pgettext("choice", "%(facet)s: %(value)s") % {"facet": facet, "value": value} for facet, value in chosen]
    choices = pgettext("between choices", "; ").join(words)
    title = pgettext("choices", "%(list)s (%(choices)s)") % {"list": name, "choices": choices} if choices else name
    return Cited(
        title=_one_line(title),
        site=_site(forum),
        address=settings.SITE_URL + question,
        licence=forum.licence if forum else "",
        part=part,
    )


def cited_whole(forum: Forum | None) -> Cited:
    """What a citation of the whole record says: of the data as they are now, by the version and its day."""
    now = current()
    return Cited(
        title=_site(forum),
        site=_site(forum),
        address=settings.SITE_URL + address("about"),
        issued=_day_of(now.changed_at),
        version=now.version,
        licence=forum.licence if forum else "",
        is_whole=True,
    )


def _site(forum: Forum | None) -> Text:
    return _one_line(forum.title if forum else _("Forum records"))


def _own(text: str) -> Text:
    """A text in the visitor's language."""
    return Text(text, visitor_column(), False)


def _one_line(text: str) -> Text:
    text = text if isinstance(text, Text) else _own(text)
    return Text(" ".join(text.split()), text.column, text.is_fallback)


def _first_published(record) -> PartialDate:
    """The day since which it can be read: a record is public when it and what it belongs to are published."""
    moments = [getattr(each, "published_at", None) for each in (record, record.owner())]
    return _day_of(max(filter(None, moments), default=None))


def _day_of(moment) -> PartialDate:
    return PartialDate(timezone.localdate(moment), Precision.DAY) if moment else UNKNOWN
