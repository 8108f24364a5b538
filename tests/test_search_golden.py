"""What people look for in the real record, in eight languages, and what they must find: tests/golden/questions.json."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from records.models import Agreement, Delegation, Edition, Session, Statement
from records.models.languages import Text
from records.search.analyzer import stems
from records.search.documents import KINDS
from records.search.instead import perhaps_instead, with_fewer_words
from records.search.query import Question, answer, search
from records.search.snapshot import current
from records.search.spelling import completions, perhaps_meant
from records.search.words import read_words
from tests.reading import tree

GOLDEN = json.loads((Path(__file__).parent / "golden" / "questions.json").read_text(encoding="utf-8"))["questions"]
EVERYTHING = 10_000
PLACES = ["/en/search/", "/ru/search/", "/zh-hans/search/", "/en/agreements/", "/en/editions/", "/en/sources/"]
RESULT, TAG = re.compile('(?=<li class="(?:entry|provision)"|<tr><td|<h2)'), re.compile("<[^>]*>")
NAMES = {
    Edition: lambda edition: edition.slug,
    Agreement: lambda agreement: agreement.reference,
    Delegation: lambda delegation: f"{delegation.edition.slug}/{delegation.sender.slug}",
    Statement: lambda statement: f"{statement.edition.slug}/{statement.slug}",
    Session: lambda session: f"{session.edition.slug}/{session.slug}",
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]


def asked(**has):
    """The golden questions that have these keys, each as a test of its own."""
    chosen = [question for question in GOLDEN if has["key"] in question]
    return pytest.mark.parametrize("golden", chosen, ids=lambda golden: f"{golden['language']} {golden['q']}")


def names(kind: str, keys: list[int]) -> list[str]:
    """What people call these records: a reference, an edition and a country, an identifier."""
    found = KINDS[kind].objects.in_bulk(keys)
    return [NAMES.get(KINDS[kind], lambda record: record.slug)(found[key]) for key in keys]


def question_of(golden: dict) -> Question:
    """The question that a line of the golden file asks."""
    choices = {name: tuple(values) for name, values in golden.get("choices", {}).items()}
    order = "name" if golden.get("in") in ("person", "organization", "country", "topic") else "newest"
    return Question(choices, golden["q"], order, all_of=frozenset(golden.get("all_of", ())))


def unexplained(page: str) -> list[str]:
    """The results on a page that show no word of the question and give no reason, nor does their heading."""
    found, heading = [], ""
    for piece in RESULT.split(page):
        if piece.startswith("<h2"):
            heading = piece
        elif RESULT.match(piece) and not any(shown in heading + piece for shown in ("<mark>", 'class="why')):
            found.append(TAG.sub("", piece)[:200])
    return found


def everything_about(words: str) -> dict[str, set[int]]:
    """Everything that the words find, by kind."""
    groups = search(Question(words=words), size=EVERYTHING).groups
    return {kind: set(keys) for kind, (_total, keys) in groups.items()}


@asked(key="finds")
def test_a_question_finds_these_records_in_this_order(golden):
    found = answer(KINDS[golden["in"]], question_of(golden), size=EVERYTHING)
    assert names(golden["in"], found.keys) == golden["finds"]


@asked(key="total")
def test_a_question_finds_so_many_records_and_these_first(golden):
    found = answer(KINDS[golden["in"]], question_of(golden), size=len(golden["first"]))
    assert (found.total, names(golden["in"], found.keys)) == (golden["total"], golden["first"])


@asked(key="first_of")
def test_what_the_whole_question_names_comes_first_in_its_group(golden):
    found = {kind: names(kind, keys[:1])[0] for kind, (_total, keys) in search(question_of(golden)).groups.items()}
    [(kind, first)] = golden["first_of"].items()
    assert found[kind] == first


@pytest.mark.parametrize(
    ("asked", "kind"), [("11th forum", "edition"), ("Lianyungang", "edition"), ("Central Asia", "edition"),
                        ("ШОС", "organization"), ("Trade", "topic")],
)  # fmt: skip
def test_the_group_of_what_the_question_names_comes_first(reader, asked, kind):
    told = reader.get("/search.json", {"q": asked}).json()
    page = tree(reader.get("/en/search/", {"q": asked}))
    headings = [heading.get("id") for heading in page.iter("h2") if (heading.get("id") or "").startswith("found-")]
    assert (told["groups"][0]["kind"], headings[0]) == (kind, f"found-{kind}")


@asked(key="same_as")
def test_other_words_for_the_same_thing_find_the_same_records(golden):
    expected = everything_about(golden["same_as"])
    assert sum(map(len, expected.values())) > 2
    assert everything_about(golden["q"]) == expected


@asked(key="leads_to")
def test_a_name_leads_to_what_it_names(golden):
    named = [f"{one.kind}/{one.slug}" for one in read_words(golden["q"]).names]
    assert named == golden["leads_to"]


@asked(key="meant")
def test_a_slip_of_one_letter_is_understood(golden):
    assert perhaps_meant(read_words(golden["q"]), current()) == golden["meant"]


@asked(key="fewer")
def test_words_that_find_nothing_together_are_told_which_of_them_do(golden):
    assert with_fewer_words(read_words(golden["q"]), current()) == golden["fewer"]


@asked(key="perhaps")
def test_what_some_of_the_words_name_is_offered_where_nothing_is_found(golden):
    instead = perhaps_instead(search(question_of(golden)))
    assert [f"{one.kind}/{one.slug}" for one in instead["perhaps"]] == golden["perhaps"]


def test_an_unknown_person_is_said_not_to_be_found_before_anybody_is_offered(reader):
    page = tree(reader.get("/en/search/", {"q": "Askar Nuryshev"}))
    told = [
        (p.get("class"), [link.get("href") for link in p.iter("a")])
        for p in page.iter("p")
        if p.get("class") in ("none", "meant")
    ]
    assert told == [("none", []), ("meant", ["?q=Nuryshev"]), ("meant", ["/en/people/shakhrat-nuryshev/"])]
    told = reader.get("/search.json", {"q": "Askar Nuryshev"}).json()
    assert (told["total"], told["named"], [one["code"] for one in told["perhaps"]]) == (0, [], ["shakhrat-nuryshev"])


def test_the_page_offers_fewer_words(reader):
    page = tree(reader.get("/en/search/?q=climate+harvest"))
    offered = [link.get("href") for p in page.iter("p") if p.get("class") == "meant" for link in p.iter("a")]
    assert offered == ["?q=climate", "/en/topics/green-development/"]


def test_a_name_in_chinese_with_a_character_missing_is_hinted_at_beside_what_a_part_of_it_finds(reader):
    offered = {}
    for asked in ("乌兹别克坦", "乌兹别克 农业"):
        page = tree(reader.get("/en/search/", {"q": asked}))
        links = [link for p in page.iter("p") if p.get("class") == "meant" for link in p.iter("a")]
        offered[asked] = ["".join(link.itertext()) for link in links]
    assert offered == {"乌兹别克坦": ["乌兹别克斯坦"], "乌兹别克 农业": []}


@pytest.mark.parametrize("place", PLACES)
def test_every_result_shows_why_it_was_found(reader, place):
    asked = list(dict.fromkeys(golden["q"] for golden in GOLDEN if golden["q"]))[PLACES.index(place) :: len(PLACES)]
    pages = ((words, reader.get(place, {"q": words}, follow=True).content.decode()) for words in asked)
    assert {words: found for words, page in pages if (found := unexplained(page))} == {}


def test_a_short_name_in_chinese_is_not_marked_across_two_words():
    pieces = read_words("上合").pieces("海上合作与上合组织")
    assert [piece for piece, is_asked in pieces if is_asked] == ["上合组织"]


def test_the_kind_is_the_reason_where_nothing_else_says_it(reader):
    page = tree(reader.get("/en/search/", {"q": "memorandum"}))
    reasons = {"".join(p.itertext()).strip() for p in page.iter("p") if p.get("class") == "why quiet"}
    assert reasons == {"Kind: memorandum"}


def test_a_snippet_is_in_the_language_of_the_page_where_that_has_the_word():
    texts = [Text("О воде", "ru", True), Text("About water", "en", False)]
    words = read_words("water воде")
    assert (words.snippet(texts).tag, words.snippet(texts[:1]).tag) == ("en", "ru")


def test_a_name_in_several_words_is_marked_only_where_it_stands_whole():
    pieces = read_words("SCO").pieces("Cooperation is what the Shanghai Cooperation Organization and the SCO are for.")
    assert [piece for piece, is_asked in pieces if is_asked] == ["Shanghai Cooperation Organization", "SCO"]


@pytest.mark.parametrize("page", ["search", "editions", "agreements", "people", "sources", "delegations"])
def test_every_kind_of_name_can_be_shown_as_the_reason_why_something_is_found(reader, page):
    names = ["edition 9", "第9届论坛", "memorandum", "2022", "Нурышевым", "China", "water", "Silk Road Fund"]
    assert [reader.get(f"/en/{page}/", {"q": name}).status_code for name in names] == [200] * len(names)


@pytest.mark.parametrize("typed", ["xi j", "women d", "water kaz", "belt a", '"silk r', "сотрудничество с у", "2022 w"])
def test_every_completion_finds_something(typed):
    named, words = completions(typed, current())
    assert named or words
    assert [word for word in words if not search(Question(words=word)).total] == []


@pytest.mark.parametrize("typed", ["digital ec", "сель", "цифровая эк", "coop", "Kazakhstan en"])
def test_the_forms_of_a_word_are_offered_once(typed):
    said = [tuple(stems(word)) for word in completions(typed, current())[1]]
    assert sorted(set(said)) == sorted(said)


def test_the_name_of_a_person_is_offered_once():
    named, words = completions("nurys", current())
    assert ([one.slug for one in named], words) == (["shakhrat-nuryshev"], [])


def test_an_edition_is_not_offered_by_its_roman_numeral():
    offered = {typed: {one.kind for one in completions(typed, current())[0]} for typed in ("xi", "v", "11th c")}
    assert ("edition" in offered["xi"], "edition" in offered["v"], offered["11th c"]) == (False, False, {"edition"})


def test_the_golden_questions_are_in_eight_languages():
    languages = Counter(golden["language"] for golden in GOLDEN)
    assert len(GOLDEN) >= 120
    assert sorted(languages) == ["en", "kk", "ky", "ru", "tg", "tk", "uz", "zh"]
    assert min(languages.values()) >= 5


def lines_of(reader, address: str, *words: str) -> list[str]:
    """What stands in the small lines below each result that has all of these words, with what is marked in brackets."""
    page = reader.get(address).content.decode()
    found = [piece for piece in RESULT.split(page) if all(word in TAG.sub("", piece) for word in words)]
    said = [
        line for piece in found for line in re.findall('<p class="(?:why )?quiet"[^>]*>(.*?)</p>', piece, re.DOTALL)
    ]
    return [TAG.sub("", re.sub("</?mark>", "|", line)).strip() for line in said]


def test_each_word_of_a_question_is_shown_where_it_stands(reader):
    assert lines_of(reader, "/en/search/?q=Kazakhstan+experts", "9th China") == ["|Experts|", "Country: |Kazakhstan|"]


def test_words_in_quotes_are_marked_where_they_stand_together(reader):
    [snippet, *_others] = lines_of(reader, "/en/search/?q=%22Xiamen+Initiative%22", "10th China")
    assert snippet.endswith("four sub-forums met and a |Xiamen Initiative| was released.")


def test_a_text_that_is_cut_ends_in_one_mark_of_that():
    texts = [Text("Water is " + "very " * 100 + "important, and water again.", "en", False)]
    assert "".join(piece for piece, _is_asked in read_words("water").snippet(texts).pieces).count("…") == 1


@pytest.mark.parametrize(("address", "foreign"), [("/en/search/?q=agriculture", "ru"), ("/ru/search/?q=туризм", "en")])
def test_a_topic_is_shown_in_the_readers_language_by_other_words_for_it(reader, address, foreign):
    assert f'<p class="quiet" lang="{foreign}"' not in reader.get(address).content.decode()


@pytest.mark.parametrize("address", ["/en/people/?q=china", "/zh-hans/search/?q=外交部", "/en/search/?q=china"])
def test_no_line_is_printed_twice_below_a_result(reader, address):
    results = RESULT.split(reader.get(address).content.decode())
    lines = [[TAG.sub("", line).strip() for line in re.findall("<p.*?</p>", one, re.DOTALL)] for one in results]
    assert [one for one in lines if len(set(one)) < len(one)] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nuryshev sh", "person/shakhrat-nuryshev"), ("li cu", "person/cui-li"), ("Си Ц", "person/xi-jinping"),
        ("qu li", "person/cui-li"), ("11.4", "agreement/11.4"), ("Xiamen", "edition/10"), ("Сямэ", "edition/10"),
        ("乌鲁", "edition/12"),
    ],
)  # fmt: skip
def test_people_in_either_order_provisions_and_host_cities_are_offered_first(reader, typed, first):
    offered = reader.get("/suggest.json", {"q": typed}).json()["suggestions"]
    assert (offered[0]["kind"], offered[0]["address"].split("/")[-2]) == tuple(first.split("/"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [("silk r", "silk road"), ("deputy prime m", "deputy prime minister"), ("посол тад", "посол таджикистана")],
)
def test_words_that_stand_side_by_side_are_offered_before_others(typed, first):
    assert completions(typed, current())[1][0] == first


def test_an_edition_is_offered_once_and_what_is_typed_not_at_all():
    named, words = completions("edition 1", current())
    assert [one.slug for one in named] == ["1", "10", "11", "12"]
    assert {"edition 1", "edition 10", "edition 10-й форум"}.isdisjoint(words)


@pytest.mark.parametrize(("typed", "never"), [("ка", "как"), ("wh", "which"), ("nuryshev sh", "nuryshev shipping")])
def test_words_that_say_nothing_are_not_offered(typed, never):
    assert never not in completions(typed, current())[1]
