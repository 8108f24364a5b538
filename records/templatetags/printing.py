"""How the public templates print: texts with their language, numbers and addresses; installed in their environment."""

import re
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from markupsafe import Markup

from records.models.dates import PartialDate, Precision, print_span
from records.models.evidence import CITED
from records.models.languages import Text, address, every_text
from records.templatetags.wording import marked_words

ISO_DATES = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:/\d{4}-\d{2}(?:-\d{2})?)?")


def install(environment):
    """Give the environment of the public templates what they print with."""
    environment.filters |= {
        "say": say,
        "passage": passage,
        "integer": integer,
        "day": day,
        "iso_dates": iso_dates,
        "groupby_edition": by_edition,
    }
    environment.globals |= {
        "address": address,
        "every_text": every_text,
        "print_span": print_span,
        "language_tag": language_tag,
        "language_code": get_language,
        "marked_words": marked_words,
        "supported_label": supported_label,
        "supported_record": supported_record,
    }


def language_tag() -> str:
    """The BCP 47 tag of the page's language."""
    return {"zh-hans": "zh-Hans"}.get(get_language(), get_language() or "en")


def say(text) -> Markup:
    """A short text within a line; one in another language than the page carries its tag and a mark that says so."""
    if not isinstance(text, Text) or not text.is_fallback:
        return Markup.escape(text)
    return Markup(
        format_html(
            '<span lang="{}">{}</span> <abbr class="fallback" title="{}">{}</abbr>',
            text.tag,
            str(text),
            only_in(text),
            text.column,
        )
    )


def passage(text, css_class: str = "") -> Markup:
    """A text that stands by itself, in paragraphs; one in another language than the page says so below."""
    tag = text.tag if isinstance(text, Text) and text.is_fallback else language_tag()
    attributes = format_html(' class="{}"', css_class) if css_class else ""
    body = Markup("").join(
        Markup(format_html('<p lang="{}"{}>{}</p>', tag, attributes, part.strip()))
        for part in str(text).split("\n\n")
        if part.strip()
    )
    if isinstance(text, Text) and text.is_fallback and text:
        body += Markup(format_html('<p class="fallback">{}</p>', only_in(text)))
    return body


def iso_dates(text):
    """A text with its ISO dates and intervals printed as the visitor writes them."""
    printed = ISO_DATES.sub(lambda found: _span(*found.group().split("/")), text)
    if not isinstance(text, Text) or ISO_DATES.fullmatch(text):
        return printed  # nothing but a date: printed in the visitor's own words
    return Text(printed, text.column, text.is_fallback)


def _span(start: str, end: str = "") -> str:
    try:
        return print_span(PartialDate.parse(start), PartialDate.parse(end or start))
    except ValidationError:
        return f"{start}/{end}" if end else start


def by_edition(records) -> list[tuple]:
    """Records in a row that belong to one edition, together: (edition, records)."""
    return [(edition, list(group)) for edition, group in groupby(records, key=lambda record: record.edition)]


def supported_label(kind: str) -> str:
    """What a kind of cited record is called, many of them."""
    return capfirst(CITED[kind]._meta.verbose_name_plural)


def supported_record(kind: str, record):
    """A cited record in a few words, with the edition it belongs to."""
    if kind == "amount":
        return f"{record.agreement.reference}: {record}"
    if kind in ("forum", "edition", "related_event", "agreement"):
        return str(record)
    if kind == "follow_up":
        return f"{record.agreement.reference}: {record}"
    edition = record.dispute.edition if kind == "reading" else record.edition
    words = f"{record.dispute}: {iso_dates(record.value)}" if kind == "reading" else str(record)
    return f"{edition}: {words}"


def only_in(text: Text) -> str:
    """That a text exists in another language only."""
    return gettext("Not translated; the text is in %(language)s.") % {"language": text.language}


def day(moment) -> str:
    """The day of a moment, as the visitor writes it: “5 May 2024”, «5 мая 2024», “2024年5月5日”."""
    return str(PartialDate(timezone.localtime(moment).date(), Precision.DAY))


def integer(number: int) -> str:
    """A whole number with its thousands set apart: by commas, in Russian by spaces that do not break."""
    separator = "\N{NO-BREAK SPACE}" if get_language() == "ru" else ","
    return f"{number:,}".replace(",", separator)
