"""What the diary says in the check: when it speaks, when it is silent, and that it only raises."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from backwatch import diary, evidence, merging, sources, triage
from backwatch.conditions import NOT_SURE
from backwatch.diary import Entry, Medicine, Place, Treatment
from backwatch.evidence import Evidence, from_diary
from backwatch.merging import decide, merged, standing, to_ask
from backwatch.questionnaire import questionnaire
from tests import people_cases
from tests.people_cases import changed, person

TODAY = dt.date(2026, 11, 20)
BOOK = triage.rule_book()
QUESTIONS = questionnaire()
CALM = person("strain")
RECORDED = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def day(ago):
    return TODAY - dt.timedelta(days=ago)


def entry(ago=0, **values):
    return Entry(person_id="a", date=day(ago), recorded_at=RECORDED, **values)


def treatment(started, ended=None, **values):
    end = None if ended is None else day(ended)
    return Treatment(person_id="a", name="pills", started=day(started), ended=end, **values)


def said(entries, treatments=()):
    """Return {id: answer} of the strongest items."""
    found = from_diary(entries, TODAY, treatments)
    return {item.id: item.answer for item in standing(found, (), TODAY)}


def item(id, entries, treatments=()):
    return next(each for each in from_diary(entries, TODAY, treatments) if each.id == id)


def together(answers, items, decided=()):
    return merged(QUESTIONS.read(answers), items, decided, today=TODAY)


def nights(*wakings, first=0):
    """Return one entry a night, the last one first; None is a night that nobody recorded."""
    return [entry(first + ago, wakings=w) for ago, w in enumerate(wakings)]


# Nights


@pytest.mark.parametrize(
    ("wakings", "counts"),
    [
        ((1, 1, 1, 1, 0, 0, 0), True),
        ((0, 0, 0, 1, 1, 1, 1), True),
        ((1, 1, 1, 0, 0, 0, 0), False),
        ((9, 9, 9, 0, 0, 0, 0), False),
        ((1, 1, 1, 0, 0, 0, 0, 1), False),  # the fourth is not among the last 7
        ((1, 1, 1, None, 0, 0, 0, 1), True),  # now it is: a night not recorded is not a quiet one
        ((1, 1, 1, 1), True),
        ((1, 1, 1), False),
        ((0,) * 7, False),
        ((None,) * 7, False),
    ],
)
def test_woken_on_4_of_the_last_7_recorded_nights_is_most_nights(wakings, counts):
    assert said(nights(*wakings)) == ({"night": "most_nights"} if counts else {})


@pytest.mark.parametrize(("first", "counts"), [(11, True), (12, False)])
def test_nights_of_more_than_14_days_ago_say_nothing_about_now(first, counts):
    assert bool(said(nights(1, 1, 1, 1, first=first))) is counts


def test_the_night_evidence_says_how_many_nights_and_names_the_woken_ones():
    found = item("night", nights(1, 0, 2, 1, 0, 1, 3))
    assert found.sentence == "You noted being woken by pain on 5 of the last 7 recorded nights."
    assert found.days == (day(6), day(5), day(3), day(2), day(0))
    assert (found.fields, found.strength) == (("wakings",), 5)


def test_two_entries_of_one_morning_are_one_night():
    assert said([entry(ago, wakings=w) for ago in range(3) for w in (0, 1)]) == {}


def test_entries_after_today_are_not_looked_at():
    assert (
        said([entry(-ago, wakings=1, pain_now=9, symptoms=("calf",)) for ago in (1, 2, 3, 4)]) == {}
    )


# Trend


def rising(days, last=0):
    return [
        entry(last + days - 1 - n, pain_average=min(10, 2 + max(0, n - 20) // 5))
        for n in range(days)
    ]


def test_a_clear_rise_is_slowly_getting_worse_and_rests_on_the_days_since():
    found = item("trend", rising(56))
    assert (found.answer, found.fields) == ("worse_slow", ("pain_average",))
    assert found.days[-1] == TODAY
    assert 20 <= len(found.days) <= 50
    assert "by chance too" in found.sentence


def test_a_possible_rise_is_never_evidence():
    from backwatch.trends import pain_trend

    verdicts = {}
    for days in range(21, 50):
        entries = rising(days)
        verdict = pain_trend(diary.days(entries), TODAY).verdict
        verdicts[verdict] = "trend" in said(entries)
    assert verdicts["possible_rise"] is False
    assert verdicts["clear_rise"] is True


@pytest.mark.parametrize(("last", "counts"), [(14, True), (15, False)])
def test_a_rise_that_ended_more_than_14_days_ago_says_nothing_about_now(last, counts):
    assert ("trend" in said(rising(56, last=last))) is counts


@pytest.mark.parametrize(("years_ago", "counts"), [("pain_worst", False), ("pain_average", True)])
def test_the_series_is_that_of_the_whole_diary_also_of_its_old_days(years_ago, counts):
    rise = rising(56)
    level = [entry(n, pain_worst=4) for n in range(0, 50)]
    old = [entry(400 + n, **{years_ago: 4}) for n in range(300)]
    assert ("trend" in said([*old, *rise, *level])) is counts


def test_years_of_older_days_change_nothing_that_a_rise_rests_on():
    old = [entry(200 + n, pain_average=n % 11) for n in range(700)]
    assert item("trend", [*old, *rising(56)]) == item("trend", rising(56))


def test_a_falling_or_level_diary_never_says_better():
    for entries in (
        [entry(55 - n, pain_average=max(0, 8 - n // 7)) for n in range(56)],
        [entry(55 - n, pain_average=4) for n in range(56)],
    ):
        assert "trend" not in said(entries)


# Severity


@pytest.mark.parametrize(
    "values",
    [
        {"pain_now": 8},
        {"pain_worst": 8},
        {"pain_night": 8, "pain_worst": 3},
        {"pain_average": 8},
        {"pain_least": 8},
        {"places": (Place(place="upper", score=8), Place(place="lower"))},
    ],
)
def test_the_highest_pain_of_any_kind_counts(values):
    assert said([entry(1, **values), entry(0, pain_now=2)]) == {"severity": 8}


@pytest.mark.parametrize(("ago", "counts"), [(0, True), (7, True), (8, False)])
def test_pain_counts_for_7_days(ago, counts):
    assert ("severity" in said([entry(ago, pain_now=9)])) is counts


def test_a_recorded_zero_is_a_score_and_no_score_is_none():
    assert said([entry(0, pain_now=0)]) == {"severity": 0}
    assert said([entry(0, too_bad=True, note="bad")]) == {}


# Treatment that did not help


def pills(*reliefs, every=1):
    return [
        entry(every * n, medicines=(Medicine(name="pills", relief=relief),))
        for n, relief in enumerate(reliefs)
    ]


@pytest.mark.parametrize(
    ("reliefs", "counts"),
    [
        ((0, 0, 0), True),
        ((1, 1, 1), True),
        ((0, 0), False),
        ((0, 0, None), False),  # nobody said whether it helped
        ((0, 0, 0, 2), False),  # once it did
        ((2, 2, 2), False),
    ],
)
def test_medicine_without_relief_on_3_days_did_not_help(reliefs, counts):
    assert said(pills(*reliefs)) == ({"tried": "no_help"} if counts else {})


@pytest.mark.parametrize(
    ("every", "count", "weeks"),
    [(1, 3, "under2"), (1, 14, "under2"), (1, 15, "w2_4"), (7, 5, "w2_4"), (5, 7, "over4")],
)
def test_how_long_it_was_tried_comes_from_the_dates(every, count, weeks):
    found = from_diary(pills(*(0,) * count, every=every), TODAY)
    got = {each.also["tried_weeks"] for each in found}
    assert got == ({weeks} if 2 * every <= 14 and count >= 3 else set())


def test_three_days_need_to_lie_in_the_last_14():
    assert said(pills(0, 0, 0, every=7)) == {"tried": "no_help"}
    assert said(pills(0, 0, 0, every=8)) == {}


def test_an_earlier_medicine_that_helped_ends_the_count_of_weeks():
    long_ago = entry(20, medicines=(Medicine(name="other", relief=0),))
    between = entry(15, medicines=(Medicine(name="other", relief=2),))
    bridge = entry(15, medicines=(Medicine(name="other", relief=1),))
    assert item("tried", [*pills(0, 0, 0), between, long_ago]).also == {"tried_weeks": "under2"}
    assert item("tried", [*pills(0, 0, 0), bridge, long_ago]).also == {"tried_weeks": "w2_4"}
    assert item("tried", [*pills(0, 0, 0), long_ago]).also == {"tried_weeks": "under2"}  # a break


@pytest.mark.parametrize(
    ("given", "weeks"),
    [
        (treatment(13, helped=0), None),
        (treatment(14, helped=0), "w2_4"),
        (treatment(28, helped=0), "w2_4"),
        (treatment(29, helped=0), "over4"),
        (treatment(40, helped=1), None),
        (treatment(40), None),
        (treatment(60, ended=28, helped=0), "over4"),
        (treatment(60, ended=29, helped=0), None),
        (treatment(40, ended=27, helped=0), None),  # used for 13 days
        (treatment(40, kind="chemo", helped=0), None),
        (treatment(40, kind="massage", helped=0), "over4"),
        (treatment(-1, helped=0), None),
    ],
)
def test_a_treatment_of_two_weeks_that_did_not_help_at_all_counts(given, weeks):
    found = from_diary([], TODAY, [given])
    assert [each.also["tried_weeks"] for each in found] == ([weeks] if weeks else [])


def test_one_treatment_that_helped_ends_it():
    failed = treatment(40, helped=0)
    assert said([], [failed, treatment(10, helped=3)]) == {}
    assert said([], [failed, treatment(90, ended=60, helped=3)]) == {"tried": "no_help"}
    assert said(pills(5), [failed]) == {}
    assert said(pills(0, 0, 0), [treatment(10, helped=3)]) == {}


# Danger signs and choices


@pytest.mark.parametrize("sign", diary.vocabulary().danger_signs)
def test_a_danger_sign_ticked_in_the_last_7_days_is_a_yes(sign):
    assert said([entry(7, danger_signs={sign: "yes"})]) == {sign: "yes"}
    assert said([entry(8, danger_signs={sign: "yes"})]) == {}
    assert said([entry(1, danger_signs={sign: NOT_SURE})]) == {sign: NOT_SURE}
    assert said([entry(1, danger_signs={sign: "no"})]) == {}
    assert said([entry(1)]) == {}


def test_a_later_no_does_not_take_back_a_yes():
    found = item(
        "g_walk",
        [
            entry(3, danger_signs={"g_walk": "yes"}),
            entry(2, danger_signs={"g_walk": NOT_SURE}),
            entry(1, danger_signs={"g_walk": "no"}),
        ],
    )
    assert (found.answer, found.days) == ("yes", (day(3),))


@pytest.mark.parametrize(
    ("field", "choice", "expected"),
    [
        ("symptoms", "fever_high", {"fever": "high"}),
        ("symptoms", "fever_mild", {"fever": "mild"}),
        ("symptoms", "numb_one", {"nerve_limb": "numb_one"}),
        ("symptoms", "blood_streaks", {"blood_streaks": "past_week"}),
        ("symptoms", "calf", {"calf": "yes"}),
        ("symptoms", "face_swell", {"face_swell": "yes"}),
        ("symptoms", "thirst", {"body:thirst": "thirst"}),
        ("symptoms", "neck_lump", {"lung_other:neck_lump": "neck_lump"}),
        ("symptoms", "cough", {}),  # for how long, an entry does not say
        ("symptoms", "none", {}),
        ("symptoms", "dizzy", {}),
        ("spread", "both_legs", {"spread:both_legs": "both_legs"}),
        ("spread", "band", {"band": "yes"}),
        ("spread", "none", {}),
        ("worse_with", "cough", {"worse_with:cough": "cough"}),
        ("worse_with", "rest", {"rest": "worse"}),
        ("worse_with", "none", {}),
        ("eased_by", "rest", {}),  # it would reassure
        ("eased_by", "position", {}),
        ("eased_by", "none", {}),
        ("feels_like", "numb", {}),
    ],
)
def test_a_choice_that_names_an_answer_of_the_check_counts_for_7_days(field, choice, expected):
    assert said([entry(7, **{field: (choice,)})]) == expected
    assert said([entry(8, **{field: (choice,)})]) == {}


def test_no_choice_of_the_diary_reassures():
    everything = [
        entry(0, **{field: (choice.id,)})
        for field in ("spread", "worse_with", "eased_by", "symptoms")
        for choice in getattr(diary.vocabulary(), field)
    ]
    found = from_diary(everything, TODAY)
    assert len(found) > 20
    for each in found:
        assert each.answer not in ("none", "helps", "no", "better", "same"), each


def test_the_higher_of_two_fevers_counts():
    found = [entry(2, symptoms=("fever_high",)), entry(1, symptoms=("fever_mild",))]
    assert said(found) == {"fever": "high"}


def test_every_answer_that_evidence_can_give_has_its_place_in_the_order():
    everything = [
        entry(n % 8, **{field: (choice.id,)})
        for field in ("spread", "worse_with", "eased_by", "symptoms")
        for n, choice in enumerate(getattr(diary.vocabulary(), field))
    ]
    found = [*from_diary(everything, TODAY), item("night", nights(1, 1, 1, 1)), *tried_items()]
    for each in found:
        for question, answer in {each.question: each.answer, **each.also}.items():
            if QUESTIONS[question].type == "single":
                assert evidence.rank(question, answer) is not None, (question, answer)
    for question, order in evidence.settings().order.items():
        assert set(order) == set(QUESTIONS[question].choices) - {NOT_SURE}, question


def tried_items():
    return from_diary([], TODAY, [treatment(40, helped=0)])


def test_every_threshold_has_a_source_or_says_that_it_is_our_choice():
    rules = evidence.settings()
    blocks = [rules.night, rules.trend, rules.severity, rules.tried, rules.danger_signs]
    for block in [*blocks, rules.choices]:
        assert block.why.startswith("Our choice")
        for source in block.sources:
            assert sources.source(source)


def test_what_a_person_reads_is_short_and_plain():
    textstat = pytest.importorskip("textstat", reason="needs requirements-dev.txt")
    entries = [*nights(1, 1, 1, 1), *rising(56), *pills(0, 0, 0)]
    entries += [entry(0, danger_signs=dict.fromkeys(("g_walk", "g_saddle"), "yes"))]
    texts = [each.sentence for each in from_diary(entries, TODAY, [treatment(40, helped=0)])]
    assert len(texts) > 6
    for text in texts:
        assert max(len(part.split()) for part in text.split(". ")) <= 20, text
        assert "{" not in text
    assert textstat.flesch_kincaid_grade(" ".join(texts)) <= 8


# Together with the answers


def test_the_strain_of_a_person_woken_most_nights_is_no_longer_self_care():
    found = together(CALM, from_diary(nights(1, 1, 1, 1), TODAY))
    assert (found.assessment.level.id, found.assessment.fired) == ("routine", ("R02",))
    assert [each.id for each in found.used] == ["night"]
    (reason,) = found.assessment.reasons
    assert reason.from_diary == {"night": (day(3), day(2), day(1), day(0))}
    assert found.answers.given["night"] == "most_nights"


def test_without_a_diary_nothing_changes():
    answers = QUESTIONS.read(CALM)
    assert merged(answers, (), today=TODAY) == merging.Merged(answers, BOOK.assess(answers), ())


def test_a_danger_sign_of_the_diary_is_an_emergency_whatever_was_answered():
    for answer in ("no", NOT_SURE, None):
        found = together(
            changed(CALM, {"g_walk": answer}),
            from_diary([entry(2, danger_signs={"g_walk": "yes"})], TODAY),
        )
        assert found.assessment.level.id == "emergency"
        assert found.assessment.reasons[0].from_diary == {"g_walk": (day(2),)}


def test_not_sure_in_the_diary_takes_the_place_of_no_and_of_nothing_else():
    unsure = from_diary([entry(1, danger_signs={"g_walk": NOT_SURE})], TODAY)
    assert together(CALM, unsure).assessment.level.id == "same_day"
    assert together(CALM, unsure).used == unsure
    for answer in ("yes", None):
        found = together(changed(CALM, {"g_walk": answer}), unsure)
        assert found.answers.given.get("g_walk") == answer
        assert found.used == ()
    assert "g_walk" in together(changed(CALM, {"g_walk": None}), unsure).assessment.missing


def test_a_worse_answer_of_the_person_is_kept():
    items = from_diary([*nights(1, 1, 1, 1), *rising(56), entry(0, pain_now=3)], TODAY)
    answers = {**CALM, "night": "no_sleep", "trend": "sudden_jump", "severity": 9}
    found = together(answers, items)
    assert (found.answers.given, found.used) == (QUESTIONS.read(answers).given, ())


@pytest.mark.parametrize(("typed", "noted", "level"), [(5, 7, "self_care"), (5, 8, "routine")])
def test_the_higher_of_two_scores_counts(typed, noted, level):
    found = together({**CALM, "severity": typed}, from_diary([entry(0, pain_now=noted)], TODAY))
    assert found.assessment.level.id == level
    assert bool(found.used) is (level == "routine")


def test_a_low_score_of_the_diary_does_not_answer_an_open_question():
    """The worst pain may be one that nobody noted; and the diary must never reach self-care."""
    found = together(changed(CALM, {"severity": None}), from_diary([entry(0, pain_now=2)], TODAY))
    assert found.assessment.level.id == "routine"
    assert "severity" not in found.answers.given
    assert found.used == ()


def test_one_more_sign_joins_those_that_were_chosen():
    thirsty = from_diary([entry(0, symptoms=("thirst",))], TODAY)
    found = together({**CALM, "body": ["sick", "constip"]}, thirsty)
    assert found.answers.given["body"] == ("sick", "thirst", "constip")
    assert "S08" in found.assessment.fired
    by_rule = {reason.rule.id: reason.from_diary for reason in found.assessment.reasons}
    assert by_rule["S08"] == {"body": (TODAY,)}
    assert by_rule["R02"] == {}  # feeling sick, as answered, is enough for that one


def test_one_sign_of_the_diary_leaves_the_other_options_of_an_open_question_open():
    sweats = from_diary([entry(0, symptoms=("sweats",))], TODAY)
    before = changed(CALM, {"general": None})
    found = together(before, sweats)
    assert found.answers.given["general"] == ("sweats", NOT_SURE)
    assert "D13" in found.assessment.fired
    assert "D04" in {each.rule.id for each in found.assessment.open}  # weight loss: not known
    assert together(CALM, sweats).answers.given["general"] == ("sweats",)


def test_the_diary_never_closes_an_open_danger():
    """Feeling hot last week does not say that there is no high fever now."""
    hot = from_diary([entry(0, symptoms=("fever_mild",))], TODAY)
    for answer in (NOT_SURE, None):
        found = together(changed(CALM, {"fever": answer}), hot)
        assert "S02" in {each.rule.id for each in found.assessment.open}
    assert together(CALM, hot).assessment.fired == ("D13", "R02")


def test_weeks_of_one_treatment_are_not_added_to_another_that_failed():
    failed = from_diary(pills(0, 0, 0), TODAY)  # for less than two weeks
    answers = {**CALM, "age": 60, "tried": "helped", "tried_weeks": "over4"}
    assert "D10" not in together(answers, failed).assessment.fired
    long = from_diary([], TODAY, [treatment(40, helped=0)])
    found = together({**CALM, "age": 60}, long)
    assert {"D10", "R01"} <= set(found.assessment.fired)
    assert found.assessment.reasons[0].from_diary == {
        "tried": (day(40), TODAY),
        "tried_weeks": (day(40), TODAY),
    }


def test_evidence_for_a_question_that_does_not_apply_is_not_used():
    odd = Evidence("bone_spread", "bone_spread", "yes", (TODAY,), "", ("note",))
    assert together(CALM, [odd]).used == ()


def test_two_signs_that_only_count_together_are_both_used():
    answers = {**CALM, "general": ["tired"]}
    both = from_diary([entry(0, symptoms=("thirst", "sick"))], TODAY)
    found = together(answers, both)
    assert "S08" in found.assessment.fired
    assert {each.id for each in found.used} == {"body:thirst", "body:sick"}


def test_under_18_the_diary_gives_no_level_but_shows_an_emergency():
    young = {**CALM, "age": 16}
    assert together(young, from_diary(nights(1, 1, 1, 1), TODAY)).assessment.level is None
    found = together(young, from_diary([entry(0, danger_signs={"g_legs": "yes"})], TODAY))
    assert found.assessment.is_emergency


def test_the_order_in_which_evidence_comes_does_not_matter():
    chance = random.Random(5)  # noqa: S311
    for _ in range(25):
        answers, items = people_cases.random_answers(chance), random_evidence(chance)
        first = together(answers, items)
        second = together(answers, chance.sample(items, len(items)))
        assert first.assessment.level == second.assessment.level
        assert set(first.assessment.fired) == set(second.assessment.fired)


def test_what_could_not_be_used_is_tried_again_after_the_rest():
    """A numb limb would settle a higher open danger, until another sign is as high as that."""
    numb = Evidence("nerve_limb", "nerve_limb", "numb_one", (TODAY,), "", ("symptoms",))
    legs = Evidence("g_legs", "g_legs", "yes", (TODAY,), "", ("danger_signs",))
    answers = changed(CALM, {"nerve_limb": None})
    assert together(answers, [numb]).used == ()
    for items in ([numb, legs], [legs, numb]):
        assert {"E07", "D15"} <= set(together(answers, items).assessment.fired)


def test_a_rule_that_holds_is_never_undone_even_where_the_level_stays():
    old = Evidence("usual_pain", "usual_pain", "same_known", (TODAY,), "", ("note",))
    answers = changed(person("past_cancer"), {"cancer": "lung_now", "g_walk": "yes"})
    answers = changed(answers, {"usual_pain": None})
    assert "SC7" in people_cases.assess(answers).fired
    assert together(answers, [old]).assessment.fired == people_cases.assess(answers).fired


def random_evidence(chance):
    """Return evidence for a few questions, among it answers that no diary can give today."""
    found = []
    for question in chance.sample(list(QUESTIONS), chance.randint(1, 8)):
        if question.id in ("age", "cancer"):
            continue
        answer = people_cases.random_answer(question, chance)
        for each in answer if isinstance(answer, list) else [answer]:
            if question.type == "number" and not isinstance(each, int):
                continue
            several = question.type == "multi"
            found.append(
                Evidence(
                    f"{question.id}:{each}" if several else question.id,
                    question.id,
                    each,
                    (TODAY,),
                    "",
                    ("note",),
                )
            )
    return found


def check_the_law(seed, people):
    chance = random.Random(seed)  # noqa: S311
    calm = raised = 0
    for _ in range(people):
        answers, items = people_cases.random_answers(chance), random_evidence(chance)
        if chance.random() < 0.2:
            answers = dict(CALM)
        before, found = people_cases.assess(answers), together(answers, items)
        after = found.assessment
        assert (before.level is None) == (after.level is None), (answers, items)
        if before.level is None:
            continue
        assert after.level >= before.level, (answers, items)
        assert set(before.fired) - {"M01", "R00"} <= set(after.fired), (answers, items)
        if after.level == before.level:
            dangers = {o.rule.id for o in before.open if o.counts and o.rule.urgency > before.level}
            assert dangers <= {o.rule.id for o in after.open} | set(after.fired), (answers, items)
        assert after.level.id != "self_care" or before.level.id == "self_care", (answers, items)
        calm += before.level.id == "self_care"
        raised += after.level > before.level
        for reason in after.reasons:
            assert set(reason.from_diary) <= set(reason.answers)
    assert raised > people / 20
    assert calm > people / 20


def test_the_diary_never_lowers_a_level_or_takes_a_reason_away():
    check_the_law(seed=1, people=120)


@pytest.mark.proof
def test_the_diary_never_lowers_a_level_or_takes_a_reason_away_in_thousands_of_people():
    check_the_law(seed=2, people=5_000)


def test_self_care_can_be_ended_by_the_diary_and_is_never_reached():
    everything = from_diary(
        [
            entry(0, symptoms=tuple(c.id for c in diary.vocabulary().symptoms if c.id != "none")),
            *nights(1, 1, 1, 1),
        ],
        TODAY,
    )
    for each in everything:
        assert together(CALM, [each]).assessment.level.id != "self_care", each
    for question in CALM:  # one answer short of self-care, and the diary has it
        if isinstance(CALM[question], str):
            missing = Evidence(question, question, CALM[question], (TODAY,), "", ("note",))
            before = changed(CALM, {question: None})
            if people_cases.level(before) != "self_care":
                assert together(before, [missing]).assessment.level.id != "self_care", question


# Confirmed, declined, and not asked every day


def test_what_a_person_declines_is_not_used_and_what_they_confirm_is():
    items = from_diary(nights(1, 1, 1, 1), TODAY)
    no, yes = (decide(items[0], right=right, on=TODAY) for right in (False, True))
    assert together(CALM, items, [no]).assessment.level.id == "self_care"
    assert together(CALM, items, [yes]).assessment.level.id == "routine"
    assert together(CALM, items, [no, yes]).used == items  # the last word counts
    assert together(CALM, items, [yes, no]).used == ()


def test_declining_the_worst_day_leaves_the_next_one():
    items = from_diary([entry(4, pain_now=10), entry(1, pain_now=8)], TODAY)
    no = decide(items[0], right=False, on=TODAY)
    assert [each.answer for each in standing(items, [no], TODAY)] == [8]
    fevers = from_diary(
        [entry(4, symptoms=("fever_high",)), entry(1, symptoms=("fever_mild",))], TODAY
    )
    no = decide(fevers[0], right=False, on=TODAY)
    assert [each.answer for each in standing(fevers, [no], TODAY)] == ["mild"]


def test_a_declined_sign_that_is_ticked_again_counts_again_and_is_asked_about():
    first = from_diary([entry(2, danger_signs={"g_walk": "yes"})], TODAY)
    no = decide(first[0], right=False, on=day(2))
    assert standing(first, [no], TODAY) == ()
    again = from_diary([entry(a, danger_signs={"g_walk": "yes"}) for a in (2, 0)], TODAY)
    assert standing(again, [no], TODAY) == again
    assert to_ask(again, [no], TODAY) == again


def test_a_decision_of_a_later_day_does_not_count_yet():
    items = from_diary(nights(1, 1, 1, 1), TODAY)
    later = decide(items[0], right=False, on=TODAY + dt.timedelta(days=1))
    assert standing(items, [later], TODAY) == items


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize(("ago", "asked"), [(0, False), (13, False), (14, True)])
def test_the_same_thing_is_asked_again_only_after_14_days(right, ago, asked):
    items = from_diary(nights(1, 1, 1, 1), TODAY)
    assert to_ask(items, [], TODAY) == items
    before = decide(items[0], right=right, on=day(ago))
    assert bool(to_ask(items, [before], TODAY)) is asked


@pytest.mark.parametrize("right", [True, False])
def test_one_more_night_is_asked_at_once_and_one_less_is_not(right):
    five, four = from_diary(nights(1, 1, 1, 1, 1), TODAY), from_diary(nights(1, 1, 1, 1), TODAY)
    assert to_ask(five, [decide(four[0], right=right, on=day(1))], TODAY) == five
    assert to_ask(four, [decide(five[0], right=right, on=day(1))], TODAY) == ()


@pytest.mark.parametrize(("score", "asked"), [(6, False), (7, False), (8, True)])
def test_a_worse_score_is_asked_about_from_2_points_on(score, asked):
    six = from_diary([entry(1, pain_now=6)], TODAY)[0]
    now = from_diary([entry(1, pain_now=score)], TODAY)
    assert bool(to_ask(now, [decide(six, right=True, on=day(1))], TODAY)) is asked


def test_a_new_danger_sign_and_a_yes_after_a_not_sure_are_asked_at_once():
    unsure = from_diary([entry(1, danger_signs={"g_walk": NOT_SURE})], TODAY)[0]
    before = [decide(unsure, right=True, on=day(1))]
    more = from_diary([entry(0, danger_signs={"g_walk": "yes", "g_legs": NOT_SURE})], TODAY)
    assert [each.id for each in to_ask(more, before, TODAY)] == ["g_legs", "g_walk"]


def test_a_confirmed_sign_that_is_ticked_every_day_is_not_asked_every_day():
    first = from_diary([entry(2, symptoms=("sweats",))], TODAY)[0]
    again = from_diary([entry(a, symptoms=("sweats",)) for a in (2, 1, 0)], TODAY)
    assert to_ask(again, [decide(first, right=True, on=day(2))], TODAY) == ()


def test_a_decision_about_another_thing_changes_nothing():
    items = from_diary(nights(1, 1, 1, 1), TODAY)
    other = replace(decide(items[0], right=False, on=TODAY), about="trend")
    assert (standing(items, [other], TODAY), to_ask(items, [other], TODAY)) == (items, items)
