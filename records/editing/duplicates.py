"""Whether what is being entered is in the record already, by its names or, of a source, its address."""

import re
from urllib.parse import urlsplit

from records.models import Organization, Person, Source, Topic
from records.models.languages import fold
from records.search.analyzer import tokens
from records.search.spelling import one_slip_away

LOOKED_AT = (Person, Organization, Topic, Source)
MOST = 5
WORDS_LOOKED_UP = 6


def alike(model, texts: list[str], url: str = "", besides: int | None = None) -> list:
    """Up to five records that may be the one with these names or this address, public or not, the likeliest first."""
    everybody = model.objects.exclude(pk=besides)
    found = {}
    for record in _by_address(everybody, url) if url and model is Source else ():
        found.setdefault(record.pk, record)
    for text in filter(None, map(str.strip, texts)):
        for record in _by_name(everybody, text):
            found.setdefault(record.pk, record)
    return list(found.values())[:MOST]


def _by_address(everybody, url: str):
    wanted = plain_address(url)
    near = everybody.filter(url__icontains=wanted[-60:]) if wanted else ()
    return [source for source in near if plain_address(source.url) == wanted]


def plain_address(url: str) -> str:
    """An address however it is written: without scheme, `www.`, a last slash and what follows `#`; empty for none."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # no address at all
        return ""
    host = re.sub(r"^www\.", "", parts.netloc.lower())
    return f"{host}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def _by_name(everybody, text: str) -> list:
    words = [token.folded for token in tokens(text)]
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return []
    near = everybody.none()
    for word in sorted(words, key=len, reverse=True)[:WORDS_LOOKED_UP]:
        near = near | everybody.filter(folded__contains=word)
    ranked = [(rank, record) for record in near[:200] if (rank := _rank(words, record)) is not None]
    return [record for _rank_, record in sorted(ranked, key=lambda pair: (pair[0], pair[1].pk))]


def _rank(words: list[str], record) -> int | None:
    """0 for the same words in any order, 1 for one slip in one word; None for anybody else."""
    ranks = [_rank_of(sorted(words), sorted(token.folded for token in tokens(line))) for line in _lines(record)]
    return min((rank for rank in ranks if rank is not None), default=None)


def _rank_of(asked: list[str], known: list[str]) -> int | None:
    if asked == known or "".join(asked) == "".join(known):
        return 0
    if len(asked) != len(known):
        return None
    other = [(a, b) for a, b in zip(asked, known, strict=True) if a != b]
    is_slip = len(other) == 1 and len(other[0][0]) > 2 and other[0][1] in one_slip_away(other[0][0])
    return 1 if is_slip else None


def _lines(record) -> list[str]:
    """Every name of a record, in every language."""
    if isinstance(record, Source):
        return [record.title_en, record.title_ru, record.title_zh]
    variants = getattr(record, "name_variants", [])
    return [fold(name) for name in (record.name_en, record.name_ru, record.name_zh, *variants) if name]
