"""Two editions or two countries side by side."""

from operator import attrgetter
from typing import NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _

from records import charts
from records.editing.whereabouts import Gone
from records.filters import CountryPairFilter, EditionPairFilter
from records.lists import filters_of
from records.models import Agreement, Country, Delegation, Edition, Footnotes, Session, Topic
from records.models.languages import sort_key
from records.search.likeness import MOST_MATCHED, alike
from records.search.query import Answer, Question, answer
from records.search.tallies import parted
from records.search.vocabulary import vocabulary

from .page import Page

MOST_DELEGATIONS = 200
MOST_AGREEMENTS = 10


class Comparison(Page):
    """Two records of one kind. Name the `filterset`, and say what to `compare`."""

    filterset = None

    def compare(self, first: str, second: str) -> dict:
        """What the page prints of the two, by their identifiers."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the choice makes no sense. Without a choice, the form alone."""
        self.vocabulary = vocabulary()
        self.asked = filters_of(self.filterset, request.GET)
        if gone := next((one.gone for one in self.asked.withdrawn() if one.gone), None):
            raise Gone(gone)
        self.problems = self.asked.problems()
        return self.render_to_response(self.get_context_data(**kwargs), status=400 if self.problems else 200)

    def get_context_data(self, **context):
        """The two records and what they have in common."""
        pair = None if self.problems else self.asked.pair()
        compared = self.compare(*pair) if pair else {}
        context = super().get_context_data(asked=self.asked, problems=self.problems, pair=pair, **compared, **context)
        return context | {"is_indexed": not pair and not self.problems, "is_followed": not pair}


def _both(records, name: str, first: str, second: str) -> list:
    """The two records with these keys, in this order; Http404 when one has gone since it could be chosen."""
    found = {getattr(record, name): record for record in records.filter(**{f"{name}__in": [first, second]})}
    if len(found) < 2:
        raise Http404(_("The record has nothing at this address."))
    return [found[first], found[second]]


class EditionComparison(Comparison):
    """Two editions: topics, delegations, sessions and provisions."""

    section = "editions"
    template_name = "records/edition_comparison.html"
    filterset = EditionPairFilter

    def compare(self, first, second):
        """Both editions with their children matched, and the evidence of both."""
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
            "notes": Footnotes([record for edition in editions for record in _evidenced(edition)], editions=editions),
        }

    @staticmethod
    def _delegations(one, other):
        sent = [edition.delegations.all() for edition in (one, other)]
        senders = {delegation.sender for delegations in sent for delegation in delegations}
        order = sorted(
            senders, key=lambda sender: (not isinstance(sender, Country), *attrgetter(sort_key(), "pk")(sender))
        )
        return charts.side_by_side(*sent, lambda delegation: [delegation.sender], order)

    def _by_top_topic(self, first, second):
        """Rows of agreements by top topic; topics come from the vocabulary, which has them as a tree."""
        tops = {}
        for topic in self.vocabulary.topics:  # what is broader comes first
            tops[topic.pk] = tops.get(topic.broader_id, topic)
        return charts.side_by_side(
            first,
            second,
            lambda agreement: list(dict.fromkeys(tops[topic.pk] for topic in agreement.topics.all())) or [None],
            [*self.vocabulary.topics, None],
        )


def _evidenced(edition) -> list:
    kinds = ("head_counts", "delegations", "sessions", "agreements")
    return [edition, *(record for kind in kinds for record in getattr(edition, kind).all())]


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


class CountryComparison(Comparison):
    """Two countries: whom they sent where, and what they agreed together and apart."""

    section = "countries"
    template_name = "records/country_comparison.html"
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
        agreements = self._rows(answers)
        return {
            "first": one,
            "second": other,
            "came": charts.side_by_side(*apart, lambda delegation: [delegation.edition], editions),
            "came_counts": parted(Edition, "country", first, second),
            "most_delegations": MOST_DELEGATIONS if len(sent) > MOST_DELEGATIONS else None,
            "hosted": [list(Edition.objects.published().hosted_by(country).newest_first()) for country in (one, other)],
            "answers": answers,
            "agreements": agreements,
            "topics": self._topics(answers),
            "notes": Footnotes([*shown, *(agreement for found in agreements.values() for agreement in found)]),
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
        rows = [Shared(topic, *(count.get(topic.slug, 0) for count in counts)) for topic in self.vocabulary.topics]
        return charts.by_top([row for row in rows if any(row[1:])])
