"""Catalogues of translations: `messages.py` brings them up to date, `messages.py --check` says what is missing.

What is to be translated is gathered from the code, from the public templates (Jinja2) and from the templates of the
admin (Django's). Without the tools of GNU gettext, which a newcomer's machine need not have.
"""

import io
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "forumsite" / "locale"
# The rules of plurals are those of Django's own catalogues; with others Django would keep the two apart.
PLURALS = {
    "ru": "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
    "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);",
    "zh_Hans": "nplurals=1; plural=0;",
}
SHOWN = 30
DJANGO_TEMPLATES = ("admin", "account", "mfa", "registration")
ONE, MANY, CONTEXT, CONTEXT_MANY = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_MANY),
}
# Sentences of Django's admin that its own catalogues bend to the wrong gender or case (“Добавить встреча”), or lack.
OF_DJANGO = (
    "Add %s",
    "Change %s",
    "View %s",
    "Select %s",
    "Select %s to change",
    "Select %s to view",
    "Add %(name)s",
    "Add another %(verbose_name)s",
    "Cannot delete %(name)s",
    "Successfully deleted %(count)d %(items)s.",
    "The {name} “{obj}” was added successfully.",
    "The {name} “{obj}” was added successfully. You may add another {name} below.",
    "The {name} “{obj}” was changed successfully.",
    "The {name} “{obj}” was changed successfully. You may add another {name} below.",
    "The {name} “{obj}” was changed successfully. You may edit it again below.",
    "The %(name)s “%(obj)s” was deleted successfully.",
    "%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?",
    "Added {name} “{object}”.",
    "Changed {fields} for {name} “{object}”.",
    "Deleted {name} “{object}”.",
    'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? '
    "All of the following related items will be deleted:",
    "Are you sure you want to delete the selected %(objects_name)s? "
    "All of the following objects and their related items will be deleted:",
    "%(model_name)s with this %(field_label)s already exists.",
    "Model name",
    "Add link",
    "Change or view list link",
)
# Languages of sources, so that all of them are named in one manner; Django begins some with a capital.
LANGUAGE_NAMES = (
    "Arabic", "Armenian", "Azerbaijani", "French", "Georgian", "German", "Hindi", "Italian", "Japanese", "Kazakh",
    "Korean", "Kyrgyz", "Mongolian", "Persian", "Polish", "Portuguese", "Spanish", "Tajik", "Turkish", "Turkmen",
    "Uyghur", "Ukrainian", "Urdu", "Uzbek",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n'


def main(words: list[str]) -> int:
    """Update the catalogues, or check them; gives the exit code."""
    wanted = gather()
    if words == ["--check"]:
        problems = [problem for language in PLURALS for problem in check(language, wanted)]
        _tell(problems, len(wanted))
        return 1 if problems else 0
    for language in PLURALS:
        update(language, wanted)
    return 0


def _tell(problems: list[str], messages: int) -> None:
    print("\n".join(problems[:SHOWN]) or f"{messages} messages, each translated into {' and '.join(PLURALS)}.")
    if len(problems) > SHOWN:
        print(f"… and {len(problems) - SHOWN} more.")


# Gathering


def gather() -> Catalog:
    """Everything that is to be translated, with the files it stands in."""
    catalog = Catalog()
    for text in (*OF_DJANGO, *LANGUAGE_NAMES):
        catalog.add(text, locations=[("django", 1)])
    for path in sorted([*ROOT.glob("forumsite/**/*.py"), *ROOT.glob("records/**/*.py"), *ROOT.glob("templates/**/*")]):
        if path.is_file() and "migrations" not in path.parts:
            for message, comments in _messages_in(path):
                _add(catalog, message, path, comments)
    return catalog


def _messages_in(path: Path):
    """Each message of a file as the arguments of its call, context first where there is one."""
    text = path.read_text(encoding="utf-8")
    folder = path.relative_to(ROOT).parts[1]
    if path.suffix == ".py":
        found = _python(text)
    elif folder in DJANGO_TEMPLATES:
        found = _python(templatize(text, origin=str(path)))
    else:
        options = {"trimmed": "true", "silent": "false"}
        found = babel_extract(io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], options)
    for _line, function, arguments, comments in found:
        if message := _message(function, arguments):
            yield message, comments


def _python(text: str):
    return extract_python(io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"})


def _message(function: str, arguments) -> tuple | None:
    """Context, text and plural of a call; None when its text is computed, so that there is nothing to translate."""
    arguments = [arguments] if isinstance(arguments, str) else list(arguments or ())
    context = arguments.pop(0) if function.startswith(("pgettext", "npgettext")) else None
    takes = 2 if KEYWORDS[function] in (MANY, CONTEXT_MANY) else 1
    texts = arguments[:takes]
    return (context, *texts) if all(texts) and len(texts) == takes else None


def _add(catalog: Catalog, message: tuple, path: Path, comments: list[str]) -> None:
    context, *texts = message
    place = (str(path.relative_to(ROOT)), 1)
    catalog.add(
        texts[0] if len(texts) == 1 else tuple(texts), locations=[place], context=context, auto_comments=comments
    )


# Updating


def update(language: str, wanted: Catalog) -> None:
    """Write the catalogue with what is wanted now; what is no longer wanted is kept aside and comes back when it is."""
    catalog = read(language)
    for message in list(catalog.obsolete.values()):
        catalog.add(message.id, message.string, context=message.context)
    catalog.obsolete.clear()
    catalog.update(wanted, no_fuzzy_matching=True, update_header_comment=False)
    path = _path(language, "po")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_as_po(catalog))
    _path(language, "mo").write_bytes(_as_mo(catalog))
    missing = sum(1 for message in catalog if message.id and not _is_translated(message))
    print(f"{path.relative_to(ROOT)}: {len(catalog)} messages, {missing} to translate.")


def read(language: str) -> Catalog:
    """The catalogue of a language as it is stored; an empty one when there is none yet."""
    path = _path(language, "po")
    text = path.read_bytes() if path.exists() else HEADER.format(plurals=PLURALS[language]).encode()
    return read_po(io.BytesIO(text), locale=language)


def _path(language: str, ending: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"django.{ending}"


def _as_po(catalog: Catalog) -> bytes:
    """Sorted, without dates and line numbers: two people's changes then meet in the lines they both changed only."""
    written = io.BytesIO()
    if str(catalog.locale) == "ru":
        _tie_dashes(catalog)
    write_po(written, catalog, sort_output=True, include_lineno=False, omit_header=True, width=110)
    plurals = PLURALS[str(catalog.locale)]
    return HEADER.format(plurals=plurals).encode() + b"\n" + written.getvalue()


def _tie_dashes(catalog: Catalog) -> None:
    """In Russian a dash never begins a line: the space before it does not break."""
    for message in catalog:
        tied = tuple(text.replace(" — ", "\N{NO-BREAK SPACE}— ") for text in _strings(message))
        message.string = tied if isinstance(message.string, tuple | list) else tied[0]


def _as_mo(catalog: Catalog) -> bytes:
    """Compiled from the text of the catalogue, so that the same text always gives the same bytes."""
    written = io.BytesIO()
    stored = read_po(io.BytesIO(_as_po(catalog)), locale=catalog.locale)
    stored.creation_date = datetime(2012, 1, 1, tzinfo=UTC)  # else it is the moment of compiling
    write_mo(written, stored)
    return written.getvalue()


# Checking


def check(language: str, wanted: Catalog) -> list[str]:
    """What is wrong with the catalogue of a language, a line each."""
    catalog = read(language)
    problems = [_problem(message, catalog.get(message.id, message.context)) for message in wanted if message.id]
    found = [f"{language}: {problem}" for problem in problems if problem]
    compiled = _path(language, "mo")
    if not compiled.exists() or compiled.read_bytes() != _as_mo(catalog):
        found.append(f"{language}: django.mo is not what django.po says: run `make messages`")
    return found


def _problem(wanted: Message, stored: Message | None) -> str:
    text = wanted.id if isinstance(wanted.id, str) else wanted.id[-1]
    if stored is None:
        return f"not in the catalogue: {text!r}; run `make messages`"
    if stored.fuzzy:
        return f"marked as uncertain (fuzzy): {text!r}"
    if not _is_translated(stored):
        return f"not translated: {text!r}"
    wrong = [
        string for string in _strings(stored) if set(PLACEHOLDER.findall(string)) != set(PLACEHOLDER.findall(text))
    ]
    return f"other placeholders than {text!r}: {wrong[0]!r}" if wrong else ""


def _is_translated(message: Message) -> bool:
    return all(_strings(message))


def _strings(message: Message) -> list[str]:
    """The translation, or one for each form of the plural."""
    return [message.string or ""] if isinstance(message.string, str | None) else list(message.string)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
