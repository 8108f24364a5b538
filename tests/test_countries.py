"""The names of countries, made from the Unicode CLDR by a build step."""

import json
import runpy
from pathlib import Path

import pytest

from records.models.reference import NAME_LANGUAGES, country_names

BUILD_STEP = Path(__file__).parent.parent / ".ci" / "countries.py"


@pytest.fixture(scope="module")
def build_step():
    return runpy.run_path(str(BUILD_STEP))


def test_every_country_of_iso_3166_1_has_a_name_in_every_language():
    names = country_names()
    assert len(names) == 249
    assert {code: set(named) for code, named in names.items() if set(named) != set(NAME_LANGUAGES)} == {}


def test_regions_that_are_no_countries_are_left_out():
    left_out = {"AC", "EA", "EU", "EZ", "IC", "TA", "UN", "XA", "XK", "ZZ"}
    assert set(country_names()) & left_out == set()
    assert {"TW", "HK", "AX", "UM"} <= set(country_names())


def test_kazakhstan_is_named_in_eight_languages_each_in_its_script():
    assert country_names()["KZ"] == {
        "en": "Kazakhstan",
        "ru": "Казахстан",
        "zh": "哈萨克斯坦",
        "kk": "Қазақстан",
        "ky": "Казакстан",
        "tg": "Қазоқистон",
        "tk": "Gazagystan",
        "uz": "Qozogʻiston",
    }


def test_the_file_is_what_the_build_step_makes(build_step):
    written = build_step["FILE"].read_text(encoding="utf-8")
    assert json.loads(written) == build_step["document"]()
    assert json.loads(written)["source"].startswith("Unicode CLDR 47")


def test_codes_and_languages_stand_in_one_order(build_step):
    document = build_step["document"]()
    assert list(document["names"]) == sorted(document["names"])
    assert {tuple(names) for names in document["names"].values()} == {NAME_LANGUAGES}


def test_a_list_that_no_longer_fits_stops_the_build(build_step, monkeypatch):
    monkeypatch.setitem(build_step["country_codes"].__globals__, "ASSIGNED", 250)
    with pytest.raises(SystemExit, match="assigns 250 codes, but 249 are left"):
        build_step["country_codes"]()
