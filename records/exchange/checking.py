"""The form of a document, checked by the JSON Schema, with every problem in words."""

import json
import re
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from .problems import Problem, shown, suggestion

SCHEMA = Path(__file__).parent.parent / "data" / "forum.schema.json"
TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "object": "an object",
    "array": "a list",
    "boolean": "true or false",
}


@lru_cache(maxsize=1)
def schema() -> dict:
    """The JSON Schema of the document, as it is published."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def form_problems(document, tick=lambda: None) -> list[Problem]:
    """Everything in which the document is not as the schema asks; `tick` is called after each element of a list."""
    errors = _validator(tick).iter_errors(document)
    return list(dict.fromkeys(problem for error in errors for problem in _in_words(error)))


def count_elements(value) -> int:
    """How many elements all lists of the document have together: the steps of checking it."""
    if isinstance(value, list):
        return len(value) + sum(map(count_elements, value))
    return sum(map(count_elements, value.values())) if isinstance(value, dict) else 0


def _validator(tick):
    def items(validator, rule, instance, schema):
        if isinstance(instance, list):
            for index, item in enumerate(instance):
                yield from validator.descend(item, rule, path=index)
                tick()

    def pattern(validator, rule, instance, schema):
        if isinstance(instance, str) and not _compiled(rule).search(instance):
            yield from Draft202012Validator.VALIDATORS["pattern"](validator, r"(?!)", instance, schema)

    checker = extend(Draft202012Validator, {"items": items, "pattern": pattern})
    return checker(_without_references(schema(), schema()["$defs"]))


@lru_cache(maxsize=100)
def _compiled(pattern: str) -> re.Pattern:
    """A pattern of the schema; its `$` means the very end, where Python's would allow a line break after it."""
    return re.compile(re.sub(r"\$(?=\)|\Z)", r"\\Z", pattern))


def _without_references(part, definitions):
    """The schema with its definitions put in place, which is checked twice as fast."""
    if isinstance(part, list):
        return [_without_references(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    own = {key: item for key, item in part.items() if key not in ("$ref", "$defs")}
    if "$ref" in part:
        return _without_references({**definitions[part["$ref"].rpartition("/")[2]], **own}, definitions)
    return {key: _without_references(item, definitions) for key, item in own.items()}


def _in_words(error):
    """The problems that one error of the validator stands for."""
    path, found, schema = tuple(error.absolute_path), error.instance, error.schema
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        for key in (key for key in found if key not in known):
            names = f" The keys here are: {', '.join(known)}." if known else ""
            yield Problem((*path, key), f"unknown key.{suggestion(key, known) or names}")
    elif error.validator == "required":
        for key in (key for key in error.validator_value if key not in found):
            yield Problem(
                (*path, key), f"this key is missing: expected {_expected(schema['properties'].get(key, {}))}."
            )
    elif error.validator == "dependentRequired":
        for given, needed in error.validator_value.items():
            for key in needed if given in found else ():
                if key not in found:
                    yield Problem((*path, key), f"this key is missing: {given} does not stand without it.")
    else:
        yield Problem(path, _sentence(error, found, schema))


def _sentence(error, found, schema) -> str:
    rule, value = error.validator, error.validator_value
    sentences = {
        "type": lambda: f"expected {_expected(schema)}, found {shown(found)}.",
        "enum": lambda: f"expected one of {', '.join(value)}; found {shown(found)}.{suggestion(found, value)}",
        "const": lambda: f"expected {shown(value)} here, found {shown(found)}.",
        "pattern": lambda: f"expected {schema['title']}; found {shown(found)}.",
        "minLength": lambda: f"expected at least {value} characters, found {shown(found)}.",
        "maxLength": lambda: f"expected at most {value} characters, found {len(found)}: {shown(found)}.",
        "minimum": lambda: f"expected a whole number from {value} on, found {found}.",
        "maximum": lambda: f"expected a whole number up to {value}, found {found}.",
        "minItems": lambda: "expected at least one; leave the key out where there is nothing to say.",
        "minProperties": lambda: f"expected at least one of {', '.join(schema.get('properties', {})) or 'its keys'}.",
        "uniqueItems": lambda: f"stands here twice: {', '.join(shown(item) for item in _repeated(found))}.",
        "oneOf": lambda: f"expected exactly one of {', '.join(rule['required'][0] for rule in value)}.",
        "anyOf": lambda: f"expected {schema['title']}.",
    }
    return sentences[rule]()


def _expected(schema: dict) -> str:
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema.get("type") == "string" and "title" in schema:
        return schema["title"]
    return TYPES.get(schema.get("type"), "something else")


def _repeated(items: list) -> list:
    return [item for index, item in enumerate(items) if item in items[:index] and item not in items[index + 1 :]]
