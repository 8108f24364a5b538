"""The questions: one FilterSet for each list. It parses and validates an address; `search.query` answers."""

from records.filters.agreements import AgreementFilter
from records.filters.changes import ChangeFilter
from records.filters.comparing import CountryPairFilter, EditionPairFilter
from records.filters.delegations import DelegationFilter, StatementFilter
from records.filters.editions import EditionFilter
from records.filters.fields import given_several, one_value_only, printable
from records.filters.listing import Choice, Chosen, Facet, RecordFilterSet, is_foreign
from records.filters.matrix import MatrixFilter
from records.filters.reference import CountryFilter, OrganizationFilter, PersonFilter, SourceFilter, TopicFilter
from records.filters.search import KIND_NAMES, SearchFilter, kinds_told

__all__ = [
    "KIND_NAMES",
    "AgreementFilter",
    "ChangeFilter",
    "Choice",
    "Chosen",
    "CountryFilter",
    "CountryPairFilter",
    "DelegationFilter",
    "EditionFilter",
    "EditionPairFilter",
    "Facet",
    "MatrixFilter",
    "OrganizationFilter",
    "PersonFilter",
    "RecordFilterSet",
    "SearchFilter",
    "SourceFilter",
    "StatementFilter",
    "TopicFilter",
    "given_several",
    "is_foreign",
    "kinds_told",
    "one_value_only",
    "printable",
]
