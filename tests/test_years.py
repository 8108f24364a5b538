"""The bars of years beside the filters: as many as the list has, as high as their numbers."""

import pytest

from records.charts import year_bars
from records.filters import Choice, Facet
from records.search.index import recording
from tests import forum
from tests.reading import tree


def years(*counted, chosen="") -> list[Facet]:
    choices = [Choice(code, code, code == chosen, count=count) for code, count in counted]
    return [Facet("kind", "Kind", []), Facet("year", "Year", choices)]


def test_a_bar_is_as_high_as_its_number_and_stands_at_its_year():
    bars = year_bars(years(("2015", 10), ("2013", 5), ("2012", 1), ("undated", 7), chosen="2013"))
    assert [(bar.year, bar.count, bar.x, bar.height, bar.is_chosen) for bar in bars] == [
        (2012, 1, 0, 4.4, False),
        (2013, 5, 60, 22, True),
        (2015, 10, 180, 44, False),
    ]


@pytest.mark.parametrize("counted", [(), (("2012", 3),), (("1600", 1), ("2012", 1)), (("undated", 2), ("2012", 1))])
def test_there_are_no_bars_where_they_would_say_nothing(counted):
    assert year_bars(years(*counted)) == []


def test_choices_without_counts_make_no_bars():
    assert year_bars(years(("2012", None), ("2013", None))) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_a_list_shows_the_bars_of_its_years(reader, world):
    with recording():
        forum.agreement(world.first, 1, world.china)
    drawn = [e for e in tree(reader.get("/en/agreements/?year=2014")).iter() if str(e.tag).endswith("rect")]
    assert [bar.get("class") for bar in drawn] == [None, "chosen"]
