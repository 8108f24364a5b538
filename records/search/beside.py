"""What other records show of an agreement: only when that changes, they are looked at again beside it.

An edition tells the documents in which no agreement stands and disputes about public ones, and is found by the
documents of its agreements; the parts of an agreement name it by its reference.
"""

from records.models import Agreement, Dispute

SHOWN = ("state", "edition", "document", "reference")


def shown_of(keys) -> dict[int, tuple]:
    """What others show of these agreements as they are stored now; nothing of those that are not."""
    rows = Agreement.objects.filter(pk__in=keys).values_list("pk", *SHOWN).order_by()
    return {key: tuple(shown) for key, *shown in rows}


class Beside:
    """Agreements that are being written: what others showed of them before, compared with what they show now."""

    def __init__(self, before: dict[int, tuple], keys: set[int]):
        now = shown_of(keys)
        self.keys = {key for key in keys if before.get(key) != now.get(key)}
        self._shown = [shown for found in (before, now) for key in self.keys if (shown := found.get(key))]

    def affected(self) -> dict[str, set[int]]:
        """What is to be indexed again: {kind: keys}."""
        return {"edition": self._editions_of_documents()}

    def lives(self) -> dict[str, set[int]]:
        """Whose public face may have changed: {kind: keys}."""
        if not self.keys:
            return {}
        disputed = Dispute.objects.filter(agreement__in=self.keys).order_by().values_list("edition", flat=True)
        parts = Agreement.objects.filter(part_of__in=self.keys).order_by().values_list("pk", flat=True)
        return {"edition": self._editions_of_documents() | set(disputed), "agreement": set(parts)}

    def _editions_of_documents(self) -> set[int]:
        return {edition for _state, edition, document, _reference in self._shown if document}
