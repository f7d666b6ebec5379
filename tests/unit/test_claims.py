"""The claims and their sources: each says who says it and where, and the two files read as one."""

import re

import pytest

from backwatch import articles, paths, sources
from backwatch.claims import claims, how_sure
from backwatch.yaml_files import DataFileError
from tests.unit.article_files import ORIGINALS

SHOWN = """
how_sure: {single: One source says this., disputed: The sources do not agree.}
claims:
  - {id: one, statement: One., sure: single, sources: [{id: seed-000, place: line 1}]}
"""
MORE = """
claims:
  - {id: two, statement: Two., sure: single, sources: [{id: seed-000, place: line 2}]}
"""


def read(folder, monkeypatch, first=SHOWN, more=MORE):
    (folder / "claims.yaml").write_text(first, encoding="utf-8")
    if more is not None:
        (folder / "claims_more.yaml").write_text(more, encoding="utf-8")
    monkeypatch.setattr(paths, "CONTENT", folder)
    claims_module = claims.__wrapped__.__globals__
    monkeypatch.setitem(claims_module, "_file", claims_module["_file"].__wrapped__)
    return claims.__wrapped__()


# --- what our own claims hold ---


def test_every_claim_names_a_known_source_with_its_place_or_says_that_nobody_checked_it():
    for claim in claims().values():
        for one in claim.sources:
            assert one.id in sources.sources(), (claim.id, one.id)
            assert one.place.strip(), claim.id
            if one.id.startswith("seed-"):
                assert re.fullmatch(r"(whole article|lines? \d[\d, and to]*)", one.place), claim.id


def test_every_line_that_a_claim_names_is_there_and_not_empty():
    if not ORIGINALS.is_dir():
        pytest.skip("the five articles are not beside this copy of the project")
    lines = {
        f"seed-{path.name[:3]}": path.read_text(encoding="utf-8").splitlines()
        for path in ORIGINALS.glob("*.txt")
    }
    assert len(lines) == 5
    for claim in claims().values():
        for one in claim.sources:
            for number in map(int, re.findall(r"\d+", one.place)) if one.id in lines else ():
                assert lines[one.id][number - 1].strip(), (claim.id, one.id, number)


def test_no_claim_names_a_source_twice():
    for claim in claims().values():
        named = [one.id for one in claim.sources]
        assert len(named) == len(set(named)), claim.id


def test_every_source_of_a_claim_has_a_date_or_plainly_none_and_says_who_pays():
    for claim in claims().values():
        for one in claim.sources:
            said_by = sources.source(one.id)
            assert said_by.funding
            told = sources.cite_in_full(one.id)
            assert f"Date: {said_by.dated or 'not known'}" in told
            assert f"Who pays for it: {said_by.funding}" in told


def test_a_disputed_claim_gives_both_sides():
    disputed = [one for one in claims().values() if one.sure == "disputed"]
    assert len(disputed) > 20
    assert all(one.differs for one in disputed)


def test_a_claim_of_several_articles_is_not_called_one_sources_word():
    for claim in claims().values():
        others = [one for one in claim.sources if one.id != "OURS"]
        if claim.sure == "single":
            assert len(others) == 1, claim.id
        if not others:
            assert claim.sure == "ours", claim.id
        if claim.sure == "agreed":
            assert len(claim.sources) > 1, claim.id


def test_a_claim_is_said_in_at_most_25_words_a_sentence_and_in_plain_ones():
    textstat = pytest.importorskip("textstat", reason="textstat needs requirements-dev.txt")
    for claim in claims().values():
        for text in (claim.statement, claim.differs, claim.caution, claim.quoted):
            for sentence in re.split(r"(?<=[.!?])\s+", text or ""):
                assert len(sentence.split()) <= 25, (claim.id, sentence)
    together = " ".join(claim.statement for claim in claims().values())
    assert textstat.flesch_kincaid_grade(together) <= 8


def test_a_claim_that_quotes_a_body_says_through_whom():
    quoting = [one for one in claims().values() if one.quoted]
    assert len(quoting) >= 14
    for claim in quoting:
        assert re.match(r"(The|One) article (quotes|names) ", claim.quoted), claim.id


def test_each_claim_can_say_how_sure_it_is():
    assert how_sure(claims()["most-back-pain-not-cancer"]) == "Several sources say this."


# --- the two files ---


def test_the_second_file_reads_as_if_it_stood_at_the_end_of_the_first(tmp_path, monkeypatch):
    assert list(read(tmp_path, monkeypatch)) == ["one", "two"]


def test_without_the_second_file_the_first_is_all(tmp_path, monkeypatch):
    assert list(read(tmp_path, monkeypatch, more=None)) == ["one"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("id: two", "id: one"), r"claims_more\.yaml: claim one is there twice"),
        (("sure: single", "sure: likely"), r"claims_more\.yaml: claim two: 'likely' is not in"),
        (("sure: single", "sure: disputed"), r"claims_more\.yaml, line 3.*has no 'differs'"),
        (("id: two", "id: Two"), r"claims_more\.yaml, line 3.*pattern"),
        (("place: line 2", "place: ''"), r"claims_more\.yaml, line 3.*at least 1 character"),
        (("[{id: seed-000, place: line 2}]", "[]"), r"claims_more\.yaml, line 3.*at least 1 item"),
        (("sure: single", "sure: single, colour: red"), r"claims_more\.yaml, line 3.*colour"),
    ],
)
def test_a_wrong_record_in_the_second_file_is_an_error(tmp_path, monkeypatch, change, problem):
    with pytest.raises(DataFileError, match=problem):
        read(tmp_path, monkeypatch, more=MORE.replace(*change))


def test_a_claim_that_is_twice_in_one_file_is_an_error(tmp_path, monkeypatch):
    twice = SHOWN + SHOWN.splitlines()[-1]
    with pytest.raises(DataFileError, match=r"claims\.yaml: claim one is there twice"):
        read(tmp_path, monkeypatch, first=twice)


def test_the_second_register_of_sources_reads_as_if_it_stood_at_the_end(tmp_path, monkeypatch):
    record = "{short: a, title: b, publisher: c, kind: study, funding: d, seen: primary}"
    (tmp_path / "sources.yaml").write_text(f"ONE: {record}\n", "utf-8")
    monkeypatch.setattr(paths, "CONTENT", tmp_path)
    assert list(sources.sources.__wrapped__()) == ["ONE"]
    (tmp_path / "sources_more.yaml").write_text(f"TWO: {record}\n", "utf-8")
    assert list(sources.sources.__wrapped__()) == ["ONE", "TWO"]
    (tmp_path / "sources_more.yaml").write_text(f"ONE: {record}\n", "utf-8")
    with pytest.raises(DataFileError, match=r"sources_more\.yaml: ONE is there twice"):
        sources.sources.__wrapped__()


def test_the_claims_cannot_be_changed_while_the_program_runs():
    with pytest.raises(TypeError):
        claims()["new"] = claims()["most-back-pain-not-cancer"]  # type: ignore[index]


def test_every_article_rests_on_claims_that_are_there():
    for article in articles.articles():
        assert set(article.cited) <= set(claims())
