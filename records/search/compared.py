"""How names are compared: by the stems of their words, without those that say nothing."""

import re

from .analyzer import SILENT, Token, stem

MADE_SO = re.compile("i[sz](?:e|es|ed|ing|ation|ations)$")


def key_of(name: list[Token]) -> tuple[str, ...]:
    """A name as it is compared: the stems of its words; “globalisation” is no name for what is global."""
    return tuple(token.folded if token.is_han else _stem_in_name(token.folded) for token in name)


def _stem_in_name(word: str) -> str:
    return f"{stem(word)}ize" if MADE_SO.search(word) else stem(word)


def spoken(name: list[Token]) -> list[Token]:
    """The words of a name that say something."""
    return [token for token in name if token.folded not in SILENT]
