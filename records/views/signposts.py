"""Signposts for programs that follow typed links (FAIR Signposting): in the head of a page and in its header `Link`."""

from typing import NamedTuple

from records.citations import FILES, Cited

# What a page is, in the words of schema.org.
ABOUT, COLLECTION = "https://schema.org/AboutPage", "https://schema.org/CollectionPage"


class Signpost(NamedTuple):
    """A typed link: where it leads, what is there, and of which media type."""

    address: str
    relation: str
    media_type: str = ""


def signposts(cited: Cited, site: str, collection: str, kind: str) -> list[Signpost]:
    """What leads on from a page that can be cited; `site` is the page about the whole.

    `collection` is what it is in, if anything; `kind` is what sort of page it is.
    """
    licence = cited.licence_address
    return [
        Signpost(cited.address, "cite-as"),
        *(Signpost(cited.file(ending), "describedby", file.media_type) for ending, file in FILES.items()),
        Signpost(cited.file("md"), "alternate", "text/markdown"),
        Signpost(kind, "type"),
        Signpost(site, "author"),
        *([Signpost(collection, "collection", "text/html")] if collection else []),
        *([Signpost(licence, "license")] if licence else []),
    ]


def link_header(found: list[Signpost]) -> str:
    """Signposts as the value of a header `Link`."""
    return ", ".join(
        f'<{one.address}>; rel="{one.relation}"' + (f'; type="{one.media_type}"' if one.media_type else "")
        for one in found
    )
