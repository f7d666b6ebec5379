import datetime as dt
import re

import pytest

from backwatch import summary
from backwatch.outputs import text
from backwatch.summary import Answers, DangerSigns, DayRow, OwnWords, Person
from backwatch.summary_words import answer_words, words
from tests.sheet_pages import bare_letters, printed_texts, texts
from tests.unit.summary_people import (
    MADE_AT,
    bare,
    changes,
    check,
    days_ago,
    diary,
    emergency,
    recorded,
    rich,
    weeks,
)


# ------------------------------------------------------------------ the level
def test_level_box_says_the_level_out_of_five_and_what_to_do():
    box = rich().level
    assert box.label == "Self-check: level 3 of 5"
    assert box.title == "Ask for an urgent visit in the next few days"
    assert box.rank == 3


def test_without_a_check_the_sheet_says_so():
    sheet = bare()
    assert sheet.level.title == "No check has been done yet."
    assert sheet.level.rank == 0
    assert sheet.reasons == ()
    assert "No check has been done yet" in sheet.no_reasons


def test_an_unfinished_check_says_at_least():
    sheet = rich(check=check(status="incomplete"))
    assert sheet.level.label == "Self-check: at least level 3 of 5"


def test_a_check_of_an_earlier_day_carries_its_date_and_no_date_that_has_passed():
    sheet = rich(check=check(made_on=dt.date(2026, 10, 30), safety_net=dt.date(2026, 11, 6)))
    assert sheet.level.label == "Self-check of 30 Oct: level 3 of 5"
    assert "6 Nov" not in sheet.safety_net


def test_an_unfinished_check_without_a_level_claims_no_level():
    sheet = rich(check=check(status="incomplete", rank=None))
    assert (sheet.level.rank, sheet.level.title) == (0, "No level yet")


def test_a_person_under_18_gets_no_level():
    sheet = rich(check=check(status="under_18", rank=None))
    assert sheet.level.title == "No level is given under 18"


@pytest.mark.parametrize("rank", [0, 6])
def test_a_level_outside_one_to_five_is_refused(rank: int):
    with pytest.raises(ValueError, match="1 to 5"):
        rich(check=check(rank=rank))


def test_an_emergency_sheet_does_not_soothe_or_wait_for_a_call_back():
    sheet = emergency()
    assert sheet.level.calm == ""
    assert "do not wait" in sheet.safety_net


def test_safety_net_names_its_day():
    assert "25 Nov" in rich().safety_net
    assert "Nov" not in rich(check=check(safety_net=None)).safety_net


def test_rules_nobody_has_reviewed_are_called_not_reviewed():
    assert rich().small_print[-1] == "No clinician has reviewed these rules yet."


def test_base_rate_of_everyone_is_not_printed_for_a_person_with_cancer():
    assert "993 do not" in " ".join(rich().small_print)
    assert "993" not in " ".join(emergency().small_print)


def test_emergency_line_has_the_number_of_the_country_or_says_it_is_the_local_one():
    assert "999 or 112" in rich().help_heading
    assert "the emergency number where you are" in bare().help_heading


# ------------------------------------------------------------------ danger signs
def test_a_sign_given_twice_stands_only_in_the_most_serious_list():
    signs = DangerSigns(
        yes=("a",), not_sure=("a", "b"), no=("a", "b", "c"), not_asked=("a", "b", "c", "d", "d")
    )
    lists = {name: signs for name, _, signs in rich(danger=signs).danger}
    assert lists == {"yes": ("a",), "not_sure": ("b",), "no": ("c",), "not_asked": ("d",)}


def test_signs_that_were_never_asked_are_not_called_no():
    assert bare().danger == ()
    assert "They have not been asked about yet." in text.text(bare(), made_at=MADE_AT)


# ------------------------------------------------------------------ the diary
def test_without_a_diary_there_is_no_chart_and_no_change_table():
    sheet = rich(days=[])
    assert sheet.chart is None
    assert (sheet.change, sheet.diary) == ((), ())


def test_entries_before_the_period_leave_the_period_empty():
    assert rich(days=recorded(range(56, 60), pain_worst=5)).chart is None
    assert rich(days=recorded(range(55, 60), pain_worst=5)).chart is not None


def test_entries_of_the_future_are_left_out():
    assert rich(days=recorded(range(-3, 0), pain_worst=5)).chart is None


def test_two_rows_for_one_day_are_refused():
    with pytest.raises(ValueError, match="two rows"):
        rich(days=recorded(range(1)) * 2)


def test_zero_stays_zero_and_missing_stays_missing():
    days = [DayRow(days_ago(1), pain_worst=0, woken=False), DayRow(days_ago(0))]
    sheet = rich(days=days)
    assert sheet.chart is not None
    assert sheet.chart.worst[-2:] == (0, None)
    assert sheet.chart.woken[-2:] == (False, None)
    assert sheet.diary[-2][1:5] == ("0", "not recorded", "no", "not recorded")
    assert sheet.diary[-1][1:5] == ("not recorded",) * 4
    assert len(sheet.diary[-3]) == 1  # no entry at all


def test_a_row_that_was_not_recorded_counts_as_no_entry():
    days = [*recorded(range(1, 20), pain_worst=4), DayRow(days_ago(0), recorded=False)]
    sheet = weeks(days)
    assert changes(sheet)["Days with an entry"][1] == "19 of 28"
    assert len(sheet.diary[-1]) == 1


def test_a_gap_in_the_diary_breaks_the_middle_line():
    days = recorded(range(20, 40), pain_worst=4) + recorded(range(0, 10), pain_worst=6)
    sheet = rich(days=days)
    assert sheet.chart is not None
    line = sheet.chart.line[::-1]  # number of days ago
    assert all(value is None for value in line[10:20])
    assert line[20] == 4
    assert line[7] is None  # only 3 of its 7 days are recorded
    assert line[6] == 6


def test_fewer_than_ten_days_draw_no_line():
    nine, ten = (rich(days=recorded(range(n), pain_worst=4)).chart for n in (9, 10))
    assert nine is not None
    assert ten is not None
    assert set(nine.line) == {None}
    assert 4 in ten.line


def test_three_days_are_not_shown_as_eight_empty_weeks():
    sheet = rich(days=diary(3))
    assert sheet.chart is not None
    assert len(sheet.chart.worst) == 14
    assert sheet.chart.takeaway == "not enough days to say how it is changing"


def test_a_long_diary_shows_the_last_eight_weeks():
    sheet = rich(days=diary(400))
    assert sheet.chart is not None
    assert len(sheet.chart.worst) == len(sheet.diary) == 56


@pytest.mark.parametrize("shown", [13, 7306])
def test_a_period_the_chart_cannot_show_is_refused(shown: int):
    with pytest.raises(ValueError, match="14 to 7305"):
        rich(shown_days=shown)


def test_shortest_and_longest_period_are_shown():
    for shown in (14, 70):
        chart = rich(days=diary(400), shown_days=shown).chart
        assert chart is not None
        assert len(chart.worst) == shown


@pytest.mark.parametrize(
    ("before", "since", "word"), [(4, 5, "more"), (5, 4, "less"), (4, 4, "same")]
)
def test_one_point_is_the_smallest_change_in_pain(before: int, since: int, word: str):
    days = recorded(range(28, 38), pain_worst=before) + recorded(range(10), pain_worst=since)
    assert changes(weeks(days))["Worst pain, middle value"] == [
        str(before),
        str(since),
        word,
    ]


def test_half_a_point_is_called_the_same():
    days = recorded(range(28, 38), pain_worst=4)
    days += recorded(range(5), pain_worst=4) + recorded(range(5, 10), pain_worst=5)
    assert changes(weeks(days))["Worst pain, middle value"] == ["4", "4.5", "same"]


def test_nine_days_on_one_side_are_not_enough_to_compare():
    days = recorded(range(28, 37), pain_worst=1) + recorded(range(10), pain_worst=9)
    row = changes(weeks(days))["Worst pain, middle value"]
    assert row == ["not enough days", "9", "cannot say"]


@pytest.mark.parametrize(("woken", "word"), [(14, "more"), (13, "same")])
def test_fifteen_in_a_hundred_is_the_smallest_change_in_nights(woken: int, word: str):
    days = [DayRow(days_ago(28 + n), woken=n < 11) for n in range(20)]
    days += [DayRow(days_ago(n), woken=n < woken) for n in range(20)]
    # 14 of 20 less 11 of 20 is a little under 0.15 in binary numbers.
    assert changes(weeks(days))["Nights woken by pain"] == ["11 of 20", f"{woken} of 20", word]


def test_seven_is_a_bad_day_and_six_is_not():
    days = recorded(range(5), pain_worst=7) + recorded(range(5, 12), pain_worst=6)
    assert changes(rich(days=days))["Days at 7 or more"][1] == "5 of 12"


def test_what_is_never_recorded_has_no_row_of_its_own():
    table = changes(weeks(recorded(range(56), pain_worst=4)))
    assert "Night pain, middle value" not in table
    assert table["Nights woken by pain"] == ["not recorded", "not recorded", "cannot say"]


def test_text_alternative_of_the_chart_says_the_same_numbers():
    days = [*recorded(range(1, 20), pain_worst=4), DayRow(days_ago(0), pain_worst=0)]
    chart = rich(days=days).chart
    assert chart is not None
    assert "20 of 20 days have a score" in chart.alt
    assert "Lowest 0, middle 4, highest 4." in chart.alt


# ------------------------------------------------------------------ words
def test_no_name_leaves_a_line_to_write_on():
    assert rich(person=Person(name="  ")).name is None
    assert "Name not recorded" in text.text(bare(), made_at=MADE_AT)


def test_braces_in_a_persons_own_words_are_only_text():
    sheet = rich(person=Person("{name}", filled_in_by="{date} {x}"))
    assert sheet.name == "{name}"
    assert "{date} {x}" in sheet.filled_in


def test_a_map_that_would_leave_out_a_place_is_not_drawn():
    assert rich().zones == ("upper",)
    sheet = rich(answers=Answers(zones=("upper", "shoulder")))
    assert (sheet.zones, sheet.map_alt) == ((), "")


def test_fixed_sentences_use_no_signs_that_are_misread():
    fixed = words().model_dump_json(exclude={"numbers"})
    assert re.findall(r"[<>&+@/]", fixed) == []


def test_words_for_answers_use_no_signs_that_are_misread():
    said = answer_words().model_dump_json(exclude={"offered"})
    assert re.findall(r"[<>&+@/]", said) == []


def test_fixed_sentences_read_at_grade_8_or_lower():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    parts = words().model_dump(exclude={"numbers", "months", "weekdays", "names", "reviewed_by"})
    found = [text for text in texts(parts) if len(text.split()) >= 7]
    found += [each.ask for each in answer_words().offered if each.ask]
    assert len(found) > 30
    hard = [text for text in found if textstat.flesch_kincaid_grade(text) > 8]
    assert hard == []


def test_fixed_sentences_are_short():
    fixed = words().model_dump(exclude={"numbers", "lists", "names", "months", "weekdays"})
    strings = [s for part in fixed.values() if part for s in part.values()]
    for string in strings:
        for sentence in re.split(r"[.;] ", string):
            assert len(sentence.split()) <= 20, sentence


# ------------------------------------------------------------------ plain text
@pytest.mark.parametrize("sheet", [rich(), bare(), emergency(), rich(days=[])])
def test_plain_text_is_at_most_72_columns_wide(sheet: summary.AppointmentSummary):
    assert max(map(len, text.text(sheet, made_at=MADE_AT).splitlines())) <= 72


def test_plain_text_holds_level_reasons_signs_number_and_limits():
    flat = " ".join(text.text(rich(), made_at=MADE_AT).split())
    for part in (
        "ASK FOR AN URGENT VISIT",
        "Night pain together with weight loss and cough",
        "Not sure: numbness between the legs.",
        "999 or 112",
        "No clinician has reviewed these rules yet.",
        "made 20 Nov 2026, 09:12",
    ):
        assert part in flat


@pytest.mark.parametrize("variant", ["normal", "emergency"])
def test_plain_text_loses_nothing_of_the_sheet(variant: str):
    for sheet in (rich(variant=variant), emergency(variant=variant)):
        copy = bare_letters(text.text(sheet, made_at=MADE_AT)).lower()
        # the mark in the chart is said in the heading of the change table
        own = [one.rstrip(":") for one in printed_texts(sheet) if not one.startswith("last visit")]
        assert [one for one in own if bare_letters(one).lower() not in copy] == []


def test_plain_text_keeps_letters_the_pdf_cannot_print():
    sheet = rich(own_words=OwnWords(story="ปวดหลัง\u202e\x00 มาก"))
    assert "ปวดหลัง มาก" in text.text(sheet, made_at=MADE_AT)


def test_plain_text_has_no_signs_that_hide_or_turn_text():
    sheet = rich(own_words=OwnWords(want="safe\u202eevil\u200b\x00", questions=("\u2066x",)))
    out = text.text(sheet, made_at=MADE_AT)
    assert "safeevil" in out
    assert not any(sign in out for sign in "\u202e\u200b\x00\u2066")


def test_plain_text_tells_a_day_without_entry_from_a_day_of_zero():
    out = text.text(rich(days=[DayRow(days_ago(1), pain_worst=0)]), made_at=MADE_AT)
    assert re.search(r"Thu 19 Nov +0 ", out)
    assert re.search(r"Fri 20 Nov +no entry", out)
