"""Two editions or two countries side by side, as every face tells them: what both have, what only one has."""

from operator import attrgetter
from typing import NamedTuple

from django.http import Http404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from records import charts
from records.editing.whereabouts import Gone
from records.filters import CountryPairFilter, EditionPairFilter
from records.models import Agreement, Country, Delegation, Edition, Session, Topic
from records.models.languages import sort_key
from records.search.likeness import MOST_MATCHED, alike
from records.search.query import Answer, Question, answer
from records.search.tallies import parted
from records.search.vocabulary import vocabulary

from .listing import filters_of

MOST_DELEGATIONS = 200
MOST_AGREEMENTS = 10


class AskedPair:
    """Two records of one kind by the question of an address: its `problems` with their `status`, or the `pair`.

    `name` is that of the list they are in. While one of the two is missing there is no pair, and no problem either: a
    page then has its form, and other faces say what is `missing`. Raises Gone where one of them has left the record.
    """

    name = ""
    filterset = None

    def __init__(self, data):
        self.filters = filters_of(self.filterset, data)
        if gone := next((one.gone for one in self.filters.withdrawn() if one.gone), None):
            raise Gone(gone)
        self.problems = self.filters.problems()
        self.status = 400 if self.problems else 200
        self.pair = None if self.problems else self.filters.pair()

    def missing(self) -> list[str]:
        """Why there is nothing to tell: what is wrong, or that two have to be chosen."""
        return self.problems or ([] if self.pair else [str(self.filters.missing)])

    def compared(self) -> dict:
        """What is told of the two, by name; nothing without a pair. Names sort as they are asked for."""
        if not self.pair:
            return {}
        with override(self.filters.form.cleaned_data["names"] or get_language()):
            self.order, self.in_order = sort_key(), vocabulary()
        return self.compare(*self.pair)

    def compare(self, first: str, second: str) -> dict:
        """The same of the two with these identifiers."""
        raise NotImplementedError


def _both(records, name: str, first: str, second: str) -> list:
    """The two records with these keys, in this order; Http404 when one has gone since it could be chosen."""
    found = {getattr(record, name): record for record in records.filter(**{f"{name}__in": [first, second]})}
    if len(found) < 2:
        raise Http404(_("The record has nothing at this address."))
    return [found[first], found[second]]


class AskedEditions(AskedPair):
    """Two editions: topics, delegations, sessions and provisions."""

    name = "editions"
    filterset = EditionPairFilter

    def compare(self, first, second):
        """Both editions with their children matched."""
        one, other = editions = _both(Edition.objects.published().for_comparing(), "slug", first, second)
        agreed = [list(edition.agreements.all()) for edition in editions]
        return {
            "first": one,
            "second": other,
            "topics": charts.split(one.topics.all(), other.topics.all()),
            "came": self._delegations(one, other),
            "met": charts.side_by_side(
                one.sessions.all(), other.sessions.all(), lambda session: [session.kind], Session.Kind.values
            ),
            "agreed": self._by_top_topic(*agreed),
            "alike": alike(*agreed),
            "most_matched": MOST_MATCHED if max(map(len, agreed)) > MOST_MATCHED else None,
        }

    def _delegations(self, one, other):
        sent = [edition.delegations.all() for edition in (one, other)]
        senders = {delegation.sender for delegations in sent for delegation in delegations}
        by_name = attrgetter(self.order, "pk")
        order = sorted(senders, key=lambda sender: (not isinstance(sender, Country), *by_name(sender)))
        return charts.side_by_side(*sent, lambda delegation: [delegation.sender], order)

    def _by_top_topic(self, first, second):
        """Rows of agreements by top topic; topics come from the vocabulary, which has them as a tree."""
        tops = {}
        for topic in self.in_order.topics:  # what is broader comes first
            tops[topic.pk] = tops.get(topic.broader_id, topic)
        return charts.side_by_side(
            first,
            second,
            lambda agreement: list(dict.fromkeys(tops[topic.pk] for topic in agreement.topics.all())) or [None],
            [*self.in_order.topics, None],
        )


class Shared(NamedTuple):
    """One topic with the numbers of agreements on it: of the first country alone, of both, of the second alone."""

    record: Topic
    first_only: int
    both: int
    second_only: int

    @property
    def first(self) -> int:
        """All agreements of the first country on it."""
        return self.first_only + self.both

    @property
    def second(self) -> int:
        """All agreements of the second country on it."""
        return self.second_only + self.both


class AskedCountries(AskedPair):
    """Two countries: whom they sent where, and what they agreed together and apart."""

    name = "countries"
    filterset = CountryPairFilter

    def compare(self, first, second):
        """Both countries, their delegations by edition, and their agreements in three lists."""
        one, other = _both(Country.objects.published(), "code", first.upper(), second.upper())
        sent = list(
            Delegation.objects.published().of_country(one, other).for_listing().newest_first()[: MOST_DELEGATIONS + 1]
        )
        shown = sent[:MOST_DELEGATIONS]
        apart = [[d for d in shown if d.of_country_id() == country.pk] for country in (one, other)]
        editions = list(dict.fromkeys(delegation.edition for delegation in shown))
        answers = self._agreed(first, second)
        return {
            "first": one,
            "second": other,
            "came": charts.side_by_side(*apart, lambda delegation: [delegation.edition], editions),
            "came_counts": parted(Edition, "country", first, second),
            "most_delegations": MOST_DELEGATIONS if len(sent) > MOST_DELEGATIONS else None,
            "hosted": [list(Edition.objects.published().hosted_by(country).newest_first()) for country in (one, other)],
            "answers": answers,
            "agreements": self._rows(answers),
            "topics": self._topics(answers),
        }

    @staticmethod
    def _agreed(first, second) -> dict[str, Answer]:
        """The agreements to which only the first, both, only the second are party, with the counts of their topics."""
        questions = {
            "first_only": Question({"country": (first,)}, excluded={"country": (second,)}),
            "both": Question({"country": (first, second)}, all_of=frozenset({"country"})),
            "second_only": Question({"country": (second,)}, excluded={"country": (first,)}),
        }
        return {name: answer(Agreement, q, ("topic",), MOST_AGREEMENTS) for name, q in questions.items()}

    @staticmethod
    def _rows(answers) -> dict[str, list[Agreement]]:
        keys = [key for found in answers.values() for key in found.keys]
        rows = Agreement.objects.select_related("edition").in_bulk(keys)
        return {name: [rows[key] for key in found.keys if key in rows] for name, found in answers.items()}

    def _topics(self, answers) -> list[list[Shared]]:
        counts = [answers[name].counts["topic"] for name in ("first_only", "both", "second_only")]
        rows = [Shared(topic, *(count.get(topic.slug, 0) for count in counts)) for topic in self.in_order.topics]
        return charts.by_top([row for row in rows if any(row[1:])])
