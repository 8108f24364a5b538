"""Public templates say their sentences in the language they are compiled for."""

from django.template import engines
from django.utils import translation
from django.utils.functional import lazystr

from records.templatetags.printing import say

SAID = '{{ _("Agreements") }}: {% trans number=who %}Source {{ number }}{% endtrans %}'


def said(language: str, template: str = SAID, **values) -> str:
    """What a template says in a language."""
    with translation.override(language):
        return engines["jinja2"].from_string(template).render(values)


def test_a_template_says_each_sentence_in_the_language_of_the_visitor():
    assert [said(code, who="7") for code in ("en", "ru", "zh-hans", "en")] == [
        "Agreements: Source 7",
        "Договорённости: Источник 7",
        "协议：来源7",
        "Agreements: Source 7",
    ]


def test_what_is_put_into_a_sentence_is_escaped_and_the_sentence_is_not():
    assert said("en", who="<b>") == "Agreements: Source &lt;b&gt;"
    assert said("en", '{% trans %}<b>bold</b> & 100 %{% endtrans %}{{ _("a & b") }}') == "<b>bold</b> & 100 %a & b"


def test_a_language_the_site_does_not_have_reads_the_english_templates():
    template = '{{ _("Search") }}: 7'  # which Django itself says in French
    assert said("fr", template) == said("en", template) == "Search: 7"


def test_marks_between_what_is_printed_are_those_of_the_language():
    template = '<b title="{{ a }}, {{ a }}">{{ a }}</b>: {{ a }}; {{ a }} (a: b) — {{ a }}<p>{{ a }}:</p>'
    assert said("en", template, a=1) == '<b title="1, 1">1</b>: 1; 1 (a: b)\u00a0— 1<p>1:</p>'
    assert said("zh-hans", template, a=1) == '<b title="1，1">1</b>：1；1 (a: b)\u00a0— 1<p>1：</p>'


def test_a_label_that_waits_for_its_language_is_printed_as_a_text_is():
    assert say(lazystr("5-й научно-исследовательский")) == say("5-й научно-исследовательский")


def test_a_dash_in_a_text_never_begins_a_line():
    assert say("«Китай – Центральная Азия» — форум") == "«Китай\u00a0– Центральная Азия»\u00a0— форум"
