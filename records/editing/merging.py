"""Two records of one thing become one: whatever names the duplicate names the other, and its address leads there."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from records.models import Organization, Person, Source, Topic
from records.models.history import Act
from records.models.languages import COLUMNS, fold, translated_names
from records.models.publication import Record
from records.search.index import Because, recording
from records.search.lives import LIFE_OF

MERGED = (Person, Organization, Source, Topic)
# Where the names of the duplicate go, so that it is still found by them.
SPELLINGS = {Person: "name_variants", Organization: "name_variants"}


class MergeRefused(Exception):
    """Two records cannot become one; says why in words for staff."""


@dataclass
class Merged:
    """What a merge did: how many records name the other now, and how many were there twice."""

    moved: int = 0
    dropped: int = 0
    filled: list[str] = field(default_factory=list)


def merge(duplicate: Record, kept: Record, because: Because | None = None) -> Merged:
    """Make one record of two of a kind; what the kept one lacks is taken from the duplicate, which is deleted.

    Raises MergeRefused where both stand in one place that has children of its own; then nothing is written.
    """
    if type(duplicate) is not type(kept) or not isinstance(kept, MERGED):
        raise MergeRefused(_("Only two records of the same kind can become one."))
    if duplicate.pk == kept.pk:
        raise MergeRefused(_("A record cannot be merged into itself."))
    done = Merged()
    with recording(because, what=Act.What.MERGED) as door:
        door.moved[LIFE_OF[type(kept)], duplicate.pk] = kept.slug
        if because:
            door.reasons[LIFE_OF[type(kept)], duplicate.pk] = because
        _untangle(duplicate, kept)
        for relation in type(kept)._meta.related_objects:
            _move(relation, duplicate, kept, done)
        _take_over(duplicate, kept, done)
        duplicate.delete()
    return done


def _untangle(duplicate: Record, kept: Record):
    """A topic that stands below the one it takes the place of goes up into its place."""
    above = getattr(kept, "broader", None)
    while above is not None and above.pk != duplicate.pk:
        above = above.broader
    if above is not None:
        kept.broader = duplicate.broader
        kept.save()


def _move(relation, duplicate: Record, kept: Record, done: Merged):
    if relation.many_to_many:
        _move_links(relation, duplicate, kept, done)
        return
    name = relation.field.name
    for row in relation.related_model._default_manager.filter(**{name: duplicate}):
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{name: kept})
            done.moved += 1
        except IntegrityError:
            _drop(row, kept)
            done.dropped += 1


def _drop(row: Model, kept: Record):
    """A row that the kept record has already goes, unless something of its own hangs on it."""
    children = [r for r in row._meta.related_objects if r.related_model._default_manager.filter(**{r.field.name: row})]
    if children:
        found = {"one": kept, "place": row.owner(), "kind": row._meta.verbose_name}
        raise MergeRefused(
            _("Both are in “%(place)s” (%(kind)s); make one of the two there first, then merge “%(one)s”.") % found
        )
    row.delete()


def _move_links(relation, duplicate: Record, kept: Record, done: Merged):
    for record in relation.related_model._default_manager.filter(**{relation.field.name: duplicate}):
        links = getattr(record, relation.field.name)
        links.remove(duplicate)
        links.add(kept)
        done.moved += 1


def _take_over(duplicate: Record, kept: Record, done: Merged):
    """Fill what is empty, and keep the other spellings of the name."""
    for column in type(kept)._meta.concrete_fields:
        is_ours = column.editable and column.name not in ("id", "slug", "broader")
        if is_ours and getattr(kept, column.attname) in ("", None, []) and getattr(duplicate, column.attname):
            setattr(kept, column.attname, getattr(duplicate, column.attname))
            done.filled.append(column.name)
    if isinstance(kept, Topic):
        _take_words(duplicate, kept)
    if name := SPELLINGS.get(type(kept)):
        setattr(kept, name, _spellings(duplicate, kept, name))
    kept.save()


def _spellings(duplicate: Record, kept: Record, name: str) -> list[str]:
    """Every way in which either is written, each once, without the names that the kept one bears anyhow."""
    texts = [text for text in translated_names(type(kept)) if text == "name"]
    borne = {fold(getattr(kept, f"{text}_{column}")) for text in texts for column in COLUMNS}
    offered = [*getattr(kept, name), *getattr(duplicate, name)]
    offered += [getattr(duplicate, f"{text}_{column}") for text in texts for column in COLUMNS]
    found = {}
    for spelling in filter(None, offered):
        if fold(spelling) not in borne:
            found.setdefault(fold(spelling), spelling)
    return list(found.values())


def _take_words(duplicate: Topic, kept: Topic):
    """A topic is still found by the names and search words of the other, each in its own language."""
    for column in COLUMNS:
        words, name = f"search_words_{column}", f"name_{column}"
        borne = {fold(getattr(kept, name))}
        offered = [*getattr(kept, words), getattr(duplicate, name), *getattr(duplicate, words)]
        found = {fold(word): word for word in reversed(offered) if word and fold(word) not in borne}
        setattr(kept, words, list(reversed(found.values())))
