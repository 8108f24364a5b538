"""Nothing once cited dies: whatever becomes of a record, every address that ever answered answers, or says why not."""

from contextlib import suppress
from random import Random

import pytest
from django.db import IntegrityError

from records.editing import steps
from records.editing.merging import MergeRefused, merge
from records.models import Agreement, Delegation, Edition, Forum, Person, PublicVersion, Statement
from records.models.editorial import WITHOUT_PAGE, page_address
from records.models.languages import address, data_address
from records.search.index import Because, recording
from tests.random_forum import RandomEdits, RandomForum

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ACTS, LOOK_EVERY = 100, 10


def pages() -> set[str]:
    """The page of every record that is public now, and of every version that is kept."""
    versions = PublicVersion.objects.exclude(kind__in=WITHOUT_PAGE)
    found = {page_address(kind, key) for kind, key in versions.current().values_list("kind", "key")}
    kept = versions.filter(kind__in=("edition", "agreement")).values_list("kind", "key", "number")
    found |= {page_address(kind, key) + f"versions/{number}/" for kind, key, number in kept}
    for sent in Delegation.objects.published().select_related("edition", "country", "organization"):
        found.add(address("delegation", sent.edition.slug, sent.sender.slug))
    statements = Statement.objects.published().values_list("edition__slug", "slug")
    return found | {address("statement", *one) for one in statements}


def faces(page: str) -> list[str]:
    """Every address at which the record of a page is told; a version is told on a page only."""
    if "/versions/" in page:
        return [page]
    stem = page.rstrip("/")
    feed = [] if "/delegations/" in page or "/statements/" in page else [f"{stem}.atom"]
    return [page, f"{stem}.md", f"{stem}.ris", *feed, data_address(page, "json"), data_address(page, "csv")]


class History:
    """A random forum to which everything happens that happens to records."""

    def __init__(self, seed: int):
        with recording():
            Forum.objects.create(title_en="Lake Forum")
        self.random = Random(seed)
        self.edits = RandomEdits(RandomForum(seed, editions=5), seed)

    def act(self):
        """One thing, most often an edit."""
        self.random.choice([self.edits.some_acts] * 4 + [self.merge, self.withdraw, self.rename])()

    def merge(self):
        """Two people turn out to be one."""
        with suppress(IntegrityError, MergeRefused):
            merge(*self.random.sample(list(Person.objects.order_by("pk")), 2), Because("One person."))

    def withdraw(self):
        """An edition or an agreement is taken out of the public."""
        model = self.random.choice([Edition, Agreement, Agreement, Agreement])
        if public := list(model.objects.published().order_by("pk")):
            steps.withdraw(self.random.choice(public), Because("So it goes."))

    def rename(self):
        """A record gets another address."""
        record = self.edits.any_of(self.random.choice([Person, Statement, Agreement, Edition]))
        with suppress(IntegrityError), recording(Because("A better name.")):
            if isinstance(record, Agreement | Edition):
                record.number = self.random.randint(100, 10**6)
            else:
                record.slug = f"renamed-{self.random.randint(0, 10**9)}"
            record.save()


def answer_of(reader, where: str):
    """The answer at the end of at most three redirects, each of them lasting."""
    answer = reader.get(where)
    for _step in range(3):
        if answer.status_code != 301:
            break
        answer = reader.get(answer["Location"])
    return answer


def says_why(answer) -> bool:
    """Whether an address that is gone tells when, and what is known of the reason."""
    text = answer.content.decode()
    return answer.status_code == 410 and (
        "happened_at" in text or 'class="doubt"' in text or answer["Content-Type"].startswith("text/plain")
    )


def test_every_address_that_ever_answered_answers_or_says_why_it_is_gone(reader):
    history, ever = History(21), set()
    for number in range(ACTS):
        if number % LOOK_EVERY == 0:
            now = pages()
            some = history.random.sample(sorted(now), 10)
            assert [f for page in some for f in faces(page) if reader.get(f).status_code != 200] == []
            ever |= now
        history.act()
    left = sorted(page for page in ever - pages() if "/versions/" not in page)
    answers = {face: answer_of(reader, face) for page in left for face in faces(page)}
    answers |= {page: answer_of(reader, page) for page in sorted(ever - set(left))}
    lost = [face for face, answer in answers.items() if answer.status_code != 200 and not says_why(answer)]
    assert lost == []
    assert {200, 410} <= {answer.status_code for answer in answers.values()}
    assert any(reader.get(face).status_code == 301 for face in answers)
