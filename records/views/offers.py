"""What questions name, and what is offered where they find nothing, with the pages of it."""

from django.utils.translation import gettext_lazy

from records.models.languages import address
from records.search.instead import perhaps_instead

ONE_OF = {
    "country": gettext_lazy("country"),
    "topic": gettext_lazy("topic"),
    "person": gettext_lazy("person"),
    "organization": gettext_lazy("organisation"),
    "edition": gettext_lazy("edition"),
    "agreement": gettext_lazy("agreement"),
}


def page_of(named) -> str:
    """The page of something that has names."""
    return address(named.kind, named.slug)


def with_pages(found) -> list[tuple]:
    """Each with its page, and in a word what it is."""
    return [(one, page_of(one), ONE_OF[one.kind]) for one in found]


def instead_of(answer) -> dict:
    """What a page offers in the place of an answer that has nothing."""
    instead = perhaps_instead(answer)
    return instead | {"perhaps": with_pages(instead["perhaps"])}
