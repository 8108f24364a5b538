"""How the public templates print: texts with their language, numbers and addresses; installed in their environment."""

import re
from functools import lru_cache
from itertools import groupby

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from markupsafe import Markup, escape

from records.models.dates import PartialDate, Precision, print_span
from records.models.evidence import CITED
from records.models.languages import Link, Text, address, every_text
from records.templatetags.wording import marked_words, print_pieces

DASHES = (" — ", " – ")  # a dash never begins a line
# «7-я» stays on one line.
ORDINAL = re.compile(r"(?<=\d)-(?=[а-яё]{1,3}\b)")
MEANS_SOMETHING = re.compile("[&<>\"']")  # in HTML; most texts have nothing of it
# Names of columns and values, as a text in another language has them: words in small Latin letters.
CODES = re.compile(r"(?<![\w&#-])[a-z][a-z_]+(?: [0-9]+ [a-z]+)?(?![\w;-])")
ISO_DATES = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:/\d{4}-\d{2}(?:-\d{2})?)?")


def install(environment):
    """Give the environment of the public templates what they print with."""
    environment.filters |= {
        "say": say,
        "in_its_language": in_its_language,
        "link": link,
        "passage": passage,
        "mark": mark,
        "choices_of": choices_of,
        "source_marks": source_marks,
        "drawn": drawn,
        "filesizeformat": filesizeformat,
        "integer": integer,
        "size": filesizeformat,
        "day": day,
        "moment": moment,
        "iso_dates": iso_dates,
        "with_codes": with_codes,
        "groupby_edition": by_edition,
    }
    environment.globals |= {
        "address": address,
        "every_text": every_text,
        "print_span": print_span,
        "language_tag": language_tag,
        "language_code": get_language,
        "marked_words": marked_words,
        "once": once,
        "only_in": only_in,
        "print_pieces": print_pieces,
        "supported_label": supported_label,
        "supported_record": supported_record,
    }


def once(record, part: str, caller) -> Markup:
    """`{% call once(record, "part") %}…{% endcall %}`: printed once where the record is a row that is kept.

    With nothing in the place of the record it is printed each time.
    """
    return caller() if record is None else record.once(part, caller)


def language_tag() -> str:
    """The BCP 47 tag of the page's language."""
    return {"zh-hans": "zh-Hans"}.get(get_language(), get_language() or "en")


def say(text, words=None) -> Markup:
    """A short text within a line; one in another language than the page carries its tag and a mark that says so.

    What was asked for by `words` (search.query.Words, or nothing) is marked in it.
    """
    if not isinstance(text, Text) or not text.is_fallback:
        return _marked(text, words)
    note = f'<abbr class="fallback" title="{escape(only_in(text))}">{text.column}</abbr>'
    return Markup(f'<span lang="{text.tag}">{_marked(str(text), words)}</span> {note}')


def in_its_language(text) -> Markup:
    """A text that must stay as it is, in another language than the page: it carries its tag and no mark."""
    if not isinstance(text, Text) or not text.is_fallback:
        return Markup.escape(text)
    return Markup(f'<span lang="{text.tag}">{escape(str(text))}</span>')


def drawn(bars) -> Markup:
    """The bars of a chart (charts.years.Bar) as rectangles; a long record has a hundred of them."""
    return Markup("".join(map(_rectangle, bars)))


def _rectangle(bar) -> str:
    chosen = ' class="chosen"' if bar.is_chosen else ""
    return f'<rect{chosen} x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}"/>'


def source_marks(cited) -> Markup:
    """The numbers of the sources of a fact, each leading to its source below; a page has hundreds of them."""
    if not cited:
        return Markup()
    label = _source_label(get_language())
    marks = (_source_mark(number, citation.locator, label) for number, citation in cited)
    return Markup(f'<span class="cites">{"".join(marks)}</span>')


@lru_cache(maxsize=10)
def _source_label(_language: str) -> str:
    return str(escape(gettext("Source %(number)s")))


def _source_mark(number: int, locator: str, label: str) -> str:
    title = f' title="{escape(locator)}"' if locator else ""
    return f'<a href="#source-{number}" aria-label="{label % {"number": number}}"{title}>{number}</a>'


def choices_of(choices, facet: str) -> Markup:
    """The choices of one facet as boxes to tick, each with its count; a long list has hundreds of them."""
    language, separator = get_language(), _thousands()
    return Markup(f"<ul>\n{''.join(_choice(language, separator, facet, *choice) for choice in choices)}</ul>")


def _choice(language: str, separator: str, facet: str, code: str, label, is_chosen: bool, depth: int, count) -> str:
    column = label.column if isinstance(label, Text) and label.is_fallback else ""
    box, named = _box(language, facet, code, label, column, depth)
    counted = "" if count is None else f' <span class="count-of number">{_apart(count, separator)}</span>'
    return f"{box}{' checked' if is_chosen else ''}{named}{counted}</li>\n"


@lru_cache(maxsize=10_000)
def _box(_language: str, facet: str, code: str, label, column: str, depth: int) -> tuple[str, str]:
    """What stands before and after the tick of a choice; `_language` and `column` tell labels apart that look alike."""
    item = f'<li class="depth-{depth}">' if depth else "<li>"
    box = f'{item}<label><input type="checkbox" name="{facet}" value="{escape(code)}"'
    return box, f"> <span>{say(label)}</span></label>"


def link(record, words=None) -> Markup:
    """The name of a record, leading to its page; what was asked for by `words` is marked in it."""
    if words and words.are_in([record.name]):
        return _link(record, words)
    if isinstance(record, Link):
        record.printed = record.printed or _link(record)
        return record.printed
    return _link(record)


def _link(record, words=None) -> Markup:
    return Markup(f'<a href="{escape(record.get_absolute_url())}">{say(record.name, words)}</a>')


def passage(text, css_class: str = "", words=None) -> Markup:
    """A text that stands by itself, in paragraphs; one in another language than the page says so below."""
    is_other = isinstance(text, Text) and text.is_fallback
    tag = text.tag if isinstance(text, Text) else language_tag()
    opening = f'<p lang="{tag}" class="{css_class}">' if css_class else f'<p lang="{tag}">'
    parts = [f"{opening}{_marked(part.strip(), words)}</p>" for part in str(text).split("\n\n") if part.strip()]
    if is_other and text:
        parts.append(f'<p class="fallback">{escape(only_in(text))}</p>')
    return Markup("".join(parts))


def _marked(text, words) -> Markup:
    return words.printed_once(text, _with_marks) if words else escape(_spaced(text))


def _with_marks(text, words) -> Markup:
    spaced = _spaced(text)
    return mark(words.pieces(Text(spaced, text.column, text.is_fallback) if isinstance(text, Text) else spaced))


def _spaced(text):
    """A text whose lines break only where they may."""
    for dash in DASHES:
        if dash in text:
            text = text.replace(dash, f"\N{NO-BREAK SPACE}{dash[1:]}")
    if "-" in text:
        text = ORDINAL.sub("\N{WORD JOINER}-\N{WORD JOINER}", str(text))  # a label waits for its language
    return text


def mark(pieces) -> Markup:
    """Pieces of a text, with those that were asked for marked."""
    if MEANS_SOMETHING.search("".join(piece for piece, _is_asked in pieces)):
        pieces = [(escape(piece), is_asked) for piece, is_asked in pieces]
    return Markup("".join([f"<mark>{piece}</mark>" if is_asked else piece for piece, is_asked in pieces]))


def with_codes(text) -> Markup:
    """An explanation in another language than English, with what it names of the data marked as codes."""
    escaped = escape(text)
    return escaped if language_tag() == "en" else Markup(CODES.sub(r"<code>\g<0></code>", str(escaped)))


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
    if kind in ("forum", "edition", "related_event", "agreement"):
        return str(record)
    if kind in ("amount", "follow_up"):
        return _joined(record.agreement.reference, record)
    if kind == "statement":
        return _joined(record.edition, record.person, record.gist[:60])
    if kind == "reading":
        return _joined(record.dispute.edition, record.dispute, iso_dates(record.value))
    return _joined(record.edition, record)


def _joined(*words) -> str:
    return gettext(": ").join(map(str, words))


def only_in(text: Text) -> str:
    """That a text exists in another language only."""
    return gettext("Not translated; the text is in %(language)s.") % {"language": text.language}


def day(moment) -> str:
    """The day of a moment, as the visitor writes it: “5 May 2024”, «5 мая 2024», “2024年5月5日”."""
    return str(PartialDate(timezone.localtime(moment).date(), Precision.DAY))


def moment(value) -> str:
    """A moment to the second, as machines read it."""
    return value.isoformat(timespec="seconds")


def integer(number: int) -> str:
    """A whole number with its thousands set apart: by commas, in Russian by spaces that do not break."""
    return str(number) if number < 1000 else _apart(number, _thousands())


def _thousands() -> str:
    return "\N{NO-BREAK SPACE}" if get_language() == "ru" else ","


def _apart(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)
