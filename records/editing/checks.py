"""What a reviewer would ask before publishing: each problem in words, with the record and the field it is about."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.models import Agreement, Citation, Delegation, Dispute, Edition, Gap, RelatedEvent, Session, Statement
from records.models.evidence import CITED_AS, FieldCode
from records.models.languages import COLUMNS, translated_names
from records.models.publication import Record, State


@dataclass(frozen=True)
class Problem:
    """Something that is missing or wrong; what blocks must be mended before the record is published."""

    record: Record
    field: str
    sentence: str
    is_blocking: bool = False


def problems_of(*records) -> list[Problem]:
    """Everything to be said of records before they are published, what blocks first."""
    found = [problem for record in records for problem in _problems_of(record)]
    return sorted(found, key=lambda problem: not problem.is_blocking)


def _problems_of(record) -> list[Problem]:
    return [*_without_source(record), *_of_its_kind(record), *_missing_languages(record)]


def _without_source(record) -> Iterator[Problem]:
    if not record.citations.exists():
        yield Problem(record, "citations", _("No source is given. Every fact has its source."), is_blocking=True)


def _of_its_kind(record) -> Iterator[Problem]:
    if isinstance(record, Edition):
        yield from _of_edition(record)
    elif isinstance(record, Agreement):
        yield from _of_agreement(record)
    elif isinstance(record, RelatedEvent) and not record.start:
        yield Problem(record, "start", _("It has no date."))


def _of_edition(edition: Edition) -> Iterator[Problem]:
    if not edition.start and not edition.gaps.filter(field=FieldCode.DATES).exists():
        sentence = _("It has no date, and no gap says that the date is not known.")
        yield Problem(edition, "start", sentence, is_blocking=True)
    if not edition.places.exists() and not edition.gaps.filter(field=FieldCode.PLACES).exists():
        yield Problem(edition, "places", _("It has no place, and no gap says that the place is not known."))
    if not edition.agreements.exists() and not edition.agreements_looked_for:
        yield Problem(edition, "agreements_looked_for", _("It has no agreements, and nobody has said to have looked."))
    for model in (Delegation, Session, Statement):
        yield from _children_without_source(edition, model)
    for dispute in Dispute.objects.filter(edition=edition, agreement__isnull=False).select_related("agreement"):
        if dispute.agreement.state == State.WITHDRAWN:
            sentence = _("A dispute speaks of %(reference)s, which is withdrawn.")
            yield Problem(edition, "disputes", sentence % {"reference": dispute.agreement.reference})


def _children_without_source(edition: Edition, model) -> Iterator[Problem]:
    cited = Citation.objects.filter(**{f"{CITED_AS[model]}__edition": edition}).values(CITED_AS[model])
    for child in model.objects.filter(edition=edition).exclude(pk__in=cited):
        yield Problem(child, "citations", _("It has no source."))


def _of_agreement(agreement: Agreement) -> Iterator[Problem]:
    if agreement.parties.exists() and not agreement.parties_basis:
        sentence = _("It has parties, and nothing says how they are known.")
        yield Problem(agreement, "parties_basis", sentence, is_blocking=True)
    if not agreement.parties.exists() and not _has_gap(agreement, FieldCode.AGREEMENT_PARTIES):
        yield Problem(agreement, "parties", _("It names no party."))
    if agreement.edition.state == State.WITHDRAWN:
        yield Problem(agreement, "edition", _("Its edition is withdrawn."), is_blocking=True)
    elif agreement.edition.state != State.PUBLISHED:
        yield Problem(agreement, "edition", _("Its edition is not public yet; it will be seen together with it."))
    if agreement.part_of and agreement.part_of.state == State.WITHDRAWN:
        sentence = _("It is part of %(reference)s, which is withdrawn.") % {"reference": agreement.part_of.reference}
        yield Problem(agreement, "part_of", sentence, is_blocking=True)
    if not agreement.topics.exists():
        yield Problem(agreement, "topics", _("It has no topic, so nobody finds it by one."))


def _has_gap(agreement: Agreement, field: str) -> bool:
    return Gap.objects.filter(edition=agreement.edition_id, field=field).exists()


def _missing_languages(record) -> Iterator[Problem]:
    """One for each language, whatever is missing in it; its link leads to the first box."""
    said = [name for name in translated_names(type(record)) if any(_texts(record, name).values())]
    for column, language in COLUMNS.items():
        if missing := [name for name in said if not _texts(record, name)[column]]:
            fields = ", ".join(str(getattr(type(record), name).label) for name in missing)
            sentence = _("Missing in %(language)s: %(fields)s.") % {"language": language, "fields": fields}
            yield Problem(record, f"{missing[0]}_{column}", sentence)


def _texts(record, name: str) -> dict[str, str]:
    return {column: getattr(record, f"{name}_{column}") for column in COLUMNS}
