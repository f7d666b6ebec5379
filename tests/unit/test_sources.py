"""The source register: nothing is cited that nobody can follow up."""

import datetime as dt

import pytest

from backwatch import paths, sources, yaml_files

ALL = list(sources.sources().values())
EACH = pytest.mark.parametrize("source", ALL, ids=lambda found: found.id)


def a_source(**changes: object) -> sources.Source:
    known = {
        "id": "leaflet",
        "short": "A leaflet",
        "title": "A leaflet on backs",
        "publisher": "A hospital",
        "kind": "patient_leaflet",
        "funding": "not known",
        "seen": "copy",
    }
    return yaml_files.check(sources.Source, known | changes, "test")


def test_the_five_articles_and_all_sources_of_the_rules_are_there():
    assert {f"seed-{number:03}" for number in range(5)} < set(sources.sources())
    assert len(ALL) >= 70


@EACH
def test_every_source_says_who_says_it_and_how_far_we_read_it(source):
    assert source.publisher
    assert source.seen in sources.SEEN_WORDS
    assert source.kind in sources.KIND_WORDS
    assert source.funding


@EACH
def test_every_address_is_a_web_address(source):
    if source.url is not None:
        assert source.url.startswith(("http://", "https://"))
        assert " " not in source.url


@EACH
@pytest.mark.parametrize("place", ["line 24", "", "  ", None])
def test_a_citation_never_prints_a_missing_value(source, place):
    for text in (sources.cite(source.id, place), sources.cite_in_full(source.id, place)):
        assert "None" not in text
        assert "()" not in text
        assert ".." not in text
        assert "  " not in text


@EACH
def test_a_source_that_was_only_summarised_or_remembered_says_so(source):
    if source.seen in {"copy", "summary"}:
        assert source.note, "say which copy or summary was read"
    assert sources.SEEN_WORDS[source.seen] in sources.cite_in_full(source.id)


def test_two_sources_are_never_cited_by_the_same_words():
    shorts = [source.short for source in ALL]
    assert len(shorts) == len(set(shorts))


def test_a_citation_names_the_place_in_the_source():
    assert sources.cite("NHS-BACK", "999 or A&E list") == "NHS, back pain (999 or A&E list)"


@pytest.mark.parametrize("place", [None, "", " "])
def test_a_place_nobody_checked_is_called_so(place):
    assert sources.cite("NHS-BACK", place) == "NHS, back pain (place not checked)"


def test_an_article_that_sells_something_says_who_pays():
    assert "clinic" in sources.cite_in_full("seed-002")
    assert "company" in sources.cite_in_full("seed-003")


def test_an_article_with_no_known_publisher_says_so():
    assert "Publisher: not named" in sources.cite_in_full("seed-004")


def test_an_unknown_source_is_an_error_that_names_it():
    with pytest.raises(yaml_files.DataFileError, match="NHS-BACKPAIN"):
        sources.cite("NHS-BACKPAIN", "line 1")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rumour"},
        {"seen": "heard"},
        {"publisher": ""},
        {"publisher": "  "},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.org/a"},
        {"url": "https://bjgp.org (Box 1)"},
        {"url": "www.nhs.uk"},
        {"date": 1899},
        {"date": 2101},
        {"author": "somebody"},
    ],
)
def test_a_wrong_record_is_refused(changes):
    with pytest.raises(yaml_files.DataFileError):
        a_source(**changes)


@pytest.mark.parametrize(
    ("date", "words"),
    [(None, None), (1900, "1900"), (2100, "2100"), (dt.date(2023, 11, 4), "4 November 2023")],
)
def test_a_date_is_told_as_far_as_it_is_known(date, words):
    assert a_source(date=date).dated == words


def test_a_source_without_an_address_keeps_none():
    assert a_source().url is None


def test_the_register_cannot_be_changed_while_the_program_runs():
    with pytest.raises(TypeError):
        sources.sources()["seed-000"] = a_source()  # type: ignore[index]


def test_a_source_named_twice_is_refused(tmp_path, monkeypatch):
    text = (paths.CONTENT / "sources.yaml").read_text(encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(text + "\nseed-000:\n  short: again\n", "utf-8")
    monkeypatch.setattr(paths, "CONTENT", tmp_path)
    with pytest.raises(yaml_files.DataFileError, match="seed-000"):
        sources.sources.__wrapped__()
