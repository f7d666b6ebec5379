"""`trends` on the command line: the same verdicts as on screen, one diary or many."""

import datetime as dt
import io
import json
import re

import pytest

from backwatch import __main__, diary, trend_words, trends
from tests.unit.test_trends import RISING, TODAY, entries, noisy

HEADER = "date,pain_worst,wakings"
NIGHTS = [0, 0, 1, 0] * 9 + [1] * 27


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*arguments, given=""):
        stream = io.TextIOWrapper(io.BytesIO(given.encode("utf-8")), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stream)
        status = __main__.main(["trends", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def day(number, length=63):
    return TODAY - dt.timedelta(days=length - 1 - number)


def table(scores, nights=()):
    rows = [HEADER]
    for number, score in enumerate(scores):
        woken = nights[number] if nights else ""
        rows.append(f"{day(number, len(scores))},{'' if score is None else score},{woken}")
    return "\n".join(rows) + "\n"


def line(scores, name="a"):
    rows = [
        {"date": str(day(n, len(scores))), "pain_average": score} for n, score in enumerate(scores)
    ]
    return json.dumps({"id": name, "entries": rows})


def test_a_rise_is_reported_with_from_to_interval_and_words(run):
    status, out, err = run("-", given=table(RISING, NIGHTS))
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert found["pain"]["series"] == "pain_worst"
    assert found["pain"]["verdict"] == "clear_rise"
    assert found["pain"]["days"] == 63
    low, high = found["pain"]["interval"]
    assert 0 < low < found["pain"]["to"] - found["pain"]["from"] < high
    assert found["night"]["series"] == "woken"
    assert found["night"]["verdict"] == "clear_rise"
    assert found["text"].startswith("Your worst pain has very likely been rising, from about ")
    assert "about 1 of 10 people see this by chance" in found["text"]


def test_without_today_the_last_entry_is_today_and_with_it_later_days_are_not_seen(run):
    early = day(30).isoformat()
    whole = json.loads(run("-", given=table(RISING))[1])
    cut = json.loads(run("-", "--today", early, given=table(RISING))[1])
    assert (whole["pain"]["days"], cut["pain"]["days"]) == (63, 31)
    assert cut["pain"]["verdict"] != "clear_rise"


def test_replay_gives_the_first_day_of_each_tier_as_looking_every_day_would(run):
    found = json.loads(run("-", "--replay", given=table(RISING, NIGHTS))[1])["first"]
    frame = diary.days(entries(RISING, field="pain_worst"))

    def first(*verdicts):
        return next(
            day(n).isoformat()
            for n in range(63)
            if trends.pain_trend(frame, day(n)).verdict in verdicts
        )

    assert found["pain_possible"] == first("possible_rise", "clear_rise")
    assert found["pain_clear"] == first("clear_rise")
    assert found["night_possible"] <= found["night_clear"]


def test_replay_of_a_steady_diary_finds_nothing_and_says_so_with_null(run):
    status, out, _ = run("--jsonl", "--replay", given=line(noisy(4, 63), "steady"))
    nothing = dict.fromkeys(("pain_possible", "pain_clear", "night_possible", "night_clear"))
    assert (status, json.loads(out)) == (0, {"id": "steady", "first": nothing})


def test_each_line_is_answered_in_its_place_and_a_bad_one_does_not_stop_the_others(run):
    given = "\n".join((line(RISING, "a"), "{", line([11]), '{"id": 3, "entries": []}'))
    status, out, _ = run("--jsonl", given=given)
    first, broken, high, empty = (json.loads(each) for each in out.splitlines())
    assert status == 2
    assert (first["id"], first["pain"]["verdict"]) == ("a", "clear_rise")
    assert broken["error"].startswith("line 2: ")
    assert high["error"] == (
        "line 3: entry 1, pain_average: Enter your pain as a whole number from 0 to 10."
    )
    assert (empty["id"], empty["pain"]["verdict"]) == (3, "not_enough_days")
    assert (empty["night"]["verdict"], empty["pain"]["from"]) == ("not_enough_days", None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[]", "give a diary as"),
        ('{"entries": [1]}', "entry 1: give it as"),
        ('{"entries": [{"pain_worst": 3}]}', "entry 1, date: write the day"),
        ('{"entries": [{"date": "20-11-2026"}]}', "entry 1: write the day"),
        ('{"entries": [{"date": 5}]}', "entry 1: write the day"),
        ('{"entries": [{"date": "2026-11-20", "pain": 3}]}', "entry 1: pain is not a field"),
        ('{"entries": [{"date": "2026-11-20", "pain_worst": "3"}]}', "entry 1, pain_worst:"),
        ('{"entries": [{"date": "2026-11-20", "pain_worst": true}]}', "entry 1, pain_worst:"),
        ('{"entries": [], "more": 1}', "more: a diary has only id and entries"),
        ('{"id": true, "entries": []}', "id: give a text"),
    ],
)
def test_a_diary_that_cannot_be_read_gives_one_plain_sentence(run, given, said):
    status, out, _ = run("--jsonl", given=given)
    assert status == 2
    assert json.loads(out)["error"].startswith(f"line 1: {said}")


def test_a_missing_score_is_missing_and_a_0_is_a_day(run):
    with_gap = json.loads(run("-", given=table([0, None, 0, None]))[1])
    assert with_gap["pain"]["days"] == 2
    as_null = '{"entries": [{"date": "2026-11-20", "pain_worst": null}]}'
    assert json.loads(run("--jsonl", given=as_null)[1])["pain"]["days"] == 0


def test_a_bad_row_of_a_table_is_named_and_nothing_is_printed(run):
    status, out, err = run("-", given=table([3, 12]))
    assert (status, out) == (2, "")
    assert "line 3, pain_worst" in err


# --- the words ---


def all_sentences():
    words = trend_words.words()
    yield from words.pain.values()
    yield from words.night.values()
    yield from words.after.model_dump().values()
    yield from words.treatment.values()


def test_every_verdict_has_words_for_pain_and_every_possible_one_for_nights():
    verdicts = {"not_enough_days", "cannot_tell", "no_change", "possible_rise", "clear_rise"}
    assert set(trend_words.words().pain) == {*verdicts, "clear_fall"}
    assert set(trend_words.words().night) == verdicts - {"no_change"}


def test_the_words_are_short_and_read_at_grade_8_or_lower():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    filled = [re.sub(r"\{\w+\}", "3", sentence) for sentence in all_sentences()]
    assert textstat.flesch_kincaid_grade(" ".join(filled)) <= 8
    for text in filled:
        for sentence in re.split(r"(?<=\.) ", text):
            assert len(sentence.split()) <= 25, sentence


def test_no_sentence_reassures():
    for sentence in all_sentences():
        assert not re.search(r"\b(safe|fine|nothing is wrong|no need)\b", sentence)
    for verdict in ("no_change", "cannot_tell", "not_enough_days"):
        quiet = trends.Trend("pain_worst", verdict, None, None, None, None, 30)
        assert "This does not mean that all is well." in trend_words.after(quiet)


def test_the_chance_that_is_told_is_the_one_of_the_limit():
    found = trends.pain_trend(diary.days(entries(RISING)), TODAY)
    clear = trend_words.sentence(found, TODAY.toordinal())
    assert "about 1 of 10 people" in clear
    possible = trends.Trend("pain_worst", "possible_rise", 4.0, TODAY, 3.0, 4.2, 40)
    said = trend_words.sentence(possible, TODAY.toordinal() + 21)
    assert "3 of 10 people" in said
    assert "since about 3 weeks ago" in said
    assert "from about 3 to about 4" in said
