"""How the Markdown pages print: texts in which nothing is taken for a mark, and addresses of other Markdown pages."""

import re

from django.conf import settings

from records.models.languages import Text

# What means something in a line, and what only at its beginning; an underscore inside a word means nothing.
IN_LINE = re.compile(r"[\\`*\[\]<~|]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
AT_START = re.compile(r"(\d{1,9}(?=[.)](?:\s|$))|(?=[#>+=-]))")


def install(environment):
    """Give the environment of the public templates what Markdown is written with."""
    environment.filters |= {"md": md, "md_passage": md_passage}
    environment.globals["twin"] = twin


def md(text) -> str:
    """A text in one line; one in another language than the page says which."""
    line = " ".join(str(text).split())
    escaped = IN_LINE.sub(r"\\\g<0>", line)
    if start := AT_START.match(escaped):
        escaped = f"{start[0]}\\{escaped[start.end() :]}"
    return f"{escaped} ({text.language})" if isinstance(text, Text) and text.is_fallback and text else escaped


def md_passage(text) -> str:
    """A text in paragraphs."""
    parts = (part for part in str(text).split("\n\n") if part.strip())
    kept = (Text(part, text.column, text.is_fallback) if isinstance(text, Text) else part for part in parts)
    return "\n\n".join(map(md, kept))


def twin(record) -> str:
    """The whole address of the Markdown page about a record."""
    return f"{settings.SITE_URL}{record.page_address().rstrip('/')}.md"
