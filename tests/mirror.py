"""A copy of the record, kept by `/changes.json` alone, as docs/data.md says: by its own lines of Python."""

import io
import json
import re
from pathlib import Path
from unittest import mock

from records.exchange import dump
from records.search.index import recording

DOCS = Path(__file__).parent.parent / "docs" / "data.md"
LISTS = {"sources": "source", "organizations": "organization", "people": "person", "related_events": "related_event"}


def ask(reader, since) -> dict:
    """One answer after a cursor."""
    answer = reader.get("/changes.json", {"since": since})
    assert answer.status_code == 200
    return json.loads(b"".join(answer) if answer.streaming else answer.content)


class Mirror:
    """A copy, kept as docs/data.md says: by its own lines of Python, which are run here."""

    def __init__(self, reader):
        self.reader = reader
        self.known = {"copy": {}, "cursor": "0"}
        code = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[1]
        self.program = compile(code, "docs/data.md", "exec")

    def catch_up(self):
        """Run the program of the documentation once."""

        def urlopen(address):
            answer = self.reader.get(address.removeprefix("https://example.org"))
            return io.BytesIO(b"".join(answer) if answer.streaming else answer.content)

        with mock.patch("urllib.request.urlopen", urlopen):
            exec(self.program, self.known)

    def document(self) -> dict:
        """The copy as one document, put together as docs/data.md says."""
        of = {kind: [thing for (other, _key), thing in sorted(self.known["copy"].items()) if other == kind]
              for kind in ("forum", "country", "topic", "edition", "agreement", *LISTS.values())}  # fmt: skip
        slugs = {id(thing): key for (_kind, key), thing in self.known["copy"].items()}
        names = {
            thing["code"]: own for thing in of["country"] if (own := {k: v for k, v in thing.items() if k != "code"})
        }
        return {
            "meta": of["forum"][0],
            "countries": [thing["code"] for thing in of["country"]],
            "topics": of["topic"],
            "editions": [_edition(thing, slugs[id(thing)], of["agreement"]) for thing in of["edition"]],
            **{key: of[kind] for key, kind in LISTS.items()},
            **({"country_names": names} if names else {}),
        }


def _edition(thing: dict, slug: str, agreements: list[dict]) -> dict:
    """An edition with its agreements, as it stands in a document."""
    thing = dict(thing)
    own = [
        {key: value for key, value in one.items() if key != "edition"} for one in agreements if one["edition"] == slug
    ]
    looked_for = thing.pop("agreements_looked_for")
    said = {"agreements": own} if own or looked_for else {}
    return thing | said | ({"agreements_looked_for": False} if own and not looked_for else {})


def in_any_order(value):
    """A document whose lists, which mean nothing by their order, stand in one order."""
    if isinstance(value, dict):
        return {key: in_any_order(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((in_any_order(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def assert_is_copy(mirror: Mirror):
    """The copy equals the record."""
    mirror.catch_up()
    assert in_any_order(mirror.document()) == in_any_order(dump())


def merge(one, other):
    """What a merge does, as far as the log is concerned: everything names the other, and the one is gone."""
    with recording() as door:
        door.moved["person", one.pk] = other.slug
        for relation in one._meta.related_objects:
            if relation.one_to_many:
                relation.related_model.objects.filter(**{relation.field.name: one}).update(
                    **{relation.field.name: other}
                )
            else:
                for record in relation.related_model.objects.filter(**{relation.field.name: one}):
                    getattr(record, relation.field.name).add(other)
                    getattr(record, relation.field.name).remove(one)
        one.delete()
