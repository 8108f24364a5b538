"""Why a record was found that shows none of the words: it belongs to something that they name."""

from functools import reduce
from operator import or_

from django.db.models import Q

from records.models.postings import IndexedRecord

from .words import Words


def note_reasons(words: Words, found: dict[str, list[int]]) -> Words:
    """Note in `words` why each of the records was found, given by kind and key; one query, none where nothing is named.

    A party or a topic that they name, a delegation that somebody came with, its kind, its year.
    """
    words.begin({kind: list(keys) for kind, keys in found.items()})
    leading = [(one, words.records_of(one)) for one in [*words.names, *words.choices]]
    shown = [Q(kind=kind, record__in=keys) for kind, keys in found.items() if keys]
    if leading and shown:
        numbered = IndexedRecord.objects.filter(reduce(or_, shown)).values_list("pk", "kind", "record")
        for number, kind, record in numbered:
            words.reasons[kind, record] = [one for one, numbers in leading if number in numbers]
    return words
