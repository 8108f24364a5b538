"""The whole record in one file, what explains it, and the document that describes every address."""

import csv
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from records import urls
from records.exchange import Overtaken, document_pieces, dump, from_bytes, load, to_text
from records.lists import LISTS, archive
from records.resources import TABLES
from records.search.index import recording
from tests import forum
from tests.reading import links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture(autouse=True)
def folder_of_its_own(tmp_path, monkeypatch):
    """Files are made in an empty folder."""
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)


def packed(reader) -> ZipFile:
    return ZipFile(BytesIO(reader.get("/data/forum.zip").content))


def test_the_document_is_the_one_that_is_dumped_and_loads_without_a_change(reader):
    content = reader.get("/data/forum.json").content
    assert content.decode() == to_text(dump())
    assert load(from_bytes(content)).is_unchanged


def test_a_long_document_is_written_an_edition_at_a_time_and_is_the_same(reader, monkeypatch):
    monkeypatch.setattr(archive, "LONG", 0)
    monkeypatch.setattr(archive, "dump", None)
    assert reader.get("/data/forum.json").content.decode() == to_text(dump())


def test_a_long_document_during_which_somebody_writes_is_asked_for_again_later(reader, world, monkeypatch):
    monkeypatch.setattr(archive, "LONG", 0)
    pieces = iter(["{", "}"])

    def overtaken():
        yield next(pieces)
        raise Overtaken

    monkeypatch.setattr(archive, "document_pieces", overtaken)
    assert (reader.get("/data/forum.json").status_code, reader.get("/en/data/").status_code) == (503, 200)


def test_what_is_written_meanwhile_is_noticed(world):
    pieces = document_pieces()
    next(pieces)
    with recording():
        forum.agreement(world.first, 90)
    with pytest.raises(Overtaken):
        list(pieces)


def test_the_archive_holds_every_table_and_what_explains_it(reader):
    inside = packed(reader)
    assert inside.namelist() == [
        "datapackage.json", "forum.json", "forum.schema.json", *(f"{name}.csv" for name in LISTS)
    ]  # fmt: skip
    assert inside.read("agreements.csv") == reader.get("/agreements.csv").content
    assert inside.read("forum.json") == reader.get("/data/forum.json").content


def test_the_archive_is_the_same_to_the_byte_however_often_it_is_made(reader, tmp_path):
    first = reader.get("/data/forum.zip").content
    for made in (tmp_path / "data").iterdir():
        made.unlink()
    assert reader.get("/data/forum.zip").content == first


def test_the_archive_is_made_once_for_a_version_and_old_ones_go(reader, world, tmp_path, monkeypatch):
    reader.get("/data/forum.zip")
    monkeypatch.setattr(archive, "_pack", None)
    assert reader.get("/data/forum.zip").status_code == 200
    monkeypatch.undo()
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)
    for number in range(3):
        with recording():
            forum.agreement(world.first, 10 + number)
        assert f"1.{10 + number}" in packed(reader).read("agreements.csv").decode()
    assert len(list((tmp_path / "data").glob("forum-*.zip"))) == archive.KEPT


def test_a_file_that_is_being_made_is_asked_for_again_later(reader, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "PATIENCE", 0)
    (tmp_path / "data").mkdir()
    with archive._alone(tmp_path / "data" / "forum.json.lock"):
        answer = reader.get("/data/forum.json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert reader.get("/data/forum.json").status_code == 200


def test_a_file_that_could_not_be_made_leaves_nothing_behind(reader, tmp_path, monkeypatch):
    def fail(*anything):
        raise OSError("no room")

    monkeypatch.setattr(archive, "_pack", fail)
    with pytest.raises(OSError, match="no room"):
        reader.get("/data/forum.zip")
    assert [path.name for path in (tmp_path / "data").iterdir() if path.suffix != ".lock"] == [
        path.name for path in (tmp_path / "data").glob("forum-*.json")
    ]


def test_drafts_are_in_no_file(reader):
    inside = packed(reader)
    assert [name for name in inside.namelist() if re.search("Hidden|hidden-", inside.read(name).decode())] == []


def test_the_package_has_a_field_for_every_column_of_every_table(reader):
    package = reader.get("/data/datapackage.json").json()
    for resource in package["resources"]:
        content = reader.get(f"/{resource['name']}.csv").content.decode("utf-8-sig")
        [header, *_rows] = csv.reader(StringIO(content, newline=""))
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        assert all(field["description"] and set(field["titles"]) == {"en", "ru", "zh"} for field in fields)
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)


def test_a_table_leads_to_what_explains_it(reader):
    assert (
        reader.get("/agreements.csv")["Link"] == '</data/datapackage.json>; rel="describedby"; type="application/json"'
    )


def test_every_address_of_data_is_described(reader):
    described = reader.get("/api/openapi.json").json()["paths"]
    known = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern)) for one in urls.data}
    beside = {"/suggest.json", "/api/openapi.json", "/files/{token}.{ending}"}
    data = {path for path in known if path.endswith(("json", "csv", "zip"))} - beside
    assert {path for path in described if not path.startswith("/{language}/")} == data


def test_every_feed_calendar_and_file_beside_a_page_is_described(reader):
    described = reader.get("/api/openapi.json").json()["paths"]
    patterns = {re.sub(r"<\w+:\w+>", "{}", str(one.pattern)) for one in urls.pages}
    followed = {f"/{{language}}/{one}" for one in patterns if one.endswith((".atom", ".ics", ".{}"))}
    followed = {one for one in followed if "/preview/" not in one} - {"/{language}/{}.{}"}  # the last leads on
    found = {path for path in described if path.startswith("/{language}/")}
    assert {re.sub(r"{(?!language)\w+}", "{}", path) for path in found} == followed


def test_the_log_of_changes_keeps_the_contract_of_lists(reader):
    schemas = reader.get("/api/openapi.json").json()["components"]["schemas"]
    page, agreements = reader.get("/changes.json?record=country/kz").json(), reader.get("/agreements.json").json()
    assert list(page) == [{"records": "newest", "names": "changes"}.get(key, key) for key in agreements]
    assert list(page) == schemas["list_of_changes"]["required"]
    assert (page["question"], page["total"]) == ({"sort": "newest", "record": "country/kz", "page": 1}, 1)
    choice = next(one for one in page["facets"]["of"] if one["code"] == "country")
    assert (choice["name_ru"], reader.get(choice["leads_to"]).json()["total"]) == ("страна", choice["count"])


def test_a_filter_is_described_with_the_values_it_has_now(reader):
    described = reader.get("/api/openapi.json").json()["paths"]["/agreements.json"]["get"]["parameters"]
    schemas = {one["name"]: one["schema"] for one in described}
    assert list(schemas) == ["page", "q", "country", "country_match", "topic", "edition", "year", "kind", "sort"]
    assert schemas["topic"] == {
        "type": "array",
        "items": {"type": "string", "enum": ["economy", "water"]},
        "maxItems": 200,
    }
    assert schemas["page"] == {"type": "integer", "minimum": 1, "maximum": 10**9, "default": 1}


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_page_of_the_data_explains_every_column_and_leads_to_every_file(reader, language):
    answer = reader.get(f"/{language}/data/")
    said = words(answer)
    assert [field.name for table in TABLES.values() for field in table.fields() if field.name not in said] == []
    assert {f"/{name}.csv" for name in LISTS} | {"/data/forum.zip", "/data/forum.json"} <= set(links(answer))


@pytest.mark.parametrize("name", ["search", "changes", "matrix"])
def test_the_columns_of_what_is_no_list_are_explained_where_its_page_leads(reader, name):
    described = reader.get("/api/openapi.json").json()["paths"][f"/{name}.csv"]["get"]
    table = reader.get(f"/{name}.csv")
    assert table["Link"] == '</api/openapi.json>; rel="describedby"; type="application/json"'
    header = table.content.decode("utf-8-sig").partition("\r\n")[0]
    assert ",".join(described["x-columns"]) == header
    assert f'href="/en/api/#{described["operationId"]}"' in reader.get(f"/en/{name}/").content.decode()
    assert all(meaning in words(reader.get("/en/api/")) for meaning in described["x-columns"].values())


def test_the_page_for_programs_names_every_address(reader):
    said = words(reader.get("/en/api/"))
    assert [path for path in reader.get("/api/openapi.json").json()["paths"] if path not in said] == []


def test_all_agreements_are_one_step_from_the_first_page(reader):
    assert {"/agreements.csv", "/data/forum.zip", "/en/data/"} <= set(links(reader.get("/en/")))


@pytest.mark.long
def test_the_description_of_the_addresses_is_valid(reader):
    from openapi_spec_validator import validate

    validate(reader.get("/api/openapi.json").json())


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [
        *LISTS, "matrix", "changes", "changes?since=0",
        "compare/editions?a=2&b=1", "compare/countries?a=kz&b=cn&names=ru",
    ],
)  # fmt: skip
def test_what_comes_back_is_what_is_described(reader, name):
    address, question = f"/{name.partition('?')[0]}.json", name.partition("?")[2]
    described = reader.get("/api/openapi.json").json()
    schema = described["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = schema | {"components": described["components"]}
    problems = Draft202012Validator(whole).iter_errors(json.loads(reader.get(f"{address}?{question}").content))
    assert [error.message for error in problems] == []


@pytest.mark.long
def test_the_tables_are_what_the_package_says(reader, tmp_path):
    from frictionless import Package, system

    packed(reader).extractall(tmp_path / "package")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "package" / "datapackage.json")).validate()
    assert report.flatten(["fieldName", "rowNumber", "message"]) == []


@pytest.mark.parametrize("language", ["ru", "zh-hans"])
def test_every_column_is_explained_in_the_language_of_the_page(reader, language):
    in_english, here = (explanations(reader, one) for one in ("en", language))
    assert [text for text, translated in zip(in_english, here, strict=True) if text == translated] == []
    described = reader.get("/data/datapackage.json").json()["resources"][0]["schema"]["fields"]
    assert described[0]["description"] == in_english[0]


def explanations(reader, language) -> list[str]:
    """What the page of the data says of each column, in order."""
    cells = [row.findall("td") for row in tree(reader.get(f"/{language}/data/")).find(".//main").iter("tr")]
    return ["".join(row[1].itertext()) for row in cells if row]
