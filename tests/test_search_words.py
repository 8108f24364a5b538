"""Words: how texts are taken apart, what counts as the same word, what is marked, and that no input is too odd."""

from random import Random

import pytest

from records.models import Statement
from records.models.languages import fold
from records.search.analyzer import grams, index_terms, marked, phrase, stem, stems, tokens
from records.search.index import recording
from records.search.names import Names
from records.search.query import Question, answer, search
from records.search.snapshot import current
from records.search.sounds import sound, sound_alike
from records.search.spelling import completions, one_slip_away, perhaps_meant
from records.search.words import read_words
from tests.reading import words as words_of

ODD = [
    "'", '"', '""', "“", "«»", "' OR 1=1 --", "%", "%%", "_", "*", "water*", "NOT", "AND OR", "(", ")",
    "a:b", "=is=country", "t:water", "~water", "p:a b", "\\", "\\0", "?!", ".", "9.", ".9", "9..2", "1.2.3.4.5",
    "-", "--", "–", "\t", "\n\r", "\u00a0", "\u200e", "\u200f", "\u202e", "\u2066", "\ufeff", "\u200d",
    "👍", "👨‍👩‍👧", "🇰🇿", "\u0301", "e\u0301" * 50, "ﬁ", "ǅ", "İ", "ẞ", "\U0010ffff",
    "\ufffd", "\x01", "\x7f", "𠀀", "㐀", "豈", "〇", "مياه", "수자원", "๑๒", "٣.٤", "Ⅻ",
    "½", "农" * 999, "a" * 1000, "й" * 1000, "a " * 500, "农 " * 500, '"a" ' * 250, "1." * 500, "'" * 1000,
    "ʻ" * 1000, "%00", "&#0;", "<script>", "{{ 7 }}",
]  # fmt: skip


def said(text: str) -> list[str]:
    """The folded words of a text."""
    return [token.folded for token in tokens(text)]


# The same word


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʻ", "ʼ", "`", "´"])
def test_an_apostrophe_of_any_shape_is_none(mark):
    assert said(f"O{mark}zbekiston") == ["ozbekiston"]


def test_case_accents_and_yo_do_not_matter():
    assert said("ВОДЫ Ёлка Türkmenistan Özbegistan ﬁne") == ["воды", "елка", "turkmenistan", "ozbegistan", "fine"]


def test_marks_apart_from_their_letters_and_unseen_ones_do_not_matter():
    apart = "Tu\u0308rkmenistan Ше\u0308лк У\u0306збек Кита\u0301й Ка\u00adзах\u200bстан 农\u200b业"
    assert said(apart) == ["turkmenistan", "шелк", "ўзбек", "китай", "казахстан", "农业"]
    assert "".join(piece for piece, _ in marked(apart, {"китай", "казахстан", "农业"})) == apart


def test_letters_that_are_letters_of_their_own_stay_apart():
    assert said("й и ў у ң н қ к") == ["й", "и", "ў", "у", "ң", "н", "қ", "к"]


def test_an_apostrophe_at_the_edge_of_a_word_is_a_quotation_mark():
    assert said("the ‘Silk Road’, 'water'") == ["the", "silk", "road", "water"]


def test_a_reference_is_one_word_and_a_sentence_ends_at_its_dot():
    assert said("See 9.2 and 12.10. In 2022.") == ["see", "9.2", "and", "12.10", "in", "2022"]


@pytest.mark.parametrize(
    "forms",
    [
        ["сотрудничество", "сотрудничества", "сотрудничеству", "сотрудничеством"],
        ["вода", "воды", "воде", "водой"],
        ["cooperate", "cooperation", "cooperating", "cooperative"],
        ["railway", "railways"],
        ["Узбекистан", "Узбекистана", "Узбекистану", "Узбекистаном", "Узбекистане"],
        ["Китай", "Китая", "Китаю", "Китаем", "Китае"],
        ["Грузия", "Грузии", "Грузию", "Грузией"],
        ["organisation", "organization", "organisations"],
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(fold(form)) for form in forms}) == 1


def test_a_name_is_no_form_of_another_word():
    others = [("кит", "Китая"), ("грузы", "Грузии"), ("Азим", "Азии"), ("мае", "Ма")]
    assert [stem(fold(one)) == stem(fold(other)) for one, other in others] == [False] * 4


def test_the_shortest_words_are_no_forms_of_others():
    assert [stem(word) for word in ("ии", "и", "ai", "as")] == ["ии", "и", "ai", "as"]


def test_words_in_other_scripts_are_taken_as_they_are():
    assert stems("Түрікменстан مياه 수자원")[1:] == ["مياه", fold("수자원")]


# Chinese


def test_chinese_is_asked_for_in_overlapping_triples():
    assert (grams("数字经济"), grams("水"), stems("AI与数字经济"), stems("经济")) == (
        ["数字", "字经", "经济"], ["水"], ["ai", "与数字", "数字经", "字经济"], ["经济"],
    )  # fmt: skip


def test_characters_that_may_be_read_alike_are_told_from_others():
    alike = [("丽", "莉"), ("晨", "成"), ("朝", "赵"), ("史", "四"), ("丽", "丽"), ("?", "?")]
    other = [("丽", "明"), ("王", "黄"), ("丽", "?"), ("𠀀", "丽")]
    assert [sound_alike(*pair) for pair in alike] == [True] * len(alike)
    assert [sound_alike(*pair) for pair in other] == [False] * len(other)


@pytest.mark.parametrize(
    ("one", "other"), [("mukhammed", "muhamed"), ("azimow", "azimov"), ("lee", "li"), ("чэнь", "чен")]
)
def test_ways_to_write_one_sound_are_one(one, other):
    assert sound(one) == sound(other) != sound("azimova")


def test_traditional_characters_are_simplified_ones():
    assert (said("中國農業"), marked("中国农业合作", {"农业"})[1]) == (["中国农业"], ("农业", True))


def test_a_single_character_is_found_in_the_middle_of_a_word():
    assert {"水", "资", "水资", "资源"} <= index_terms("节水资源", is_title=False)


def test_a_word_whose_pairs_stand_apart_is_not_there():
    wanted = set(stems("外交部"))
    texts = ["外交部长", "外交与交部", "外交"]
    assert [wanted <= index_terms(text, is_title=False) for text in texts] == [True, False, False]


def test_pairs_do_not_reach_across_a_mark():
    assert "作农" not in index_terms("合作，农业", is_title=False)


def test_a_long_sentence_in_chinese_is_found_by_its_last_words():
    assert {"农业", "合作"} <= index_terms("数字经济" * 30 + "农业合作", is_title=False)


# What a text is found by


def test_words_of_titles_stand_once_more_as_such():
    assert index_terms("Water plans", is_title=True) == {
        "water", "plan", "p:water plan", "t:water", "t:plan", "t:p:water plan", "~water", "~plans",
    }  # fmt: skip


def test_a_phrase_has_its_words_and_each_pair_of_neighbours():
    assert phrase("joint water plan") == ("joint", "p:joint water", "water", "p:water plan", "plan")


def test_no_term_is_longer_than_its_column():
    text = f"{'a' * 1000} {'ж' * 1000} {'İ' * 300} {'1.' * 400}1 {'农' * 300}"
    assert max(map(len, index_terms(text, is_title=True))) <= 200


# Marking


def test_what_was_asked_for_is_marked_in_any_form_and_script():
    pieces = marked("О воде и водах: 合作农业 water-saving", {stem("вода"), "农业", "water"})
    assert [piece for piece, is_asked in pieces if is_asked] == ["воде", "водах", "农业", "water"]


def test_marking_loses_no_letter_of_the_text():
    text = "  “Oʻzbekiston” — 数字经济, ВОДА… \u200f"
    assert "".join(piece for piece, _ in marked(text, {"ozbekiston", "数字", "字经", "经济"})) == text


def test_a_run_with_an_unseen_mark_is_marked_whole():
    assert marked("合作农\u200b业", {"农业"}) == [("合作农\u200b业", True)]


def test_overlapping_finds_are_marked_as_one():
    assert marked("数字经济合作", {"数字经", "字经济"}) == [("数字经济", True), ("合作", False)]


# Questions


@pytest.mark.django_db
def test_silent_words_ask_for_nothing_unless_nothing_else_is_said(world):
    assert [len(read_words(text).clauses) for text in ("the water of и", "and", "of the", "?!")] == [1, 1, 2, 0]


@pytest.mark.django_db
def test_what_stands_in_quotes_stands_together(world):
    found = [answer(type(world.agreed), Question(words=words)).total for words in ("“they agreed”", "“agreed they”")]
    assert (found, answer(type(world.agreed), Question(words="agreed they")).total) == ([1, 0], 1)


@pytest.mark.django_db
def test_three_words_in_quotes_stand_side_by_side_and_not_only_in_pairs(world):
    with recording():
        Statement.objects.filter(pk=world.statement.pk).update(gist_en="Joint water use, and water use plans.")
    quoted = ("“joint water use”", "“joint water use plans”", "“water use plans”")
    assert [answer(Statement, Question(words=words)).total for words in quoted] == [1, 0, 1]


@pytest.mark.django_db
def test_words_that_are_left_out_are_told_and_repeated_ones_count_once(world, reader):
    repeated, many = "water " * 40 + "zzzz", " ".join(f"w{number}" for number in range(41))
    told = "Only the first 40 different words were looked for; the others were left out."
    pages = [words_of(reader.get("/en/agreements/", {"q": asked})) for asked in (repeated, many)]
    assert [told in page for page in pages] == [False, True]
    assert answer(type(world.agreed), Question(words=repeated)).total == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked", "total"), [("delegations", "Бекову", 1), ("countries", "Китая", 1), ("topics", "water", 1)]
)
def test_every_list_is_asked_by_words(world, reader, name, asked, total):
    assert reader.get(f"/{name}.json", {"q": asked}).json()["total"] == total
    assert reader.get(f"/ru/{name}/", {"q": asked}).status_code == 200


@pytest.mark.django_db
def test_a_question_without_a_word_in_it_finds_nothing_and_an_empty_one_everything(world):
    everything = search(Question()).total
    assert (search(Question(words="?!")).total, search(Question(words="  ")).total) == (0, everything)


@pytest.mark.django_db
def test_a_slip_is_one_letter_too_many_too_few_wrong_or_swapped(world):
    slips = ["waterr", "wter", "wazer", "watre"]
    assert [perhaps_meant(read_words(slip), current()) for slip in slips] == ["Water"] * 4
    assert "water" not in one_slip_away("water")


@pytest.mark.django_db
def test_two_slips_are_not_guessed_and_known_words_stay_as_they_were_written(world):
    assert perhaps_meant(read_words("wtr"), current()) is None
    assert perhaps_meant(read_words("Aliya: the wazer"), current()) == "Aliya: the Water"


@pytest.mark.django_db
def test_completions_are_names_before_words(world):
    named, words = completions("wat", current())
    assert ([one.slug for one in named], words) == (["water"], ["water"])


@pytest.mark.django_db
def test_a_name_is_completed_from_any_of_its_words_in_any_script(world):
    offered = [[one.slug for one in completions(text, current())[0]] for text in ("bek", "Али", "阿利", "вод")]
    assert offered == [["aliya-bekova"]] * 3 + [["water"]]


# Odd input


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_no_words_are_too_odd(world, text):
    text = text[:1000]
    words = read_words(text)
    assert isinstance(answer(type(world.agreed), Question(words=text)).total, int)
    assert "".join(piece for piece, _ in words.pieces(text)) == text
    assert perhaps_meant(words, current()) != text
    assert len(completions(text, current())[0]) <= 10


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*ODD, "\0", "water\0", "\ud800", "a\udfffb", "a" * 1001], ids=range(len(ODD) + 5))
def test_a_page_answers_any_words(world, reader, text):
    addresses = ("/en/search/", "/ru/agreements/", "/zh-hans/people/", "/suggest.json")
    sent = text.encode("utf-8", "surrogatepass")
    answers = [reader.get(address, {"q": sent}, follow=True).status_code for address in addresses]
    is_refused = "\0" in text or len(text) > 1000
    assert answers == [400 if is_refused else 200] * 3 + [200]


@pytest.mark.django_db
def test_a_page_answers_random_bytes(world, reader):
    random = Random(7)
    for _ in range(60):
        sent = bytes(random.randrange(256) for _ in range(random.randint(1, 300)))
        escaped = "".join(f"%{byte:02x}" for byte in sent)
        assert reader.get(f"/en/search/?q={escaped}").status_code in (200, 400)
        assert reader.get(f"/suggest.json?q={escaped}").status_code == 200


@pytest.mark.django_db
def test_what_cannot_be_asked_is_said_in_a_sentence(world, reader):
    refused = [reader.get("/en/search/", {"q": words}) for words in ("a\0b", "a" * 1001)]
    assert "Words: The words contain a character that cannot be searched for." in words_of(refused[0])
    assert "Words: Please search for at most 1000 characters." in words_of(refused[1])


@pytest.mark.django_db
def test_words_of_a_question_are_printed_as_text(world, reader):
    page = reader.get("/en/search/", {"q": '<b>water</b> "x" \''}).content.decode()
    assert "<b>water" not in page
    assert "&lt;b&gt;water" in page


@pytest.mark.django_db
def test_a_snippet_is_the_text_as_it_stands_with_what_was_asked_for_marked():
    snippet = read_words("China").snippet(["Told by ‘China Daily’ and others."])
    assert snippet.pieces == [("Told by ‘", False), ("China", True), (" Daily’ and others.", False)]


@pytest.mark.parametrize("word", ["of ", "中国-", "中 "])
@pytest.mark.django_db
def test_a_word_that_is_said_hundreds_of_times_is_looked_up_once(real_record, monkeypatch, word):
    looked_up = []
    called = Names._called
    monkeypatch.setattr(Names, "_called", lambda names, asked: looked_up.append(asked) or called(names, asked))
    search(Question(words=word * (999 // len(word))))
    assert len(looked_up) < 12 * 13
