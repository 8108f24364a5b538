"""Two texts are compared word by word, in three scripts, and reading the pieces gives both texts back."""

import random
import time

import pytest
from django.template import engines
from django.utils.translation import override

from records.templatetags import wording
from records.templatetags.wording import compare_words, marked_words


def said(before, after):
    """The pieces as one line: what is the same, [what was removed], {what was added}."""
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    return "".join(marks[piece.change].format(piece.text) for piece in compare_words(before, after))


def without(pieces, change):
    return "".join(piece.text for piece in pieces if piece.change != change)


COMPARED = [
    ("To build a water centre.", "To open a water institute.", "To [build]{open} a water [centre]{institute}."),
    ("Стороны говорили о воде.", "Стороны говорили о воде и ёлке.", "Стороны говорили о воде{ и ёлке}."),
    ("双方在塔什干建设水利中心。", "双方在比什凯克建设水利中心。", "双方在[塔什干]{比什凯克}建设水利中心。"),
    ("About 11,248,000 left", "About 11,250,000 left", "About [11,248,000]{11,250,000} left"),
    ("all O'zbekiston did", "all O‘zbekiston did", "all [O'zbekiston]{O‘zbekiston} did"),
    ("Point 9.1", "Point 9.10", "Point [9.1]{9.10}"),
    ("As before", "As before", "As before"),
    ("", "All new", "{All new}"),
    ("All gone", "", "[All gone]"),
    ("", "", ""),
]


@pytest.mark.parametrize(("before", "after", "expected"), COMPARED)
def test_words_are_the_unit_of_a_change_and_ideographs_where_there_are_no_words(before, after, expected):
    assert said(before, after) == expected


def test_a_letter_keeps_its_accent_an_ideograph_its_variant_and_a_flag_its_halves():
    assert said("cafe\u0301 open", "cafe open") == "[cafe\u0301]{cafe} open"
    assert said("葛\U000e0100城", "葛城") == "[葛\U000e0100]{葛}城"
    flag, other_flag = "\U0001f1f0\U0001f1ff", "\U0001f1f0\U0001f1ec"
    assert said(f"at {flag}", f"at {other_flag}") == f"at [{flag}]{{{other_flag}}}"
    farmer, woman = "\U0001f469\u200d\U0001f33e", "\U0001f469"
    assert said(f"{farmer} works", f"{woman} works") == f"[{farmer}]{{{woman}}} works"


def test_white_space_and_signs_are_kept_as_they_are():
    assert said("one  two,\n\nthree", "one  two;\n\nthree") == "one  two[,]{;}\n\nthree"
    assert said("one two", "one\n\ntwo") == "one[ ]{\n\n}two"


def test_a_whole_sentence_is_marked_from_its_beginning_to_its_end():
    assert said("A road. A bridge.", "A road. A tunnel. A bridge.") == "A road. {A tunnel. }A bridge."
    assert said("第一条。第三条。", "第一条。第二条。第三条。") == "第一条。{第二条。}第三条。"


def test_a_word_that_two_large_changes_happen_to_share_belongs_to_them():
    before, after = "Establishing schools and universities", "Agricultural demonstration and laboratories"
    assert said(before, after) == f"[{before}]{{{after}}}"


def test_a_comparison_finds_the_longest_common_run_and_loses_nothing(monkeypatch):
    chance = random.Random(5)
    for largest in (wording.LARGEST_TABLE, 20):  # the second is small enough for halves of halves
        monkeypatch.setattr(wording, "LARGEST_TABLE", largest)
        for _ in range(300):
            before, after = ("".join(chance.choices("ab ,.中国e\u0301\n", k=chance.randrange(25))) for _ in "12")
            first, second = wording._words(before), wording._words(after)
            assert len(wording._shared(first, second)) == longest(first, second)
            pieces = compare_words(before, after)
            assert (without(pieces, "added"), without(pieces, "removed")) == (before, after)


def longest(first, second):
    """How many words two lists share in order, by the book."""
    row = [0] * (len(second) + 1)
    for one in first:
        last, row = row, [0]
        for place, other in enumerate(second):
            row.append(last[place] + 1 if one == other else max(last[place + 1], row[place]))
    return row[-1]


def test_twenty_thousand_words_are_compared_in_a_moment_and_far_longer_texts_by_sentences():
    words = [f"w{number % 997}" for number in range(10_000)]
    changed = [word if number % 50 else "new" for number, word in enumerate(words)]
    started = time.process_time()
    assert len(compare_words(" ".join(words), " ".join(changed))) == 600
    assert time.process_time() - started < 5
    sentences = [f"Sentence {number} of many words." for number in range(8_000)]
    later = [*sentences[:4_000], "One more.", *sentences[4_000:-1], "The last."]
    assert said(" ".join(sentences), " ".join(later)).count("{One more. }") == 1


def test_a_template_of_either_language_prints_the_marks_with_words_for_screen_readers():
    jinja = engines["jinja2"].from_string("{{ marked_words(before, after) }}")
    django = engines["django"].from_string("{% load wording %}{% marked_words before after %}")
    texts = {"before": "a <b> road", "after": "a <b> bridge"}
    expected = (
        'a &lt;b&gt; <del><span class="visually-hidden">removed: </span>road</del>'
        '<ins><span class="visually-hidden">added: </span>bridge</ins>'
    )
    with override("en"):
        assert jinja.render(texts) == django.render(texts) == expected == marked_words(**texts)
