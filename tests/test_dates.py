"""Dates are printed as known, no more precisely, in the three languages."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from records.models.dates import PartialDate, check_span, print_span

SPANS = [
    ("2012", "", "2012", "2012", "2012"),
    ("2012-05", "", "May 2012", "май 2012", "2012年5月"),
    ("2012-05-07", "", "7 May 2012", "7 мая 2012", "2012年5月7日"),
    ("2022-07-13", "2022-07-13", "13 July 2022", "13 июля 2022", "2022年7月13日"),
    ("2019-10-17", "2019-10-18", "17–18 October 2019", "17–18 октября 2019", "2019年10月17日至18日"),
    ("2019-09-30", "2019-10-02", "30 September – 2 October 2019", "30 сентября – 2 октября 2019",
     "2019年9月30日至10月2日"),
    ("2019-12-31", "2020-01-02", "31 December 2019 – 2 January 2020", "31 декабря 2019 – 2 января 2020",
     "2019年12月31日 – 2020年1月2日"),
    ("2019-10", "2019-11", "October 2019 – November 2019", "октябрь 2019 – ноябрь 2019", "2019年10月 – 2019年11月"),
]  # fmt: skip


def known(text):
    return PartialDate.parse(text) if text else PartialDate()


@pytest.mark.parametrize(("start", "end", "english", "russian", "chinese"), SPANS)
def test_a_span_is_printed_in_each_language(start, end, english, russian, chinese):
    printed = []
    for language in ("en", "ru", "zh-hans"):
        with translation.override(language):
            printed.append(print_span(known(start), known(end)))
    assert printed == [english, russian, chinese]


@pytest.mark.parametrize("text", ["2012", "2012-05", "2012-05-07"])
def test_a_partial_date_is_written_as_it_was_read(text):
    assert PartialDate.parse(text).iso() == text


@pytest.mark.parametrize("text", ["", "12", "2012-13", "2012-02-30", "2012-5-7", "May 2012", "2012-05-07T10:00"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(ValidationError, match="Write 2012, 2012-05 or 2012-05-07"):
        PartialDate.parse(text)


def test_the_last_day_that_a_date_may_mean():
    last = [PartialDate.parse(text).last_on.isoformat() for text in ("2012", "2012-02", "2012-02-03")]
    assert last == ["2012-12-31", "2012-02-29", "2012-02-03"]


@pytest.mark.parametrize(("start", "end"), [("2012-05-07", "2012-05-06"), ("2012-05-07", "2012-04"), ("2012", "2011")])
def test_an_end_before_the_start_is_refused_whatever_its_precision(start, end):
    with pytest.raises(ValidationError, match="The end is before the start"):
        check_span(known(start), known(end))


@pytest.mark.parametrize(("start", "end"), [("2012-05-07", "2012-05"), ("2012-05-07", "2012"), ("2012", "2012-03")])
def test_a_vague_end_may_hold_the_start(start, end):
    assert check_span(known(start), known(end)) is None
