"""The evidence of one page, loaded at once and numbered."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from .citations import Citation
from .cited import CITED_AS
from .disputes import Dispute, Reading
from .gaps import Gap
from .sources import Source


class Cited(NamedTuple):
    """A citation as pages print it."""

    source: Source
    field: str
    locator: str


CITATIONS = "citations"  # where a row that is kept has its own
# What pages print of a cited source.
NOT_PRINTED = ("folded", "is_public", "is_listed", "sort_en", "sort_ru", *Source.note.columns.values())
PRINTED = tuple(f.attname for f in Source._meta.concrete_fields if f.attname not in NOT_PRINTED)


class Footnotes:
    """The evidence of one page, loaded in three queries; sources are numbered in order of appearance.

    `records` are all records the page shows; `editions` those whose disputes and gaps it shows.
    """

    def __init__(self, records, editions=(), disputes=None):
        self.numbers: dict[int, int] = {}
        self.sources: dict[int, Source] = {}
        self._readings = defaultdict(list)
        self._disputes = {}
        if editions or disputes:
            self._load_disputes(disputes or Q(dispute__edition__in=list(editions)))
        self._gaps = list(Gap.objects.published().filter(edition__in=list(editions))) if editions else []
        self._load_citations([*records, *(r for rs in self._readings.values() for r in rs)])

    @classmethod
    def about_person(cls, person, records):
        """The evidence of a person's page: of these records, and of what is disputed about the person."""
        return cls(records, disputes=Q(dispute__person=person))

    def _load_disputes(self, condition: Q):
        readings = Reading.objects.filter(condition).select_related("dispute__agreement", "dispute__person")
        for reading in readings.filter(dispute__in=Dispute.objects.published()).order_by("dispute_id", "pk"):
            dispute = self._disputes.setdefault(reading.dispute_id, reading.dispute)
            self._readings[dispute.pk].append(reading)

    def _load_citations(self, records):
        self._citations = defaultdict(list)
        wanted = defaultdict(set)
        for record in records:
            if (kept := (record.printed or {}).get(CITATIONS)) is not None:
                self._citations[CITED_AS[type(record)], record.pk] = kept
            else:
                wanted[CITED_AS[type(record)]].add(record.pk)
        if wanted:
            self._read_citations(wanted)
        for record in records:
            if record.printed is not None:
                self._keep_citations(record)

    def _keep_citations(self, record):
        kept = record.once(CITATIONS, lambda: self._citations[CITED_AS[type(record)], record.pk])
        for citation in kept:
            citation.source.printed = citation.source.printed or {}

    def _read_citations(self, wanted: dict[str, set[int]]):
        conditions = (Q(**{f"{name}__in": numbers}) for name, numbers in wanted.items())
        found = Citation.objects.filter(reduce(or_, conditions))
        columns = (*wanted, "field", "locator", *(f"source__{name}" for name in PRINTED))
        read = {}  # each source once, however often it is cited
        for row in found.order_by("pk").values_list(*columns):
            target = next((name, key) for name, key in zip(wanted, row, strict=False) if key)
            field, locator, *printed = row[len(wanted) :]
            source = read.get(printed[0]) or Source.from_db(found.db, PRINTED, printed)
            self._citations[target].append(Cited(read.setdefault(source.pk, source), field, locator))

    def marks(self, record, field: str = "") -> list[tuple[int, Cited]]:
        """The numbered citations of a record, or of one field of it; naming them gives them their numbers."""
        cited = self._citations[CITED_AS[type(record)], record.pk]
        return [(self._number(c.source), c) for c in cited if c.field == field]

    def sources_of(self, record) -> list[Source]:
        """The sources of a record, each once; unlike naming them in a mark, this gives them no number."""
        cited = self._citations.get((CITED_AS.get(type(record)), record.pk), ())
        return list(dict.fromkeys(citation.source for citation in cited))

    def _number(self, source) -> int:
        self.sources.setdefault(source.pk, source)
        return self.numbers.setdefault(source.pk, len(self.numbers) + 1)

    def numbered_sources(self) -> list[tuple[int, Source]]:
        """The sources named so far, in order; print them last."""
        return [(number, self.sources[pk]) for pk, number in self.numbers.items()]

    def disputes(self, *fields, agreement=None, person=None) -> list[tuple[Dispute, list[Reading]]]:
        """Disputes about any of these fields (all fields when none is named) of the edition, agreement or person."""
        return [
            (dispute, self._readings[dispute.pk])
            for dispute in self._disputes.values()
            if (not fields or dispute.field in fields)
            and (agreement is None or dispute.agreement_id == agreement.pk)
            and (person is None or dispute.person_id == person.pk)
        ]

    def gaps(self, *fields, edition=None) -> list[Gap]:
        """What is known to be unknown about any of these fields (all when none is named), of one edition or of all."""
        about = [gap for gap in self._gaps if edition is None or gap.edition_id == edition.pk]
        return [gap for gap in about if not fields or gap.field in fields]
