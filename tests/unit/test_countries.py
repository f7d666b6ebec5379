"""Numbers to call: each one can be dialled, and somebody can check where it came from."""

import datetime as dt
import re

import pytest

from backwatch import countries, paths, yaml_files

ALL = list(countries.countries().values())
EACH = pytest.mark.parametrize("country", ALL, ids=lambda found: found.code)
PROMISED = {"us", "ca", "gb", "ie", "au", "nz", "in", "de", "fr", "es", "mx"}

SEEN = {"date": dt.date(2026, 11, 20), "how": "page"}
PAGE = {"title": "A page", "url": "https://example.org/numbers"}
PHONE = {"number": "999", "name": "ambulance", "hours": "any time", "source": PAGE, "seen": SEEN}


def a_country(**changes: object) -> countries.Country:
    known = {
        "code": "gb",
        "name": "Somewhere",
        "emergency": [PHONE],
        "advice_line": None,
        "advice_words": "your doctor",
        "cancer_line": {"words": "your cancer team", "source": None, "seen": SEEN},
        "crisis_line": PHONE,
        "emergency_department": "emergency department",
        "family_doctor": "doctor",
        "spelling": "gb",
        "units": "metric",
        "temperature": "C",
    }
    return yaml_files.check(countries.Country, known | changes, "test")


def phones(country: countries.Country) -> list[countries.Phone]:
    lines = (country.advice_line, country.crisis_line)
    return [*country.emergency, *(line for line in lines if line is not None)]


def test_all_promised_countries_and_the_neutral_default_are_there():
    assert set(countries.countries()) == PROMISED | {"other"}


@EACH
def test_every_number_says_where_it_is_from_and_how_it_was_looked_up(country):
    for record in [*phones(country), *filter(None, [country.emergency_note])]:
        assert record.source.title
        assert record.source.url.startswith(("http://", "https://"))
        assert record.seen.date >= dt.date(2026, 11, 20)
        if record.seen.how != "page":
            assert record.seen.note, "say what was read instead"


@EACH
def test_words_that_were_not_looked_up_say_so(country):
    line = country.cancer_line
    assert (line.source is None) == (line.seen.how == "memory")
    if line.seen.how == "memory":
        assert line.seen.note


@EACH
def test_every_number_can_be_dialled(country):
    for phone in phones(country):
        assert re.fullmatch(r"tel:[0-9]{2,15}", phone.tel_href)


@EACH
def test_nobody_sees_an_empty_button(country):
    assert re.fullmatch(r"Call \S.*", country.emergency_button)
    for words in (country.emergency_text, country.advice_text, country.crisis_text):
        assert words.strip()
        assert "None" not in words


@EACH
def test_no_number_stands_in_the_words_that_has_no_source(country):
    sourced = {phone.number for phone in phones(country)}
    for words in (country.advice_words, country.advice_note or "", country.crisis_text):
        assert set(re.findall(r"\b[0-9](?:[0-9 -]*[0-9])?\b", words)) <= sourced


def test_the_button_shows_the_first_number():
    britain = countries.country("gb")
    assert britain.emergency_button == "Call 999"
    assert britain.emergency_href == "tel:999"
    assert britain.emergency_text == "999 or 112"


@pytest.mark.parametrize("code", [None, "", "other", "uk", "xx", "usa", "G B", "United Kingdom"])
def test_an_unknown_country_gets_no_number_and_no_guess(code):
    found = countries.country(code)
    assert found.code == "other"
    assert found.emergency == ()
    assert found.emergency_href is None
    assert found.emergency_button == "Call your emergency number"
    assert not re.search(r"[0-9]", found.emergency_text + found.advice_text + found.crisis_text)


@pytest.mark.parametrize("code", ["gb", "GB", "Gb"])
def test_capital_letters_make_no_difference(code):
    assert countries.country(code).name == "United Kingdom"


def test_only_the_united_states_use_fahrenheit_and_pounds():
    assert {c.code for c in ALL if c.temperature == "F"} == {"us"}
    assert {c.code for c in ALL if c.units == "us"} == {"us"}


def test_a_person_with_cancer_in_ireland_hears_that_the_hotline_may_be_closed():
    assert "weekdays" in (countries.country("ie").cancer_line.note or "")


def test_a_line_is_named_with_its_number_once():
    assert countries.country("gb").advice_text.startswith("NHS 111 (in Northern Ireland, your GP")
    assert countries.country("nz").advice_text == "Healthline, 0800 611 116"
    assert countries.country("gb").crisis_text == "Samaritans, 116 123"
    assert countries.country("us").crisis_text == "988 Suicide and Crisis Lifeline"


@pytest.mark.parametrize("number", ["15", "0800 111 0 111", "123456789012345"])
def test_a_number_is_written_as_people_dial_it(number):
    phone = a_country(emergency=[PHONE | {"number": number}]).emergency[0]
    assert phone.tel_href == "tel:" + number.replace(" ", "")


@pytest.mark.parametrize("number", ["", "1", " 999", "999 ", "9-8-8", "+44 999", "1" * 16, "one"])
def test_a_number_that_cannot_be_dialled_is_refused(number):
    with pytest.raises(yaml_files.DataFileError):
        a_country(emergency=[PHONE | {"number": number}])


@pytest.mark.parametrize("missing", ["source", "seen", "hours", "name"])
def test_a_number_without_its_papers_is_refused(missing):
    phone = {key: value for key, value in PHONE.items() if key != missing}
    with pytest.raises(yaml_files.DataFileError, match=missing):
        a_country(emergency=[phone])


@pytest.mark.parametrize(
    "changes",
    [
        {"emergency": []},
        {"emergency": [], "emergency_words": " "},
        {"crisis_line": None},
        {"crisis_line": None, "crisis_words": ""},
        {"advice_words": ""},
        {"temperature": "K"},
        {"flag": "red"},
        {"code": "GBR"},
    ],
)
def test_a_country_that_leaves_someone_without_help_is_refused(changes):
    with pytest.raises(yaml_files.DataFileError):
        a_country(**changes)


def test_words_may_stand_where_there_is_no_number():
    found = a_country(
        emergency=[],
        emergency_words="your emergency number",
        crisis_line=None,
        crisis_words="a friend",
    )
    assert found.emergency_button == "Call your emergency number"
    assert found.crisis_text == "a friend"


def test_a_table_without_the_neutral_default_is_refused(tmp_path, monkeypatch):
    text = (paths.CONTENT / "countries.yaml").read_text(encoding="utf-8")
    (tmp_path / "countries.yaml").write_text(text.partition("\nother:")[0], encoding="utf-8")
    monkeypatch.setattr(paths, "CONTENT", tmp_path)
    with pytest.raises(yaml_files.DataFileError, match="other"):
        countries.countries.__wrapped__()


def test_the_table_cannot_be_changed_while_the_program_runs():
    with pytest.raises(TypeError):
        countries.countries()["gb"] = a_country()  # type: ignore[index]
