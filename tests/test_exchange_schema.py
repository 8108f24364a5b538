"""The schema, its description and the models say the same of every key, column and code."""

import re
from pathlib import Path

import pytest

from records.exchange import read, schema
from records.exchange.kinds import KINDS, LIFE
from records.exchange.shapes import META, TOP
from records.models.languages import COLUMNS
from tests.documents import Author

PROJECT = Path(__file__).parent.parent
DESCRIPTION = PROJECT / "docs" / "data.md"
OF_THE_SCHEMA = {"place": "place_with_role", "forum": "meta"}


def keys_and_codes(part, keys: set, codes: set):
    """Every key of every object of the schema, and every code."""
    if isinstance(part, dict):
        keys |= set(part.get("properties", {}))
        codes |= set(part.get("enum", []))
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
        keys_and_codes(inner, keys, codes)


@pytest.fixture(scope="module")
def keys():
    found = set()
    keys_and_codes(schema(), found, set())
    return found


@pytest.fixture(scope="module")
def codes():
    found = set()
    keys_and_codes(schema(), set(), found)
    return found


def spread(names: set[str]) -> set[str]:
    """Names with `_*` in each language, without what stands before a dot."""
    names = {name.rpartition(".")[2] for name in names}
    return {name.replace("*", column) for name in names for column in COLUMNS}


def described(path: Path) -> set[str]:
    """The keys that the tables about the document name, those of objects within an object included."""
    text = re.sub("## Keeping a copy.*?(?=\n## )", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    rows = [line.split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [f"{row[1]} {' '.join(re.findall('{.*?}', '|'.join(row[2:])))}" for row in rows]
    return spread({name for cell in cells for name in re.findall(r"`([a-z_.*]+)`", cell)})


def test_every_key_of_the_description_stands_in_the_schema(keys, codes):
    assert len(described(DESCRIPTION)) > 120
    assert described(DESCRIPTION) - keys - codes == set()


def test_every_key_and_every_code_of_the_schema_is_described(keys, codes):
    words = set(re.findall(r"`([a-z_.*]+)`", DESCRIPTION.read_text(encoding="utf-8")))
    assert (keys | codes) - spread(words) == set()


def test_every_key_of_the_real_record_stands_in_the_schema(keys):
    text = (PROJECT / "records" / "data" / "forum.json").read_text(encoding="utf-8")
    assert set(re.findall(r'"([a-z_]+)":', text)) - keys == set()


def pairs_of_key_and_column(shape):
    """Each key of an object with the column it fills, for all objects in one."""
    for item in shape.items:
        for value in getattr(item, "items", (item,)):
            if key := getattr(value, "key", ""):
                yield shape.kind, key, getattr(value, "column", "") or key
        for part in ("shape", "main", "alternative"):
            if hasattr(item, part):
                yield from pairs_of_key_and_column(getattr(item, part))


def resolved(kind: str, key: str) -> dict:
    """What the schema says of one key of one kind of object."""
    definitions = schema()["$defs"]
    properties = definitions[OF_THE_SCHEMA.get(kind, kind)]["properties"]
    for inner in ("head", "translations"):
        properties = properties | properties.get(inner, {}).get("properties", {})
    said = properties.get(key, {})
    return {**definitions[said["$ref"].rpartition("/")[2]], **said} if "$ref" in said else said


def test_texts_may_be_as_long_as_their_columns_and_codes_are_those_of_the_models():
    said, meant = {}, {}
    for shape in (META, *TOP.values()):
        for kind, key, column in pairs_of_key_and_column(shape):
            field = {field.name: field for field in kind.fields}.get(column)
            if (
                not field
                or field.is_relation
                or field.get_internal_type() not in ("CharField", "SlugField", "TextField")
            ):
                continue
            place = f"{kind.name}.{key}"
            rule = resolved(kind.name, key)
            said[place] = rule.get("enum") or rule.get("maxLength")
            meant[place] = [code for code, _ in field.choices] if field.choices else field.max_length
    # Their form alone says how long these are.
    assert (said.pop("source.language"), said.pop("amount.currency")) == (None, None)
    assert (meant.pop("source.language"), meant.pop("amount.currency")) == (2, 3)
    assert said == meant
    assert len(said) > 100


def test_every_column_of_the_models_has_its_place_in_the_document():
    """A column that nothing reads or writes would be lost when a site moves."""
    said = {name: set() for name in KINDS}
    for seed in range(3):
        for entry in read(Author(seed, full=True).document()).values():
            blank = entry.kind.blank()
            said[entry.kind.name] |= {name for name, value in entry.values.items() if value != blank[name]}
            said[entry.kind.name] |= {name for name, keys in entry.links.items() if keys}
    expected = {name: {field.name for field in kind.fields} | set(kind.links) for name, kind in KINDS.items()}
    assert {name: columns - said[name] for name, columns in expected.items() if columns - said[name]} == {}


def test_every_column_of_the_editorial_life_is_taken_along_when_a_site_moves():
    assert set(schema()["$defs"]["step"]["properties"]) == set(LIFE)
