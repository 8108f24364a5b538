"""What outlives a record: its kind and its key, and the address at which it is, or was, to be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models.languages import address
from records.models.postings import TermField

# The page of each kind of record; what has none is read in the page named.
PAGES = {
    "forum": "about",
    "country": "country",
    "source": "source",
    "organization": "organization",
    "person": "person",
    "topic": "topic",
    "edition": "edition",
    "related_event": "about",
    "agreement": "agreement",
}
WITHOUT_PAGE = ("forum", "related_event")
# What stands in an edition and has a page of its own: its key is the edition's, a slash, and what it is known by there.
PART_NAMES = {"delegation": _("delegation"), "statement": _("statement")}
KIND_NAMES = {
    "forum": _("forum"),
    "country": _("country"),
    "source": _("source"),
    "organization": _("organisation"),
    "person": _("person"),
    "topic": _("topic"),
    "edition": _("edition"),
    "related_event": _("related event"),
    "agreement": _("agreement"),
}


def page_address(kind: str, key: str) -> str:
    """Where a record of this kind and key is read, in the visitor's language."""
    if kind in PART_NAMES:
        return address(kind, *key.split("/"))
    return address(PAGES[kind]) if kind in WITHOUT_PAGE else address(PAGES[kind], key)


def version_address(kind: str, key: str, *number: int) -> str:
    """Where the versions of a record are listed, or one of them is read; editions and agreements have such pages."""
    return address(f"{kind}_versions", key) + "".join(f"{one}/" for one in number)


class OfRecord(models.Model):
    """Speaks of one record by its kind and by what stands in its address, whether it still exists or not."""

    kind = models.CharField(_("kind"), max_length=20, choices=list(KIND_NAMES.items()))
    key = TermField(_("identifier"), max_length=80)

    class Meta:
        abstract = True

    @property
    def page(self) -> str:
        """Where the record is, or was, to be read."""
        return page_address(self.kind, self.key)
