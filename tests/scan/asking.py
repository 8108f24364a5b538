"""Asking: each record is looked at for each question."""

from collections import defaultdict

from records.models import Topic

from .questions import Questions
from .row import counts, is_chosen


class Scan(Questions):
    """Everything public, read once; `ask` looks at all of it."""

    def ask(self, kind: str, question, facets) -> tuple[list[int], dict]:
        """Every key that answers, in order, and what each choice would leave."""
        rows = [row for row in self.rows if row.kind == kind]
        met = self._with_words(rows, question)
        found = [row for row in met if is_chosen(row, question)]
        return [row.key for row in self._sorted(found, question)], counts(met, question, facets)

    def ask_everything(self, question, facets) -> tuple[dict[str, list[int]], dict]:
        """For each kind the keys that answer, in order, and what each choice would leave among all of them."""
        met = self._with_words(self.rows, question)
        groups = defaultdict(list)
        for row in met:
            if is_chosen(row, question):
                groups[row.kind].append(row)
        ordered = {kind: [row.key for row in self._sorted(rows, question)] for kind, rows in groups.items()}
        return ordered, counts(met, question, facets)

    def _with_words(self, rows, question):
        if not question.words.strip():
            return rows
        wanted = self.wanted(question.words)
        return [row for row in rows if wanted and all(one.is_met_by(row) for one in wanted)]

    def _sorted(self, rows, question):
        order = question.sort if rows and getattr(rows[0], question.sort) else "name"
        rows = sorted(rows, key=lambda row: getattr(row, order))
        if not question.words.strip() or question.sort == "oldest":
            return rows
        wanted = self.wanted(question.words)

        def rank(row):
            if len({one.named for one in wanted}) == 1 and self._is_itself(row, wanted[0].named):
                return -1
            if all(one.is_said_in(row.title_words) for one in wanted):
                return 0
            return 1 if all(one.is_own_of(row) for one in wanted) else 2

        return sorted(rows, key=rank)

    def _is_itself(self, row, named: frozenset) -> bool:
        """Whether the record is what is named, and no topic below it."""
        slugs = {slug for kind, slug in named if kind == row.kind}
        if row.kind == "topic":
            return Topic.objects.filter(pk=row.key, slug__in=slugs).exists()
        return bool(slugs & set(row.choices.get(row.kind, ())))
